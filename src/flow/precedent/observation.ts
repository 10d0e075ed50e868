import type { Site } from './site.ts';

/** What siblings do alike. */
export type PrecedentKind =
  'free' | 'finalizer' | 'nil-check' | 'closed-guard' | 'lock' | 'lock-os-thread' | 'keep-alive';

/** What siblings have in common. */
export interface Subject {
  readonly kind: 'c-function' | 'c-type' | 'go-function' | 'wrapper-type' | 'package';
  readonly name: string;
}

/** Whether one place does what its siblings may do. A place where it makes no difference is no observation. */
export interface Observation {
  readonly kind: PrecedentKind;
  /** The nearest first: places are compared with those of the first subject that has enough of them. */
  readonly subjects: readonly Subject[];
  readonly site: Site;
  readonly does: boolean;
  /** What it does, as the code writes it; what a place that does not would have to do is the most frequent of these. */
  readonly by: string | undefined;
}
