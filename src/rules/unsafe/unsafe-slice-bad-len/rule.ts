import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { crossesIntoC } from '../../../syntax/go-file.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { typeText } from '../../../semantic/type.ts';
import docs from './docs.ts';
import { listView } from './list-view.ts';
import type { ListView } from './list-view.ts';

export default defineRule({
  id: 'unsafe-slice-bad-len',
  code: 'CGO322',
  category: 'unsafe',
  severity: 'error',
  confidence: 'likely',
  cwe: 125,
  docs,
  yieldsTo: ['unsafe-cast-straddle'],
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!crossesIntoC(fn.file) || !/unsafe\.S(?:lice|tring)\(/.test(fn.body.text)) continue;
      for (const call of fn.body.allOutside('func_literal', 'call_expression')) {
        const view = listView(call, pass.package);
        if (view !== undefined) check(pass, fn, view);
      }
    }
  },
});

function check(pass: Pass, fn: GoFunction, view: ListView): void {
  const silence = silenceOf(view, fn);
  if (silence !== undefined) {
    pass.clear(() => ({ at: view.call, file: fn.file, reason: silence }));
    return;
  }
  const list = `\`${short(view.list)}\``;
  const count = `\`${short(view.count)}\``;
  const elements =
    view.size === view.ownSize
      ? 'elements'
      : `elements of ${bytesText(view.size)}, \`${typeText(view.type)}\`,`;
  const where = view.start === 0n ? 'from its start' : `from element ${String(view.start)}`;
  const from =
    view.size === view.ownSize ? where : `${where}, where an element has ${bytesText(view.ownSize)}`;
  pass.report({
    at: view.call,
    file: fn.file,
    message: `${count} ${elements} are more than ${list} has ${from}`,
    steps: [
      {
        location: pass.location(fn.file, view.list),
        message: `${list} ${view.isWhole ? 'ends at its length' : 'has no more than its length for certain'}`,
      },
    ],
    ...(view.isWhole ? {} : { severity: 'warning' as const }),
  });
}

function silenceOf({ isBeyond, isWhole, list }: ListView, fn: GoFunction): string | undefined {
  if (!isBeyond) return `the length is not shown to be more than \`${short(list)}\` has`;
  return !isWhole && /\bcap\(/.test(fn.body.text)
    ? `the function asks for a capacity, which \`${short(list)}\` may have`
    : undefined;
}

function bytesText(bytes: bigint): string {
  return `${String(bytes)} ${bytes === 1n ? 'byte' : 'bytes'}`;
}
