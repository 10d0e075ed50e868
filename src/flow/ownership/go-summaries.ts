import { calleeOf } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import { importedModel } from '../../semantic/imported-model.ts';
import type { ImportedTypes } from '../../semantic/type-scope.ts';
import type { Node } from '../../syntax/tree.ts';
import { functionFlows } from '../function-flow.ts';
import { definitionsOf } from '../definitions.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { isStatusConverter } from '../status-converters.ts';
import { unconverted } from '../value-use.ts';
import { acquisitionsOf } from './acquisitions.ts';
import { CallEffects } from './call-effects.ts';
import { always } from './effect.ts';
import type { CallEffect, Effect, FailureSign, Gift, Outcome } from './effect.ts';
import type { Visit } from './exploration.ts';
import { samePath } from './holder.ts';
import type { Holder } from './holder.ts';
import { ObjectWalk } from './object-walk.ts';
import type { ObjectEnd } from './object-walk.ts';
import { owned } from './object-state.ts';
import { nilnessOf, resultNames } from './return-facts.ts';
import { CSummaries } from './c-summaries.ts';
import type { KnownFunctions } from './c-summaries.ts';

/** How a function ended with what its parameter led to. */
interface Ended {
  /** Undefined where that is not known, or the function returns no error. */
  readonly when: 'succeeds' | 'fails' | undefined;
  readonly effect: Effect;
}

/** Calls inside of calls are followed this deep; what is below is unknown. */
const deepest = 24;

/**
 * What the package's Go functions do with what their parameters lead to, and what they give to their callers: each is
 * followed once, when a call of it is first met. A function that is met while it is followed itself is taken to do
 * nothing, which the rest of its body then decides.
 */
export class GoSummaries {
  readonly effects: CallEffects;
  private readonly pkg: Package;
  private readonly libraries: KnownFunctions;
  private readonly flowOf: (fn: GoFunction) => FunctionFlow;
  private readonly functions: ReadonlyMap<Node, GoFunction>;
  private readonly known = new Map<string, CallEffect>();
  private byName: ReadonlyMap<string, readonly Node[]> | undefined;
  private reaching: ReadonlySet<string> | undefined;
  private depth = 0;
  private readonly gifts = new Map<Node, ReadonlyMap<number, Gift>>();

  constructor(pkg: Package, libraries: KnownFunctions, flowOf: (fn: GoFunction) => FunctionFlow) {
    this.pkg = pkg;
    this.libraries = libraries;
    this.flowOf = flowOf;
    this.functions = new Map(pkg.functions().map((fn) => [fn.node, fn]));
    this.effects = new CallEffects(pkg, libraries, this);
  }

  convertsStatus(call: Node): boolean {
    const callee = calleeOf(call, this.pkg);
    return (
      callee.kind === 'function' &&
      callee.symbols.every((one) => isStatusConverter(one, this.pkg, this.flowOf))
    );
  }

  /** The summaries of a package of the module that this one imports; undefined where its files are not at hand. */
  imported(path: string): GoSummaries | undefined {
    const types = this.pkg.imported(path);
    if (types === undefined) return undefined;
    let summaries = summariesOfImported.get(types);
    if (summaries === undefined) {
      const model = importedModel(types, this.pkg);
      const flows = functionFlows.run(model, () => {
        throw new Error('function flows rest on no other analysis');
      });
      summaries = new GoSummaries(model, new CSummaries(model, model.libraries), flows);
      summariesOfImported.set(types, summaries);
    }
    return summaries;
  }

  /** The declarations of a function, or of a method as `Type.method`. */
  declarationsOf(name: string): readonly Node[] {
    if (this.byName === undefined) {
      const found = new Map<string, Node[]>();
      for (const node of this.functions.keys()) {
        const own = node.child('name')?.text;
        if (own === undefined) continue;
        const receiver = node.child('receiver')?.all('type_identifier')[0]?.text;
        const full = receiver === undefined ? own : `${receiver}.${own}`;
        found.set(full, [...(found.get(full) ?? []), node]);
      }
      this.byName = found;
    }
    return this.byName.get(name) ?? [];
  }

  reachesC(name: string): boolean {
    this.reaching ??= namesReachingC(this.pkg);
    return this.reaching.has(name);
  }

  effectOn(fn: Node, index: number, path: readonly string[]): CallEffect {
    const key = `${String(fn.tree.root.id)}/${String(fn.start)}/${fn.child('name')?.text ?? ''}/${String(index)}${path.join('')}`;
    let effect = this.known.get(key);
    if (effect === undefined) {
      if (this.depth >= deepest) return always({ kind: 'unknown' });
      // A call of itself, met while it is followed: no way on, so the others decide.
      this.known.set(key, { outcomes: [], basis: { kind: 'body' } });
      this.depth++;
      effect = this.follow(fn, index, path);
      this.depth--;
      this.known.set(key, effect);
    }
    return effect;
  }

  private follow(fn: Node, index: number, path: readonly string[]): CallEffect {
    const own = this.functions.get(fn);
    const name = parameterName(fn, index);
    if (own === undefined) return always({ kind: 'unknown' });
    const symbol = name === undefined ? undefined : this.pkg.symbolOf(name);
    // Without a name nothing can be done with it.
    if (name === undefined || name.text === '_') return always({ kind: 'borrows' }, { kind: 'body' });
    if (symbol?.kind !== 'variable') return always({ kind: 'unknown' });
    const flow = this.flowOf(own);
    const holder: Holder = { symbol, path, isView: false };
    const ended: Ended[] = [];
    const error = errorResult(fn);
    const walk = new ObjectWalk(
      flow,
      this.effects,
      {
        end: (end, visit) => {
          const effect = effectOfEnd(end, visit, holder, isPointerParameter(name));
          if (effect !== undefined) ended.push({ when: outcomeAt(visit, error, flow), effect });
          return undefined;
        },
      },
      { pastFreeing: true, toTheEnd: true },
    );
    if (!walk.from(flow.graph.entry, [{ state: owned([holder]), facts: [] }]))
      return always({ kind: 'unknown' });
    return joined(ended, error);
  }

  /** The memory that a function gives to its caller, by the index of the result. */
  giftsOf(fn: Node): ReadonlyMap<number, Gift> {
    let gifts = this.gifts.get(fn);
    if (gifts === undefined) {
      this.gifts.set(fn, new Map());
      gifts = this.findGifts(fn);
      this.gifts.set(fn, gifts);
    }
    return gifts;
  }

  private findGifts(fn: Node): ReadonlyMap<number, Gift> {
    const own = this.functions.get(fn);
    const none = new Map<number, Gift>();
    if (own === undefined || fn.child('result') === undefined) return none;
    const flow = this.flowOf(own);
    const found: { result: number; path: readonly string[]; gift: Gift; at: Node }[] = [];
    for (const acquisition of acquisitionsOf(own, () => flow, this.libraries, this, this.pkg)) {
      const returned: { result: number; path: readonly string[]; at: Node }[] = [];
      const seen = { isElsewhere: false };
      const walk = new ObjectWalk(
        flow,
        this.effects,
        {
          end: (end) => {
            if (end.kind === 'returned') returned.push(end);
            else if (end.kind === 'handled' && end.how !== 'freed') seen.isElsewhere = true;
            return undefined;
          },
        },
        { pastFreeing: false },
      );
      if (!walk.acquire(acquisition) || seen.isElsewhere) continue;
      for (const one of returned) found.push({ ...one, gift: acquisition.gift });
    }
    const [first] = found;
    if (first === undefined) return none;
    const isOne = found.every((one) => one.result === first.result && samePath(one.path, first.path));
    if (!isOne || !this.isAlwaysGiven(flow, first.result, new Set(found.map(({ at }) => at)))) return none;
    const error = errorResult(fn);
    const failure: FailureSign | undefined =
      error !== undefined
        ? { kind: 'error', result: error }
        : mayReturnNil(flow, first.result)
          ? { kind: 'status', failure: 'null' }
          : undefined;
    const { release, confidence } = first.gift;
    const gift: Gift = {
      release,
      confidence,
      path: first.path,
      basis: { kind: 'body' },
      ...(failure === undefined ? {} : { failure }),
    };
    return new Map([[first.result, gift]]);
  }

  /** Whether whatever a function returns as a result is new memory, or nil. */
  private isAlwaysGiven(flow: FunctionFlow, result: number, given: ReadonlySet<Node>): boolean {
    return flow.graph.nodes.every(({ syntax }) => {
      if (syntax?.kind !== 'return_statement') return true;
      const value = syntax.children[0]?.children[result];
      if (value === undefined || value.kind === 'nil')
        return value !== undefined || resultNames(flow.function.node).length > 0;
      const own = [...given].find((one) => value.contains(one) || one.contains(value));
      return own === undefined ? isZeroLiteral(value) : isOnlyMade(own, this.pkg);
    });
  }
}

/** Whether the variable that is returned holds nothing but what calls gave: no parameter, and no other's value. */
function isOnlyMade(returned: Node, pkg: Package): boolean {
  const symbol = returned.kind === 'identifier' ? pkg.symbolOf(returned) : undefined;
  if (symbol?.kind !== 'variable') return true;
  if (symbol.role === 'parameter' || symbol.role === 'receiver') return false;
  return definitionsOf(symbol, pkg).every(({ value }) => {
    const source = value === undefined ? undefined : unconverted(value, pkg);
    return source?.kind !== 'identifier' && source?.kind !== 'selector_expression';
  });
}

function mayReturnNil(flow: FunctionFlow, result: number): boolean {
  return flow.graph.nodes.some(
    ({ syntax }) =>
      syntax?.kind === 'return_statement' && syntax.children[0]?.children[result]?.kind === 'nil',
  );
}

/** `T{}` beside an error. */
function isZeroLiteral(value: Node): boolean {
  return value.kind === 'composite_literal' && value.child('body')?.children.length === 0;
}

function parameterName(fn: Node, index: number): Node | undefined {
  const list = fn.child(index < 0 ? 'receiver' : 'parameters')?.children ?? [];
  const names = list.flatMap((one) => one.childrenOf('name'));
  return names[Math.max(0, index)];
}

/** Whether what a function assigns behind its parameter is the caller's. */
function isPointerParameter(name: Node): boolean {
  return name.parent?.child('type')?.kind === 'pointer_type';
}

function errorResult(fn: Node): number | undefined {
  const result = fn.child('result');
  if (result === undefined) return undefined;
  if (result.kind !== 'parameter_list') return result.text === 'error' ? 0 : undefined;
  const types = result.children.flatMap((one) => {
    const names = one.childrenOf('name');
    return Array.from({ length: Math.max(1, names.length) }, () => one.child('type')?.text ?? one.text);
  });
  return types.at(-1) === 'error' ? types.length - 1 : undefined;
}

function effectOfEnd(
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
function outcomeAt(visit: Visit, error: number | undefined, flow: FunctionFlow): Ended['when'] {
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
function joined(ended: readonly Ended[], error: number | undefined): CallEffect {
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

/** The names of functions and methods that call C, and of those that call them: by name, so rather too many. */
function namesReachingC(pkg: Package): ReadonlySet<string> {
  const callers = new Map<string, Set<string>>();
  const reaching = new Set<string>();
  for (const { node } of pkg.functions()) {
    const name = node.child('name')?.text;
    if (name === undefined) continue;
    for (const call of node.all('call_expression')) {
      const callee = call.child('function');
      const called = callee?.kind === 'selector_expression' ? callee.child('field') : callee;
      if (callee?.child('operand')?.text === 'C') reaching.add(name);
      else if (called !== undefined)
        callers.set(called.text, (callers.get(called.text) ?? new Set()).add(name));
    }
  }
  for (const name of reaching) for (const caller of callers.get(name) ?? []) reaching.add(caller);
  return reaching;
}

const summariesOfImported = new WeakMap<ImportedTypes, GoSummaries>();
