import { beforeAll, describe, expect, test } from '@jest/globals';
import { canonical, nilKey, nonZeroKey } from '../src/flow/conditions.ts';
import { FunctionFlow, functionFlows } from '../src/flow/function-flow.ts';
import { literalUse } from '../src/flow/literals.ts';
import { parameterLengths } from '../src/flow/parameter-lengths.ts';
import { isFilledAt } from '../src/flow/filled.ts';
import { mayBeEmpty } from '../src/flow/emptiness.ts';
import { Results } from '../src/engine/results.ts';
import type { Parser } from '../src/parser/parser.ts';
import { Package } from '../src/semantic/package.ts';
import { readGoFile } from '../src/syntax/go-file.ts';
import type { Node } from '../src/syntax/tree.ts';
import { wasmParser } from './parser.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

const imports = 'import "C"\nimport (\n\t"bytes"\n\t"errors"\n\t"os"\n\t"sort"\n\t"sync"\n)\n';

function packageOf(source: string, minor = 22, name = 'a', path = '.'): Package {
  const file = readGoFile(parser, 'a.go', `package ${name}\n${imports}\n${source}\n`);
  expect(file.syntaxErrors).toEqual([]);
  return new Package(path, [file], [], [1, minor]);
}

function functionNamed(pkg: Package, name: string): FunctionFlow {
  const fn = pkg.functions().find((one) => one.node.child('name')?.text === name);
  if (fn === undefined) throw new Error(`there is no function ${name}`);
  return new Results(pkg).of(functionFlows)(fn);
}

function callOf(pkg: Package, callee: string): Node {
  const calls = pkg.files.flatMap((file) => file.tree.root.all('call_expression'));
  const found = calls.find((call) => call.child('function')?.text === callee);
  if (found === undefined) throw new Error(`there is no call of ${callee}`);
  return found;
}

describe('the calls that are deferred when a function ends', () => {
  test.each<[string, string, string[]]>([
    ['none', 'a()', []],
    ['in reverse order', 'defer a(); defer b()', ['b() once', 'a() once']],
    ['on one of two paths', 'if x { defer a() }; defer b()', ['b() once', 'a() maybe']],
    ['behind a return', 'if x { return }; defer a()', ['a() maybe']],
    ['on both paths', 'if x { defer a() } else { defer b() }', ['b() maybe', 'a() maybe']],
    ['in a loop', 'for range n { defer a() }', ['a() repeated']],
    ['before and behind a loop', 'defer a(); for x { b() }; defer c()', ['c() once', 'a() once']],
    ['in a loop of goto', 'again: defer a(); if x { goto again }', ['a() repeated']],
    ['never reached', 'return; defer a()', []],
    ['whose function does not return', 'defer a(); for { b() }', []],
    ['of a literal', 'defer func() { a() }()', ['func() { a() }() once']],
    ['in a literal, which is another function', 'func() { defer a() }()', []],
    ['with a process that ends on one path', 'if x { os.Exit(1) }; defer a()', ['a() once']],
  ])('%s', (_name, body, expected) => {
    const flow = functionNamed(packageOf(`func f(x bool, n int) {\n${body}\n}`), 'f');
    const calls = flow.deferredAt(flow.graph.exit).map(({ call, runs }) => `${call.text} ${runs}`);
    expect(calls).toEqual(expected);
  });

  test.each<[string, string, 'panic' | 'stop', string[]]>([
    ['run on a panic', 'defer a(); panic(1)', 'panic', ['a() once']],
    ['do not where the panic comes first', 'if x { panic(1) }; defer a()', 'panic', []],
    ['do not run when the process ends', 'defer a(); os.Exit(1)', 'stop', []],
  ])('%s', (_name, body, kind, expected) => {
    const flow = functionNamed(packageOf(`func f(x bool) {\n${body}\n}`), 'f');
    const end = flow.graph.nodes.find((node) => node.kind === kind);
    expect(end && flow.deferredAt(end).map(({ call, runs }) => `${call.text} ${runs}`)).toEqual(expected);
  });
});

describe('when a function literal runs', () => {
  const declarations =
    'type T struct{}\nfunc each(f func()) { for i := 0; i < 3; i++ { if f != nil { f() } } }\n' +
    'func twice(f func()) { each(f); defer f(); func() { f() }() }\nfunc again(n int, f func()) { f(); again(n, f) }\n' +
    'func start(f func()) { go f() }\nfunc startInside(f func()) { go func() { f() }() }\n' +
    'var kept func()\nfunc keep(f func()) { kept = f }\nfunc give(f func()) func() { return f }\n' +
    'func later(f func()) func() { return func() { f() } }\nfunc many(f ...func()) { f[0]() }\n' +
    'func (t *T) each(f func()) { f() }\nfunc (t *T) keep(f func()) { kept = f }\n';

  test.each([
    ['func() {}()', 'inline'],
    ['(func() {})()', 'inline'],
    ['x := func() int { return 1 }(); _ = x', 'inline'],
    ['defer func() {}()', 'deferred'],
    ['go func() {}()', 'go'],
    ['g := func() {}; g(); g()', 'only-called 2'],
    ['var g = func() {}; g()', 'only-called 1'],
    ['var g func(); g = func() { g() }; g()', 'only-called 1'],
    ['g := func() {}; go g()', 'go'],
    ['g := func() {}; defer g()', 'stored'],
    ['g := func() {}; h := g; h()', 'stored'],
    ['g := func() {}; func() { g() }()', 'only-called 1 then inline'],
    ['g := func() {}; g = nil; g()', 'stored'],
    ['g := func() {}; unknown(g)', 'stored'],
    ['return func() {}', 'stored'],
    ['kept = func() {}', 'stored'],
    ['ch <- func() {}', 'stored'],
    ['_ = T2{f: func() {}}', 'stored'],
    ['each(func() {})', 'passed-to-caller'],
    ['twice(func() {})', 'passed-to-caller'],
    ['again(1, func() {})', 'passed-to-caller'],
    ['start(func() {})', 'stored'],
    ['startInside(func() {})', 'stored'],
    ['keep(func() {})', 'stored'],
    ['give(func() {})', 'stored'],
    ['later(func() {})', 'stored'],
    ['many(func() {})', 'stored'],
    ['unknown(func() {})', 'stored'],
    ['go each(func() {})', 'stored'],
    ['defer each(func() {})', 'stored'],
    ['t.each(func() {})', 'passed-to-caller'],
    ['t.keep(func() {})', 'stored'],
    ['sort.Slice(b, func(i, j int) bool { return false })', 'passed-to-caller'],
    ['bytes.Map(func(r rune) rune { return r }, b)', 'passed-to-caller'],
    ['var once sync.Once; once.Do(func() {})', 'passed-to-caller'],
    ['sync.OnceFunc(func() {})', 'stored'],
    ['os.Expand("", func(s string) string { return s })', 'stored'],
    ['for range func(yield func() bool) {} { }', 'passed-to-caller'],
  ])('%s: %s', (body, expected) => {
    const pkg = packageOf(
      `${declarations}func f(t *T, b []byte, ch chan func()) any {\n${body}\nreturn nil\n}`,
    );
    const literals = functionNamed(pkg, 'f').graph.body.all('func_literal');
    const texts = literals.map((literal) => {
      const use = literalUse(literal, pkg);
      return use.kind === 'only-called' ? `${use.kind} ${String(use.calls.length)}` : use.kind;
    });
    // A variable that a literal calls is called by another function than the one that declares it.
    expect(texts.join(' then ')).toBe(expected.replace('only-called 1 then', 'stored then'));
  });
});

/** What is known of the argument of `filled(…)`, `positive(…)` or `isNil(…)`, wherever it stands. */
function knownAt(source: string, minor?: number): boolean | undefined {
  const pkg = packageOf(source, minor);
  const lengths = new Results(pkg).of(parameterLengths);
  for (const name of ['filled', 'positive', 'isNil']) {
    const call = pkg.files[0]?.tree.root
      .all('call_expression')
      .find((one) => one.child('function')?.text === name);
    const argument = call?.child('arguments')?.children[0];
    const fn = call === undefined ? undefined : lengths.functionAt(call);
    if (call === undefined || argument === undefined || fn === undefined) continue;
    if (name === 'filled') return isFilledAt(call, argument, fn, lengths);
    const flow = lengths.flowOf(fn);
    const node = flow.nodeAt(call);
    if (node === undefined) throw new Error('the query is at no point of the flow');
    const facts = lengths.knownAt(flow, node);
    const key = name === 'isNil' ? nilKey : nonZeroKey;
    return facts.get(key(canonical(argument, pkg)))?.value;
  }
  throw new Error('there is no query');
}

describe('what a function literal knows and leaves behind', () => {
  test.each<[string, boolean | undefined]>([
    ['if len(b) == 0 { return }; func() { filled(b) }()', true],
    ['if len(b) == 0 { return }; each(func() { filled(b) })', true],
    ['if len(b) == 0 { return }; g := func() { filled(b) }; g()', true],
    ['g := func() { filled(b) }; if len(b) == 0 { return }; g()', true],
    ['g := func() { filled(b) }; if len(b) == 0 { g() }; g()', undefined],
    ['g := func() { filled(b); b = nil }; if len(b) == 0 { return }; g()', undefined],
    ['if len(b) == 0 { return }; defer func() { filled(b) }()', true],
    ['if n == 0 { return }; func() { positive(n) }()', true],
    ['if n == 0 { return }; go func() { positive(n) }()', undefined],
    ['if n == 0 { return }; defer func() { positive(n) }()', true],
    ['if n == 0 { return }; defer func() { positive(n) }(); n = 0', undefined],
    ['for x { if n == 0 { return }; defer func() { positive(n) }(); n = m }', undefined],
    ['if n == 0 { return }; func() { n = m; func() { positive(n) }() }()', undefined],
    ['if n == 0 { return }; each(func() { positive(n); n = 0 })', undefined],
    ['func() { b = []byte{1} }(); filled(b)', true],
    ['g := func() { b = []byte{1} }; g(); filled(b)', true],
    ['g := func() { if x { b = []byte{1} } else { b = nil } }; g(); filled(b)', undefined],
    ['b = nil; each(func() { b = []byte{1} }); filled(b)', undefined],
    ['if len(b) == 0 { return }; each(func() { b = nil }); filled(b)', undefined],
    ['each(func() { b = nil }); if len(b) == 0 { return }; filled(b)', true],
    ['if len(b) == 0 { return }; defer func() { b = nil }(); filled(b)', true],
    ['if len(b) == 0 { return }; go func() { b = nil }(); filled(b)', undefined],
    ['keep(func() { b = nil }); if len(b) == 0 { return }; filled(b)', undefined],
    ['if len(b) == 0 { return }; g := func() { h(&b) }; g(); filled(b)', undefined],
    ['if n == 0 { return }; func() { n-- }(); positive(n)', undefined],
  ])('%s: %s', (body, expected) => {
    const each = 'func each(f func()) { f() }\nvar kept func()\nfunc keep(f func()) { kept = f }\n';
    expect(knownAt(`${each}func F(b []byte, n, m int, x bool) {\n${body}\n}`)).toBe(expected);
  });

  test.each<[string, number, boolean | undefined]>([
    ['for i := 0; i < 9; i++ { if i == 0 { continue }; positive(i); keep(func() { i = 0 }) }', 21, undefined],
    ['for i := 0; i < 9; i++ { if i == 0 { continue }; positive(i); keep(func() { i = 0 }) }', 22, true],
    ['for x { i := n; if i == 0 { continue }; positive(i); keep(func() { i = 0 }) }', 21, true],
    ['for x { if n == 0 { continue }; positive(n); keep(func() { n = 0 }) }', 22, undefined],
  ])('%s with Go 1.%i: %s', (body, minor, expected) => {
    const keep = 'var kept func()\nfunc keep(f func()) { kept = f }\n';
    expect(knownAt(`${keep}func F(n int, x bool) {\n${body}\n}`, minor)).toBe(expected);
  });
});

describe('lengths of parts, copies and fields', () => {
  test.each<[string, boolean | undefined]>([
    ['for range n { positive(n) }', true],
    ['for range n { }; positive(n)', undefined],
    ['for i := range n { positive(i) }', undefined],
    ['for range s { filled(s) }', true],
    ['for range seq { filled(seq) }', undefined],
    ['for range ch { filled(ch) }', undefined],
    ['if n > 0 { filled(b[:n]) }', true],
    ['filled(b[:n])', undefined],
    ['filled(b[:0])', false],
    ['if len(b) > 0 { filled(b[:]) }', true],
    ['if len(b) > 0 { filled(b[0:]) }', true],
    ['if len(b) > 0 { filled(b[1:]) }', undefined],
    ['if n < len(b) { filled(b[n:]) }', true],
    ['if m < len(b) { filled(b[n:]) }', undefined],
    ['filled(b[2:4])', true],
    ['filled(b[n:n])', false],
    ['filled(b[n:n+4])', true],
    ['filled(b[n:n+m])', undefined],
    ['d := b[:n]; if n == 0 { return }; filled(d)', true],
    ['d := b[:len(c)]; if len(c) == 0 { return }; filled(d)', true],
    ['d := b[:]; if len(b) == 0 { return }; filled(d)', true],
    ['var a [4]byte; filled(a[:])', true],
    ['d := string(b); if len(b) == 0 { return }; filled(d)', true],
    ['d := []byte(s); if s == "" { return }; filled(d)', true],
    ['d := append([]byte(nil), b...); if len(b) == 0 { return }; filled(d)', true],
    ['d := append(c, b...); if len(b) == 0 { return }; filled(d)', undefined],
    ['filled(append([]byte{}, c...))', undefined],
    ['c = nil; filled(append([]byte{}, c...))', false],
    ['d := bytes.Clone(b); if len(b) == 0 { return }; filled(d)', true],
    ['filled(make([]byte, max(n, 1)))', true],
    ['filled(make([]byte, min(n, 1)))', undefined],
    ['t.b = make([]byte, 4); filled(t.b)', true],
    ['t.b = make([]byte, n); if n == 0 { return }; filled(t.b)', true],
    ['t.b = []byte{1}; t.b = nil; filled(t.b)', undefined],
    ['t.b = []byte{1}; t = T{}; filled(t.b)', undefined],
    ['t := T{b: make([]byte, 4)}; filled(t.b)', true],
    ['t := &T{b: []byte("x")}; filled(t.b)', true],
    ['t := T{b: make([]byte, n)}; filled(t.b)', undefined],
    ['b, c = c, b; if len(b) == 0 { return }; filled(c)', undefined],
    ['filled(header)', true],
    ['filled(append(header, b...))', true],
    ['filled(text)', true],
    ['filled(changed)', undefined],
    ['filled(Exported)', undefined],
  ])('%s: %s', (body, expected) => {
    const declarations =
      'type T struct{ b []byte }\nconst text = "text"\nvar header = []byte("x")\nvar changed = []byte("x")\n' +
      'var Exported = []byte("x")\nfunc change() { changed = nil }\n';
    expect(
      knownAt(
        `${declarations}func F(b, c []byte, s string, n, m int, t T, seq func(func() bool), ch chan int) {\n${body}\n}`,
      ),
    ).toBe(expected);
  });
});

describe('what the calls of a package say of a parameter', () => {
  test.each<[string, string, boolean | undefined]>([
    ['no call', '', undefined],
    ['one that tests', 'func F(b []byte) { if len(b) > 0 { f(b) } }', true],
    ['one that tests and one that does not', 'func F(b []byte) { if len(b) > 0 { f(b) }; f(b) }', undefined],
    ['a value', 'func F() { f([]byte("x")) }', true],
    ['an empty value', 'func F() { f(nil) }', undefined],
    [
      'through another function',
      'func g(b []byte) { f(b) }\nfunc F(b []byte) { if len(b) > 0 { g(b) } }',
      true,
    ],
    [
      'through another function that tests nothing',
      'func g(b []byte) { f(b) }\nfunc F(b []byte) { g(b) }',
      undefined,
    ],
    ['as long as another', 'func g(b []byte) { f(make([]byte, len(b))) }\nfunc F() { g([]byte("x")) }', true],
    ['a part of another', 'func g(b []byte) { f(b[1:]) }\nfunc F() { g([]byte("x")) }', undefined],
    ['recursion', 'func g(b []byte) { f(b); g(b) }\nfunc F() { g([]byte("x")) }', true],
    [
      'recursion that shortens',
      'func g(b []byte) { f(b); g(b[1:]) }\nfunc F() { g([]byte("x")) }',
      undefined,
    ],
    [
      'mutual recursion',
      'func g(b []byte) { f(b); h(b) }\nfunc h(b []byte) { g(b) }\nfunc F() { g([]byte("x")) }',
      true,
    ],
    ['used as a value', 'func F() { f([]byte("x")); v := f; v(nil) }', undefined],
    ['in a literal', 'func F(b []byte) { if len(b) > 0 { func() { f(b) }() } }', true],
    ['deferred', 'func F(b []byte) { if len(b) > 0 { defer f(b) } }', true],
    ['at package level', 'var x = g()\nfunc g() int { f([]byte("x")); return 1 }', true],
    ['in the value of a variable', 'var x = f([]byte("x"))', undefined],
    ['several results', 'func g() []byte { return nil }\nfunc F() { f(g()) }', undefined],
    ['exported to C', 'func F() { f([]byte("x")) }\n//export f', undefined],
  ])('%s', (_name, callers, expected) => {
    const [rest, directive] = callers.split('\n//export f');
    const doc = directive === undefined ? '' : '//export f\n';
    expect(knownAt(`${doc}func f(b []byte) int { filled(b); return 1 }\n${rest ?? ''}`)).toBe(expected);
  });

  test.each<[string, string, boolean | undefined]>([
    ['a method', 'func (t *T) f(b []byte) { filled(b) }\nfunc F(t *T) { t.f([]byte("x")) }', true],
    [
      'a method as a value',
      'func (t *T) f(b []byte) { filled(b) }\nfunc F(t *T) { g := t.f; g(nil); t.f([]byte("x")) }',
      undefined,
    ],
    [
      'an exported method',
      'func (t *T) Put(b []byte) { filled(b) }\nfunc F(t *T) { t.Put([]byte("x")) }',
      undefined,
    ],
    ['an exported function', 'func Put(b []byte) { filled(b) }\nfunc F() { Put([]byte("x")) }', undefined],
    [
      'a parameter that is changed',
      'func f(b []byte) { b = b[1:]; filled(b) }\nfunc F() { f([]byte("x")) }',
      undefined,
    ],
    ['variadic, given one', 'func f(b ...byte) { filled(b) }\nfunc F() { f(1) }', true],
    ['variadic, given none', 'func f(b ...byte) { filled(b) }\nfunc F() { f() }', undefined],
    [
      'variadic, spread',
      'func f(b ...byte) { filled(b) }\nfunc F(c []byte) { if len(c) > 0 { f(c...) } }',
      true,
    ],
    ['a count', 'func f(n int) { b := make([]byte, n); filled(b) }\nfunc F() { f(4) }', true],
    [
      'a count that may be 0',
      'func f(n int) { b := make([]byte, n); filled(b) }\nfunc F(n int) { f(n) }',
      undefined,
    ],
    [
      'captured',
      'func f(b []byte) func() { return func() { filled(b) } }\nfunc F() { f([]byte("x")) }',
      true,
    ],
  ])('%s', (_name, source, expected) => {
    expect(knownAt(`type T struct{}\n${source}`)).toBe(expected);
  });

  test.each<[string, string, string | undefined]>([
    ['func F(b []byte) { f(b) }', 'b', '`F` (line 12) passes `b`, and a caller may pass an empty `b`'],
    ['func F() { f(nil) }', 'b', '`F` (line 12) passes an empty one'],
    ['func F(b []byte) { if len(b) > 0 { f(b) } }', 'b', undefined],
    ['func F(load func() []byte) { f(load()) }', 'b', undefined],
    ['func F(b []byte) { g := f; g(b) }', 'b', undefined],
  ])('%s: %s may be empty: %s', (caller, _parameter, expected) => {
    const pkg = packageOf(`func f(b []byte) { filled(b) }\n${caller}`);
    const argument = callOf(pkg, 'filled').child('arguments')?.children[0];
    const lengths = new Results(pkg).of(parameterLengths);
    expect(argument && mayBeEmpty(argument, lengths)?.reason).toBe(expected);
  });

  const io = 'package io lets callers pass an empty `b`';
  test.each<[string, string, string, string | undefined, boolean | undefined]>([
    ['F(b []byte)', 'filled(b)', 'a', 'a caller may pass an empty `b`', false],
    ['F(b []byte)', 'filled(b)', 'internal/a', undefined, undefined],
    ['F(n int)', 'filled(make([]byte, n))', 'x/internal', undefined, undefined],
    ['f(b []byte)', 'filled(b)', 'internal/a', undefined, undefined],
    ['(t *t) Put(b []byte)', 'filled(b)', 'a', undefined, undefined],
    ['(t *t) Write(b []byte) (n int, err error)', 'filled(b)', 'a', io, true],
    ['(t *t) Write(b []byte) (n int, err error)', 'filled(b)', 'main', io, true],
    ['(t *T) Write(b []byte) (int, error)', 'filled(b)', 'a', 'a caller may pass an empty `b`', false],
    ['(t *T) Write(b []byte) (int, error)', 'filled(b)', 'internal/a', io, true],
    ['(t t) ReadAt(b []byte, off int64) (int, error)', 'filled(b)', 'internal/a', io, true],
    ['(t *t) Write(b []byte) error', 'filled(b)', 'a', undefined, undefined],
    ['(t *t) ReadAt(b []byte) (int, error)', 'filled(b)', 'a', undefined, undefined],
    ['Write(b []byte) (int, error)', 'filled(b)', 'main', undefined, undefined],
  ])('%s { %s } in %s: %s', (head, body, path, reason, isAsked) => {
    const pkg = packageOf(`func ${head} { ${body}; panic(0) }`, 22, path === 'main' ? 'main' : 'a', path);
    const argument = callOf(pkg, 'filled').child('arguments')?.children[0];
    const lengths = new Results(pkg).of(parameterLengths);
    const doubt = argument && mayBeEmpty(argument, lengths);
    expect([doubt?.reason, doubt?.isAsked]).toEqual([reason, isAsked]);
  });
});

describe('statuses', () => {
  const check = 'func check(rc C.int) error { if rc == 0 { return nil }; return errors.New("x") }\n';
  test.each<[string, string, boolean | undefined]>([
    ['an error says that its status is 0', 'err := check(rc); if err != nil { return }; positive(rc)', false],
    ['and that it is not', 'if err := check(rc); err != nil { positive(rc) }', true],
    ['a status says what its error is', 'err := check(rc); if rc == 0 { isNil(err) }', true],
    ['not of another status', 'err := check(rc); rc = C.g(); if err != nil { positive(rc) }', undefined],
    ['not of another error', 'err := check(rc); err = h(); if err != nil { positive(rc) }', undefined],
    ['a function that decides otherwise', 'if err := other(rc); err != nil { positive(rc) }', undefined],
    ['one that may give nil for more', 'if err := lax(rc); err == nil { positive(rc) }', undefined],
    ['below zero is not zero', 'if rc < 0 { positive(rc) }', true],
    ['what is not below zero may be zero', 'if rc < 0 { return }; positive(rc)', undefined],
    ['below one may be below zero', 'if rc < 1 { positive(rc) }', undefined],
    ['minus one is not zero', 'if rc == -1 { positive(rc) }', true],
    ['a named constant may be zero', 'if rc == C.OK { positive(rc) }', undefined],
  ])('%s', (_name, body, expected) => {
    const others =
      'func other(rc C.int) error { if rc == 1 { return nil }; return errors.New("x") }\n' +
      'func lax(rc C.int) error { if rc <= 1 { return nil }; return errors.New("x") }\n';
    expect(knownAt(`${check}${others}func F() {\nrc := C.f()\n${body}\n}`)).toBe(expected);
  });
});
