import { defineRule } from '../../../engine/rule.ts';
import { goMemory } from '../../../flow/go-memory.ts';
import { accountForUnknownOwner } from '../../../flow/origin-account.ts';
import { argumentsOf } from '../../../semantic/callee.ts';
import { callsOf } from '../../../semantic/calls.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'free-non-c-memory',
  code: 'CGO106',
  category: 'ownership',
  severity: 'error',
  confidence: 'certain',
  cwe: 590,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      for (const call of callsOf(fn, pass.package, 'free')) {
        const [pointer] = argumentsOf(call);
        if (pointer === undefined) continue;
        const origin = goMemory(pointer, pass.package);
        if (origin === undefined) {
          pass.clear(() => {
            const { reason, remarks } = accountForUnknownOwner(pointer, pass.package);
            const states = remarks.map(({ at, message }) => ({
              location: pass.location(fn.file, at),
              message,
            }));
            return { at: call, file: fn.file, reason, states };
          });
          continue;
        }
        pass.report({ at: call, file: fn.file, message: `\`C.free\` is given Go memory: ${origin}` });
      }
    }
  },
});
