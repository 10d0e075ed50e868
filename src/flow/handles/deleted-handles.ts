import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import { isRuntimeHandle } from '../../semantic/handle-types.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FlowNode } from '../cfg.ts';
import { definitionsOf } from '../definitions.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { everyPathBack, findPath } from '../paths.ts';
import type { FlowPath } from '../paths.ts';
import { statementOf } from '../value-use.ts';
import { rootOf } from '../lifetime/keeping.ts';

/** A call of a handle's method: `h.Value()`, `w.handle.Delete()`. */
export interface HandleCall {
  readonly call: Node;
  readonly method: 'Value' | 'Delete';
  /** The handle, as it is written. */
  readonly place: string;
  readonly root: GoSymbol;
}

/** A handle that is used after `Delete`, and the path between. */
export interface UseAfterDelete {
  readonly deletion: HandleCall;
  readonly use: HandleCall;
  /** Undefined where the use is a deferred call that stands before the deletion. */
  readonly path: FlowPath | undefined;
}

/** The calls of methods of handles of `runtime/cgo` in a function; those in its literals are the literals' own. */
export function handleCalls({ function: { body }, package: pkg }: FunctionFlow): HandleCall[] {
  return body.allOutside('func_literal', 'call_expression').flatMap((call): HandleCall[] => {
    const callee = calleeOf(call, pkg);
    if (callee.kind !== 'method' || (callee.name !== 'Value' && callee.name !== 'Delete')) return [];
    const place = unparen(callee.operand);
    const root = rootOf(place, pkg);
    if (root === undefined || root.path.includes('[]') || argumentsOf(call).length > 0) return [];
    if (!isRuntimeHandle(pkg.types.ofExpression(place), pkg)) return [];
    return [{ call, method: callee.name, place: place.text, root: root.symbol }];
  });
}

/** The use of a handle after one of the calls that delete it; undefined where no path leads to one. */
export function useAfter(
  deletion: HandleCall,
  calls: readonly HandleCall[],
  flow: FunctionFlow,
): UseAfterDelete | undefined {
  const start = flow.nodeAt(deletion.call);
  if (start === undefined || statementOf(deletion.call) !== undefined) return undefined;
  const own = calls.filter(({ place, root }) => place === deletion.place && root === deletion.root);
  const deferred = own.find((one) => statementOf(one.call) === 'defer' && isPassed(one, start, flow));
  if (deferred !== undefined && flow.reachesExit(start) && !isSetBefore(deletion, start, flow))
    return { deletion, use: deferred, path: undefined };
  const uses = new Map(
    own.flatMap((one) => {
      const node = flow.nodeAt(one.call);
      return node === undefined ? [] : [[node, one] as const];
    }),
  );
  const ends = changesOf(deletion, flow);
  const path = findPath(flow, start, {
    initial: 0,
    step: (node) => (uses.has(node) ? 'found' : ends.has(node) ? 'end' : { go: 0 }),
    key: () => '',
  });
  const use = path === undefined ? undefined : uses.get(path.last);
  return path === undefined || use === undefined ? undefined : { deletion, use, path };
}

/** Whether every path to a deletion has deferred the call. */
function isPassed({ call }: HandleCall, to: FlowNode, flow: FunctionFlow): boolean {
  const at = flow.nodeAt(call);
  return everyPathBack(to, flow, (node) => (node === at ? 'passed' : 'on'));
}

/** Whether the variable may hold another handle than the one that was deferred: then there are two. */
function isSetBefore(deletion: HandleCall, start: FlowNode, flow: FunctionFlow): boolean {
  const changes = [...changesOf(deletion, flow)].filter((node) => node !== start);
  return changes.length > 1;
}

/** The points at which the handle, or what holds it, gets another value or may get one from elsewhere. */
function changesOf({ place, root, call }: HandleCall, flow: FunctionFlow): ReadonlySet<FlowNode> {
  const pkg = flow.package;
  const targets = definitionsOf(root, pkg).map(({ target }) => target);
  const isVariable = place === root.name;
  const reached = isVariable
    ? []
    : pkg.bindings.usesOf(root).filter((mention) => mayChange(mention, place, pkg));
  const inLiterals = pkg.bindings
    .usesOf(root)
    .some((mention) => targets.includes(mention) && isInLiteral(mention, call));
  const found = new Set<FlowNode>();
  for (const node of [...targets, ...reached]) {
    const at = flow.nodeAt(node) ?? flow.graph.nodes.find(({ syntax }) => syntax?.contains(node) === true);
    if (at !== undefined) found.add(at);
  }
  // A literal may set it whenever it runs.
  return inLiterals ? new Set(flow.graph.nodes) : found;
}

function isInLiteral(mention: Node, call: Node): boolean {
  return mention.ancestor('func_literal') !== call.ancestor('func_literal');
}

/** A mention of what holds a handle in a field: assigned to, or in the hands of other code. */
function mayChange(mention: Node, place: string, pkg: Package): boolean {
  for (let node = mention.parent; node !== undefined; node = node.parent) {
    if (node.kind === 'selector_expression' && node.text === place) continue;
    if (node.kind === 'call_expression') {
      const callee = calleeOf(node, pkg);
      const isOwn = callee.kind === 'method' && callee.operand.text === place;
      return !isOwn && callee.kind !== 'conversion' && callee.kind !== 'builtin';
    }
    if (node.kind === 'expression_list') return node.field === 'left';
    if (node.kind === 'unary_expression' && node.text.startsWith('&')) return true;
    if (!node.is('selector_expression', 'argument_list', 'parenthesized_expression', 'index_expression'))
      return false;
  }
  return false;
}
