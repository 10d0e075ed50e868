import type { Node } from '../syntax/tree.ts';
import { calleeOf, isCall, unparen } from './callee.ts';
import type { GoSymbol } from './symbol.ts';
import { resultsOfCall } from './type-calls.ts';
import { repeatedConstant } from './type-constants.ts';
import { typeOfOptional } from './type-syntax.ts';
import { basic, sliceOf, unknown } from './type.ts';
import type { Type } from './type.ts';
import type { Types } from './types.ts';

/** The type of a variable or constant, as it is declared or as its initialiser gives it. */
export function typeOfVariable(symbol: GoSymbol, types: Types): Type {
  if (symbol.type !== undefined) {
    const type = types.ofTypeNode(symbol.type);
    return symbol.variadic === true ? sliceOf(type) : type;
  }
  if (symbol.value !== undefined) {
    const { node, index, count } = symbol.value;
    return count === 1 ? types.ofExpression(node) : typeOfResult(node, index, count, types);
  }
  if (symbol.role === 'range') return typeOfRange(symbol, types);
  if (symbol.kind === 'constant') {
    const { type, value } = repeatedConstant(symbol);
    if (type !== undefined) return types.ofTypeNode(type);
    return value === undefined ? unknown : types.ofExpression(value);
  }
  return unknown;
}

/** One of several values of an expression: results of a call, and `v, ok` of a map, a channel or an assertion. */
function typeOfResult(node: Node, index: number, count: number, types: Types): Type {
  const expression = unparen(node);
  if (isCall(expression)) {
    const callee = calleeOf(expression, types.names);
    // A C function may be called for errno as well: https://pkg.go.dev/cmd/cgo#hdr-Go_references_to_C.
    if (callee.kind === 'c') return index === 0 ? types.ofExpression(expression) : basic('error');
    const results = resultsOfCall(expression, types);
    return results?.length === count ? (results[index] ?? unknown) : unknown;
  }
  const isReceive = expression.kind === 'unary_expression' && expression.child('operator')?.kind === '<-';
  if (count !== 2 || !(isReceive || expression.is('index_expression', 'type_assertion_expression')))
    return unknown;
  return index === 0 ? types.ofExpression(expression) : basic('bool');
}

/** What `range` gives over a value: https://go.dev/ref/spec#For_range. */
function typeOfRange(symbol: GoSymbol, types: Types): Type {
  const list = symbol.declaration.parent;
  const over = list?.parent?.child('right');
  const index = list?.children.indexOf(symbol.declaration) ?? -1;
  if (over === undefined || index < 0 || index > 1) return unknown;
  return rangeTypes(types.underlying(types.ofExpression(over)), types)[index] ?? unknown;
}

function rangeTypes(type: Type, types: Types): readonly Type[] {
  switch (type.kind) {
    case 'slice':
    case 'array':
      return [basic('int'), type.element];
    case 'pointer': {
      const element = types.underlying(type.element);
      return element.kind === 'array' ? [basic('int'), element.element] : [];
    }
    case 'basic':
      if (type.name === 'string') return [basic('int'), basic('rune')];
      return /^u?int|^byte$|^rune$/.test(type.name) ? [type] : [];
    case 'composite':
      if (type.form === 'map_type') return [type.key, type.value];
      if (type.form === 'channel_type') return [type.element];
      if (type.form !== 'function_type') return [];
      return yieldedTypes(type.signature.parameters?.[0], types);
    default:
      return [];
  }
}

function yieldedTypes(yielding: Type | undefined, types: Types): readonly Type[] {
  const type = yielding === undefined ? unknown : types.underlying(yielding);
  return type.kind === 'composite' && type.form === 'function_type' ? (type.signature.parameters ?? []) : [];
}

/** The type of a type switch's variable where it is used: that of its case, if the case has one type. */
export function typeInCase(use: Node, symbol: GoSymbol, types: Types): Type | undefined {
  const alias = symbol.declaration.parent;
  const statement = alias?.field === 'alias' ? alias.parent : undefined;
  if (statement?.kind !== 'type_switch_statement') return undefined;
  let clause: Node | undefined = use;
  while (clause !== undefined && clause.parent !== statement) clause = clause.parent;
  const listed = clause?.kind === 'type_case' ? clause.childrenOf('type') : [];
  const [only, ...more] = listed;
  if (only !== undefined && more.length === 0 && only.text !== 'nil') return typeOfOptional(only, types);
  const value = statement.child('value');
  return value === undefined ? unknown : types.ofExpression(value);
}
