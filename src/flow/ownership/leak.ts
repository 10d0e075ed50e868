import type { Node } from '../../syntax/tree.ts';
import type { FunctionFlow } from '../function-flow.ts';
import type { FlowPath } from '../paths.ts';
import type { Acquisition } from './acquisitions.ts';
import type { CallEffects } from './call-effects.ts';
import { pathTo } from './exploration.ts';
import { holderText } from './holder.ts';
import type { ObjectEnd } from './object-walk.ts';
import { ObjectWalk } from './object-walk.ts';

/** A path on which memory that a function owns is neither freed nor handed over. */
export interface OwnedLeak {
  readonly path: FlowPath;
  /**
   * `dropped`: nothing ever holds it; `exit`: the function returns; `scope`: the block of its last place ends;
   * `overwritten`: that place gets another value.
   */
  readonly end: 'dropped' | 'exit' | 'scope' | 'overwritten';
  /** The place that led to it last, as the code writes it; undefined where none did. */
  readonly holder: string | undefined;
  /** Whether some other path frees it or hands it over. */
  readonly handledElsewhere: boolean;
  /** The C function that got the pointer on the path and may keep it: nobody can tell from here. */
  readonly asked: string | undefined;
}

/** An end of one of the paths behind an acquisition, for an account of why none leaks. */
export interface PathEnd {
  readonly end: ObjectEnd;
  readonly at: Node;
}

/** What all paths behind an acquisition come to. */
export interface Fate {
  readonly leak: OwnedLeak | undefined;
  readonly ends: readonly PathEnd[];
  readonly isUnfinished: boolean;
}

/** Follows what an acquisition gives over all paths behind it. */
export function fateOf(
  acquisition: Acquisition,
  flow: FunctionFlow,
  effects: CallEffects,
  remark?: (at: Node, message: string) => void,
): Fate {
  const ends: PathEnd[] = [];
  const seen = new Set<Node>();
  const found: { leak: Omit<OwnedLeak, 'handledElsewhere'> | undefined } = { leak: undefined };
  let isHandled = false;
  const walk = new ObjectWalk(
    flow,
    effects,
    {
      end: (end, visit) => {
        const { state } = visit;
        const isLost =
          (end.kind === 'exit' && state.status === 'owned') ||
          (end.kind === 'overwritten' && state.status === 'owned') ||
          end.kind === 'scope' ||
          end.kind === 'dropped';
        if (!isLost) {
          isHandled ||= end.kind === 'handled' || end.kind === 'returned' || end.kind === 'exit';
          const at = 'at' in end ? end.at : (visit.node.syntax ?? acquisition.call);
          if (!seen.has(at)) ends.push({ end, at });
          seen.add(at);
          return undefined;
        }
        // What was forgotten on the way may be what keeps the path from being taken.
        if (state.isBlurred || found.leak !== undefined) return undefined;
        const [holder] = visit.state.holders;
        found.leak = {
          path: pathTo(visit),
          end: end.kind,
          holder: holder === undefined ? undefined : holderText(holder),
          asked: state.asked,
        };
        return undefined;
      },
      ...(remark === undefined ? {} : { remark }),
    },
    { pastFreeing: false },
  );
  const isWhole = walk.acquire(acquisition);
  const leak = found.leak === undefined ? undefined : { ...found.leak, handledElsewhere: isHandled };
  return { leak: isWhole ? leak : undefined, ends, isUnfinished: !isWhole };
}
