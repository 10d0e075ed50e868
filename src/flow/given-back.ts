import { calleeOf, isCall, unparen } from '../semantic/callee.ts';
import type { GoFunction, Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import type { FlowNode } from './cfg.ts';
import type { FunctionFlow } from './function-flow.ts';
import { findPath } from './paths.ts';
import type { FlowPath } from './paths.ts';
import { sharedVariable, sharingVariables } from './shared-memory.ts';

/** Memory in a variable of a function, and the call behind which it is no longer the function's: `Put`, `Munmap`. */
export interface GivenBack {
  readonly call: Node;
  readonly root: GoSymbol;
  /** The variable and the others that never hold anything but its memory. */
  readonly variables: ReadonlySet<GoSymbol>;
  /** Where the flow passes it: the call's own statement, or the `defer` of it or of a literal that does it. */
  readonly point: Node;
  readonly isDeferred: boolean;
}

/** A use of memory behind the call that gave it back. */
export interface UseBehind {
  /** What is used: a variable, or the result that is returned. */
  readonly at: Node;
  readonly path: FlowPath;
}

export function givenBack(
  call: Node,
  root: GoSymbol | undefined,
  point: Node | undefined,
  pkg: Package,
): GivenBack | undefined {
  if (root === undefined || point === undefined) return undefined;
  const isDeferred = point.kind === 'defer_statement';
  return { call, root, variables: sharingVariables(root, pkg), point, isDeferred };
}

/**
 * Where the flow of a function passes a call: the node itself, or the `defer` of it or of a literal whose body always
 * comes to it. Undefined for a call in another literal, which has its own turn.
 */
export function pointOfCall(call: Node, fn: GoFunction): Node | undefined {
  const literal = call.ancestor('func_literal');
  if (literal === undefined || !fn.body.contains(literal)) {
    const { parent } = call;
    return parent?.is('defer_statement', 'go_statement') === true
      ? parent.kind === 'defer_statement'
        ? parent
        : undefined
      : call;
  }
  const invocation = literal.parent;
  const defer = invocation?.parent;
  const isDeferred = defer?.kind === 'defer_statement' && invocation?.child('function') === literal;
  if (!isDeferred || !isAlwaysCalled(call, literal)) return undefined;
  const around = defer.ancestor('func_literal');
  return around === undefined || !fn.body.contains(around) ? defer : undefined;
}

/** Whether a call is a statement of a literal's body, or its value is used up by one. */
function isAlwaysCalled(call: Node, literal: Node): boolean {
  const ofIf = call.ancestor('if_statement');
  const initializer = ofIf?.child('initializer');
  const isInitializer = initializer?.contains(call) === true;
  const statement = isInitializer
    ? ofIf
    : call.ancestor('expression_statement', 'assignment_statement', 'short_var_declaration');
  const block = statement?.parent;
  return block !== undefined && (block === literal.child('body') || block.parent === literal.child('body'));
}

/** The uses of memory that a call gave back, by the search for the path that leads to one. */
export class UsesBehind {
  private readonly flow: FunctionFlow;
  private readonly pkg: Package;
  private readonly given: GivenBack;

  constructor(flow: FunctionFlow, given: GivenBack, pkg: Package) {
    this.flow = flow;
    this.given = given;
    this.pkg = pkg;
  }

  /**
   * The first use on a feasible path behind the call; where the call is deferred, the first result that shares the
   * memory.
   * @param isHarmless whether a mention of one of the variables does not look at the memory
   * @param fails whether a path is one on which the call has not given the memory back
   */
  first(
    isHarmless: (use: Node) => boolean,
    fails: (path: FlowPath) => boolean = () => false,
  ): UseBehind | undefined {
    const start = this.flow.nodeAt(this.given.point);
    if (start === undefined) return undefined;
    const uses = new Map(this.given.isDeferred ? this.returned() : this.mentions(isHarmless));
    for (let path = this.pathTo(uses, start); path !== undefined; path = this.pathTo(uses, start)) {
      const at = uses.get(path.last);
      if (at === undefined) return undefined;
      if (!fails(path)) return { at, path };
      uses.delete(path.last);
    }
    return undefined;
  }

  private pathTo(uses: ReadonlyMap<FlowNode, Node>, start: FlowNode): FlowPath | undefined {
    if (uses.size === 0) return undefined;
    return findPath(this.flow, start, {
      initial: '',
      key: () => '',
      step: (node) => (uses.has(node) ? 'found' : this.isReplacedAt(node) ? 'end' : { go: '' }),
    });
  }

  /** Every mention that looks at the memory, by its point; the first of several. */
  private mentions(isHarmless: (use: Node) => boolean): ReadonlyMap<FlowNode, Node> {
    const found = new Map<FlowNode, Node>();
    for (const symbol of this.given.variables) {
      for (const use of this.pkg.bindings.usesOf(symbol)) {
        if (this.given.call.contains(use) || isTarget(use) || isHarmless(use)) continue;
        const node = this.flow.nodeAt(use);
        if (node !== undefined && !found.has(node)) found.set(node, use);
      }
    }
    return found;
  }

  /** The results that share the memory, by their return statements. */
  private returned(): ReadonlyMap<FlowNode, Node> {
    const found = new Map<FlowNode, Node>();
    for (const statement of this.flow.function.body.allOutside('func_literal', 'return_statement')) {
      const result = statement.children[0]?.children.find((one) => this.isShared(one));
      const node = this.flow.nodeAt(statement);
      if (result !== undefined && node !== undefined) found.set(node, result);
    }
    return found;
  }

  /** Whether a value is the memory, a part or view of it, or a struct that is made with one. */
  private isShared(value: Node): boolean {
    return [value, ...elementsOf(value)].some(
      (one) => sharedVariable(one, this.given.variables, this.pkg) !== undefined,
    );
  }

  /** Whether the variable gets another value at a point, and the others are made of it anew. */
  private isReplacedAt(node: FlowNode): boolean {
    return this.pkg.bindings.usesOf(this.given.root).some((use) => {
      if (!isTarget(use) || this.flow.nodeAt(use) !== node) return false;
      const list = use.parent;
      const value = list?.parent?.child('right')?.children[list.children.indexOf(use)];
      return value === undefined || !this.isShared(value);
    });
  }
}

/** Whether a mention only takes the length of a variable, or compares it with nil. */
export function onlyMeasures(use: Node, pkg: Package): boolean {
  const { parent } = use;
  if (parent?.kind === 'binary_expression') return /\bnil\b/.test(parent.text);
  const call = parent?.kind === 'argument_list' ? parent.parent : undefined;
  if (call === undefined || !isCall(call)) return false;
  const callee = calleeOf(call, pkg);
  return (
    (callee.kind === 'builtin' && /^(len|cap)$/.test(callee.name)) ||
    (callee.kind === 'package' && callee.path === 'runtime')
  );
}

/** The values that a composite literal is made with. */
function elementsOf(value: Node): Node[] {
  const plain = unparen(value);
  const literal = plain.kind === 'unary_expression' ? plain.child('operand') : plain;
  if (literal?.kind !== 'composite_literal') return [];
  return (literal.child('body')?.children ?? []).flatMap((element) => {
    const held = element.kind === 'keyed_element' ? element.child('value') : element;
    return held?.children.slice(0, 1) ?? [];
  });
}

/** Whether a mention only gives the variable a value, or is its declaration. */
function isTarget(use: Node): boolean {
  const { parent } = use;
  if (parent?.kind === 'var_spec') return use.field === 'name';
  return parent?.kind === 'expression_list' && parent.field === 'left';
}
