import { beforeAll, describe, expect, test } from '@jest/globals';
import { Results } from '../src/engine/results.ts';
import { errorReads } from '../src/flow/threads/error-reads.ts';
import { threadLocks } from '../src/flow/threads/thread-lock.ts';
import type { Parser } from '../src/parser/parser.ts';
import { calleeOf } from '../src/semantic/callee.ts';
import type { Package } from '../src/semantic/package.ts';
import { wasmParser } from './parser.ts';
import { packageOf } from './rules/analyse-case.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

function load(source: string, name = 'a'): Package {
  const imports = 'import "C"\nimport ("errors"; "runtime"; "testing")\n';
  return packageOf(parser, new Map([['a.go', `package ${name}\n${imports}\n${source}\n`]]));
}

/** The states at the calls of `C.here`, in the order of the functions. */
function states(source: string, name?: string): string[] {
  const pkg = load(source, name);
  const locks = new Results(pkg).of(threadLocks);
  return pkg.functions().flatMap((fn) =>
    fn.body.allOutside('func_literal', 'call_expression').flatMap((call) => {
      const callee = calleeOf(call, pkg);
      return callee.kind === 'c' && callee.name === 'here' ? [locks.atCall(call, fn)] : [];
    }),
  );
}

const lock = 'runtime.LockOSThread()';
const unlock = 'runtime.UnlockOSThread()';

describe('whether the thread is locked', () => {
  test.each<[string, string, string]>([
    ['by nobody', 'C.here()', 'unknown'],
    ['before', `${lock}; C.here()`, 'locked'],
    ['behind', `C.here(); ${lock}`, 'unknown'],
    ['and unlocked', `${lock}; ${unlock}; C.here()`, 'unknown'],
    ['until the end', `${lock}; defer ${unlock}; C.here()`, 'locked'],
    ['until the end, by a literal', `${lock}; defer func() { ${unlock} }(); C.here()`, 'locked'],
    ['on one path', `if x { ${lock} }; C.here()`, 'unknown'],
    ['on all paths', `if x { ${lock} } else { ${lock} }; C.here()`, 'locked'],
    ['where it matters', `if x { ${lock}; C.here(); ${unlock} }`, 'locked'],
    ['twice and unlocked once', `${lock}; ${lock}; ${unlock}; C.here()`, 'locked'],
    ['in a round before', `for x { C.here(); ${lock} }`, 'unknown'],
    ['around a loop', `${lock}; for x { C.here() }; ${unlock}`, 'locked'],
    ['by a literal that runs', `func() { ${lock} }(); C.here()`, 'locked'],
    ['by a deferred call only', `defer ${lock}; C.here()`, 'unknown'],
    ['by another goroutine', `go func() { ${lock} }(); C.here()`, 'unknown'],
    ['in the same statement', `use(acquire(), C.here())`, 'locked'],
  ])('%s', (_name, body, expected) => {
    expect(states(`func F(x bool) {\n${body}\n}\nfunc acquire() int { ${lock}; return 1 }`)).toEqual([
      expected,
    ]);
  });

  test.each<[string, string, string[]]>([
    [
      'a callee that leaves it locked',
      `func enter() { ${lock} }\nfunc F() { enter(); C.here() }`,
      ['locked'],
    ],
    [
      'a callee that unlocks',
      `func leave() { ${unlock} }\nfunc F() { ${lock}; leave(); C.here() }`,
      ['unknown'],
    ],
    [
      'a callee that locks for itself',
      `func in() { ${lock}; defer ${unlock} }\nfunc F() { in(); C.here() }`,
      ['unknown'],
    ],
    [
      'a callee that locks on one path',
      `func in(x bool) { if x { ${lock} } }\nfunc F() { in(true); C.here() }`,
      ['unknown'],
    ],
    [
      'a callee of a callee',
      `func a() { ${lock} }\nfunc b() { a() }\nfunc F() { b(); C.here() }`,
      ['locked'],
    ],
    [
      'a callee that calls itself',
      `func a(n int) { if n > 0 { a(n-1) } else { ${lock} } }\nfunc F() { a(3); C.here() }`,
      ['unknown'],
    ],
    [
      'all callers lock',
      `func f() { C.here() }\nfunc F() { ${lock}; f(); ${unlock} }\nfunc G() { ${lock}; f() }`,
      ['locked'],
    ],
    [
      'one caller does not',
      `func f() { C.here() }\nfunc F() { ${lock}; f() }\nfunc G() { f() }`,
      ['unknown'],
    ],
    [
      'the callers of callers lock',
      `func f() { C.here() }\nfunc g() { f() }\nfunc F() { ${lock}; g() }`,
      ['locked'],
    ],
    [
      'callers that call each other',
      `func f(n int) { g(n) }\nfunc g(n int) { C.here(); f(n) }\nfunc F() { ${lock}; g(1) }`,
      ['locked'],
    ],
    ['it is exported', `func Do() { C.here() }\nfunc F() { ${lock}; Do() }`, ['unknown']],
    ['it is used as a value', `func f() { C.here() }\nfunc F() { ${lock}; f(); use(f) }`, ['unknown']],
    [
      'methods of a type',
      `type T struct{}\nfunc (t *T) f() { C.here() }\nfunc F(t *T) { ${lock}; t.f() }`,
      ['locked'],
    ],
    [
      'a method of that name through an interface',
      `type I interface{ f() }\ntype T struct{}\nfunc (t *T) f() { C.here() }\nfunc F(t *T, i I) { ${lock}; t.f(); i.f() }`,
      ['unknown'],
    ],
    ['a goroutine starts unlocked', `func F() { ${lock}; go f() }\nfunc f() { C.here() }`, ['not']],
    ['a literal in a goroutine', `func F() { ${lock}; go func() { C.here() }() }`, ['not']],
    ['a goroutine that locks', `func F() { go func() { ${lock}; C.here() }() }`, ['locked']],
    ['a literal that runs here', `func F() { ${lock}; func() { C.here() }() }`, ['locked']],
    ['a literal that is stored', `func F() { ${lock}; keep(func() { C.here() }) }`, ['unknown']],
    [
      'a literal for a function that locks',
      `func F() { on(func() { C.here() }) }\nfunc on(f func()) { ${lock}; defer ${unlock}; f() }`,
      ['locked'],
    ],
    [
      'a literal for a function that calls it unlocked, too',
      `func F() { on(func() { C.here() }) }\nfunc on(f func()) { ${lock}; f(); ${unlock}; f() }`,
      ['unknown'],
    ],
    [
      'a literal for a goroutine that has locked',
      `var ch chan func()\nfunc F() { ch <- func() { C.here() } }\nfunc run() { ${lock}; for f := range ch { f() } }`,
      ['locked'],
    ],
    [
      'a literal for a goroutine that has not',
      `var ch chan func()\nfunc F() { ch <- func() { C.here() } }\nfunc run() { for f := range ch { f() } }\nfunc other() { ${lock} }`,
      ['unknown'],
    ],
    [
      'a literal that a method sends inside another one',
      `type T struct { ch chan func() }\nfunc (t *T) F() { t.on(func() { C.here() }) }\nfunc (t *T) on(f func()) { t.ch <- func() { f() } }\n` +
        `func start(t *T) { go func() { ${lock}; t.run() }() }\nfunc (t *T) run() { for { f := <-t.ch; f() } }`,
      ['locked'],
    ],
    [
      'a literal that goes to two goroutines',
      `type T struct { ch chan func() }\nfunc (t *T) F() { t.ch <- func() { C.here() } }\n` +
        `func (t *T) a() { ${lock}; for f := range t.ch { f() } }\nfunc (t *T) b() { for f := range t.ch { f() } }`,
      ['unknown'],
    ],
    [
      'a literal for a function that starts a goroutine',
      `func F() { on(func() { C.here() }) }\nfunc on(f func()) { ${lock}; go f() }`,
      ['unknown'],
    ],
    ['a deferred literal', `func F() { ${lock}; defer func() { C.here() }() }`, ['unknown']],
  ])('%s', (_name, source, expected) => {
    expect(states(source)).toEqual(expected);
  });

  test('an init that locks locks main', () => {
    const main = 'func main() { C.here() }';
    expect(states(`func init() { ${lock} }\n${main}`, 'main')).toEqual(['locked']);
    expect(states(`func init() { ${lock}; ${unlock} }\n${main}`, 'main')).toEqual(['unknown']);
    expect(states(main, 'main')).toEqual(['unknown']);
  });
});

/** `git_open -> git_error_last unknown`, with `at once` where no condition stands between, in the order of the code. */
function reads(source: string): string[] {
  const pkg = load(source);
  const all = new Results(pkg).of(errorReads);
  return pkg
    .functions()
    .flatMap((fn) =>
      all
        .of(fn)
        .map(
          ({ name, reader, thread, isConditional, through, basis }) =>
            `${name} -> ${reader} ${thread}${isConditional ? '' : ' at once'}${basis === 'name' ? ' by name' : ''}` +
            (through.length === 0 ? '' : ` through ${String(through.length)}`),
        ),
    );
}

describe('calls whose error is read from the thread', () => {
  const make =
    'func makeError(rc C.int) error { e := C.git_error_last(); if e == nil { return nil }; return errors.New("x") }\n';

  test.each<[string, string, string[]]>([
    [
      'at once',
      'C.git_open(); e := C.git_error_last(); _ = e',
      ['git_open -> git_error_last unknown at once'],
    ],
    ['where it failed', 'if C.git_open() < 0 { C.git_error_last() }', ['git_open -> git_error_last unknown']],
    [
      'by a function',
      'rc := C.git_open(); if rc < 0 { return makeError(rc) }',
      ['git_open -> git_error_last unknown through 1'],
    ],
    [
      'by a function around it',
      'return makeError(C.git_open())',
      ['git_open -> git_error_last unknown at once through 1'],
    ],
    [
      'locked',
      `${lock}; defer ${unlock}; if rc := C.git_open(); rc < 0 { return makeError(rc) }`,
      ['git_open -> git_error_last locked through 1'],
    ],
    [
      'locked too late',
      `rc := C.git_open(); ${lock}; defer ${unlock}; if rc < 0 { return makeError(rc) }`,
      ['git_open -> git_error_last unknown through 1'],
    ],
    [
      'unlocked too early',
      `${lock}; rc := C.git_open(); ${unlock}; if rc < 0 { return makeError(rc) }`,
      ['git_open -> git_error_last unknown through 1'],
    ],
    [
      'locked on one of two paths',
      `if x { ${lock} }; if rc := C.git_open(); rc < 0 { return makeError(rc) }`,
      ['git_open -> git_error_last unknown through 1'],
    ],
    [
      'behind another call',
      'C.git_open(); C.git_use(); return makeError(0)',
      ['git_use -> git_error_last unknown at once through 1'],
    ],
    [
      'behind a copy',
      'C.git_open(); C.free(nil); return makeError(0)',
      ['git_open -> git_error_last unknown at once through 1'],
    ],
    ['after it was cleared', 'C.git_open(); C.git_error_clear(); return makeError(0)', []],
    ['of another library', 'C.SDL_Init(0); return makeError(0)', []],
    [
      'in another goroutine',
      'go func() { if C.git_open() < 0 { C.git_error_last() } }()',
      ['git_open -> git_error_last not'],
    ],
    [
      'of either branch',
      'var rc C.int; if x { rc = C.git_a() } else { rc = C.git_b() }; return makeError(rc)',
      [
        'git_a -> git_error_last unknown at once through 1',
        'git_b -> git_error_last unknown at once through 1',
      ],
    ],
    ['never', 'if C.git_open() < 0 { return errors.New("x") }', []],
    ['before the call', 'C.git_error_last(); C.git_open()', []],
    [
      'of a library that no table knows',
      'if C.foo_open() < 0 { C.foo_last_error() }',
      ['foo_open -> foo_last_error unknown by name'],
    ],
    ['of an object', 'if C.foo_open(t.p) < 0 { C.foo_last_error(t.p) }', []],
  ])('%s', (_name, body, expected) => {
    expect(
      reads(`${make}type T struct { p *C.foo }\nfunc F(x bool, t *T) error {\n${body}\nreturn nil\n}`),
    ).toEqual(expected);
  });

  test('by a function that asks for the status itself', () => {
    const check =
      'func check(rc C.int) error { if rc < 0 { return last() }; return nil }\nfunc last() error { C.git_error_last(); return nil }\n';
    expect(reads(`${check}func F() error { return check(C.git_open()) }`)).toEqual([
      'git_open -> git_error_last unknown through 2',
    ]);
  });

  test('in a function whose callers lock', () => {
    const source = `${make}func open() error { return makeError(C.git_open()) }\nfunc F() error { ${lock}; defer ${unlock}; return open() }`;
    expect(reads(source)).toEqual(['git_open -> git_error_last locked at once through 1']);
  });
});
