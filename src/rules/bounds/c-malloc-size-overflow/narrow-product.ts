import { canonical, isAssignedOnce } from '../../../flow/conditions.ts';
import { integerConstant } from '../../../flow/origin/integer-constant.ts';
import { argumentsOf, calleeOf, isCall, unparen } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import { sizeOf } from '../../../semantic/type-sizes.ts';
import type { Type } from '../../../semantic/types.ts';
import type { Node } from '../../../syntax/tree.ts';

const model = { long: 64, pointer: 64 } as const;

/** A product that is computed in 32 bits or fewer, and then widened. */
export interface NarrowProduct {
  readonly at: Node;
  readonly type: Type;
  /** The first product that the type cannot hold. */
  readonly limit: bigint;
  /** The largest value that the product can have, as far as the types of its factors tell. */
  readonly largest: bigint;
}

/** The product that decides a size: in the expression, or in the only value of a variable. */
export function narrowProduct(size: Node, pkg: Package, depth = 0): NarrowProduct | undefined {
  const expression = unparen(size);
  if (isCall(expression)) {
    const [operand, ...more] = argumentsOf(expression);
    const isConversion = calleeOf(expression, pkg).kind === 'conversion';
    return isConversion && operand !== undefined && more.length === 0
      ? narrowProduct(operand, pkg, depth)
      : undefined;
  }
  if (expression.kind === 'identifier') {
    const symbol = pkg.symbolOf(expression);
    const isFixed =
      depth === 0 && symbol?.role === 'local' && symbol.value?.count === 1 && isAssignedOnce(symbol, pkg);
    return isFixed ? narrowProduct(symbol.value.node, pkg, depth + 1) : undefined;
  }
  if (expression.kind !== 'binary_expression') return undefined;
  const [left, right] = [expression.child('left'), expression.child('right')];
  if (left === undefined || right === undefined) return undefined;
  switch (expression.child('operator')?.kind) {
    case '+':
      return narrowProduct(left, pkg, depth) ?? narrowProduct(right, pkg, depth);
    case '*':
      return productOf(expression, left, right, pkg) ?? narrowProduct(left, pkg, depth);
    default:
      return undefined;
  }
}

function productOf(at: Node, left: Node, right: Node, pkg: Package): NarrowProduct | undefined {
  if (integerConstant(at, pkg) !== undefined) return undefined;
  const type = pkg.types.ofExpression(at);
  const bits = integerBits(type, pkg);
  if (bits === undefined || bits > 32) return undefined;
  const largest = largestOf(left, pkg) * largestOf(right, pkg);
  return { at, type, limit: 1n << BigInt(isUnsigned(type, pkg) ? bits : bits - 1), largest };
}

function integerBits(of: Type, pkg: Package): number | undefined {
  const type = pkg.types.underlying(of);
  const isFloat = (type.kind === 'basic' || type.kind === 'c') && /float|double|complex/.test(type.name);
  if ((type.kind !== 'basic' && type.kind !== 'c') || isFloat) return undefined;
  const size = sizeOf(type, model, pkg);
  return size === undefined ? undefined : size * 8;
}

function isUnsigned(of: Type, pkg: Package): boolean {
  const type = pkg.types.underlying(of);
  return (
    (type.kind === 'basic' || type.kind === 'c') && /^(?:u|guint|GLuint|byte|DWORD|Uint)/.test(type.name)
  );
}

/** What a factor can be at most: a constant, or all that the type holds that it is converted from. */
function largestOf(factor: Node, pkg: Package): bigint {
  const constant = integerConstant(factor, pkg);
  if (constant !== undefined) return constant < 0n ? -constant : constant;
  let expression = unparen(factor);
  let least = 1n << 64n;
  for (;;) {
    const bits = integerBits(pkg.types.ofExpression(expression), pkg) ?? 64;
    const most = 1n << BigInt(bits);
    if (most < least) least = most;
    if (!isCall(expression) || calleeOf(expression, pkg).kind !== 'conversion') return least;
    const [operand] = argumentsOf(expression);
    if (operand === undefined) return least;
    expression = unparen(operand);
  }
}

/** Whether the function compares a factor with anything but zero: that may bound it. */
export function isBounded({ at }: NarrowProduct, fn: GoFunction, pkg: Package): boolean {
  const factors = at.all('identifier', 'selector_expression').map((part) => canonical(part, pkg));
  const wanted = new Set(factors);
  return fn.body.all('binary_expression').some((test) => {
    if (!/^[<>]=?$/.test(test.child('operator')?.kind ?? '')) return false;
    const sides = [test.child('left'), test.child('right')];
    return sides.some((side, index) => {
      const other = sides[1 - index];
      if (side === undefined || other === undefined || integerConstant(other, pkg) === 0n) return false;
      const parts = [side, ...side.all('identifier', 'selector_expression')];
      // `i < n` of a loop bounds i.
      if (test.parent?.kind === 'for_clause' || test.parent?.kind === 'for_statement') return false;
      return parts.some((part) => wanted.has(canonical(part, pkg)));
    });
  });
}
