import type { BracketedText, Item } from './c-items.ts';
import { isWrittenAsMacro, soundsLikeAttribute } from './c-words.ts';

/** What kind of list a declaration stands in. */
export type Place = 'file' | 'fields' | 'parameter';

/** An identifier, and how little it looks like a type. */
interface RankedItem {
  readonly index: number;
  readonly rank: number;
}

/** Tells a type's name from attribute-like macros where several identifiers stand side by side. */
export class NameChoice {
  private readonly source: BracketedText;
  /** Names that a typedef of the text has made a type, so far. */
  private readonly types = new Set<string>();

  constructor(source: BracketedText) {
    this.source = source;
  }

  addType(name: string): void {
    this.types.add(name);
  }

  /** Keeps as many identifiers as the declaration has room for, and blanks the others. */
  keep(names: readonly Item[], count: number, storage: number, place: Place): Item[] {
    if (names.length <= count) return [...names];
    const rank = (item: Item): number => {
      const word = item.token.text;
      if (item.index < storage) return 4;
      if (soundsLikeAttribute(word)) return 3;
      if (this.types.has(word)) return 0;
      return isWrittenAsMacro(word) ? 2 : 1;
    };
    // The declared name stands last, whatever it looks like.
    const last = place !== 'parameter' && count > 0 ? names.slice(-1) : [];
    const others = last.length > 0 ? names.slice(0, -1) : names;
    const wanted = count - last.length;
    const ranked = others.map((item, index) => ({ item, index, rank: rank(item) }));
    ranked.sort((a, b) => a.rank - b.rank || b.index - a.index);
    const kept = ranked.slice(0, wanted);
    const border = kept[kept.length - 1];
    const isTie = border !== undefined && ranked.slice(wanted).some((dropped) => !isClear(border, dropped));
    const first = names[0];
    if (isTie && first !== undefined)
      this.source.doubt(first.token.start, names[names.length - 1]?.token.start ?? 0);
    for (const { item, rank: known } of ranked.slice(wanted)) {
      // A word alone on its line in a struct stands for members that are not to be seen (`PyObject_HEAD`).
      if (place === 'fields' && known < 3 && this.source.endsLine(item))
        this.source.doubt(item.token.start, item.token.end);
      // `LIB_CONST char *` may be const or not.
      if (/const/i.test(item.token.text)) this.source.doubt(item.token.start, item.token.end);
      this.source.blankItem(item);
    }
    return [...kept.map(({ item }) => item), ...last].sort((a, b) => a.index - b.index);
  }
}

/** Whether it is certain that of two identifiers only the first belongs to the type. */
function isClear(kept: RankedItem, dropped: RankedItem): boolean {
  if (kept.rank === dropped.rank) return false;
  // By custom a macro that is no calling convention stands before the type.
  return kept.rank !== 1 || dropped.rank !== 2 || dropped.index < kept.index;
}
