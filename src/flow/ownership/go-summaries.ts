import { calleeOf } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import { importedModel } from '../../semantic/imported-model.ts';
import type { ImportedTypes } from '../../semantic/type-scope.ts';
import type { Node } from '../../syntax/tree.ts';
import { functionFlows } from '../function-flow.ts';
import { definitionsOf } from '../definitions.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { conversionOfAll, statusConversion } from '../status-converters.ts';
import type { StatusConversion } from '../status-converters.ts';
import { unconverted } from '../value-use.ts';
import { announced } from '../precedent/announced.ts';
import { shims } from '../precedent/shims.ts';
import { acquisitionsOf } from './acquisitions.ts';
import type { Acquisition } from './acquisitions.ts';
import { CallEffects } from './call-effects.ts';
import { always } from './effect.ts';
import type { CallEffect, FailureSign, Gift } from './effect.ts';
import { effectOfEnd, joined, outcomeAt } from './function-ends.ts';
import type { Ended } from './function-ends.ts';
import { samePath } from './holder.ts';
import type { Holder } from './holder.ts';
import { outlookOf } from './outlook.ts';
import { namesReachingC } from './reaching-c.ts';
import { resultNames } from './return-facts.ts';
import { CSummaries } from './c-summaries.ts';
import type { KnownFunctions } from './c-summaries.ts';
import { owned } from './walk/object-state.ts';
import { ObjectWalk } from './walk/object-walk.ts';
import { isOnlyLookedAt } from './walk/taking.ts';

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
  private readonly acquired = new Map<Node, readonly Acquisition[]>();

  constructor(pkg: Package, libraries: KnownFunctions, flowOf: (fn: GoFunction) => FunctionFlow) {
    this.pkg = pkg;
    this.libraries = libraries;
    this.flowOf = flowOf;
    this.functions = new Map(pkg.functions().map((fn) => [fn.node, fn]));
    this.effects = new CallEffects(pkg, libraries, this);
  }

  conversionBy(call: Node): StatusConversion | undefined {
    const callee = calleeOf(call, this.pkg);
    if (callee.kind !== 'function') return undefined;
    return conversionOfAll(callee.symbols, (one) => statusConversion(one, this.pkg, this.flowOf));
  }

  /** The summaries of a package of the module that this one imports; undefined where its files are not at hand. */
  imported(path: string): GoSummaries | undefined {
    const types = this.pkg.imported(path);
    if (types === undefined) return undefined;
    let summaries = summariesOfImported.get(types);
    if (summaries === undefined) {
      const model = importedModel(types, this.pkg);
      const alone = (): never => {
        throw new Error('flows, shims and announcements rest on no other analysis');
      };
      const known = new CSummaries(model, shims.run(model, alone), announced.run(model, alone));
      summaries = new GoSummaries(model, known, functionFlows.run(model, alone));
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
    const holder: Holder = { symbol, path, isView: false };
    if (isOnlyLookedAt(own.body, holder, this.effects, this.pkg))
      return always({ kind: 'borrows' }, { kind: 'body' });
    const flow = this.flowOf(own);
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

  /** The calls at which a function comes to own memory of C; its literals are functions of their own. */
  acquisitionsOf(fn: GoFunction): readonly Acquisition[] {
    let acquired = this.acquired.get(fn.node);
    if (acquired === undefined) {
      acquired = acquisitionsOf(fn, () => this.flowOf(fn), this.libraries, this, this.pkg);
      this.acquired.set(fn.node, acquired);
    }
    return acquired;
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
    for (const acquisition of this.acquisitionsOf(own)) {
      if (!outlookOf(acquisition, flow, this.effects).mayBeReturned) continue;
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

const summariesOfImported = new WeakMap<ImportedTypes, GoSummaries>();
