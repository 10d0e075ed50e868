import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import type { Analysis } from '../../semantic/analysis.ts';
import type { Package } from '../../semantic/package.ts';
import { nameOf } from '../../semantic/type.ts';
import type { Node } from '../../syntax/tree.ts';
import { precedentFunctions, rootVariable } from './site.ts';
import type { DeclaredFunction, Site } from './site.ts';

/**
 * A map of the package in which Go values wait for C, under a handle or an id, with the functions that put them in and
 * take them out.
 */
export interface Registry {
  /** As the code writes it, with the type in place of the receiver: `Table.entries`, or the name of a variable. */
  readonly name: string;
  readonly adds: readonly DeclaredFunction[];
  readonly removes: readonly DeclaredFunction[];
  /** The calls of both from elsewhere in the package. */
  readonly addCalls: readonly Site[];
  readonly removeCalls: readonly Site[];
}

/** Where `cgo.NewHandle` is called, and where handles are deleted, by the field or variable that holds the handle. */
export interface HandleHolder {
  /** `Type.field`, or the name of a variable; empty where nothing holds it: it is handed on at once. */
  readonly name: string;
  readonly created: readonly Site[];
  readonly deleted: readonly Site[];
}

export interface Registries {
  readonly all: readonly Registry[];
  readonly handles: readonly HandleHolder[];
}

/** Go registries of a package, and its uses of `cgo.Handle`. */
export const registries: Analysis<Registries> = {
  name: 'Go registries',
  run(pkg) {
    const functions = precedentFunctions(pkg);
    return { all: registriesIn(functions, pkg), handles: handlesIn(functions, pkg) };
  },
};

function registriesIn(functions: readonly DeclaredFunction[], pkg: Package): Registry[] {
  const adds = new Map<string, Set<DeclaredFunction>>();
  const removes = new Map<string, Set<DeclaredFunction>>();
  for (const fn of functions) {
    for (const name of storesIn(fn, pkg)) at(adds, name).add(fn);
    for (const name of deletesIn(fn, pkg)) at(removes, name).add(fn);
  }
  // A map that is only filled is a table, and one that a single function fills and empties is its own affair.
  const names = [...adds.keys()].filter((name) => {
    const removing = [...(removes.get(name) ?? [])];
    return removing.some((fn) => !at(adds, name).has(fn));
  });
  const callers = callsByName(functions, pkg);
  return names.sort().map((name) => {
    const own = { adds: [...at(adds, name)], removes: [...at(removes, name)] };
    const callsOf = (list: readonly DeclaredFunction[]): Site[] =>
      list.flatMap((fn) => callers.get(fn.node) ?? callers.get(fn.fullName) ?? []);
    return { name, ...own, addCalls: callsOf(own.adds), removeCalls: callsOf(own.removes) };
  });
}

/** `m[key] = value` and `m.Store(key, value)`. */
function storesIn(fn: DeclaredFunction, pkg: Package): string[] {
  const indexed = fn.body.all('assignment_statement').flatMap((assignment) =>
    (assignment.child('left')?.children ?? []).flatMap((target) => {
      const operand = target.kind === 'index_expression' ? target.child('operand') : undefined;
      return operand === undefined || !isMap(operand, pkg) ? [] : (placeName(operand, pkg) ?? []);
    }),
  );
  return [...indexed, ...syncMapCalls(fn, /^(Store|LoadOrStore|Swap)$/, pkg)];
}

/** `delete(m, key)` and `m.Delete(key)`. */
function deletesIn(fn: DeclaredFunction, pkg: Package): string[] {
  const deleted = fn.goCalls.flatMap((call) => {
    const callee = calleeOf(call, pkg);
    const [map] = argumentsOf(call);
    if (callee.kind !== 'builtin' || callee.name !== 'delete' || map === undefined) return [];
    return placeName(map, pkg) ?? [];
  });
  return [...deleted, ...syncMapCalls(fn, /^(Delete|LoadAndDelete|CompareAndDelete)$/, pkg)];
}

function syncMapCalls(fn: DeclaredFunction, method: RegExp, pkg: Package): string[] {
  return fn.goCalls.flatMap((call) => {
    const callee = calleeOf(call, pkg);
    if (callee.kind !== 'method' || !method.test(callee.name)) return [];
    const type = nameOf(pkg.types.ofExpression(callee.operand));
    return type?.path === 'sync' && type.name === 'Map' ? (placeName(callee.operand, pkg) ?? []) : [];
  });
}

function isMap(expression: Node, pkg: Package): boolean {
  const type = pkg.types.ofExpression(expression);
  return type.kind === 'composite' && type.form === 'map_type';
}

/** `Type.field` of `x.field`, the name of a package-level variable; undefined for what a function has for itself. */
function placeName(expression: Node, pkg: Package): string | undefined {
  const place = unparen(expression);
  const root = rootVariable(place, pkg);
  if (root === undefined) return undefined;
  const fields = place.kind === 'selector_expression' ? fieldsOf(place) : '';
  if (root.role === 'package-level') return `${root.name}${fields}`;
  if (fields === '') return undefined;
  const type = pkg.types.ofSymbol(root);
  const target = nameOf(type.kind === 'pointer' && type.declared === undefined ? type.element : type);
  return target?.path === '' ? `${target.name}${fields}` : undefined;
}

function fieldsOf(selector: Node): string {
  const operand = selector.child('operand');
  const before = operand?.kind === 'selector_expression' ? fieldsOf(operand) : '';
  return `${before}.${selector.child('field')?.text ?? ''}`;
}

/** The calls of functions by their declaration, and of methods by their name. */
function callsByName(functions: readonly DeclaredFunction[], pkg: Package): Map<Node | string, Site[]> {
  const found = new Map<Node | string, Site[]>();
  for (const fn of functions) {
    for (const call of fn.goCalls) {
      const callee = calleeOf(call, pkg);
      const key =
        callee.kind === 'function'
          ? callee.symbol.declaration.parent
          : callee.kind === 'method'
            ? methodName(callee.operand, callee.name, pkg)
            : undefined;
      if (key === undefined) continue;
      const site = { file: fn.file, node: call, function: fn };
      const list = found.get(key);
      if (list === undefined) found.set(key, [site]);
      else list.push(site);
    }
  }
  return found;
}

function methodName(operand: Node, method: string, pkg: Package): string | undefined {
  const type = pkg.types.ofExpression(operand);
  const target = nameOf(type.kind === 'pointer' && type.declared === undefined ? type.element : type);
  return target?.path === '' ? `${target.name}.${method}` : undefined;
}

function handlesIn(functions: readonly DeclaredFunction[], pkg: Package): HandleHolder[] {
  const holders = new Map<string, { created: Site[]; deleted: Site[] }>();
  const holder = (name: string): { created: Site[]; deleted: Site[] } => {
    const known = holders.get(name) ?? { created: [], deleted: [] };
    holders.set(name, known);
    return known;
  };
  for (const fn of functions) {
    for (const call of fn.goCalls) {
      const callee = calleeOf(call, pkg);
      const site = { file: fn.file, node: call, function: fn };
      if (callee.kind === 'package' && callee.path === 'runtime/cgo' && callee.name === 'NewHandle')
        holder(holderName(call, fn, pkg)).created.push(site);
      if (callee.kind === 'method' && callee.name === 'Delete' && isHandle(callee.operand, pkg))
        holder(placeName(callee.operand, pkg) ?? localName(callee.operand, fn, pkg)).deleted.push(site);
    }
  }
  return [...holders].map(([name, sites]) => ({ name, ...sites })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What a call's value is assigned to, or given to as a field of a literal. */
function holderName(call: Node, fn: DeclaredFunction, pkg: Package): string {
  const list = call.parent;
  const statement = list?.kind === 'expression_list' ? list.parent : undefined;
  const target = statement?.child('left')?.children[list?.children.indexOf(call) ?? -1];
  if (target !== undefined) return placeName(target, pkg) ?? localName(target, fn, pkg);
  const element = call.ancestor('keyed_element', 'argument_list', 'block');
  const literal =
    element?.kind === 'keyed_element' ? element.ancestor('composite_literal')?.child('type') : undefined;
  const key = element?.child('key');
  return literal === undefined || key === undefined ? '' : `${literal.text}.${key.text}`;
}

function localName(expression: Node, fn: DeclaredFunction, pkg: Package): string {
  const root = rootVariable(expression, pkg);
  return root === undefined ? '' : `${fn.fullName}:${root.name}`;
}

function isHandle(expression: Node, pkg: Package): boolean {
  const type = nameOf(pkg.types.ofExpression(expression));
  return type?.path === 'runtime/cgo' && type.name === 'Handle';
}

function at<T>(map: Map<string, Set<T>>, key: string): Set<T> {
  const known = map.get(key) ?? new Set<T>();
  map.set(key, known);
  return known;
}
