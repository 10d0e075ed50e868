import type { RelatedInformation } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { fateOf, handleAddresses } from '../../../flow/handles/handle-addresses.ts';
import type { HandleAddress, Keeper } from '../../../flow/handles/handle-addresses.ts';
import { cFunctionFacts } from '../../../flow/ownership/c-summaries.ts';
import { unconverted, useOf } from '../../../flow/value-use.ts';
import { argumentsOf, calleeOf, isCall, packageMember, unparen } from '../../../semantic/callee.ts';
import { isHandle, mayHoldHandles } from '../../../semantic/handle-types.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'cgo-handle-as-pointer',
  code: 'CGO401',
  category: 'pointer-passing',
  severity: 'error',
  confidence: 'likely',
  cwe: 587,
  docs,
  yieldsTo: ['free-non-c-memory'],
  requires: [cFunctionFacts],
  run(pass) {
    if (!mayHoldHandles(pass.package)) return;
    for (const fn of pass.functions()) {
      for (const call of fn.body.allOutside('func_literal', 'call_expression', 'type_conversion_expression'))
        checkConversion(pass, fn, call);
      for (const address of handleAddresses(fn, pass.package)) checkAddress(pass, fn, address);
    }
  },
});

/** `unsafe.Pointer(h)`: the number of the handle becomes a pointer. */
function checkConversion(pass: Pass, fn: GoFunction, at: Node): void {
  const { package: pkg } = pass;
  const callee = isCall(at) ? calleeOf(at, pkg) : undefined;
  const [operand] = argumentsOf(at);
  if (callee?.kind !== 'conversion' || operand === undefined) return;
  const member = packageMember(unparen(callee.type), pkg);
  if (member?.name !== 'Pointer' && member?.name !== 'gpointer') return;
  const handle = handleIn(operand, pass);
  if (handle === undefined) return;
  if (useOf(at, pkg).kind === 'compare') {
    pass.clear(() => ({ at, file: fn.file, reason: 'the pointer is only compared' }));
    return;
  }
  pass.report({
    at,
    file: fn.file,
    message: `the handle \`${short(handle)}\` is a number: as a pointer it points nowhere, and the runtime throws where it finds it on a stack that it moves`,
    confidence: 'certain',
  });
}

/** The handle in `h`, `uintptr(h)`. */
function handleIn(operand: Node, pass: Pass): Node | undefined {
  const expression = unparen(operand);
  if (isHandle(pass.package.types.ofExpression(expression), pass.package)) return expression;
  const inner = unconverted(expression, pass.package);
  return isHandle(pass.package.types.ofExpression(inner), pass.package) ? inner : undefined;
}

/** `unsafe.Pointer(&h)`: C gets the address of the variable. */
function checkAddress(pass: Pass, fn: GoFunction, address: HandleAddress): void {
  const { at, symbol, call, name } = address;
  const fate = fateOf(address, fn, pass.package, pass.use(cFunctionFacts));
  if (fate.kind === 'fine') {
    pass.clear(() => ({ at, file: fn.file, reason: fate.reason }));
    return;
  }
  const steps: RelatedInformation[] = [
    { location: pass.location(fn.file, call), message: `\`C.${name}\` gets the address of the variable` },
  ];
  const report = { at, file: fn.file, steps };
  const owner = `\`${symbol.name}\``;
  if (isSure(fate.by)) {
    pass.report({
      ...report,
      message: `\`C.${name}\` keeps the address of the local variable ${owner}, ${whyKept(fate.by)}: nothing in Go refers to the variable then, and the collector frees it`,
    });
    return;
  }
  pass.report({
    ...report,
    message: `does C look at the local variable ${owner} after \`C.${name}\`? ${askedSince(fate.by)}: nothing in Go refers to the variable then, and the collector frees it`,
    confidence: 'question',
    severity: 'info',
    // What one function of C looks at later is one question.
    sharedCause: `handles for C.${name}`,
  });
}

function isSure(by: Keeper): boolean {
  return by.kind === 'known' || (by.kind === 'outlives' && by.isAnnounced);
}

function whyKept(by: Keeper): string {
  return by.kind === 'known'
    ? 'and may look at it in a later call'
    : 'and the handle is not deleted before the function returns';
}

function askedSince(by: Keeper): string {
  return by.kind === 'outlives'
    ? 'The handle is not deleted before the function returns'
    : 'Its name and the callback beside it sound like it, and C is called again';
}
