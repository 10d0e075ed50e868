import { onceFor } from '../../base/once-for.ts';
import { argumentsOf, calleeOf, isCall, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import { nameOf } from '../../semantic/type.ts';
import type { Type } from '../../semantic/types.ts';
import type { GoFile } from '../../syntax/go-file.ts';
import type { Node } from '../../syntax/tree.ts';
import { holdsGoPointers } from './pointer-types.ts';

/** A function with `//export` that takes a `void *` of its caller, C, for a pointer to a struct of the package. */
export interface ExportedCast {
  readonly file: GoFile;
  readonly function: Node;
  readonly parameter: GoSymbol;
  /** `(*T)(parameter)`. */
  readonly conversion: Node;
  /** T, declared in the package, with room for Go pointers: no C code can make one. */
  readonly type: GoSymbol;
}

/** All such conversions of a package. */
export const exportedCasts = onceFor((pkg: Package): readonly ExportedCast[] =>
  pkg.files.flatMap((file) =>
    file.directives.exports.flatMap(({ declaration }) => {
      const body = declaration?.child('body');
      if (declaration === undefined || body === undefined) return [];
      return body
        .all('call_expression', 'type_conversion_expression')
        .flatMap((call) => castOf(call, declaration, file, pkg));
    }),
  ),
);

function castOf(call: Node, fn: Node, file: GoFile, pkg: Package): ExportedCast[] {
  if (!isCall(call) || calleeOf(call, pkg).kind !== 'conversion') return [];
  const [operand] = argumentsOf(call);
  const parameter = operand === undefined ? undefined : pkg.symbolOf(unparen(operand));
  if (operand === undefined || parameter?.role !== 'parameter' || parameter.owner !== fn) return [];
  if (pkg.types.ofExpression(operand).kind !== 'unsafe-pointer') return [];
  const type = goStructBehind(pkg.types.ofExpression(call), pkg);
  return type === undefined ? [] : [{ file, function: fn, parameter, conversion: call, type }];
}

/** The struct of the package that a pointer points to, where it has room for Go pointers. */
export function goStructBehind(type: Type, pkg: Package): GoSymbol | undefined {
  if (type.kind !== 'pointer') return undefined;
  const name = nameOf(type.element);
  const symbol = name?.path === '' ? name.symbol : undefined;
  return symbol?.type?.kind === 'struct_type' && holdsGoPointers(type.element, pkg) ? symbol : undefined;
}
