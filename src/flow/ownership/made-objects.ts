import { areMakerAndEnd } from '../../knowledge/c-names.ts';
import { isCall } from '../../semantic/callee.ts';
import { calledDeclarations } from '../../semantic/called-declarations.ts';
import type { Package } from '../../semantic/package.ts';
import type { Constructor, Origin, WrapperType } from '../../semantic/wrapper/model.ts';
import type { Node } from '../../syntax/tree.ts';
import { definitionsOf } from '../definitions.ts';
import { mayGive } from '../precedent/observed-wrappers.ts';
import { releaseOf } from './constructor-gifts.ts';

/** What a Go constructor gives to its callers around the result of a C function that nobody knows. */
export interface MadeObject {
  /** The fields from the object to what C gave, each with its dot. */
  readonly path: readonly string[];
  readonly release: string;
  /** The method that releases it: its name, and as it can be quoted. */
  readonly method: { readonly name: string; readonly text: string };
  /** Whether the constructor gives an error beside the object. */
  readonly hasError: boolean;
  /** Whether the names of the two C functions say that one ends what the other makes. */
  readonly isNamedPair: boolean;
}

/**
 * The objects that constructors of wrapper types make anew and give to their callers, by the constructor's
 * declaration. A type with a finalizer or cleanup frees its memory some time; an object that is kept elsewhere, or is
 * one of several, may be somebody else's to release.
 *
 * @param isKnown whether a table or a body tells of a C function: then it is not for names to say
 */
export function madeObjects(
  wrappers: readonly WrapperType[],
  isKnown: (name: string) => boolean,
  pkg: Package,
): ReadonlyMap<Node, MadeObject> {
  const found = new Map<Node, MadeObject>();
  for (const type of wrappers) {
    if (type.cleanups.length > 0) continue;
    for (const constructor of type.constructors) {
      const made = madeBy(constructor, type, isKnown, pkg);
      if (made !== undefined) found.set(constructor.node, made);
    }
  }
  return found;
}

function madeBy(
  { node, sets, isMany, through, cleanup }: Constructor,
  type: WrapperType,
  isKnown: (name: string) => boolean,
  pkg: Package,
): MadeObject | undefined {
  if (isMany || through.length > 0 || cleanup !== 'no') return undefined;
  const hasError = resultsWithError(node, type.name);
  if (hasError === undefined) return undefined;
  // Where several handles are set, one of them may be the other's.
  const [only, ...others] = new Set(sets.map(({ path }) => path));
  const release = only === undefined || others.length > 0 ? undefined : releaseOf(type, only);
  if (only === undefined || release === undefined || !givesNewObjectsOnly(node, pkg)) return undefined;
  const givers = sets.flatMap(({ origins }) => origins.filter(({ kind }) => kind !== 'nil'));
  const names = givers.flatMap((origin) => giverName(origin, node) ?? []);
  if (names.length === 0 || names.length < givers.length) return undefined;
  if (names.some((name) => isKnown(name) || !mayGive(name, pkg))) return undefined;
  return {
    path: only.split(/(?=\.)/),
    release: release.cFunction,
    method: { name: release.name, text: `(*${type.name}).${release.name}` },
    hasError,
    isNamedPair: names.every((name) => areMakerAndEnd(name, release.cFunction)),
  };
}

/** The C function that gives a handle in the constructor itself. */
function giverName(origin: Origin, constructor: Node): string | undefined {
  if (origin.kind !== 'c-call' && origin.kind !== 'c-out') return undefined;
  return constructor.contains(origin.call) ? origin.name : undefined;
}

/** Whether a function that gives an object of a type, and nothing before it, gives an error too; undefined for others. */
function resultsWithError(fn: Node, type: string): boolean | undefined {
  const result = fn.child('result');
  const types =
    result?.kind === 'parameter_list'
      ? result.children.map((one) => one.child('type')?.text ?? one.text)
      : [result?.text];
  const [first, second, ...others] = types;
  if (others.length > 0 || first?.replace(/^\*/, '') !== type) return undefined;
  return second === undefined ? false : second === 'error' ? true : undefined;
}

/** Whether a function returns nothing but nil and objects that it makes, and keeps none of them anywhere else. */
function givesNewObjectsOnly(fn: Node, pkg: Package): boolean {
  const returns = fn.child('body')?.allOutside('func_literal', 'return_statement') ?? [];
  return (
    returns.length > 0 &&
    returns.every((statement) => {
      const value = statement.children[0]?.children[0];
      if (value === undefined) return false;
      return value.kind === 'nil' || isNewObject(value) || isOwnVariable(value, pkg);
    })
  );
}

/** `T{…}`, `&T{…}`, `new(T)`. */
function isNewObject(value: Node): boolean {
  const made = value.kind === 'unary_expression' ? value.child('operand') : value;
  return (
    made?.kind === 'composite_literal' ||
    (made !== undefined && isCall(made) && made.child('function')?.text === 'new')
  );
}

/** A local variable that holds a new object, of which nothing but fields are used before it is returned. */
function isOwnVariable(value: Node, pkg: Package): boolean {
  const symbol = value.kind === 'identifier' ? pkg.symbolOf(value) : undefined;
  if (symbol?.role !== 'local') return false;
  const definitions = definitionsOf(symbol, pkg);
  const targets = new Set(definitions.map(({ target }) => target));
  return (
    definitions.every((one) => one.value !== undefined && isNewObject(one.value)) &&
    pkg.bindings.usesOf(symbol).every((use) => {
      if (targets.has(use) || use === symbol.declaration || use.ancestor('return_statement') !== undefined)
        return true;
      const selector = use.parent;
      return selector?.kind === 'selector_expression' && selector.field !== 'function';
    })
  );
}

/** The functions that call the releasing method on what a constructor gave them, by the constructor's declaration. */
export function releasingCallers(
  made: ReadonlyMap<Node, MadeObject>,
  pkg: Package,
): ReadonlyMap<Node, ReadonlySet<Node>> {
  const methods = new Set([...made.values()].map(({ method }) => method.name));
  const found = new Map<Node, Set<Node>>();
  for (const fn of pkg.functions()) {
    for (const call of methods.size === 0 ? [] : fn.body.all('call_expression')) {
      const selector = call.child('function');
      const name = selector?.kind === 'selector_expression' ? selector.child('field')?.text : undefined;
      const operand = name !== undefined && methods.has(name) ? selector?.child('operand') : undefined;
      const symbol = operand?.kind === 'identifier' ? pkg.symbolOf(operand) : undefined;
      if (symbol?.role !== 'local') continue;
      for (const { value, result } of definitionsOf(symbol, pkg)) {
        const giver = result?.index === 0 ? result.call : value;
        const [by] = giver !== undefined && isCall(giver) ? (calledDeclarations(giver, pkg) ?? []) : [];
        if (by === undefined || made.get(by)?.method.name !== name) continue;
        found.set(by, (found.get(by) ?? new Set()).add(fn.node));
      }
    }
  }
  return found;
}
