import { argumentsOf, calleeOf } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import { nameOf } from '../../semantic/type.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { everyPathBack } from '../paths.ts';
import { statementOf } from '../value-use.ts';
import { isOfGo } from './origin.ts';
import type { Origin } from './origin.ts';
import type { PointerOrigins } from './pointer-origins.ts';

/**
 * The call that pinned the Go memory that a pointer leads to: one that every path to the pointer makes, and that no
 * `Unpin` of the same Pinner undoes before (https://pkg.go.dev/runtime#Pinner). Pinned memory stays Go's.
 */
export function pinnedBy(pointer: Node, flow: FunctionFlow, origins: PointerOrigins): Node | undefined {
  const origin = origins.of(pointer);
  if (!isOfGo(origin)) return undefined;
  const at = flow.nodeAt(pointer);
  const pins = at === undefined ? [] : pinnerCalls(flow, 'Pin');
  for (const pin of pins) {
    const [pinned] = argumentsOf(pin.call);
    if (at === undefined || pinned === undefined || statementOf(pin.call) !== undefined) continue;
    if (!isSameMemory(origins.of(pinned), origin)) continue;
    const undone = pinnerCalls(flow, 'Unpin').filter(
      ({ call, pinner }) => pinner === pin.pinner && statementOf(call) !== 'defer',
    );
    const isPinned = everyPathBack(at, flow, (node) => {
      if (undone.some(({ call }) => flow.nodeAt(call) === node)) return 'failed';
      return flow.nodeAt(pin.call) === node ? 'passed' : 'on';
    });
    if (isPinned) return pin.call;
  }
  return undefined;
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
