import { beforeAll, expect, test } from '@jest/globals';
import { Language as Grammar, Parser as TreeSitter } from 'web-tree-sitter';
import { visitWithCursor } from '../src/parser/cursor.ts';
import type { Language, Parser } from '../src/parser/parser.ts';
import { parseTree } from '../src/syntax/lower.ts';
import { ruleSources } from './long/corpus.ts';
import { mutate, mutations } from './long/mutations.ts';
import { treeDifference } from './long/tree-difference.ts';
import { wasmModules, wasmParser } from './parser.ts';

/** The same backend read with web-tree-sitter's own cursor: slow, and independent of how its memory is laid out. */
let withCursor: Parser;
let direct: Parser;
beforeAll(async () => {
  direct = await wasmParser();
  const modules = wasmModules();
  const parsers = new Map<Language, TreeSitter>();
  for (const language of ['go', 'c'] as const) {
    const parser = new TreeSitter();
    parser.setLanguage(await Grammar.load(modules[language]));
    parsers.set(language, parser);
  }
  withCursor = {
    info: direct.info,
    parse(language, text) {
      const tree = parsers.get(language)?.parse(text);
      if (tree === null || tree === undefined) throw new Error('there is no tree');
      const cursor = tree.walk();
      return {
        visit: (visitor) => visitWithCursor(cursor, visitor),
        free() {
          cursor.delete();
          tree.delete();
        },
      };
    },
  };
});

function difference(language: Language, text: string): string | undefined {
  return treeDifference(parseTree(direct, language, text), parseTree(withCursor, language, text));
}

test.each([
  ['go', ''],
  ['go', ' \n\t'],
  ['go', '\uFEFFpackage a // größe 😀\n'],
  ['go', 'package a\nfunc f() { x := a[; }\n'],
  ['go', `package a\nvar x = ${'('.repeat(3000)}1${')'.repeat(3000)}\n`],
  ['go', `package a\nvar x = []int{${'1,'.repeat(20_000)}}\n`],
  ['c', ''],
  ['c', '#if A\nint f(void) {\n#else\nint g(void) {\n#endif\n  return 1; }\n'],
  ['c', '{'.repeat(500)],
  ['c', `// ${'x'.repeat(70_000)}\nint a;`],
] as const)(
  'a tree is read from the memory of the runtime as its cursor tells it: %s %#',
  (language, text) => {
    expect(difference(language, text)).toBeUndefined();
  },
);

test("the rules' test data, as it is and damaged", () => {
  const found = ruleSources().flatMap((file, index) =>
    [file.text, mutate(file.text, index).text, mutate(file.text, index + mutations.length + 3).text].flatMap(
      (text) => difference(file.language, text)?.concat(` in ${file.path}, ${String(index)}`) ?? [],
    ),
  );
  expect(found).toEqual([]);
});
