import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { pointerAsInteger } from '../../../flow/integer-pointers.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import { accountForConversion } from '../../../flow/origin-account.ts';
import { origins } from '../../../flow/origin/pointer-origins.ts';
import { argumentsOf, calleeOf, isCall, packageMember } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { crossesIntoC } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'unsafe-uintptr-roundtrip',
  code: 'CGO301',
  category: 'unsafe',
  severity: 'error',
  confidence: 'likely',
  cwe: 825,
  docs,
  requires: [functionFlows, origins],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!crossesIntoC(fn.file)) continue;
      const calls = fn.body.allOutside('func_literal', 'call_expression', 'type_conversion_expression');
      for (const node of calls) {
        if (isPointerConversion(node, pass)) check(pass, fn, node);
      }
    }
  },
});

function isPointerConversion(node: Node, pass: Pass): boolean {
  if (!isCall(node)) return false;
  const callee = calleeOf(node, pass.package);
  if (callee.kind !== 'conversion') return false;
  const type = packageMember(callee.type, pass.package);
  return type?.path === 'unsafe' && type.name === 'Pointer';
}

function check(pass: Pass, fn: GoFunction, conversion: Node): void {
  const [integer] = argumentsOf(conversion);
  if (integer === undefined) return;
  const held = pointerAsInteger(integer, pass.use(functionFlows)(fn), pass.use(origins));
  if (held === undefined) {
    pass.clear(() => {
      const { reason, remarks } = accountForConversion(integer, pass.use(origins));
      const states = remarks.map(({ at, message }) => ({ location: pass.location(fn.file, at), message }));
      return { at: conversion, file: fn.file, reason, states };
    });
    return;
  }
  const name = `\`${held.symbol.name}\``;
  pass.report({
    at: conversion,
    file: fn.file,
    message: `${name} held the pointer as an integer, which keeps no object alive and does not follow a moved stack`,
    steps: [
      { location: pass.location(fn.file, held.origin), message: `${name} gets the address as an integer` },
      { location: pass.location(fn.file, conversion), message: 'the integer is turned back into a pointer' },
    ],
  });
}
