/** A review as one self-contained HTML page that looks as GitHub would show it. */
import type { Block, Inline } from './markdown-blocks.ts';
import { parseBlocks } from './markdown-blocks.ts';
import { visible } from './plain.ts';
import type { DiffRow, ShownComment, ShownReview } from './shown-review.ts';
import { commentedLines, commentedRange, diffRows, verdictTitle } from './shown-review.ts';
import { style } from './html-style.ts';

/** The whole page; no script, and nothing from the network. */
export function renderHtml(review: ShownReview): string {
  const body = review.body.trim() === '' ? '' : reviewBox(review);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(review.title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeHtml(review.title)}</h1>
<p class="verdict ${review.verdict}">${escapeHtml(verdictTitle(review.verdict))}</p>
${[body, ...review.comments.map(commentBox)].filter((part) => part !== '').join('\n')}
</body>
</html>
`;
}

/** The one place where text becomes HTML. */
export function escapeHtml(text: string): string {
  return visible(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/** The Markdown that our own renderers write, as safe HTML. */
export function markdownToHtml(markdown: string): string {
  return blocksHtml(parseBlocks(markdown), undefined);
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
${blocksHtml(parseBlocks(comment.body), comment)}
</div>
</section>`;
}

const marks: Readonly<Record<DiffRow['kind'], string>> = { hunk: '', context: ' ', added: '+', deleted: '-' };

function diffTable(rows: readonly DiffRow[]): string {
  const lines = rows.map((row) => {
    const classes = row.commented ? `${row.kind} commented` : row.kind;
    const number = (value: number | undefined): string => `<td class="num">${value ?? ''}</td>`;
    const text = `<td>${marks[row.kind]}${escapeHtml(row.text)}</td>`;
    return `<tr class="${classes}">${number(row.oldLine)}${number(row.newLine)}${text}</tr>`;
  });
  return `<table class="diff"><tbody>\n${lines.join('\n')}\n</tbody></table>`;
}

function blocksHtml(blocks: readonly Block[], comment: ShownComment | undefined): string {
  return blocks.map((block) => blockHtml(block, comment)).join('\n');
}

function blockHtml(block: Block, comment: ShownComment | undefined): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${inlineHtml(block.content)}</p>`;
    case 'heading':
      return `<h${block.level}>${inlineHtml(block.content)}</h${block.level}>`;
    case 'list': {
      const tag = block.ordered ? 'ol' : 'ul';
      return `<${tag}>\n${block.items.map((item) => `<li>${inlineHtml(item)}</li>`).join('\n')}\n</${tag}>`;
    }
    case 'details': {
      const content = blocksHtml(block.blocks, comment);
      return `<details>\n<summary>${escapeHtml(block.summary)}</summary>\n${content}\n</details>`;
    }
    case 'fence':
      return fenceHtml(block.info, block.text, comment);
  }
}

function fenceHtml(info: string, text: string, comment: ShownComment | undefined): string {
  if (info === 'suggestion') {
    const rows: DiffRow[] = [
      ...(comment === undefined ? [] : commentedLines(comment)).map((line) => row('deleted', line)),
      ...(text === '' ? [] : text.split('\n')).map((line) => row('added', line)),
    ];
    return `<div class="suggestion"><div class="head">Suggested change</div>${diffTable(rows)}</div>`;
  }
  if (info === 'diff') {
    const rows = text.split('\n').map((line) => diffRow(line));
    return `<div class="suggestion">${diffTable(rows)}</div>`;
  }
  return `<pre><code>${escapeHtml(text)}</code></pre>`;
}

function diffRow(line: string): DiffRow {
  if (line.startsWith('@@') || line.startsWith('+++') || line.startsWith('---')) return row('hunk', line);
  if (line.startsWith('+')) return row('added', line.slice(1));
  if (line.startsWith('-')) return row('deleted', line.slice(1));
  return row('context', line.slice(1));
}

function row(kind: DiffRow['kind'], text: string): DiffRow {
  return { kind, text, commented: false };
}

function inlineHtml(content: readonly Inline[]): string {
  return content
    .map((item) => {
      switch (item.kind) {
        case 'text':
          return escapeHtml(item.text);
        case 'code':
          return `<code>${escapeHtml(item.text)}</code>`;
        case 'strong':
          return `<strong>${inlineHtml(item.content)}</strong>`;
        case 'link':
          return `<a href="${escapeHtml(item.url)}">${inlineHtml(item.content)}</a>`;
      }
    })
    .join('');
}
