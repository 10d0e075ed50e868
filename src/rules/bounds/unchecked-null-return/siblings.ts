import { onceFor } from '../../../base/once-for.ts';
import type { Deviance } from '../../../flow/precedent/deviance.ts';
import type { Observation } from '../../../flow/precedent/observation.ts';
import type { Site } from '../../../flow/precedent/site.ts';
import type { Package } from '../../../semantic/package.ts';

/** The callers of one C function, by whether they ask if its result is nil. */
export interface Callers {
  readonly asking: readonly Site[];
  readonly others: readonly Site[];
}

/** The observed callers of a C function that can be in a build with a place; one voice a function. */
export function callersOf(name: string, from: Observation['site'], found: Deviance, pkg: Package): Callers {
  const all = nilChecksByName(found).get(name) ?? [];
  // Nearly every call of C has a result that nobody compares with nil.
  if (!all.some(({ does }) => does)) return { asking: [], others: [] };
  const alike = all.filter(({ site }) => pkg.visibility.sees(from.file, site.file));
  const asking = new Map(alike.filter(({ does }) => does).map(({ site }) => [site.function.node, site]));
  const others = new Map(alike.filter(({ does }) => !does).map(({ site }) => [site.function.node, site]));
  return { asking: [...asking.values()], others: [...others.values()] };
}

const nilChecksByName = onceFor((found: Deviance): ReadonlyMap<string, readonly Observation[]> => {
  const byName = new Map<string, Observation[]>();
  for (const observation of found.observationsOf('nil-check')) {
    const name = observation.subjects[0]?.name;
    if (name === undefined) continue;
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [observation]);
    else known.push(observation);
  }
  return byName;
});
