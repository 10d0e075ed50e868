import { pathStates, pathSteps } from '../../../engine/path-steps.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { accountForOneFree, touchesBehind, untracked } from '../../../flow/free-account.ts';
import { freeingCalls } from '../../../flow/freed-uses.ts';
import { freedAgainAtEnd, freesOf, touchedAfter } from '../../../flow/frees.ts';
import type { Free } from '../../../flow/frees.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import type { FunctionFlow } from '../../../flow/function-flow.ts';
import { callsOf } from '../../../semantic/calls.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'c-double-free',
  code: 'CGO105',
  category: 'ownership',
  severity: 'error',
  confidence: 'certain',
  cwe: 415,
  docs,
  requires: [functionFlows],
  run(pass) {
    const looked = new Set<Node>();
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file)) continue;
      const flow = pass.use(functionFlows)(fn);
      const frees = freesOf(flow, pass.package);
      const pairs: Pair[] = [];
      for (const free of frees) {
        const name = `\`${free.place.text}\``;
        for (const { event, path, confidence } of touchedAfter(free, 'free', flow, pass.package)) {
          const story = {
            from: { node: free.at, message: firstFree(free, name) },
            path,
            end: `\`${event.name}\` is freed ${event.kind === 'deferred-free' ? 'again when the function returns' : 'again'}`,
            endAt: event.at,
          };
          pairs.push({ reported: event.at, other: free.at });
          pass.report({
            at: event.at,
            file: fn.file,
            confidence,
            message: `\`${event.name}\` is freed twice`,
            steps: pathSteps(pass, fn, story),
            states: () => pathStates(pass, fn, story, touchesBehind(free, pass.package)),
          });
        }
        for (const { event, path, confidence } of freedAgainAtEnd(free, frees, flow, pass.package)) {
          const story = {
            from: { node: free.at, message: `${name} is freed, and keeps its value` },
            path,
            end: `the deferred function frees ${name} again`,
            endAt: event.at,
          };
          pairs.push({ reported: free.at, other: event.at });
          pass.report({
            at: free.at,
            file: fn.file,
            confidence,
            message: `${name} is freed twice`,
            steps: pathSteps(pass, fn, story),
            states: () => pathStates(pass, fn, story, touchesBehind(free, pass.package)),
          });
        }
      }
      pass.trace(() => {
        clearFrees(pass, flow, frees, pairs, looked);
      });
    }
  },
});

/** Two frees of one pointer, and which of them is reported. */
interface Pair {
  readonly reported: Node;
  readonly other: Node;
}

/** @param looked the frees that are told already, those of closures by the function that makes them */
function clearFrees(
  pass: Pass,
  flow: FunctionFlow,
  frees: readonly Free[],
  pairs: readonly Pair[],
  looked: Set<Node>,
): void {
  const { file, node: fn } = flow.function;
  for (const free of frees) {
    looked.add(free.at);
    if (pairs.some(({ reported }) => reported === free.at)) continue;
    const pair = pairs.find(({ other }) => other === free.at);
    if (pair !== undefined) {
      const line = String(pair.reported.line);
      pass.clear(() => ({
        at: free.at,
        file,
        reason: `it is one of two frees, and the one at line ${line} is reported`,
      }));
      continue;
    }
    const { reason, remarks } = accountForOneFree(free, frees, flow, pass.package);
    const states = remarks.map(({ at, message }) => ({ location: pass.location(file, at), message }));
    pass.clear(() => ({ at: free.at, file, reason, states }));
  }
  for (const call of callsOf(flow.function, pass.package, 'free')) {
    if (!looked.has(call)) {
      pass.clear(() => ({ at: call, file, reason: untracked(call, flow, pass.package) }));
    }
  }
  for (const { call, callee, isFree } of freeingCalls(fn, pass.package)) {
    if (isFree || call.ancestor('func_literal', 'function_declaration', 'method_declaration') !== fn)
      continue;
    pass.clear(() => ({
      at: call,
      file,
      reason: `\`${callee}\` is not \`C.free\`, and what it frees is not followed`,
    }));
  }
}

/** A deferred free took the pointer when it was deferred: assigning nil later does not call it off. */
function firstFree(free: Free, name: string): string {
  return free.kind === 'deferred-free'
    ? `the deferred \`C.free\` has taken ${name} and will free it when the function returns`
    : `${name} is freed`;
}
