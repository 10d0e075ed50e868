import { calleeOf } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import { short } from '../../code-text.ts';
import { useOf } from '../../value-use.ts';
import type { Holder } from '../holder.ts';
import { useText } from '../use-words.ts';
import { isCopied } from '../views.ts';
import { held } from './aliasing.ts';
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
  let part = node;
  while (part.parent?.is('selector_expression', 'index_expression', 'parenthesized_expression') === true) {
    if (part.field === 'index') break;
    part = part.parent;
  }
  const address = part.parent;
  const isAddress = address?.kind === 'unary_expression' && address.text.startsWith('&');
  if (!isAddress) return touched(point, node, 'a dereference', holder, way);
  const use = useOf(address, point.pkg);
  if (use.kind === 'alias') return held(point, node, { symbol: use.symbol, path: [], isView: true }, way);
  if (use.kind === 'c-argument' || use.kind === 'go-copy' || use.kind === 'compare')
    return touched(point, node, 'a dereference', holder, way);
  const message = `the address \`${short(address)}\` leaves this function`;
  return point.handled(node, 'out of sight', message, way);
}

/** A slice or pointer into the memory is made. */
export function viewed(point: Point, node: Node, holder: Holder, way: Going): Way[] {
  const view = viewOf(node, point.pkg);
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
      if (use.callee.kind === 'builtin' && ['copy', 'len', 'cap'].includes(use.callee.name))
        return touched(point, node, `\`${use.callee.name}\``, holder, way);
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

/** The outermost expression that is a window on the same memory. */
function viewOf(node: Node, pkg: Package): Node {
  let view = node;
  for (let parent = view.parent; parent !== undefined; parent = view.parent) {
    if (parent.is('parenthesized_expression', 'slice_expression', 'type_conversion_expression'))
      view = parent;
    else if (parent.kind === 'argument_list' && parent.parent?.kind === 'call_expression') {
      const callee = calleeOf(parent.parent, pkg);
      const isView = callee.kind === 'conversion' || (callee.kind === 'package' && callee.path === 'unsafe');
      if (!isView) return view;
      view = parent.parent;
    } else return view;
  }
  return view;
}
