import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { freedByC } from '../../../flow/origin/freed-by-c.ts';
import type { FreedByC } from '../../../flow/origin/freed-by-c.ts';
import { origins } from '../../../flow/origin/pointer-origins.ts';
import { shims } from '../../../flow/precedent/shims.ts';
import { unconverted } from '../../../flow/value-use.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import docs from './docs.ts';
import { replacedFree } from './free-fix.ts';
import { verdictOf } from './mismatch.ts';
import type { Mismatch } from './mismatch.ts';

export default defineRule({
  id: 'wrong-allocator',
  code: 'CGO112',
  category: 'ownership',
  severity: 'warning',
  confidence: 'likely',
  cwe: 762,
  docs,
  requires: [origins, shims],
  run(pass) {
    for (const fn of pass.functions()) {
      for (const freed of freedByC(fn, pass.use(origins), pass.use(shims))) check(pass, fn, freed);
    }
  },
});

function check(pass: Pass, fn: GoFunction, freed: FreedByC): void {
  const verdict = verdictOf(freed, pass.use(origins), pass.use(shims));
  const { call } = freed;
  const { file } = fn;
  if ('reason' in verdict) {
    pass.clear(() => ({ at: call, file, reason: verdict.reason }));
    return;
  }
  const { source, isAsked, kind } = verdict;
  const from = pass.package.files.find(({ tree }) => tree === source.tree);
  const fix = isAsked ? undefined : replacedFree(freed, verdict, fn, pass.package);
  pass.report({
    at: call,
    file,
    message: messageOf(pass, freed, verdict),
    ...(isAsked ? { severity: 'info', confidence: 'question' } : {}),
    ...(kind === 'object' ? { severity: 'error' } : {}),
    ...(from === undefined
      ? {}
      : { steps: [{ location: pass.location(from, source), message: 'the memory is from here' }] }),
    ...(fix === undefined ? {} : { fix }),
  });
}

function messageOf(pass: Pass, { name, argument }: FreedByC, mismatch: Mismatch): string {
  const { giver, release, kind, isAsked } = mismatch;
  const pointer = `\`${short(unconverted(argument, pass.package))}\``;
  const right = `\`C.${release[0] ?? ''}\``;
  if (isAsked)
    return `Does \`C.${name}\` free memory of malloc? ${pointer} is from \`${giver}\`, and ${right} is what frees that`;
  switch (kind) {
    case 'object':
      return `\`C.free\` gets ${pointer}, an object of \`${giver}\` that ${right} ends: \`C.free\` is no destructor`;
    case 'memory':
      return `\`C.free\` gets ${pointer}, which \`${giver}\` took from its library's allocator: ${right} gives it back`;
    case 'malloc':
      return `\`C.${name}\` gets ${pointer}, which \`${giver}\` took from malloc: ${right} gives it back`;
  }
}
