import type { Analysis } from '../../semantic/analysis.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import { functionFlows } from '../function-flow.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { acquisitionsOf } from './acquisitions.ts';
import type { Acquisition } from './acquisitions.ts';
import type { CallEffects } from './call-effects.ts';
import { GoSummaries } from './go-summaries.ts';
import { fateOf } from './leak.ts';
import type { Fate } from './leak.ts';
import { touchedAfterFreeing } from './after-freeing.ts';
import type { TouchedAfterFreeing } from './after-freeing.ts';
import { releasesOf } from './releases.ts';
import type { Release } from './releases.ts';

/** Who owns which memory of C, on every path of a package's functions. */
export class Ownership {
  readonly package: Package;
  private readonly flows: (fn: GoFunction) => FunctionFlow;
  private readonly summaries: GoSummaries;
  private readonly acquired = new Map<GoFunction['node'], readonly Acquisition[]>();
  private readonly released = new Map<GoFunction['node'], readonly Release[]>();
  private readonly touched = new Map<Release, readonly TouchedAfterFreeing[]>();
  private readonly fates = new Map<Acquisition, Fate>();

  constructor(pkg: Package, flows: (fn: GoFunction) => FunctionFlow) {
    this.package = pkg;
    this.flows = flows;
    this.summaries = new GoSummaries(pkg, pkg.libraries, flows);
  }

  get effects(): CallEffects {
    return this.summaries.effects;
  }

  flowOf(fn: GoFunction): FunctionFlow {
    return this.flows(fn);
  }

  /** The calls at which a function comes to own memory of C; its literals are functions of their own. */
  acquisitionsOf(fn: GoFunction): readonly Acquisition[] {
    let acquired = this.acquired.get(fn.node);
    if (acquired === undefined) {
      acquired = acquisitionsOf(
        fn,
        () => this.flows(fn),
        this.package.libraries,
        this.summaries,
        this.package,
      );
      this.acquired.set(fn.node, acquired);
    }
    return acquired;
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
  requires: [functionFlows],
  run: (pkg, use) => new Ownership(pkg, use(functionFlows)),
};
