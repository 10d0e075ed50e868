import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { staleHandles } from '../../../flow/cleanups/stale-handles.ts';
import type { Leftover, StaleEvidence, StaleHandle } from '../../../flow/cleanups/stale-handles.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { clearingFix } from './clearing-fix.ts';
import { clearanceOf, messageOf, stepsOf } from './wording.ts';

export default defineRule({
  id: 'stale-pointer-after-free',
  code: 'CGO109',
  category: 'ownership',
  severity: 'warning',
  confidence: 'likely',
  cwe: 825,
  docs,
  yieldsTo: ['finalizer-not-cleared'],
  requires: [staleHandles],
  run(pass) {
    for (const fn of pass.functions()) {
      if (usesCgo(fn.file)) check(fn, pass.use(staleHandles).of(fn), pass);
    }
  },
});

/** A handle whose pointer stays. */
export interface Left extends StaleHandle {
  readonly leftover: Extract<Leftover, { kind: 'stale' }>;
}

/** The strongest first: one finding a method tells of the strongest. */
const strength: readonly StaleEvidence['kind'][] = ['finalizer', 'copy', 'unset-test', 'siblings', 'none'];

function check(fn: GoFunction, handles: readonly StaleHandle[], pass: Pass): void {
  const left = handles.filter((one): one is Left => one.leftover.kind === 'stale');
  const rank = ({ leftover }: Left): number => strength.indexOf(leftover.evidence.kind);
  const best = Math.min(...left.map(rank));
  const told = left.filter((one) => rank(one) === best);
  const [first] = told;
  if (first === undefined) {
    for (const one of handles)
      pass.clear(() => ({ at: placeOf(one), file: one.file, ...clearanceOf(one, pass) }));
    return;
  }
  const isQuestion = first.leftover.evidence.kind === 'none';
  const fix = told.length === 1 ? clearingFix(first, fn) : undefined;
  pass.report({
    at: placeOf(first),
    file: fn.file,
    message: messageOf(told, first),
    steps: stepsOf(told, first, pass),
    // Whether a package means its objects to be released once is one question.
    ...(isQuestion
      ? {
          confidence: 'question' as const,
          severity: 'info' as const,
          sharedCause: 'releases without a guard',
        }
      : {}),
    ...(fix === undefined ? {} : { fix }),
  });
}

/** The call of C, or the method's name where the call stands in another function. */
function placeOf({ release: { call, node } }: StaleHandle): Node {
  return node.contains(call) ? call : (node.child('name') ?? node);
}
