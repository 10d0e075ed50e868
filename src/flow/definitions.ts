import { unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';

/** One place that gives a variable a value. */
export interface Definition {
  /** The identifier that is assigned. */
  readonly target: Node;
  /** The value; undefined where it is one of a call's results, a loop's element, or changed through an address. */
  readonly value: Node | undefined;
  /** The call of which it is one of several results. */
  readonly result?: { readonly call: Node; readonly index: number };
  /** `x += y`, `x++`: the old value is part of the new one. */
  readonly updates: boolean;
}

/**
 * All definitions of a variable in its function, literals included; a declaration without a value is none, and
 * neither is a parameter's.
 */
export function definitionsOf(symbol: GoSymbol, pkg: Package): readonly Definition[] {
  let definitions = definitionsBySymbol.get(symbol);
  if (definitions === undefined) {
    definitions = findDefinitions(symbol, pkg);
    definitionsBySymbol.set(symbol, definitions);
  }
  return definitions;
}

const definitionsBySymbol = new WeakMap<GoSymbol, readonly Definition[]>();

function findDefinitions(symbol: GoSymbol, pkg: Package): Definition[] {
  const found: Definition[] = [];
  for (const use of pkg.bindings.usesOf(symbol)) {
    const parent = use.parent;
    if (parent === undefined) continue;
    if (parent.is('inc_statement', 'dec_statement')) {
      found.push({ target: use, value: undefined, updates: true });
    } else if (parent.kind === 'unary_expression' && parent.text.startsWith('&')) {
      found.push({ target: use, value: undefined, updates: false });
    } else if (parent.kind === 'var_spec' && use.field === 'name') {
      const values = parent.child('value')?.children;
      if (values !== undefined)
        found.push({ target: use, ...givenTo(parent.childrenOf('name'), values, use), updates: false });
    } else if (parent.kind === 'expression_list' && parent.field === 'left') {
      const statement = parent.parent;
      const operator =
        statement?.kind === 'assignment_statement' ? statement.child('operator')?.kind : undefined;
      const values = statement?.child('right')?.children ?? [];
      const plain = statement?.kind !== 'range_clause' && (operator === undefined || operator === '=');
      found.push({
        target: use,
        ...(plain ? givenTo(parent.children, values, use) : { value: undefined }),
        updates: operator !== undefined && operator !== '=',
      });
    }
  }
  return found;
}

function givenTo(
  targets: readonly Node[],
  values: readonly Node[],
  target: Node,
): Pick<Definition, 'value' | 'result'> {
  const names = targets.filter((name) => name.isNamed);
  const index = names.indexOf(target);
  if (values.length === names.length) return { value: values[index] };
  const [only, ...more] = values;
  const call = only === undefined || more.length > 0 ? undefined : unparen(only);
  return call?.kind === 'call_expression'
    ? { value: undefined, result: { call, index } }
    : { value: undefined };
}
