import { argumentsOf, calleeOf } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import { nameOf } from '../../semantic/type.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FlowNode } from '../cfg.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { statementOf } from '../value-use.ts';
import { isOfGo } from './origin.ts';
import type { Origin } from './origin.ts';
import type { PointerOrigins } from './pointer-origins.ts';

/** Functions that pin more than this are not followed. */
const maximalPins = 16;

/**
 * The call that pinned the Go memory that a pointer leads to: one that every path to the pointer makes, and that no
 * `Unpin` of the same Pinner undoes before (https://pkg.go.dev/runtime#Pinner). Pinned memory stays Go's.
 */
export function pinnedBy(pointer: Node, flow: FunctionFlow, origins: PointerOrigins): Node | undefined {
  const origin = origins.of(pointer);
  const at = isOfGo(origin) ? flow.nodeAt(pointer) : undefined;
  if (at === undefined) return undefined;
  const pins = pinsOf(flow).filter(({ call }) => {
    const [pinned] = argumentsOf(call);
    return pinned !== undefined && isSameMemory(origins.of(pinned), origin);
  });
  return pins.find(({ unpinnedAt }) => !unpinnedAt.has(at))?.call;
}

/** A call of `Pin`, and the points that some path reaches with nothing pinned by it. */
interface Pin {
  readonly call: Node;
  readonly unpinnedAt: ReadonlySet<FlowNode>;
}

function pinsOf(flow: FunctionFlow): readonly Pin[] {
  let pins = pinsByFlow.get(flow);
  if (pins === undefined) {
    pins = findPins(flow);
    pinsByFlow.set(flow, pins);
  }
  return pins;
}

const pinsByFlow = new WeakMap<FunctionFlow, readonly Pin[]>();

function findPins(flow: FunctionFlow): readonly Pin[] {
  const calls = pinnerCalls(flow, 'Pin').filter(({ call }) => statementOf(call) === undefined);
  if (calls.length === 0 || calls.length > maximalPins) return [];
  const unpins = pinnerCalls(flow, 'Unpin').filter(({ call }) => statementOf(call) !== 'defer');
  return calls.map(({ call, pinner }) => {
    const undone = unpins
      .filter((unpin) => unpin.pinner === pinner)
      .flatMap((one) => flow.nodeAt(one.call) ?? []);
    return { call, unpinnedAt: reachedWithout(flow.nodeAt(call), [flow.graph.entry, ...undone]) };
  });
}

/** The points that are reached from a start without passing a node. */
function reachedWithout(passed: FlowNode | undefined, starts: readonly FlowNode[]): ReadonlySet<FlowNode> {
  const reached = new Set<FlowNode>();
  const work = [...starts];
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    for (const { to } of node.successors) {
      if (reached.has(to)) continue;
      reached.add(to);
      if (to !== passed) work.push(to);
    }
  }
  return reached;
}

interface PinnerCall {
  readonly call: Node;
  readonly pinner: string;
}

function pinnerCalls({ function: { body }, package: pkg }: FunctionFlow, name: string): PinnerCall[] {
  return body.allOutside('func_literal', 'call_expression').flatMap((call) => {
    const callee = calleeOf(call, pkg);
    const isCalled = callee.kind === 'method' && callee.name === name && isPinner(callee.operand, pkg);
    return isCalled ? [{ call, pinner: callee.operand.text }] : [];
  });
}

function isPinner(operand: Node, pkg: Package): boolean {
  const type = pkg.types.ofExpression(operand);
  const name = nameOf(type.kind === 'pointer' && type.declared === undefined ? type.element : type);
  return name?.path === 'runtime' && name.name === 'Pinner';
}

function isSameMemory(a: Origin, b: Origin): boolean {
  if (a.kind === 'go-variable' && b.kind === 'go-variable') return a.symbol === b.symbol;
  return a.kind === b.kind && a.at === b.at;
}
