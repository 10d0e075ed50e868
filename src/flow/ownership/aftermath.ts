import { assignmentsOf } from '../assignments.ts';
import type { FlowEdge, FlowNode } from '../cfg.ts';
import type { FunctionFlow } from '../function-flow.ts';
import type { Remark } from '../remark.ts';
import type { CallEffects } from './call-effects.ts';
import { holderText } from './holder.ts';
import { aliasesOf } from './releases.ts';
import type { Release } from './releases.ts';
import { ObjectWalk } from './walk/object-walk.ts';
import type { AfterFreeing } from './walk/watcher.ts';

/** All that some path does to memory behind a release, certain or not: for an account of why it is not reported. */
export interface Aftermath {
  readonly events: readonly { readonly event: AfterFreeing; readonly node: FlowNode }[];
  /** Where a place may lead to something else from there on. */
  readonly changes: readonly { readonly remark: Remark; readonly node: FlowNode }[];
  /** Where paths end. */
  readonly ends: readonly Remark[];
  readonly isUnfinished: boolean;
}

export function aftermathOf(release: Release, flow: FunctionFlow, effects: CallEffects): Aftermath {
  const events = new Map<AfterFreeing['at'], Aftermath['events'][number]>();
  const changes = new Map<FlowNode, Aftermath['changes'][number]>();
  const ends = new Map<Remark['at'], Remark>();
  const end = (at: Remark['at'], message: string): void => {
    ends.set(at, { at, message });
  };
  const walk = new ObjectWalk(
    flow,
    effects,
    {
      end: ({ kind }, { node, via, state }) => {
        const last = via?.from.syntax;
        if (kind === 'exit' && last?.kind === 'return_statement') end(last, 'the function returns here');
        else if (kind === 'scope') {
          for (const { symbol } of state.holders)
            end(symbol.declaration, `\`${symbol.name}\` ends with its block, which the path leaves`);
        } else if (kind === 'stop' && node.syntax !== undefined) end(node.syntax, 'this call never returns');
        else if (kind === 'panic' && node.syntax !== undefined)
          end(node.syntax, 'the function ends here without returning');
        return undefined;
      },
      afterFreeing: (event, { node }) => {
        if (!events.has(event.at)) events.set(event.at, { event, node });
        return undefined;
      },
      changed: (at, holder, { node }) => {
        const name = `\`${holderText(holder)}\``;
        const isAssigned = assignmentsOf(node).some(({ target }) => target === at);
        const message = `${name} ${isAssigned ? 'gets' : 'may get'} another value`;
        changes.set(node, { remark: { at: node.syntax ?? at, message }, node });
      },
    },
    { pastFreeing: true, isReleased: true },
  );
  const isWhole = walk.release(release, aliasesOf(release.holder, flow));
  return {
    events: [...events.values()],
    changes: [...changes.values()],
    ends: [...ends.values()],
    isUnfinished: !isWhole,
  };
}

/** What the points of a path behind a release do with what it has freed. */
export function remarksOf({ events, changes }: Aftermath, release: Release): (edge: FlowEdge) => Remark[] {
  return ({ to }) => {
    const touched = events.flatMap(({ event, node }): Remark[] => {
      if (node !== to) return [];
      const name = `\`${holderText(event.holder)}\``;
      if (event.kind === 'free') return [{ at: event.at, message: `${name} is freed` }];
      const state = release.way === 'now' ? 'the freed ' : '';
      return [{ at: event.at, message: `${event.by} gets ${state}${name}` }];
    });
    return [...touched, ...changes.filter(({ node }) => node === to).map(({ remark }) => remark)];
  };
}
