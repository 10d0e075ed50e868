import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { registry } from '../../src/rules/registry.generated.ts';
import { cKinds } from '../../src/sanitizer/reports/c-kinds.ts';
import { rulesConfirmedBy } from '../../src/sanitizer/reports/confirmations.ts';
import { toolFailures } from '../../src/sanitizer/reports/failures.ts';
import { goKinds } from '../../src/sanitizer/reports/go-kinds.ts';
import { kindInfo } from '../../src/sanitizer/reports/kinds.ts';
import { parseReports } from '../../src/sanitizer/reports/parse.ts';
import { sample, samples } from './samples.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const kinds = [...Object.keys(cKinds), ...Object.keys(goKinds)];
const ruleIds = new Set(registry.map(({ rule }) => rule.id));

describe('the kinds', () => {
  test.each(kinds)('%s is told in whole sentences', (kind) => {
    const { title, proves, cwe } = kindInfo(kind);
    expect(title).toMatch(/^\w.*\w$/);
    expect(proves).toMatch(/^[A-Z][\s\S]*\.$/);
    expect(cwe ?? 1).toBeGreaterThan(0);
    expect(kind).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  });

  test('are in one of the two tables each', () => {
    expect(new Set(kinds).size).toBe(kinds.length);
  });

  test('that the samples have are all known', () => {
    const found = new Set(samples().flatMap(({ text }) => parseReports(text).map(({ kind }) => kind)));
    expect(found.size).toBeGreaterThan(15);
    expect([...found].filter((kind) => !kinds.includes(kind))).toEqual([]);
  });

  test('that nobody knows are errors of memory, and confirm nothing', () => {
    for (const kind of ['odr-violation', 'constructor', '__proto__']) {
      expect(kindInfo(kind).title).toBe('An error of memory');
      expect(rulesConfirmedBy(kind)).toEqual([]);
    }
  });
});

/** The program goes on with a wrong value, with what it keeps for ever, or to a panic like any other. */
const wrongValues = [
  'c-errno-separate-call',
  'c-struct-copy-with-lock',
  'c-union-access',
  'callback-panic-across-c',
  'callback-registry-leak',
  'cast-go-struct-to-c-struct',
  'cgo-handle-leak',
  'embedded-nul-in-cstring',
  'gobytes-untrusted-len',
  'leak-mmap',
  'map-key-c-pointer',
  'never-filled-array',
  'pinner-early-unpin',
  'type-assertion-mismatch',
  // The cast does what it should, and is deprecated.
  'unsafe-slice-header-cast',
];

describe('the rules that a kind confirms', () => {
  test.each(kinds)('%s: exist, each once', (kind) => {
    const rules = rulesConfirmedBy(kind);
    expect(rules.filter((rule) => !ruleIds.has(rule))).toEqual([]);
    expect(new Set(rules).size).toBe(rules.length);
  });

  test('leave out those of which no report tells', () => {
    const placed = new Set(kinds.flatMap(rulesConfirmedBy));
    expect([...ruleIds].filter((rule) => !placed.has(rule)).sort()).toEqual(
      [
        ...wrongValues,
        // No tool looks at what C makes of a pointer type, or at the thread that an error is read on.
        'cgo-typed-pointer-launders-check',
        // The memory is freed, but late.
        'defer-free-in-loop',
        // These fail to build, or C calls nothing.
        'export-directive-space',
        'export-with-preamble-definition',
        'linkname-runtime-internal',
        // It waits: that is no error.
        'lock-held-across-blocking-cgo',
        'missing-lockosthread',
        'preamble-includes-c-file',
      ].sort(),
    );
  });
});

/** What the evidence of a rule recorded of a tool, with the parts that were made the same for every run. */
function recordedOutput(folder: string): string | undefined {
  const file = path.join(root, folder, 'evidence/recorded.json');
  if (!existsSync(file)) return undefined;
  const { output } = JSON.parse(readFileSync(file, 'utf8')) as { readonly output: readonly string[] };
  return `${output
    .join('\n')
    .replace(/^(?=(?:Address|Leak)Sanitizer: )/, '==1==ERROR: ')
    .replaceAll('0x…', '0x1234')
    .replaceAll('_…_', '_52f7584d347b_')
    .replaceAll('T#', 'T0')
    .replaceAll('goroutine N', 'goroutine 1')}\n`;
}

const recorded = registry.flatMap(({ rule, folder }) => {
  const output = recordedOutput(folder);
  // Any mistake of a program can end in a panic: it confirms no rule.
  const reports = (output === undefined ? [] : parseReports(output)).filter(({ kind }) => kind !== 'panic');
  return reports.length === 0 ? [] : [{ id: rule.id, reports }];
});

describe('the report that a rule has for evidence', () => {
  test('is there for most rules', () => {
    expect(recorded.length).toBeGreaterThan(35);
  });

  test.each(recorded)('$id: confirms the rule', ({ id, reports }) => {
    for (const { kind } of reports)
      expect({ kind, rules: rulesConfirmedBy(kind) }).toMatchObject({
        kind,
        rules: expect.arrayContaining([id]) as unknown,
      });
  });
});

describe('the failure of a tool', () => {
  test.each([
    ['asan-ulimit-v', /ulimit -v unlimited/],
    ['lsan-under-ptrace', /SYS_PTRACE/],
  ])('%s is told with what to do', (name, sentence) => {
    expect(parseReports(sample(name))).toEqual([]);
    expect(toolFailures(sample(name))).toEqual([expect.stringMatching(sentence)]);
  });

  test('is not seen in a report', () => {
    const seen = samples().filter(
      ({ text }) => parseReports(text).length > 0 && toolFailures(text).length > 0,
    );
    expect(seen).toEqual([]);
  });
});
