import { onceFor } from '../../base/once-for.ts';
import { argumentsOf, calleeOf, isCall, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Type } from '../../semantic/types.ts';
import type { Node } from '../../syntax/tree.ts';
import { CallSites } from '../call-sites.ts';
import { definitionsOf } from '../definitions.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { goMemoryOf } from '../go-pointers/go-memory.ts';
import { pointerAsInteger, terms } from '../integer-pointers.ts';
import { integerConstant } from '../origin/integer-constant.ts';
import { isInteger } from '../origin/integer-origins.ts';
import type { PointerOrigins } from '../origin/pointer-origins.ts';
import { statementOf, unconverted, useOf } from '../value-use.ts';
import type { ValueUse } from '../value-use.ts';
import { rootOf } from '../lifetime/keeping.ts';

/** The address of Go memory that a call of C gets as an integer. */
export interface HiddenAddress {
  /** `uintptr(unsafe.Pointer(p))`. */
  readonly taken: Node;
  /** The pointer. */
  readonly pointer: Node;
  readonly call: Node;
  /** The C function. */
  readonly name: string;
}

/** Where the memory is, and what keeps it: or why nothing is said of it. */
export type HiddenFate =
  /** On the stack of the goroutine: nothing that the function does with the variable puts it on the heap. */
  | { readonly kind: 'stack'; readonly symbol: GoSymbol | undefined }
  /** On the heap, and nothing refers to it once the call is made. */
  | { readonly kind: 'unreferenced'; readonly symbol: GoSymbol }
  /** A caller's, and nothing refers to it here once the call is made. */
  | { readonly kind: 'given'; readonly symbol: GoSymbol }
  | { readonly kind: 'fine'; readonly reason: string };

/** The addresses that the calls of C in a function get as integers, at once or through a variable. */
export function hiddenAddresses(flow: FunctionFlow, origins: PointerOrigins): HiddenAddress[] {
  const { function: fn, package: pkg } = flow;
  return fn.body.allOutside('func_literal', 'call_expression').flatMap((call): HiddenAddress[] => {
    const callee = calleeOf(call, pkg);
    if (callee.kind !== 'c') return [];
    return argumentsOf(call).flatMap((argument): HiddenAddress[] => {
      if (!isInteger(pkg.types.ofExpression(argument))) return [];
      const taken = addressIn(argument, flow, origins);
      const [operand] = taken === undefined ? [] : argumentsOf(taken);
      if (taken === undefined || operand === undefined) return [];
      return [{ taken, pointer: unconverted(operand, pkg), call, name: callee.name }];
    });
  });
}

/** The `uintptr(unsafe.Pointer(p))` in an integer argument. */
function addressIn(argument: Node, flow: FunctionFlow, origins: PointerOrigins): Node | undefined {
  const { package: pkg } = flow;
  let integer = unparen(argument);
  for (;;) {
    const [operand, ...more] = isCall(integer) ? argumentsOf(integer) : [];
    const isConversion = operand !== undefined && calleeOf(integer, pkg).kind === 'conversion';
    if (!isConversion || more.length > 0) break;
    const { kind } = pkg.types.ofExpression(operand);
    if (kind === 'unsafe-pointer' || kind === 'pointer') return integer;
    integer = unparen(operand);
  }
  const inline = terms(integer).find(
    (term) => term !== integer && addressIn(term, flow, origins) !== undefined,
  );
  if (inline !== undefined) return addressIn(inline, flow, origins);
  const isVariable = integer.kind === 'identifier' || integer.kind === 'binary_expression';
  if (!isVariable) return undefined;
  return pointerAsInteger(integer, flow, origins)?.origin ?? addressOrZero(integer, flow, origins);
}

/** The address that a variable gets in one place, where it is set to 0 in the others: for an empty slice. */
function addressOrZero(integer: Node, flow: FunctionFlow, origins: PointerOrigins): Node | undefined {
  const { package: pkg } = flow;
  const symbol = integer.kind === 'identifier' ? pkg.symbolOf(integer) : undefined;
  if (symbol?.kind !== 'variable' || symbol.role !== 'local') return undefined;
  const values = definitionsOf(symbol, pkg).map(({ value }) => value);
  const [address, ...others] = values.filter(
    (value) => value === undefined || integerConstant(value, pkg) !== 0n,
  );
  if (address === undefined || others.length > 0 || address.contains(integer)) return undefined;
  return isCall(unparen(address)) ? addressIn(address, flow, origins) : undefined;
}

/**
 * What becomes of the memory. A conversion to uintptr does not make a variable escape, and runtime.KeepAlive does not
 * either: such a variable is on the stack, which the runtime copies elsewhere when it grows.
 */
export function hiddenFate(address: HiddenAddress, flow: FunctionFlow, origins: PointerOrigins): HiddenFate {
  const { package: pkg } = flow;
  const { pointer, call, name } = address;
  const fine = (reason: string): HiddenFate => ({ kind: 'fine', reason });
  const origin = origins.of(pointer);
  if (origin.kind === 'go-variable') {
    const { symbol } = origin;
    if (symbol.role === 'package-level') return fine(`\`${symbol.name}\` is a package-level variable`);
    if (symbol.owner !== flow.function.node) return fine(`\`${symbol.name}\` is of another function`);
    if (mayBeLarge(pkg.types.ofSymbol(symbol)))
      return fine(`\`${symbol.name}\` may be too large for the stack`);
    return mayEscape(symbol, pkg)
      ? fine(`\`${symbol.name}\` may be on the heap, since other code gets its address or a literal uses it`)
      : { kind: 'stack', symbol };
  }
  const made = origin.kind === 'go-heap' ? origin.at : undefined;
  const isHere = made !== undefined && flow.function.body.contains(made);
  const given = isHere ? undefined : parameterOf(pointer, origins);
  if (given !== undefined) {
    const later = usedBehind(given, call, pkg);
    if (later) return fine(`\`${given.name}\` is used behind the call, and is a caller's`);
    return isHeldByCallers(given, pkg)
      ? fine(`all that call this use what they give for \`${given.name}\` later`)
      : { kind: 'given', symbol: given };
  }
  if (!isHere)
    return fine(`nothing shows that \`C.${name}\` gets the address of memory that this function makes`);
  const symbol = rootOf(dataOf(pointer, pkg), pkg)?.symbol;
  if (symbol === undefined) {
    const isItself = pointer === made && isOfFixedSize(made, pkg);
    return isItself ? { kind: 'stack', symbol } : fine('what holds the memory is not followed');
  }
  if (symbol.role !== 'local') return fine(`\`${symbol.name}\` is no local variable`);
  if (mayEscape(symbol, pkg)) {
    return fine(`\`${symbol.name}\` may be on the heap, since other code gets it`);
  }
  if (isOfFixedSize(made, pkg)) return { kind: 'stack', symbol };
  return usedBehind(symbol, call, pkg)
    ? fine(`\`${symbol.name}\` is used behind the call, and its size puts it on the heap`)
    : { kind: 'unreferenced', symbol };
}

function usedBehind(symbol: GoSymbol, call: Node, pkg: Package): boolean {
  const loop = call.ancestor('for_statement', 'func_literal');
  // In a loop the next round uses it again.
  const isRepeated = loop?.kind === 'for_statement';
  return pkg.bindings
    .usesOf(symbol)
    .some((use) => use.start >= call.end || isDeferred(use) || (isRepeated && loop.contains(use)));
}

/** The slice that a caller gives and whose elements a pointer leads to, as far as is seen memory of Go. */
function parameterOf(pointer: Node, origins: PointerOrigins): GoSymbol | undefined {
  const { package: pkg } = origins;
  const element = pointer.kind === 'unary_expression' ? pointer.child('operand') : undefined;
  const slice = element === undefined ? dataOf(pointer, pkg) : unparen(element).child('operand');
  const symbol = slice?.kind === 'identifier' ? pkg.symbolOf(slice) : undefined;
  if (slice === undefined || symbol?.role !== 'parameter') return undefined;
  if (pkg.types.ofExpression(slice).kind !== 'slice') return undefined;
  return goMemoryOf(pointer, origins) === undefined ? undefined : symbol;
}

/** Whether every function that can call this one uses what it gives for a parameter behind its call. */
function isHeldByCallers(parameter: GoSymbol, pkg: Package): boolean {
  const sites = callSitesOf(pkg).ofParameter(parameter) ?? [];
  return (
    sites.length > 0 &&
    sites.every(({ call, passed }) => {
      const root = typeof passed === 'string' ? undefined : rootOf(passed, pkg)?.symbol;
      return root !== undefined && (root.role === 'package-level' || usedBehind(root, call, pkg));
    })
  );
}

const callSitesOf = onceFor((pkg: Package) => new CallSites(pkg));

/** An array that the compiler puts on the heap for its size, from 128 KiB on. */
function mayBeLarge(type: Type): boolean {
  return (
    type.kind === 'array' && (type.length === undefined || type.length > 4096 || mayBeLarge(type.element))
  );
}

/** The slice or string of `unsafe.SliceData(s)`. */
function dataOf(pointer: Node, pkg: Package): Node {
  const callee = pointer.kind === 'call_expression' ? calleeOf(pointer, pkg) : undefined;
  const isData = callee?.kind === 'package' && callee.path === 'unsafe' && callee.name.endsWith('Data');
  return (isData ? argumentsOf(pointer)[0] : undefined) ?? pointer;
}

/** Whether something besides integers, reads and writes becomes of a variable, or of its address. */
function mayEscape(symbol: GoSymbol, pkg: Package): boolean {
  return pkg.bindings.usesOf(symbol).some((mention) => {
    if (mention === symbol.declaration) return false;
    if (mention.ancestor('func_literal') !== symbol.declaration.ancestor('func_literal')) return true;
    return leaves(mention, pkg);
  });
}

function leaves(mention: Node, pkg: Package): boolean {
  let place = mention;
  // The address of a part is one of the whole.
  while (
    place.parent?.is(
      'selector_expression',
      'index_expression',
      'parenthesized_expression',
      'slice_expression',
    ) === true &&
    (place.field === 'operand' || place.parent.kind === 'parenthesized_expression')
  )
    place = place.parent;
  const address =
    place.parent?.kind === 'unary_expression' && place.parent.text.startsWith('&') ? place.parent : undefined;
  const isMethod = place.kind === 'selector_expression' && place.field === 'function';
  if (isMethod) return true;
  if (address !== undefined) return !isHarmless(useOf(address, pkg), address, pkg);
  if (place !== mention) return holdsPointer(place, pkg) && !isHarmless(useOf(place, pkg), place, pkg);
  return holdsPointer(mention, pkg) && !isHarmless(useOf(mention, pkg), mention, pkg);
}

function isHarmless(use: ValueUse, value: Node, pkg: Package): boolean {
  switch (use.kind) {
    case 'dereference':
    case 'compare':
    case 'overwrite':
    case 'discard':
    case 'go-copy':
      return true;
    case 'c-argument':
    case 'alias':
      return isTurnedToInteger(value, pkg);
    case 'go-argument':
      if (use.callee.kind === 'package' && use.callee.path === 'unsafe')
        return use.callee.name.endsWith('Data') && isHarmless(useOf(use.call, pkg), use.call, pkg);
      return (
        (use.callee.kind === 'builtin' && use.callee.name !== 'append') ||
        (use.callee.kind === 'package' && use.callee.path === 'runtime' && use.callee.name === 'KeepAlive')
      );
    default:
      return false;
  }
}

/** `uintptr(unsafe.Pointer(p))`, in whatever it is used. */
function isTurnedToInteger(value: Node, pkg: Package): boolean {
  for (let node = value.parent; node !== undefined; node = node.parent) {
    if (isCall(node)) {
      const callee = calleeOf(node, pkg);
      if (callee.kind !== 'conversion') return false;
      if (isInteger(pkg.types.ofExpression(node))) return true;
    } else if (!node.is('argument_list', 'parenthesized_expression')) return false;
  }
  return false;
}

function holdsPointer(expression: Node, pkg: Package): boolean {
  const { kind } = pkg.types.ofExpression(expression);
  return kind !== 'basic' && kind !== 'c';
}

/** `new(T)`, `&T{}`, `make([]T, 64)`: what the compiler can put on the stack. */
function isOfFixedSize(made: Node, pkg: Package): boolean {
  const callee = made.kind === 'call_expression' ? calleeOf(made, pkg) : undefined;
  if (callee === undefined) return made.is('unary_expression', 'composite_literal');
  if (callee.kind !== 'builtin') return false;
  const [, length, ...more] = argumentsOf(made);
  if (callee.name === 'new') return true;
  const size = length === undefined ? undefined : integerConstant(length, pkg);
  // The compiler puts no more than 64 KiB of `make` on the stack.
  return callee.name === 'make' && more.length === 0 && size !== undefined && size <= 4096n;
}

function isDeferred(use: Node): boolean {
  for (let node = use.parent; node !== undefined; node = node.parent)
    if (node.kind === 'call_expression' && statementOf(node) === 'defer') return true;
  return false;
}
