import { beforeAll, describe, expect, test } from '@jest/globals';
import { Results } from '../src/engine/results.ts';
import { ownerLiveness } from '../src/flow/lifetime/owner-liveness.ts';
import type { OwnerUse } from '../src/flow/lifetime/owner-liveness.ts';
import type { Parser } from '../src/parser/parser.ts';
import { wasmParser } from './parser.ts';
import { packageOf } from './rules/analyse-case.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

const declarations = `
type R struct { p *C.res; next *R; mu sync.Mutex; log *Log; n int }
type Log struct { mu sync.Mutex }
func newR() *R { r := &R{p: C.res_new()}; runtime.SetFinalizer(r, (*R).Close); return r }
func (r *R) Close() { runtime.SetFinalizer(r, nil); C.res_free(r.p); r.p = nil }
func (r *R) native() *C.res { return r.p }
func (r *R) touch() {}
func (r *R) steal() *C.res { runtime.SetFinalizer(r, nil); return r.p }
func (r *R) take() *C.res { p := r.p; r.p = nil; return p }
func (r *R) later() *C.res { defer func() { r.p = nil }(); return r.p }
func (r *R) through() *C.res { if r == nil { return nil }; off(r); return r.p }
func (r *R) maybe(x bool) *C.res { if x { return r.p }; off(r); return r.p }
func (r *R) partly(x bool) *C.res { if x { r.p = nil }; return r.p }
func (r *R) again() *C.res { runtime.SetFinalizer(r, nil); runtime.SetFinalizer(r, (*R).Close); return r.p }
func off[T any](x *T) { runtime.SetFinalizer(x, nil) }
type S struct { p *C.res; end runtime.Cleanup }
func newS() *S { s := &S{p: C.res_new()}; s.end = runtime.AddCleanup(s, func(p *C.res) { C.res_free(p) }, s.p); return s }
func (s *S) steal() *C.res { s.end.Stop(); return s.p }
func (s *S) take() *C.res { p := s.p; s.p = nil; return p }
type inner struct { p *C.box }
type Box struct { *inner; name string }
func newBox() *Box { b := &inner{p: C.box_new()}; runtime.SetFinalizer(b, (*inner).free); return &Box{inner: b} }
func (b *inner) free() { C.box_free(b.p) }
type Item struct { p *C.item; owner *R }
func (r *R) Item() *Item { return &Item{p: C.res_item(r.p), owner: r} }
type Plain struct { p *C.plain }
func newPlain() *Plain { return &Plain{p: C.plain_new()} }
func (p *Plain) Close() { C.plain_free(p.p) }
type Holder struct { r *R; all []*R }
var last *R
var table = map[int]*R{}
`;

function usesIn(source: string, name = 'f'): readonly OwnerUse[] {
  const text = `package a\nimport "C"\nimport ("runtime"; "runtime/cgo"; "sync"; "unsafe")\n${declarations}\n${source}\n`;
  const pkg = packageOf(parser, new Map([['a.go', text]]));
  const liveness = new Results(pkg).of(ownerLiveness);
  const all = pkg.functions().filter((fn) => {
    const declared = fn.node.kind === 'func_literal' ? fn.node.ancestor('function_declaration') : fn.node;
    return declared?.child('name')?.text === name;
  });
  expect(all).not.toEqual([]);
  return all.flatMap((fn) => liveness.of(fn));
}

/** `dead last-use`, `live used`, with `maybe` where not every path has the use. */
function lives(source: string, name?: string): string[] {
  return usesIn(source, name).map(({ life }) => {
    const isPartly = life.kind === 'live' && !life.isOnEveryPath;
    return `${life.kind} ${life.why}${isPartly ? ' maybe' : ''}`;
  });
}

describe('the owner of what a call gets', () => {
  test.each<[string, string, string]>([
    ['is not used behind it', 'C.op(r.p)', 'dead last-use'],
    ['is not used behind it, and the pointer was read before', 'p := r.p; C.op(p)', 'dead last-use'],
    ['is read by an accessor', 'C.op(r.native())', 'dead last-use'],
    ['is converted', 'C.op((*C.other)(unsafe.Pointer(r.p)))', 'dead last-use'],
    ['is kept alive behind it', 'C.op(r.p); runtime.KeepAlive(r)', 'live keepalive'],
    ['is kept alive before it', 'runtime.KeepAlive(r); C.op(r.p)', 'dead last-use'],
    ['is kept alive by a deferred call', 'defer runtime.KeepAlive(r); C.op(r.p)', 'live deferred'],
    ['has only its pointer in a deferred call', 'defer C.res_use(r.p); C.op(r.p)', 'dead last-use'],
    ['has a mutex that a deferred call unlocks', 'defer r.mu.Unlock(); C.op(r.p)', 'live deferred'],
    ['has a mutex behind a pointer', 'defer r.log.mu.Unlock(); C.op(r.p)', 'dead last-use'],
    ['has a deferred method', 'defer r.touch(); C.op(r.p)', 'live deferred'],
    ['is captured by a deferred literal', 'defer func() { r.touch() }(); C.op(r.p)', 'live deferred'],
    ['is dropped behind it', 'C.op(r.p); _ = r', 'dead last-use'],
    ['is overwritten behind it', 'C.op(r.p); r = nil', 'dead last-use'],
    ['is another object behind it', 'C.op(r.p); r = newR(); r.touch()', 'dead last-use'],
    ['is used behind it', 'C.op(r.p); r.touch()', 'live used'],
    ['is used behind it on one path', 'if C.op(r.p) != 0 { return }; r.touch()', 'live used maybe'],
    ['is used behind it on all paths', 'if C.op(r.p) != 0 { r.n = 1; return }; r.touch()', 'live used'],
    ['is a target of the same statement', 'r.n = int(C.op(r.p))', 'live used'],
    ['waits in the same statement', 'use(C.op(r.p), r)', 'live used'],
    ['was used before in the same statement', 'use(measure(r), C.op(r.p))', 'dead last-use'],
    ['is used by the next round', 'for x { C.op(r.p) }', 'live used maybe'],
    ['is an argument itself', 'C.op2(r.p, unsafe.Pointer(r))', 'live argument'],
    ['gives the address of a field', 'C.op2(r.p, (*C.int)(unsafe.Pointer(&r.n)))', 'live argument'],
    ['gives another pointer that it holds', 'C.op2(r.p, unsafe.Pointer(r.log))', 'dead last-use'],
    ['is stored in a global', 'last = r; C.op(r.p)', 'live global'],
    ['is stored in a global table', 'table[1] = r; C.op(r.p)', 'live global'],
    ['is behind a handle', 'h := cgo.NewHandle(r); C.op(r.p); h.Delete()', 'live global'],
    ['is stored in a parameter', 'h.r = r; C.op(r.p)', 'unknown stored'],
    ['is in a local object that is used', 'o := &Holder{r: r}; C.op(r.p); use(o)', 'live used'],
    ['is in a local object that is not used', 'o := &Holder{r: r}; use(o); C.op(r.p)', 'dead last-use'],
    ['may be in what a call gave', 'o := wrap(r); C.op(r.p); use(o)', 'unknown stored'],
    ['has another name', 'o := r; C.op(o.p); r.touch()', 'live used'],
    ['is held by what it was read from', 'o := r.next; C.op(o.p); r.touch()', 'live used'],
    ['is captured by another goroutine', 'go func() { r.touch() }(); C.op(r.p)', 'unknown captured'],
    [
      'is captured by a literal that runs behind',
      'g := func() { r.touch() }; C.op(r.p); g()',
      'live used maybe',
    ],
    ['is captured by a literal that ran', 'g := func() { r.touch() }; g(); C.op(r.p)', 'dead last-use'],
    ['is released by it', 'C.res_free(r.p)', 'safe release'],
    ['has its finalizer taken off', 'runtime.SetFinalizer(r, nil); C.op(r.p)', 'safe finalizer-cleared'],
    ['is disarmed by a method that gives the pointer', 'C.op(r.steal())', 'safe finalizer-cleared'],
    ['is disarmed by it earlier', 'p := r.steal(); C.op(p)', 'safe finalizer-cleared'],
    ['has its handle taken', 'p := r.take(); C.op(p)', 'safe finalizer-cleared'],
    ['has its handle cleared at the end', 'C.op(r.later())', 'safe finalizer-cleared'],
    ['is disarmed through others', 'C.op(r.through())', 'safe finalizer-cleared'],
    ['is disarmed by a function', 'off(r); C.op(r.p)', 'safe finalizer-cleared'],
    ['has its handle cleared', 'p := r.p; r.p = nil; C.op(p)', 'safe finalizer-cleared'],
    ['is disarmed on one path', 'if x { off(r) }; C.op(r.p)', 'dead last-use'],
    ['is disarmed by a method on one path', 'C.op(r.maybe(x))', 'dead last-use'],
    ['has its handle cleared by a method on one path', 'C.op(r.partly(x))', 'dead last-use'],
    ['is armed again', 'C.op(r.again())', 'dead last-use'],
    ['has its cleanup stopped', 's := newS(); C.op(s.steal())', 'safe finalizer-cleared'],
    ['has its cleanup stopped here', 's := newS(); s.end.Stop(); C.op(s.p)', 'safe finalizer-cleared'],
    ['has its handle taken, of which the cleanup has a copy', 's := newS(); C.op(s.take())', 'dead last-use'],
    ['has nothing but the call', 'C.op(newR().p)', 'dead temporary'],
    ['is what some call gives', 'C.op(wrap(r).(*R).p)', 'unknown result-of-call'],
    ['is package-level', 'C.op(last.p)', 'live global'],
    ['is an element that is gone through', 'for _, o := range h.all { C.op(o.p); use(h) }', 'live used'],
  ])('%s: %s', (_name, body, expected) => {
    expect(lives(`func F(r *R, h *Holder, x bool) {\n${body}\n}`, 'F')).toEqual([expected]);
  });

  test('is two objects', () => {
    expect(lives('func F(a, b *R) { C.op2(a.p, b.p); a.touch() }', 'F')).toEqual([
      'live used',
      'dead last-use',
    ]);
  });

  test('a path that reads the memory in Go', () => {
    expect(
      usesIn('func F(r *R) int { return int(r.p.flags) }', 'F').map(({ kind, life }) => [kind, life.kind]),
    ).toEqual([['memory', 'dead']]);
  });

  test.each([
    ['a type without a finalizer', 'func F(p *Plain) { C.op(p.p) }'],
    ['a field that holds no memory', 'func F(r *R) { C.op(r.n) }'],
  ])('is not asked of %s', (_name, source) => {
    expect(usesIn(source, 'F')).toEqual([]);
  });
});

describe('copies and inner objects', () => {
  test.each<[string, string, string]>([
    ['a value receiver has a copy', 'func (r R) F() { C.op(r.p); runtime.KeepAlive(r) }', 'dead copy'],
    ['a parameter has a copy', 'func F(r R) { C.op(r.p); runtime.KeepAlive(r) }', 'dead copy'],
    [
      'a copy with a pointer to the object',
      'func F(b Box) { C.op(b.p); runtime.KeepAlive(b) }',
      'live keepalive',
    ],
    ['that pointer is not used', 'func F(b Box) { C.op(b.p) }', 'dead last-use'],
    ['the object inside a pointer', 'func F(b *Box) { C.op(b.p); runtime.KeepAlive(b) }', 'live keepalive'],
    ['an object that a child keeps', 'func F(i *Item) { C.op(i.p) }', 'dead last-use'],
    ['a child that is kept', 'func F(i Item) { C.op(i.p); runtime.KeepAlive(i) }', 'live keepalive'],
  ])('%s', (_name, source, expected) => {
    expect(lives(source, 'F')).toEqual([expected]);
  });

  test('the useless KeepAlive is told', () => {
    const [before] = usesIn('func F(r *R) { runtime.KeepAlive(r); C.op(r.p) }', 'F');
    expect(before?.life.kind === 'dead' && before.life.uselessKeepAlive?.text).toBe('runtime.KeepAlive(r)');
    const [without] = usesIn('func F(r *R) { C.op(r.p) }', 'F');
    expect(without?.life.kind === 'dead' && without.life.uselessKeepAlive).toBe(undefined);
  });

  test('what the finalizer frees', () => {
    const owners = usesIn('func F(r *R, i *Item) { C.op(r.p); C.op(i.p) }', 'F').map(({ owner }) => [
      owner.type?.name,
      owner.path,
      owner.frees,
    ]);
    expect(owners).toEqual([
      ['R', '', 'yes'],
      ['R', '.owner', 'unknown'],
    ]);
  });
});

describe('the callers of a function', () => {
  test.each<[string, string, string]>([
    ['keep what they pass', 'func F(r *R) { f(r); r.touch() }', 'live caller'],
    ['keep it to the end', 'func F(r *R) { defer runtime.KeepAlive(r); f(r) }', 'live caller'],
    ['do not use it again', 'func F(r *R) { f(r) }', 'dead last-use'],
    ['do not all use it again', 'func F(r *R) { f(r); r.touch() }\nfunc G(r *R) { f(r) }', 'dead last-use'],
    ['start it elsewhere', 'func F(r *R) { go f(r); r.touch() }', 'dead last-use'],
    ['may be anyone', 'func F(r *R) { f(r); r.touch() }\nvar g = f', 'dead last-use'],
    ['are not there', '', 'dead last-use'],
    ['pass a global', 'func F() { f(last) }', 'live caller'],
    ['have callers of their own', 'func e(r *R) { f(r) }\nfunc F(r *R) { e(r); r.touch() }', 'live caller'],
  ])('%s', (_name, callers, expected) => {
    expect(lives(`func f(r *R) { C.op(r.p) }\n${callers}`)).toEqual([expected]);
  });

  test.each<[string, string, string]>([
    ['runs at once', 'func f(r *R) { func() { C.op(r.p) }(); r.touch() }', 'live caller'],
    ['runs at once, last', 'func f(r *R) { func() { C.op(r.p) }() }', 'dead last-use'],
    ['is kept by someone', 'func f(r *R) { keep(func() { C.op(r.p) }) }', 'unknown captured'],
    [
      'is the finalizer',
      'func f() { r := &R{p: C.res_new()}; runtime.SetFinalizer(r, func(o *R) { C.op(o.p) }) }',
      'safe in-finalizer',
    ],
  ])('a literal %s', (_name, source, expected) => {
    expect(lives(source)).toEqual([expected]);
  });
});
