import { argumentsOf, calleeOf, isCall, packageMember, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Type } from '../semantic/types.ts';
import type { Node } from '../syntax/tree.ts';
import { definitionsOf } from './definitions.ts';
import type { FunctionFlow } from './function-flow.ts';
import { isForeign, isOfGo } from './origin/origin.ts';
import type { PointerOrigins } from './origin/pointer-origins.ts';
import { everyPathBack } from './paths.ts';
import { unconverted } from './value-use.ts';

/** A variable that holds the address of Go memory as an integer. */
export interface IntegerPointer {
  readonly symbol: GoSymbol;
  /** The conversion `uintptr(unsafe.Pointer(p))` that filled it. */
  readonly origin: Node;
}

/**
 * The variable through which an integer expression holds an address of Go memory. An address that is taken and used
 * within one expression is fine (https://pkg.go.dev/unsafe#Pointer, pattern 3); so is C's memory, which neither
 * moves nor is collected.
 */
export function pointerAsInteger(
  integer: Node,
  flow: FunctionFlow,
  origins: PointerOrigins,
): IntegerPointer | undefined {
  for (const term of terms(integer)) {
    if (term.kind !== 'identifier') continue;
    const symbol = origins.package.symbolOf(term);
    const origin = symbol === undefined ? undefined : heldAddress(symbol, term, flow, origins, new Set());
    if (symbol !== undefined && origin !== undefined) return { symbol, origin };
  }
  return undefined;
}

/** The terms of a sum or mask. */
export function terms(node: Node): Node[] {
  const expression = unparen(node);
  if (expression.kind !== 'binary_expression') return [expression];
  const [left, right] = [expression.child('left'), expression.child('right')];
  const operator = expression.child('operator')?.kind ?? '';
  if (!['+', '-', '&', '|', '&^'].includes(operator) || left === undefined || right === undefined) return [];
  return [...terms(left), ...(operator === '+' || operator === '|' ? terms(right) : [])];
}

function heldAddress(
  symbol: GoSymbol,
  use: Node,
  flow: FunctionFlow,
  origins: PointerOrigins,
  visited: Set<GoSymbol>,
): Node | undefined {
  if (symbol.kind !== 'variable' || symbol.role !== 'local' || visited.has(symbol)) return undefined;
  visited.add(symbol);
  const definitions = definitionsOf(symbol, origins.package).filter((definition) => !definition.updates);
  if (!flow.maySearch(definitions.length)) return undefined;
  const addresses = new Map<Node, Node>();
  for (const { target, value } of definitions) {
    const origin = value === undefined ? undefined : addressIn(value, flow, origins, visited);
    if (origin !== undefined) addresses.set(target, origin);
  }
  const [origin] = addresses.values();
  if (origin === undefined || addresses.size === definitions.length) return origin;
  return reachedByAddressesOnly(
    definitions.map(({ target }) => target),
    addresses,
    use,
    flow,
  )
    ? origin
    : undefined;
}

/** Whether every path to the use last assigned one of the addresses. */
function reachedByAddressesOnly(
  targets: readonly Node[],
  addresses: ReadonlyMap<Node, Node>,
  use: Node,
  flow: FunctionFlow,
): boolean {
  const at = flow.nodeAt(use);
  if (at === undefined) return false;
  return everyPathBack(at, flow, (node) => {
    const assigned = targets.filter((target) => flow.nodeAt(target) === node);
    if (assigned.length === 0) return 'on';
    return assigned.every((target) => addresses.has(target)) ? 'passed' : 'failed';
  });
}

/** The `uintptr(unsafe.Pointer(p))` of Go memory within a sum, or through another such variable. */
function addressIn(
  value: Node,
  flow: FunctionFlow,
  origins: PointerOrigins,
  visited: Set<GoSymbol>,
): Node | undefined {
  for (const term of terms(value)) {
    if (term.kind === 'identifier') {
      const symbol = origins.package.symbolOf(term);
      const origin = symbol === undefined ? undefined : heldAddress(symbol, term, flow, origins, visited);
      if (origin !== undefined) return origin;
    } else if (isAddressOfGoMemory(term, origins)) {
      return term;
    }
  }
  return undefined;
}

/** Whether an integer expression is `uintptr(unsafe.Pointer(p))` with a `p` that points to Go memory. */
export function isAddressOfGoMemory(term: Node, origins: PointerOrigins): boolean {
  if (!isCall(term)) return false;
  const pkg = origins.package;
  const callee = calleeOf(term, pkg);
  if (callee.kind !== 'conversion' || callee.type.text !== 'uintptr') return false;
  const [operand] = argumentsOf(term);
  if (operand === undefined || !isPointer(operand, pkg)) return false;
  return pointsToGo(unconverted(operand, pkg), origins, new Set());
}

function isPointer(operand: Node, pkg: Package): boolean {
  const expression = unparen(operand);
  if (pkg.types.ofExpression(expression).kind === 'unsafe-pointer') return true;
  if (!isCall(expression)) return false;
  const callee = calleeOf(expression, pkg);
  if (callee.kind !== 'conversion') return false;
  const type = packageMember(callee.type, pkg);
  return type?.path === 'unsafe' && type.name === 'Pointer';
}

/**
 * Whether a pointer shows by its form, its type or its definitions that its memory is Go's. An unsafe.Pointer from
 * out of sight and a `*C.T` may be anyone's: they are left alone.
 */
function pointsToGo(pointer: Node, origins: PointerOrigins, visited: Set<GoSymbol>): boolean {
  const pkg = origins.package;
  const found = origins.allOf(pointer).filter(({ kind }) => kind !== 'nil');
  if (found.length > 0 && found.every(isOfGo)) return true;
  if (found.some(isForeign)) return false;
  if (pointer.kind === 'unary_expression' && pointer.text.startsWith('&')) {
    const operand = pointer.child('operand');
    const container =
      operand?.is('selector_expression', 'index_expression') === true ? operand.child('operand') : undefined;
    return container === undefined || holdsGo(unparen(container), origins, visited);
  }
  if (isCall(pointer)) {
    const callee = calleeOf(pointer, pkg);
    const [argument] = argumentsOf(pointer);
    const isData = callee.kind === 'package' && callee.path === 'unsafe' && callee.name.endsWith('Data');
    if (isData) return argument !== undefined && holdsGo(unparen(argument), origins, visited);
  }
  return holdsGo(pointer, origins, visited);
}

/** A variable of a Go pointer, slice or string type that nothing here fills from C. */
function holdsGo(expression: Node, origins: PointerOrigins, visited: Set<GoSymbol>): boolean {
  const pkg = origins.package;
  const type = pkg.types.ofExpression(expression);
  const symbol = expression.kind === 'identifier' ? pkg.symbolOf(expression) : undefined;
  if (symbol?.kind === 'variable') {
    if (visited.has(symbol)) return false;
    visited.add(symbol);
    const values = definitionsOf(symbol, pkg).map(({ value }) => value ?? symbol.value?.node);
    const sources = values.map((value) => (value === undefined ? undefined : unconverted(value, pkg)));
    if (type.kind === 'unsafe-pointer' || type.kind === 'unknown') {
      return (
        sources.length > 0 &&
        sources.every((source) => source !== undefined && pointsToGo(source, origins, visited))
      );
    }
    if (sources.some((source) => source !== undefined && comesFromC(source, pkg))) return false;
  }
  return isGoType(type) && !isOfForeignCall(expression, pkg);
}

function comesFromC(source: Node, pkg: Package): boolean {
  if (pointsToC(pkg.types.ofExpression(source))) return true;
  if (source.kind === 'slice_expression') {
    const operand = source.child('operand');
    return operand !== undefined && comesFromC(unconverted(operand, pkg), pkg);
  }
  if (isOfForeignCall(source, pkg)) return true;
  if (!isCall(source)) return false;
  const callee = calleeOf(source, pkg);
  if (callee.kind === 'c') return !['GoString', 'GoStringN', 'GoBytes'].includes(callee.name);
  return callee.kind === 'package' && callee.path === 'unsafe' && ['Slice', 'String'].includes(callee.name);
}

/**
 * Whether an expression is, or is reached from, what code outside of this package and the standard library returns:
 * a Go type does not say whose memory a pointer of it points to.
 */
function isOfForeignCall(expression: Node, pkg: Package): boolean {
  let node = unparen(expression);
  while (node.is('index_expression', 'selector_expression', 'slice_expression')) {
    const operand = node.child('operand');
    if (operand === undefined) return false;
    node = unparen(operand);
  }
  if (!isCall(node)) return false;
  const callee = calleeOf(node, pkg);
  if (callee.kind === 'package') return isForeignPath(callee.path);
  if (callee.kind !== 'method') return false;
  const type = pkg.types.ofExpression(callee.operand);
  const receiver = type.kind === 'pointer' ? type.element : type;
  return receiver.kind === 'named' && isForeignPath(receiver.path);
}

/** Import paths of the standard library have no dot in their first element (https://go.dev/ref/mod#module-path). */
function isForeignPath(importPath: string): boolean {
  return (importPath.split('/')[0] ?? '').includes('.');
}

function isGoType(type: Type): boolean {
  switch (type.kind) {
    case 'pointer':
      return type.element.kind !== 'unknown' && type.element.kind !== 'c' && !pointsToC(type.element);
    case 'slice':
    case 'array':
      return true;
    case 'named':
      return type.symbol?.type?.kind === 'struct_type';
    case 'basic':
      return type.name === 'string';
    default:
      return false;
  }
}

function pointsToC(type: Type): boolean {
  return type.kind === 'pointer' && (type.element.kind === 'c' || pointsToC(type.element));
}
