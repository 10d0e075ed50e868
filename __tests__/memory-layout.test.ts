import { beforeAll, expect, test } from '@jest/globals';
import type { DataModel } from '../src/semantic/c-integers.ts';
import { cTypeNamed, layoutOfCStruct, layoutOfGoStruct } from '../src/semantic/memory-layout.ts';
import { Package } from '../src/semantic/package.ts';
import { readGoFile } from '../src/syntax/go-file.ts';
import { wasmParser } from './parser.ts';

const usual: DataModel = { long: 64, pointer: 64 };

function sourceOf(c: string): string {
  return `package layouts

/*
${c}
typedef struct { char kind; int at; short *next; double v[2]; } item;
struct outer { item one; unsigned char last; };
typedef union { char c[5]; int i; } either;
struct flags { unsigned a : 1; int n; };
struct anonymous { int kind; union { int i; double d; }; };
struct foreign { pthread_mutex_t lock; };
struct flexible { int n; char data[]; };
*/
import "C"

type goItem struct {
	kind byte
	at   int32
	*next
	v    [2]float64
}

type next struct{}

var v goItem
`;
}

let pkg: Package;
let packed: Package;
beforeAll(async () => {
  const parser = await wasmParser();
  const packageOf = (c: string): Package =>
    new Package('.', [readGoFile(parser, 'a.go', sourceOf(c))], [], [1, 21]);
  pkg = packageOf('');
  packed = packageOf('#pragma pack(1)');
});

function layout(of: Package, name: string): string | undefined {
  const type = cTypeNamed(name, of);
  const found = type === undefined ? undefined : layoutOfCStruct(type, usual, of);
  if (found === undefined) return undefined;
  const members = found.members.map((one) => `${one.name}@${String(one.offset)}+${String(one.size)}`);
  return `${members.join(' ')} = ${String(found.size)}/${String(found.alignment)}`;
}

test.each([
  ['item', 'kind@0+1 at@4+4 next@8+8 v@16+16 = 32/8'],
  ['struct_outer', 'one@0+32 last@32+1 = 40/8'],
  ['either', 'c@0+5 i@0+4 = 8/4'],
])('%s lies as C lays it out', (name, expected) => {
  expect(layout(pkg, name)).toBe(expected);
});

test.each(['struct_flags', 'struct_anonymous', 'struct_foreign', 'struct_flexible', 'struct_nowhere'])(
  'how %s lies is not known',
  (name) => {
    expect(layout(pkg, name)).toBeUndefined();
  },
);

test('nothing is known of a package that packs structs', () => {
  expect(layout(packed, 'item')).toBeUndefined();
});

test('a struct of Go has its members where Go puts them', () => {
  const name = pkg.files[0]?.tree.root.all('type_spec')[0]?.child('name');
  const symbol = name === undefined ? undefined : pkg.symbolOf(name);
  const type = symbol === undefined ? undefined : pkg.types.ofTypeSymbol(symbol);
  const found = type === undefined ? undefined : layoutOfGoStruct(type, usual, pkg);
  expect(found?.members.map(({ offset, size }) => [offset, size])).toEqual([
    [0, 1],
    [4, 4],
    [8, 8],
    [16, 16],
  ]);
});
