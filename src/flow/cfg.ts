import type { Node } from '../syntax/tree.ts';

/**
 * A condition that holds on an edge: `node` evaluated to `value`, the case's value matched the switch's, or a
 * range loop found (another) element in `over`.
 */
export type Condition =
  | { readonly kind: 'expression'; readonly node: Node; readonly value: boolean }
  | { readonly kind: 'equals'; readonly left: Node; readonly right: Node; readonly value: boolean }
  | { readonly kind: 'iterates'; readonly over: Node; readonly value: true };

export interface FlowEdge {
  readonly from: FlowNode;
  readonly to: FlowNode;
  readonly condition?: Condition;
}

/**
 * A point of a function's control flow.
 * - `statement`: a simple statement (assignment, call, declaration, send, defer, go, return)
 * - `condition`: an atomic condition; its edges say which way it went
 * - `range`: the head of a range loop; it assigns its variables before each round
 * - `branch`: a choice that no condition explains (select, type switch)
 * - `entry`, `exit`: the function's; all normal returns meet in `exit`
 * - `stop`: the process ends here without running deferred calls (os.Exit, log.Fatal)
 * - `panic`: the function ends here and its deferred calls run
 */
export interface FlowNode {
  readonly id: number;
  readonly kind: 'entry' | 'exit' | 'stop' | 'panic' | 'statement' | 'condition' | 'range' | 'branch';
  readonly syntax: Node | undefined;
  readonly successors: FlowEdge[];
  readonly predecessors: FlowEdge[];
}

/** The control flow of one function body; function literals inside it have graphs of their own. */
export interface ControlFlowGraph {
  readonly body: Node;
  readonly entry: FlowNode;
  readonly exit: FlowNode;
  readonly nodes: readonly FlowNode[];
}

/** How a call that never returns ends; undefined for all others. Decided by the caller, who knows what names mean. */
export type NeverReturns = (call: Node) => 'stop' | 'panic' | undefined;

export function buildControlFlow(body: Node, neverReturns: NeverReturns): ControlFlowGraph {
  return new Builder(body, neverReturns).build();
}

/** The calls whose results a return statement gives. */
export function returnedCalls(statement: Node): readonly Node[] {
  return (statement.children[0]?.children ?? []).filter(({ kind }) => kind === 'call_expression');
}

/** The loose ends of the graph built so far: the next node is linked to all of them. */
type Ends = readonly { readonly from: FlowNode; readonly condition?: Condition }[];

interface Target {
  readonly label: string | undefined;
  readonly breaks: { from: FlowNode }[];
  /** Undefined for switch and select, which `continue` passes by. */
  readonly continues: { from: FlowNode }[] | undefined;
}

class Builder {
  private readonly body: Node;
  private readonly neverReturns: NeverReturns;
  private readonly nodes: FlowNode[] = [];
  private readonly targets: Target[] = [];
  private readonly labels = new Map<string, FlowNode>();
  private readonly gotos: { from: FlowNode; label: string }[] = [];
  private readonly fallthroughs: { from: FlowNode }[] = [];
  private readonly exit: FlowNode;
  private ends: Ends = [];

  constructor(body: Node, neverReturns: NeverReturns) {
    this.body = body;
    this.neverReturns = neverReturns;
    this.exit = this.create('exit', undefined);
  }

  build(): ControlFlowGraph {
    const entry = this.create('entry', undefined);
    this.ends = [{ from: entry }];
    this.statements(this.body);
    this.linkTo(this.exit);
    for (const { from, label } of this.gotos) {
      const target = this.labels.get(label);
      if (target !== undefined) link({ from }, target);
    }
    return { body: this.body, entry, exit: this.exit, nodes: this.nodes };
  }

  private create(kind: FlowNode['kind'], syntax: Node | undefined): FlowNode {
    const node: FlowNode = { id: this.nodes.length, kind, syntax, successors: [], predecessors: [] };
    this.nodes.push(node);
    return node;
  }

  private linkTo(node: FlowNode): void {
    for (const end of this.ends) link(end, node);
    this.ends = [{ from: node }];
  }

  private add(kind: FlowNode['kind'], syntax: Node): FlowNode {
    const node = this.create(kind, syntax);
    this.linkTo(node);
    return node;
  }

  private statements(block: Node): void {
    for (const child of block.children) {
      if (child.kind === 'statement_list') this.statements(child);
      else this.statement(child, undefined);
    }
  }

  private statement(node: Node, label: string | undefined): void {
    switch (node.kind) {
      case 'block':
        this.statements(node);
        return;
      case 'if_statement':
        this.ifStatement(node);
        return;
      case 'for_statement':
        this.forStatement(node, label);
        return;
      case 'expression_switch_statement':
        this.switchStatement(node, label);
        return;
      case 'type_switch_statement':
      case 'select_statement':
        this.choice(node, label);
        return;
      case 'labeled_statement':
        this.labeled(node);
        return;
      case 'return_statement':
        this.add('statement', node);
        this.linkTo(this.endOf(returnedCalls(node), node) ?? this.exit);
        this.ends = [];
        return;
      case 'break_statement':
      case 'continue_statement':
      case 'goto_statement':
      case 'fallthrough_statement':
        this.jump(node);
        return;
      case 'empty_statement':
        return;
      default:
        this.simple(node);
    }
  }

  private simple(node: Node): void {
    this.add('statement', node);
    const call = node.kind === 'expression_statement' ? node.children[0] : undefined;
    const end = call?.kind === 'call_expression' ? this.endOf([call], node) : undefined;
    if (end === undefined) return;
    this.linkTo(end);
    this.ends = [];
  }

  /** Where a statement ends that makes a call which never returns. */
  private endOf(calls: readonly Node[], statement: Node): FlowNode | undefined {
    for (const call of calls) {
      const end = this.neverReturns(call);
      if (end !== undefined) return this.create(end, statement);
    }
    return undefined;
  }

  private ifStatement(node: Node): void {
    const initializer = node.child('initializer');
    if (initializer !== undefined) this.statement(initializer, undefined);
    const condition = node.child('condition');
    const [whenTrue, whenFalse] =
      condition === undefined ? [this.ends, this.ends] : this.condition(condition);
    this.ends = whenTrue;
    const consequence = node.child('consequence');
    if (consequence !== undefined) this.statements(consequence);
    const afterConsequence = this.ends;
    this.ends = whenFalse;
    const alternative = node.child('alternative');
    if (alternative !== undefined) this.statement(alternative, undefined);
    this.ends = [...afterConsequence, ...this.ends];
  }

  /** Splits `&&`, `||` and `!` into atomic conditions; gives the ends for true and for false. */
  private condition(node: Node): [Ends, Ends] {
    if (node.kind === 'parenthesized_expression' && node.children[0] !== undefined) {
      return this.condition(node.children[0]);
    }
    if (node.kind === 'unary_expression' && node.text.startsWith('!')) {
      const operand = node.child('operand');
      if (operand !== undefined) {
        const [whenTrue, whenFalse] = this.condition(operand);
        return [whenFalse, whenTrue];
      }
    }
    const operator = node.kind === 'binary_expression' ? node.child('operator')?.kind : undefined;
    const [left, right] = [node.child('left'), node.child('right')];
    if ((operator === '&&' || operator === '||') && left !== undefined && right !== undefined) {
      const [leftTrue, leftFalse] = this.condition(left);
      this.ends = operator === '&&' ? leftTrue : leftFalse;
      const [rightTrue, rightFalse] = this.condition(right);
      return operator === '&&'
        ? [rightTrue, [...leftFalse, ...rightFalse]]
        : [[...leftTrue, ...rightTrue], rightFalse];
    }
    const from = this.add('condition', node);
    return [
      [{ from, condition: { kind: 'expression', node, value: true } }],
      [{ from, condition: { kind: 'expression', node, value: false } }],
    ];
  }

  private forStatement(node: Node, label: string | undefined): void {
    const body = node.child('body');
    const clause = node.children.find((child) => child.kind === 'for_clause');
    const range = node.children.find((child) => child.kind === 'range_clause');
    const initializer = clause?.child('initializer');
    if (initializer !== undefined) this.statement(initializer, undefined);
    const head = range === undefined ? this.add('branch', node) : this.add('range', range);
    const bare = node.children.find((child) => child !== body && child !== clause && child !== range);
    const condition = clause === undefined ? bare : clause.child('condition');
    let after: Ends = [];
    if (range !== undefined) {
      after = [{ from: head }];
      const over = range.child('right');
      if (over !== undefined)
        this.ends = [{ from: head, condition: { kind: 'iterates', over, value: true } }];
    } else if (condition !== undefined) {
      const [whenTrue, whenFalse] = this.condition(condition);
      this.ends = whenTrue;
      after = whenFalse;
    }
    const target: Target = { label, breaks: [], continues: [] };
    this.targets.push(target);
    if (body !== undefined) this.statements(body);
    this.targets.pop();
    this.ends = [...this.ends, ...(target.continues ?? [])];
    const update = clause?.child('update');
    if (update !== undefined && this.ends.length > 0) this.simple(update);
    for (const end of this.ends) link(end, head);
    this.ends = [...after, ...target.breaks];
  }

  private switchStatement(node: Node, label: string | undefined): void {
    const initializer = node.child('initializer');
    if (initializer !== undefined) this.statement(initializer, undefined);
    const tag = node.child('value');
    if (tag !== undefined) this.add('branch', tag);
    const target: Target = { label, breaks: [], continues: undefined };
    this.targets.push(target);
    const cases = node.children.filter((child) => child.is('expression_case', 'default_case'));
    const entries = new Map<Node, Ends>();
    for (const clause of cases) {
      if (clause.kind === 'expression_case') entries.set(clause, this.caseEntry(clause, tag));
    }
    const noMatch = this.ends;
    let afterAll: Ends = cases.some((clause) => clause.kind === 'default_case') ? [] : noMatch;
    let fallthroughs: { from: FlowNode }[] = [];
    for (const clause of cases) {
      this.ends = [...(entries.get(clause) ?? noMatch), ...fallthroughs];
      this.caseBody(clause);
      fallthroughs = this.fallthroughs.splice(0);
      afterAll = [...afterAll, ...this.ends];
    }
    this.targets.pop();
    this.ends = [...afterAll, ...target.breaks];
  }

  /** Tests a case's values in order; leaves the ends where none matched, gives those where one did. */
  private caseEntry(clause: Node, tag: Node | undefined): Ends {
    let matched: Ends = [];
    for (const value of clause.child('value')?.children ?? []) {
      if (tag === undefined) {
        const [whenTrue, whenFalse] = this.condition(value);
        matched = [...matched, ...whenTrue];
        this.ends = whenFalse;
      } else {
        const from = this.add('condition', value);
        const condition = { kind: 'equals', left: tag, right: value } as const;
        matched = [...matched, { from, condition: { ...condition, value: true } }];
        this.ends = [{ from, condition: { ...condition, value: false } }];
      }
    }
    return matched;
  }

  private caseBody(clause: Node): void {
    const value = clause.child('value');
    const type = clause.childrenOf('type');
    for (const child of clause.children) {
      if (child === value || type.includes(child)) continue;
      if (child.kind === 'statement_list') this.statements(child);
      else this.statement(child, undefined);
    }
  }

  /** A type switch or select: each case may be taken. */
  private choice(node: Node, label: string | undefined): void {
    const initializer = node.child('initializer');
    if (initializer !== undefined) this.statement(initializer, undefined);
    const head = this.add('branch', node.child('value') ?? node);
    const target: Target = { label, breaks: [], continues: undefined };
    this.targets.push(target);
    const cases = node.children.filter((child) =>
      child.is('type_case', 'default_case', 'communication_case'),
    );
    const hasDefault = cases.some((clause) => clause.kind === 'default_case');
    // A select without default waits for one of its cases; a type switch may match none.
    let afterAll: Ends = hasDefault || node.kind === 'select_statement' ? [] : [{ from: head }];
    for (const clause of cases) {
      this.ends = [{ from: head }];
      this.caseBody(clause);
      afterAll = [...afterAll, ...this.ends];
    }
    this.targets.pop();
    this.ends = [...afterAll, ...target.breaks];
  }

  private labeled(node: Node): void {
    const name = node.child('label')?.text ?? '';
    this.labels.set(name, this.add('branch', node.child('label') ?? node));
    for (const child of node.children) {
      if (child.kind !== 'label_name') this.statement(child, name);
    }
  }

  private jump(node: Node): void {
    const from = this.add('statement', node);
    this.ends = [];
    const label = node.children[0]?.text;
    switch (node.kind) {
      case 'goto_statement':
        if (label !== undefined) this.gotos.push({ from, label });
        return;
      case 'fallthrough_statement':
        this.fallthroughs.push({ from });
        return;
      case 'break_statement':
        this.findTarget(label, false)?.breaks.push({ from });
        return;
      default:
        this.findTarget(label, true)?.continues?.push({ from });
    }
  }

  private findTarget(label: string | undefined, needsLoop: boolean): Target | undefined {
    for (let i = this.targets.length - 1; i >= 0; i--) {
      const target = this.targets[i];
      if (target === undefined) continue;
      if (label !== undefined ? target.label === label : !needsLoop || target.continues !== undefined)
        return target;
    }
    return undefined;
  }
}

function link(end: { from: FlowNode; condition?: Condition }, to: FlowNode): void {
  const edge: FlowEdge = {
    from: end.from,
    to,
    ...(end.condition === undefined ? {} : { condition: end.condition }),
  };
  end.from.successors.push(edge);
  to.predecessors.push(edge);
}
