import { calleeOf, isCall } from '../../semantic/callee.ts';
import { isHandle } from '../../semantic/handle-types.ts';
import type { Package } from '../../semantic/package.ts';
import { selectorsOf } from '../../semantic/selectors.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import { isUnknown } from '../../semantic/type.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FlowNode } from '../cfg.ts';
import { definitionsOf } from '../definitions.ts';
import { givesUpBehind } from '../error-returns.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { findPath } from '../paths.ts';
import type { FlowPath } from '../paths.ts';
import { statementOf, unconverted, useOf } from '../value-use.ts';

/** What becomes of a new handle. */
export type HandleFate =
  /** Nothing deletes it on a path that leaves the function, and nobody else has it. */
  | { readonly kind: 'lost'; readonly path: FlowPath }
  /** C has it, and nothing in the package deletes handles. */
  | { readonly kind: 'with C for good'; readonly given: Node }
  /** C has got it, and the function returns an error without deleting it. */
  | { readonly kind: 'left where it fails'; readonly path: FlowPath; readonly given: Node }
  | { readonly kind: 'fine'; readonly reason: string };

/** The calls of `cgo.NewHandle` in a function; those in its literals are the literals' own. */
export function newHandles(body: Node, pkg: Package): Node[] {
  return body.allOutside('func_literal', 'call_expression').filter((call) => {
    const callee = calleeOf(call, pkg);
    return callee.kind === 'package' && callee.path === 'runtime/cgo' && callee.name === 'NewHandle';
  });
}

/** What becomes of the handle that a call makes; `isDeletedInPackage` says whether anything in the package deletes one. */
export function fateOfHandle(call: Node, flow: FunctionFlow, isDeletedInPackage: () => boolean): HandleFate {
  const pkg = flow.package;
  const use = useOf(call, pkg);
  if (use.kind === 'discard') return { kind: 'fine', reason: 'the handle is dropped in plain sight' };
  if (use.kind === 'c-argument')
    return isDeletedInPackage()
      ? { kind: 'fine', reason: 'C has the handle, and the package deletes handles' }
      : { kind: 'with C for good', given: use.call };
  const symbol = use.kind === 'alias' ? use.symbol : undefined;
  if (symbol?.role !== 'local' || definitionsOf(symbol, pkg).length > 1)
    return { kind: 'fine', reason: 'the handle goes elsewhere at once' };
  return fateOfVariable(symbol, call, flow, isDeletedInPackage);
}

type Touch = 'deletes' | 'leaves' | 'given to C';

function fateOfVariable(
  symbol: GoSymbol,
  call: Node,
  flow: FunctionFlow,
  isDeletedInPackage: () => boolean,
): HandleFate {
  const pkg = flow.package;
  const start = flow.nodeAt(call);
  const touches = new Map<FlowNode, Touch>();
  let given: Node | undefined;
  for (const mention of pkg.bindings.usesOf(symbol)) {
    if (mention === symbol.declaration || isSetHere(mention)) continue;
    const node = flow.nodeAt(mention);
    const touch = touchOf(mention, pkg);
    if (node === undefined) return { kind: 'fine', reason: `a function literal has \`${symbol.name}\`` };
    if (touch === 'deferred')
      return { kind: 'fine', reason: `\`${symbol.name}\` is deleted as the function ends` };
    if (touch === undefined) continue;
    const use = useOf(mention, pkg);
    if (touch === 'given to C' && use.kind === 'c-argument') given ??= use.call;
    if (touches.get(node) !== 'deletes') touches.set(node, touch);
  }
  if (start === undefined) return { kind: 'fine', reason: 'the code is not followed' };
  const found = findPath(flow, start, {
    initial: false,
    step: (node, hasC) => {
      const touch = touches.get(node);
      if (touch === 'deletes' || touch === 'leaves') return 'end';
      const isGiven = hasC || touch === 'given to C';
      if (isGiven && node.syntax?.kind === 'return_statement' && givesUpBehind(call, node.syntax, pkg))
        return 'found';
      if (node.kind !== 'exit') return { go: isGiven };
      return isGiven ? 'end' : 'found';
    },
    key: (hasC) => (hasC ? 'given' : ''),
  });
  if (found !== undefined)
    return found.state && given !== undefined
      ? isDeletedInPackage()
        ? { kind: 'left where it fails', path: found, given }
        : { kind: 'with C for good', given }
      : { kind: 'lost', path: found };
  const all = [...touches.values()];
  if (given === undefined || all.some((touch) => touch !== 'given to C') || isDeletedInPackage())
    return { kind: 'fine', reason: `every path deletes \`${symbol.name}\` or gives it away` };
  return { kind: 'with C for good', given };
}

function isSetHere(mention: Node): boolean {
  return mention.parent?.kind === 'expression_list' && mention.parent.field === 'left';
}

/** What a mention does with the handle: undefined for reading its value and for comparisons. */
function touchOf(mention: Node, pkg: Package): Touch | 'deferred' | undefined {
  const selector = mention.parent?.kind === 'selector_expression' ? mention.parent : undefined;
  if (selector !== undefined) {
    const method = selector.child('field')?.text;
    const call = selector.parent;
    if (call === undefined || !isCall(call)) return 'leaves';
    if (method === 'Delete') return statementOf(call) === 'defer' ? 'deferred' : 'deletes';
    return method === 'Value' ? undefined : 'leaves';
  }
  const use = useOf(mention, pkg);
  if (use.kind === 'compare' || use.kind === 'discard') return undefined;
  return use.kind === 'c-argument' ? 'given to C' : 'leaves';
}

/** Whether anything in a package deletes a handle, as far as can be told: another type's `Delete` does not count. */
export function deletesHandles(pkg: Package): boolean {
  return selectorsOf('Delete', pkg).some((selector) => {
    const operand = selector.child('operand');
    if (operand === undefined) return true;
    const type = pkg.types.ofExpression(unconverted(operand, pkg));
    const whole = pkg.types.ofExpression(operand);
    return [type, whole].some(
      (one) => isUnknown(one) || isHandle(one.kind === 'pointer' ? one.element : one, pkg),
    );
  });
}
