import type { Node } from '../../../syntax/tree.ts';
import type { FactSet } from '../../conditions.ts';
import type { Holder } from '../holder.ts';
import type { OwnershipEnd } from '../use-words.ts';
import type { Visit } from './exploration.ts';
import type { Freeing } from './object-state.ts';

/** How a path of a piece of memory ends, as far as one function can tell. */
export type ObjectEnd =
  /** The function returns, and the memory is what it is: owned, or freed. */
  | { readonly kind: 'exit' }
  /** The last place that led to it got another value, or its block ended. */
  | { readonly kind: 'overwritten' | 'scope' }
  /** No place of the function ever leads to it. */
  | { readonly kind: 'dropped' }
  /** The caller gets it: as a result, or inside of one. */
  | {
      readonly kind: 'returned';
      readonly at: Node;
      readonly result: number;
      readonly path: readonly string[];
    }
  /** It went where nobody follows it, or was freed; `message` is a clause about `it`. */
  | {
      readonly kind: 'handled';
      readonly at: Node;
      readonly how: OwnershipEnd;
      readonly message: string;
      /** The call that frees it, where one does. */
      readonly by?: Freeing;
    }
  /** The process ends, or the function panics. */
  | { readonly kind: 'stop' | 'panic'; readonly at: Node };

/** What happens to memory that was freed. */
export interface AfterFreeing {
  readonly kind: 'use' | 'free';
  readonly at: Node;
  /** Who uses it: "`C.puts`", "a dereference", "`return`". */
  readonly by: string;
  readonly holder: Holder;
}

/** What is to be told of a walk. `enough` ends it, `ended` the path. */
export interface Watcher {
  end(end: ObjectEnd, visit: Visit): 'enough' | undefined;
  /** Told only of walks over freed memory. */
  afterFreeing?(event: AfterFreeing, visit: Visit): 'enough' | 'ended' | undefined;
  /** Told of walks over released memory where a place may lead to something else from here on. */
  changed?(at: Node, holder: Holder, visit: Visit): void;
  /** Whether a path is known that loses the memory: then those that nothing on them can save need not be followed. */
  isLossKnown?(): boolean;
  /** Told what each mention does, in words. */
  remark?(at: Node, message: string, visit: Visit): void;
}

export interface WalkOptions {
  /** Go on where the memory was freed: for what happens to it then. Otherwise a free ends the path. */
  readonly pastFreeing: boolean;
  /** Go on where nothing leads to the memory any more: for how the function ends then. */
  readonly toTheEnd?: boolean;
  readonly entryFacts?: FactSet;
  /** Looks at the graph alone, see `exploreRoughly`: for whether the walk has to be made at all. */
  readonly isRough?: boolean;
  /**
   * Follows what a call has freed or will free: nobody owns it, so that it does not matter who gets the pointer, and
   * a place leads to it for as long as nobody else can have changed it.
   */
  readonly isReleased?: boolean;
}
