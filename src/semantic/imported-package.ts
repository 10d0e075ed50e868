import { isReadable } from '../syntax/go-file.ts';
import type { GoFile } from '../syntax/go-file.ts';
import type { Node } from '../syntax/tree.ts';
import { Bindings } from './bindings.ts';
import type { GoSymbol } from './symbol.ts';
import { PackageDeclarations } from './type-declarations.ts';
import type { TypeScope } from './type-scope.ts';
import { Types } from './types.ts';

/**
 * A package that an analysed one imports, as far as its declarations go: no body is looked into, and what it imports
 * itself stays a name. Its types are those that its importers see.
 */
export class ImportedPackage implements TypeScope {
  /** Its import path. */
  readonly path: string;
  readonly declarations: PackageDeclarations;
  readonly types: Types;
  private readonly symbols = new Map<string, GoSymbol>();
  private readonly imports = new Map<Node, ReadonlyMap<string, GoSymbol>>();

  constructor(path: string, files: readonly GoFile[]) {
    this.path = path;
    this.declarations = new PackageDeclarations(files);
    const bindings = new Bindings();
    for (const file of files) {
      this.addNames(file, bindings);
      const entries = file.imports.map(({ name, path: importPath, node }) => {
        return [name, bindings.create('package', name, file, node, undefined, { importPath })] as const;
      });
      this.imports.set(file.tree.root, new Map(entries));
    }
    this.types = new Types(this, this);
  }

  /** A package-level name. */
  symbol(name: string): GoSymbol | undefined {
    return this.symbols.get(name);
  }

  /** Names of declarations are of the package or of the file; parameters and locals of bodies are not known here. */
  symbolOf(identifier: Node): GoSymbol | undefined {
    const name = identifier.text;
    return this.symbols.get(name) ?? this.imports.get(identifier.tree.root)?.get(name);
  }

  isCType(): boolean {
    return false;
  }

  imported(): undefined {
    return undefined;
  }

  private addNames(file: GoFile, bindings: Bindings): void {
    const add = (
      kind: GoSymbol['kind'],
      name: Node | undefined,
      more: Partial<Pick<GoSymbol, 'role' | 'type' | 'value'>> = {},
    ): void => {
      if (name === undefined || name.text === '_' || this.symbols.has(name.text)) return;
      this.symbols.set(name.text, bindings.create(kind, name.text, file, name, undefined, more));
    };
    const typed = (type: Node | undefined): { type?: Node } => (type === undefined ? {} : { type });
    for (const node of file.tree.root.children) {
      if (!isReadable(file, node)) continue;
      if (node.kind === 'function_declaration') add('function', node.child('name'));
      if (node.kind === 'type_declaration') {
        for (const spec of node.children) add('type', spec.child('name'), typed(spec.child('type')));
      }
      if (!node.is('var_declaration', 'const_declaration')) continue;
      const kind = node.kind === 'var_declaration' ? 'variable' : 'constant';
      const specs = node.children.flatMap((child) =>
        child.kind === 'var_spec_list' ? child.children : [child],
      );
      for (const spec of specs) {
        const names = spec.childrenOf('name').filter((name) => name.is('identifier'));
        const values = spec.child('value')?.children ?? [];
        names.forEach((name, index) => {
          const own = values.length === names.length ? values[index] : values[0];
          const several = values.length !== names.length;
          const value =
            own === undefined
              ? {}
              : { value: { node: own, index: several ? index : 0, count: several ? names.length : 1 } };
          add(kind, name, { role: 'package-level', ...typed(spec.child('type')), ...value });
        });
      }
    }
  }
}
