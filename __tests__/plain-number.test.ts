import { beforeAll, describe, expect, test } from '@jest/globals';
import { numberPointer } from '../src/flow/origin/number-pointers.ts';
import { plainNumber } from '../src/flow/origin/plain-number.ts';
import type { Parser } from '../src/parser/parser.ts';
import { argumentsOf } from '../src/semantic/callee.ts';
import { ImportedPackage } from '../src/semantic/imported-package.ts';
import { Package } from '../src/semantic/package.ts';
import { readGoFile } from '../src/syntax/go-file.ts';
import type { Node } from '../src/syntax/tree.ts';
import { wasmParser } from './parser.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

const registry = `package registry

import "unsafe"

type Registry struct { last, address uintptr }

func New() *Registry { return &Registry{} }
func (r *Registry) next() uintptr { r.last++; return r.last }
func (r *Registry) Add(v any) uintptr { id := r.next(); return id }
func (r *Registry) Address(p unsafe.Pointer) uintptr { r.address = uintptr(p); return r.address }
func Pointer(i uintptr) unsafe.Pointer { var null unsafe.Pointer; return unsafe.Pointer(uintptr(null) + i) }
func Other(i uintptr) unsafe.Pointer { return unsafe.Pointer(&i) }
`;

const declarations = `package a

/*
int count(void);
unsigned long address(void);
*/
import "C"
import ("sync/atomic"; "unsafe"; "example.com/m/registry")

type T struct { n int; id uint64 }
var all []any
var callbacks = registry.New()
var next, last, place uintptr
var ids atomic.Uint64

func free() uintptr { for i := range all { if all[i] == nil { return uintptr(i) } }; return uintptr(len(all)) }
func set(p unsafe.Pointer) { next++; place = uintptr(p); atomic.AddUintptr(&last, 1) }
func use(...any) {}
`;

function used(body: string): { argument: Node; pkg: Package } {
  const imported = new ImportedPackage('example.com/m/registry', 'registry', true, () => [
    readGoFile(parser, 'registry/registry.go', registry),
  ]);
  const source = `${declarations}\nfunc f(n int, u uintptr, w uint32, big int64, addr int, t *T) {\n${body}\n}\n`;
  const file = readGoFile(parser, 'a.go', source);
  expect(file.syntaxErrors).toEqual([]);
  const pkg = new Package('.', [file], [], [1, 21], (path) =>
    path === 'example.com/m/registry' ? imported : undefined,
  );
  const fn = pkg.functions().find(({ node }) => node.child('name')?.text === 'f');
  const call = fn?.body.all('call_expression').find((one) => one.child('function')?.text === 'use');
  const argument = call === undefined ? undefined : argumentsOf(call)[0];
  if (argument === undefined) throw new Error('nothing is used');
  return { argument, pkg };
}

describe('a number', () => {
  test.each([
    ['use(n)', '`n` is of the type `int`'],
    ['use(uintptr(n + 1))', '`n` is of the type `int`'],
    ['use(uintptr(w))', '`w` is of the type `uint32`'],
    ['use(uintptr(t.n))', '`t.n` is of the type `int`'],
    ['use(uintptr(len(all)))', '`len(all)` is a length'],
    ['use(uintptr(7))', 'it is the constant 7'],
    ['use(C.count())', '`C.count()` is of the type `C.int`'],
    ['for i := uintptr(0); i < 9; i++ { use(i) }', '`i` is counted up'],
    ['use(next)', '`next` is a counter'],
    ['use(last)', '`last` is a counter'],
    ['use(ids.Add(1))', '`ids` is a counter'],
    ['use(free())', '`free()` gives no more than a count or an index'],
    ['use(callbacks.Add(t))', '`callbacks.Add(t)` gives no more than a count or an index'],
  ])('%s', (body, why) => {
    const { argument, pkg } = used(body);
    expect(plainNumber(argument, pkg)?.why).toBe(why);
  });
});

describe('what may be an address', () => {
  test.each([
    'use(u)',
    'use(u + uintptr(n))',
    'use(uintptr(big))',
    'use(t.id)',
    'use(addr)',
    'use(uintptr(0))',
    'use(uintptr(0x40000000))',
    'use(^uintptr(0))',
    'use(C.address())',
    'use(place)',
    'm := int(uintptr(unsafe.Pointer(t))); use(m)',
    'use(callbacks.Address(nil))',
  ])('%s', (body) => {
    const { argument, pkg } = used(body);
    expect(plainNumber(argument, pkg)).toBeUndefined();
  });
});

describe('a pointer of an integer alone', () => {
  test.each([
    ['use(unsafe.Pointer(u))', 'u'],
    ['use(unsafe.Pointer(uintptr(n)))', 'uintptr(n)'],
    ['var p *T; use(unsafe.Pointer(uintptr(unsafe.Pointer(p)) + u))', 'hidden u'],
    ['use(unsafe.Add(nil, n))', 'hidden n'],
    ['use(registry.Pointer(u))', 'Pointer: u'],
    ['use(registry.Other(u))', undefined],
    ['use(unsafe.Pointer(t))', undefined],
    ['use(unsafe.Add(unsafe.Pointer(t), 8))', undefined],
  ])('%s', (body, expected) => {
    const { argument, pkg } = used(body);
    const made = numberPointer(argument, pkg);
    const converter = made?.converter === undefined ? '' : `${made.converter}: `;
    const text = made && `${converter}${made.isHidden ? 'hidden ' : ''}${made.integer.text}`;
    expect(text).toBe(expected);
  });
});
