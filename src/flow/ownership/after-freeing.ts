import type { FlowNode } from '../cfg.ts';
import { assignmentsOf } from '../assignments.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { everyPathBack } from '../paths.ts';
import type { FlowPath } from '../paths.ts';
import type { CallEffects } from './call-effects.ts';
import { pathTo } from './exploration.ts';
import type { Visit } from './exploration.ts';
import { placePath, sameHolder } from './holder.ts';
import { ObjectWalk } from './object-walk.ts';
import type { AfterFreeing } from './object-walk.ts';
import { aliasesOf } from './releases.ts';
import type { Release } from './releases.ts';

/** Freed memory that is used, or freed again, with the path between the two. */
export interface TouchedAfterFreeing {
  readonly release: Release;
  readonly event: AfterFreeing;
  readonly path: FlowPath;
  /** `certain`: whoever frees gets there, or whoever gets there has freed; `likely`: the loop's next round does. */
  readonly confidence: 'certain' | 'likely';
}

/**
 * What surely happens to memory behind one of its releases, and must not. Sure means that every execution that frees
 * goes on to it, or that every execution that gets to it has freed before; anything less is left alone.
 *
 * @param releases all of the function: another one of the same place on the way makes it as sure
 */
export function touchedAfterFreeing(
  release: Release,
  releases: readonly Release[],
  flow: FunctionFlow,
  effects: CallEffects,
): TouchedAfterFreeing[] {
  const found: { event: AfterFreeing; visit: Visit }[] = [];
  let escapes = false;
  const walk = new ObjectWalk(
    flow,
    effects,
    {
      end: (end) => {
        // What never returns gets to nothing.
        escapes ||= end.kind !== 'stop' && end.kind !== 'panic';
        return undefined;
      },
      afterFreeing: (event, visit) => {
        found.push({ event, visit });
        return 'ended';
      },
    },
    { pastFreeing: true },
  );
  walk.release(release, aliasesOf(release.holder, flow));
  const seen = new Set<unknown>();
  return found.flatMap(({ event, visit }): TouchedAfterFreeing[] => {
    if (seen.has(event.at) || visit.state.isBlurred) return [];
    seen.add(event.at);
    const path = pathTo(visit);
    const isCertain = !escapes || everyWayFrees(visit.node, release, releases, flow);
    if (isCertain) return [{ release, event, path, confidence: 'certain' }];
    return goesAnotherRound(release, path) ? [{ release, event, path, confidence: 'likely' }] : [];
  });
}

/** Whether every way to a point has freed the place, and nothing has changed it since. */
function everyWayFrees(
  target: FlowNode,
  release: Release,
  releases: readonly Release[],
  flow: FunctionFlow,
): boolean {
  const freeing = new Set(
    releases.filter(({ holder }) => sameHolder(holder, release.holder)).map(({ node }) => node),
  );
  return everyPathBack(target, flow, (node) => {
    if (freeing.has(node)) return 'passed';
    if (node.syntax?.contains(release.holder.symbol.declaration) === true) return 'failed';
    return changes(node, release, flow) ? 'failed' : 'on';
  });
}

function changes(node: FlowNode, { holder }: Release, flow: FunctionFlow): boolean {
  return assignmentsOf(node).some(({ target }) => {
    const place = placePath(target, flow.package);
    return place?.symbol === holder.symbol && place.path.every((part, index) => holder.path[index] === part);
  });
}

/** Whether a path leads from a free inside a loop through the loop's head: what was freed is met again. */
function goesAnotherRound(release: Release, path: FlowPath): boolean {
  return path.edges.some(({ to }) => {
    const loop = to.kind === 'range' ? to.syntax?.parent : to.kind === 'branch' ? to.syntax : undefined;
    return loop?.kind === 'for_statement' && loop.contains(release.call);
  });
}
