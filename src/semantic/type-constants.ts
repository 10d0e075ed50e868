import type { Node } from '../syntax/tree.ts';
import { packageMember, unparen } from './callee.ts';
import type { GoSymbol } from './symbol.ts';
import { basic } from './type.ts';
import type { Type } from './type.ts';
import type { Types } from './types.ts';

export function isIntegerText(text: string): boolean {
  return /^(?:0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|\d+)$/.test(text);
}

/** The type that a literal of a basic type has where nothing else asks for another one. */
export function literalType(kind: string): Type | undefined {
  switch (kind) {
    case 'interpreted_string_literal':
    case 'raw_string_literal':
      return basic('string');
    case 'int_literal':
    case 'iota':
      return basic('int');
    case 'rune_literal':
      return basic('rune');
    case 'float_literal':
      return basic('float64');
    case 'imaginary_literal':
      return basic('complex128');
    case 'true':
    case 'false':
      return basic('bool');
    default:
      return undefined;
  }
}

/**
 * Whether an expression is made of constants alone: it may be untyped, and then takes the type of what it meets. Two
 * typed operands have the same type, so that looking at the other one is right in either case.
 */
export function isConstant(node: Node, types: Types): boolean {
  const expression = unparen(node);
  switch (expression.kind) {
    case 'identifier':
    case 'selector_expression': {
      const symbols = expression.kind === 'identifier' ? types.names.symbolsOf(expression) : [];
      if (symbols.length > 0 && symbols.every(({ kind }) => kind === 'constant')) return true;
      const member = packageMember(expression, types.names);
      return member !== undefined && types.isConstantMember(member.path, member.name);
    }
    case 'unary_expression':
    case 'binary_expression':
      return expression.children.every((child) => isConstant(child, types));
    default:
      return literalType(expression.kind) !== undefined;
  }
}

/** The type and value of a constant without either: those of the nearest one before it in its group, as Go repeats them. */
export function repeatedConstant(symbol: GoSymbol): { type: Node | undefined; value: Node | undefined } {
  const spec = symbol.declaration.parent;
  const specs = spec?.parent?.children ?? [];
  const position =
    spec
      ?.childrenOf('name')
      .filter((name) => name.is('identifier'))
      .indexOf(symbol.declaration) ?? 0;
  for (let i = spec === undefined ? -1 : specs.indexOf(spec); i >= 0; i--) {
    const values = specs[i]?.child('value');
    if (values === undefined) continue;
    const value = values.kind === 'expression_list' ? values.children[position] : values;
    return { type: specs[i]?.child('type'), value };
  }
  return { type: undefined, value: undefined };
}
