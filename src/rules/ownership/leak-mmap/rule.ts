import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import { lostMap, mappedLocals } from '../../../flow/lost-maps.ts';
import type { MappedLocal } from '../../../flow/lost-maps.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'leak-mmap',
  code: 'CGO120',
  category: 'leak',
  severity: 'warning',
  confidence: 'likely',
  cwe: 401,
  docs,
  requires: [functionFlows],
  run(pass) {
    for (const fn of pass.functions()) {
      if (fn.file.constraint.isTest || !fn.body.text.includes('.Mmap(')) continue;
      for (const mapped of mappedLocals(fn.body, pass.package)) check(pass, fn, mapped);
    }
  },
});

function check(pass: Pass, fn: GoFunction, mapped: MappedLocal): void {
  const { call, symbol } = mapped;
  const lost = lostMap(mapped, pass.use(functionFlows)(fn));
  if (lost === undefined) {
    const reason = `no path was found on which \`${symbol.name}\` is mapped, and neither unmapped nor handed on`;
    pass.clear(() => ({ at: call, file: fn.file, reason }));
    return;
  }
  const { end } = lost;
  const where =
    end === undefined ? 'where the function ends' : `where the function returns at line ${String(end.line)}`;
  pass.report({
    at: call,
    file: fn.file,
    message: `\`${symbol.name}\` stays mapped ${where}, and nothing holds it any more`,
    steps:
      end === undefined
        ? []
        : [
            {
              location: pass.location(fn.file, end),
              message: `\`${short(end)}\` leaves without \`Munmap(${symbol.name})\``,
            },
          ],
  });
}
