import type { Node, SyntaxTree } from './tree.ts';

const pageBits = 6;
const pageMask = (1 << pageBits) - 1;

type Pages<T> = ((T | undefined)[] | undefined)[];

/**
 * Values by node: a map that finds them by the node's tree and number, and so hashes nothing. What is asked for most
 * often, as what a name refers to, is kept in one.
 */
export class NodeMap<T extends object> {
  private readonly byTree = new Map<SyntaxTree, Pages<T>>();
  // One tree is mostly asked about many times in a row.
  private lastTree: SyntaxTree | undefined;
  private lastPages: Pages<T> = [];

  get(node: Node): T | undefined {
    return this.pagesOf(node.tree)[node.id >> pageBits]?.[node.id & pageMask];
  }

  set(node: Node, value: T): void {
    const pages = this.pagesOf(node.tree);
    const page = (pages[node.id >> pageBits] ??= new Array<T | undefined>(1 << pageBits));
    page[node.id & pageMask] = value;
  }

  /** The value of a node, which is worked out when it is first asked for. */
  once(node: Node, workOut: () => T): T {
    let value = this.get(node);
    if (value === undefined) {
      value = workOut();
      this.set(node, value);
    }
    return value;
  }

  private pagesOf(tree: SyntaxTree): Pages<T> {
    if (tree === this.lastTree) return this.lastPages;
    let pages = this.byTree.get(tree);
    if (pages === undefined) {
      pages = [];
      this.byTree.set(tree, pages);
    }
    this.lastTree = tree;
    this.lastPages = pages;
    return pages;
  }
}
