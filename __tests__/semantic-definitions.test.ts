import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Parser } from '../src/parser/parser.ts';
import type { Package } from '../src/semantic/package.ts';
import type { GoSymbol } from '../src/semantic/symbol.ts';
import type { Node } from '../src/syntax/tree.ts';
import { calledDeclarations } from '../src/semantic/called-declarations.ts';
import { calleeOf } from '../src/semantic/callee.ts';
import { typeText } from '../src/semantic/type.ts';
import { wasmParser } from './parser.ts';
import { packageOf } from './rules/analyse-case.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

type Files = Readonly<Record<string, string>>;

function load(files: Files): Package {
  const texts = Object.entries(files).map(
    ([path, text]) => [path, text.includes('package ') ? text : `package p\n${text}`] as const,
  );
  return packageOf(parser, new Map(texts));
}

// The identifiers of a name in a file, in order.
function identifiers(pkg: Package, path: string, name: string): Node[] {
  const file = pkg.files.find((one) => one.path === path);
  return (file?.tree.root.all('identifier', 'type_identifier') ?? []).filter((node) => node.text === name);
}

function last(pkg: Package, path: string, name: string): Node {
  const found = identifiers(pkg, path, name).at(-1);
  if (found === undefined) throw new Error(`${path} has no ${name}`);
  return found;
}

function pathsOf(symbols: readonly GoSymbol[]): string[] {
  return symbols.map((symbol) => symbol.file.path);
}

const build = (expression: string): string => `//go:build ${expression}\n\npackage p\n`;
const open = 'func Open() {}\n';
const use = 'func use() { Open() }\n';

describe('a name means what is in a build together with its file', () => {
  test.each<[string, Files, string, string[]]>([
    [
      'a file of every build sees all',
      { 'a_linux.go': open, 'a_windows.go': open, 'use.go': use },
      'use.go',
      ['a_linux.go', 'a_windows.go'],
    ],
    [
      'a file of one system sees its own',
      { 'a_linux.go': open, 'a_windows.go': open, 'use_windows.go': use },
      'use_windows.go',
      ['a_windows.go'],
    ],
    [
      'what is in all builds of the file is the only one',
      { 'a_linux.go': open, 'b.go': `${build('unix || windows')}${open}`, 'use_windows_arm64.go': use },
      'use_windows_arm64.go',
      ['b.go'],
    ],
    [
      'cgo and not',
      { 'a.go': `import "C"\n${open}`, 'b.go': `${build('!cgo')}${open}`, 'use.go': use },
      'use.go',
      ['a.go', 'b.go'],
    ],
    [
      'a file that imports "C" sees no file without cgo',
      { 'a.go': `${build('!cgo')}${open}`, 'b.go': `${build('cgo')}${open}`, 'use.go': `import "C"\n${use}` },
      'use.go',
      ['b.go'],
    ],
    [
      'free tags',
      {
        'a.go': `${build('!mine')}${open}`,
        'b.go': `${build('mine')}${open}`,
        'use.go': `${build('mine && linux')}${use}`,
      },
      'use.go',
      ['b.go'],
    ],
    ['the own definition of a file', { 'a.go': open, 'use.go': `${open}${use}` }, 'use.go', ['use.go']],
    [
      'two in one build do not compile: the first',
      { 'a.go': open, 'b.go': open, 'use.go': use },
      'use.go',
      ['a.go'],
    ],
    ['two in one file do not compile: the first', { 'use.go': `${open}${open}${use}` }, 'use.go', ['use.go']],
    ['nothing of another system', { 'a_linux.go': open, 'use_windows.go': use }, 'use_windows.go', []],
    ['nothing of a file that is never built', { '_a.go': open, 'use.go': use }, 'use.go', []],
    [
      'a generator is no part of the package',
      { 'gen.go': `${build('ignore')}${open}`, 'z.go': open, 'use.go': use },
      'use.go',
      ['z.go'],
    ],
    [
      'generators may be run together',
      { 'gen.go': `${build('ignore')}${open}`, 'z.go': open, 'use.go': `${build('ignore')}${use}` },
      'use.go',
      ['gen.go'],
    ],
    ['a test sees the package', { 'a.go': open, 'use_test.go': use }, 'use_test.go', ['a.go']],
    ['the package sees no test', { 'a_test.go': open, 'use.go': use }, 'use.go', []],
    [
      'a test sees other tests',
      { 'a_windows_test.go': open, 'a_linux_test.go': open, 'use_test.go': use },
      'use_test.go',
      ['a_windows_test.go', 'a_linux_test.go'],
    ],
    [
      'a malformed constraint is not known to leave anything out',
      { 'a_linux.go': open, 'a_windows.go': open, 'use.go': `${build('linux &')}${use}` },
      'use.go',
      ['a_linux.go', 'a_windows.go'],
    ],
    [
      'a local hides all',
      { 'a_linux.go': open, 'a_windows.go': open, 'use.go': 'func use(Open func()) { Open() }\n' },
      'use.go',
      ['use.go'],
    ],
    [
      'an import hides all',
      { 'a_linux.go': open, 'use.go': 'import Open "x"\nfunc use() { Open.F() }\n' },
      'use.go',
      ['use.go'],
    ],
  ])('%s', (_, files, path, expected) => {
    const pkg = load(files);
    const node = last(pkg, path, 'Open');
    expect(pathsOf(pkg.symbolsOf(node))).toEqual(expected);
    expect(pkg.symbolOf(node)).toBe(pkg.symbolsOf(node)[0]);
  });

  test('a use is one of each definition that it can refer to', () => {
    const pkg = load({
      'a_linux.go': 'var handle int\n',
      'a_windows.go': 'var handle uintptr\nfunc g() { handle = 1 }\n',
      'use.go': 'func use() { handle = 2 }\n',
    });
    const uses = ['a_linux.go', 'a_windows.go'].map((path) => {
      const [declaration] = identifiers(pkg, path, 'handle');
      const symbol = declaration === undefined ? undefined : pkg.symbolOf(declaration);
      if (symbol === undefined) throw new Error(`${path} declares it`);
      return pkg.bindings.usesOf(symbol).map((node) => node.tree.text.slice(node.start, node.end + 4).trim());
    });
    expect(uses).toEqual([
      ['handle int', 'handle = 2'],
      ['handle uin', 'handle = 1', 'handle = 2'],
    ]);
  });

  test('a type is one symbol in all files, its own included', () => {
    const pkg = load({ 'a.go': 'var x T\ntype T struct{ next *T }\nvar y T\n', 'b.go': 'var z T\n' });
    const symbols = ['a.go', 'b.go'].flatMap((path) =>
      identifiers(pkg, path, 'T').map((node) => pkg.symbolOf(node)),
    );
    expect(symbols).toHaveLength(5);
    expect(new Set(symbols).size).toBe(1);
    expect(symbols[0]?.declaration.line).toBe(3);
  });

  test('init functions are any number, and no name', () => {
    const pkg = load({ 'a.go': 'func init() {}\nfunc init() {}\nfunc f() { init() }\n' });
    expect(pkg.symbolsOf(last(pkg, 'a.go', 'init'))).toEqual([]);
  });
});

describe('methods of a type', () => {
  function methods(files: Files, path: string, name: string): string[] {
    const pkg = load(files);
    const symbol = pkg.symbolOf(last(pkg, path, name));
    if (symbol === undefined) throw new Error(`${name} is no symbol`);
    return pkg
      .methodsOf(symbol)
      .map((method) => `${method.file.path} ${method.hasPointerReceiver ? '*' : ''}${method.name}`);
  }

  test.each<[string, Files, string[]]>([
    [
      'by value and by pointer, from all files',
      {
        'a.go': 'type T struct{}\nfunc (t T) A() {}\nfunc (*T) B() {}\nfunc C(t T) {}\n',
        'b.go': 'func (T) D() {}\nfunc (u U) E() {}\ntype U T\n',
        't.go': 'var x T\n',
      },
      ['a.go A', 'a.go *B', 'b.go D'],
    ],
    [
      'generic and in parentheses',
      { 't.go': 'type T[K any] struct{}\nfunc (t *T[K]) A() {}\nfunc (t (*T[_])) B() {}\nvar x T[int]\n' },
      ['t.go *A', 't.go *B'],
    ],
    [
      'through aliases',
      {
        't.go':
          'type A = B\ntype B = T\nfunc (a *A) M() {}\ntype T struct{}\ntype D B\nfunc (d D) N() {}\nvar x T\n',
      },
      ['t.go *M'],
    ],
    ['an alias of itself', { 't.go': 'type T = U\ntype U = T\nfunc (t T) M() {}\nvar x T\n' }, []],
    [
      'under different constraints',
      {
        'a_linux.go': 'func (T) M() {}\n',
        'a_windows.go': 'func (T) M() {}\n',
        't.go': 'type T struct{}\nvar x T\n',
      },
      ['a_linux.go M', 'a_windows.go M'],
    ],
    ['of no type that is declared here', { 't.go': 'func (x X) M() {}\ntype T struct{}\nvar x T\n' }, []],
    [
      'one that does not parse',
      { 't.go': 'type T struct{}\nvar x T\nfunc (t T) M() { if }\nfunc (t T) N() {}\n' },
      ['t.go N'],
    ],
  ])('%s', (_, files, expected) => {
    expect(methods(files, 't.go', 'T')).toEqual(expected);
  });

  test('each definition of a type has the methods that go with it', () => {
    const files = {
      'a_linux.go': 'type T struct{}\nfunc (T) Linux() {}\n',
      'a_windows.go': 'type T struct{}\nfunc (T) Windows() {}\n',
      'common.go': 'func (T) Common() {}\n',
    };
    expect(methods(files, 'a_linux.go', 'T')).toEqual(['a_linux.go Linux', 'common.go Common']);
    expect(methods(files, 'a_windows.go', 'T')).toEqual(['a_windows.go Windows', 'common.go Common']);
  });
});

describe('what is said of a name holds for all its definitions', () => {
  const files = (linux: string, windows: string, use: string): Files => ({
    'a_linux.go': linux,
    'a_windows.go': windows,
    'use.go': use,
  });

  test.each<[string, Files, string]>([
    ['the same', files('func F() int\n', 'func F() int\n', 'func use() { F() }\n'), 'function 2'],
    ['a variable on one', files('func F() int\n', 'var F func() int\n', 'func use() { F() }\n'), 'unknown'],
    ['a type on one', files('func F(int)\n', 'type F int\n', 'func use() { F(1) }\n'), 'unknown'],
    ['types on both', files('type F int\n', 'type F uint\n', 'func use() { F(1) }\n'), 'conversion'],
    [
      'an instance',
      files('func F[T any]()\n', 'func F[T any]()\n', 'func use() { F[int]() }\n'),
      'function 2',
    ],
    ['an element', files('', '', 'var F []func()\nfunc use() { F[0]() }\n'), 'unknown'],
  ])('a call: %s', (_, given, expected) => {
    const pkg = load(given);
    const call = last(pkg, 'use.go', 'F').ancestor('call_expression', 'type_conversion_expression');
    if (call === undefined) throw new Error('there is a call');
    const callee = calleeOf(call, pkg);
    expect(callee.kind === 'function' ? `function ${String(callee.symbols.length)}` : callee.kind).toBe(
      expected,
    );
  });

  const handle = 'type H struct { n int; h ';
  test.each<[string, Files, string]>([
    ['a field', files(`${handle}int }\n`, `${handle}int }\n`, 'func use(x H) { _ = x.h }\n'), 'int'],
    [
      'fields that differ',
      files(`${handle}int }\n`, `${handle}uint }\n`, 'func use(x H) { _ = x.h }\n'),
      '?',
    ],
    [
      'a field of one only',
      files(`${handle}int }\n`, 'type H struct{}\n', 'func use(x H) { _ = x.h }\n'),
      'int',
    ],
    [
      'a field that one may have otherwise',
      files(
        `${handle}int }\n`,
        'type H struct { E }\n',
        'type E struct { h uint }\nfunc use(x H) { _ = x.h }\n',
      ),
      '?',
    ],
    ['a definition', files('type H int\n', 'type H int\n', 'func use(x H) { _ = x }\n'), 'H'],
    ['a constant', files('const K = 1\n', 'const K = "s"\n', 'func use() { _ = K }\n'), '?'],
    [
      'types of the same name behind one function',
      files(
        'type R struct{ f int }\nfunc F() *R\n',
        'type R struct{ f uint }\nfunc F() *R\n',
        'func use() { _ = F().f }\n',
      ),
      '?',
    ],
    [
      'what only one system sees',
      {
        'a_linux.go': 'type R *int\n',
        'a_windows.go': 'type R uintptr\n',
        'h.go': 'type H struct { r R }\n',
        'use.go': `${build('linux')}func use(x H) { _ = *x.r }\n`,
      },
      'int',
    ],
    [
      'what both see',
      {
        'a_linux.go': 'type R *int\n',
        'a_windows.go': 'type R uintptr\n',
        'h.go': 'type H struct { r R }\n',
        'use.go': 'func use(x H) { _ = *x.r }\n',
      },
      '?',
    ],
    [
      'a method with another result',
      files('func (H) M() int\n', 'func (H) M() uint\n', 'type H int\nfunc use(x H) { _ = x.M() }\n'),
      '?',
    ],
  ])('a type: %s', (_, given, expected) => {
    const pkg = load(given);
    const file = pkg.files.find((one) => one.path === 'use.go');
    const [assignment] = file?.tree.root.all('assignment_statement') ?? [];
    const value = assignment?.child('right')?.children[0];
    expect(value === undefined ? undefined : typeText(pkg.types.ofExpression(value))).toBe(expected);
  });

  test.each<[string, string, readonly string[] | undefined]>([
    ['a method for each system', 'x.M()', ['a_linux.go', 'a_windows.go']],
    ['through a pointer and embedding', 'o.M()', ['a_linux.go', 'a_windows.go']],
    ['a function for each system', 'F()', ['a_linux.go', 'a_windows.go']],
    ['an interface', 'i.M()', undefined],
    ['a function value', 'v()', undefined],
  ])('the declarations that a call can run: %s', (_, call, expected) => {
    const each = 'func (*T) M() {}\nfunc F() {}\n';
    const pkg = load({
      ...files(each, each, `func use(x *T, o Outer, i interface{ M() }, v func()) { ${call} }\n`),
      't.go': 'type T struct{}\ntype Outer struct { *T }\n',
    });
    const file = pkg.files.find((one) => one.path === 'use.go');
    const [node] = file?.tree.root.all('call_expression') ?? [];
    const found = node === undefined ? undefined : calledDeclarations(node, pkg);
    const paths = found?.map((one) => pkg.files.find(({ tree }) => tree === one.tree)?.path);
    expect(paths).toEqual(expected);
  });
});

test('the external test package is told apart', () => {
  const external = (files: Files): boolean => load(files).isExternalTest;
  expect(external({ 'a_test.go': 'package p_test\n' })).toBe(true);
  expect(external({ 'a_test.go': 'package p\n' })).toBe(false);
  // A package may be called like this, too.
  expect(external({ 'a.go': 'package p_test\n', 'a_test.go': 'package p_test\n' })).toBe(false);
});

test('a package with thousands of definitions of a name is bound in a moment', () => {
  const files: Record<string, string> = {};
  for (let i = 0; i < 1500; i++) {
    const name = String(i);
    files[`f${name}.go`] =
      `${build(`tag${name}`)}func helper() {}\nfunc run${name}() { helper(); shared() }\n`;
  }
  files['shared.go'] = 'func shared() {}\n';
  const started = performance.now();
  const pkg = load(files);
  expect(pathsOf(pkg.symbolsOf(last(pkg, 'f7.go', 'helper')))).toEqual(['f7.go']);
  expect(pathsOf(pkg.symbolsOf(last(pkg, 'f1499.go', 'shared')))).toEqual(['shared.go']);
  expect(performance.now() - started).toBeLessThan(5000);
});
