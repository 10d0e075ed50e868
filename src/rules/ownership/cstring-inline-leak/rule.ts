import { defineRule } from '../../../engine/rule.ts';
import { ownershipAfterUse } from '../../../flow/borrowing.ts';
import { useOf } from '../../../flow/value-use.ts';
import type { ValueUse } from '../../../flow/value-use.ts';
import { callsOf } from '../../../semantic/calls.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'cstring-inline-leak',
  code: 'CGO102',
  category: 'leak',
  severity: 'warning',
  confidence: 'likely',
  cwe: 401,
  docs,
  run(pass) {
    for (const fn of pass.package.functions()) {
      for (const call of callsOf(fn, pass.package, 'CString')) {
        const use = receiver(useOf(call, pass.package));
        if (use === undefined) continue;
        const ownership = ownershipAfterUse(use, pass.package);
        if (ownership === 'gone') continue;
        const name =
          use.kind === 'c-argument' ? `C.${use.name}` : (use.call.child('function')?.text ?? 'C.GoString');
        pass.report({
          at: call,
          file: fn.file,
          message:
            ownership === 'kept?'
              ? `Does \`${name}\` keep the C string made for it? If it does not, the string is never freed`
              : `The C string made for \`${name}\` is never freed: nothing holds its pointer`,
          steps: [
            { location: pass.location(fn.file, call), message: '`C.CString` allocates with malloc' },
            { location: pass.location(fn.file, use.call), message: `only \`${name}\` gets the pointer` },
          ],
          ...(ownership === 'kept?' ? { confidence: 'question' as const, severity: 'info' as const } : {}),
        });
      }
    }
  },
});

type Receiver = Extract<ValueUse, { kind: 'c-argument' | 'go-copy' }>;

/** The C call that gets the string, directly or inside a literal made for the call. */
function receiver(use: ValueUse): Receiver | undefined {
  if (use.kind === 'c-argument' || use.kind === 'go-copy') return use;
  return use.kind === 'element' ? receiver(use.use) : undefined;
}
