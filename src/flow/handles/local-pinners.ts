import { calleeOf, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import { nameOf } from '../../semantic/type.ts';
import type { Node } from '../../syntax/tree.ts';
import { definitionsOf } from '../definitions.ts';
import type { FlowNode } from '../cfg.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { findPath } from '../paths.ts';
import type { FlowPath } from '../paths.ts';

/** A local `runtime.Pinner`, and what its function does with it. */
export interface LocalPinner {
  readonly symbol: GoSymbol;
  readonly pins: readonly Node[];
  readonly unpins: readonly Node[];
  /** A mention that gives it to other code, which may unpin; undefined where there is none. */
  readonly sharedAt: Node | undefined;
}

/** The local variables of a function that are a `runtime.Pinner`, or point to one that was made for them, and pin. */
export function localPinners({ function: { body }, package: pkg }: FunctionFlow): LocalPinner[] {
  const symbols = new Set<GoSymbol>();
  for (const call of body.allOutside('func_literal', 'call_expression')) {
    const callee = calleeOf(call, pkg);
    if (callee.kind !== 'method' || callee.name !== 'Pin') continue;
    const operand = unparen(callee.operand);
    const symbol = operand.kind === 'identifier' ? pkg.symbolOf(operand) : undefined;
    if (symbol?.role === 'local' && isPinner(operand, pkg)) symbols.add(symbol);
  }
  return [...symbols].filter((symbol) => isMadeHere(symbol, pkg)).map((symbol) => usesOf(symbol, pkg));
}

/** The path from a `Pin` to the function's end that no `Unpin` is called or deferred on. */
export function pathWithoutUnpin(
  pin: Node,
  { symbol, unpins }: LocalPinner,
  flow: FunctionFlow,
): FlowPath | undefined {
  const start = flow.nodeAt(pin);
  if (start === undefined) return undefined;
  const ends = new Set<FlowNode | undefined>(unpins.map((call) => flow.nodeAt(call)));
  const isDeferred = unpins.some((call) => call.parent?.kind === 'defer_statement');
  // Another pinner, which is not followed here.
  const isMadeAgain = definitionsOf(symbol, flow.package).length > 1;
  if (isDeferred || isMadeAgain) return undefined;
  return findPath(flow, start, {
    initial: 0,
    step: (node) => (ends.has(node) ? 'end' : node.kind === 'exit' ? 'found' : { go: 0 }),
    key: () => '',
  });
}

function usesOf(symbol: GoSymbol, pkg: Package): LocalPinner {
  const calls = { Pin: [] as Node[], Unpin: [] as Node[] };
  let sharedAt: Node | undefined;
  for (const mention of pkg.bindings.usesOf(symbol)) {
    const selector = mention.parent;
    const method = selector?.kind === 'selector_expression' ? selector.child('field')?.text : undefined;
    const call = selector?.field === 'function' ? selector.parent : undefined;
    const isOwn = mention.ancestor('func_literal') === symbol.declaration.ancestor('func_literal');
    const isCall = call?.kind === 'call_expression' && isOwn;
    if (isCall && (method === 'Pin' || method === 'Unpin')) calls[method].push(call);
    else if (!isDeclared(mention)) sharedAt ??= mention;
  }
  return { symbol, pins: calls.Pin, unpins: calls.Unpin, sharedAt };
}

function isDeclared(mention: Node): boolean {
  const parent = mention.parent;
  return (
    (parent?.kind === 'var_spec' && mention.field === 'name') ||
    (parent?.kind === 'expression_list' && parent.field === 'left')
  );
}

/** `var p runtime.Pinner`, `p := new(runtime.Pinner)`, `p := &runtime.Pinner{}`. */
function isMadeHere(symbol: GoSymbol, pkg: Package): boolean {
  const isValue = pkg.types.ofSymbol(symbol).kind !== 'pointer';
  const values = definitionsOf(symbol, pkg).map(({ value }) => value);
  return values.every((value) => {
    if (value === undefined) return isValue;
    const made = unparen(value);
    if (made.kind === 'composite_literal') return true;
    if (made.kind === 'unary_expression') return made.child('operand')?.kind === 'composite_literal';
    const callee = made.kind === 'call_expression' ? calleeOf(made, pkg) : undefined;
    return callee?.kind === 'builtin' && callee.name === 'new';
  });
}

function isPinner(operand: Node, pkg: Package): boolean {
  const type = pkg.types.ofExpression(operand);
  const name = nameOf(type.kind === 'pointer' && type.declared === undefined ? type.element : type);
  return name?.path === 'runtime' && name.name === 'Pinner';
}
