import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { cKeeping } from '../../../flow/go-pointers/c-keeping.ts';
import { isCallbackData } from '../../../flow/go-pointers/callback-data.ts';
import { argumentsOf, unparen } from '../../../semantic/callee.ts';
import { enclosingCCall } from '../../../semantic/calls.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

/** What C cannot read: a variable of it is a pointer to Go's own structures. */
type Form = 'map' | 'channel' | 'function' | 'interface';

export default defineRule({
  id: 'cgo-map-to-c',
  code: 'CGO206',
  category: 'pointer-passing',
  severity: 'error',
  confidence: 'certain',
  docs,
  yieldsTo: ['go-func-to-c'],
  requires: [cKeeping],
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
  const receiver = operand === undefined ? undefined : enclosingCCall(address, pass.package);
  if (operand === undefined || receiver === undefined) return;
  const form = formOf(pass, unparen(operand));
  const reason =
    form === undefined ? `\`${short(operand)}\` is no map, channel, function or interface` : undefined;
  const harmless = reason ?? whyItMayBe(pass, receiver, address, form);
  if (harmless !== undefined || form === undefined) {
    pass.clear(() => ({ at: address, file: fn.file, reason: harmless ?? '' }));
    return;
  }
  // A variable of these can be nil, or lead to what the program has from its start.
  const isLikely = form === 'function' || form === 'interface';
  pass.report({
    at: address,
    file: fn.file,
    message:
      `\`C.${receiver.name}\` is given the address of the Go ${form} \`${short(operand)}\`, whose content only Go ` +
      'can read',
    ...(isLikely ? { confidence: 'likely' as const } : {}),
  });
}

function formOf(pass: Pass, operand: Node): Form | undefined {
  if (!operand.is('identifier', 'selector_expression', 'index_expression')) return undefined;
  const type = pass.package.types.underlying(pass.package.types.ofExpression(operand));
  if (type.kind === 'basic') return type.name === 'error' || type.name === 'any' ? 'interface' : undefined;
  if (type.kind !== 'composite') return undefined;
  switch (type.form) {
    case 'map_type':
      return 'map';
    case 'channel_type':
      return 'channel';
    case 'function_type':
      return 'function';
    case 'interface_type':
      return 'interface';
    default:
      return undefined;
  }
}

/** Why the address is somebody else's matter, or may be meant. */
function whyItMayBe(
  pass: Pass,
  { call, name }: { readonly call: Node; readonly name: string },
  address: Node,
  form: Form | undefined,
): string | undefined {
  const index = argumentsOf(call).findIndex((argument) => argument.contains(address));
  if (/GoMap|GoChan|GoInterface/.test(pass.package.c.parameterType(name, index) ?? ''))
    return `the parameter of \`C.${name}\` is cgo's own type for it`;
  if (pass.use(cKeeping).ofArgument(call, name, index) !== undefined)
    return `\`C.${name}\` may keep it: go-memory-retained-by-c looks at that`;
  const isOpaque = form === 'function' || form === 'interface';
  return isOpaque && isCallbackData(call, address)
    ? 'a C function stands beside it in the call: the address is data for that callback'
    : undefined;
}
