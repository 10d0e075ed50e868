import { pathSteps } from '../../../engine/path-steps.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import { deletesHandles, fateOfHandle, newHandles } from '../../../flow/handles/handle-fates.ts';
import type { HandleFate } from '../../../flow/handles/handle-fates.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'cgo-handle-leak',
  code: 'CGO408',
  category: 'leak',
  severity: 'warning',
  confidence: 'likely',
  cwe: 401,
  docs,
  requires: [functionFlows],
  run(pass) {
    let deletes: boolean | undefined;
    const isDeletedInPackage = (): boolean => (deletes ??= deletesHandles(pass.package));
    for (const fn of pass.functions()) {
      if (fn.file.constraint.isTest || !fn.file.imports.some(({ path }) => path === 'runtime/cgo')) continue;
      for (const call of newHandles(fn.body, pass.package)) {
        const fate = fateOfHandle(call, pass.use(functionFlows)(fn), isDeletedInPackage);
        if (fate.kind === 'fine') pass.clear(() => ({ at: call, file: fn.file, reason: fate.reason }));
        else tell(pass, fn, call, fate);
      }
    }
  },
});

function tell(pass: Pass, fn: GoFunction, call: Node, fate: Exclude<HandleFate, { kind: 'fine' }>): void {
  const { file } = fn;
  const from = { node: call, message: 'the handle is made' };
  switch (fate.kind) {
    case 'lost':
      pass.report({
        at: call,
        file,
        message:
          'The handle is not deleted on a path that leaves the function, and nobody else has it: its value is kept for good',
        steps: pathSteps(pass, fn, {
          from,
          path: fate.path,
          end: 'the function ends, and nobody has the handle',
        }),
      });
      return;
    case 'with C for good':
      pass.report({
        at: call,
        file,
        message: `C gets the handle in \`${short(fate.given.child('function') ?? fate.given)}\`, and nothing in the package deletes handles: its value is kept for good`,
        steps: fate.given.contains(call)
          ? []
          : [{ location: pass.location(file, fate.given), message: 'C gets the handle' }],
      });
      return;
    case 'left where it fails':
      pass.report({
        at: call,
        file,
        message: `Is the handle deleted where \`${short(fate.given.child('function') ?? fate.given)}\` fails? The function returns an error and leaves it`,
        steps: pathSteps(pass, fn, {
          from,
          path: fate.path,
          end: 'returns an error, without deleting the handle',
        }),
        severity: 'info',
        confidence: 'question',
      });
  }
}
