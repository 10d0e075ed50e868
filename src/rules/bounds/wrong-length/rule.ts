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

function callsOf(fn: GoFunction): readonly Node[] {
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
  const [own, others] = [list.value?.node, other.value?.node];
  if (own !== undefined && own.text === others?.text)
    return `the same call gives \`${list.name}\` and \`${other.name}\``;
  if (isMadeOf(own, other, pkg) || isMadeOf(others, list, pkg))
    return `one of \`${list.name}\` and \`${other.name}\` is made of the other`;
  const isMeasured = callsOf(fn).some((call) => {
    const callee = calleeOf(call, pkg);
    if (callee.kind !== 'builtin' || !/^(len|cap)$/.test(callee.name)) return false;
    return argumentsOf(call).some((argument) => pkg.symbolOf(argument) === list);
  });
  if (isMeasured) return `\`len(${list.name})\` is looked at elsewhere in the function`;
  const isReached = fn.body.all('index_expression', 'slice_expression').some((place) => {
    const operand = place.child('operand');
    return operand !== undefined && pkg.symbolOf(operand) === list && place.all('identifier').length > 1;
  });
  if (isReached)
    return `Go panics where \`${list.name}\` is too short for an index elsewhere in the function`;
  const isChecked = callsOf(fn).some((call) => {
    const callee = calleeOf(call, pkg);
    const isGo =
      /^(function|method)$/.test(callee.kind) || (callee.kind === 'builtin' && callee.name === 'copy');
    const names = argumentsOf(call).map((argument) => pkg.symbolOf(unconverted(argument, pkg)));
    return isGo && names.includes(list) && names.includes(other);
  });
  return isChecked
    ? `a function that gets \`${list.name}\` and \`${other.name}\` may compare them`
    : undefined;
}

/** Whether a list's first value comes of an expression with the other one in it: a copy, the text in capitals. */
function isMadeOf(value: Node | undefined, other: GoSymbol, pkg: Package): boolean {
  return value?.all('identifier').some((name) => pkg.symbolOf(name) === other) === true;
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
  const place = { at: number, file: fn.file };
  if (pairs.some((pair) => pair.pointer === pointer && pair.length === length)) {
    pass.clear(() => ({ ...place, reason: 'one call of C gave the two together' }));
    return;
  }
  if (isBoundTo(own.length, length, fn, pkg)) {
    pass.clear(() => ({
      ...place,
      reason: `\`${own.length.name}\` and \`${length.name}\` are compared, or one is set to the other`,
    }));
    return;
  }
  pass.report({
    ...place,
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

/** Whether a comparison or an assignment has two numbers, other than as arguments of C. */
function isBoundTo(a: GoSymbol, b: GoSymbol, fn: GoFunction, pkg: Package): boolean {
  const places = fn.body.all('binary_expression', 'assignment_statement').filter((place) => {
    const operator = place.child('operator')?.text ?? '';
    return place.kind === 'assignment_statement' || /^([=!]=|[<>]=?)$/.test(operator);
  });
  return places.some((place) => {
    const names = place.all('identifier').filter((name) => !isGivenToC(name, place, pkg));
    const symbols = names.map((name) => pkg.symbolOf(name));
    return symbols.includes(a) && symbols.includes(b);
  });
}

function isGivenToC(name: Node, within: Node, pkg: Package): boolean {
  for (let place: Node | undefined = name; place !== undefined && place !== within; place = place.parent)
    if (place.kind === 'call_expression' && calleeOf(place, pkg).kind === 'c') return true;
  return false;
}
