/** What every renderer says of a finding that a tool saw when it ran the program, and of the run itself. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Log } from 'sarif';
import type { Finding } from '../src/engine/diagnostic.ts';
import type { Evidence } from '../src/engine/evidence.ts';
import { renderAnnotations } from '../src/report/annotations.ts';
import { renderCheckstyle } from '../src/report/checkstyle.ts';
import { renderHtmlReport } from '../src/report/html-report.ts';
import { renderJson } from '../src/report/json.ts';
import { renderRdjson } from '../src/report/rdjson.ts';
import type { ReviewReport, SanitizerSummary } from '../src/report/report.ts';
import { renderComment } from '../src/report/review/comment.ts';
import { withProofs } from '../src/report/review/later-proof.ts';
import type { CommentUpdate, PostedComment } from '../src/report/review/later-proof.ts';
import { parseMarkers } from '../src/report/review/marker.ts';
import { planReview } from '../src/report/review/plan.ts';
import type { ReviewPlan } from '../src/report/review/plan.ts';
import { obstacles } from '../src/report/sanitizer-text.ts';
import { renderSarif } from '../src/report/sarif.ts';
import { renderSummary } from '../src/report/summary.ts';
import { renderText } from '../src/report/text.ts';
import {
  at,
  change,
  emptySlice,
  leak,
  links,
  report,
  rules,
  source,
  useAfterFree,
  volumePath,
} from './report-fixture.ts';

const evidence: Evidence = {
  tool: 'AddressSanitizer',
  kind: 'heap-use-after-free',
  tests: ['example.com/vol/store.TestLabel'],
  stacks: [
    {
      label: 'the access',
      frames: [{ location: at('C.GoString(label)'), message: '`(*Volume).Label`' }],
    },
    {
      label: 'the memory was freed',
      frames: [{ location: at('C.free(unsafe.Pointer(label))'), message: '`(*Volume).Label`' }],
    },
  ],
  report: '==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x1\n    #0 0x2 in f /w/f.c:3\n',
};
const seen: Finding = { ...useAfterFree, evidence };
const said = 'Confirmed by AddressSanitizer (heap-use-after-free) in example.com/vol/store.TestLabel.';
const own: Finding = {
  ...seen,
  ruleId: 'asan/heap-use-after-free',
  message: '`C.GoString` reads memory that was freed',
};

const sanitizer: SanitizerSummary = {
  toolchain: 'go1.26.8, gcc 12.2.0, linux/amd64',
  packages: [
    { package: 'example.com/vol/store', mode: 'asan', outcome: 'built', tests: 4, reports: 2, seconds: 71.4 },
    {
      package: 'example.com/vol/cmd',
      mode: 'asan',
      outcome: 'failed',
      tests: 0,
      reports: 0,
      seconds: 2,
      note: '`vol.h` is missing',
    },
  ],
  seconds: 74.2,
  cache: { hits: 1, misses: 3 },
  apart: [{ ...own, message: '`Close` frees the volume twice' }],
  unplaced: [{ ...evidence, stacks: [], kind: 'leak' }],
  problems: ['valgrind is not installed: run `apt-get install valgrind`'],
};

function reportOf(finding: Finding, rest: Partial<ReviewReport> = {}): ReviewReport {
  return { ...report, findings: [finding], suppressed: [], notReviewed: [], notes: [], ...rest };
}

function comment(finding: Finding): string {
  return renderComment(finding, rules.get(finding.ruleId), {
    anchor: { path: volumePath, line: finding.location.span.start.line, side: 'RIGHT', own: true },
    links,
    suggestion: true,
    source,
  });
}

describe('a comment', () => {
  test('says that a tool confirmed it, with the stacks and the report folded', () => {
    const line = String(at('C.free(unsafe.Pointer(label))').span.start.line);
    expect(comment(seen)).toContain(
      [
        said,
        '',
        '<details>',
        '<summary>The report</summary>',
        '',
        '- the access',
        `  - [\`${volumePath}:${String(at('C.GoString(label)').span.start.line)}\`](${links.source ?? ''}/${volumePath}#L${String(at('C.GoString(label)').span.start.line)}): \`(*Volume).Label\``,
        '- the memory was freed',
        `  - [\`${volumePath}:${line}\`](${links.source ?? ''}/${volumePath}#L${line}): \`(*Volume).Label\``,
        '',
        '```text',
        '==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x1',
        '    #0 0x2 in f /w/f.c:3',
        '```',
        '',
        '</details>',
      ].join('\n'),
    );
  });

  test('a finding of the tool alone is seen by it, not confirmed', () => {
    expect(comment(own)).toContain('Seen by AddressSanitizer in example.com/vol/store.TestLabel.');
    expect(comment(own)).not.toContain('Confirmed');
  });

  test('without evidence there is nothing of it', () => {
    expect(comment(useAfterFree)).not.toMatch(/confirmed|The report/i);
  });

  test('neither the report nor a frame can leave its block, mention a user or forge a marker', () => {
    const text = '```\n<!-- cgo-review v1:00 -->\n@octocat </details>\n';
    const hostile: Evidence = {
      ...evidence,
      tests: ['x@octocat<!-- x -->'],
      stacks: [
        { label: 'the access', frames: [{ location: at('&b[0]'), message: '`</details><!-- @octocat' }] },
      ],
      report: text,
    };
    const body = comment({ ...useAfterFree, evidence: hostile });
    const markers = body.match(/<!--/g) ?? [];
    expect(markers).toHaveLength(1);
    expect(body).toContain('````text\n```\n');
    expect(body.split('````')[0]).not.toMatch(/@octocat/);
  });

  test('a report too long for a comment is cut, and says so', () => {
    const long = { ...evidence, report: '#1 0x2 in some_function /w/f.c:3\n'.repeat(20_000) };
    const body = comment({ ...useAfterFree, evidence: long });
    expect(body.length).toBeLessThan(40_000);
    expect(body).toMatch(/… 19,\d{3} more lines in the JSON report/);
    const wide = comment({ ...useAfterFree, evidence: { ...evidence, report: 'x'.repeat(100_000) } });
    expect(wide.length).toBeLessThan(40_000);
  });

  test('many tests are counted', () => {
    const tests = ['p.TestA', 'p.TestB', 'p.TestC', 'p.TestD', 'p.TestE'];
    expect(comment({ ...seen, evidence: { ...evidence, tests } })).toContain(
      'in p.TestA, p.TestB, p.TestC and 2 more tests.',
    );
  });
});

describe('a comment that stands already', () => {
  const suspected: Finding = { ...useAfterFree, confidence: 'question', severity: 'info' };
  const posted = { id: 7, body: comment(suspected) };
  const told = (findings: readonly Finding[], ...comments: readonly PostedComment[]): CommentUpdate[] =>
    withProofs(comments, { findings, rules }, links);

  test('gets the proof behind its claim, and is a question no more', () => {
    const [update, ...more] = told([seen], posted);
    expect(more).toEqual([]);
    expect(update).toMatchObject({ id: 7, fingerprints: [seen.fingerprint] });
    const body = update?.body ?? '';
    expect(body.split('\n\n').slice(0, 2)).toEqual([posted.body.split('\n\n')[0], said]);
    expect(posted.body).toContain(' · Question, info · ');
    expect(body).toContain(' · error · ');
    expect(body).not.toContain('Question');
    expect(parseMarkers(body)).toEqual([seen.fingerprint]);
    // What a run with the proof writes is the same but for the place of the proof.
    expect(body.split('\n').toSorted()).toEqual(comment(seen).split('\n').toSorted());
  });

  test('is let be where it tells of it, though addresses and tests are others', () => {
    const body = told([seen], posted)[0]?.body ?? '';
    const again = { ...evidence, tests: ['example.com/vol/store.TestOther'], report: '==8==ERROR: 0x2\n' };
    const later: Finding = { ...seen, evidence: again };
    expect(told([later], { id: 7, body })).toEqual([]);
    expect(told([later], { id: 7, body: comment(seen) })).toEqual([]);
    expect(told([own], { id: 7, body: comment(own) })).toEqual([]);
    expect(told([suspected], posted)).toEqual([]);
  });

  test('what people wrote into it stays', () => {
    const body = posted.body.replace('\n\n', '\r\n\r\nSee issue 12.\r\n\r\n');
    expect(told([seen], { id: 7, body })[0]?.body).toContain(`</details>\n\nSee issue 12.\n`);
  });

  test('a comment for several places says of which, and keeps the identities of all', () => {
    const other: Finding = { ...leak, repeats: [{ ...seen, ruleId: leak.ruleId }] };
    const body = comment({ ...leak, repeats: [{ ...useAfterFree, ruleId: leak.ruleId }] });
    const [update] = told([other], { id: 9, body });
    const { line } = seen.location.span.start;
    expect(update?.body).toMatch(
      new RegExp(`^At \\[\`.*:${String(line)}\`\\]\\(.*\\): Confirmed by AddressSanitizer`, 'm'),
    );
    expect(parseMarkers(update?.body ?? '')).toEqual([leak.fingerprint, seen.fingerprint]);
    expect(told([other], { id: 9, body: update?.body ?? '' })).toEqual([]);
  });

  test("the plan has it beside what is new, and one without a marker of it is nobody's", () => {
    const plan = (...comments: readonly PostedComment[]): ReviewPlan =>
      planReview({
        report: { ...report, findings: [seen] },
        change,
        alreadyShown: new Set([seen.fingerprint]),
        posted: comments,
        maxComments: 30,
        links,
        source,
      });
    expect(plan(posted)).toMatchObject({ create: [], body: undefined, update: [{ id: 7 }] });
    expect(plan({ id: 7, body: 'Looks fine to me.' }).update).toEqual([]);
  });

  test('a comment without room for it stays as it is', () => {
    const body = posted.body.replace('\n\n', `\n\n${'x'.repeat(63_500)}\n\n`);
    expect(told([seen], { id: 7, body })).toEqual([]);
  });
});

describe('the other formats', () => {
  const one = reportOf(seen, { sanitizer });

  test('JSON, valid by its schema', () => {
    const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
    addFormats.default(ajv);
    const file = path.join(import.meta.dirname, '../docs/schema/report.v1.schema.json');
    const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
    const json: unknown = JSON.parse(renderJson(one, links));
    validate(json);
    expect(validate.errors).toBeNull();
    expect(json).toMatchObject({
      findings: [
        {
          evidence: {
            tool: 'AddressSanitizer',
            kind: 'heap-use-after-free',
            tests: evidence.tests,
            stacks: [
              { label: 'the access', frames: [{ path: volumePath, function: '`(*Volume).Label`' }] },
              {},
            ],
            report: evidence.report,
          },
        },
      ],
      sanitizer: {
        packages: [{ outcome: 'built' }, { outcome: 'failed' }],
        apart: [{}],
        unplaced: [{ kind: 'leak' }],
      },
    });
  });

  test('SARIF has the stacks', () => {
    const log = JSON.parse(renderSarif(one, links, source)) as Log;
    const result = log.runs[0]?.results?.[0];
    expect(result?.message.text).toContain(said);
    expect(result?.stacks).toMatchObject([
      {
        message: { text: 'the access.' },
        frames: [{ location: { physicalLocation: { artifactLocation: { uri: volumePath } } } }],
      },
      { message: { text: 'the memory was freed.' } },
    ]);
  });

  test.each<[string, string]>([
    ['rdjson', renderRdjson(one, links, source)],
    ['checkstyle', renderCheckstyle(one, links)],
    ['annotations', JSON.stringify(renderAnnotations(one, links))],
    ['text', renderText(one, { color: false, links, source })],
    ['html', renderHtmlReport(one, links, source)],
    ['summary', renderSummary(one, links)],
  ])('%s says that it is confirmed', (_format, text) => {
    expect(text).toContain(said);
  });

  test('the report itself is in the text where all is told', () => {
    const text = (detail: 'normal' | 'verbose'): string =>
      renderText(one, { color: false, links, source, detail });
    expect(text('verbose')).toContain('    ==7==ERROR: AddressSanitizer');
    expect(text('normal')).not.toContain('==7==');
  });
});

describe('the run', () => {
  const one = reportOf(emptySlice, { sanitizer });

  test('the job summary has the table of packages, the problems, and what lies apart', () => {
    expect(renderSummary(one, links)).toContain(
      [
        '### Under the sanitizers',
        '',
        'Ran 4 tests of 2 packages under asan, 1 build failed: 2 reports in 1 min 14 s (go1.26.8, gcc 12.2.0, linux/amd64; 1 of 4 builds cached).',
        '- valgrind is not installed: run `apt-get install valgrind`.',
        '',
        '| Package | Tool | Tests | Reports | Time | Note |',
        '| --- | --- | --- | --- | --- | --- |',
        '| `example.com/vol/store` | asan | 4 tests | 2 | 1 min 11 s |  |',
        '| `example.com/vol/cmd` | asan | did not build | 0 | 2 s | `vol.h` is missing |',
        '',
        'Reported of code that the change does not touch:',
        '',
        `- [\`${volumePath}:${String(own.location.span.start.line)}\`](${links.source ?? ''}/${volumePath}#L${String(own.location.span.start.line)}): \`Close\` frees the volume twice.`,
        '- AddressSanitizer: leak, in example.com/vol/store.TestLabel',
      ].join('\n'),
    );
  });

  test('an audit has no change that could touch code', () => {
    const audit: ReviewReport = { ...one, mode: 'audit' };
    const heading = 'Reported of code that this audit does not look at:';
    expect(renderSummary(audit, links)).toContain(heading);
    expect(renderText(audit, { color: false, links, source })).toContain(heading);
    expect(renderHtmlReport(audit, links, source)).toContain(heading);
  });

  test('no report is never told as clean', () => {
    const [first] = sanitizer.packages;
    const silent: SanitizerSummary = {
      ...sanitizer,
      packages: first === undefined ? [] : [{ ...first, reports: 0 }],
      apart: [],
      unplaced: [],
    };
    const sentence = 'A run without a report shows that these tests met no error, not that there is none.';
    const quiet = reportOf(emptySlice, { sanitizer: silent });
    expect(renderSummary(quiet, links)).toContain(sentence);
    expect(renderText(quiet, { color: false, links, source })).toContain(sentence);
    expect(renderHtmlReport(quiet, links, source)).toContain(sentence);
    expect(renderSummary(one, links)).not.toContain(sentence);
    const unbuilt = { ...silent, packages: sanitizer.packages.slice(1) };
    expect(
      renderText(reportOf(emptySlice, { sanitizer: unbuilt }), { color: false, links, source }),
    ).toContain('Ran 0 tests of 1 package under asan, 1 build failed: 0 reports');
  });

  test('a package is named once for all modes in which it did not build, and of many some', () => {
    const [, failed] = sanitizer.packages;
    if (failed === undefined) throw new Error('there is no package that did not build');
    const both = [failed, { ...failed, mode: 'race' }];
    expect(obstacles({ packages: both, problems: [] })).toEqual([
      'example.com/vol/cmd did not build under asan and race: `vol.h` is missing',
    ]);
    const many = Array.from({ length: 12 }, (_, n) => ({ ...failed, package: `p${String(n)}` }));
    expect(obstacles({ packages: many, problems: [] }).slice(9)).toEqual([
      'p9 did not build under asan: `vol.h` is missing',
      '2 more packages have such a note in the report',
    ]);
  });

  test('text and HTML have the problems and what lies apart', () => {
    const text = renderText(one, { color: false, links, source, detail: 'quiet' });
    expect(text).toContain('The sanitizers:\n  valgrind is not installed');
    expect(text).toContain('  example.com/vol/cmd did not build under asan: `vol.h` is missing\n');
    expect(text).toContain('  AddressSanitizer: leak, in example.com/vol/store.TestLabel');
    const html = renderHtmlReport(one, links, source);
    expect(html).toContain('<h2>Under the sanitizers</h2>');
    expect(html).toContain('did not build');
  });
});
