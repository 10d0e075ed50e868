import { pathSteps } from '../../../engine/path-steps.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import { localPinners, pathWithoutUnpin } from '../../../flow/handles/local-pinners.ts';
import type { LocalPinner } from '../../../flow/handles/local-pinners.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'pinner-missing-unpin',
  code: 'CGO403',
  category: 'leak',
  severity: 'error',
  confidence: 'certain',
  cwe: 772,
  docs,
  requires: [functionFlows],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!fn.file.imports.some(({ path }) => path === 'runtime')) continue;
      const mayPin = fn.body
        .allOutside('func_literal', 'selector_expression')
        .some((selector) => selector.child('field')?.text === 'Pin');
      if (!mayPin) continue;
      for (const pinner of localPinners(pass.use(functionFlows)(fn))) check(pass, fn, pinner);
    }
  },
});

function check(pass: Pass, fn: GoFunction, pinner: LocalPinner): void {
  const { symbol, pins, unpins, sharedAt } = pinner;
  const name = `\`${symbol.name}\``;
  const [first] = pins;
  if (first === undefined) return;
  const clear = (reason: string): void => {
    for (const at of pins) pass.clear(() => ({ at, file: fn.file, reason }));
  };
  if (sharedAt !== undefined) {
    clear(`other code gets ${name}, and may unpin`);
    return;
  }
  const flow = pass.use(functionFlows)(fn);
  for (const pin of pins) {
    const path = pathWithoutUnpin(pin, pinner, flow);
    if (path === undefined) continue;
    const from = { node: pin, message: `${name} pins` };
    const isNever = unpins.length === 0;
    pass.report({
      at: pin,
      file: fn.file,
      message: isNever
        ? `${name} is never unpinned: the runtime panics when it collects a Pinner that still pins`
        : `${name} is not unpinned on a path that leaves the function: the runtime panics when it collects a Pinner that still pins`,
      steps: pathSteps(pass, fn, { from, path, end: `the function ends, and ${name} with it` }),
    });
    return;
  }
  clear(`${name} is unpinned on every path that leaves the function`);
}
