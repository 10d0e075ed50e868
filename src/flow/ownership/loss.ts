import type { Node } from '../../syntax/tree.ts';
import type { FunctionFlow } from '../function-flow.ts';
import type { ObjectState } from './walk/object-state.ts';
import type { ObjectEnd } from './walk/watcher.ts';

/**
 * `dropped`: nothing ever holds it; `exit`: the function returns; `scope`: the block of its last place ends;
 * `overwritten`: that place gets another value.
 */
export type Loss = 'dropped' | 'exit' | 'scope' | 'overwritten';

/** How memory is lost: nothing leads to it any more, and nobody has freed it. */
export function lossOf({ kind }: ObjectEnd, { status }: ObjectState): Loss | undefined {
  const isEnd = kind === 'exit' || kind === 'overwritten' || kind === 'scope' || kind === 'dropped';
  return isEnd && status === 'owned' ? kind : undefined;
}

/**
 * A loss that is none: C keeps the pointer, a variable of the function around this one holds it, or the process ends
 * where `main` returns (https://go.dev/ref/spec#Program_execution).
 */
export function elsewhere(end: ObjectEnd, state: ObjectState, flow: FunctionFlow): ObjectEnd {
  if (lossOf(end, state) === undefined) return end;
  if (state.kept !== undefined) {
    const message = 'C code keeps it beyond the call';
    return { kind: 'handled', at: state.kept, how: 'given to C code', message };
  }
  const { node, body } = flow.function;
  if (end.kind === 'exit' && isProgram(node, flow)) return { kind: 'stop', at: body };
  const outer = state.holders.find(
    ({ symbol }) => symbol.owner !== node && symbol.owner?.contains(node) === true,
  );
  if (end.kind !== 'exit' || outer === undefined) return end;
  const message = `\`${outer.symbol.name}\` belongs to the enclosing function, which may free it later`;
  return { kind: 'handled', at: body, how: 'stored away', message };
}

function isProgram(node: Node, flow: FunctionFlow): boolean {
  return (
    node.kind === 'function_declaration' &&
    flow.package.name === 'main' &&
    node.child('name')?.text === 'main'
  );
}
