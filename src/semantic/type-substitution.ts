import { functionOf, isUnknown, unknown } from './type.ts';
import type { DeclaredName, Environment, Type } from './type.ts';

/** A type with its type parameters replaced; one that the environment does not have becomes what `otherwise` says. */
export function substitute(type: Type, environment: Environment, otherwise?: Type): Type {
  const inner = (part: Type): Type => substitute(part, environment, otherwise);
  const named = (name: DeclaredName): DeclaredName =>
    name.arguments === undefined ? name : { ...name, arguments: name.arguments.map(inner) };
  const declared = type.declared === undefined ? {} : { declared: named(type.declared) };
  switch (type.kind) {
    case 'parameter':
      return environment.get(type.name) ?? otherwise ?? type;
    case 'pointer':
    case 'slice':
    case 'array':
      return { ...type, element: inner(type.element), ...declared };
    case 'named':
      return { ...type, ...named(type), ...declared };
    case 'composite':
      switch (type.form) {
        case 'map_type':
          return { ...type, key: inner(type.key), value: inner(type.value), ...declared };
        case 'channel_type':
          return { ...type, element: inner(type.element), ...declared };
        case 'function_type': {
          const { parameters, variadic, results } = type.signature;
          const signature = { parameters: parameters?.map(inner), variadic, results: results.map(inner) };
          return { ...functionOf(signature), ...declared };
        }
        default: {
          const before = [...(type.environment ?? [])].map(([name, part]) => [name, inner(part)] as const);
          return { ...type, environment: new Map([...environment, ...before]), ...declared };
        }
      }
    default:
      return type;
  }
}

/**
 * What the type parameters in `pattern` are where a value of the type `given` is passed for it.
 * @returns false where two places ask for different types
 */
export function unify(
  pattern: Type,
  given: Type,
  found: Map<string, Type>,
  same: (a: Type, b: Type) => boolean,
): boolean {
  if (isUnknown(given)) return true;
  if (pattern.kind === 'parameter') {
    const known = found.get(pattern.name);
    if (known !== undefined) return same(known, given);
    found.set(pattern.name, given);
    return true;
  }
  const [own, other] = [nameArguments(pattern), nameArguments(given)];
  if (own !== undefined && other !== undefined) {
    return own.every((part, index) => unify(part, other[index] ?? unknown, found, same));
  }
  return partsOf(pattern).every((part, index) => {
    const opposite = pattern.kind === given.kind ? partsOf(given)[index] : undefined;
    return opposite === undefined || unify(part, opposite, found, same);
  });
}

function nameArguments(type: Type): readonly Type[] | undefined {
  return (type.declared ?? (type.kind === 'named' ? type : undefined))?.arguments;
}

function partsOf(type: Type): readonly Type[] {
  switch (type.kind) {
    case 'pointer':
    case 'slice':
    case 'array':
      return [type.element];
    case 'composite':
      switch (type.form) {
        case 'map_type':
          return [type.key, type.value];
        case 'channel_type':
          return [type.element];
        case 'function_type':
          return [...(type.signature.parameters ?? []), ...type.signature.results];
        default:
          return [];
      }
    default:
      return [];
  }
}
