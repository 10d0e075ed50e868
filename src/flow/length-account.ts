import { calleeOf, isCall, unparen } from '../semantic/callee.ts';
import type { GoFunction, Package } from '../semantic/package.ts';
import type { Node } from '../syntax/tree.ts';
import { assignmentsOf, walkOutsideLiterals } from './assignments.ts';
import type { FlowEdge, FlowNode } from './cfg.ts';
import { canonical, factsOfCondition, nonEmptyKey } from './conditions.ts';
import { definitionsOf } from './definitions.ts';
import { isCheckedByCall, isCounted, isOfAskedLength, isTestedInExpression } from './filled.ts';
import type { FunctionFlow } from './function-flow.ts';
import type { ParameterLengths } from './parameter-lengths.ts';
import type { Remark } from './remark.ts';
import { unseenCallersOf } from './unseen-callers.ts';
import { decisionText } from './decision.ts';
import { short } from './code-text.ts';

/** Why a slice is not empty, or why nothing is known of that. */
export interface LengthAccount {
  readonly reason: string;
  readonly remarks: readonly Remark[];
}

/** Why `isFilledAt` says that a slice has an element where an expression is evaluated. */
export function accountForFilled(
  at: Node,
  slice: Node,
  fn: GoFunction,
  lengths: ParameterLengths,
): LengthAccount {
  const { package: pkg } = lengths;
  const name = `\`${short(slice)}\``;
  const flow = lengths.flowOf(fn);
  const node = flow.nodeAt(at);
  if (node !== undefined) {
    if (!flow.facts.isReachable(node)) return { reason: 'no path leads to this line', remarks: [] };
    const facts = lengths.knownAt(flow, node);
    if (flow.facts.isNonEmpty(slice, flow.facts.at(node)) === true)
      return accountForFact(node, slice, flow, pkg);
    if (flow.facts.isNonEmpty(slice, facts) === true) return accountForCalls(slice, lengths);
    if (isOfAskedLength(slice, facts, pkg)) {
      return {
        reason: `the length of ${name} has been compared with the one that is asked for`,
        remarks: [],
      };
    }
    if (isCounted(at, slice, fn, facts, pkg)) {
      return {
        reason: `a count that an earlier call with ${name} gave is above zero on every path to here`,
        remarks: [],
      };
    }
  }
  if (node !== undefined && isCheckedByCall(at, slice, flow, pkg)) {
    return {
      reason: `a function that compares the length of ${name} has been called, and its result tested`,
      remarks: [],
    };
  }
  if (isTestedInExpression(at, slice, pkg)) {
    return { reason: `the same expression has tested before that ${name} is not empty`, remarks: [] };
  }
  const outer = lengths.functionAt(fn.node);
  if (outer === undefined) return { reason: `${name} has an element on every path to here`, remarks: [] };
  const { reason, remarks } = accountForFilled(fn.node, slice, outer, lengths);
  return { reason: `where the function literal is made, ${reason}`, remarks };
}

/** What the calls in the package pass. */
function accountForCalls(slice: Node, lengths: ParameterLengths): LengthAccount {
  const symbol = slice.kind === 'identifier' ? lengths.package.symbolOf(slice) : undefined;
  const calls = symbol === undefined ? undefined : lengths.callsWith(symbol);
  const remarks = (calls ?? []).map(({ call }) => ({
    at: call,
    message: `\`${short(call)}\` is called here`,
  }));
  return {
    reason: `\`${short(slice)}\` is not empty here: that follows from what every call in this package passes`,
    remarks,
  };
}

/** Where the paths to a point get to know that a slice has elements. */
function accountForFact(node: FlowNode, slice: Node, flow: FunctionFlow, pkg: Package): LengthAccount {
  const name = `\`${short(slice)}\``;
  const key = nonEmptyKey(canonical(slice, pkg));
  const sources = new Map<Node, string>();
  const found = { isDerived: false };
  const seen = new Set<FlowNode>();
  const visit = (edge: FlowEdge): FlowNode[] => {
    const { condition, from } = edge;
    if (seen.has(from) || !flow.facts.isReachable(from)) return [];
    const holds =
      condition !== undefined && factsOfCondition(condition, pkg).some((one) => one.key === key && one.value);
    if (holds) {
      sources.set(
        condition.kind === 'expression' ? condition.node : (from.syntax ?? slice),
        decisionText(condition),
      );
      return [];
    }
    const remark = givesElements(from, slice, flow, pkg);
    if (remark !== undefined) {
      found.isDerived ||= remark.isDerived;
      sources.set(remark.at, remark.message);
      return [];
    }
    return [from];
  };
  const work = [node];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    for (const from of next.predecessors.flatMap(visit)) {
      seen.add(from);
      work.push(from);
    }
  }
  const remarks = [...sources]
    .map(([at, message]) => ({ at, message }))
    .sort((a, b) => a.at.start - b.at.start);
  const [only, ...more] = remarks;
  if (only !== undefined && more.length === 0 && !found.isDerived) {
    return { reason: `${name} is not empty here: ${only.message} at line ${String(only.at.line)}`, remarks };
  }
  if (only !== undefined && !found.isDerived)
    return { reason: `${name} has an element on every path to here`, remarks };
  return {
    reason: `${name} is not empty here: that follows from its value and from the lengths that are compared before`,
    remarks,
  };
}

/** A statement behind which a slice has elements: it gets a value, or one of its elements is read. */
function givesElements(
  node: FlowNode,
  slice: Node,
  flow: FunctionFlow,
  pkg: Package,
): (Remark & { readonly isDerived: boolean }) | undefined {
  const place = canonical(slice, pkg);
  for (const { target, value } of assignmentsOf(node)) {
    if (value === undefined || canonical(target, pkg) !== place) continue;
    // What was made as long as something else has elements because of what is known of that.
    const isDerived = flow.facts.isNonEmpty(value, flow.facts.at(node)) !== true;
    return { at: target, message: `\`${short(slice)}\` gets \`${short(value)}\``, isDerived };
  }
  if (node.kind !== 'statement' && node.kind !== 'condition') return undefined;
  for (const expression of walkOutsideLiterals(node)) {
    const operand = expression.kind === 'index_expression' ? expression.child('operand') : undefined;
    const isRead = expression.child('index')?.kind === 'int_literal';
    if (operand === undefined || !isRead || canonical(operand, pkg) !== place) continue;
    return { at: expression, message: `\`${short(expression)}\` has been evaluated`, isDerived: false };
  }
  return undefined;
}

/** Why nothing says that a slice or array may be empty. */
export function accountForUnknownLength(slice: Node, lengths: ParameterLengths): LengthAccount {
  const { package: pkg } = lengths;
  const expression = unparen(slice);
  const name = `\`${short(expression)}\``;
  const none = (reason: string): LengthAccount => ({ reason, remarks: [] });
  if (pkg.types.ofExpression(expression).kind === 'array') {
    return none(`${name} is an array, and its length is fixed`);
  }
  const symbol = expression.kind === 'identifier' ? pkg.symbolOf(expression) : undefined;
  if (symbol?.kind !== 'variable') {
    return none(`nothing in this package says how many elements ${name} has`);
  }
  const definitions = definitionsOf(symbol, pkg);
  const remarks = definitions.map(({ target, value }) => ({
    at: target,
    message: value === undefined ? `${name} is set here` : `${name} gets \`${short(value)}\``,
  }));
  if (symbol.role === 'parameter') {
    return unseenCallersOf(symbol, pkg) !== undefined || lengths.callsWith(symbol) !== undefined
      ? { reason: `nothing says that ${name} may be empty where its address is taken`, remarks }
      : none(`who calls the function is not known, and so neither whether they may pass an empty ${name}`);
  }
  const unread = definitions.find(({ value }) => value === undefined || isCallOfGo(value, pkg));
  const line = unread === undefined ? '' : ` (line ${String(unread.target.line)})`;
  return {
    reason: `where ${name} comes from${line} is not followed, so whether it may be empty is not known`,
    remarks,
  };
}

function isCallOfGo(value: Node, pkg: Package): boolean {
  return isCall(value) && calleeOf(value, pkg).kind !== 'conversion';
}
