import type { Location } from '../base/span.ts';
import { lastLine } from '../base/span.ts';
import type { Finding } from './diagnostic.ts';
import type { Evidence, EvidenceStack } from './evidence.ts';

/**
 * How near the functions of two places are to each other: 0 for one function, 1 where one names the other, 2 where a
 * third names both; undefined where nothing is known to join them.
 */
export type Nearness = (one: Location, other: Location) => number | undefined;

/**
 * Whether a finding tells of the free that a report of freed memory is of, where the tool does not say which of several
 * calls freed it: one of them stands on the finding's path, and none of the others is as near to where the memory was
 * used. Memory that one function both allocates and frees was followed by the rules there: of such a free that they do
 * not tell of, only a nearer one counts.
 */
export function tellsOfFree(finding: Finding, { stacks }: Evidence, near: Nearness): boolean {
  const freeing = stackOf(stacks, 'free')?.candidates ?? [];
  const path = [finding.location, ...finding.steps.map(({ location }) => location)];
  const told = freeing.filter((free) => path.some((step) => holds(step, free)));
  if (told.length === 0) return false;
  const others = freeing.filter((free) => !told.includes(free));
  const allocations = placesOf(stackOf(stacks, 'allocation'));
  const isFollowed = (free: Location): boolean => allocations.some((place) => near(place, free) === 0);
  const access = stackOf(stacks, 'access');
  const uses =
    access?.candidates === undefined
      ? [placesOf(access)]
      : access.candidates
          .filter((use) => !others.some((free) => isFollowed(free) && near(free, use) === 0))
          .map((use) => [use]);
  const isTold = (use: readonly Location[]): boolean => {
    const distance = nearest(told, use, near);
    if (distance === undefined) return false;
    return others.every((free) => {
      const other = nearest([free], use, near) ?? Number.POSITIVE_INFINITY;
      return other > distance || (other === distance && isFollowed(free));
    });
  };
  return uses.length > 0 && uses.every(isTold);
}

/** Whether a place stands on the lines of a location: a tool names the line of a call, not its columns. */
export function holds({ path, span }: Location, place: Location): boolean {
  const { line } = place.span.start;
  return place.path === path && span.start.line <= line && line <= lastLine(span);
}

function stackOf(
  stacks: readonly EvidenceStack[],
  role: NonNullable<EvidenceStack['role']>,
): EvidenceStack | undefined {
  return stacks.find((stack) => stack.role === role);
}

function placesOf(stack: EvidenceStack | undefined): readonly Location[] {
  return stack?.candidates ?? stack?.frames.map(({ location }) => location) ?? [];
}

function nearest(frees: readonly Location[], uses: readonly Location[], near: Nearness): number | undefined {
  const distances = frees.flatMap((free) => uses.flatMap((use) => near(free, use) ?? []));
  return distances.length === 0 ? undefined : Math.min(...distances);
}
