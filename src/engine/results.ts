import type { Analysis, Use } from '../semantic/analysis.ts';
import type { Package } from '../semantic/package.ts';

/** The results of the analyses of one package, each computed once, when a rule or another analysis first asks. */
export class Results {
  private readonly package: Package;
  private readonly known = new Map<Analysis<unknown>, unknown>();

  constructor(pkg: Package) {
    this.package = pkg;
  }

  /**
   * What `asker` may use: what it requires.
   * @throws an Error, a bug of the asker, for anything else: what a rule rests on is to be read from its head
   */
  useFor(asker: string, requires: readonly Analysis<unknown>[]): Use {
    return (analysis) => {
      if (!requires.includes(analysis)) {
        throw new Error(`${asker} uses the analysis "${analysis.name}", and does not require it`);
      }
      return this.of(analysis);
    };
  }

  has(analysis: Analysis<unknown>): boolean {
    return this.known.has(analysis);
  }

  of<T>(analysis: Analysis<T>): T {
    if (!this.known.has(analysis)) {
      const use = this.useFor(`the analysis "${analysis.name}"`, analysis.requires ?? []);
      this.known.set(analysis, analysis.run(this.package, use));
    }
    // The map holds under each analysis what that analysis returned, so the type is the analysis's own.
    return this.known.get(analysis) as T;
  }
}
