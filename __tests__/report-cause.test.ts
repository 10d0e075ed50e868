/** What every renderer says of the cause of a finding whose own place the change left alone. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Log } from 'sarif';
import type { Location } from '../src/base/span.ts';
import type { Change } from '../src/diff/change.ts';
import type { Cause, Finding } from '../src/engine/diagnostic.ts';
import { renderAnnotations } from '../src/report/annotations.ts';
import { renderCheckstyle } from '../src/report/checkstyle.ts';
import { renderHtmlReport } from '../src/report/html-report.ts';
import { renderJson } from '../src/report/json.ts';
import { renderRdjson } from '../src/report/rdjson.ts';
import type { ReviewReport } from '../src/report/report.ts';
import { anchorOf, shownPositions } from '../src/report/review/anchor.ts';
import { planReview } from '../src/report/review/plan.ts';
import { renderSarif } from '../src/report/sarif.ts';
import { renderSummary } from '../src/report/summary.ts';
import { renderText } from '../src/report/text.ts';
import { renderWorkflowCommands } from '../src/report/workflow-commands.ts';
import {
  at,
  changeOf,
  emptySlice,
  headText,
  leak,
  links,
  report,
  source,
  volumePath,
} from './report-fixture.ts';

/** The base has a length test above the place, far enough away that the diff does not show the place. */
const filler = Array.from({ length: 9 }, (_, i) => `\t_ = v.handle != nil || ${String(i)} > 0\n`).join('');
const call = '\treturn int(C.vol_write(';
const headGrown = headText.replace(call, filler + call);
const baseGrown = headText.replace(call, `\tif len(b) == 0 {\n\t\treturn 0\n\t}\n${filler}${call}`);

function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length;
}

function onLine(line: number, file = volumePath): Location {
  return { path: file, span: { start: { line, column: 2 }, end: { line, column: 20 } } };
}

const removed: Cause = {
  kind: 'removed',
  location: onLine(lineOf(baseGrown, 'if len(b) == 0')),
  message: 'the change removes `if len(b) == 0`',
};
const place = onLine(lineOf(headGrown, '&b[0]'));
const unchecked: Finding = {
  ...emptySlice,
  location: place,
  scope: {
    path: volumePath,
    span: { start: emptySlice.scope.span.start, end: { line: place.span.start.line + 1, column: 2 } },
  },
  cause: removed,
};
const change = changeOf(baseGrown, headGrown);

function reportOf(finding: Finding): ReviewReport {
  return { ...report, findings: [finding] };
}

function plan(finding: Finding, of: Change = change) {
  return planReview({
    report: reportOf(finding),
    change: of,
    alreadyShown: new Set(),
    maxComments: 30,
    links,
    source: (file) => (file === volumePath ? headGrown.split('\n') : undefined),
  });
}

describe('a comment', () => {
  test('stands on the removed line that causes a finding out of sight, and says where the finding is', () => {
    const { create, listed } = plan(unchecked);
    expect(listed).toEqual([]);
    expect(create).toMatchObject([
      { path: volumePath, side: 'LEFT', line: removed.location.span.start.line },
    ]);
    expect(create[0]?.body).toContain(
      `The finding is at [\`${volumePath}:${String(place.span.start.line)}\`](${links.source ?? ''}/${volumePath}#L${String(place.span.start.line)}), ` +
        'which this diff does not show; this comment is on its cause: the change removes `if len(b) == 0`.',
    );
    expect(create[0]?.body).not.toContain('The cause:');
  });

  test('stands on the added line that causes it, on the right side', () => {
    const line = lineOf(baseGrown, 'if len(b) == 0');
    const cause: Cause = { kind: 'added', location: onLine(line), message: 'the change adds `b = b[:0]`' };
    const { create } = plan({ ...unchecked, cause }, changeOf(headGrown, baseGrown));
    expect(create).toMatchObject([{ path: volumePath, side: 'RIGHT', line }]);
    expect(create[0]?.body).toContain('this comment is on its cause: the change adds `b = b[:0]`.');
  });

  test('stands on the finding where the diff shows it, and names the cause', () => {
    const base = headText.replace(call, `\tif len(b) == 0 {\n\t\treturn 0\n\t}\n${call}`);
    const location = at('&b[0]');
    const finding = { ...emptySlice, cause: { ...removed, location: onLine(lineOf(base, 'if len(b)')) } };
    const { create } = plan(finding, changeOf(base, headText));
    expect(create).toMatchObject([{ side: 'RIGHT', line: location.span.start.line }]);
    expect(create[0]?.body).toContain(
      `The cause: the change removes \`if len(b) == 0\` (\`${volumePath}:${String(lineOf(base, 'if len(b)'))}\` before the change).`,
    );
  });

  test('has no suggestion where it stands on the cause', () => {
    const fix = { message: 'Test it', edits: [{ path: volumePath, span: place.span, newText: 'x' }] };
    expect(plan({ ...unchecked, fix }).create[0]?.body).not.toContain('```suggestion');
    const line = removed.location.span.start.line;
    const cause: Cause = { kind: 'added', location: onLine(line), message: 'the change adds `x`' };
    const added = plan({ ...unchecked, fix, cause }, changeOf(headGrown, baseGrown)).create[0];
    expect(added?.side).toBe('RIGHT');
    expect(added?.body).not.toContain('```suggestion');
    expect(added?.body).toContain('```diff');
  });

  const renamed = (fields: Partial<Change['files'][number]>): Change => ({
    ...change,
    files: change.files.map((file) => ({ ...file, ...fields })),
  });

  test.each<[string, Change, Cause, ReturnType<typeof anchorOf>]>([
    [
      'a renamed file is named by its path at the head',
      renamed({ previousPath: 'old.go', status: 'renamed' }),
      { ...removed, location: onLine(removed.location.span.start.line, 'old.go') },
      { path: volumePath, side: 'LEFT', line: removed.location.span.start.line, own: false, cause: true },
    ],
    [
      'a copied file takes nothing away from the one that it was copied from',
      {
        ...renamed({ previousPath: 'old.go', status: 'copied' }),
        files: renamed({ previousPath: 'old.go', status: 'copied' }).files.map((file) => ({
          ...file,
          path: 'copy.go',
        })),
      },
      { ...removed, location: onLine(removed.location.span.start.line, 'old.go') },
      undefined,
    ],
    [
      'a cause that the diff does not show leaves the nearest deleted line',
      change,
      { ...removed, location: onLine(9_000) },
      {
        path: volumePath,
        side: 'LEFT',
        startLine: removed.location.span.start.line,
        startSide: 'LEFT',
        line: removed.location.span.start.line + 2,
        own: false,
      },
    ],
    [
      'a long cause is shown by its first ten lines',
      changeOf(baseGrown.replace('\t\treturn 0\n', '\t\t_ = 0\n'.repeat(30)), headGrown),
      {
        ...removed,
        location: {
          path: volumePath,
          span: {
            start: removed.location.span.start,
            end: { line: removed.location.span.start.line + 25, column: 3 },
          },
        },
      },
      {
        path: volumePath,
        side: 'LEFT',
        startLine: removed.location.span.start.line,
        startSide: 'LEFT',
        line: removed.location.span.start.line + 9,
        own: false,
        cause: true,
      },
    ],
  ])('%s', (_name, of, cause, expected) => {
    expect(anchorOf({ ...unchecked, cause }, shownPositions(of))).toEqual(expected);
  });

  test('a finding that no line can carry is listed with its cause', () => {
    const { create, body } = plan(unchecked, { ...change, files: [] });
    expect(create).toEqual([]);
    expect(body).toContain('The cause: the change removes `if len(b) == 0`');
  });
});

describe('the other formats', () => {
  const one = reportOf(unchecked);
  const line = String(removed.location.span.start.line);
  const sentence = `Cause: the change removes \`if len(b) == 0\` (${volumePath}:${line} before the change).`;

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
          cause: {
            kind: 'removed',
            path: volumePath,
            line: Number(line),
            column: 2,
            endLine: Number(line),
            endColumn: 20,
            message: 'the change removes `if len(b) == 0`',
          },
        },
      ],
    });
    expect(JSON.stringify(JSON.parse(renderJson(reportOf(leak), links)))).not.toContain('"cause"');
  });

  test('SARIF: a related location, with a region only where the file of the head has the line', () => {
    const relatedOf = (finding: Finding) =>
      (JSON.parse(renderSarif(reportOf(finding), links, source)) as Log).runs[0]?.results?.[0]
        ?.relatedLocations;
    expect(relatedOf(unchecked)).toEqual([
      {
        id: 1,
        message: { text: `the change removes \`if len(b) == 0\` (${volumePath}:${line} before the change).` },
        physicalLocation: { artifactLocation: { uri: volumePath, uriBaseId: '%SRCROOT%' } },
      },
    ]);
    const cause: Cause = { kind: 'added', location: leak.location, message: 'the change adds `x`' };
    expect(relatedOf({ ...unchecked, cause })).toMatchObject([
      {
        message: { text: 'the change adds `x`.' },
        physicalLocation: { region: { startLine: leak.location.span.start.line } },
      },
    ]);
    expect(relatedOf(leak)).toBeUndefined();
  });

  test('text', () => {
    const text = renderText(one, { color: false, links, source, detail: 'normal' });
    expect(text).toContain(
      `\n  cause: the change removes \`if len(b) == 0\` (${volumePath}:${line}:2 before the change)\n`,
    );
  });

  test('annotations and workflow commands', () => {
    expect(renderAnnotations(one, links).annotations[0]?.message).toContain(` ${sentence} See `);
    expect(renderWorkflowCommands(one, links)).toContain(` ${sentence} See `);
  });

  test('Checkstyle and RDJSON', () => {
    expect(renderCheckstyle(one, links)).toContain(` ${sentence} See `);
    expect(renderRdjson(one, links, source)).toContain(sentence);
  });

  test('HTML, without a link to a line that is gone', () => {
    const html = renderHtmlReport(one, links, source);
    expect(html).toContain('<h5>What in the change causes it</h5>');
    expect(html).toContain(`<code>${volumePath}:${line}</code> before the change`);
    expect(html).not.toContain(`#L${line}"`);
  });

  test('the job summary', () => {
    expect(renderSummary(one, links)).toContain(
      `The cause: the change removes \`if len(b) == 0\` (\`${volumePath}:${line}\` before the change).`,
    );
  });
});
