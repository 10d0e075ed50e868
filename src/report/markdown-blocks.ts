/**
 * A reader of the Markdown that our own renderers write, for showing a review outside GitHub. It knows
 * paragraphs, headings, lists of one-line items, fences and details; anything else is text.
 */

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong'; readonly content: readonly Inline[] }
  | { readonly kind: 'link'; readonly content: readonly Inline[]; readonly url: string };

export type Block =
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly kind: 'heading'; readonly level: number; readonly content: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'fence'; readonly info: string; readonly text: string }
  | { readonly kind: 'details'; readonly summary: string; readonly blocks: readonly Block[] };

/** Hidden markers and other one-line HTML comments are left out, as GitHub leaves them out. */
export function parseBlocks(markdown: string): readonly Block[] {
  return new BlockReader(markdown.split(/\r?\n/)).read();
}

const fenceStart = /^(`{3,})([^`]*)$/;
const listItem = /^(?:(-)|\d+\.) (.*)$/;
const startsBlock = /^(?:`{3}|#{1,6} |- |\d+\. |<details>|<\/details>|<!--)/;

class BlockReader {
  private readonly lines: readonly string[];
  private at = 0;

  constructor(lines: readonly string[]) {
    this.lines = lines;
  }

  read(): readonly Block[] {
    const blocks: Block[] = [];
    while (this.at < this.lines.length) {
      const line = this.line();
      if (line === '</details>') break;
      if (line.trim() === '' || /^<!--.*-->$/.test(line)) this.at++;
      else blocks.push(this.block(line));
    }
    return blocks;
  }

  private line(): string {
    return this.lines[this.at] ?? '';
  }

  private block(line: string): Block {
    const opening = fenceStart.exec(line);
    if (opening !== null) return this.fence(opening[1] ?? '', (opening[2] ?? '').trim());
    if (line === '<details>') return this.details();
    const heading = /^(#{1,6}) (.*)$/.exec(line);
    if (heading !== null) {
      this.at++;
      return { kind: 'heading', level: (heading[1] ?? '').length, content: parseInline(heading[2] ?? '') };
    }
    if (listItem.test(line)) return this.list();
    return this.paragraph();
  }

  private fence(ticks: string, info: string): Block {
    const content: string[] = [];
    this.at++;
    while (this.at < this.lines.length) {
      const line = this.line();
      this.at++;
      if (/^`+$/.test(line) && line.length >= ticks.length) break;
      content.push(line);
    }
    return { kind: 'fence', info, text: content.join('\n') };
  }

  private details(): Block {
    this.at++;
    const summary = /^<summary>(.*)<\/summary>$/.exec(this.line());
    if (summary !== null) this.at++;
    const blocks = this.read();
    if (this.line() === '</details>') this.at++;
    return { kind: 'details', summary: summary?.[1] ?? '', blocks };
  }

  private list(): Block {
    const ordered = !this.line().startsWith('-');
    const items: (readonly Inline[])[] = [];
    for (;;) {
      const item = listItem.exec(this.line());
      if (item === null || (item[1] === undefined) !== ordered) break;
      items.push(parseInline(item[2] ?? ''));
      this.at++;
    }
    return { kind: 'list', ordered, items };
  }

  private paragraph(): Block {
    const lines = [this.line()];
    this.at++;
    while (this.line().trim() !== '' && !startsBlock.test(this.line())) {
      lines.push(this.line());
      this.at++;
    }
    return { kind: 'paragraph', content: parseInline(lines.join(' ')) };
  }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** Code spans bind tightest; a delimiter without its partner is text. */
export function parseInline(text: string): readonly Inline[] {
  const result: Inline[] = [];
  let plain = '';
  const push = (item: Inline): void => {
    if (plain !== '') result.push({ kind: 'text', text: plain });
    plain = '';
    result.push(item);
  };
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const span = inlineAt(rest);
    if (span !== undefined) {
      push(span.item);
      at += span.length;
      continue;
    }
    const literal = /^\\([!-/:-@[-`{-~])/.exec(rest) ??
      /^&(amp|lt|gt|quot);/.exec(rest) ??
      /^`+/.exec(rest) ?? [rest[0]];
    const [whole = '', inner] = literal;
    plain += inner === undefined ? whole : (entities[inner] ?? inner);
    at += whole.length;
  }
  if (plain !== '') result.push({ kind: 'text', text: plain });
  return result;
}

function inlineAt(rest: string): { readonly item: Inline; readonly length: number } | undefined {
  const codeSpan = /^(`+)(?!`)(.*?[^`])\1(?!`)/.exec(rest);
  if (codeSpan !== null) {
    const content = codeSpan[2] ?? '';
    const stripped = /^ .*[^ ].* $/.test(content) ? content.slice(1, -1) : content;
    return { item: { kind: 'code', text: stripped }, length: codeSpan[0].length };
  }
  if (rest.startsWith('**')) {
    const end = closing(rest, 2, '**');
    if (end !== -1) {
      const item: Inline = { kind: 'strong', content: parseInline(rest.slice(2, end)) };
      return { item, length: end + 2 };
    }
  }
  if (rest.startsWith('[')) {
    const end = closing(rest, 1, ']');
    const target = end === -1 ? null : /^\]\((https?:\/\/[^\s()]+)\)/.exec(rest.slice(end));
    if (target !== null) {
      const item: Inline = { kind: 'link', content: parseInline(rest.slice(1, end)), url: target[1] ?? '' };
      return { item, length: end + target[0].length };
    }
  }
  return undefined;
}

/** The index of `mark` from `from` on that is neither escaped nor inside a code span; -1 where there is none. */
function closing(text: string, from: number, mark: string): number {
  let at = from;
  while (at < text.length) {
    if (text.startsWith(mark, at)) return at;
    const skipped = /^(?:\\.|(`+)(?!`).*?[^`]\1(?!`)|`+|.)/s.exec(text.slice(at));
    at += skipped?.[0].length ?? 1;
  }
  return -1;
}

/** The text of inline content without its marks. */
export function inlineText(content: readonly Inline[]): string {
  return content
    .map((item) => (item.kind === 'text' || item.kind === 'code' ? item.text : inlineText(item.content)))
    .join('');
}
