import { argumentsOf, calleeOf, isCall, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { definitionsOf } from './definitions.ts';
import { unconverted } from './value-use.ts';

/**
 * Why the memory behind a pointer expression is Go's own and never malloc's: "`x` is a Go variable". Undefined
 * where it may be C's, or nothing is known.
 */
export function goMemory(pointer: Node, pkg: Package): string | undefined {
  return pointerOrigin(pointer, pkg, new Set());
}

function pointerOrigin(pointer: Node, pkg: Package, visited: Set<GoSymbol>): string | undefined {
  const expression = unconverted(pointer, pkg);
  if (expression.kind === 'unary_expression' && expression.text.startsWith('&')) {
    const operand = expression.child('operand');
    return operand === undefined ? undefined : addressOrigin(unparen(operand), pkg, visited);
  }
  if (expression.kind === 'identifier') return variableOrigin(expression, pkg, visited, pointerOrigin);
  if (!isCall(expression)) return undefined;
  const callee = calleeOf(expression, pkg);
  const [argument] = argumentsOf(expression);
  if (callee.kind === 'builtin' && callee.name === 'new') return `it is from \`${short(expression)}\``;
  if (callee.kind !== 'package' || callee.path !== 'unsafe' || argument === undefined) return undefined;
  const isData = callee.name === 'SliceData' || callee.name === 'StringData';
  return isData ? contentOrigin(argument, pkg, visited) : undefined;
}

/** `&x`, `&x.f`, `&b[0]`, `&T{}`. */
function addressOrigin(operand: Node, pkg: Package, visited: Set<GoSymbol>): string | undefined {
  switch (operand.kind) {
    case 'composite_literal':
      return `it is from \`&${short(operand.child('type') ?? operand)}{…}\``;
    case 'identifier': {
      const symbol = pkg.symbolOf(operand);
      return symbol?.kind === 'variable' ? `\`${symbol.name}\` is a Go variable` : undefined;
    }
    case 'selector_expression': {
      const inner = operand.child('operand');
      if (inner === undefined) return undefined;
      const root = unparen(inner);
      // A field behind a pointer is where the pointer points.
      const type = pkg.types.ofExpression(root);
      const isStruct = type.kind === 'composite' && type.form === 'struct_type';
      const byValue =
        isStruct || type.kind === 'c' || (type.kind === 'named' && type.symbol?.type?.kind === 'struct_type');
      return byValue ? addressOrigin(root, pkg, visited) : undefined;
    }
    case 'index_expression': {
      const container = operand.child('operand');
      if (container === undefined) return undefined;
      const type = pkg.types.ofExpression(container);
      if (type.kind === 'array') return addressOrigin(unparen(container), pkg, visited);
      return contentOrigin(container, pkg, visited);
    }
    default:
      return undefined;
  }
}

/** The memory that a slice or string shows. */
function contentOrigin(content: Node, pkg: Package, visited: Set<GoSymbol>): string | undefined {
  const expression = unparen(content);
  switch (expression.kind) {
    case 'identifier':
      return variableOrigin(expression, pkg, visited, contentOrigin);
    case 'interpreted_string_literal':
    case 'raw_string_literal':
      return 'it is a string constant';
    case 'composite_literal':
      return 'it is from a slice literal';
    case 'slice_expression': {
      const operand = expression.child('operand');
      if (operand === undefined) return undefined;
      const type = pkg.types.ofExpression(operand);
      if (type.kind === 'array') return addressOrigin(unparen(operand), pkg, visited);
      return type.kind === 'pointer' ? undefined : contentOrigin(operand, pkg, visited);
    }
    case 'binary_expression':
      return expression.child('operator')?.kind === '+' ? 'it is a concatenated string' : undefined;
    case 'call_expression':
    case 'type_conversion_expression':
      return callContent(expression, pkg, visited);
    default:
      return undefined;
  }
}

function callContent(call: Node, pkg: Package, visited: Set<GoSymbol>): string | undefined {
  const callee = calleeOf(call, pkg);
  switch (callee.kind) {
    case 'conversion': {
      // []byte(s) and string(b) copy into Go memory; a conversion between slice types does not.
      const to = pkg.types.ofTypeNode(callee.type);
      const [operand] = argumentsOf(call);
      const from = operand === undefined ? undefined : pkg.types.ofExpression(operand);
      const isText = (type: typeof from): boolean => type?.kind === 'basic' && type.name === 'string';
      const copies = (to.kind === 'slice' && isText(from)) || (isText(to) && from?.kind === 'slice');
      return copies ? `it is from \`${short(call)}\`` : undefined;
    }
    case 'builtin': {
      const [first] = argumentsOf(call);
      // append copies to Go memory or stays in that of its first argument.
      if (callee.name === 'append' && first !== undefined) return contentOrigin(first, pkg, visited);
      return callee.name === 'make' ? 'it is from `make`' : undefined;
    }
    case 'c':
      return ['GoBytes', 'GoString', 'GoStringN'].includes(callee.name)
        ? `it is a copy from \`C.${callee.name}\``
        : undefined;
    default:
      return undefined;
  }
}

/** A variable whose every value is of one known origin. */
function variableOrigin(
  identifier: Node,
  pkg: Package,
  visited: Set<GoSymbol>,
  originOf: (value: Node, pkg: Package, visited: Set<GoSymbol>) => string | undefined,
): string | undefined {
  const symbol = pkg.symbolOf(identifier);
  if (symbol?.kind !== 'variable' || symbol.role !== 'local' || visited.has(symbol)) return undefined;
  visited.add(symbol);
  const definitions = definitionsOf(symbol, pkg);
  let origin: string | undefined;
  for (const definition of definitions) {
    const value = definition.value;
    if (value !== undefined && appendsToItself(value, symbol, pkg)) continue;
    const found = value === undefined ? undefined : originOf(value, pkg, visited);
    if (found === undefined) return undefined;
    origin ??= found;
  }
  return origin;
}

function appendsToItself(value: Node, symbol: GoSymbol, pkg: Package): boolean {
  const call = unparen(value);
  if (call.kind !== 'call_expression') return false;
  const callee = calleeOf(call, pkg);
  const [first] = argumentsOf(call);
  return (
    callee.kind === 'builtin' &&
    callee.name === 'append' &&
    first !== undefined &&
    pkg.symbolOf(first) === symbol
  );
}

function short(node: Node): string {
  const text = node.text.replace(/\s+/g, ' ').replace(/`/g, "'");
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
