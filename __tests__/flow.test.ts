import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FlowEdge, FlowNode } from '../src/flow/cfg.ts';
import { canonical, nilKey } from '../src/flow/conditions.ts';
import { definitionsOf } from '../src/flow/definitions.ts';
import { FunctionFlow } from '../src/flow/function-flow.ts';
import { everyPathBack, findPath } from '../src/flow/paths.ts';
import type { FlowPath, Walker } from '../src/flow/paths.ts';
import type { Parser } from '../src/parser/parser.ts';
import type { Package } from '../src/semantic/package.ts';
import { wasmParser } from './parser.ts';
import type { Node } from '../src/syntax/tree.ts';
import { ruleSources } from './long/corpus.ts';
import { mutate, mutations } from './long/mutations.ts';
import { packageOf } from './rules/analyse-case.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

const imports = 'import "C"\nimport (\n\t"log"\n\t"os"\n\t"runtime"\n\t"unsafe"\n)\n';

function flowOf(source: string): { flow: FunctionFlow; pkg: Package } {
  const pkg = packageOf(parser, new Map([['a.go', `package a\n${imports}\n${source}\n`]]));
  expect(pkg.files[0]?.syntaxErrors).toEqual([]);
  const fn = pkg.functions().find((one) => one.node.child('name')?.text === 'f');
  if (fn === undefined) throw new Error('the source has no function f');
  return { flow: new FunctionFlow(fn, pkg), pkg };
}

function label(node: FlowNode): string {
  const text = (node.syntax?.text ?? '').replace(/\s+/g, ' ');
  switch (node.kind) {
    case 'statement':
      return text;
    case 'condition':
      return `${text}?`;
    case 'range':
      return `range ${node.syntax?.child('right')?.text ?? ''}`;
    case 'branch':
      if (node.syntax?.kind === 'for_statement') return 'for';
      if (node.syntax?.kind === 'select_statement') return 'select';
      return node.syntax?.kind === 'label_name' ? `${text}:` : `switch ${text}`;
    default:
      return node.kind;
  }
}

function conditionLabel({ condition }: FlowEdge): string {
  switch (condition?.kind) {
    case undefined:
      return '->';
    case 'expression':
      return condition.value ? '-yes->' : '-no->';
    case 'equals':
      return condition.value ? '-equal->' : '-other->';
    case 'iterates':
      return '-next->';
  }
}

/** Every edge that can be taken, in the order of the nodes. */
function edges(flow: FunctionFlow): string[] {
  const reached = new Set<FlowNode>([flow.graph.entry]);
  for (const node of reached) for (const edge of node.successors) reached.add(edge.to);
  return [flow.graph.entry, ...flow.graph.nodes.filter((node) => node !== flow.graph.entry)]
    .filter((node) => reached.has(node))
    .flatMap((node) =>
      node.successors.map((edge) => `${label(node)} ${conditionLabel(edge)} ${label(edge.to)}`),
    );
}
describe('the control flow of a function', () => {
  test.each<[string, string, string[]]>([
    ['nothing', '', ['entry -> exit']],
    [
      'a sequence',
      'a(); x := 1; x++; var y int; ch <- x; go a(); defer b(); { c() }',
      [
        'entry -> a()',
        'a() -> x := 1',
        'x := 1 -> x++',
        'x++ -> var y int',
        'var y int -> ch <- x',
        'ch <- x -> go a()',
        'go a() -> defer b()',
        'defer b() -> c()',
        'c() -> exit',
      ],
    ],
    [
      'if',
      'if x { a() }; b()',
      ['entry -> x?', 'x? -yes-> a()', 'x? -no-> b()', 'a() -> b()', 'b() -> exit'],
    ],
    [
      'if else',
      'if x { a() } else { b() }; c()',
      ['entry -> x?', 'x? -yes-> a()', 'x? -no-> b()', 'a() -> c()', 'b() -> c()', 'c() -> exit'],
    ],
    [
      'if with a statement, and else if',
      'if v := g(); v { a() } else if w { b() }; c()',
      [
        'entry -> v := g()',
        'v := g() -> v?',
        'v? -yes-> a()',
        'v? -no-> w?',
        'a() -> c()',
        'w? -yes-> b()',
        'w? -no-> c()',
        'b() -> c()',
        'c() -> exit',
      ],
    ],
    [
      'and',
      'if x && y { a() }; b()',
      [
        'entry -> x?',
        'x? -yes-> y?',
        'x? -no-> b()',
        'y? -yes-> a()',
        'y? -no-> b()',
        'a() -> b()',
        'b() -> exit',
      ],
    ],
    [
      'or',
      'if x || y { a() }; b()',
      [
        'entry -> x?',
        'x? -no-> y?',
        'x? -yes-> a()',
        'y? -yes-> a()',
        'y? -no-> b()',
        'a() -> b()',
        'b() -> exit',
      ],
    ],
    [
      'not',
      'if !(x && y) { a() }; b()',
      [
        'entry -> x?',
        'x? -yes-> y?',
        'x? -no-> a()',
        'y? -no-> a()',
        'y? -yes-> b()',
        'a() -> b()',
        'b() -> exit',
      ],
    ],
    [
      'both return',
      'if x { return } else { return }; a()',
      ['entry -> x?', 'x? -yes-> return', 'x? -no-> return', 'return -> exit', 'return -> exit'],
    ],
    [
      'for',
      'for i := 0; i < n; i++ { a() }; b()',
      [
        'entry -> i := 0',
        'i := 0 -> for',
        'for -> i < n?',
        'i < n? -yes-> a()',
        'i < n? -no-> b()',
        'a() -> i++',
        'i++ -> for',
        'b() -> exit',
      ],
    ],
    [
      'for with continue and break',
      'for i := 0; i < n; i++ { if x { continue }; if y { break }; a() }; b()',
      [
        'entry -> i := 0',
        'i := 0 -> for',
        'for -> i < n?',
        'i < n? -yes-> x?',
        'i < n? -no-> b()',
        'x? -yes-> continue',
        'x? -no-> y?',
        'continue -> i++',
        'y? -yes-> break',
        'y? -no-> a()',
        'break -> b()',
        'a() -> i++',
        'i++ -> for',
        'b() -> exit',
      ],
    ],
    [
      'while',
      'for x { a() }; b()',
      ['entry -> for', 'for -> x?', 'x? -yes-> a()', 'x? -no-> b()', 'a() -> for', 'b() -> exit'],
    ],
    ['for ever', 'for { a() }; b()', ['entry -> for', 'for -> a()', 'a() -> for']],
    [
      'for ever with break',
      'for { if x { break } }; b()',
      ['entry -> for', 'for -> x?', 'x? -yes-> break', 'x? -no-> for', 'break -> b()', 'b() -> exit'],
    ],
    [
      'for without condition',
      'for i := 0; ; i++ { if x { return } }',
      [
        'entry -> i := 0',
        'i := 0 -> for',
        'for -> x?',
        'x? -yes-> return',
        'x? -no-> i++',
        'return -> exit',
        'i++ -> for',
      ],
    ],
    [
      'range',
      'for _, v := range vs { a(v) }; b()',
      ['entry -> range vs', 'range vs -next-> a(v)', 'range vs -> b()', 'a(v) -> range vs', 'b() -> exit'],
    ],
    [
      'range with continue',
      'for range vs { if x { continue }; a() }',
      [
        'entry -> range vs',
        'range vs -next-> x?',
        'range vs -> exit',
        'x? -yes-> continue',
        'x? -no-> a()',
        'continue -> range vs',
        'a() -> range vs',
      ],
    ],
    [
      'switch with a tag',
      'switch x { case 1, 2: a(); case 3: b() }; c()',
      [
        'entry -> switch x',
        'switch x -> 1?',
        '1? -other-> 2?',
        '1? -equal-> a()',
        '2? -other-> 3?',
        '2? -equal-> a()',
        '3? -equal-> b()',
        '3? -other-> c()',
        'a() -> c()',
        'b() -> c()',
        'c() -> exit',
      ],
    ],
    [
      'switch with default in the middle',
      'switch x { case 1: a(); default: b(); case 2: c() }; d()',
      [
        'entry -> switch x',
        'switch x -> 1?',
        '1? -other-> 2?',
        '1? -equal-> a()',
        '2? -other-> b()',
        '2? -equal-> c()',
        'a() -> d()',
        'b() -> d()',
        'c() -> d()',
        'd() -> exit',
      ],
    ],
    [
      'switch with fallthrough',
      'switch x { case 1: a(); fallthrough; case 2: b(); default: c() }; d()',
      [
        'entry -> switch x',
        'switch x -> 1?',
        '1? -other-> 2?',
        '1? -equal-> a()',
        '2? -equal-> b()',
        '2? -other-> c()',
        'a() -> fallthrough',
        'fallthrough -> b()',
        'b() -> d()',
        'c() -> d()',
        'd() -> exit',
      ],
    ],
    [
      'fallthrough into default and out of it',
      'switch x { case 1: fallthrough; default: fallthrough; case 2: b() }; d()',
      [
        'entry -> switch x',
        'switch x -> 1?',
        '1? -other-> 2?',
        '1? -equal-> fallthrough',
        '2? -other-> fallthrough',
        '2? -equal-> b()',
        'fallthrough -> fallthrough',
        'fallthrough -> b()',
        'b() -> d()',
        'd() -> exit',
      ],
    ],
    [
      'switch without a tag',
      'switch { case x: a(); case y && z: b() }; c()',
      [
        'entry -> x?',
        'x? -no-> y?',
        'x? -yes-> a()',
        'y? -yes-> z?',
        'y? -no-> c()',
        'z? -yes-> b()',
        'z? -no-> c()',
        'a() -> c()',
        'b() -> c()',
        'c() -> exit',
      ],
    ],
    [
      'switch with a statement and break',
      'switch v := g(); v { case 1: if x { break }; a() }; b()',
      [
        'entry -> v := g()',
        'v := g() -> switch v',
        'switch v -> 1?',
        '1? -equal-> x?',
        '1? -other-> b()',
        'x? -yes-> break',
        'x? -no-> a()',
        'break -> b()',
        'a() -> b()',
        'b() -> exit',
      ],
    ],
    ['empty switch', 'switch x { }; b()', ['entry -> switch x', 'switch x -> b()', 'b() -> exit']],
    [
      'type switch',
      'switch v := x.(type) { case int, string: a(v); case nil: b() }; c()',
      [
        'entry -> switch x',
        'switch x -> a(v)',
        'switch x -> b()',
        'switch x -> c()',
        'a(v) -> c()',
        'b() -> c()',
        'c() -> exit',
      ],
    ],
    [
      'type switch with default',
      'switch x.(type) { case int: a(); default: b() }; c()',
      ['entry -> switch x', 'switch x -> a()', 'switch x -> b()', 'a() -> c()', 'b() -> c()', 'c() -> exit'],
    ],
    [
      'select',
      'select { case v := <-ch: a(v); case ch <- 1: b() }; c()',
      [
        'entry -> select',
        'select -> v := <-ch',
        'select -> ch <- 1',
        'v := <-ch -> a(v)',
        'a(v) -> c()',
        'ch <- 1 -> b()',
        'b() -> c()',
        'c() -> exit',
      ],
    ],
    [
      'select with default',
      'select { case <-ch: a(); default: b() }; c()',
      [
        'entry -> select',
        'select -> <-ch',
        'select -> b()',
        '<-ch -> a()',
        'a() -> c()',
        'b() -> c()',
        'c() -> exit',
      ],
    ],
    ['select of nothing', 'a(); select { }; b()', ['entry -> a()', 'a() -> select']],
    [
      'continue within switch',
      'for x { switch y { case 1: continue; case 2: break }; a() }; b()',
      [
        'entry -> for',
        'for -> x?',
        'x? -yes-> switch y',
        'x? -no-> b()',
        'switch y -> 1?',
        '1? -other-> 2?',
        '1? -equal-> continue',
        '2? -equal-> break',
        '2? -other-> a()',
        'continue -> for',
        'break -> a()',
        'a() -> for',
        'b() -> exit',
      ],
    ],
    [
      'labelled break',
      'L: for x { for y { break L }; a() }; b()',
      [
        'entry -> L:',
        'L: -> for',
        'for -> x?',
        'x? -yes-> for',
        'x? -no-> b()',
        'for -> y?',
        'y? -yes-> break L',
        'y? -no-> a()',
        'break L -> b()',
        'a() -> for',
        'b() -> exit',
      ],
    ],
    [
      'labelled continue',
      'L: for i := 0; x; i++ { for y { continue L }; a() }; b()',
      [
        'entry -> L:',
        'L: -> i := 0',
        'i := 0 -> for',
        'for -> x?',
        'x? -yes-> for',
        'x? -no-> b()',
        'for -> y?',
        'y? -yes-> continue L',
        'y? -no-> a()',
        'continue L -> i++',
        'a() -> i++',
        'i++ -> for',
        'b() -> exit',
      ],
    ],
    [
      'labelled break out of select',
      'L: for { select { case <-ch: break L; case <-c2: break } }; b()',
      [
        'entry -> L:',
        'L: -> for',
        'for -> select',
        'select -> <-ch',
        'select -> <-c2',
        '<-ch -> break L',
        'break L -> b()',
        '<-c2 -> break',
        'break -> for',
        'b() -> exit',
      ],
    ],
    [
      'labelled break of a switch',
      'L: switch x { case 1: for { break L } }; b()',
      [
        'entry -> L:',
        'L: -> switch x',
        'switch x -> 1?',
        '1? -equal-> for',
        '1? -other-> b()',
        'for -> break L',
        'break L -> b()',
        'b() -> exit',
      ],
    ],
    [
      'goto forth',
      'if x { goto end }; a(); end: b()',
      [
        'entry -> x?',
        'x? -yes-> goto end',
        'x? -no-> a()',
        'goto end -> end:',
        'a() -> end:',
        'end: -> b()',
        'b() -> exit',
      ],
    ],
    [
      'goto back',
      'again: a(); if x { goto again }; b()',
      [
        'entry -> again:',
        'again: -> a()',
        'a() -> x?',
        'x? -yes-> goto again',
        'x? -no-> b()',
        'goto again -> again:',
        'b() -> exit',
      ],
    ],
    ['code behind return', 'a(); return; b()', ['entry -> a()', 'a() -> return', 'return -> exit']],
    [
      'panic',
      'if x { panic("x") }; a()',
      ['entry -> x?', 'x? -yes-> panic("x")', 'x? -no-> a()', 'panic("x") -> panic', 'a() -> exit'],
    ],
    [
      'os.Exit',
      'if x { os.Exit(1) }; a()',
      ['entry -> x?', 'x? -yes-> os.Exit(1)', 'x? -no-> a()', 'os.Exit(1) -> stop', 'a() -> exit'],
    ],
    ['log.Fatal', 'log.Fatal("x"); a()', ['entry -> log.Fatal("x")', 'log.Fatal("x") -> stop']],
    ['runtime.Goexit', 'runtime.Goexit(); a()', ['entry -> runtime.Goexit()', 'runtime.Goexit() -> panic']],
    ['C.abort', 'C.abort(); a()', ['entry -> C.abort()', 'C.abort() -> stop']],
    ['t.Fatal', 't.Fatal("x"); a()', ['entry -> t.Fatal("x")', 't.Fatal("x") -> stop']],
    ['t.FailNow', 't.FailNow(); a()', ['entry -> t.FailNow()', 't.FailNow() -> panic']],
    [
      'a variable called panic',
      'panic := g; panic("x"); a()',
      ['entry -> panic := g', 'panic := g -> panic("x")', 'panic("x") -> a()', 'a() -> exit'],
    ],
    [
      'deferred and concurrent ends',
      'defer panic("x"); go os.Exit(1); a()',
      [
        'entry -> defer panic("x")',
        'defer panic("x") -> go os.Exit(1)',
        'go os.Exit(1) -> a()',
        'a() -> exit',
      ],
    ],
    [
      'literals are on their own',
      'g := func() { return }; defer func() { panic("x") }(); g()',
      [
        'entry -> g := func() { return }',
        'g := func() { return } -> defer func() { panic("x") }()',
        'defer func() { panic("x") }() -> g()',
        'g() -> exit',
      ],
    ],
  ])('%s: %s', (_name, body, expected) => {
    expect(edges(flowOf(`func f() {\n${body}\n}`).flow)).toEqual(expected);
  });

  test('of a literal is its own, and its expressions are no points of the function around it', () => {
    const { flow } = flowOf('func f() { a(); g := func() { inner() }; g(func() {}) }');
    const calls = flow.graph.body.all('call_expression');
    const point = (text: string): string | undefined => {
      const call = calls.find((one) => one.text.startsWith(text));
      const node = call === undefined ? undefined : flow.nodeAt(call);
      return node === undefined ? undefined : label(node);
    };
    expect(point('a(')).toBe('a()');
    expect(point('inner(')).toBeUndefined();
    expect(point('g(')).toBe('g(func() {})');
  });
});

/** What the facts say of the argument of the call `filled(b)`, `positive(n)`, `isNil(p)` or `holds(b)` in a body. */
function knownAt(
  body: string,
  parameters = 'b, c []byte, s string, n, m int, p *T, ok, x bool',
): boolean | undefined {
  const { flow, pkg } = flowOf(`type T struct{ b []byte; p *T }\nfunc f(${parameters}) {\n${body}\n}`);
  const queries = ['filled', 'positive', 'isNil', 'holds'];
  const call = flow.graph.body
    .all('call_expression')
    .find((one) => queries.includes(one.child('function')?.text ?? ''));
  const node = call === undefined ? undefined : flow.nodeAt(call);
  const argument = call?.child('arguments')?.children[0];
  if (call === undefined || node === undefined || argument === undefined)
    throw new Error(`no query in ${body}`);
  const facts = flow.facts.at(node);
  switch (call.child('function')?.text) {
    case 'filled':
      return flow.facts.isNonEmpty(argument, facts);
    case 'positive':
      return flow.facts.isPositive(argument, facts);
    case 'isNil':
      return facts.get(nilKey(canonical(argument, pkg)))?.value;
    default:
      return facts.get(canonical(argument, pkg))?.value;
  }
}

describe('what is known of lengths', () => {
  test.each([
    // A test that leaves the function.
    ['if len(b) == 0 { return }; filled(b)', true],
    ['if 0 == len(b) { return }; filled(b)', true],
    ['if len(b) < 1 { return }; filled(b)', true],
    ['if 1 > len(b) { return }; filled(b)', true],
    ['if len(b) <= 0 { return }; filled(b)', true],
    ['if (len(b)) == (0) { return }; filled(b)', true],
    ['if len(b) == 0x0 { return }; filled(b)', true],
    ['if !(len(b) > 0) { return }; filled(b)', true],
    ['if !(len(b) != 0) { panic("empty") }; filled(b)', true],
    ['if b == nil || len(b) == 0 { return }; filled(b)', true],
    ['if x && len(b) == 0 { return }; filled(b)', undefined],
    ['if len(b) == 0 { return } else { filled(b) }', true],
    ['if len(b) == 0 { log.Fatal("empty") }; filled(b)', true],
    ['if len(b) == 0 { b = []byte{0} }; filled(b)', true],
    ['if len(b) == 0 { x = true }; filled(b)', undefined],
    ['switch len(b) { case 0: return }; filled(b)', true],
    ['switch { case len(b) == 0: return }; filled(b)', true],
    ['switch { case x: return; default: filled(b) }', undefined],
    // A test around.
    ['if len(b) > 0 { filled(b) }', true],
    ['if 0 < len(b) { filled(b) }', true],
    ['if len(b) != 0 { filled(b) }', true],
    ['if len(b) >= 1 { filled(b) }', true],
    ['if len(b) == 3 { filled(b) }', true],
    ['if len(b) > n { filled(b) }', true],
    ['if len(b) >= n { filled(b) }', undefined],
    ['if len(b) >= 0 { filled(b) }', undefined],
    ['if len(b) == n { filled(b) }', undefined],
    ['if len(b) < 3 { filled(b) }', undefined],
    ['if len(b) == 0 { filled(b) }', false],
    ['if len(b) > 0 && x { filled(b) }', true],
    ['if len(b) > 0 || x { filled(b) }', undefined],
    ['if b != nil { filled(b) }', undefined],
    ['if len(c) > 0 { filled(b) }', undefined],
    ['for len(b) > 0 { filled(b) }', true],
    ['for range b { filled(b) }', true],
    ['for range b { }; filled(b)', undefined],
    ['for i := 0; i < len(b); i++ { filled(b) }', true],
    ['for i := range b { _ = i; filled(b) }', true],
    // Strings.
    ['if s == "" { return }; filled(s)', true],
    ['if "" != s { filled(s) }', true],
    ['if s == `` { return }; filled(s)', true],
    ['if len(s) == 0 { return }; filled(s)', true],
    ['if s == "x" { return }; filled(s)', undefined],
    ['if s == "" { return }; filled([]byte(s))', true],
    ['filled(s + "x")', true],
    ['filled(s + s)', undefined],
    // A length in a variable, or converted.
    ['k := len(b); if k == 0 { return }; filled(b)', true],
    ['var k = len(b); if k > 0 { filled(b) }', true],
    ['if k := len(b); k > 0 { filled(b) }', true],
    ['k := len(b); k--; if k == 0 { return }; filled(b)', undefined],
    ['k := len(b); b = g(); if k == 0 { return }; filled(b)', undefined],
    ['k := C.int(len(b)); if k == 0 { return }; filled(b)', true],
    ['if C.size_t(len(b)) > 0 { filled(b) }', true],
    ['if uint32(len(b)) == 0 { return }; filled(b)', true],
    ['if len(b) == 0 { return }; if len(c) == len(b) { filled(c) }', true],
    ['if len(b) == 0 { return }; if len(c) != len(b) { return }; filled(c)', true],
    ['if len(c) != len(b) { return }; filled(c)', undefined],
    // Values.
    ['b = []byte{1, 2}; filled(b)', true],
    ['b = []byte{}; filled(b)', false],
    ['b = nil; filled(b)', false],
    ['var b []byte; filled(b)', false],
    ['var s string; filled(s)', false],
    ['b = []byte("abc"); filled(b)', true],
    ['b = []byte(""); filled(b)', false],
    ['b = make([]byte, 4); filled(b)', true],
    ['b = make([]byte, 0, 4); filled(b)', false],
    ['b = make([]byte, n); filled(b)', undefined],
    ['if n > 0 { b = make([]byte, n); filled(b) }', true],
    ['b = make([]byte, len(s)+1); filled(b)', true],
    ['if len(c) > 0 { b = make([]byte, len(c)); filled(b) }', true],
    ['if len(c) > 0 { b = make([]byte, 2*len(c)); filled(b) }', true],
    ['b = make([]byte, C.LIMIT); filled(b)', true],
    ['b = append(b, 1); filled(b)', true],
    ['b = append(b, c...); filled(b)', undefined],
    ['if len(b) > 0 { b = append(b, c...); filled(b) }', true],
    ['if len(c) > 0 { b = append(b, c...); filled(b) }', true],
    ['if len(b) > 0 { d := b; filled(d) }', true],
    ['if len(b) > 0 { d := string(b); filled(d) }', true],
    // Changes.
    ['if len(b) == 0 { return }; b = g(); filled(b)', undefined],
    ['if len(b) == 0 { return }; b = b[1:]; filled(b)', undefined],
    ['if len(b) == 0 { return }; b[0] = 1; filled(b)', true],
    ['if len(b) == 0 { return }; g(&b[0]); filled(b)', true],
    ['if len(b) == 0 { return }; g(&b); filled(b)', undefined],
    ['if len(b) == 0 { return }; n, b = g(); filled(b)', undefined],
    ['if len(b) == 0 { return }; for _, b = range c { }; filled(b)', undefined],
    ['if len(b) == 0 { return }; for x { b = b[1:] }; filled(b)', undefined],
    ['if len(b) == 0 { return }; for x { filled(b); b = b[1:] }', undefined],
    ['if len(b) == 0 { return }; { b := g(); filled(b) }', undefined],
    ['if len(b) == 0 { return }; { b := g(); _ = b }; filled(b)', true],
    ['if len(b) == 0 { return }; h := func() { b = nil }; h(); filled(b)', false],
    ['h := func() { b = nil }; if len(b) == 0 { return }; h(); filled(b)', false],
    ['if len(b) == 0 { return }; filled(b); func() { b = nil }()', true],
    ['if len(b) == 0 { return }; func() { b = nil }(); filled(b)', false],
    ['for x { if len(b) == 0 { return }; filled(b); func() { b = nil }() }', true],
    ['if len(b) == 0 { return }; func() { b := c; _ = b }(); filled(b)', true],
    ['if len(p.b) == 0 { return }; filled(p.b)', true],
    ['if len(p.b) == 0 { return }; p = p.p; filled(p.b)', undefined],
    ['if len(p.b) == 0 { return }; p.b = nil; filled(p.b)', undefined],
    ['len := g; if len(b) == 0 { return }; filled(b)', undefined],
  ])('%s: %s', (body, expected) => {
    expect(knownAt(body)).toBe(expected);
  });

  test.each([
    // Counts are not negative.
    ['if n == 0 { return }; positive(n)', true],
    ['if n <= 0 { return }; positive(n)', true],
    ['if n < 1 { return }; positive(n)', true],
    ['if n > 0 { positive(n) }', true],
    ['if n > 0 { positive(C.int(n)) }', true],
    ['if n > 0 { positive(m) }', false],
    ['if n > 0 { positive(n + m) }', true],
    ['if n > 0 { positive(n * m) }', false],
    ['if n > 0 && m > 0 { positive(n * m) }', true],
    ['if n > 0 { positive(n << 3) }', true],
    ['if n > 0 { positive(n - 1) }', false],
    ['positive(4)', true],
    ['positive(0)', false],
    ['positive(len(b) + 1)', true],
    ['n = 3; positive(n)', true],
    ['n = 0; positive(n)', false],
    ['n = 3; n--; positive(n)', false],
    ['if len(b) > 0 { positive(len(b)) }', true],
  ])('%s: %s', (body, expected) => {
    expect(knownAt(body)).toBe(expected);
  });
});

describe('what is known of pointers and flags', () => {
  test.each([
    ['if p == nil { return }; isNil(p)', false],
    ['if nil == p { return }; isNil(p)', false],
    ['if p != nil { isNil(p) }', false],
    ['if p != nil { return }; isNil(p)', true],
    ['if !(p != nil) { return }; isNil(p)', false],
    ['isNil(p)', undefined],
    ['p = nil; isNil(p)', true],
    ['var p *T; isNil(p)', true],
    ['p = &T{}; isNil(p)', false],
    ['p = new(T); isNil(p)', false],
    ['p := C.CString(s); isNil(p)', false],
    ['p := C.malloc(4); isNil(p)', false],
    ['p := (*C.char)(C.malloc(4)); isNil(p)', false],
    ['p := C.calloc(1, 4); isNil(p)', undefined],
    ['p := C.make_it(); isNil(p)', undefined],
    ['if x { p = &T{} } else { p = new(T) }; isNil(p)', false],
    ['if x { p = &T{} }; isNil(p)', undefined],
    ['if p == nil { p = &T{} }; isNil(p)', false],
    ['if p == nil { return }; p.b = nil; isNil(p)', false],
    ['if p == nil { return }; *p = T{}; isNil(p)', false],
    ['if p == nil { return }; p = p.p; isNil(p)', undefined],
    ['if p.p == nil { return }; isNil(p.p)', false],
    ['_, err := g(); if err != nil { return }; isNil(err)', true],
    ['_, err := g(); if err != nil { return }; _, err = g(); isNil(err)', undefined],
    ['var err error; isNil(err)', true],
    ['ok = true; holds(ok)', true],
    ['ok := false; holds(ok)', false],
    ['if ok { holds(ok) }', true],
    ['if !ok { return }; holds(ok)', true],
    ['ok := false; if x { ok = true }; holds(ok)', undefined],
    ['ok := false; if x { ok = true }; if !ok { return }; holds(ok)', true],
    ['ok := true; if x { return }; ok = g(); holds(ok)', undefined],
    ['var ok bool; holds(ok)', false],
    ['ok = true; func() { ok = false }(); holds(ok)', false],
    ['ok = true; g(func() { ok = false }); holds(ok)', undefined],
    ['ok = true; func() { ok := false; _ = ok }(); holds(ok)', true],
  ])('%s: %s', (body, expected) => {
    expect(knownAt(body)).toBe(expected);
  });

  test.each([
    ['(p *T)', 'isNil(p)', true],
    ['(p []byte)', 'filled(p)', false],
    ['(p string)', 'filled(p)', false],
    ['(p bool)', 'holds(p)', false],
    ['(p error)', 'isNil(p)', true],
    ['(p T)', 'isNil(p)', undefined],
  ])('a named result %s is zero at first: %s', (result, query, expected) => {
    expect(knownAt(`${query}; return`, `x bool) ${result.slice(0, -1)}`)).toBe(expected);
  });

  test('nothing is reachable behind a contradiction', () => {
    const { flow } = flowOf(
      'func f(b []byte) { if len(b) == 0 { return }; if len(b) < 1 { never() }; always() }',
    );
    const reachable = (text: string): boolean =>
      flow.graph.nodes.some(
        (node) => node.kind === 'statement' && label(node) === text && flow.facts.isReachable(node),
      );
    expect(reachable('never()')).toBe(false);
    expect(reachable('always()')).toBe(true);
  });
});

/** Goes on everywhere but at `block()`, and looks for `goal()`; the state counts the calls of `count()`. */
const seeker: Walker<number> = {
  initial: 0,
  step(node, state) {
    const text = node.kind === 'statement' ? label(node) : '';
    if (text === 'goal()' || (text === 'goalOfTwo()' && state === 2)) return 'found';
    return text === 'block()' ? 'end' : { go: text === 'count()' ? Math.min(state + 1, 3) : state };
  },
  key: String,
};

function statementNode(flow: FunctionFlow, text: string): FlowNode {
  const found = flow.graph.nodes.find((node) => node.kind === 'statement' && label(node) === text);
  if (found === undefined) throw new Error(`there is no statement ${text}`);
  return found;
}

function pathIn(body: string): FlowPath | undefined {
  const { flow } = flowOf(`func f(x, y, ok bool, n, m int, b []byte, p *T) (err error) {\n${body}\n}`);
  return findPath(flow, statementNode(flow, 'start()'), seeker);
}

describe('a path', () => {
  test.each([
    ['straight', 'start(); goal()', true],
    ['not back', 'goal(); start()', false],
    ['round a loop', 'for x { goal(); start() }', true],
    ['blocked', 'start(); block(); goal()', false],
    ['blocked on one side', 'start(); if x { block() }; goal()', true],
    ['blocked on both sides', 'start(); if x { block() } else { block() }; goal()', false],
    ['out of reach of the entry', 'return; start(); goal()', false],
    ['through defer, which runs later', 'start(); defer block(); goal()', true],
    ['the same condition twice', 'if x { start() } else { return }; if x { block() }; goal()', false],
    [
      'the same condition twice, the other way',
      'if x { start() } else { return }; if !x { block() }; goal()',
      true,
    ],
    ['a condition that changed', 'if x { start() } else { return }; x = g(); if x { block() }; goal()', true],
    [
      'a condition that a literal changes',
      'if x { start() } else { return }; h := func() { x = false }; h(); if x { block() }; goal()',
      true,
    ],
    ['two conditions', 'start(); if x { block() }; if !x { block() }; goal()', false],
    ['two unrelated conditions', 'start(); if x { block() }; if !y { block() }; goal()', true],
    [
      'a comparison spelled in two ways',
      'start(); if n > m { block() }; if !(m < n) { block() }; goal()',
      false,
    ],
    ['equal and not equal', 'start(); if n == 3 { block() }; if n != 3 { block() }; goal()', false],
    ['constants on either side', 'start(); if 3 == n { block() }; if n != 3 { block() }; goal()', false],
    ['a comparison and its opposite', 'start(); if n >= m { block() }; if n < m { block() }; goal()', false],
    ['lengths', 'start(); if len(b) == 0 { block() }; if len(b) > 0 { block() }; goal()', false],
    ['a loop that runs and a length of zero', 'for range b { start() }; if len(b) == 0 { goal() }', false],
    ['nil tests', 'if p == nil { return }; start(); if p != nil { block() }; goal()', false],
    [
      'a flag',
      'done := false; start(); if x { done = true }; if !done { block() }; if x { block() }; goal()',
      false,
    ],
    [
      'a flag that is set with the block',
      'done := false; start(); if x { block(); done = true }; if done { goal() }',
      false,
    ],
    [
      'an error that is set on the way',
      'start(); if x { err = fail() }; if err != nil { block() }; goal()',
      true,
    ],
    [
      'a switch twice',
      'switch n { case 1: start(); default: return }; switch n { case 1: block() }; goal()',
      false,
    ],
    [
      'a switch and a comparison',
      'switch n { case 1: start(); default: return }; if n == 1 { block() }; goal()',
      false,
    ],
    [
      'a call is taken to give the same answer: silence where it does not',
      'if g() { start() } else { return }; if g() { block() }; goal()',
      false,
    ],
    ['a loop as long as a call says so', 'for g() { start() }; goal()', true],
    ['a loop as long as a receive says so', 'for <-ch { start() }; goal()', true],
    [
      'shadowed names are other conditions',
      'if x { start() } else { return }; { x := g(); if x { block() } }; goal()',
      true,
    ],
    ['states are told apart', 'start(); for x { count(); if y { goalOfTwo() } }', true],
    ['states are not made up', 'start(); count(); if y { goalOfTwo() }', false],
    ['no end without a goal', 'start(); for x { for y { if ok { continue }; count() } }', false],
  ])('%s: %s is %s', (_name, body, expected) => {
    expect(pathIn(body) !== undefined).toBe(expected);
  });

  test('is the shortest one, in the order of execution, from behind its start', () => {
    const path = pathIn('start(); if x { a(); b(); c() } else { d() }; if y { block() }; goal()');
    expect(path?.edges.map((edge) => `${label(edge.from)} ${conditionLabel(edge)} ${label(edge.to)}`)).toEqual([
      'start() -> x?', 'x? -no-> d()', 'd() -> y?', 'y? -no-> goal()',
    ]); // prettier-ignore
    expect(path === undefined ? '' : label(path.last)).toBe('goal()');
  });

  /** So many conditions, each asked twice: every combination of answers is a state of its own. */
  const independent = (count: number): string => {
    const tests = Array.from({ length: count }, (_, i) => `if flags.f${String(i)} { a() }`).join('; ');
    return `var flags T; _ = flags; flags = g(); start(); ${tests}; ${tests}; goal()`;
  };

  test('is found as long as there are few states', () => {
    expect(pathIn(independent(5))).toBeDefined();
  });

  test('is given up where there are too many: silence is the sound answer', () => {
    expect(pathIn(independent(24))).toBeUndefined();
  });

  test.each([
    ['passed on the only way', 'pass(); target()', true],
    ['passed on one of two', 'if x { pass() }; target()', false],
    ['passed on both', 'if x { pass() } else { pass() }; target()', true],
    ['failed first', 'pass(); fail(); target()', false],
    ['failed before', 'fail(); pass(); target()', true],
    ['in a loop', 'pass(); for x { target(); fail() }', false],
    ['not at all', 'target()', false],
  ])('back from a point, %s', (_name, body, expected) => {
    const { flow } = flowOf(`func f(x bool) {\n${body}\n}`);
    const judge = (node: FlowNode): 'passed' | 'failed' | 'on' => {
      const text = node.kind === 'statement' ? label(node) : '';
      return text === 'pass()' ? 'passed' : text === 'fail()' ? 'failed' : 'on';
    };
    expect(everyPathBack(statementNode(flow, 'target()'), flow, judge)).toBe(expected);
  });
});

describe('the definitions of a variable', () => {
  test.each([
    ['v := 1; use(v)', ['1']],
    ['v := 1; v = 2; v += 3; v++', ['1', '2', 'update', 'update']],
    ['var v int; use(v)', []],
    ['var v, w = 1, 2; use(v, w)', ['1']],
    ['w, v := 1, 2; use(v, w)', ['2']],
    ['v, err := g(); use(v, err)', ['unknown']],
    ['v := 1; g(&v)', ['1', 'unknown']],
    ['for _, v := range b { use(v) }', ['unknown']],
    ['v := 1; func() { v = 2 }()', ['1', '2']],
    ['v := 1; { v := 2; use(v) }', ['1']],
  ])('%s', (body, expected) => {
    const { flow, pkg } = flowOf(`func f(b []byte) {\n${body}\n}`);
    const first = flow.graph.body.all('identifier').find((node: Node) => node.text === 'v');
    const symbol = first === undefined ? undefined : pkg.symbolOf(first);
    const found = symbol === undefined ? undefined : definitionsOf(symbol, pkg);
    expect(found?.map(({ value, updates }) => (updates ? 'update' : (value?.text ?? 'unknown')))).toEqual(
      expected,
    );
  });
});

/** What is wrong with a graph, one sentence each. */
function graphProblems({ graph, facts }: FunctionFlow): string[] {
  const problems: string[] = [];
  const nodes = new Set(graph.nodes);
  for (const [index, node] of graph.nodes.entries()) {
    if (node.id !== index) problems.push(`${label(node)} has another id`);
    for (const edge of node.successors) {
      if (edge.from !== node || !nodes.has(edge.to)) problems.push(`${label(node)} has an edge of another`);
      if (!edge.to.predecessors.includes(edge))
        problems.push(`${label(edge.to)} does not know the edge from ${label(node)}`);
    }
    const isEnd = ['exit', 'stop', 'panic'].includes(node.kind);
    if (isEnd && node.successors.length > 0) problems.push(`${node.kind} goes on`);
    if (node.kind === 'condition' && node.successors.some((edge) => edge.condition === undefined))
      problems.push(`${label(node)} goes somewhere without an answer`);
    if (node.predecessors.length === 0 && node !== graph.entry && facts.isReachable(node))
      problems.push(`${label(node)} is reached from nowhere`);
  }
  return problems;
}

/** Builds the flow of every function of a text, and walks all of it; gives what is wrong. */
function walkAll(text: string): string[] {
  const pkg = packageOf(parser, new Map([['a.go', text]]));
  const everywhere: Walker<null> = { initial: null, step: () => ({ go: null }), key: () => '' };
  return pkg.functions().flatMap((fn) => {
    const flow = new FunctionFlow(fn, pkg);
    const points = flow.graph.nodes.filter((node) => node.kind === 'statement');
    // A search that never finds ends when it has seen all.
    const endless = points.slice(0, 10).filter((node) => findPath(flow, node, everywhere) !== undefined);
    return [...graphProblems(flow), ...endless.map((node) => `a path from ${label(node)} to nothing`)];
  });
}

describe('every function has a sound graph, and every search in it ends', () => {
  const files = ruleSources().filter(({ language }) => language === 'go');

  test('over all test data and evidence of the rules', () => {
    expect(files.flatMap(({ text }) => walkAll(text))).toEqual([]);
  });

  test.each(mutations.map(({ name }, index) => [name, index] as const))(
    'over damaged files: %s',
    (_name, index) => {
      for (let round = 0; round < 5; round++) {
        const seed = index + round * mutations.length;
        const file = files[(seed * 11) % files.length];
        if (file !== undefined) expect(walkAll(mutate(file.text, seed).text)).toEqual([]);
      }
    },
  );

  test('over any nesting of statements', () => {
    const condition = fc.constantFrom('x', '!x', 'x && y', 'x || !y', 'len(b) > 0', 'n == 1', 'p != nil', '');
    const simple = fc.constantFrom(
      'a()', 'x = !x', 'x := g()', 'n++', 'b = append(b, 1)', 'return', 'break', 'continue', 'break L', 'continue L',
      'goto L', 'goto M', 'panic(1)', 'os.Exit(1)', 'defer a()', 'select {}', 'M: a()', ';', 'func() { return }()',
    ); // prettier-ignore
    const { block } = fc.letrec<{ statement: string; block: string }>((tie) => ({
      block: fc.array(tie('statement'), { maxLength: 4 }).map((list) => `{ ${list.join('; ')} }`),
      statement: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        simple,
        fc
          .tuple(condition, tie('block'), tie('block'))
          .map(([c, yes, no]) => `if ${c || 'y'} ${yes} else ${no}`),
        fc.tuple(condition, tie('block')).map(([c, body]) => `for ${c} ${body}`),
        fc.tuple(tie('block')).map(([body]) => `L: for range b ${body}`),
        fc
          .tuple(condition, tie('block'), tie('block'))
          .map(([c, one, two]) => `switch { case ${c || 'x'}: ${one}; fallthrough; default: ${two} }`),
        fc
          .tuple(tie('block'), tie('block'))
          .map(([one, two]) => `select { case <-ch: ${one}; case ch <- 1: ${two} }`),
        fc
          .tuple(tie('block'), tie('block'))
          .map(([one, two]) => `switch v := p.(type) { case int: ${one}; case string, error: ${two} }`),
        tie('block'),
      ),
    }));
    fc.assert(
      fc.property(block, (body) => {
        expect(
          walkAll(`package a\nimport "os"\nfunc f(x, y bool, b []int, n int, p any, ch chan int) ${body}\n`),
        ).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a function of the package that never returns ends the path of its callers', () => {
  const end = (declarations: string, call: string): string => {
    const { flow } = flowOf(
      `${declarations}\nfunc f(t *T, x int) { ${call}; a() }\nfunc a() {}\ntype T struct{}`,
    );
    const statement = flow.graph.nodes.find(({ syntax }) => syntax?.text === call);
    return statement?.successors.map(({ to }) => to.kind).join() ?? '';
  };

  test.each([
    ['panic', 'func die() { a(); panic("x") }', 'die()'],
    ['stop', 'func die() { os.Exit(1) }', 'die()'],
    ['stop', 'func die() { C.abort() }', 'die()'],
    ['stop', 'func die() { for { a() } }', 'die()'],
    ['stop', 'func die() { select {} }', 'die()'],
    ['stop', 'func die() { if ok { log.Fatal("x") } else { panic("y") } }', 'die()'],
    ['panic', 'func die() { switch ok { case true: panic(1); default: panic(2) } }', 'die()'],
    ['stop', 'func die() { defer a(); quit() }\nfunc quit() { log.Fatalf("x") }', 'die()'],
    ['panic', 'func (t *T) fail() { defer func() { a() }(); panic("x") }', 't.fail()'],
    ['stop', 'func even(x int) { if x > 0 { odd(x - 1) } else { os.Exit(1) } ; for { } }\nfunc odd(x int) { even(x - 1) }', 'even(x)'],
    ['stop', 'func die() { defer os.Exit(2); a() }', 'die()'],
    ['stop', 'func die() { defer func() { a(); os.Exit(2) }(); if ok { return } }', 'die()'],
    ['stop', 'func die() { func() { os.Exit(2) }() }', 'die()'],
    ['panic', 'func die() int { return fail(1) }\nfunc fail[T any](v T) T { panic(v) }', 'die()'],
    ['panic', 'func fail[T any](v T) T { panic(v) }', 'return fail(1)'],
  ])('%s: %s', (expected, declarations, call) => {
    expect(end(declarations, call)).toBe(expected);
  }); // prettier-ignore

  test.each([
    ['panic', 'testing.TB', 'tb.Skip("x")'],
    ['panic', '*testing.T', 'tb.Skipf("x")'],
    ['statement', '*bufio.Scanner', 'tb.Skip("x")'],
    ['exit', '*zerolog.Logger', 'return tb.Fatal()'],
  ])('%s: of %s: %s', (expected, type, call) => {
    const source = `package a\nimport ("bufio"; "testing"; "example.com/zerolog")\nfunc f(tb ${type}) { ${call}; a() }\nfunc a() {}\n`;
    const pkg = packageOf(parser, new Map([['a.go', source]]));
    const [fn] = pkg.functions();
    if (fn === undefined) throw new Error('the source has no function');
    const statement = new FunctionFlow(fn, pkg).graph.nodes.find(({ syntax }) => syntax?.text === call);
    expect(statement?.successors.map(({ to }) => to.kind)).toEqual([expected]);
  });

  test.each([
    ['stop', 'void die(void) { puts("x"); exit(1); }'],
    ['statement', 'void die(void) { if (ok) return; abort(); }'],
    ['statement', 'void die(void) { if (ok) abort(); }'],
    ['statement', 'void die(void);'],
    ['stop', '_Noreturn void die(void);'],
    ['stop', '[[noreturn]] void die(void);'],
    ['stop', 'void die(void) __attribute__((noreturn, cold));'],
    ['stop', '#include "x.h"\n__attribute__((__noreturn__)) extern void die(void);'],
    ['stop', '__declspec(noreturn) void die(void);'],
    ['stop', '#define DEAD __attribute__((noreturn))\nDEAD void die(void);'],
    ['stop', 'static _Noreturn void die(void) { for (;;) {} }'],
    ['statement', '_Noreturn void dead(void);\nvoid die(void);\nvoid other(void) __attribute__((noreturn));'],
    ['statement', 'void die(void (*then)(void) __attribute__((noreturn)));'],
    ['statement', 'static void die(void) { extern void exits(void) __attribute__((noreturn)); }'],
  ])('a C function of the package: %s: %s', (expected, definition) => {
    const source = `package a\n/*\n${definition}\n*/\nimport "C"\nfunc f() { C.die(); a() }\nfunc a() {}\n`;
    const pkg = packageOf(parser, new Map([['a.go', source]]));
    const [fn] = pkg.functions();
    if (fn === undefined) throw new Error('the source has no function');
    const statement = new FunctionFlow(fn, pkg).graph.nodes.find(({ syntax }) => syntax?.text === 'C.die()');
    expect(statement?.successors.map(({ to }) => to.kind)).toEqual([expected]);
  });

  test.each([
    ['one path returns', 'func die() { if ok { return }; panic("x") }', 'die()'],
    ['one branch goes on', 'func die() { if ok { panic("x") } }', 'die()'],
    ['a loop is left', 'func die() { for { if ok { break } } }', 'die()'],
    ['a loop has a condition', 'func die() { for ok { a() } }', 'die()'],
    ['a switch may match nothing', 'func die() { switch ok { case true: panic(1) } }', 'die()'],
    ['it recovers', 'func die() { defer func() { _ = recover() }(); panic("x") }', 'die()'],
    ['a function of its own may recover', 'func die() { defer rescue(); panic("x") }\nfunc rescue() { recover() }', 'die()'],
    ['the end stands in a literal', 'func die() { go func() { panic("x") }() }', 'die()'],
    ['one path goes by before', 'func die() { if ok { return }; defer os.Exit(2); a() }', 'die()'],
    ['what is deferred may go on', 'func die() { defer func() { if ok { os.Exit(2) } }(); a() }', 'die()'],
    ['it calls itself alone', 'func die() { die() }', 'die()'],
    ['it only has such a name', 'func (t *T) Fatal() { a() }', 't.Fatal()'],
  ])('not where %s', (_what, declarations, call) => {
    expect(end(declarations, call)).toBe('statement');
  }); // prettier-ignore
});
