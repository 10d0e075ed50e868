import { Language as Grammar, Parser as TreeSitter } from 'web-tree-sitter';
import type { ConcreteTree, Language, Parser } from './parser.ts';
import { parserVersions } from './versions.ts';

/** The bytes of the three WebAssembly modules: the core never reads files, so they are handed in. */
export interface WasmModules {
  readonly runtime: Uint8Array;
  readonly go: Uint8Array;
  readonly c: Uint8Array;
}

/** The default backend: the same trees on every host, and memory that is given back. */
export async function createWasmParser(modules: WasmModules, reason?: string): Promise<Parser> {
  await TreeSitter.init({ wasmBinary: modules.runtime });
  const parsers: Record<Language, TreeSitter> = {
    go: await parserFor(modules.go),
    c: await parserFor(modules.c),
  };
  return {
    info: {
      backend: 'wasm',
      runtime: parserVersions.wasmRuntime,
      grammarGo: parserVersions.grammarGo,
      grammarC: parserVersions.grammarC,
      ...(reason === undefined ? {} : { reason }),
    },
    parse(language, text): ConcreteTree {
      const tree = parsers[language].parse(text);
      if (tree === null)
        throw new Error('web-tree-sitter gave no tree: the parser has no language or was cancelled');
      return {
        cursor: () => tree.walk(),
        free: () => {
          tree.delete();
        },
      };
    },
  };
}

async function parserFor(grammar: Uint8Array): Promise<TreeSitter> {
  const parser = new TreeSitter();
  parser.setLanguage(await Grammar.load(grammar));
  return parser;
}
