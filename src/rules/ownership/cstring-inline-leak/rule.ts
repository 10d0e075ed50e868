import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { askedText } from '../../../flow/ownership/leak.ts';
import type { Fate } from '../../../flow/ownership/leak.ts';
import { accountForNoLeak } from '../../../flow/ownership/leak-account.ts';
import { ownership } from '../../../flow/ownership/ownership.ts';
import { receiverOf } from '../../../flow/ownership/receiver.ts';
import { useOf } from '../../../flow/value-use.ts';
import { callsOf } from '../../../semantic/calls.ts';
import type { GoFunction } from '../../../semantic/package.ts';
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
  requires: [ownership],
  run(pass) {
    for (const fn of pass.functions()) {
      for (const call of callsOf(fn, pass.package, 'CString')) check(pass, fn, call);
    }
  },
});

function check(pass: Pass, fn: GoFunction, call: Node): void {
  const receiver = receiverOf(call, pass.package);
  const memory = pass.use(ownership);
  const acquisition =
    receiver === undefined ? undefined : memory.acquisitionsOf(fn).find((one) => one.call === call);
  const fate = acquisition === undefined ? undefined : memory.fateOf(acquisition, fn);
  if (receiver === undefined || fate?.leak?.end !== 'dropped') {
    pass.clear(() => ({ at: call, file: fn.file, reason: silence(call, fate, pass) }));
    return;
  }
  const { asked } = fate.leak;
  const { name } = receiver;
  pass.report({
    at: call,
    file: fn.file,
    message:
      asked === undefined
        ? `The C string made for \`${name}\` is never freed: nothing holds its pointer`
        : `Does ${askedText(asked, fn)} keep the C string made for it? If it does not, the string is never freed`,
    steps: [
      { location: pass.location(fn.file, call), message: '`C.CString` allocates with malloc' },
      { location: pass.location(fn.file, receiver.call), message: `only \`${name}\` gets the pointer` },
    ],
    // Each call of one function that is given such strings is the same mistake, and so is each of its strings.
    sharedCause: asked === undefined ? `made for ${name}` : `kept by ${asked}`,
    ...(asked === undefined ? {} : { confidence: 'question' as const, severity: 'info' as const }),
  });
}

/** Why the string is not made for a call alone that leaves it behind. */
function silence(call: Node, fate: Fate | undefined, pass: Pass): string {
  const use = useOf(call, pass.package);
  const inner = use.kind === 'element' ? use.use : use;
  if (inner.kind === 'alias') {
    return `\`${inner.symbol.name}\` holds the C string: cstring-leak looks at that`;
  }
  if (inner.kind === 'store') return 'it is stored away: cstring-leak looks at that';
  if (inner.kind === 'discard') return 'its value is dropped: cstring-leak looks at that';
  if (fate?.leak !== undefined) return 'what the call returns holds the C string: cstring-leak looks at that';
  const account = fate === undefined ? undefined : accountForNoLeak(fate, 'the C string');
  const [first] = account?.ends ?? [];
  return `no leak shows here: ${first?.message ?? 'the caller gets it'}`;
}
