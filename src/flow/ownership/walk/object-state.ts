import type { Node } from '../../../syntax/tree.ts';
import { holderKey, sameHolder } from '../holder.ts';
import type { Holder } from '../holder.ts';

/** What is known of one piece of memory at a point of a path. */
export interface ObjectState {
  /** The places that lead to it. */
  readonly holders: readonly Holder[];
  readonly status: 'owned' | 'freed';
  /** Where the function came to own it, as an offset: no pointer from before leads to it. */
  readonly madeAt?: number;
  /** What freed it last. */
  readonly freed?: Freeing;
  /** The deferred calls that have its pointer as an argument and free it when the function ends. */
  readonly ending: readonly Freeing[];
  /** The function literals that run when the function ends, in the order of their defer statements. */
  readonly closing: readonly Node[];
  /** A C function that got the pointer and may have kept it, by its name. */
  readonly asked?: string;
  /** Where a C function got the pointer that keeps it beyond the call, and does not own it. */
  readonly kept?: Node;
  /** Something has read or written the memory, or got its pointer. */
  readonly isUsed: boolean;
  /** Some condition on the way was forgotten: the path may contradict itself. */
  readonly isBlurred: boolean;
}

/** A call that frees. */
export interface Freeing {
  readonly call: Node;
  /** The function, as the code writes it: `C.free`, `db.Close`. */
  readonly by: string;
  /** The object may still be there: one reference less, or only what is inside of it was freed. */
  readonly isPartial?: boolean;
}

export function owned(holders: readonly Holder[]): ObjectState {
  return { holders, status: 'owned', ending: [], closing: [], isUsed: false, isBlurred: false };
}

export function stateKey(state: ObjectState): string {
  const holders = state.holders.map(holderKey).sort().join(',');
  const calls = [...state.ending.map(({ call }) => call), ...state.closing].map((node) => node.start);
  const freed = state.freed === undefined ? '' : String(state.freed.call.start);
  const kept = state.kept === undefined ? '' : String(state.kept.start);
  return `${holders};${state.status}${freed};${calls.join(',')};${state.asked ?? ''};${kept};${String(state.isUsed)}${String(state.isBlurred)}`;
}

export function withHolder(state: ObjectState, holder: Holder): ObjectState {
  if (state.holders.some((one) => sameHolder(one, holder))) return state;
  return { ...state, holders: [...state.holders, holder] };
}

export function withoutHolders(state: ObjectState, drop: (holder: Holder) => boolean): ObjectState {
  const holders = state.holders.filter((holder) => !drop(holder));
  return holders.length === state.holders.length ? state : { ...state, holders };
}
