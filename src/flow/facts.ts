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
  nilKey,
  nilWithZeroKey,
  nonEmptyKey,
  nonZeroKey,
  symbolsIn,
  withoutNumericConversion,
} from './conditions.ts';
import type { Fact } from './conditions.ts';
import { Lengths } from './lengths.ts';
import type { LiteralWrites } from './literal-writes.ts';
import type { Liveness } from './liveness.ts';
import { placeOf } from './places.ts';

/** The facts that hold at a point, by key. */
export type FactSet = ReadonlyMap<string, Fact>;

/** More facts at one point than code that people write has; knowing less is always sound. */
const maximalFacts = 256;

/** What a node does whatever holds before it. */
interface Effects {
  readonly changed: ReadonlyMap<GoSymbol, ChangeOf>;
  readonly indexed: readonly Fact[];
  readonly assignments: readonly Assignment[];
  /** What holds at the end of the function literal that it runs. */
  readonly returned: readonly Fact[];
}

/** What a function's facts rest on outside of its own body. */
export interface FactContext {
  /** What holds where the function starts, besides its results being zero. */
  readonly entry: FactSet;
  readonly writes: LiteralWrites;
  /** What holds at the end of a function literal, whatever holds where it starts. */
  readonly endOf: (literal: Node) => FactSet;
  /** Whether a function of the package makes an error of a status, nil for 0. */
  readonly convertsStatus: (fn: GoSymbol) => boolean;
}

/**
 * What is known at each point of a function on every path that leads there: a forward analysis whose meet is
 * the intersection.
 */
export class Facts {
  private readonly pkg: Package;
  private readonly liveness: Pick<Liveness, 'endOf'>;
  private readonly lengths: Lengths;
  private readonly before = new Map<FlowNode, FactSet>();
  private readonly context: FactContext;
  private readonly conditions = new Map<FlowEdge, readonly Fact[]>();
  private readonly effects = new Map<FlowNode, Effects>();

  /** @param fn the function declaration or literal whose body the graph is of */
  constructor(
    graph: ControlFlowGraph,
    pkg: Package,
    fn: Node,
    liveness: Pick<Liveness, 'endOf'>,
    context: FactContext,
  ) {
    this.pkg = pkg;
    this.liveness = liveness;
    this.lengths = new Lengths(pkg);
    this.context = context;
    this.solve(graph, new Map([...context.entry, ...this.zeroResults(fn)]));
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
    for (const fact of this.factsOf(edge)) {
      const known = next.get(fact.key);
      if (known !== undefined && known.value !== fact.value) return undefined;
      if (!this.isUnstable(fact, edge.from)) next.set(fact.key, fact);
    }
    this.saturate(next);
    this.dropDead(next, edge.to);
    return next;
  }

  /** Facts together with others that hold at the same point, and what follows from them. */
  joined(facts: FactSet, others: readonly Fact[]): FactSet {
    if (others.length === 0) return facts;
    const both = new Map(facts);
    for (const fact of others) if (!both.has(fact.key)) both.set(fact.key, fact);
    this.saturate(both);
    return both;
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
  factsOf(edge: FlowEdge): readonly Fact[] {
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
        changed: this.changedAt(node),
        indexed: this.factsOfIndexing(node),
        assignments: assignmentsOf(node),
        returned: this.returnedBy(node),
      };
      this.effects.set(node, effects);
    }
    return effects;
  }

  private isUnstable(fact: Fact, at: FlowNode): boolean {
    const end = at.syntax?.end ?? 0;
    const { unstableFrom } = this.context.writes;
    return unstableFrom.size > 0 && fact.symbols.some((one) => (unstableFrom.get(one) ?? Infinity) < end);
  }

  /** What a node changes itself, and what the function literals change that run in it. */
  private changedAt(node: FlowNode): ReadonlyMap<GoSymbol, ChangeOf> {
    const changed = changedSymbols(node, this.pkg);
    const { duringCall } = this.context.writes;
    if (duringCall.size === 0) return changed;
    for (const expression of walkOutsideLiterals(node)) {
      for (const symbol of duringCall.get(expression) ?? []) changed.set(symbol, 'variable');
    }
    return changed;
  }

  /** `func() { … }()` and `fill()` as statements: what the literal leaves behind in the variables around it. */
  private returnedBy(node: FlowNode): readonly Fact[] {
    const call = node.syntax?.kind === 'expression_statement' ? node.syntax.children[0] : undefined;
    const literal = call === undefined ? undefined : this.context.writes.runBy.get(call);
    if (literal === undefined || node.kind !== 'statement') return [];
    const isOutside = (symbol: GoSymbol): boolean => !literal.contains(symbol.declaration);
    return [...this.context.endOf(literal).values()].filter(
      ({ symbols }) => symbols.length > 0 && symbols.every(isOutside),
    );
  }

  /** The keys of the facts that an edge's condition gives. */
  keysOf(edge: FlowEdge): string[] {
    return this.factsOf(edge).map((fact) => fact.key);
  }

  /** The keys of the facts that a node's assignments give whatever holds before it. */
  keysAssigned(node: FlowNode): string[] {
    const { assignments, returned } = this.effectsOf(node);
    const assigned = assignments.flatMap((one) => this.factsOfAssignment(one, new Map()));
    // A relation lets a condition on the one decide one on the other.
    return [...assigned, ...returned].flatMap(({ key }) => [key, ...keysOfRelation(key)]);
  }

  private after(facts: FactSet, node: FlowNode): Map<string, Fact> {
    const { changed, indexed, assignments, returned } = this.effectsOf(node);
    const next = new Map<string, Fact>();
    const add = (fact: Fact): void => {
      if (!this.isUnstable(fact, node)) next.set(fact.key, fact);
    };
    for (const [key, fact] of facts) {
      if (!endsWith(fact, changed) && !this.isUnstable(fact, node)) next.set(key, fact);
    }
    for (const fact of indexed) if (!endsWith(fact, changed)) add(fact);
    for (const assignment of assignments) {
      for (const fact of this.factsOfAssignment(assignment, facts)) {
        // `a, b = b, a`: what one target gets is what the other was.
        const [own, ...others] = fact.symbols;
        if (others.every((symbol) => symbol !== own && changed.get(symbol) !== 'variable')) add(fact);
      }
    }
    returned.forEach(add);
    return next;
  }

  private factsOfAssignment({ target, value, zero }: Assignment, before: FactSet): Fact[] {
    const root = placeOf(target, this.pkg)?.symbol;
    if (root === undefined) return [];
    const place = canonical(target, this.pkg);
    const fact = (key: string, holds: boolean): Fact => ({ key, value: holds, symbols: [root] });
    if (zero) return zeroFacts(this.pkg.types.ofSymbol(root), place, fact);
    if (value === undefined) return [];
    const expression = unparen(value);
    const facts = this.lengthFacts(place, root, expression);
    const filled = this.isNonEmpty(expression, before);
    if (unparen(target).kind !== 'identifier') {
      // Others may change a field: that it has elements is taken to last, that it has none is not.
      return filled === true ? [...facts, fact(nonEmptyKey(place), true)] : facts;
    }
    if (expression.is('true', 'false')) facts.push(fact(place, expression.kind === 'true'));
    const isNil = nilness(expression, this.pkg);
    if (isNil !== undefined) facts.push(fact(nilKey(place), isNil));
    facts.push(...this.statusFacts(place, root, expression));
    if (filled !== undefined) facts.push(fact(nonEmptyKey(place), filled));
    const count = expression.kind === 'int_literal' ? constantValue(expression, this.pkg) : undefined;
    if (count !== undefined) facts.push(fact(nonZeroKey(place), count > 0));
    for (const [field, element] of fieldsOf(expression)) {
      if (this.isNonEmpty(element, before) === true)
        facts.push(fact(nonEmptyKey(`${place} . ${field}`), true));
    }
    return facts;
  }

  /** Behind `b[0]`, or `b[15]`, there is an element: without one the program has ended. */
  private factsOfIndexing(node: FlowNode): Fact[] {
    if (node.kind !== 'statement' && node.kind !== 'condition') return [];
    return walkOutsideLiterals(node).flatMap((expression) => {
      const operand = expression.kind === 'index_expression' ? expression.child('operand') : undefined;
      if (operand === undefined || expression.child('index')?.kind !== 'int_literal') return [];
      if (this.pkg.types.ofExpression(operand).kind !== 'slice') return [];
      const key = nonEmptyKey(canonical(operand, this.pkg));
      return [{ key, value: true, symbols: symbolsIn(operand, this.pkg) }];
    });
  }

  /** `d := s` and `d := make([]T, len(s))` are as long as `s`; `d := make([]T, n)` has `n` elements. */
  private lengthFacts(place: string, symbol: GoSymbol, expression: Node): Fact[] {
    const same = this.lengths.sameLengthAs(expression);
    const size = this.lengths.sizeOf(expression);
    const facts: Fact[] = [];
    const add = (key: string, other: Node): void => {
      facts.push({ key, value: true, symbols: [symbol, ...symbolsIn(other, this.pkg)] });
    };
    if (same !== undefined) {
      const otherPlace = canonical(same, this.pkg);
      add(atLeastKey(place, otherPlace), same);
      add(atLeastKey(otherPlace, place), same);
    }
    const count = size === undefined ? undefined : withoutNumericConversion(size);
    if (count !== undefined) add(sizedKey(place, canonical(count, this.pkg)), count);
    return facts;
  }

  /** `err := getError(rc)`: nil where `rc` is 0, and only there. */
  private statusFacts(place: string, symbol: GoSymbol, expression: Node): Fact[] {
    if (expression.kind !== 'call_expression') return [];
    const callee = calleeOf(expression, this.pkg);
    const [argument, ...more] = argumentsOf(expression);
    if (callee.kind !== 'function' || argument === undefined || more.length > 0) return [];
    const status = withoutNumericConversion(argument);
    const of = status.kind === 'identifier' ? this.pkg.symbolOf(status) : undefined;
    const converts = callee.symbols.every((one) => this.context.convertsStatus(one));
    if (of?.kind !== 'variable' || !converts) return [];
    const key = nilWithZeroKey(place, canonical(status, this.pkg));
    return [{ key, value: true, symbols: [symbol, of] }];
  }

  /** Draws what follows from lengths: what is at least as long as something with elements has elements. */
  private saturate(facts: Map<string, Fact>): void {
    for (let again = true; again;) {
      again = false;
      for (const fact of [...facts.values()]) {
        for (const implied of impliedByStatus(fact, facts)) {
          facts.set(implied.key, implied);
          again = true;
        }
        const longer = fact.value ? impliedBy(fact.key, facts) : undefined;
        if (longer === undefined || facts.has(nonEmptyKey(longer))) continue;
        facts.set(nonEmptyKey(longer), { key: nonEmptyKey(longer), value: true, symbols: fact.symbols });
        again = true;
      }
    }
  }

  /** Whether a slice or string expression has at least one element (true), has none (false), or nobody knows. */
  isNonEmpty(node: Node, facts: FactSet): boolean | undefined {
    return this.lengths.isNonEmpty(node, facts);
  }

  /** Whether a count is above zero on every path. */
  isPositive(node: Node, facts: FactSet): boolean {
    return this.lengths.isPositive(node, facts);
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
    return change === 'variable' || (change === 'content' && !isOfVariableItself(fact.key, symbol));
  });
}

/** Whether a fact is about the length of a variable, or its being nil, and not about anything that it holds. */
function isOfVariableItself(key: string, symbol: GoSymbol): boolean {
  const place = `#${String(symbol.id)}`;
  const [, kind, places = ''] = /^(nil|nonempty|atleast|sized)\((.*)\)$/.exec(key) ?? [];
  if (kind === undefined) return false;
  return places.split(';').every((one) => one === place || !one.split(' ').includes(place));
}

const relation = /^(atleast|sized)\(([^;]*);(.*)\)$/;

function sizedKey(place: string, count: string): string {
  return `sized(${place};${count})`;
}

const statusRelation = /^nilwithzero\(([^;]*);(.*)\)$/;

/** The facts that a relation of two places speaks of. */
function keysOfRelation(key: string): string[] {
  const [, error, status] = statusRelation.exec(key) ?? [];
  return error === undefined || status === undefined ? [] : [nilKey(error), nonZeroKey(status)];
}

/** What an error says of its status, and the other way round, where only one of the two is known. */
function impliedByStatus(fact: Fact, facts: FactSet): Fact[] {
  const [nil, nonZero] = keysOfRelation(fact.key);
  if (nil === undefined || nonZero === undefined) return [];
  const [isNil, isNonZero] = [facts.get(nil)?.value, facts.get(nonZero)?.value];
  const { symbols } = fact;
  if (isNil !== undefined && isNonZero === undefined) return [{ key: nonZero, value: !isNil, symbols }];
  if (isNil === undefined && isNonZero !== undefined) return [{ key: nil, value: !isNonZero, symbols }];
  return [];
}

/** The place that has elements because of one relation, given the other facts. */
function impliedBy(key: string, facts: FactSet): string | undefined {
  const [, kind, place, other] = relation.exec(key) ?? [];
  if (place === undefined || other === undefined) return undefined;
  const premise = kind === 'sized' ? nonZeroKey(other) : nonEmptyKey(other);
  return facts.get(premise)?.value === true ? place : undefined;
}

/** The fields that a literal of a struct, or its address, sets by name. */
function fieldsOf(expression: Node): [string, Node][] {
  const isAddress = expression.kind === 'unary_expression' && expression.text.startsWith('&');
  const literal = isAddress ? expression.child('operand') : expression;
  if (literal?.kind !== 'composite_literal') return [];
  const elements = literal.child('body')?.children ?? [];
  return elements.flatMap((element): [string, Node][] => {
    const [key, value] = [element.child('key')?.children[0], element.child('value')?.children[0]];
    return key?.kind === 'identifier' && value !== undefined ? [[key.text, value]] : [];
  });
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
