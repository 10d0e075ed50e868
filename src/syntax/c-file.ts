import type { Parser } from '../parser/parser.ts';
import { parseTree } from './lower.ts';
import type { SyntaxTree } from './tree.ts';

/** A C source or header file of a package. */
export interface CFile {
  readonly path: string;
  readonly tree: SyntaxTree;
}

export function readCFile(parser: Parser, path: string, text: string): CFile {
  return { path, tree: parseTree(parser, 'c', text) };
}
