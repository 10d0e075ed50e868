import type { Analysis } from '../../semantic/analysis.ts';
import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import { nameOf, typeText } from '../../semantic/type.ts';
import type { Node } from '../../syntax/tree.ts';
import { definitionsOf } from '../definitions.ts';
import { unconverted } from '../value-use.ts';
import { packageMaps } from './package-maps.ts';
import type { MapAccess, PackageMap } from './package-maps.ts';

/** Where registrations are kept under a number: a map of the package, or an object with methods that add and remove. */
export interface Registry {
  /** As the code writes it. */
  readonly name: string;
  /** Registries of one type are equal here; empty where it is not known. */
  readonly type: string;
  readonly symbol: GoSymbol;
  readonly map: PackageMap | undefined;
}

/** A call that adds to a registry, or removes from it. */
export interface RegistryCall {
  readonly registry: Registry;
  readonly call: Node;
  readonly function: GoFunction;
  /** The variable that holds the number; undefined where it is something else. */
  readonly id: GoSymbol | undefined;
}

/** The registries of a package and the calls that add and remove; what only tests do is left out. */
export interface Registries {
  readonly all: readonly Registry[];
  readonly additions: readonly RegistryCall[];
  readonly removals: readonly RegistryCall[];
  /** The mentions of a registry that are no call of a method: whoever gets it may add and remove. */
  readonly shared: ReadonlySet<Registry>;
}

const addingName = /^(add|register|insert|track|put|new|store|save)(?!ress)/i;
const removingName =
  /^(remove|delete|del|unregister|deregister|untrack|release|free|drop|forget|unset|pop|clear|reset)/i;

export const registries: Analysis<Registries> = {
  name: 'registries',
  requires: [packageMaps],
  run(pkg, use) {
    if (!hasVariables(pkg)) return { all: [], additions: [], removals: [], shared: new Set() };
    const maps = use(packageMaps).map((map): Registry => ({
      name: map.name,
      type: '',
      symbol: map.symbol,
      map,
    }));
    const helpers = maps.map((registry) => helpersOf(registry, pkg));
    const objects = new Map<GoSymbol, Registry>();
    const additions: RegistryCall[] = [];
    const removals: RegistryCall[] = [];
    const shared = new Set<Registry>();
    for (const fn of pkg.functions()) {
      if (fn.file.constraint.isTest) continue;
      for (const call of fn.body.allOutside('func_literal', 'call_expression')) {
        const callee = calleeOf(call, pkg);
        if (callee.kind === 'method') {
          const adds = addingName.test(callee.name);
          if (!adds && !removingName.test(callee.name)) continue;
          const registry = objectOf(callee.operand, pkg, objects);
          if (registry === undefined) continue;
          if (!adds)
            removals.push({ registry, call, function: fn, id: variableOf(argumentsOf(call)[0], pkg) });
          else if (argumentsOf(call).length > 0)
            additions.push({ registry, call, function: fn, id: resultOf(call, pkg) });
        } else if (callee.kind === 'function') {
          for (const { registry, adding, removing } of helpers) {
            const declaration = callee.symbol.declaration.parent;
            if (declaration === undefined) continue;
            if (adding.has(declaration))
              additions.push({ registry, call, function: fn, id: resultOf(call, pkg) });
            if (removing.has(declaration))
              removals.push({ registry, call, function: fn, id: variableOf(argumentsOf(call)[0], pkg) });
          }
        }
      }
    }
    for (const registry of objects.values()) if (isShared(registry.symbol, pkg)) shared.add(registry);
    for (const registry of maps) if (registry.map?.sharedAt !== undefined) shared.add(registry);
    return { all: [...maps, ...objects.values()], additions, removals, shared };
  },
};

/** Whether the package has variables of its own: a registry is one. */
function hasVariables(pkg: Package): boolean {
  return pkg.files.some(({ tree }) => tree.root.children.some(({ kind }) => kind === 'var_declaration'));
}

/** A variable of the package that is an object with methods, and no map, lock or the like. */
function objectOf(operand: Node, pkg: Package, known: Map<GoSymbol, Registry>): Registry | undefined {
  const name = unparen(operand);
  const symbol = name.kind === 'identifier' ? pkg.symbolOf(name) : undefined;
  if (symbol?.role !== 'package-level') return undefined;
  const found = known.get(symbol);
  if (found !== undefined) return found;
  const type = pkg.types.ofSymbol(symbol);
  const declared = nameOf(type.kind === 'pointer' ? type.element : type);
  if (declared !== undefined && /^(sync|atomic|log|fmt|os|time|testing|bytes|strings)\b/.test(declared.path))
    return undefined;
  const made = symbol.value?.node;
  const text = declared === undefined ? (made?.kind === 'call_expression' ? made.text : '') : typeText(type);
  const registry: Registry = { name: symbol.name, type: text, symbol, map: undefined };
  known.set(symbol, registry);
  return registry;
}

/** The functions that add to a map under a number that they return, and those that delete what they are told. */
function helpersOf(
  registry: Registry,
  pkg: Package,
): { registry: Registry; adding: ReadonlySet<Node>; removing: ReadonlySet<Node> } {
  const adding = new Set<Node>();
  const removing = new Set<Node>();
  for (const access of registry.map?.accesses ?? []) {
    const { function: fn, key, kind } = access;
    if (fn.node.kind !== 'function_declaration') continue;
    const symbol = variableOf(key, pkg);
    if (symbol === undefined) continue;
    if (kind === 'delete' && symbol.role === 'parameter' && symbol.owner === fn.node) removing.add(fn.node);
    if (kind === 'set' && returns(fn, symbol, pkg)) adding.add(fn.node);
  }
  return { registry, adding, removing };
}

function returns(fn: GoFunction, symbol: GoSymbol, pkg: Package): boolean {
  if (symbol.role === 'result') return true;
  return fn.body
    .allOutside('func_literal', 'return_statement')
    .some((statement) =>
      (statement.children[0]?.children ?? []).some((value) => variableOf(value, pkg) === symbol),
    );
}

/** The variable that a value is, nothing but converted. */
function variableOf(value: Node | undefined, pkg: Package): GoSymbol | undefined {
  const name = value === undefined ? undefined : unconverted(value, pkg);
  const symbol = name?.kind === 'identifier' ? pkg.symbolOf(name) : undefined;
  return symbol?.kind === 'variable' ? symbol : undefined;
}

/** The local variable that gets the result of a call, and nothing else. */
function resultOf(call: Node, pkg: Package): GoSymbol | undefined {
  const statement = call.ancestor('short_var_declaration', 'var_spec', 'assignment_statement', 'block');
  const names =
    statement?.kind === 'var_spec'
      ? statement.childrenOf('name')
      : (statement?.child('left')?.children ?? []);
  return names
    .flatMap((name) => (name.kind === 'identifier' ? (pkg.symbolOf(name) ?? []) : []))
    .find((symbol) => {
      const [only, ...more] = definitionsOf(symbol, pkg);
      const value = only?.value ?? only?.result?.call;
      return (
        symbol.role === 'local' &&
        more.length === 0 &&
        value !== undefined &&
        unconverted(value, pkg) === call
      );
    });
}

function isShared(symbol: GoSymbol, pkg: Package): boolean {
  return pkg.bindings.usesOf(symbol).some((use) => {
    if (use === symbol.declaration) return false;
    return !(use.parent?.kind === 'selector_expression' && use.field === 'operand');
  });
}

/**
 * Whether each entry has a key of its own: a counter of the package that the function raises, or a variable that it
 * gets such a number in.
 */
export function isCounted({ key, function: fn }: MapAccess, pkg: Package): boolean {
  const symbol = variableOf(key, pkg);
  if (symbol === undefined) return false;
  const isRaised = (one: GoSymbol): boolean =>
    one.role === 'package-level' &&
    definitionsOf(one, pkg).some(({ target, updates }) => updates && fn.node.contains(target));
  if (isRaised(symbol)) return true;
  return definitionsOf(symbol, pkg).some(({ value }) => {
    if (value === undefined) return false;
    const from = variableOf(value, pkg);
    if (from !== undefined) return isRaised(from);
    const call = unconverted(value, pkg);
    const callee = call.kind === 'call_expression' ? calleeOf(call, pkg) : undefined;
    return callee?.kind === 'package' && callee.path === 'sync/atomic' && callee.name.startsWith('Add');
  });
}

/** The declared function in which a call stands, as a message names it. */
export function functionAround(call: Node): string {
  const name = call.ancestor('function_declaration', 'method_declaration')?.child('name')?.text;
  return name === undefined ? 'a function literal' : `\`${name}\``;
}
