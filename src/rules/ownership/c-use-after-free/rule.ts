import { enclosingDeclaration } from '../../../engine/declaration.ts';
import { pathStates, pathSteps } from '../../../engine/path-steps.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { accountForNoUse, touchesBehind, untracked } from '../../../flow/free-account.ts';
import type { FreeAccount } from '../../../flow/free-account.ts';
import { clearedUses, freeingCalls } from '../../../flow/freed-uses.ts';
import { freesOf, touchedAfter } from '../../../flow/frees.ts';
import type { Free } from '../../../flow/frees.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import type { FunctionFlow } from '../../../flow/function-flow.ts';
import { callsOf } from '../../../semantic/calls.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'c-use-after-free',
  code: 'CGO104',
  category: 'lifetime',
  severity: 'error',
  confidence: 'certain',
  cwe: 416,
  docs,
  requires: [functionFlows],
  run(pass) {
    const looked = new Set<Node>();
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file)) continue;
      const flow = pass.use(functionFlows)(fn);
      const frees = freesOf(flow, pass.package);
      const reported: ReportedUse[] = [];
      for (const free of frees) {
        for (const { event, path, confidence } of touchedAfter(free, 'use', flow, pass.package)) {
          if (event.kind !== 'use') continue;
          const name = `\`${event.name}\``;
          const story = {
            from: { node: free.at, message: `\`${free.place.text}\` is freed` },
            path,
            end:
              event.by === '`return`'
                ? 'the caller gets the freed pointer'
                : `${event.by} gets the freed memory`,
            endAt: event.at,
          };
          reported.push({ at: event.at, free });
          pass.report({
            at: event.at,
            file: fn.file,
            confidence,
            message: `${name} is used after \`C.free\`, by ${event.by}`,
            steps: pathSteps(pass, fn, story),
            states: () => pathStates(pass, fn, story, touchesBehind(free, pass.package)),
          });
        }
      }
      pass.trace(() => {
        clearFunction(pass, flow, frees, reported, looked);
      });
    }
  },
});

interface ReportedUse {
  readonly at: Node;
  /** The free before it. */
  readonly free: Free;
}

/**
 * Says of each free and of each use of a pointer that is freed somewhere why it is not reported.
 * @param looked the frees that are told already, those of closures by the function that makes them
 */
function clearFunction(
  pass: Pass,
  flow: FunctionFlow,
  frees: readonly Free[],
  reported: readonly ReportedUse[],
  looked: Set<Node>,
): void {
  const { file, node: fn } = flow.function;
  const clear = (at: Node, { reason, remarks }: FreeAccount): void => {
    pass.clear(() => ({
      at,
      file,
      reason,
      states: remarks.map((remark) => ({
        location: pass.location(file, remark.at),
        message: remark.message,
      })),
    }));
  };
  for (const free of frees) {
    looked.add(free.at);
    const use = reported.find((one) => one.free === free)?.at;
    const account =
      use === undefined
        ? accountForNoUse(free, flow, pass.package)
        : { reason: `the use behind it, at line ${String(use.line)}, is reported`, remarks: [] };
    clear(free.at, account);
  }
  for (const call of callsOf(flow.function, pass.package, 'free')) {
    if (!looked.has(call)) clear(call, { reason: untracked(call, flow, pass.package), remarks: [] });
  }
  const calls = freeingCalls(enclosingDeclaration(fn), pass.package);
  for (const use of clearedUses(flow, frees, calls, pass.package)) {
    const isReported = reported.some(({ at }) => at.contains(use.at) || use.at.contains(at));
    if (!isReported) clear(use.at, use);
  }
  for (const { call, callee, isFree } of calls) {
    if (isFree || call.ancestor('func_literal', 'function_declaration', 'method_declaration') !== fn)
      continue;
    clear(call, {
      reason: `\`${callee}\` is not \`C.free\`, and what it frees is not followed`,
      remarks: [],
    });
  }
}
