/** A review as one self-contained HTML page that looks as GitHub would show it. */
import { diffTable } from './html-diff.ts';
import { markdownToHtml } from './html-markdown.ts';
import { style } from './html-style.ts';
import { escapeHtml, htmlPage } from './html-text.ts';
import type { ShownComment, ShownReview } from './shown-review.ts';
import { commentedLines, commentedRange, diffRows, verdictTitle } from './shown-review.ts';

/** The whole page; no script, and nothing from the network. */
export function renderHtml(review: ShownReview): string {
  const body = review.body.trim() === '' ? '' : reviewBox(review);
  const parts = [
    `<h1>${escapeHtml(review.title)}</h1>`,
    `<p class="verdict ${review.verdict}">${escapeHtml(verdictTitle(review.verdict))}</p>`,
    body,
    ...review.comments.map(commentBox),
  ];
  return htmlPage(review.title, style, parts.filter((part) => part !== '').join('\n'));
}

function reviewBox(review: ShownReview): string {
  return `<section class="box">
<div class="head"><strong>${escapeHtml(review.author)}</strong> reviewed</div>
<div class="comment body">
${markdownToHtml(review.body)}
</div>
</section>`;
}

function commentBox(comment: ShownComment): string {
  return `<section class="box">
<div class="head"><strong>${escapeHtml(comment.path)}</strong> · ${escapeHtml(commentedRange(comment))}</div>
${diffTable(diffRows(comment))}
<div class="comment body">
<p class="who"><strong>${escapeHtml(comment.author)}</strong> <span>bot</span></p>
${markdownToHtml(comment.body, commentedLines(comment))}
</div>
</section>`;
}
