import type { MacroUse } from './c-expansion.ts';
import { isPlainWord } from './c-items.ts';
import type { BracketedText, Item } from './c-items.ts';
import { isTypeMacro } from './c-macro-definitions.ts';
import type { MacroLookup } from './c-macro-definitions.ts';
import type { Place } from './c-name-choice.ts';
import { basicTypeWords, isWrittenAsMacro, tagWords } from './c-words.ts';

/** Reads macros with arguments where a declaration begins, and keeps those that are declarations of their own. */
export class LeadingMacros {
  readonly uses: MacroUse[] = [];
  private readonly source: BracketedText;
  private readonly macros: MacroLookup;

  constructor(source: BracketedText, macros: MacroLookup) {
    this.source = source;
    this.macros = macros;
  }

  /** Macros with arguments where a declaration begins: they give its type, an attribute of it, or one of their own. */
  remove(items: readonly Item[], end: number, place: Place, ending: 'semicolon' | 'body' | 'cut'): Item[] {
    let rest = this.withTypeMacro(items);
    for (;;) {
      const [name, group, next, afterNext] = rest;
      if (name === undefined || group?.token.text !== '(' || !isPlainWord(name.token)) return rest;
      if (name.token.text === 'typeof' || name.token.text === '__typeof__') return rest;
      if (next === undefined) {
        if (ending === 'body' || place === 'parameter') return rest;
        this.use(name, group, place);
        if (ending === 'semicolon') this.source.blankToken(end);
        return [];
      }
      if (next.token.kind !== 'word' && next.token.text !== '*') return rest;
      const isOfType = isTypeMacro(name.token.text, this.macros);
      const isLastName =
        next.token.kind === 'word' && afterNext?.token.kind !== 'word' && afterNext?.token.text !== '*';
      const arguments_ = this.source.text.slice(group.token.end, this.source.tokens[group.last]?.start);
      if (
        !isOfType &&
        this.source.text.slice(this.source.tokens[group.last]?.end, next.token.start).includes('\n')
      ) {
        this.use(name, group, place);
        rest = rest.slice(2);
        continue;
      }
      if (next.token.text === '*' && !isOfType && !soundsLikeType(arguments_)) return rest;
      if (isOfType || isLastName || soundsLikeType(arguments_)) {
        this.source.blankItem(name);
        this.source.blankToken(group.index);
        this.source.blankToken(group.last);
        // What the macro makes of its argument is only known where its definition is.
        if (!isOfType && !soundsLikeType(arguments_)) this.source.doubt(name.token.start, next.token.start);
        return [...this.source.items(group.index + 1, group.last), ...rest.slice(2)];
      }
      this.use(name, group, place);
      rest = rest.slice(2);
    }
  }

  /** `BEGIN_DECLS EXPORT(int) f(void)`: what stands before a macro that gives the type is no type. */
  private withTypeMacro(items: readonly Item[]): Item[] {
    const at = items.findIndex(
      ({ token }, index) => token.kind !== 'word' || items[index + 1]?.token.text === '(',
    );
    const [macro, group] = items.slice(Math.max(at, 0));
    if (at < 1 || macro === undefined || group?.token.text !== '(' || !isPlainWord(macro.token))
      return [...items];
    const before = items.slice(0, at);
    if (before.some(({ token }) => basicTypeWords.has(token.text) || tagWords.has(token.text)))
      return [...items];
    const isOfType = isTypeMacro(macro.token.text, this.macros);
    const isType =
      isOfType ||
      soundsLikeType(this.source.text.slice(group.token.end, this.source.tokens[group.last]?.start));
    if (!isType || (!isOfType && !isBeforeFunction(items, at + 2))) return [...items];
    for (const item of before) if (isPlainWord(item.token)) this.source.blankItem(item);
    this.source.blankItem(macro);
    this.source.blankToken(group.index);
    this.source.blankToken(group.last);
    const keywords = before.filter(({ token }) => !isPlainWord(token));
    return [...keywords, ...this.source.items(group.index + 1, group.last), ...items.slice(at + 2)];
  }

  use(name: Item, group: Item, place: Place | 'enumerators'): void {
    this.source.blankItem(name);
    this.source.blankItem(group);
    // Members that a macro declares are not seen, and the type that has them is not known.
    if (place === 'fields' || place === 'parameter') {
      this.source.doubt(name.token.start, this.source.tokens[group.last]?.end ?? name.token.end);
      return;
    }
    const parts = this.source.split(group.index + 1, group.last);
    this.uses.push({
      name: name.token.text,
      isEnumerator: place === 'enumerators',
      arguments: parts.map(([from, to]) =>
        this.source.text.slice(this.source.tokens[from]?.start, this.source.tokens[to - 1]?.end),
      ),
    });
  }
}

/** Whether a function's name and parameters follow, and not an attribute with arguments. */
export function isBeforeFunction(items: readonly Item[], from: number): boolean {
  let at = from;
  while (items[at]?.token.text === '*' || items[at]?.token.kind === 'word') at++;
  const name = items[at - 1]?.token;
  return at > from && items[at]?.token.text === '(' && name?.kind === 'word' && !isWrittenAsMacro(name.text);
}

/** An argument that can only be a type. */
function soundsLikeType(text: string): boolean {
  if (!/^[\w\s*]+$/.test(text)) return false;
  return (
    /\*\s*$/.test(text) ||
    (text.match(/\w+/g) ?? []).some((word) => basicTypeWords.has(word) || tagWords.has(word))
  );
}
