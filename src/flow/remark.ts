import type { Node } from '../syntax/tree.ts';

/** A place, and what happens there as a clause. */
export interface Remark {
  readonly at: Node;
  readonly message: string;
}
