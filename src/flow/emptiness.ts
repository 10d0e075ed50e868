import { argumentsOf, calleeOf, isCall, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { measuredPlace } from './conditions.ts';
import { definitionsOf } from './definitions.ts';
import { unconverted, useOf } from './value-use.ts';

/**
 * Why a slice or string may have no element, as a clause: "the caller may pass an empty `data`". Undefined where
 * that is not known: where it comes from a function or field that nobody here can read, it is left alone.
 */
export function mayBeEmpty(expression: Node, pkg: Package): string | undefined {
  return emptiness(unparen(expression), pkg, new Set());
}

function emptiness(expression: Node, pkg: Package, visited: Set<GoSymbol>): string | undefined {
  switch (expression.kind) {
    case 'identifier': {
      const symbol = pkg.symbolOf(expression);
      return symbol === undefined || visited.has(symbol)
        ? undefined
        : variableEmptiness(symbol, pkg, visited);
    }
    case 'call_expression':
    case 'type_conversion_expression':
      return callEmptiness(expression, pkg, visited);
    default:
      return undefined;
  }
}

function variableEmptiness(symbol: GoSymbol, pkg: Package, visited: Set<GoSymbol>): string | undefined {
  visited.add(symbol);
  if (symbol.kind !== 'variable') return undefined;
  const definitions = definitionsOf(symbol, pkg);
  let reason = symbol.role === 'parameter' ? parameterReason(symbol, pkg) : undefined;
  if (symbol.role !== 'local' && reason === undefined) return undefined;
  for (const { value } of definitions) {
    if (value === undefined) return undefined;
    const found = emptiness(unparen(value), pkg, visited);
    // A value that surely has elements is known to the flow; here it is only no reason to doubt the others.
    if (found === undefined && !isFilledLiteral(value)) return undefined;
    reason ??= found;
  }
  return reason;
}

function isFilledLiteral(value: Node): boolean {
  const expression = unparen(value);
  return (
    expression.is('composite_literal', 'interpreted_string_literal') || expression.text.startsWith('append(')
  );
}

/** Anyone may call an exported function with an empty slice; of the others only this package knows. */
function parameterReason(symbol: GoSymbol, pkg: Package): string | undefined {
  if (!isOfExportedFunction(symbol)) return undefined;
  const type = pkg.types.ofSymbol(symbol);
  const isText = type.kind === 'slice' || (type.kind === 'basic' && type.name === 'string');
  if (!isText) return undefined;
  return symbol.variadic === true
    ? `a caller may give no \`${symbol.name}\` at all`
    : `a caller may pass an empty \`${symbol.name}\``;
}

function isOfExportedFunction(symbol: GoSymbol): boolean {
  const name = symbol.owner?.child('name')?.text ?? '';
  return /^\p{Lu}/u.test(name);
}

function callEmptiness(call: Node, pkg: Package, visited: Set<GoSymbol>): string | undefined {
  const callee = calleeOf(call, pkg);
  const parameters = argumentsOf(call);
  const [first, second] = parameters;
  if (callee.kind === 'conversion' && parameters.length === 1 && first !== undefined) {
    return emptiness(unparen(first), pkg, visited);
  }
  if (callee.kind === 'builtin' && callee.name === 'make' && second !== undefined)
    return sizeReason(second, pkg, visited);
  // utf16.Encode gives as many elements as it gets, at least: none for none.
  const keepsLength =
    callee.kind === 'package' && callee.path === 'unicode/utf16' && callee.name === 'Encode';
  return keepsLength && first !== undefined ? emptiness(unparen(first), pkg, visited) : undefined;
}

/** Why a length may be 0. */
function sizeReason(size: Node, pkg: Package, visited: Set<GoSymbol>): string | undefined {
  const expression = unconverted(size, pkg);
  const measured = measuredPlace(expression, pkg);
  if (measured !== undefined) return emptiness(unparen(measured), pkg, visited);
  if (isCall(expression)) {
    const callee = calleeOf(expression, pkg);
    return callee.kind === 'c' ? `\`C.${callee.name}\` may report 0` : undefined;
  }
  if (expression.kind === 'binary_expression') {
    if (expression.child('operator')?.kind !== '*') return undefined;
    const parts = [expression.child('left'), expression.child('right')];
    return parts
      .map((part) => (part === undefined ? undefined : sizeReason(part, pkg, visited)))
      .find(Boolean);
  }
  const symbol = expression.kind === 'identifier' ? pkg.symbolOf(expression) : undefined;
  if (symbol?.kind !== 'variable') return undefined;
  if (symbol.role === 'parameter') {
    return isOfExportedFunction(symbol) && definitionsOf(symbol, pkg).length === 0
      ? `a caller may pass 0 for \`${symbol.name}\``
      : undefined;
  }
  return symbol.role === 'local' ? reportedByC(symbol, pkg) : undefined;
}

/** A count that C fills in through its address, or returns. */
function reportedByC(symbol: GoSymbol, pkg: Package): string | undefined {
  for (const use of pkg.bindings.usesOf(symbol)) {
    const address = useOf(use, pkg);
    if (address.kind !== 'address') continue;
    const call = useOf(address.node, pkg);
    if (call.kind === 'c-argument') return `\`C.${call.name}\` may report 0 in \`${symbol.name}\``;
  }
  const values = definitionsOf(symbol, pkg).map(({ value }) =>
    value === undefined ? undefined : unconverted(value, pkg),
  );
  const [only] = values;
  if (values.length !== 1 || only === undefined || !isCall(only)) return undefined;
  const callee = calleeOf(only, pkg);
  return callee.kind === 'c' ? `\`C.${callee.name}\` may report 0` : undefined;
}
