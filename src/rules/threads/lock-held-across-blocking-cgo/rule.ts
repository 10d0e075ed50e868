import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { locks } from '../../../flow/threads/locks.ts';
import { integerConstant } from '../../../flow/origin/integer-constant.ts';
import { statementOf } from '../../../flow/value-use.ts';
import { argumentsOf, calleeOf } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import { blocksByName, timeoutOf } from './blocking-names.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'lock-held-across-blocking-cgo',
  code: 'CGO503',
  category: 'lifetime',
  severity: 'info',
  confidence: 'question',
  cwe: 833,
  preview: true,
  docs,
  requires: [locks],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file) || fn.file.constraint.isTest) continue;
      for (const call of fn.body.allOutside('func_literal', 'call_expression')) {
        const callee = calleeOf(call, pass.package);
        if (callee.kind === 'c' && blocksByName(callee.name)) check(pass, fn, call, callee.name);
      }
    }
  },
});

function check(pass: Pass, fn: GoFunction, call: Node, name: string): void {
  const [held] = statementOf(call) === undefined ? pass.use(locks).atCall(call, fn) : [];
  if (held === undefined) {
    pass.clear(() => ({ at: call, file: fn.file, reason: 'no mutex of Go is held here on every path' }));
    return;
  }
  if (isWithoutWait(call, name, pass)) {
    pass.clear(() => ({ at: call, file: fn.file, reason: 'a timeout of 0 does not wait' }));
    return;
  }
  const { symbol } = held;
  const lock = `${symbol.name}${held.path}`;
  pass.report({
    at: call,
    file: fn.file,
    message:
      `Does \`C.${name}\` wait while \`${lock}\` is held? Its name says so, and whoever wants the lock waits as long, ` +
      'even to end the wait',
    steps: [
      {
        location: pass.location(symbol.file, symbol.declaration),
        message: `\`${lock}\` is locked on every path to the call`,
      },
    ],
  });
}

function isWithoutWait(call: Node, name: string, pass: Pass): boolean {
  const index = timeoutOf(name);
  const timeout = index === undefined ? undefined : argumentsOf(call)[index];
  return timeout !== undefined && integerConstant(timeout, pass.package) === 0n;
}
