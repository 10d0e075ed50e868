import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LinterReport } from '../../src/linters/finding.ts';
import { helpOf, isOfKind } from '../../src/linters/kind.ts';
import { expectGolden } from '../golden.ts';
import { read, readOne, recordedText, recordings } from './recorded.ts';

/** A report as lines: each finding with its place, and whether it is of the kind. */
function told({ tool, toolVersion, findings, problems }: LinterReport): string {
  const lines = findings.map((finding) => {
    const { path, span, severity, message, cwe, via } = finding;
    const place = `${path}:${span.start.line}:${span.start.column}-${span.end.line}:${span.end.column}`;
    const isCrossing = (file: string): boolean => file === 'found/found.go';
    return [
      `${isOfKind(finding, isCrossing) ? 'kept   ' : 'dropped'} ${place} ${finding.tool}/${finding.ruleId}`,
      `  ${severity}: ${message}`,
      `  ${via ?? 'itself'} ${finding.toolVersion ?? '-'} cwe ${cwe.join(',') || '-'} ${helpOf(finding) ?? '-'}`,
    ].join('\n');
  });
  const notes = problems.map((problem) => `problem ${problem.path ?? '-'}: ${problem.text}`);
  return `${[`${tool} ${toolVersion ?? '-'}`, ...lines, ...notes].join('\n')}\n`;
}

describe('the recorded reports', () => {
  test.each(recordings)('of %s', (name, ...files) => {
    expectGolden(`linters/${name}.txt`, read(recordedText(files)).map(told).join(''));
  });

  test('of go vet of two releases say the same, each in its form', () => {
    const [current, old] = [['vet-go1.26.err', 'vet-go1.26.out'], ['vet-go1.21.err']].map((files) =>
      readOne(recordedText(files)),
    );
    const places = (report: LinterReport | undefined) =>
      report?.findings
        .filter(({ ruleId }) => ruleId !== 'printf')
        .map(({ ruleId, path, span, message }) => [ruleId, path, span.start, message]);
    expect(places(current)).toEqual(places(old));
    expect(current?.problems).toEqual(old?.problems);
    expect(places(current)).toHaveLength(3);
  });
});

describe('whatever the text', () => {
  const texts = recordings.map(([, ...files]) => recordedText(files));
  const anyText = fc.constantFrom(...texts);

  /** No path leads out of the repository, and no text is unbounded. */
  function expectBounded(reports: readonly LinterReport[]): void {
    for (const { findings, problems } of reports) {
      for (const { path, message, span } of findings) {
        expect(path).not.toMatch(/^(?:\/|\.\.(?:\/|$))|\p{Cc}/u);
        expect(message.length).toBeLessThanOrEqual(1_000);
        expect(span.start.line).toBeGreaterThan(0);
        expect(span.start.column).toBeGreaterThan(0);
      }
      for (const { text } of problems) expect(text.length).toBeLessThanOrEqual(400);
    }
  }

  test('one that is cut is read as far as it goes, and said to be cut', () => {
    fc.assert(
      fc.property(anyText, fc.double({ min: 0, max: 1, noNaN: true }), (text, part) => {
        expectBounded(read(text.slice(0, Math.floor(part * text.length))));
      }),
      { numRuns: 150 },
    );
    const vet = recordedText(['vet-go1.21.err']);
    const cut = readOne(vet.slice(0, vet.indexOf('"unsafeptr"')));
    expect(cut.problems.map(({ text }) => text)).toContain('The output of go vet ends within a result.');
    const sarif = recordedText(['golangci-lint.sarif']);
    expect(readOne(sarif.slice(0, -20)).problems).toEqual([
      { text: 'report.json is not whole: its JSON ends too early or is broken.' },
    ]);
  });

  test('one with other bytes in it is a report', () => {
    const edit = fc.tuple(fc.nat(), fc.nat(20), fc.string({ unit: 'binary', maxLength: 20 }));
    fc.assert(
      fc.property(anyText, fc.array(edit, { minLength: 1, maxLength: 5 }), (text, edits) => {
        let mutated = text;
        for (const [at, removed, added] of edits) {
          const start = at % (mutated.length + 1);
          mutated = mutated.slice(0, start) + added + mutated.slice(start + removed);
        }
        expectBounded(read(mutated));
      }),
      { numRuns: 150 },
    );
  });

  test('one whose values are others is a report', () => {
    const values = fc.jsonValue({ maxDepth: 2 });
    fc.assert(
      fc.property(anyText, fc.nat(), values, (text, at, value) => {
        const literals = [...text.matchAll(/"(?:[^"\\\n]|\\.)*"(?=\s*[,}\]])|\b\d+\b(?=\s*[,}\]])/g)];
        const chosen = literals[at % literals.length];
        if (chosen === undefined) throw new Error('A recording without values.');
        const changed = JSON.stringify(value);
        expectBounded(
          read(text.slice(0, chosen.index) + changed + text.slice(chosen.index + chosen[0].length)),
        );
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    ['', "report.json holds no JSON: give a SARIF file, or a linter's JSON output."],
    ['PASS\nok\n', "report.json holds no JSON: give a SARIF file, or a linter's JSON output."],
    ['{"a": ', 'report.json is not whole: its JSON ends too early or is broken.'],
    [
      '{"version": "2.0.0", "runs": []}',
      'report.json is of no form that is read: give SARIF 2.1.0, or the JSON output of ' +
        'go vet, staticcheck, golangci-lint or gosec.',
    ],
    [
      `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
      'report.json is not whole: its JSON ends too early or is broken.',
    ],
  ])('one of no known form is refused with a reason (%#)', (text, problem) => {
    expect(readOne(text)).toEqual({ tool: 'report.json', findings: [], problems: [{ text: problem }] });
  });

  test('one of many results is read up to a bound, and the others are counted', () => {
    const line = (number: number) =>
      JSON.stringify({
        code: 'SA5011',
        location: { file: 'a.go', line: number, column: 1 },
        message: 'x'.repeat(1_500),
      });
    const report = readOne(Array.from({ length: 10_050 }, (_, index) => line(index + 1)).join('\n'));
    expect(report.findings).toHaveLength(10_000);
    expect(report.findings[0]?.message).toHaveLength(1_000);
    expect(report.problems).toEqual([{ text: 'staticcheck has 50 more results than are read.' }]);
  });

  test('what stands outside, nowhere or in no form is counted and costs nothing else', () => {
    const at = (file: string, line: number) => ({
      code: 'SA5005',
      location: { file, line, column: 0 },
      message: 'm',
    });
    const lines = [
      at('/etc/passwd', 1),
      at('../../x.go', 1),
      at('a.go', 0),
      at('/home/user/linted/sub/../a.go', 3),
      { code: 'SA5005', location: 'a.go:1' },
      { ...at('b.go', 9), severity: 'ignored' },
    ];
    const report = readOne(lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(report.findings.map(({ path, span }) => [path, span])).toEqual([
      ['a.go', { start: { line: 3, column: 1 }, end: { line: 3, column: 2 } }],
    ]);
    expect(report.problems.map(({ text }) => text)).toEqual([
      'staticcheck has 2 results for files outside of the repository.',
      'staticcheck names no place for 1 result.',
      '1 result of staticcheck could not be read.',
    ]);
  });
});
