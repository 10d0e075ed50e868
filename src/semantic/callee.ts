import { isKnownCType } from '../knowledge/c-names.ts';
import type { Node } from '../syntax/tree.ts';
import type { GoSymbol } from './symbol.ts';

/** What names resolve to, as far as telling calls apart needs it. */
export interface Names {
  symbolOf(identifier: Node): GoSymbol | undefined;
  /** Whether `C.name` is a type, by the package's C code and by how its Go code uses the name. */
  isCType(name: string): boolean;
}

/** What a call expression calls. A conversion has the form of a call, and is one kind of it. */
export type Callee =
  | { readonly kind: 'c'; readonly name: string }
  | { readonly kind: 'conversion'; readonly type: Node }
  | { readonly kind: 'builtin'; readonly name: string }
  | { readonly kind: 'package'; readonly path: string; readonly name: string }
  | { readonly kind: 'function'; readonly symbol: GoSymbol }
  | { readonly kind: 'method'; readonly operand: Node; readonly name: string }
  | { readonly kind: 'literal'; readonly node: Node }
  | { readonly kind: 'unknown' };

const basicTypes = new Set(
  (
    'bool string int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr byte rune ' +
    'float32 float64 complex64 complex128 error any'
  ).split(' '),
);

const builtins = new Set(
  'append cap clear close complex copy delete imag len make max min new panic print println real recover'.split(
    ' ',
  ),
);

export function isBasicType(name: string): boolean {
  return basicTypes.has(name);
}

/** The expression inside any parentheses. */
export function unparen(node: Node): Node {
  let current = node;
  while (current.is('parenthesized_expression', 'parenthesized_type')) {
    const inner = current.children[0];
    if (inner === undefined) break;
    current = inner;
  }
  return current;
}

/** The outermost node that is this expression in parentheses. */
export function throughParens(node: Node): Node {
  let current = node;
  while (current.parent?.is('parenthesized_expression') === true) current = current.parent;
  return current;
}

/** Import path and name of `pkg.Name`, an expression or a type. */
export function packageMember(node: Node, names: Names): { path: string; name: string } | undefined {
  const [qualifier, name] =
    node.kind === 'selector_expression'
      ? [node.child('operand'), node.child('field')]
      : node.kind === 'qualified_type'
        ? [node.child('package'), node.child('name')]
        : [];
  if (qualifier === undefined || name === undefined) return undefined;
  const symbol = names.symbolOf(qualifier);
  if (symbol?.kind !== 'package' || symbol.importPath === undefined) return undefined;
  return { path: symbol.importPath, name: name.text };
}

export function isCall(node: Node): boolean {
  return node.is('call_expression', 'type_conversion_expression');
}

/** The arguments of a call, or the operand of a conversion. */
export function argumentsOf(call: Node): Node[] {
  if (call.kind === 'type_conversion_expression') return call.childrenOf('operand');
  return call.child('arguments')?.children ?? [];
}

export function calleeOf(call: Node, names: Names): Callee {
  if (call.kind === 'type_conversion_expression') return conversionCallee(call, names);
  const callee = call.child('function');
  if (callee === undefined) return { kind: 'unknown' };
  const target = unparen(callee);
  switch (target.kind) {
    case 'func_literal':
      return { kind: 'literal', node: target };
    case 'unary_expression':
      return pointerCallee(target, names);
    case 'identifier':
      return identifierCallee(target, names);
    case 'selector_expression':
      return selectorCallee(target, names);
    default:
      return { kind: 'unknown' };
  }
}

/** `f[T](x)` reads like a conversion to a generic type; a function of that name makes it a call. */
function conversionCallee(call: Node, names: Names): Callee {
  const type = call.child('type');
  if (type === undefined) return { kind: 'unknown' };
  if (type.kind === 'generic_type') {
    const name = type.child('type');
    const symbol = name === undefined ? undefined : names.symbolOf(name);
    if (symbol?.kind === 'function') return { kind: 'function', symbol };
    if (symbol?.kind !== 'type') return { kind: 'unknown' };
  }
  return { kind: 'conversion', type };
}

/** `(*T)(x)` converts; `(*f)(x)` with a variable `f` calls through a pointer. */
function pointerCallee(target: Node, names: Names): Callee {
  const operand = target.child('operand');
  if (operand === undefined || !target.text.startsWith('*')) return { kind: 'unknown' };
  const symbol = names.symbolOf(operand);
  if (symbol?.kind === 'variable') return { kind: 'unknown' };
  return { kind: 'conversion', type: target };
}

function identifierCallee(target: Node, names: Names): Callee {
  const symbol = names.symbolOf(target);
  if (symbol === undefined) {
    if (basicTypes.has(target.text)) return { kind: 'conversion', type: target };
    if (builtins.has(target.text)) return { kind: 'builtin', name: target.text };
    return { kind: 'unknown' };
  }
  if (symbol.kind === 'type') return { kind: 'conversion', type: target };
  if (symbol.kind === 'function') return { kind: 'function', symbol };
  return { kind: 'unknown' };
}

function selectorCallee(target: Node, names: Names): Callee {
  const member = packageMember(target, names);
  if (member === undefined) {
    const operand = target.child('operand');
    const name = target.child('field')?.text ?? '';
    return operand === undefined ? { kind: 'unknown' } : { kind: 'method', operand, name };
  }
  if (member.path === 'C') {
    const isType = isKnownCType(member.name) || names.isCType(member.name);
    return isType ? { kind: 'conversion', type: target } : { kind: 'c', name: member.name };
  }
  if (member.path === 'unsafe' && member.name === 'Pointer') return { kind: 'conversion', type: target };
  return { kind: 'package', path: member.path, name: member.name };
}
