import { calleeOf, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { definitionsOf } from './definitions.ts';

/**
 * The parameter whose elements a loop variable goes through, `rows` of `for _, row := range rows`, where nothing in
 * the function looks at how long those are.
 */
export function rowsBehind(row: GoSymbol, pkg: Package): GoSymbol | undefined {
  if (row.role !== 'range' || definitionsOf(row, pkg).length > 1) return undefined;
  const clause = row.declaration.ancestor('range_clause');
  const over = clause?.child('right');
  if (clause === undefined || over === undefined || valueOf(clause) !== row.declaration) return undefined;
  const rows = unparen(over).kind === 'identifier' ? pkg.symbolOf(unparen(over)) : undefined;
  if (rows?.role !== 'parameter' || definitionsOf(rows, pkg).length > 0) return undefined;
  const type = pkg.types.ofSymbol(row);
  if (type.kind !== 'slice' && !(type.kind === 'basic' && type.name === 'string')) return undefined;
  const isLookedAt = pkg.bindings.usesOf(rows).some((use) => use !== over && looksAtLengths(use, pkg));
  return isLookedAt ? undefined : rows;
}

function valueOf(clause: Node): Node | undefined {
  return clause.child('left')?.children[1];
}

/** `len(rows[i])`, another loop that takes the length of its row, and any function that gets all of them. */
function looksAtLengths(use: Node, pkg: Package): boolean {
  const parent = use.parent;
  if (parent?.kind === 'index_expression') return isMeasured(parent, pkg);
  if (parent?.kind === 'range_clause') {
    const value = valueOf(parent);
    const row = value === undefined ? undefined : pkg.symbolOf(value);
    return row !== undefined && pkg.bindings.usesOf(row).some((one) => isMeasured(one, pkg));
  }
  const call = parent?.kind === 'argument_list' ? parent.parent : undefined;
  return call !== undefined && calleeOf(call, pkg).kind !== 'builtin';
}

function isMeasured(node: Node, pkg: Package): boolean {
  const call = node.parent?.kind === 'argument_list' ? node.parent.parent : undefined;
  const callee = call === undefined ? undefined : calleeOf(call, pkg);
  return callee?.kind === 'builtin' && callee.name === 'len';
}
