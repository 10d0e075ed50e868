import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import type { FlowNode } from './cfg.ts';
import type { Fact, FactSet } from './conditions.ts';
import { definitionsOf } from './definitions.ts';
import type { Facts } from './facts.ts';
import type { LiteralWrites } from './literal-writes.ts';
import { literalUse } from './literals.ts';

/** The flow of the function around a literal. */
export interface OuterFlow {
  readonly facts: Facts;
  readonly literalWrites: LiteralWrites;
  nodeAt(expression: Node): FlowNode | undefined;
}

/**
 * What holds where a function literal starts, of the variables that it captures. One that is called, or handed to a
 * function that only calls it, knows what is known where that call stands, of the variables that no literal assigns;
 * a deferred one what is known of variables that nothing changes from there on.
 */
export function entryFacts(literal: Node, outer: OuterFlow, pkg: Package): FactSet {
  const none = new Map<string, Fact>();
  const use = literalUse(literal, pkg);
  if (use.kind === 'go' || use.kind === 'stored') return none;
  const captured = capturedBy(literal, pkg);
  if (captured.size === 0) return none;
  const calls = use.kind === 'only-called' ? use.calls : [use.call];
  const sets = calls.map((call) => {
    const node = outer.nodeAt(call);
    return node === undefined ? none : outer.facts.at(node);
  });
  const [first = none, ...others] = sets;
  const found = new Map<string, Fact>();
  for (const [key, fact] of first) {
    const isCaptured = fact.symbols.length > 0 && fact.symbols.every((symbol) => captured.has(symbol));
    if (!isCaptured || fact.symbols.some((symbol) => outer.literalWrites.all.has(symbol))) continue;
    if (use.kind === 'deferred' && !lasts(fact, use.call, pkg)) continue;
    if (others.every((other) => other.get(key)?.value === fact.value)) found.set(key, fact);
  }
  return found;
}

function capturedBy(literal: Node, pkg: Package): Set<GoSymbol> {
  const captured = new Set<GoSymbol>();
  for (const identifier of literal.all('identifier')) {
    const symbol = pkg.symbolOf(identifier);
    if (symbol?.kind === 'variable' && !literal.contains(symbol.declaration)) captured.add(symbol);
  }
  return captured;
}

/** Whether nothing behind a defer statement changes what a fact is about: a field may be changed by anyone. */
function lasts(fact: Fact, call: Node, pkg: Package): boolean {
  if (/ [.[] /.test(fact.key)) return false;
  let start = call.start;
  for (let loop = call.ancestor('for_statement'); loop !== undefined; loop = loop.ancestor('for_statement'))
    start = loop.start;
  return fact.symbols.every(
    (symbol) =>
      symbol.role !== 'package-level' &&
      symbol.role !== 'result' &&
      definitionsOf(symbol, pkg).every(
        ({ target }) => target.end <= start && target.parent?.kind !== 'unary_expression',
      ),
  );
}
