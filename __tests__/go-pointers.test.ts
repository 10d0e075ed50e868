import { beforeAll, describe, expect, test } from '@jest/globals';
import { Results } from '../src/engine/results.ts';
import { cKeeping } from '../src/flow/go-pointers/c-keeping.ts';
import { goMemoryOf } from '../src/flow/go-pointers/go-memory.ts';
import { holdsGoPointers } from '../src/flow/go-pointers/pointer-types.ts';
import { origins } from '../src/flow/origin/pointer-origins.ts';
import { announcesRegistration } from '../src/knowledge/c-names.ts';
import type { Parser } from '../src/parser/parser.ts';
import { isPointerFree } from '../src/semantic/c-pointer-content.ts';
import { argumentsOf } from '../src/semantic/callee.ts';
import type { Package } from '../src/semantic/package.ts';
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
#include <stdint.h>
typedef struct { int n; uint8_t kind[4]; } plain;
typedef struct { plain head; char *name; } named;
typedef struct hidden hidden;
enum color { RED };
struct object { void *data; struct { void *data; } inner; };
static void *global;
static void keep(void *p) { global = p; }
static void keep_cast(struct object *o, char *p) { o->inner.data = (void *)p; }
static void hand_on(struct object *o, void *p) { if (p) keep_cast(o, (char *)p); }
static void forget(void *p) { global = p; use(); global = NULL; }
static void copy(struct object *o, void *p) { struct object mine; mine.data = p; o = &mine; }
static void local(void *p) { void *q = p; q = p; }
static void kept_in_static(void *p) { static void *last; last = p; }
static void registers(void *p) { lib_set_log_callback(p); }
void unknown_set_user_data(struct object *o, void *p);
void unknown_set_size(struct object *o, void *p);
*/
import "C"
import ("os"; "unsafe")

type T struct { n int; name string; view []byte; list *T }
type numbers struct { n int; p *C.char }
type mirror struct { q unsafe.Pointer; next *numbers }
var shared [4]byte

func address(b []byte) *C.char { if len(b) == 0 { return nil }; return (*C.char)(unsafe.Pointer(&b[0])) }
func views(p unsafe.Pointer) { t := &T{}; t.view = unsafe.Slice((*byte)(p), 8); own(unsafe.Slice((*byte)(C.malloc(8)), 8)) }
func own(b []byte) { use(&b[0]) }
func use(...any) {}
`;

function packageWith(body: string): Package {
  const source = `${declarations}\nfunc f(b []byte, s string, t *T, k *numbers, c []C.char, p unsafe.Pointer) {\n${body}\n}\n`;
  const pkg = packageOf(parser, new Map([['a.go', source]]));
  expect(pkg.files[0]?.syntaxErrors).toEqual([]);
  return pkg;
}

function used(pkg: Package, name: string): Node {
  const fn = pkg.functions().find(({ node }) => node.child('name')?.text === name);
  const call = fn?.body.all('call_expression').find((one) => one.child('function')?.text === 'use');
  const [value] = call === undefined ? [] : argumentsOf(call);
  if (value === undefined) throw new Error('nothing is used');
  return value;
}

function memory(body: string, fn = 'f'): string | undefined {
  const pkg = packageWith(body);
  const found = goMemoryOf(used(pkg, fn), new Results(pkg).of(origins));
  return found === undefined ? undefined : `${found.isCertain ? 'certain' : 'likely'}: ${found.why}`;
}

describe('Go memory', () => {
  test.each([
    ['x := 1; use(unsafe.Pointer(&x))', 'certain: `x` is a Go variable'],
    ['m := make([]byte, 4); use(&m[0])', 'certain: it is from `make`'],
    ['use(unsafe.Pointer(&shared[0]))', 'certain: `shared` is a Go variable'],
    ['use(&b[0])', 'likely: `b` is a Go slice'],
    ['use(unsafe.StringData(s))', 'likely: `s` is a Go string'],
    ['use(address(b))', 'likely: `b` of `address` is a Go slice'],
    ['use(unsafe.Pointer(t))', 'likely: `t` is a pointer to a Go `T`'],
    ['use(&t.n)', 'likely: `t` is a pointer to a Go `T`'],
    ['use(unsafe.StringData(t.name))', 'likely: `t.name` is a Go string'],
    ['data, _ := os.ReadFile(s); use(&data[0])', undefined],
    // A struct without Go pointers may be a mirror of one in C, a slice of C elements a view.
    ['use(unsafe.Pointer(k))', undefined],
    ['use(&c[0])', undefined],
    ['use(p)', undefined],
    // Somebody makes a view of the field, or passes one for the parameter.
    ['use(&t.view[0])', undefined],
    ['use(C.CString(s))', undefined],
    ['use(unsafe.StringData("constant"))', undefined],
    ['var q *byte; if s != "" { q = &b[0] } else { q = (*byte)(C.malloc(1)) }; use(q)', undefined],
    ['use(nil)', undefined],
  ])('%s', (body, expected) => {
    expect(memory(body)).toBe(expected);
  });

  test('of a parameter is not Go for certain where a call passes a view over memory of C', () => {
    expect(memory('', 'own')).toBeUndefined();
  });
});

describe('room for Go pointers', () => {
  test.each([
    ['t', true],
    ['b', false],
    ['k', false],
    ['new(mirror)', false],
    ['new([2]string)', true],
    ['new(map[int]int)', true],
    ['new(func())', true],
    ['new(error)', true],
    ['new([4]int)', false],
    ['new(*T)', false],
    ['new(struct{ t *T })', true],
  ])('behind %s: %s', (value, expected) => {
    const pkg = packageWith(`use(${value})`);
    const type = pkg.types.ofExpression(used(pkg, 'f'));
    expect(type.kind === 'pointer' && holdsGoPointers(type.element, pkg)).toBe(expected);
  });
});

describe('C keeps', () => {
  test.each([
    ['C.keep(p)', 'body'],
    ['C.keep_cast(nil, address(b))', 'body'],
    ['C.hand_on(nil, p)', 'body'],
    ['C.kept_in_static(p)', 'body'],
    ['C.registers(p)', 'name'],
    ['C.unknown_set_user_data(nil, p)', 'name'],
    ['C.unknown_set_size(nil, p)', undefined],
    ['C.forget(p)', undefined],
    ['C.copy(nil, p)', undefined],
    ['C.local(p)', undefined],
    ['C.yr_compiler_set_callback(nil, nil, p)', 'table'],
    ['C.sqlite3_bind_text(nil, 1, address(b), 1, nil)', undefined],
    ['C.free(p)', undefined],
  ])('the last argument of %s: %s', (call, expected) => {
    const pkg = packageWith(`use(${call})`);
    const node = used(pkg, 'f');
    const name = node.child('function')?.child('field')?.text ?? '';
    const keeping = new Results(pkg).of(cKeeping).ofArgument(node, name, argumentsOf(node).length - 1);
    expect(keeping?.kind).toBe(expected);
  });

  test.each([
    ['fdb_set_log_callback', true],
    ['GEOSContext_setErrorMessageHandler_r', true],
    ['SSL_CTX_set_ex_data', true],
    ['lib_register_hook', true],
    ['lib_set_data', false],
    ['lib_callback_run', false],
    ['lib_foreach', false],
  ])('%s announces it: %s', (name, expected) => {
    expect(announcesRegistration(name)).toBe(expected);
  });
});

test.each([
  ['int', true],
  ['uint8_t', true],
  ['plain', true],
  ['enum_color', true],
  ['named', false],
  ['hidden', false],
  ['struct_object', false],
  ['of_another_header', false],
])('C.%s certainly has no pointer: %s', (name, expected) => {
  expect(isPointerFree(name, packageWith('').c)).toBe(expected);
});
