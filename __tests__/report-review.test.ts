import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Change } from '../src/diff/change.ts';
import type { Finding } from '../src/engine/diagnostic.ts';
import { lineChanges, replacementOf } from '../src/report/fix.ts';
import { byteLength } from '../src/report/plain.ts';
import { anchorOf, shownPositions } from '../src/report/review/anchor.ts';
import type { CommentOptions } from '../src/report/review/comment.ts';
import { renderComment } from '../src/report/review/comment.ts';
import { parseMarkers, renderMarker } from '../src/report/review/marker.ts';
import type { ReviewRequest } from '../src/report/review/plan.ts';
import { planReview } from '../src/report/review/plan.ts';
import { rank } from '../src/report/rank.ts';
import { expectGolden } from './golden.ts';
import {
  at,
  baseText,
  change,
  changeOf,
  emptySlice,
  headText,
  leak,
  links,
  report,
  rules,
  source,
  useAfterFree,
  variant,
  volumePath,
} from './report-fixture.ts';

const githubLimit = 65_536;

function options(fields: Partial<CommentOptions> = {}): CommentOptions {
  const anchor = { path: volumePath, line: 1, side: 'RIGHT', own: true } as const;
  return { anchor, links, suggestion: true, source, ...fields };
}

function plan(fields: Partial<ReviewRequest> = {}) {
  return planReview({ report, change, alreadyShown: new Set(), maxComments: 30, links, source, ...fields });
}

describe('marker', () => {
  test('gives back what it was given', () => {
    const text = `A claim.\n\n${renderMarker([leak.fingerprint, emptySlice.fingerprint])}\r\n`;
    expect(parseMarkers(text)).toEqual([leak.fingerprint, emptySlice.fingerprint]);
    expect(renderMarker([])).toBe('');
    expect(parseMarkers('no marker')).toEqual([]);
  });

  test('a marker that is quoted above other text counts for nothing', () => {
    expect(parseMarkers(`> ${renderMarker(['v1:ab'])}\nyes`)).toEqual([]);
    expect(parseMarkers(`${renderMarker(['v1:ab'])}\nyes`)).toEqual([]);
  });

  test('refuses a fingerprint that could end the comment', () => {
    expect(() => renderMarker(['v1:ab --> <b>'])).toThrow(RangeError);
  });
});

describe('anchor', () => {
  const positions = shownPositions(change);

  test('the own place, where the diff shows it', () => {
    const line = leak.location.span.start.line;
    expect(anchorOf(leak, positions)).toEqual({ path: volumePath, line, side: 'RIGHT', own: true });
  });

  test('several lines of one hunk, with a start', () => {
    const first = at('if C.vol_busy').span.start;
    const last = at('return nil, errBusy').span.end;
    const spanning = { ...leak, location: { path: volumePath, span: { start: first, end: last } } };
    expect(anchorOf(spanning, positions)).toEqual({
      path: volumePath,
      line: last.line,
      side: 'RIGHT',
      startLine: first.line,
      startSide: 'RIGHT',
      own: true,
    });
  });

  test('the first step that the diff shows', () => {
    const far = { ...leak, location: emptySlice.location, scope: emptySlice.scope };
    const steps = [{ location: emptySlice.location, message: 'far' }, ...leak.steps];
    expect(anchorOf({ ...far, steps }, positions)).toEqual({
      path: volumePath,
      line: leak.location.span.start.line,
      side: 'RIGHT',
      own: false,
      step: 2,
    });
  });

  test('the nearest added line of the declaration', () => {
    // The location is a line of the declaration's head that lies above the hunk's context.
    const filler = '\t_ = flags\n'.repeat(12);
    const head = headText.replace('\tcname :=', `${filler}\tcname :=`).replace('flags)', 'flags+1)');
    const base = headText.replace('\tcname :=', `${filler}\tcname :=`);
    const start = { line: leak.scope.span.start.line, column: 1 };
    const location = { path: volumePath, span: { start, end: { ...start, column: 5 } } };
    const scope = { path: volumePath, span: { start, end: { line: start.line + 20, column: 2 } } };
    const anchor = anchorOf({ ...leak, location, scope, steps: [] }, shownPositions(changeOf(base, head)));
    const added = head.slice(0, head.indexOf('flags+1')).split('\n').length;
    expect(anchor).toEqual({ path: volumePath, line: added, side: 'RIGHT', own: false });
  });

  test('the deleted lines of the declaration, on the left side', () => {
    const filler = '\t_ = label\n'.repeat(9);
    const base = headText.replace('\treturn "größe', `${filler}\tC.free(nil)\n\treturn "größe`);
    const head = headText.replace('\treturn "größe', `${filler}\treturn "größe`);
    const anchor = anchorOf(
      {
        ...useAfterFree,
        steps: [],
        location: at('label := C.vol_label(v.handle)'),
        scope: {
          path: volumePath,
          span: { start: useAfterFree.scope.span.start, end: { line: 80, column: 2 } },
        },
      },
      shownPositions(changeOf(base, head)),
    );
    const deleted = base.slice(0, base.indexOf('C.free(nil)')).split('\n').length;
    expect(anchor).toEqual({ path: volumePath, line: deleted, side: 'LEFT', own: false });
  });

  test('none where the change has nothing to do with the declaration, or GitHub does not show the hunks', () => {
    expect(anchorOf(emptySlice, positions)).toBeUndefined();
    const hidden: Change = {
      ...change,
      files: change.files.map((file) =>
        file.diff.kind === 'text' ? { ...file, diff: { ...file.diff, shown: false } } : file,
      ),
    };
    expect(anchorOf(leak, shownPositions(hidden))).toBeUndefined();
  });
});

describe('rank', () => {
  test('severity, then one of each rule, then one of each symbol, then the rest', () => {
    const findings = [
      variant(1, { severity: 'info', ruleId: 'a', symbol: 's' }),
      variant(2, { severity: 'error', ruleId: 'a', symbol: 's' }),
      variant(3, { severity: 'error', ruleId: 'a', symbol: 's' }),
      variant(4, { severity: 'error', ruleId: 'a', symbol: 't' }),
      variant(5, { severity: 'error', ruleId: 'b', symbol: 's' }),
    ];
    const order = rank(findings).map((finding) => findings.indexOf(finding) + 1);
    expect(order).toEqual([2, 5, 4, 3, 1]);
  });
});

describe('comment', () => {
  test('golden: a leak with a fix that does not fit into the commented line', () => {
    expectGolden('report/comment-leak.md', renderComment(leak, rules.get('cstring-leak'), options()));
  });

  test('golden: a long snippet is folded, and a comment that stands elsewhere says so', () => {
    const anchor = { path: volumePath, line: 40, side: 'LEFT', own: false } as const;
    const body = renderComment(useAfterFree, rules.get('gostring-after-free'), options({ anchor }));
    expect(body).toContain('<details>');
    expectGolden('report/comment-elsewhere.md', body);
  });

  test('golden: a question', () => {
    expectGolden(
      'report/comment-question.md',
      renderComment(emptySlice, rules.get('empty-slice-index'), options()),
    );
  });

  test('golden: a finding of another tool', () => {
    expectGolden(
      'report/comment-foreign.md',
      renderComment({ ...leak, ruleId: 'SA1019' }, undefined, options()),
    );
  });

  test('golden: a suggestion where the whole fix lies within the commented lines', () => {
    const start = leak.location.span.start.line;
    const end = at('C.free(unsafe.Pointer(cname))').span.start.line;
    const anchor = { path: volumePath, line: end, startLine: start, side: 'RIGHT', own: true } as const;
    const body = renderComment(leak, rules.get('cstring-leak'), options({ anchor }));
    expect(body).toContain('```suggestion\n');
    expectGolden('report/comment-suggestion.md', body);
  });

  test('no suggestion on a removed line, without source, or where it is switched off', () => {
    const start = leak.location.span.start.line;
    const anchor = { path: volumePath, line: start + 5, startLine: start, side: 'RIGHT', own: true } as const;
    const render = (fields: Partial<CommentOptions>) =>
      renderComment(leak, rules.get('cstring-leak'), options({ anchor, ...fields }));
    expect(render({})).toContain('```suggestion');
    expect(render({ suggestion: false })).not.toContain('```suggestion');
    expect(render({ anchor: { ...anchor, side: 'LEFT' } })).not.toContain('```suggestion');
    expect(render({ anchor: { ...anchor, line: start + 4 } })).not.toContain('```suggestion');
    expect(render({ source: () => undefined })).not.toMatch(/```(suggestion|diff)/);
  });

  test('a fence is longer than any run of backticks in the snippet', () => {
    const info = rules.get('cstring-leak');
    if (info === undefined) throw new Error('no rule');
    const body = renderComment(leak, { ...info, remediation: 's := "````"' }, options());
    expect(body).toContain('`````go\ns := "````"\n`````');
  });

  test('stays below the limit whatever the finding holds', () => {
    const step = { location: { ...leak.location, path: 'd/'.repeat(2_000) }, message: '`x` '.repeat(2_000) };
    const huge: Finding = {
      ...leak,
      message: 'ü'.repeat(100_000),
      steps: Array.from({ length: 200 }, () => step),
      symbol: 'S'.repeat(100_000),
    };
    const info = rules.get('cstring-leak');
    if (info === undefined) throw new Error('no rule');
    const body = renderComment(huge, { ...info, remediation: 'x\n'.repeat(40_000) }, options());
    expect(byteLength(body)).toBeLessThan(githubLimit);
    expect(body).toMatch(/\d+ more steps are in the JSON report/);
    expect(parseMarkers(body)).toEqual([leak.fingerprint]);
  });

  test('property: text of the repository cannot inject a marker, HTML or a mention', () => {
    const piece = fc.constantFrom(
      ...[
        '`',
        '``',
        '<!--',
        '-->',
        '@octocat',
        '#1',
        '\n',
        '**',
        ']',
        '(',
        '<b>',
        '\\',
        '```',
        '|',
        'a',
        ' ',
      ],
      renderMarker(['v1:forged']),
      '\u202e',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, text, text, (message, path, symbol) => {
        const location = { ...leak.location, path };
        const hostile: Finding = {
          ...leak,
          message,
          symbol,
          location,
          steps: [{ location, message }],
          fix: { message, edits: [{ path, span: location.span, newText: message }] },
        };
        const anchor = { path, line: 32, side: 'RIGHT', own: false } as const;
        const lines = [...headText.split('\n').slice(0, 31), message, symbol];
        const body = renderComment(hostile, undefined, options({ anchor, source: () => lines }));
        const marker = renderMarker([leak.fingerprint]);
        expect(parseMarkers(body)).toEqual([leak.fingerprint]);
        expect(body.endsWith(marker)).toBe(true);
        const rest = body.slice(0, -marker.length);
        expect(rest).not.toContain('<!--');
        expect(rest).not.toContain('-->');
        expect(rest).not.toContain('\u202e');
        expect(outsideCode(rest)).not.toMatch(/@[\p{L}\p{N}]/u);
        expect(outsideCode(rest)).not.toContain('<');
      }),
      { numRuns: 500 },
    );
  });

  test('property: a suggestion applied to the commented lines is the fixed file', () => {
    const line = fc.constantFrom('a', 'b', '', '\tc', 'ü');
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 8 }),
        fc.nat(7),
        fc.nat(7),
        fc.constantFrom('', 'x', 'x\n', '\nx', 'x\ny\n'),
        (lines, from, length, newText) => {
          const start = Math.min(from, lines.length - 1) + 1;
          const end = Math.min(start + length, lines.length);
          const span = { start: { line: start, column: 1 }, end: { line: end, column: 1 } };
          const [edit] = lineChanges([{ path: 'f', span, newText }], () => lines) ?? [];
          if (edit === undefined) throw new Error('the edit lies within the file');
          const fixed = [...lines.slice(0, start - 1), newText + lines.slice(end - 1).join('\n')].join('\n');
          const replacement = replacementOf(edit, lines, start, end);
          if (replacement === undefined) throw new Error('the edit lies within the lines');
          const applied = [...lines.slice(0, start - 1), ...replacement, ...lines.slice(end)];
          expect(applied.join('\n')).toBe(fixed);
        },
      ),
    );
  });
});

describe('plan', () => {
  test('each finding is in exactly one place; golden body', () => {
    const { create, listed, kept, body } = plan();
    expect(create.map(({ fingerprint }) => fingerprint)).toEqual([
      useAfterFree.fingerprint,
      leak.fingerprint,
    ]);
    expect(listed).toEqual([emptySlice]);
    expect(kept).toEqual([]);
    expect(parseMarkers(body ?? '')).toEqual([emptySlice.fingerprint]);
    expectGolden('report/review-body.md', body ?? '');
    expectGolden('report/review-comments.json', `${JSON.stringify(create, undefined, 2)}\n`);
  });

  test('an unchanged push writes nothing', () => {
    const first = plan();
    const shown = new Set([
      ...first.create.flatMap((comment) => parseMarkers(comment.body)),
      ...parseMarkers(first.body ?? ''),
    ]);
    const second = plan({ alreadyShown: shown });
    expect(second).toEqual({
      create: [],
      listed: [],
      kept: rank(report.findings),
      update: [],
      body: undefined,
    });
  });

  test('a clean report writes nothing, even with files that were not reviewed', () => {
    expect(plan({ report: { ...report, findings: [] } }).body).toBeUndefined();
  });

  test('two findings of one line are two comments', () => {
    const findings = [variant(1), variant(2, { ruleId: 'gostring-after-free' })];
    const { create } = plan({ report: { ...report, findings } });
    expect(create.map((comment) => comment.line)).toEqual(
      [leak, leak].map((f) => f.location.span.start.line),
    );
    expect(new Set(create.map((comment) => comment.fingerprint)).size).toBe(2);
  });

  test('over the budget: the gravest are inline, and the counts are stated', () => {
    const findings = Array.from({ length: 45 }, (_, i) =>
      variant(i + 1, { severity: i === 44 ? 'error' : 'warning' }),
    );
    const { create, listed, body } = plan({ report: { ...report, findings } });
    expect(create).toHaveLength(30);
    expect(create[0]?.fingerprint).toBe(findings[44]?.fingerprint);
    expect(listed).toHaveLength(15);
    expect(body).toContain('45 new findings: 1 error, 44 warnings.');
    expect(body).toContain('30 of 45 findings are shown inline; the other 15 are listed here.');
  });

  test('with no room for comments everything is listed', () => {
    const { create, listed, body } = plan({ maxComments: 0 });
    expect(create).toEqual([]);
    expect(listed).toHaveLength(3);
    expect(body).toContain('They are listed here.');
  });

  test('thousands of findings: the body stays below the limit, and the next push writes nothing', () => {
    const findings = Array.from({ length: 3_000 }, (_, i) =>
      variant(i + 1, {
        message: `\`x${i}\` `.repeat(40),
        location: emptySlice.location,
        steps: [],
        scope: emptySlice.scope,
      }),
    );
    const many = { ...report, findings };
    const first = plan({ report: many });
    expect(byteLength(first.body ?? '')).toBeLessThan(githubLimit);
    expect(first.body).toMatch(/[\d,]+ more in the JSON report/);
    const shown = new Set(parseMarkers(first.body ?? ''));
    expect(plan({ report: many, alreadyShown: shown }).body).toBeUndefined();
    const worse = variant(9_999, { severity: 'error' });
    const next = plan({ report: { ...many, findings: [...findings, worse] }, alreadyShown: shown });
    expect(next.create.map(({ fingerprint }) => fingerprint)).toEqual([worse.fingerprint]);
  });

  test('start_line is only there where it differs from line, on the same side', () => {
    const span = { start: at('if C.vol_busy').span.start, end: at('return nil, errBusy').span.end };
    const findings = [variant(1, { location: { path: volumePath, span } }), variant(2)];
    const { create } = plan({ report: { ...report, findings } });
    expect(create[0]).toMatchObject({
      start_line: span.start.line,
      start_side: 'RIGHT',
      line: span.end.line,
    });
    expect(create[1]).not.toHaveProperty('start_line');
  });

  test('a removed free is said on the red line', () => {
    const base = headText.replace('\treturn &Volume{handle', '\tC.free(nil)\n\treturn &Volume{handle');
    const findings = [variant(1, { location: at('func Open'), steps: [] })];
    const filler = '\t_ = flags\n'.repeat(8);
    const grow = (text: string): string =>
      text.replace('\tcname := C.CString', `${filler}\tcname := C.CString`);
    const scope = { ...leak.scope, span: { ...leak.scope.span, end: { line: 60, column: 2 } } };
    const grown = findings.map((finding) => ({ ...finding, scope }));
    const { create } = plan({
      report: { ...report, findings: grown },
      change: changeOf(grow(base), grow(headText)),
    });
    expect(create).toHaveLength(1);
    expect(create[0]?.side).toBe('LEFT');
    expect(create[0]?.body).toContain('the nearest code of `Open` that the change removes');
    expect(baseText).not.toBe(headText);
  });
});

/** The Markdown without its fenced blocks and code spans, read as CommonMark reads them. */
function outsideCode(markdown: string): string {
  const lines: string[] = [];
  let open: string | undefined;
  for (const line of markdown.split('\n')) {
    const ticks = /^ {0,3}(`{3,})([^`]*)$/.exec(line)?.[1];
    if (open === undefined && ticks !== undefined) open = ticks;
    else if (open !== undefined && /^ {0,3}`+\s*$/.test(line) && line.trim().length >= open.length)
      open = undefined;
    else if (open === undefined) lines.push(line);
  }
  return lines.map(withoutSpans).join('\n');
}

function withoutSpans(line: string): string {
  let rest = line;
  let text = '';
  while (rest !== '') {
    const span = /^(`+)(?!`)(?:.*?[^`])\1(?!`)/.exec(rest);
    const skipped = span ?? /^\\./u.exec(rest) ?? /^`+/.exec(rest);
    if (span === null) text += skipped?.[0] ?? rest[0] ?? '';
    rest = rest.slice(skipped?.[0].length ?? 1);
  }
  return text;
}
