import { unconverted } from '../../../flow/value-use.ts';
import { integerConstant } from '../../../flow/origin/integer-constant.ts';
import { argumentsOf, calleeOf, unparen } from '../../../semantic/callee.ts';
import type { CType } from '../../../semantic/c-types.ts';
import { cTypeNamed } from '../../../semantic/memory-layout.ts';
import type { Package } from '../../../semantic/package.ts';
import type { Type } from '../../../semantic/type.ts';
import type { Node } from '../../../syntax/tree.ts';

/** A union of C, which is an array of bytes in Go, that is seen as another type from its first byte on. */
export interface UnionView {
  /** The place that holds the union. */
  readonly place: Node;
  readonly union: CType;
  readonly type: Type;
}

/** `(*T)(unsafe.Pointer(&u))`, and with `&u[0]`, of a union `u`. */
export function unionView(cast: Node, pkg: Package): UnionView | undefined {
  const callee = calleeOf(cast, pkg);
  const [operand] = argumentsOf(cast);
  if (callee.kind !== 'conversion' || operand === undefined) return undefined;
  const address = unconverted(operand, pkg);
  if (address === unparen(operand)) return undefined;
  if (address.kind !== 'unary_expression' || !address.text.startsWith('&')) return undefined;
  const target = pkg.types.ofTypeNode(callee.type);
  const addressed = address.child('operand');
  if (target.kind !== 'pointer' || addressed === undefined) return undefined;
  const place = withoutFirstIndex(unparen(addressed), pkg);
  const union = unionAt(place, pkg);
  return union === undefined ? undefined : { place, union, type: target.element };
}

function withoutFirstIndex(place: Node, pkg: Package): Node {
  const [list, index] = [place.child('operand'), place.child('index')];
  const isFirst = place.kind === 'index_expression' && index !== undefined;
  return isFirst && list !== undefined && integerConstant(index, pkg) === 0n ? unparen(list) : place;
}

function unionAt(place: Node, pkg: Package): CType | undefined {
  const type = unionMember(place, pkg) ?? ofType(pkg.types.ofExpression(place), pkg);
  return type !== undefined && pkg.c.resolve(type).kind === 'union' ? type : undefined;
}

/** A union without a tag has no name in Go: its struct says what it is. */
function unionMember(place: Node, pkg: Package): CType | undefined {
  const [operand, field] = [place.child('operand'), place.child('field')];
  if (place.kind !== 'selector_expression' || operand === undefined || field === undefined) return undefined;
  const type = pkg.types.ofExpression(operand);
  const outer = ofType(type.kind === 'pointer' ? type.element : type, pkg);
  if (outer === undefined) return undefined;
  const name = field.text;
  const member = pkg.c.fieldsOf(outer)?.find((one) => one.name === name || `_${one.name}` === name);
  return member?.isInner === true ? undefined : member?.type;
}

function ofType(type: Type, pkg: Package): CType | undefined {
  return type.kind === 'c' && type.path === undefined ? cTypeNamed(type.name, pkg) : undefined;
}
