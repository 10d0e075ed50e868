import { argumentsOf, calleeOf, throughParens } from '../../../semantic/callee.ts';
import type { Node } from '../../../syntax/tree.ts';
import { short } from '../../code-text.ts';
import { useOf } from '../../value-use.ts';
import type { ValueUse } from '../../value-use.ts';
import type { CallEffect } from '../effect.ts';
import { elementPath } from '../holder.ts';
import { isCopied } from '../views.ts';
import type { Holder, Reach } from '../holder.ts';
import { unfollowed, useText } from '../use-words.ts';
import { dereferenced, isRangeSource, rangedOverMemory, touched, viewed } from './access.ts';
import { held, stored } from './aliasing.ts';
import { afterCall } from './call-outcomes.ts';
import { withoutHolders } from './object-state.ts';
import type { Going, Point, Way } from './point.ts';
import { returned } from './returns.ts';
import { takes } from './taking.ts';

/** What a mention of a place that leads to the memory does. */
export function reached(point: Point, found: NonNullable<Reach>, holder: Holder, way: Going): Way[] {
  if (found.kind === 'receiver') {
    const effect = point.effects.onReceiver(found.call, found.rest);
    return called(point, effect, found.call, found.node, holder, way);
  }
  if (isRangeSource(found.node)) return rangedOver(point, found, holder, way);
  const use = useOf(found.node, point.pkg);
  const rest = found.kind === 'container' ? found.rest : [];
  return used(point, found.node, use, rest, holder, way);
}

/** `*open(name)` copies what holds the pointer, `open(name).ptr` takes it out; of another part nothing follows. */
function partTaken(point: Point, node: Node, rest: readonly string[], holder: Holder, way: Going): Way[] {
  const whole = throughParens(node);
  const { parent } = whole;
  const isCopy = parent?.kind === 'unary_expression' && parent.text.startsWith('*');
  if (isCopy) return used(point, parent, useOf(parent, point.pkg), rest, holder, way);
  const field = parent?.kind === 'selector_expression' ? `.${parent.child('field')?.text ?? ''}` : undefined;
  if (parent === undefined || field === undefined || field !== rest[0]) return [way];
  return used(point, parent, useOf(parent, point.pkg), rest.slice(1), holder, way);
}

/** What a use does; `rest` is where in the used value the pointer is. */
export function used(
  point: Point,
  node: Node,
  use: ValueUse,
  rest: readonly string[],
  holder: Holder,
  way: Going,
): Way[] {
  const { pkg, effects } = point;
  const isPointer = rest.length === 0;
  if (holder.isView && isPointer && isCopied(node, pkg))
    return touched(point, node, 'a copy of it', holder, way);
  switch (use.kind) {
    case 'compare':
    case 'discard':
      point.remark(node, useText(node, use));
      return [way];
    case 'overwrite':
      return [way];
    case 'free':
      // What it holds is out of reach then, and not freed with it.
      if (!isPointer) return containerFreed(point, node, holder, way);
      return called(point, effects.ofFree(), use.call, node, holder, way);
    case 'c-argument':
    case 'go-argument': {
      // C code that gets what holds the pointer may set it anew.
      if (!isPointer && use.kind === 'c-argument' && point.options.isReleased === true)
        return [{ state: point.without(way.state, node, (one) => one === holder), facts: way.facts }];
      const callee = calleeOf(use.call, pkg);
      const index = argumentsOf(use.call).findIndex((one) => one.contains(node));
      const effect = effects.onArgument(use.call, callee, index, rest);
      return called(point, effect, use.call, node, holder, way);
    }
    case 'go-copy':
      return touched(point, node, `\`${use.call.child('function')?.text ?? 'C.GoString'}\``, holder, way);
    case 'dereference':
      return isPointer ? dereferenced(point, node, holder, way) : partTaken(point, node, rest, holder, way);
    case 'view':
      return viewed(point, node, holder, way);
    case 'return':
      return returned(point, node, rest, holder, way);
    case 'alias':
      return held(point, node, { symbol: use.symbol, path: rest, isView: holder.isView }, way);
    case 'store':
      return stored(point, node, use.target, rest, holder.isView, way);
    case 'element': {
      const path = [...elementPath(node, use.container, pkg), ...rest];
      const outer = use.use.kind === 'address' ? useOf(use.use.node, pkg) : use.use;
      return used(point, use.container, outer, path, holder, way);
    }
    case 'address':
      return addressTaken(point, node, use.node, rest, holder, way);
    case 'other': {
      const ranged = isPointer ? rangedOverMemory(point, node, holder, way) : undefined;
      if (ranged !== undefined) return ranged;
      const call = node.parent?.kind === 'argument_list' ? node.parent.parent : undefined;
      const callee = call === undefined ? undefined : calleeOf(call, pkg);
      // append(s, …): the result holds what `s` held.
      if (call !== undefined && callee?.kind === 'builtin' && callee.name === 'append')
        return used(point, call, useOf(call, pkg), rest, holder, way);
      const { message, how } = unfollowed(node);
      return point.handled(node, how, message, way);
    }
  }
}

/** A call gets the pointer; what it gives back is used in its turn. */
function called(point: Point, effect: CallEffect, call: Node, node: Node, holder: Holder, way: Going): Way[] {
  return afterCall(point, effect, { call, node, holder }, way, (path, behind) =>
    used(point, call, useOf(call, point.pkg), path, holder, behind),
  );
}

/** `&p` or `&w` or `&s[0]`. */
function addressTaken(
  point: Point,
  node: Node,
  address: Node,
  rest: readonly string[],
  holder: Holder,
  way: Going,
): Way[] {
  const use = useOf(address, point.pkg);
  const { isView } = holder;
  // Whoever has the address may set the place anew.
  if (point.options.isReleased === true)
    return [{ state: point.without(way.state, node, (one) => one === holder), facts: way.facts }];
  if (use.kind === 'c-argument' || use.kind === 'go-argument') {
    const callee = calleeOf(use.call, point.pkg);
    const index = argumentsOf(use.call).findIndex((one) => one.contains(address));
    const effect = point.effects.onAddress(use.call, callee, index, rest);
    return called(point, effect, use.call, node, holder, way);
  }
  if (use.kind === 'alias' && rest.length > 0)
    return held(point, node, { symbol: use.symbol, path: rest, isView }, way);
  if (use.kind === 'alias' && holder.path.at(-1) === '[]')
    return held(point, node, { symbol: use.symbol, path: ['[]'], isView }, way);
  if (use.kind === 'return' && rest.length > 0) return returned(point, node, rest, holder, way);
  if (use.kind === 'store' && rest.length > 0) return stored(point, node, use.target, rest, isView, way);
  const message = `the address of \`${short(node)}\` is taken, and whoever has that may free it`;
  return point.handled(node, 'out of sight', message, way);
}

/** `for _, p := range s`: a loop that frees or hands on what it goes over leaves nothing behind. */
function rangedOver(point: Point, found: NonNullable<Reach>, holder: Holder, way: Going): Way[] {
  const clause = found.node.ancestor('range_clause');
  const loop = clause?.parent;
  const target = clause?.child('left')?.children[1];
  const symbol = target === undefined || target.text === '_' ? undefined : point.pkg.symbolOf(target);
  const rest = found.kind === 'container' ? found.rest : [];
  if (loop === undefined || rest[0] !== '[]') return [way];
  const body = loop.child('body');
  const element: Holder | undefined =
    symbol === undefined ? undefined : { symbol, path: rest.slice(1), isView: holder.isView };
  const whole = {
    ...way.state,
    holders: [...way.state.holders, ...(element === undefined ? [] : [element])],
  };
  if (body !== undefined && takes(body, whole, point)) {
    const message = 'the loop frees what it holds, or hands it on';
    return point.handled(found.node, 'freed', message, way);
  }
  return [way];
}

function containerFreed(point: Point, node: Node, holder: Holder, way: Going): Way[] {
  if (way.state.status === 'owned' && point.options.isReleased !== true)
    return point.handled(node, 'out of sight', 'what holds it is freed', way);
  return [{ state: withoutHolders(way.state, (one) => one === holder), facts: way.facts }];
}
