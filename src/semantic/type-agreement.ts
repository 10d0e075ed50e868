import { definitionsOf, functionOf, nameOf, pointerTo, sliceOf, typeText, unknown } from './type.ts';
import type { DeclaredName, Type } from './type.ts';
import type { Types } from './types.ts';

/**
 * The type on which several definitions under different build constraints agree, unknown where they do not. A name in
 * it stands for all definitions that it has in them.
 */
export function agreed(found: readonly Type[], types: Types): Type {
  const [first, ...others] = found;
  return first === undefined ? unknown : others.reduce((one, other) => merged(one, other, types), first);
}

function merged(one: Type, other: Type, types: Types): Type {
  if (one === other) return one;
  if (typeText(one) !== typeText(other)) return unknown;
  const [own, opposite] = [nameOf(one), nameOf(other)];
  if (own !== undefined && opposite !== undefined) return mergedName(one, own, opposite, types);
  const inner = (a: Type, b: Type): Type => merged(a, b, types);
  if (one.kind === 'pointer' && other.kind === 'pointer') return pointerTo(inner(one.element, other.element));
  if (one.kind === 'slice' && other.kind === 'slice') return sliceOf(inner(one.element, other.element));
  if (one.kind === 'array' && other.kind === 'array') {
    return { ...one, element: inner(one.element, other.element) };
  }
  if (one.kind !== 'composite' || other.kind !== 'composite') return one;
  if (one.form === 'map_type' && other.form === 'map_type') {
    return { ...one, key: inner(one.key, other.key), value: inner(one.value, other.value) };
  }
  if (one.form === 'channel_type' && other.form === 'channel_type') {
    return { ...one, element: inner(one.element, other.element) };
  }
  if (one.form === 'function_type' && other.form === 'function_type') {
    const [a, b] = [one.signature, other.signature];
    const all = (left: readonly Type[], right: readonly Type[]): Type[] =>
      left.map((type, index) => inner(type, right[index] ?? unknown));
    return functionOf({
      parameters: a.parameters === undefined ? undefined : all(a.parameters, b.parameters ?? []),
      variadic: a.variadic,
      results: all(a.results, b.results),
    });
  }
  if (one.form === 'struct_type' || one.form === 'interface_type') {
    // The same text in two files may name different types; one without parts is the same everywhere.
    const same = one.node === undefined || one.node.children.every((part) => part.children.length === 0);
    return same ? one : { kind: 'composite', form: one.form, node: undefined, path: one.path };
  }
  return one;
}

function mergedName(one: Type, own: DeclaredName, opposite: DeclaredName, types: Types): Type {
  const known = definitionsOf(own);
  const all = [...new Set([...known, ...definitionsOf(opposite)])];
  if (all.length === known.length) return one;
  const home = types.home(own.path);
  const type = home?.ofTypeSymbols(all);
  return type === undefined ? unknown : types.instantiate(type, own.arguments ?? []);
}
