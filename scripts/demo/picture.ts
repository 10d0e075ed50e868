/** One comment of a review as an SVG picture: the diff that it stands under, and what it says. */
import { escapeHtml } from '../../src/report/html-text.ts';
import type { Block, Inline } from '../../src/report/markdown-blocks.ts';
import { inlineText, parseBlocks } from '../../src/report/markdown-blocks.ts';
import type { DiffRow, ShownComment, ShownReview } from '../../src/report/shown-review.ts';
import { commentedLines, commentedRange, diffRows } from '../../src/report/shown-review.ts';
import type { Frame, Part } from './picture-layout.ts';
import {
  band,
  codeBlock,
  columnsOf,
  diff,
  framed,
  inset,
  lines,
  paragraph,
  space,
  stack,
} from './picture-layout.ts';
import { style } from './picture-style.ts';
import { cellsOf, inlineCells, wrap } from './picture-text.ts';

const page: Frame = { left: 0, width: 860 };
const content = inset(page, 16);
/** How much of the diff is shown: more than above a comment in the conversation, as where the files are shown. */
const shownRows = 10;
const gap = 12;

/**
 * The picture of the first comment on code that the change replaces, so that both removed and added lines are seen.
 * The same review gives the same bytes.
 *
 * @throws Where the review has no such comment.
 */
export function reviewPicture(review: ShownReview): string {
  const comment = review.comments.find((one) => wholeHunk(one).some((row) => row.kind === 'deleted'));
  if (comment === undefined) throw new Error('the review has no comment on replaced lines');
  const blocks = parseBlocks(comment.body);
  const parts = stack([
    heading(comment),
    diff(wholeHunk(comment).slice(-shownRows), page),
    band(space(1), page),
    space(gap),
    author(comment),
    space(8),
    ...blocks.flatMap((block) => [blockPart(block, content, comment), space(gap)]),
  ]);
  const { height } = parts;
  const first = blocks.find((block) => block.kind === 'paragraph');
  const claim = first === undefined ? '' : inlineText(first.content);
  const frame = `x="0.5" y="0.5" width="${page.width - 1}" height="${height - 1}" rx="6"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${page.width}" height="${height}"` +
      ` viewBox="0 0 ${page.width} ${height}" role="img" aria-labelledby="about">`,
    `<title id="about">${escapeHtml(`A review comment on ${comment.path}: ${claim}`)}</title>`,
    `<style>${style}</style>`,
    `<clipPath id="corners"><rect ${frame}/></clipPath>`,
    '<g clip-path="url(#corners)">',
    `<rect class="page" width="${page.width}" height="${height}"/>`,
    ...parts.draw(0),
    '</g>',
    `<rect class="frame" ${frame}/>`,
    '</svg>',
    '',
  ].join('\n');
}

/** All rows of the hunk up to the commented line; its `@@` line is left out. */
function wholeHunk(comment: ShownComment): readonly DiffRow[] {
  const { line, startLine = line, side } = comment;
  // `diffRows` ends at the last commented line and starts above the first one.
  return diffRows({ ...comment, startLine: 1 })
    .filter((row) => row.kind !== 'hunk')
    .map((row) => {
      const number = side === 'RIGHT' ? row.newLine : row.oldLine;
      return { ...row, commented: number !== undefined && startLine <= number && number <= line };
    });
}

function heading(comment: ShownComment): Part {
  const cells = [...cellsOf(comment.path, 'strong'), ...cellsOf(` · ${commentedRange(comment)}`, 'muted')];
  return band(stack([space(8), lines([cells], content), space(8)]), page);
}

function author(comment: ShownComment): Part {
  return lines([[...cellsOf(comment.author, 'strong'), ...cellsOf(' bot', 'muted')]], content);
}

function blockPart(block: Block, frame: Frame, comment: ShownComment): Part {
  switch (block.kind) {
    case 'paragraph':
      return paragraph(inlineCells(block.content), frame);
    case 'heading':
      return paragraph(inlineCells(block.content, 'strong'), frame);
    case 'list':
      return stack(
        block.items.map((item, index) => listItem(block.ordered ? `${index + 1}.` : '•', item, frame)),
      );
    case 'details':
      // Folded, as it is shown first.
      return paragraph(cellsOf(`▸ ${block.summary}`, 'strong'), frame);
    case 'fence':
      return fencePart(block.info, block.text, frame, comment);
  }
}

function listItem(mark: string, item: readonly Inline[], frame: Frame): Part {
  const indent = cellsOf('    ');
  const rows = wrap(inlineCells(item), columnsOf(frame) - indent.length);
  const first = cellsOf(` ${mark} `.padEnd(indent.length));
  return lines(
    rows.map((row, index) => [...(index === 0 ? first : indent), ...row]),
    frame,
  );
}

function fencePart(info: string, text: string, frame: Frame, comment: ShownComment): Part {
  if (info === 'suggestion') {
    const rows = [
      ...commentedLines(comment).map((line) => changedRow('deleted', line)),
      ...text.split('\n').map((line) => changedRow('added', line)),
    ];
    const title = lines([cellsOf('Suggested change', 'muted')], inset(frame, 12));
    return framed(stack([band(stack([space(4), title, space(4)]), frame), diff(rows, frame)]), frame);
  }
  if (info === 'diff') {
    const rows = text
      .split('\n')
      .filter((line) => !line.startsWith('@@'))
      .map((line) => changedRow(kindOf(line), line.slice(1)));
    return framed(diff(rows, frame), frame);
  }
  return codeBlock(text, frame);
}

function kindOf(line: string): DiffRow['kind'] {
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'deleted' : 'context';
}

function changedRow(kind: DiffRow['kind'], text: string): DiffRow {
  return { kind, text, commented: false };
}
