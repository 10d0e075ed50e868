import { endsAnObject, mayKeep } from '../knowledge/c-names.ts';
import { onlyLooksAt } from '../knowledge/go-functions.ts';
import { argumentsOf } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { useOf } from './value-use.ts';
import type { ValueUse } from './value-use.ts';

/**
 * What becomes of the ownership of C memory through one use of its pointer.
 * - `borrowed`: the memory is looked at; its owner stays the same
 * - `kept?`: a C function without a body here whose name says that it may keep the pointer
 * - `gone`: freed, handed over, or out of sight
 */
export type Ownership = 'borrowed' | 'kept?' | 'gone';

/** What a C function does with the ownership of an argument. */
function ownershipAfterCCall(call: Node, name: string, index: number, pkg: Package): Ownership {
  // sqlite3_bind_text(stmt, i, cs, n, C.free): a destructor in the same call takes the argument over.
  const handsDestructor = argumentsOf(call).some((argument) =>
    argument.all('selector_expression').some((node) => /^C\.\w*free\w*$/i.test(node.text) && !isCallee(node)),
  );
  if (handsDestructor) return 'gone';
  switch (pkg.c.parameterEffect(name, index)) {
    case 'takes':
      return !pkg.c.hasBody(name) && endsAnObject(name) && argumentsOf(call).length > 1 ? 'kept?' : 'gone';
    case 'borrows':
      return 'borrowed';
    case 'unknown':
      return mayKeep(name) || returnsWhatIsFreed(call, pkg) ? 'kept?' : 'borrowed';
  }
}

/** `out := C.escape(in); C.free(out)`: the result may be the argument itself. */
function returnsWhatIsFreed(call: Node, pkg: Package): boolean {
  const result = useOf(call, pkg);
  if (result.kind !== 'alias') return false;
  return pkg.bindings.usesOf(result.symbol).some((use) => useOf(use, pkg).kind === 'free');
}

function isCallee(node: Node): boolean {
  return node.field === 'function';
}

/** What one use means for the ownership of the memory, where the use alone tells it. */
export function ownershipAfterUse(use: ValueUse, pkg: Package): Ownership {
  switch (use.kind) {
    case 'c-argument':
      return ownershipAfterCCall(use.call, use.name, use.index, pkg);
    case 'go-copy':
    case 'compare':
    case 'dereference':
    case 'discard':
      return 'borrowed';
    case 'go-argument':
      return use.callee.kind === 'package' && onlyLooksAt(use.callee.path, use.callee.name)
        ? 'borrowed'
        : 'gone';
    case 'element':
      return use.use.kind === 'alias'
        ? containerOwnership(use.use.symbol, pkg)
        : ownershipAfterUse(use.use, pkg);
    case 'store':
      return storeOwnership(use.target, pkg);
    default:
      return 'gone';
  }
}

/**
 * Storing into a local container is no transfer: the memory is gone only where the container, or an element of it,
 * is freed, returned, handed to Go code or stored away.
 */
function storeOwnership(target: Node, pkg: Package): Ownership {
  const operand = target.is('index_expression', 'selector_expression') ? target.child('operand') : undefined;
  const symbol = operand?.kind === 'identifier' ? pkg.symbolOf(operand) : undefined;
  if (symbol === undefined || !isLocalContainer(symbol, target, pkg)) return 'gone';
  return containerOwnership(
    symbol,
    pkg,
    target.kind === 'selector_expression' ? target.child('field')?.text : undefined,
  );
}

/** A slice, array or map, or a struct held by value, that the function itself made. */
function isLocalContainer(symbol: GoSymbol, target: Node, pkg: Package): boolean {
  if (symbol.role !== 'local') return false;
  const type = pkg.types.ofSymbol(symbol);
  if (target.kind === 'selector_expression') {
    // `C.name` may be a typedef of a pointer: a struct shows by its literal, or by starting as a zero value.
    const value = symbol.value?.node;
    return type.kind === 'c' && (value === undefined || value.kind === 'composite_literal');
  }
  if (
    type.kind !== 'slice' &&
    type.kind !== 'array' &&
    !(type.kind === 'composite' && type.form === 'map_type')
  ) {
    return false;
  }
  return !isViewOverC(symbol, pkg);
}

/** Whether a slice is a window on C memory: what is stored there outlives the function. */
function isViewOverC(symbol: GoSymbol, pkg: Package): boolean {
  const value = symbol.value?.node;
  if (value === undefined) return false;
  if (value.all('slice_expression').length > 0) return true;
  return value.all('call_expression').some((call) => {
    const callee = call.child('function')?.text;
    return (
      callee === 'unsafe.Slice' ||
      (callee?.startsWith('C.') === true && pkg.types.ofExpression(call).kind !== 'c')
    );
  });
}

/** What becomes of the elements of a local container, over all its mentions in the function. */
export function containerOwnership(symbol: GoSymbol, pkg: Package, field?: string): Ownership {
  return containerFate(symbol, pkg, field, new Set());
}

function containerFate(
  symbol: GoSymbol,
  pkg: Package,
  field: string | undefined,
  visited: Set<GoSymbol>,
): Ownership {
  if (symbol.role !== 'local' && symbol.role !== 'range') return 'gone';
  if (visited.has(symbol)) return 'borrowed';
  visited.add(symbol);
  let fate: Ownership = 'borrowed';
  for (const mention of pkg.bindings.usesOf(symbol)) {
    const found = mentionFate(mention, pkg, field, visited);
    if (found === 'gone') return 'gone';
    if (found === 'kept?') fate = found;
  }
  return fate;
}

/** What becomes of the elements, or of one field, of a container through one mention of it. */
export function mentionFate(
  mention: Node,
  pkg: Package,
  field: string | undefined,
  visited: Set<GoSymbol>,
): Ownership {
  const parent = mention.parent;
  if (parent === undefined) return 'gone';
  if (parent.kind === 'range_clause') return rangeFate(parent, pkg, visited);
  if (parent.kind === 'selector_expression') {
    if (field !== undefined && parent.child('field')?.text !== field) return 'borrowed';
    return elementFate(parent, pkg, visited);
  }
  if (parent.kind === 'index_expression' && mention.field === 'operand')
    return elementFate(parent, pkg, visited);
  const use = useOf(mention, pkg);
  switch (use.kind) {
    case 'overwrite':
      return 'borrowed';
    case 'address':
      return pointerFate(useOf(use.node, pkg), pkg, visited);
    case 'go-argument':
      return use.callee.kind === 'builtin' && ['len', 'cap', 'append'].includes(use.callee.name)
        ? 'borrowed'
        : 'gone';
    case 'other':
      // append(s, …): what becomes of the result is read where it is assigned.
      return mention.parent?.kind === 'argument_list' ? selfAppendFate(mention, pkg, visited) : 'gone';
    default:
      return use.kind === 'compare' ? 'borrowed' : 'gone';
  }
}

/** `s = append(s, …)` keeps the elements in `s`. */
function selfAppendFate(mention: Node, pkg: Package, visited: Set<GoSymbol>): Ownership {
  const call = mention.parent?.parent;
  if (call === undefined) return 'gone';
  const use = useOf(call, pkg);
  return use.kind === 'alias' ? containerFate(use.symbol, pkg, undefined, visited) : 'gone';
}

/** An element, or a field, of the container as a value. */
export function elementFate(element: Node, pkg: Package, visited: Set<GoSymbol>): Ownership {
  const use = useOf(element, pkg);
  switch (use.kind) {
    case 'overwrite':
      return 'borrowed';
    case 'address':
      return pointerFate(useOf(use.node, pkg), pkg, visited);
    case 'c-argument':
    case 'go-copy':
    case 'compare':
    case 'dereference':
      return ownershipAfterUse(use, pkg);
    default:
      return 'gone';
  }
}

/** The container's address: lent to C, or held in another local pointer. */
function pointerFate(use: ValueUse, pkg: Package, visited: Set<GoSymbol>): Ownership {
  if (use.kind === 'c-argument') return ownershipAfterUse(use, pkg);
  if (use.kind === 'alias') return containerFate(use.symbol, pkg, undefined, visited);
  return 'gone';
}

/** `for _, p := range container`: what is done with `p`. */
function rangeFate(clause: Node, pkg: Package, visited: Set<GoSymbol>): Ownership {
  const element = clause.child('left')?.children[1];
  const symbol = element === undefined ? undefined : pkg.symbolOf(element);
  if (symbol === undefined) return 'borrowed';
  if (visited.has(symbol)) return 'borrowed';
  visited.add(symbol);
  let fate: Ownership = 'borrowed';
  for (const mention of pkg.bindings.usesOf(symbol)) {
    if (mention === symbol.declaration) continue;
    const found = elementFate(mention, pkg, visited);
    if (found === 'gone') return 'gone';
    if (found === 'kept?') fate = found;
  }
  return fate;
}
