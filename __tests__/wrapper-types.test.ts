import { readFileSync, readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Parser } from '../src/parser/parser.ts';
import { ImportedPackage } from '../src/semantic/imported-package.ts';
import { Package } from '../src/semantic/package.ts';
import type { WrapperTypes } from '../src/semantic/wrapper/model.ts';
import { wrapperTypes } from '../src/semantic/wrapper-types.ts';
import { readGoFile } from '../src/syntax/go-file.ts';
import { wasmParser } from './parser.ts';
import { packageOf } from './rules/analyse-case.ts';
import { factsOf } from './wrapper-types-facts.ts';

const folder = new URL('wrapper-types/', import.meta.url);

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

function load(name: string): Package {
  return packageOf(parser, new Map([[name, readFileSync(new URL(name, folder), 'utf8')]]));
}

function model(source: string): { pkg: Package; types: WrapperTypes } {
  const pkg = packageOf(parser, new Map([['a.go', `package a\n${source}\n`]]));
  return { pkg, types: modelOf(pkg) };
}

/** The model asks for no other analysis. */
function modelOf(pkg: Package): WrapperTypes {
  return wrapperTypes.run(pkg, (analysis) => {
    throw new Error(`the wrapper types ask for ${analysis.name}`);
  });
}

/** `12: handle(.p c-pointer)`, from the `// want` comments. */
function wanted(text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const want = /\/\/ want (.*)$/.exec(line)?.[1] ?? '';
    return (want.match(/\w+\([^)]*\)/g) ?? []).map((fact) => `${String(index + 1)}: ${fact}`);
  });
}

describe('the facts of a line are those that it announces', () => {
  test.each(readdirSync(folder))('%s', (name) => {
    const pkg = load(name);
    const facts = factsOf(modelOf(pkg));
    const expected = wanted(readFileSync(new URL(name, folder), 'utf8'));
    expect(expected.length).toBeGreaterThan(10);
    expect([...facts].sort()).toEqual([...expected].sort());
  });
});

test('a pointer type that is defined by itself is followed once', () => {
  const { types } = model('import "C"\ntype T *T\ntype A *B\ntype B *A\ntype H struct { t T; a A; p *C.h }');
  expect(types.ofName('H')?.handles.map(({ path }) => path)).toEqual(['.p']);
});

describe('a handle is known wherever it is read', () => {
  const source = `import "C"
type Repo struct { ptr *C.repo; path string }
type Object struct { ptr *C.obj; repo *Repo }
type Tree struct { Object }
func (o *Object) native() *C.obj { return o.ptr }
func f(t *Tree, r *Repo) { use(EXPRESSION) }`;

  test.each([
    ['r.ptr', 'Repo', '.ptr', 'r'],
    ['t.ptr', 'Tree', '.Object.ptr', 't'],
    ['t.Object.ptr', 'Object', '.ptr', 't.Object'],
    ['t.repo.ptr', 'Repo', '.ptr', 't.repo'],
    ['t.native()', 'Tree', '.Object.ptr', 't'],
    ['(*C.other)(r.ptr)', 'Repo', '.ptr', 'r'],
    ['(r.ptr)', 'Repo', '.ptr', 'r'],
  ])('%s', (expression, wrapper, path, holder) => {
    const { pkg, types } = model(source.replace('EXPRESSION', expression));
    const argument = pkg.files[0]?.tree.root
      .all('call_expression')
      .find((call) => call.text.startsWith('use('));
    const read = argument?.child('arguments')?.children[0];
    const found = read === undefined ? undefined : types.handleRead(read);
    expect([found?.wrapper.name, found?.handle.path, found?.holder.text]).toEqual([wrapper, path, holder]);
  });

  test.each(['r.path', 'r', 't.repo', 'r.missing', 'unknown.ptr', 'C.f(r.ptr)'])('not %s', (expression) => {
    const { pkg, types } = model(source.replace('EXPRESSION', expression));
    const argument = pkg.files[0]?.tree.root
      .all('call_expression')
      .find((call) => call.text.startsWith('use('));
    const read = argument?.child('arguments')?.children[0];
    expect(read === undefined ? 'no argument' : types.handleRead(read)).toBeUndefined();
  });
});

test('the variable of a type switch has the type of its case', () => {
  const { pkg, types } = model(`import "C"
type Repo struct { ptr *C.repo }
type Tree struct { ptr *C.tree }
func f(x any) {
  switch v := x.(type) {
  case *Repo: use(v.ptr)
  case *Tree: use(v.ptr)
  case string: use(v.ptr)
  }
}`);
  const reads = (pkg.files[0]?.tree.root.all('call_expression') ?? []).flatMap(
    (call) => call.child('arguments')?.children ?? [],
  );
  expect(reads.map((read) => types.handleRead(read)?.wrapper.name)).toEqual(['Repo', 'Tree', undefined]);
});

test('the wrappers of an imported package of the module are those of its own source', () => {
  const library = `package db
import "C"
import "runtime"
type DB struct { C *C.db_t; name string }
type Plain struct { N int }
func Open() *DB {
  db := &DB{C: C.db_open()}
  runtime.SetFinalizer(db, (*DB).Close)
  return db
}
func (db *DB) Close() { if db.C != nil { C.db_close(db.C); db.C = nil } }
func (db *DB) Native() *C.db_t { return db.C }
func (db *DB) Name() string { return db.name }`;
  const source = `package a
import "C"
import "example.com/m/db"
func f(d *db.DB, p *db.Plain) {
  own := db.Open()
  use(own.C); use(d.Native()); use(d.Name()); use(p.N)
}`;
  const imported = new ImportedPackage('example.com/m/db', 'db', true, () => [
    readGoFile(parser, 'db/db.go', library),
  ]);
  const pkg = new Package('.', [readGoFile(parser, 'a.go', source)], [], [1, 24], (path) =>
    path === 'example.com/m/db' ? imported : undefined,
  );
  const types = modelOf(pkg);
  const reads = (pkg.files[0]?.tree.root.all('call_expression') ?? []).flatMap((call) =>
    call.child('function')?.text === 'use' ? (call.child('arguments')?.children ?? []) : [],
  );
  expect(
    reads.map((read) => {
      const found = types.handleRead(read);
      return found === undefined ? undefined : `${found.holder.text} ${found.handle.path}`;
    }),
  ).toEqual(['own .C', 'd .C', undefined, undefined]);
  const type = types.imported('example.com/m/db')?.ofName('DB');
  expect(type?.releases.map(({ name, clears }) => [name, clears])).toEqual([['Close', 'yes']]);
  expect(type?.cleanups.map(({ releases }) => releases)).toEqual([['db_close']]);
  expect(types.imported('example.com/m/other')).toBeUndefined();
  expect(types.all).toEqual([]);
});

test('types that are declared through themselves end', () => {
  const { types } = model(`import "C"
type A struct { B; p *C.a }
type B struct { *A }
type C1 C2
type C2 C1
type L []L
type M map[string]M
func (a *A) next() *A { return a.next() }
func (a *A) Free() { a.Free2() }
func (a *A) Free2() { a.Free(); C.a_free(a.p) }
func f() { x := x; y, z := z, y; _ = x; _ = y }`);
  expect(types.ofName('A')?.releases.map((release) => release.name)).toContain('Free2');
});

test('definitions under several build constraints are all there', () => {
  const pkg = packageOf(
    parser,
    new Map([
      [
        'a_linux.go',
        'package a\nimport "C"\ntype H struct { p *C.h }\nfunc (h *H) Close() { C.h_free(h.p) }\n',
      ],
      [
        'a_darwin.go',
        'package a\nimport "C"\ntype H struct { p *C.h }\nfunc (h *H) Close() { C.h_free(h.p); h.p = nil }\n',
      ],
    ]),
  );
  const type = modelOf(pkg).ofName('H');
  expect(type?.symbols.length).toBe(2);
  expect(type?.handles.length).toBe(1);
  expect(type?.releases.map((release) => release.clears).sort()).toEqual(['no', 'yes']);
});

test('a package of a thousand wrappers is modelled in time that grows with its size', () => {
  const wrapper = (n: number): string => `type T${String(n)} struct { p *C.t; parent *T${String(n - 1)} }
func New${String(n)}(parent *T${String(n - 1)}) *T${String(n)} {
  t := &T${String(n)}{p: C.t_new(parent.p), parent: parent}
  runtime.SetFinalizer(t, (*T${String(n)}).Free)
  return t
}
func (t *T${String(n)}) Free() { if t.p != nil { C.t_free(t.p); t.p = nil } }`;
  const source = (count: number): string =>
    `import "C"\nimport "runtime"\ntype T0 struct { p *C.t }\n${Array.from({ length: count }, (_, n) => wrapper(n + 1)).join('\n')}`;
  const time = (count: number): number => {
    const pkg = packageOf(parser, new Map([['a.go', `package a\n${source(count)}\n`]]));
    const start = performance.now();
    expect(modelOf(pkg).all.length).toBe(count + 1);
    return performance.now() - start;
  };
  /** The best of three: what else the machine does takes part in each of them. */
  const best = (count: number): number => Math.min(time(count), time(count), time(count));
  time(50);
  const small = best(250);
  const large = best(1000);
  expect(large).toBeLessThan(12 * Math.max(small, 20));
});
