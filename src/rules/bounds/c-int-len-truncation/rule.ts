import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { cNumberWidth } from '../../../knowledge/c-type-widths.ts';
import { argumentsOf, calleeOf, isCall, unparen } from '../../../semantic/callee.ts';
import { enclosingCCall } from '../../../semantic/calls.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'c-int-len-truncation',
  code: 'CGO210',
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
      for (const call of fn.body.allOutside(
        'func_literal',
        'call_expression',
        'type_conversion_expression',
      )) {
        const narrowed = narrowedLength(call, pass);
        if (narrowed !== undefined) check(pass, fn, call, narrowed);
      }
    }
  },
});

/** `C.int(len(b))`: what is measured, and the type that is too narrow for every length. */
interface Narrowed {
  readonly measured: Node;
  readonly type: string;
  readonly bits: number;
}

function narrowedLength(conversion: Node, pass: Pass): Narrowed | undefined {
  const type = /^C\.(\w+)$/.exec(conversion.child('function')?.text ?? '')?.[1];
  const bits = type === undefined ? undefined : cNumberWidth(type);
  if (type === undefined || typeof bits !== 'number' || bits > 32) return undefined;
  const [operand] = argumentsOf(conversion);
  const length = operand === undefined ? undefined : unparen(operand);
  if (length === undefined || !isCall(length)) return undefined;
  const callee = calleeOf(length, pass.package);
  const [measured] = argumentsOf(length);
  const isLength = callee.kind === 'builtin' && (callee.name === 'len' || callee.name === 'cap');
  return isLength && measured !== undefined ? { measured, type, bits } : undefined;
}

function check(pass: Pass, fn: GoFunction, conversion: Node, { measured, type, bits }: Narrowed): void {
  const { file } = fn;
  const text = `\`${short(conversion)}\``;
  const clear = (reason: string): void => {
    pass.clear(() => ({ at: conversion, file, reason }));
  };
  const kind = pass.package.types.ofExpression(measured).kind;
  if (kind === 'array' || kind === 'pointer') {
    clear(`the length of \`${short(measured)}\` is that of an array, and fixed`);
    return;
  }
  const receiver = enclosingCCall(conversion, pass.package);
  if (receiver === undefined) {
    clear(`${text} is not given to a C function here`);
    return;
  }
  if (isCompared(measured, fn)) {
    clear(`the length of \`${short(measured)}\` is compared with a limit`);
    return;
  }
  pass.report({
    at: conversion,
    file,
    message: `${text} keeps the low ${String(bits)} bits of the length: \`C.${receiver.name}\` gets another one where \`${short(measured)}\` is longer than a \`C.${type}\` can say`,
  });
}

/** Whether the function compares the length with something that is no small number. */
function isCompared(measured: Node, { body }: GoFunction): boolean {
  return body.all('binary_expression').some((comparison) => {
    const operator = comparison.child('operator')?.kind ?? '';
    const sides = [comparison.child('left'), comparison.child('right')];
    const isOrder = ['<', '<=', '>', '>='].includes(operator);
    return (
      isOrder &&
      sides.some((side) => side?.text.includes(`len(${measured.text})`) === true) &&
      !sides.some((side) => side?.kind === 'int_literal' && Number(side.text) <= 1)
    );
  });
}
