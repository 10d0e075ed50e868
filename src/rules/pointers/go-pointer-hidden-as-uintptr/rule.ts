import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import { forgottenAddresses } from '../../../flow/handles/forgotten-addresses.ts';
import { hiddenAddresses, hiddenFate } from '../../../flow/handles/hidden-addresses.ts';
import type { HiddenAddress, HiddenFate } from '../../../flow/handles/hidden-addresses.ts';
import { origins } from '../../../flow/origin/pointer-origins.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { crossesIntoC, usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'go-pointer-hidden-as-uintptr',
  code: 'CGO207',
  category: 'pointer-passing',
  severity: 'error',
  confidence: 'likely',
  cwe: 825,
  docs,
  requires: [functionFlows, origins],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!crossesIntoC(fn.file)) continue;
      const mayHide = fn.body
        .allOutside('func_literal', 'identifier')
        .some((name) => name.text === 'uintptr');
      if (!mayHide) continue;
      for (const forgotten of forgottenAddresses(fn, pass.package)) {
        pass.report({
          at: forgotten.taken,
          file: fn.file,
          message: `\`${forgotten.place}\` is the only place that the address of \`${short(forgotten.made)}\` is put, and an integer: nothing refers to the memory, and the collector frees it`,
        });
      }
      if (usesCgo(fn.file)) check(pass, fn);
    }
  },
});

function check(pass: Pass, fn: GoFunction): void {
  const flow = pass.use(functionFlows)(fn);
  const told = new Set<Node>();
  for (const address of hiddenAddresses(flow, pass.use(origins))) {
    const fate = hiddenFate(address, flow, pass.use(origins));
    if (fate.kind === 'fine') {
      pass.clear(() => ({ at: address.taken, file: fn.file, reason: fate.reason }));
      continue;
    }
    const { taken, call, name } = address;
    if (told.has(taken)) continue;
    told.add(taken);
    const isApart = !call.contains(taken);
    pass.report({
      at: taken,
      file: fn.file,
      message: messageOf(address, fate),
      ...(fate.kind === 'given' ? { confidence: 'question' as const, severity: 'info' as const } : {}),
      steps: isApart
        ? [
            { location: pass.location(fn.file, taken), message: 'the address becomes an integer' },
            { location: pass.location(fn.file, call), message: `\`C.${name}\` gets it` },
          ]
        : [],
    });
  }
}

function messageOf({ name, pointer }: HiddenAddress, fate: Exclude<HiddenFate, { kind: 'fine' }>): string {
  const what = `\`C.${name}\` gets the address \`${short(pointer)}\` as an integer`;
  if (fate.kind === 'unreferenced')
    return `${what}, and nothing uses \`${fate.symbol.name}\` behind the call: the collector may free the memory while C uses it`;
  if (fate.kind === 'given')
    return `${what}, and nothing here uses \`${fate.symbol.name}\` behind the call: does each caller keep it until C is done?`;
  const where = fate.symbol === undefined ? 'the memory' : `\`${fate.symbol.name}\``;
  return `${what}, which puts nothing on the heap: ${where} is on the goroutine's stack, and C uses the old place when that moves`;
}
