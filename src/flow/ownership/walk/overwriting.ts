import { argumentsOf, calleeOf, unparen } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import { assignmentsOf, walkOutsideLiterals } from '../../assignments.ts';
import { short } from '../../code-text.ts';
import { unconverted, useOf } from '../../value-use.ts';
import { placePath, reach } from '../holder.ts';
import { mayChangeFields } from '../place-changes.ts';
import { setByReturn } from '../return-facts.ts';
import { withoutHolders } from './object-state.ts';
import type { ObjectState } from './object-state.ts';
import type { Point } from './point.ts';

/** Go code that is called may set a field of a value that it can reach. */
export function afterGoCalls(point: Point, state: ObjectState): ObjectState {
  if (point.options.isReleased !== true || state.holders.every(({ path }) => path.length === 0)) return state;
  const call = walkOutsideLiterals(point.visit.node).find(
    (one) => one.kind === 'call_expression' && mayChangeFields(one, point.pkg),
  );
  return call === undefined ? state : point.without(state, call, ({ path }) => path.length > 0);
}

/** Places that get another value here lead to it no more. */
export function afterAssignments(point: Point, state: ObjectState): ObjectState {
  const { visit, pkg } = point;
  let behind = state;
  for (const { target, value } of assignmentsOf(visit.node)) {
    const place = placePath(target, pkg);
    if (place === undefined || place.path.includes('[]')) continue;
    if (value !== undefined && carries(point, value, state)) continue;
    const before = behind;
    // `*p = v` leaves p itself as it is.
    const isBehind = unparen(target).kind === 'unary_expression';
    behind = point.without(
      behind,
      target,
      (holder) =>
        holder.symbol === place.symbol &&
        !(isBehind && holder.path.length === place.path.length) &&
        // What this very point has stored there is new.
        visit.state.holders.includes(holder) &&
        place.path.every((part, index) => holder.path[index] === part),
    );
    if (behind !== before)
      point.remark(visit.node.syntax ?? target, `\`${short(target)}\` gets another value`);
  }
  return afterReturn(point, behind);
}

/** `return nil, err` gives the named results other values before the deferred calls run. */
function afterReturn({ visit, flow }: Point, state: ObjectState): ObjectState {
  const changed = setByReturn(visit.node, flow);
  return withoutHolders(state, ({ symbol }) => changed.includes(symbol));
}

function isUnknown(name: string, { c, libraries }: Package): boolean {
  return libraries.factsOf(name) === undefined && c.definitions.callable(name).length === 0;
}

/** `x = x`, `x = conv(x)`, `s = append(s, …)`; what a call only gets as an argument is not in its result. */
function carries({ pkg, effects }: Point, value: Node, state: ObjectState): boolean {
  return unparen(value)
    .all('identifier')
    .some((name) => {
      const symbol = pkg.symbolOf(name);
      return state.holders.some((holder) => {
        const found = holder.symbol === symbol ? reach(name, holder) : undefined;
        if (found === undefined) return false;
        const use = useOf(found.node, pkg);
        if (use.kind === 'free' || use.kind === 'go-copy') return false;
        if (use.kind !== 'c-argument') return true;
        const index = argumentsOf(use.call).findIndex((one) => one.contains(found.node));
        const { outcomes } = effects.onArgument(use.call, calleeOf(use.call, pkg), index, []);
        if (outcomes.some(({ effect }) => effect.kind === 'returns')) return true;
        // `x = C.lib_cast(x)`: a function of which nothing is known may give back what it gets.
        return unconverted(value, pkg) === use.call && isUnknown(use.name, pkg);
      });
    });
}
