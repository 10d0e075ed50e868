import { argumentsOf, calleeOf, isCall, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import { nameOf } from '../semantic/type.ts';
import { isReadable } from '../syntax/go-file.ts';
import type { Node } from '../syntax/tree.ts';
import { isAssignedOnce } from './conditions.ts';
import { wholeVariable } from './threads/buffer-reads.ts';
import { unconverted } from './value-use.ts';

/** The bytes that a string sees without a copy: a buffer in a variable, or that of a `bufio.Scanner`. */
export interface ViewedBytes {
  readonly kind: 'buffer' | 'scanner';
  /** The slice or array; the scanner. */
  readonly symbol: GoSymbol;
  /** Whether it sees all of the buffer, and not only so many bytes from its start. */
  readonly isWhole: boolean;
}

/**
 * What an expression sees as a string without a copy: `unsafe.String(&b[0], n)`, `unsafe.String(unsafe.SliceData(b), n)`,
 * `*(*string)(unsafe.Pointer(&b))`, and a call of a function of the package that returns one of these of its parameter.
 */
export function viewedBytes(written: Node, pkg: Package): ViewedBytes | undefined {
  const expression = unparen(written);
  const [bytes, isWhole] = seenBytes(expression, pkg) ?? [];
  if (bytes === undefined || isWhole === undefined) return undefined;
  const scanner = scannerOf(bytes, pkg);
  if (scanner !== undefined) return { kind: 'scanner', symbol: scanner, isWhole };
  const symbol = wholeVariable(bytes, pkg);
  if (symbol?.owner === undefined) return undefined;
  return { kind: 'buffer', symbol, isWhole: isWhole && unparen(bytes).kind === 'identifier' };
}

/** The slice whose bytes are seen, and whether all of them are. */
function seenBytes(expression: Node, pkg: Package): [Node, boolean] | undefined {
  if (expression.kind === 'unary_expression' && expression.text.startsWith('*')) {
    const type = pkg.types.ofExpression(expression);
    const address = unconverted(expression.child('operand') ?? expression, pkg);
    const place = address.text.startsWith('&') ? address.child('operand') : undefined;
    const isSlice = place !== undefined && pkg.types.ofExpression(place).kind === 'slice';
    return type.kind === 'basic' && type.name === 'string' && isSlice ? [place, true] : undefined;
  }
  if (!isCall(expression)) return undefined;
  const callee = calleeOf(expression, pkg);
  const [first, length] = argumentsOf(expression);
  if (first === undefined) return undefined;
  if (callee.kind === 'package' && callee.path === 'unsafe' && callee.name === 'String') {
    const bytes = startOf(unconverted(first, pkg), pkg);
    return bytes === undefined ? undefined : [bytes, length?.text === `len(${bytes.text})`];
  }
  if (callee.kind !== 'function') return undefined;
  const isView = callee.symbols.every(({ declaration, file }) =>
    viewsItsParameter(declaration.parent, file, pkg),
  );
  return isView ? [first, true] : undefined;
}

/** The slice of `&b[0]` or `unsafe.SliceData(b)`. */
function startOf(pointer: Node, pkg: Package): Node | undefined {
  if (isCall(pointer)) {
    const callee = calleeOf(pointer, pkg);
    return callee.kind === 'package' && callee.path === 'unsafe' && callee.name === 'SliceData'
      ? argumentsOf(pointer)[0]
      : undefined;
  }
  if (pointer.kind !== 'unary_expression' || !pointer.text.startsWith('&')) return undefined;
  const place = unparen(pointer.child('operand') ?? pointer);
  return place.kind === 'index_expression' && place.child('index')?.text === '0'
    ? place.child('operand')
    : undefined;
}

/** Whether a function has one parameter, and every return gives a view of it or a constant. */
function viewsItsParameter(declaration: Node | undefined, file: GoSymbol['file'], pkg: Package): boolean {
  if (declaration?.kind !== 'function_declaration' || !isReadable(file, declaration)) return false;
  // Most functions give something else: their bodies need not be looked at.
  if (!/^(?:string|\(\w+ string\))$/.test(declaration.child('result')?.text ?? '')) return false;
  const names = declaration.child('parameters')?.children.flatMap((one) => one.childrenOf('name')) ?? [];
  const [name] = names;
  const parameter = name === undefined || names.length > 1 ? undefined : pkg.symbolOf(name);
  const results = (declaration.child('body')?.allOutside('func_literal', 'return_statement') ?? []).flatMap(
    (statement) => statement.children[0]?.children ?? [],
  );
  const views = results.filter((result) => !result.kind.endsWith('string_literal'));
  return (
    views.length > 0 &&
    views.every((result) => {
      const view = unparen(result);
      // A call of another function would have to be followed again.
      if (isCall(view) && calleeOf(view, pkg).kind === 'function') return false;
      const seen = seenBytes(view, pkg)?.[0];
      return seen !== undefined && parameter !== undefined && pkg.symbolOf(unparen(seen)) === parameter;
    })
  );
}

/** The `s` of `s.Bytes()`, or of a variable that is only ever that, where it is a `bufio.Scanner`. */
function scannerOf(bytes: Node, pkg: Package): GoSymbol | undefined {
  let call = unparen(bytes);
  if (call.kind === 'identifier') {
    const symbol = pkg.symbolOf(call);
    if (symbol?.role !== 'local' || symbol.value?.count !== 1 || !isOnlyLookedAt(symbol, pkg))
      return undefined;
    call = unparen(symbol.value.node);
  }
  const callee = isCall(call) ? calleeOf(call, pkg) : undefined;
  if (callee?.kind !== 'method' || callee.name !== 'Bytes') return undefined;
  const type = pkg.types.ofExpression(callee.operand);
  const name = nameOf(type.kind === 'pointer' && type.declared === undefined ? type.element : type);
  const operand = unparen(callee.operand);
  return name?.path === 'bufio' && name.name === 'Scanner' && operand.kind === 'identifier'
    ? pkg.symbolOf(operand)
    : undefined;
}

/** Set once; its address may be taken to see it as a string. */
function isOnlyLookedAt(symbol: GoSymbol, pkg: Package): boolean {
  return (
    isAssignedOnce(symbol, pkg) ||
    pkg.bindings
      .usesOf(symbol)
      .every(
        (use) =>
          use === symbol.declaration || use.parent?.field !== 'left' || use.parent.kind !== 'expression_list',
      )
  );
}
