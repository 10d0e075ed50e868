import type { GoFunction, Package } from '../../semantic/package.ts';
import { cleanupSetBy } from '../../semantic/wrapper/finalizer-targets.ts';
import type { CleanupCall } from '../../semantic/wrapper/finalizer-targets.ts';
import type { Node } from '../../syntax/tree.ts';

/** The calls of a function that set a finalizer or cleanup; those in its literals are the literals' own. */
export function cleanupCallsOf(fn: GoFunction, pkg: Package): (CleanupCall & { readonly call: Node })[] {
  if (!fn.file.imports.some(({ path }) => path === 'runtime')) return [];
  return fn.body.allOutside('func_literal', 'call_expression').flatMap((call) => {
    const set = cleanupSetBy(call, pkg);
    return set === undefined ? [] : [{ ...set, call }];
  });
}
