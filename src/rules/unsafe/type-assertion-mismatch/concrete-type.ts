import type { Package } from '../../../semantic/package.ts';
import { nameOf, typeText } from '../../../semantic/type.ts';
import type { Type } from '../../../semantic/types.ts';
import type { Node } from '../../../syntax/tree.ts';

/**
 * A text that two concrete types share if and only if they are the same; undefined for interfaces, type parameters, and
 * types of which that is not known: those of C and of other packages may be other names of the same type.
 */
export function concreteKey(node: Node, pkg: Package): string | undefined {
  return keyOf(pkg.types.ofTypeNode(node), pkg);
}

function keyOf(of: Type, pkg: Package): string | undefined {
  const type = pkg.types.resolve(of);
  const name = nameOf(type);
  if (name !== undefined) {
    const isOwn = name.path === '' && name.symbol !== undefined && name.alternatives === undefined;
    const form = name.symbol?.type?.kind;
    if (!isOwn || form === undefined || form === 'interface_type' || name.arguments !== undefined)
      return undefined;
    // What the name stands for is not known, or is an interface by another name.
    const isDefined = form === 'struct_type' || isConcrete(pkg.types.underlying(type));
    return isDefined ? `${typeText(type)} ${String(name.symbol.id)}` : undefined;
  }
  switch (type.kind) {
    case 'basic':
      return basicKey(type.name);
    case 'unsafe-pointer':
      return 'unsafe.Pointer';
    case 'pointer':
    case 'slice': {
      const element = keyOf(type.element, pkg);
      return element === undefined ? undefined : `${type.kind === 'pointer' ? '*' : '[]'}${element}`;
    }
    case 'array': {
      const element = type.length === undefined ? undefined : keyOf(type.element, pkg);
      return element === undefined ? undefined : `[${String(type.length)}]${element}`;
    }
    case 'composite': {
      if (type.form !== 'map_type') return undefined;
      const [key, value] = [keyOf(type.key, pkg), keyOf(type.value, pkg)];
      return key === undefined || value === undefined ? undefined : `map[${key}]${value}`;
    }
    default:
      return undefined;
  }
}

function isConcrete(type: Type): boolean {
  return type.kind === 'basic'
    ? basicKey(type.name) !== undefined
    : type.kind === 'pointer' || type.kind === 'slice';
}

/** The names that stand for another type, and those that are interfaces. */
function basicKey(name: string): string | undefined {
  if (name === 'error' || name === 'any' || name === 'comparable') return undefined;
  return name === 'byte' ? 'uint8' : name === 'rune' ? 'int32' : name;
}
