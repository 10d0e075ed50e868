import { calleeOf } from '../semantic/callee.ts';
import type { GoFunction, Package } from '../semantic/package.ts';
import type { Node } from '../syntax/tree.ts';
import { canonical, factsOfCondition, isNonZeroKey, nonEmptyKey } from './conditions.ts';
import { definitionsOf } from './definitions.ts';
import type { FactSet } from './facts.ts';
import type { FunctionFlow } from './function-flow.ts';

export type FlowOf = (fn: GoFunction) => FunctionFlow;

/**
 * Whether a slice or string has at least one element where an expression is evaluated, on every path (true), or none
 * (false); undefined where that is not known. A closure's paths start where it is made.
 */
export function isFilledAt(
  at: Node,
  slice: Node,
  fn: GoFunction,
  functions: readonly GoFunction[],
  pkg: Package,
  flowOf: FlowOf,
): boolean | undefined {
  const flow = flowOf(fn);
  const node = flow.nodeAt(at);
  if (node !== undefined) {
    if (!flow.facts.isReachable(node)) return true;
    const facts = flow.facts.at(node);
    const known = flow.facts.isNonEmpty(slice, facts);
    if (known !== undefined) return known;
    if (isCounted(at, slice, fn, facts, pkg)) return true;
  }
  if (isTestedInExpression(at, slice, pkg)) return true;
  const owner = pkg.symbolOf(slice)?.owner;
  if (fn.node.kind !== 'func_literal' || owner === fn.node) return undefined;
  const enclosing = fn.node.ancestor('func_literal', 'function_declaration', 'method_declaration');
  const outer = functions.find((other) => other.node === enclosing);
  const before = outer === undefined ? undefined : isFilledAt(fn.node, slice, outer, functions, pkg, flowOf);
  return before === false && isSetFrom(fn.node, slice, pkg) ? undefined : before;
}

/** Whether a captured variable may get another value once a closure is made: inside of it, or before it is called. */
function isSetFrom(literal: Node, slice: Node, pkg: Package): boolean {
  const symbol = pkg.symbolOf(slice);
  return (
    symbol === undefined || definitionsOf(symbol, pkg).some(({ target }) => target.start >= literal.start)
  );
}

/**
 * `n, err := read(fd, b); if n > 0 { … &b[0] … }`: a count above zero that an earlier call with the slice gave says
 * as much as a test of its length.
 */
export function isCounted(at: Node, slice: Node, fn: GoFunction, facts: FactSet, pkg: Package): boolean {
  const symbol = pkg.symbolOf(slice);
  const counts = [...facts.values()]
    .filter((fact) => fact.value && isNonZeroKey(fact.key))
    .flatMap((fact) => fact.symbols)
    .filter((count) => count !== symbol);
  if (symbol === undefined || counts.length === 0) return false;
  return fn.body.all('call_expression').some((call) => {
    const callee = calleeOf(call, pkg);
    if (callee.kind === 'conversion' || callee.kind === 'builtin' || call.end > at.start) return false;
    if (!call.all('identifier').some((name) => pkg.symbolOf(name) === symbol)) return false;
    // The count is a result of the call, or filled in by it through a pointer.
    const statement =
      call.ancestor('short_var_declaration', 'assignment_statement', 'expression_statement') ?? call;
    return statement.all('identifier').some((name) => counts.some((count) => pkg.symbolOf(name) === count));
  });
}

/** `len(b) > 0 && f(&b[0])` as a value: the left side has decided before the right one runs. */
export function isTestedInExpression(at: Node, slice: Node, pkg: Package): boolean {
  const wanted = nonEmptyKey(canonical(slice, pkg));
  for (let node = at; node.parent !== undefined; node = node.parent) {
    const left = node.field === 'right' ? node.parent.child('left') : undefined;
    const operator = node.parent.child('operator')?.kind;
    if (node.parent.kind !== 'binary_expression' || left === undefined) continue;
    if (operator !== '&&' && operator !== '||') continue;
    const facts = factsOfCondition({ kind: 'expression', node: left, value: operator === '&&' }, pkg);
    if (facts.some((fact) => fact.key === wanted && fact.value)) return true;
  }
  return false;
}
