import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { exportedAmong } from '../../../flow/callbacks/exported-functions.ts';
import { plainPanics } from '../../../flow/callbacks/plain-panics.ts';
import type { PlainPanic } from '../../../flow/callbacks/plain-panics.ts';
import { recoveringDefer } from '../../../flow/callbacks/recovering.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'callback-panic-across-c',
  code: 'CGO407',
  category: 'lifetime',
  severity: 'info',
  confidence: 'question',
  cwe: 248,
  docs,
  requires: [functionFlows],
  run(pass) {
    for (const { fn, name } of exportedAmong(pass.functions(), pass.package)) check(pass, fn, name);
  },
});

function check(pass: Pass, fn: GoFunction, name: string): void {
  const { file } = fn;
  const { panics, harmless } = plainPanics(fn, pass.package, () => pass.use(functionFlows)(fn));
  for (const one of harmless) pass.clear(() => ({ ...one, file }));
  if (panics.length === 0) return;
  const recovering = recoveringDefer(fn, pass.package);
  for (const panic of panics) {
    if (recovering === undefined) tell(pass, fn, name, panic);
    else
      pass.clear(() => ({
        at: panic.at,
        file,
        reason: `the call that line ${String(recovering.line)} defers may recover`,
      }));
  }
}

function tell(pass: Pass, { file }: GoFunction, name: string, { at, kind, claim, from }: PlainPanic): void {
  const home =
    from === undefined ? undefined : pass.package.files.find(({ tree }) => tree === from.node.tree);
  pass.report({
    at,
    file,
    message: `C calls \`${name}\`: ${claim}, and nothing here recovers; ${outcome}`,
    steps:
      home === undefined || from === undefined
        ? []
        : [{ location: pass.location(home, from.node), message: from.message }],
    ...(kind === 'nil-map' ? { severity: 'error', confidence: 'certain' } : {}),
  });
}

const outcome =
  'the program ends, or, where Go code further up recovers, C is left in the middle of its call';
