import type { Analysis } from '../../semantic/analysis.ts';
import { argumentsOf, calleeOf, throughParens, unparen } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Type } from '../../semantic/type.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FlowEdge, FlowNode } from '../cfg.ts';
import { canonical, factsOfCondition, nilKey } from '../conditions.ts';
import { definitionsOf } from '../definitions.ts';
import { functionFlows } from '../function-flow.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { targetOf } from '../ownership/call-status.ts';
import { useOf } from '../value-use.ts';
import { callGraph } from './call-graph.ts';
import type { CallGraph } from './call-graph.ts';

/** A place where a pointer is used as if it could not be nil. */
export interface NilDereference {
  /** The dereference, or the call of C or of `through` that is given the pointer. */
  readonly at: Node;
  /**
   * - `dereference`: Go itself goes through the pointer
   * - `given to C`: a function of C gets it, which may bear a null pointer
   */
  readonly kind: 'dereference' | 'given to C';
  /** The functions of the package that the pointer is handed to, down to the place where it is used. */
  readonly through: readonly GoFunction[];
  /** The C function that gets it. */
  readonly name: string | undefined;
}

/** A variable that holds a pointer, as far as its type or the one who gives it says. */
interface Pointer {
  readonly symbol: GoSymbol;
  readonly isPointer: boolean;
}

/** Where pointers are used without a check for nil on some path. */
export class NilDereferences {
  private readonly pkg: Package;
  private readonly graph: CallGraph;
  private readonly flows: (fn: GoFunction) => FunctionFlow;
  private readonly known = new Map<string, readonly NilDereference[]>();

  constructor(pkg: Package, graph: CallGraph, flows: (fn: GoFunction) => FunctionFlow) {
    this.pkg = pkg;
    this.graph = graph;
    this.flows = flows;
  }

  /**
   * The unchecked uses of a parameter.
   * @param index -1 for the receiver
   * @param isPointer whether what is passed is known to be a pointer, where the type is one of C that tells nothing
   */
  ofParameter(fn: GoFunction, index: number, isPointer = false): readonly NilDereference[] {
    const list = fn.node.child(index < 0 ? 'receiver' : 'parameters')?.children ?? [];
    const name = list.flatMap((one) => one.childrenOf('name'))[Math.max(0, index)];
    const symbol = name === undefined ? undefined : this.pkg.symbolOf(name);
    if (symbol?.kind !== 'variable' || symbol.variadic === true) return [];
    const pointer = this.pointer(symbol, isPointer);
    if (pointer === undefined) return [];
    const key = `${String(symbol.id)}/${String(isPointer)}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    // A function that hands its parameter to itself does with it what the rest of its body does.
    this.known.set(key, []);
    const found = this.usesFrom(this.flows(fn).graph.entry, pointer, fn);
    this.known.set(key, found);
    return found;
  }

  /**
   * The unchecked uses of the pointer that a call gives, as its first result.
   * @param isKnown whether something else than its type says that it is a pointer
   */
  ofResult(call: Node, fn: GoFunction, isKnown = false): readonly NilDereference[] {
    const expression = throughParens(call);
    const callee = calleeOf(call, this.pkg);
    const fact = callee.kind === 'c' ? this.pkg.libraries.factsOf(callee.name)?.facts.result : undefined;
    const isPointer = isKnown || fact !== undefined || isPointerType(this.pkg.types.ofExpression(call));
    if (!isPointer) return [];
    const atOnce = this.dereferenceAt(expression, { isPointer });
    if (atOnce !== undefined) return [atOnce];
    const target = targetOf(expression, 0);
    const symbol = target?.kind === 'identifier' ? this.pkg.symbolOf(target) : undefined;
    const node = this.flows(fn).nodeAt(call);
    if (symbol?.kind !== 'variable' || symbol.owner !== fn.node || node === undefined) return [];
    return this.usesFrom(node, { symbol, isPointer }, fn);
  }

  private pointer(symbol: GoSymbol, isPointer: boolean): Pointer | undefined {
    const type = this.pkg.types.ofSymbol(symbol);
    const mayBe = isPointer && (type.kind === 'c' || type.kind === 'unknown');
    return mayBe || isPointerType(type) ? { symbol, isPointer: true } : undefined;
  }

  /** The unchecked uses that paths from behind a point come to while the variable keeps its value. */
  private usesFrom(start: FlowNode, pointer: Pointer, fn: GoFunction): readonly NilDereference[] {
    const { symbol } = pointer;
    const flow = this.flows(fn);
    const mentions = new Map<FlowNode, Node[]>();
    for (const use of this.pkg.bindings.usesOf(symbol)) {
      const node = use === symbol.declaration ? undefined : flow.nodeAt(use);
      if (node !== undefined) mentions.set(node, [...(mentions.get(node) ?? []), use]);
    }
    if (mentions.size === 0 || !this.isEverUsed([...mentions.values()].flat(), pointer)) return [];
    const defined = new Set(definitionsOf(symbol, this.pkg).map(({ target }) => flow.nodeAt(target)));
    const found: NilDereference[] = [];
    const seen = new Set<FlowNode>();
    const work = start.successors.map(({ to }) => to);
    for (let node = work.shift(); node !== undefined; node = work.shift()) {
      if (seen.has(node) || !flow.facts.isReachable(node)) continue;
      seen.add(node);
      let isUsed = false;
      for (const mention of mentions.get(node) ?? []) {
        const use = this.dereferenceAt(mention, pointer);
        if (use === undefined || this.isChecked(mention, node, flow)) continue;
        found.push(use);
        isUsed ||= use.kind === 'dereference';
      }
      // Behind a dereference the pointer is not nil, and behind a definition it is another.
      if (isUsed || defined.has(node)) continue;
      for (const edge of node.successors) if (!this.saysNotNil(edge, symbol)) work.push(edge.to);
    }
    return found;
  }

  private saysNotNil({ condition }: FlowEdge, symbol: GoSymbol): boolean {
    if (condition === undefined) return false;
    const key = nilKey(canonical(symbol.declaration, this.pkg));
    return factsOfCondition(condition, this.pkg).some((fact) => fact.key === key && !fact.value);
  }

  private isEverUsed(mentions: readonly Node[], pointer: Pointer): boolean {
    return mentions.some((mention) => this.dereferenceAt(mention, pointer) !== undefined);
  }

  private dereferenceAt(
    mention: Node,
    { isPointer }: Pick<Pointer, 'isPointer'>,
  ): NilDereference | undefined {
    const value = throughParens(mention);
    const parent = value.parent;
    if (parent?.kind === 'selector_expression')
      return value.field === 'operand' ? this.selected(value, parent) : undefined;
    if (parent?.kind === 'unary_expression')
      return parent.child('operator')?.kind === '*' ? direct(parent) : undefined;
    if (parent?.kind === 'index_expression') return value.field === 'operand' ? direct(parent) : undefined;
    const use = useOf(value, this.pkg);
    if (use.kind === 'c-argument' || use.kind === 'go-copy') return this.givenToC(use.call);
    return use.kind === 'go-argument' ? this.handed(use.call, value, isPointer) : undefined;
  }

  /** `C.GoString(nil)` is the empty string, and `C.free(nil)` nothing (cmd/cgo, C11 7.22.3.3). */
  private givenToC(call: Node): NilDereference | undefined {
    const callee = calleeOf(call, this.pkg);
    if (callee.kind !== 'c' || /^(GoString|GoStringN|GoBytes|free)$/.test(callee.name)) return undefined;
    return { at: call, kind: 'given to C', through: [], name: callee.name };
  }

  /** A field goes through the pointer; a method may be given nil as its receiver. */
  private selected(operand: Node, selector: Node): NilDereference | undefined {
    const call = selector.parent;
    const isCall = call?.kind === 'call_expression' && selector.field === 'function';
    if (!isCall) return this.isMethod(selector) ? undefined : direct(selector);
    return this.handed(call, operand, true);
  }

  /** `x.Close` as a value does not go through x where the method takes a pointer; which it is is not asked. */
  private isMethod(selector: Node): boolean {
    const type = this.pkg.types.ofExpression(selector);
    return type.kind === 'composite' && type.form === 'function_type';
  }

  /** What the called functions do with the pointer: each of them, where build constraints choose between several. */
  private handed(call: Node, value: Node, isPointer: boolean): NilDereference | undefined {
    if (call.parent?.is('defer_statement', 'go_statement') === true) return undefined;
    const callees = this.graph.callees(call);
    const callee = calleeOf(call, this.pkg);
    const isReceiver = callee.kind === 'method' && unparen(callee.operand) === unparen(value);
    const index = isReceiver ? -1 : argumentsOf(call).findIndex((one) => unparen(one) === unparen(value));
    if (index < 0 && !isReceiver) return undefined;
    const uses = callees.map((fn): NilDereference | undefined => {
      if (isReceiver && !hasPointerReceiver(fn)) return direct(call);
      const found = this.ofParameter(fn, index, isPointer);
      const use = found.find(({ kind }) => kind === 'dereference') ?? found[0];
      return use === undefined ? undefined : { ...use, at: call, through: [fn, ...use.through] };
    });
    const [first] = uses;
    return uses.includes(undefined) ? undefined : first;
  }

  private isChecked(mention: Node, node: FlowNode, flow: FunctionFlow): boolean {
    const key = nilKey(canonical(mention, this.pkg));
    if (flow.facts.at(node).get(key)?.value === false) return true;
    for (
      let inner = mention, outer = inner.parent;
      outer !== undefined;
      inner = outer, outer = inner.parent
    ) {
      if (outer.kind === 'func_literal' || outer === node.syntax?.parent) return false;
      const operator = outer.kind === 'binary_expression' ? outer.child('operator')?.kind : undefined;
      const left = outer.child('left');
      if ((operator !== '&&' && operator !== '||') || left === undefined || inner === left) continue;
      const known = factsOfCondition({ kind: 'expression', node: left, value: operator === '&&' }, this.pkg);
      if (known.some((fact) => fact.key === key && !fact.value)) return true;
    }
    return false;
  }
}

/** Which functions dereference their parameters unchecked. */
export const nilDereferences: Analysis<NilDereferences> = {
  name: 'nil dereferences',
  requires: [callGraph, functionFlows],
  run: (pkg, use) => new NilDereferences(pkg, use(callGraph), use(functionFlows)),
};

function isPointerType({ kind }: Type): boolean {
  return kind === 'pointer' || kind === 'unsafe-pointer';
}

/** A method with a value receiver copies what the pointer leads to. */
function hasPointerReceiver({ node }: GoFunction): boolean {
  return node.child('receiver')?.children[0]?.child('type')?.kind === 'pointer_type';
}

function direct(at: Node): NilDereference {
  return { at, kind: 'dereference', through: [], name: undefined };
}
