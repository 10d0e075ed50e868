import { pathSteps } from '../../../engine/path-steps.ts';
import { defineRule } from '../../../engine/rule.ts';
import { freedAgainAtEnd, freesOf, touchedAfter } from '../../../flow/frees.ts';
import type { Free } from '../../../flow/frees.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'c-double-free',
  code: 'CGO105',
  category: 'ownership',
  severity: 'error',
  confidence: 'certain',
  cwe: 415,
  docs,
  run(pass) {
    for (const fn of pass.package.functions()) {
      if (!usesCgo(fn.file)) continue;
      const flow = pass.use(functionFlows)(fn);
      const frees = freesOf(flow, pass.package);
      for (const free of frees) {
        const name = `\`${free.place.text}\``;
        for (const { event, path, confidence } of touchedAfter(free, 'free', flow, pass.package)) {
          pass.report({
            at: event.at,
            file: fn.file,
            confidence,
            message: `\`${event.name}\` is freed twice`,
            steps: pathSteps(pass, fn, {
              from: { node: free.at, message: firstFree(free, name) },
              path,
              end: `\`${event.name}\` is freed ${event.kind === 'deferred-free' ? 'again when the function returns' : 'again'}`,
              endAt: event.at,
            }),
          });
        }
        for (const { event, path, confidence } of freedAgainAtEnd(free, frees, flow, pass.package)) {
          pass.report({
            at: free.at,
            file: fn.file,
            confidence,
            message: `${name} is freed twice`,
            steps: pathSteps(pass, fn, {
              from: { node: free.at, message: `${name} is freed, and keeps its value` },
              path,
              end: `the deferred function frees ${name} again`,
              endAt: event.at,
            }),
          });
        }
      }
    }
  },
});

/** A deferred free took the pointer when it was deferred: assigning nil later does not call it off. */
function firstFree(free: Free, name: string): string {
  return free.kind === 'deferred-free'
    ? `the deferred \`C.free\` has taken ${name} and will free it when the function returns`
    : `${name} is freed`;
}
