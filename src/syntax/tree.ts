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

/** Kinds have ids below this: both grammars together have some hundreds. */
const mostKinds = 1 << 11;

/** Stands for the kind of a boundary where a search has none. */
const noBoundary = mostKinds - 1;

function searchKey(id: number, boundary: number, kind: number): number {
  return (id * mostKinds + boundary) * mostKinds + kind;
}

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
  private kinds: KindIndex | undefined;
  private readonly searches = new Map<number, readonly Node[]>();

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

  /** Where the nodes of each kind are: made when a larger part of the tree is first searched. */
  get byKind(): KindIndex {
    return (this.kinds ??= new KindIndex(this.columns.kind));
  }

  /**
   * What a search below a node gave before: rules ask for the calls of a function one after the other.
   *
   * @param boundary the id of a kind of which the insides were left out, or `noBoundary`
   */
  known(id: number, boundary: number, kind: number): readonly Node[] | undefined {
    return this.searches.get(searchKey(id, boundary, kind));
  }

  /** Keeps it, and gives it back. */
  keep(id: number, boundary: number, kind: number, found: readonly Node[]): readonly Node[] {
    this.searches.set(searchKey(id, boundary, kind), found);
    return found;
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

/** The ids of a tree's nodes by kind, each kind's in order. */
class KindIndex {
  /** The ids, sorted by kind. */
  private readonly ids: Uint32Array;
  /** By kind, where its ids start; those of the kind behind start where they end. */
  private readonly starts: Uint32Array;

  constructor(kinds: Uint16Array) {
    let last = 0;
    for (const kind of kinds) if (kind > last) last = kind;
    const starts = new Uint32Array(last + 2);
    for (const kind of kinds) starts[kind + 1] = (starts[kind + 1] ?? 0) + 1;
    for (let kind = 0; kind <= last; kind++) {
      starts[kind + 1] = (starts[kind + 1] ?? 0) + (starts[kind] ?? 0);
    }
    const next = starts.slice();
    const ids = new Uint32Array(kinds.length);
    for (let id = 0; id < kinds.length; id++) {
      const kind = kinds[id] ?? 0;
      const at = next[kind] ?? 0;
      ids[at] = id;
      next[kind] = at + 1;
    }
    this.ids = ids;
    this.starts = starts;
  }

  /** Visits in order the ids of some kinds from `first` on and before `end`. */
  visit(kinds: readonly number[], first: number, end: number, visit: (id: number) => void): void {
    const { ids } = this;
    const some = kinds.filter((kind) => this.lowerBound(kind, first) < this.lowerBound(kind, end));
    const [only] = some;
    if (only === undefined) return;
    if (some.length === 1) {
      const to = this.lowerBound(only, end);
      for (let at = this.lowerBound(only, first); at < to; at++) visit(ids[at] ?? end);
      return;
    }
    const at = some.map((kind) => this.lowerBound(kind, first));
    const to = some.map((kind) => this.lowerBound(kind, end));
    for (;;) {
      let least = -1;
      let id = end;
      for (let i = 0; i < at.length; i++) {
        const position = at[i] ?? 0;
        if (position >= (to[i] ?? 0)) continue;
        const own = ids[position] ?? end;
        if (own < id) {
          id = own;
          least = i;
        }
      }
      if (least < 0) return;
      at[least] = (at[least] ?? 0) + 1;
      visit(id);
    }
  }

  /** The first position of a kind at which an id is not below another. */
  private lowerBound(kind: number, id: number): number {
    let low = this.starts[kind] ?? this.ids.length;
    let high = this.starts[kind + 1] ?? this.ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.ids[middle] ?? 0) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** So many kinds are not put in order any faster than the tree is gone through. */
const manyKinds = 4;

/** A part of a tree with fewer nodes is searched as fast without the index of kinds. */
const smallSubtree = 48;

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
  private named: readonly Node[] | undefined;

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
  get children(): readonly Node[] {
    return (this.named ??= this.namedChildren());
  }

  private namedChildren(): readonly Node[] {
    const children: Node[] = [];
    const end = this.subtreeEnd;
    const { kind, flags, subtreeEnd } = this.tree.columns;
    for (let id = this.id + 1; id < end; id = subtreeEnd[id] ?? end) {
      if (((flags[id] ?? 0) & namedFlag) !== 0 && kind[id] !== commentKind) children.push(this.tree.node(id));
    }
    return children;
  }

  /** The next named node of the same parent that is no comment. */
  get nextSibling(): Node | undefined {
    const { kind, flags, subtreeEnd, parent } = this.tree.columns;
    const end = subtreeEnd[parent[this.id] ?? -1] ?? 0;
    for (let id = this.subtreeEnd; id < end; id = subtreeEnd[id] ?? end) {
      if (((flags[id] ?? 0) & namedFlag) !== 0 && kind[id] !== commentKind) return this.tree.node(id);
    }
    return undefined;
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
  allOutside(boundary: string, kind: string, ...more: string[]): readonly Node[] {
    const closed = kindNames.id(boundary);
    const own = kindNames.id(kind);
    if (more.length > 0) return this.searchOutside(closed, [own, ...more.map((one) => kindNames.id(one))]);
    if (this.isSmall) return this.searchOutside(closed, [own]);
    const known = this.tree.known(this.id, closed, own);
    return known ?? this.tree.keep(this.id, closed, own, this.searchOutside(closed, [own]));
  }

  private get isSmall(): boolean {
    return this.subtreeEnd - this.id < smallSubtree;
  }

  private searchOutside(closed: number, wanted: readonly number[]): readonly Node[] {
    const end = this.subtreeEnd;
    const { kind: column, subtreeEnd } = this.tree.columns;
    const found: Node[] = [];
    if (this.isSmall) {
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
    let closedUntil = this.id;
    this.tree.byKind.visit([closed, ...wanted], this.id, end, (id) => {
      if (id < closedUntil) return;
      if (column[id] === closed) closedUntil = subtreeEnd[id] ?? end;
      else found.push(this.tree.node(id));
    });
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

  /** The descendants of some kinds, this node included, in order. */
  all(kind: string, ...more: string[]): readonly Node[] {
    const own = kindNames.id(kind);
    if (more.length > 0) return this.search([own, ...more.map((one) => kindNames.id(one))]);
    if (this.isSmall) return this.search([own]);
    const known = this.tree.known(this.id, noBoundary, own);
    return known ?? this.tree.keep(this.id, noBoundary, own, this.search([own]));
  }

  private search(wanted: readonly number[]): readonly Node[] {
    const end = this.subtreeEnd;
    const found: Node[] = [];
    if (this.isSmall || wanted.length > manyKinds) {
      const column = this.tree.columns.kind;
      for (let id = this.id; id < end; id++) {
        if (wanted.includes(column[id] ?? -1)) found.push(this.tree.node(id));
      }
      return found;
    }
    this.tree.byKind.visit(wanted, this.id, end, (id) => found.push(this.tree.node(id)));
    return found;
  }
}
