/** The pinned versions of the parser's packages; a test holds them equal to what is installed. */
export const parserVersions = {
  wasmRuntime: 'web-tree-sitter 0.25.10',
  nativeRuntime: 'tree-sitter 0.25.1',
  grammarGo: 'tree-sitter-go 0.25.0',
  grammarC: 'tree-sitter-c 0.24.1',
} as const;
