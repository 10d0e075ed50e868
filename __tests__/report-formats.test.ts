import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import type { Log } from 'sarif';
import type { Severity } from '../src/engine/diagnostic.ts';
import { renderAnnotations } from '../src/report/annotations.ts';
import { utf16Column } from '../src/report/columns.ts';
import { renderJson } from '../src/report/json.ts';
import { byteLength } from '../src/report/plain.ts';
import type { ReviewReport } from '../src/report/report.ts';
import { renderRulePage } from '../src/report/rule-page.ts';
import { renderSarif } from '../src/report/sarif.ts';
import { renderSummary, summaryBytes } from '../src/report/summary.ts';
import { renderText } from '../src/report/text.ts';
import { verdictOf } from '../src/report/verdict.ts';
import { headline } from '../src/report/wording.ts';
import { expectGolden } from './golden.ts';
import {
  at,
  emptySlice,
  leak,
  links,
  report,
  rules,
  source,
  useAfterFree,
  variant,
} from './report-fixture.ts';

const root = path.join(import.meta.dirname, '..');
const clean: ReviewReport = {
  ...report,
  verdict: 'pass',
  findings: [],
  suppressed: [],
  notReviewed: [],
  notes: [],
};
const unread: ReviewReport = { ...report, verdict: 'incomplete', findings: [] };

function schema(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, unknown>;
}

describe('verdict', () => {
  const open = { excluded: false };
  const excluded = { excluded: true };
  const cases: [string, Severity[], { excluded: boolean }[], Severity | 'never', string][] = [
    ['a finding at the threshold', ['warning'], [], 'warning', 'fail'],
    ['a finding below the threshold', ['warning'], [], 'error', 'pass'],
    ['never fails', ['error'], [], 'never', 'pass'],
    ['a gap', ['warning'], [open], 'error', 'incomplete'],
    ['a gap and never', ['error'], [open], 'never', 'incomplete'],
    ['fail is graver than a gap', ['error'], [open], 'error', 'fail'],
    ['excluded files are no gap', [], [excluded], 'error', 'pass'],
  ];
  test.each(cases)('%s', (_name, severities, files, failOn, expected) => {
    const findings = severities.map((severity) => ({ severity }));
    expect(verdictOf(findings, files, failOn)).toBe(expected);
  });
});

describe('headline', () => {
  test('says what was found', () => {
    expect(headline({ ...report, notReviewed: [] })).toBe('3 findings: 1 error, 1 warning, 1 info');
    expect(headline(report)).toBe('3 findings: 1 error, 1 warning, 1 info; 1 file could not be analysed');
    expect(headline(clean)).toBe('No findings in 4 analysed files');
  });

  test('never says "no findings" over files that were not analysed', () => {
    expect(headline(unread)).toBe(
      'Incomplete: 1 file could not be analysed; no findings in the 4 files that were',
    );
    const stats = { ...report.stats, files: 0 };
    expect(headline({ ...unread, stats })).toBe('Incomplete: 1 file could not be analysed');
    expect(headline({ ...clean, stats })).toBe('No file had to be analysed');
    const excluded = report.notReviewed.filter((file) => file.excluded);
    expect(headline({ ...clean, stats, notReviewed: excluded })).toMatch(
      /all files in question are excluded/,
    );
  });

  test('property: in no renderer', () => {
    fc.assert(
      fc.property(fc.nat(3), fc.nat(3), fc.nat(3), (files, gaps, excludedCount) => {
        const file = (i: number, excluded: boolean) => ({ path: `f${i}.go`, reason: 'x', excluded });
        const notReviewed = [
          ...Array.from({ length: gaps }, (_, i) => file(i, false)),
          ...Array.from({ length: excludedCount }, (_, i) => file(i + 10, true)),
        ];
        const one: ReviewReport = {
          ...clean,
          notReviewed,
          verdict: verdictOf([], notReviewed, 'error'),
          stats: { ...clean.stats, files },
        };
        for (const text of [renderText(one, { color: false, links, source }), renderSummary(one, links)]) {
          const said = /no findings/i.test(text);
          expect(said).toBe(files > 0);
          if (said)
            expect(text).toMatch(/No findings in \d+ analysed file|no findings in the \d+ files? that w/);
          if (gaps > 0) expect(text).toContain('f0.go');
        }
      }),
    );
  });
});

describe('summary', () => {
  test('golden', () => {
    expectGolden('report/summary.md', renderSummary(report, links));
    expectGolden('report/summary-clean.md', renderSummary(clean, links));
    expectGolden('report/summary-incomplete.md', renderSummary(unread, links));
  });

  test('a pipe in code does not end a cell', () => {
    const findings = [variant(1, { message: '`a | b` is lost' })];
    expect(renderSummary({ ...report, findings }, links)).toContain('| `a \\| b` is lost. |');
  });

  test('stays within its budget, and states what is left out', () => {
    const findings = Array.from({ length: 9_000 }, (_, i) => variant(i, { message: 'ü'.repeat(500) }));
    const file = { path: 'd/'.repeat(500), reason: 'z'.repeat(500), excluded: false };
    const huge: ReviewReport = {
      ...report,
      findings,
      notReviewed: Array.from({ length: 9_000 }, (_, i) => ({ ...file, excluded: i % 2 === 0 })),
      notes: Array.from({ length: 9_000 }, () => 'n'.repeat(300)),
    };
    for (const budget of [summaryBytes, 60_000]) {
      const text = renderSummary(huge, links, budget);
      expect(byteLength(text)).toBeLessThan(budget);
      expect(text.match(/[\d,]+ more in the JSON report\./g)).toHaveLength(5);
    }
  });
});

describe('annotations', () => {
  test('values', () => {
    expectGolden(
      'report/annotations.json',
      `${JSON.stringify(renderAnnotations(report, links), undefined, 2)}\n`,
    );
  });

  test('at most ten of a level, the gravest first, and the count that is left out', () => {
    const findings = [
      ...Array.from({ length: 25 }, (_, i) => variant(i, { severity: 'warning' })),
      ...Array.from({ length: 11 }, (_, i) => variant(i + 50, { severity: 'error' })),
    ];
    const { annotations, leftOut } = renderAnnotations({ ...report, findings }, links);
    expect(annotations.map(({ level }) => level)).toEqual([
      ...Array<string>(10).fill('error'),
      ...Array<string>(10).fill('warning'),
    ]);
    expect(leftOut).toBe(16);
  });

  test('no columns over several lines', () => {
    const span = { start: { line: 3, column: 2 }, end: { line: 5, column: 1 } };
    const findings = [variant(1, { location: { path: 'a.go', span } })];
    const [annotation] = renderAnnotations({ ...report, findings }, links).annotations;
    expect(annotation).toMatchObject({ startLine: 3, endLine: 4 });
    expect(annotation).not.toHaveProperty('startColumn');
  });
});

describe('json', () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema('docs/schema/report.v1.schema.json'));

  test('golden, and valid by its schema', () => {
    const text = renderJson(report, links);
    expectGolden('report/report.json', text);
    const kinds = ['index', 'work-tree', 'patched'] as const;
    const local = kinds.map((kind) => ({ ...report, base: { kind: 'unpatched' } as const, head: { kind } }));
    for (const one of [report, clean, unread, ...local]) {
      validate(JSON.parse(renderJson(one, links)));
      expect(validate.errors).toBeNull();
    }
    const { base: _base, ...audit } = report;
    const foreign = { ...audit, mode: 'audit' as const, findings: [variant(1, { ruleId: 'SA1019' })] };
    expect(validate(JSON.parse(renderJson(foreign, links)))).toBe(true);
  });

  test('the schema refuses what is not a report', () => {
    const text = renderJson(report, links);
    expect(validate({ ...(JSON.parse(text) as object), schemaVersion: 2 })).toBe(false);
    expect(validate({ ...(JSON.parse(text) as object), extra: true })).toBe(false);
    expect(validate(JSON.parse(text.replace('"line": 21', '"line": 0')))).toBe(false);
  });
});

describe('sarif', () => {
  // The schema is draft 4, whose `id` ajv does not know, and one of its patterns is no Unicode pattern;
  // the rest of it means the same in draft 7.
  const { id: _id, $schema: _draft, ...oasis } = schema('__tests__/fixtures/sarif-schema-2.1.0.json');
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(oasis);
  const parse = (text: string): Log => JSON.parse(text) as Log;

  test('golden, and valid by the schema of OASIS', () => {
    const text = renderSarif(report, links, source);
    expectGolden('report/report.sarif', text);
    const odd: ReviewReport = {
      ...report,
      findings: [
        variant(1, { ruleId: 'SA1019', steps: [] }),
        variant(2, { location: { ...leak.location, path: 'a b/größe#?%.go' }, symbol: '' }),
        variant(3, { location: { path: 'x.go', span: at('if C.vol_busy(cname) != 0 {\n\t\treturn').span } }),
        variant(4, { message: '', tokens: '' }),
      ],
      suppressed: [{ finding: variant(5, { ruleId: 'SA1019' }), reason: '' }],
      notReviewed: [{ path: 'a b.c', reason: '', excluded: false }],
    };
    for (const one of [report, clean, unread, odd]) {
      validate(parse(renderSarif(one, links, source)));
      expect(validate.errors).toBeNull();
      validate(parse(renderSarif(one, links, () => undefined)));
      expect(validate.errors).toBeNull();
    }
    expect(validate({ ...parse(text), runs: [{}] })).toBe(false);
  });

  test('columns are UTF-16 code units; without the text there are none, and no fix', () => {
    const region = (text: string, index: number) =>
      parse(text).runs[0]?.results?.[index]?.locations?.[0]?.physicalLocation?.region;
    const span = useAfterFree.location.span;
    // "größe" holds two letters of two bytes each before the call.
    expect(region(renderSarif(report, links, source), 0)).toEqual({
      startLine: span.start.line,
      startColumn: span.start.column - 2,
      endLine: span.end.line,
      endColumn: span.end.column - 2,
    });
    const blind = renderSarif(report, links, () => undefined);
    expect(region(blind, 0)).toEqual({ startLine: span.start.line, endLine: span.end.line });
    expect(blind).not.toContain('"fixes"');
    expect(renderSarif(report, links, source)).toContain('"fixes"');
  });

  test('property: a column counts the UTF-16 units before it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        expect(utf16Column(before + after, Buffer.byteLength(before) + 1)).toBe(before.length + 1);
      }),
    );
  });

  test('the cap keeps the gravest results and says what is left out', () => {
    const log = parse(renderSarif(report, links, source, { maxResults: 1 }));
    expect(log.runs[0]?.results?.map((result) => result.ruleId)).toEqual(['gostring-after-free']);
    expect(JSON.stringify(log.runs[0]?.invocations)).toContain('2 findings');
  });

  test('every file that was not analysed is a notification', () => {
    const notifications = parse(renderSarif(report, links, source)).runs[0]?.invocations?.[0];
    const texts = notifications?.toolExecutionNotifications?.map(({ level, message }) => [
      level,
      message.text,
    ]);
    expect(texts).toEqual([
      ['warning', 'Not analysed: the file is not valid UTF-8.'],
      ['note', 'Excluded by policy: vendored.'],
      ['note', 'store/pin.go:20: `//cgoreview:ignore` without a reason silences nothing.'],
      ['note', 'Silenced in the code (empty-slice-index): the caller checks the length.'],
    ]);
  });

  test('a silenced finding is a notification with its place and rule, and no result', () => {
    const run = parse(renderSarif({ ...report, findings: [] }, links, source)).runs[0];
    expect(run?.results).toEqual([]);
    const silenced = run?.invocations?.[0]?.toolExecutionNotifications?.at(-1);
    expect(silenced?.associatedRule).toEqual({ id: 'empty-slice-index', index: 2 });
    expect(silenced?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'store/pin.go', uriBaseId: '%SRCROOT%' },
      region: { startLine: 8, endLine: 8 },
    });
  });
});

describe('text', () => {
  test('golden, with and without colour', () => {
    const plain = renderText(report, { color: false, links, source });
    const coloured = renderText(report, { color: true, links, source });
    expectGolden('report/text.txt', plain);
    expect(plain).not.toContain('\u001b');
    expect(coloured).toContain('\u001b[31merror:');
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  test('golden: incomplete', () => {
    expectGolden('report/text-incomplete.txt', renderText(unread, { color: false, links, source }));
  });

  test('golden: quiet and verbose', () => {
    const text = (detail: 'quiet' | 'normal' | 'verbose'): string =>
      renderText(report, { color: false, links, source, detail });
    expectGolden('report/text-quiet.txt', text('quiet'));
    expectGolden('report/text-verbose.txt', text('verbose'));
    expect(text('normal')).toBe(renderText(report, { color: false, links, source }));
  });

  test('quiet is never silent over a file that was not analysed or a mistake in a suppression', () => {
    const quiet = { color: false, links, source, detail: 'quiet' } as const;
    expect(renderText(unread, quiet)).toBe(
      'Not analysed:\n  store/legacy.c: the file is not valid UTF-8\n' +
        'Notes:\n  store/pin.go:20: `//cgoreview:ignore` without a reason silences nothing\n',
    );
    expect(renderText(clean, quiet)).toBe('');
  });

  test('verbose names what the counts stand for', () => {
    const text = renderText(report, { color: false, links, source, detail: 'verbose' });
    expect(text).toContain('\n  vendor/zlib/zlib.go: vendored\n');
    expect(text).toContain('\n  store/pin.go:8:2: empty-slice-index: the caller checks the length\n');
    for (const { fingerprint } of report.findings) expect(text).toContain(`\n  fingerprint: ${fingerprint}`);
  });

  test("a step shows its line, but not the finding's own once more", () => {
    const text = renderText({ ...report, findings: [leak] }, { color: false, links, source });
    expect(text).toContain('without `C.free`\n     34 | return nil, errBusy\n');
    expect(text.match(/32 \|/g)).toHaveLength(1);
  });

  test('without the source there is no frame, and a fix is told in words', () => {
    const text = renderText(
      { ...report, findings: [leak] },
      { color: false, links, source: () => undefined },
    );
    expect(text).toContain('store/volume.go:32:11: warning: `cname` is not freed');
    expect(text).not.toContain('^');
    expect(text).toContain('fix: Free `cname` when `Open` returns.');
  });

  test('the caret stands under the code behind tabs and wide characters', () => {
    const line = '\tx := "世界" + C.f()';
    const column = Buffer.byteLength(line.slice(0, line.indexOf('C.f'))) + 1;
    const span = { start: { line: 1, column }, end: { line: 1, column: column + 5 } };
    const findings = [variant(1, { location: { path: 'a.go', span }, steps: [] })];
    const text = renderText({ ...report, findings }, { color: false, links, source: () => [line] });
    expect(text).toContain(`\n  | \t${' '.repeat('x := "'.length + 4 + '" + '.length)}^~~~~\n`);
  });

  test('nothing of the repository can drive the terminal', () => {
    const evil = 'a\u001b[31m\u0007\u202eb';
    const findings = [
      variant(1, { message: evil, location: { ...emptySlice.location, path: evil }, steps: [] }),
    ];
    const text = renderText({ ...report, findings }, { color: false, links, source: () => [evil] });
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
    expect(text).toContain('a<U+001B>[31m<U+0007><U+202E>b');
  });
});

describe('rule page', () => {
  const info = rules.get('cstring-leak');
  if (info === undefined) throw new Error('no rule');

  test('golden', () => {
    const page = renderRulePage(info, {
      bad: 'package main\n\nfunc main() { leak() }\n',
      good: 'package main\n\nfunc main() { free() }\n',
      tool: 'lsan',
      output: 'Direct leak of 24 byte(s) in 1 object(s)',
    });
    expectGolden('report/rule-page.md', page);
    expect(page).toContain('\n## Write it instead\n');
  });

  test('where no tool shows the defect, it says so and why', () => {
    const page = renderRulePage(info, { bad: 'b', good: 'g', tool: 'none', reason: 'Nothing watches it' });
    expect(page).toContain('No dynamic tool shows this defect. Nothing watches it.');
    expect(page).not.toContain('recorded report');
  });
});
