import { TextIndex } from '../base/text.ts';
import type { Language, Parser, TreeVisitor } from '../parser/parser.ts';
import { dereferenceConversion } from './dereferenced-conversion.ts';
import { SyntaxTree } from './tree.ts';
import type { TreeColumns } from './tree.ts';

/**
 * Parses a text and lowers the backend's tree to ours in one pass; the backend's tree is freed here.
 * @param index of what positions are to lie in, where the text has more at its end
 */
export function parseTree(
  parser: Parser,
  language: Language,
  text: string,
  index = new TextIndex(text),
): SyntaxTree {
  const concrete = parser.parse(language, text);
  const builder = new TreeBuilder();
  try {
    concrete.visit(builder);
  } finally {
    concrete.free();
  }
  return builder.finish(text, index);
}

/** Analyses follow the nesting of expressions by recursion; nothing that a person writes comes near this. */
const maximalDepth = 600;

/** Columns for as many nodes as `capacity` says, in one piece of memory: what aligns to four bytes comes first. */
function columnsFor(capacity: number): Columns {
  const buffer = new ArrayBuffer(capacity * 21);
  return {
    start: new Uint32Array(buffer, 0, capacity),
    end: new Uint32Array(buffer, capacity * 4, capacity),
    parent: new Int32Array(buffer, capacity * 8, capacity),
    subtreeEnd: new Int32Array(buffer, capacity * 12, capacity),
    kind: new Uint16Array(buffer, capacity * 16, capacity),
    field: new Uint16Array(buffer, capacity * 18, capacity),
    flags: new Uint8Array(buffer, capacity * 20, capacity),
  };
}

type Columns = { [K in keyof TreeColumns]: TreeColumns[K] };

/** The first `size` entries of some columns, in columns for `capacity` nodes. */
function copied(from: Columns, size: number, capacity: number): Columns {
  const to = columnsFor(capacity);
  to.start.set(from.start.subarray(0, size));
  to.end.set(from.end.subarray(0, size));
  to.parent.set(from.parent.subarray(0, size));
  to.subtreeEnd.set(from.subtreeEnd.subarray(0, size));
  to.kind.set(from.kind.subarray(0, size));
  to.field.set(from.field.subarray(0, size));
  to.flags.set(from.flags.subarray(0, size));
  return to;
}

/** The nodes of most files; the columns of a larger one are not kept for the next. */
const usualCapacity = 1 << 18;

/** Where the nodes are written while their number is not known: a tree is built at a time, and then copied out. */
const usualColumns = columnsFor(usualCapacity);

class TreeBuilder implements TreeVisitor {
  private columns = usualColumns;
  private capacity = usualCapacity;
  private size = 0;
  private current = -1;
  private depth = 0;
  private tooDeep = -1;

  enter(kind: number, field: number, flags: number, start: number, end: number): void {
    if (this.size === this.capacity) {
      this.capacity *= 2;
      this.columns = copied(this.columns, this.size, this.capacity);
    }
    const id = this.size++;
    const columns = this.columns;
    columns.kind[id] = kind;
    columns.field[id] = field;
    columns.flags[id] = flags;
    columns.start[id] = start;
    columns.end[id] = end;
    columns.parent[id] = this.current;
    this.current = id;
    if (++this.depth > maximalDepth && this.tooDeep < 0) this.tooDeep = id;
  }

  leave(): void {
    this.columns.subtreeEnd[this.current] = this.size;
    dereferenceConversion(this.columns, this.current);
    this.current = this.columns.parent[this.current] ?? -1;
    this.depth--;
  }

  finish(text: string, index: TextIndex): SyntaxTree {
    return new SyntaxTree(text, index, copied(this.columns, this.size, this.size), this.tooDeep);
  }
}
