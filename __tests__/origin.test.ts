import { beforeAll, describe, expect, test } from '@jest/globals';
import { Results } from '../src/engine/results.ts';
import { functionFlows } from '../src/flow/function-flow.ts';
import type { Origin } from '../src/flow/origin/origin.ts';
import { pinnedBy } from '../src/flow/origin/pinned.ts';
import { origins } from '../src/flow/origin/pointer-origins.ts';
import type { Parser } from '../src/parser/parser.ts';
import { argumentsOf } from '../src/semantic/callee.ts';
import type { Node } from '../src/syntax/tree.ts';
import { wasmParser } from './parser.ts';
import { packageOf } from './rules/analyse-case.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

const declarations = `package a

/*
#include <stdlib.h>
#define BASE 0x1000
#define NONE 0
typedef struct { int n; char *name; } thing;
static void *block(size_t n) { return malloc(n); }
static void *same(void *p) { return p; }
static void fill(char **out) { *out = malloc(1); }
static void mystery(void *p);
*/
import "C"
import ("runtime"; "runtime/cgo"; "sync"; "syscall"; "unsafe"; "golang.org/x/sys/unix")

type T struct { n int; p *C.char; inner struct { k int } }
type link struct { next *link }
var shared [8]byte
var pointer *T
var objects = sync.Pool{New: func() any { return new(T) }}
var slices = &sync.Pool{New: func() any { b := make([]byte, 0, 8); return &b }}
var blocks = sync.Pool{New: newBlock}
var plain sync.Pool
const address uintptr = 0xfee0 + 4
const zero = iota
const text = "text"

func newBlock() any { return C.malloc(8) }
func made(n int) *T { if n == 0 { return nil }; return &T{} }
func both(n int) unsafe.Pointer { if n == 0 { return C.malloc(1) }; return unsafe.Pointer(new(T)) }
func pair() (*C.char, error) { return C.CString("a"), nil }
func forward() (*C.char, error) { return pair() }
func first(p *T) *T { return p }
func named() (p *T) { p = new(T); return }
func replaced() (p *T) { defer func() { p = pointer }(); return new(T) }
func kept() (p *T, err error) { return new(T), nil }
func loop(n int) *T { if n > 0 { return loop(n - 1) }; return &T{} }
func (t *T) buffer() []byte { return make([]byte, t.n) }
func use(...any) {}
`;

function argumentOf(body: string): { pointer: Node; results: Results } {
  const source = `${declarations}\nfunc f(n int, q *T, u uintptr, s string, c bool) {\n${body}\n}\n`;
  const pkg = packageOf(parser, new Map([['a.go', source]]));
  expect(pkg.files[0]?.syntaxErrors).toEqual([]);
  const fn = pkg.functions().find(({ node }) => node.child('name')?.text === 'f');
  const call = fn?.body.all('call_expression').find((one) => one.child('function')?.text === 'use');
  const pointer = call === undefined ? undefined : argumentsOf(call)[0];
  if (pointer === undefined) throw new Error('nothing is used');
  return { pointer, results: new Results(pkg) };
}

/** What the argument of `use` is, and the code that proves it. */
function origin(body: string): string {
  const { pointer, results } = argumentOf(body);
  return textOf(results.of(origins).of(pointer));
}

function textOf(found: Origin): string {
  const at = found.at.text.replace(/\s+/g, ' ');
  switch (found.kind) {
    case 'c-heap':
      return `c-heap ${found.release.join()} ${at}`;
    case 'c-out-parameter':
      return `c-out-parameter ${found.release?.join() ?? '?'} ${at}`;
    case 'c-borrowed':
      return `c-borrowed ${found.library} ${at}`;
    case 'go-variable':
      return `go-variable ${found.symbol.name}`;
    case 'pool':
      return `pool ${at}: ${textOf(found.memory)}`;
    case 'integer-made':
      if (found.from === 'pointer') return `integer-made ${at}: ${textOf(found.memory)}`;
      return `integer-made ${found.from === 'constant' ? String(found.value) : '?'} ${at}`;
    case 'unknown':
    case 'nil':
      return found.kind;
    default:
      return `${found.kind} ${at}`;
  }
}

describe('memory of C', () => {
  test.each([
    ['use(C.malloc(8))', 'c-heap free C.malloc(8)'],
    ['p := (*C.thing)(C.malloc(8)); use(unsafe.Pointer(p))', 'c-heap free C.malloc(8)'],
    ['cs := C.CString(s); use(cs)', 'c-heap free C.CString(s)'],
    // A body in the package forwards to an allocator.
    ['use(C.block(8))', 'c-heap free C.block(8)'],
    ['p := C.malloc(8); use(C.strcpy((*C.char)(p), nil))', 'c-heap free C.malloc(8)'],
    ['b := unsafe.Slice((*byte)(C.malloc(8)), 8); use(&b[1])', 'c-heap free C.malloc(8)'],
    ['b := (*[1 << 28]byte)(C.malloc(8))[:8:8]; use(unsafe.SliceData(b[2:]))', 'c-heap free C.malloc(8)'],
    ['t := (*C.thing)(C.malloc(8)); use(&t.n)', 'c-heap free C.malloc(8)'],
    ['p, err := pair(); use(p); _ = err', 'c-heap free C.CString("a")'],
    ['p, _ := forward(); use(p)', 'c-heap free C.CString("a")'],
    ['p := C.malloc(8); use(unsafe.Add(p, n))', 'c-heap free C.malloc(8)'],
    ['p := C.malloc(8); use(unsafe.Pointer(uintptr(p) + u))', 'c-heap free C.malloc(8)'],
    ['var p unsafe.Pointer; if c { p = C.malloc(8) }; use(p)', 'c-heap free C.malloc(8)'],
    ['p := C.malloc(8); if c { p = C.calloc(1, 8) }; use(p)', 'c-heap free C.malloc(8)'],
    ['f := C.fopen(nil, nil); use(f)', 'c-heap fclose C.fopen(nil, nil)'],
    ['use(C.getenv(nil))', 'c-borrowed libc C.getenv(nil)'],
    ['var p *C.char; C.fill(&p); use(p)', 'c-out-parameter free C.fill(&p)'],
    ['var p *C.char; C.asprintf(&p, nil); use(p)', 'c-out-parameter free C.asprintf(&p, nil)'],
    [
      'var p *C.char; C.fill((**C.char)(unsafe.Pointer(&p))); use(p)',
      'c-out-parameter free C.fill((**C.char)(unsafe.Pointer(&p)))',
    ],
    // Two allocators, two ways: neither can be said of the pointer.
    ['p := unsafe.Pointer(C.fopen(nil, nil)); if c { p = C.malloc(8) }; use(p)', 'unknown'],
    ['p := new(C.char); C.fill(&p); use(p)', 'unknown'],
    ['var p *C.char; g(&p); use(p)', 'unknown'],
    ['use(C.unheard())', 'unknown'],
    ['use(C.mystery(nil))', 'unknown'],
    ['var b []byte; C.mystery(unsafe.Pointer(&b)); use(b)', 'unknown'],
    ['t := (*C.thing)(C.malloc(8)); use(t.name)', 'unknown'],
    ['t := (*C.thing)(C.malloc(8)); use(*t)', 'unknown'],
    ['ps := unsafe.Slice((**C.char)(C.malloc(8)), 1); use(ps[0])', 'unknown'],
    ['_, errno := C.malloc(8); use(errno)', 'unknown'],
  ])('%s', (body, expected) => {
    expect(origin(body)).toBe(expected);
  });
});

describe('memory of Go', () => {
  test.each([
    ['use(new(T))', 'go-heap new(T)'],
    ['use(&T{n: 1})', 'go-heap &T{n: 1}'],
    ['b := make([]byte, n); use(unsafe.Pointer(&b[0]))', 'go-heap make([]byte, n)'],
    ['b := []byte(s); use(unsafe.SliceData(b))', 'go-heap []byte(s)'],
    ['var b []byte; b = append(b, 1); use(b)', 'go-heap append(b, 1)'],
    ['b := append([]byte(nil), 1); use(b)', 'go-heap append([]byte(nil), 1)'],
    ['b := append([]byte{}, 1); use(b)', 'go-heap []byte{}'],
    ['b := make([]byte, n); b = b[1:]; use(b)', 'go-heap make([]byte, n)'],
    ['use(C.GoBytes(nil, 3))', 'go-heap C.GoBytes(nil, 3)'],
    ['t := &T{}; use(&t.inner.k)', 'go-heap &T{}'],
    ['use(made(n))', 'go-heap &T{}'],
    ['use(loop(n))', 'go-heap &T{}'],
    ['use(q.buffer())', 'go-heap make([]byte, t.n)'],
    ['t := T{}; use(unsafe.Pointer(&t))', 'go-variable t'],
    ['t := T{}; use(&t.inner.k)', 'go-variable t'],
    ['var b [8]byte; use(&b[n])', 'go-variable b'],
    ['var b [8]byte; x := b[:]; use(unsafe.SliceData(x))', 'go-variable b'],
    ['var b [8]byte; p := &b; use(p[1:])', 'go-variable b'],
    ['use(&shared[0])', 'go-variable shared'],
    ['use(&n)', 'go-variable n'],
    ['b := make([]byte, n); use(&b)', 'go-variable b'],
    ['t := T{}; p := any(&t); use(p.(*T))', 'go-variable t'],
    ['use(unsafe.StringData("abc"))', 'string-data "abc"'],
    ['x := s + "/"; use(unsafe.StringData(x))', 'string-data s + "/"'],
    ['b := []byte{1}; x := string(b); use(unsafe.StringData(x))', 'string-data string(b)'],
    ['x := C.GoString(nil); use(unsafe.StringData(x))', 'string-data C.GoString(nil)'],
    ['use(unsafe.StringData(text))', 'string-data "text"'],
    // Whose bytes a caller's string shows, unsafe.String may have decided.
    ['use(unsafe.StringData(s))', 'unknown'],
    ['use(q)', 'unknown'],
    ['use(&q.inner)', 'unknown'],
    ['use(pointer)', 'unknown'],
    ['use(first(&T{}))', 'unknown'],
    ['use(named())', 'unknown'],
    ['use(replaced())', 'unknown'],
    ['p, err := kept(); use(p); _ = err', 'go-heap new(T)'],
    ['use(both(n))', 'unknown'],
    ['t := &T{}; use(t.p)', 'unknown'],
    ['l := &link{}; for l != nil { l = l.next }; use(l)', 'unknown'],
    ['t := &T{}; if c { t = q }; use(t)', 'unknown'],
    ['x, y := T{}, T{}; t := &x; if c { t = &y }; use(t)', 'unknown'],
    ['b := make([][]byte, 1); use(b[0])', 'unknown'],
    ['p := &T{}; pp := &p; use(*pp)', 'unknown'],
    ['b := make([]byte, 1); use(*(*[]byte)(unsafe.Pointer(&b)))', 'unknown'],
    ['for _, b := range [][]byte{} { use(b) }', 'unknown'],
  ])('%s', (body, expected) => {
    expect(origin(body)).toBe(expected);
  });
});

describe('pools, mappings and handles', () => {
  test.each([
    ['use(objects.Get().(*T))', 'pool objects.Get(): go-heap new(T)'],
    ['b := slices.Get().(*[]byte); use(&(*b)[0])', 'pool slices.Get(): go-heap make([]byte, 0, 8)'],
    ['b := *slices.Get().(*[]byte); use(b[:1])', 'pool slices.Get(): go-heap make([]byte, 0, 8)'],
    ['use(blocks.Get().(unsafe.Pointer))', 'pool blocks.Get(): c-heap free C.malloc(8)'],
    ['use(plain.Get().(*T))', 'pool plain.Get(): unknown'],
    ['var p sync.Pool; use(p.Get())', 'pool p.Get(): unknown'],
    ['b := slices.Get().(*[]byte); *b = q.views(); use(*b)', 'unknown'],
    ['use(q.Get())', 'unknown'],
    ['b, err := syscall.Mmap(3, 0, n, 1, 1); use(b); _ = err', 'mmap syscall.Mmap(3, 0, n, 1, 1)'],
    ['b, err := unix.Mmap(3, 0, n, 1, 1); use(&b[0]); _ = err', 'mmap unix.Mmap(3, 0, n, 1, 1)'],
    ['use(C.mmap(nil, 8, 0, 0, 0, 0))', 'mmap C.mmap(nil, 8, 0, 0, 0, 0)'],
    [
      'a, _, _ := syscall.Syscall(syscall.SYS_MMAP, 0, 0, 0); use(unsafe.Pointer(a))',
      'mmap syscall.Syscall(syscall.SYS_MMAP, 0, 0, 0)',
    ],
    ['a, _, _ := syscall.Syscall(syscall.SYS_READ, 0, 0, 0); use(unsafe.Pointer(a))', 'integer-made ? a'],
    ['_, b := syscall.Mmap(3, 0, n, 1, 1); use(b)', 'unknown'],
    ['use(cgo.NewHandle(q))', 'handle cgo.NewHandle(q)'],
    ['h := cgo.NewHandle(q); use(unsafe.Pointer(h))', 'handle cgo.NewHandle(q)'],
    ['h := cgo.NewHandle(q); use(unsafe.Pointer(uintptr(h)))', 'handle cgo.NewHandle(q)'],
    ['h := C.uintptr_t(cgo.NewHandle(q)); use(unsafe.Pointer(uintptr(h)))', 'handle cgo.NewHandle(q)'],
    ['use(cgo.Handle(u))', 'handle cgo.Handle(u)'],
    ['h := cgo.NewHandle(q); use(&h)', 'go-variable h'],
    ['h := cgo.NewHandle(q); use(h.Value().(*T))', 'unknown'],
  ])('%s', (body, expected) => {
    expect(origin(body)).toBe(expected);
  });
});

describe('integers as pointers', () => {
  test.each([
    ['use(unsafe.Pointer(uintptr(16)))', 'integer-made 16 16'],
    ['use(unsafe.Pointer(address))', 'integer-made 65252 address'],
    ['use(unsafe.Pointer(uintptr(C.BASE)))', 'integer-made 4096 C.BASE'],
    ['use(unsafe.Pointer(^uintptr(0)))', 'integer-made -1 ^uintptr(0)'],
    ['a := uintptr(8); use(unsafe.Pointer(a))', 'integer-made 8 8'],
    ['use(unsafe.Add(nil, 1 << 4))', 'integer-made 16 1 << 4'],
    [
      'use(unsafe.Pointer(uintptr(unsafe.Pointer(nil)) + 8))',
      'integer-made 8 uintptr(unsafe.Pointer(nil)) + 8',
    ],
    ['use(unsafe.Add(unsafe.Pointer(nil), u))', 'integer-made ? u'],
    [
      'use(unsafe.Pointer(uintptr(unsafe.Pointer(nil)) + u))',
      'integer-made ? uintptr(unsafe.Pointer(nil)) + u',
    ],
    ['use(unsafe.Pointer(u))', 'integer-made ? u'],
    ['use(unsafe.Pointer(uintptr(n) * 8))', 'integer-made ? uintptr(n) * 8'],
    ['a := uintptr(8); a += u; use(unsafe.Pointer(a))', 'integer-made ? a'],
    ['a := uintptr(C.malloc(8)); use(unsafe.Pointer(a))', 'integer-made a: c-heap free C.malloc(8)'],
    [
      't := T{}; a := uintptr(unsafe.Pointer(&t)); use(unsafe.Pointer(a + 8))',
      'integer-made a + 8: go-variable t',
    ],
    ['t := T{}; a := uintptr(unsafe.Pointer(&t)); use(unsafe.Add(nil, a))', 'integer-made a: go-variable t'],
    ['use(nil)', 'nil'],
    ['use(unsafe.Pointer(uintptr(0)))', 'nil'],
    ['use(unsafe.Pointer(uintptr(C.NONE)))', 'nil'],
    ['var p *T; use(p)', 'nil'],
    ['use(unsafe.Pointer(uintptr(zero)))', 'integer-made ? uintptr(zero)'],
  ])('%s', (body, expected) => {
    expect(origin(body)).toBe(expected);
  });
});

describe('pinned memory', () => {
  const pin = (body: string): string => {
    const { pointer, results } = argumentOf(body);
    const flows = results.of(functionFlows);
    const fn = results
      .of(origins)
      .package.functions()
      .find(({ node }) => node.child('name')?.text === 'f');
    if (fn === undefined) throw new Error('no function');
    return pinnedBy(pointer, flows(fn), results.of(origins))?.text ?? 'none';
  };
  test.each([
    ['var p runtime.Pinner; t := &T{}; p.Pin(t); defer p.Unpin(); use(t)', 'p.Pin(t)'],
    ['var p runtime.Pinner; t := T{}; p.Pin(&t); x := &t; use(x)', 'p.Pin(&t)'],
    [
      'p := new(runtime.Pinner); b := make([]byte, n); p.Pin(&b[0]); use(unsafe.SliceData(b))',
      'p.Pin(&b[0])',
    ],
    ['var p runtime.Pinner; t := &T{}; use(t); p.Pin(t)', 'none'],
    ['var p runtime.Pinner; t := &T{}; if c { p.Pin(t) }; use(t)', 'none'],
    ['var p runtime.Pinner; t := &T{}; p.Pin(t); p.Unpin(); use(t)', 'none'],
    ['var p, o runtime.Pinner; t := &T{}; p.Pin(t); o.Unpin(); use(t)', 'p.Pin(t)'],
    ['var p runtime.Pinner; t, x := &T{}, &T{n: 1}; p.Pin(x); use(t)', 'none'],
    ['var p runtime.Pinner; t := &T{}; defer p.Pin(t); use(t)', 'none'],
    ['var p runtime.Pinner; t := C.malloc(8); p.Pin(t); use(t)', 'none'],
    ['var p board; t := &T{}; p.Pin(t); use(t)', 'none'],
  ])('%s', (body, expected) => {
    expect(pin(body)).toBe(expected);
  });
});

describe('a question', () => {
  test('about one variable of many is no search through all of them', () => {
    const chain = Array.from({ length: 5_000 }, (_, i) => `x${String(i + 1)} := x${String(i)}`);
    expect(origin(`x0 := new(T)\n${chain.join('\n')}\nuse(x5000)`)).toBe('unknown');
  });

  test('about variables that lead to each other comes to an end', () => {
    expect(origin('a, b := new(T), new(T); for c { a = b; b = a }; use(a)')).toBe('go-heap new(T)');
    expect(origin('var a, b *T; a = b; b = a; use(a)')).toBe('nil');
    expect(origin('a := q; b := a; a = b; use(b)')).toBe('unknown');
  });
});
