import { argumentsOf, calleeOf } from '../../semantic/callee.ts';
import type { Callee } from '../../semantic/callee.ts';
import { calledDeclarations } from '../../semantic/called-declarations.ts';
import { isFileNearC } from '../../semantic/near-c.ts';
import { cCallsOf } from '../../semantic/calls.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FlowNode } from '../cfg.ts';
import { short } from '../code-text.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { addressedPlace, failureOf } from './failure.ts';
import type { Gift } from './effect.ts';
import { filledElements } from './filled-elements.ts';
import type { KnownFunctions } from './c-summaries.ts';

/** A call at which a function comes to own C memory; the facts may still say that no path leads to it. */
export interface Acquisition {
  readonly call: Node;
  readonly node: FlowNode;
  readonly gift: Gift;
  /** The callee as the code writes it. */
  readonly callee: string;
  /** How it comes: as one of the call's results, or in the place whose address an argument is. */
  readonly way:
    { readonly kind: 'result'; readonly index: number } | { readonly kind: 'place'; readonly place: Node };
}

/** What functions of the package give to their callers; see `GoSummaries`. */
export interface GiftSummaries {
  giftsOf(fn: Node): ReadonlyMap<number, Gift>;
  reachesC(name: string): boolean;
  declarationsOf(name: string): readonly Node[];
  imported(path: string): GiftSummaries | undefined;
}

/** The calls of a function, its literals left out, that give it memory of C. */
export function acquisitionsOf(
  fn: GoFunction,
  flowOf: () => FunctionFlow,
  libraries: KnownFunctions,
  summaries: GiftSummaries,
  pkg: Package,
): Acquisition[] {
  if (!isFileNearC(fn.file, pkg)) return [];
  return fn.body.allOutside('func_literal', 'call_expression').flatMap((call): Acquisition[] => {
    const callee = calleeOf(call, pkg);
    const gifts =
      callee.kind === 'c'
        ? giftsOfC(call, callee.name, libraries, pkg)
        : giftsOfGo(call, callee, summaries, pkg);
    const node = gifts.length === 0 ? undefined : connectedPoint(call, flowOf());
    if (node === undefined) return [];
    const name = callee.kind === 'c' ? `C.${callee.name}` : short(call.child('function') ?? call);
    return gifts.map(({ gift, way }) => ({ call, node, gift, callee: name, way }));
  });
}

/** The point at which a call is made; undefined where no path of the graph leads to it. */
function connectedPoint(call: Node, flow: FunctionFlow): FlowNode | undefined {
  const node = flow.nodeAt(call);
  return node !== undefined && flow.isConnected(node) ? node : undefined;
}

/** What a call of a function or method of the module gives: none where builds differ in who it is. */
function giftsOfGo(
  call: Node,
  callee: Callee,
  summaries: GiftSummaries,
  pkg: Package,
): Pick<Acquisition, 'gift' | 'way'>[] {
  const given = (found: GiftSummaries, fn: Node): Pick<Acquisition, 'gift' | 'way'>[] =>
    [...found.giftsOf(fn)].map(([index, gift]) => ({ gift, way: { kind: 'result', index } }));
  if (callee.kind === 'package') {
    const mayGive = pkg.imported(callee.path)?.mayUseCgo === true;
    const imported = mayGive ? summaries.imported(callee.path) : undefined;
    const [only, ...others] =
      imported?.reachesC(callee.name) === true ? imported.declarationsOf(callee.name) : [];
    return imported === undefined || only === undefined || others.length > 0 ? [] : given(imported, only);
  }
  const name =
    callee.kind === 'function' ? callee.symbol.name : callee.kind === 'method' ? callee.name : undefined;
  if (name === undefined || !summaries.reachesC(name)) return [];
  const [only, ...others] = calledDeclarations(call, pkg) ?? [];
  return only === undefined || others.length > 0 ? [] : given(summaries, only);
}

/**
 * The calls of a function, its literals left out, that give it memory of somebody else's: what a table says is lent.
 * They are followed as what is owned, to see whether somebody frees them.
 */
export function loansOf(
  fn: GoFunction,
  flowOf: () => FunctionFlow,
  libraries: KnownFunctions,
  pkg: Package,
): Acquisition[] {
  return cCallsOf(fn, pkg).flatMap(({ call, callee }): Acquisition[] => {
    const found = libraries.factsOf(callee.name);
    if (found === undefined) return [];
    const { facts, library } = found;
    const places = [...facts.parameters].flatMap(([index, fact]) => {
      const argument = fact.kind === 'lends' ? argumentsOf(call)[index] : undefined;
      const place = argument === undefined ? undefined : addressedPlace(argument, pkg);
      return place === undefined ? [] : [{ kind: 'place', place } as const];
    });
    const isLent = facts.result?.kind === 'lends';
    const ways = [...(isLent ? [{ kind: 'result', index: 0 } as const] : []), ...places];
    const node = ways.length === 0 ? undefined : connectedPoint(call, flowOf());
    if (node === undefined) return [];
    const basis = { kind: 'table', library: library.name, source: facts.source } as const;
    const gift: Gift = { release: [], path: [], confidence: 'known', basis };
    return ways.map((way) => ({ call, node, gift, callee: `C.${callee.name}`, way }));
  });
}

function giftsOfC(
  call: Node,
  name: string,
  libraries: KnownFunctions,
  pkg: Package,
): Pick<Acquisition, 'gift' | 'way'>[] {
  const found = libraries.factsOf(name);
  if (found === undefined) return [];
  const { facts, library } = found;
  const basis = { kind: 'table', library: library.name, source: facts.source } as const;
  const status = failureOf(call, facts, pkg);
  const gifts: Pick<Acquisition, 'gift' | 'way'>[] = [];
  if (facts.result?.kind === 'gives') {
    const { release, mayBeNull } = facts.result;
    // An error object is there where the call has failed.
    const isError = facts.fails === 'nonzero';
    const ofNull = { kind: 'status', failure: 'null' } as const;
    const failure = isError ? ofNull : (status ?? (mayBeNull ? ofNull : undefined));
    gifts.push({
      gift: { release, path: [], confidence: 'known', basis, ...(failure === undefined ? {} : { failure }) },
      way: { kind: 'result', index: 0 },
    });
  }
  for (const [index, fact] of facts.parameters) {
    const argument = argumentsOf(call)[index];
    if (fact.kind !== 'gives' || argument === undefined) continue;
    const place = fact.each ? filledElements(argument, pkg) : addressedPlace(argument, pkg);
    if (place === undefined) continue;
    const path = fact.each ? ['[]'] : [];
    const failure = fact.evenOnFailure || status === undefined ? {} : { failure: status };
    gifts.push({
      gift: { release: fact.release, path, confidence: 'known', basis, ...failure },
      way: { kind: 'place', place },
    });
  }
  return gifts;
}
