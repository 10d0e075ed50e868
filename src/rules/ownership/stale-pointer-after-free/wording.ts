import type { RelatedInformation } from '../../../engine/diagnostic.ts';
import type { Pass } from '../../../engine/rule.ts';
import type { HandleRelease, StaleHandle } from '../../../flow/cleanups/stale-handles.ts';
import type { Node } from '../../../syntax/tree.ts';
import type { Left } from './rule.ts';

/** @param told the handles of one method, of one kind of evidence */
export function messageOf(told: readonly Left[], first: Left): string {
  const { release, leftover, type } = first;
  const { evidence } = leftover;
  const names = listed(told.map(fieldText));
  const it = told.length === 1 ? 'it' : 'them';
  const ends = `${methodText(first)} ends ${names} with ${byText(told)}`;
  switch (evidence.kind) {
    case 'finalizer':
      return evidence.cleanup.kind === 'cleanup'
        ? `${ends} and does not stop the cleanup, which was given the pointer and frees it again`
        : `${ends} and leaves ${it} set, and the finalizer of \`${type.name}\` frees ${it} again`;
    case 'copy':
      return (
        `${ends} and clears only a copy: its receiver is no pointer, so the object keeps a pointer to ` +
        'freed memory'
      );
    case 'unset-test':
      return evidence.isOwn
        ? `${ends} where ${names} ${told.length === 1 ? 'is' : 'are'} not nil, but nothing ever sets ${it} to nil: a second call frees ${it} again`
        : `${ends} and leaves ${it} set: a second call frees ${it} again, and \`${evidence.test.text}\` elsewhere does not tell, since nothing sets ${it} to nil`;
    case 'siblings':
      return (
        `${ends} and leaves ${it} set, so a second call of \`${release.name}\` frees ${it} again: ` +
        `${String(evidence.withIt.length)} of the ${String(evidence.all)} other releases of the package clear their field`
      );
    case 'none': {
      const others =
        evidence.others === 0 ? '' : `, as ${String(evidence.others)} other releases of the package do`;
      return `${ends} and leaves ${it} set${others}: can nothing call \`${release.name}\` twice, or use the object after it?`;
    }
  }
}

export function stepsOf(told: readonly Left[], { leftover }: Left, pass: Pass): RelatedInformation[] {
  const { evidence } = leftover;
  const ends = told.slice(1).flatMap((one): RelatedInformation[] => {
    const message = `${fieldText(one)} is ended here`;
    return [{ location: pass.location(one.file, one.release.call), message }];
  });
  return [...ends, ...evidenceSteps(told, evidence, pass)];
}

function evidenceSteps(
  told: readonly Left[],
  evidence: Left['leftover']['evidence'],
  pass: Pass,
): RelatedInformation[] {
  switch (evidence.kind) {
    case 'finalizer': {
      const { file, call, kind } = evidence.cleanup;
      const message = `the ${kind} is set here, and nothing takes it off`;
      return [{ location: pass.location(file, call), message }];
    }
    case 'copy':
      return told.slice(0, 1).map(({ file }) => ({
        location: pass.location(file, evidence.clearing),
        message: 'this clears the field of the copy',
      }));
    case 'unset-test':
      return [{ location: pass.location(evidence.file, evidence.test), message: 'this asks for nil' }];
    case 'siblings':
      return evidence.withIt.slice(0, 3).map((one) => ({
        location: pass.location(one.file, one.release.node.child('name') ?? one.release.node),
        message: `${methodText(one)} clears ${fieldText(one)}`,
      }));
    case 'none':
      return [];
  }
}

/** Why a release is not reported. */
export function clearanceOf(
  { leftover, ...one }: StaleHandle,
  pass: Pass,
): { readonly reason: string; readonly states?: readonly RelatedInformation[] } {
  switch (leftover.kind) {
    case 'stale':
      return { reason: 'it is reported' };
    case 'cleared': {
      const reason = `${fieldText(one)} is set to nil`;
      return { reason, ...at(leftover.at, 'here the field is cleared', pass) };
    }
    case 'guarded': {
      const reason =
        leftover.at === undefined
          ? `whoever calls ${methodText(one)} decides how often, and it cannot be called from outside, or cannot clear anything`
          : `${methodText(one)} does so once, whatever stays in the field`;
      return { reason, ...at(leftover.at, 'this keeps it from being done twice', pass) };
    }
    case 'doubtful':
      return { reason: `only its name says that \`C.${one.release.cFunction}\` ends the object` };
    case 'handed':
      return { reason: `\`C.${one.release.cFunction}\` is given the address of the field, and may clear it` };
    case 'counted':
      return {
        reason: `a method of \`${one.type.name}\` takes references, and ${methodText(one)} gives one back`,
      };
    case 'finalizer-only': {
      const reason = `nothing but the runtime calls ${methodText(one)}, and that does so once`;
      return { reason, ...at(leftover.at, 'here it is set', pass) };
    }
    case 'documented': {
      const reason = 'its comment says how often it may be called';
      return { reason, ...at(leftover.at, 'the comment', pass) };
    }
    case 'custom': {
      const { file, release } = leftover.first;
      const reason = 'most releases of this package leave their field as it is, which is asked about once';
      return {
        reason,
        states: [{ location: pass.location(file, release.call), message: 'here it is asked' }],
      };
    }
  }
}

function at(
  node: Node | undefined,
  message: string,
  pass: Pass,
): { readonly states?: readonly RelatedInformation[] } {
  const file = node === undefined ? undefined : pass.package.files.find(({ tree }) => tree === node.tree);
  return node === undefined || file === undefined
    ? {}
    : { states: [{ location: pass.location(file, node), message }] };
}

/** The field as the method writes it: `b.c`. */
function fieldText({ release: { node }, handle }: HandleRelease): string {
  const receiver = node.child('receiver')?.children[0]?.child('name')?.text;
  return `\`${receiver ?? ''}${handle.path}\``;
}

function methodText({ release: { name } }: HandleRelease): string {
  return `\`${name}\``;
}

function byText(told: readonly Left[]): string {
  return listed([...new Set(told.map(({ release }) => `\`C.${release.cFunction}\``))]);
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
