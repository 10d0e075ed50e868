import type { BracketedText, Item } from './c-items.ts';
import { isAttributeMacro } from './c-macro-definitions.ts';
import type { MacroLookup } from './c-macro-definitions.ts';
import { attributeWords, isWrittenAsMacro } from './c-words.ts';

/** Knows the attributes of a C text: those of compilers, and the macros that its own `#define`s make attributes. */
export class Attributes {
  private readonly source: BracketedText;
  private readonly macros: MacroLookup;
  private readonly known = new Map<string, boolean>();

  constructor(source: BracketedText, macros: MacroLookup) {
    this.source = source;
    this.macros = macros;
  }

  remove(items: readonly Item[]): Item[] {
    const kept: Item[] = [];
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (item === undefined) continue;
      const isBracketed = item.token.text === '[' && this.source.tokens[item.index + 1]?.text === '[';
      const isWord =
        item.token.kind === 'word' &&
        (this.has(item.token.text) || (i > 0 && this.takesLiteral(items[i + 1])));
      if (!isBracketed && !isWord) {
        kept.push(item);
        continue;
      }
      this.source.blankItem(item);
      // `__asm__ volatile`, and the attribute's arguments.
      const next = items[i + 1];
      if (isWord && next?.token.text === '(' && this.takesArguments(item.token.text, next, items[i + 2])) {
        this.source.blankItem(next);
        i++;
      }
    }
    return kept;
  }

  /** `WINAPI (*f)(int)` is followed by a declarator, not by arguments. */
  private takesArguments(word: string, group: Item, after: Item | undefined): boolean {
    const definitions = this.macros.get(word);
    if (definitions !== undefined) return definitions.some(({ parameters }) => parameters !== undefined);
    return !(this.source.tokens[group.index + 1]?.text === '*' && after?.token.text === '(');
  }

  /** `SEC("maps")`, `ALIGNED(16)`: no parameter begins with a literal. */
  private takesLiteral(group: Item | undefined): boolean {
    if (group?.token.text !== '(') return false;
    const kind = this.source.tokens[group.index + 1]?.kind;
    return kind === 'literal' || kind === 'number';
  }

  has(word: string): boolean {
    if (attributeWords.has(word)) return true;
    let known = this.known.get(word);
    if (known === undefined) {
      // A function may have the name of a macro with arguments that replaces it under another condition.
      const isFunctionLike =
        this.macros.get(word)?.some(({ parameters }) => parameters !== undefined) === true;
      known =
        ((!isFunctionLike || isWrittenAsMacro(word)) && isAttributeMacro(word, this.macros)) ||
        /^_(In|Out|Inout)(_opt)?_$/.test(word);
      this.known.set(word, known);
    }
    return known;
  }
}
