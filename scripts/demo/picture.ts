/** One comment of a review as an SVG picture: the diff that it stands under, and what it says. */
import { escapeHtml } from '../../src/report/html.ts';
import type { Block } from '../../src/report/markdown-blocks.ts';
import { parseBlocks } from '../../src/report/markdown-blocks.ts';
import type { DiffRow, ShownComment, ShownReview } from '../../src/report/shown-review.ts';
import { commentedLines, commentedRange, diffRows } from '../../src/report/shown-review.ts';
import { style } from './picture-style.ts';
import type { Cell } from './picture-text.ts';
import { cellsOf, columnWidth, inlineCells, lineHeight, px, textAt, wrap } from './picture-text.ts';

const pageWidth = 860;
/** The diff above the comment, as the tab of the changed files shows it. */
const shownRows = 10;
const gap = 12;

/** A part of the page: `height` pixels, drawn with its top at `y`. */
interface Part {
  readonly height: number;
  draw(y: number): readonly string[];
}

/** The column of the page that a part fills, in pixels. */
interface Frame {
  readonly left: number;
  readonly width: number;
}

/**
 * The picture of the first comment on code that the change replaces, so that both removed and added lines are seen.
 * The same review gives the same bytes.
 *
 * @throws Where the review has no such comment.
 */
export function reviewPicture(review: ShownReview): string {
  const comment = review.comments.find((one) => diffRows(one).some((row) => row.kind === 'deleted'));
  if (comment === undefined) throw new Error('the review has no comment on replaced lines');
  const body = commentBody(comment);
  const parts = [title(comment), ...hunkRows(comment).map((row) => diffLine(row, page)), author(comment), body];
  const height = parts.reduce((sum, part) => sum + part.height, 0);
  const about = `A review comment on ${comment.path}: ${firstLine(body, comment)}`;
  const frame = `x="0.5" y="0.5" width="${pageWidth - 1}" height="${height - 1}" rx="6"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pageWidth}" height="${height}"` +
      ` viewBox="0 0 ${pageWidth} ${height}" role="img" aria-labelledby="about">`,
    `<title id="about">${escapeHtml(about)}</title>`,
    `<style>${style}</style>`,
    `<clipPath id="corners"><rect ${frame}/></clipPath>`,
    '<g clip-path="url(#corners)">',
    `<rect class="page" width="${pageWidth}" height="${height}"/>`,
    ...stack(parts).draw(0),
    '</g>',
    `<rect class="frame" ${frame}/>`,
    '</svg>',
    '',
  ].join('\n');
}
