/** What every renderer says of a finding that speaks of several places. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Finding } from '../src/engine/diagnostic.ts';
import { renderAnnotations } from '../src/report/annotations.ts';
import { renderCheckstyle } from '../src/report/checkstyle.ts';
import { renderHtmlReport } from '../src/report/html-report.ts';
import { renderJson } from '../src/report/json.ts';
import { renderRdjson } from '../src/report/rdjson.ts';
import type { ReviewReport } from '../src/report/report.ts';
import { parseMarkers } from '../src/report/review/marker.ts';
import { planReview } from '../src/report/review/plan.ts';
import type { ReviewPlan } from '../src/report/review/plan.ts';
import { renderSarif } from '../src/report/sarif.ts';
import { renderSummary } from '../src/report/summary.ts';
import { renderText } from '../src/report/text.ts';
import { at, change, leak, links, report, source, variant, volumePath } from './report-fixture.ts';

const sharedCause = 'type Volume';
const others = ['C.vol_flags(v.handle)', 'C.vol_size(v.handle)'].map((code, index) =>
  variant(index + 2, { sharedCause, location: at(code), tokens: code }),
);
const finding: Finding = { ...leak, sharedCause, repeats: others };
const together: ReviewReport = { ...report, findings: [finding] };
const lines = others.map(({ location }) => location.span.start.line);
const [second = leak, third = leak] = others;

function plan(...shown: readonly Finding[]): ReviewPlan {
  const alreadyShown = new Set(shown.map(({ fingerprint }) => fingerprint));
  return planReview({ report: together, change, alreadyShown, maxComments: 30, links, source });
}

describe('a review', () => {
  test('has one comment, which names the places and carries the identity of each', () => {
    const [comment, ...more] = plan().create;
    expect(more).toEqual([]);
    expect(parseMarkers(comment?.body ?? '')).toEqual([leak, second, third].map((one) => one.fingerprint));
    for (const line of lines) expect(comment?.body).toContain(`\`${volumePath}:${String(line)}\``);
  });

  test('writes nothing where all of them were shown', () => {
    const { create, listed, body, kept } = plan(leak, second, third);
    expect([create, listed, body, kept]).toEqual([[], [], undefined, [finding]]);
  });

  test('tells of the place that is new, and of that alone', () => {
    const { create, listed, kept } = plan(leak, third);
    const told = [...create, ...listed].map((one) => one.fingerprint);
    expect([told, kept]).toEqual([[second.fingerprint], []]);
  });

  test('writes nothing where the first of them is mended', () => {
    const left: Finding = { ...second, repeats: [third] };
    const alreadyShown = new Set([leak, second, third].map(({ fingerprint }) => fingerprint));
    const { body } = planReview({
      report: { ...report, findings: [left] },
      change,
      alreadyShown,
      maxComments: 30,
      links,
    });
    expect(body).toBeUndefined();
  });
});

test.each([
  ['annotations', () => JSON.stringify(renderAnnotations(together, links))],
  ['checkstyle', () => renderCheckstyle(together, links)],
  ['html', () => renderHtmlReport(together, links, source)],
  ['json', () => renderJson(together, links)],
  ['rdjson', () => renderRdjson(together, links, source)],
  ['sarif', () => renderSarif(together, links, source)],
  ['summary', () => renderSummary(together, links)],
  ['text', () => renderText(together, { color: false, links, source })],
])('%s names the other places', (format, render) => {
  const text = render();
  const alone =
    format === 'json' ? /"line": (\d+)/g : format === 'sarif' ? /"startLine": (\d+)/g : /volume\.go:(\d+)/g;
  const named = new Set([...text.matchAll(alone)].map((match) => Number(match[1])));
  expect(lines.filter((line) => !named.has(line))).toEqual([]);
});

test('the JSON is valid by its schema', () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  addFormats.default(ajv);
  const file = path.join(import.meta.dirname, '../docs/schema/report.v1.schema.json');
  const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
  const document = JSON.parse(renderJson(together, links)) as unknown;
  expect([validate(document), validate.errors]).toEqual([true, null]);
});
