import { isKnownCType } from '../knowledge/c-names.ts';
import type { NodeMap } from '../syntax/node-map.ts';
import type { Node } from '../syntax/tree.ts';
import type { GoSymbol, SymbolKind } from './symbol.ts';

/** What names resolve to, as far as telling calls apart needs it. */
export interface Names {
  /** The first of the definitions that an identifier can refer to. */
  symbolOf(identifier: Node): GoSymbol | undefined;
  /** All of them, under different build constraints. */
  symbolsOf(identifier: Node): readonly GoSymbol[];
  /** Whether `C.name` is a type, by the package's C code and by how its Go code uses the name. */
  isCType(name: string): boolean;
  /** Whether the package's C code declares a function of that name. */
  isCFunction?(name: string): boolean;
  /** What calls were found to call, where the names are all known and stay what they are. */
  readonly callees?: NodeMap<Callee> | undefined;
}

/** What a call expression calls. A conversion has the form of a call, and is one kind of it. */
export type Callee =
  | { readonly kind: 'c'; readonly name: string }
  | { readonly kind: 'conversion'; readonly type: Node }
  | { readonly kind: 'builtin'; readonly name: string }
  | { readonly kind: 'package'; readonly path: string; readonly name: string }
  /** What is said of the call has to hold for all of `symbols`; `symbol` is the first of them. */
  | { readonly kind: 'function'; readonly symbol: GoSymbol; readonly symbols: readonly GoSymbol[] }
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
  while (current.kind === 'parenthesized_expression' || current.kind === 'parenthesized_type') {
    const inner = current.children[0];
    if (inner === undefined) break;
    current = inner;
  }
  return current;
}

/** The outermost node that is this expression in parentheses. */
export function throughParens(node: Node): Node {
  let current = node;
  while (current.parent?.kind === 'parenthesized_expression') current = current.parent;
  return current;
}

/** Import path and name of `pkg.Name`, or of a `Name` that is imported with a dot: an expression or a type. */
export function packageMember(node: Node, names: Names): { path: string; name: string } | undefined {
  if (node.kind === 'identifier' || node.kind === 'type_identifier') {
    const imported = names.symbolOf(node);
    if (imported?.kind !== 'imported' || imported.importPath === undefined) return undefined;
    return { path: imported.importPath, name: node.text };
  }
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
  return node.kind === 'call_expression' || node.kind === 'type_conversion_expression';
}

/** The arguments of a call, or the operand of a conversion. */
export function argumentsOf(call: Node): readonly Node[] {
  if (call.kind === 'type_conversion_expression') return call.childrenOf('operand');
  return call.child('arguments')?.children ?? [];
}

export function calleeOf(call: Node, names: Names): Callee {
  const known = names.callees?.get(call);
  if (known !== undefined) return known;
  const callee = resolvedCallee(call, names);
  names.callees?.set(call, callee);
  return callee;
}

function resolvedCallee(call: Node, names: Names): Callee {
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
    case 'index_expression':
      return instantiatedCallee(target, names);
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
    const meant = name === undefined ? undefined : onlyKind(name, names);
    if (meant?.kind === 'function') return { kind: 'function', symbol: meant.symbol, symbols: meant.symbols };
    if (meant?.kind !== 'type') return { kind: 'unknown' };
  }
  return { kind: 'conversion', type };
}

/** `(*T)(x)` converts; `(*f)(x)` with a variable `f` calls through a pointer. */
function pointerCallee(target: Node, names: Names): Callee {
  const operand = target.child('operand');
  if (operand === undefined || !target.text.startsWith('*')) return { kind: 'unknown' };
  const kinds = names.symbolsOf(operand).map((symbol) => symbol.kind);
  if (kinds.includes('variable') || kinds.includes('imported')) return { kind: 'unknown' };
  return { kind: 'conversion', type: target };
}

/** `f[T](x)` of a function is an instantiation; of anything else it takes an element. */
function instantiatedCallee(target: Node, names: Names): Callee {
  const operand = target.child('operand');
  const meant = operand?.kind === 'identifier' ? onlyKind(operand, names) : undefined;
  return meant?.kind === 'function'
    ? { kind: 'function', symbol: meant.symbol, symbols: meant.symbols }
    : { kind: 'unknown' };
}

/** What an identifier refers to, if all of it is of one kind: a name may be a function here and a variable there. */
function onlyKind(
  identifier: Node,
  names: Names,
): { kind: SymbolKind; symbol: GoSymbol; symbols: readonly GoSymbol[] } | undefined {
  const symbols = names.symbolsOf(identifier);
  const [symbol] = symbols;
  return symbol !== undefined && symbols.every(({ kind }) => kind === symbol.kind)
    ? { kind: symbol.kind, symbol, symbols }
    : undefined;
}

function identifierCallee(target: Node, names: Names): Callee {
  if (names.symbolOf(target) === undefined) {
    if (basicTypes.has(target.text)) return { kind: 'conversion', type: target };
    if (builtins.has(target.text)) return { kind: 'builtin', name: target.text };
    return { kind: 'unknown' };
  }
  const meant = onlyKind(target, names);
  switch (meant?.kind) {
    case 'type':
      return { kind: 'conversion', type: target };
    case 'function':
      return { kind: 'function', symbol: meant.symbol, symbols: meant.symbols };
    case 'imported':
      return memberCallee(target, names);
    default:
      return { kind: 'unknown' };
  }
}

function selectorCallee(target: Node, names: Names): Callee {
  if (packageMember(target, names) !== undefined) return memberCallee(target, names);
  const operand = target.child('operand');
  const name = target.child('field')?.text ?? '';
  return operand === undefined ? { kind: 'unknown' } : { kind: 'method', operand, name };
}

function memberCallee(target: Node, names: Names): Callee {
  const member = packageMember(target, names);
  if (member === undefined) return { kind: 'unknown' };
  if (member.path === 'C') {
    // Hardly anybody puts a function that is called in parentheses: `(C.lib_ptr)(p)` converts.
    const isInParentheses = target.parent?.kind === 'parenthesized_expression';
    const looksLikeType = isInParentheses && names.isCFunction?.(member.name) !== true;
    const isType = looksLikeType || isKnownCType(member.name) || names.isCType(member.name);
    return isType ? { kind: 'conversion', type: target } : { kind: 'c', name: member.name };
  }
  if (member.path === 'unsafe' && member.name === 'Pointer') return { kind: 'conversion', type: target };
  return { kind: 'package', path: member.path, name: member.name };
}
