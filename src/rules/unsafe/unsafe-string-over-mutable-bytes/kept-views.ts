import { argumentsOf, calleeOf, isCall, throughParens, unparen } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Node } from '../../../syntax/tree.ts';

/** Where a string goes on to live: in a variable, or among the keys or elements of a map or list. */
export type Keeper =
  | { readonly kind: 'variable'; readonly symbol: GoSymbol }
  /** `symbol` is the list or map where it is a variable of the function, and nothing else leads to it for certain. */
  | { readonly kind: 'container'; readonly of: Node; readonly symbol: GoSymbol | undefined };

/** What an expression is assigned to, stored under or appended to; undefined where it is used up on the spot. */
export function keeperOf(written: Node, fn: GoFunction, pkg: Package): Keeper | undefined {
  const expression = throughParens(written);
  const { parent } = expression;
  switch (parent?.kind) {
    case 'expression_list':
      return parent.field === 'left' ? undefined : assignedTo(expression, parent, fn, pkg);
    case 'index_expression':
      return expression.field === 'index' && isStored(parent) ? containerAt(parent, fn, pkg) : undefined;
    case 'argument_list': {
      const call = parent.parent;
      if (call === undefined || !isCall(call) || argumentsOf(call)[0] === expression) return undefined;
      const callee = calleeOf(call, pkg);
      const [list] = argumentsOf(call);
      const isAppended = callee.kind === 'builtin' && callee.name === 'append' && list !== undefined;
      return isAppended ? containerOf(unparen(list), fn, pkg) : undefined;
    }
    default:
      return undefined;
  }
}

function assignedTo(value: Node, list: Node, fn: GoFunction, pkg: Package): Keeper | undefined {
  const statement = list.parent;
  const targets =
    statement?.kind === 'var_spec' ? statement.childrenOf('name') : statement?.child('left')?.children;
  const target = targets?.[list.children.indexOf(value)];
  if (target === undefined || targets?.length !== list.children.length) return undefined;
  if (target.kind === 'index_expression') return containerAt(target, fn, pkg);
  const symbol = target.kind === 'identifier' ? pkg.symbolOf(target) : undefined;
  return symbol?.role === 'local' && symbol.owner === fn.node ? { kind: 'variable', symbol } : undefined;
}

/** `m[key] = v` and `m[key]++` keep the key. */
function isStored(place: Node): boolean {
  const { parent } = place;
  if (parent?.is('inc_statement', 'dec_statement') === true) return true;
  return parent?.kind === 'expression_list' && parent.field === 'left';
}

/** A map: an element of a list is written over in the next round. */
function containerAt(place: Node, fn: GoFunction, pkg: Package): Keeper | undefined {
  const operand = place.child('operand');
  if (operand === undefined) return undefined;
  const type = pkg.types.underlying(pkg.types.ofExpression(operand));
  const isMap = type.kind === 'composite' && type.form === 'map_type';
  return isMap ? containerOf(unparen(operand), fn, pkg) : undefined;
}

function containerOf(operand: Node, fn: GoFunction, pkg: Package): Keeper | undefined {
  if (!operand.is('identifier', 'selector_expression')) return undefined;
  const symbol = operand.kind === 'identifier' ? pkg.symbolOf(operand) : undefined;
  const isOwn = symbol?.owner === fn.node && (symbol.role === 'local' || symbol.role === 'result');
  return { kind: 'container', of: operand, symbol: isOwn ? symbol : undefined };
}
