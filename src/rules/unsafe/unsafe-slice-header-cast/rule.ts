import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { argumentsOf, unparen } from '../../../semantic/callee.ts';
import { headerOfPointer } from '../../../semantic/data-headers.ts';
import { isReadable } from '../../../syntax/go-file.ts';
import type { GoFile } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'unsafe-slice-header-cast',
  code: 'CGO316',
  category: 'unsafe',
  severity: 'info',
  confidence: 'certain',
  docs,
  yieldsTo: ['unsafe-slice-header-literal', 'unsafe-uintptr-roundtrip'],
  requires: [],
  run(pass) {
    for (const file of pass.package.files) {
      if (!/\b(Slice|String)Header\b/.test(file.tree.text)) continue;
      for (const declaration of file.tree.root.children) {
        if (!isReadable(file, declaration)) continue;
        for (const call of declaration.all('call_expression', 'type_conversion_expression'))
          check(pass, file, call);
      }
    }
  },
});

/** The package-level functions that say the same came with Go 1.20. */
const successors = {
  SliceHeader: 'read it with `unsafe.SliceData` and `len`, and make it with `unsafe.Slice`',
  StringHeader: 'read it with `unsafe.StringData` and `len`, and make it with `unsafe.String`',
};

function check(pass: Pass, file: GoFile, call: Node): void {
  const header = headerOfPointer(call, pass.package);
  if (header === undefined) {
    clearLookalike(pass, file, call);
    return;
  }
  const reason = whyItMayBe(pass, call);
  if (reason !== undefined) {
    pass.clear(() => ({ at: call, file, reason }));
    return;
  }
  const what = header === 'SliceHeader' ? 'a slice' : 'a string';
  pass.report({
    at: call,
    file,
    message: `\`reflect.${header}\` is deprecated, and its \`Data\` is a number that keeps no memory alive: of ${what}, ${successors[header]}`,
    sharedCause: `reflect.${header}`,
  });
}

function whyItMayBe({ package: pkg }: Pass, call: Node): string | undefined {
  if (!pkg.hasGo(1, 20)) return 'the module is for a Go before 1.20, which has no other way to say it';
  const [operand] = argumentsOf(call);
  return operand !== undefined && unparen(operand).kind === 'nil' ? 'it is a pointer to nothing' : undefined;
}

/** Says of what looks like such a cast, or does what one did, why it is none. */
function clearLookalike(pass: Pass, file: GoFile, call: Node): void {
  const written = call.child('function')?.text ?? '';
  const [, name] = /\b(\w+\.(?:Slice|String)(?:Header|Data))\b/.exec(written) ?? [];
  if (name === undefined) return;
  pass.clear(() => ({
    at: call,
    file,
    reason: name.endsWith('Data')
      ? `\`${name}\` needs no header`
      : `\`${name}\` is not the type of the standard package \`reflect\``,
  }));
}
