import type { RelatedInformation } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import { cKeeping } from '../../../flow/go-pointers/c-keeping.ts';
import { earlyUnpins } from '../../../flow/handles/early-unpins.ts';
import type { EarlyUnpin } from '../../../flow/handles/early-unpins.ts';
import { statementOf } from '../../../flow/value-use.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'pinner-early-unpin',
  code: 'CGO409',
  category: 'pointer-passing',
  severity: 'error',
  confidence: 'likely',
  cwe: 825,
  docs,
  requires: [functionFlows, cKeeping],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file) || !fn.file.imports.some(({ path }) => path === 'runtime')) continue;
      const mayUnpin = fn.body
        .all('selector_expression')
        .some((selector) => selector.child('field')?.text === 'Unpin');
      if (!mayUnpin) continue;
      const { early, fine } = earlyUnpins(pass.use(functionFlows)(fn), pass.use(cKeeping));
      for (const { at, reason } of fine) pass.clear(() => ({ at, file: fn.file, reason }));
      for (const one of early) tell(pass, fn, one);
    }
  },
});

function tell(pass: Pass, fn: GoFunction, one: EarlyUnpin): void {
  const { pinner, pin, unpin, name, argument, keeping, later } = one;
  const step = (node: typeof pin, message: string): RelatedInformation => ({
    location: pass.location(fn.file, node),
    message,
  });
  const when = statementOf(unpin) === 'defer' ? 'as the function ends' : `in line ${String(unpin.line)}`;
  const isAsked = keeping.kind === 'name' || later !== undefined;
  const pointer = `\`${short(argument)}\``;
  const doubt = [
    ...(keeping.kind === 'name' ? ['its name says so'] : []),
    ...(later === undefined ? [] : [`\`${short(later.child('function') ?? later)}\` follows`]),
  ].join(', and ');
  pass.report({
    at: argument,
    file: fn.file,
    message: isAsked
      ? `Does \`C.${name}\` still have ${pointer} when \`${pinner.symbol.name}\` unpins it ${when}? ${doubt.slice(0, 1).toUpperCase()}${doubt.slice(1)}`
      : `\`C.${name}\` still has ${pointer} when it has returned, and \`${pinner.symbol.name}\` unpins it ${when}`,
    steps: [
      step(pin, `\`${pinner.symbol.name}\` pins`),
      step(one.call, `\`C.${name}\` keeps ${pointer}`),
      step(unpin, statementOf(unpin) === 'defer' ? 'deferred: it unpins as the function ends' : 'it unpins'),
    ],
    ...(isAsked ? { severity: 'info', confidence: 'question' } : {}),
  });
}
