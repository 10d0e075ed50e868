import { Language as Grammar, Parser as TreeSitter } from 'web-tree-sitter';
import type { ConcreteTree, Language, Parser } from './parser.ts';
import { parserVersions } from './versions.ts';
import { GrammarTables, visitHeapTree } from './wasm-heap.ts';
import type { WasmHeap } from './wasm-heap.ts';

/** The bytes of the three WebAssembly modules: the core never reads files, so they are handed in. */
export interface WasmModules {
  readonly runtime: Uint8Array;
  readonly go: Uint8Array;
  readonly c: Uint8Array;
}

/** The default backend: the same trees on every host, and memory that is given back. */
export async function createWasmParser(modules: WasmModules, reason?: string): Promise<Parser> {
  const heap = await runtimeHeap(modules.runtime);
  const [go, c] = await Promise.all([grammarParser(heap, modules.go), grammarParser(heap, modules.c)]);
  const parsers: Record<Language, GrammarParser> = { go, c };
  return {
    info: {
      backend: 'wasm',
      runtime: parserVersions.wasmRuntime,
      grammarGo: parserVersions.grammarGo,
      grammarC: parserVersions.grammarC,
      ...(reason === undefined ? {} : { reason }),
    },
    parse(language, text): ConcreteTree {
      const { parser, tables } = parsers[language];
      const tree = parser.parse(text);
      if (tree === null)
        throw new Error('web-tree-sitter gave no tree: the parser has no language or was cancelled');
      return {
        visit: (visitor) => visitHeapTree(heap, tables, addressOf(tree), visitor),
        free: () => {
          tree.delete();
        },
      };
    },
  };
}

let loadedRuntime: Promise<WasmHeap> | undefined;

/** web-tree-sitter has one runtime a process: Emscripten makes of the first options the module itself. */
function runtimeHeap(wasmBinary: Uint8Array): Promise<WasmHeap> {
  loadedRuntime ??= (async () => {
    const module = { wasmBinary };
    await TreeSitter.init(module);
    return module as unknown as WasmHeap;
  })();
  return loadedRuntime;
}

interface GrammarParser {
  readonly parser: TreeSitter;
  readonly tables: GrammarTables;
}

async function grammarParser(heap: WasmHeap, bytes: Uint8Array): Promise<GrammarParser> {
  const grammar = await Grammar.load(bytes);
  const parser = new TreeSitter();
  parser.setLanguage(grammar);
  return { parser, tables: new GrammarTables(heap, addressOf(grammar), grammar.types, grammar.fields) };
}

/** Where an object of web-tree-sitter lies in the runtime's memory; its types leave the property out. */
function addressOf(owner: object): number {
  return (owner as { readonly 0: number })[0];
}
