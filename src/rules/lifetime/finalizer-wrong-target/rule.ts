import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { cleanupCallsOf } from '../../../flow/cleanups/cleanup-calls.ts';
import { finalizedObject } from '../../../flow/cleanups/finalized-objects.ts';
import type { FinalizedObject } from '../../../flow/cleanups/finalized-objects.ts';
import { origins } from '../../../flow/origin/pointer-origins.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { CleanupCall } from '../../../semantic/wrapper/finalizer-targets.ts';
import { wrapperTypes } from '../../../semantic/wrapper-types.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'finalizer-wrong-target',
  code: 'CGO308',
  category: 'lifetime',
  severity: 'error',
  confidence: 'likely',
  docs,
  requires: [origins, wrapperTypes],
  run(pass) {
    const parts = { origins: () => pass.use(origins), wrappers: () => pass.use(wrapperTypes) };
    for (const fn of pass.functions()) {
      if (fn.file.constraint.isTest) continue;
      for (const set of cleanupCallsOf(fn, pass.package))
        check(pass, fn, set, finalizedObject(set, pass.package, parts));
    }
  },
});

function check(
  pass: Pass,
  fn: GoFunction,
  set: CleanupCall & { readonly call: Node },
  found: FinalizedObject,
): void {
  const { call } = set;
  const { file } = fn;
  if (found.kind === 'fine') {
    pass.clear(() => ({ at: call, file, reason: found.reason }));
    return;
  }
  const step = stepOf(found);
  const from = step === undefined ? undefined : pass.package.files.find(({ tree }) => tree === step.at.tree);
  pass.report({
    at: call,
    file,
    message: messageOf(set, found),
    ...(found.kind === 'c-memory' && found.isCertain ? { confidence: 'certain' as const } : {}),
    steps:
      step === undefined || from === undefined
        ? []
        : [{ location: pass.location(from, step.at), message: step.message }],
  });
}

function messageOf({ kind, object }: CleanupCall, found: Exclude<FinalizedObject, { kind: 'fine' }>): string {
  const name = `\`${short(object)}\``;
  switch (found.kind) {
    case 'c-memory':
      return `The ${kind} is set on ${name}, which is memory of C: Go knows no object there, and the call is a fatal error`;
    case 'inside':
      return found.isElement
        ? `The finalizer is set on the element ${name}: for any but the first of its array the call is a fatal error`
        : `The finalizer is set on the field ${name}, and not on the beginning of an object: the call is a fatal error`;
    case 'global':
      return `The ${kind} of ${name} never runs: \`${found.symbol.name}\` is a package-level variable`;
    case 'variable':
      return `The ${kind} is set on the variable \`${found.symbol.name}\`, and runs when the function is done with it, not when what it holds is garbage`;
    case 'copy':
      return `The ${kind} is set on \`${found.symbol.name}\`, ${copyOf(found.symbol.role)}, and runs when the function is done with that`;
  }
}

function copyOf(role: string | undefined): string {
  return role === 'range' ? 'the copy of an element' : 'the copy of what the caller has';
}

function stepOf(found: FinalizedObject): { readonly at: Node; readonly message: string } | undefined {
  switch (found.kind) {
    case 'c-memory':
      return { at: found.at, message: 'the memory comes from C here' };
    case 'variable':
      return { at: found.at, message: 'its value lives on behind the function' };
    case 'copy':
      return { at: found.symbol.declaration, message: 'this is a value, and no pointer' };
    default:
      return undefined;
  }
}
