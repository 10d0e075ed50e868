import { onceFor } from '../base/once-for.ts';
import { copiesOutOfC } from '../knowledge/c-names.ts';
import { argumentsOf, calleeOf, isCall, throughParens, unparen } from '../semantic/callee.ts';
import type { Callee } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import { NodeMap } from '../syntax/node-map.ts';
import type { Node } from '../syntax/tree.ts';

/** What the code around an expression does with its value; conversions of a pointer are looked through. */
export type ValueUse =
  /** `C.free(value)`. */
  | { readonly kind: 'free'; readonly call: Node }
  /** An argument of a C function other than free. */
  | { readonly kind: 'c-argument'; readonly call: Node; readonly name: string; readonly index: number }
  /** C.GoString and its kin: the memory is read and copied. */
  | { readonly kind: 'go-copy'; readonly call: Node }
  /** An argument of Go code. */
  | { readonly kind: 'go-argument'; readonly call: Node; readonly callee: Callee }
  | { readonly kind: 'return' }
  /** Assigned to a variable. */
  | { readonly kind: 'alias'; readonly symbol: GoSymbol }
  /** Assigned to a place that is not a plain variable. */
  | { readonly kind: 'store'; readonly target: Node }
  /** An element of a literal or of append(): `container` is that expression, `use` what is done with it. */
  | { readonly kind: 'element'; readonly container: Node; readonly use: ValueUse }
  /** `*v`, `v.f`, `v[i]`. */
  | { readonly kind: 'dereference' }
  /** `v[i:j]`, unsafe.Slice(v, n): memory seen through another value. */
  | { readonly kind: 'view' }
  | { readonly kind: 'address'; readonly node: Node }
  | { readonly kind: 'compare' }
  /** The target of an assignment. */
  | { readonly kind: 'overwrite' }
  /** Its value is dropped: `_ = v`, or a statement of its own. */
  | { readonly kind: 'discard' }
  /** Used in a way that nothing is known of. */
  | { readonly kind: 'other' };

/** The use of an expression's value. */
export function useOf(expression: Node, pkg: Package): ValueUse {
  const known = usesIn(pkg);
  let use = known.get(expression);
  if (use === undefined) {
    use = findUse(expression, pkg);
    known.set(expression, use);
  }
  return use;
}

/** Each search asks again for every mention of a variable. */
const usesIn = onceFor((_pkg: Package) => new NodeMap<ValueUse>());

function findUse(expression: Node, pkg: Package): ValueUse {
  let value = expression;
  for (;;) {
    value = throughParens(value);
    const parent = value.parent;
    if (parent === undefined) return { kind: 'other' };
    switch (parent.kind) {
      case 'argument_list':
      case 'type_conversion_expression': {
        const call = parent.kind === 'argument_list' ? parent.parent : parent;
        if (call === undefined || !isCall(call)) return { kind: 'other' };
        const callee = calleeOf(call, pkg);
        if (callee.kind !== 'conversion') return argumentUse(call, value, callee, pkg);
        value = call;
        continue;
      }
      case 'expression_list':
        return listUse(value, parent, pkg);
      case 'return_statement':
        return { kind: 'return' };
      case 'literal_element':
        return literalUse(parent, pkg);
      case 'binary_expression': {
        const operator = parent.child('operator')?.kind ?? '';
        if (['==', '!=', '<', '<=', '>', '>=', '%'].includes(operator)) return { kind: 'compare' };
        if (operator === '-' && isDistance(parent, value, pkg)) return { kind: 'compare' };
        // Pointer arithmetic on its uintptr: the sum still points into the memory.
        value = parent;
        continue;
      }
      case 'unary_expression':
        if (parent.text.startsWith('&')) return { kind: 'address', node: parent };
        return parent.text.startsWith('*') ? { kind: 'dereference' } : { kind: 'other' };
      case 'selector_expression':
        return { kind: 'dereference' };
      case 'index_expression':
        return value.field === 'operand' ? { kind: 'dereference' } : { kind: 'other' };
      case 'slice_expression':
        return value.field === 'operand' ? { kind: 'view' } : { kind: 'other' };
      case 'expression_statement':
        return { kind: 'discard' };
      case 'expression_switch_statement':
        return value.field === 'value' ? { kind: 'compare' } : { kind: 'other' };
      case 'inc_statement':
      case 'dec_statement':
        return { kind: 'overwrite' };
      case 'var_spec':
        return value.field === 'name' ? { kind: 'overwrite' } : { kind: 'other' };
      default:
        return { kind: 'other' };
    }
  }
}

/** `uintptr(p) - uintptr(start)`: how far two pointers are apart leads to neither. */
function isDistance(difference: Node, operand: Node, pkg: Package): boolean {
  const subtracted = difference.child('right');
  if (subtracted === undefined || subtracted.contains(operand)) return true;
  const { kind } = pkg.types.ofExpression(unconverted(subtracted, pkg));
  return kind === 'pointer' || kind === 'unsafe-pointer';
}

function argumentUse(call: Node, value: Node, callee: Callee, pkg: Package): ValueUse {
  const index = argumentsOf(call).indexOf(value);
  if (callee.kind === 'c') {
    if (callee.name === 'free') return { kind: 'free', call };
    if (copiesOutOfC(callee.name)) return { kind: 'go-copy', call };
    return { kind: 'c-argument', call, name: callee.name, index };
  }
  if (callee.kind === 'builtin' && callee.name === 'append') {
    return index === 0 ? { kind: 'other' } : { kind: 'element', container: call, use: useOf(call, pkg) };
  }
  if (callee.kind === 'package' && callee.path === 'unsafe') {
    if (callee.name === 'Slice' || callee.name === 'String') return { kind: 'view' };
    if (callee.name === 'Add') return useOf(call, pkg);
  }
  return { kind: 'go-argument', call, callee };
}

/** A side of an assignment, the values of a declaration, or the results of a return. */
function listUse(value: Node, list: Node, pkg: Package): ValueUse {
  const owner = list.parent;
  if (owner === undefined) return { kind: 'other' };
  if (owner.kind === 'return_statement') return { kind: 'return' };
  if (owner.kind === 'expression_case') return { kind: 'compare' };
  if (list.field === 'left') return { kind: 'overwrite' };
  const targets =
    owner.kind === 'var_spec'
      ? owner.childrenOf('name').filter((name) => name.is('identifier'))
      : (owner.child('left')?.children ?? []);
  const target = targets[list.children.indexOf(value)];
  if (target === undefined) return { kind: 'other' };
  if (target.kind !== 'identifier') return { kind: 'store', target };
  if (target.text === '_') return { kind: 'discard' };
  const symbol = pkg.symbolOf(target);
  return symbol === undefined ? { kind: 'other' } : { kind: 'alias', symbol };
}

/** An element of a composite literal: the literal is a new value, by itself or behind `&`. */
function literalUse(element: Node, pkg: Package): ValueUse {
  if (element.field === 'key') return { kind: 'other' };
  let literal: Node | undefined = element;
  while (literal?.is('literal_element', 'keyed_element', 'literal_value', 'composite_literal') === true) {
    const parent: Node | undefined = literal.parent;
    if (literal.kind === 'composite_literal' && parent?.is('literal_element') !== true) break;
    literal = parent;
  }
  if (literal?.kind !== 'composite_literal') return { kind: 'other' };
  const outer = throughParens(literal);
  const address =
    outer.parent?.kind === 'unary_expression' && outer.parent.text.startsWith('&') ? outer.parent : outer;
  return { kind: 'element', container: literal, use: useOf(address, pkg) };
}

/** The pointer expression inside conversions: `cs` of `unsafe.Pointer((*C.uchar)(cs))`. */
export function unconverted(node: Node, pkg: Package): Node {
  let current = unparen(node);
  for (;;) {
    if (!isCall(current) || calleeOf(current, pkg).kind !== 'conversion') return current;
    const [operand, ...more] = argumentsOf(current);
    if (operand === undefined || more.length > 0) return current;
    current = unparen(operand);
  }
}

/** Whether a call is the one that a `defer` statement defers, or that a `go` statement starts. */
export function statementOf(call: Node): 'defer' | 'go' | undefined {
  const kind = call.parent?.kind;
  return kind === 'defer_statement' ? 'defer' : kind === 'go_statement' ? 'go' : undefined;
}
