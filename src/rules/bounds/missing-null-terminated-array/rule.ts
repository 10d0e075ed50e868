import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { lastElement } from '../../../flow/unterminated-lists.ts';
import { unconverted } from '../../../flow/value-use.ts';
import { readsToNull } from '../../../knowledge/c-null-ended-lists.ts';
import { argumentsOf, calleeOf, isCall, unparen } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Type } from '../../../semantic/types.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'missing-null-terminated-array',
  code: 'CGO221',
  category: 'bounds',
  severity: 'error',
  confidence: 'likely',
  cwe: 170,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      // Strings in an array are made in the function that passes it.
      if (!usesCgo(fn.file) || !fn.body.text.includes('C.CString(')) continue;
      for (const call of fn.body.allOutside('func_literal', 'call_expression')) check(pass, fn, call);
    }
  },
});

function check(pass: Pass, fn: GoFunction, call: Node): void {
  const { package: pkg } = pass;
  const callee = calleeOf(call, pkg);
  if (callee.kind !== 'c') return;
  const given = argumentsOf(call);
  for (const [index, argument] of given.entries()) {
    const list = listBehind(argument, pkg);
    if (list === undefined || !isOfStrings(pkg.types.ofSymbol(list), pkg)) continue;
    const place = { at: argument, file: fn.file };
    const last = lastElement(list, pkg);
    if (last === undefined) {
      pass.clear(() => ({
        ...place,
        reason: `that the last element of \`${list.name}\` is not nil is not known`,
      }));
      continue;
    }
    const isKnown = readsToNull(callee.name, index);
    const number = isKnown ? undefined : given.find((other) => mayCount(other, pkg));
    if (number !== undefined) {
      pass.clear(() => ({ ...place, reason: `\`${short(number)}\` may be the number of elements` }));
      continue;
    }
    const what = `\`C.${callee.name}\``;
    pass.report({
      ...place,
      ...(isKnown ? {} : { confidence: 'question' as const, severity: 'info' as const }),
      message: isKnown
        ? `${what} reads \`${list.name}\` up to a NULL, and its last element is \`${short(last)}\``
        : `How does ${what} know where \`${list.name}\` ends? It is given no number, and the last element is ` +
          `\`${short(last)}\`: a function that reads up to a NULL goes on behind the array`,
      steps: [
        {
          location: pass.location(fn.file, last),
          message: `\`${short(last)}\` is what \`${list.name}\` ends with`,
        },
      ],
    });
  }
}

/** The slice of `&list[0]` and `unsafe.SliceData(list)`, below conversions. */
function listBehind(argument: Node, pkg: Package): GoSymbol | undefined {
  const pointer = unconverted(argument, pkg);
  let list: Node | undefined;
  if (isCall(pointer)) {
    const callee = calleeOf(pointer, pkg);
    const isData = callee.kind === 'package' && callee.path === 'unsafe' && callee.name === 'SliceData';
    list = isData ? argumentsOf(pointer)[0] : undefined;
  } else if (pointer.kind === 'unary_expression' && pointer.text.startsWith('&')) {
    const place = pointer.child('operand');
    const element = place === undefined ? undefined : unparen(place);
    const isFirst = element?.kind === 'index_expression' && element.child('index')?.text === '0';
    list = isFirst ? element.child('operand') : undefined;
  }
  const symbol = list?.kind === 'identifier' ? pkg.symbolOf(list) : undefined;
  return symbol?.kind === 'variable' ? symbol : undefined;
}

function isOfStrings(type: Type, pkg: Package): boolean {
  const list = pkg.types.underlying(type);
  const element = list.kind === 'slice' ? pkg.types.underlying(list.element) : undefined;
  return element?.kind === 'pointer' && element.element.kind === 'c' && /char$/i.test(element.element.name);
}

/** Whether an argument is a number, for all that is known. */
function mayCount(argument: Node, pkg: Package): boolean {
  const expression = unparen(argument);
  if (expression.is('nil', 'interpreted_string_literal', 'raw_string_literal')) return false;
  const type = pkg.types.ofExpression(expression);
  if (type.kind === 'pointer' && expression.kind === 'unary_expression') {
    // The number itself, or a struct of Go's making that may hold it.
    const pointed = pkg.types.underlying(type.element);
    const name = expression.child('operand');
    const isLocal = name?.kind === 'identifier' && pkg.symbolOf(name)?.role === 'local';
    return isLocal && pointed.kind !== 'pointer' && pointed.kind !== 'unsafe-pointer';
  }
  return type.kind !== 'pointer' && type.kind !== 'unsafe-pointer';
}
