import type { Package } from './package.ts';

/** A computation over a package that rules share; its result is kept for as long as the package is analysed. */
export interface Analysis<T> {
  readonly name: string;
  run(pkg: Package): T;
}
