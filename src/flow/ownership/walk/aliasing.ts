import { throughParens, unparen } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Node } from '../../../syntax/tree.ts';
import { short } from '../../code-text.ts';
import { literalUse } from '../../literals.ts';
import { useOf } from '../../value-use.ts';
import { holderText, placePath } from '../holder.ts';
import type { Holder } from '../holder.ts';
import { isOwnStorage } from './fresh-storage.ts';
import { outermostLiteral } from './literal-runs.ts';
import { owned, withHolder } from './object-state.ts';
import type { Going, Point, Way } from './point.ts';
import { takes } from './taking.ts';

/** Another variable leads to it as well. */
export function held(point: Point, node: Node, holder: Holder, way: Going): Way[] {
  const { symbol } = holder;
  const { state, facts } = way;
  const own = point.flow.function.node;
  const isLocal =
    (symbol.role === 'local' || symbol.role === 'result' || symbol.role === 'parameter') &&
    symbol.owner !== undefined &&
    (symbol.owner === own || symbol.owner.contains(own));
  if (!isLocal) {
    const message = `\`${symbol.name}\` gets it, which outlives this path`;
    return point.handled(node, 'stored away', message, way);
  }
  const from = state.holders.find((one) => one.symbol !== symbol && mentions(node, one.symbol, point.pkg));
  const text =
    from === undefined
      ? `\`${symbol.name}\` holds it`
      : `\`${holderText(from)}\` and \`${symbol.name}\` hold it`;
  point.remark(node, text);
  if (state.status === 'owned' && leftToEarlier(point, node, holder)) {
    const reads = `a function literal made before it reads \`${symbol.name}\` when it runs`;
    const message = `${reads}, and frees it or hands it on`;
    return point.handled(node, 'left to a function literal', message, way);
  }
  return [{ state: withHolder(state, holder), facts }];
}

/**
 * A place gets it, or what holds it.
 * @param rest where in the stored value the pointer is
 */
export function stored(
  point: Point,
  node: Node,
  target: Node,
  rest: readonly string[],
  isView: boolean,
  way: Going,
): Way[] {
  const place = unparen(target).kind === 'unary_expression' ? undefined : placePath(target, point.pkg);
  if (place === undefined || !isOwnStorage(place.symbol, place.path, point.flow, point.pkg)) {
    return point.handled(node, 'stored away', `it is stored in \`${short(target)}\``, way);
  }
  point.remark(node, `it is stored in \`${short(target)}\``);
  const holder = { symbol: place.symbol, path: [...place.path, ...rest], isView };
  return [{ state: withHolder(way.state, holder), facts: way.facts }];
}

/** Whether a function literal that stands above, and runs some time, frees what the variable holds then. */
function leftToEarlier(point: Point, node: Node, holder: Holder): boolean {
  const { flow, pkg } = point;
  const uses = pkg.bindings.usesOf(holder.symbol);
  if (!flow.maySearch(uses.length)) return true;
  return uses.some((use) => {
    const literal = outermostLiteral(use, flow.function.body);
    if (literal === undefined || literal.start >= node.start || literal.contains(node)) return false;
    const kind = literalUse(literal, pkg).kind;
    if (kind !== 'stored' && kind !== 'go') return false;
    const isHeld = useOf(throughParens(literal), pkg);
    if (isHeld.kind === 'alias' && isOnlyCalled(isHeld.symbol, pkg)) return false;
    return takes(literal, owned([holder]), point);
  });
}

/** `release := func() {…}` whose calls and defers are all that is done with it. */
export function isOnlyCalled(symbol: GoSymbol, pkg: Package): boolean {
  return pkg.bindings
    .usesOf(symbol)
    .every(
      (use) =>
        use === symbol.declaration || (use.field === 'function' && use.parent?.kind === 'call_expression'),
    );
}

function mentions(node: Node, symbol: GoSymbol, pkg: Package): boolean {
  return node.all('identifier').some((name) => pkg.symbolOf(name) === symbol);
}
