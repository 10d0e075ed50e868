import type { FreedByC } from '../../../flow/origin/freed-by-c.ts';
import type { Origin } from '../../../flow/origin/origin.ts';
import type { PointerOrigins } from '../../../flow/origin/pointer-origins.ts';
import type { Shims } from '../../../flow/precedent/shims.ts';
import { short } from '../../../flow/code-text.ts';
import { freesPlainMemory } from '../../../knowledge/c-names.ts';
import { calleeOf, isCall, unparen } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';

/** Memory of a known allocator. */
type Allocated = Extract<Origin, { readonly kind: 'c-heap' | 'c-out-parameter' }> & {
  readonly release: readonly string[];
};

/** A free of what another function has to free. */
export interface Mismatch {
  /** The call that gave the memory, and its function as the code writes it. */
  readonly source: Node;
  readonly giver: string;
  /** What frees such memory, the usual function first. */
  readonly release: readonly string[];
  /**
   * - `object`: it has a destructor, which `C.free` does not run
   * - `memory`: plain memory of a library's own allocator, given to `C.free`
   * - `malloc`: memory of malloc, given to a library's function
   */
  readonly kind: 'object' | 'memory' | 'malloc';
  /** Whether only the name of the freeing function says whose memory it frees. */
  readonly isAsked: boolean;
}

/** What becomes of a freed argument: a mismatch, or why there is none. */
export type Verdict = Mismatch | { readonly kind: 'fits' | 'unknown'; readonly reason: string };

/** @param shims what the functions that free may do nothing but call */
export function verdictOf(freed: FreedByC, origins: PointerOrigins, shims: Shims): Verdict {
  const { frees, name, argument, basis } = freed;
  const pkg = origins.package;
  const pointer = `\`${short(argument)}\``;
  const found = freed.origins.filter(isAllocated);
  const [first] = found;
  if (freed.origins.length === 0)
    return { kind: 'unknown', reason: `${pointer} is nil here, as far as it is known` };
  if (first === undefined || found.length < freed.origins.length)
    return { kind: 'unknown', reason: `which allocator ${pointer} is from is not known` };
  if (basis === 'body')
    return { kind: 'unknown', reason: `\`C.${name}\` is code of the package: what it frees is told there` };
  const source = first.at;
  const giver = giverOf(source, pkg);
  const releases = found.map(({ release }) => release.map((one) => shims.shimOf(one)?.callee ?? one));
  const [release = []] = releases;
  const fits = (reason: string): Verdict => ({ kind: 'fits', reason });
  if (releases.some((some) => some.includes(frees)))
    return fits(`\`${giver}\` gives memory that \`C.${name}\` frees`);
  if (givesTheSame(frees, release, origins))
    return fits(`\`C.${name}\` gives memory of the same allocator in its place`);
  if (frees === 'free') {
    const kind = freesPlainMemory(release[0] ?? '') ? 'memory' : 'object';
    return { kind, source, giver, release, isAsked: false };
  }
  if (!releases.every((some) => some[0] === 'free'))
    return fits(`\`C.${name}\` and \`C.${release[0] ?? ''}\` may both free what \`${giver}\` gives`);
  const isText = found.every(({ at }) => /^C\.(?:CString|CBytes)$/.test(giverOf(at, pkg)));
  if (basis === 'name' ? !isText : !isText && !isUntyped(argument, pkg))
    return fits(`\`C.${name}\` may free only what ${pointer} points to, which is the memory of the caller`);
  if (basis === 'table' && isFreeByAnotherName(frees, origins))
    return fits(`\`C.${name}\` is documented to be \`C.free\` for some of its library's memory`);
  return { kind: 'malloc', source, giver, release, isAsked: basis === 'name' };
}

function isAllocated(origin: Origin): origin is Allocated {
  const isMade = origin.kind === 'c-heap' || origin.kind === 'c-out-parameter';
  return isMade && origin.release !== undefined && origin.release.length > 0;
}

function giverOf(source: Node, pkg: Package): string {
  const callee = isCall(source) ? calleeOf(source, pkg) : undefined;
  return callee?.kind === 'c' ? `C.${callee.name}` : short(source.child('function') ?? source);
}

/** Whether the function is given a pointer without a type: one with a type may be a struct whose members it frees. */
function isUntyped(argument: Node, pkg: Package): boolean {
  const { kind } = pkg.types.ofExpression(unparen(argument));
  return kind === 'unsafe-pointer';
}

/** Whether a function that frees gives memory that is freed alike, as `realloc` does. */
function givesTheSame(frees: string, release: readonly string[], { functions }: PointerOrigins): boolean {
  const result = functions.factsOf(frees)?.facts.result;
  return result !== undefined && 'release' in result && result.release.some((one) => release.includes(one));
}

/** Whether the table names `free` beside a release for the same memory: `xmlFree`, or `free`. */
function isFreeByAnotherName(release: string, { functions }: PointerOrigins): boolean {
  const library = functions.factsOf(release)?.library;
  if (library === undefined) return true;
  return [...library.functions.said()].some(({ result, parameters }) =>
    [result, ...parameters.values()].some(
      (fact) =>
        fact !== undefined &&
        'release' in fact &&
        fact.release.includes('free') &&
        fact.release.includes(release),
    ),
  );
}
