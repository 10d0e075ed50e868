import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Parser } from '../src/parser/parser.ts';
import { formatExpression } from '../src/source/build-constraint-expression.ts';
import { describe as describeConstraint } from '../src/source/build-constraint.ts';
import { includeFoldersOf } from '../src/syntax/cgo-directive.ts';
import type { Directives } from '../src/syntax/directives.ts';
import { readGoFile } from '../src/syntax/go-file.ts';
import type { Node } from '../src/syntax/tree.ts';
import { wasmParser } from './parser.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

function read(text: string): Directives {
  return readGoFile(parser, 'a.go', text).directives;
}

// The name that a declaration gives: enough to tell which one it is.
function nameOf(declaration: Node | undefined): string | undefined {
  return declaration === undefined ? undefined : (declaration.child('name')?.text ?? declaration.kind);
}

const importC = 'package p\n\nimport "C"\n\n';

describe('//export', () => {
  function exportsOf(text: string): [string, string | undefined][] {
    return read(text).exports.map(({ name, declaration }) => [name, nameOf(declaration)]);
  }

  test.each<[string, string, [string, string | undefined][]]>([
    ['above a function', '//export goF\nfunc goF() {}\n', [['goF', 'goF']]],
    ['above a method', '//export m\nfunc (t *T) m() {}\n', [['m', 'm']]],
    [
      'in its documentation',
      '// goF is called by C.\n//\n//export goF\n// More.\nfunc goF() {}\n',
      [['goF', 'goF']],
    ],
    ['with a block comment', '//export goF\n/* a\n\n b */\nfunc goF() {}\n', [['goF', 'goF']]],
    ['at a CRLF line', '//export goF\r\nfunc goF() {}\r\n', [['goF', 'goF']]],
    ['the first of two counts', '//export goF\n//export goG\nfunc goF() {}\n', [['goF', 'goF']]],
    ['above a free line it documents nothing', '//export goF\n\nfunc goF() {}\n', [['goF', undefined]]],
    [
      'above a variable it documents no function',
      '//export v\nvar v int\nfunc v2() {}\n',
      [['v', undefined]],
    ],
    ['inside a function', 'func f() {\n//export g\n}\nfunc g() {}\n', [['g', undefined]]],
    ['behind code', 'var v int //export g\nfunc g() {}\n', [['g', undefined]]],
    ['with a space it is text', '// export goF\nfunc goF() {}\n', []],
    ['another word', '//exported goF\nfunc goF() {}\n', []],
  ])('%s', (_, text, expected) => {
    expect(exportsOf(importC + text)).toEqual(expected);
  });

  test.each<[string, string, string[]]>([
    ['above its function', '// export goF\nfunc goF() {}\n', ['goF']],
    ['above another', '// export goF\nfunc g() {}\n', []],
    ['with more than the name', '// export goF to C\nfunc goF() {}\n', []],
    ['above the directive itself', '// export goF\n//export goF\nfunc goF() {}\n', []],
  ])('with a space, %s', (_, text, expected) => {
    const names = (code: string): (string | undefined)[] =>
      read(code).spacedExports.map(({ declaration }) => nameOf(declaration));
    expect(names(importC + text)).toEqual(expected);
    expect(names(`package p\n\n${text}`)).toEqual([]);
  });

  test('a file without import "C" exports nothing', () => {
    expect(exportsOf('package p\n\n//export goF\nfunc goF() {}\n')).toEqual([]);
  });

  test('another name than the function has is refused', () => {
    const { exports, malformed } = read(`${importC}//export other\nfunc goF() {}\n`);
    expect(exports.map(({ line, name }) => [line, name])).toEqual([[5, 'other']]);
    expect(malformed).toEqual([
      { line: 5, message: '`//export other` stands above `goF`, which cgo refuses' },
    ]);
  });
});

describe('#cgo', () => {
  function flagsOf(preamble: string): [number, string, string, readonly string[]][] {
    const { flags, malformed } = read(`package p\n\n${preamble}\nimport "C"\n`);
    expect(malformed).toEqual([]);
    return flags.map(({ line, condition, verb, arguments: words }) => [
      line,
      formatExpression(condition),
      verb,
      words,
    ]);
  }

  test.each<[string, [number, string, string, string[]][]]>([
    ['// #cgo LDFLAGS: -lm', [[3, 'true', 'LDFLAGS', ['-lm']]]],
    ['//#cgo CFLAGS: -DX=1 -I.', [[3, 'true', 'CFLAGS', ['-DX=1', '-I.']]]],
    ['/*\n#cgo pkg-config: a b\n*/', [[4, 'true', 'pkg-config', ['a', 'b']]]],
    ['/* #cgo CXXFLAGS: -g */', [[3, 'true', 'CXXFLAGS', ['-g']]]],
    ['// #cgo linux,!arm64 darwin LDFLAGS: -ldl', [[3, '(linux && !arm64) || darwin', 'LDFLAGS', ['-ldl']]]],
    ['// #cgo (linux&&!musl) LDFLAGS: -lc', [[3, 'linux && !musl', 'LDFLAGS', ['-lc']]]],
    [
      '// int x;\n\t//\t#cgo CFLAGS: -I"a b" -L\'c\' d\\ e "" f:g\r\n// #cgo LDFLAGS:',
      [
        [4, 'true', 'CFLAGS', ['-Ia b', '-Lc', 'd e', '', 'f:g']],
        [5, 'true', 'LDFLAGS', []],
      ],
    ],
    // Not in the preamble, or not of this form.
    ['// #cgo LDFLAGS: -lm\n', []],
    ['// int x; #cgo LDFLAGS: -lm', []],
    ['// #cgoLDFLAGS: -lm', []],
    ['// # cgo LDFLAGS: -lm', []],
  ])('%j', (preamble, expected) => {
    expect(flagsOf(preamble)).toEqual(expected);
  });

  test('noescape and nocallback promise something of a function', () => {
    const { promises, flags, malformed } = read(
      'package p\n\n/*\n#cgo noescape f\n  #cgo nocallback g\n#cgo noescape: f\n#cgo noescape f g\nvoid f(); */\nimport "C"\n',
    );
    expect(promises).toEqual([
      { kind: 'noescape', name: 'f', line: 4 },
      { kind: 'nocallback', name: 'g', line: 5 },
    ]);
    expect(flags).toEqual([]);
    expect(malformed.map(({ line }) => line)).toEqual([6, 7]);
  });

  test.each([
    ['#cgo LDFLAGS -lm', '`#cgo` line has no colon'],
    ['#cgo LDFLAG: -lm', '`#cgo` does not know `LDFLAG`'],
    ['#cgo : -lm', '`#cgo` does not know ``'],
    ['#cgo LDFLAGS: "-lm', 'quote'],
    ['#cgo LDFLAGS: -lm\\', 'backslash'],
  ])('a malformed line is a value: %s', (line, message) => {
    const { malformed, flags } = read(`package p\n\n// ${line}\nimport "C"\n`);
    expect(malformed.map((one) => one.line)).toEqual([3]);
    expect(malformed[0]?.message).toContain(message);
    expect(flags).toEqual([]);
  });

  test('folders of headers', () => {
    const words = ['-I', 'a', '-Ib', '-isystem', 'c', '-iquoted', '-Lx', '-DI=-Iz', '-I'];
    expect(includeFoldersOf(words)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('a preamble in an import list, and two imports of "C"', () => {
    const list = 'package p\n\nimport (\n\t"fmt"\n\t// #cgo LDFLAGS: -la\n\t"C"\n)\n';
    const two = '// #cgo LDFLAGS: -lb\nimport "C"\n';
    expect(read(list + two).flags.map(({ line, arguments: words }) => [line, ...words])).toEqual([
      [5, '-la'],
      [8, '-lb'],
    ]);
  });
});

describe('directives of the compiler', () => {
  test('a pragma belongs to the function that comes next, over free lines', () => {
    const { pragmas } = read(
      'package p\n\n//go:noescape\n//go:nosplit\n\nfunc f(p *int)\n\n//go:uintptrescapes\nfunc (t T) m(u uintptr) {}\n' +
        '//go:uintptrkeepalive\nvar v int\n\n//go:nosplits\n// go:nosplit\nfunc g() {}\n\n//go:nosplit extra\nfunc h() {}\n',
    );
    expect(pragmas.map(({ kind, line, declaration }) => [kind, line, nameOf(declaration)])).toEqual([
      ['noescape', 3, 'f'],
      ['nosplit', 4, 'f'],
      ['uintptrescapes', 8, 'm'],
      ['uintptrkeepalive', 10, undefined],
      ['nosplit', 17, 'h'],
    ]);
  });

  test('behind code it is refused', () => {
    const { pragmas, malformed } = read('package p\n\nvar v int //go:nosplit\nfunc f() {}\n');
    expect(pragmas).toEqual([]);
    expect(malformed.map(({ line }) => line)).toEqual([3]);
  });

  test('a linkname belongs to what has its name, wherever it stands', () => {
    const { linknames, malformed } = read(
      'package p\n\nimport _ "unsafe"\n\nfunc f()\n\n//go:linkname f runtime.f\n//go:linkname v\n//go:linkname other x.y\n' +
        'var (\n\ta int\n\tv, w = func() int { var other int; return other }(), 1\n)\n\n//go:linkname\n//go:linkname a b c\n',
    );
    expect(
      linknames.map(({ line, local, remote, declaration }) => [
        line,
        local,
        remote,
        declaration?.kind,
        nameOf(declaration),
      ]),
    ).toEqual([
      [7, 'f', 'runtime.f', 'function_declaration', 'f'],
      [8, 'v', undefined, 'var_spec', 'v'],
      [9, 'other', 'x.y', undefined, undefined],
    ]);
    expect(malformed.map(({ line }) => line)).toEqual([15, 16]);
  });
});

describe('nolint', () => {
  test.each<[string, [number, string[], string | undefined][]]>([
    ['//nolint\nfunc f() {}\n', [[3, [], 'f']]],
    ['//nolint:gosec,Govet // because\nfunc f() {}\n', [[3, ['gosec', 'govet'], 'f']]],
    ['// nolint: gosec\nfunc f() {}\n', [[3, ['gosec'], 'f']]],
    ['//nolint:all\nfunc f() {}\n', [[3, [], 'f']]],
    ['//nolint why\nfunc f() {}\n', [[3, [], 'f']]],
    [
      'func f() { //nolint:gosec\n\tg() //nolint:errcheck\n}\n',
      [
        [3, ['gosec'], 'f'],
        [4, ['errcheck'], undefined],
      ],
    ],
    ['//nolint:gosec\n\nfunc f() {}\n', [[3, ['gosec'], undefined]]],
    ['//nolintlint\nfunc f() {}\n', []],
    ['// see nolint\nfunc f() {}\n', []],
    ['/*nolint*/\nfunc f() {}\n', []],
  ])('%j', (text, expected) => {
    const { nolints } = read(`package p\n\n${text}`);
    expect(nolints.map(({ line, linters, declaration }) => [line, linters, nameOf(declaration)])).toEqual(
      expected,
    );
  });
});

test('a file knows its builds', () => {
  const text = '//go:build mine\n\npackage p\n\nimport "C"\n';
  expect(describeConstraint(readGoFile(parser, 'a_linux.go', text).constraint)).toBe('linux && mine && cgo');
  // The import decides, whatever the text looks like.
  const near = 'package p\n\n// import "C"\nvar s = `\nimport "C"\n`\n';
  expect(describeConstraint(readGoFile(parser, 'a_linux.go', near).constraint)).toBe('linux');
});
