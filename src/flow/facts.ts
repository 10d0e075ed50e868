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
  nilUnlessKey,
  nonEmptyKey,
  nonZeroKey,
  symbolsIn,
  withoutNumericConversion,
} from './conditions.ts';
import type { Fact, FactSet } from './conditions.ts';
import { Draft, keysOfRelation, saturate, sizedKey } from './fact-draft.ts';
import { FlowOrder } from './flow-order.ts';
import { Lengths } from './lengths.ts';
import type { LiteralWrites } from './literal-writes.ts';
import type { Liveness } from './liveness.ts';
import { placeOf } from './places.ts';
import { isNilError } from './nil-errors.ts';
import { conversionOfAll, failingKey } from './status-converters.ts';
import type { StatusConversion } from './status-converters.ts';

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
  /** Of which statuses a function of the package makes an error; undefined where it is no converter. */
  readonly conversionBy: (fn: GoSymbol) => StatusConversion | undefined;
}

/**
 * What is known at each point of a function on every path that leads there: a forward analysis whose meet is
 * the intersection. It is worked out as far into the function as it is asked for.
 */
export class Facts {
  private readonly pkg: Package;
  private readonly liveness: Pick<Liveness, 'endOf'>;
  private readonly lengths: Lengths;
  private readonly order: FlowOrder;
  /** By place in the order; final for those before `solved`. */
  private readonly before: (FactSet | undefined)[] = [];
  private readonly isWaiting: Uint8Array;
  private solved = 0;
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
    this.order = new FlowOrder(graph);
    this.isWaiting = new Uint8Array(this.order.nodes.length);
    this.before[0] = new Map([...context.entry, ...this.zeroResults(fn)]);
    this.isWaiting[0] = 1;
  }

  /** What holds before a node on every path; nothing where no path leads. */
  at(node: FlowNode): FactSet {
    return this.knownAt(node) ?? new Map<string, Fact>();
  }

  isReachable(node: FlowNode): boolean {
    return this.knownAt(node) !== undefined;
  }

  /** The facts after a node and along one of its edges; undefined where they contradict the condition. */
  follow(facts: FactSet, edge: FlowEdge): FactSet | undefined {
    const next = new Draft(facts);
    this.pass(next, edge.from);
    for (const fact of this.factsOf(edge)) {
      const known = next.current.get(fact.key);
      if (known !== undefined && known.value !== fact.value) return undefined;
      if (!this.isUnstable(fact, edge.from)) next.set(fact);
    }
    saturate(next);
    this.dropDead(next, edge.to);
    return next.current;
  }

  /** Facts together with others that hold at the same point, and what follows from them. */
  joined(facts: FactSet, others: readonly Fact[]): FactSet {
    if (others.length === 0) return facts;
    const both = new Draft(facts);
    for (const fact of others) if (!both.current.has(fact.key)) both.set(fact);
    saturate(both);
    return both.current;
  }

  /** A fact of variables that nothing mentions from here on decides nothing; of too many, the oldest are forgotten. */
  private dropDead(facts: Draft, at: FlowNode): void {
    const start = at.syntax?.start;
    if (start === undefined) return;
    for (const { key, symbols } of facts.current.values()) {
      const isDead = symbols.length > 0 && symbols.every((symbol) => this.liveness.endOf(symbol) <= start);
      if (isDead) facts.delete(key);
    }
    let excess = facts.current.size - maximalFacts;
    if (excess <= 0) return;
    for (const key of facts.current.keys()) {
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

  /** Makes of the facts before a node those behind it. */
  private pass(next: Draft, node: FlowNode): void {
    const { changed, indexed, assignments, returned } = this.effectsOf(node);
    const facts = next.current;
    const add = (fact: Fact): void => {
      if (!this.isUnstable(fact, node)) next.set(fact);
    };
    if (changed.size > 0 || this.context.writes.unstableFrom.size > 0) {
      for (const fact of facts.values()) {
        if (endsWith(fact, changed) || this.isUnstable(fact, node)) next.delete(fact.key);
      }
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
    const isNil =
      nilness(expression, this.pkg) ??
      isNilError(expression, this.pkg) ??
      before.get(nilKey(canonical(expression, this.pkg)))?.value;
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

  /** `err := getError(rc)`: nil where `rc` does not say failure, and only there. */
  private statusFacts(place: string, symbol: GoSymbol, expression: Node): Fact[] {
    if (expression.kind !== 'call_expression') return [];
    const callee = calleeOf(expression, this.pkg);
    const [argument, ...more] = argumentsOf(expression);
    if (callee.kind !== 'function' || argument === undefined || more.length > 0) return [];
    const status = withoutNumericConversion(argument);
    const of = status.kind === 'identifier' ? this.pkg.symbolOf(status) : undefined;
    const conversion =
      of?.kind === 'variable' ? conversionOfAll(callee.symbols, this.context.conversionBy) : undefined;
    if (of === undefined || conversion === undefined) return [];
    const key = nilUnlessKey(place, failingKey(conversion, canonical(status, this.pkg)));
    return [{ key, value: true, symbols: [symbol, of] }];
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

  private knownAt(node: FlowNode): FactSet | undefined {
    const place = this.order.placeOf(node);
    if (place < 0) return undefined;
    if (place >= this.solved) this.solveTo(this.order.endOfLoopsAround(place));
    return this.before[place];
  }

  /** Works out all up to a place that nothing behind it leads back over. */
  private solveTo(last: number): void {
    for (let at = this.solved; at <= last;) {
      const facts = this.isWaiting[at] === 1 ? this.before[at] : undefined;
      this.isWaiting[at] = 0;
      let next = at + 1;
      if (facts !== undefined) {
        for (const edge of this.order.nodes[at]?.successors ?? []) {
          const there = this.follow(facts, edge);
          const to = this.order.placeOf(edge.to);
          if (there === undefined || !this.merge(to, there)) continue;
          this.isWaiting[to] = 1;
          if (to < next) next = to;
        }
      }
      at = next;
    }
    this.solved = last + 1;
  }

  /** Joins facts into a node's; true when something changed. Sets only shrink, so this ends. */
  private merge(place: number, facts: FactSet): boolean {
    const known = this.before[place];
    if (known === undefined) {
      this.before[place] = facts;
      return true;
    }
    if (known === facts) return false;
    const both = new Draft(known);
    for (const { key, value } of known.values()) if (facts.get(key)?.value !== value) both.delete(key);
    if (both.current === known) return false;
    this.before[place] = both.current;
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
