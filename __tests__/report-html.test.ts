/** The page of a whole report. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { codeFrame } from '../src/report/html-code.ts';
import { renderHtmlReport } from '../src/report/html-report.ts';
import { sentenceHtml } from '../src/report/html-text.ts';
import type { ReviewReport } from '../src/report/report.ts';
import { expectGolden } from './golden.ts';
import { leak, links, report, source, variant } from './report-fixture.ts';

const clean: ReviewReport = {
  ...report,
  verdict: 'pass',
  findings: [],
  suppressed: [],
  notReviewed: [],
  notes: [],
};

describe('page of a report', () => {
  test('golden', () => {
    expectGolden('report/report.html', renderHtmlReport(report, links, source));
  });

  test('a clean report has no empty section', () => {
    const page = renderHtmlReport(clean, links, source);
    expect(page).toContain('<h1>No findings in 4 analysed files</h1>');
    expect(page).toContain('<p class="verdict pass">Passed.</p>');
    expect(page).not.toMatch(/<h2>|<details/);
  });

  test('says all that the report says', () => {
    const page = renderHtmlReport(report, links, source);
    for (const finding of report.findings) {
      expect(page).toContain(`<code>${finding.fingerprint}</code>`);
      expect(page).toContain(`<code>//cgoreview:ignore ${finding.ruleId} -- reason</code>`);
    }
    for (const { path, reason } of report.notReviewed) {
      expect(page).toContain(`<td><code>${path}</code></td><td>${reason}</td>`);
    }
    expect(page).toContain('1 finding silenced in the code');
    expect(page).toContain('the caller checks the length');
    expect(page).toContain('without a reason silences nothing.');
    expect(page).toContain('2 findings were there before the change');
  });

  test('loads nothing and runs nothing', () => {
    const page = renderHtmlReport(report, links, source);
    expect(page).not.toMatch(/<(?:script|link|img|iframe)\b| (?:src|on\w+)=|url\(|@import/i);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  test('without the source there is no code, and a fix is told in words', () => {
    const page = renderHtmlReport({ ...clean, findings: [leak] }, { docs: links.docs }, () => undefined);
    expect(page).not.toContain('<mark>');
    expect(page).toContain('Fix: Free <code>cname</code> when <code>Open</code> returns.');
    expect(page).toContain('<code>store/volume.go:32:11</code>');
  });

  test('a finding of another tool has no remediation', () => {
    const page = renderHtmlReport({ ...clean, findings: [variant(1, { ruleId: 'SA1019' })] }, links, source);
    expect(page).toContain('SA1019');
    expect(page).not.toMatch(/<details|To silence it/);
  });

  test('property: no text of the repository becomes markup', () => {
    const tags = (page: string): readonly string[] => page.match(/<\/?[a-z0-9]+/g) ?? [];
    const anyText = fc.array(
      fc.oneof(fc.string(), fc.constantFrom('<script>', '</style>', '"', "'", '&lt;', '-->', 'x')),
      { minLength: 1 },
    );
    const withText = (text: string): string => {
      const location = { ...leak.location, path: text };
      const { fix: _fix, ...finding } = variant(1, {
        location,
        message: text,
        symbol: text,
        packagePath: text,
      });
      const one: ReviewReport = {
        ...clean,
        findings: [{ ...finding, steps: [{ location, message: text }] }],
        suppressed: [{ finding, reason: text }],
        notReviewed: [{ path: text, reason: text, excluded: false }],
        notes: [text],
      };
      return renderHtmlReport(one, links, () => Array.from({ length: 40 }, () => `${text}x`));
    };
    const expected = tags(withText('x'));
    fc.assert(
      fc.property(
        // A backtick is markup of ours; the marked range and the code line are there for any text.
        anyText.map((parts) => `x${parts.join('').replace(/[`\s]/g, 'y')}`),
        (text) => expect(tags(withText(text).replace(/<\/?mark>/g, ''))).toEqual(expected.filter(notMark)),
      ),
    );
    function notMark(tag: string): boolean {
      return !tag.endsWith('mark');
    }
  });
});

describe('code frame', () => {
  const lines = Array.from({ length: 40 }, (_, i) => `\tline${i + 1}()`);
  const frame = (start: [number, number], end: [number, number]): string =>
    codeFrame(
      {
        path: 'a.go',
        span: { start: { line: start[0], column: start[1] }, end: { line: end[0], column: end[1] } },
      },
      (path) => (path === 'a.go' ? lines : undefined),
    );
  const numbers = (html: string): readonly number[] =>
    Array.from(html.matchAll(/<td class="num">(\d+)<\/td>/g), (match) => Number(match[1]));

  test('three lines before and after, the range marked on each of its lines', () => {
    const html = frame([10, 2], [11, 6]);
    expect(numbers(html)).toEqual([7, 8, 9, 10, 11, 12, 13, 14]);
    expect(html).toContain('\t<mark>line10()</mark>');
    expect(html).toContain('\t<mark>line</mark>11()');
    expect(html.match(/<mark>/g)).toHaveLength(2);
  });

  test('ends with the file', () => {
    expect(numbers(frame([1, 1], [1, 5]))).toEqual([1, 2, 3, 4]);
    expect(numbers(frame([40, 1], [41, 1]))).toEqual([37, 38, 39, 40]);
    expect(frame([41, 1], [41, 2])).toBe('');
  });

  test('a long range is cut, and says so', () => {
    const html = frame([5, 2], [30, 3]);
    expect(numbers(html)).toEqual([2, 3, 4, ...Array.from({ length: 12 }, (_, i) => i + 5)]);
    expect(html).toContain('14 more lines');
  });
});

test.each([
  ['`a<b` and c', '<code>a&lt;b</code> and c'],
  ['`a``b`', '<code>a</code><code>b</code>'],
  ['open `a', 'open `a'],
  ['``', '``'],
])('the sentence %s', (text, html) => expect(sentenceHtml(text)).toBe(html));
