import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import { unparen } from '../semantic/callee.ts';
import type { Node } from '../syntax/tree.ts';
import type { FlowNode } from './cfg.ts';

/** One target of an assignment and the value it gets; `value` is undefined where a call gives several. */
export interface Assignment {
  readonly target: Node;
  readonly value: Node | undefined;
  /** `var x T` without a value: the target gets its zero value. */
  readonly zero: boolean;
}

/** What a statement assigns, outside of the function literals in it. */
export function assignmentsOf(node: FlowNode): Assignment[] {
  const statement = node.syntax;
  if (node.kind === 'branch' && statement?.parent?.kind === 'type_switch_statement') {
    // The alias gets its value anew each time the switch is reached.
    const aliases = statement.parent.child('alias')?.children ?? [];
    return aliases.map((target) => ({ target, value: undefined, zero: false }));
  }
  if (statement === undefined || (node.kind !== 'statement' && node.kind !== 'range')) return [];
  switch (statement.kind) {
    case 'short_var_declaration':
    case 'assignment_statement':
    case 'receive_statement':
      return pairs(statement.child('left'), statement.child('right'), isCompound(statement));
    case 'range_clause':
      return (statement.child('left')?.children ?? []).map((target) => ({
        target,
        value: undefined,
        zero: false,
      }));
    case 'inc_statement':
    case 'dec_statement':
      return statement.children.map((target) => ({ target, value: undefined, zero: false }));
    case 'var_declaration':
      return statement.all('var_spec').flatMap((spec) => {
        if (spec.ancestor('func_literal', 'var_declaration')?.kind === 'func_literal') return [];
        const names = spec.childrenOf('name').filter((name) => name.is('identifier'));
        const values = spec.child('value')?.children;
        return names.map((target, index) => ({
          target,
          value: values?.length === names.length ? values[index] : undefined,
          zero: values === undefined,
        }));
      });
    default:
      return [];
  }
}

/** `x += y` keeps part of the old value: what the target holds afterwards is not the right side. */
function isCompound(statement: Node): boolean {
  return statement.kind === 'assignment_statement' && statement.child('operator')?.kind !== '=';
}

function pairs(left: Node | undefined, right: Node | undefined, compound: boolean): Assignment[] {
  const targets = left?.children ?? [];
  const values = right?.kind === 'expression_list' ? right.children : right === undefined ? [] : [right];
  return targets.map((target, index) => ({
    target,
    value: !compound && values.length === targets.length ? values[index] : undefined,
    zero: false,
  }));
}

/** The variable at the root of a place: `x` of `x`, `x.f`, `x[i]`, `(*x).f`. */
function rootSymbol(place: Node, pkg: Package): GoSymbol | undefined {
  let node = unparen(place);
  for (;;) {
    if (node.kind === 'identifier') return pkg.symbolOf(node);
    const next = node.child('operand');
    if (
      next === undefined ||
      !node.is('selector_expression', 'index_expression', 'unary_expression', 'slice_expression')
    ) {
      return undefined;
    }
    node = unparen(next);
  }
}

/** What may change of a variable: itself, or only what it holds or points to. */
export type ChangeOf = 'variable' | 'content';

/** The variables that a statement may change: assigned, or their address taken; function literals left out. */
export function changedSymbols(node: FlowNode, pkg: Package): Map<GoSymbol, ChangeOf> {
  const changed = new Map<GoSymbol, ChangeOf>();
  const add = (place: Node): void => {
    const symbol = rootSymbol(place, pkg);
    if (symbol === undefined || changed.get(symbol) === 'variable') return;
    changed.set(symbol, unparen(place).kind === 'identifier' ? 'variable' : 'content');
  };
  for (const { target } of assignmentsOf(node)) add(target);
  for (const expression of walkOutsideLiterals(node)) {
    if (expression.kind !== 'unary_expression' || !expression.text.startsWith('&')) continue;
    const operand = expression.child('operand');
    // Whoever has the address of an element cannot change the slice.
    if (operand !== undefined && unparen(operand).kind !== 'index_expression') add(operand);
  }
  return changed;
}

/** The syntax of a flow node without function literals, and without nested statements. */
export function walkOutsideLiterals(node: FlowNode): Node[] {
  return ownSyntax(node)?.outside('func_literal') ?? [];
}

/** The identifiers and function literals of a flow node, without what stands in literals and in nested statements. */
export function mentionsWithLiterals(node: FlowNode): Node[] {
  const syntax = ownSyntax(node);
  let literalEnd = -1;
  return (syntax?.all('identifier', 'func_literal') ?? []).filter((found) => {
    const isInside = found.id < literalEnd;
    if (!isInside && found.kind === 'func_literal') literalEnd = found.subtreeEnd;
    return !isInside;
  });
}

/** What a flow node evaluates itself; undefined where other nodes do that. */
function ownSyntax({ kind, syntax }: FlowNode): Node | undefined {
  if (syntax === undefined || kind === 'stop' || kind === 'panic') return undefined;
  const isElsewhere = kind === 'branch' && syntax.is('for_statement', 'select_statement', 'label_name');
  return isElsewhere ? undefined : syntax;
}
