import { onlyLooksAt } from '../../../knowledge/go-functions.ts';
import { calleeOf, throughParens } from '../../../semantic/callee.ts';
import type { Callee } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import { short } from '../../code-text.ts';
import { useOf } from '../../value-use.ts';
import type { Holder } from '../holder.ts';
import { useText } from '../use-words.ts';
import { isCopied } from '../views.ts';
import { held } from './aliasing.ts';
import { addressOfPart, isOnlyTouched } from './part-address.ts';
import type { Going, Point, Way } from './point.ts';
import { returned } from './returns.ts';

/** The memory is read or written. */
export function touched(point: Point, at: Node, by: string, holder: Holder, way: Going): Way[] {
  const use = useOf(at, point.pkg);
  point.remark(at, useText(at, use));
  if (way.state.status === 'freed' && point.tell({ kind: 'use', at, by, holder })) return ['ended'];
  return [{ state: { ...way.state, isUsed: true }, facts: way.facts }];
}

/** `p.f`, `p[i]`, `*p`; `&p.f` still points into the memory. */
export function dereferenced(point: Point, node: Node, holder: Holder, way: Going): Way[] {
  const address = addressOfPart(node);
  if (address === undefined || isOnlyTouched(node, point.pkg))
    return touched(point, node, 'a dereference', holder, way);
  const use = useOf(address, point.pkg);
  if (use.kind === 'alias') return held(point, node, { symbol: use.symbol, path: [], isView: true }, way);
  const message = `the address \`${short(address)}\` leaves this function`;
  return point.handled(node, 'out of sight', message, way);
}

/** A slice or pointer into the memory is made. */
export function viewed(point: Point, node: Node, holder: Holder, way: Going): Way[] {
  const view = viewOf(node, point.pkg);
  if (isCopied(view, point.pkg) || isSpread(view, point.pkg))
    return touched(point, node, 'a copy of it', holder, way);
  const ranged = rangedOverMemory(point, node, holder, way);
  if (ranged !== undefined) return ranged;
  const use = useOf(view, point.pkg);
  point.remark(node, 'a view over its memory is made');
  if (isCopied(node, point.pkg)) return touched(point, node, 'a copy', holder, way);
  switch (use.kind) {
    case 'element': {
      const outer = use.use.kind === 'address' ? useOf(use.use.node, point.pkg) : use.use;
      if (point.options.isReleased === true && outer.kind === 'return')
        return returned(point, use.container, ['[]'], holder, way);
      const message = 'a view over its memory is put into another value';
      return point.handled(node, 'out of sight', message, way);
    }
    case 'return':
      if (point.options.isReleased === true) return returned(point, view, [], holder, way);
      return point.handled(node, 'out of sight', 'a view over its memory leaves this function', way);
    case 'alias':
      return held(point, view, { symbol: use.symbol, path: [], isView: true }, way);
    case 'go-argument':
      if (onlyReadsView(use.callee))
        return touched(point, node, `\`${short(use.call.child('function') ?? use.call)}\``, holder, way);
      return point.handled(node, 'out of sight', 'a view over its memory is handed on', way);
    case 'compare':
    case 'discard':
      return [way];
    case 'dereference':
    case 'go-copy':
      return touched(point, node, 'a dereference', holder, way);
    default: {
      const message = 'a view over its memory is made, and leaves this function';
      return point.handled(node, 'out of sight', message, way);
    }
  }
}

/**
 * `for _, b := range unsafe.Slice(p, n)`, `for i := range (*[8]byte)(p)`: the loop reads the memory where it takes the
 * elements, and nothing leads to it afterwards. Undefined where the memory is not what a loop goes over.
 */
export function rangedOverMemory(point: Point, node: Node, holder: Holder, way: Going): Way[] | undefined {
  const view = viewOf(node, point.pkg);
  if (view === node || !isRangeSource(view)) return undefined;
  const targets = view.ancestor('range_clause')?.child('left')?.children ?? [];
  const takesElements = targets[1] !== undefined && targets[1].text !== '_';
  return takesElements ? touched(point, node, 'a loop over it', holder, way) : [way];
}

/** Whether a loop goes over a value. */
export function isRangeSource(node: Node): boolean {
  const parent = node.parent;
  const clause = parent?.kind === 'expression_list' ? parent.parent : parent;
  return clause?.kind === 'range_clause' && clause.child('right')?.contains(node) === true;
}

/** `append(s, view...)`: the elements are copied. */
function isSpread(view: Node, pkg: Package): boolean {
  const spread = throughParens(view).parent;
  const call = spread?.kind === 'variadic_argument' ? spread.parent?.parent : undefined;
  const callee = call?.kind === 'call_expression' ? calleeOf(call, pkg) : undefined;
  return callee?.kind === 'builtin' && callee.name === 'append';
}

function onlyReadsView(callee: Callee): boolean {
  if (callee.kind === 'builtin') return ['copy', 'len', 'cap'].includes(callee.name);
  return callee.kind === 'package' && onlyLooksAt(callee.path, callee.name);
}

/** The outermost expression that is a window on the same memory. */
function viewOf(node: Node, pkg: Package): Node {
  let view = node;
  for (let parent = view.parent; parent !== undefined; parent = view.parent) {
    if (parent.kind === 'type_conversion_expression' && isCopied(view, pkg)) return view;
    if (parent.is('parenthesized_expression', 'slice_expression', 'type_conversion_expression'))
      view = parent;
    else if (parent.kind === 'argument_list' && parent.parent?.kind === 'call_expression') {
      const callee = calleeOf(parent.parent, pkg);
      const isView = callee.kind === 'conversion' || (callee.kind === 'package' && callee.path === 'unsafe');
      if (!isView || isCopied(view, pkg)) return view;
      view = parent.parent;
    } else return view;
  }
  return view;
}
