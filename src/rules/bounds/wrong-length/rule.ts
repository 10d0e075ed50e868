import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { listLength } from '../../../flow/list-length.ts';
import { listBehind, measuredList } from '../../../flow/measured-pointers.ts';
import { unconverted } from '../../../flow/value-use.ts';
import { argumentsOf, calleeOf } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { filledPairs } from './filled-pairs.ts';

export default defineRule({
  id: 'wrong-length',
  code: 'CGO222',
  category: 'bounds',
  severity: 'warning',
  confidence: 'likely',
  cwe: 805,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file)) continue;
      const { text } = fn.body;
      const calls = text.includes('len(') || text.includes('C.Go') ? callsOf(fn) : [];
      for (const call of calls) {
        const callee = calleeOf(call, pass.package);
        if (callee.kind !== 'c') continue;
        if (callee.name === 'GoBytes' || callee.name === 'GoStringN') checkCopy(pass, fn, call);
        else checkPairs(pass, fn, call, callee.name);
      }
    }
  },
});

function callsOf(fn: GoFunction): Node[] {
  return fn.body.allOutside('func_literal', 'call_expression');
}

/** A list and the number behind it in the list of arguments. */
interface Pair {
  readonly list: GoSymbol;
  readonly number: Node;
  readonly measured: GoSymbol;
}

/** `C.f(&a[0], len(a), &b[0], len(a))`. */
function checkPairs(pass: Pass, fn: GoFunction, call: Node, name: string): void {
  const { package: pkg } = pass;
  const given = argumentsOf(call);
  if (given.length < 4) return;
  const pairs = given.flatMap((argument, index): Pair[] => {
    const number = given[index + 1];
    const measured = number === undefined ? undefined : measuredList(number, pkg);
    const list = number === undefined || measured === undefined ? undefined : listBehind(argument, pkg);
    return number === undefined || measured === undefined || list === undefined
      ? []
      : [{ list, number, measured }];
  });
  for (const { list, number, measured } of pairs) {
    // The list that the number is of is passed with its length as well: two lengths are meant.
    const isTwo = pairs.some((other) => other.list === measured && other.measured === measured);
    if (list === measured || !isTwo) continue;
    const place = { at: number, file: fn.file };
    const reason = whyEqual(list, measured, fn, pkg);
    if (reason !== undefined) {
      pass.clear(() => ({ ...place, reason }));
      continue;
    }
    pass.report({
      ...place,
      message:
        `\`C.${name}\` is given \`${list.name}\` with the length of \`${measured.name}\`, and nothing makes the two ` +
        'equally long',
    });
  }
}

/** What may say that two lists have one length: how one was made, or code that sees both. */
function whyEqual(list: GoSymbol, other: GoSymbol, fn: GoFunction, pkg: Package): string | undefined {
  const [a, b] = [list, other].map((symbol) => listLength(symbol.declaration, pkg)?.length);
  if (a === undefined || b === undefined) return `how long \`${list.name}\` is is not known`;
  if (a.of === b.of)
    return `the length of \`${list.name}\` is known, or is made of that of \`${other.name}\``;
  const isMeasured = callsOf(fn).some((call) => {
    const callee = calleeOf(call, pkg);
    if (callee.kind !== 'builtin' || callee.name !== 'len') return false;
    return argumentsOf(call).some((argument) => pkg.symbolOf(argument) === list);
  });
  if (isMeasured) return `\`len(${list.name})\` is looked at elsewhere in the function`;
  const isChecked = callsOf(fn).some((call) => {
    const { kind } = calleeOf(call, pkg);
    const names = argumentsOf(call).map((argument) => pkg.symbolOf(unconverted(argument, pkg)));
    return (kind === 'function' || kind === 'method') && names.includes(list) && names.includes(other);
  });
  return isChecked
    ? `a function that gets \`${list.name}\` and \`${other.name}\` may compare them`
    : undefined;
}

/** `C.GoBytes(p, n)` where one call of C gave `n` with another pointer, and `p` with another number. */
function checkCopy(pass: Pass, fn: GoFunction, call: Node): void {
  const { package: pkg } = pass;
  const [pointer, length] = argumentsOf(call).map((argument) => pkg.symbolOf(unconverted(argument, pkg)));
  const number = argumentsOf(call)[1];
  if (pointer === undefined || length === undefined || number === undefined) return;
  const pairs = filledPairs(fn, pkg);
  const [own] = pairs.filter((pair) => pair.pointer === pointer);
  const [other] = pairs.filter((pair) => pair.length === length);
  if (own === undefined || other === undefined) return;
  if (pairs.some((pair) => pair.pointer === pointer && pair.length === length)) {
    pass.clear(() => ({ at: number, file: fn.file, reason: 'one call of C gave the two together' }));
    return;
  }
  pass.report({
    at: number,
    file: fn.file,
    message:
      `\`${length.name}\` is the length of \`${other.pointer.name}\`: \`${short(own.call)}\` gave ` +
      `\`${own.length.name}\` with \`${pointer.name}\``,
    steps: [
      {
        location: pass.location(fn.file, own.call),
        message: `\`${pointer.name}\` comes with \`${own.length.name}\``,
      },
      {
        location: pass.location(fn.file, other.call),
        message: `\`${length.name}\` comes with \`${other.pointer.name}\``,
      },
    ],
  });
}
