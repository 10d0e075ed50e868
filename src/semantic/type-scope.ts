import type { Names } from './callee.ts';
import type { GoSymbol } from './symbol.ts';
import type { PackageDeclarations } from './type-declarations.ts';
import type { CTypes } from './type.ts';
import type { Types } from './types.ts';

/** A package as another one that imports it sees it. */
export interface ImportedTypes extends Names {
  readonly path: string;
  readonly types: Types;
  readonly declarations: PackageDeclarations;
  symbol(name: string): GoSymbol | undefined;
}

/** What the types of a package are read from, besides its names. */
export interface TypeScope {
  /** Import path; empty for the analysed package itself. */
  readonly path: string;
  readonly declarations: PackageDeclarations;
  /** A package of the module that this one imports directly; undefined where its files are not at hand. */
  imported(path: string): ImportedTypes | undefined;
  readonly cTypes?: CTypes;
}
