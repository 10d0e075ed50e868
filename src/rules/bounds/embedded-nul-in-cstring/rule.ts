import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { targetOf } from '../../../flow/ownership/call-status.ts';
import { enclosingCCall, callsOf } from '../../../semantic/calls.ts';
import { argumentsOf, calleeOf, throughParens } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { knownText } from './embedded-nul.ts';

export default defineRule({
  id: 'embedded-nul-in-cstring',
  code: 'CGO219',
  category: 'bounds',
  severity: 'info',
  confidence: 'question',
  cwe: 158,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file) || !fn.body.text.includes('C.CString(')) continue;
      for (const call of callsOf(fn, pass.package, 'CString')) check(pass, fn, call);
    }
  },
});

function check(pass: Pass, fn: GoFunction, call: Node): void {
  const { package: pkg } = pass;
  const { file } = fn;
  const [text] = argumentsOf(call);
  const known = text === undefined ? undefined : knownText(text, pkg);
  if (text === undefined || known?.includes('\0') !== true) return;
  const clear = (reason: string): void => {
    pass.clear(() => ({ at: call, file, reason }));
  };
  if (known.endsWith('\0')) {
    clear(`\`${short(text)}\` ends with a NUL of its own: nothing, or a list that ends with two, is meant`);
    return;
  }
  const measured = givenWithLength(call, fn, pkg);
  if (measured !== undefined) {
    clear(`\`C.${measured}\` gets the string together with its length`);
    return;
  }
  pass.report({
    at: call,
    file,
    message:
      `Does C know how long this is? \`${short(text)}\` has a NUL inside, \`C.CString\` copies all of it, and what ` +
      'takes it for a string of C reads no further than that',
  });
}

/** The C function that gets the string, and a length beside it. */
function givenWithLength(call: Node, fn: GoFunction, pkg: Package): string | undefined {
  const direct = enclosingCCall(call, pkg);
  const target = targetOf(throughParens(call), 0);
  const symbol = target?.kind === 'identifier' ? pkg.symbolOf(target) : undefined;
  for (const one of fn.body.all('call_expression')) {
    const callee = calleeOf(one, pkg);
    if (callee.kind !== 'c' || /^(?:CString|free)$/.test(callee.name)) continue;
    const given = argumentsOf(one);
    const gets =
      one === direct?.call ||
      (symbol !== undefined &&
        given.some((argument) => argument.all('identifier').some((name) => pkg.symbolOf(name) === symbol)));
    if (gets && given.some(({ text }) => /\blen\(|\bsize\b|length/i.test(text))) return callee.name;
  }
  return undefined;
}
