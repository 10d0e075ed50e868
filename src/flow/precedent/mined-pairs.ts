import { argumentsOf } from '../../semantic/callee.ts';
import type { Analysis } from '../../semantic/analysis.ts';
import type { Package } from '../../semantic/package.ts';
import { nameOf } from '../../semantic/type.ts';
import type { Type } from '../../semantic/type.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { WrapperType, WrapperTypes } from '../../semantic/wrapper/model.ts';
import { wrapperTypes } from '../../semantic/wrapper-types.ts';
import type { Node } from '../../syntax/tree.ts';
import { CEndings } from './c-endings.ts';
import { shims } from './shims.ts';
import { precedentFunctions } from './site.ts';
import type { DeclaredFunction, Site } from './site.ts';
import { traceFilled, traceValue } from './value-trace.ts';
import type { Trace } from './value-trace.ts';

/** What a C call gives: its result, or what the place behind an argument holds afterwards. */
export type Given = 'result' | number;

/** A C function that gives something, and one that ends it, in the same value's life. */
export interface MinedPair {
  readonly acquire: string;
  readonly given: Given;
  readonly release: string;
  /** The parameter of the release that gets it, from 0. */
  readonly parameter: number;
  /** The acquiring calls, each of which is ended so in its function, by a method of its wrapper type or a finalizer. */
  readonly sites: readonly Site[];
  /** Whether a table, a body or a name that can mean nothing else says that the release ends its argument. */
  readonly isCertain: boolean;
}

/** A call of a C function that gives a value, and what becomes of the value. */
export interface GivenValue extends Site {
  readonly acquire: string;
  readonly given: Given;
  readonly trace: Trace;
  /** The C functions that end it when its wrapper is closed or collected; empty where no wrapper holds it. */
  readonly wrapperReleases: readonly string[];
}

export interface MinedPairs {
  /** Sorted by the names of acquire and release. */
  readonly all: readonly MinedPair[];
  /** What ends objects of a C type in this package, by how many calls; the most frequent first. */
  ofType(cType: string): readonly { readonly release: string; readonly count: number }[];
  /** Each value that a C call gives, in the order of the files. */
  readonly values: readonly GivenValue[];
}

/**
 * Pairs of acquire and release as the package itself uses them. They say what the package does, and not whether that
 * is right: a rule that rests on them asks.
 */
export const minedPairs: Analysis<MinedPairs> = {
  name: 'mined pairs',
  requires: [shims, wrapperTypes],
  run: (pkg, use) => new Mine(pkg, new CEndings(pkg, use(shims)), () => use(wrapperTypes)),
};

class Mine implements MinedPairs {
  readonly all: readonly MinedPair[];
  readonly values: readonly GivenValue[];
  private readonly byType = new Map<string, Map<string, number>>();

  /** @param wrappers asked for where something calls C */
  constructor(pkg: Package, endings: CEndings, wrappers: () => WrapperTypes) {
    const functions = precedentFunctions(pkg).filter(({ cCalls }) => cCalls.length > 0);
    const owned = new OwnedByWrappers(functions.length === 0 ? [] : wrappers().all);
    this.values = functions.flatMap((fn) => valuesIn(fn, pkg, endings, owned));
    this.all = pairsOf(this.values, endings);
    for (const { cCalls } of functions) {
      for (const { call, name } of cCalls) {
        for (const [index, argument] of argumentsOf(call).entries()) {
          const cType =
            endings.treatment(name, index) === 'ends'
              ? cTypeBehind(pkg.types.ofExpression(argument))
              : undefined;
          if (cType === undefined) continue;
          const counts = this.byType.get(cType) ?? new Map<string, number>();
          this.byType.set(cType, counts.set(name, (counts.get(name) ?? 0) + 1));
        }
      }
    }
  }

  ofType(cType: string): readonly { readonly release: string; readonly count: number }[] {
    return [...(this.byType.get(cType) ?? [])]
      .map(([release, count]) => ({ release, count }))
      .sort((a, b) => b.count - a.count);
  }
}

/** What wrapper types hold and release. */
class OwnedByWrappers {
  /** The C functions that end what a call gives, as its result and through an address. */
  readonly results = new Map<Node, Set<string>>();
  readonly filled = new Map<Node, Set<string>>();
  /** The same for the parameters of constructors. */
  readonly parameters = new Map<GoSymbol, Set<string>>();

  constructor(wrappers: readonly WrapperType[]) {
    for (const type of wrappers) {
      for (const { sets } of type.constructors) {
        for (const { path, origins } of sets) {
          const releases = type.releases
            .filter((release) => release.path === path)
            .map(({ cFunction }) => cFunction);
          for (const cleanup of type.cleanups) {
            // What the finalizer of a type with one handle releases is that handle.
            if (type.handles.length === 1) releases.push(...(cleanup.releases ?? []));
          }
          if (releases.length === 0) continue;
          for (const origin of origins) {
            if (origin.kind === 'c-call') addAll(this.results, origin.call, releases);
            if (origin.kind === 'c-out') addAll(this.filled, origin.call, releases);
            if (origin.kind === 'parameter') addAll(this.parameters, origin.symbol, releases);
          }
        }
      }
    }
  }

  releasesOf(call: Node, given: Given, trace: Trace): readonly string[] {
    // Of several places that one call fills, the one that the wrapper gets is the one that is stored.
    const own = given === 'result' ? this.results : trace.escapes ? this.filled : undefined;
    const found = new Set(own?.get(call));
    for (const symbol of trace.parameters) {
      for (const release of this.parameters.get(symbol) ?? []) found.add(release);
    }
    return [...found];
  }
}

function valuesIn(
  fn: DeclaredFunction,
  pkg: Package,
  endings: CEndings,
  owned: OwnedByWrappers,
): GivenValue[] {
  const filled = new Set<GoSymbol>();
  return fn.cCalls.flatMap(({ call, name }): GivenValue[] => {
    const found: GivenValue[] = [];
    const addValue = (given: Given, trace: Trace): void => {
      const wrapperReleases = owned.releasesOf(call, given, trace);
      found.push({ file: fn.file, node: call, function: fn, acquire: name, given, trace, wrapperReleases });
    };
    if (mayBePointer(pkg.types.ofExpression(call))) addValue('result', traceValue(call, pkg, endings));
    for (const [index, argument] of argumentsOf(call).entries()) {
      // What is ended through its address is not filled by that.
      if (/^(ends|may-end)$/.test(endings.treatment(name, index))) continue;
      const traced = traceFilled(argument, pkg, endings);
      // Only the first call that gets the address fills the place.
      if (traced === undefined || filled.has(traced.symbol)) continue;
      filled.add(traced.symbol);
      addValue(index, traced.trace);
    }
    return found;
  });
}

function pairsOf(values: readonly GivenValue[], endings: CEndings): MinedPair[] {
  const pairs = new Map<string, { pair: Omit<MinedPair, 'sites'>; sites: Site[] }>();
  for (const value of values) {
    const { acquire, given, trace } = value;
    const seen = new Set<string>();
    const releases = [
      ...trace.endings.map(({ name, index, isLikely }) => ({ name, index, isCertain: !isLikely })),
      ...value.wrapperReleases.map((name) => ({
        name,
        index: 0,
        isCertain: endings.treatment(name, 0) === 'ends',
      })),
    ];
    for (const { name, index, isCertain } of releases) {
      const id = `${key(acquire, given)} ${name}/${String(index)}`;
      if (seen.has(id)) continue;
      seen.add(id);
      const known = pairs.get(id) ?? {
        pair: { acquire, given, release: name, parameter: index, isCertain },
        sites: [],
      };
      known.sites.push(value);
      pairs.set(id, known);
    }
  }
  return [...pairs.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { pair, sites }]) => ({ ...pair, sites }));
}

/** Whether a C function's result can be a pointer, as far as its type is known. */
export function mayBePointer(type: Type): boolean {
  if (type.kind === 'pointer' || type.kind === 'unsafe-pointer' || type.kind === 'unknown') return true;
  // A typedef of C may hide a pointer.
  return (
    type.kind === 'c' &&
    !/^(u?(char|short|int|long|longlong)|s?size_t|float|double|bool|u?int\d+_t)$/.test(type.name)
  );
}

/** The name of the C type behind a pointer; undefined for text and for memory without a type. */
export function cTypeBehind(type: Type): string | undefined {
  const target = type.kind === 'pointer' && type.declared === undefined ? type.element : type;
  if (target.kind !== 'c' && target.kind !== 'pointer') return undefined;
  const name = target.kind === 'c' ? target.name : nameOf(target)?.name;
  return name === undefined || /^(char|uchar|schar|void|u?int8_t|u?int)$/.test(name) ? undefined : name;
}

function key(name: string, given: Given): string {
  return `${name} ${String(given)}`;
}

function addAll<K>(map: Map<K, Set<string>>, at: K, values: readonly string[]): void {
  const known = map.get(at) ?? new Set<string>();
  for (const value of values) known.add(value);
  map.set(at, known);
}
