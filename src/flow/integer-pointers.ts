import { argumentsOf, calleeOf, isCall, packageMember, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Type } from '../semantic/types.ts';
import type { Node } from '../syntax/tree.ts';
import { definitionsOf } from './definitions.ts';
import type { FunctionFlow } from './function-flow.ts';
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
  pkg: Package,
): IntegerPointer | undefined {
  for (const term of terms(integer)) {
    if (term.kind !== 'identifier') continue;
    const symbol = pkg.symbolOf(term);
    const origin = symbol === undefined ? undefined : heldAddress(symbol, term, flow, pkg, new Set());
    if (symbol !== undefined && origin !== undefined) return { symbol, origin };
  }
  return undefined;
}

/** The terms of a sum or mask. */
function terms(node: Node): Node[] {
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
  pkg: Package,
  visited: Set<GoSymbol>,
): Node | undefined {
  if (symbol.kind !== 'variable' || symbol.role !== 'local' || visited.has(symbol)) return undefined;
  visited.add(symbol);
  const definitions = definitionsOf(symbol, pkg).filter((definition) => !definition.updates);
  const addresses = new Map<Node, Node>();
  for (const { target, value } of definitions) {
    const origin = value === undefined ? undefined : addressIn(value, flow, pkg, visited);
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
function addressIn(value: Node, flow: FunctionFlow, pkg: Package, visited: Set<GoSymbol>): Node | undefined {
  for (const term of terms(value)) {
    if (term.kind === 'identifier') {
      const symbol = pkg.symbolOf(term);
      const origin = symbol === undefined ? undefined : heldAddress(symbol, term, flow, pkg, visited);
      if (origin !== undefined) return origin;
    } else if (isAddressOfGoMemory(term, pkg)) {
      return term;
    }
  }
  return undefined;
}

/** Whether an integer expression is `uintptr(unsafe.Pointer(p))` with a `p` that is not known to be C's. */
export function isAddressOfGoMemory(term: Node, pkg: Package): boolean {
  if (!isCall(term)) return false;
  const callee = calleeOf(term, pkg);
  if (callee.kind !== 'conversion' || callee.type.text !== 'uintptr') return false;
  const [operand] = argumentsOf(term);
  if (operand === undefined || !isPointer(operand, pkg)) return false;
  return !isCMemory(unconverted(operand, pkg), pkg);
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

/** Memory of C, as far as types and definitions show: a `*C.T` that is not the address of a Go variable. */
function isCMemory(pointer: Node, pkg: Package): boolean {
  if (pointer.kind === 'unary_expression' && pointer.text.startsWith('&')) {
    const operand = pointer.child('operand');
    const inner =
      operand?.kind === 'selector_expression' || operand?.kind === 'index_expression'
        ? operand.child('operand')
        : undefined;
    return inner !== undefined && isCMemory(unparen(inner), pkg);
  }
  if (pointsToC(pkg.types.ofExpression(pointer))) return true;
  if (isCall(pointer)) return calleeOf(pointer, pkg).kind === 'c';
  const symbol = pointer.kind === 'identifier' ? pkg.symbolOf(pointer) : undefined;
  if (symbol?.kind !== 'variable') return false;
  return definitionsOf(symbol, pkg).some(({ value }) => {
    if (value === undefined) return symbol.value !== undefined && isCCall(symbol.value.node, pkg);
    return isCCall(value, pkg);
  });
}

function isCCall(value: Node, pkg: Package): boolean {
  const call = unconverted(value, pkg);
  return isCall(call) && calleeOf(call, pkg).kind === 'c';
}

function pointsToC(type: Type): boolean {
  return type.kind === 'pointer' && (type.element.kind === 'c' || pointsToC(type.element));
}
