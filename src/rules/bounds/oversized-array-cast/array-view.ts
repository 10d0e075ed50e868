import { isAssignedOnce } from '../../../flow/conditions.ts';
import { integerConstant } from '../../../flow/origin/integer-constant.ts';
import { useOf } from '../../../flow/value-use.ts';
import { unparen } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import type { Type } from '../../../semantic/types.ts';
import type { Node } from '../../../syntax/tree.ts';

/** A pointer seen as one to an array: `(*[1 << 30]T)(p)`, and what is done with it. */
export interface ArrayView {
  readonly conversion: Node;
  /** What the array would hold: the length as written, and as a number. */
  readonly length: Node;
  readonly count: bigint;
  readonly element: Node;
  readonly elementType: Type;
  /** The converted pointer. */
  readonly pointer: Node;
  /** `view[:n]`, where it is sliced. */
  readonly slice: Node | undefined;
  /** Whether the pointer to the array is a variable's value in between. */
  readonly isThroughVariable: boolean;
}

export function viewsIn(fn: GoFunction, pkg: Package): ArrayView[] {
  return fn.body.allOutside('func_literal', 'array_type').flatMap((type) => {
    const view = viewOf(type, pkg);
    return view === undefined ? [] : [view, ...throughVariable(view, pkg)];
  });
}

/** The slices of a local variable that has the pointer to the array for its only value. */
function throughVariable(view: ArrayView, pkg: Package): ArrayView[] {
  if (view.slice !== undefined) return [];
  const use = useOf(view.conversion, pkg);
  if (use.kind !== 'alias' || use.symbol.role !== 'local' || !isAssignedOnce(use.symbol, pkg)) return [];
  return pkg.bindings.usesOf(use.symbol).flatMap((mention) => {
    const slice = mention.parent;
    if (slice?.kind !== 'slice_expression' || mention.field !== 'operand') return [];
    return [{ ...view, slice, isThroughVariable: true }];
  });
}

function viewOf(type: Node, pkg: Package): ArrayView | undefined {
  const pointerType = type.parent;
  const conversion = pointerType?.parent?.parent;
  if (pointerType?.kind !== 'pointer_type' || pointerType.parent?.kind !== 'parenthesized_type')
    return undefined;
  if (conversion?.kind !== 'type_conversion_expression') return undefined;
  const [length, element, pointer] = [
    type.child('length'),
    type.child('element'),
    conversion.child('operand'),
  ];
  if (length === undefined || element === undefined || pointer === undefined) return undefined;
  const count = integerConstant(length, pkg);
  if (count === undefined) return undefined;
  const array = arrayAt(conversion);
  const slice = array.parent?.kind === 'slice_expression' ? array.parent : undefined;
  const elementType = pkg.types.ofTypeNode(element);
  return { conversion, length, count, element, elementType, pointer, slice, isThroughVariable: false };
}

/** The outermost expression that is the array or a pointer to it: `(*(*[1 << 20]T)(p))` is, too. */
function arrayAt(conversion: Node): Node {
  let node = conversion;
  for (;;) {
    const parent = node.parent;
    const isDereference = parent?.kind === 'unary_expression' && parent.text.startsWith('*');
    if (parent === undefined || !(isDereference || parent.kind === 'parenthesized_expression')) return node;
    node = parent;
  }
}

/** The end and the capacity of a slice expression, where they are written. */
export function boundsOf(slice: Node): {
  readonly end: Node | undefined;
  readonly capacity: Node | undefined;
} {
  const bound = (field: string): Node | undefined => {
    const node = slice.child(field);
    return node === undefined ? undefined : unparen(node);
  };
  return { end: bound('end'), capacity: bound('capacity') };
}
