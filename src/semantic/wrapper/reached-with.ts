import type { Node } from '../../syntax/tree.ts';
import type { FunctionParts } from './function-parts.ts';

/** Whether what runs the release also runs a statement: no return lies between, and no condition around it alone. */
export function isSurelyReached(statement: Node, release: Node, parts: FunctionParts): boolean {
  const block = statement.ancestor('block', 'expression_case', 'default_case');
  if (block === undefined || !encloses(block, release)) return false;
  const first = Math.min(statement.start, release.start);
  const last = Math.max(statement.start, release.start);
  return !parts.returns.some(
    (node) => node.start > first && node.start < last && !isOnlyFailureOfLock(node, release),
  );
}

function encloses(block: Node, node: Node): boolean {
  return block.contains(node);
}

/** A return inside the statement that releases is the release's own. */
function isOnlyFailureOfLock(node: Node, release: Node): boolean {
  return node.contains(release);
}
