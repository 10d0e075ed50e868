import type { GoFile } from '../syntax/go-file.ts';
import type { SyntaxTree } from '../syntax/tree.ts';
import type { Names } from './callee.ts';
import type { MethodDeclaration } from './methods.ts';
import type { GoSymbol } from './symbol.ts';
import type { CTypes } from './type.ts';
import type { Types } from './types.ts';

/** A package as another one that imports it sees it. */
export interface ImportedTypes extends Names {
  readonly path: string;
  /** The name in its package clause. */
  readonly name: string;
  readonly types: Types;
  /** Whether a file of it may use cgo, by a look at its text: what asks for code that calls C need not read the others. */
  readonly mayUseCgo: boolean;
  /** Its files, whole, for an analysis that looks into bodies. */
  readonly files: readonly GoFile[];
  /** The definitions of a package-level name, under whatever build constraints. */
  symbols(name: string): readonly GoSymbol[];
}

/** What the types of a package are read from, besides its names. */
export interface TypeScope {
  /** Import path; empty for the analysed package itself. */
  readonly path: string;
  /** The methods of a name that the package declares for one definition of a type: see `MethodTable`. */
  methodsNamed(type: GoSymbol, name: string): readonly MethodDeclaration[];
  /** Whether some build has both the file of a tree and the one that declares a symbol. */
  sees(from: SyntaxTree, symbol: GoSymbol): boolean;
  /** A package of the module that this one imports directly; undefined where its files are not at hand. */
  imported(path: string): ImportedTypes | undefined;
  readonly cTypes?: CTypes;
}
