import type { FunctionFlow } from '../function-flow.ts';
import { always } from './effect.ts';
import type { CallEffect, Effect, Outcome } from './effect.ts';
import { samePath } from './holder.ts';
import type { Holder } from './holder.ts';
import { nilnessOf, resultNames } from './return-facts.ts';
import type { Visit } from './walk/exploration.ts';
import type { ObjectEnd } from './walk/watcher.ts';

/** How a function ended with what its parameter led to. */
export interface Ended {
  /** Undefined where that is not known, or the function returns no error. */
  readonly when: 'succeeds' | 'fails' | undefined;
  readonly effect: Effect;
}

/**
 * What the end of a path says that the function does with what its parameter leads to; undefined where the path never
 * returns.
 */
export function effectOfEnd(
  end: ObjectEnd,
  { state }: Visit,
  holder: Holder,
  isBehindPointer: boolean,
): Effect | undefined {
  switch (end.kind) {
    case 'exit':
    case 'overwritten':
    case 'scope':
    case 'dropped':
      if (state.status === 'freed') {
        const isStillThere = state.holders.some(
          (one) => one.symbol === holder.symbol && samePath(one.path, holder.path),
        );
        return {
          kind: 'frees',
          by: state.freed?.by ?? '',
          isPartial: state.freed?.isPartial === true,
          clears: isBehindPointer && holder.path.length > 0 && !isStillThere,
        };
      }
      if (state.kept !== undefined) return { kind: 'keeps' };
      return state.asked === undefined ? { kind: 'borrows' } : { kind: 'may-keep' };
    case 'returned':
      return { kind: 'returns', result: end.result, path: end.path };
    case 'handled':
      return { kind: 'takes' };
    default:
      return undefined;
  }
}

/** Whether the function has succeeded where a path ends, by the error that it returns there. */
export function outcomeAt(visit: Visit, error: number | undefined, flow: FunctionFlow): Ended['when'] {
  if (error === undefined) return undefined;
  const statement = visit.node.syntax?.kind === 'return_statement' ? visit.node : visit.via?.from;
  const { syntax } = statement ?? {};
  if (syntax?.kind !== 'return_statement') return undefined;
  const value = syntax.children[0]?.children[error] ?? resultNames(flow.function.node)[error];
  const isNil =
    value === undefined ? undefined : nilnessOf(value, flow, visit.previous?.facts ?? visit.facts);
  return isNil === undefined ? undefined : isNil ? 'succeeds' : 'fails';
}

/** One effect for all ends, or one for each outcome; unknown where they differ otherwise. */
export function joined(ended: readonly Ended[], error: number | undefined): CallEffect {
  const basis = { kind: 'body' } as const;
  const all = oneOf(ended.map(({ effect }) => effect));
  if (all !== undefined) {
    // `if p == nil { return nil }`: memory that is there decides how the call ends.
    const [when] = new Set(ended.map((one) => one.when));
    const isOnly = all.kind === 'frees' && when !== undefined && ended.every((one) => one.when === when);
    if (!isOnly || error === undefined) return always(all, basis);
    return { outcomes: [{ when, effect: all }], failure: { kind: 'error', result: error }, basis };
  }
  if (error === undefined || ended.some(({ when }) => when === undefined))
    return always({ kind: 'unknown' }, basis);
  const outcomes: Outcome[] = [];
  for (const when of ['succeeds', 'fails'] as const) {
    const effect = oneOf(ended.filter((one) => one.when === when).map((one) => one.effect));
    if (effect === undefined) return always({ kind: 'unknown' }, basis);
    outcomes.push({ when, effect });
  }
  return { outcomes, failure: { kind: 'error', result: error }, basis };
}

function oneOf(effects: readonly Effect[]): Effect | undefined {
  const [first, ...others] = effects;
  if (first === undefined) return { kind: 'borrows' };
  if (others.every((one) => one.kind === first.kind)) {
    if (first.kind === 'frees') {
      const some = (is: (one: Extract<Effect, { kind: 'frees' }>) => boolean): boolean =>
        effects.some((one) => one.kind === 'frees' && is(one));
      return {
        ...first,
        clears: some(({ clears }) => clears),
        isPartial: some(({ isPartial }) => isPartial === true),
      };
    }
    if (first.kind !== 'returns') return first;
    const isSame = others.every(
      (one) => one.kind === 'returns' && one.result === first.result && samePath(one.path, first.path),
    );
    return isSame ? first : undefined;
  }
  const isBorrowed = effects.every((one) => one.kind === 'borrows' || one.kind === 'may-keep');
  return isBorrowed ? { kind: 'may-keep' } : undefined;
}
