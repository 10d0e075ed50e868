import type { FunctionFlow } from '../../function-flow.ts';
import type { Visit } from './exploration.ts';

/** Whether nothing on any path from a point mentions what leads to the memory. */
export function isBeyondSaving({ node, state }: Visit, flow: FunctionFlow): boolean {
  if (state.ending.length > 0 || state.closing.length > 0 || state.kept !== undefined) return false;
  return state.holders.every(
    ({ symbol }) =>
      symbol.role === 'local' && symbol.owner === flow.function.node && flow.isBehind(node, symbol),
  );
}

/** Whether a point lies outside of the blocks of all places that lead to the memory. */
export function leavesScope({ node, state }: Visit, flow: FunctionFlow): boolean {
  const { syntax } = node;
  if (syntax === undefined || state.holders.length === 0) return false;
  if (state.ending.length > 0 || state.closing.length > 0) return false;
  return state.holders.every(({ symbol }) => {
    const block = symbol.declaration.ancestor(
      'block',
      'expression_case',
      'default_case',
      'type_case',
      'communication_case',
    );
    if (block === undefined || !flow.function.body.contains(block)) return false;
    return block !== flow.function.body && !block.contains(syntax);
  });
}
