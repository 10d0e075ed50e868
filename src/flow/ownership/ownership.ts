import type { Analysis } from '../../semantic/analysis.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { WrapperTypes } from '../../semantic/wrapper/model.ts';
import type { Node } from '../../syntax/tree.ts';
import type { CallEffect } from './effect.ts';
import { functionFlows } from '../function-flow.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { loansOf } from './acquisitions.ts';
import type { Acquisition } from './acquisitions.ts';
import { cFunctionFacts } from './c-summaries.ts';
import type { KnownFunctions } from './c-summaries.ts';
import type { CallEffects } from './call-effects.ts';
import { keptFields } from './kept-fields.ts';
import type { KeptField } from './kept-fields.ts';
import { handlesGivenAway } from './given-away.ts';
import type { GivenHandle } from './given-away.ts';
import { GoSummaries } from './go-summaries.ts';
import { fateOf } from './leak.ts';
import type { Fate } from './leak.ts';
import { aftermathOf } from './aftermath.ts';
import type { Aftermath } from './aftermath.ts';
import { touchedAfterFreeing } from './after-freeing.ts';
import type { TouchedAfterFreeing } from './after-freeing.ts';
import { NamedFrees, touchedByName } from './named-frees.ts';
import { freedByItself } from './own-frees.ts';
import type { FreedByItself } from './own-frees.ts';
import { releasesOf } from './releases.ts';
import { returnedFreed } from './returned-freed.ts';
import type { ReturnedFreed } from './returned-freed.ts';
import type { Release } from './releases.ts';

/** Who owns which memory of C, on every path of a package's functions. */
export class Ownership {
  readonly package: Package;
  private readonly flows: (fn: GoFunction) => FunctionFlow;
  private readonly known: KnownFunctions;
  private readonly summaries: GoSummaries;
  private readonly namedFrees: NamedFrees;
  private readonly lent = new Map<GoFunction['node'], readonly Acquisition[]>();
  private readonly released = new Map<GoFunction['node'], readonly Release[]>();
  private readonly touched = new Map<Release, readonly TouchedAfterFreeing[]>();
  private readonly named = new Map<GoFunction['node'], readonly TouchedAfterFreeing[]>();
  private readonly aftermaths = new Map<Release, Aftermath>();
  private readonly fates = new Map<Acquisition, Fate>();

  constructor(pkg: Package, known: KnownFunctions, flows: (fn: GoFunction) => FunctionFlow) {
    this.package = pkg;
    this.flows = flows;
    this.known = known;
    this.summaries = new GoSummaries(pkg, this.known, flows);
    this.namedFrees = new NamedFrees(pkg, known, this.summaries);
  }

  /** Whether a table, a body or a shim tells what a C function does with memory. */
  knows(name: string): boolean {
    return this.known.factsOf(name) !== undefined;
  }

  get effects(): CallEffects {
    return this.summaries.effects;
  }

  /** What a declared function does with what a parameter leads to at a path; -1 is the receiver. */
  effectOn(fn: Node, index: number, path: readonly string[]): CallEffect {
    return this.summaries.effectOn(fn, index, path);
  }

  flowOf(fn: GoFunction): FunctionFlow {
    return this.flows(fn);
  }

  /** The calls at which a function comes to own memory of C; its literals are functions of their own. */
  acquisitionsOf(fn: GoFunction): readonly Acquisition[] {
    return this.summaries.acquisitionsOf(fn);
  }

  /** The calls at which a function gets memory of C that stays somebody else's; its fate tells who frees it. */
  loansOf(fn: GoFunction): readonly Acquisition[] {
    let lent = this.lent.get(fn.node);
    if (lent === undefined) {
      lent = loansOf(fn, () => this.flows(fn), this.known, this.package);
      this.lent.set(fn.node, lent);
    }
    return lent;
  }

  /** The calls that free what a variable or field of a function leads to. */
  releasesOf(fn: GoFunction): readonly Release[] {
    let released = this.released.get(fn.node);
    if (released === undefined) {
      released = releasesOf(fn, () => this.flows(fn), this.effects, this.package);
      this.released.set(fn.node, released);
    }
    return released;
  }

  /** What surely happens to memory behind a release. */
  touchedAfter(release: Release, fn: GoFunction): readonly TouchedAfterFreeing[] {
    let touched = this.touched.get(release);
    if (touched === undefined) {
      touched = touchedAfterFreeing(release, this.releasesOf(fn), this.flows(fn), this.effects);
      this.touched.set(release, touched);
    }
    return touched;
  }

  /** What may happen to memory behind a call of C that by nothing but its name frees it: a question. */
  touchedByName(fn: GoFunction, wrappers: () => WrapperTypes): readonly TouchedAfterFreeing[] {
    let touched = this.named.get(fn.node);
    if (touched === undefined) {
      touched = touchedByName(fn, () => this.flows(fn), this.namedFrees, wrappers, this.package);
      this.named.set(fn.node, touched);
    }
    return touched;
  }

  /** The fields of its receiver in which a method leaves memory that it frees as it returns. */
  keptFields(fn: GoFunction): readonly KeptField[] {
    return keptFields(fn, this.releasesOf(fn), () => this.flows(fn), this.package);
  }

  /** The objects that a function returns with memory in them that it frees as it returns. */
  returnedFreed(fn: GoFunction): readonly ReturnedFreed[] {
    return returnedFreed(fn, this.releasesOf(fn), () => this.flows(fn), this.package);
  }

  /** All that may happen to memory behind a release, for an account of why it is not reported. */
  aftermathOf(release: Release, fn: GoFunction): Aftermath {
    let aftermath = this.aftermaths.get(release);
    if (aftermath === undefined) {
      aftermath = aftermathOf(release, this.flows(fn), this.effects);
      this.aftermaths.set(release, aftermath);
    }
    return aftermath;
  }

  /** What a function frees itself of what unknown C functions give. */
  freedByItself(fn: GoFunction): readonly FreedByItself[] {
    return freedByItself(fn, () => this.flows(fn), this.effects, this.known, this.package);
  }

  /** The handles of wrappers that a function gives to C, and who frees them all the same. */
  handlesGivenAway(fn: GoFunction, wrappers: () => WrapperTypes): readonly GivenHandle[] {
    return handlesGivenAway(fn, this.effects, wrappers, this.package);
  }

  /** What becomes of it on all paths behind. */
  fateOf(acquisition: Acquisition, fn: GoFunction): Fate {
    let fate = this.fates.get(acquisition);
    if (fate === undefined) {
      fate = fateOf(acquisition, this.flows(fn), this.effects);
      this.fates.set(acquisition, fate);
    }
    return fate;
  }
}

/** Made when a rule first asks; each function is followed when it is asked for. */
export const ownership: Analysis<Ownership> = {
  name: 'ownership',
  requires: [cFunctionFacts, functionFlows],
  run: (pkg, use) => new Ownership(pkg, use(cFunctionFacts), use(functionFlows)),
};
