import type { Analysis } from '../../semantic/analysis.ts';
import { argumentsOf, calleeOf, throughParens } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import { enclosingFunction } from '../literals.ts';
import { chainFrom } from '../places.ts';

/** What a piece of code does with the elements of a map. */
export interface MapAccess {
  /** The indexing, the call of `delete` or `clear`, or the loop. */
  readonly at: Node;
  /** - `set`: an assignment to an element; `delete`; `clear` and a new map take all; `read`; `range`. */
  readonly kind: 'set' | 'delete' | 'clear' | 'read' | 'range';
  /** The function or literal in which it stands. */
  readonly function: GoFunction;
  readonly key: Node | undefined;
}

/** A map of the package: a variable, or a field of one. */
export interface PackageMap {
  readonly symbol: GoSymbol;
  /** The fields after the variable, each with its dot. */
  readonly path: string;
  /** As the code writes it. */
  readonly name: string;
  /** In the functions of the package, tests left out. */
  readonly accesses: readonly MapAccess[];
  /** A mention that gives the map as a whole to other code, of which nothing is known. */
  readonly sharedAt: Node | undefined;
}

/** The maps that variables at the level of a package hold, with what its functions do with them. */
export const packageMaps: Analysis<readonly PackageMap[]> = {
  name: 'package maps',
  run(pkg) {
    const functions = new Map(pkg.functions().map((fn) => [fn.node, fn]));
    const found = new Map<
      string,
      { map: Omit<PackageMap, 'accesses' | 'sharedAt'>; accesses: MapAccess[]; sharedAt?: Node }
    >();
    for (const symbol of variablesOf(pkg)) {
      for (const mention of pkg.bindings.usesOf(symbol)) {
        const holder = enclosingFunction(mention);
        const fn = holder === undefined ? undefined : functions.get(holder);
        if (fn === undefined || fn.file.constraint.isTest) continue;
        const chain = chainFrom(mention);
        const type = pkg.types.underlying(pkg.types.ofExpression(chain.node));
        if (type.kind !== 'composite' || type.form !== 'map_type') continue;
        const id = `${String(symbol.id)}${chain.path}`;
        const entry = found.get(id) ?? {
          map: { symbol, path: chain.path, name: chain.node.text },
          accesses: [],
        };
        found.set(id, entry);
        const access = accessOf(chain.node, pkg);
        if (access === undefined) entry.sharedAt ??= chain.node;
        else if (access !== 'harmless') entry.accesses.push({ ...access, function: fn });
      }
    }
    return [...found.values()].map(({ map, accesses, sharedAt }) => ({ ...map, accesses, sharedAt }));
  },
};

/** The variables of the package that have, or may hold, a map. */
function variablesOf(pkg: Package): GoSymbol[] {
  return pkg.files.flatMap((file) =>
    file.tree.root.children
      .filter(({ kind }) => kind === 'var_declaration')
      .flatMap((declaration) => declaration.all('var_spec'))
      .filter((spec) => spec.ancestor('func_literal') === undefined)
      .flatMap((spec) => spec.childrenOf('name'))
      .flatMap((name) => {
        const symbol = pkg.symbolOf(name);
        return symbol?.role === 'package-level' && symbol.declaration === name ? [symbol] : [];
      }),
  );
}

function accessOf(map: Node, pkg: Package): Omit<MapAccess, 'function'> | 'harmless' | undefined {
  const place = throughParens(map);
  const parent = place.parent;
  if (parent === undefined) return undefined;
  if (parent.kind === 'index_expression' && place.field === 'operand') {
    const key = parent.child('index');
    return { at: parent, kind: isAssigned(parent) ? 'set' : 'read', key };
  }
  if (parent.kind === 'range_clause') return { at: parent, kind: 'range', key: undefined };
  const call = parent.kind === 'argument_list' ? parent.parent : undefined;
  if (call !== undefined) return accessByCall(call, place, pkg);
  if (parent.kind === 'expression_list' && parent.field === 'left')
    return { at: place, kind: 'clear', key: undefined };
  // A comparison with nil.
  return parent.kind === 'binary_expression' ? 'harmless' : undefined;
}

function accessByCall(
  call: Node,
  map: Node,
  pkg: Package,
): Omit<MapAccess, 'function'> | 'harmless' | undefined {
  const callee = calleeOf(call, pkg);
  if (callee.kind !== 'builtin') return undefined;
  const [first, key] = argumentsOf(call);
  if (first !== map) return undefined;
  if (callee.name === 'delete') return { at: call, kind: 'delete', key };
  return callee.name === 'clear' ? { at: call, kind: 'clear', key: undefined } : 'harmless';
}

/** Whether an element is assigned to; `m[k].f = v` and `m[k][i] = v` of a map of pointers or slices read the map. */
function isAssigned(element: Node): boolean {
  const place = throughParens(element);
  const parent = place.parent;
  if (parent?.is('inc_statement', 'dec_statement') === true) return true;
  return parent?.kind === 'expression_list' && parent.field === 'left';
}
