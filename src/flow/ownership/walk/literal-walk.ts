import type { Package } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import type { FactSet } from '../../conditions.ts';
import type { Next, Visit } from './exploration.ts';
import type { ObjectState } from './object-state.ts';
import type { WalkContext } from './point.ts';
import type { Watcher } from './watcher.ts';

/**
 * What holds at the ends of a function literal that runs with a state.
 * @param around the point of the function that runs it
 */
export function runLiteral(
  literal: Node,
  { state, facts }: { readonly state: ObjectState; readonly facts: FactSet },
  around: Visit,
  { flow, watcher, options, walkOver }: WalkContext,
): { state: ObjectState; facts: FactSet }[] {
  const inner = flow.flowOfNode(literal);
  if (inner === undefined || !mentionsAny(literal, state, flow.package)) return [{ state, facts }];
  const found: { state: ObjectState; facts: FactSet }[] = [];
  const own: Watcher = {
    end: (end, visit) => {
      if (end.kind === 'exit') found.push({ state: visit.state, facts: visit.facts });
      // Given away inside: what becomes of it is not followed.
      else if (end.kind === 'handled' || end.kind === 'returned') return watcher.end(end, visit);
      else if (end.kind === 'overwritten') found.push({ state: visit.state, facts: visit.facts });
      return undefined;
    },
    ...(watcher.afterFreeing === undefined
      ? {}
      : {
          afterFreeing: (event, visit) => watcher.afterFreeing?.(event, { ...around, state: visit.state }),
        }),
    ...(watcher.changed === undefined
      ? {}
      : { changed: (at, holder) => watcher.changed?.(at, holder, around) }),
    ...(watcher.remark === undefined
      ? {}
      : {
          remark: (at, message) => {
            watcher.remark?.(at, message, around);
          },
        }),
  };
  const start: Next = { state: { ...state, ending: [], closing: [] }, facts: [] };
  const isFinished = walkOver(inner, start, own, {
    pastFreeing: true,
    entryFacts: facts,
    ...(options.isReleased === true ? { isReleased: true, toTheEnd: true } : {}),
    ...(options.isRough === true ? { isRough: true } : {}),
  });
  // Where a rough look cannot tell, the memory may be lost.
  if (!isFinished && options.isRough === true) watcher.end({ kind: 'exit' }, { ...around, state });
  else if (!isFinished) flow.isUnfinished = true;
  return found.map((one) => ({
    facts: one.facts,
    state: { ...one.state, ending: [...state.ending, ...one.state.ending], closing: state.closing },
  }));
}

/** Whether some code mentions a variable that leads to the memory. */
export function mentionsAny(node: Node, state: ObjectState, pkg: Package): boolean {
  return node.all('identifier').some((name) => {
    const symbol = pkg.symbolOf(name);
    return symbol !== undefined && state.holders.some((holder) => holder.symbol === symbol);
  });
}
