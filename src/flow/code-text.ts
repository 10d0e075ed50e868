import type { Node } from '../syntax/tree.ts';

/** Code on one line, as a message quotes it. */
export function short(node: Node): string {
  const text = node.text.replace(/\s+/g, ' ').replace(/`/g, "'");
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
