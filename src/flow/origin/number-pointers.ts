import { argumentsOf, calleeOf, isCall, packageMember, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import { definitionsOf } from '../definitions.ts';
import { unconverted } from '../value-use.ts';
import { declarationsOf } from './declarations-elsewhere.ts';
import { isInteger } from './integer-origins.ts';

/** An expression that makes a pointer of an integer. */
export interface NumberPointer {
  /** The conversion, or the call that does it. */
  readonly at: Node;
  /** The integer, without the nil pointer that it is added to. */
  readonly integer: Node;
  /** Whether arithmetic on a nil pointer hides it from `go vet`. */
  readonly isHidden: boolean;
  /** The function of another package that does it. */
  readonly converter: string | undefined;
}

/**
 * `unsafe.Pointer(n)`, `unsafe.Pointer(uintptr(nil) + n)`, `unsafe.Add(nil, n)`, or the call of a function of another
 * package of the module that does nothing else with its argument.
 */
export function numberPointer(call: Node, pkg: Package): NumberPointer | undefined {
  const [first, second, ...more] = argumentsOf(call);
  if (first === undefined || more.length > 0) return undefined;
  const callee = calleeOf(call, pkg);
  if (callee.kind === 'package') {
    if (second === undefined) return convertedElsewhere(call, first, callee.name, pkg);
    const isHidden = callee.path === 'unsafe' && callee.name === 'Add' && isNil(first, pkg);
    return isHidden ? { at: call, integer: second, isHidden, converter: undefined } : undefined;
  }
  if (callee.kind !== 'conversion' || second !== undefined || !isUntypedPointer(callee.type, pkg))
    return undefined;
  const type = pkg.types.ofExpression(first);
  if (!isInteger(type) && type.kind !== 'unknown') return undefined;
  const terms = sumOf(first);
  const [integer, ...rest] = terms.filter((term) => !isNilAddress(term, pkg));
  if (integer === undefined) return undefined;
  const isHidden = rest.length + 1 < terms.length;
  return { at: call, integer: rest.length === 0 ? integer : first, isHidden, converter: undefined };
}

/** `unsafe.Pointer`, and the `void *` of GLib. */
function isUntypedPointer(type: Node, pkg: Package): boolean {
  const member = packageMember(unparen(type), pkg);
  if (member?.path === 'unsafe') return member.name === 'Pointer';
  return member?.path === 'C' && /^g(const)?pointer$/.test(member.name);
}

/** The parts of a sum, in order; an expression that is no sum is its one part. */
export function sumOf(node: Node): Node[] {
  const expression = unparen(node);
  const [left, right] = [expression.child('left'), expression.child('right')];
  const isSum = expression.kind === 'binary_expression' && expression.child('operator')?.kind === '+';
  return isSum && left !== undefined && right !== undefined
    ? [...sumOf(left), ...sumOf(right)]
    : [expression];
}

/** `uintptr(p)` of a pointer that is nil. */
function isNilAddress(term: Node, pkg: Package): boolean {
  const [operand] = isCall(term) ? argumentsOf(term) : [];
  return operand !== undefined && calleeOf(term, pkg).kind === 'conversion' && isNil(operand, pkg);
}

/** `nil`, converted or not, or a pointer variable that is declared and never set. */
function isNil(pointer: Node, pkg: Package): boolean {
  const expression = unconverted(pointer, pkg);
  if (expression.kind === 'nil') return true;
  const symbol = expression.kind === 'identifier' ? pkg.symbolOf(expression) : undefined;
  if (symbol?.kind !== 'variable' || symbol.role !== 'local') return false;
  const { kind } = pkg.types.ofSymbol(symbol);
  const isPointer = kind === 'pointer' || kind === 'unsafe-pointer';
  return (
    isPointer && symbol.declaration.parent?.kind === 'var_spec' && definitionsOf(symbol, pkg).length === 0
  );
}

function convertedElsewhere(
  call: Node,
  integer: Node,
  name: string,
  pkg: Package,
): NumberPointer | undefined {
  if (pkg.types.ofExpression(call).kind !== 'unsafe-pointer') return undefined;
  if (!isInteger(pkg.types.ofExpression(integer))) return undefined;
  const found = declarationsOf(call, pkg);
  const isConverter = found.every(({ declaration, home }) => convertsParameter(declaration, home));
  return found.length > 0 && isConverter
    ? { at: call, integer, isHidden: false, converter: name }
    : undefined;
}

/** Whether the one return of a function makes a pointer of its parameter. */
function convertsParameter(declaration: Node, home: Package): boolean {
  const [only, ...more] = declaration.child('body')?.allOutside('func_literal', 'return_statement') ?? [];
  const value = only?.all('call_expression', 'type_conversion_expression')[0];
  const made = value === undefined || more.length > 0 ? undefined : numberPointer(value, home);
  const symbol = made?.integer.kind === 'identifier' ? home.symbolOf(made.integer) : undefined;
  return symbol?.role === 'parameter' && symbol.owner === declaration;
}
