import { beforeAll, describe, expect, test } from '@jest/globals';
import { Results } from '../src/engine/results.ts';
import { cleanupCallsOf } from '../src/flow/cleanups/cleanup-calls.ts';
import { finalizedObject } from '../src/flow/cleanups/finalized-objects.ts';
import { ObjectReferences } from '../src/flow/cleanups/object-references.ts';
import { origins } from '../src/flow/origin/pointer-origins.ts';
import type { Parser } from '../src/parser/parser.ts';
import { wrapperTypes } from '../src/semantic/wrapper-types.ts';
import { wasmParser } from './parser.ts';
import { packageOf } from './rules/analyse-case.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

const declarations = `
type T struct { a *C.res; b *T; n int }
func (t *T) free(x any) {}
func (t T) show(x any) {}
type H struct { t *T; n int }
var global T
`;

/** What is found of the first call that sets a finalizer or cleanup in a function with the given body. */
function inBody<R>(
  body: string,
  ask: (set: ReturnType<typeof cleanupCallsOf>[number], pkg: ReturnType<typeof packageOf>) => R,
): R {
  const text = `package a\nimport "C"\nimport ("runtime"; "unsafe")\n${declarations}\nfunc f(list []T, p *T, v T) (r *T, s T) {\n${body}\n}\n`;
  const pkg = packageOf(parser, new Map([['a.go', text]]));
  const fn = pkg.functions().find(({ node }) => node.child('name')?.text === 'f');
  const [set] = fn === undefined ? [] : cleanupCallsOf(fn, pkg);
  if (set === undefined) throw new Error('no call sets a finalizer');
  return ask(set, pkg);
}

function reference(body: string): string {
  return inBody(body, (set, pkg) => {
    const references = ObjectReferences.to(set.object, set.call, pkg);
    if (references === undefined) return 'unknown';
    return references.in(set.argument ?? set.runs)?.how ?? 'none';
  });
}

describe('what leads to the object of a cleanup', () => {
  test.each<[string, string, string]>([
    ['the object', 't := &T{}; runtime.AddCleanup(t, g, t)', 'itself'],
    ['the object in parentheses', 't := &T{}; runtime.AddCleanup(t, g, (t))', 'itself'],
    ['the object, converted', 't := &T{}; runtime.AddCleanup(t, g, unsafe.Pointer(t))', 'itself'],
    ['the object as a number', 't := &T{}; runtime.AddCleanup(t, g, uintptr(unsafe.Pointer(t)))', 'none'],
    ['an alias', 't := &T{}; u := t; runtime.AddCleanup(t, g, u)', 'itself'],
    ['an alias that changes', 't := &T{}; u := t; runtime.AddCleanup(t, g, u); u = nil', 'none'],
    ['the object of a variable', 'var t T; runtime.AddCleanup(&t, g, &t)', 'itself'],
    ['a copy of a variable', 'var t T; runtime.AddCleanup(&t, g, t)', 'none'],
    ['a pointer to a field', 't := &T{}; runtime.AddCleanup(t, g, &t.a)', 'within'],
    ['the value of a field', 't := &T{}; runtime.AddCleanup(t, g, t.a)', 'none'],
    ['a struct', 't := &T{}; runtime.AddCleanup(t, g, H{t: t, n: 1})', 'held'],
    ['a struct without names', 't := &T{}; runtime.AddCleanup(t, g, &H{t, 1})', 'held'],
    ['a slice', 't := &T{}; runtime.AddCleanup(t, g, []*T{t})', 'held'],
    ['a struct of a number in it', 't := &T{}; runtime.AddCleanup(t, g, H{n: t.n})', 'none'],
    ['a literal', 't := &T{}; runtime.SetFinalizer(t, func(u *T) { t.free(u) })', 'captured'],
    [
      'a literal in a literal',
      't := &T{}; runtime.SetFinalizer(t, func(u *T) { go func() { t.free(u) }() })',
      'captured',
    ],
    ['a literal with its own', 't := &T{}; runtime.SetFinalizer(t, func(t *T) { t.free(nil) })', 'none'],
    ['a bound method', 't := &T{}; runtime.SetFinalizer(t, t.free)', 'method'],
    ['a method of a copy', 't := &T{}; runtime.SetFinalizer(t, t.show)', 'none'],
    ['a method expression', 't := &T{}; runtime.SetFinalizer(t, (*T).free)', 'none'],
    ['a variable of the round', 'for range list { t := &T{}; runtime.AddCleanup(t, g, t) }', 'itself'],
    [
      'a variable of all rounds',
      'var t *T; for range list { t = &T{}; runtime.AddCleanup(t, g, t) }',
      'unknown',
    ],
    ['a variable that is cleared', 't := &T{}; runtime.AddCleanup(t, g, t); t = nil', 'unknown'],
    ['an object out of a field', 'runtime.AddCleanup(p.b, g, p)', 'unknown'],
    ['a package-level variable', 'runtime.AddCleanup(&global, g, &global)', 'unknown'],
  ])('%s', (_name, body, expected) => {
    expect(reference(body)).toBe(expected);
  });
});

function target(body: string): string {
  return inBody(body, (set, pkg) => {
    const results = new Results(pkg);
    const parts = { origins: () => results.of(origins), wrappers: () => results.of(wrapperTypes) };
    return finalizedObject(set, pkg, parts).kind;
  });
}

describe('what a finalizer is set on', () => {
  test.each<[string, string, string]>([
    ['an object', 't := &T{}; runtime.SetFinalizer(t, g)', 'fine'],
    ['a literal', 'runtime.SetFinalizer(&T{}, g)', 'fine'],
    ['a parameter', 'runtime.SetFinalizer(p, g)', 'fine'],
    ['what C gives', 'c := C.res_new(); runtime.SetFinalizer(c, g)', 'c-memory'],
    ['what malloc gives', 'c := (*T)(C.malloc(8)); runtime.SetFinalizer(c, g)', 'c-memory'],
    [
      'what C may give back',
      't := new(T); c := C.res_of(unsafe.Pointer(t)); runtime.SetFinalizer(c, g)',
      'fine',
    ],
    [
      'what C or Go gives',
      'c := C.res_new(); if list == nil { c = new(C.res) }; runtime.SetFinalizer(c, g)',
      'fine',
    ],
    ['the first field', 'runtime.SetFinalizer(&p.a, g)', 'fine'],
    ['another field', 'runtime.SetFinalizer(&p.b, g)', 'inside'],
    ['a field that may share a block', 'runtime.SetFinalizer(&p.n, g)', 'fine'],
    ['a field of another object', 'runtime.SetFinalizer(&p.b.a, g)', 'fine'],
    ['a field with a cleanup', 'runtime.AddCleanup(&p.b, g, 1)', 'fine'],
    ['the first element', 'runtime.SetFinalizer(&list[0], g)', 'fine'],
    ['an element', 'for i := range list { runtime.SetFinalizer(&list[i], g) }', 'inside'],
    ['a package-level variable', 'runtime.SetFinalizer(&global, g)', 'global'],
    ['a parameter that is a copy', 'runtime.SetFinalizer(&v, g)', 'copy'],
    ['a copy that is returned by its address', 'runtime.SetFinalizer(&v, g); return &v, s', 'fine'],
    ['a copy that a literal has', 'runtime.SetFinalizer(&v, g); go func() { println(v.n) }()', 'fine'],
    ['a named result', 'runtime.SetFinalizer(&s, g); return', 'variable'],
    ['a variable that is returned', 't := T{}; runtime.SetFinalizer(&t, g); return nil, t', 'variable'],
    ['a variable that is stored', 't := T{}; runtime.SetFinalizer(&t, g); list[0] = t', 'variable'],
    ['a variable that stays', 't := T{}; runtime.SetFinalizer(&t, g); println(t.n)', 'fine'],
    [
      'a variable with a method on it',
      't := T{}; t.free(nil); runtime.SetFinalizer(&t, g); return nil, t',
      'fine',
    ],
    [
      'a variable that C filled',
      't := T{}; C.fill(unsafe.Pointer(&t)); runtime.SetFinalizer(&t, g); return nil, t',
      'variable',
    ],
  ])('%s', (_name, body, expected) => {
    expect(target(body)).toBe(expected);
  });
});
