import { comparePositions } from '../../src/base/span.ts';
import { analysePackage } from '../../src/engine/analyse.ts';
import type { Diagnostic } from '../../src/engine/diagnostic.ts';
import { withFingerprints } from '../../src/engine/fingerprint.ts';
import type { Parser } from '../../src/parser/parser.ts';
import { registry } from '../../src/rules/registry.generated.ts';
import { Package } from '../../src/semantic/package.ts';
import { readCFile } from '../../src/syntax/c-file.ts';
import { readGoFile } from '../../src/syntax/go-file.ts';
import { parseTree } from '../../src/syntax/lower.ts';
import type { CorpusFile } from './corpus.ts';
import { inconsistencies, treeDifference } from './tree-difference.ts';

/** The parsers that are run on a file; without the second there is nothing to compare the first one with. */
export interface Backends {
  readonly wasm: Parser;
  readonly native: Parser | undefined;
}

/** What is wrong with how a file, damaged or not, is read and analysed; one sentence each. */
export function problemsOfFile(file: CorpusFile, { wasm, native }: Backends): string[] {
  const found: string[] = [];
  const tree = parseTree(wasm, file.language, file.text);
  if (native !== undefined) {
    const difference = treeDifference(tree, parseTree(native, file.language, file.text));
    if (difference !== undefined) found.push(`wasm and native differ at ${difference}`);
  }
  // Each node is made an object for it: not for the largest files.
  if (file.text.length < 50_000) found.push(...inconsistencies(tree).slice(0, 3));
  return [...found, ...problemsOfFindings(analyse(wasm, [file]))];
}

const rules = registry.map(({ rule }) => ({ rule }));

export interface Analysed {
  readonly diagnostics: readonly Diagnostic[];
  /** By path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Analyses files as the packages that their clauses name. */
export function analyse(parser: Parser, files: readonly CorpusFile[]): Analysed {
  const go = files
    .filter(({ language }) => language === 'go')
    .map(({ path, text }) => readGoFile(parser, path, text));
  const c = files
    .filter(({ language }) => language === 'c')
    .map(({ path, text }) => readCFile(parser, path, text));
  const names = [...new Set(go.map((file) => file.packageName))];
  const packages = names.map(
    (name) =>
      new Package(
        'p',
        go.filter((file) => file.packageName === name),
        c,
        [1, 26],
      ),
  );
  return {
    diagnostics: packages.flatMap((pkg) => analysePackage(pkg, rules).diagnostics),
    texts: new Map(files.map(({ path, text }) => [path, text])),
  };
}

/** What is wrong with what was reported, one sentence each. */
export function problemsOfFindings({ diagnostics, texts }: Analysed): string[] {
  const found: string[] = [];
  const lines = new Map([...texts].map(([path, text]) => [path, text.split('\n')]));
  const fingerprints = new Set(withFingerprints(diagnostics).map((finding) => finding.fingerprint));
  if (fingerprints.size !== diagnostics.length) found.push('two findings have one fingerprint');
  for (const diagnostic of diagnostics) {
    const where = `${diagnostic.ruleId} at ${diagnostic.location.path}:${String(diagnostic.location.span.start.line)}`;
    const spans = [
      diagnostic.location,
      diagnostic.scope,
      ...diagnostic.steps.map(({ location }) => location),
      ...(diagnostic.fix?.edits ?? []),
    ];
    for (const { path, span } of spans) {
      const own = lines.get(path);
      const widths = [span.start, span.end].map(
        ({ line }) => Buffer.byteLength(own?.[line - 1] ?? '', 'utf8') + 1,
      );
      const fits =
        own !== undefined &&
        span.end.line <= own.length &&
        [span.start, span.end].every(({ column }, i) => column >= 1 && column <= (widths[i] ?? 0));
      if (!fits || comparePositions(span.start, span.end) > 0)
        found.push(`${where}: a span is not in ${path}`);
    }
    if (comparePositions(diagnostic.location.span.start, diagnostic.location.span.end) >= 0)
      found.push(`${where}: its span is empty`);
    for (const message of [diagnostic.message, ...diagnostic.steps.map((step) => step.message)]) {
      if (message.trim() === '' || /\n|\.$/.test(message) || (message.match(/`/g) ?? []).length % 2 !== 0)
        found.push(`${where}: a message is no claim: ${message}`);
    }
  }
  return found;
}
