import type { Analysis } from '../semantic/analysis.ts';
import type { GoFunction, Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { buildControlFlow } from './cfg.ts';
import type { ControlFlowGraph, FlowNode } from './cfg.ts';
import { deferredCalls } from './deferred.ts';
import type { DeferredCall } from './deferred.ts';
import { entryFacts } from './entry-facts.ts';
import { Facts } from './facts.ts';
import type { FactSet } from './conditions.ts';
import { literalWrites } from './literal-writes.ts';
import type { LiteralWrites } from './literal-writes.ts';
import { enclosingFunction } from './literals.ts';
import { Liveness } from './liveness.ts';
import { NeverReturning } from './never-returning.ts';
import { statusConversion } from './status-converters.ts';

/**
 * The points and mentions that all searches through one function may look at together, some seconds of work: code
 * that people write takes a hundredth of it.
 */
const maximalSearch = 500_000;

/** The control flow of one function and what is known at its points. */
export class FunctionFlow {
  readonly function: GoFunction;
  readonly graph: ControlFlowGraph;
  readonly package: Package;
  private readonly flowOf: (fn: GoFunction) => FunctionFlow;
  private lives: Liveness | undefined;
  private writes: LiteralWrites | undefined;
  private solved: Facts | undefined;
  private solvedAlone: Facts | undefined;
  private readonly deferred = new Map<FlowNode, readonly DeferredCall[]>();
  private readonly nodeOf = new Map<Node, FlowNode>();
  /** Set when a search gave up: what it did not find may be there all the same. */
  isUnfinished = false;
  private searchLeft = maximalSearch;
  private labelled: boolean | undefined;
  private returning: ReadonlySet<FlowNode> | undefined;
  private connected: ReadonlySet<FlowNode> | undefined;

  /** @param flowOf gives the flow of the functions around and inside this one */
  constructor(
    fn: GoFunction,
    pkg: Package,
    flowOf: (fn: GoFunction) => FunctionFlow = (other) => new FunctionFlow(other, pkg),
    neverReturning = new NeverReturning(pkg),
  ) {
    this.function = fn;
    this.flowOf = flowOf;
    this.graph = buildControlFlow(fn.body, (call) => neverReturning.endOf(call));
    this.package = pkg;
    for (const node of this.graph.nodes) {
      if (node.syntax !== undefined && node.kind !== 'stop' && node.kind !== 'panic')
        this.nodeOf.set(node.syntax, node);
    }
  }

  /**
   * What is known at the points of the function, worked out when it is first asked for: most functions free nothing.
   * A function literal knows what is known where it runs.
   */
  get facts(): Facts {
    if (this.solved === undefined) {
      const outer = this.function.node.kind === 'func_literal' ? this.outer : undefined;
      const entry = outer === undefined ? new Map() : entryFacts(this.function.node, outer, this.package);
      this.solved = entry.size === 0 ? this.factsAlone : this.solve(entry);
    }
    return this.solved;
  }

  /** What the function itself makes sure of, wherever it runs. */
  get factsAlone(): Facts {
    this.solvedAlone ??= this.solve(new Map());
    return this.solvedAlone;
  }

  /** As `factsAlone`, and of every variable to the end of the function: for what it returns, in small functions. */
  solveForResults(): Facts {
    return this.solve(new Map(), { endOf: () => Infinity });
  }

  get liveness(): Liveness {
    this.lives ??= new Liveness(this.function.node, this.package);
    return this.lives;
  }

  /** What the function literals in the function do to its variables. */
  get literalWrites(): LiteralWrites {
    this.writes ??= literalWrites(this.function.body, this.package);
    return this.writes;
  }

  /** The function around this one, a literal. */
  get outer(): FunctionFlow | undefined {
    const node = enclosingFunction(this.function.node);
    return node === undefined ? undefined : this.flowOfNode(node);
  }

  private solve(entry: FactSet, liveness: Pick<Liveness, 'endOf'> = this.liveness): Facts {
    return new Facts(this.graph, this.package, this.function.node, liveness, {
      entry,
      writes: this.literalWrites,
      conversionBy: (fn) => statusConversion(fn, this.package, this.flowOf),
      endOf: (literal) => {
        const flow = this.flowOfNode(literal);
        return flow === undefined ? new Map() : flow.factsAlone.at(flow.graph.exit);
      },
    });
  }

  /** The flow of a function literal in this function, or of the function around it. */
  flowOfNode(node: Node): FunctionFlow | undefined {
    const body = node.child('body');
    return body === undefined ? undefined : this.flowOf({ file: this.function.file, node, body });
  }

  /**
   * Counts what a search looks at, points of the flow or mentions of a variable; false once the searches of this
   * function have used up what they may: then the function counts as unfinished.
   */
  maySearch(count = 1): boolean {
    this.searchLeft -= count;
    if (this.searchLeft < 0) this.isUnfinished = true;
    return this.searchLeft >= 0;
  }

  /** Whether a `goto`, or another jump to a label, may lead elsewhere than the order of the statements says. */
  get hasLabels(): boolean {
    this.labelled ??= this.function.body.all('labeled_statement').length > 0;
    return this.labelled;
  }

  /** Whether nothing at a point, or on any path from it, can matter to a variable. */
  isBehind(node: FlowNode, symbol: GoSymbol): boolean {
    return node.syntax !== undefined && this.liveness.endOf(symbol) <= node.syntax.start;
  }

  /** The calls that run when the function comes to an end, its exit or a panic, in their order. */
  deferredAt(end: FlowNode): readonly DeferredCall[] {
    let calls = this.deferred.get(end);
    if (calls === undefined) {
      calls = deferredCalls(this.graph, end);
      this.deferred.set(end, calls);
    }
    return calls;
  }

  /** Whether some path from a point returns from the function. */
  reachesExit(node: FlowNode): boolean {
    this.returning ??= reachableBackFrom(this.graph.exit);
    return this.returning.has(node);
  }

  /** Whether the graph alone has a path to a point: one that contradicts itself counts, so this costs little. */
  isConnected(node: FlowNode): boolean {
    this.connected ??= reachableFrom(this.graph.entry);
    return this.connected.has(node);
  }

  /** The point of the flow at which an expression is evaluated; undefined inside a function literal of this function. */
  nodeAt(expression: Node): FlowNode | undefined {
    let current: Node | undefined = expression;
    while (current !== undefined && current !== this.function.body) {
      const node = this.nodeOf.get(current);
      if (node !== undefined) return node;
      if (current.kind === 'func_literal' && current !== expression) return undefined;
      current = current.parent;
    }
    return undefined;
  }
}

/** The flow of each function that a rule asked for. */
export interface FunctionFlows {
  (fn: GoFunction): FunctionFlow;
  /** Those whose searches gave up, up to now. */
  readonly unfinished: () => GoFunction[];
}

/** Control flow by function, made when a rule first asks for it. */
export const functionFlows: Analysis<FunctionFlows> = {
  name: 'function flows',
  run(pkg) {
    const flows = new Map<Node, FunctionFlow>();
    const neverReturning = new NeverReturning(pkg);
    const flowOf = (fn: GoFunction): FunctionFlow => {
      let flow = flows.get(fn.node);
      if (flow === undefined) {
        flow = new FunctionFlow(fn, pkg, flowOf, neverReturning);
        flows.set(fn.node, flow);
      }
      return flow;
    };
    const unfinished = (): GoFunction[] =>
      [...flows.values()].filter((flow) => flow.isUnfinished).map((flow) => flow.function);
    return Object.assign(flowOf, { unfinished });
  },
};

function reachableFrom(start: FlowNode): Set<FlowNode> {
  const reached = new Set([start]);
  for (const node of reached) for (const { to } of node.successors) reached.add(to);
  return reached;
}

function reachableBackFrom(end: FlowNode): Set<FlowNode> {
  const reached = new Set([end]);
  const work = [end];
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    for (const { from } of node.predecessors) {
      if (reached.has(from)) continue;
      reached.add(from);
      work.push(from);
    }
  }
  return reached;
}
