import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { cleanupCallsOf } from '../../../flow/cleanups/cleanup-calls.ts';
import { repeatedCleanup } from '../../../flow/cleanups/repeated-cleanups.ts';
import type { RepeatedCleanup } from '../../../flow/cleanups/repeated-cleanups.ts';
import { short } from '../../../flow/code-text.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'finalizer-double-set',
  code: 'CGO324',
  category: 'lifetime',
  severity: 'error',
  confidence: 'likely',
  cwe: 675,
  docs,
  requires: [functionFlows],
  run(pass) {
    for (const fn of pass.functions()) {
      if (fn.file.constraint.isTest) continue;
      const all = cleanupCallsOf(fn, pass.package);
      for (const second of all) {
        const repeated = repeatedCleanup(second, all, pass.use(functionFlows)(fn));
        if (repeated !== undefined) tell(pass, fn, repeated);
        else
          pass.clear(() => ({
            at: second.call,
            file: fn.file,
            reason: `no path was found on which \`${short(second.object)}\` still has ${second.kind === 'finalizer' ? 'a finalizer' : 'this cleanup'} from before`,
          }));
      }
    }
  },
});

function tell(pass: Pass, fn: GoFunction, { first, second, made }: RepeatedCleanup): void {
  const home = pass.package.files.find(({ tree }) => tree === first.call.tree) ?? fn.file;
  const steps = [{ location: pass.location(home, first.call), message: `the ${first.kind} is set here` }];
  if (made !== undefined)
    steps.push({ location: pass.location(fn.file, made), message: 'the object comes from there' });
  const object = `\`${short(second.object)}\``;
  pass.report({
    at: second.call,
    file: fn.file,
    message:
      second.kind === 'finalizer'
        ? `${object} has a finalizer already: a second one is a fatal error, unless \`runtime.SetFinalizer(x, nil)\` takes the first one off`
        : `${object} has this cleanup already, and the second one does the same with \`${short(second.argument ?? second.object)}\` once more`,
    steps,
  });
}
