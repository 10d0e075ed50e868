import type { RelatedInformation } from '../../../engine/diagnostic.ts';
import type { Pass } from '../../../engine/rule.ts';
import type { OwnerLife, OwnerUse } from '../../../flow/lifetime/owner-liveness.ts';
import type { Support } from '../../../flow/precedent/deviance.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import { freesNothing } from './freed-handle.ts';

/** A use of C memory whose owner may be collected before the use is over. */
export interface DeadUse extends OwnerUse {
  readonly life: Extract<OwnerLife, { kind: 'dead' }>;
}

export function isDead(use: OwnerUse): use is DeadUse {
  return use.life.kind === 'dead';
}

export function messageOf(use: DeadUse, isCertain: boolean): string {
  const { life, readAt } = use;
  const object = quoted(use.read.holder);
  const during = duringText(use);
  const frees = `${cleanupText(use)} ${isCertain ? 'frees' : 'may free'} it`;
  const useless = uselessText(use);
  if (life.why === 'copy') {
    const original = `the \`${use.read.wrapper.name}\` that ${object} is a copy of`;
    return isCertain
      ? `${capitalised(original)} may be collected ${during}, and ${frees}${useless}`
      : `Does anything keep ${original} ${during}? If it is collected, ${frees}${useless}`;
  }
  const last = life.why === 'temporary' ? 'nothing holds it' : `its last use is reading ${quoted(readAt)}`;
  return isCertain
    ? `${object} may be collected ${during}: ${last}, and ${frees}${useless}`
    : `Does anything keep ${object} ${during}? Here ${last}, and ${frees}${useless}`;
}

/** Where the pointer is read, where the finalizer is set, and the KeepAlive that does not help. */
export function stepsOf(use: DeadUse, pass: Pass, fn: GoFunction): RelatedInformation[] {
  const { life, owner } = use;
  const steps: RelatedInformation[] = [];
  const { cleanup } = owner;
  if (cleanup !== undefined) {
    const message = `the ${cleanup.kind} is set here: it runs once nothing refers to ${ownerText(use)}`;
    steps.push({ location: pass.location(cleanup.file, cleanup.call), message });
  }
  const useless = life.uselessKeepAlive;
  if (useless !== undefined) {
    const message = life.why === 'copy' ? 'this keeps only the copy' : 'this keeps it only up to here';
    steps.push({ location: pass.location(fn.file, useless), message });
  }
  const reads = `${quoted(life.lastUse)} is read, and is the last that needs the object`;
  steps.push({ location: pass.location(fn.file, life.lastUse), message: reads });
  return steps;
}

/** Functions that keep what they read alive. */
export function siblingSteps(support: Support | undefined, pass: Pass): RelatedInformation[] {
  return (support?.examples ?? []).map(({ file, node, function: { fullName } }) => ({
    location: pass.location(file, node),
    message: `\`${fullName}\` keeps it alive until the call is over`,
  }));
}

/** Why a call is not reported. */
export function clearance(
  use: OwnerUse,
  silent: string | undefined,
  pass: Pass,
  fn: GoFunction,
): { reason: string; states: RelatedInformation[] } {
  const object = quoted(use.read.holder);
  if (silent !== undefined) return { reason: silent, states: [] };
  const { life } = use;
  switch (life.kind) {
    case 'live': {
      const file = pass.package.files.find(({ tree }) => tree === life.at.tree) ?? fn.file;
      const states = [{ location: pass.location(file, life.at), message: liveText(life.why) }];
      return { reason: `${object} lives longer than the call: ${liveText(life.why)}`, states };
    }
    case 'safe':
      return { reason: safeText(life.why), states: [] };
    case 'unknown':
      return { reason: `what keeps ${object} is not known: ${unknownText(life.why)}`, states: [] };
    case 'dead':
      return {
        reason: freesNothing(use, pass.package)
          ? `what runs when ${object} is collected frees nothing`
          : `C calls this function, and the operation that runs keeps ${object}`,
        states: [],
      };
  }
}

function liveText(why: Extract<OwnerLife, { kind: 'live' }>['why']): string {
  switch (why) {
    case 'used':
      return 'it is used behind';
    case 'keepalive':
      return '`runtime.KeepAlive` stands behind';
    case 'deferred':
      return 'a deferred call has it';
    case 'argument':
      return 'a pointer to it is an argument itself';
    case 'global':
      return 'a package-level variable or a handle leads to it';
    case 'caller':
      return 'the callers use it after the call';
  }
}

function safeText(why: Extract<OwnerLife, { kind: 'safe' }>['why']): string {
  switch (why) {
    case 'release':
      return 'the call releases it';
    case 'finalizer-cleared':
      return 'the finalizer was taken off before, or has nothing left to free';
    case 'in-finalizer':
      return 'this is what runs as finalizer';
  }
}

function unknownText(why: Extract<OwnerLife, { kind: 'unknown' }>['why']): string {
  switch (why) {
    case 'stored':
      return 'it is stored in another object';
    case 'captured':
      return 'a function literal has it';
    case 'result-of-call':
      return 'a call gives it';
  }
}

function duringText({ name, at }: DeadUse): string {
  return name === undefined ? `while ${quoted(at)} is used` : `while \`C.${name}\` runs`;
}

/** The finalizer, as seen from the object that the sentence is about. */
function cleanupText({ owner }: DeadUse): string {
  const kind = owner.cleanup?.kind ?? 'finalizer';
  if (owner.path === '') return `its ${kind}`;
  return `the ${kind} of its \`${owner.path.slice(1)}\``;
}

function ownerText({ owner, read, life }: DeadUse): string {
  if (life.why === 'copy') return 'the original';
  return owner.path === '' ? quoted(read.holder) : `\`${read.holder.text}${owner.path}\``;
}

function uselessText({ life, read }: DeadUse): string {
  if (life.uselessKeepAlive === undefined) return '';
  return life.why === 'copy'
    ? `; \`KeepAlive(${read.holder.text})\` keeps only the copy`
    : '; the `runtime.KeepAlive` before it does not help';
}

function quoted(node: Node): string {
  return `\`${node.text.replace(/\s+/g, ' ')}\``;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
