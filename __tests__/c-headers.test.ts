import { beforeAll, describe, expect, test } from '@jest/globals';
import { packagesOf } from '../src/app/packages.ts';
import { SnapshotLoader } from '../src/app/snapshot-loader.ts';
import { SourceReader } from '../src/app/source-reader.ts';
import type { Parser } from '../src/parser/parser.ts';
import type { CDeclarations, CFunction } from '../src/semantic/c-declarations.ts';
import { typeText } from '../src/semantic/type.ts';
import type { Package } from '../src/semantic/package.ts';
import { MemoryRepository, commit } from './memory-repository.ts';
import { wasmParser } from './parser.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

async function packagesIn(
  files: Readonly<Record<string, string>>,
  ...directories: string[]
): Promise<Package[]> {
  const loader = await SnapshotLoader.open(new MemoryRepository({ head: files }), commit('head'));
  const snapshot = await loader.load(directories);
  const reader = new SourceReader(parser);
  return directories.flatMap((one) => packagesOf(one, snapshot, loader, reader).packages);
}

async function declared(files: Readonly<Record<string, string>>): Promise<CDeclarations> {
  const [pkg] = await packagesIn(files, '.');
  if (pkg === undefined) throw new Error('no package');
  return pkg.c;
}

// The result of a function and how many parameters it has; `?` for what is not known.
function shown(declaration: CFunction | undefined): string {
  if (declaration === undefined) return 'none';
  const { result, parameters } = declaration.type;
  return `${'name' in result ? result.name : result.kind === 'unknown' ? '?' : result.kind}/${String(parameters?.length ?? '?')}`;
}

function go(preamble: string): string {
  return `package a\n\n/*\n${preamble}\n*/\nimport "C"\n`;
}

const attribute = '#define lib_fn __attribute__((cold))\n';
const declare = '#define LIB_DECLARE(name) int name(char *)\n';

describe('the macros of headers', () => {
  test.each<[string, Record<string, string>, string]>([
    [
      'go to the preamble that includes them',
      { 'a.go': go('#include "m.h"\nLIB_DECLARE(f);'), 'm.h': declare },
      'int/1',
    ],
    [
      'go to it through other headers',
      { 'a.go': go('#include "l.h"\nLIB_DECLARE(f);'), 'l.h': '#include "m.h"\n', 'm.h': declare },
      'int/1',
    ],
    [
      'go to a header that includes them',
      {
        'a.go': go('#include "l.h"'),
        'l.h': '#include "m.h"\nfoo_t lib_fn f(int);\n',
        'm.h': attribute,
      },
      'foo_t/1',
    ],
    [
      'go to a header that is included behind them',
      {
        'a.go': go('#include "m.h"\n#include "l.h"'),
        'l.h': 'foo_t lib_fn f(int);\n',
        'm.h': attribute,
      },
      'foo_t/1',
    ],
    [
      'go to a C file',
      { 'a.go': go(''), 'a.c': '#include "m.h"\nLIB_DECLARE(f);\n', 'm.h': declare },
      'int/1',
    ],
    [
      'do not go to a file that includes them nowhere',
      { 'a.go': go('#include "l.h"'), 'b.c': '#include "m.h"\n', 'l.h': 'LIB_DECLARE(f);\n', 'm.h': declare },
      'none',
    ],
    [
      'a preamble gives its own to the headers that it includes',
      { 'a.go': go(`${declare}#include "l.h"`), 'l.h': 'LIB_DECLARE(f);\n' },
      'int/1',
    ],
    [
      'are not known where their definitions differ',
      {
        'a.go': go('#include "m.h"\nLIB_DECLARE(f);'),
        'm.h': `#ifdef A\n${declare}#else\n#define LIB_DECLARE(name) long name(void)\n#endif\n`,
      },
      'none',
    ],
    [
      'are not known where headers differ in them',
      {
        'a.go': go('#include "m.h"\n#include "n.h"\nLIB_DECLARE(f);'),
        'm.h': declare,
        'n.h': '#define LIB_DECLARE(name) long name(void)\n',
      },
      'none',
    ],
    [
      'an own definition holds before them',
      {
        'a.go': go(`#include "m.h"\n${declare}LIB_DECLARE(f);`),
        'm.h': '#define LIB_DECLARE(name) long name(void)\n',
      },
      'int/1',
    ],
    [
      'and those of -D flags',
      { 'a.go': go('#cgo CFLAGS: -Dlib_fn=\n#include "l.h"'), 'l.h': 'foo_t lib_fn f(int);\n' },
      'foo_t/1',
    ],
  ])('%s', async (_name, files, expected) => {
    expect(shown((await declared(files)).function('f'))).toBe(expected);
  });

  test('a header reads in each package as that has it, and once where that is the same', async () => {
    const [a, b, c] = await packagesIn(
      {
        'h/l.h': 'LIB_DECLARE(f);\n',
        'h/m.h': declare,
        'a/a.go': go('#include "../h/m.h"\n#include "../h/l.h"'),
        'b/b.go': go('#include "../h/l.h"'),
        'c/c.go': go('#include "../h/m.h"\n#include "../h/l.h"'),
      },
      'a',
      'b',
      'c',
    );
    expect([a, b, c].map((pkg) => shown(pkg?.c.function('f')))).toEqual(['int/1', 'none', 'int/1']);
    const tree = (pkg: Package | undefined): unknown => pkg?.c.definitions.all('f')[0]?.body.tree;
    expect(tree(a)).toBe(tree(c));
  });
});

test.each<[string, Record<string, string>, bigint | string]>([
  ['a header gives it', { 'a.go': go('#include "m.h"'), 'm.h': '#define N (A * 2)\n#define A 4\n' }, 8n],
  [
    'two headers give it together',
    {
      'a.go': go('#include "m.h"\n#include "n.h"'),
      'm.h': '#define N (A * 2)\n',
      'n.h': 'enum { A = 5 };\n',
    },
    10n,
  ],
  ['a flag gives it', { 'a.go': go('#cgo CFLAGS: -DN=3') }, 3n],
  ['a flag without a value gives it', { 'a.go': go('#cgo CFLAGS: -D N') }, 1n],
  ['a flag gives another one', { 'a.go': go('#cgo CFLAGS: -DN=3\n#define N 4') }, 'unknown'],
])('the value of a constant where %s', async (_name, files, expected) => {
  const constant = (await declared(files)).constant('N');
  expect(constant !== undefined && 'value' in constant ? constant.value : constant?.kind).toBe(expected);
});

test.each([
  ['[C.MAX]byte', '[8]byte'],
  ['[(C.MAX)]byte', '[8]byte'],
  ['[C.LAST]byte', '[2]byte'],
  ['[C.OTHER]byte', '[?]byte'],
  ['[C.BOTH]byte', '[?]byte'],
  ['[C.NEGATIVE]byte', '[?]byte'],
])('the Go type %s', async (written, expected) => {
  const header =
    '#define MAX (4 * 2)\nenum { FIRST = 1, LAST };\n#define BOTH 1\n#define BOTH 2\n#define NEGATIVE (-1)\n';
  const [pkg] = await packagesIn({ 'a.go': `${go('#include "m.h"')}var a ${written}\n`, 'm.h': header }, '.');
  const node = pkg?.files[0]?.tree.root.all('array_type')[0];
  const type = node === undefined ? undefined : pkg?.types.ofTypeNode(node);
  expect(type === undefined ? 'none' : typeText(type)).toBe(expected);
});
