import { isAssignedOnce } from '../../../flow/conditions.ts';
import { argumentsOf, calleeOf, isCall, throughParens, unparen } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import type { Type } from '../../../semantic/types.ts';
import { cNumberWidth } from '../../../knowledge/c-type-widths.ts';
import type { Node } from '../../../syntax/tree.ts';

/** Numbers of Go that C is shown as numbers of one of its types: `(*C.int)(unsafe.Pointer(&x))`. */
export interface SeenNumbers {
  /** The variable, slice or array. */
  readonly place: Node;
  /** `one`: a variable; `several`: the elements of a slice or array. */
  readonly form: 'one' | 'several';
  readonly own: Type;
  readonly seenAs: Type;
}

/** What a conversion shows C; undefined where it is none of numbers, or its value is only read in Go. */
export function seenNumbers(conversion: Node, pkg: Package): SeenNumbers | undefined {
  // Types and calls look alike: only what is in parentheses and starts with a star is looked at.
  const written = conversion.child('function') ?? conversion.child('type');
  if (written === undefined || !/^\(\s*\*\s*C\./.test(written.text)) return undefined;
  const callee = calleeOf(conversion, pkg);
  if (callee.kind !== 'conversion' || isRead(conversion)) return undefined;
  const target = pkg.types.ofTypeNode(callee.type);
  if (target.kind !== 'pointer' || !isCNumber(target.element, pkg)) return undefined;
  const [pointer, ...others] = argumentsOf(conversion);
  const address = pointer === undefined || others.length > 0 ? undefined : behindPointer(pointer, pkg);
  const found = address === undefined ? undefined : numbersAt(address, pkg);
  return found === undefined || !isGoNumber(found.own, pkg)
    ? undefined
    : { ...found, seenAs: target.element };
}

/** `*(*C.uint)(p)`: bytes are looked at as a number, and C is not asked. */
function isRead(conversion: Node): boolean {
  const { parent } = throughParens(conversion);
  return parent?.kind === 'unary_expression' && parent.text.startsWith('*');
}

/** `x` of `unsafe.Pointer(x)`. */
function behindPointer(pointer: Node, pkg: Package): Node | undefined {
  const call = unparen(pointer);
  if (!isCall(call) || calleeOf(call, pkg).kind !== 'conversion') return undefined;
  if (pkg.types.ofExpression(call).kind !== 'unsafe-pointer') return undefined;
  const [inner] = argumentsOf(call);
  return inner === undefined ? undefined : unparen(inner);
}

function numbersAt(address: Node, pkg: Package): Omit<SeenNumbers, 'seenAs'> | undefined {
  if (isCall(address)) {
    const callee = calleeOf(address, pkg);
    const [slice] = argumentsOf(address);
    const isData = callee.kind === 'package' && callee.path === 'unsafe' && callee.name === 'SliceData';
    return isData && slice !== undefined ? elementsOf(slice, pkg) : undefined;
  }
  const operand = address.kind === 'unary_expression' ? address.child('operand') : undefined;
  if (operand === undefined || !address.text.startsWith('&')) return undefined;
  const target = unparen(operand);
  if (target.kind === 'index_expression') {
    const list = target.child('operand');
    return list === undefined ? undefined : elementsOf(list, pkg);
  }
  // A field may be the first part of what C is to see.
  if (target.kind !== 'identifier') return undefined;
  const type = pkg.types.underlying(pkg.types.ofExpression(target));
  return type.kind === 'array'
    ? elementsOf(target, pkg)
    : { place: target, form: 'one', own: pkg.types.ofExpression(target) };
}

function elementsOf(list: Node, pkg: Package): Omit<SeenNumbers, 'seenAs'> | undefined {
  const type = pkg.types.underlying(pkg.types.ofExpression(list));
  if (type.kind !== 'slice' && type.kind !== 'array') return undefined;
  return { place: unparen(list), form: 'several', own: type.element };
}

function isGoNumber(type: Type, pkg: Package): boolean {
  const number = pkg.types.underlying(type);
  return number.kind === 'basic' && /^(?:u?int|float|uintptr|rune|byte|bool)/.test(number.name);
}

function isCNumber(type: Type, pkg: Package): boolean {
  if (type.kind !== 'c') return false;
  if (!pkg.c.isType(type.name)) return cNumberWidth(type.name) !== undefined;
  return pkg.c.resolve({ kind: 'named', name: type.name }).kind === 'basic';
}

/** Whether the call that gets the numbers gets `len` of them, as it is: then C counts as Go does. */
export function isCountedWith(conversion: Node, { place }: SeenNumbers, pkg: Package): boolean {
  const call = throughParens(conversion).parent?.parent;
  if (call?.kind !== 'call_expression') return false;
  const wanted = place.text;
  return argumentsOf(call).some((argument) => {
    let value = unparen(argument);
    if (isCall(value) && calleeOf(value, pkg).kind === 'conversion') value = argumentsOf(value)[0] ?? value;
    if (value.kind === 'identifier') {
      const symbol = pkg.symbolOf(value);
      if (symbol?.value?.count !== 1 || !isAssignedOnce(symbol, pkg)) return false;
      value = symbol.value.node;
      if (isCall(value) && calleeOf(value, pkg).kind === 'conversion') value = argumentsOf(value)[0] ?? value;
    }
    return value.text === `len(${wanted})`;
  });
}
