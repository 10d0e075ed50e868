import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { canonical } from '../../../flow/conditions.ts';
import { definitionsOf } from '../../../flow/definitions.ts';
import { integerConstant } from '../../../flow/origin/integer-constant.ts';
import { unconverted, useOf } from '../../../flow/value-use.ts';
import { argumentsOf, calleeOf } from '../../../semantic/callee.ts';
import type { DataModel } from '../../../semantic/c-integers.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import { typeText } from '../../../semantic/type.ts';
import type { Type } from '../../../semantic/type.ts';
import { sizeOf } from '../../../semantic/type-sizes.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

const usual: DataModel = { long: 64, pointer: 64 };

export default defineRule({
  id: 'gobytes-untrusted-len',
  code: 'CGO215',
  category: 'bounds',
  severity: 'warning',
  confidence: 'likely',
  cwe: 197,
  preview: true,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file) || fn.file.constraint.isTest) continue;
      if (!/\bC\.Go(?:Bytes|StringN)\(/.test(fn.body.text)) continue;
      for (const call of fn.body.allOutside('func_literal', 'call_expression')) {
        const callee = calleeOf(call, pass.package);
        const length = argumentsOf(call)[1];
        if (callee.kind !== 'c' || length === undefined) continue;
        if (callee.name === 'GoBytes' || callee.name === 'GoStringN')
          check(pass, fn, call, length, callee.name);
      }
    }
  },
});

function check(pass: Pass, fn: GoFunction, call: Node, length: Node, name: string): void {
  const { package: pkg } = pass;
  const { file } = fn;
  const clear = (reason: string): void => {
    pass.clear(() => ({ at: call, file, reason }));
  };
  const measured = widestOf(length, pkg);
  const text = `\`${short(measured)}\``;
  const type = pkg.types.ofExpression(measured);
  if (!isWide(type, pkg)) {
    clear(`nothing shows that ${text} is wider than a \`C.int\``);
    return;
  }
  if (integerConstant(measured, pkg) !== undefined) {
    clear(`${text} is constant`);
    return;
  }
  if (isCompared(measured, fn, pkg)) {
    clear(`${text} is compared with a limit`);
    return;
  }
  pass.report({
    at: length,
    file,
    message:
      `${text} is a \`${typeText(type)}\`, and \`C.${name}\` takes a \`C.int\`: from 2 GiB on the program stops, ` +
      'or less is copied than there is',
  });
}

/** The expression that a length is converted from, through a local that only ever has one value. */
function widestOf(length: Node, pkg: Package): Node {
  const value = unconverted(length, pkg);
  const symbol = value.kind === 'identifier' ? pkg.symbolOf(value) : undefined;
  if (symbol?.kind !== 'variable' || symbol.role !== 'local') return value;
  const [only, ...more] = definitionsOf(symbol, pkg);
  if (only?.value === undefined || only.updates || more.length > 0) return value;
  const source = unconverted(only.value, pkg);
  return isWide(pkg.types.ofExpression(source), pkg) ? source : value;
}

/** Numbers of 64 bits on the usual systems that C or a format gives; an `int` of Go is a length of what is there. */
function isWide(type: Type, pkg: Package): boolean {
  if (type.kind === 'c') return sizeOf(type, usual, pkg) === 8;
  return type.kind === 'basic' && /^(?:u?int64|uintptr)$/.test(type.name);
}

/** Whether the function compares the number with something that is no small constant, or gives it to a judge. */
function isCompared(measured: Node, { body }: GoFunction, pkg: Package): boolean {
  const place = canonical(measured, pkg);
  const last = measured.all('identifier').at(-1)?.text ?? measured.text;
  return body.all('identifier', 'selector_expression').some((mention) => {
    if (!mention.text.includes(last)) return false;
    const value = pkg.symbolOf(mention)?.value?.node;
    const isSame =
      canonical(mention, pkg) === place ||
      (value !== undefined && canonical(unconverted(value, pkg), pkg) === place);
    return isSame && useOf(mention, pkg).kind === 'compare' && isLimit(mention, pkg);
  });
}

function isLimit(mention: Node, pkg: Package): boolean {
  const test = mention.ancestor('binary_expression');
  const operator = test?.child('operator')?.kind ?? '';
  if (test === undefined || !['<', '<=', '>', '>='].includes(operator)) return false;
  return ![test.child('left'), test.child('right')].some((side) => {
    const constant = side === undefined ? undefined : integerConstant(side, pkg);
    return constant !== undefined && constant <= 1n;
  });
}
