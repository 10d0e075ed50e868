import { argumentsOf, calleeOf } from '../../../semantic/callee.ts';
import type { Node } from '../../../syntax/tree.ts';
import type { FlowNode } from '../../cfg.ts';
import type { FunctionFlow } from '../../function-flow.ts';
import { unconverted } from '../../value-use.ts';
import type { CallEffects } from '../call-effects.ts';
import { placePath } from '../holder.ts';
import { deferredLiteral } from './literal-runs.ts';
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
  const pkg = flow.package;
  const earlier = flow.deferredAt(flow.graph.exit).filter(({ statement }) => statement.id < node.id);
  return earlier.find(({ call }) =>
    argumentsOf(call).some((argument, index) => {
      const address = unconverted(argument, pkg);
      const operand = address.kind === 'unary_expression' ? address.child('operand') : undefined;
      const place = operand === undefined ? undefined : placePath(operand, pkg);
      const isHeld = holders.some(
        ({ symbol, path }) =>
          symbol === place?.symbol && place.path.every((part, position) => path[position] === part),
      );
      if (!isHeld) return false;
      const { outcomes } = effects.onAddress(call, calleeOf(call, pkg), index, []);
      return outcomes.some(({ effect }) => effect.kind !== 'borrows');
    }),
  )?.call;
}

/** The function literals that were deferred on some way to a point: they see what the variables hold at the end. */
export function closingBefore(node: FlowNode, flow: FunctionFlow): Node[] {
  const { exit } = flow.graph;
  return flow
    .deferredAt(exit)
    .filter(({ statement }) => statement.id < node.id)
    .flatMap(({ statement }) => {
      const literal =
        statement.syntax === undefined ? undefined : deferredLiteral(statement.syntax, flow.package);
      return literal === undefined ? [] : [literal];
    })
    .reverse();
}
