import { pathSteps } from '../../../engine/path-steps.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import type { FlowNode } from '../../../flow/cfg.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import type { FunctionFlow } from '../../../flow/function-flow.ts';
import { isPoolCall } from '../../../flow/origin/pooled-origins.ts';
import { findPath } from '../../../flow/paths.ts';
import { holdsElements, sharedVariable, sharingVariables } from '../../../flow/shared-memory.ts';
import { argumentsOf, calleeOf, unparen } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'pool-use-after-put',
  code: 'CGO312',
  category: 'lifetime',
  severity: 'error',
  confidence: 'likely',
  cwe: 416,
  docs,
  requires: [functionFlows],
  run(pass) {
    const files = new Set(pass.package.files.filter(({ tree }) => tree.text.includes('.Put(')));
    for (const fn of pass.functions()) {
      if (!files.has(fn.file)) continue;
      for (const call of fn.body.all('call_expression')) {
        if (call.child('function')?.child('field')?.text !== 'Put') continue;
        if (isPoolCall(call, 'Put', pass.package)) check(pass, fn, call);
      }
    }
  },
});

function check(pass: Pass, fn: GoFunction, put: Node): void {
  const point = pointOf(put, fn);
  // A literal inside has its own turn, unless it is deferred.
  if (point === undefined) return;
  const clear = (reason: string): void => {
    pass.clear(() => ({ at: put, file: fn.file, reason }));
  };
  const root = pooledVariable(pass, fn, put);
  if (root === undefined) {
    clear('what is put back is no pointer, slice or map in a variable of this function');
    return;
  }
  const flow = pass.use(functionFlows)(fn);
  const start = flow.nodeAt(point);
  if (start === undefined) return;
  const variables = sharingVariables(root, pass.package);
  if (isTakenOut(pass, fn, variables)) {
    clear(`a part of \`${root.name}\` is given another value, so that what went before may be kept`);
    return;
  }
  const seen = new Uses(pass, flow, variables);
  const uses = point.kind === 'defer_statement' ? seen.returned() : seen.all(put);
  const path = findPath(flow, start, {
    initial: '',
    key: () => '',
    step: (node) => (uses.has(node) ? 'found' : seen.isReplacedAt(node, root) ? 'end' : { go: '' }),
  });
  const use = path === undefined ? undefined : uses.get(path.last);
  if (path === undefined || use === undefined) {
    clear(`nothing of \`${root.name}\` is used behind this`);
    return;
  }
  const isDeferred = point.kind === 'defer_statement';
  const text = use.text.replace(/\s+/g, ' ');
  pass.report({
    at: use,
    file: fn.file,
    message: isDeferred
      ? `\`${text}\` is given to the caller, and its memory to the pool: the next \`Get\` writes over it`
      : `\`${text}\` is memory that was put back into the pool: another goroutine may have it by now`,
    steps: pathSteps(pass, fn, {
      from: {
        node: put,
        message: isDeferred
          ? `\`${root.name}\` goes back to the pool when the function returns`
          : `\`${root.name}\` goes back to the pool`,
      },
      path,
      end: isDeferred ? 'and is returned all the same' : 'and is used here',
      endAt: use,
    }),
  });
}

/** The statement with which the memory is put back: the call's own, or the `defer` of it or of a literal that does it. */
function pointOf(put: Node, fn: GoFunction): Node | undefined {
  const literal = put.ancestor('func_literal');
  const isInside = literal !== undefined && fn.body.contains(literal);
  if (isInside) {
    const defer = literal.parent?.parent;
    const list = put.parent?.kind === 'expression_statement' ? put.parent.parent : undefined;
    const isWhole = list?.parent === literal.child('body') && literal.parent?.child('function') === literal;
    return isWhole && defer?.kind === 'defer_statement' && defer.ancestor('func_literal') !== literal
      ? ownPoint(defer, fn)
      : undefined;
  }
  return put.parent?.is('defer_statement', 'expression_statement') === true
    ? ownPoint(put.parent, fn)
    : undefined;
}

function ownPoint(statement: Node, fn: GoFunction): Node | undefined {
  const around = statement.ancestor('func_literal');
  return around === undefined || !fn.body.contains(around) ? statement : undefined;
}

/** The `v` of `Put(v)` and `Put(&v)`, a variable of the function that leads to memory. */
function pooledVariable(pass: Pass, fn: GoFunction, put: Node): GoSymbol | undefined {
  const [given] = argumentsOf(put);
  if (given === undefined) return undefined;
  const plain = unparen(given);
  const isAddress = plain.kind === 'unary_expression' && plain.text.startsWith('&');
  const name = isAddress ? plain.child('operand') : plain;
  const symbol = name?.kind === 'identifier' ? pass.package.symbolOf(name) : undefined;
  if (symbol?.owner !== fn.node) return undefined;
  const type = pass.package.types.ofExpression(name ?? plain);
  const leads =
    type.kind === 'pointer' ||
    type.kind === 'slice' ||
    (type.kind === 'composite' && type.form === 'map_type');
  return leads ? symbol : undefined;
}

/** `out := p.buf; p.buf = nil; pool.Put(p)`: what is put back no longer has the buffer. */
function isTakenOut(pass: Pass, fn: GoFunction, variables: ReadonlySet<GoSymbol>): boolean {
  return fn.body.all('assignment_statement').some((statement) => {
    const values = statement.child('right')?.children ?? [];
    return (statement.child('left')?.children ?? []).some((target, index) => {
      const place = unparen(target);
      if (!place.is('unary_expression', 'selector_expression')) return false;
      const operand = place.child('operand');
      const symbol = operand?.kind === 'identifier' ? pass.package.symbolOf(operand) : undefined;
      if (symbol === undefined || !variables.has(symbol)) return false;
      const value = values[index];
      const isKept = value !== undefined && sharedVariable(value, variables, pass.package) !== undefined;
      return !isKept && holdsElements(pass.package.types.ofExpression(place));
    });
  });
}

/** Where the memory of some variables is used in a function. */
class Uses {
  private readonly pass: Pass;
  private readonly flow: FunctionFlow;
  private readonly variables: ReadonlySet<GoSymbol>;

  constructor(pass: Pass, flow: FunctionFlow, variables: ReadonlySet<GoSymbol>) {
    this.pass = pass;
    this.flow = flow;
    this.variables = variables;
  }

  /** Every mention that looks at the memory, by its point; the first of several. */
  all(put: Node): ReadonlyMap<FlowNode, Node> {
    const found = new Map<FlowNode, Node>();
    for (const symbol of this.variables) {
      for (const use of this.pass.package.bindings.usesOf(symbol)) {
        const node = put.contains(use) || this.isHarmless(use) ? undefined : this.flow.nodeAt(use);
        if (node !== undefined && !found.has(node)) found.set(node, use);
      }
    }
    return found;
  }

  /** The results that share the memory, by their return statements. */
  returned(): ReadonlyMap<FlowNode, Node> {
    const found = new Map<FlowNode, Node>();
    for (const statement of this.flow.function.body.allOutside('func_literal', 'return_statement')) {
      const result = statement.children[0]?.children.find(
        (one) => sharedVariable(one, this.variables, this.pass.package) !== undefined,
      );
      const node = this.flow.nodeAt(statement);
      if (result !== undefined && node !== undefined) found.set(node, result);
    }
    return found;
  }

  /** Whether the variable gets another value at a point, and the others are made of it anew. */
  isReplacedAt(node: FlowNode, root: GoSymbol): boolean {
    return this.pass.package.bindings.usesOf(root).some((use) => {
      if (!isTarget(use) || this.flow.nodeAt(use) !== node) return false;
      const list = use.parent;
      const value = list?.parent?.child('right')?.children[list.children.indexOf(use)];
      return value === undefined || sharedVariable(value, this.variables, this.pass.package) === undefined;
    });
  }

  /** An assignment to the variable, a look at its length or whether it is nil. */
  private isHarmless(use: Node): boolean {
    if (isTarget(use)) return true;
    const { parent } = use;
    if (parent?.kind === 'binary_expression') return /\bnil\b/.test(parent.text);
    const call = parent?.kind === 'argument_list' ? parent.parent : undefined;
    if (call?.kind !== 'call_expression') return false;
    const callee = calleeOf(call, this.pass.package);
    return (
      (callee.kind === 'builtin' && /^(len|cap)$/.test(callee.name)) ||
      (callee.kind === 'method' && callee.name === 'Put') ||
      (callee.kind === 'package' && callee.path === 'runtime')
    );
  }
}

/** Whether a mention only gives the variable a value, or is its declaration. */
function isTarget(use: Node): boolean {
  const { parent } = use;
  if (parent?.kind === 'var_spec') return use.field === 'name';
  return parent?.kind === 'expression_list' && parent.field === 'left';
}
