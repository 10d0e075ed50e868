import { argumentsOf, calleeOf, isCall } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import { short } from '../code-text.ts';
import { unconverted, useOf } from '../value-use.ts';

/** The address of memory that is made in the same expression, and kept as an integer only. */
export interface ForgottenAddress {
  /** `uintptr(unsafe.Pointer(made))`. */
  readonly taken: Node;
  readonly made: Node;
  /** Where the integer goes, as it is written. */
  readonly place: string;
}

/**
 * The addresses that a function stores as integers of memory that nothing else refers to from the start:
 * `item.text = uintptr(unsafe.Pointer(syscall.StringToUTF16Ptr(s)))`. What is a part of a call's arguments may be kept
 * alive by the compiler (https://pkg.go.dev/unsafe#Pointer, pattern 4).
 */
export function forgottenAddresses({ body }: GoFunction, pkg: Package): ForgottenAddress[] {
  return body
    .allOutside('func_literal', 'call_expression', 'type_conversion_expression')
    .flatMap((taken): ForgottenAddress[] => {
      const callee = isCall(taken) ? calleeOf(taken, pkg) : undefined;
      const [operand] = argumentsOf(taken);
      if (callee?.kind !== 'conversion' || callee.type.text !== 'uintptr' || operand === undefined) return [];
      const made = unconverted(operand, pkg);
      if (made === operand || !isMade(made, pkg)) return [];
      const use = useOf(taken, pkg);
      return use.kind === 'store' && isField(use.target) ? [{ taken, made, place: short(use.target) }] : [];
    });
}

function isMade(pointer: Node, pkg: Package): boolean {
  if (pointer.kind === 'unary_expression') {
    const literal = pointer.text.startsWith('&') ? pointer.child('operand') : undefined;
    return literal?.kind === 'composite_literal' && literal.child('body')?.children.length !== 0;
  }
  const callee = pointer.kind === 'call_expression' ? calleeOf(pointer, pkg) : undefined;
  return (
    callee?.kind === 'package' &&
    ['syscall', 'golang.org/x/sys/windows'].includes(callee.path) &&
    /^String(ToUTF16|Byte)Ptr$/.test(callee.name)
  );
}

function isField(target: Node): boolean {
  return target.kind === 'selector_expression';
}
