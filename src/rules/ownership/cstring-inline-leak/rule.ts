import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { ownershipAfterUse } from '../../../flow/borrowing.ts';
import { effectOf } from '../../../flow/use-effect.ts';
import { useOf } from '../../../flow/value-use.ts';
import type { ValueUse } from '../../../flow/value-use.ts';
import { callsOf } from '../../../semantic/calls.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'cstring-inline-leak',
  code: 'CGO102',
  category: 'leak',
  severity: 'warning',
  confidence: 'likely',
  cwe: 401,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      for (const call of callsOf(fn, pass.package, 'CString')) {
        const direct = useOf(call, pass.package);
        const use = receiver(direct);
        const ownership = use === undefined ? 'gone' : ownershipAfterUse(use, pass.package);
        if (use === undefined || ownership === 'gone') {
          pass.clear(() => ({ at: call, file: fn.file, reason: silence(call, direct, pass) }));
          continue;
        }
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

/** Why the string is not made for a C call alone that leaves it behind. */
function silence(call: Node, use: ValueUse, pass: Pass): string {
  const inner = use.kind === 'element' ? use.use : use;
  if (inner.kind === 'alias') {
    return `\`${inner.symbol.name}\` holds the C string: cstring-leak looks at that`;
  }
  const { message } = effectOf(call, use, pass.package);
  const isOther = inner.kind === 'store' || inner.kind === 'discard';
  return isOther ? `${message}: cstring-leak looks at that` : `no leak shows here: ${message}`;
}

type Receiver = Extract<ValueUse, { kind: 'c-argument' | 'go-copy' }>;

/** The C call that gets the string, directly or inside a literal made for the call. */
function receiver(use: ValueUse): Receiver | undefined {
  if (use.kind === 'c-argument' || use.kind === 'go-copy') return use;
  return use.kind === 'element' ? receiver(use.use) : undefined;
}
