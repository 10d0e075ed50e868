import { argumentsOf, calleeOf, isCall, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Type } from '../semantic/types.ts';
import type { Node } from '../syntax/tree.ts';
import { assignmentsOf, changedSymbols, walkOutsideLiterals } from './assignments.ts';
import type { Assignment, ChangeOf } from './assignments.ts';
import type { ControlFlowGraph, FlowEdge, FlowNode } from './cfg.ts';
import {
  canonical,
  constantValue,
  atLeastKey,
  factsOfCondition,
  measuredPlace,
  nilKey,
  nonEmptyKey,
  nonZeroKey,
  symbolsIn,
  withoutNumericConversion,
} from './conditions.ts';
import type { Fact } from './conditions.ts';
import type { Liveness } from './liveness.ts';

/** The facts that hold at a point, by key. */
export type FactSet = ReadonlyMap<string, Fact>;

/** More facts at one point than code that people write has; knowing less is always sound. */
const maximalFacts = 256;

/** What a node does whatever holds before it. */
interface Effects {
  readonly changed: ReadonlyMap<GoSymbol, ChangeOf>;
  readonly indexed: readonly Fact[];
  readonly assignments: readonly Assignment[];
}

/**
 * What is known at each point of a function on every path that leads there: a forward analysis whose meet is
 * the intersection.
 */
export class Facts {
  private readonly pkg: Package;
  private readonly liveness: Liveness;
  private readonly before = new Map<FlowNode, FactSet>();
  /** Variables that a function literal assigns, with the offset from which it may have done so. */
  private readonly unstableFrom: ReadonlyMap<GoSymbol, number>;
  private readonly conditions = new Map<FlowEdge, readonly Fact[]>();
  private readonly effects = new Map<FlowNode, Effects>();

  /** @param fn the function declaration or literal whose body the graph is of */
  constructor(graph: ControlFlowGraph, pkg: Package, fn: Node, liveness: Liveness) {
    this.pkg = pkg;
    this.liveness = liveness;
    this.unstableFrom = writtenInLiterals(graph.body, pkg);
    this.solve(graph, this.zeroResults(fn));
  }

  /** What holds before a node on every path; nothing where no path leads. */
  at(node: FlowNode): FactSet {
    return this.before.get(node) ?? new Map<string, Fact>();
  }

  isReachable(node: FlowNode): boolean {
    return this.before.has(node);
  }

  /** The facts after a node and along one of its edges; undefined where they contradict the condition. */
  follow(facts: FactSet, edge: FlowEdge): FactSet | undefined {
    const next = this.after(facts, edge.from);
    for (const fact of this.conditionOf(edge)) {
      const known = next.get(fact.key);
      if (known !== undefined && known.value !== fact.value) return undefined;
      if (!this.isUnstable(fact, edge.from)) next.set(fact.key, fact);
    }
    this.saturate(next);
    this.dropDead(next, edge.to);
    return next;
  }

  /** A fact of variables that nothing mentions from here on decides nothing; of too many, the oldest are forgotten. */
  private dropDead(facts: Map<string, Fact>, at: FlowNode): void {
    const start = at.syntax?.start;
    if (start === undefined) return;
    for (const [key, { symbols }] of facts) {
      const isDead = symbols.length > 0 && symbols.every((symbol) => this.liveness.endOf(symbol) <= start);
      if (isDead) facts.delete(key);
    }
    let excess = facts.size - maximalFacts;
    if (excess <= 0) return;
    for (const key of facts.keys()) {
      facts.delete(key);
      if (--excess === 0) return;
    }
  }

  /** The facts that an edge's condition gives. */
  private conditionOf(edge: FlowEdge): readonly Fact[] {
    if (edge.condition === undefined) return [];
    let facts = this.conditions.get(edge);
    if (facts === undefined) {
      facts = factsOfCondition(edge.condition, this.pkg);
      this.conditions.set(edge, facts);
    }
    return facts;
  }

  private effectsOf(node: FlowNode): Effects {
    let effects = this.effects.get(node);
    if (effects === undefined) {
      effects = {
        changed: changedSymbols(node, this.pkg),
        indexed: this.factsOfIndexing(node),
        assignments: assignmentsOf(node),
      };
      this.effects.set(node, effects);
    }
    return effects;
  }

  private isUnstable(fact: Fact, at: FlowNode): boolean {
    const end = at.syntax?.end ?? 0;
    return fact.symbols.some((symbol) => (this.unstableFrom.get(symbol) ?? Infinity) < end);
  }

  /** The keys of the facts that an edge's condition gives. */
  keysOf(edge: FlowEdge): string[] {
    return this.conditionOf(edge).map((fact) => fact.key);
  }

  /** The keys of the facts that a node's assignments give whatever holds before it. */
  keysAssigned(node: FlowNode): string[] {
    return this.effectsOf(node).assignments.flatMap((assignment) =>
      this.factsOfAssignment(assignment, new Map()).map((fact) => fact.key),
    );
  }

  private after(facts: FactSet, node: FlowNode): Map<string, Fact> {
    const { changed, indexed, assignments } = this.effectsOf(node);
    const next = new Map<string, Fact>();
    for (const [key, fact] of facts) {
      if (!endsWith(fact, changed) && !this.isUnstable(fact, node)) next.set(key, fact);
    }
    for (const fact of indexed) {
      if (!endsWith(fact, changed) && !this.isUnstable(fact, node)) next.set(fact.key, fact);
    }
    for (const assignment of assignments) {
      for (const fact of this.factsOfAssignment(assignment, facts)) {
        if (!this.isUnstable(fact, node)) next.set(fact.key, fact);
      }
    }
    return next;
  }

  private factsOfAssignment({ target, value, zero }: Assignment, before: FactSet): Fact[] {
    const symbol = target.kind === 'identifier' ? this.pkg.symbolOf(target) : undefined;
    if (symbol === undefined) return [];
    const place = canonical(target, this.pkg);
    const fact = (key: string, holds: boolean): Fact => ({ key, value: holds, symbols: [symbol] });
    if (zero) return zeroFacts(this.pkg.types.ofSymbol(symbol), place, fact);
    if (value === undefined) return [];
    const facts: Fact[] = [];
    const expression = unparen(value);
    if (expression.is('true', 'false')) facts.push(fact(place, expression.kind === 'true'));
    const isNil = nilness(expression, this.pkg);
    if (isNil !== undefined) facts.push(fact(nilKey(place), isNil));
    facts.push(...this.lengthFacts(place, symbol, expression));
    const filled = this.isNonEmpty(expression, before);
    if (filled !== undefined) facts.push(fact(nonEmptyKey(place), filled));
    const count = expression.kind === 'int_literal' ? constantValue(expression, this.pkg) : undefined;
    if (count !== undefined) facts.push(fact(nonZeroKey(place), count > 0));
    return facts;
  }

  /** Behind `b[0]`, or `b[15]`, there is an element: without one the program has ended. */
  private factsOfIndexing(node: FlowNode): Fact[] {
    if (node.kind !== 'statement' && node.kind !== 'condition') return [];
    return [...walkOutsideLiterals(node)].flatMap((expression) => {
      const operand = expression.kind === 'index_expression' ? expression.child('operand') : undefined;
      if (operand === undefined || expression.child('index')?.kind !== 'int_literal') return [];
      if (this.pkg.types.ofExpression(operand).kind !== 'slice') return [];
      const key = nonEmptyKey(canonical(operand, this.pkg));
      return [{ key, value: true, symbols: symbolsIn(operand, this.pkg) }];
    });
  }

  /** `d := s` and `d := make([]T, len(s))` are as long as `s`; `d := make([]T, n)` has `n` elements. */
  private lengthFacts(place: string, symbol: GoSymbol, expression: Node): Fact[] {
    const sameAs = (other: Node): Fact[] => {
      const symbols = [symbol, ...symbolsIn(other, this.pkg)];
      const otherPlace = canonical(other, this.pkg);
      return [atLeastKey(place, otherPlace), atLeastKey(otherPlace, place)].map((key) => ({
        key,
        value: true,
        symbols,
      }));
    };
    if (expression.kind === 'identifier') return sameAs(expression);
    if (!isCall(expression)) return [];
    const callee = calleeOf(expression, this.pkg);
    const size = argumentsOf(expression)[1];
    if (callee.kind !== 'builtin' || callee.name !== 'make' || size === undefined) return [];
    const measured = measuredPlace(size, this.pkg);
    const facts = measured === undefined ? [] : sameAs(measured);
    const count = withoutNumericConversion(size);
    const symbols = [symbol, ...symbolsIn(count, this.pkg)];
    return [...facts, { key: sizedKey(place, canonical(count, this.pkg)), value: true, symbols }];
  }

  /** Draws what follows from lengths: what is at least as long as something with elements has elements. */
  private saturate(facts: Map<string, Fact>): void {
    for (let again = true; again;) {
      again = false;
      for (const fact of [...facts.values()]) {
        const longer = fact.value ? impliedBy(fact.key, facts) : undefined;
        if (longer === undefined || facts.has(nonEmptyKey(longer))) continue;
        facts.set(nonEmptyKey(longer), { key: nonEmptyKey(longer), value: true, symbols: fact.symbols });
        again = true;
      }
    }
  }

  /** Whether a slice or string expression has at least one element (true), has none (false), or nobody knows. */
  isNonEmpty(node: Node, facts: FactSet): boolean | undefined {
    const expression = unparen(node);
    const known = facts.get(nonEmptyKey(canonical(expression, this.pkg)));
    if (known !== undefined) return known.value;
    switch (expression.kind) {
      case 'interpreted_string_literal':
      case 'raw_string_literal':
        return expression.text.length > 2;
      case 'composite_literal':
        return this.isLiteralFilled(expression);
      case 'nil':
        return false;
      case 'binary_expression':
        return this.isConcatenationFilled(expression, facts);
      case 'call_expression':
      case 'type_conversion_expression':
        return this.isCallFilled(expression, facts);
      default:
        return undefined;
    }
  }

  /** Whether a count is above zero on every path. */
  isPositive(node: Node, facts: FactSet): boolean {
    const expression = unparen(node);
    const constant = constantValue(expression, this.pkg);
    if (constant !== undefined) return constant > 0;
    if (facts.get(nonZeroKey(canonical(withoutNumericConversion(expression), this.pkg)))?.value === true)
      return true;
    const measured = measuredPlace(expression, this.pkg);
    if (measured !== undefined && this.isNonEmpty(measured, facts) === true) return true;
    if (isCall(expression)) {
      const callee = calleeOf(expression, this.pkg);
      const [argument] = argumentsOf(expression);
      return callee.kind === 'conversion' && argument !== undefined && this.isPositive(argument, facts);
    }
    if (expression.kind !== 'binary_expression') return false;
    const [left, right] = [expression.child('left'), expression.child('right')];
    if (left === undefined || right === undefined) return false;
    switch (expression.child('operator')?.kind) {
      // Sizes are not negative: a sum with one positive part is positive.
      case '+':
        return this.isPositive(left, facts) || this.isPositive(right, facts);
      case '*':
      case '<<':
        return (
          this.isPositive(left, facts) && (this.isPositive(right, facts) || expression.text.includes('<<'))
        );
      default:
        return false;
    }
  }

  /** A literal without elements is an empty slice, and an array as long as its type says. */
  private isLiteralFilled(literal: Node): boolean | undefined {
    if ((literal.child('body')?.children.length ?? 0) > 0) return true;
    return this.pkg.types.ofExpression(literal).kind === 'slice' ? false : undefined;
  }

  private isConcatenationFilled(expression: Node, facts: FactSet): boolean | undefined {
    if (expression.child('operator')?.kind !== '+') return undefined;
    const parts = [expression.child('left'), expression.child('right')];
    const filled = parts.some((part) => part !== undefined && this.isNonEmpty(part, facts) === true);
    return filled ? true : undefined;
  }

  private isCallFilled(expression: Node, facts: FactSet): boolean | undefined {
    const callee = calleeOf(expression, this.pkg);
    const parameters = argumentsOf(expression);
    const [first, second] = parameters;
    if (callee.kind === 'conversion') {
      return first === undefined || parameters.length !== 1 ? undefined : this.isNonEmpty(first, facts);
    }
    if (callee.kind !== 'builtin') return undefined;
    if (callee.name === 'make' && second !== undefined) {
      if (unparen(second).text === '0') return false;
      return this.isPositive(second, facts) ? true : undefined;
    }
    if (callee.name === 'append' && first !== undefined && second !== undefined) {
      if (this.isNonEmpty(first, facts) === true) return true;
      if (second.kind !== 'variadic_argument') return true;
      const spread = second.children[0];
      return spread !== undefined && this.isNonEmpty(spread, facts) === true ? true : undefined;
    }
    return undefined;
  }

  /** Named results start as zero values. */
  private zeroResults(fn: Node): FactSet {
    const facts = new Map<string, Fact>();
    for (const parameter of fn.child('result')?.children ?? []) {
      for (const name of parameter.childrenOf('name')) {
        const symbol = this.pkg.symbolOf(name);
        if (symbol === undefined) continue;
        const fact = (key: string, value: boolean): Fact => ({ key, value, symbols: [symbol] });
        for (const zero of zeroFacts(this.pkg.types.ofSymbol(symbol), canonical(name, this.pkg), fact)) {
          facts.set(zero.key, zero);
        }
      }
    }
    return facts;
  }

  private solve(graph: ControlFlowGraph, atEntry: FactSet): void {
    this.before.set(graph.entry, atEntry);
    const work: FlowNode[] = [graph.entry];
    const queued = new Set<FlowNode>(work);
    for (let node = work.shift(); node !== undefined; node = work.shift()) {
      queued.delete(node);
      const facts = this.before.get(node);
      if (facts === undefined) continue;
      for (const edge of node.successors) {
        const next = this.follow(facts, edge);
        if (next === undefined) continue;
        if (!this.merge(edge.to, next) || queued.has(edge.to)) continue;
        queued.add(edge.to);
        work.push(edge.to);
      }
    }
  }

  /** Joins facts into a node's; true when something changed. Sets only shrink, so this ends. */
  private merge(node: FlowNode, facts: FactSet): boolean {
    const known = this.before.get(node);
    if (known === undefined) {
      this.before.set(node, facts);
      return true;
    }
    const both = new Map<string, Fact>();
    for (const [key, fact] of known) {
      if (facts.get(key)?.value === fact.value) both.set(key, fact);
    }
    if (both.size === known.size) return false;
    this.before.set(node, both);
    return true;
  }
}

/** Whether a change of variables ends a fact. What a variable holds may change without its length or its being nil. */
function endsWith(fact: Fact, changed: ReadonlyMap<GoSymbol, ChangeOf>): boolean {
  return fact.symbols.some((symbol) => {
    const change = changed.get(symbol);
    if (change !== 'content') return change === 'variable';
    const place = `#${String(symbol.id)}`;
    return fact.key !== nilKey(place) && fact.key !== nonEmptyKey(place) && !relation.test(fact.key);
  });
}

const relation = /^(atleast|sized)\(([^;]*);(.*)\)$/;

function sizedKey(place: string, count: string): string {
  return `sized(${place};${count})`;
}

/** The place that has elements because of one relation, given the other facts. */
function impliedBy(key: string, facts: FactSet): string | undefined {
  const [, kind, place, other] = relation.exec(key) ?? [];
  if (place === undefined || other === undefined) return undefined;
  const premise = kind === 'sized' ? nonZeroKey(other) : nonEmptyKey(other);
  return facts.get(premise)?.value === true ? place : undefined;
}

function zeroFacts(type: Type, place: string, fact: (key: string, holds: boolean) => Fact): Fact[] {
  switch (type.kind) {
    case 'pointer':
    case 'unsafe-pointer':
    // A zero value of C: nil where the name stands for a pointer.
    case 'c':
      return [fact(nilKey(place), true)];
    case 'slice':
      return [fact(nilKey(place), true), fact(nonEmptyKey(place), false)];
    case 'basic':
      if (type.name === 'string') return [fact(nonEmptyKey(place), false)];
      if (type.name === 'bool') return [fact(place, false)];
      if (type.name === 'error' || type.name === 'any') return [fact(nilKey(place), true)];
      return [fact(nonZeroKey(place), false)];
    default:
      return [];
  }
}

/** Whether an expression is surely nil (true) or surely not (false). */
function nilness(expression: Node, pkg: Package): boolean | undefined {
  if (expression.kind === 'nil') return true;
  if (expression.kind === 'unary_expression') return expression.text.startsWith('&') ? false : undefined;
  if (!isCall(expression)) return undefined;
  const callee = calleeOf(expression, pkg);
  const [argument] = argumentsOf(expression);
  if (callee.kind === 'conversion')
    return argument === undefined ? undefined : nilness(unparen(argument), pkg);
  if (callee.kind === 'builtin') return callee.name === 'make' || callee.name === 'new' ? false : undefined;
  // C.CString and C.malloc never return nil: cgo ends the process instead (cmd/cgo, "C.malloc cannot fail").
  return callee.kind === 'c' && ['CString', 'CBytes', 'malloc'].includes(callee.name) ? false : undefined;
}

/**
 * Variables that a function literal inside the body assigns, with the offset of the first one: from there on nothing
 * is known of them between two calls. In a loop that is the loop's start.
 */
function writtenInLiterals(body: Node, pkg: Package): ReadonlyMap<GoSymbol, number> {
  const written = new Map<GoSymbol, number>();
  for (const literal of body.all('func_literal')) {
    if (literal === body.parent) continue;
    const start = outermostLoop(literal, body)?.start ?? literal.start;
    for (const list of literal.all('expression_list')) {
      if (list.field !== 'left' || list.parent?.kind !== 'assignment_statement') continue;
      for (const symbol of list.children.flatMap((target) => symbolsIn(target, pkg))) {
        if (symbol.owner === literal) continue;
        written.set(symbol, Math.min(start, written.get(symbol) ?? Infinity));
      }
    }
  }
  return written;
}

function outermostLoop(node: Node, body: Node): Node | undefined {
  let loop: Node | undefined;
  for (let current = node.parent; current !== undefined && current !== body; current = current.parent) {
    if (current.kind === 'for_statement') loop = current;
  }
  return loop;
}
