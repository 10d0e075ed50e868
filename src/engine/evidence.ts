import type { Location } from '../base/span.ts';
import type { RelatedInformation } from './diagnostic.ts';

/** One call stack of a tool's report: its frames that lie in the repository, the innermost first. */
export interface EvidenceStack {
  /** What the stack is of, as a clause: "the access", "the memory was freed". */
  readonly label: string;
  /** What it is of where memory that was freed is used or freed again; a report has at most one of each. */
  readonly role?: 'access' | 'free' | 'allocation';
  readonly frames: readonly RelatedInformation[];
  /**
   * The calls that led out of Go's code here, where the tool does not say which of them it was: a sanitizer sees the
   * package and the C function.
   */
  readonly candidates?: readonly Location[];
}

/** What a tool reported that ran the program. */
export interface Evidence {
  /** As people call it: `AddressSanitizer`, `the race detector`. */
  readonly tool: string;
  /** The tool's class of error in kebab case: `heap-use-after-free`. */
  readonly kind: string;
  /** The tests and fixtures that gave it: the import path of the package, a dot, the name. At least one. */
  readonly tests: readonly string[];
  readonly stacks: readonly EvidenceStack[];
  /** The report as the tool wrote it; its length is bounded where it is read. */
  readonly report: string;
}

/** Every place of the repository that the evidence names for certain, the innermost of each stack first. */
export function evidencePlaces({ stacks }: Evidence): readonly Location[] {
  const deepest = Math.max(0, ...stacks.map(({ frames }) => frames.length));
  return Array.from({ length: deepest }, (_, depth) =>
    stacks.flatMap(({ frames }) => frames[depth]?.location ?? []),
  ).flat();
}
