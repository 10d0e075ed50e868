import { beforeAll, describe, expect, test } from '@jest/globals';
import { analyseDirectories } from '../src/app/analysis.ts';
import type { AnalysedTree } from '../src/app/analysis.ts';
import { SourceReader } from '../src/app/source-reader.ts';
import type { Parser } from '../src/parser/parser.ts';
import { typeText } from '../src/semantic/type.ts';
import { importPathsOf } from '../src/source/go-imports.ts';
import { readGoModule } from '../src/source/go-mod.ts';
import { MemoryRepository, commit } from './memory-repository.ts';
import type { MemoryTree } from './memory-repository.ts';
import { wasmParser } from './parser.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

test('a test file without cgo, unsafe or a header of reflect is looked at only, and one with them is read', async () => {
  const tree = {
    'a/a.go': 'package a\nimport "C"\nfunc f() { C.f() }\n',
    'a/silent_test.go': 'package a\nfunc broken( {\n',
    'a/equal_test.go': 'package a\nimport "reflect"\nfunc h() { reflect.DeepEqual(1, 2) }\n',
    'a/unsafe_test.go': 'package a\nimport "unsafe"\nfunc g() { _ = unsafe.Pointer(nil) }\n',
    'a/outside_test.go': 'package a_test\nimport "testing"\nfunc TestA(t *testing.T) {}\n',
  };
  const { analysed } = await analyse(tree, ['a']);
  expect([...analysed.modelledPaths].sort()).toEqual(['a/a.go', 'a/unsafe_test.go']);
  expect(analysed.goFiles.map(({ path }) => path).sort()).toEqual(['a/a.go', 'a/unsafe_test.go']);
  expect(analysed.files).toBe(5);
});

const user = (path: string, expression = 'lib.New()'): string =>
  `package a\nimport "C"\nimport lib "${path}"\nfunc f() { _ = ${expression} }\n`;
const library = 'package lib\ntype T struct { N int }\nfunc New() *T { return nil }\n';

async function analyse(
  tree: MemoryTree,
  directories: readonly string[],
): Promise<{ types: string[]; analysed: AnalysedTree; read: readonly string[] }> {
  const repository = new MemoryRepository({ head: tree });
  const types: string[] = [];
  const reader = new SourceReader(parser);
  const analysed = await analyseDirectories(repository, commit('head'), () => directories, [], reader, {
    releasesFiles: true,
    onSources: ({ packages }) => {
      for (const pkg of packages) {
        for (const statement of pkg.functions().flatMap(({ body }) => body.all('assignment_statement'))) {
          const value = statement.child('right')?.children[0];
          types.push(value === undefined ? '' : typeText(pkg.types.ofExpression(value)));
        }
      }
    },
  });
  return { types, analysed, read: repository.read };
}

describe('a package of the module that is imported', () => {
  test.each<[string, MemoryTree, string]>([
    [
      'is found by the path of the module',
      {
        'go.mod': 'module example.com/m // here\n',
        'lib/lib.go': library,
        'a/a.go': user('example.com/m/lib'),
      },
      '*example.com/m/lib.T',
    ],
    [
      'is found below a module that is not at the root',
      {
        'x/go.mod': 'module "m"\n',
        'x/lib/lib.go': library,
        'a/a.go': 'package a\n',
        'x/a/a.go': user('m/lib'),
      },
      '*m/lib.T',
    ],
    [
      'is found in a directory that replaces a module',
      {
        'x/go.mod': 'module m\nreplace (\n\texample.com/y v1.2.3 => ../y\n)\n',
        'y/go.mod': 'module example.com/y\n',
        'y/lib/lib.go': library,
        'x/a/a.go': user('example.com/y/lib'),
      },
      '*example.com/y/lib.T',
    ],
    [
      'is found in a module of the workspace',
      {
        'go.work': 'go 1.22\nuse ./x\nuse (\n\t./y // here\n)\n',
        'x/go.mod': 'module m\n',
        'y/go.mod': 'module example.com/y\n',
        'y/lib/lib.go': library,
        'x/a/a.go': user('example.com/y/lib'),
      },
      '*example.com/y/lib.T',
    ],
    [
      'is found where the workspace replaces a module',
      {
        'go.work': 'use ./x\nreplace y => ./y\n',
        'x/go.mod': 'module m\nreplace y => ../z\n',
        'y/lib.go': library,
        'y/go.mod': 'module y\n',
        'x/a/a.go': user('y'),
      },
      '*y.T',
    ],
    [
      'is unknown in a module that the workspace does not use',
      {
        'go.work': 'use ./x\n',
        'x/go.mod': 'module m\n',
        'y/go.mod': 'module y\n',
        'y/lib.go': library,
        'x/a/a.go': user('y'),
      },
      '?',
    ],
    [
      'is unknown where the workspace does not use the importing module',
      {
        'go.work': 'use ./y\n',
        'x/go.mod': 'module m\n',
        'y/go.mod': 'module y\n',
        'y/lib.go': library,
        'x/a/a.go': user('y'),
      },
      '?',
    ],
    [
      'has the name that its clause says',
      {
        'go.mod': 'module m\n',
        'go-lib/v2/lib.go': `/* package no */ ${library}`,
        'x/a/a.go': user('m/go-lib/v2').replace('import lib ', 'import '),
      },
      '*m/go-lib/v2.T',
    ],
    [
      'gives its names to a dot import',
      {
        'go.mod': 'module m\n',
        'lib/lib.go': library,
        'x/a/a.go': user('m/lib', 'New().N').replace('import lib ', 'import . "strings"\nimport . '),
      },
      'int',
    ],
    ['may be the root package', { 'go.mod': 'module m\n', 'lib.go': library, 'x/a/a.go': user('m') }, '*m.T'],
    ['is unknown without a go.mod', { 'lib/lib.go': library, 'x/a/a.go': user('example.com/m/lib') }, '?'],
    [
      'is unknown where another module starts in between',
      {
        'go.mod': 'module m\n',
        'lib/go.mod': 'module other\n',
        'lib/lib.go': library,
        'x/a/a.go': user('m/lib'),
      },
      '?',
    ],
    [
      'is unknown where a module path is only a prefix of the name',
      { 'go.mod': 'module m\n', 'lib/lib.go': library, 'x/a/a.go': user('mm/lib') },
      '?',
    ],
    [
      'is unknown where it is replaced by what is outside',
      { 'go.mod': 'module m\nreplace y => ../y\n', 'y/lib.go': library, 'x/a/a.go': user('y') },
      '?',
    ],
    [
      'is not read from its tests',
      { 'go.mod': 'module m\n', 'lib/lib_test.go': library, 'x/a/a.go': user('m/lib') },
      '?',
    ],
    [
      'is read beside a program that is run by itself',
      {
        'go.mod': 'module m\n',
        'lib/gen.go': '//go:build ignore\n\npackage main\nfunc New() int { return 1 }\n',
        'lib/lib.go': library,
        'x/a/a.go': user('m/lib'),
      },
      '*m/lib.T',
    ],
    [
      'leaves what it imports itself as a name',
      {
        'go.mod': 'module m\n',
        'deep/deep.go': 'package deep\ntype D struct { N int }\n',
        'lib/lib.go': 'package lib\nimport "m/deep"\nfunc New() deep.D { return deep.D{} }\n',
        'x/a/a.go': user('m/lib', 'lib.New().N'),
      },
      '?',
    ],
  ])('%s', async (_, tree, expected) => {
    const directory = 'x/a/a.go' in tree ? 'x/a' : 'a';
    const { types, analysed } = await analyse(tree, [directory]);
    expect(types).toEqual([expected]);
    // Context is no part of what is reviewed.
    expect([...analysed.snapshot.files.keys()].filter((path) => path.includes('lib'))).toEqual([]);
  });

  test('is known by what its importer imports, whatever else is analysed', async () => {
    const tree: MemoryTree = {
      'go.mod': 'module m\n',
      'deep/deep.go': 'package deep\nimport "C"\ntype D struct { N int }\n',
      'lib/lib.go': 'package lib\nimport "C"\nimport "m/deep"\nfunc New() deep.D { return deep.D{} }\n',
      'a/a.go': user('m/lib', 'lib.New().N'),
      'b/b.go': `package b\nimport "C"\nimport "m/deep"\nimport "m/lib"\nfunc f() { _ = lib.New().N; var _ deep.D }\n`,
    };
    expect((await analyse(tree, ['a'])).types).toEqual(['?']);
    expect((await analyse(tree, ['a', 'b', 'deep', 'lib'])).types).toEqual(['?', 'int']);
  });

  test('is not read for a package without cgo or unsafe', async () => {
    const tree = { 'go.mod': 'module m\n', 'lib/lib.go': library, 'a/a.go': 'package a\nimport "m/lib"\n' };
    expect((await analyse(tree, ['a'])).read).toEqual(['a/a.go', 'go.mod']);
  });

  test('leaves unknown what cannot be had, and says nothing of it', async () => {
    const tree: MemoryTree = {
      'go.mod': 'module m\n',
      'lib/lib.go': { failing: 'is missing from this clone' },
      'lib/more.go': 'package lib\nfunc More() int { return 1 }\n',
      'a/a.go': user('m/lib', 'lib.New()'),
      'b/b.go': user('m/lib', 'lib.More()'),
    };
    const { types, analysed } = await analyse(tree, ['a', 'b']);
    expect(types).toEqual(['?', 'int']);
    expect([...analysed.snapshot.unreadable]).toEqual([]);
  });

  test('of which there are too many files for one package stays unknown', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 201 }, (_, i) => [`lib/f${String(i)}.go`, i === 0 ? library : 'package lib\n']),
    );
    const tree = { 'go.mod': 'module m\n', ...many, 'a/a.go': user('m/lib') };
    const { types, read } = await analyse(tree, ['a']);
    expect(types).toEqual(['?']);
    expect(read).toEqual(['a/a.go', 'go.mod']);
  });
});

test.each([
  [
    'package a\nimport "x"\nimport y "z/y"\nimport (\n\t_ "p"\n\t. "q" // why\n\n\t`r`\n)\n',
    ['x', 'z/y', 'p', 'q', 'r'],
  ],
  ['// "no"\npackage a; import ("x"; `y`); /* const "no" */ import "z"; func f() { "no" }', ['x', 'y', 'z']],
  ['package a\n\n/*\nconst char *s = "no";\n*/\nimport "C"\n', ['C']],
  ['package a\n<<<<<<< HEAD\nimport "x"\n=======\nimport "y"\n>>>>>>> b\n', ['x', 'y']],
  ['package a\nimport "x"\n/* not closed "no"\nimport "no"\n', ['x']],
  ['package a\nfunc f() {\n\t"no"\n}\n', []],
  ['package a\nvar s = []string{\n\t"no",\n}\n', []],
])('the imports of %j', (text, expected) => {
  expect([...importPathsOf(text)]).toEqual(expected);
});

test.each([
  ['', undefined],
  ['go 1.21\n', undefined],
  ['module a/b\n', { path: 'a/b', replacedByDirectory: [] }],
  ['module (\n\t"a"\n)\n', { path: 'a', replacedByDirectory: [] }],
  [
    'module a\nreplace b => ./b\nreplace c v1 => d v2\nreplace (\n\te => ../e\n\tf => g v1\n)\n// replace h => ./h\n',
    {
      path: 'a',
      replacedByDirectory: [
        { path: 'b', directory: './b' },
        { path: 'e', directory: '../e' },
      ],
    },
  ],
])('the module of %j', (text, expected) => {
  expect(readGoModule(text)).toEqual(expected);
});
