import { canonical } from '../../../flow/conditions.ts';
import { integerConstant } from '../../../flow/origin/integer-constant.ts';
import { unconverted } from '../../../flow/value-use.ts';
import { argumentsOf, calleeOf, isCall } from '../../../semantic/callee.ts';
import { dataModels } from '../../../semantic/c-integers.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import { sizeOf } from '../../../semantic/type-sizes.ts';
import type { Node } from '../../../syntax/tree.ts';
import type { ArrayView } from './array-view.ts';

/** No more bytes are expected behind one pointer, and no slice of larger elements to be as long as this. */
const enoughBytes = 1n << 30n;
const enoughElements = 1n << 20n;

/** Whether an index that the code does not bound may well be above the number of elements of the view. */
export function mayExceed(view: ArrayView, end: Node, fn: GoFunction, pkg: Package): boolean {
  if (integerConstant(end, pkg) !== undefined) return false;
  const largest = largestOf(end, pkg);
  if (largest !== undefined && largest <= view.count) return false;
  return view.count < expected(view, end, pkg) && !isCompared(end, fn, pkg);
}

function expected(view: ArrayView, end: Node, pkg: Package): bigint {
  const sizes = dataModels.map((model) => sizeOf(view.elementType, model, pkg));
  if (sizes.every((size) => size === 1)) return enoughBytes;
  // A count that C gives has a bound of its own kind: of arguments, of instructions.
  return measuredBy(end, pkg) === undefined ? 0n : enoughElements;
}

/** `x` of an index that is `len(x)`. */
export function measuredBy(end: Node, pkg: Package): Node | undefined {
  const value = unconverted(end, pkg);
  if (!isCall(value)) return undefined;
  const callee = calleeOf(value, pkg);
  return callee.kind === 'builtin' && callee.name === 'len' ? argumentsOf(value)[0] : undefined;
}

/** The largest value that the type of an index can hold, where that is 16 bits or less. */
function largestOf(end: Node, pkg: Package): bigint | undefined {
  const type = pkg.types.ofExpression(end);
  const name = type.kind === 'basic' || type.kind === 'c' ? type.name : '';
  const size = name === '' ? undefined : sizeOf(type, { long: 64, pointer: 64 }, pkg);
  return size !== undefined && size <= 2 ? 1n << BigInt(size * 8) : undefined;
}

/** Whether the function compares the index with anything but zero: that may bound it. */
function isCompared(end: Node, fn: GoFunction, pkg: Package): boolean {
  const wanted = new Set([canonical(end, pkg), canonical(unconverted(end, pkg), pkg)]);
  return fn.body.all('binary_expression').some((test) => {
    const [left, right] = [test.child('left'), test.child('right')];
    if (left === undefined || right === undefined || !/^[<>]=?$/.test(test.child('operator')?.kind ?? ''))
      return false;
    return [
      [left, right],
      [right, left],
    ].some(([one, other]) => {
      if (one === undefined || other === undefined || integerConstant(other, pkg) === 0n) return false;
      return wanted.has(canonical(unconverted(one, pkg), pkg));
    });
  });
}
