import { beforeAll, describe, expect, test } from '@jest/globals';
import type { FlowEdge, FlowNode } from '../src/flow/cfg.ts';
import { canonical, nilKey } from '../src/flow/conditions.ts';
import { FunctionFlow } from '../src/flow/function-flow.ts';
import type { Parser } from '../src/parser/parser.ts';
import type { Package } from '../src/semantic/package.ts';
import { wasmParser } from './parser.ts';
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
    .flatMap((node) => node.successors.map((edge) => `${label(node)} ${conditionLabel(edge)} ${label(edge.to)}`));
}
const CASES: [string, string][] = [
  ['nothing', ''],
  ['a sequence', 'a(); x := 1; x++; var y int; ch <- x; go a(); defer b(); { c() }'],
  ['if', 'if x { a() }; b()'],
  ['if else', 'if x { a() } else { b() }; c()'],
  ['if with a statement, and else if', 'if v := g(); v { a() } else if w { b() }; c()'],
  ['and', 'if x && y { a() }; b()'],
  ['or', 'if x || y { a() }; b()'],
  ['not', 'if !(x && y) { a() }; b()'],
  ['both return', 'if x { return } else { return }; a()'],
  ['for', 'for i := 0; i < n; i++ { a() }; b()'],
  ['for with continue and break', 'for i := 0; i < n; i++ { if x { continue }; if y { break }; a() }; b()'],
  ['while', 'for x { a() }; b()'],
  ['for ever', 'for { a() }; b()'],
  ['for ever with break', 'for { if x { break } }; b()'],
  ['for without condition', 'for i := 0; ; i++ { if x { return } }'],
  ['range', 'for _, v := range vs { a(v) }; b()'],
  ['range with continue', 'for range vs { if x { continue }; a() }'],
  ['switch with a tag', 'switch x { case 1, 2: a(); case 3: b() }; c()'],
  ['switch with default in the middle', 'switch x { case 1: a(); default: b(); case 2: c() }; d()'],
  ['switch with fallthrough', 'switch x { case 1: a(); fallthrough; case 2: b(); default: c() }; d()'],
  ['fallthrough into default and out of it', 'switch x { case 1: fallthrough; default: fallthrough; case 2: b() }; d()'],
  ['switch without a tag', 'switch { case x: a(); case y && z: b() }; c()'],
  ['switch with a statement and break', 'switch v := g(); v { case 1: if x { break }; a() }; b()'],
  ['empty switch', 'switch x { }; b()'],
  ['type switch', 'switch v := x.(type) { case int, string: a(v); case nil: b() }; c()'],
  ['type switch with default', 'switch x.(type) { case int: a(); default: b() }; c()'],
  ['select', 'select { case v := <-ch: a(v); case ch <- 1: b() }; c()'],
  ['select with default', 'select { case <-ch: a(); default: b() }; c()'],
  ['select of nothing', 'a(); select { }; b()'],
  ['continue within switch', 'for x { switch y { case 1: continue; case 2: break }; a() }; b()'],
  ['labelled break', 'L: for x { for y { break L }; a() }; b()'],
  ['labelled continue', 'L: for i := 0; x; i++ { for y { continue L }; a() }; b()'],
  ['labelled break out of select', 'L: for { select { case <-ch: break L; case <-c2: break } }; b()'],
  ['labelled break of a switch', 'L: switch x { case 1: for { break L } }; b()'],
  ['goto forth', 'if x { goto end }; a(); end: b()'],
  ['goto back', 'again: a(); if x { goto again }; b()'],
  ['code behind return', 'a(); return; b()'],
  ['panic', 'if x { panic("x") }; a()'],
  ['os.Exit', 'if x { os.Exit(1) }; a()'],
  ['log.Fatal', 'log.Fatal("x"); a()'],
  ['runtime.Goexit', 'runtime.Goexit(); a()'],
  ['C.abort', 'C.abort(); a()'],
  ['t.Fatal', 't.Fatal("x"); a()'],
  ['t.FailNow', 't.FailNow(); a()'],
  ['a variable called panic', 'panic := g; panic("x"); a()'],
  ['deferred and concurrent ends', 'defer panic("x"); go os.Exit(1); a()'],
  ['literals are on their own', 'g := func() { return }; defer func() { panic("x") }(); g()'],
];
test.each(CASES)('%s', (name, body) => {
  const { flow } = flowOf(`func f() {\n${body}\n}`);
  process.stderr.write(JSON.stringify([name, body, edges(flow)], null, 1) + ',\n');
});
void canonical; void nilKey; void describe;
