import { isPointerFree } from '../../semantic/c-pointer-content.ts';
import type { CType } from '../../semantic/c-types.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';

/**
 * The C struct that an expression is a value of, as its name in Go without `struct_`, where its declaration is here and
 * has a pointer in it. Such a struct, given by value, is made for the caller: only what its pointers lead to can be lent.
 */
export function structByValue(expression: Node, pkg: Package): string | undefined {
  const type = pkg.types.ofExpression(expression);
  if (type.kind !== 'c' || isPointerFree(type.name, pkg.c)) return undefined;
  const tag = /^struct_(.+)$/.exec(type.name)?.[1];
  const declared: CType | undefined =
    tag === undefined ? { kind: 'named', name: type.name } : pkg.c.tagged('struct', tag);
  const resolved = declared === undefined ? undefined : pkg.c.resolve(declared);
  if (resolved?.kind !== 'struct' || pkg.c.fieldsOf(resolved) === undefined) return undefined;
  return tag ?? type.name;
}

/** `Mat_DataPtr`, `buffer_view`: a struct that only leads into another object. */
export function givesView(name: string): boolean {
  return /(ptr|pointer|data|view|ref)$/i.test(name);
}

const words = ['close', 'free', 'destroy', 'dispose', 'delete', 'release'];

/** The C function that the package declares to end such a struct, by its name and its one parameter: `Mats_Close(struct Mats)`. */
export function endOfStruct(struct: string, pkg: Package): string | undefined {
  return words
    .flatMap((word) => {
      const capital = `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
      return [
        `${struct}_${word}`,
        `${struct}_${capital}`,
        `${struct}${capital}`,
        `${capital}${struct}`,
        `${word}_${struct}`,
        `${word}${struct}`,
      ];
    })
    .find((name) => {
      const [parameter, ...others] = pkg.c.function(name)?.type.parameters ?? [];
      return parameter !== undefined && others.length === 0 && isOf(parameter.type, struct, pkg);
    });
}

function isOf(type: CType, struct: string, pkg: Package): boolean {
  const pointer = pkg.c.resolve(type);
  const target = pointer.kind === 'pointer' ? pointer.to : type;
  if (target.kind === 'named' && target.name === struct) return true;
  const resolved = pkg.c.resolve(target);
  return resolved.kind === 'struct' && resolved.tag === struct;
}
