import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { pinIn } from '../../../flow/go-pointers/pins-in-function.ts';
import { argumentsOf } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { Type } from '../../../semantic/types.ts';
import type { Node } from '../../../syntax/tree.ts';

/** A call of C, and its function's name. */
interface Receiver {
  readonly call: Node;
  readonly name: string;
}

/**
 * `(**C.char)(unsafe.Pointer(&names[0]))`: C reads pointers one behind the other where Go has headers. What is to be
 * said of it; undefined where the element is none, or C is not given a pointer to pointers.
 */
export function headersAsPointers(
  pass: Pass,
  fn: GoFunction,
  element: Node,
  address: Node,
  { call, name }: Receiver,
): { readonly message: string } | { readonly reason: string } | undefined {
  const { package: pkg } = pass;
  const form = formOf(pkg.types.ofExpression(element));
  if (form === undefined) return undefined;
  const given = argumentsOf(call).find((argument) => argument.contains(address));
  const type = given === undefined ? undefined : pkg.types.ofExpression(given);
  const text = `\`${short(element)}\``;
  if (type?.kind !== 'pointer' || type.element.kind !== 'pointer')
    return { reason: `the ${form} ${text} is not given to \`C.${name}\` as a pointer to pointers` };
  const pin = pinIn(fn, address, pkg);
  if (pin !== undefined) return { reason: `\`${short(pin)}\` may pin the only pointer that C reads` };
  return {
    message:
      `\`C.${name}\` is given the address of the Go ${form} ${text} as a pointer to pointers: a ${form} is a header, ` +
      'and C reads its length as the next pointer',
  };
}

function formOf(type: Type): 'slice' | 'string' | undefined {
  if (type.kind === 'slice') return 'slice';
  return type.kind === 'basic' && type.name === 'string' ? 'string' : undefined;
}
