import { announcesTaking, mayKeep } from '../../knowledge/c-names.ts';
import { beginsAnew, endedByName, endsOtherwise } from '../../knowledge/c-end-names.ts';
import { onceFor } from '../../base/once-for.ts';
import { argumentsOf } from '../../semantic/callee.ts';
import type { Callee } from '../../semantic/callee.ts';
import { cCallsWithin } from '../../semantic/calls.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { WrapperTypes } from '../../semantic/wrapper/model.ts';
import { takesReference } from '../../semantic/wrapper/release-names.ts';
import type { Node } from '../../syntax/tree.ts';
import { isBesideError } from '../error-returns.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { statementOf, unconverted, useOf } from '../value-use.ts';
import { touchedAfterFreeing } from './after-freeing.ts';
import type { TouchedAfterFreeing } from './after-freeing.ts';
import type { KnownFunctions } from './c-summaries.ts';
import { CallEffects } from './call-effects.ts';
import type { FunctionSummaries } from './call-effects.ts';
import { always } from './effect.ts';
import type { CallEffect } from './effect.ts';
import { soleSource } from './own-frees.ts';
import { aliasesOf, releasesOf } from './releases.ts';
import type { Release } from './releases.ts';

/**
 * The effects of calls, where the names of C functions that nobody knows are believed: `lib_thing_free(x)` frees x. A
 * name proves nothing, so that what rests on them may be asked, and nothing else: whether memory leaks, say, is not
 * decided by them.
 */
export class NamedFrees extends CallEffects {
  private readonly model: Package;
  private readonly known: KnownFunctions;

  constructor(pkg: Package, known: KnownFunctions, summaries: FunctionSummaries) {
    super(pkg, known, summaries);
    this.model = pkg;
    this.known = known;
  }

  override mayFree(name: string): boolean {
    return super.mayFree(name) || this.freesByName(name);
  }

  override onArgument(call: Node, callee: Callee, index: number, path: readonly string[]): CallEffect {
    const isFree = callee.kind === 'c' && index === 0 && path.length === 0 && this.freesByName(callee.name);
    return isFree && argumentsOf(call).length === 1 && isUnanswered(call)
      ? always({ kind: 'frees', by: `C.${callee.name}`, clears: false }, { kind: 'name' })
      : super.onArgument(call, callee, index, path);
  }

  /** Whether nothing but its name says that a C function frees what it gets. */
  freesByName(name: string): boolean {
    const object = endedByName(name);
    if (object === undefined || this.known.factsOf(name) !== undefined) return false;
    const { c } = this.model;
    if (c.hasBody(name)) return false;
    return namesOfC(this.model).names.every((other) => other === name || !endsOtherwise(other, object));
  }

  /** What a call of an unknown function gives may be given back by any name; what a table knows only by the table's. */
  mayGive(source: string): boolean {
    return (
      this.known.factsOf(source) === undefined &&
      !/^(CString|CBytes|[mc]alloc|realloc|str_?n?dup)$/.test(source)
    );
  }
}

/** A result that somebody looks at may say that nothing was freed. */
function isUnanswered(call: Node): boolean {
  return call.parent?.kind === 'expression_statement' || statementOf(call) === 'defer';
}

/**
 * What is freed twice, or used behind the free, where the name of a C function says that it frees. It is asked of
 * variables that get their one value from one call of C, and of which nothing else makes an end, and of the handles
 * of wrappers that this one function releases.
 */
export function touchedByName(
  fn: GoFunction,
  flowOf: () => FunctionFlow,
  effects: NamedFrees,
  wrappers: () => WrapperTypes,
  pkg: Package,
): TouchedAfterFreeing[] {
  const isNamed = cCallsWithin(fn, pkg).some(({ callee }) => effects.freesByName(callee.name));
  if (!isNamed) return [];
  const releases = releasesOf(fn, flowOf, effects, pkg);
  return releases
    .filter((release) => {
      if (release.effect.basis.kind !== 'name') return false;
      return release.holder.path.length > 0
        ? isOwnHandle(release, fn, wrappers(), pkg)
        : isOwnObject(release, fn, flowOf, effects, pkg);
    })
    .flatMap((release) => touchedAfterFreeing(release, releases, flowOf(), effects))
    .filter(({ release, event }) =>
      event.kind === 'free'
        ? event.by === release.by
        : !makesAnother(event.by) && !(event.by === '`return`' && isBesideError(event.at, flowOf())),
    );
}

/** Whether a variable of the function holds what one call of C gave, and one function of C alone ends that. */
function isOwnObject(
  { holder, by }: Release,
  fn: GoFunction,
  flowOf: () => FunctionFlow,
  effects: NamedFrees,
  pkg: Package,
): boolean {
  if (holder.symbol.role !== 'local') return false;
  if (pkg.types.underlying(pkg.types.ofSymbol(holder.symbol)).kind === 'basic') return false;
  const aliases = aliasesOf(holder, flowOf());
  const sources = aliases.flatMap(({ symbol }) => soleSource(symbol, fn, pkg) ?? []);
  const [source, ...more] = sources;
  if (source === undefined || more.length > 0 || !effects.mayGive(source.name)) return false;
  return aliases.every(({ symbol }) =>
    pkg.bindings.usesOf(symbol).every((mention) => {
      const use = useOf(mention, pkg);
      return use.kind !== 'c-argument' || `C.${use.name}` === by || !endsOrCounts(use.name);
    }),
  );
}

/** Whether a field of a wrapper leads to the memory, and what releases it is one function of C, the same everywhere. */
function isOwnHandle({ place, by }: Release, fn: GoFunction, wrappers: WrapperTypes, pkg: Package): boolean {
  const read = wrappers.handleRead(place);
  if (read === undefined || read.handle.isInline) return false;
  const ends = read.wrapper.releases.filter(({ path }) => path === read.handle.path);
  if (ends.length === 0 || ends.some(({ cFunction }) => `C.${cFunction}` !== by)) return false;
  return cCallsWithin(fn, pkg).every(({ call, callee }) => {
    if (`C.${callee.name}` === by || !endsOrCounts(callee.name)) return true;
    return argumentsOf(call).every((argument) => unconverted(argument, pkg).text !== place.text);
  });
}

/** Whether another function of C may end the object as well, or add a reference to it. */
function endsOrCounts(name: string): boolean {
  return announcesTaking(name) || takesReference(name);
}

/** `lib_init(x)` behind `lib_destroy(x)`: the memory was there all the time. */
function makesAnother(by: string): boolean {
  const name = /^`C\.(\w+)`$/.exec(by)?.[1];
  return name !== undefined && (beginsAnew(name) || mayKeep(name));
}

/** The functions of C that the package's code names. */
const namesOfC = onceFor((pkg: Package) => {
  const names = new Set<string>();
  for (const { tree } of pkg.files) {
    for (const node of tree.root.all('selector_expression')) {
      const name = /^C\.(\w+)$/.exec(node.text)?.[1];
      if (name !== undefined) names.add(name);
    }
  }
  return { names: [...names] };
});
