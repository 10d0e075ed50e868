import type { Analysis } from '../semantic/analysis.ts';
import type { GoFunction, Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { CallSites } from './call-sites.ts';
import type { CallSite } from './call-sites.ts';
import { nonEmptyKey, nonZeroKey } from './conditions.ts';
import type { Fact, FactSet } from './conditions.ts';
import { definitionsOf } from './definitions.ts';
import type { FlowNode } from './cfg.ts';
import { functionFlows } from './function-flow.ts';
import type { FunctionFlow } from './function-flow.ts';
import { enclosingFunction } from './literals.ts';

/**
 * What the calls in a package say of the parameters of functions that only the package can call: a slice or string
 * has an element, or a count is not 0, where every call passes such a one.
 */
export class ParameterLengths {
  readonly package: Package;
  private readonly flowOfFunction: (fn: GoFunction) => FunctionFlow;
  private readonly sites: CallSites;
  private readonly known = new Map<GoSymbol, boolean>();
  private readonly factsByFunction = new Map<Node, readonly Fact[]>();

  constructor(pkg: Package, flowOf: (fn: GoFunction) => FunctionFlow) {
    this.package = pkg;
    this.flowOfFunction = flowOf;
    this.sites = new CallSites(pkg);
  }

  flowOf(fn: GoFunction): FunctionFlow {
    return this.flowOfFunction(fn);
  }

  /** The function in which an expression stands. */
  functionAt(expression: Node): GoFunction | undefined {
    const node = enclosingFunction(expression);
    return node === undefined ? undefined : this.sites.functionOf(node);
  }

  /** All calls of a parameter's function and what each passes; undefined where others may call it. */
  callsWith(parameter: GoSymbol): readonly CallSite[] | undefined {
    return parameter.role === 'parameter' ? this.sites.ofParameter(parameter) : undefined;
  }

  /** What holds at a point on every path, whoever called the function. */
  knownAt(flow: FunctionFlow, node: FlowNode): FactSet {
    return flow.facts.joined(flow.facts.at(node), this.factsThroughout(flow.function.node));
  }

  /** What holds at every point of a function, and of those around it, because of what it is called with. */
  private factsThroughout(fn: Node): readonly Fact[] {
    let facts = this.factsByFunction.get(fn);
    if (facts === undefined) {
      const outer = fn.kind === 'func_literal' ? enclosingFunction(fn) : undefined;
      const own = this.parametersOf(fn).filter((parameter) => this.holds(parameter));
      facts = [
        ...(outer === undefined ? [] : this.factsThroughout(outer)),
        ...own.map((parameter) => this.factOf(parameter)),
      ];
      this.factsByFunction.set(fn, facts);
    }
    return facts;
  }

  /** The parameters of a declared function that keep their value, where their length or value may be known. */
  private parametersOf(fn: Node): GoSymbol[] {
    if (fn.kind === 'func_literal') return [];
    const names = (fn.child('parameters')?.children ?? []).flatMap((one) => one.childrenOf('name'));
    return names.flatMap((name) => {
      const symbol = this.package.symbolOf(name);
      const isCandidate =
        symbol?.role === 'parameter' &&
        this.subjectOf(symbol) !== undefined &&
        definitionsOf(symbol, this.package).length === 0;
      return isCandidate ? [symbol] : [];
    });
  }

  /** What can be known of a parameter, by its type. */
  private subjectOf(parameter: GoSymbol): 'length' | 'count' | undefined {
    if (parameter.variadic === true) return 'length';
    const type = this.package.types.ofSymbol(parameter);
    if (type.kind === 'slice') return 'length';
    if (type.kind !== 'basic') return undefined;
    return type.name === 'string' ? 'length' : /^u?int/.test(type.name) ? 'count' : undefined;
  }

  private factOf(parameter: GoSymbol): Fact {
    const place = `#${String(parameter.id)}`;
    const key = this.subjectOf(parameter) === 'count' ? nonZeroKey(place) : nonEmptyKey(place);
    return { key, value: true, symbols: [parameter] };
  }

  /**
   * Whether every call passes a filled slice, or a count that is not 0. A call that passes on what its own function
   * got rests on that function's calls: all those are looked at together, and fail together.
   */
  private holds(parameter: GoSymbol): boolean {
    const decided = this.known.get(parameter);
    if (decided !== undefined) return decided;
    const restOn = new Map<GoSymbol, GoSymbol[]>();
    const failed: GoSymbol[] = [];
    const seen = new Set([parameter]);
    for (const one of seen) {
      const causes = this.causesOf(one);
      if (causes === undefined) failed.push(one);
      for (const cause of causes ?? []) {
        if (this.known.get(cause) === true) continue;
        if (this.known.get(cause) === false) failed.push(one);
        else {
          seen.add(cause);
          restOn.set(cause, [...(restOn.get(cause) ?? []), one]);
        }
      }
    }
    const fails = new Set<GoSymbol>();
    for (let one = failed.pop(); one !== undefined; one = failed.pop()) {
      if (fails.has(one)) continue;
      fails.add(one);
      failed.push(...(restOn.get(one) ?? []));
    }
    for (const one of seen) this.known.set(one, !fails.has(one));
    return !fails.has(parameter);
  }

  /** The parameters of callers on which it rests; undefined where a call passes what nothing is known of. */
  private causesOf(parameter: GoSymbol): GoSymbol[] | undefined {
    const sites = this.callsWith(parameter);
    if (sites === undefined || sites.length === 0) return undefined;
    const causes = new Set<GoSymbol>();
    for (const site of sites) {
      const cause = this.causeAt(site, parameter);
      if (cause === undefined) return undefined;
      if (cause !== 'holds') causes.add(cause);
    }
    return [...causes];
  }

  private causeAt(site: CallSite, parameter: GoSymbol): GoSymbol | 'holds' | undefined {
    const passed = site.passed;
    if (passed === 'elements') return 'holds';
    if (passed === 'nothing') return undefined;
    const flow = this.flowOf(site.function);
    const node = flow.nodeAt(site.call);
    if (node === undefined) return undefined;
    if (!flow.facts.isReachable(node)) return 'holds';
    const facts = flow.facts.at(node);
    const isCount = this.subjectOf(parameter) === 'count';
    const isFine = (known: FactSet): boolean =>
      isCount ? flow.facts.isPositive(passed, known) : flow.facts.isNonEmpty(passed, known) === true;
    if (isFine(facts)) return 'holds';
    for (let fn: Node | undefined = site.function.node; fn !== undefined; fn = enclosingFunction(fn)) {
      const cause = this.parametersOf(fn).find((one) => isFine(flow.facts.joined(facts, [this.factOf(one)])));
      if (cause !== undefined) return cause;
    }
    return undefined;
  }
}

/** What is known of the lengths of parameters, worked out for those that are asked for. */
export const parameterLengths: Analysis<ParameterLengths> = {
  name: 'parameter lengths',
  requires: [functionFlows],
  run: (pkg, use) => new ParameterLengths(pkg, use(functionFlows)),
};
