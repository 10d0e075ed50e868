import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Parser } from '../src/parser/parser.ts';
import { ImportedPackage } from '../src/semantic/imported-package.ts';
import { Package } from '../src/semantic/package.ts';
import { typeText } from '../src/semantic/type.ts';
import { readGoFile } from '../src/syntax/go-file.ts';
import type { Node } from '../src/syntax/tree.ts';
import { wasmParser } from './parser.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

const library = `package lib
import (
	"time"
	"example.com/m/deep"
)
type Base struct { Path string; *Inner }
type Inner struct { Size int64; hidden bool }
func (b *Base) Name() string { return b.Path }
func (i Inner) Pair() (int, error) { return 0, nil }
type Bytes []byte
func (b Bytes) Len() int { return len(b) }
type Box[T any] struct { Value T; Next *Box[T] }
func (b *Box[U]) Get() (U, bool) { return b.Value, true }
func NewBox[T any](value T) *Box[T] { return nil }
func Open(path string) (*Base, error) { return nil, nil }
func Deep() deep.Thing { return deep.Thing{} }
var Default = Open2()
func Open2() *Base { return nil }
const Limit = 4
var Wait time.Duration
`;

const head = `package a
// typedef struct { int x; } thing;
import "C"
import (
	"bytes"
	"fmt"
	"iter"
	"maps"
	"os"
	"reflect"
	"runtime/cgo"
	"slices"
	"strings"
	"sync/atomic"
	"time"
	"unsafe"
	"example.com/m/lib"
)
type Level3 struct { deepest float64; both int }
type Level2 struct { *Level3; both string }
type Level1 struct { Level2; own C.int }
type Left struct { twice int; hidden string }
type Right struct { twice int }
type Ambiguous struct { Left; Right }
type Hides struct { Ambiguous; twice bool }
type WithLibrary struct { lib.Base; name string }
type OfElsewhere struct { *elsewhere.Thing; Left }
func (l *Level3) Close() error { return nil }
func (l Level2) Name(x int) (string, bool) { return "", false }
type Handle C.uintptr_t
func (h Handle) Value() any { return nil }
type Callback func(code C.int, data []byte) (int, error)
type Closer interface { Close() error; fmt.Stringer }
type Pair[K comparable, V any] struct { key K; value V; list []V }
func (p *Pair[A, B]) Swap() (B, A) { return p.value, p.key }
func (p Pair[A, B]) At(i int) B { return p.list[i] }
type List[T any] []T
func (l List[T]) First() T { return l[0] }
func Map[T, U any](in []T, f func(T) U) []U { return nil }
func First[T any](in []T) T { return in[0] }
func Zero[T any]() T { var zero T; return zero }
func Same[T any](a, b T) T { return a }
func three() (int, string, error) { return 0, "", nil }
type Kind uint8
const ( KindA Kind = iota; KindB )
const ( untyped = iota; next )
type Alias = Level1
var table = map[string]*Level1{}
type Owner struct { pair Pair[string, *C.char]; call Callback; cond struct { depth int } }
`;

const parameters =
  's string, n uint8, p unsafe.Pointer, l1 *Level1, am Ambiguous, hi Hides, el OfElsewhere, wl *WithLibrary, h Handle, ' +
  'cb Callback, c Closer, pair Pair[string, int], list List[*C.char], ch <-chan C.int, arr [4]C.long, parr *[2]string, ' +
  'any_ any, err error, base *lib.Base, box *lib.Box[int], f32 float32, o *Owner, seq iter.Seq2[string, bool], bs lib.Bytes, ' +
  'counter *atomic.Int64, ptr *atomic.Pointer[Level1], v reflect.Value, alias Alias, rest ...C.int';

function load(body: string): Package {
  const imported = new ImportedPackage('example.com/m/lib', 'lib', true, () => [
    readGoFile(parser, 'lib/lib.go', library),
  ]);
  const text = `${head}\nfunc body(${parameters}) {\n\t${body}\n}\n`;
  const pkg = new Package('.', [readGoFile(parser, 'a.go', text)], [], [1, 24], (path) =>
    path === 'example.com/m/lib' ? imported : undefined,
  );
  expect(pkg.files[0]?.syntaxErrors).toEqual([]);
  return pkg;
}

function bodyOf(pkg: Package): Node {
  const body = pkg.functions().find((fn) => fn.node.child('name')?.text === 'body')?.body;
  if (body === undefined) throw new Error('there is no function named body');
  return body;
}

describe('the type of an expression', () => {
  test.each([
    // Literals, arrays, operators.
    ["'x'", 'rune'],
    ['[...]int{1, 2}', '[2]int'],
    ['[...]int{5: 2}', '[?]int'],
    ['arr', '[4]C.long'],
    ['arr[1]', 'C.long'],
    ['parr[1]', 'string'],
    ['arr[:2]', '[]C.long'],
    ['s[0]', 'byte'],
    ['untyped + n', 'uint8'],
    ['next', 'int'],
    ['KindB', 'Kind'],
    ['KindA | KindB', 'Kind'],
    ['1.5 + f32', 'float32'],
    ['2 * time.Second', 'time.Duration'],
    ['l1.own + 1', 'C.int'],
    ['<-ch', 'C.int'],
    ['any_.(*Level1)', '*Level1'],
    ['rest', '[]C.int'],
    ['C.sizeof_thing', 'C.size_t'],
    // Fields and methods through embedding.
    ['l1.deepest', 'float64'],
    ['l1.both', 'string'],
    ['l1.Level3', '*Level3'],
    ['l1.Level2.Level3.both', 'int'],
    ['l1.Close()', 'error'],
    ['l1.Name', 'func(int) (string, bool)'],
    ['l1.Name(1)', '?'],
    ['am.twice', '?'],
    ['am.hidden', 'string'],
    ['hi.twice', 'bool'],
    ['el.hidden', 'string'],
    ['el.missing', '?'],
    ['o.cond.depth', 'int'],
    ['alias.own', 'C.int'],
    ['(*Level1).Close', 'func(*Level1) error'],
    ['Handle.Value', 'func(Handle) any'],
    ['h', 'Handle'],
    ['h.Value()', 'any'],
    ['c.Close()', 'error'],
    ['c.String()', 'string'],
    ['err.Error()', 'string'],
    ['table["x"].own', 'C.int'],
    // Functions as values.
    ['cb', 'Callback'],
    ['three', 'func() (int, string, error)'],
    ['func(a, b int, more ...string) bool { return true }', 'func(int, int, ...string) bool'],
    ['func() C.int { return 0 }()', 'C.int'],
    // Generics.
    ['pair.key', 'string'],
    ['pair.list', '[]int'],
    ['pair.At(0)', 'int'],
    ['o.pair.value', '*C.char'],
    ['list.First()', '*C.char'],
    ['list[0]', '*C.char'],
    ['First(arr[:])', 'C.long'],
    ['First[string](nil)', 'string'],
    ['First(nil)', '?'],
    ['Zero[C.int]()', 'C.int'],
    ['Zero()', '?'],
    ['Map(list, func(x *C.char) string { return "" })', '[]string'],
    ['Map[int, string](nil, nil)', '[]string'],
    ['Same(1, n)', 'uint8'],
    ['Same(n, s)', '?'],
    ['Pair[int, bool]{}.value', 'bool'],
    // Built-in functions.
    ['new(Level1)', '*Level1'],
    ['min(1, f32)', 'float32'],
    ['recover()', 'any'],
    // The standard library.
    ['unsafe.Slice((*C.int)(p), 4)', '[]C.int'],
    ['unsafe.SliceData(arr[:])', '*C.long'],
    ['unsafe.Add(p, 4)', 'unsafe.Pointer'],
    ['cgo.NewHandle(any_)', 'runtime/cgo.Handle'],
    ['cgo.NewHandle(any_).Value()', 'any'],
    ['v.Pointer()', 'uintptr'],
    ['v.Elem().Index(0).UnsafeAddr()', 'uintptr'],
    ['counter.Add(1)', 'int64'],
    ['ptr.Load()', '*Level1'],
    ['bytes.NewBufferString(s).Bytes()', '[]byte'],
    ['strings.Split(s, ",")[0]', 'string'],
    ['slices.Clone(rest)', '[]C.int'],
    ['slices.Max(rest)', 'C.int'],
    ['slices.Sorted(maps.Keys(table))', '[]string'],
    ['os.Args[0]', 'string'],
    ['os.NoSuchThing()', '?'],
    // A package of the module.
    ['base.Path', 'string'],
    ['base.Name()', 'string'],
    ['base.Size', 'int64'],
    ['wl.Name()', 'string'],
    ['wl.Inner', '*example.com/m/lib.Inner'],
    ['bs', 'example.com/m/lib.Bytes'],
    ['bs[0]', 'byte'],
    ['bs.Len()', 'int'],
    ['lib.Bytes(s).Len()', 'int'],
    ['lib.Default.Path', 'string'],
    ['lib.Limit', 'int'],
    ['lib.Limit * n', 'uint8'],
    ['lib.Wait', 'time.Duration'],
    ['lib.NewBox(s)', '*example.com/m/lib.Box[string]'],
    ['lib.NewBox(s).Next.Value', 'string'],
    ['lib.NewBox[C.int](1).Value', 'C.int'],
    ['box.Value', 'int'],
    ['lib.Deep()', 'example.com/m/deep.Thing'],
    ['lib.Deep().Field', '?'],
    ['lib.Missing()', '?'],
  ])('%s is %s', (expression, expected) => {
    const pkg = load(`_ = ${expression}`);
    const value = bodyOf(pkg).all('assignment_statement').at(-1)?.child('right')?.children[0];
    expect(value?.text).toBe(expression);
    expect(value === undefined ? undefined : typeText(pkg.types.ofExpression(value))).toBe(expected);
  });
});

describe('the type of a variable', () => {
  test.each([
    ['_, x, _ := three()', 'string'],
    ['_, x := three()', '?'],
    ['x, ok := table["x"]', '*Level1'],
    ['_, x := table["x"]', 'bool'],
    ['x, ok := <-ch', 'C.int'],
    ['_, x := any_.(string)', 'bool'],
    ['x, ok := any_.([]byte)', '[]byte'],
    ['_, x := C.other()', 'error'],
    ['x, _ := pair.Swap()', 'int'],
    ['_, x := pair.Swap()', 'string'],
    ['x, err := cb(1, nil)', 'int'],
    ['x, err := o.call(1, nil)', 'int'],
    ['x, err := lib.Open(s)', '*example.com/m/lib.Base'],
    ['x, ok := box.Get()', 'int'],
    ['x, err := base.Pair()', 'int'],
    ['_, x := base.Pair()', 'error'],
    ['for x := range 10 { _ = x }', 'int'],
    ['for x := range n { _ = x }', 'uint8'],
    ['for _, x := range arr { _ = x }', 'C.long'],
    ['for _, x := range parr { _ = x }', 'string'],
    ['for x := range table { _ = x }', 'string'],
    ['for _, x := range table { _ = x }', '*Level1'],
    ['for x := range ch { _ = x }', 'C.int'],
    ['for _, x := range s { _ = x }', 'rune'],
    ['for _, x := range seq { _ = x }', 'bool'],
    ['for x := range seq { _ = x }', 'string'],
    ['for x := range c { _ = x }', '?'],
    ['for _, x := range bs { _ = x }', 'byte'],
    ['f := func(a int) (string, error) { return "", nil }; x, _ := f(1)', 'string'],
    ['select { case x, ok := <-ch: _, _ = x, ok }', 'C.int'],
    ['x := y; y := x', '?'],
    ['switch x := any_.(type) { case int: use(x) }', '?'],
  ])('x of `%s` is %s', (statement, expected) => {
    const pkg = load(statement);
    const x = bodyOf(pkg)
      .all('identifier')
      .find((node) => node.text === 'x');
    const symbol = x === undefined ? undefined : pkg.symbolOf(x);
    expect(symbol === undefined ? undefined : typeText(pkg.types.ofSymbol(symbol))).toBe(expected);
  });

  test.each([
    ['case *C.char: use(x)', '*C.char'],
    ['case lib.Bytes: use(x)', 'example.com/m/lib.Bytes'],
    ['case int, string: use(x)', 'any'],
    ['case nil: use(x)', 'any'],
    ['default: use(x)', 'any'],
  ])('in a type switch, in `%s`, is %s', (clause, expected) => {
    const pkg = load(`switch x := any_.(type) { ${clause} }`);
    const use = bodyOf(pkg).all('call_expression')[0]?.child('arguments')?.children[0];
    expect(use === undefined ? undefined : typeText(pkg.types.ofExpression(use))).toBe(expected);
  });
});

describe('definitions under different build constraints', () => {
  test.each([
    ['the same result', 'int', 'int', 'int'],
    ['other results', 'int', 'int64', '?'],
  ])('%s', (_, one, other, expected) => {
    const definition = (os: string, type: string): string =>
      `//go:build ${os}\n\npackage a\nimport "C"\ntype T struct { f ${type} }\nfunc g() ${type} { return 0 }\nfunc (t T) m() ${type} { return 0 }\n`;
    const use = 'package a\nfunc body(t T) { use(g(), t.m(), t.f) }\n';
    const files = [definition('linux', one), definition('windows', other), use].map((text, index) =>
      readGoFile(parser, `${String(index)}.go`, text),
    );
    const pkg = new Package('.', files, [], [1, 24]);
    const call = bodyOf(pkg).all('call_expression')[0]?.child('arguments')?.children ?? [];
    expect(call.map((argument) => typeText(pkg.types.ofExpression(argument)))).toEqual([
      expected,
      expected,
      expected,
    ]);
  });
});

test('a type that needs itself, and a chain of 5000 names, end', () => {
  const names = Array.from(
    { length: 5000 },
    (_, i) => `\tx${String(i + 1)} := x${String(i)} + x${String(i)}`,
  );
  const pkg = load(`var x0 C.int\n${names.join('\n')}\n\t_ = x5000`);
  const last = bodyOf(pkg).all('assignment_statement').at(-1)?.child('right')?.children[0];
  if (last === undefined) throw new Error('there is no last name');
  expect(typeText(pkg.types.ofExpression(last))).toBe('?');
  // In the order of the text each one is known from the one before.
  const uses = bodyOf(pkg)
    .all('short_var_declaration')
    .map((node) => node.child('left')?.children[0]);
  const found = uses.map((use) => (use === undefined ? '' : typeText(pkg.types.ofExpression(use))));
  expect(new Set(found)).toEqual(new Set(['C.int']));
});
