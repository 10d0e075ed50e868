import { argumentsOf, unparen } from '../../semantic/callee.ts';
import { cCallsOf } from '../../semantic/calls.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import { isAssignedOnce } from '../conditions.ts';
import { definitionsOf } from '../definitions.ts';
import { rootOf } from '../lifetime/keeping.ts';
import { unconverted } from '../value-use.ts';

/** An argument of C that is a variable with the address of an element of a slice, and what is to say of it. */
export interface HeldElement {
  readonly call: Node;
  /** The C function. */
  readonly name: string;
  readonly argument: Node;
  readonly variable: GoSymbol;
  /** `&data[0]`, where the variable gets it. */
  readonly address: Node;
  readonly slice: Node;
  /** Why cgo's check does no harm here, as far as is known; undefined where somebody else made the slice. */
  readonly saved: string | undefined;
}

/**
 * `p := unsafe.Pointer(&data[0])`, and then `C.put(p)` with a `void *`. In the call itself cgo sees `&data[0]`, and
 * checks the elements of the slice; of a variable it knows only where it points, and checks the whole allocation there
 * (https://pkg.go.dev/cmd/cgo#hdr-Passing_pointers).
 */
export function heldElements(fn: GoFunction, pkg: Package): HeldElement[] {
  const cCalls = cCallsOf(fn, pkg);
  if (cCalls.length === 0) return [];
  const addresses = fn.body
    .allOutside('func_literal', 'unary_expression')
    .filter((one) => one.child('operand')?.kind === 'index_expression' && one.text.startsWith('&'));
  if (addresses.length === 0) return [];
  return cCalls.flatMap(({ call, callee }): HeldElement[] => {
    if (callee.name === 'free') return [];
    return argumentsOf(call).flatMap((argument): HeldElement[] => {
      const pointer = unconverted(argument, pkg);
      const variable = pointer.kind === 'identifier' ? pkg.symbolOf(pointer) : undefined;
      if (variable?.role !== 'local') return [];
      const held = definitionsOf(variable, pkg).flatMap(({ value }): HeldElement[] => {
        const address = value === undefined ? undefined : unconverted(value, pkg);
        const slice = address?.child('operand')?.child('operand');
        if (address === undefined || slice === undefined || !addresses.includes(address)) return [];
        const saved = savedBy(argument, slice, fn, pkg);
        return [{ call, name: callee.name, argument, variable, address, slice, saved }];
      });
      const first = held.find(({ saved }) => saved === undefined) ?? held[0];
      return first === undefined ? [] : [first];
    });
  });
}

function savedBy(argument: Node, slice: Node, fn: GoFunction, pkg: Package): string | undefined {
  if (pkg.types.ofExpression(argument).kind !== 'unsafe-pointer')
    return 'cgo looks for pointers behind an `unsafe.Pointer`, and this is none';
  return isGivenBytes(slice, fn, pkg)
    ? undefined
    : `nothing shows that \`${slice.text}\` is a slice that somebody else made, of values without pointers`;
}

/** Whether an expression is a slice of plain values that others made: a parameter, an exported field of one, or what an interface held. */
function isGivenBytes(slice: Node, fn: GoFunction, pkg: Package): boolean {
  const type = pkg.types.underlying(pkg.types.ofExpression(slice));
  if (type.kind !== 'slice' || pkg.types.underlying(type.element).kind !== 'basic') return false;
  const place = unparen(slice);
  if (place.kind === 'selector_expression') {
    const isExported = /^\p{Lu}/u.test(place.child('field')?.text ?? '');
    const isSet = fn.body
      .all('assignment_statement')
      .some((one) => one.child('left')?.children.some(({ text }) => text === place.text) === true);
    return isExported && !isSet && rootOf(place, pkg)?.symbol.role === 'parameter';
  }
  const symbol = place.kind === 'identifier' ? pkg.symbolOf(place) : undefined;
  if (symbol === undefined || !isAssignedOnce(symbol, pkg)) return false;
  return symbol.role === 'parameter' || isSwitched(symbol, pkg);
}

/** The `v` of `switch v := value.(type)`, where the value is no call's. */
function isSwitched(symbol: GoSymbol, pkg: Package): boolean {
  const statement = symbol.declaration.ancestor('type_switch_statement');
  const value = statement?.child('value');
  if (statement?.child('alias')?.contains(symbol.declaration) !== true || value === undefined) return false;
  return rootOf(value, pkg) !== undefined;
}
