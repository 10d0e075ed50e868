import { argumentsOf, calleeOf, isCall, unparen } from '../semantic/callee.ts';
import type { GoFunction, Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { definitionsOf } from './definitions.ts';
import type { ParameterLengths } from './parameter-lengths.ts';
import { unconverted } from './value-use.ts';

/** Bytes of Go that a pointer leads to the start of, and that no NUL byte is put behind. */
export interface UnterminatedBytes {
  /** Of a Go string, or what a caller gives as `[]byte`. */
  readonly from: 'string' | 'bytes';
  /** The string or slice. */
  readonly content: Node;
  /** The expression that takes the bytes: `[]byte(s)`, `unsafe.StringData(s)`, `&b[0]`. */
  readonly at: Node;
  /** What holds them: a length that is given beside them is one of these. */
  readonly holders: readonly Node[];
}

/** What a pointer leads to, where each of its values is nil or the start of such bytes. */
export function unterminatedBytes(
  pointer: Node,
  fn: GoFunction,
  lengths: ParameterLengths,
): UnterminatedBytes | undefined {
  const { package: pkg } = lengths;
  const start = unconverted(pointer, pkg);
  if (start.kind !== 'identifier') return bytesAt(start, fn, lengths);
  const symbol = pkg.symbolOf(start);
  if (symbol?.kind !== 'variable' || symbol.role !== 'local') return undefined;
  let found: UnterminatedBytes | undefined;
  for (const { value } of definitionsOf(symbol, pkg)) {
    if (value === undefined) return undefined;
    const written = unconverted(value, pkg);
    if (written.kind === 'nil') continue;
    const bytes = bytesAt(written, fn, lengths);
    if (bytes === undefined) return undefined;
    found ??= bytes;
  }
  return found;
}

function bytesAt(start: Node, fn: GoFunction, lengths: ParameterLengths): UnterminatedBytes | undefined {
  const { package: pkg } = lengths;
  if (start.kind === 'unary_expression' && start.text.startsWith('&')) {
    const element = start.child('operand');
    const inner = element === undefined ? undefined : unparen(element);
    const slice = inner?.kind === 'index_expression' ? inner.child('operand') : undefined;
    return slice === undefined || inner?.child('index')?.text !== '0'
      ? undefined
      : bytesOfSlice(slice, start, fn, lengths);
  }
  if (!isCall(start)) return undefined;
  const callee = calleeOf(start, pkg);
  const [operand] = argumentsOf(start);
  if (callee.kind !== 'package' || callee.path !== 'unsafe' || operand === undefined) return undefined;
  if (callee.name === 'SliceData') return bytesOfSlice(operand, start, fn, lengths);
  if (callee.name !== 'StringData' || mayBeTerminated(operand, fn, lengths)) return undefined;
  return { from: 'string', content: operand, at: start, holders: [operand] };
}

function bytesOfSlice(
  written: Node,
  at: Node,
  fn: GoFunction,
  lengths: ParameterLengths,
): UnterminatedBytes | undefined {
  const { package: pkg } = lengths;
  const slice = unparen(written);
  const direct = stringOf(slice, pkg);
  if (direct !== undefined)
    return mayBeTerminated(direct, fn, lengths)
      ? undefined
      : { from: 'string', content: direct, at: slice, holders: [direct] };
  const symbol = slice.kind === 'identifier' ? pkg.symbolOf(slice) : undefined;
  if (symbol?.kind !== 'variable' || isWritten(symbol, pkg)) return undefined;
  const definitions = definitionsOf(symbol, pkg);
  if (symbol.role === 'parameter') {
    const isPlain = definitions.length === 0 && isBytes(symbol, pkg);
    if (!isPlain || mayBeTerminated(slice, fn, lengths)) return undefined;
    return { from: 'bytes', content: slice, at, holders: [slice] };
  }
  if (symbol.role !== 'local') return undefined;
  let found: UnterminatedBytes | undefined;
  for (const { value } of definitions) {
    const text = value === undefined ? undefined : stringOf(unparen(value), pkg);
    if (value === undefined || (text === undefined && !isMade(value, pkg))) return undefined;
    if (text === undefined) continue;
    if (mayBeTerminated(text, fn, lengths)) return undefined;
    found ??= { from: 'string', content: text, at: value, holders: [text, slice] };
  }
  return found;
}

/** `s` of `[]byte(s)`. */
function stringOf(expression: Node, pkg: Package): Node | undefined {
  if (!isCall(expression) || calleeOf(expression, pkg).kind !== 'conversion') return undefined;
  const to = pkg.types.ofExpression(expression);
  const [operand] = argumentsOf(expression);
  if (to.kind !== 'slice' || operand === undefined) return undefined;
  const from = pkg.types.ofExpression(operand);
  return from.kind === 'basic' && from.name === 'string' ? operand : undefined;
}

function isMade(value: Node, pkg: Package): boolean {
  const call = unparen(value);
  if (!isCall(call)) return call.kind === 'nil';
  const callee = calleeOf(call, pkg);
  return callee.kind === 'builtin' && callee.name === 'make';
}

function isBytes(symbol: GoSymbol, pkg: Package): boolean {
  const type = pkg.types.ofSymbol(symbol);
  return type.kind === 'slice' && type.element.kind === 'basic' && /^(byte|uint8)$/.test(type.element.name);
}

/** Whether an element behind the first one is written, or the slice is copied into or looked through for a 0. */
function isWritten(symbol: GoSymbol, pkg: Package): boolean {
  return pkg.bindings.usesOf(symbol).some((use) => {
    const parent = use.parent;
    if (parent?.kind === 'index_expression' && use.field === 'operand')
      return parent.child('index')?.text !== '0';
    const call = parent?.kind === 'argument_list' ? parent.parent : undefined;
    return (
      call !== undefined &&
      (parent?.children.some((one) => one !== use && one.text === '0') === true ||
        /^(copy|append)$/.test(call.child('function')?.text ?? ''))
    );
  });
}

/** Strings that are made of strings are followed this deep. */
const deepest = 8;

const nul = /\\x00|\\000|\\0\b|\\u0000|\\U00000000/;

/** Whether a string, or what a caller gives, may end with a NUL byte: where anything says so, it is believed. */
function mayBeTerminated(written: Node, fn: GoFunction, lengths: ParameterLengths, depth = 0): boolean {
  const { package: pkg } = lengths;
  const content = unparen(written);
  if (depth > deepest || nul.test(content.text)) return true;
  switch (content.kind) {
    case 'interpreted_string_literal':
    case 'raw_string_literal':
      return false;
    case 'binary_expression': {
      // What stands last ends it.
      const right = content.child('right');
      return right === undefined || mayBeTerminated(right, fn, lengths, depth + 1);
    }
    case 'identifier':
      break;
    default:
      return !isPlainText(content, pkg);
  }
  const symbol = pkg.symbolOf(content);
  if (symbol === undefined || nul.test(fn.body.text)) return true;
  if (symbol.role === 'parameter') {
    if (definitionsOf(symbol, pkg).length > 0 || announcesNul(fn)) return true;
    return (lengths.callsWith(symbol) ?? []).some(
      ({ passed, function: caller }) =>
        typeof passed !== 'string' && (nul.test(passed.text) || nul.test(caller.body.text)),
    );
  }
  if (symbol.role !== 'local') return true;
  const values = definitionsOf(symbol, pkg);
  return (
    values.length === 0 ||
    values.some(({ value }) => value === undefined || mayBeTerminated(value, fn, lengths, depth + 1))
  );
}

/** A call of the standard library that puts text together. */
function isPlainText(content: Node, pkg: Package): boolean {
  if (!isCall(content)) return false;
  const callee = calleeOf(content, pkg);
  const paths = ['fmt', 'strings', 'strconv', 'path', 'path/filepath', 'os'];
  return callee.kind === 'package' && paths.includes(callee.path);
}

/** Whether the comment above a function speaks of a NUL byte. */
function announcesNul({ node }: GoFunction): boolean {
  const lines = node.tree.text.slice(0, node.start).split('\n');
  for (let i = lines.length - 2; i >= 0 && lines[i]?.startsWith('//') === true; i--) {
    if (/\bnull?\b|terminat/i.test(lines[i] ?? '')) return true;
  }
  return false;
}
