/** A review for a terminal, as a person would see it on GitHub: the diff, then the comment in a box. */
import type { Paint } from './ansi.ts';
import { displayWidth, paint } from './ansi.ts';
import type { Block, Inline } from './markdown-blocks.ts';
import { parseBlocks } from './markdown-blocks.ts';
import { oneLine, visible } from './plain.ts';
import type { DiffRow, ShownComment, ShownReview } from './shown-review.ts';
import { commentedRange, diffRows, verdictTitle } from './shown-review.ts';

export interface TerminalOptions {
  readonly color: boolean;
  /** The terminal's width in columns; boxes are at least 40 wide. */
  readonly width: number;
}

/** The whole review, with a line feed at the end. */
export function renderTerminalReview(review: ShownReview, options: TerminalOptions): string {
  const style = paint(options.color);
  const view: View = { style, color: options.color, width: Math.max(40, Math.min(options.width, 110)) };
  const verdictPaint = { pass: style.green, fail: style.red, incomplete: style.yellow }[review.verdict];
  const parts = [
    `${style.bold(oneLine(review.title))}\n${verdictPaint(verdictTitle(review.verdict))}`,
    ...(review.body.trim() === '' ? [] : [box(`${oneLine(review.author)} reviewed`, review.body, view)]),
    ...review.comments.map((comment) => commentText(comment, view)),
  ];
  return `${parts.join('\n\n')}\n`;
}

interface View {
  readonly style: Paint;
  readonly color: boolean;
  readonly width: number;
}

/** What the content of one box is rendered with. */
interface Page extends View {
  /** The addresses of the links that the text refers to by number. */
  readonly urls: string[];
}

function commentText(comment: ShownComment, view: View): string {
  const { style } = view;
  const head = `${style.bold(oneLine(comment.path))} ${style.dim(commentedRange(comment))}`;
  const rows = diffRows(comment).map((row) => rowText(row, style));
  return [head, ...rows, box(oneLine(comment.author), comment.body, view)].join('\n');
}

function rowText(row: DiffRow, style: Paint): string {
  const text = visible(row.text);
  if (row.kind === 'hunk') return style.cyan(text);
  const number = (value: number | undefined): string => String(value ?? '').padStart(5);
  const gutter = style.dim(`${number(row.oldLine)} ${number(row.newLine)}`);
  const mark = row.commented ? style.yellow('▌') : ' ';
  switch (row.kind) {
    case 'added':
      return `${gutter} ${mark}${style.green(`+${text}`)}`;
    case 'deleted':
      return `${gutter} ${mark}${style.red(`-${text}`)}`;
    case 'context':
      return `${gutter} ${mark} ${text}`;
  }
}

function box(title: string, markdown: string, view: View): string {
  const { style, width } = view;
  const inner = width - 4;
  const page: Page = { ...view, width: inner, urls: [] };
  const lines = blocksText(parseBlocks(markdown), page);
  const shownTitle = ` ${title} `;
  const rule = Math.max(0, width - 3 - displayWidth(shownTitle));
  const edge = style.dim('│');
  return [
    style.dim('╭─') + style.bold(shownTitle) + style.dim(`${'─'.repeat(rule)}╮`),
    ...lines.map((line) => `${edge} ${line}${' '.repeat(Math.max(0, inner - displayWidth(line)))} ${edge}`),
    style.dim(`╰${'─'.repeat(width - 2)}╯`),
    ...page.urls.map((url, index) => style.dim(`[${index + 1}] ${url}`)),
  ].join('\n');
}

function blocksText(blocks: readonly Block[], page: Page): readonly string[] {
  return blocks.flatMap((block, index) => {
    const lines = blockText(block, page);
    return index === 0 ? lines : ['', ...lines];
  });
}

function blockText(block: Block, page: Page): readonly string[] {
  switch (block.kind) {
    case 'paragraph':
      return wrap(words(block.content, page), page.width);
    case 'heading':
      return wrap(words([{ kind: 'strong', content: block.content }], page), page.width);
    case 'list':
      return block.items.flatMap((item, index) => {
        const mark = block.ordered ? `${index + 1}. ` : '• ';
        const [first = '', ...rest] = wrap(words(item, page), page.width - mark.length);
        return [`${mark}${first}`, ...rest.map((line) => ' '.repeat(mark.length) + line)];
      });
    case 'details':
      return [page.style.bold(`▾ ${oneLine(block.summary)}`), ...blocksText(block.blocks, page)];
    case 'fence':
      return fenceText(block.info, block.text, page);
  }
}

function fenceText(info: string, text: string, { style, width }: Page): readonly string[] {
  const title = info === 'suggestion' ? [style.bold('Suggested change:')] : [];
  const lines = text.split('\n').flatMap((line) => {
    const shown = visible(line.replace(/\t/g, '    '));
    return chop(shown, width - 2).map((part) => `  ${fenceTint(info, line, style)(part)}`);
  });
  return [...title, ...lines];
}

function fenceTint(info: string, line: string, style: Paint): (text: string) => string {
  if (info === 'suggestion' || (info === 'diff' && line.startsWith('+'))) return style.green;
  return info === 'diff' && line.startsWith('-') ? style.red : style.cyan;
}

/** The words of inline content, each painted on its own so that a line may break between any two. */
function words(content: readonly Inline[], page: Page): readonly string[] {
  return inlinePieces(content, page, (text) => text)
    .map(({ text, tint }) => text.split(' ').map(tint).join(' '))
    .join('')
    .split(' ');
}

interface Piece {
  readonly text: string;
  readonly tint: (text: string) => string;
}

function inlinePieces(
  content: readonly Inline[],
  page: Page,
  outer: (text: string) => string,
): readonly Piece[] {
  const { style, color } = page;
  return content.flatMap((item): readonly Piece[] => {
    switch (item.kind) {
      case 'text':
        return [{ text: oneLine(item.text), tint: outer }];
      case 'code': {
        const text = oneLine(item.text);
        // Without colour nothing else tells code from prose.
        return [{ text: color ? text : `\`${text}\``, tint: (part) => outer(style.cyan(part)) }];
      }
      case 'strong':
        return inlinePieces(item.content, page, (text) => outer(style.bold(text)));
      case 'link':
        return [...inlinePieces(item.content, page, outer), ...reference(item.content, item.url, page)];
    }
  });
}

/** The number of a link's address; a link on code such as `path:line` says by itself where it leads. */
function reference(content: readonly Inline[], url: string, { urls, style }: Page): readonly Piece[] {
  if (content.every((item) => item.kind === 'code')) return [];
  const shown = oneLine(url);
  if (!urls.includes(shown)) urls.push(shown);
  return [{ text: ` [${urls.indexOf(shown) + 1}]`, tint: style.dim }];
}

function wrap(items: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const item of items) {
    const joined = line === '' ? item : `${line} ${item}`;
    if (line !== '' && displayWidth(joined) > width) {
      lines.push(line);
      line = item;
    } else {
      line = joined;
    }
  }
  return [...lines, line];
}

/** The text in parts of at most `width` columns. */
function chop(text: string, width: number): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const character of text) {
    const columns = displayWidth(character);
    if (used + columns > width) {
      parts.push(part);
      part = '';
      used = 0;
    }
    part += character;
    used += columns;
  }
  return [...parts, part];
}
