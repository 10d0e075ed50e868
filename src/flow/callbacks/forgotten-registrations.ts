import { calledDeclarations } from '../../semantic/called-declarations.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FlowNode } from '../cfg.ts';
import { givesUpBehind } from '../error-returns.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { findPath } from '../paths.ts';
import type { FlowPath } from '../paths.ts';
import type { CalledFromC } from '../threads/exported.ts';
import type { MapAccess } from './package-maps.ts';
import { isCounted } from './registries.ts';
import type { Registries, Registry, RegistryCall } from './registries.ts';

/** A removal that takes the number of one registry to another. */
export interface Misdirected {
  readonly addition: RegistryCall;
  readonly removal: RegistryCall;
}

/** The removals by a number that another registry gave, which that registry itself is never asked to remove here. */
export function misdirectedRemovals({ additions, removals }: Registries): Misdirected[] {
  return removals.flatMap((removal) => {
    const { id, registry } = removal;
    if (id === undefined) return [];
    const addition = additions.find((one) => one.id === id);
    if (addition === undefined || addition.registry === registry) return [];
    const sameKind =
      addition.registry.map === undefined
        ? registry.type !== '' && registry.type === addition.registry.type
        : registry.map !== undefined;
    const isRemoved = removals.some((one) => one.id === id && one.registry === addition.registry);
    return sameKind && !isRemoved ? [{ addition, removal }] : [];
  });
}

/** A registry that is added to and never removed from. */
export type NeverRemoved =
  /** A map that C's callbacks read, each entry under a number of its own. */
  | { readonly kind: 'map'; readonly registry: Registry; readonly added: MapAccess }
  /** An object: `sibling` is another registry of its type, which the package does remove from. */
  | {
      readonly kind: 'object';
      readonly registry: Registry;
      readonly added: RegistryCall;
      readonly sibling: RegistryCall;
    };

export function neverRemoved(found: Registries, fromC: CalledFromC, pkg: Package): NeverRemoved[] {
  return found.all.flatMap((registry): NeverRemoved[] => {
    const { symbol, map } = registry;
    const isOthers = /^\p{Lu}/u.test(symbol.name) && pkg.name !== 'main';
    if (isOthers || found.shared.has(registry)) return [];
    if (map !== undefined) {
      const added = map.accesses.find((one) => one.kind === 'set' && isCounted(one, pkg));
      const isRemoved = map.accesses.some((one) => one.kind === 'delete' || one.kind === 'clear');
      const isReset = map.accesses.some((one) => one.kind === 'set' && one !== added);
      const isRead = map.accesses.some((one) => one.kind === 'read' && fromC.of(one.function) !== undefined);
      return added === undefined || isRemoved || isReset || !isRead ? [] : [{ kind: 'map', registry, added }];
    }
    const added = found.additions.find((one) => one.registry === registry && one.id !== undefined);
    const isRemoved = found.removals.some((one) => one.registry === registry);
    const sibling = found.removals.find(
      (one) => one.registry.type === registry.type && one.registry.map === undefined,
    );
    if (added === undefined || isRemoved || sibling === undefined || registry.type === '') return [];
    return [{ kind: 'object', registry, added, sibling }];
  });
}

/** A registration that stays where its function gives up, and a place that removes from the registry elsewhere. */
export interface LeftBehind {
  readonly addition: RegistryCall;
  readonly path: FlowPath;
  readonly elsewhere: RegistryCall;
}

/**
 * A path from a registration to a return of an error in a branch, on which nothing is removed from the registry. A
 * number that is kept outside of the function's variables may be removed by who finds it there.
 */
export function leftBehind(
  addition: RegistryCall,
  { additions, removals }: Registries,
  flow: FunctionFlow,
): LeftBehind | undefined {
  const { registry, function: fn, id, call } = addition;
  const pkg = flow.package;
  const others = removals.filter((one) => one.registry === registry && one.function.node !== fn.node);
  // Best one that removes what it has added itself, in the same file.
  const alike = others.filter(
    (one) => one.id !== undefined && additions.some((added) => added.id === one.id),
  );
  const elsewhere = alike.find((one) => one.call.tree === call.tree) ?? alike[0] ?? others[0];
  const isInLiteral = call.parent?.is('keyed_element', 'literal_element') === true;
  const start = flow.nodeAt(call);
  if (elsewhere === undefined || start === undefined || !(isInLiteral || isLocalNumber(id, pkg)))
    return undefined;
  const removing = new Set(
    removals.filter((one) => one.registry === registry).map((one) => one.function.node),
  );
  const removes = (node: Node): boolean =>
    removals.some((one) => one.registry === registry && one.call === node) ||
    (calledDeclarations(node, pkg) ?? []).some((declaration) => removing.has(declaration));
  // A literal that removes, and a deferred call, may run on any path.
  const inLiterals = fn.body
    .all('func_literal')
    .some((literal) => literal.all('call_expression').some(removes));
  const deferred = fn.body
    .allOutside('func_literal', 'defer_statement')
    .some((statement) => statement.all('call_expression').some(removes));
  if (inLiterals || deferred) return undefined;
  const path = findPath(flow, start, {
    initial: 0,
    step: (node) => stepOf(node, call, removes, pkg),
    key: () => '',
  });
  return path === undefined ? undefined : { addition, path, elsewhere };
}

function stepOf(
  { syntax, kind }: FlowNode,
  call: Node,
  removes: (call: Node) => boolean,
  pkg: Package,
): 'end' | 'found' | { readonly go: number } {
  if (syntax === undefined || kind === 'exit') return { go: 0 };
  const calls =
    kind === 'statement' || kind === 'condition' ? syntax.allOutside('func_literal', 'call_expression') : [];
  if (calls.some(removes)) return 'end';
  if (syntax.kind !== 'return_statement') return { go: 0 };
  return givesUpBehind(call, syntax, pkg) ? 'found' : 'end';
}

/** A number that only the function's own variables hold. */
function isLocalNumber(id: GoSymbol | undefined, pkg: Package): boolean {
  if (id === undefined) return false;
  return pkg.bindings.usesOf(id).every((use) => {
    const statement = use.ancestor('assignment_statement', 'block', 'send_statement');
    if (statement?.kind === 'send_statement') return false;
    if (statement?.kind !== 'assignment_statement') return true;
    return statement.child('left')?.children.every(({ kind }) => kind === 'identifier') === true;
  });
}
