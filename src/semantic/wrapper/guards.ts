import type { Node } from '../../syntax/tree.ts';
import { argumentsOf, calleeOf, isCall, unparen } from '../callee.ts';
import type { GoSymbol } from '../symbol.ts';
import type { FunctionParts } from './function-parts.ts';
import { stopsCleanup } from './cleanup-stops.ts';
import { onceAround, testingRunner } from './literal-runners.ts';
import { isSurelyReached } from './reached-with.ts';
import type { Guard, Truth } from './model.ts';
import { spentBefore, spentByCall } from './spent-guards.ts';
import { testsBefore } from './tests-before.ts';
import { namedType } from './package-types.ts';
import type { Shape } from './package-types.ts';
import type { Place, Values } from './values.ts';

/** How a function treats a place around the point at which the place's memory is released. */
export interface Treatment {
  readonly clears: Truth;
  readonly guard: Guard | undefined;
  readonly locks: Truth;
  readonly stopsCleanup: Truth;
}

/** What one function does by itself; what the functions that it calls do is added by the caller of this. */
export function treatmentOf(place: Place, at: Node, parts: FunctionParts, values: Values): Treatment {
  return {
    clears: clears(place, at, parts, values),
    guard: guardOf(place, at, parts, values),
    locks: locks(place.root, at, parts, values),
    stopsCleanup: stopsCleanup(place, at, parts, values),
  };
}

/** The left sides of assignments and what they are given, pairwise. */
function* pairs(assignment: Node): Generator<{ target: Node; value: Node }> {
  if (assignment.kind !== 'assignment_statement') return;
  const targets = assignment.child('left')?.children ?? [];
  const values = assignment.child('right')?.children ?? [];
  if (targets.length !== values.length) return;
  for (const [index, target] of targets.entries()) {
    const value = values[index];
    if (value !== undefined) yield { target, value };
  }
}

function clears(place: Place, at: Node, parts: FunctionParts, values: Values): Truth {
  let answer: Truth = 'no';
  for (const assignment of parts.assignments) {
    for (const { target, value } of pairs(assignment)) {
      if (!isCleared(value, values)) continue;
      const cleared = values.placeOf(target);
      if (cleared?.root !== place.root || !isPrefix(cleared.path, place.path)) continue;
      // `db = nil` clears a variable, `*db = DB{}` the object.
      if (cleared.path === '' && !target.text.startsWith('*')) continue;
      // A value receiver is a copy: what is cleared in it stays in the caller's object.
      if (!reachesTheCaller(target, values)) continue;
      if (isSurelyReached(assignment, at, parts)) return 'yes';
      answer = 'unknown';
    }
  }
  return answer;
}

function isPrefix(prefix: string, path: string): boolean {
  return path === prefix || (path.startsWith(prefix) && /^[.[]/.test(path.slice(prefix.length)));
}

/** nil, 0, -1, an empty struct or map, or a conversion of one. */
function isCleared(value: Node, values: Values): boolean {
  const inner = values.unconverted(value);
  if (inner.kind === 'nil' || /^(0|-1)$/.test(inner.text)) return true;
  if (inner.kind === 'composite_literal') return (inner.child('body')?.children.length ?? 0) === 0;
  if (!isCall(inner)) return false;
  const callee = calleeOf(inner, values.pkg);
  return callee.kind === 'builtin' && callee.name === 'make';
}

function reachesTheCaller(target: Node, values: Values): boolean {
  for (let node = unparen(target); ;) {
    const operand: Node | undefined = node.child('operand');
    if (operand === undefined) {
      const symbol = values.pkg.symbolOf(node);
      return symbol?.role !== 'receiver' && symbol?.role !== 'parameter';
    }
    const shape: Shape = values.shapeOf(operand);
    if (shape.kind === 'pointer' || shape.kind === 'container') return true;
    node = unparen(operand);
  }
}

function guardOf(place: Place, at: Node, parts: FunctionParts, values: Values): Guard | undefined {
  const literal = at.ancestor('func_literal');
  const once = literal === undefined ? undefined : onceAround(literal, values);
  if (once !== undefined) return { kind: 'once', node: once };
  const runner = literal === undefined ? undefined : testingRunner(literal, values);
  if (runner !== undefined) return { kind: 'unknown', node: runner };
  let tested: Guard | undefined;
  let unfollowed: Guard | undefined;
  for (const { condition, whenTrue } of testsBefore(at)) {
    const guard = guardIn(condition, whenTrue, place, parts, values);
    if (guard?.kind === 'unknown') unfollowed ??= guard;
    else if (guard !== undefined && guard.kind !== 'handle') return guard;
    else tested ??= guard;
  }
  const isSet = (path: string): boolean =>
    !isPrefix(path, place.path) && isSetHere({ ...place, path }, parts, values);
  return spentBefore(at, place, values, isSet) ?? tested ?? unfollowed;
}

function guardIn(
  condition: Node,
  whenTrue: boolean,
  place: Place,
  parts: FunctionParts,
  values: Values,
): Guard | undefined {
  let unfollowed: Guard | undefined;
  for (const node of condition.walk((child) => child.kind !== 'func_literal')) {
    if (node.kind === 'binary_expression' && comparesWithNothing(node, place, whenTrue, values))
      return { kind: 'handle', node };
    if (isCall(node)) {
      const guard = guardOfCall(node, place, values);
      if (guard?.kind === 'unknown') unfollowed ??= guard;
      else if (guard !== undefined) return guard;
    } else if (node.kind === 'identifier') {
      const guard = guardOfAnswer(node, place, values);
      if (guard !== undefined) return guard;
    } else if (node.is('selector_expression') && isFlagThatIsSet(node, place, parts, values)) {
      return { kind: 'flag', node };
    }
  }
  return unfollowed;
}

/** `x.p != nil` where the release runs when it holds, `x.p == nil` where it runs when it does not. */
function comparesWithNothing(node: Node, place: Place, whenTrue: boolean, values: Values): boolean {
  const [left, right] = [node.child('left'), node.child('right')];
  const operator = node.child('operator')?.text ?? '';
  if (left === undefined || right === undefined || !/^([=!]=|[<>]=?)$/.test(operator)) return false;
  if (/^[=!]=$/.test(operator) && (operator === '!=') !== whenTrue) return false;
  const other = isCleared(right, values) ? left : isCleared(left, values) ? right : undefined;
  const compared = other === undefined ? undefined : values.placeOf(other);
  if (compared?.root !== place.root) return false;
  // Of a container the container itself is tested; a test of the object says nothing of its handle.
  return compared.path !== '' || place.path === '' ? isPrefix(compared.path, place.path) : false;
}

/** A flag of the same object, which this very function sets. */
function isFlagThatIsSet(node: Node, place: Place, parts: FunctionParts, values: Values): boolean {
  const flag = values.placeOf(node);
  if (flag?.root !== place.root || flag.path === '' || isPrefix(flag.path, place.path)) return false;
  return isSetHere(flag, parts, values);
}

function isSetHere(flag: Place, parts: FunctionParts, values: Values): boolean {
  return parts.assignments.some((assignment) =>
    (assignment.child('left')?.children ?? []).some((target) => {
      const set = target.kind === 'selector_expression' ? values.placeOf(target) : undefined;
      return set?.root === flag.root && set.path === flag.path && reachesTheCaller(target, values);
    }),
  );
}

/** `_, ok := m.LoadAndDelete(x.id)`, `was := x.closed.Swap(true)`: what is asked is what a call has answered. */
function guardOfAnswer(name: Node, place: Place, values: Values): Guard | undefined {
  const symbol = values.pkg.symbolOf(name);
  if (symbol?.kind !== 'variable' || symbol.role !== 'local') return undefined;
  const [only, ...more] = values.valuesOf(symbol).values;
  if (only === undefined || more.length > 0 || !isCall(only.node)) return undefined;
  const guard = guardOfCall(only.node, place, values);
  return guard?.kind === 'atomic' || guard?.kind === 'spent' ? guard : undefined;
}

function guardOfCall(call: Node, place: Place, values: Values): Guard | undefined {
  const spent = spentByCall(call, place, values);
  if (spent !== undefined) return spent;
  const callee = calleeOf(call, values.pkg);
  if (callee.kind === 'package' && /^sync\/atomic$|\/atomic$/.test(callee.path)) {
    const isSwap = /^(CompareAndSwap|Swap)/.test(callee.name);
    const [first] = argumentsOf(call);
    return isSwap && first !== undefined && values.placeOf(first)?.root === place.root
      ? { kind: 'atomic', node: call }
      : undefined;
  }
  if (callee.kind !== 'method') return undefined;
  const operand = values.placeOf(callee.operand);
  if (operand?.root !== place.root) return undefined;
  if (/^(CompareAndSwap|Swap)$/.test(callee.name)) return { kind: 'atomic', node: call };
  const [method] = values.methodsNamed(callee.operand, callee.name)?.methods ?? [];
  if (method === undefined || operand.path !== '') return undefined;
  return predicateTests(method, place, values)
    ? { kind: 'handle', node: call }
    : { kind: 'unknown', node: call };
}

/** `func (x *T) isOpen() bool { return x.p != nil }`: the method tests the handle of its receiver. */
function predicateTests(method: Node, place: Place, values: Values): boolean {
  return method.all('binary_expression').some((node) => {
    const [left, right] = [node.child('left'), node.child('right')];
    if (left === undefined || right === undefined || !isCleared(right, values)) return false;
    const compared = values.placeOf(left);
    return compared?.root.role === 'receiver' && compared.path === place.path;
  });
}

function locks(root: GoSymbol, at: Node, parts: FunctionParts, values: Values): Truth {
  return parts.calls.some((call) => {
    if (call.start > at.start) return false;
    const place = lockedPlace(call, values);
    return place?.root === root;
  })
    ? 'yes'
    : 'no';
}

/** The place of the mutex that a call locks; that of the object where the mutex is embedded. */
export function lockedPlace(call: Node, values: Values): Place | undefined {
  const callee = calleeOf(call, values.pkg);
  if (callee.kind !== 'method' || !/^R?Lock$/.test(callee.name)) return undefined;
  const shape = values.shapeOf(callee.operand);
  const type = namedType(shape);
  if (type !== undefined) {
    const embedded = type.fields.find(
      (field) => field.isEmbedded && isMutex(values.types.shapeOfType(field.type)),
    );
    const place = embedded === undefined ? undefined : values.placeOf(callee.operand);
    return embedded === undefined || place === undefined
      ? undefined
      : { ...place, path: `${place.path}.${embedded.name}` };
  }
  return isMutex(shape) ? values.placeOf(callee.operand) : undefined;
}

export function isMutex(shape: Shape): boolean {
  const target = shape.kind === 'pointer' ? shape.to : shape;
  return target.kind === 'external' && target.path === 'sync' && /^(RW)?Mutex$/.test(target.name);
}
