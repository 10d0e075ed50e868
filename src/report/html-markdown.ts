/** The Markdown that our own renderers and rules write, as safe HTML. */
import { diffRow, diffTable, row } from './html-diff.ts';
import { escapeHtml } from './html-text.ts';
import type { Block, Inline } from './markdown-blocks.ts';
import { parseBlocks } from './markdown-blocks.ts';
import type { DiffRow } from './shown-review.ts';

/** `replaced` are the lines that a suggestion block stands in for; none where no comment is shown. */
export function markdownToHtml(markdown: string, replaced: readonly string[] = []): string {
  return blocksHtml(parseBlocks(markdown), replaced);
}

function blocksHtml(blocks: readonly Block[], replaced: readonly string[]): string {
  return blocks.map((block) => blockHtml(block, replaced)).join('\n');
}

function blockHtml(block: Block, replaced: readonly string[]): string {
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
      const content = blocksHtml(block.blocks, replaced);
      return `<details>\n<summary>${escapeHtml(block.summary)}</summary>\n${content}\n</details>`;
    }
    case 'fence':
      return fenceHtml(block.info, block.text, replaced);
  }
}

function fenceHtml(info: string, text: string, replaced: readonly string[]): string {
  if (info === 'suggestion') {
    const rows: DiffRow[] = [
      ...replaced.map((line) => row('deleted', line)),
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
