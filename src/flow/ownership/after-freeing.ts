import type { FlowNode } from '../cfg.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import { canonical, nilKey } from '../conditions.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { everyPathBack, findPath } from '../paths.ts';
import type { FlowPath } from '../paths.ts';
import { useOf } from '../value-use.ts';
import type { CallEffects } from './call-effects.ts';
import { sameHolder } from './holder.ts';
import type { Holder } from './holder.ts';
import { mayChange } from './place-changes.ts';
import { aliasesOf } from './releases.ts';
import type { Release } from './releases.ts';
import { viewsOf } from './views.ts';
import { pathTo } from './walk/exploration.ts';
import type { Visit } from './walk/exploration.ts';
import { deferredLiteral, deferredLiterals } from './walk/literal-runs.ts';
import { ObjectWalk } from './walk/object-walk.ts';
import type { AfterFreeing } from './walk/watcher.ts';

/** Freed memory that is used, or freed again, with the path between the two. */
export interface TouchedAfterFreeing {
  readonly release: Release;
  readonly event: AfterFreeing;
  readonly path: FlowPath;
  /** `certain`: whoever frees gets there, or whoever gets there has freed; `likely`: the loop's next round does. */
  readonly confidence: 'certain' | 'likely';
  /** A function literal does it that runs when the function ends. */
  readonly isClosing: boolean;
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
  const aliases = aliasesOf(release.holder, flow);
  const views = aliases.flatMap((one) => viewsOf(one, release.call, flow, effects));
  const holders = [...aliases, ...views];
  if (!mayBeTouched(release, holders, flow, effects)) return [];
  if (!isTouchedOverGraph(release, holders, flow, effects)) return [];
  if (!flow.facts.isReachable(release.node) || isNilAt(release, flow)) return [];
  const found = follow(release, holders, ['use', 'free'], releases, flow, effects);
  const uses = found.filter(({ event }) => event.kind === 'use');
  // What is used on the way may be freed again behind that.
  if (uses.length === 0) return found;
  return [...uses, ...follow(release, holders, ['free'], releases, flow, effects)];
}

/**
 * Whether some path of the graph, feasible or not, comes to anything behind a release: where none does, nothing that is
 * known of the function's points need be worked out. What literals do that run when the function ends depends on that.
 */
function isTouchedOverGraph(
  release: Release,
  holders: readonly Holder[],
  flow: FunctionFlow,
  effects: CallEffects,
): boolean {
  if (deferredLiterals(flow).length > 0) return true;
  let isTouched = false;
  const walk = new ObjectWalk(
    flow,
    effects,
    {
      end: () => undefined,
      afterFreeing: (event, visit) => {
        if (otherThan(release, event, visit) === undefined) return undefined;
        isTouched = true;
        return 'enough';
      },
    },
    { pastFreeing: true, isReleased: true, isRough: true },
  );
  return !walk.release(release, holders) || isTouched;
}

/** What surely happens of some kinds, first on its path: others are passed by. */
function follow(
  release: Release,
  holders: readonly Holder[],
  kinds: readonly AfterFreeing['kind'][],
  releases: readonly Release[],
  flow: FunctionFlow,
  effects: CallEffects,
): TouchedAfterFreeing[] {
  const found = new Map<AfterFreeing['at'], { event: AfterFreeing; visit: Visit }>();
  let escapes = false;
  const walk = new ObjectWalk(
    flow,
    effects,
    {
      end: (end, visit) => {
        // What never returns gets to nothing.
        if (end.kind === 'stop' || end.kind === 'panic') return undefined;
        escapes ||= end.kind !== 'scope' || flow.reachesExit(visit.node);
        return undefined;
      },
      afterFreeing: (event, visit) => {
        const other = otherThan(release, event, visit);
        if (other === undefined || !kinds.includes(other.kind)) return undefined;
        if (!visit.state.isBlurred && !found.has(other.at)) found.set(other.at, { event: other, visit });
        return 'ended';
      },
    },
    { pastFreeing: true, isReleased: true },
  );
  walk.release(release, holders);
  return [...found.values()].flatMap(({ event, visit }): TouchedAfterFreeing[] => {
    const { node } = visit;
    const isClosing = node.kind === 'exit' || node.kind === 'panic';
    const runsAtEnd = release.way === 'deferred' || isDeferredCall(event, node);
    if (event.kind === 'free' && runsAtEnd && !isClosing && !runsDeferred(node, flow)) return [];
    const path = pathTo(visit);
    const touched = { release, event, path, isClosing };
    const isCertain = isClosing
      ? !escapes && isSurelyDeferred(event, release, flow)
      : !escapes || everyWayFrees(node, event, holders, releases, flow);
    if (isCertain) return [{ ...touched, confidence: 'certain' }];
    return !isClosing && goesAnotherRound(release, path) ? [{ ...touched, confidence: 'likely' }] : [];
  });
}

/** The event as one behind this very release: undefined where it is one behind another free on the way. */
function otherThan(release: Release, event: AfterFreeing, { node, state }: Visit): AfterFreeing | undefined {
  const isAtEnd = node.kind === 'exit' || node.kind === 'panic';
  const { freed } = state;
  switch (release.way) {
    case 'now':
      return event;
    case 'deferred': {
      // It frees behind all uses but that of the caller.
      if (event.kind === 'use') return event.by === '`return`' ? event : undefined;
      if (!isAtEnd || event.at !== release.call) return event;
      // A function literal that was deferred later has freed first.
      return freed === undefined ? undefined : { ...event, at: freed.call, by: freed.by };
    }
    case 'closing':
      if (event.kind === 'use')
        return event.by === '`return`' && state.status === 'owned' ? event : undefined;
      return isAtEnd &&
        event.at !== release.call &&
        freed?.call === release.call &&
        isInLiteral(event, release)
        ? event
        : undefined;
  }
}

/** A deferred call tells of the pair itself. */
function isInLiteral({ at }: AfterFreeing, { call }: Release): boolean {
  return at.ancestor('func_literal')?.parent?.parent?.kind === 'defer_statement' && at !== call;
}

/** free(NULL) does nothing (C11 7.22.3.3). */
export function isNilAt({ node, place, way }: Release, flow: FunctionFlow): boolean {
  if (way === 'closing') return false;
  return flow.facts.at(node).get(nilKey(canonical(place, flow.package)))?.value === true;
}

/** Whether the code behind a release mentions what it frees at all: of most there is nothing. */
function mayBeTouched(
  { call, holder, way }: Release,
  holders: readonly Holder[],
  flow: FunctionFlow,
  effects: CallEffects,
): boolean {
  if (flow.hasLabels || call.ancestor('for_statement') !== undefined) return true;
  const literals = deferredLiterals(flow).map(({ literal }) => literal);
  const own = call.ancestor('func_literal');
  const pkg = flow.package;
  return holders.some(({ symbol }) => {
    // The fields of a value may be reached by another name that the value is given.
    if (holder.path.length > 0) return true;
    return pkg.bindings.usesOf(symbol).some((use) => {
      if (literals.some((one) => one !== own && one.contains(use))) return true;
      return use.start >= call.end && !(way === 'deferred' && isOver(use, pkg, effects));
    });
  });
}

/** Whether a use has ended before a call that is deferred frees: it neither frees itself, nor hands the pointer on. */
function isOver(mention: Node, pkg: Package, effects: CallEffects): boolean {
  const use = useOf(mention, pkg);
  return use.kind === 'c-argument' ? !effects.mayFree(use.name) : ['go-copy', 'compare'].includes(use.kind);
}

/** Whether some path from a point ends the function in a way that runs its deferred calls. */
export function runsDeferred(from: FlowNode, flow: FunctionFlow): boolean {
  const path = findPath(flow, from, {
    initial: true,
    key: () => '',
    step: (node, state) =>
      node.kind === 'exit' || node.kind === 'panic' ? 'found' : node.kind === 'stop' ? 'end' : { go: state },
  });
  return path !== undefined;
}

function isDeferredCall(event: AfterFreeing, { syntax }: FlowNode): boolean {
  return syntax?.kind === 'defer_statement' && syntax.contains(event.at);
}

/** Whether the literal that frees again at the end was deferred wherever the first free is reached. */
export function isSurelyDeferred(event: AfterFreeing, { node }: Release, flow: FunctionFlow): boolean {
  const statement = flow.graph.nodes.find(({ syntax }) => {
    if (syntax?.kind !== 'defer_statement') return false;
    const literal = deferredLiteral(syntax, flow.package);
    return syntax.contains(event.at) || literal?.contains(event.at) === true;
  });
  if (statement === undefined) return false;
  return (
    everyPathBack(node, flow, (one) => (one === statement ? 'passed' : 'on')) ||
    // Deferred behind the free: then the path to it says so.
    statement.id > node.id
  );
}

/** Whether every way to a point has freed the place, and nothing has changed it since. */
function everyWayFrees(
  target: FlowNode,
  event: AfterFreeing,
  holders: readonly Holder[],
  releases: readonly Release[],
  flow: FunctionFlow,
): boolean {
  const isReturn = event.by === '`return`';
  const freeing = new Set(
    releases
      .filter(({ holder, way }) => {
        // What frees at the end has not freed yet, where the function itself uses or frees something.
        if (way === 'closing' && !isReturn) return false;
        if (way === 'deferred' && event.kind === 'use' && !isReturn) return false;
        return holders.some((one) => sameHolder(one, holder));
      })
      .map(({ node }) => node),
  );
  return everyPathBack(target, flow, (node) => {
    if (freeing.has(node)) return 'passed';
    if (holders.some(({ symbol }) => node.syntax?.contains(symbol.declaration) === true)) return 'failed';
    return holders.some((one) => mayChange(node, one, flow.package)) ? 'failed' : 'on';
  });
}

/** Whether a path leads from a free inside a loop through the loop's head: what was freed is met again. */
function goesAnotherRound(release: Release, path: FlowPath): boolean {
  return path.edges.some(({ to }) => {
    const loop = to.kind === 'range' ? to.syntax?.parent : to.kind === 'branch' ? to.syntax : undefined;
    return loop?.kind === 'for_statement' && loop.contains(release.call);
  });
}
