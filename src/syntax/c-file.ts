import type { Parser } from '../parser/parser.ts';
import type { MacroTable } from './c-macro-definitions.ts';
import { plainC } from './c-macros.ts';
import type { TextRange } from './c-tokens.ts';
import { parseTree } from './lower.ts';
import type { SyntaxTree } from './tree.ts';

/** C code as it was read: a file, or a preamble. */
export interface CSource {
  /** What only the preprocessor understands is blank in its text; every other character has its own offset. */
  readonly tree: SyntaxTree;
  /** Where the source alone does not say what is declared, in order: see {@link plainC}. */
  readonly uncertain: readonly TextRange[];
  /** Its `#define`s, under every condition. */
  readonly macros: MacroTable;
  /** What its declaration macros declare: positions in it are no positions in a file. */
  readonly expanded: SyntaxTree | undefined;
}

/** A C source or header file of a package. */
export interface CFile extends CSource {
  readonly path: string;
}

/** @param included macros of the headers that the file includes, where they are known */
export function readCFile(parser: Parser, path: string, text: string, included?: MacroTable): CFile {
  return { path, ...readC(parser, text, included) };
}

export function readC(parser: Parser, text: string, included?: MacroTable): CSource {
  const plain = plainC(text, included);
  return {
    tree: parseTree(parser, 'c', plain.text),
    uncertain: plain.uncertain,
    macros: plain.macros,
    expanded: plain.expanded === '' ? undefined : parseTree(parser, 'c', plain.expanded),
  };
}
