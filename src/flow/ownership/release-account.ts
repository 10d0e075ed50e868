import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FlowNode } from '../cfg.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { findPath } from '../paths.ts';
import type { Remark } from '../remark.ts';
import { short } from '../code-text.ts';
import { statementOf, unconverted } from '../value-use.ts';
import { isNilAt, isSurelyDeferred, runsDeferred } from './after-freeing.ts';
import type { Aftermath } from './aftermath.ts';
import { placePath, sameHolder } from './holder.ts';
import { aliasesOf } from './releases.ts';
import type { Release } from './releases.ts';

/** Why a free or a use is not reported, and the places that say so. */
export interface ReleaseAccount {
  readonly reason: string;
  readonly remarks: readonly Remark[];
}

export const tooManyPaths = 'the function has too many paths to follow';

/** Gives what comes behind a release; it is asked for a release more than once. */
export type Behind = (release: Release) => Aftermath;

/** The place as a message names it. */
export function releasedText({ place }: Release): string {
  return `\`${place.text}\``;
}

/** Why nothing behind a release is reported as a use of the freed memory. */
export function accountForNoUse(release: Release, behind: Behind, flow: FunctionFlow): ReleaseAccount {
  const name = releasedText(release);
  const none = (reason: string, remarks: readonly Remark[] = []): ReleaseAccount => ({ reason, remarks });
  if (isNilAt(release, flow)) return none(`${name} is nil here, and free(NULL) does nothing`);
  if (release.way !== 'now') {
    return none(`the memory is freed when the function ends, and nothing in it uses ${name} later than that`);
  }
  const { events, changes, ends, isUnfinished } = behind(release);
  const own = changes.find(({ node }) => node === release.node);
  if (own !== undefined) return none(`the same statement gives ${name} another value`, [own.remark]);
  const touched = events.map(({ event }) => ({
    at: event.at,
    message: event.kind === 'use' ? `${event.by} gets ${name}` : `${name} is freed here as well`,
  }));
  const found = [...touched, ...changes.map(({ remark }) => remark), ...ends].sort(
    (a, b) => a.at.start - b.at.start,
  );
  if (isUnfinished) return none(tooManyPaths, found);
  const use = events.find(({ event }) => event.kind === 'use')?.event.at;
  return none(
    use === undefined
      ? `no path behind it uses the freed pointer by this name, ${name}, or by one that always means the same`
      : `a path leads to the use at line ${String(use.line)}, but not every path does, nor was ${name} freed on ` +
          'every path to there: whether that one is taken is not certain',
    found,
  );
}

/** Why a release is not reported as one of two. */
export function accountForOneFree(
  release: Release,
  releases: readonly Release[],
  behind: Behind,
  flow: FunctionFlow,
): ReleaseAccount {
  const name = releasedText(release);
  const none = (reason: string, remarks: readonly Remark[] = []): ReleaseAccount => ({ reason, remarks });
  if (isNilAt(release, flow)) return none(`${name} is nil here, and free(NULL) does nothing`);
  const holders = aliasesOf(release.holder, flow);
  const others = releases.filter(
    (other) => other.call !== release.call && holders.some((one) => sameHolder(one, other.holder)),
  );
  const [account, ...more] = others.map((other) => accountForPair(release, other, behind, flow));
  if (account !== undefined) {
    const remarks = new Map(
      [account, ...more].flatMap((one) => one.remarks.map((remark) => [remark.at, remark] as const)),
    );
    return { reason: account.reason, remarks: [...remarks.values()] };
  }
  const { events, changes, isUnfinished } = behind(release);
  if (isUnfinished) return none(tooManyPaths);
  if (events.some(({ event }) => event.kind === 'free')) {
    return none('whether the loop frees the same pointer again in its next round is not certain');
  }
  if (release.way === 'now' && changes.length > 0 && leads(release.node, release.node, flow)) {
    const remarks = changes.map(({ remark }) => remark);
    return none(`${name} gets another value before the loop frees it again`, remarks);
  }
  return none(
    `no other call that is followed here frees what ${name} leads to, and no path runs this one twice`,
  );
}

function accountForPair(
  release: Release,
  other: Release,
  behind: Behind,
  flow: FunctionFlow,
): ReleaseAccount {
  const there = `the \`${other.by}\` at line ${String(other.call.line)}`;
  const both = [release, other];
  const told = (reason: string): ReleaseAccount => ({
    reason,
    remarks: [{ at: other.call, message: `${releasedText(other)} is freed here as well` }],
  });
  const ways = [
    { from: release, to: other, after: behind(release) },
    { from: other, to: release, after: behind(other) },
  ];
  if (ways.some(({ after }) => after.isUnfinished)) return told(tooManyPaths);
  const closing = both.find(({ way }) => way === 'closing');
  const met = ways.flatMap(({ from, to, after }) => {
    const found = after.events.find(({ event }) => event.kind === 'free' && event.at === to.call);
    return found === undefined ? [] : [{ from, event: found.event }];
  });
  if (met.length > 0) {
    const later = both.filter(({ way }) => way === 'now').map(({ node }) => node);
    if (later.length < both.length && later.some((node) => !runsDeferred(node, flow))) {
      return told('a call behind it is taken to end the process, so that the deferred `C.free` does not run');
    }
    if (closing !== undefined && met.some(({ from, event }) => !isSurelyDeferred(event, from, flow))) {
      const name = releasedText(release);
      return told(`the function that frees ${name} at the end is not deferred on every path to here`);
    }
    return told(`whether one run gets to this and to ${there} is not certain: not every path does`);
  }
  const changes = ways.flatMap(({ from, to, after }) => {
    const target = to.way === 'closing' ? flow.graph.exit : to.node;
    return leads(from.node, target, flow) ? after.changes.map(({ remark }) => remark) : [];
  });
  const [first] = changes;
  if (first !== undefined) {
    const where = `at line ${String(first.at.line)}`;
    const between =
      closing === undefined ? `, between this and ${there}` : ', before the deferred function reads it';
    return { reason: `${first.message} ${where}${between}`, remarks: changes };
  }
  if (closing !== undefined && both.some(({ way, node }) => way === 'now' && !runsDeferred(node, flow))) {
    return told('a call behind it is taken to end the process, so that the deferred function does not run');
  }
  return told(`no path runs both this and ${there}`);
}

/** Whether some path, feasible or not, leads from behind one point to another. */
export function leads(from: FlowNode, to: FlowNode, flow: FunctionFlow): boolean {
  const path = findPath(flow, from, {
    initial: true,
    key: () => '',
    step: (node, state) => (node === to ? 'found' : { go: state }),
  });
  return path !== undefined;
}

/** Why a call that frees, or is named for it, is followed neither as a free nor as a use of its place. */
export function untracked(call: Node, flow: FunctionFlow, pkg: Package): string {
  const callee = calleeOf(call, pkg);
  if (callee.kind !== 'c' || callee.name !== 'free') {
    const name = short(call.child('function') ?? call);
    return `\`${name}\` is not known to free all that it gets, and what it frees is not followed`;
  }
  const [argument] = argumentsOf(call);
  const pointer = argument === undefined ? undefined : unparen(unconverted(argument, pkg));
  const place =
    pointer === undefined || pointer.kind === 'unary_expression' ? undefined : placePath(pointer, pkg);
  if (pointer === undefined || place === undefined) {
    return `\`${short(pointer ?? call)}\` is neither a variable nor a field, and is not followed`;
  }
  if (place.path.includes('[]'))
    return `\`${short(pointer)}\` is an element, and which one it is, is not followed`;
  const name = `\`${place.symbol.name}\``;
  if (place.symbol.role === 'package-level')
    return `${name} is a package-level variable, which anyone may change`;
  if (place.symbol.owner !== flow.function.node) {
    return `${name} belongs to the enclosing function, and when this function literal runs is not followed`;
  }
  if (statementOf(call) === 'go') return 'when the goroutine frees it is not known';
  const node = flow.nodeAt(call);
  if (node !== undefined && !flow.facts.isReachable(node)) return 'no path leads to this `C.free`';
  return `a function literal changes ${name}, or its address is kept, and it may get another value out of sight`;
}
