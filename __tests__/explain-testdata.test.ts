import { beforeAll, describe, expect, test } from '@jest/globals';
import { explain } from '../src/app/explain.ts';
import { analysePackage, tracePackage } from '../src/engine/analyse.ts';
import type { Explanation } from '../src/report/explanation.ts';
import { defaultConfig } from '../src/config/review-config.ts';
import type { Parser } from '../src/parser/parser.ts';
import { registry } from '../src/rules/registry.generated.ts';
import { MemoryRepository, commit } from './memory-repository.ts';
import { wasmParser } from './parser.ts';
import { packageOf } from './rules/analyse-case.ts';
import { casesOf, ruleFolders } from './rules/cases.ts';
import type { RuleCase } from './rules/cases.ts';
import { expectationsOf } from './rules/expectations.ts';

/** Near misses on lines where the rule finds nothing to look at, by rule, case and line, with what stands there instead. */
const noCandidates: Readonly<Record<string, string>> = {
  'c-double-free type_switch.go:23': 'reads a field, frees nothing',
  'c-use-after-free closures_and_helpers.go:168': 'prints the Go string',
  'c-use-after-free flow.go:141': 'a jump',
  'c-use-after-free flow.go:153': 'a jump',
  'c-use-after-free straight.go:197': 'hands out the address of the variable, not its pointer',
  'cstring-inline-leak calls.go:123': 'makes no C string',
  'cstring-inline-leak names.go:20': 'calls a method of a Go type',
  'cstring-inline-leak names.go:25': 'makes no C string',
  'free-non-c-memory arena.go:14': "calls another package's free",
  'free-non-c-memory views.go:125': 'calls another function than free',
  'cgo-slice-header-to-c strings.go:42': 'takes no address',
  'cgo-slice-header-to-c strings.go:49': 'takes no address',
  'cgo-slice-header-to-c values.go:68': 'takes no address',
  'cgo-slice-header-to-c values.go:88': 'takes no address',
  'empty-slice-index-zero guarded.go:26': 'has no index',
  'unsafe-slice-header-literal casts.go:63': 'names no header',
  'unsafe-slice-header-literal casts.go:76': 'names no header',
  'unsafe-slice-header-literal casts.go:81': 'names no header',
  'unsafe-slice-header-literal casts.go:83': 'names no header',
  'unsafe-uintptr-roundtrip expressions.go:31': 'converts no integer',
  'unsafe-uintptr-roundtrip expressions.go:52': 'converts no integer',
  'unsafe-uintptr-roundtrip expressions.go:58': 'converts no integer',
  'unsafe-uintptr-roundtrip expressions.go:65': 'converts no integer',
};

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

async function explainLine(
  { files }: RuleCase,
  ruleId: string,
  path: string,
  line: number,
): Promise<Explanation> {
  const tree = { 'go.mod': 'module example.org/case\n\ngo 1.21\n', ...Object.fromEntries(files) };
  const context = {
    config: { ...defaultConfig, rules: new Map([[ruleId, 'on' as const]]) },
    parser,
    registry: registry.filter(({ rule }) => rule.id === ruleId),
    version: '1.2.3',
    today: '2026-06-15',
  };
  const repository = new MemoryRepository({ head: tree });
  const found = await explain(repository, commit('head'), { kind: 'place', path, line }, context);
  if (!found.ok) throw new Error(found.error);
  return found.value.explanation;
}

function markedLines(entry: RuleCase, mark: RegExp): { path: string; line: number }[] {
  return [...entry.files]
    .filter(([path]) => path.endsWith('.go'))
    .flatMap(([path, text]) =>
      text.split('\n').flatMap((line, index) => (mark.test(line) ? [{ path, line: index + 1 }] : [])),
    );
}

/** What is wrong with the form of a clause. */
function formProblem(clause: string): string | undefined {
  if (clause.trim() === '' || /[.\n]$/.test(clause) || clause.includes('\n')) return `no clause: ${clause}`;
  return (clause.match(/`/g)?.length ?? 0) % 2 === 0 ? undefined : `unbalanced backticks: ${clause}`;
}

describe.each(ruleFolders())('%s', (folder) => {
  const ruleId = folder.slice(folder.indexOf('/') + 1);
  const cases = casesOf(folder);

  test('each near miss is explained', async () => {
    const problems: string[] = [];
    for (const entry of cases) {
      for (const { path, line } of markedLines(entry, /\/\/ ok: /)) {
        const place = `${ruleId} ${entry.name}:${String(line)}`;
        const { cleared } = await explainLine(entry, ruleId, path, line);
        const reasons = cleared.flatMap(({ reason, states }) => [
          reason,
          ...states.map(({ message }) => message),
        ]);
        problems.push(...reasons.flatMap((reason) => formProblem(reason) ?? []));
        const isExpected = noCandidates[place] === undefined;
        if (isExpected && cleared.length === 0) problems.push(`${place}: no clearance`);
        if (!isExpected && cleared.length > 0) problems.push(`${place}: is a candidate after all`);
      }
    }
    expect(problems).toEqual([]);
  });

  test('each finding is explained from its first step on', async () => {
    const problems: string[] = [];
    for (const entry of cases) {
      const wanted = [...entry.files].flatMap(([path, text]) => expectationsOf(path, text));
      for (const { path, line, pattern } of wanted.filter(({ kind }) => kind === 'want')) {
        const place = `${entry.name}:${String(line)}`;
        const { findings } = await explainLine(entry, ruleId, path, line);
        const explained = findings.find(
          ({ finding }) => finding.location.span.start.line === line && pattern.test(finding.message),
        );
        if (explained === undefined) {
          problems.push(`${place}: no explained finding`);
          continue;
        }
        const { finding, states, standing } = explained;
        const steps = finding.steps.length === 0 ? [finding] : finding.steps;
        const places = states.map(({ location }) => JSON.stringify(location));
        const [first] = steps.map(({ location }) => JSON.stringify(location));
        if (places[0] !== first) problems.push(`${place}: starts elsewhere`);
        const missing = steps.filter(({ location }) => !places.includes(JSON.stringify(location)));
        for (const step of missing) problems.push(`${place}: lacks the step "${step.message}"`);
        if (standing.kind !== 'reported') problems.push(`${place}: ${standing.kind}`);
        problems.push(...states.flatMap(({ message }) => formProblem(message) ?? []));
      }
    }
    expect(problems).toEqual([]);
  });
});

test('the lines that are no candidates are near misses of the test data', () => {
  const places = ruleFolders().flatMap((folder) =>
    casesOf(folder).flatMap((entry) =>
      markedLines(entry, /\/\/ ok: /).map(
        ({ line }) => `${folder.slice(folder.indexOf('/') + 1)} ${entry.name}:${String(line)}`,
      ),
    ),
  );
  expect(Object.keys(noCandidates).filter((place) => !places.includes(place))).toEqual([]);
});

test('a traced run reports what any other run reports', () => {
  const rules = registry.map(({ rule }) => ({ rule }));
  for (const { files } of ruleFolders().flatMap((folder) => casesOf(folder))) {
    const traced = tracePackage(packageOf(parser, files), rules);
    const { diagnostics } = analysePackage(packageOf(parser, files), rules);
    expect(traced.diagnostics.map(({ diagnostic }) => diagnostic)).toEqual(diagnostics);
  }
});
