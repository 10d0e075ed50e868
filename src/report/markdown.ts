/**
 * Markdown from text that the reviewed repository controls. Nothing that goes through these functions can
 * open an HTML comment (our markers are comments), mention a user, refer to an issue, or leave its span.
 */
import { oneLine, visible } from './plain.ts';
import type { ReviewLinks } from './links.ts';
import { sourceUrl } from './links.ts';

/** A zero-width space: GitHub finds mentions and references in the rendered text, where no escape is left. */
const breaker = '\u200b';

/** Plain text that renders as itself, on one line. */
export function escapeText(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]|~$]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@(?=[^\s])/g, `@${breaker}`)
    .replace(/(#|\bGH-)(?=\d)/gi, `$1${breaker}`)
    .replace(/:\/\//g, `:${breaker}//`)
    .replace(/\bwww\./gi, (match) => `${match.slice(0, 3)}${breaker}.`)
    .replace(/^(\s*)([-+#=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s)/, '$1\\$2');
}

/** An inline code span that holds exactly this text, on one line; empty for an empty text. */
export function code(text: string): string {
  const content = breakComments(oneLine(text));
  if (content === '') return '';
  const ticks = '`'.repeat(longestRun(content) + 1);
  const pad = /^`|`$|^ .* $/.test(content) ? ' ' : '';
  return `${ticks}${pad}${content}${pad}${ticks}`;
}

/** A rule's sentence: what is between backticks is code, the rest is plain text. */
export function sentence(message: string): string {
  const parts = message.split('`');
  let rendered = '';
  for (const [index, part] of parts.entries()) {
    const isCode = index % 2 === 1;
    const closed = index < parts.length - 1;
    if (isCode && closed && part !== '') {
      // Two spans side by side would be read as one, and could open at the wrong run of backticks.
      rendered += rendered.endsWith('`') ? breaker + code(part) : code(part);
    } else if (isCode && !closed) {
      rendered += escapeInner(`\`${part}`);
    } else {
      rendered += index === 0 ? escapeText(part) : escapeInner(part);
    }
  }
  return rendered;
}

/** `escapeText` for text that follows other text on its line: a list mark cannot start there. */
function escapeInner(text: string): string {
  return escapeText(`x${text}`).slice(1);
}

/** A fenced block; its fence is longer than any run of backticks in it. */
export function fence(info: string, content: string): string {
  const text = breakComments(visible(content.replace(/\r\n/g, '\n'))).replace(/\n+$/, '');
  const ticks = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${ticks}${info}\n${text}\n${ticks}`;
}

/** A fenced block with exactly this content, or undefined where it would need an escape. */
export function verbatimFence(info: string, lines: readonly string[]): string | undefined {
  const text = lines.join('\n');
  if (breakComments(visible(text)) !== text) return undefined;
  const ticks = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return lines.length === 0 ? `${ticks}${info}\n${ticks}` : `${ticks}${info}\n${text}\n${ticks}`;
}

/** A link; `label` is Markdown, `url` is already encoded. */
export function link(label: string, url: string): string {
  return `[${label}](${url.replace(/[()\s<>]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)})`;
}

/** `path:line` as a link to the reviewed revision, or as plain code where it has no address. */
export function place(links: ReviewLinks, path: string, line: number): string {
  const label = code(`${path}:${line}`);
  const url = sourceUrl(links, path, line);
  return url === undefined ? label : link(label, url);
}

/** One row of a table: a `|` ends a cell even inside code, so each is escaped. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replace(/\\?\|/g, '\\|')).join(' | ')} |`;
}

/** Our own documentation's Markdown, with nothing in it that could be taken for a marker. */
export function ownMarkdown(text: string): string {
  return breakComments(text).trim();
}

function breakComments(text: string): string {
  return text.replace(/<!--/g, `<!${breaker}--`).replace(/-->/g, `--${breaker}>`);
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
