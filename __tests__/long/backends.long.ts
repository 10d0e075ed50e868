import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Parser } from '../../src/parser/parser.ts';
import { createNativeParser } from '../../src/parser/native.ts';
import { parseTree } from '../../src/syntax/lower.ts';
import { wasmParser } from '../parser.ts';
import { crosses, goRootPackages, spread } from './corpus.ts';
import type { CorpusFile } from './corpus.ts';
import { mutate, mutations } from './mutations.ts';
import { inconsistencies, treeDifference } from './tree-difference.ts';

/** So many of Go's own files are parsed by both backends, and so many damaged versions of each. */
const fileCount = 400;
const damages = 2;

let wasm: Parser;
let native: Parser;
let files: readonly CorpusFile[];
beforeAll(async () => {
  wasm = await wasmParser();
  try {
    native = await createNativeParser((name) => import(name));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `this test compares two backends and the native one does not load: install with a compiler (${reason})`,
    );
  }
  const all = goRootPackages().flatMap((one) => one.files);
  const c = all.filter(({ language }) => language === 'c');
  files = [...spread(all.filter(crosses), fileCount - 50), ...spread(c, 50)];
});

/** In which node the backends' trees of a text differ, if they do. */
function difference(file: CorpusFile, text: string): string | undefined {
  return treeDifference(parseTree(wasm, file.language, text), parseTree(native, file.language, text));
}

describe("wasm and native lower Go's own sources to identical trees", () => {
  test('as they are', () => {
    expect(files.length).toBeGreaterThan(300);
    const found = files.flatMap((file) => difference(file, file.text)?.concat(` in ${file.path}`) ?? []);
    expect(found).toEqual([]);
  });

  test.each(Array.from({ length: damages }, (_, round) => round))('damaged, round %d', (round) => {
    const found = files.flatMap((file, index) => {
      const seed = index + round * (files.length + 1);
      const damaged = mutate(file.text, seed);
      return (
        difference(file, damaged.text)?.concat(
          ` in ${file.path} with ${damaged.name}, seed ${String(seed)}`,
        ) ?? []
      );
    });
    expect(found).toEqual([]);
  });

  test('in trees that are consistent', () => {
    const found = spread(files, 60).flatMap((file, index) =>
      inconsistencies(parseTree(wasm, file.language, mutate(file.text, index + mutations.length).text)).slice(
        0,
        3,
      ),
    );
    expect(found).toEqual([]);
  });
});
