import type { Node, SyntaxTree, TreeColumns } from '../../src/syntax/tree.ts';

const columns: readonly (keyof TreeColumns)[] = [
  'kind',
  'field',
  'flags',
  'start',
  'end',
  'parent',
  'subtreeEnd',
];

/** The first node in which two lowered trees of one text differ, in words; undefined where they are identical. */
export function treeDifference(a: SyntaxTree, b: SyntaxTree): string | undefined {
  if (a.size === b.size && columns.every((column) => equal(a.columns[column], b.columns[column])))
    return undefined;
  for (let id = 0; id < Math.max(a.size, b.size); id++) {
    if (
      id < a.size &&
      id < b.size &&
      columns.every((column) => a.columns[column][id] === b.columns[column][id])
    )
      continue;
    return `node ${String(id)}: ${describe(a, id)} and ${describe(b, id)}`;
  }
  return undefined;
}

function equal(a: TreeColumns[keyof TreeColumns], b: TreeColumns[keyof TreeColumns]): boolean {
  return Buffer.compare(bytes(a), bytes(b)) === 0;
}

function bytes(column: TreeColumns[keyof TreeColumns]): Buffer {
  return Buffer.from(column.buffer, column.byteOffset, column.byteLength);
}

function describe(tree: SyntaxTree, id: number): string {
  if (id >= tree.size) return 'nothing';
  const node: Node = tree.node(id);
  const flags = `${node.isNamed ? ' named' : ''}${node.isMissing ? ' missing' : ''}`;
  const place = `${String(node.start)}-${String(node.end)}`;
  return `${node.kind}${flags} ${node.field} ${place} (parent ${String(node.parent?.id ?? -1)}, ends ${String(node.subtreeEnd)})`;
}

/**
 * What is inconsistent about a tree, one sentence each: parents, subtrees and children have to tell the same story,
 * and every span lies in its parent's and in the text.
 */
export function inconsistencies(tree: SyntaxTree): string[] {
  const found: string[] = [];
  const { parent, subtreeEnd, start, end } = tree.columns;
  const complain = (id: number, what: string): void =>
    void found.push(`node ${String(id)} ${describe(tree, id)}: ${what}`);
  if (tree.size === 0 || parent[0] !== -1 || subtreeEnd[0] !== tree.size)
    complain(0, 'the root does not hold all nodes');
  for (let id = 0; id < tree.size; id++) {
    const node = tree.node(id);
    const children = node.allChildren;
    if (tree.node(id) !== node) complain(id, 'the same node is another object');
    if (!(node.start <= node.end && node.end <= tree.text.length))
      complain(id, 'its span is not in the text');
    if (children.some((child) => child.parent !== node)) complain(id, 'a child has another parent');
    const expected = children.reduce((next, child) => (child.id === next ? child.subtreeEnd : -1), id + 1);
    if (expected !== node.subtreeEnd) complain(id, 'its children do not fill its subtree');
    const above = parent[id] ?? -1;
    if (id > 0 && !(above >= 0 && above < id && id < (subtreeEnd[above] ?? 0)))
      complain(id, 'it is not in its parent');
    if (id > 0 && ((start[id] ?? 0) < (start[above] ?? 0) || (end[id] ?? 0) > (end[above] ?? 0)))
      complain(id, 'its span is not in its parent');
  }
  return found;
}
