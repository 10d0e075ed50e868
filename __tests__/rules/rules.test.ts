import { beforeAll, describe, expect, test } from '@jest/globals';
import { TextIndex } from '../../src/base/text.ts';
import type { Diagnostic } from '../../src/engine/diagnostic.ts';
import type { Rule } from '../../src/engine/rule.ts';
import type { Parser } from '../../src/parser/parser.ts';
import { readGoFile } from '../../src/syntax/go-file.ts';
import { wasmParser } from '../parser.ts';
import { diagnosticsOf } from './analyse-case.ts';
import { casesOf, ruleFolders } from './cases.ts';
import { expectationsOf } from './expectations.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

describe.each(ruleFolders())('%s', (folder) => {
  let rule: Rule;
  beforeAll(async () => {
    rule = ((await import(`../../src/rules/${folder}/rule.ts`)) as { default: Rule }).default;
  });
  const cases = casesOf(folder);

  test('has bad cases and near misses', () => {
    const texts = cases.flatMap(({ files }) => [...files.values()]).join('\n');
    expect(texts.match(/\/\/ want "/g)?.length ?? 0).toBeGreaterThanOrEqual(3);
    expect(texts.match(/\/\/ ok: /g)?.length ?? 0).toBeGreaterThanOrEqual(3);
  });

  test.each(cases.map((entry) => [entry.name, entry] as const))('%s', (_name, entry) => {
    const expected = [...entry.files].flatMap(([path, text]) => expectationsOf(path, text));
    const diagnostics = diagnosticsOf(parser, rule, entry.files);
    expect(mismatches(expected, diagnostics)).toEqual([]);
  });

  const fixed = cases.filter((entry) => entry.golden.size > 0);
  if (fixed.length > 0) {
    test.each(fixed.map((entry) => [entry.name, entry] as const))(
      '%s with its fixes applied',
      (_name, entry) => {
        for (const [path, golden] of entry.golden) {
          const text = entry.files.get(path) ?? '';
          const result = applyFixes(text, path, diagnosticsOf(parser, rule, entry.files));
          expect(result).toBe(golden);
          expect(readGoFile(parser, path, result).syntaxErrors).toEqual([]);
          const again = diagnosticsOf(parser, rule, new Map([...entry.files, [path, result]]));
          expect(again.filter((diagnostic) => diagnostic.fix !== undefined)).toEqual([]);
        }
      },
    );
  }

  test('does not depend on comments', () => {
    for (const { files } of cases) {
      const blanked = new Map(
        [...files].map(([path, text]) => [path, path.endsWith('.go') ? withoutComments(text) : text]),
      );
      const places = (diagnostics: Diagnostic[]): string[] =>
        diagnostics.map(({ location }) => `${location.path}:${String(location.span.start.line)}`);
      expect(places(diagnosticsOf(parser, rule, blanked))).toEqual(
        places(diagnosticsOf(parser, rule, files)),
      );
    }
  });
});

/** One line for each want without its finding, finding without its want, and step that is missing. */
function mismatches(
  expected: ReturnType<typeof expectationsOf>,
  diagnostics: readonly Diagnostic[],
): string[] {
  const problems: string[] = [];
  const unmatched = new Set(diagnostics);
  const at = (location: Diagnostic['location']): string =>
    `${location.path}:${String(location.span.start.line)}`;
  for (const want of expected.filter(({ kind }) => kind === 'want')) {
    const place = `${want.path}:${String(want.line)}`;
    const found = [...unmatched].find((one) => at(one.location) === place && want.pattern.test(one.message));
    if (found === undefined) problems.push(`${place}: missing ${String(want.pattern)}`);
    else unmatched.delete(found);
  }
  for (const extra of unmatched) problems.push(`${at(extra.location)}: unexpected "${extra.message}"`);
  const steps = diagnostics.flatMap((diagnostic) => diagnostic.steps);
  for (const step of expected.filter(({ kind }) => kind === 'step')) {
    const place = `${step.path}:${String(step.line)}`;
    if (!steps.some((one) => at(one.location) === place && step.pattern.test(one.message))) {
      problems.push(`${place}: no step ${String(step.pattern)}`);
    }
  }
  return problems;
}

function applyFixes(text: string, path: string, diagnostics: readonly Diagnostic[]): string {
  const index = new TextIndex(text);
  const edits = diagnostics
    .flatMap((diagnostic) => diagnostic.fix?.edits ?? [])
    .filter((edit) => edit.path === path)
    .map((edit) => ({
      start: index.offset(edit.span.start),
      end: index.offset(edit.span.end),
      text: edit.newText,
    }))
    .sort((a, b) => b.start - a.start);
  return edits.reduce(
    (result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end),
    text,
  );
}

/** The text with its own line comments blank; the preamble, which is code, stays. */
function withoutComments(text: string): string {
  return text.replace(/\/\/ (?:want|step|ok:).*$/gm, '');
}
