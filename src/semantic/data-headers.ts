import { calleeOf, isCall, packageMember, unparen } from './callee.ts';
import type { Package } from './package.ts';
import type { Node } from '../syntax/tree.ts';

/** The name of a type that is one of package reflect's headers. */
export function dataHeader(type: Node, pkg: Package): 'SliceHeader' | 'StringHeader' | undefined {
  const member = packageMember(type, pkg);
  if (member?.path !== 'reflect') return undefined;
  return member.name === 'SliceHeader' || member.name === 'StringHeader' ? member.name : undefined;
}

/** The header that a conversion makes a pointer to: `(*reflect.SliceHeader)(p)`. */
export function headerOfPointer(call: Node, pkg: Package): ReturnType<typeof dataHeader> {
  const callee = isCall(call) ? calleeOf(call, pkg) : undefined;
  if (callee?.kind !== 'conversion') return undefined;
  const type = unparen(callee.type);
  const target =
    type.kind === 'pointer_type' || (type.kind === 'unary_expression' && type.text.startsWith('*'))
      ? type.children[0]
      : undefined;
  return target === undefined ? undefined : dataHeader(target, pkg);
}
