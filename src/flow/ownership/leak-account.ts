import type { FlowEdge } from '../cfg.ts';
import type { FunctionFlow } from '../function-flow.ts';
import type { Remark } from '../remark.ts';
import { statementOf } from '../value-use.ts';
import type { Acquisition } from './acquisitions.ts';
import type { CallEffects } from './call-effects.ts';
import { followWhole } from './leak.ts';
import type { Fate, PathEnd } from './leak.ts';
import { freeText } from './use-words.ts';
import type { OwnershipEnd } from './use-words.ts';
import type { Visit } from './walk/exploration.ts';

/** Why memory is not reported as leaked. */
export interface LeakAccount {
  readonly reason: string;
  /** Where each path ends what can be told of the ownership. */
  readonly ends: readonly Remark[];
}

/** @param name of what is owned, as a message says it: "`cs`" */
export function accountForNoLeak(fate: Fate, name: string): LeakAccount {
  const ends = fate.ends.map((end) => ({ remark: remarkOf(end), how: howOf(end) }));
  const remarks = ends.map(({ remark }) => remark).sort((a, b) => a.at.start - b.at.start);
  const reason = fate.isUnfinished ? 'the function has too many paths to follow' : reasonOf(name, ends);
  return { reason, ends: remarks };
}

interface End {
  readonly remark: Remark;
  readonly how: OwnershipEnd | 'stop' | 'panic';
}

const endOfMain = 'the process ends where `main` returns';

function reasonOf(name: string, ends: readonly End[]): string {
  const handled = [...new Set(ends.map(({ how }) => how))].filter((how) => how !== 'stop' && how !== 'panic');
  const others = ends.some(({ how }) => how === 'stop' || how === 'panic');
  const [only] = ends;
  if (only === undefined) return 'no path leads from here to the end of the function';
  if (handled.length === 0 && ends.every(({ remark }) => remark.message === endOfMain)) return endOfMain;
  if (handled.length === 0) return 'every path behind it ends without a return';
  const rest = others ? '; every other one ends without a return' : '';
  if (ends.length === 1 && only.how !== 'freed') {
    return `${name} leaves this function's hands at line ${String(only.remark.at.line)}: ${only.remark.message}`;
  }
  const where = others ? 'that returns' : 'that leaves the function';
  return `${name} is ${listed(handled)} on every path ${where}${rest}`;
}

function listed(words: readonly string[]): string {
  const last = words[words.length - 1] ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

function howOf({ end }: PathEnd): End['how'] {
  switch (end.kind) {
    case 'handled':
      return end.how;
    case 'returned':
      return 'returned';
    case 'stop':
    case 'panic':
      return end.kind;
    default:
      return 'freed';
  }
}

function remarkOf({ end, at, by }: PathEnd): Remark {
  switch (end.kind) {
    case 'handled':
      return { at, message: end.message };
    case 'returned':
      return {
        at,
        message:
          at.kind === 'return_statement'
            ? 'the bare return hands the named result to the caller'
            : 'the caller gets it',
      };
    case 'exit':
    case 'overwritten':
    case 'scope':
    case 'dropped': {
      const literal = at.ancestor('func_literal')?.parent;
      const isDeferred = literal?.kind === 'call_expression' && statementOf(literal) === 'defer';
      return {
        at,
        message: isDeferred
          ? 'the deferred function literal frees it when the function ends'
          : freeText(at, by ?? 'C.free'),
      };
    }
    case 'stop':
      return { at, message: at.kind === 'block' ? endOfMain : 'this call never returns' };
    case 'panic':
      return { at, message: 'the function ends here without returning' };
  }
}

/** What each point of the path of a leak does with the memory, by the edge to the point. */
export function remarksOfLeak(
  acquisition: Acquisition,
  flow: FunctionFlow,
  effects: CallEffects,
): (edge: FlowEdge) => readonly Remark[] {
  const made = new Map<Visit, Remark[]>();
  const { leak } = followWhole(acquisition, flow, effects, (at, message, visit) => {
    const remarks = made.get(visit) ?? [];
    made.set(visit, remarks);
    if (!remarks.some((one) => one.at === at && one.message === message)) remarks.push({ at, message });
  });
  const found = new Map<FlowEdge, readonly Remark[]>();
  for (let visit = leak?.last; visit !== undefined; visit = visit.previous) {
    if (visit.via !== undefined) found.set(visit.via, made.get(visit) ?? []);
  }
  return (edge) => found.get(edge) ?? [];
}
