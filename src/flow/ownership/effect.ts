import type { Failure } from '../../knowledge/library.ts';
import type { Node } from '../../syntax/tree.ts';

/** What a call does with the ownership of memory that one of its arguments leads to. */
export type Effect =
  /** It looks at the memory, or writes into it, while it runs. */
  | { readonly kind: 'borrows' }
  /** It frees the memory; `by` is the function that does it, as the code writes it. */
  | {
      readonly kind: 'frees';
      readonly by: string;
      readonly clears: boolean;
      /** The object may still be there: one reference less, or only what is inside of it was freed. */
      readonly isPartial?: boolean;
    }
  /** Somebody else owns the memory from here on. */
  | { readonly kind: 'takes' }
  /** The pointer is kept beyond the call, the ownership is not. */
  | { readonly kind: 'keeps' }
  /** Its name announces that it keeps the pointer, or more: a question, never a claim. */
  | { readonly kind: 'may-keep' }
  /** A result is the pointer itself, or holds it at `path`. */
  | { readonly kind: 'returns'; readonly result: number; readonly path: readonly string[] }
  /** Nobody here can tell. */
  | { readonly kind: 'unknown' };

/** One way in which a call ends, and what it has done then. */
export interface Outcome {
  /** Undefined where the effect does not depend on it. */
  readonly when?: 'succeeds' | 'fails';
  readonly effect: Effect;
}

/** What says so: the text of a clause about the callee, as "its body frees it". */
export type Basis =
  | { readonly kind: 'table'; readonly library: string; readonly source: string }
  | { readonly kind: 'body' }
  /** The same call gets a function that frees. */
  | { readonly kind: 'destructor' }
  | { readonly kind: 'name' }
  | { readonly kind: 'precedent'; readonly text: string }
  | { readonly kind: 'nothing' };

export interface CallEffect {
  readonly outcomes: readonly Outcome[];
  /** How the call's result says that it failed, where the outcomes differ by it. */
  readonly failure?: FailureSign;
  readonly basis: Basis;
}

/**
 * How a call says that it failed: by a C function's result, by the error that a Go function returns as result `result`,
 * in a place whose address it gets and that is null otherwise, or by leaving null what it is to fill.
 */
export type FailureSign =
  | { readonly kind: 'status'; readonly failure: Failure }
  | { readonly kind: 'error'; readonly result: number }
  | { readonly kind: 'set'; readonly place: Node }
  | { readonly kind: 'left-null'; readonly place: Node };

export function always(effect: Effect, basis: Basis = { kind: 'nothing' }): CallEffect {
  return { outcomes: [{ effect }], basis };
}

/** Memory that a call gives to whoever made it. */
export interface Gift {
  /** The functions that free it, the usual one first: C functions by their name, Go methods as `.Close`. */
  readonly release: readonly string[];
  /** Where in the result, or behind the parameter, the pointer is: field names with their dot, `[]` for an element. */
  readonly path: readonly string[];
  /** `likely` where the callee's body was followed or a table says so; `question` where only precedent does. */
  readonly confidence: 'known' | 'question';
  readonly basis: Basis;
  /** Undefined where the call cannot fail, or gives it all the same. */
  readonly failure?: FailureSign;
}
