import { argumentsOf, calleeOf, isCall, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import type { ViewedBytes } from './byte-views.ts';
import type { FlowNode } from './cfg.ts';
import { definitionsOf } from './definitions.ts';
import type { FunctionFlow } from './function-flow.ts';
import { sharedVariable } from './shared-memory.ts';
import { sliceWrites, writingKinds } from './slice-writes.ts';
import { bufferReads, wholeVariable } from './threads/buffer-reads.ts';

/** What the points of a function do to bytes that a string sees. */
export interface BytesEvents {
  /** Where the bytes are overwritten for certain, at least from their start. */
  readonly writes: ReadonlyMap<FlowNode, Node>;
  /** `b = b[:0]`: what is appended from here on is written over them. */
  readonly resets: ReadonlySet<FlowNode>;
  /** `append(b, …)`. */
  readonly appends: ReadonlyMap<FlowNode, Node>;
  /** Where the variable gets other memory. */
  readonly renewals: ReadonlySet<FlowNode>;
}

export function bytesEvents(bytes: ViewedBytes, flow: FunctionFlow, pkg: Package): BytesEvents {
  const { symbol } = bytes;
  const writes = bytes.kind === 'scanner' ? scansOf(symbol, flow, pkg) : writesTo(bytes, flow, pkg);
  const definitions = definitionsOf(symbol, pkg).filter(
    ({ target }) => target.parent?.kind !== 'unary_expression',
  );
  const resets = new Set<FlowNode>();
  const renewals = new Set<FlowNode>();
  const declared = flow.nodeAt(symbol.declaration);
  if (declared !== undefined) renewals.add(declared);
  for (const { target, value } of definitions) {
    const node = flow.nodeAt(target);
    if (node === undefined) continue;
    if (value !== undefined && isEmptyPart(value) && wholeVariable(value, pkg) === symbol) resets.add(node);
    else if (value === undefined || sharedVariable(value, new Set([symbol]), pkg) === undefined)
      renewals.add(node);
  }
  const appends = pointsOf(
    flow.function.body
      .allOutside('func_literal', 'call_expression')
      .filter((call) => isAppendTo(call, symbol, pkg)),
    flow,
  );
  return { writes, resets, appends, renewals };
}

function pointsOf(nodes: readonly Node[], flow: FunctionFlow): Map<FlowNode, Node> {
  const found = new Map<FlowNode, Node>();
  for (const node of nodes) {
    const point = flow.nodeAt(node);
    if (point !== undefined) found.set(point, node);
  }
  return found;
}

/** `scanner.Scan()` "may overwrite" what `Bytes` gave. */
function scansOf(scanner: GoSymbol, flow: FunctionFlow, pkg: Package): Map<FlowNode, Node> {
  const calls = flow.function.body.allOutside('func_literal', 'call_expression').filter((call) => {
    const callee = calleeOf(call, pkg);
    if (callee.kind !== 'method' || callee.name !== 'Scan') return false;
    const operand = unparen(callee.operand);
    return operand.kind === 'identifier' && pkg.symbolOf(operand) === scanner;
  });
  return pointsOf(calls, flow);
}

function writesTo(bytes: ViewedBytes, flow: FunctionFlow, pkg: Package): Map<FlowNode, Node> {
  const { symbol, isWhole } = bytes;
  // An element of a buffer that has grown since may be one that the string does not see.
  const isFixed = definitionsOf(symbol, pkg).every(
    ({ target }) => target === symbol.declaration || target.parent?.kind === 'unary_expression',
  );
  const { body } = flow.function;
  const written = body.allOutside('func_literal', ...writingKinds).flatMap((node) =>
    sliceWrites(node, pkg)
      .filter(({ through, at }) => {
        if (wholeVariable(through, pkg) !== symbol) return false;
        if (!isCall(at)) return isWhole && isFixed && through.kind === 'identifier';
        const callee = calleeOf(at, pkg);
        return callee.kind !== 'builtin' || callee.name !== 'append' || isEmptyPart(unparen(through));
      })
      .map(({ at }) => at),
  );
  const read = bufferReads(body.allOutside('func_literal', 'call_expression'), pkg)
    .filter((one) => one.symbol === symbol)
    .map(({ call }) => call);
  return pointsOf([...written, ...read], flow);
}

/** `b[:0]`. */
function isEmptyPart(value: Node): boolean {
  const part = unparen(value);
  return part.kind === 'slice_expression' && part.child('end')?.text === '0';
}

function isAppendTo(call: Node, symbol: GoSymbol, pkg: Package): boolean {
  const callee = calleeOf(call, pkg);
  const [first] = argumentsOf(call);
  return (
    callee.kind === 'builtin' &&
    callee.name === 'append' &&
    first?.kind === 'identifier' &&
    pkg.symbolOf(first) === symbol
  );
}
