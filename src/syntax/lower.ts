import { TextIndex } from '../base/text.ts';
import type { Language, Parser, SyntaxCursor } from '../parser/parser.ts';
import { fieldNames, kindNames } from './kinds.ts';
import { SyntaxTree, missingFlag, namedFlag } from './tree.ts';

/** Parses a text and lowers the backend's tree to ours in one pass; the backend's tree is freed here. */
export function parseTree(parser: Parser, language: Language, text: string): SyntaxTree {
  const concrete = parser.parse(language, text);
  try {
    return lower(concrete.cursor(), text);
  } finally {
    concrete.free();
  }
}

/** Growable columns: the number of nodes is not known before the walk. */
class ColumnsBuilder {
  size = 0;
  private capacity: number;
  private kind: Uint16Array;
  private field: Uint16Array;
  private flags: Uint8Array;
  private start: Uint32Array;
  private end: Uint32Array;
  private parent: Int32Array;
  private subtreeEnd: Int32Array;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.kind = new Uint16Array(capacity);
    this.field = new Uint16Array(capacity);
    this.flags = new Uint8Array(capacity);
    this.start = new Uint32Array(capacity);
    this.end = new Uint32Array(capacity);
    this.parent = new Int32Array(capacity);
    this.subtreeEnd = new Int32Array(capacity);
  }

  add(cursor: SyntaxCursor, parent: number): number {
    if (this.size === this.capacity) this.grow();
    const id = this.size++;
    // A bare error leaf has no name in the native backend.
    this.kind[id] = kindNames.id(cursor.nodeType || 'ERROR');
    this.field[id] = fieldNames.id(cursor.currentFieldName ?? '');
    this.flags[id] = (cursor.nodeIsNamed ? namedFlag : 0) | (cursor.nodeIsMissing ? missingFlag : 0);
    this.start[id] = cursor.startIndex;
    this.end[id] = cursor.endIndex;
    this.parent[id] = parent;
    this.subtreeEnd[id] = id + 1;
    return id;
  }

  close(id: number): void {
    this.subtreeEnd[id] = this.size;
  }

  private grow(): void {
    this.capacity *= 2;
    this.kind = resized(this.kind, new Uint16Array(this.capacity));
    this.field = resized(this.field, new Uint16Array(this.capacity));
    this.flags = resized(this.flags, new Uint8Array(this.capacity));
    this.start = resized(this.start, new Uint32Array(this.capacity));
    this.end = resized(this.end, new Uint32Array(this.capacity));
    this.parent = resized(this.parent, new Int32Array(this.capacity));
    this.subtreeEnd = resized(this.subtreeEnd, new Int32Array(this.capacity));
  }

  finish(text: string, tooDeep: number): SyntaxTree {
    return new SyntaxTree(
      text,
      new TextIndex(text),
      {
        kind: this.kind.slice(0, this.size),
        field: this.field.slice(0, this.size),
        flags: this.flags.slice(0, this.size),
        start: this.start.slice(0, this.size),
        end: this.end.slice(0, this.size),
        parent: this.parent.slice(0, this.size),
        subtreeEnd: this.subtreeEnd.slice(0, this.size),
      },
      tooDeep,
    );
  }
}

function resized<T extends { set(source: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Analyses follow the nesting of expressions by recursion; nothing that a person writes comes near this. */
const maximalDepth = 600;

function lower(cursor: SyntaxCursor, text: string): SyntaxTree {
  const columns = new ColumnsBuilder(Math.max(64, text.length >> 1));
  const open: number[] = [columns.add(cursor, -1)];
  let tooDeep = -1;
  for (;;) {
    const current = open[open.length - 1] ?? 0;
    if (cursor.gotoFirstChild()) {
      open.push(columns.add(cursor, current));
      if (open.length > maximalDepth && tooDeep < 0) tooDeep = open[open.length - 1] ?? -1;
      continue;
    }
    for (;;) {
      const done = open.pop() ?? 0;
      columns.close(done);
      if (open.length === 0) return columns.finish(text, tooDeep);
      if (cursor.gotoNextSibling()) {
        open.push(columns.add(cursor, open[open.length - 1] ?? -1));
        break;
      }
      cursor.gotoParent();
    }
  }
}
