import { argumentsOf, calleeOf } from '../../../semantic/callee.ts';
import type { Node } from '../../../syntax/tree.ts';
import type { FlowNode } from '../../cfg.ts';
import type { FunctionFlow } from '../../function-flow.ts';
import { onceFor } from '../../../base/once-for.ts';
import { unconverted } from '../../value-use.ts';
import type { CallEffects } from '../call-effects.ts';
import { placePath } from '../holder.ts';
import { deferredLiterals } from './literal-runs.ts';
import type { DeferredLiteral } from './literal-runs.ts';
import type { ObjectState } from './object-state.ts';

/**
 * The call that was deferred before a point and frees what comes to lie in a place there: `defer
 * C.git_buf_dispose(&buf)` before the call that fills `buf`.
 */
export function deferredOn(
  { holders }: ObjectState,
  node: FlowNode,
  flow: FunctionFlow,
  effects: CallEffects,
): Node | undefined {
  return deferredOnAddresses(flow).find(({ statement, call, index, place }) => {
    if (statement.id >= node.id) return false;
    const isHeld = holders.some(
      ({ symbol, path }) =>
        symbol === place.symbol && place.path.every((part, position) => path[position] === part),
    );
    if (!isHeld) return false;
    const { outcomes } = effects.onAddress(call, calleeOf(call, flow.package), index, []);
    return outcomes.some(({ effect }) => effect.kind !== 'borrows');
  })?.call;
}

/** The deferred calls that get the address of a place, each with which argument and which place. */
const deferredOnAddresses = onceFor((flow: FunctionFlow) =>
  flow.deferredAt(flow.graph.exit).flatMap(({ statement, call }) =>
    argumentsOf(call).flatMap((argument, index) => {
      const address = unconverted(argument, flow.package);
      const operand = address.kind === 'unary_expression' ? address.child('operand') : undefined;
      const place = operand === undefined ? undefined : placePath(operand, flow.package);
      return place === undefined ? [] : [{ statement, call, index, place }];
    }),
  ),
);

/** The function literals that were deferred on some way to a point: they see what the variables hold at the end. */
export function closingBefore(node: FlowNode, flow: FunctionFlow): Node[] {
  const before = deferredLiterals(flow).filter((one) => one.node.id < node.id);
  if (before.length === 0) return [];
  const run = new Map(flow.deferredAt(flow.graph.exit).map(({ statement }, index) => [statement, index]));
  const place = (one: DeferredLiteral): number => run.get(one.node) ?? -1;
  return before
    .filter((one) => place(one) >= 0)
    .sort((a, b) => place(b) - place(a))
    .map(({ literal }) => literal);
}
