import { onceFor } from '../../base/once-for.ts';
import { namesAFree } from '../../knowledge/c-names.ts';
import { argumentsOf } from '../../semantic/callee.ts';
import { cCallsOf } from '../../semantic/calls.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import { NodeMap } from '../../syntax/node-map.ts';
import type { Node } from '../../syntax/tree.ts';
import { enclosingFunction } from '../literals.ts';
import type { Shims } from '../precedent/shims.ts';
import { unconverted } from '../value-use.ts';
import type { Origin } from './origin.ts';
import type { PointerOrigins } from './pointer-origins.ts';

/** An argument that a call of a C function frees. */
export interface FreedByC {
  readonly call: Node;
  /** The C function, by its name in the call. */
  readonly name: string;
  /** The one that it does nothing but call, or itself. */
  readonly frees: string;
  readonly argument: Node;
  /** What says that it frees: a table of its library, its own body or macro in the package, or its name alone. */
  readonly basis: 'table' | 'body' | 'name';
  /** All that the argument may lead to, without nil and what the variable gets behind the call. */
  readonly origins: readonly Origin[];
}

/**
 * The calls of a function, its literals left out, that free an argument: `C.free`, what a table says to free, and what
 * is named so. A function that does more than call another one has the basis `body`: what it frees is its own affair.
 */
export function freedByC(fn: GoFunction, origins: PointerOrigins, shims: Shims): readonly FreedByC[] {
  return freedByBody(origins).once(fn.body, () => findFreed(fn, origins, shims));
}

/** More than one rule asks for them. */
const freedByBody = onceFor((_origins: PointerOrigins) => new NodeMap<readonly FreedByC[]>());

function findFreed(fn: GoFunction, origins: PointerOrigins, shims: Shims): FreedByC[] {
  const { package: pkg, functions } = origins;
  return cCallsOf(fn, pkg).flatMap(({ call, callee: { name } }): FreedByC[] => {
    const freed = (argument: Node | undefined, frees: string, basis: FreedByC['basis']): FreedByC[] => {
      if (argument === undefined) return [];
      const leading = origins
        .allOf(argument)
        .filter(({ kind, at }) => kind !== 'nil' && !isSetBehind(at, call, argument, pkg));
      return [{ call, name, frees, argument, basis, origins: leading }];
    };
    if (name === 'free') return freed(argumentsOf(call)[0], name, 'table');
    const found = functions.factsOf(name);
    if (found === undefined) {
      if (!namesAFree(name)) return [];
      const isOwn = pkg.c.hasBody(name) || pkg.c.isMacro(name);
      return freed(argumentsOf(call).at(-1), name, isOwn ? 'body' : 'name');
    }
    const frees = shims.shimOf(name)?.callee ?? name;
    const basis = found.isOfBody === true && frees === name ? 'body' : 'table';
    return [...found.facts.parameters].flatMap(([index, fact]) =>
      fact.kind === 'frees' && !fact.through ? freed(argumentsOf(call)[index], frees, basis) : [],
    );
  });
}

/**
 * Whether a variable gets its value only behind the call that is given it: `defer C.free(unsafe.Pointer(p))` above
 * `C.lib_get(&p)` has taken a null pointer. In a loop it may be the value of the round before.
 */
function isSetBehind(source: Node, call: Node, argument: Node, pkg: Package): boolean {
  const pointer = unconverted(argument, pkg);
  const symbol = pointer.kind === 'identifier' ? pkg.symbolOf(pointer) : undefined;
  if (symbol === undefined || source.tree !== call.tree || source.start < call.start) return false;
  if (enclosingFunction(source) !== enclosingFunction(call)) return false;
  for (let loop = call.ancestor('for_statement'); loop !== undefined; loop = loop.ancestor('for_statement'))
    if (loop.contains(source) && !loop.contains(symbol.declaration)) return false;
  return true;
}
