import { settleConditionals } from './c-conditionals.ts';
import { DeclarationCleaner } from './c-declaration-cleaner.ts';
import { expansionOf } from './c-expansion.ts';
import { BracketedText } from './c-items.ts';
import { VisibleMacros, macroDefinitions } from './c-macro-definitions.ts';
import type { AskedMacros, MacroTable, MacrosElsewhere } from './c-macro-definitions.ts';
import { noReturnMarks } from './c-noreturn.ts';
import { blanked, cTokens } from './c-tokens.ts';
import type { Blank, CToken, TextRange } from './c-tokens.ts';

/** A C text that the grammar can read: what only the preprocessor understands is blank. */
export interface PlainC {
  /** As long as the original; every character that is left stands at its own offset. */
  readonly text: string;
  /** Where the source alone does not say what is declared: a type that touches such a place is not known. */
  readonly uncertain: readonly TextRange[];
  /** Where it says of a function that it does not return, in order: see {@link noReturnMarks}. */
  readonly noReturns: readonly number[];
  /** The text's own `#define`s. */
  readonly macros: MacroTable;
  /** What the uses of the file's declaration macros stand for, one level deep; empty where there is none. */
  readonly expanded: string;
  /** The macros of others that the reading depends on. */
  readonly asked: AskedMacros;
  /** Whether something in the text may say how structs are packed or aligned: the parser sees nothing of it. */
  readonly setsAlignment: boolean;
}

const alignmentWords =
  /#\s*pragma\s+(?:pack|options\s+align)|\b\w*(?:packed|PACKED|aligned|ALIGNED|alignas|Alignas|ms_struct)\w*\b|pshpack/;

/**
 * Prepares a C text for the parser, which knows no preprocessor: attribute-like macros, `extern "C"` blocks and
 * uses of declaration macros become blanks, and conditions that split a declaration are settled. A macro is
 * attribute-like by its place (where no identifier can stand in a declaration) or by its own `#define`.
 *
 * @param elsewhere macros of the headers that the text includes, where they are known
 */
export function plainC(text: string, elsewhere: MacrosElsewhere = () => undefined): PlainC {
  const all = cTokens(text);
  const own = macroDefinitions(all);
  const macros = new VisibleMacros(own, elsewhere);
  const plain = clean(text, all, macros);
  const expanded = plain.uses
    .map((use) => expansionOf(use, macros))
    .filter((one) => one !== undefined)
    .join('\n');
  return {
    text: plain.text,
    uncertain: plain.uncertain,
    noReturns: noReturnMarks(text, all, [...own, ...macros.asked]),
    macros: own,
    // One level: what the expansion itself uses stays blank.
    expanded: expanded === '' ? '' : clean(expanded, cTokens(expanded), macros).text,
    asked: macros.asked,
    setsAlignment: alignmentWords.test(text),
  };
}

function clean(text: string, all: readonly CToken[], macros: VisibleMacros): CleanText {
  const { tokens, blanks, uncertain } = settleConditionals(all);
  const source = new BracketedText(text, tokens);
  const cleaner = new DeclarationCleaner(source, macros);
  cleaner.run();
  return {
    text: blanked(text, [...all.flatMap(unreadableDirective), ...blanks, ...source.blanks]),
    uncertain: [...uncertain, ...source.uncertain].sort((a, b) => a.start - b.start),
    uses: cleaner.uses,
  };
}

/** Directives that declare nothing: the grammar stumbles over them in lists and over what stands in them. */
function unreadableDirective({ kind, text, start, end }: CToken): Blank[] {
  if (kind !== 'directive') return [];
  if (/^#\s*(define|undef|pragma|error|warning|line|ident)\b/.test(text)) return [{ start, end }];
  const condition = /^#\s*(?:el)?if\b(?=[^]*__has_(?:include|attribute|feature|builtin))/.exec(text);
  return condition === null ? [] : [{ start: start + condition[0].length, end, ending: ' 1' }];
}

type CleanText = Pick<PlainC, 'text' | 'uncertain'> & {
  readonly uses: DeclarationCleaner['uses'];
};
