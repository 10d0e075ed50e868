import { isReadable } from '../syntax/go-file.ts';
import type { GoFile } from '../syntax/go-file.ts';
import type { Node } from '../syntax/tree.ts';
import type { Bindings } from './bindings.ts';
import type { PackageNames } from './package-scope.ts';
import type { GoSymbol, SymbolKind } from './symbol.ts';

/** What a declaration says of a name. */
export type Declared = Partial<Pick<GoSymbol, 'role' | 'type' | 'value' | 'importPath' | 'variadic'>>;

/** Declares what a file's top level has a name for. */
export function declarePackageLevel(file: GoFile, names: PackageNames, bindings: Bindings): void {
  const declare = (kind: SymbolKind, name: Node | undefined, more: Declared = {}): void => {
    if (name === undefined || name.text === '_') return;
    const symbol = bindings.create(kind, name.text, file, name, undefined, more);
    bindings.bind(name, symbol);
    // A package has any number of init functions, and no code can name them.
    if (kind !== 'function' || name.text !== 'init') names.declare(symbol);
  };
  for (const node of file.tree.root.children) {
    if (!isReadable(file, node)) continue;
    switch (node.kind) {
      case 'function_declaration':
        declare('function', node.child('name'));
        break;
      case 'type_declaration':
        for (const spec of node.children) declare('type', spec.child('name'), typed(spec.child('type')));
        break;
      case 'var_declaration':
      case 'const_declaration':
        for (const spec of node.all('var_spec', 'const_spec')) {
          if (spec.ancestor('func_literal') !== undefined) continue;
          const kind = spec.kind === 'var_spec' ? 'variable' : 'constant';
          const names = spec.childrenOf('name').filter((name) => name.is('identifier'));
          names.forEach((name, index) => {
            declare(kind, name, {
              ...(kind === 'variable' ? { role: 'package-level' as const } : {}),
              ...typed(spec.child('type')),
              ...valueOf(spec.child('value'), index, names.length),
            });
          });
        }
        break;
    }
  }
}

export function typed(type: Node | undefined): Declared {
  return type === undefined ? {} : { type };
}

/** The initialiser of one of several names, which one call may give together. */
export function valueOf(list: Node | undefined, index: number, count: number): Declared {
  if (list === undefined) return {};
  const values = list.kind === 'expression_list' ? list.children : [list];
  const own = values[index];
  if (values.length === count && own !== undefined) return { value: { node: own, index: 0, count: 1 } };
  const [call] = values;
  return values.length === 1 && call !== undefined ? { value: { node: call, index, count } } : {};
}
