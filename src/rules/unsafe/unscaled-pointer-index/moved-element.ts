import { isDereference } from '../../../flow/origin/conversion-origins.ts';
import { sumOf } from '../../../flow/origin/number-pointers.ts';
import { unconverted } from '../../../flow/value-use.ts';
import { argumentsOf, calleeOf, isCall, throughParens } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import { typeText } from '../../../semantic/type.ts';
import type { Type } from '../../../semantic/types.ts';
import type { Node } from '../../../syntax/tree.ts';

/** A pointer to elements that is moved and is one to the same elements again. */
export interface MovedElement {
  /** `unsafe.Pointer(uintptr(unsafe.Pointer(p)) + k)` or `unsafe.Add(unsafe.Pointer(p), k)`. */
  readonly at: Node;
  readonly pointer: Node;
  readonly element: Type;
  /** The terms of what is added. */
  readonly offset: readonly Node[];
}

/** `(*T)(moved)`, where `moved` was a `*T`. */
export function movedElement(moved: Node, pkg: Package): MovedElement | undefined {
  const added = additionOf(moved, pkg);
  if (added === undefined) return undefined;
  const from = pkg.types.ofExpression(added.pointer);
  const to = typeBehind(moved, pkg);
  if (from.kind !== 'pointer' || to?.kind !== 'pointer' || typeText(from) !== typeText(to)) return undefined;
  return { at: moved, pointer: added.pointer, element: from.element, offset: added.offset };
}

function additionOf(moved: Node, pkg: Package): Pick<MovedElement, 'pointer' | 'offset'> | undefined {
  const callee = calleeOf(moved, pkg);
  const [first, second] = argumentsOf(moved);
  if (first === undefined) return undefined;
  if (callee.kind === 'package' && callee.path === 'unsafe' && callee.name === 'Add') {
    return second === undefined
      ? undefined
      : { pointer: unconverted(first, pkg), offset: termsOf(second, pkg) };
  }
  if (callee.kind !== 'conversion' || pkg.types.ofTypeNode(callee.type).kind !== 'unsafe-pointer')
    return undefined;
  const terms = sumOf(first);
  const isAddress = (term: Node): boolean => {
    const { kind } = pkg.types.ofExpression(unconverted(term, pkg));
    return isCall(term) && (kind === 'pointer' || kind === 'unsafe-pointer');
  };
  const [pointer, ...others] = terms.filter(isAddress);
  if (pointer === undefined || others.length > 0) return undefined;
  const rest = terms.filter((term) => term !== pointer);
  return { pointer: unconverted(pointer, pkg), offset: rest.flatMap((term) => termsOf(term, pkg)) };
}

/** The type that the moved pointer is converted to. */
function typeBehind(moved: Node, pkg: Package): Type | undefined {
  const list = throughParens(moved).parent;
  const outer = list?.kind === 'argument_list' ? list.parent : list;
  if (outer === undefined || !isCall(outer)) return undefined;
  const callee = calleeOf(outer, pkg);
  if (callee.kind !== 'conversion') return undefined;
  const type = pkg.types.ofTypeNode(callee.type);
  return isDereference(outer) && type.kind === 'pointer' ? type.element : type;
}

/** The terms of a sum, below conversions of numbers. */
function termsOf(node: Node, pkg: Package): Node[] {
  const inner = unconverted(node, pkg);
  return inner.kind === 'binary_expression'
    ? sumOf(inner).flatMap((term) => (term === inner ? [inner] : termsOf(term, pkg)))
    : [inner];
}
