import { Attributes } from './c-attributes.ts';
import type { MacroUse } from './c-expansion.ts';
import { isKeyword } from './c-items.ts';
import type { BracketedText, Item } from './c-items.ts';
import { LeadingMacros, isBeforeFunction } from './c-leading-macros.ts';
import type { MacroLookup } from './c-macro-definitions.ts';
import { NameChoice } from './c-name-choice.ts';
import type { Place } from './c-name-choice.ts';
import type { CToken } from './c-tokens.ts';
import { basicTypeWords, isWrittenAsMacro, qualifierWords, storageWords, tagWords } from './c-words.ts';

/** The specifiers of a declaration, and the words in front of its first declarator. */
interface Head {
  /** How many items it takes. */
  readonly length: number;
  /** Its identifiers: attribute-like macros, the type's name, the declared name. */
  readonly names: Item[];
  readonly hasType: boolean;
  /** The index of the last token like `static`; -1 where there is none. */
  readonly storage: number;
}

/** So many tokens at most stand between a function's parameters and its body. */
const maximalHead = 200;

/** Brackets that nest deeper than this stay as they are: no person writes them. */
const maximalDepth = 40;

/**
 * Finds in the declarations of a C text what only the preprocessor or one compiler understands, by its place.
 * Bodies of functions are left as they are.
 */
export class DeclarationCleaner {
  private readonly source: BracketedText;
  private readonly macros: MacroLookup;
  private readonly attributes: Attributes;
  private readonly names: NameChoice;
  private readonly leading: LeadingMacros;
  private depth = 0;

  constructor(source: BracketedText, macros: MacroLookup) {
    this.source = source;
    this.macros = macros;
    this.attributes = new Attributes(source, macros);
    this.names = new NameChoice(source);
    this.leading = new LeadingMacros(source, macros);
  }

  /** The uses of declaration macros. */
  get uses(): readonly MacroUse[] {
    return this.leading.uses;
  }

  run(): void {
    this.scope(0, this.source.tokens.length, 'file');
  }

  /** The declarations between two tokens. */
  private scope(from: number, to: number, place: Place): void {
    if (this.depth >= maximalDepth) return;
    this.depth++;
    this.declarationsBetween(from, to, place);
    this.depth--;
  }

  private declarationsBetween(from: number, to: number, place: Place): void {
    let start = from;
    let i = from;
    while (i < to) {
      const token = this.source.tokens[i];
      const close = this.source.closers[i] ?? -1;
      if (token === undefined) return;
      if (token.kind === 'directive') {
        this.declaration(start, i, place, 'cut');
        start = ++i;
      } else if (token.kind !== 'punctuation') {
        i++;
      } else if (token.text === ';') {
        this.declaration(start, i, place, 'semicolon');
        start = ++i;
      } else if (token.text === '}') {
        this.declaration(start, i, place, 'cut');
        // The end of an `extern "C"` block, or of something that was not understood.
        this.source.blankToken(i);
        start = ++i;
      } else if (token.text === '{' && place === 'file' && this.opensLinkage(start, i)) {
        this.source.blank(start, i);
        start = ++i;
      } else if (token.text === '{' && close < 0) {
        // What follows a brace that is never closed belongs to nothing that could be read.
        this.declaration(start, i, place, 'body');
        start = ++i;
      } else if (token.text === '{' && place === 'file' && this.opensBody(start, i)) {
        this.declaration(start, i, place, 'body');
        start = i = close + 1;
      } else {
        i = close < 0 ? i + 1 : close + 1;
      }
    }
    this.declaration(start, to, place, 'cut');
  }

  /** `extern "C" {`, with attributes before it. */
  private opensLinkage(start: number, brace: number): boolean {
    return (
      this.source.tokens[brace - 1]?.kind === 'literal' &&
      this.source.tokens[brace - 2]?.text === 'extern' &&
      brace - 2 >= start
    );
  }

  private opensBody(start: number, brace: number): boolean {
    const { tokens, openers } = this.source;
    for (let i = brace - 1; i >= start && i > brace - maximalHead; i--) {
      const token = tokens[i];
      if (token === undefined || token.text === '=' || tagWords.has(token.text)) return false;
      const opener = openers[i] ?? -1;
      if (opener < 0) continue;
      const head = tokens[opener - 1];
      // The parameters of a function, and not the arguments of an attribute behind them.
      if (token.text === ')' && !(head?.kind === 'word' && this.attributes.has(head.text))) return true;
      i = opener;
    }
    return false;
  }

  /** One declaration without what ends it: a semicolon, a body, or nothing of its own. */
  private declaration(start: number, end: number, place: Place, ending: 'semicolon' | 'body' | 'cut'): void {
    let items = this.attributes.remove(this.source.items(start, end));
    const [first, second] = items;
    if (first?.token.text === 'extern' && second?.token.kind === 'literal') {
      this.source.blank(first.index, second.index);
      items = items.slice(2);
    }
    items = this.leading.remove(items, end, place, ending);
    if (items.length === 0) return;
    if (ending === 'cut' && place !== 'parameter' && items.every(({ token }) => isMacroWord(token))) {
      for (const item of items) this.source.blankItem(item);
      return;
    }
    this.cleanDeclaration(items, place);
  }

  private cleanDeclaration(items: readonly Item[], place: Place): void {
    const head = this.readHead(items);
    if (this.namesPointer(items, head, place)) return;
    const target = items[head.length];
    // `int PREFIX(name)(int)`: the macro makes the name.
    const isOneWord = target?.token.text === '(' && target.last === target.index + 2;
    const touches = head.names[head.names.length - 1]?.token.end === target?.token.start;
    if (isOneWord && touches && items[head.length + 1]?.token.text === '(') return;
    const isTypedef = items.slice(0, head.length).some(({ token }) => token.text === 'typedef');
    const { names, hasType } = head;
    const needed = hasType ? 0 : 1;
    let named = false;
    if (target?.token.text === '*') named = false;
    else if (target?.token.text === '(' && this.isDeclaratorGroup(target, items[head.length + 1]))
      named = false;
    else if (place === 'parameter') named = names.length > needed;
    else named = names.length > needed || (isTypedef && names.length > 0);
    let from = head.length;
    if (target?.token.text === '(' && this.isDoubleGroup(target) && names.length > needed + 1) {
      // `int f OF((int))`: the macro gives its argument or nothing.
      const proto = names.pop();
      if (proto !== undefined) this.source.blankItem(proto);
      this.source.blankToken(target.index);
      this.source.blankToken(target.last);
      this.declarators([...this.source.items(target.index + 1, target.last), ...items.slice(from + 1)]);
      from = items.length;
    }
    const kept = this.names.keep(names, needed + (named ? 1 : 0), head.storage, place);
    const name = named ? kept[kept.length - 1] : undefined;
    if (isTypedef && name !== undefined) this.names.addType(name.token.text);
    this.declarators(items.slice(from), isTypedef);
  }

  /** `int CALLBACK_OF(name)(int)`: the macro makes a pointer to a function of its argument. */
  private namesPointer(items: readonly Item[], head: Head, place: Place): boolean {
    const isTypedef = items.slice(0, head.length).some(({ token }) => token.text === 'typedef');
    const macro = items[head.length - 1];
    const [name, parameters] = items.slice(head.length);
    if (
      (place === 'file' && !isTypedef) ||
      macro === undefined ||
      name?.token.text !== '(' ||
      parameters?.token.text !== '('
    )
      return false;
    if (name.last !== name.index + 2 || head.names[head.names.length - 1] !== macro) return false;
    if (!isWrittenAsMacro(macro.token.text) || head.names.length < (head.hasType ? 1 : 2)) return false;
    this.source.blanks.push({ start: macro.token.start, end: name.token.end, ending: '(*' });
    // No member is a function; a typedef may well name a function's type.
    const isPointer =
      this.macros.get(macro.token.text)?.every(({ body }) => body.includes('*')) ?? place === 'fields';
    if (!isPointer) this.source.doubt(macro.token.start, name.token.end);
    this.names.keep(head.names.slice(0, -1), head.hasType ? 0 : 1, head.storage, place);
    this.declarators(items.slice(head.length + 1));
    return true;
  }

  /** The words of a declaration up to its first declarator. */
  private readHead(items: readonly Item[]): Head {
    const names: Item[] = [];
    let hasType = false;
    let storage = -1;
    let i = 0;
    for (; i < items.length; i++) {
      const item = items[i];
      if (item?.token.kind !== 'word') break;
      const word = item.token.text;
      const next = items[i + 1];
      const after = items[i + 2];
      if (storageWords.has(word)) storage = item.index;
      else if (basicTypeWords.has(word)) hasType = true;
      else if (tagWords.has(word)) {
        hasType = true;
        i = this.readTag(items, i);
      } else if (/^(__typeof__|typeof|_Atomic)$/.test(word) && next?.token.text === '(') {
        hasType = true;
        i++;
      } else if (qualifierWords.has(word)) {
        continue;
      } else if (next?.token.text !== '(') {
        names.push(item);
      } else if (
        !hasType &&
        names.length === 0 &&
        (after?.token.text === '*' || after?.token.kind === 'word')
      ) {
        // `const STACK_OF(X509) *certs`: a type that only the macro's definition knows.
        this.source.blankItem(next);
        this.source.doubt(item.token.start, item.token.end);
        hasType = true;
        i++;
      } else if (isWrittenAsMacro(word) && isBeforeFunction(items, i + 2)) {
        // `int DEPRECATED(since_2) f(void)`; in front of a star it may just as well be the type.
        if (after?.token.text === '*' && !hasType)
          this.source.doubt(names[0]?.token.start ?? 0, item.token.end);
        this.source.blankItem(item);
        this.source.blankItem(next);
        i++;
      } else names.push(item);
    }
    return { length: i, names, hasType, storage };
  }

  /** The tag and the members of a struct, union or enum; answers the index of its last item. */
  private readTag(items: readonly Item[], at: number): number {
    let end = at + 1;
    while (items[end]?.token.kind === 'word' && !isKeyword(items[end]?.token.text ?? '')) end++;
    const brace = items[end];
    // `enum x : uint8_t {`
    const typed =
      brace?.token.text === ':' && items[end + 2]?.token.text === '{' ? items[end + 2] : undefined;
    if (brace?.token.text !== '{' && typed === undefined) return Math.min(at + 1, items.length - 1);
    for (const extra of items.slice(at + 1, Math.max(at + 1, end - 1))) this.source.blankItem(extra);
    const body = typed ?? brace;
    if (body === undefined) return end;
    if (body.last > body.index) {
      if (items[at]?.token.text === 'enum') this.enumerators(body.index + 1, body.last);
      else this.scope(body.index + 1, body.last, 'fields');
    }
    return typed === undefined ? end : end + 2;
  }

  /** Behind the name of an enumerator only its value can stand. */
  private enumerators(from: number, to: number): void {
    for (const [start, end] of this.source.split(from, to)) {
      const [name, group] = this.source.items(start, end);
      if (name !== undefined && group?.token.text === '(') {
        // `OPTION(NAME, 3)`: a macro that gives the name and its value.
        this.leading.use(name, group, 'enumerators');
        this.source.blank(start, Math.min(end, to - 1));
        this.source.doubt(name.token.start, this.source.tokens[group.last]?.end ?? name.token.end);
        continue;
      }
      for (const item of this.source.items(start, end).slice(1)) {
        if (item.token.text === '=') break;
        if (item.token.kind === 'word' || item.token.text === '(') this.source.blankItem(item);
      }
    }
  }

  /** What stands behind the specifiers: stars, names, parameters, lengths, values, and attributes between them. */
  private declarators(items: readonly Item[], isTypedef = false): void {
    let pending: Item[] = [];
    let behindParameters = false;
    let isValue = false;
    const settle = (): void => {
      if (behindParameters) for (const item of pending) this.source.blankItem(item);
      else {
        const [name] = this.names.keep(pending, 1, -1, 'file');
        if (isTypedef && name !== undefined) this.names.addType(name.token.text);
      }
      pending = [];
    };
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (item === undefined) continue;
      const { kind, text } = item.token;
      if (text === ',') {
        settle();
        behindParameters = false;
        isValue = false;
      } else if (isValue) {
        continue;
      } else if (text === '=' || text === ':') {
        settle();
        isValue = true;
      } else if (kind === 'word') {
        // Parameters declared as in K&R: nothing behind them is an attribute.
        if (behindParameters && isKeyword(text)) return;
        if (!isKeyword(text)) pending.push(item);
      } else if (text === '(') {
        if (behindParameters && pending.length > 0) this.source.blankItem(item);
        else if (this.isDeclaratorGroup(item, items[i + 1])) {
          const macro = pending[pending.length - 1];
          if (macro?.token.end === item.token.start && item.last === item.index + 2) {
            // `void *CALLBACK_OF(name)(int)`: what the macro makes of its argument is not known.
            pending.pop();
            this.source.blanks.push({ start: macro.token.start, end: item.token.end, ending: '(*' });
            this.source.doubt(macro.token.start, item.token.end);
          }
          for (const one of pending) this.source.blankItem(one);
          pending = [];
          this.declaratorGroup(item, isTypedef);
        } else {
          if (pending.length > 0) settle();
          this.parameters(item);
          behindParameters = true;
        }
      }
    }
    settle();
  }

  /** `(*name)`, `(API *name)`, `(name)`, in front of parameters or a length. */
  private isDeclaratorGroup(group: Item, next: Item | undefined): boolean {
    if (next?.token.text !== '(' && next?.token.text !== '[') return false;
    for (let i = group.index + 1; i < group.last; i++) {
      const token = this.source.tokens[i];
      if (token?.text === '*' || token?.text === '^') return true;
      if (token?.kind !== 'word' || isKeyword(token.text)) return false;
    }
    return group.last === group.index + 2 || this.holdsStar(group);
  }

  /** `(APIENTRYP name)`: two words where only a declarator can stand. */
  private holdsStar(group: Item): boolean {
    const macro = this.source.tokens[group.index + 1]?.text ?? '';
    if (group.last !== group.index + 3 || !isWrittenAsMacro(macro)) return false;
    const definitions = this.macros.get(macro);
    return definitions?.some(({ body }) => body.endsWith('*')) ?? /(ENTRY|CALL|API)_?P$/.test(macro);
  }

  private declaratorGroup(group: Item, isTypedef: boolean): void {
    if (this.depth >= maximalDepth) return;
    this.depth++;
    const items = this.source.items(group.index + 1, group.last);
    const [macro, name] = items;
    if (macro !== undefined && name !== undefined && items.every(({ token }) => token.kind === 'word')) {
      // `(APIENTRYP name)`: the macro holds the star.
      const last = items[items.length - 1];
      if (isTypedef && last !== undefined) this.names.addType(last.token.text);
      this.source.blanks.push({ start: macro.token.start, end: macro.token.end, ending: '*' });
      for (const item of items.slice(1, -1)) this.source.blankItem(item);
    } else {
      const inner = this.attributes.remove(items);
      const star = inner.findIndex(({ token }) => token.text === '*');
      for (const item of inner.slice(0, Math.max(star, 0))) this.source.blankItem(item);
      this.declarators(inner.slice(Math.max(star, 0)), isTypedef);
    }
    this.depth--;
  }

  private isDoubleGroup(group: Item): boolean {
    return (
      this.source.tokens[group.index + 1]?.text === '(' &&
      this.source.closers[group.index + 1] === group.last - 1
    );
  }

  private parameters(group: Item): void {
    if (group.last === group.index || this.depth >= maximalDepth) return;
    this.depth++;
    for (const [from, to] of this.source.split(group.index + 1, group.last))
      this.declaration(from, to, 'parameter', 'cut');
    this.depth--;
  }
}

function isMacroWord(token: CToken): boolean {
  return isWrittenAsMacro(token.text);
}
