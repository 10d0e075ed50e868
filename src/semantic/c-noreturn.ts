import { functionDeclarator } from './c-index.ts';
import type { CEntry } from './c-index.ts';

/** So many characters before a declaration attributes are looked for. */
const farthest = 300;

/**
 * Whether a declaration of a function says that it does not return. Attributes are blank in the tree: the mark stands
 * between the declaration before and the end of this one, outside of its parameters and its body.
 */
export function isMarkedNoReturn({ node, declarator, source, reader }: CEntry): boolean {
  const { noReturns } = source;
  if (noReturns.length === 0 || declarator === undefined || !reader.reads(source.tree)) return false;
  // Of several declarators, it is not told which one an attribute belongs to.
  if (node.childrenOf('declarator').length > 1) return false;
  const end = node.child('body')?.start ?? node.end;
  const near = noReturns.filter((mark) => mark >= node.start - farthest && mark < end);
  if (near.length === 0) return false;
  const siblings = node.parent?.allChildren ?? [];
  const start = siblings[siblings.indexOf(node) - 1]?.end ?? 0;
  const parameters = functionDeclarator(declarator)?.child('parameters');
  return near.some((mark) => {
    const isParameter = parameters !== undefined && mark >= parameters.start && mark < parameters.end;
    return mark >= start && !isParameter;
  });
}
