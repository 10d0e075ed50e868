import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { addressKeysOf, freeingCalls } from '../../../flow/callbacks/address-keys.ts';
import type { AddressKey, FreeingCall } from '../../../flow/callbacks/address-keys.ts';
import { packageMaps } from '../../../flow/callbacks/package-maps.ts';
import { functionAround } from '../../../flow/callbacks/registries.ts';
import { short } from '../../../flow/code-text.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import { cFunctionFacts } from '../../../flow/ownership/c-summaries.ts';
import { locks } from '../../../flow/threads/locks.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'map-key-c-pointer',
  code: 'CGO118',
  category: 'ownership',
  severity: 'warning',
  confidence: 'likely',
  cwe: 825,
  docs,
  requires: [packageMaps, cFunctionFacts, functionFlows, locks],
  run(pass) {
    if (!pass.package.files.some(usesCgo)) return;
    const maps = pass.use(packageMaps).filter(({ accesses }) => accesses.some(({ kind }) => kind === 'set'));
    if (maps.length === 0) return;
    const inScope = new Set(pass.functions().map(({ node }) => node));
    let frees: readonly FreeingCall[] | undefined;
    for (const map of maps) {
      const known = (frees ??= freeingCalls(pass.package, pass.use(cFunctionFacts)));
      const { found, fine } = addressKeysOf(map, known, pass.package, pass.use(functionFlows), () =>
        pass.use(locks),
      );
      for (const { access, reason } of fine) {
        if (inScope.has(access.function.node))
          pass.clear(() => ({ at: access.at, file: access.function.file, reason }));
      }
      for (const one of found) {
        const { function: fn } = one.kind === 'stays' ? one.added : one.deleted;
        if (inScope.has(fn.node)) tell(pass, one);
      }
    }
  },
});

function tell(pass: Pass, one: AddressKey): void {
  const { map, freed } = one;
  const access = one.kind === 'stays' ? one.added : one.deleted;
  const by = `\`C.${freed.name}\``;
  const key = access.key === undefined ? 'the key' : `\`${short(access.key)}\``;
  const claim =
    one.kind === 'stays'
      ? `${key} is the address of C memory, nothing deletes from \`${map.name}\`, and ${functionAround(freed.call)} frees a \`${freed.type}\` with ${by}: what is made at the same address later finds the old entry`
      : `${key} is freed by ${by} before its entry is deleted: what is made at the same address in between loses its own`;
  pass.report({
    at: access.at,
    file: access.function.file,
    message: freed.isKnown ? capital(claim) : `Does ${by} free it? ${capital(claim)}`,
    steps: [{ location: pass.location(freed.function.file, freed.call), message: 'the memory is freed' }],
    ...(one.kind === 'stays' || !freed.isKnown ? { severity: 'info', confidence: 'question' } : {}),
  });
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
