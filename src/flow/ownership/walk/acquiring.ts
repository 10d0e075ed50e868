import { throughParens } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import { useOf } from '../../value-use.ts';
import { targetOf } from '../call-status.ts';
import { placePath } from '../holder.ts';
import type { Holder } from '../holder.ts';
import { held, stored } from './aliasing.ts';
import type { Next } from './exploration.ts';
import type { Going, Point, Way } from './point.ts';
import { used } from './uses.ts';

/** The memory comes as a result of a call, or inside of one at `path`. */
export function acquireResult(
  point: Point,
  call: Node,
  result: number,
  path: readonly string[],
  way: Going,
): Next[] {
  const target = targetOf(throughParens(call), result);
  const symbol = target?.kind === 'identifier' ? point.pkg.symbolOf(target) : undefined;
  if (symbol !== undefined) return begun(point, held(point, call, { symbol, path, isView: false }, way));
  if (target !== undefined) return begun(point, stored(point, call, target, path, false, way));
  // One of several results that nothing gets.
  if (result > 0) return begun(point, [way]);
  return begun(point, used(point, call, useOf(call, point.pkg), path, unheld(call, point.pkg), way));
}

/** A call fills a place whose address it gets with the memory. */
export function acquirePlace(
  point: Point,
  call: Node,
  place: Node,
  path: readonly string[],
  way: Going,
): Next[] {
  const target = placePath(place, point.pkg);
  if (target?.path.length === 0) {
    const holder = { symbol: target.symbol, path, isView: false };
    return begun(point, held(point, call, holder, way));
  }
  return begun(point, stored(point, call, place, path, false, way));
}

function begun(point: Point, ways: readonly Way[]): Next[] {
  return ways.flatMap((way) => {
    if (way === 'ended') return [];
    if (way.state.holders.length > 0) return [way];
    point.end({ kind: 'dropped' }, { ...point.visit, state: way.state });
    return [];
  });
}

/** A place for memory that none leads to: an argument of the very call that gets it. */
function unheld(call: Node, pkg: Package): Holder {
  const [name] = call.all('identifier');
  const symbol = name === undefined ? undefined : pkg.symbolOf(name);
  if (symbol === undefined) throw new Error('a call without a name');
  return { symbol, path: [], isView: false };
}
