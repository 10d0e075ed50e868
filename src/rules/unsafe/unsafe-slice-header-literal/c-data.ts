import { definitionsOf } from '../../../flow/definitions.ts';
import { isForeign } from '../../../flow/origin/origin.ts';
import type { PointerOrigins } from '../../../flow/origin/pointer-origins.ts';
import { unconverted } from '../../../flow/value-use.ts';
import { unparen } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import type { Type } from '../../../semantic/type.ts';
import type { Node } from '../../../syntax/tree.ts';

/**
 * Whether a Data field gets an address of C, as far as the expression tells: what C gave, a member of a struct of C,
 * or a pointer to a type of C.
 */
export function isDataOfC(data: Node, origins: PointerOrigins): boolean {
  const { package: pkg } = origins;
  const pointer = unconverted(data, pkg);
  return isForeign(origins.of(pointer)) || isTypedByC(pointer, pkg);
}

/** A local variable is what it was given: `(*C.char)(unsafe.Pointer(&b[0]))` is no memory of C. */
function isTypedByC(pointer: Node, pkg: Package): boolean {
  const symbol = pointer.kind === 'identifier' ? pkg.symbolOf(pointer) : undefined;
  if (symbol?.kind === 'variable' && symbol.role === 'local') {
    const [definition, ...others] = definitionsOf(symbol, pkg);
    const value = others.length > 0 ? undefined : definition?.value;
    const given = value === undefined ? undefined : unconverted(value, pkg);
    return given !== undefined && given.kind !== 'identifier' && isTypedByC(given, pkg);
  }
  const operand = pointer.kind === 'selector_expression' ? pointer.child('operand') : undefined;
  const type = pkg.types.ofExpression(pointer);
  if (operand !== undefined && isOfC(pkg.types.ofExpression(unparen(operand)))) return true;
  return type.kind === 'pointer' && isOfC(type);
}

/** A type of C, or a pointer to one. */
function isOfC(type: Type): boolean {
  return type.kind === 'pointer' ? isOfC(type.element) : type.kind === 'c';
}
