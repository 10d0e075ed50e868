import { pathSteps } from '../../../engine/path-steps.ts';
import { defineRule } from '../../../engine/rule.ts';
import { freesOf, touchedAfter } from '../../../flow/frees.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'c-use-after-free',
  code: 'CGO104',
  category: 'lifetime',
  severity: 'error',
  confidence: 'certain',
  cwe: 416,
  docs,
  run(pass) {
    for (const fn of pass.package.functions()) {
      if (!usesCgo(fn.file)) continue;
      const flow = pass.use(functionFlows)(fn);
      for (const free of freesOf(flow, pass.package)) {
        for (const { event, path, confidence } of touchedAfter(free, 'use', flow, pass.package)) {
          if (event.kind !== 'use') continue;
          const name = `\`${event.name}\``;
          pass.report({
            at: event.at,
            file: fn.file,
            confidence,
            message: `${name} is used after \`C.free\`, by ${event.by}`,
            steps: pathSteps(pass, fn, {
              from: { node: free.at, message: `\`${free.place.text}\` is freed` },
              path,
              end:
                event.by === '`return`'
                  ? 'the caller gets the freed pointer'
                  : `${event.by} gets the freed memory`,
              endAt: event.at,
            }),
          });
        }
      }
    }
  },
});
