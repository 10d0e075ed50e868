import { announcesTaking } from '../knowledge/c-names.ts';
import { argumentsOf, calleeOf, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import type { FlowNode } from './cfg.ts';
import { between, tooManyPaths, untracked } from './free-account.ts';
import type { FreeAccount } from './free-account.ts';
import { isSamePointer, mentionEvent } from './frees.ts';
import type { Free } from './frees.ts';
import type { FunctionFlow } from './function-flow.ts';
import { chainFrom } from './places.ts';
import { short } from './use-effect.ts';
import { statementOf, unconverted, useOf } from './value-use.ts';

/** A call that frees, or is named for freeing, and the variable that its argument starts from. */
export interface FreeingCall {
  readonly call: Node;
  readonly callee: string;
  readonly argument: Node;
  readonly root: GoSymbol;
  /** Whether it is `C.free` itself. */
  readonly isFree: boolean;
}

/** The freeing calls in a top-level declaration, function literals included. */
export function freeingCalls(declaration: Node, pkg: Package): FreeingCall[] {
  return declaration.all('call_expression').flatMap((call): FreeingCall[] => {
    const callee = calleeOf(call, pkg);
    const name =
      callee.kind === 'c' ? callee.name : callee.kind === 'function' ? callee.symbol.name : undefined;
    if (name === undefined || !announcesTaking(name)) return [];
    return argumentsOf(call)
      .slice(0, 1)
      .flatMap((argument): FreeingCall[] => {
        const pointer = unconverted(argument, pkg);
        const root = rootOf(pointer, pkg);
        if (root === undefined) return [];
        const isC = callee.kind === 'c';
        return [
          { call, callee: isC ? `C.${name}` : name, argument: pointer, root, isFree: isC && name === 'free' },
        ];
      });
  });
}

function rootOf(expression: Node, pkg: Package): GoSymbol | undefined {
  let node = unparen(expression);
  while (node.is('selector_expression', 'index_expression', 'unary_expression')) {
    const operand = node.child('operand');
    if (operand === undefined) return undefined;
    node = unparen(operand);
  }
  const symbol = node.kind === 'identifier' ? pkg.symbolOf(node) : undefined;
  return symbol?.kind === 'variable' ? symbol : undefined;
}

/** A use of a pointer that some call frees, and why it is not reported. */
export interface ClearedUse extends FreeAccount {
  readonly at: Node;
}

/** The uses in one function, its literals left out, of pointers that are freed somewhere in its declaration. */
export function clearedUses(
  flow: FunctionFlow,
  frees: readonly Free[],
  calls: readonly FreeingCall[],
  pkg: Package,
): ClearedUse[] {
  const found: ClearedUse[] = [];
  const roots = new Set(calls.map(({ root }) => root));
  for (const mention of flow.function.body.allOutside('func_literal', 'identifier')) {
    const symbol = pkg.symbolOf(mention);
    if (symbol === undefined || !roots.has(symbol) || mention === symbol.declaration) continue;
    const node = elementOf(chainFrom(mention).node);
    const { kind } = useOf(node, pkg);
    const isUse = ['c-argument', 'go-copy', 'dereference', 'compare', 'return'].includes(kind);
    const isRead = kind !== 'overwrite' && kind !== 'free' && useOf(mention, pkg).kind === 'dereference';
    if (!isUse && !isRead) continue;
    const account = accountForUse(mention, symbol, flow, frees, calls, pkg);
    if (account !== undefined) found.push({ at: node, ...account });
  }
  return found;
}

function elementOf(node: Node): Node {
  const parent = node.parent;
  return parent?.kind === 'index_expression' && node.field === 'operand' ? parent : node;
}

function accountForUse(
  mention: Node,
  symbol: GoSymbol,
  flow: FunctionFlow,
  frees: readonly Free[],
  calls: readonly FreeingCall[],
  pkg: Package,
): FreeAccount | undefined {
  const at = flow.nodeAt(mention);
  if (useOf(mention, pkg).kind === 'compare') {
    return { reason: 'only the value of the pointer is compared', remarks: [] };
  }
  const accounts = frees
    .filter(
      ({ place }) => isSamePointer(mention, place, pkg) && mentionEvent(mention, place, pkg)?.kind === 'use',
    )
    .flatMap((free) => (at === undefined ? [] : [accountForFree(free, at, flow, pkg)]))
    .sort((a, b) => b.weight - a.weight);
  const [nearest] = accounts;
  if (nearest !== undefined) return nearest;
  const own = calls.filter(({ root }) => root === symbol);
  const [call] = [...own.filter(({ isFree }) => isFree), ...own];
  return call === undefined || call.call.contains(mention)
    ? undefined
    : accountForCall(call, mention, frees, flow, pkg);
}

/** How a free relates to a use behind or before it; the account that says most has the highest weight. */
function accountForFree(
  free: Free,
  at: FlowNode,
  flow: FunctionFlow,
  pkg: Package,
): FreeAccount & { readonly weight: number } {
  const name = `\`${free.place.text}\``;
  const line = String(free.at.line);
  const remarks = [{ at: free.at, message: `${name} is freed here` }];
  if (free.kind !== 'free') {
    const reason = `${name} is freed when the function ends, behind this use (line ${line})`;
    return { reason, remarks, weight: 1 };
  }
  const { kind, changes } = between(free, at, flow, pkg);
  switch (kind) {
    case 'gave-up':
      return { reason: tooManyPaths, remarks, weight: 4 };
    case 'reached': {
      const reason = `whether one run gets to the \`C.free\` at line ${line} and to this use is not certain`;
      return { reason, remarks, weight: 3 };
    }
    case 'changed': {
      const reason = `${name} gets another value between the \`C.free\` at line ${line} and this use`;
      return { reason, remarks: [...remarks, ...changes], weight: 2 };
    }
    case 'unreached':
      return { reason: `no path leads from the \`C.free\` at line ${line} to this use`, remarks, weight: 0 };
  }
}

/** How a freeing call relates to a mention that is no use of what a tracked free frees. */
function accountForCall(
  freeing: FreeingCall,
  mention: Node,
  frees: readonly Free[],
  flow: FunctionFlow,
  pkg: Package,
): FreeAccount {
  const { call, callee, argument, isFree } = freeing;
  const line = String(call.line);
  const what = `\`${short(argument)}\``;
  const remarks = [{ at: call, message: `\`${callee}\` gets ${what}` }];
  const atEnd = statementOf(call) === 'defer' ? ', when the function ends' : '';
  if (!isFree) {
    const reason = `\`${callee}\` gets ${what} at line ${line}${atEnd}, but only \`C.free\` counts as a free`;
    return { reason, remarks };
  }
  const literal = call.ancestor('func_literal');
  if (literal !== undefined && literal !== flow.function.node) {
    const reason = `the \`C.free\` at line ${line} stands in a function literal, and when that runs is not followed`;
    return { reason, remarks };
  }
  if (call.ancestor('func_literal', 'function_declaration', 'method_declaration') !== flow.function.node) {
    const reason = `the \`C.free\` at line ${line} is outside this function literal, and their order is not followed`;
    return { reason, remarks };
  }
  if (frees.some((free) => free.at === call)) {
    const reason = `${what} is only copied here, or read on the way to another field; copies of a pointer are not followed`;
    return { reason, remarks };
  }
  const isSame = elementOf(chainFrom(mention).node).text === argument.text;
  const reason = isSame
    ? untracked(call, flow, pkg)
    : `the \`C.free\` at line ${line} frees ${what}, not this pointer`;
  return { reason, remarks };
}
