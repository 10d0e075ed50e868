import { calledDeclarations } from '../../semantic/called-declarations.ts';
import { argumentsOf, calleeOf, throughParens, unparen } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import type { CallGraph } from './call-graph.ts';

/** A function is followed through so many others that hand it on. */
const deepest = 6;

/**
 * Whether all the calls that run a function stand where its goroutine is surely bound to its thread: also where the
 * function is a literal that is handed to a function of the package, or sent to a goroutine that calls what it
 * receives.
 */
export class LiteralRuns {
  private readonly pkg: Package;
  private readonly graph: CallGraph;
  private readonly isBound: (call: Node, fn: GoFunction) => boolean;
  private readonly variables = new Map<GoSymbol, boolean>();
  private receives: readonly Received[] | undefined;

  /** @param isBound whether the function itself, or what it starts with, has bound the thread before one of its calls */
  constructor(pkg: Package, graph: CallGraph, isBound: (call: Node, fn: GoFunction) => boolean) {
    this.pkg = pkg;
    this.graph = graph;
    this.isBound = isBound;
  }

  /** Whether all runs of a literal that its function hands away are bound; false where one of them is not known. */
  areBound(literal: Node): boolean {
    return this.valueRuns(literal, 0);
  }

  private callRuns(call: Node, depth: number): boolean {
    const fn = this.graph.functionAround(call);
    if (fn === undefined || depth > deepest || call.parent?.is('go_statement', 'defer_statement') === true)
      return false;
    if (this.isBound(call, fn)) return true;
    if (fn.node.kind === 'func_literal' && !this.isCalledHere(fn.node))
      return this.valueRuns(fn.node, depth + 1);
    if (this.graph.outsideCallersOf(fn.node) !== undefined) return false;
    const edges = this.graph.callsTo(fn.node);
    return (
      edges.length > 0 && edges.every((edge) => edge.how === 'call' && this.callRuns(edge.call, depth + 1))
    );
  }

  private isCalledHere(literal: Node): boolean {
    return this.graph.callsTo(literal).some(({ how }) => how !== 'within');
  }

  /** The runs of a function by where its value goes: a literal, or a mention of the variable that has it. */
  private valueRuns(node: Node, depth: number): boolean {
    const value = throughParens(node);
    const parent = value.parent;
    if (depth > deepest || parent === undefined) return false;
    if (parent.kind === 'call_expression' && value.field === 'function') return this.callRuns(parent, depth);
    if (parent.kind === 'send_statement') {
      const channel = parent.child('channel');
      return channel !== undefined && this.sentRuns(channel, depth);
    }
    const call = parent.kind === 'argument_list' ? parent.parent : undefined;
    if (call?.kind !== 'call_expression' || call.parent?.is('go_statement') === true) return false;
    const callee = calleeOf(call, this.pkg);
    if (callee.kind !== 'function' && callee.kind !== 'method') return false;
    const index = argumentsOf(call).indexOf(value);
    const declarations = calledDeclarations(call, this.pkg) ?? [];
    return (
      declarations.length > 0 &&
      declarations.every((one) => {
        const name = (one.child('parameters')?.children ?? []).flatMap((each) => each.childrenOf('name'))[
          index
        ];
        const symbol = name === undefined ? undefined : this.pkg.symbolOf(name);
        return symbol !== undefined && symbol.variadic !== true && this.variableRuns(symbol, depth + 1);
      })
    );
  }

  private variableRuns(symbol: GoSymbol, depth: number): boolean {
    const known = this.variables.get(symbol);
    if (known !== undefined) return known;
    // A variable that is met while its uses are looked at is taken to run anywhere.
    this.variables.set(symbol, false);
    const uses = this.pkg.bindings
      .usesOf(symbol)
      .filter((use) => use !== symbol.declaration && use.parent?.kind !== 'binary_expression');
    const areBound = uses.length > 0 && uses.every((use) => this.valueRuns(use, depth));
    this.variables.set(symbol, areBound);
    return areBound;
  }

  /** What is sent runs where the package receives from a channel of that name. */
  private sentRuns(channel: Node, depth: number): boolean {
    const name = channelName(channel);
    const received = this.receivesOf().filter((one) => one.channel === name);
    return (
      name !== undefined &&
      received.length > 0 &&
      received.every(({ value }) => {
        if (value.kind !== 'identifier') return this.valueRuns(value, depth + 1);
        const symbol = this.pkg.symbolOf(value);
        return symbol !== undefined && this.variableRuns(symbol, depth + 1);
      })
    );
  }

  private receivesOf(): readonly Received[] {
    this.receives ??= this.pkg.files
      .filter(({ constraint, tree }) => !constraint.isTest && /<-|\brange\b/.test(tree.text))
      .flatMap(({ tree }) => [
        ...tree.root.all('range_clause').flatMap((clause) => received(clause.child('right'), clause)),
        ...tree.root.all('unary_expression').flatMap((one) => {
          if (!one.text.startsWith('<-')) return [];
          const owner = one.parent?.kind === 'expression_list' ? one.parent.parent : one.parent;
          const isNamed = owner?.is('short_var_declaration', 'receive_statement') === true;
          return isNamed ? received(one.child('operand'), owner) : received(one.child('operand'), one);
        }),
      ]);
    return this.receives;
  }
}

/** A value that is received: the variable that has it, or the expression. */
interface Received {
  readonly channel: string;
  readonly value: Node;
}

function received(channel: Node | undefined, by: Node): Received[] {
  const name = channel === undefined ? undefined : channelName(channel);
  const value = by.kind === 'unary_expression' ? by : by.child('left')?.children[0];
  return name === undefined || value === undefined ? [] : [{ channel: name, value }];
}

/** Channels are told apart by the field or variable that has them. */
function channelName(channel: Node): string | undefined {
  const inner = unparen(channel);
  return inner.kind === 'selector_expression'
    ? inner.child('field')?.text
    : inner.kind === 'identifier'
      ? inner.text
      : undefined;
}
