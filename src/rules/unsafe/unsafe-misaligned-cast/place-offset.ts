import { listLength } from '../../../flow/list-length.ts';
import { integerConstant } from '../../../flow/origin/integer-constant.ts';
import { unparen } from '../../../semantic/callee.ts';
import type { DataModel } from '../../../semantic/c-integers.ts';
import type { Package } from '../../../semantic/package.ts';
import { fieldOffset, layoutOf } from '../../../semantic/type-sizes.ts';
import type { Type } from '../../../semantic/types.ts';
import type { Node } from '../../../syntax/tree.ts';

/** Where a place lies in the memory that it is a part of. */
export interface PlaceOffset {
  /** The variable, or what is a struct for itself. */
  readonly base: Node;
  /** The bytes from its start to the place. */
  readonly offset: number;
  /** What the address of the base is a multiple of, for certain. */
  readonly alignment: number;
}

/** `s.f`, `a[3]` and parts of these; undefined where an index, a field or a size is not known. */
export function placeOffset(place: Node, model: DataModel, pkg: Package): PlaceOffset | undefined {
  const node = unparen(place);
  const inner = node.child('operand');
  if (inner === undefined) return undefined;
  const operand = unparen(inner);
  const type = pkg.types.underlying(pkg.types.ofExpression(operand));
  if (node.kind === 'selector_expression') {
    const name = node.child('field')?.text;
    const struct = type.kind === 'pointer' ? type.element : pkg.types.ofExpression(operand);
    const own = name === undefined ? undefined : fieldOffset(struct, name, model, pkg);
    return own === undefined ? undefined : behind(operand, struct, own, type.kind !== 'pointer', model, pkg);
  }
  if (node.kind !== 'index_expression') return undefined;
  const index = node.child('index');
  const at = index === undefined ? undefined : integerConstant(index, pkg);
  if (at === undefined || at < 0n || (type.kind !== 'array' && type.kind !== 'slice')) return undefined;
  const size = layoutOf(type.element, model, pkg)?.size;
  if (size === undefined) return undefined;
  if (type.kind === 'array') return behind(operand, type, Number(at) * size, true, model, pkg);
  // A slice from somewhere else may start anywhere.
  if (listLength(operand, pkg)?.isWhole !== true) return undefined;
  const alignment = layoutOf(type.element, model, pkg)?.alignment;
  return alignment === undefined ? undefined : { base: operand, offset: Number(at) * size, alignment };
}

/** So many bytes behind an operand, which may itself be a part of something. */
function behind(
  operand: Node,
  type: Type,
  own: number,
  isPart: boolean,
  model: DataModel,
  pkg: Package,
): PlaceOffset | undefined {
  if (isPart && operand.is('selector_expression', 'index_expression')) {
    const outer = placeOffset(operand, model, pkg);
    return outer === undefined ? undefined : { ...outer, offset: outer.offset + own };
  }
  const alignment = layoutOf(type, model, pkg)?.alignment;
  const isVariable = !isPart || (operand.kind === 'identifier' && pkg.symbolOf(operand)?.kind === 'variable');
  return alignment === undefined || !isVariable ? undefined : { base: operand, offset: own, alignment };
}
