/** Which acts of a change can explain which kind of finding, and in which order they are asked. */
import type { Role } from './acts.ts';
import type { Cause } from './diagnostic.ts';

/** What is wrong with the value: it was released too early, it is used as it is, or something was not done with it. */
export type Shape = 'released' | 'unchecked' | 'held';

/** One way to explain a finding; the first that finds anything is taken. */
export interface Explanation {
  readonly kind: Cause['kind'];
  readonly roles: readonly Role[];
  /** Moved code too. */
  readonly moved?: boolean;
  /** Only in other functions than the finding's own. */
  readonly elsewhere?: boolean;
}

/** What explains that something was not done, before any step that was added. */
export const missing: readonly Explanation[] = [{ kind: 'removed', roles: ['release', 'protection'] }];

/** What explains a finding where no step of its path was added, the most telling first. */
export const explanations: Readonly<Record<Shape, readonly Explanation[]>> = {
  released: [
    { kind: 'removed', roles: ['assignment', 'jump', 'test'] },
    { kind: 'added', roles: ['release'] },
    { kind: 'added', roles: ['assignment'] },
    { kind: 'removed', roles: ['assignment', 'test', 'release'], moved: true },
  ],
  unchecked: [
    { kind: 'removed', roles: ['test', 'protection'] },
    { kind: 'added', roles: ['assignment'] },
    { kind: 'removed', roles: ['assignment', 'jump'] },
    { kind: 'removed', roles: ['release', 'hand-over', 'call'] },
    { kind: 'removed', roles: ['test', 'protection'], moved: true },
  ],
  held: [
    { kind: 'removed', roles: ['hand-over'] },
    { kind: 'removed', roles: ['call'] },
    { kind: 'removed', roles: ['test'] },
    { kind: 'removed', roles: ['release', 'protection'], moved: true },
    { kind: 'added', roles: ['assignment'] },
    { kind: 'added', roles: ['release'], elsewhere: true },
  ],
};
