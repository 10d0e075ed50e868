import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { extentOf } from '../../../flow/memory-extent.ts';
import { useOf } from '../../../flow/value-use.ts';
import type { DataModel } from '../../../semantic/c-integers.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { crossesIntoC } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { movedPointer } from './moved-pointer.ts';
import type { MovedPointer } from './moved-pointer.ts';

/** What lies behind the end here does so on the usual systems. */
const usual: DataModel = { long: 64, pointer: 64 };

export default defineRule({
  id: 'unsafe-pointer-arith-oob',
  code: 'CGO323',
  category: 'unsafe',
  severity: 'error',
  confidence: 'likely',
  cwe: 823,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!crossesIntoC(fn.file) || !/unsafe\.Add\(|uintptr\(/.test(fn.body.text)) continue;
      for (const call of fn.body.allOutside(
        'func_literal',
        'call_expression',
        'type_conversion_expression',
      )) {
        const moved = movedPointer(call, usual, pass.package);
        if (moved !== undefined) check(pass, fn, moved);
      }
    }
  },
});

function check(pass: Pass, fn: GoFunction, { at, pointer, by }: MovedPointer): void {
  const extent = extentOf(pointer, usual, pass.package);
  if (extent?.kind !== 'bytes') {
    pass.clear(() => ({ at, file: fn.file, reason: 'how much memory the pointer leads to is not known' }));
    return;
  }
  const { bytes, of } = extent;
  const isEnd = by === bytes;
  if (by < bytes || (isEnd && !isReadThrough(at, pass))) {
    const reason = isEnd
      ? `the end of \`${short(of)}\` is not read`
      : `\`${short(of)}\` has ${String(bytes)} bytes from here to its end`;
    pass.clear(() => ({ at, file: fn.file, reason }));
    return;
  }
  pass.report({
    at,
    file: fn.file,
    message:
      `${String(by)} bytes further is ${isEnd ? 'the end of' : 'behind the end of'} \`${short(of)}\`, which has ` +
      `${String(bytes)} from here`,
    steps: [
      {
        location: pass.location(fn.file, of),
        message: `\`${short(of)}\` has ${String(bytes)} bytes from here to its end`,
      },
    ],
  });
}

/** Whether the pointer is followed where it stands: a pointer to the end may be there to be compared. */
function isReadThrough(at: Node, pass: Pass): boolean {
  return useOf(at, pass.package).kind === 'dereference';
}
