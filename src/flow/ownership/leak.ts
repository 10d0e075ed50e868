import type { GoFunction } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FunctionFlow } from '../function-flow.ts';
import type { FlowPath } from '../paths.ts';
import type { Acquisition } from './acquisitions.ts';
import type { CallEffects } from './call-effects.ts';
import { factsOfOutcome } from './call-status.ts';
import { holderText } from './holder.ts';
import { pathTo } from './walk/exploration.ts';
import type { Visit } from './walk/exploration.ts';
import type { Freeing } from './walk/object-state.ts';
import { ObjectWalk } from './walk/object-walk.ts';
import type { ObjectEnd, Watcher } from './walk/watcher.ts';
import { elsewhere, lossOf } from './loss.ts';
import type { Loss } from './loss.ts';
import { outlookOf } from './outlook.ts';

/** A path on which memory that a function owns is neither freed nor handed over. */
export interface OwnedLeak {
  readonly path: FlowPath;
  /** Where the path ends, with the way there. */
  readonly last: Visit;
  readonly end: Loss;
  /** The place that led to it last, as the code writes it; undefined where none did. */
  readonly holder: string | undefined;
  /** Whether some other path frees it or hands it over. */
  readonly handledElsewhere: boolean;
  /** The function that got the pointer on the path and may keep it: nobody can tell from here. */
  readonly asked: string | undefined;
}

/** The function that may keep it, as the code calls it. */
export function askedText(asked: string, { body }: GoFunction): string {
  const isOfC = body.all('selector_expression').some(({ text }) => text === `C.${asked}`);
  return isOfC ? `\`C.${asked}\`` : `\`${asked}\``;
}

/** An end of a path behind an acquisition on which it does not leak. */
export interface PathEnd {
  readonly end: ObjectEnd;
  /** What has freed it, as the code writes it, where the function just returns. */
  readonly by: string | undefined;
  /** Where that is decided. */
  readonly at: Node;
}

/** What all paths behind an acquisition come to. */
export interface Fate {
  readonly leak: OwnedLeak | undefined;
  readonly ends: readonly PathEnd[];
  /** The calls that free it, each once. */
  readonly freeings: readonly Freeing[];
  readonly isUnfinished: boolean;
  /** Where a path ends that loses it, unless the acquisition has failed on it, which nothing there tells. */
  readonly doubtful: Node | undefined;
}

/**
 * Follows what an acquisition gives over all paths behind it. Where no path of the graph, feasible or not, loses it,
 * all else is worked out only when it is asked for.
 */
export function fateOf(acquisition: Acquisition, flow: FunctionFlow, effects: CallEffects): Fate {
  let whole: Fate | undefined;
  const followed = (): Fate => (whole ??= followWhole(acquisition, flow, effects));
  if (outlookOf(acquisition, flow, effects).mayBeLost) return followed();
  return {
    leak: undefined,
    isUnfinished: false,
    doubtful: undefined,
    get ends(): readonly PathEnd[] {
      return followed().ends;
    },
    get freeings(): readonly Freeing[] {
      return followed().freeings;
    },
  };
}

/** @param remark told what each point of the way does */
export function followWhole(
  acquisition: Acquisition,
  flow: FunctionFlow,
  effects: CallEffects,
  remark?: Watcher['remark'],
): Fate {
  const ends: PathEnd[] = [];
  const seen = new Set<Node>();
  const freeings = new Map<Node, Freeing>();
  const found: Record<'sure' | 'asked', Omit<OwnedLeak, 'handledElsewhere'> | undefined> = {
    sure: undefined,
    asked: undefined,
  };
  let isHandled = false;
  // Of the paths that lose it: whether conditions on one were forgotten.
  const losing: { isBlurred: boolean; doubtful: Node | undefined } = {
    isBlurred: false,
    doubtful: undefined,
  };
  const walk = new ObjectWalk(
    flow,
    effects,
    {
      end: (reached, visit) => {
        const { state } = visit;
        const end = elsewhere(reached, state, flow);
        const freeing = end.kind === 'handled' ? end.by : state.freed;
        if (freeing !== undefined) freeings.set(freeing.call, freeing);
        const loss = lossOf(end, state);
        if (loss === undefined) {
          isHandled ||= end.kind !== 'stop' && end.kind !== 'panic';
          const { freed } = state;
          const at = 'at' in end ? end.at : (freed?.call ?? visit.node.syntax ?? acquisition.call);
          if (!seen.has(at)) ends.push({ end, at, by: freed?.by });
          seen.add(at);
          return undefined;
        }
        // What was forgotten on the way may be what keeps the path from being taken.
        if (mayHaveFailed(acquisition, visit, flow)) {
          losing.doubtful ??= visit.node.syntax ?? pathTo(visit).edges.at(-1)?.from.syntax;
          return undefined;
        }
        if (state.isBlurred) {
          losing.isBlurred = true;
          return undefined;
        }
        const kind = state.asked === undefined ? 'sure' : 'asked';
        if (found[kind] !== undefined) return undefined;
        const [holder] = state.holders;
        const isReturn = visit.node.syntax?.kind === 'return_statement';
        found[kind] = {
          path: pathTo(visit),
          last: visit,
          end: loss === 'overwritten' && isReturn ? 'exit' : loss,
          holder: holder === undefined ? undefined : holderText(holder),
          asked: state.asked,
        };
        return undefined;
      },
      isLossKnown: () => found.sure !== undefined,
      ...(remark === undefined ? {} : { remark }),
    },
    { pastFreeing: false },
  );
  // What stands where no path leads gives nothing.
  const isWhole = !flow.facts.isReachable(acquisition.node) || walk.acquire(acquisition);
  const one = found.sure ?? found.asked;
  // Beside a path on which nobody keeps it, one on which C may counts as handled.
  isHandled ||= found.sure !== undefined && found.asked !== undefined;
  const leak = one === undefined ? undefined : { ...one, handledElsewhere: isHandled };
  // Only a path that may contradict itself loses it: whether it does is not known.
  if (losing.isBlurred && leak === undefined) flow.isUnfinished = true;
  const isUnfinished = !isWhole || (losing.isBlurred && leak === undefined);
  return {
    leak: isWhole ? leak : undefined,
    ends,
    freeings: [...freeings.values()],
    isUnfinished,
    doubtful: losing.doubtful,
  };
}

/**
 * A path on which nothing has touched the memory, and some condition was tested whose meaning is not known, may be
 * the one of the call's own failure: then there is no memory. `ret := C.open(&p); if failed(ctx) { return }`
 */
function mayHaveFailed({ call, gift, way }: Acquisition, visit: Visit, flow: FunctionFlow): boolean {
  // Of many elements one may be given though another is not.
  if (way.kind === 'place' && gift.path.includes('[]')) return false;
  if (visit.state.isUsed || (gift.failure === undefined && way.kind === 'result')) return false;
  const signs =
    gift.failure === undefined
      ? []
      : factsOfOutcome(call, gift.failure, 'succeeds', flow.package, () => undefined);
  return pathTo(visit).edges.some((edge) => {
    if (edge.condition === undefined) return false;
    const facts = flow.facts.factsOf(edge);
    return !facts.some(({ key, value }) => signs.some((sign) => sign.key === key && sign.value === value));
  });
}
