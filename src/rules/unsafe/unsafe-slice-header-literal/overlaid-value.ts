import { argumentsOf, isCall, unparen } from '../../../semantic/callee.ts';
import { headerOfPointer } from '../../../semantic/data-headers.ts';
import type { Package } from '../../../semantic/package.ts';
import type { Type } from '../../../semantic/type.ts';
import type { Node } from '../../../syntax/tree.ts';
import { mayStartHeader } from './laid-out-header.ts';

/** A header that is laid over a value which is no slice and no string. */
export interface OverlaidValue {
  readonly header: string;
  /** The variable as the code writes it. */
  readonly place: string;
  /** What it is: a clause about it. */
  readonly what: string;
}

/**
 * `(*reflect.SliceHeader)(unsafe.Pointer(&x))` where x is a number or a pointer of one word: the header has two words
 * or three, so that what lies behind x is taken for length and capacity. Undefined where it is anything else, or its
 * type is not known, and where x is a field with such words behind it.
 */
export function overlaidValue(call: Node, pkg: Package): OverlaidValue | undefined {
  const header = headerOfPointer(call, pkg);
  if (header === undefined) return undefined;
  const [operand, ...more] = argumentsOf(call);
  if (operand === undefined || more.length > 0) return undefined;
  const pointer = unparen(operand);
  const isPointer = isCall(pointer) && pointer.child('function')?.text === 'unsafe.Pointer';
  const [given] = isPointer ? argumentsOf(pointer) : [];
  const address = given === undefined ? undefined : unparen(given);
  if (address?.kind !== 'unary_expression' || !address.text.startsWith('&')) return undefined;
  const place = address.child('operand');
  // An element may be the first word of a header that the code lays out itself.
  if (!place?.is('identifier', 'selector_expression')) return undefined;
  const what = oneWord(pkg.types.underlying(pkg.types.ofExpression(place)));
  if (what === undefined || (place.kind === 'selector_expression' && mayStartHeader(place, header, pkg)))
    return undefined;
  return { header, place: place.text, what };
}

/** What a value of one machine word at most is; undefined of any other type. */
function oneWord(type: Type): string | undefined {
  switch (type.kind) {
    case 'pointer':
    case 'unsafe-pointer':
      return 'a pointer';
    case 'basic':
      return /^(u?int(8|16|32|64|ptr)?|byte|rune|bool)$/.test(type.name)
        ? `of type \`${type.name}\``
        : undefined;
    default:
      return undefined;
  }
}
