import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Language, Parser } from '../src/parser/parser.ts';
import { readCFile } from '../src/syntax/c-file.ts';
import { readCSuppressions } from '../src/syntax/comments.ts';
import { crossesIntoC, isReadable, readGoFile } from '../src/syntax/go-file.ts';
import type { GoFile } from '../src/syntax/go-file.ts';
import { parseTree } from '../src/syntax/lower.ts';
import type { Node } from '../src/syntax/tree.ts';
import { ruleSources } from './long/corpus.ts';
import { mutate, mutations } from './long/mutations.ts';
import { inconsistencies } from './long/tree-difference.ts';
import { wasmParser } from './parser.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

function read(text: string): GoFile {
  return readGoFile(parser, 'a.go', text);
}

test.each([
  ['*(*[4]byte)(p)', ['unary_expression', 'type_conversion_expression', 'parenthesized_type']],
  [
    '**(**[4]T)(p)',
    ['unary_expression', 'unary_expression', 'type_conversion_expression', 'parenthesized_type'],
  ],
  ['(*[4]byte)(p)', ['type_conversion_expression', 'parenthesized_type']],
])('%s is read as Go reads it: a conversion binds more tightly than a star', (text, kinds) => {
  const file = read(`package a\nvar x = ${text}\n`);
  const found: string[] = [];
  let node = file.tree.root.all('expression_list')[0]?.children[0];
  for (; node !== undefined && !node.is('identifier', 'pointer_type'); node = node.children[0]) {
    expect(text.endsWith(node.text) || node.kind.endsWith('_type')).toBe(true);
    found.push(node.kind);
  }
  expect(found.slice(0, kinds.length)).toEqual(kinds);
  expect(inconsistencies(file.tree)).toEqual([]);
});

describe('lowering gives a consistent tree', () => {
  const files = ruleSources();
  const consistent = (language: Language, text: string): void => {
    expect(inconsistencies(parseTree(parser, language, text))).toEqual([]);
  };

  test('over all test data and evidence of the rules', () => {
    for (const { language, text } of files) consistent(language, text);
  });

  test.each(mutations.map(({ name }, index) => [name, index] as const))(
    'over damaged files: %s',
    (_name, index) => {
      for (let round = 0; round < 6; round++) {
        const seed = index + round * mutations.length;
        const file = files[(seed * 5) % files.length];
        if (file !== undefined) consistent(file.language, mutate(file.text, seed).text);
      }
    },
  );

  test('over any sequence of tokens', () => {
    const token = fc.constantFrom(
      ...'package import func type var if else for range switch case default select go defer return break goto'.split(
        ' ',
      ),
      ...'{ } ( ) [ ] , ; : := = == && || ! * & <- ... . + - / // /* */ " ` \''.split(' '),
      ...[
        'x',
        'y',
        'C',
        'unsafe',
        '1',
        '0x',
        '"C"',
        '\n',
        '\n\n',
        '\t',
        '\r\n',
        '#include',
        '世',
        '😀',
        '\0',
      ],
    );
    fc.assert(
      fc.property(
        fc.constantFrom('go' as const, 'c' as const),
        fc.array(token, { maxLength: 60 }),
        (language, tokens) => consistent(language, tokens.join(' ')),
      ),
      { numRuns: 300 },
    );
  });

  test('over any text', () => {
    fc.assert(
      fc.property(fc.constantFrom('go' as const, 'c' as const), fc.string({ unit: 'binary' }), consistent),
      { numRuns: 200 },
    );
  });

  test('over a text of more nodes than the first guess of their number', () => {
    consistent('go', `package a\nvar x = ${'-'.repeat(400)}y${'+(-1)'.repeat(300)}\n`);
  });
});

describe('a tree', () => {
  const text = 'package a\n\nfunc f(a, b int) (c int) { // one\n\treturn g(a, /* two */ b)\n}\n';
  let root: Node;
  beforeAll(() => {
    root = parseTree(parser, 'go', text).root;
  });
  const only = (kind: string): Node => {
    const [node, ...more] = root.all(kind);
    if (node === undefined || more.length > 0) throw new Error(`there is not one ${kind}`);
    return node;
  };

  test('gives fields by name, and nothing for a field that is not there', () => {
    const fn = only('function_declaration');
    expect(fn.child('name')?.text).toBe('f');
    expect(fn.child('receiver')).toBeUndefined();
    expect(fn.child('no such field')).toBeUndefined();
    expect(only('call_expression').child('function')?.field).toBe('function');
    expect(root.field).toBe('');
  });

  test('gives all children of one field', () => {
    const [first] = root.all('parameter_declaration');
    expect(first?.childrenOf('name').map((name) => name.text)).toEqual(['a', 'b']);
  });

  test('has named children without comments, and all children with them', () => {
    const list = only('argument_list');
    expect(list.children.map((child) => child.text)).toEqual(['a', 'b']);
    expect(list.allChildren.map((child) => child.text)).toEqual(['(', 'a', ',', '/* two */', 'b', ')']);
  });

  test('gives the nearest proper ancestor', () => {
    const call = only('call_expression');
    expect(call.ancestor('call_expression')).toBeUndefined();
    expect(call.ancestor('return_statement', 'function_declaration')?.kind).toBe('return_statement');
    expect(call.ancestor('function_declaration')?.contains(call)).toBe(true);
    expect(call.contains(only('function_declaration'))).toBe(false);
  });

  test('is walked in pre-order, and a subtree can be left out', () => {
    const whole = [...only('argument_list').walk()].map((node) => node.id);
    expect(whole).toEqual([...whole].sort((a, b) => a - b));
    const kinds = [...only('return_statement').walk((node) => node.kind !== 'argument_list')].map(
      (node) => node.kind,
    );
    expect(kinds).toContain('call_expression');
    expect(kinds).not.toContain('argument_list');
    expect(kinds).not.toContain('comment');
  });

  test('has spans in lines and bytes', () => {
    expect(only('call_expression').span).toEqual({
      start: { line: 4, column: 9 },
      end: { line: 4, column: 26 },
    });
    expect(only('call_expression').line).toBe(4);
  });
});

describe('imports', () => {
  test.each([
    ['import "C"', [['C', 'C']]],
    ['import `unsafe`', [['unsafe', 'unsafe']]],
    ['import "runtime/cgo"', [['cgo', 'runtime/cgo']]],
    ['import c "runtime/cgo"', [['c', 'runtime/cgo']]],
    ['import . "unsafe"', [['.', 'unsafe']]],
    ['import _ "net/http/pprof"', [['_', 'net/http/pprof']]],
    ['import ()', []],
    ['import (\n\t"fmt"\n\n\tu "unsafe" // why\n)', [['fmt', 'fmt'], ['u', 'unsafe']]], // prettier-ignore
    ['import "fmt"; import "os"', [['fmt', 'fmt'], ['os', 'os']]], // prettier-ignore
  ])('%j', (source, expected) => {
    const file = read(`package a\n\n${source}\n`);
    expect(file.imports.map(({ name, path }) => [name, path])).toEqual(expected);
    expect(file.syntaxErrors).toEqual([]);
  });

  test.each([
    ['"C"', true],
    ['"unsafe"', true],
    ['u "unsafe"', true],
    ['"reflect"; var _ reflect.SliceHeader', true],
    ['"reflect"; type StringHeaderless int', false],
    ['"reflect"', false],
    ['"fmt"; type SliceHeader struct{}', false],
    ['"fmt"', false],
    ['"example.com/unsafe"', false],
  ])('%s crosses into C: %s', (source, expected) => {
    expect(crossesIntoC(read(`package a\n\nimport ${source}\n`))).toBe(expected);
  });

  test('the package is the one that the clause names', () => {
    expect(read('// Package x.\npackage main // here\n').packageName).toBe('main');
    expect(read('').packageName).toBe('');
  });
});

describe('the preamble of import "C"', () => {
  const cases: readonly (readonly [name: string, lines: readonly string[], functions: readonly string[]])[] = [
    ['a block comment', ['/*', '#include <x.h>', 'static int one(void) { return 1; }', '*/', 'import "C"'], ['one']],
    ['a block comment on one line', ['/* int one(void) { return 1; } */', 'import "C"'], ['one']],
    ['line comments', ['// #include <x.h>', '// int one(void) {', '//   return 1;', '// }', 'import "C"'], ['one']],
    ['line comments without a space', ['//int one(void) {', '//return 1;}', 'import "C"'], ['one']],
    ['line comments and a block comment', ['// int one(void) { return 1; }', '/* int two(void) { return 2; } */', 'import "C"'], ['one', 'two']],
    ['letters above ASCII before it', ['var s = "größe 😀"', '/* const char *größe = "世"; */', '/*', 'int one(void) { return 1; }', '*/', 'import "C"'], ['one']],
    ['in a group, above the spec', ['import (', '\t"fmt"', '\t// int one(void) { return 1; }', '\t"C"', '\t"os"', ')'], ['one']],
    ['in a group, a block above the spec', ['import (', '\t/*', '\tint one(void) { return 1; }', '\t*/', '\t"C"', ')'], ['one']],
    ['above a group that imports nothing else', ['// int one(void) { return 1; }', 'import (', '\t"C"', ')'], ['one']],
    ['above a group that imports more', ['// int one(void) { return 1; }', 'import (', '\t"C"', '\t"os"', ')'], []],
    ['two imports of C', ['// int one(void) { return 1; }', 'import "C"', '', '// int two(void) { return 2; }', 'import "C"'], ['one', 'two']],
    ['a blank line detaches it', ['// int one(void) { return 1; }', '', 'import "C"'], []],
    ['a blank line detaches what is above', ['// int one(void) { return 1; }', '', '// int two(void) { return 2; }', 'import "C"'], ['two']],
    ['a comment below is none', ['import "C"', '// int one(void) { return 1; }'], []],
    ['no comment', ['import "C"'], []],
    ['the comment of another import', ['// int one(void) { return 1; }', 'import "unsafe"', 'import "C"'], []],
    ['a comment behind another import', ['import "unsafe" // int one(void) { return 1; }', 'import "C"'], []],
    ['a comment behind another import, and one above', ['import "unsafe" // for Pointer, and more', '// int one(void) { return 1; }', 'import "C"'], ['one']],
    ['a line comment of C in a block', ['/*', '// Not int old(void) { return 0; }', 'int one(void) { return 1; }', '*/', 'import "C"'], ['one']],
    ['code that a line comment of C switches off', ['/*', '// int old(void) { return 0; }', 'int one(void) { return 1; }', '*/', 'import "C"'], ['one']],
    ['a block comment of C in line comments', ['// int one(int a /* int old(void) { return 0; } */) {', '//   return a;', '// }', 'import "C"'], ['one']],
    ['#cgo lines are not C', ['/*', '#cgo CFLAGS: -DX=1 int old(void) {', '  #cgo linux LDFLAGS: -lm', 'int one(void) { return 1; }', '*/', 'import "C"'], ['one']],
    ['#cgo in line comments', ['// #cgo LDFLAGS: -lm {', '//#cgo CFLAGS: -g {', '// int one(void) { return 1; }', 'import "C"'], ['one']],
  ]; // prettier-ignore

  describe.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ])('with %s', (_ending, newline) => {
    test.each(cases)('%s', (_name, lines, functions) => {
      const text = ['package a', '', ...lines, '', 'func f() {}', ''].join(newline);
      const file = read(text);
      const definitions = file.preambles.flatMap(({ tree }) => tree.root.all('function_definition'));
      expect(definitions.map((node) => node.all('identifier')[0]?.text)).toEqual(functions);
      expect(file.preambles.flatMap(({ tree }) => tree.errors().map((node) => node.line))).toEqual([]);
      for (const node of definitions.flatMap((definition) =>
        definition.all('identifier', 'return_statement'),
      )) {
        // The same characters at the same place of the Go file.
        expect(
          text.slice(node.start, node.end).replace(/^[ \t]*\/\//gm, (marker) => ' '.repeat(marker.length)),
        ).toBe(node.text);
        expect(node.span).toEqual(file.tree.index.span(node.start, node.end));
        expect(node.span.start.line).toBe(text.slice(0, node.start).split('\n').length);
      }
    });
  });
});

describe('suppressions', () => {
  /** Each case is a file's lines below its package clause, which is line 1. */
  const valid: readonly (readonly [string, readonly string[], object])[] = [
    [
      'on the line of the code',
      ['var x = 1 //cgoreview:ignore cstring-leak -- it lives forever'],
      { line: 2, commentLine: 2, rules: ['cstring-leak'], reason: 'it lives forever' },
    ],
    [
      'on the line above',
      ['//cgoreview:ignore CGO101 -- why', 'var x = 1'],
      { line: 3, commentLine: 2, rules: ['CGO101'], reason: 'why' },
    ],
    [
      'above further comments and blank lines',
      ['//cgoreview:ignore a -- why', '// x is one.', '', 'var x = 1'],
      { line: 5, commentLine: 2, rules: ['a'], reason: 'why' },
    ],
    [
      'several rules, with and without spaces',
      ['//cgoreview:ignore a,b, c d -- why', 'var x = 1'],
      { line: 3, commentLine: 2, rules: ['a', 'b', 'c', 'd'], reason: 'why' },
    ],
    [
      'a day until which it holds',
      ['//cgoreview:ignore a until=2026-12-31 -- why', 'var x = 1'],
      { line: 3, commentLine: 2, rules: ['a'], reason: 'why', until: '2026-12-31' },
    ],
    [
      'a leap day',
      ['//cgoreview:ignore a until=2028-02-29 -- why', 'var x = 1'],
      { line: 3, commentLine: 2, rules: ['a'], reason: 'why', until: '2028-02-29' },
    ],
    [
      'a reason with dashes in it',
      ['//cgoreview:ignore a -- why -- and more', 'var x = 1'],
      { line: 3, commentLine: 2, rules: ['a'], reason: 'why -- and more' },
    ],
    [
      'inside a function, indented',
      ['func f() {', '\t//cgoreview:ignore a -- why', '\tg()', '}'],
      { line: 4, commentLine: 3, rules: ['a'], reason: 'why' },
    ],
    [
      'a CRLF file',
      ['//cgoreview:ignore a -- why\r', 'var x = 1\r'],
      { line: 3, commentLine: 2, rules: ['a'], reason: 'why' },
    ],
  ];
  test.each(valid)('%s', (_name, lines, expected) => {
    const file = read(`package a\n${lines.join('\n')}\n`);
    expect(file.suppressions).toEqual([expected]);
    expect(file.malformedSuppressions).toEqual([]);
  });

  test.each([
    ['no reason', '//cgoreview:ignore cstring-leak', /no reason.*-- reason/],
    ['an empty reason', '//cgoreview:ignore cstring-leak --  ', /no reason/],
    ['one dash', '//cgoreview:ignore cstring-leak - why', /no reason/],
    ['no rule', '//cgoreview:ignore -- why', /names no rule/],
    ['only commas', '//cgoreview:ignore , -- why', /names no rule/],
    ['nothing at all', '//cgoreview:ignore', /no reason/],
    [
      'a date in another order',
      '//cgoreview:ignore a until=31-12-2026 -- why',
      /`31-12-2026` is not a day.*YYYY-MM-DD/,
    ],
    ['no date', '//cgoreview:ignore a until= -- why', /is not a day/],
    ['month 13', '//cgoreview:ignore a until=2026-13-01 -- why', /is not a day/],
    ['day 0', '//cgoreview:ignore a until=2026-01-00 -- why', /is not a day/],
    ['a day that February does not have', '//cgoreview:ignore a until=2026-02-30 -- why', /is not a day/],
    ['31 April', '//cgoreview:ignore a until=2026-04-31 -- why', /is not a day/],
  ])('silences nothing and says why: %s', (_name, comment, message) => {
    const file = read(`package a\n\n${comment}\nvar x = 1\n`);
    expect(file.suppressions).toEqual([]);
    expect(file.malformedSuppressions).toEqual([
      { line: 3, message: expect.stringMatching(message) as unknown },
    ]);
  });

  test.each([
    ['another tool', '//nolint:a -- why'],
    ['in a block comment', '/*cgoreview:ignore a -- why*/'],
    ['in a string', 'var s = "//cgoreview:ignore a -- why"'],
    ['in a raw string', 'var s = `\n//cgoreview:ignore a -- why\n`'],
  ])('is none: %s', (_name, source) => {
    const file = read(`package a\n\n${source}\nvar x = 1\n`);
    expect([...file.suppressions, ...file.malformedSuppressions]).toEqual([]);
  });

  test('a space behind the slashes is told, since it silences nothing', () => {
    const file = read('package a\n\n// cgoreview:ignore a -- why\nvar x = 1\n');
    expect(file.suppressions).toEqual([]);
    expect(file.malformedSuppressions).toEqual([{ line: 3, message: expect.stringContaining('space') }]);
  });

  test.each([
    ['behind code', 'int a; //cgoreview:ignore a -- why', { line: 1, commentLine: 1 }],
    ['above code and comments', '//cgoreview:ignore a -- why\n// b\n\nint a;', { line: 4, commentLine: 1 }],
    ['behind a directive', '#define A 1 //cgoreview:ignore a -- why', { line: 1, commentLine: 1 }],
    ['under a condition', '#if A\n//cgoreview:ignore a -- why\nint a;\n#endif', { line: 3, commentLine: 2 }],
    ['below a text with an apostrophe', "/* it's */\n//cgoreview:ignore a -- why\nint a;", { line: 3 }],
  ])('of C: %s', (_name, text, expected) => {
    const read = readCSuppressions(text);
    expect(read.suppressions).toEqual([
      expect.objectContaining({ ...expected, rules: ['a'], reason: 'why' }),
    ]);
    expect(read.malformed).toEqual([]);
  });

  test.each([
    ['in a string', 'char *a = "//cgoreview:ignore a -- why";'],
    ['in a block comment', '/*\n//cgoreview:ignore a -- why\n*/\nint a;'],
    ['of another name', '//cgoreview:ignored a -- why'],
  ])('of C is none: %s', (_name, text) => {
    expect(readCSuppressions(text)).toEqual({ suppressions: [], malformed: [] });
  });

  test('of C without a reason, or with a space, silences nothing and says why', () => {
    expect(readCSuppressions('int a;\n//cgoreview:ignore a\n// cgoreview:ignore a -- why\n')).toEqual({
      suppressions: [],
      malformed: [
        { line: 2, message: expect.stringContaining('no reason') as unknown },
        { line: 3, message: expect.stringContaining('space') as unknown },
      ],
    });
  });

  test.each([
    ['a block', '/*\nint a;\n//cgoreview:ignore a -- why\nint b;\n*/', { line: 6, commentLine: 5 }],
    ['lines', '// int a;\n// //cgoreview:ignore a -- why\n// int b;', { line: 5, commentLine: 4 }],
  ])('in a preamble of %s', (_name, preamble, expected) => {
    const file = read(`package a\n\n${preamble}\nimport "C"\n`);
    expect(file.suppressions).toEqual([{ ...expected, rules: ['a'], reason: 'why' }]);
    expect(file.malformedSuppressions).toEqual([]);
  });

  test('a file need not end in a new line, and nesting has a bound', () => {
    expect(read('package a\n\nvar x = 1').syntaxErrors).toEqual([]);
    const deep = `package a\n\nconst d = ${'"" + '.repeat(4000)}""\n\nfunc f() {}\n`;
    expect(read(deep).syntaxErrors).toMatchObject([{ kind: 'depth', line: 3 }]);
  });
});

describe('syntax errors', () => {
  test.each([
    ['none', 'package a\n\nfunc f() {}\n', []],
    ['an empty file with a package clause', 'package a\n', []],
    ['in a function', 'package a\n\nfunc f() {\n\tx := := 1\n}\n\nfunc g() {}\n', [{ line: 4, in: 'f' }]],
    [
      'in a second function',
      'package a\n\nfunc f() {}\n\nfunc g() {\n\tx = = 2\n}\n\nvar y = 1\n',
      [{ line: 6, in: 'g' }],
    ],
    [
      'a brace that is never closed',
      'package a\n\nfunc f() {}\n\nfunc g() {\n\tif x {\n}\n\nvar y = 1\n',
      [{ line: 9, in: 'g' }],
    ],
    ['in a method', 'package a\n\nfunc (t *T) m() { return 1 + }\n', [{ line: 3, in: 'm' }]],
    ['between declarations', 'package a\n\n%%%\n\nfunc f() {}\n', [{ line: 3 }]],
    [
      'conflict markers',
      'package a\n\n<<<<<<< HEAD\nfunc f() {}\n=======\nfunc g() {}\n>>>>>>> x\n',
      [{ line: 3 }],
    ],
  ])('%s', (_name, text, expected) => {
    const file = read(text);
    const found = file.syntaxErrors.map(({ line, declaration }) => ({
      line,
      ...(declaration === undefined ? {} : { in: declaration.child('name')?.text }),
    }));
    if (expected.length === 0) expect(found).toEqual([]);
    for (const one of expected) expect(found).toContainEqual(expect.objectContaining(one));
  });

  test('only the declaration that holds the mistake is not read', () => {
    const file = read('package a\n\nfunc f() { x := := 1 }\n\nfunc g() { return }\n\ntype T struct{}\n');
    const readable = file.tree.root.children
      .filter((node) => isReadable(file, node))
      .map((node) => node.child('name')?.text ?? node.kind);
    expect(readable).toContain('g');
    expect(readable).not.toContain('f');
    expect(readable).toContain('type_declaration');
  });

  test('every error of a damaged file has a line of the file', () => {
    for (const [index, { text }] of ruleSources()
      .filter(({ language }) => language === 'go')
      .entries()) {
      const damaged = mutate(text, index).text;
      const lines = damaged.split('\n').length;
      const file = read(damaged);
      for (const { line } of file.syntaxErrors) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines);
      }
      expect(file.syntaxErrors.length).toBe(file.tree.errors().length);
    }
  });
});

describe('C files', () => {
  test('are trees of C', () => {
    const file = readCFile(parser, 'x.c', '#include "y.h"\nvoid f(char *p) { free(p); }\n');
    expect(file.path).toBe('x.c');
    expect(file.tree.root.kind).toBe('translation_unit');
    expect(file.tree.root.all('function_definition')).toHaveLength(1);
  });
});
