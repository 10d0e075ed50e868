import { defineRule } from '../../../engine/rule.ts';
import type { Pass, Report } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { integerConstant } from '../../../flow/origin/integer-constant.ts';
import { numberPointer } from '../../../flow/origin/number-pointers.ts';
import type { NumberPointer } from '../../../flow/origin/number-pointers.ts';
import { plainNumber } from '../../../flow/origin/plain-number.ts';
import type { PlainNumber } from '../../../flow/origin/plain-number.ts';
import { passedNumber } from '../../../flow/origin/passed-numbers.ts';
import { isCall } from '../../../semantic/callee.ts';
import { isHandle } from '../../../semantic/handle-types.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import { destinationOf } from './destination.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'fake-pointer',
  code: 'CGO305',
  category: 'unsafe',
  severity: 'error',
  confidence: 'likely',
  cwe: 587,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (fn.file.constraint.isTest) continue;
      const calls = fn.body.allOutside('func_literal', 'call_expression', 'type_conversion_expression');
      for (const call of calls) {
        const made = numberPointer(call, pass.package);
        if (made !== undefined) check(pass, fn, made);
      }
    }
  },
});

function check(pass: Pass, fn: GoFunction, made: NumberPointer): void {
  const { package: pkg } = pass;
  const { at, integer } = made;
  const clear = (reason: string): void => pass.clear(() => ({ at, file: fn.file, reason }));
  const name = `\`${short(integer)}\``;
  if (isHandle(pkg.types.ofExpression(integer), pkg)) return;
  const destination = destinationOf(at, pkg);
  if (destination.kind === 'memory') {
    clear(`the code reads memory through the pointer: it takes ${name} for an address`);
    return;
  }
  if (destination.kind === 'compared') {
    clear('the pointer is only compared');
    return;
  }
  const number = plainNumber(integer, pkg);
  const passed = number === undefined ? passedNumber(integer, pkg) : undefined;
  const proof = number ?? passed?.number;
  if (proof !== undefined && (!proof.isWord || destination.kind === 'c')) {
    pass.report({
      at,
      file: fn.file,
      message: `a number becomes a pointer, and is no address: ${proof.why}. The runtime throws at a pointer below 4096 on a stack that it moves`,
      steps: stepsTo(pass, fn, proof, passed?.call),
      ...sharedCauseOf(proof),
    });
    return;
  }
  const value = integerConstant(integer, pkg);
  if (value !== undefined && value < 0n && destination.kind === 'go') {
    ask(
      pass,
      fn,
      at,
      `\`${short(at)}\` points to no memory, and Go code gets it: does it rest on no memory being there?`,
    );
    return;
  }
  if (made.isHidden && value === undefined) {
    ask(
      pass,
      fn,
      at,
      `arithmetic on a nil pointer makes a pointer of the integer ${name} alone, out of sight of \`go vet\`: is that always an address, never an index or a handle?`,
    );
    return;
  }
  clear(
    proof === undefined
      ? `nothing shows that ${name} is no address`
      : `${proof.why}, which is as wide as a pointer of a system without C`,
  );
}

/** Who gives the numbers out: what it gives, or what C takes of them, is mended for all of them together. */
function sharedCauseOf({ at }: PlainNumber): Pick<Report, 'sharedCause'> {
  const giver = isCall(at) ? at.child('function')?.text : undefined;
  return giver === undefined ? {} : { sharedCause: `numbers of ${giver}` };
}

function ask(pass: Pass, fn: GoFunction, at: Node, message: string): void {
  pass.report({ at, file: fn.file, message, confidence: 'question', severity: 'info' });
}

function stepsTo(pass: Pass, fn: GoFunction, proof: PlainNumber, call: Node | undefined) {
  const found = call ?? proof.at;
  const file = pass.package.files.find(({ tree }) => tree === found.tree) ?? fn.file;
  if (file.tree !== found.tree) return [];
  const message = call === undefined ? proof.why : `this call passes a number: ${proof.why}`;
  return [{ location: pass.location(file, found), message }];
}
