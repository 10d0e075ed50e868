import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { cleanupCallsOf } from '../../../flow/cleanups/cleanup-calls.ts';
import { ObjectReferences } from '../../../flow/cleanups/object-references.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { CleanupCall } from '../../../semantic/wrapper/finalizer-targets.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { parameterFix } from './parameter-fix.ts';

export default defineRule({
  id: 'finalizer-self-reference',
  code: 'CGO307',
  category: 'lifetime',
  severity: 'error',
  confidence: 'certain',
  cwe: 401,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (fn.file.constraint.isTest) continue;
      for (const set of cleanupCallsOf(fn, pass.package)) check(pass, fn, set);
    }
  },
});

function check(pass: Pass, fn: GoFunction, set: CleanupCall & { readonly call: Node }): void {
  const { kind, object, runs, call } = set;
  const { file } = fn;
  const references = ObjectReferences.to(object, call, pass.package);
  const found = references?.in(runs);
  if (found === undefined) {
    pass.clear(() => ({
      at: call,
      file,
      reason:
        references === undefined
          ? `what else leads to \`${short(object)}\` is not followed`
          : `the function that runs does not mention \`${short(object)}\``,
    }));
    return;
  }
  const name = `\`${short(object)}\``;
  const what = found.how === 'method' ? `\`${short(found.at)}\` is bound to it` : 'the function captures it';
  const fix = kind === 'finalizer' ? parameterFix(object, runs, pass, file) : undefined;
  pass.report({
    at: call,
    file,
    message: `The ${kind} of ${name} never runs: ${what}, which keeps the object alive`,
    steps: [
      {
        location: pass.location(file, found.at),
        message: `\`${short(found.at)}\` here is a reference to the object, and the runtime holds the function`,
      },
    ],
    ...(fix === undefined ? {} : { fix }),
  });
}
