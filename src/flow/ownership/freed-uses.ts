import { announcesTaking } from '../../knowledge/c-names.ts';
import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FlowNode } from '../cfg.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { chainFrom } from '../places.ts';
import { short } from '../code-text.ts';
import { statementOf, unconverted, useOf } from '../value-use.ts';
import { reach } from './holder.ts';
import { leads, releasedText, tooManyPaths, untracked } from './release-account.ts';
import type { Behind, ReleaseAccount } from './release-account.ts';
import { aliasesOf } from './releases.ts';
import type { Release } from './releases.ts';

/** A call that frees, or is named for freeing, and the variable that its argument starts from. */
export interface FreeingCall {
  readonly call: Node;
  readonly callee: string;
  readonly argument: Node;
  readonly root: GoSymbol;
  /** Whether it is `C.free` itself. */
  readonly isFree: boolean;
}

/** The freeing calls in a top-level declaration, function literals included. */
export function freeingCalls(declaration: Node, pkg: Package): FreeingCall[] {
  return declaration.all('call_expression').flatMap((call): FreeingCall[] => {
    const callee = calleeOf(call, pkg);
    const name =
      callee.kind === 'c' ? callee.name : callee.kind === 'function' ? callee.symbol.name : undefined;
    if (name === undefined || !announcesTaking(name)) return [];
    return argumentsOf(call)
      .slice(0, 1)
      .flatMap((argument): FreeingCall[] => {
        const pointer = unconverted(argument, pkg);
        const root = rootOf(pointer, pkg);
        if (root === undefined) return [];
        const isC = callee.kind === 'c';
        return [
          { call, callee: isC ? `C.${name}` : name, argument: pointer, root, isFree: isC && name === 'free' },
        ];
      });
  });
}

function rootOf(expression: Node, pkg: Package): GoSymbol | undefined {
  let node = unparen(expression);
  while (node.is('selector_expression', 'index_expression', 'unary_expression')) {
    const operand = node.child('operand');
    if (operand === undefined) return undefined;
    node = unparen(operand);
  }
  const symbol = node.kind === 'identifier' ? pkg.symbolOf(node) : undefined;
  return symbol?.kind === 'variable' ? symbol : undefined;
}

/** A use of a pointer that some call frees, and why it is not reported. */
export interface ClearedUse extends ReleaseAccount {
  readonly at: Node;
}

/** What is known of the frees of one function. */
export interface FreedPlaces {
  readonly flow: FunctionFlow;
  readonly releases: readonly Release[];
  /** Those of the whole declaration that it stands in. */
  readonly calls: readonly FreeingCall[];
  readonly behind: Behind;
}

/** The uses in one function, its literals left out, of pointers that are freed somewhere in its declaration. */
export function clearedUses(freed: FreedPlaces, pkg: Package): ClearedUse[] {
  const found: ClearedUse[] = [];
  const roots = new Set([
    ...freed.calls.map(({ root }) => root),
    ...freed.releases.flatMap(({ holder }) => aliasesOf(holder, freed.flow).map(({ symbol }) => symbol)),
  ]);
  for (const mention of freed.flow.function.body.allOutside('func_literal', 'identifier')) {
    const symbol = pkg.symbolOf(mention);
    if (symbol === undefined || !roots.has(symbol) || mention === symbol.declaration) continue;
    const node = elementOf(chainFrom(mention).node);
    const { kind } = useOf(node, pkg);
    const isUse = ['c-argument', 'go-copy', 'dereference', 'compare', 'return'].includes(kind);
    const isRead = kind !== 'overwrite' && kind !== 'free' && useOf(mention, pkg).kind === 'dereference';
    if (!isUse && !isRead) continue;
    const account = accountForUse(mention, symbol, freed, pkg);
    if (account !== undefined) found.push({ at: node, ...account });
  }
  return found;
}

function elementOf(node: Node): Node {
  const parent = node.parent;
  return parent?.kind === 'index_expression' && node.field === 'operand' ? parent : node;
}

function accountForUse(
  mention: Node,
  symbol: GoSymbol,
  freed: FreedPlaces,
  pkg: Package,
): ReleaseAccount | undefined {
  const { flow, releases, calls } = freed;
  const at = flow.nodeAt(mention);
  if (useOf(mention, pkg).kind === 'compare') {
    return { reason: 'only the value of the pointer is compared', remarks: [] };
  }
  const [nearest] = releases
    .filter((release) => !release.call.contains(mention) && usesFreed(mention, release, flow, pkg))
    .flatMap((release) => (at === undefined ? [] : [accountForFree(release, at, freed)]))
    .sort((a, b) => b.weight - a.weight);
  if (nearest !== undefined) return nearest;
  const own = calls.filter(({ root }) => root === symbol);
  const [call] = [...own.filter(({ isFree }) => isFree), ...own];
  return call === undefined || call.call.contains(mention)
    ? undefined
    : accountForCall(call, mention, freed, pkg);
}

function usesFreed(mention: Node, release: Release, flow: FunctionFlow, pkg: Package): boolean {
  return aliasesOf(release.holder, flow).some((holder) => {
    if (pkg.symbolOf(mention) !== holder.symbol) return false;
    const found = reach(mention, holder);
    if (found?.kind !== 'pointer') return false;
    return ['c-argument', 'go-copy', 'dereference', 'return'].includes(useOf(found.node, pkg).kind);
  });
}

/** How a release relates to a use behind or before it; the account that says most has the highest weight. */
function accountForFree(
  release: Release,
  at: FlowNode,
  { flow, behind }: FreedPlaces,
): ReleaseAccount & { readonly weight: number } {
  const name = releasedText(release);
  const line = String(release.call.line);
  const free = `the \`${release.by}\` at line ${line}`;
  const remarks = [{ at: release.call, message: `${name} is freed here` }];
  if (release.way !== 'now') {
    const reason = `${name} is freed when the function ends, behind this use (line ${line})`;
    return { reason, remarks, weight: 1 };
  }
  const { events, changes, isUnfinished } = behind(release);
  if (events.some(({ node }) => node === at)) {
    const reason = `whether one run gets to ${free} and to this use is not certain`;
    return { reason, remarks, weight: 3 };
  }
  if (isUnfinished) return { reason: tooManyPaths, remarks, weight: 4 };
  if (changes.length > 0 && leads(release.node, at, flow)) {
    const reason = `${name} gets another value between ${free} and this use`;
    return { reason, remarks: [...remarks, ...changes.map(({ remark }) => remark)], weight: 2 };
  }
  return { reason: `no path leads from ${free} to this use`, remarks, weight: 0 };
}

/** How a freeing call relates to a mention that is no use of what a release that is followed frees. */
function accountForCall(
  freeing: FreeingCall,
  mention: Node,
  { releases, flow }: FreedPlaces,
  pkg: Package,
): ReleaseAccount {
  const { call, callee, argument, isFree } = freeing;
  const line = String(call.line);
  const what = `\`${short(argument)}\``;
  const remarks = [{ at: call, message: `\`${callee}\` gets ${what}` }];
  const atEnd = statementOf(call) === 'defer' ? ', when the function ends' : '';
  if (releases.some((release) => release.call === call)) {
    const reason = `${what} is only copied here, or read on the way to another field`;
    return { reason, remarks };
  }
  if (!isFree) {
    const reason = `\`${callee}\` gets ${what} at line ${line}${atEnd}, but is not known to free all that it gets`;
    return { reason, remarks };
  }
  const literal = call.ancestor('func_literal');
  if (literal !== undefined && literal !== flow.function.node) {
    const reason = `the \`C.free\` at line ${line} stands in a function literal, and when that runs is not followed`;
    return { reason, remarks };
  }
  if (call.ancestor('func_literal', 'function_declaration', 'method_declaration') !== flow.function.node) {
    const reason = `the \`C.free\` at line ${line} is outside this function literal, and their order is not followed`;
    return { reason, remarks };
  }
  const isSame = elementOf(chainFrom(mention).node).text === argument.text;
  const reason = isSame
    ? untracked(call, flow, pkg)
    : `the \`C.free\` at line ${line} frees ${what}, not this pointer`;
  return { reason, remarks };
}
