import { beforeAll, describe, expect, test } from '@jest/globals';
import { Results } from '../src/engine/results.ts';
import { calledFromC } from '../src/flow/threads/exported.ts';
import { locks } from '../src/flow/threads/locks.ts';
import { nilDereferences } from '../src/flow/lifetime/nil-derefs.ts';
import type { NilDereference } from '../src/flow/lifetime/nil-derefs.ts';
import type { Parser } from '../src/parser/parser.ts';
import { calleeOf } from '../src/semantic/callee.ts';
import type { GoFunction, Package } from '../src/semantic/package.ts';
import { wasmParser } from './parser.ts';
import { packageOf } from './rules/analyse-case.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

function load(source: string): Package {
  const imports = 'import "C"\nimport ("runtime/cgo"; "sync"; "syscall"; "unsafe")\n';
  return packageOf(parser, new Map([['a.go', `package a\n${imports}\n${source}\n`]]));
}

function nameOf({ node }: GoFunction): string {
  return node.child('name')?.text ?? 'literal';
}

/** The mutexes at the calls of `C.here`, as they are named there. */
function held(source: string): string[] {
  const pkg = load(source);
  const all = new Results(pkg).of(locks);
  return pkg.functions().flatMap((fn) =>
    fn.body.allOutside('func_literal', 'call_expression').flatMap((call) => {
      const callee = calleeOf(call, pkg);
      if (callee.kind !== 'c' || callee.name !== 'here') return [];
      const names = all
        .atCall(call, fn)
        .map(({ symbol, path, mode }) => `${symbol.name}${path}${mode === 'read' ? ' read' : ''}`);
      return [names.join(', ')];
    }),
  );
}

describe('the mutexes that are held', () => {
  const types = `
type T struct { mu sync.Mutex; rw *sync.RWMutex; in *In }
type In struct { sync.Mutex; n int }
type Fake struct{}
func (f *Fake) Lock() {}
func (t *T) lock() { t.mu.Lock() }
func (t *T) unlock() { t.mu.Unlock() }
func (t *T) within() { t.mu.Lock(); defer t.mu.Unlock() }
func lockAny(m *sync.Mutex) { m.Lock() }
func lockAll() { global.Lock() }
var global sync.Mutex
`;

  test.each<[string, string, string]>([
    ['none', 'C.here()', ''],
    ['locked', 't.mu.Lock(); C.here(); t.mu.Unlock()', 't.mu'],
    ['locked to the end', 't.mu.Lock(); defer t.mu.Unlock(); C.here()', 't.mu'],
    ['unlocked', 't.mu.Lock(); t.mu.Unlock(); C.here()', ''],
    ['on one path', 'if x { t.mu.Lock() }; C.here()', ''],
    ['on all paths', 'if x { t.mu.Lock() } else { t.mu.Lock() }; C.here()', 't.mu'],
    ['for reading', 't.rw.RLock(); C.here(); t.rw.RUnlock()', 't.rw read'],
    ['for reading, unlocked for writing', 't.rw.RLock(); t.rw.Unlock(); C.here()', 't.rw read'],
    ['embedded', 't.in.Lock(); C.here()', 't.in.Mutex'],
    ['of a local name', 'i := t.in; i.Lock(); C.here()', 't.in.Mutex'],
    ['by its address', 'm := &t.mu; m.Lock(); C.here()', 't.mu'],
    ['tried', 'if t.mu.TryLock() { C.here() }', 't.mu'],
    ['tried in vain', 'if !t.mu.TryLock() { C.here() }', ''],
    ['of another object', 'var o T; o.mu.Lock(); t.mu.Lock(); o.mu.Unlock(); C.here()', 't.mu'],
    ['of something that is no mutex', 'var f Fake; f.Lock(); C.here()', ''],
    ['by a helper', 't.lock(); C.here(); t.unlock()', 't.mu'],
    ['undone by a helper', 't.mu.Lock(); t.unlock(); C.here()', ''],
    ['by a helper for itself', 't.within(); C.here()', ''],
    ['by a function that gets it', 'lockAny(&t.mu); C.here()', 't.mu'],
    ['of the package', 'lockAll(); C.here()', 'global'],
    ['and two of them', 'global.Lock(); t.mu.Lock(); C.here()', 'global, t.mu'],
    ['by a literal that runs', 'func() { t.mu.Lock() }(); C.here()', 't.mu'],
    ['inside a literal that runs', 't.mu.Lock(); func() { C.here() }()', 't.mu'],
    ['inside a goroutine', 't.mu.Lock(); go func() { C.here() }()', ''],
    ['in the same statement', 'use(func() int { t.mu.Lock(); return 1 }(), C.here())', 't.mu'],
  ])('%s: %s', (_name, body, expected) => {
    expect(held(`${types}func F(t *T, x bool) {\n${body}\n}`)).toEqual([expected]);
  });

  test.each<[string, string, string]>([
    ['hold it', 'func F(o *T) { o.mu.Lock(); o.inside() }', 't.mu'],
    ['do not all hold it', 'func F(o *T) { o.mu.Lock(); o.inside() }\nfunc G(o *T) { o.inside() }', ''],
    ['hold that of another', 'func F(o, p *T) { p.mu.Lock(); o.inside() }', ''],
    ['hold one of the package', 'func F(o *T) { global.Lock(); o.inside() }', 'global'],
    ['start it elsewhere', 'func F(o *T) { o.mu.Lock(); go o.inside() }', ''],
    ['are anyone', 'func F(o *T) { o.mu.Lock(); o.inside() }\nvar g = (*T).inside', ''],
    [
      'have callers that hold it',
      'func (t *T) outer() { t.inside() }\nfunc F(o *T) { o.lock(); o.outer() }',
      't.mu',
    ],
  ])('the callers %s', (_name, callers, expected) => {
    expect(held(`${types}func (t *T) inside() { C.here() }\n${callers}`)).toEqual([expected]);
  });
});

describe('what runs on a thread of C', () => {
  test.each<[string, string, string[]]>([
    ['nothing', 'func f() {}', []],
    ['exported functions', '//export goF\nfunc goF() {}\nfunc other() {}', ['goF export goF']],
    [
      'and what they call',
      '//export goF\nfunc goF() { a() }\nfunc a() { b() }\nfunc b() {}\nfunc c() { a() }',
      ['goF export goF', 'a export goF a', 'b export goF a b'],
    ],
    [
      'on the shortest way',
      '//export goF\nfunc goF() { a(); b() }\nfunc a() { b() }\nfunc b() {}',
      ['goF export goF', 'a export goF a', 'b export goF b'],
    ],
    [
      'in a goroutine no more',
      '//export goF\nfunc goF() { go a() }\nfunc a() { b() }\nfunc b() {}',
      ['goF export goF', 'a export goF a in goroutine', 'b export goF a b in goroutine'],
    ],
    [
      'in both',
      '//export goF\nfunc goF() { go a(); b() }\nfunc a() { b() }\nfunc b() { a() }',
      ['goF export goF', 'b export goF b', 'a export goF b a'],
    ],
    [
      'methods',
      'type T struct{}\n//export goF\nfunc goF(t *T) { t.m() }\nfunc (t *T) m() {}',
      ['goF export goF', 'm export goF m'],
    ],
    [
      'callbacks',
      'func f() { syscall.NewCallback(g); syscall.NewCallback(func() { h() }) }\nfunc g() {}\nfunc h() {}',
      ['g callback g', 'literal callback literal', 'h callback literal h'],
    ],
    [
      'functions behind a handle',
      'func f() { cgo.NewHandle(g); cgo.NewHandle(1) }\nfunc g() {}',
      ['g handle g'],
    ],
    ['no comment that exports nothing', '// export goF\nfunc goF() {}', []],
  ])('%s', (_name, source, expected) => {
    const found = new Results(load(source)).of(calledFromC);
    const texts = found.all.map(({ function: fn, entry, entered, path, isInGoroutine }) =>
      [
        nameOf(fn),
        entry.kind,
        nameOf(entered),
        ...path.map(({ callee }) => nameOf(callee)),
        ...(isInGoroutine ? ['in goroutine'] : []),
      ].join(' '),
    );
    expect(texts).toEqual(expected);
  });

  test('is asked by function', () => {
    const pkg = load('//export goF\nfunc goF() {}\nfunc other() {}');
    const found = new Results(pkg).of(calledFromC);
    expect(pkg.functions().map((fn) => found.of(fn)?.entry.kind)).toEqual(['export', undefined]);
  });
});

function shown(uses: readonly NilDereference[]): string[] {
  return uses.map(({ at, kind, through }) =>
    [at.text, ...(kind === 'dereference' ? [] : ['C']), ...through.map(nameOf)].join(' '),
  );
}

describe('uses of pointers that may be nil', () => {
  const types = `
type T struct { n int; next *T }
func (t *T) reads() int { return t.n }
func (t *T) checks() int { if t == nil { return 0 }; return t.n }
func (t T) copies() int { return 1 }
func take(t *T) int { return t.n }
func bear(t *T) int { if t != nil { return t.n }; return 0 }
func deep(t *T) int { return take(t) }
func again(t *T, n int) int { if n == 0 { return t.n }; return again(t, n-1) }
func loop(t *T) { loop(t) }
`;

  test.each<[string, string, string[]]>([
    ['none', 'use(t)', []],
    ['a field', 'use(t.n)', ['t.n']],
    ['the whole', 'use(*t)', ['*t']],
    ['an element', 'use(a[0])', []],
    ['a field of a field', 'use(t.next.n)', ['t.next']],
    ['its address', 'use(&t)', []],
    ['behind a check', 'if t != nil { use(t.n) }', []],
    ['behind a check that returns', 'if t == nil { return }; use(t.n)', []],
    ['behind a check of something else', 'if a == nil { return }; use(t.n)', ['t.n']],
    ['where it is nil', 'if t == nil { use(t.n) }', ['t.n']],
    ['behind a check that logs', 'if t == nil { use(1) }; use(t.n)', ['t.n']],
    ['in the same condition', 'if t != nil && t.n > 0 { use(1) }', []],
    ['in the same expression', 'x := t != nil && t.n > 0; use(x)', []],
    ['in the same expression, the other way', 'x := t == nil || t.n > 0; use(x)', []],
    ['in the same expression, wrongly', 'x := t != nil || t.n > 0; use(x)', ['t.n']],
    ['where it got a value', 'if t == nil { t = &T{} }; use(t.n)', []],
    ['only the first on a path', 'use(t.n); use(t.next)', ['t.n']],
    ['on either path', 'if x { use(t.n) } else { use(t.next) }', ['t.n', 't.next']],
    ['given to C', 'C.f(unsafe.Pointer(t))', ['C.f(unsafe.Pointer(t)) C']],
    ['freed', 'C.free(unsafe.Pointer(t))', []],
    ['by a method', 'use(t.reads())', ['t.reads() reads']],
    ['by a method that bears nil', 'use(t.checks())', []],
    ['by a method that has a copy', 'use(t.copies())', ['t.copies()']],
    ['by a function', 'use(take(t))', ['take(t) take']],
    ['by a function that bears nil', 'use(bear(t))', []],
    ['by a function of a function', 'use(deep(t))', ['deep(t) deep take']],
    ['by a function that calls itself', 'use(again(t, 2))', ['again(t, 2) again']],
    ['by a function that only calls itself', 'loop(t)', []],
    ['by a function that is not known', 'use(other(t))', []],
    ['in another goroutine', 'go take(t)', []],
  ])('%s: %s', (_name, body, expected) => {
    const pkg = load(`${types}func F(t *T, a *[4]int, x bool) {\n${body}\n}`);
    const fn = pkg.functions().find((one) => nameOf(one) === 'F');
    expect(fn && shown(new Results(pkg).of(nilDereferences).ofParameter(fn, 0))).toEqual(expected);
  });

  test('of an array, of the receiver, and of no pointer', () => {
    const pkg = load(
      'type T struct { n int }\nfunc (t *T) F(a *[4]int, s []int, c C.thing) int { return a[0] + s[0] + t.n + c.n }',
    );
    const [fn] = pkg.functions();
    const all = new Results(pkg).of(nilDereferences);
    expect(fn && [-1, 0, 1, 2, 3].map((index) => shown(all.ofParameter(fn, index)))).toEqual([
      ['t.n'],
      ['a[0]'],
      [],
      [],
      [],
    ]);
    expect(fn && shown(all.ofParameter(fn, 2, true))).toEqual(['c.n']);
  });

  test.each<[string, string, string[]]>([
    ['a field at once', 'use(C.virGetLastError().code)', ['C.virGetLastError().code']],
    ['a field later', 'e := C.virGetLastError(); use(e.code)', ['e.code']],
    ['behind a check', 'e := C.virGetLastError(); if e == nil { return }; use(e.code)', []],
    ['by a function of the package', 'e := C.virGetLastError(); use(convert(e))', ['convert(e) convert']],
    ['of a result that need not be a pointer', 'e := C.something(); use(e.code)', []],
    ['given to another call', 'e := C.virGetLastError(); C.virResetError(e)', ['C.virResetError(e) C']],
    ['of the next value', 'e := C.virGetLastError(); e = other(); use(e.code)', []],
  ])('the result of a call, %s', (_name, body, expected) => {
    const pkg = load(`func convert(e C.virErrorPtr) int { return int(e.code) }\nfunc F() {\n${body}\n}`);
    const fn = pkg.functions().find((one) => nameOf(one) === 'F');
    const call = fn?.body.all('call_expression').find((one) => calleeOf(one, pkg).kind === 'c');
    const all = new Results(pkg).of(nilDereferences);
    expect(fn && call && shown(all.ofResult(call, fn))).toEqual(expected);
  });
});
