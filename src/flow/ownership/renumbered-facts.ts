import type { FunctionFacts, ParameterFact, ResultFact } from '../../knowledge/library.ts';
import type { Shim } from '../precedent/shims.ts';

/** The parameter of a calling function that a parameter of the called one gets as it is; undefined for none. */
export type OwnParameter = (index: number) => number | undefined;

/**
 * What is known of a function as it holds of a shim that does nothing but call it; undefined where that cannot be
 * said of the shim's own parameters.
 */
export function factsThroughShim(facts: FunctionFacts, shim: Shim): FunctionFacts | undefined {
  const own: OwnParameter = (index) => shim.parameterMap[index];
  const fails = ownFailure(facts.fails, shim, own);
  const parameters = new Map<number, ParameterFact>();
  for (const [index, fact] of fails === undefined ? withoutSuccess(facts) : facts.parameters) {
    const at = own(index);
    if (at === undefined) continue;
    // One argument that stands in two places: what both do is no one fact.
    if (parameters.has(at)) return undefined;
    parameters.set(at, ownFact(fact, own));
  }
  const result =
    facts.result === undefined || !shim.forwardsResult ? undefined : ownResult(facts.result, own);
  return {
    parameters,
    source: facts.source,
    ...(result === undefined ? {} : { result }),
    ...(fails === undefined ? {} : { fails }),
    ...(facts.thread === undefined ? {} : { thread: facts.thread }),
  };
}

function ownFailure(
  fails: FunctionFacts['fails'],
  { forwardsResult }: Shim,
  own: OwnParameter,
): FunctionFacts['fails'] {
  if (fails === undefined || typeof fails === 'string') return forwardsResult ? fails : undefined;
  const sets = own(fails.sets);
  return sets === undefined ? undefined : { sets };
}

/** The facts of the parameters for one who cannot see whether the call has failed: not those that depend on it. */
export function withoutSuccess({ fails, parameters }: FunctionFacts): ReadonlyMap<number, ParameterFact> {
  if (fails === undefined) return parameters;
  return new Map([...parameters].filter(([, fact]) => !dependsOnSuccess(fact)));
}

function dependsOnSuccess(fact: ParameterFact): boolean {
  return (
    (fact.kind === 'frees' && !fact.onFailureToo) ||
    (fact.kind === 'takes' && fact.onSuccessOnly) ||
    (fact.kind === 'gives' && !fact.evenOnFailure)
  );
}

/** A fact for one who does not go on where the call has failed. */
export function afterSuccess(fact: ParameterFact): ParameterFact {
  switch (fact.kind) {
    case 'frees':
      return { ...fact, onFailureToo: true };
    case 'takes':
      return { ...fact, onSuccessOnly: false };
    default:
      return fact;
  }
}

/** A fact that speaks of another parameter, in the order of the calling function. */
export function ownFact(fact: ParameterFact, own: OwnParameter): ParameterFact {
  switch (fact.kind) {
    case 'lends':
      return { ...fact, from: typeof fact.from === 'number' ? (own(fact.from) ?? 'static') : fact.from };
    case 'keeps':
      return { ...fact, in: typeof fact.in === 'number' ? (own(fact.in) ?? 'static') : fact.in };
    case 'destructor-decides': {
      const destructor = own(fact.destructor);
      return destructor === undefined ? { kind: 'takes', onSuccessOnly: false } : { ...fact, destructor };
    }
    default:
      return fact;
  }
}

/** What a result is, in terms of the calling function's parameters; undefined where it is none of them. */
export function ownResult(result: ResultFact, own: OwnParameter): ResultFact | undefined {
  switch (result.kind) {
    case 'gives':
      return result;
    case 'lends':
      return {
        ...result,
        from: typeof result.from === 'number' ? (own(result.from) ?? 'static') : result.from,
      };
    case 'argument': {
      const index = own(result.index);
      return index === undefined ? undefined : { ...result, index };
    }
  }
}
