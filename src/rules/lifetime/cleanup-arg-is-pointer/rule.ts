import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { cleanupCallsOf } from '../../../flow/cleanups/cleanup-calls.ts';
import { ObjectReferences } from '../../../flow/cleanups/object-references.ts';
import type { Reference } from '../../../flow/cleanups/object-references.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { CleanupCall } from '../../../semantic/wrapper/finalizer-targets.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'cleanup-arg-is-pointer',
  code: 'CGO309',
  category: 'lifetime',
  severity: 'error',
  confidence: 'certain',
  cwe: 401,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (fn.file.constraint.isTest) continue;
      for (const set of cleanupCallsOf(fn, pass.package)) {
        if (set.kind === 'cleanup' && set.argument !== undefined) check(pass, fn, set, set.argument);
      }
    }
  },
});

function check(
  pass: Pass,
  fn: GoFunction,
  { object, call }: CleanupCall & { readonly call: Node },
  argument: Node,
): void {
  const { file } = fn;
  const name = `\`${short(object)}\``;
  const references = ObjectReferences.to(object, call, pass.package);
  const found = references?.in(argument);
  if (found === undefined) {
    pass.clear(() => ({
      at: argument,
      file,
      reason:
        references === undefined
          ? `what else leads to ${name} is not followed`
          : `nothing shows that \`${short(argument)}\` leads to ${name}`,
    }));
    return;
  }
  pass.report({
    at: argument,
    file,
    message: `The cleanup of ${name} never runs: its argument ${words(found)}, and the runtime holds that`,
    steps: [
      {
        location: pass.location(file, found.at),
        message: `\`${short(found.at)}\` leads to the object`,
      },
    ],
  });
}

function words({ how, at }: Reference): string {
  switch (how) {
    case 'itself':
      return 'is the object itself';
    case 'within':
      return 'points into the object';
    case 'held':
      return `holds \`${short(at)}\``;
    case 'captured':
      return `is a function that captures \`${short(at)}\``;
    case 'method':
      return `is a method of it`;
  }
}
