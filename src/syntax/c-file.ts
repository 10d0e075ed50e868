import type { Parser } from '../parser/parser.ts';
import type { AskedMacros, MacroTable, MacrosElsewhere } from './c-macro-definitions.ts';
import { plainC } from './c-macros.ts';
import type { PlainC } from './c-macros.ts';
import type { TextRange } from './c-tokens.ts';
import { parseTree } from './lower.ts';
import type { SyntaxTree } from './tree.ts';

/** C code as it was read: a file, or a preamble. */
export interface CSource {
  /** What only the preprocessor understands is blank in its text; every other character has its own offset. */
  readonly tree: SyntaxTree;
  /** Where the source alone does not say what is declared, in order: see {@link plainC}. */
  readonly uncertain: readonly TextRange[];
  /** Where it says of a function that it does not return, in order. */
  readonly noReturns: readonly number[];
  /** Its `#define`s, under every condition. */
  readonly macros: MacroTable;
  /** What its declaration macros declare: positions in it are no positions in a file. */
  readonly expanded: SyntaxTree | undefined;
  /** The macros of other files that the reading depends on: it is the same wherever these are. */
  readonly asked: AskedMacros;
  /** Whether it may say how structs are packed or aligned. */
  readonly setsAlignment: boolean;
}

/** A C source or header file of a package. */
export interface CFile extends CSource {
  readonly path: string;
}

/** @param elsewhere macros of the headers that the file includes, where they are known */
export function readCFile(parser: Parser, path: string, text: string, elsewhere?: MacrosElsewhere): CFile {
  return { path, ...readC(parser, text, elsewhere) };
}

export function readC(parser: Parser, text: string, elsewhere?: MacrosElsewhere): CSource {
  return parseC(parser, plainC(text, elsewhere));
}

export function parseC(parser: Parser, plain: PlainC): CSource {
  return {
    tree: parseTree(parser, 'c', plain.text),
    uncertain: plain.uncertain,
    noReturns: plain.noReturns,
    macros: plain.macros,
    expanded: plain.expanded === '' ? undefined : parseTree(parser, 'c', plain.expanded),
    asked: plain.asked,
    setsAlignment: plain.setsAlignment,
  };
}
