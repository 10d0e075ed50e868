/** The languages that are read: Go files, and C in preambles, headers and `.c` files. */
export type Language = 'go' | 'c';

export const namedFlag = 1;
export const missingFlag = 2;

/** Is told of a tree's nodes in pre-order. */
export interface TreeVisitor {
  /**
   * A node begins; its descendants follow until its `leave`.
   *
   * @param kind id in `kindNames`
   * @param field id in `fieldNames` of the parent's field that holds the node; 0 where there is none
   * @param flags `namedFlag` and `missingFlag`
   * @param start offset in UTF-16 code units of the parsed text
   * @param end the same; exclusive
   */
  enter(kind: number, field: number, flags: number, start: number, end: number): void;
  leave(): void;
}

/** A concrete syntax tree that still belongs to a backend: read it once, then free it. */
export interface ConcreteTree {
  visit(visitor: TreeVisitor): void;
  /** Gives the tree's memory back; the wasm heap is not garbage collected. */
  free(): void;
}

/** Which parser read the code; part of every report. */
export interface ParserInfo {
  readonly backend: 'wasm' | 'native';
  /** Package and version of the runtime, e.g. `web-tree-sitter 0.25.10`. */
  readonly runtime: string;
  readonly grammarGo: string;
  readonly grammarC: string;
  /** Why this backend runs where another was asked for. */
  readonly reason?: string;
}

/** A parser backend. Parsing never fails: broken text gives a tree with ERROR nodes. */
export interface Parser {
  readonly info: ParserInfo;
  parse(language: Language, text: string): ConcreteTree;
}
