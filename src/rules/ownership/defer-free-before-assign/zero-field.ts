import { chainFrom } from '../../../flow/places.ts';
import { useOf } from '../../../flow/value-use.ts';
import { unparen } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Node } from '../../../syntax/tree.ts';

/** A field that is nil at a defer statement because nothing has touched its new struct, and what sets it afterwards. */
export interface ZeroField {
  readonly symbol: GoSymbol;
  readonly assignment: Node;
}

/**
 * `r := R{}`, `var r R` or a literal without the field, in the block of the function or of the round of the loop that
 * defers; then the defer; then an assignment to the field, or its address handed out.
 */
export function zeroFieldAt(
  statement: Node,
  pointer: Node,
  fn: GoFunction,
  pkg: Package,
): ZeroField | undefined {
  if (pointer.kind !== 'selector_expression' || !isPointer(pointer, pkg)) return undefined;
  const operand = unparen(pointer.child('operand') ?? pointer);
  const symbol = operand.kind === 'identifier' ? pkg.symbolOf(operand) : undefined;
  const field = pointer.child('field')?.text;
  if (symbol?.role !== 'local' || field === undefined || !hasField(symbol, field, pkg)) return undefined;
  if (!startsWithout(symbol, field) || !isDeclaredInSameRound(symbol, statement)) return undefined;
  // A jump back comes to the defer with what was assigned below it.
  if (fn.body.all('goto_statement').length > 0) return undefined;
  const uses = pkg.bindings.usesOf(symbol).filter((use) => use !== symbol.declaration);
  const before = uses.filter((use) => use.start < statement.start);
  if (!before.every((use) => setsAnother(use, field, pkg))) return undefined;
  const assignment = uses.find((use) => use.start >= statement.end && sets(use, field, pkg));
  return assignment === undefined ? undefined : { symbol, assignment: chainFrom(assignment).node };
}

function isPointer(field: Node, pkg: Package): boolean {
  const { kind } = pkg.types.ofExpression(field);
  return kind === 'pointer' || kind === 'unsafe-pointer';
}

/** Whether the variable is a struct that has the field itself, not by an embedded one, which may be a pointer. */
function hasField(symbol: GoSymbol, field: string, pkg: Package): boolean {
  const type = pkg.types.underlying(pkg.types.ofSymbol(symbol));
  if (type.kind !== 'composite' || type.form !== 'struct_type') return false;
  const list = type.node?.children.find(({ kind }) => kind === 'field_declaration_list');
  return (list?.children ?? []).some((one) => one.childrenOf('name').some(({ text }) => text === field));
}

/** Whether the declaration leaves the field at nil. */
function startsWithout({ value, declaration }: GoSymbol, field: string): boolean {
  if (value === undefined) return declaration.parent?.kind === 'var_spec';
  const literal = value.count === 1 ? unparen(value.node) : undefined;
  if (literal?.kind !== 'composite_literal') return false;
  return (literal.child('body')?.children ?? []).every((element) => {
    if (element.kind === 'comment') return true;
    const key = element.kind === 'keyed_element' ? element.child('key')?.text : undefined;
    return key !== undefined && key !== field;
  });
}

/** Whether no loop and no function literal stands between the declaration and the defer. */
function isDeclaredInSameRound({ declaration, owner }: GoSymbol, statement: Node): boolean {
  for (let node = statement.parent; node !== undefined; node = node.parent) {
    if (node === owner || node.is('for_statement', 'func_literal')) return node.contains(declaration);
    if (node.kind === 'block' && node.contains(declaration)) return true;
  }
  return false;
}

/** `r.other = x`. */
function setsAnother(use: Node, field: string, pkg: Package): boolean {
  const { node, path } = chainFrom(use);
  return path !== '' && path !== `.${field}` && useOf(node, pkg).kind === 'overwrite';
}

function sets(use: Node, field: string, pkg: Package): boolean {
  const { node, path } = chainFrom(use);
  if (path !== `.${field}`) return false;
  const { kind } = useOf(node, pkg);
  return kind === 'address' || (kind === 'overwrite' && !assignsNil(node));
}

/** Whether nil is what a target gets. */
export function assignsNil(target: Node): boolean {
  const statement = target.parent?.parent;
  return statement?.kind === 'assignment_statement' && statement.child('right')?.text === 'nil';
}
