import type { Ownership } from '../../../flow/ownership/ownership.ts';
import type { Release } from '../../../flow/ownership/releases.ts';
import type { Announcements } from '../../../flow/precedent/announced.ts';
import { placePath, samePath } from '../../../flow/ownership/holder.ts';
import { enclosingFunction } from '../../../flow/literals.ts';
import { unconverted, useOf } from '../../../flow/value-use.ts';
import { announcesTransfer } from '../../../knowledge/c-names.ts';
import { argumentsOf, calleeOf } from '../../../semantic/callee.ts';
import type { Callee } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Node } from '../../../syntax/tree.ts';

/** A call that gets what its function frees as well, and may become its owner. */
export interface Transfer {
  readonly call: Node;
  /** The C function. */
  readonly name: string;
  /** What says so, as a clause; a table or a destructor that the call is given, or an announcement. */
  readonly text: string;
  readonly isKnown: boolean;
}

/** The first call behind or under a release that takes over what it frees. */
export function transferOf(
  release: Release,
  fn: GoFunction,
  owners: Ownership,
  announcements: Announcements,
): Transfer | undefined {
  const pkg = owners.package;
  for (const call of callsAround(release.holder.symbol, fn, pkg)) {
    const callee = calleeOf(call, pkg);
    if (callee.kind !== 'c' || call === release.call) continue;
    for (const [index, argument] of argumentsOf(call).entries()) {
      const place = placePath(unconverted(argument, pkg), pkg);
      if (place?.symbol !== release.holder.symbol || !samePath(place.path, release.holder.path)) continue;
      const taking = takingText(call, callee, index, argument, owners, announcements);
      if (taking !== undefined && isFreedBehind(release, call) && !isSetBehind(release, call, pkg))
        return { call, name: callee.name, ...taking };
    }
  }
  return undefined;
}

/** The calls of the function, without those in function literals, that have a mention of the symbol under them. */
function callsAround(symbol: GoSymbol, fn: GoFunction, pkg: Package): readonly Node[] {
  const calls = new Set<Node>();
  for (const mention of pkg.bindings.usesOf(symbol)) {
    if (!fn.body.contains(mention)) continue;
    let around: Node[] = [];
    for (let at = mention.parent; at !== undefined && at !== fn.body; at = at.parent) {
      if (at.kind === 'call_expression') around.push(at);
      if (at.kind === 'func_literal') around = [];
    }
    for (const call of around) calls.add(call);
  }
  return [...calls].sort((a, b) => a.start - b.start);
}

function takingText(
  call: Node,
  callee: Extract<Callee, { readonly kind: 'c' }>,
  index: number,
  argument: Node,
  owners: Ownership,
  announcements: Announcements,
): Pick<Transfer, 'text' | 'isKnown'> | undefined {
  const { name } = callee;
  const { effects, package: pkg } = owners;
  const { outcomes, basis } = effects.onArgument(call, callee, index, []);
  const takes = outcomes.some(({ effect }) => effect.kind === 'takes');
  if (takes && basis.kind === 'table')
    return { text: `the documentation of ${basis.library} says so`, isKnown: true };
  if (takes && basis.kind === 'destructor' && owners.knows(name))
    return { text: 'it is given the function that frees it', isKnown: true };
  if (owners.knows(name) || pkg.c.hasBody(name)) return undefined;
  const said = announcements.of(name).find(({ says }) => says.kind === 'takes' && says.parameter === index);
  if (said !== undefined) return { text: said.text, isKnown: false };
  // A library that has a table has its takers there.
  if (pkg.libraries.libraryOf(name) !== undefined) return undefined;
  return announcesTransfer(name, isText(argument, pkg))
    ? { text: 'its name announces that', isKnown: false }
    : undefined;
}

/** Whether the free runs on the paths over the call: when the function ends, or in the same block behind it. */
function isFreedBehind({ call: free, way }: Release, call: Node): boolean {
  if (way === 'closing') return enclosingStatement(free)?.parent?.parent?.parent?.kind === 'func_literal';
  if (enclosingFunction(free) !== enclosingFunction(call)) return false;
  if (way === 'deferred') return true;
  const statement = enclosingStatement(free);
  const block = statement?.parent;
  const giving = enclosingStatement(call);
  return (
    free.start > call.start && block !== undefined && giving?.parent === block && !isCondition(call, giving)
  );
}

/** The statement of a block that a node stands in. */
function enclosingStatement(node: Node): Node | undefined {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent)
    if (at.parent?.kind === 'statement_list') return at;
  return undefined;
}

/** `if C.lib_adopt(p) != 0 { … }`: what stands behind may be for one of the two outcomes. */
function isCondition(call: Node, statement: Node): boolean {
  return (
    statement.is('if_statement', 'for_statement', 'expression_switch_statement') && statement.contains(call)
  );
}

/** Whether the place gets another value behind the call, or in a function literal. */
function isSetBehind({ holder }: Release, call: Node, pkg: Package): boolean {
  return pkg.bindings.usesOf(holder.symbol).some((mention) => {
    if (mention.start < call.end && enclosingFunction(mention) === enclosingFunction(call)) return false;
    const selector = mention.parent?.kind === 'selector_expression' ? mention.parent : mention;
    return [mention, selector].some((node) => useOf(node, pkg).kind === 'overwrite');
  });
}

function isText(argument: Node, pkg: Package): boolean {
  const type = pkg.types.ofExpression(unconverted(argument, pkg));
  if (type.kind !== 'pointer') return true;
  return type.element.kind === 'c' && /^(?:u?char|schar|void|u?int8_t)$/.test(type.element.name);
}
