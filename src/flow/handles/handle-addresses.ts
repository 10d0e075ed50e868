import { argumentsOf, calleeOf, packageMember, unparen } from '../../semantic/callee.ts';
import { isHandle } from '../../semantic/handle-types.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import type { KnownFunctions } from '../ownership/c-summaries.ts';
import { statementOf, unconverted, useOf } from '../value-use.ts';

/** The address of a variable of a function that holds a handle, in the hands of C. */
export interface HandleAddress {
  /** `&h`. */
  readonly at: Node;
  readonly symbol: GoSymbol;
  readonly call: Node;
  /** The C function. */
  readonly name: string;
  readonly index: number;
}

/** Who says that C looks at the variable after the call. */
export type Keeper =
  /** A table of the library. */
  | { readonly kind: 'known' }
  /** The handle is not deleted when the function returns: somebody is to find it later. */
  | { readonly kind: 'outlives'; readonly isAnnounced: boolean }
  /** The function's name or a callback beside it announces it, and C is called again. */
  | { readonly kind: 'announced' };

/** What becomes of the variable: C keeps its address, or why that does no harm. */
export type HandleAddressFate =
  { readonly kind: 'kept'; readonly by: Keeper } | { readonly kind: 'fine'; readonly reason: string };

/** The handle variables of a function whose address a call of C gets, at once or through another variable. */
export function handleAddresses(fn: GoFunction, pkg: Package): HandleAddress[] {
  return fn.body.allOutside('func_literal', 'unary_expression').flatMap((at): HandleAddress[] => {
    const operand = at.text.startsWith('&') ? at.child('operand') : undefined;
    const variable = operand === undefined ? undefined : unparen(operand);
    const symbol = variable?.kind === 'identifier' ? pkg.symbolOf(variable) : undefined;
    if (symbol?.kind !== 'variable' || symbol.role === 'package-level') return [];
    if (!isHandle(pkg.types.ofSymbol(symbol), pkg)) return [];
    const use = useOf(at, pkg);
    const uses =
      use.kind === 'alias' ? pkg.bindings.usesOf(use.symbol).map((mention) => useOf(mention, pkg)) : [use];
    const given = uses.find((one) => one.kind === 'c-argument');
    if (given === undefined) return [];
    return [{ at, symbol, call: given.call, name: given.name, index: given.index }];
  });
}

/**
 * What becomes of the address: a variable whose address was given to C lives on the heap, for as long as Go code refers
 * to it (https://pkg.go.dev/cmd/cgo#hdr-Passing_pointers).
 */
export function fateOf(
  address: HandleAddress,
  fn: GoFunction,
  pkg: Package,
  functions: KnownFunctions,
): HandleAddressFate {
  const { at, symbol, call, name, index } = address;
  const fine = (reason: string): HandleAddressFate => ({ kind: 'fine', reason });
  const owner = `\`${symbol.name}\``;
  const alias = useOf(at, pkg);
  const symbols = alias.kind === 'alias' ? [symbol, alias.symbol] : [symbol];
  const mentions = symbols.flatMap((one) => pkg.bindings.usesOf(one));
  const stored = mentions.find((mention) => isStoredAddress(mention, pkg));
  if (stored !== undefined) return fine(`the address of ${owner} is kept in Go as well`);
  const fact = functions.factsOf(name)?.facts.parameters.get(index);
  const isBorrowed = pkg.isCFunction(name) && pkg.c.parameterEffect(name, index) === 'borrows';
  if (fact?.kind === 'reads' || fact?.kind === 'fills' || isBorrowed)
    return fine(`\`C.${name}\` uses the address during the call only`);
  const isKnown = fact?.kind === 'keeps' || fact?.kind === 'takes';
  const isAnnounced = announces.test(name) || functions.announcesKeeping(name, index);
  const isCaptured = mentions.some(
    (mention) => mention.ancestor('func_literal') !== call.ancestor('func_literal'),
  );
  if (isCaptured) return fine(`a function literal keeps ${owner}`);
  if (!mentions.some((mention) => deletes(mention, pkg))) {
    if (isKnown) return { kind: 'kept', by: { kind: 'known' } };
    return {
      kind: 'kept',
      by: { kind: 'outlives', isAnnounced: isAnnounced || hasCallback(call, index, pkg) },
    };
  }
  const later = laterCalls(call, fn, pkg);
  const last = later.at(-1);
  if (last === undefined)
    return fine(`${owner} is deleted when the function ends, and C is not called again`);
  const used = mentions.some((mention) => mention.start >= last.end);
  if (used) return fine(`${owner} is used behind the calls of C`);
  if (isKnown) return { kind: 'kept', by: { kind: 'known' } };
  return isAnnounced && hasCallback(call, index, pkg)
    ? { kind: 'kept', by: { kind: 'announced' } }
    : fine(`nothing shows that \`C.${name}\` keeps the address`);
}

const announces =
  /(^|_)(set|add|register|install|attach|subscribe|connect|bind|insert|watch|listen)(_|$|[A-Z])/;

/** The address is put into a structure, returned, pinned or handed to Go code. */
function isStoredAddress(mention: Node, pkg: Package): boolean {
  const use = useOf(mention, pkg);
  const whole = use.kind === 'address' ? useOf(use.node, pkg) : use;
  if (use.kind !== 'address' && pkg.types.ofExpression(mention).kind !== 'unsafe-pointer') return false;
  if (whole.kind === 'go-argument')
    return whole.callee.kind !== 'package' || whole.callee.name !== 'KeepAlive';
  return whole.kind === 'store' || whole.kind === 'return' || whole.kind === 'element';
}

/** `h.Delete()`, deferred or not, or another deferred call that gets the handle. */
function deletes(mention: Node, pkg: Package): boolean {
  const parent = mention.parent;
  if (parent?.kind === 'selector_expression' && mention.field === 'operand')
    return parent.child('field')?.text === 'Delete' && parent.field === 'function';
  const use = useOf(mention, pkg);
  return use.kind === 'go-argument' && statementOf(use.call) === 'defer';
}

/** The calls of C behind a call that need not be the end of something: what frees gets no callback. */
function laterCalls(call: Node, fn: GoFunction, pkg: Package): Node[] {
  return fn.body.allOutside('func_literal', 'call_expression').filter((one) => {
    if (one.start < call.end || statementOf(one) !== undefined) return false;
    const callee = calleeOf(one, pkg);
    return callee.kind === 'c' && callee.name !== 'free' && !/^Go(String|Bytes)/.test(callee.name);
  });
}

/** Whether a C function stands beside an argument of a call: the argument is what that gets. */
function hasCallback(call: Node, index: number, pkg: Package): boolean {
  const isFunction = (name: string): boolean =>
    pkg.isCFunction(name) ||
    pkg.files.some(({ directives }) => directives.exports.some((one) => one.name === name));
  return argumentsOf(call).some((argument, at) => {
    const value = unconverted(argument, pkg);
    const member = at === index ? undefined : packageMember(value, pkg);
    return (
      member?.path === 'C' &&
      (isFunction(member.name) || (value !== unparen(argument) && !/^[A-Z_\d]+$/.test(member.name)))
    );
  });
}
