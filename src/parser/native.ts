import { visitWithCursor } from './cursor.ts';
import type { SyntaxCursor } from './cursor.ts';
import type { ConcreteTree, Language, Parser } from './parser.ts';
import { parserVersions } from './versions.ts';

/** The part of the `tree-sitter` package that is used; it ships no types for its ES module form. */
interface NativeTreeSitter {
  setLanguage(grammar: unknown): void;
  parse(
    input: (index: number) => string,
    oldTree: undefined,
    options: { bufferSize: number },
  ): {
    walk(): SyntaxCursor;
  };
}

/** Loads a package by its name: `(name) => import(name)`; handed in by the shells. */
export type LoadModule = (name: string) => Promise<unknown>;

/**
 * The native backend, where its packages are installed and their prebuilt libraries load
 * (`tree-sitter` 0.25.1 for linux-x64 needs GLIBCXX_3.4.31: not on Debian 12 or Ubuntu 22.04 unless built there).
 * @throws the loader's error
 */
export async function createNativeParser(load: LoadModule): Promise<Parser> {
  const TreeSitter = defaultExport(await load('tree-sitter')) as new () => NativeTreeSitter;
  const parsers: Record<Language, NativeTreeSitter> = {
    go: new TreeSitter(),
    c: new TreeSitter(),
  };
  parsers.go.setLanguage(defaultExport(await load('tree-sitter-go')));
  parsers.c.setLanguage(defaultExport(await load('tree-sitter-c')));
  return {
    info: {
      backend: 'native',
      runtime: parserVersions.nativeRuntime,
      grammarGo: parserVersions.grammarGo,
      grammarC: parserVersions.grammarC,
    },
    parse(language, text): ConcreteTree {
      // The string form of parse() refuses texts above 32 KiB; a reader of chunks has no limit.
      const read = (index: number): string => text.slice(index, index + chunk);
      const tree = parsers[language].parse(read, undefined, { bufferSize: chunk * 4 });
      return {
        visit: (visitor) => visitWithCursor(tree.walk(), visitor),
        // The native tree has no delete: its memory waits for the garbage collector.
        free: () => undefined,
      };
    },
  };
}

const chunk = 16 * 1024;

function defaultExport(module: unknown): unknown {
  return (module as { default?: unknown }).default ?? module;
}
