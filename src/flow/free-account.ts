import { argumentsOf } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { Node } from '../syntax/tree.ts';
import { assignmentsOf } from './assignments.ts';
import type { FlowEdge, FlowNode } from './cfg.ts';
import { eventsAfterFreeIn, eventsAt, freeTheSame, isNilAt, runsDeferred } from './frees.ts';
import type { Free } from './frees.ts';
import type { FunctionFlow } from './function-flow.ts';
import type { Remark } from './remark.ts';
import { everyPathBack, findPath } from './paths.ts';
import { placeOf, samePlace } from './places.ts';
import { short } from './use-effect.ts';
import { statementOf, unconverted } from './value-use.ts';

/** Why a free or a use is not reported, and the places that say so. */
export interface FreeAccount {
  readonly reason: string;
  readonly remarks: readonly Remark[];
}

/** What leads from a free to another point. */
export interface Between {
  /** `changed`: the place gets another pointer on every path between the two. */
  readonly kind: 'reached' | 'changed' | 'unreached' | 'gave-up';
  /** Where it may get another pointer. */
  readonly changes: readonly Remark[];
}

export const tooManyPaths = 'the function has too many paths to follow';

/** Whether a path leads from behind a free to a point with the freed pointer still in its place. */
export function between(free: Free, target: FlowNode, flow: FunctionFlow, pkg: Package): Between {
  const changes: Remark[] = [];
  if (eventsAfterFreeIn(free, pkg).some((event) => event.kind === 'change')) {
    return { kind: 'changed', changes: [changeAt(free.node, free, pkg)] };
  }
  const search = { gaveUp: false };
  const path = findPath(flow, free.node, {
    initial: true,
    key: () => '',
    step: (node, state) => {
      if (node === target) return 'found';
      if (node.kind === 'exit' || node.kind === 'stop' || node.kind === 'panic') return 'end';
      if (!eventsAt(node, free.place, pkg).some((event) => event.kind === 'change')) return { go: state };
      changes.push(changeAt(node, free, pkg));
      return 'end';
    },
    gaveUp: () => (search.gaveUp = true),
  });
  if (path !== undefined) return { kind: 'reached', changes };
  if (search.gaveUp) return { kind: 'gave-up', changes };
  return { kind: changes.length > 0 && leads(free.node, target, flow) ? 'changed' : 'unreached', changes };
}

function leads(from: FlowNode, to: FlowNode, flow: FunctionFlow): boolean {
  const path = findPath(flow, from, {
    initial: true,
    key: () => '',
    step: (node, state) => (node === to ? 'found' : { go: state }),
  });
  return path !== undefined;
}

function changeAt(node: FlowNode, free: Free, pkg: Package): Remark {
  const name = `\`${free.place.text}\``;
  const assigned = assignmentsOf(node).some(({ target }) => {
    const place = placeOf(target, pkg);
    return place !== undefined && samePlace(place, free.place);
  });
  const at = node.syntax ?? free.at;
  return { at, message: assigned ? `${name} gets another value` : `${name} may get another value` };
}

/** Why a free is not reported as one of two. */
export function accountForOneFree(
  free: Free,
  frees: readonly Free[],
  flow: FunctionFlow,
  pkg: Package,
): FreeAccount {
  const name = `\`${free.place.text}\``;
  const none = (reason: string, remarks: readonly Remark[] = []): FreeAccount => ({ reason, remarks });
  if (!flow.facts.isReachable(free.node)) return none('no path leads to this `C.free`');
  if (isNilAt(free, flow, pkg)) return none(`${name} is nil here, and free(NULL) does nothing`);
  const others = frees.filter((other) => other !== free && freeTheSame(free, other, pkg));
  const [account, ...more] = others.map((other) => accountForPair(free, other, flow, pkg));
  if (account !== undefined) {
    const remarks = new Map(
      [account, ...more].flatMap((one) => one.remarks.map((remark) => [remark.at, remark] as const)),
    );
    return { reason: account.reason, remarks: [...remarks.values()] };
  }
  const again = free.kind === 'closing-free' ? undefined : between(free, free.node, flow, pkg);
  switch (again?.kind) {
    case 'gave-up':
      return none(tooManyPaths);
    case 'changed':
      return none(`${name} gets another value before the loop frees it again`, again.changes);
    case 'reached':
      return none(`whether the loop frees the same pointer again in its next round is not certain`);
    default:
      return none(
        `no other \`C.free\` of this name, ${name}, is followed here, nor are copies of it; no path runs this one twice`,
      );
  }
}

function accountForPair(free: Free, other: Free, flow: FunctionFlow, pkg: Package): FreeAccount {
  if (free.kind === 'closing-free') {
    return other.kind === 'closing-free'
      ? account('the order of two deferred functions is not followed', other)
      : accountForClosing(other, free, flow, pkg, other);
  }
  if (other.kind === 'closing-free') return accountForClosing(free, other, flow, pkg, other);
  const there = `the \`C.free\` at line ${String(other.at.line)}`;
  const ways = [between(free, other.node, flow, pkg), between(other, free.node, flow, pkg)];
  if (ways.some(({ kind }) => kind === 'gave-up')) return account(tooManyPaths, other);
  if (ways.some(({ kind }) => kind === 'reached')) {
    const deferred = [free, other].some(({ kind }) => kind === 'deferred-free');
    const later = [free, other].filter(({ kind }) => kind === 'free').map(({ node }) => node);
    if (deferred && later.some((node) => !runsDeferred(node, flow))) {
      return account(
        'a call behind it is taken to end the process, so that the deferred `C.free` does not run',
        other,
      );
    }
    return account(`whether one run gets to this and to ${there} is not certain: not every path does`, other);
  }
  const changes = ways.flatMap((way) => (way.kind === 'changed' ? way.changes : []));
  const [first] = changes;
  if (first !== undefined) {
    const where = `at line ${String(first.at.line)}, between this and ${there}`;
    return { reason: `${first.message} ${where}`, remarks: changes };
  }
  return account(`no path runs both this and ${there}`, other);
}

function account(reason: string, other: Free): FreeAccount {
  return { reason, remarks: [{ at: other.at, message: `\`${other.place.text}\` is freed here as well` }] };
}

/** A free and a deferred function that frees the same place when the function ends. */
function accountForClosing(
  free: Free,
  closing: Free,
  flow: FunctionFlow,
  pkg: Package,
  shown: Free,
): FreeAccount {
  const name = `\`${free.place.text}\``;
  if (free.kind === 'deferred-free') return account('the order of two deferred frees is not followed', shown);
  if (!everyPathBack(free.node, flow, (node) => (node === closing.node ? 'passed' : 'on'))) {
    return account(`the function that frees ${name} at the end is not deferred on every path to here`, shown);
  }
  const after = between(free, flow.graph.exit, flow, pkg);
  if (after.kind === 'gave-up') return account(tooManyPaths, shown);
  const [first] = after.changes;
  if (first !== undefined) {
    return {
      reason: `${first.message} at line ${String(first.at.line)}, before the deferred function reads it`,
      remarks: after.changes,
    };
  }
  return account(
    'a call behind it is taken to end the process, so that the deferred function does not run',
    shown,
  );
}

/** Why nothing behind a free is reported as a use of the freed memory. */
export function accountForNoUse(free: Free, flow: FunctionFlow, pkg: Package): FreeAccount {
  const name = `\`${free.place.text}\``;
  const none = (reason: string, remarks: readonly Remark[] = []): FreeAccount => ({ reason, remarks });
  if (!flow.facts.isReachable(free.node)) return none('no path leads to this `C.free`');
  if (isNilAt(free, flow, pkg)) return none(`${name} is nil here, and free(NULL) does nothing`);
  if (free.kind !== 'free') {
    return none(`the memory is freed when the function ends, and nothing in it uses ${name} later than that`);
  }
  if (eventsAfterFreeIn(free, pkg).some((event) => event.kind === 'change')) {
    return none(`the same statement gives ${name} another value`, [changeAt(free.node, free, pkg)]);
  }
  const remarks = new Map<Node, string>();
  let use: Node | undefined;
  const search = { gaveUp: false };
  findPath(flow, free.node, {
    initial: true,
    key: () => '',
    step: (node, state) => {
      const { syntax } = node;
      if (node.kind === 'stop' && syntax !== undefined) remarks.set(syntax, 'this call never returns');
      if (node.kind === 'panic' && syntax !== undefined)
        remarks.set(syntax, 'the function ends here without returning');
      if (node.kind === 'exit' || node.kind === 'stop' || node.kind === 'panic') return 'end';
      for (const event of eventsAt(node, free.place, pkg)) {
        if (event.kind === 'change') {
          const change = changeAt(node, free, pkg);
          remarks.set(change.at, change.message);
          return 'end';
        }
        if (event.kind === 'use') {
          use ??= event.at;
          remarks.set(event.at, `${event.by} gets ${name}`);
        } else {
          remarks.set(event.at, `${name} is freed here as well`);
        }
        return 'end';
      }
      if (syntax?.kind === 'return_statement') remarks.set(syntax, 'the function returns here');
      return { go: state };
    },
    gaveUp: () => (search.gaveUp = true),
  });
  const found = [...remarks]
    .map(([at, message]) => ({ at, message }))
    .sort((a, b) => a.at.start - b.at.start);
  if (search.gaveUp) return none(tooManyPaths, found);
  if (use === undefined) {
    return none(
      `no path behind it uses the freed pointer under this name, ${name}; copies of it are not followed`,
      found,
    );
  }
  return none(
    `a path leads to the use at line ${String(use.line)}, but not every path does, nor was ${name} freed on ` +
      'every path to there: whether that one is taken is not certain',
    found,
  );
}

/** Why a call of `C.free` is followed neither as a free nor as a use of its place. */
export function untracked(call: Node, flow: FunctionFlow, pkg: Package): string {
  const [argument] = argumentsOf(call);
  const pointer = argument === undefined ? undefined : unconverted(argument, pkg);
  const place = pointer === undefined ? undefined : placeOf(pointer, pkg);
  if (pointer === undefined || place === undefined) {
    return `\`${short(pointer ?? call)}\` is neither a variable nor a field, and is not followed`;
  }
  const name = `\`${place.symbol.name}\``;
  if (place.symbol.role === 'package-level')
    return `${name} is a package-level variable, which anyone may change`;
  if (place.symbol.owner !== flow.function.node) {
    return `${name} belongs to the enclosing function, and when this function literal runs is not followed`;
  }
  if (statementOf(call) === 'go') return 'when the goroutine frees it is not known';
  return `a function literal changes ${name}, or its address is kept, and it may get another value out of sight`;
}

/** What the points of a path behind a free do with the freed place. */
export function touchesBehind(free: Free, pkg: Package): (edge: FlowEdge) => readonly Remark[] {
  return (edge) =>
    eventsAt(edge.to, free.place, pkg).map((event): Remark => {
      if (event.kind === 'change') return changeAt(edge.to, free, pkg);
      const { at, name } = event;
      if (event.kind === 'use') {
        const state = free.kind === 'free' ? 'the freed ' : '';
        return { at, message: `${event.by} gets ${state}\`${name}\`` };
      }
      return { at, message: `\`${name}\` is freed` };
    });
}
