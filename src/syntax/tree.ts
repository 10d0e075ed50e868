import type { Span } from '../base/span.ts';
import { TextIndex } from '../base/text.ts';
import { fieldNames, kindNames } from '../parser/names.ts';
import { missingFlag, namedFlag } from '../parser/parser.ts';

/** The columns of a tree, one entry a node in pre-order: node 0 is the root. */
export interface TreeColumns {
  readonly kind: Uint16Array;
  readonly field: Uint16Array;
  readonly flags: Uint8Array;
  /** UTF-16 offsets into the text; `end` is exclusive. */
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly parent: Int32Array;
  /** The id after the last descendant: the descendants of `i` are `i + 1` to `subtreeEnd[i] - 1`. */
  readonly subtreeEnd: Int32Array;
}

const pageBits = 6;
const pageMask = (1 << pageBits) - 1;

const commentKind = kindNames.id('comment');

/**
 * An immutable syntax tree as flat typed arrays, independent of the parser that made it.
 * Nodes are views, made when asked for and then kept: the same node is the same object.
 */
export class SyntaxTree {
  readonly text: string;
  readonly index: TextIndex;
  readonly columns: TreeColumns;
  readonly size: number;
  private readonly tooDeepId: number;
  /** The views by id, in pages: most trees are looked at in few places, and an array with gaps is a hash table. */
  private readonly pages: (Node | undefined)[][] = [];

  /** @param tooDeep the first node that nests too deeply to be analysed; -1 where there is none */
  constructor(text: string, index: TextIndex, columns: TreeColumns, tooDeep: number) {
    this.tooDeepId = tooDeep;
    this.text = text;
    this.index = index;
    this.columns = columns;
    this.size = columns.kind.length;
  }

  get root(): Node {
    return this.node(0);
  }

  node(id: number): Node {
    const page = (this.pages[id >> pageBits] ??= new Array<Node | undefined>(1 << pageBits));
    return (page[id & pageMask] ??= new Node(this, id));
  }

  /** The first node that nests too deeply to be analysed. */
  get tooDeep(): Node | undefined {
    return this.tooDeepId < 0 ? undefined : this.node(this.tooDeepId);
  }

  /** The nodes that the parser could not read or made up, in order. */
  errors(): Node[] {
    const error = kindNames.id('ERROR');
    const found: Node[] = [];
    for (let id = 0; id < this.size; id++) {
      if (this.columns.kind[id] === error || ((this.columns.flags[id] ?? 0) & missingFlag) !== 0) {
        found.push(this.node(id));
      }
    }
    return found;
  }
}

/** Some kinds of nodes, for {@link Node.eachOutermost}. */
export function kindSet(...kinds: string[]): ReadonlySet<number> {
  return new Set(kinds.map((kind) => kindNames.id(kind)));
}

/** A typed view of one node of a {@link SyntaxTree}. */
export class Node {
  readonly tree: SyntaxTree;
  readonly id: number;
  /** As the grammar names it; a field of its own because nothing is asked for as often. */
  readonly kind: string;

  constructor(tree: SyntaxTree, id: number) {
    this.tree = tree;
    this.id = id;
    this.kind = kindNames.name(tree.columns.kind[id] ?? 0);
  }

  get start(): number {
    return this.tree.columns.start[this.id] ?? 0;
  }

  get end(): number {
    return this.tree.columns.end[this.id] ?? 0;
  }

  get text(): string {
    return this.tree.text.slice(this.start, this.end);
  }

  get span(): Span {
    return this.tree.index.span(this.start, this.end);
  }

  /** 1-based line of the first character. */
  get line(): number {
    return this.tree.index.lineAt(this.start);
  }

  get isNamed(): boolean {
    return ((this.tree.columns.flags[this.id] ?? 0) & namedFlag) !== 0;
  }

  get isMissing(): boolean {
    return ((this.tree.columns.flags[this.id] ?? 0) & missingFlag) !== 0;
  }

  get parent(): Node | undefined {
    const parent = this.tree.columns.parent[this.id] ?? -1;
    return parent < 0 ? undefined : this.tree.node(parent);
  }

  /** The name of the field of the parent that holds this node; empty where there is none. */
  get field(): string {
    return fieldNames.name(this.tree.columns.field[this.id] ?? 0);
  }

  get subtreeEnd(): number {
    return this.tree.columns.subtreeEnd[this.id] ?? this.id + 1;
  }

  /** All children, punctuation included. */
  get allChildren(): Node[] {
    const children: Node[] = [];
    const end = this.subtreeEnd;
    for (let id = this.id + 1; id < end; id = this.tree.columns.subtreeEnd[id] ?? end) {
      children.push(this.tree.node(id));
    }
    return children;
  }

  /** The named children without comments. */
  get children(): Node[] {
    const children: Node[] = [];
    const end = this.subtreeEnd;
    const { kind, flags, subtreeEnd } = this.tree.columns;
    for (let id = this.id + 1; id < end; id = subtreeEnd[id] ?? end) {
      if (((flags[id] ?? 0) & namedFlag) !== 0 && kind[id] !== commentKind) children.push(this.tree.node(id));
    }
    return children;
  }

  /** Visits in order the descendants of some kinds that stand in no other such descendant, and in no comment. */
  eachOutermost(wanted: ReadonlySet<number>, visit: (node: Node) => void): void {
    const end = this.subtreeEnd;
    const { kind, flags, subtreeEnd } = this.tree.columns;
    for (let id = this.id + 1; id < end;) {
      const own = kind[id] ?? -1;
      const isNamed = ((flags[id] ?? 0) & namedFlag) !== 0 && own !== commentKind;
      if (isNamed && !wanted.has(own)) {
        id++;
        continue;
      }
      if (isNamed) visit(this.tree.node(id));
      id = subtreeEnd[id] ?? end;
    }
  }

  child(field: string): Node | undefined {
    const wanted = fieldNames.id(field);
    const end = this.subtreeEnd;
    const columns = this.tree.columns;
    for (let id = this.id + 1; id < end; id = columns.subtreeEnd[id] ?? end) {
      if (columns.field[id] === wanted) return this.tree.node(id);
    }
    return undefined;
  }

  childrenOf(field: string): Node[] {
    const wanted = fieldNames.id(field);
    const children: Node[] = [];
    const end = this.subtreeEnd;
    const columns = this.tree.columns;
    for (let id = this.id + 1; id < end; id = columns.subtreeEnd[id] ?? end) {
      if (columns.field[id] === wanted && ((columns.flags[id] ?? 0) & namedFlag) !== 0)
        children.push(this.tree.node(id));
    }
    return children;
  }

  /** The descendants of some kinds, this node included, in order, without those inside a node of kind `boundary`. */
  allOutside(boundary: string, ...kinds: string[]): Node[] {
    const closed = kindNames.id(boundary);
    const wanted = kinds.map((kind) => kindNames.id(kind));
    const found: Node[] = [];
    const end = this.subtreeEnd;
    const { kind: column, subtreeEnd } = this.tree.columns;
    for (let id = this.id; id < end;) {
      const kind = column[id] ?? -1;
      if (kind === closed) {
        id = subtreeEnd[id] ?? end;
        continue;
      }
      if (wanted.includes(kind)) found.push(this.tree.node(id));
      id++;
    }
    return found;
  }

  /** This node and its descendants in order, without those inside a node of kind `boundary`, and without it. */
  outside(boundary: string): Node[] {
    const closed = kindNames.id(boundary);
    const found: Node[] = [];
    const end = this.subtreeEnd;
    const { kind, subtreeEnd } = this.tree.columns;
    for (let id = this.id; id < end;) {
      if (kind[id] === closed) {
        id = subtreeEnd[id] ?? end;
        continue;
      }
      found.push(this.tree.node(id));
      id++;
    }
    return found;
  }

  is(...kinds: string[]): boolean {
    return kinds.includes(this.kind);
  }

  contains(other: Node): boolean {
    return this.tree === other.tree && this.id <= other.id && other.id < this.subtreeEnd;
  }

  /** The nearest proper ancestor of one of the kinds. */
  ancestor(...kinds: string[]): Node | undefined {
    let node = this.parent;
    while (node !== undefined && !kinds.includes(node.kind)) node = node.parent;
    return node;
  }

  /** This node and its descendants in pre-order; `enter` returning false leaves a subtree out. */
  *walk(enter: (node: Node) => boolean = () => true): Generator<Node> {
    const end = this.subtreeEnd;
    let id = this.id;
    while (id < end) {
      const node = this.tree.node(id);
      if (enter(node)) {
        yield node;
        id++;
      } else {
        id = node.subtreeEnd;
      }
    }
  }

  /** The descendants of a kind, this node included, in order. */
  all(...kinds: string[]): Node[] {
    const wanted = kinds.map((kind) => kindNames.id(kind));
    const [only] = wanted;
    const found: Node[] = [];
    const end = this.subtreeEnd;
    const column = this.tree.columns.kind;
    for (let id = this.id; id < end; id++) {
      const kind = column[id] ?? -1;
      if (kind === only || (wanted.length > 1 && wanted.includes(kind))) found.push(this.tree.node(id));
    }
    return found;
  }
}
