import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import type { KnownFunctions } from '../ownership/c-summaries.ts';

/** Whose memory a pointer, slice or string leads to. `at` is the node that proves it. */
export type Origin =
  /** A C function allocated it; `release` are the functions that free it, the usual one first. */
  | { readonly kind: 'c-heap'; readonly at: Node; readonly release: readonly string[] }
  /** A C function lends it: it stays its library's. */
  | { readonly kind: 'c-borrowed'; readonly at: Node; readonly library: string }
  /** A C function stored it through an address; `release` is undefined where nothing says who frees it. */
  | {
      readonly kind: 'c-out-parameter';
      readonly at: Node;
      readonly release: readonly string[] | undefined;
    }
  /** `new`, `make`, `&T{}`, `append`, a conversion or a function of cgo that copies. */
  | { readonly kind: 'go-heap'; readonly at: Node }
  /** A variable of Go; whether it is on the stack, the compiler decides. */
  | { readonly kind: 'go-variable'; readonly at: Node; readonly symbol: GoSymbol }
  /** The bytes of a string that Go made or that is a constant. */
  | { readonly kind: 'string-data'; readonly at: Node }
  /** `sync.Pool.Get`; `memory` is what the pool's `New` makes. */
  | { readonly kind: 'pool'; readonly at: Node; readonly memory: Origin }
  | { readonly kind: 'mmap'; readonly at: Node }
  /** A `cgo.Handle`: a number that stands for a Go value. */
  | { readonly kind: 'handle'; readonly at: Node }
  /** A constant as an address; `value` is undefined where it is not known. What is known to be 0 is nil. */
  | {
      readonly kind: 'integer-made';
      readonly from: 'constant';
      readonly at: Node;
      readonly value: bigint | undefined;
    }
  /** An integer that held the address of `memory` in between. */
  | {
      readonly kind: 'integer-made';
      readonly from: 'pointer';
      readonly at: Node;
      readonly memory: Origin;
    }
  /** Another integer: what it holds is not known. */
  | { readonly kind: 'integer-made'; readonly from: 'unknown'; readonly at: Node }
  | { readonly kind: 'nil'; readonly at: Node }
  | { readonly kind: 'unknown'; readonly at: Node };

/** What the parts of the classification ask each other. */
export interface OriginQuery {
  readonly package: Package;
  /** What is known of C functions. */
  readonly functions: KnownFunctions;
  /** All that an expression may lead to, one origin of each family; none where it is made of itself alone. */
  allOf(expression: Node): readonly Origin[];
  /** What the variable may lead to whose address is taken at `address`, whatever is done through that. */
  behindAddress(address: Node): readonly Origin[];
  /** What a result of a call may lead to. */
  ofResult(call: Node, index: number): readonly Origin[];
}

/** As the only answer of a question. */
export function unknownAt(at: Node): readonly Origin[] {
  return [{ kind: 'unknown', at }];
}

/** Whether memory is Go's for certain: the collector frees it, and no allocator of C knows it. */
export function isOfGo(origin: Origin): boolean {
  switch (origin.kind) {
    case 'go-heap':
    case 'go-variable':
    case 'string-data':
      return true;
    case 'pool':
      return isOfGo(origin.memory);
    case 'integer-made':
      return origin.from === 'pointer' && isOfGo(origin.memory);
    default:
      return false;
  }
}

/** Whether memory is certainly not Go's. */
export function isForeign(origin: Origin): boolean {
  switch (origin.kind) {
    case 'c-heap':
    case 'c-borrowed':
    case 'c-out-parameter':
    case 'mmap':
      return true;
    case 'pool':
      return isForeign(origin.memory);
    case 'integer-made':
      return origin.from === 'pointer' && isForeign(origin.memory);
    default:
      return false;
  }
}

/** Several origins as one: nil leads nowhere, and where the others differ, nothing is known. */
export function agreedOrigin(origins: readonly Origin[], at: Node): Origin {
  const known = origins.filter(({ kind }) => kind !== 'nil');
  const [first, ...others] = known.length > 0 ? known : origins;
  const isSame = first !== undefined && others.every((one) => familyOf(one) === familyOf(first));
  return isSame ? first : { kind: 'unknown', at };
}

/** What two origins have in common where both can be said of one pointer: kind, allocator, variable. */
export function familyOf(origin: Origin): string {
  switch (origin.kind) {
    case 'c-heap':
    case 'c-out-parameter':
      return `${origin.kind} ${origin.release?.[0] ?? ''}`;
    case 'c-borrowed':
      return `${origin.kind} ${origin.library}`;
    case 'go-variable':
      return `${origin.kind} ${String(origin.symbol.id)}`;
    case 'pool':
      return `${origin.kind} ${familyOf(origin.memory)}`;
    case 'integer-made':
      return `${origin.kind} ${origin.from}${origin.from === 'pointer' ? familyOf(origin.memory) : ''}`;
    default:
      return origin.kind;
  }
}
