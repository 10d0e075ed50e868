import type { Node } from '../syntax/tree.ts';
import type { GoSymbol } from './symbol.ts';

/** The names of the type parameters that a top-level declaration, or the receiver of a method, introduces, in order. */
export function typeParameterNames(declaration: Node): string[] {
  if (declaration.kind === 'method_declaration') {
    const given = declaration.child('receiver')?.children[0]?.child('type')?.all('type_arguments')[0];
    return given?.children.map((argument) => argument.text) ?? [];
  }
  const list = declaration.child('type_parameters');
  return list?.children.flatMap((one) => one.childrenOf('name').map((name) => name.text)) ?? [];
}

/**
 * Those of a function with several definitions; undefined where they differ, since then what is inferred for one need
 * not hold for another.
 */
export function commonTypeParameters(symbols: readonly GoSymbol[]): readonly string[] | undefined {
  const [first = [], ...others] = symbols.map(({ declaration: { parent } }) =>
    parent === undefined ? [] : typeParameterNames(parent),
  );
  return others.every((other) => other.join() === first.join()) ? first : undefined;
}
