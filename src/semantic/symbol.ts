import type { GoFile } from '../syntax/go-file.ts';
import type { Node } from '../syntax/tree.ts';

/** `imported` is a name that an `import . "path"` brings: what it is, the imported package tells. */
export type SymbolKind = 'variable' | 'constant' | 'function' | 'type' | 'package' | 'imported';

/** What declares a variable. */
export type VariableRole = 'local' | 'parameter' | 'result' | 'receiver' | 'range' | 'package-level';

/** A declared name: two identifiers that resolve to the same symbol are the same thing, whatever shadows them. */
export interface GoSymbol {
  /** Unique within its package. */
  readonly id: number;
  readonly name: string;
  readonly kind: SymbolKind;
  readonly role?: VariableRole;
  readonly file: GoFile;
  /** The declaring identifier; the import spec of a package. */
  readonly declaration: Node;
  /** The function declaration or literal that declares it; undefined at package level. */
  readonly owner: Node | undefined;
  /** The declared type, where it is written. */
  readonly type?: Node;
  /** The initialiser, and which of its results the name takes where one call gives several. */
  readonly value?: { readonly node: Node; readonly index: number; readonly count: number };
  /** Import path of a package, or of what an imported name is from; undefined where several can have the name. */
  readonly importPath?: string;
  readonly variadic?: boolean;
}
