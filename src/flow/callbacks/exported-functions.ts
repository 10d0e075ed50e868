import type { GoFunction, Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';

/** The functions and methods of a package that `//export` gives to C, with the names that C knows them by. */
function exportedNames(pkg: Package): ReadonlyMap<Node, string> {
  return new Map(
    pkg.files.flatMap(({ directives }) =>
      directives.exports.flatMap(({ name, declaration }) =>
        // What is no identifier of C is refused by its compiler.
        declaration === undefined || !/^[A-Za-z_]\w*$/.test(name) ? [] : [[declaration, name] as const],
      ),
    ),
  );
}

/** The functions of a list that C calls, each with its name in C. */
export function exportedAmong(
  functions: readonly GoFunction[],
  pkg: Package,
): { fn: GoFunction; name: string }[] {
  const names = exportedNames(pkg);
  if (names.size === 0) return [];
  return functions.flatMap((fn) => {
    const name = names.get(fn.node);
    return name === undefined ? [] : [{ fn, name }];
  });
}
