import type { CToken, TextRange } from './c-tokens.ts';
import {
  attributeWords,
  basicTypeWords,
  isWrittenAsMacro,
  qualifierWords,
  storageWords,
  tagWords,
} from './c-words.ts';

/** A text's tokens after the branches of the preprocessor that no parser could read beside each other are gone. */
export interface ConditionalText {
  /** What is left; directives that stay in the text are among them. */
  readonly tokens: readonly CToken[];
  readonly blanks: readonly TextRange[];
  /** Where one branch was chosen among several: what is declared across such a place is not known. */
  readonly uncertain: readonly TextRange[];
}

/** Groups that nest deeper than this stay as they are: no person writes them. */
const maximalNesting = 40;

/**
 * Both sides of an `#if` stay where each of them holds whole declarations or statements: the grammar reads them
 * beside each other. Where a group splits a declaration (a head under `#ifdef`, a brace in one branch), its first
 * branch stays and the rest is blanked, so that what follows is read. Branches that C never sees
 * (`__cplusplus`, `#if 0`) are blanked.
 */
export function settleConditionals(tokens: readonly CToken[]): ConditionalText {
  return new Conditionals(tokens).settle();
}

interface Group {
  /** Indexes of its directives: `#if`, every `#elif` and `#else`. */
  readonly directives: number[];
}

class Conditionals {
  private readonly tokens: readonly CToken[];
  private readonly removed: Uint8Array;
  private readonly blanks: TextRange[] = [];
  private readonly uncertain: TextRange[] = [];

  constructor(tokens: readonly CToken[]) {
    this.tokens = tokens;
    this.removed = new Uint8Array(tokens.length);
  }

  settle(): ConditionalText {
    const open: Group[] = [];
    this.tokens.forEach((token, index) => {
      if (token.kind !== 'directive') return;
      const name = directiveName(token);
      if (name === 'if' || name === 'ifdef' || name === 'ifndef') open.push({ directives: [index] });
      else if (name === 'else' || name.startsWith('elif')) open[open.length - 1]?.directives.push(index);
      else if (name === 'endif') {
        const group = open.pop();
        if (group !== undefined && open.length < maximalNesting)
          this.settleGroup([...group.directives, index]);
      }
    });
    const tokens = this.tokens.filter((_, index) => this.removed[index] === 0);
    return { tokens, blanks: this.blanks, uncertain: this.uncertain };
  }

  /** @param directives indexes of `#if`, `#elif`…, `#else`, `#endif` of one group */
  private settleGroup(directives: readonly number[]): void {
    const first = directives[0] ?? 0;
    const last = directives[directives.length - 1] ?? 0;
    this.dropDead(directives);
    const branches = directives.slice(0, -1).map((from, i) => this.live(from + 1, directives[i + 1] ?? last));
    const filled = branches.filter((branch) => branch.length > 0);
    if (filled.length === 0) return;
    const before = this.neighbour(first, -1);
    const after = this.neighbour(last, 1);
    if (before?.text !== ',' && after !== undefined && filled.every(isAttributesOnly)) {
      this.dropAll(first, last);
      return;
    }
    const balanced = filled.every(isBalanced);
    // An include guard: whatever is wrong inside it, nothing outside is split.
    if (before === undefined && after === undefined) return;
    if (balanced && filled.every((branch) => isWhole(branch, before))) return;
    if (balanced && (before?.text === ',' || before?.text === '{')) {
      const list = this.enclosingList(first);
      if (list === 'enum') return;
      if (list === 'initializer') {
        for (const index of directives) this.remove(index, index + 1);
        return;
      }
    }
    this.keepFirst(directives, branches);
  }

  /** Blanks the branches that C never sees. */
  private dropDead(directives: readonly number[]): void {
    const open = this.tokens[directives[0] ?? 0];
    const condition = open === undefined ? 'unknown' : truthOf(open.text);
    if (condition === 'unknown') return;
    for (let i = 0; i + 1 < directives.length; i++) {
      const isDead = i === 0 ? condition === 'false' : condition === 'true';
      if (isDead) this.remove((directives[i] ?? 0) + 1, directives[i + 1] ?? 0);
    }
  }

  private keepFirst(directives: readonly number[], branches: readonly (readonly CToken[])[]): void {
    const kept = branches.findIndex((branch) => branch.length > 0);
    for (let i = 0; i < directives.length; i++) {
      const from = directives[i] ?? 0;
      const to = i === kept || i + 1 === directives.length ? from + 1 : (directives[i + 1] ?? 0);
      this.remove(from, to);
    }
    const start = this.tokens[directives[0] ?? 0]?.start ?? 0;
    const end = this.tokens[directives[directives.length - 1] ?? 0]?.end ?? 0;
    this.uncertain.push({ start, end });
  }

  private dropAll(first: number, last: number): void {
    this.remove(first, last + 1);
  }

  private remove(from: number, to: number): void {
    const start = this.tokens[from]?.start;
    const end = this.tokens[to - 1]?.end;
    if (from >= to || start === undefined || end === undefined) return;
    this.removed.fill(1, from, to);
    this.blanks.push({ start, end });
  }

  private live(from: number, to: number): CToken[] {
    const found: CToken[] = [];
    for (let index = from; index < to; index++) {
      const token = this.tokens[index];
      if (this.removed[index] === 0 && token !== undefined && token.kind !== 'directive') found.push(token);
    }
    return found;
  }

  private neighbour(index: number, step: 1 | -1): CToken | undefined {
    for (let i = index + step; i >= 0 && i < this.tokens.length; i += step) {
      if (this.removed[i] === 0 && this.tokens[i]?.kind !== 'directive') return this.tokens[i];
    }
    return undefined;
  }

  /** What kind of list the tokens stand in, by the nearest bracket that is open before them. */
  private enclosingList(index: number): 'enum' | 'initializer' | undefined {
    let depth = 0;
    for (let i = index - 1, steps = 0; i >= 0 && steps < 20_000; i--, steps++) {
      const token = this.tokens[i];
      if (token === undefined || this.removed[i] !== 0 || token.kind !== 'punctuation') continue;
      if (isCloser(token)) depth++;
      else if (isOpener(token) && depth-- === 0) {
        if (token.text !== '{') return undefined;
        const before = this.neighbour(i, -1);
        if (before?.text === '=' || before?.text === ',' || before?.text === ']') return 'initializer';
        if (before?.text === '{') return this.enclosingList(i);
        return this.isEnum(i) ? 'enum' : undefined;
      }
    }
    return undefined;
  }

  private isEnum(brace: number): boolean {
    for (let i = brace - 1; i >= 0 && i >= brace - 6; i--) {
      const token = this.tokens[i];
      if (token?.text === 'enum') return true;
      if (token?.kind === 'punctuation' && /^[;{}]$/.test(token.text)) return false;
    }
    return false;
  }
}

/** The name of a directive: `ifdef` of `# ifdef X`. */
function directiveName(token: CToken): string {
  return /^#\s*([a-z_]*)/.exec(token.text)?.[1] ?? '';
}

/** What a condition is for every C compiler; C++ and Objective-C are other languages. */
function truthOf(directive: string): 'true' | 'false' | 'unknown' {
  const text = directive
    .replace(/\/\*[^]*?\*\/|\/\/.*|\\\r?\n/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (/^# ?ifdef (__cplusplus|__OBJC__)$/.test(text)) return 'false';
  if (/^# ?ifndef (__cplusplus|__OBJC__)$/.test(text)) return 'true';
  const condition = /^# ?if ?(.*)$/.exec(text)?.[1];
  if (condition === undefined) return 'unknown';
  if (condition === '0') return 'false';
  if (condition === '1') return 'true';
  const foreign = /^(?:defined ?\(? ?(?:__cplusplus|__OBJC__) ?\)?|__cplusplus(?: ?>=? ?\w+)?)/;
  if (!condition.includes('||') && foreign.test(condition)) return 'false';
  return /^! ?defined ?\(? ?(?:__cplusplus|__OBJC__) ?\)?$/.test(condition) ? 'true' : 'unknown';
}

function isOpener(token: CToken): boolean {
  return token.kind === 'punctuation' && /^[([{]$/.test(token.text);
}

function isCloser(token: CToken): boolean {
  return token.kind === 'punctuation' && /^[)\]}]$/.test(token.text);
}

function isBalanced(tokens: readonly CToken[]): boolean {
  let depth = 0;
  for (const token of tokens) {
    if (isOpener(token)) depth++;
    else if (isCloser(token) && --depth < 0) return false;
  }
  return depth === 0;
}

/** Whether what follows the token begins a new declaration or statement. */
function endsItem(token: CToken | undefined): boolean {
  return token === undefined || (token.kind === 'punctuation' && /^[;{}:]$/.test(token.text));
}

function isWhole(branch: readonly CToken[], before: CToken | undefined): boolean {
  const first = branch[0];
  const last = branch[branch.length - 1];
  if (first === undefined || last === undefined) return true;
  if (first.text === 'else' || /^[;,){]$/.test(first.text)) return false;
  if (!endsItem(before) && !startsDeclaration(first)) return false;
  if (endsItem(last)) return true;
  // Behind whole declarations, words alone are macros that end something (`G_END_DECLS`).
  let index = branch.length - 1;
  while (index >= 0 && isWrittenAsMacro(branch[index]?.text ?? '')) index--;
  return endsItem(branch[index]);
}

function startsDeclaration(token: CToken): boolean {
  return storageWords.has(token.text) || tagWords.has(token.text) || basicTypeWords.has(token.text);
}

function isFunctionSpecifier(word: string): boolean {
  return qualifierWords.has(word) && word.includes('inline');
}

/** Whether a branch holds nothing that bears on a type: storage, attributes, words written as macros. */
function isAttributesOnly(branch: readonly CToken[]): boolean {
  let depth = 0;
  let behindAttribute = false;
  for (const token of branch) {
    if (isOpener(token)) {
      if (depth === 0 && !behindAttribute) return false;
      depth++;
    } else if (isCloser(token)) {
      if (--depth < 0) return false;
    } else if (depth === 0) {
      behindAttribute = attributeWords.has(token.text) || isWrittenAsMacro(token.text);
      const isStorage = storageWords.has(token.text) && token.text !== 'typedef';
      if (!behindAttribute && !isStorage && !isFunctionSpecifier(token.text)) return false;
    }
  }
  return depth === 0;
}
