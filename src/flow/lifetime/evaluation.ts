import type { Node } from '../../syntax/tree.ts';
import { walkOutsideLiterals } from '../assignments.ts';
import type { FlowNode } from '../cfg.ts';

/**
 * The calls that run at a point, in their order: of nested ones the inner first, of others as they are written. What
 * a `defer` or `go` statement calls does not run there, its operands do.
 */
export function callsAt(node: FlowNode): Node[] {
  return walkOutsideLiterals(node)
    .filter(({ kind, parent }) => kind === 'call_expression' && !isStartedLater(parent))
    .sort((a, b) => a.end - b.end);
}

/** The call that a `defer` or `go` statement hands over at a point. */
export function handedOverAt({ kind, syntax }: FlowNode): Node | undefined {
  if (kind !== 'statement' || syntax?.is('defer_statement', 'go_statement') !== true) return undefined;
  return syntax.children[0];
}

function isStartedLater(parent: Node | undefined): boolean {
  return parent?.is('defer_statement', 'go_statement') === true;
}
