import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Parser } from '../src/parser/parser.ts';
import { calleeOf, isCall, packageMember, unparen } from '../src/semantic/callee.ts';
import type { Callee } from '../src/semantic/callee.ts';
import { callsOf, enclosingCCall } from '../src/semantic/calls.ts';
import type { Package } from '../src/semantic/package.ts';
import type { Type } from '../src/semantic/types.ts';
import type { Node } from '../src/syntax/tree.ts';
import { wasmParser } from './parser.ts';
import { packageOf } from './rules/analyse-case.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

function load(files: Readonly<Record<string, string>>): Package {
  return packageOf(parser, new Map(Object.entries(files)));
}

// The node that ends where a comment starts: `x` of `x/*1*/`.
function marked(root: Node, comment: Node): Node {
  const found = root
    .all('identifier', 'type_identifier', 'package_identifier', 'field_identifier')
    .find((node) => node.end === comment.start);
  if (found === undefined)
    throw new Error(`no identifier ends before ${comment.text} at line ${String(comment.line)}`);
  return found;
}

// Equal numbers in the comments behind identifiers are one symbol; `/*-*/` marks one that refers to nothing here.
function checkBindings(pkg: Package): void {
  const symbols = new Map<string, unknown>();
  for (const file of pkg.files) {
    for (const comment of file.tree.root.all('comment')) {
      const number = /^\/\*(\d+|-)\*\/$/.exec(comment.text)?.[1];
      if (number === undefined) continue;
      const node = marked(file.tree.root, comment);
      const symbol = pkg.symbolOf(node);
      const name = `${node.text}${comment.text} at line ${String(node.line)}`;
      if (number === '-') {
        expect([name, symbol?.kind]).toEqual([name, undefined]);
        continue;
      }
      expect([name, symbol === undefined]).toEqual([name, false]);
      if (!symbols.has(number)) {
        expect([name, [...symbols.values()].includes(symbol)]).toEqual([name, false]);
        symbols.set(number, symbol);
      }
      expect([name, symbol === symbols.get(number)]).toEqual([name, true]);
    }
  }
  expect(symbols.size).toBeGreaterThan(0);
}

describe('names refer to what the language says', () => {
  test.each([
    ['a parameter', 'func f(x/*1*/ int) { use(x/*1*/) }'],
    ['a block hides', 'func f(x/*1*/ int) { { x/*2*/ := 1; use(x/*2*/) }; use(x/*1*/) }'],
    [
      'the value of := is read before its name is there',
      'func f(x/*1*/ int) { { x/*2*/ := x/*1*/ + 1; use(x/*2*/) } }',
    ],
    ['var too', 'func f(x/*1*/ int) { { var x/*2*/ = x/*1*/; use(x/*2*/) } }'],
    ['const too', 'const x/*1*/ = 1\nfunc f() { const x/*2*/ = x/*1*/; use(x/*2*/) }'],
    [
      ':= of the same block assigns',
      'func f() { x/*1*/, err/*2*/ := g(); y/*3*/, err/*2*/ := g(); use(x/*1*/, y/*3*/, err/*2*/) }',
    ],
    [
      ':= of an inner block declares',
      'func f() { _, err/*1*/ := g(); if true { _, err/*2*/ := g(); use(err/*2*/) }; use(err/*1*/) }',
    ],
    [
      ':= assigns to a parameter of the same block',
      'func f(x/*1*/ int) { x/*1*/, y/*2*/ := g(); use(y/*2*/) }',
    ],
    [
      ':= assigns to a named result',
      'func f() (err/*1*/ error) { x/*2*/, err/*1*/ := g(); use(x/*2*/); return }',
    ],
    ['= assigns outside', 'func f() { var x/*1*/ int; if true { x/*1*/ = 1 }; use(x/*1*/) }'],
    [
      'if with a statement, and its else',
      'func f(x/*1*/ int) { if x/*2*/ := g(); x/*2*/ > 0 { use(x/*2*/) } else if x/*2*/ < 0 { x/*3*/ := x/*2*/; use(x/*3*/) } else { use(x/*2*/) }; use(x/*1*/) }',
    ],
    [
      'for with its clause',
      'func f(i/*1*/ int) { for i/*2*/ := i/*1*/; i/*2*/ < 3; i/*2*/++ { i/*3*/ := i/*2*/; use(i/*3*/) }; use(i/*1*/) }',
    ],
    [
      'range reads its operand outside',
      'func f(x/*1*/ []int) { for i/*2*/, x/*3*/ := range x/*1*/ { use(i/*2*/, x/*3*/) }; use(x/*1*/) }',
    ],
    ['range that assigns', 'func f(x []int) { var i/*1*/ int; for i/*1*/ = range x { use(i/*1*/) } }'],
    [
      'switch with a statement',
      'func f(x/*1*/ int) { switch x/*2*/ := g(); x/*2*/ { case 1: x/*3*/ := 1; use(x/*3*/); default: use(x/*2*/) }; use(x/*1*/) }',
    ],
    [
      'each case is a block',
      'func f() { switch { case true: x/*1*/ := 1; use(x/*1*/); case false: x/*2*/ := 1; use(x/*2*/) } }',
    ],
    [
      'a type switch',
      'func f(v/*1*/ any) { switch v/*2*/ := v/*1*/.(type) { case int: use(v/*2*/); default: v/*3*/ := v/*2*/; use(v/*3*/) }; use(v/*1*/) }',
    ],
    [
      'select',
      'func f(c/*1*/ chan int, x/*2*/ int) { select { case x/*3*/ := <-c/*1*/: use(x/*3*/); case x/*2*/ = <-c/*1*/: use(x/*2*/); case c/*1*/ <- x/*2*/: }; use(x/*2*/) }',
    ],
    [
      'a closure',
      'func f(x/*1*/ int) { g := func(y/*2*/ int) int { x/*1*/ = y/*2*/; x/*3*/ := 1; return x/*3*/ }; use(g, x/*1*/) }',
    ],
    ['parameters of a closure hide', 'func f(x/*1*/ int) { go func(x/*2*/ int) { use(x/*2*/) }(x/*1*/) }'],
    ['a receiver', 'type T/*1*/ struct{}\nfunc (t/*2*/ *T/*1*/) m(u/*3*/ T/*1*/) { use(t/*2*/, u/*3*/) }'],
    [
      'package level, used before it is declared',
      'func f() { x/*1*/ = g/*2*/() }\nfunc g/*2*/() int { return 0 }\nvar x/*1*/ int',
    ],
    ['a local type', 'type T/*1*/ int\nfunc f() { type T/*2*/ string; var x T/*2*/; use(x) }\nvar y T/*1*/'],
    [
      'keys of a struct literal are fields',
      'type T struct{ x int }\nfunc f(x/*1*/ int) T { return T{x/*-*/: x/*1*/} }',
    ],
    [
      'keys of a map are expressions',
      'func f(x/*1*/, y/*2*/ int) any { return map[int]int{x/*1*/: y/*2*/} }',
    ],
    [
      'keys of an array are expressions',
      'const x/*1*/ = 1\nfunc f(y/*2*/ int) any { return [...]int{x/*1*/: y/*2*/} }',
    ],
    [
      'keys of a struct in a slice of structs are fields',
      'type T struct{ x int }\nfunc f(x/*1*/ int) any { return []T{{x/*-*/: x/*1*/}} }',
    ],
    [
      'keys of a struct in a map of structs are fields',
      'type T struct{ x int }\nfunc f(k/*1*/ string, x/*2*/ int) any { return map[string]*T{k/*1*/: {x/*-*/: x/*2*/}} }',
    ],
    [
      'keys of a map with a name are expressions',
      'type M map[int]int\nfunc f(x/*1*/ int) any { return M{x/*1*/: 1} }',
    ],
    ['a field is no variable', 'func f(x/*1*/ T) { use(x/*1*/.x/*-*/) }'],
    ['a label is no variable', 'func f(x/*1*/ int) { x: for { break x }; use(x/*1*/) }'],
    ['the blank name is nothing', 'func f() { _/*-*/ = 1; x/*1*/, _/*-*/ := g(); use(x/*1*/) }'],
    [
      'a variable hides a package',
      'import fmt/*1*/ "fmt"\nfunc f() { fmt/*2*/ := g(); use(fmt/*2*/.Println) }',
    ],
    ['a type parameter', 'func f[T any](x/*1*/ T) T { return x/*1*/ }'],
    ['a variable in a function at package level', 'var f = func(x/*1*/ int) { x/*1*/++ }\nvar x/*2*/ = 1'],
    [
      'what the loop of a closure at package level declares',
      'var f = func() { for i/*1*/ := 0; i/*1*/ < 3; i/*1*/++ { use(i/*1*/) } }\nvar i/*2*/ = 1',
    ],
  ])('%s', (_name, source) => {
    const [, imports = '', body = ''] = /^((?:import .*\n)*)([^]*)$/.exec(source) ?? [];
    checkBindings(load({ 'a.go': `package a\n${imports}${body}\n` }));
  });

  test('package level is shared by the files, imports are not', () => {
    const pkg = load({
      'a.go': 'package a\nimport fmt/*1*/ "fmt"\nvar x/*2*/ = fmt/*1*/.Sprint(y/*3*/)\n',
      'b.go': 'package a\nvar y/*3*/ = x/*2*/ + fmt/*-*/.Sprint()\n',
    });
    checkBindings(pkg);
  });

  test('all uses of a symbol are found, the declaration among them', () => {
    const pkg = load({
      'a.go': 'package a\nfunc f(x int) { x++; func() { use(x) }(); { x := 2; use(x) } }\n',
    });
    const [parameter] = pkg.files[0]?.tree.root.all('identifier').filter((node) => node.text === 'x') ?? [];
    const symbol = parameter === undefined ? undefined : pkg.symbolOf(parameter);
    expect(symbol?.role).toBe('parameter');
    expect(symbol === undefined ? [] : pkg.bindings.usesOf(symbol)).toHaveLength(3);
  });

  test('nothing is bound in a declaration that does not parse', () => {
    const pkg = load({ 'a.go': 'package a\nfunc f(x int) { x := := 1 }\nfunc g(y int) { use(y) }\n' });
    const bound = (name: string): boolean[] =>
      (pkg.files[0]?.tree.root.all('identifier') ?? [])
        .filter((node) => node.text === name)
        .map((node) => pkg.symbolOf(node) !== undefined);
    expect(bound('x')).not.toContain(true);
    expect(bound('y')).toEqual([true, true]);
    expect(pkg.functions().map((fn) => fn.node.child('name')?.text)).toEqual(['g']);
  });
});

const preamble = [
  '// #include <stdlib.h>',
  '// typedef struct { int x; } declared_type;',
  '// typedef void (*callback)(int);',
  '// typedef char *text_ptr, name_buf[8];',
  '// struct tag { int x; };',
  '// static void own(void *p) { free(p); }',
  'import "C"',
].join('\n');

/** The kind of a callee, and what it names. */
function describeCallee(callee: Callee): string {
  switch (callee.kind) {
    case 'c':
    case 'builtin':
      return `${callee.kind} ${callee.name}`;
    case 'conversion':
      return `conversion ${unparen(callee.type).text}`;
    case 'package':
      return `package ${callee.path}.${callee.name}`;
    case 'function':
      return `function ${callee.symbol.name}`;
    case 'method':
      return `method ${callee.operand.text}.${callee.name}`;
    default:
      return callee.kind;
  }
}

/** The callee of the first call in `source`, inside a function with what the cases need in scope. */
function calleeIn(source: string, imports = preamble): string {
  const pkg = load({
    'a.go': `package a
${imports}
import "unsafe"
import "example.com/lib"
type named int
type pair[K any] struct{ k K }
type list []int
func fn() {}
func generic[T any](x T) {}
var usedAsType *C.used_type
func f(p unsafe.Pointer, n int, obj lib.Thing, fp *func(int), fv func(int)) {
	${source}
}
`,
  });
  const body = pkg.functions().find((one) => one.node.child('name')?.text === 'f')?.body;
  const call = [...(body?.walk() ?? [])].find(isCall);
  if (call === undefined) throw new Error(`no call in ${source}`);
  return describeCallee(calleeOf(call, pkg));
}

describe('what a call calls', () => {
  test.each([
    ['C.own(p)', 'c own'],
    ['(C.own)(p)', 'c own'],
    ['C.CString(s)', 'c CString'],
    ['C.undeclared(n)', 'c undeclared'],
    ['C.int(n)', 'conversion C.int'],
    ['C.size_t(n)', 'conversion C.size_t'],
    ['C.uint64_t(n)', 'conversion C.uint64_t'],
    ['C.struct_tag(n)', 'conversion C.struct_tag'],
    ['C.declared_type(n)', 'conversion C.declared_type'],
    ['C.callback(p)', 'conversion C.callback'],
    ['C.text_ptr(p)', 'conversion C.text_ptr'],
    ['C.used_type(n)', 'conversion C.used_type'],
    ['(*C.char)(p)', 'conversion *C.char'],
    ['(*C.anything)(p)', 'conversion *C.anything'],
    ['(**C.char)(p)', 'conversion **C.char'],
    ['((*C.char))(p)', 'conversion *C.char'],
    ['(*[1 << 20]byte)(p)', 'conversion *[1 << 20]byte'],
    ['[]byte(s)', 'conversion []byte'],
    ['unsafe.Pointer(p)', 'conversion unsafe.Pointer'],
    ['unsafe.Slice(p, n)', 'package unsafe.Slice'],
    ['uintptr(p)', 'conversion uintptr'],
    ['string(b)', 'conversion string'],
    ['named(n)', 'conversion named'],
    ['list(x)', 'conversion list'],
    ['(*named)(p)', 'conversion *named'],
    ['fn()', 'function fn'],
    ['(fn)()', 'function fn'],
    ['generic(n)', 'function generic'],
    ['generic[int](n)', 'function generic'],
    ['pair[int](x)', 'conversion pair[int]'],
    ['lib.Func(n)', 'package example.com/lib.Func'],
    ['obj.Method(n)', 'method obj.Method'],
    ['obj.field.Method(n)', 'method obj.field.Method'],
    ['len(x)', 'builtin len'],
    ['panic(x)', 'builtin panic'],
    ['func() {}()', 'literal'],
    ['(*fp)(n)', 'unknown'],
    ['fv(n)', 'unknown'],
    ['table[0](n)', 'unknown'],
    ['elsewhere(n)', 'unknown'],
  ])('%s', (source, expected) => {
    expect(calleeIn(source)).toBe(expected);
  });

  test.each([
    ['a variable called C', 'C := obj; C.own(p)', 'method C.own'],
    ['a variable called unsafe', 'unsafe := obj; unsafe.Pointer(p)', 'method unsafe.Pointer'],
    ['a variable called len', 'len := fv; len(n)', 'unknown'],
    ['a local type called int', 'type int string; int(s)', 'conversion int'],
  ])('%s hides the other one', (_name, source, expected) => {
    expect(calleeIn(source)).toBe(expected);
  });

  test.each([
    ['a package called C', 'import C "example.com/c"', 'C.own(p)', 'package example.com/c.own'],
    [
      'a package called C has functions with names of C types',
      'import C "example.com/c"',
      'C.int(p)',
      'package example.com/c.int',
    ],
    ['unsafe with another name', 'import u "unsafe"', 'u.Pointer(p)', 'conversion u.Pointer'],
    ['a dot import', 'import . "strings"', 'ToUpper(s)', 'package strings.ToUpper'],
    ['a dot import brings what is exported', 'import . "strings"', 'toUpper(s)', 'unknown'],
    ['one of several dot imports', 'import . "strings"\nimport . "bytes"', 'ToUpper(s)', 'unknown'],
    ['a local hides a dot import', 'import . "strings"', 'ToUpper := n; ToUpper(s)', 'unknown'],
    ['a version in a path', 'import "example.com/x/v2"', 'x.F(s)', 'package example.com/x/v2.F'],
    ['a version behind a dot', 'import "gopkg.in/yaml.v3"', 'yaml.F(s)', 'package gopkg.in/yaml.v3.F'],
    ['a repository of Go', 'import "example.com/go-x"', 'x.F(s)', 'package example.com/go-x.F'],
    ['a path that is a version', 'import "v2"', 'v2.F(s)', 'package v2.F'],
    ['without import "C"', 'import "fmt"', 'C.own(p)', 'method C.own'],
  ])('%s', (_name, imports, source, expected) => {
    expect(calleeIn(source, imports)).toBe(expected);
  });

  test('a function of the package may be called like a builtin', () => {
    const pkg = load({ 'a.go': 'package a\nfunc len(x []int) int { return 0 }\nvar n = len(nil)\n' });
    const [call] = pkg.files[0]?.tree.root.all('call_expression') ?? [];
    expect(call === undefined ? undefined : describeCallee(calleeOf(call, pkg))).toBe('function len');
  });

  test('members of packages are told from fields', () => {
    const pkg = load({ 'a.go': 'package a\nimport "os"\nvar x = []any{os.Args, y.Args, os.Args.z}\n' });
    const members = (pkg.files[0]?.tree.root.all('selector_expression') ?? []).map((node) =>
      packageMember(node, pkg),
    );
    expect(members).toContainEqual({ path: 'os', name: 'Args' });
    expect(members.filter((member) => member !== undefined)).toHaveLength(2);
  });
});

describe('calls of C', () => {
  const source = `package a
import "C"
func f(s string) {
	p := C.CString(s)
	C.use(C.CString(s), (C.int)(len(C.GoString(C.CString(s)))))
	func() { C.CString("inner") }()
	obj.CString(s)
	g(unsafe.Pointer(C.CString("g")))
}
`;
  test('are those of the function itself, its literals left out', () => {
    const pkg = load({ 'a.go': source });
    const [outer, inner] = pkg.functions();
    expect(outer && callsOf(outer, pkg, 'CString')).toHaveLength(4);
    expect(inner && callsOf(inner, pkg, 'CString')).toHaveLength(1);
  });

  test('are found around an argument, through conversions and parentheses but not through other calls', () => {
    const pkg = load({ 'a.go': source });
    const [outer] = pkg.functions();
    const around = (outer === undefined ? [] : callsOf(outer, pkg, 'CString')).map(
      (call) => enclosingCCall(call, pkg)?.name,
    );
    expect(around).toEqual([undefined, 'use', 'GoString', undefined]);
  });
});

function show(type: Type): string {
  switch (type.kind) {
    case 'basic':
      return type.name;
    case 'pointer':
      return `*${show(type.element)}`;
    case 'slice':
      return `[]${show(type.element)}`;
    case 'array':
      return '[n]';
    case 'unsafe-pointer':
      return 'unsafe.Pointer';
    case 'c':
      return `C.${type.name}`;
    case 'named':
      return type.path === '' ? type.name : `${type.path}.${type.name}`;
    case 'composite':
      return type.form;
    case 'parameter':
      return type.name;
    case 'unknown':
      return '?';
  }
}

describe('the type of an expression', () => {
  const head = `package a
// typedef struct { int x; } thing;
import "C"
import (
	"example.com/lib"
	"os"
	"unsafe"
)
type named []byte
type word string
type loop *loop
type self self
type node struct {
	next *node
	name, title string
	buf []byte
	*lib.Embedded
}
func one() []byte { return nil }
func two() (p *node, err error) { return nil, nil }
func three() (string, error) { return "", nil }
func unnamed() (result []int) { return nil }
const constant = "x"
var global []string
`;
  test.each([
    // Literals, conversions, operators.
    ['"s"', 'string'],
    ['`s`', 'string'],
    ['1', 'int'],
    ['true', 'bool'],
    ['1.5', 'float64'],
    ['nil', '?'],
    ['n + 1', 'uint8'],
    ['1 + n', 'uint8'],
    ['n == 1', 'bool'],
    ['s + "x"', 'string'],
    ['!ok', 'bool'],
    ['(s)', 'string'],
    ['[]byte(s)', '[]byte'],
    ['named(s)', '[]byte'],
    ['word(s)', 'string'],
    ['uintptr(p)', 'uintptr'],
    ['unsafe.Pointer(s)', 'unsafe.Pointer'],
    ['(*C.char)(p)', '*C.char'],
    ['C.size_t(n)', 'C.size_t'],
    ['C.thing(x)', 'C.thing'],
    ['(*[4]byte)(p)', '*[n]'],
    // Composite literals.
    ['[]int{1}', '[]int'],
    ['[2]int{1, 2}', '[n]'],
    ['[...]int{1}', '[n]'],
    ['map[string]int{}', 'map_type'],
    ['node{}', 'node'],
    ['&node{}', '*node'],
    ['C.thing{}', 'C.thing'],
    ['lib.T{}', 'example.com/lib.T'],
    ['func() {}', 'function_type'],
    // Variables, fields, elements.
    ['b', '[]byte'],
    ['variadic', '[]int'],
    ['pn.next', '*node'],
    ['pn.next.next.buf', '[]byte'],
    ['pn.title', 'string'],
    ['pn.missing', '?'],
    ['pn.Embedded', '*example.com/lib.Embedded'],
    ['b[0]', 'byte'],
    ['&b[0]', '*byte'],
    ['array[0]', 'int'],
    ['m["k"]', 'int'],
    ['b[1:]', '[]byte'],
    ['s[1:]', 'string'],
    ['array[:]', '[]int'],
    ['parray[:]', '[]int'],
    ['*pn', 'node'],
    ['*pp', '*C.char'],
    ['<-ch', 'int'],
    ['constant', 'string'],
    ['global', '[]string'],
    ['global[0]', 'string'],
    ['t.x', 'C.int'],
    // Calls.
    ['one()', '[]byte'],
    ['two()', '?'],
    ['unnamed()', '[]int'],
    ['C.CString(s)', '*C.char'],
    ['C.malloc(8)', 'unsafe.Pointer'],
    ['C.CBytes(b)', 'unsafe.Pointer'],
    ['C.GoString(q)', 'string'],
    ['C.GoBytes(p, 3)', '[]byte'],
    ['C.other()', '?'],
    ['make([]C.int, n)', '[]C.int'],
    ['new(node)', '*node'],
    ['append(b, 1)', '[]byte'],
    ['len(b)', 'int'],
    ['unsafe.Slice(q, 3)', '[]C.char'],
    ['unsafe.StringData(s)', '*byte'],
    ['os.ReadFile(s)', '?'],
    ['lib.New()', '?'],
    ['pn.Method()', '?'],
    ['func() int { return 1 }()', 'int'],
  ])('%s is %s', (expression, expected) => {
    const source = `${head}
func f(s string, n uint8, ok bool, p unsafe.Pointer, q *C.char, pp **C.char, b named, pn *node, array [4]int, parray *[4]int,
	m map[string]int, ch chan int, t C.thing, variadic ...int) {
	_ = ${expression}
}
`;
    const pkg = load({ 'a.go': source });
    expect(pkg.files[0]?.syntaxErrors).toEqual([]);
    const statement = pkg.files[0]?.tree.root.all('assignment_statement').at(-1);
    const value = statement?.child('right')?.children[0];
    expect(value?.text).toBe(expression);
    expect(value === undefined ? undefined : show(pkg.types.ofExpression(value))).toBe(expected);
  });

  test.each([
    ['x := one()', '[]byte'],
    ['x, err := two()', '*node'],
    ['x, err := three()', 'string'],
    ['err, x := three()', 'error'],
    ['x, y := one(), 1', '[]byte'],
    ['y, x := one(), 1', 'int'],
    ['var x named', '[]byte'],
    ['var x, y = "s", 1', 'string'],
    ['var x []*C.char', '[]*C.char'],
    ['var x lib.T', 'example.com/lib.T'],
    ['var x func()', 'function_type'],
    ['var x any', 'any'],
    ['var x chan int', 'channel_type'],
    ['var x (*node)', '*node'],
    ['for _, x := range one() { _ = x }', 'byte'],
    ['for _, x := range global { _ = x }', 'string'],
    ['for x := range global { _ = x }', 'int'],
    ['for _, x := range "text" { _ = x }', 'rune'],
    ['x := y; y := x', '?'],
    ['var x loop', '*loop'],
    ['var x self', 'self'],
    ['x := x', '?'],
    ['x, err := C.CString("a")', '*C.char'],
    ['x, err := os.ReadFile("a")', '[]byte'],
  ])('the first x of `%s` is %s', (statement, expected) => {
    const pkg = load({ 'a.go': `${head}\nfunc f() {\n\t${statement}\n}\n` });
    expect(pkg.files[0]?.syntaxErrors).toEqual([]);
    const body = pkg.functions().at(-1)?.body;
    const x = body?.all('identifier').find((node) => node.text === 'x');
    const symbol = x === undefined ? undefined : pkg.symbolOf(x);
    expect(symbol === undefined ? undefined : show(pkg.types.ofSymbol(symbol))).toBe(expected);
  });
});

describe('what C does with a pointer that it is given', () => {
  /** Each case defines `f`, whose first parameter is looked at, unless the case names another index. */
  const cases: readonly (readonly [name: string, code: string, effect: 'borrows' | 'takes' | 'unknown', index?: number])[] = [
    ['reads it', 'int f(const char *p) { return p[0] + *p; }', 'borrows'],
    ['compares it', 'int f(char *p) { return p == NULL; }', 'borrows'],
    ['writes through it', 'void f(char *p) { *p = 1; p[1] = 2; }', 'borrows'],
    ['writes a field through it', 'void f(struct s *p, int x) { p->x = x; }', 'borrows'],
    ['takes its length', 'size_t f(const char *p) { return strlen(p); }', 'borrows'],
    ['gives it another value', 'void f(char *p) { p = NULL; }', 'borrows'],
    ['does not use it', 'void f(char *p) {}', 'borrows'],
    ['has no name for it', 'void f(char *) {}', 'borrows'],
    ['uses the other one', 'char *f(char *p, char *q) { return q; }', 'borrows'],
    ['uses the other one, seen from that', 'char *f(char *p, char *q) { return q; }', 'takes', 1],
    ['frees it', 'void f(char *p) { free(p); }', 'takes'],
    ['frees it through a cast', 'void f(char *p) { free((void *)(p)); }', 'takes'],
    ['frees it on one path', 'void f(char *p, int x) { if (x) free(p); }', 'takes'],
    ['frees what it points to', 'void f(struct s *p) { free(p->name); }', 'takes'],
    ['returns it', 'char *f(char *p) { return p; }', 'takes'],
    ['returns it or another', 'char *f(char *p) { return p ? p : ""; }', 'takes'],
    ['returns a pointer into it', 'char *f(char *p) { return p + 1; }', 'takes'],
    ['returns an element', 'int f(char *p) { return p[1]; }', 'borrows'],
    ['stores it in a global', 'static char *g; void f(char *p) { g = p; }', 'takes'],
    ['stores a pointer into it', 'static char *g; void f(char *p) { g = p + 1; }', 'takes'],
    ['stores the address of a field', 'static int *g; void f(struct s *p) { g = &p->x; }', 'takes'],
    ['stores it behind a pointer', 'void f(char *p, char **out) { *out = p; }', 'takes'],
    ['stores it in what it is given', 'void f(char *p, struct s *q) { q->name = p; }', 'takes'],
    ['keeps it in a local', 'void f(char *p) { char *q = p; use(q); }', 'takes'],
    ['keeps it in a local struct', 'int f(char *p) { struct s o; o.name = p; return run(&o); }', 'unknown'],
    ['puts it into an initializer', 'int f(char *p) { struct s o = { .name = p }; return run(&o); }', 'unknown'],
    ['gives its address away', 'void f(char *p) { change(&p); }', 'takes'],
    ['passes it to one that borrows', 'static int g(char *p) { return *p; } int f(char *p) { return g(p); }', 'borrows'],
    ['passes it twice to one that borrows', 'static int g(char *p) { return *p; } int f(char *p) { return g(p) + g(p); }', 'borrows'],
    ['passes it to one that frees', 'static void g(void *p) { free(p); } void f(char *p) { g(p); }', 'takes'],
    ['passes it as the argument that is read', 'static void g(char *a, char *b) { free(a); *b = 1; } void f(char *p) { g(NULL, p); }', 'borrows'],
    ['passes it as the argument that is freed', 'static void g(char *a, char *b) { free(b); *a = 1; } void f(char *p) { g(NULL, p); }', 'takes'],
    ['passes it to one whose body is not here', 'void g(char *p); void f(char *p) { g(p); }', 'unknown'],
    ['passes it to one that announces that it takes it', 'void g_destroy(char *p); void f(char *p) { g_destroy(p); }', 'takes'],
    ['passes a pointer to its field on', 'void g(struct l *p); void f(struct s *p) { g(&p->link); }', 'unknown'],
    ['passes it to a function that its caller chooses', 'void f(char *p, void (*g)(char *)) { g(p); }', 'takes'],
    ['passes it on to a function that it has in a variable', 'void f(char *p, void *g) { void (*h)(char *) = g; (*h)(p); }', 'takes'],
    ['passes a constant to a function pointer', 'void f(const char *p, void (*g)(const char *p)) { g(p); }', 'unknown'],
    ['passes it to a function pointer in a struct', 'void f(char *p, struct s *t) { t->run(p); }', 'unknown'],
    ['passes it to a macro', '#define KEEP(x) (g = (x))\nvoid f(char *p) { KEEP(p); }', 'unknown'],
    ['calls itself', 'void f(char *p) { if (*p) f(p); }', 'unknown'],
    ['calls itself with another', 'void f(struct s *p) { if (p) f(p->next); }', 'borrows'],
    ['two call each other', 'void g(char *p); void f(char *p) { g(p); } void g(char *p) { f(p); }', 'unknown'],
    ['two call each other, and one frees', 'void g(char *p); void f(char *p) { g(p); } void g(char *p) { f(p); free(p); }', 'takes'],
    ['is only declared', 'void f(char *p);', 'unknown'],
    ['is declared and defined', 'void f(char *p); void f(char *p) { free(p); }', 'takes'],
    ['is defined and declared', 'int f(char *p) { return *p; } int f(char *p);', 'borrows'],
    ['returns a pointer type', 'const char *f(char *p) { return ""; }', 'borrows'],
    ['is static inline', 'static inline void f(char *p) { free(p); }', 'takes'],
    ['does not exist', 'void g(char *p) {}', 'unknown'],
  ]; // prettier-ignore

  test.each(cases)('%s', (_name, code, effect, index = 0) => {
    const pkg = load({ 'a.go': `package a\n\n/*\n${code}\n*/\nimport "C"\n` });
    expect(pkg.files[0]?.preambles).toHaveLength(1);
    expect(pkg.c.parameterEffect('f', index)).toBe(effect);
  });

  test('is found in a .c file and in a header too', () => {
    const pkg = load({
      'a.go': 'package a\nimport "C"\n',
      'x.h': 'void keep(char *p);\nstatic inline void drop(char *p) { free(p); }\ntypedef int handle;\n',
      'x.c': 'static char *kept;\nvoid keep(char *p) { kept = p; }\n',
    });
    expect(pkg.c.parameterEffect('keep', 0)).toBe('takes');
    expect(pkg.c.parameterEffect('drop', 0)).toBe('takes');
    expect(pkg.c.isType('handle')).toBe(true);
    expect(pkg.c.isType('keep')).toBe(false);
  });

  test.each([
    ['f', 0, 'const char *p'],
    ['f', 1, 'size_t n'],
    ['f', 2, undefined],
    ['g', 0, undefined],
  ])('the declared type of parameter %s/%d', (name, index, expected) => {
    const pkg = load({ 'a.go': 'package a\n\n// int f(const char *p, size_t n);\nimport "C"\n' });
    expect(pkg.c.parameterType(name, index)).toBe(expected);
  });
});

describe('a package', () => {
  test('gives every function with a body, literals included, in the order of the files', () => {
    const pkg = load({
      'a.go':
        'package a\nfunc f() { func() { func() {}() }() }\nfunc declared()\nvar v = func() {}\nfunc (T) m() {}\n',
      'b.go': 'package a\nfunc g() {}\n',
    });
    expect(pkg.functions().map(({ file, node }) => `${file.path} ${node.child('name')?.text ?? 'literal'}`)).toEqual([
      'a.go f', 'a.go literal', 'a.go literal', 'a.go literal', 'a.go m', 'b.go g',
    ]); // prettier-ignore
    expect(pkg.name).toBe('a');
  });

  test('with no file in it has no name and no function', () => {
    const pkg = load({});
    expect(pkg.name).toBe('');
    expect(pkg.functions()).toEqual([]);
  });
});
