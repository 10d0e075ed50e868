/** The languages that are read: Go files, and C in preambles, headers and `.c` files. */
export type Language = 'go' | 'c';

/**
 * The part of tree-sitter's cursor that the lowering pass reads; the wasm and the native cursor both have it.
 * Indexes are UTF-16 code units of the parsed text.
 */
export interface SyntaxCursor {
  readonly nodeType: string;
  readonly nodeIsNamed: boolean;
  readonly nodeIsMissing: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly currentFieldName: string | null | undefined;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
}

/** A concrete syntax tree that still belongs to a backend: read it once, then free it. */
export interface ConcreteTree {
  cursor(): SyntaxCursor;
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
