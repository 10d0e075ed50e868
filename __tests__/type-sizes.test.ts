import { beforeAll, expect, test } from '@jest/globals';
import { dataModels } from '../src/semantic/c-integers.ts';
import { Package } from '../src/semantic/package.ts';
import { sizeOf } from '../src/semantic/type-sizes.ts';
import { readGoFile } from '../src/syntax/go-file.ts';
import { wasmParser } from './parser.ts';

const source = `package sizes

/*
typedef unsigned long id;
typedef struct { int a; } pair;
typedef pair *ref;
typedef enum { A, B } mode;
*/
import "C"

type handle uintptr

type item struct {
	kind  uint8
	at    uint64
	a, b  int16
	*handle
}

type tail struct {
	n   int32
	end [0]byte
}

var (
	v0 int
	v1 *C.char
	v2 C.id
	v3 C.ref
	v4 C.pair
	v5 C.mode
	v6 item
	v7 [3]handle
	v8 []byte
	v9 C.size_t
	v10 tail
	v11 C.longlong
	v12 string
	v13 C.unheard_of
	v14 map[string]int
)
`;

let sizes: Map<string, (number | undefined)[]>;
beforeAll(async () => {
  const parser = await wasmParser();
  const pkg = new Package('.', [readGoFile(parser, 'sizes.go', source)], [], [1, 21]);
  const file = pkg.files[0];
  const specs = file?.tree.root.all('var_spec') ?? [];
  sizes = new Map(
    specs.flatMap((spec) => {
      const [name, type] = [spec.child('name'), spec.child('type')];
      if (name === undefined || type === undefined) return [];
      const known = pkg.types.ofTypeNode(type);
      return [[name.text, dataModels.map((model) => sizeOf(known, model, pkg))] as const];
    }),
  );
});

test.each([
  ['v0', [4, 8, 8]],
  ['v1', [4, 8, 8]],
  ['v2', [4, 8, 4]],
  ['v3', [4, 8, 8]],
  ['v5', [4, 4, 4]],
  ['v6', [20, 32, 32]],
  ['v7', [12, 24, 24]],
  ['v8', [12, 24, 24]],
  ['v9', [4, 8, 8]],
  ['v10', [8, 8, 8]],
  ['v11', [8, 8, 8]],
  ['v12', [8, 16, 16]],
  ['v14', [4, 8, 8]],
])('the size of %s under ILP32, LP64 and LLP64', (name, expected) => {
  expect(sizes.get(name)).toEqual(expected);
});

test.each(['v4', 'v13'])('the size of %s is not known', (name) => {
  expect(sizes.get(name)).toEqual([undefined, undefined, undefined]);
});
