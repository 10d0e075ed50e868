import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { displayWidth } from '../src/report/ansi.ts';
import { markdownToHtml } from '../src/report/html-markdown.ts';
import { escapeHtml } from '../src/report/html-text.ts';
import { renderHtml } from '../src/report/html.ts';
import { inlineText, parseBlocks, parseInline } from '../src/report/markdown-blocks.ts';
import { code, escapeText, fence, link, sentence } from '../src/report/markdown.ts';
import { oneLine } from '../src/report/plain.ts';
import { planReview } from '../src/report/review/plan.ts';
import type { ShownComment, ShownReview } from '../src/report/shown-review.ts';
import { commentedLines, diffRows } from '../src/report/shown-review.ts';
import { renderTerminalReview } from '../src/report/terminal-review.ts';
import { expectGolden } from './golden.ts';
import { at, change, leak, links, report, source, volumePath } from './report-fixture.ts';

const marks = { context: ' ', added: '+', deleted: '-' } as const;

/** The change's hunks as GitHub gives them with a comment. */
function hunkText(line: number): string {
  const diff = change.files[0]?.diff;
  if (diff?.kind !== 'text') throw new Error('the fixture is a text diff');
  const hunk = diff.hunks.find((one) => one.newStart <= line && line < one.newStart + one.newLines);
  if (hunk === undefined) throw new Error(`no hunk shows line ${line}`);
  const header = `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`;
  return [header, ...hunk.lines.map(({ kind, text }) => marks[kind] + text)].join('\n');
}

function shown(): ShownReview {
  const { create, body } = planReview({
    report,
    change,
    alreadyShown: new Set(),
    maxComments: 30,
    links,
    source,
  });
  const comments = create.map(({ path, line, side, start_line: startLine, body: text }): ShownComment => ({
    author: 'cgo-review',
    body: text,
    path,
    line,
    side,
    ...(startLine === undefined ? {} : { startLine }),
    diffHunk: hunkText(line),
  }));
  return {
    title: 'Refuse busy volumes #12',
    author: 'cgo-review',
    verdict: report.verdict,
    body: body ?? '',
    comments,
  };
}

const hostile = fc.array(
  fc.constantFrom(
    ...['<script>', '"', "'", '&', '`', '**', '[a](javascript:x)', '<!--', '-->', '\n', '\n\n', '```\n', 'é'],
    ...['</details>', '<details>', '1. ', '- ', '\\', '](https://x"y)', '\u001b[31m', '\u202e', '&lt;'],
  ),
);

describe('diff rows', () => {
  const comment: ShownComment = {
    author: 'a',
    body: '',
    path: 'f.go',
    line: 12,
    startLine: 11,
    side: 'RIGHT',
    diffHunk: '@@ -8,6 +8,7 @@\n a\n b\n-c\n+d\n+e\n f\n g\n h',
  };

  test('the commented lines and three above them, numbered on both sides', () => {
    expect(diffRows(comment)).toEqual([
      { kind: 'context', oldLine: 9, newLine: 9, text: 'b', commented: false },
      { kind: 'deleted', oldLine: 10, text: 'c', commented: false },
      { kind: 'added', newLine: 10, text: 'd', commented: false },
      { kind: 'added', newLine: 11, text: 'e', commented: true },
      { kind: 'context', oldLine: 11, newLine: 12, text: 'f', commented: true },
    ]);
    expect(commentedLines(comment)).toEqual(['e', 'f']);
  });

  test('a removed line is numbered in the old file', () => {
    const { startLine: _start, ...left } = { ...comment, line: 10, side: 'LEFT' as const };
    expect(diffRows(left).at(-1)).toEqual({ kind: 'deleted', oldLine: 10, text: 'c', commented: true });
  });

  test('a hunk without the line is shown whole', () => {
    expect(diffRows({ ...comment, startLine: 90, line: 91 })).toHaveLength(9);
  });
});

describe('markdown', () => {
  test('what the escapes write is read back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const plain = inlineText(parseInline(escapeText(text)));
        expect(plain.replaceAll('\u200b', '')).toBe(oneLine(text).replaceAll('\u200b', ''));
        const [span] = parseInline(code(text));
        const broken = oneLine(text).replace('<!--', '<!\u200b--').replace('-->', '--\u200b>');
        if (broken !== '') expect(span).toEqual({ kind: 'code', text: broken });
      }),
    );
  });

  test('a sentence keeps its code spans', () => {
    expect(sentence('`a``b` and `c` @x')).toBe('`a`\u200b`b` and `c` @\u200bx');
    expect(sentence('a ` b_c')).toBe('a \\` b\\_c');
  });

  test('blocks', () => {
    const text = [
      'One **bold `x`** word',
      '',
      `1. ${link(code('a.go:1'), 'https://x.test/a.go#L1')}: first`,
      '2. second',
      '',
      '<details>',
      '<summary>The code</summary>',
      '',
      fence('go', 's := "```"'),
      '',
      '</details>',
      '',
      '<!-- hidden -->',
    ].join('\n');
    expect(parseBlocks(text)).toEqual([
      {
        kind: 'paragraph',
        content: [
          { kind: 'text', text: 'One ' },
          {
            kind: 'strong',
            content: [
              { kind: 'text', text: 'bold ' },
              { kind: 'code', text: 'x' },
            ],
          },
          { kind: 'text', text: ' word' },
        ],
      },
      {
        kind: 'list',
        ordered: true,
        items: [
          [
            { kind: 'link', content: [{ kind: 'code', text: 'a.go:1' }], url: 'https://x.test/a.go#L1' },
            { kind: 'text', text: ': first' },
          ],
          [{ kind: 'text', text: 'second' }],
        ],
      },
      {
        kind: 'details',
        summary: 'The code',
        blocks: [{ kind: 'fence', info: 'go', text: 's := "```"' }],
      },
    ]);
  });
});

describe('html', () => {
  test('golden', () => {
    const page = renderHtml(shown());
    expectGolden('report/review.html', page);
    expect(page).not.toContain('cgo-review:v1');
  });

  test('a suggestion shows the lines that it replaces', () => {
    const line = leak.location.span.start.line;
    const page = renderHtml({
      ...shown(),
      comments: [
        {
          author: 'cgo-review',
          body: fence('suggestion', '\tcname := f()\n\tdefer g()'),
          path: volumePath,
          line,
          side: 'RIGHT',
          diffHunk: hunkText(line),
        },
      ],
    });
    expect(page).toContain('Suggested change');
    expect(page).toContain('<td>-\tcname := C.CString(name)</td>');
    expect(page).toContain('<td>+\tdefer g()</td>');
  });

  test('property: text cannot become markup', () => {
    const allowed =
      /^<\/?(?:p|ol|ul|li|a href="https?:\/\/[^"<>]*"|a|code|pre|strong|details|summary|h[1-6])>/;
    fc.assert(
      fc.property(hostile, (parts) => {
        const html = markdownToHtml(parts.join(''));
        for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) {
          expect(html.slice(at)).toMatch(allowed);
        }
      }),
    );
    expect(escapeHtml('<a b="c">&\'')).toBe('&lt;a b=&quot;c&quot;&gt;&amp;&#39;');
  });
});

describe('terminal review', () => {
  test('golden', () => {
    expectGolden('report/review.txt', renderTerminalReview(shown(), { color: false, width: 100 }));
  });

  test('with colour code is coloured, without it stands in backticks', () => {
    const coloured = renderTerminalReview(shown(), { color: true, width: 100 });
    expect(coloured).toContain('\u001b[36mcname\u001b[39m');
    expect(coloured).not.toContain('`');
    expect(renderTerminalReview(shown(), { color: false, width: 100 })).toContain('`cname` is not freed');
  });

  test('property: nothing in a comment can drive the terminal, and prose stays inside the box', () => {
    const prose = fc.array(fc.constantFrom('word', '`code`', '**bold**', '世界', 'é', ' ', '\n\n'));
    fc.assert(
      fc.property(hostile, prose, fc.integer({ min: 40, max: 110 }), (parts, words, width) => {
        const one = { ...shown(), comments: [], body: parts.join('') };
        expect(renderTerminalReview(one, { color: false, width })).not.toMatch(/[\u001b\u202e]/);
        const text = renderTerminalReview({ ...one, body: `x ${words.join(' ')}` }, { color: true, width });
        for (const line of text.split('\n').slice(3, -1))
          expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('a comment on several lines marks each of them', () => {
    const line = at('return nil, errBusy').span.start.line;
    const [first] = shown().comments;
    if (first === undefined) throw new Error('no comment');
    const comment = { ...first, startLine: line - 1, line, diffHunk: hunkText(line) };
    const text = renderTerminalReview({ ...shown(), comments: [comment] }, { color: false, width: 80 });
    expect(text.match(/▌/g)).toHaveLength(2);
    expect(text).toContain(`Comment on lines +${line - 1} to +${line}`);
  });
});
