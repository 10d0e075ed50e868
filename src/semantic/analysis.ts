import type { Package } from './package.ts';

/** A computation over a package that rules share; its result is kept for as long as the package is analysed. */
export interface Analysis<T> {
  /** Unique among the analyses. */
  readonly name: string;
  /** The analyses whose results it reads, as in go/analysis: it is given no others. */
  readonly requires?: readonly Analysis<unknown>[];
  run(pkg: Package, use: Use): T;
}

/** Gives the result of an analysis, which is computed when it is first asked for. */
export type Use = <T>(analysis: Analysis<T>) => T;
