import { beforeAll, expect, test } from '@jest/globals';
import { extentOf } from '../src/flow/memory-extent.ts';
import type { Parser } from '../src/parser/parser.ts';
import { argumentsOf } from '../src/semantic/callee.ts';
import { wasmParser } from './parser.ts';
import { packageOf } from './rules/analyse-case.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

function extentText(body: string): string {
  const source = `package p

// #include <stdlib.h>
import "C"
import "unsafe"

type pair struct { a, b int32; list [4]int32 }

func use(unsafe.Pointer) {}
func f(n int, b []byte, p *pair, values [3]uint16) {
${body}
}
`;
  const pkg = packageOf(parser, new Map([['p.go', source]]));
  const fn = pkg.functions().find(({ node }) => node.child('name')?.text === 'f');
  const call = fn?.body.all('call_expression').find((one) => one.child('function')?.text === 'use');
  const pointer = call === undefined ? undefined : argumentsOf(call)[0];
  const extent = pointer === undefined ? undefined : extentOf(pointer, { long: 64, pointer: 64 }, pkg);
  if (extent === undefined) return 'unknown';
  return extent.kind === 'bytes'
    ? `${String(extent.bytes)} of ${extent.of.text}`
    : `asked ${extent.size.text}`;
}

test.each([
  ['var x pair; use(unsafe.Pointer(&x))', '24 of x'],
  ['use(unsafe.Pointer(&values[1]))', '4 of values'],
  ['use(unsafe.Pointer(&values))', '6 of values'],
  ['c := make([]uint32, 5); use(unsafe.Pointer(&c[0]))', '20 of c'],
  ['q := C.malloc(12); use(q)', '12 of C.malloc(12)'],
  ['q := (*byte)(C.malloc(C.size_t(n))); use(unsafe.Pointer(q))', 'asked C.size_t(n)'],
  ['c := make([]uint32, 5, 9); use(unsafe.Pointer(&c[0]))', 'unknown'],
  ['c := make([]uint32, 5); c = append(c, 1); use(unsafe.Pointer(&c[0]))', 'unknown'],
  ['c := make([]uint32, n); use(unsafe.Pointer(&c[0]))', 'unknown'],
  ['q := C.malloc(12); q = C.realloc(q, 24); use(q)', 'unknown'],
  ['use(unsafe.Pointer(&b[0]))', 'unknown'],
  ['use(unsafe.Pointer(&values[n]))', 'unknown'],
  ['use(unsafe.Pointer(&p.a))', 'unknown'],
  ['use(unsafe.Pointer(&p.list[0]))', 'unknown'],
  ['use(unsafe.Pointer(p))', 'unknown'],
])('%s', (body, expected) => {
  expect(extentText(body)).toBe(expected);
});
