import { pathSteps } from '../../../engine/path-steps.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import { handleCalls, useAfter } from '../../../flow/handles/deleted-handles.ts';
import type { UseAfterDelete } from '../../../flow/handles/deleted-handles.ts';
import { mayHoldHandles } from '../../../semantic/handle-types.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'cgo-handle-use-after-delete',
  code: 'CGO402',
  category: 'lifetime',
  severity: 'error',
  confidence: 'certain',
  cwe: 672,
  docs,
  requires: [functionFlows],
  run(pass) {
    if (!mayHoldHandles(pass.package)) return;
    for (const fn of pass.functions()) {
      const mayDelete = fn.body
        .allOutside('func_literal', 'selector_expression')
        .some((selector) => selector.child('field')?.text === 'Delete');
      if (mayDelete) check(pass, fn);
    }
  },
});

function check(pass: Pass, fn: GoFunction): void {
  const flow = pass.use(functionFlows)(fn);
  const calls = handleCalls(flow);
  for (const deletion of calls.filter(({ method }) => method === 'Delete')) {
    const found = useAfter(deletion, calls, flow);
    if (found !== undefined) tell(pass, fn, found);
    else
      pass.clear(() => ({
        at: deletion.call,
        file: fn.file,
        reason: `no path uses \`${deletion.place}\` after it is deleted here`,
      }));
  }
}

function tell(pass: Pass, fn: GoFunction, { deletion, use, path }: UseAfterDelete): void {
  const { place } = deletion;
  const isAgain = use.method === 'Delete';
  const end = isAgain ? `\`${place}\` is deleted a second time` : `\`${place}\` is asked for its value`;
  const from = { node: deletion.call, message: `\`${place}\` is deleted` };
  const steps =
    path === undefined
      ? [
          { location: pass.location(fn.file, from.node), message: from.message },
          { location: pass.location(fn.file, use.call), message: `${end} when the function ends` },
        ]
      : pathSteps(pass, fn, { from, path, end, endAt: use.call });
  pass.report({
    at: path === undefined ? deletion.call : use.call,
    file: fn.file,
    message:
      path === undefined
        ? `the deferred \`${use.call.text}\` panics: the handle is deleted here already`
        : `\`${use.call.text}\` panics: the handle is deleted before`,
    steps,
  });
}
