import type { SuggestedFix } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { isAssignedOnce } from '../../../flow/conditions.ts';
import { isCallbackData } from '../../../flow/go-pointers/callback-data.ts';
import { useOf } from '../../../flow/value-use.ts';
import { argumentsOf, unparen } from '../../../semantic/callee.ts';
import { enclosingCCall } from '../../../semantic/calls.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import type { Type } from '../../../semantic/types.ts';
import { canUseUnsafe, usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { headersAsPointers } from './elements.ts';

export default defineRule({
  id: 'cgo-slice-header-to-c',
  code: 'CGO202',
  category: 'pointer-passing',
  severity: 'error',
  confidence: 'certain',
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file)) continue;
      for (const node of fn.body.allOutside('func_literal', 'unary_expression')) {
        if (node.text.startsWith('&')) check(pass, fn, node);
      }
    }
  },
});

function check(pass: Pass, fn: GoFunction, address: Node): void {
  const operand = address.child('operand');
  if (operand?.kind === 'index_expression' && checkElement(pass, fn, address, operand)) return;
  const target = operand?.is('identifier', 'selector_expression') === true ? operand : undefined;
  const receiver = receiverOf(address, pass.package);
  // Most addresses go nowhere near C: their types matter only to who asks why nothing is said.
  const form = receiver === undefined || target === undefined ? undefined : headerForm(pass, target);
  if (target === undefined || form === undefined || receiver === undefined) {
    pass.trace(() => {
      const isHeader = target !== undefined && headerForm(pass, target) !== undefined;
      if (!isHeader && receiver === undefined) return;
      pass.clear(() => ({ at: address, file: fn.file, reason: whyItIsNone(pass, operand, receiver?.name) }));
    });
    return;
  }
  const wanted = whyItIsWanted(pass, receiver.call, receiver.name, receiver.given);
  if (wanted !== undefined) {
    pass.clear(() => ({ at: address, file: fn.file, reason: wanted }));
    return;
  }
  const fix = form === 'slice' ? elementsFix(pass, fn, address, target) : undefined;
  pass.report({
    at: address,
    file: fn.file,
    message: `\`C.${receiver.name}\` is given the address of the ${form} header of \`${target.text}\`, not of its ${form === 'slice' ? 'elements' : 'bytes'}`,
    ...(fix === undefined ? {} : { fix }),
  });
}

/**
 * The call of C that gets an address, in its arguments or through a variable which never holds anything else:
 * `p := unsafe.Pointer(&s)`. `given` is the address or the variable, as it stands in the arguments.
 */
function receiverOf(address: Node, pkg: Package): { call: Node; name: string; given: Node } | undefined {
  const own = enclosingCCall(address, pkg);
  if (own !== undefined) return { ...own, given: address };
  const use = useOf(address, pkg);
  if (use.kind !== 'alias' || use.symbol.role !== 'local' || !isAssignedOnce(use.symbol, pkg))
    return undefined;
  for (const given of pkg.bindings.usesOf(use.symbol)) {
    const receiver = enclosingCCall(given, pkg);
    if (receiver !== undefined) return { ...receiver, given };
  }
  return undefined;
}

/** Whether all is said of an address that is that of an element. */
function checkElement(pass: Pass, fn: GoFunction, address: Node, element: Node): boolean {
  const receiver = enclosingCCall(address, pass.package);
  const found = receiver === undefined ? undefined : headersAsPointers(pass, fn, element, address, receiver);
  if (found === undefined) return false;
  const at = { at: address, file: fn.file };
  if ('message' in found) pass.report({ ...at, message: found.message });
  else pass.clear(() => ({ ...at, reason: found.reason }));
  return true;
}

/** Why an address is not that of a slice's or string's header in the hands of C. */
function whyItIsNone(pass: Pass, operand: Node | undefined, receiver: string | undefined): string {
  if (receiver === undefined) return 'the address of the header is not an argument of a C function';
  if (operand === undefined) return `what \`C.${receiver}\` is given the address of could not be read`;
  const name = `\`${short(operand)}\``;
  if (unparen(operand).kind === 'index_expression') {
    return `\`C.${receiver}\` is given the address of the element ${name}`;
  }
  const type = pass.package.types.ofExpression(operand);
  if (type.kind === 'slice' || (type.kind === 'basic' && type.name === 'string')) {
    return `${name} is neither a variable nor a field, and only their headers are looked at`;
  }
  const what = typeWords(type);
  return what === undefined
    ? `nothing shows that ${name} is a slice or a string`
    : `${name} is ${what}, not a slice or a string: its address is that of the value itself`;
}

function typeWords(type: Type): string | undefined {
  switch (type.kind) {
    case 'array':
      return 'an array';
    case 'pointer':
    case 'unsafe-pointer':
      return 'a pointer';
    case 'basic':
      return `of the type \`${type.name}\``;
    case 'c':
      return 'of a type of C';
    case 'named':
      return type.symbol === undefined ? undefined : 'of a struct or interface type';
    case 'composite':
      return type.form === 'struct_type' ? 'a struct' : undefined;
    default:
      return undefined;
  }
}

/** Why C wants the header itself. */
function whyItIsWanted(pass: Pass, call: Node, name: string, address: Node): string | undefined {
  if (expectsHeader(pass, call, name, address)) {
    return `the parameter of \`C.${name}\` is cgo's own GoSlice or _GoString_: C wants the header`;
  }
  // It is allowed while the slice is empty, and that cannot be known here.
  return isCallbackData(call, address)
    ? 'a C function stands beside it in the call: the address is data for that callback'
    : undefined;
}

function headerForm(pass: Pass, operand: Node): 'slice' | 'string' | undefined {
  const type = pass.package.types.ofExpression(operand);
  if (type.kind === 'slice') return 'slice';
  return type.kind === 'basic' && type.name === 'string' ? 'string' : undefined;
}

/** C code that takes cgo's own GoSlice or _GoString_ by pointer wants the header. */
function expectsHeader(pass: Pass, call: Node, name: string, address: Node): boolean {
  const index = argumentsOf(call).findIndex((argument) => argument.contains(address));
  return /GoSlice|GoString/.test(pass.package.c.parameterType(name, index) ?? '');
}

/** `unsafe.Pointer(&s)` to `unsafe.Pointer(unsafe.SliceData(s))`: only the operand changes, so the types still fit. */
function elementsFix(pass: Pass, fn: GoFunction, address: Node, slice: Node): SuggestedFix | undefined {
  const conversion = address.parent?.parent;
  const isPointerConversion =
    conversion?.kind === 'call_expression' && conversion.child('function')?.text === 'unsafe.Pointer';
  // unsafe.SliceData came with Go 1.20.
  if (!isPointerConversion || !pass.package.hasGo(1, 20) || !canUseUnsafe(fn.file)) return undefined;
  const newText = `unsafe.SliceData(${slice.text})`;
  return {
    message: `Pass the elements with \`${newText}\``,
    edits: [{ path: fn.file.path, span: address.span, newText }],
  };
}
