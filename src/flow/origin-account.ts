import { argumentsOf, calleeOf, isCall } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { Type } from '../semantic/types.ts';
import type { Node } from '../syntax/tree.ts';
import { definitionsOf } from './definitions.ts';
import { isAddressOfGoMemory, terms } from './integer-pointers.ts';
import type { PointerOrigins } from './origin/pointer-origins.ts';
import type { Remark } from './remark.ts';
import { short } from './code-text.ts';
import { unconverted, useOf } from './value-use.ts';

/** Why a value is not known to be what a rule looks for, and where it comes from. */
export interface OriginAccount {
  readonly reason: string;
  readonly remarks: readonly Remark[];
}

/** Why a pointer that `C.free` gets is not known to be Go memory. */
export function accountForUnknownOwner(pointer: Node, pkg: Package): OriginAccount {
  const expression = unconverted(pointer, pkg);
  const name = `\`${short(expression)}\``;
  const fromC = callOfC(expression, pkg);
  if (fromC !== undefined) return { reason: `it is from \`C.${fromC}\``, remarks: [] };
  const root = rootOf(expression);
  const symbol = root.kind === 'identifier' ? pkg.symbolOf(root) : undefined;
  if (symbol?.kind !== 'variable') {
    return { reason: `nothing shows whose memory ${name} points to`, remarks: [] };
  }
  const owner = `\`${symbol.name}\``;
  if (symbol.role === 'parameter' || symbol.role === 'receiver' || symbol.role === 'range') {
    const what = symbol.role === 'range' ? 'an element of what the loop goes over' : `a ${symbol.role}`;
    return { reason: `${owner} is ${what}, and may lead to memory of C`, remarks: [] };
  }
  if (symbol.role === 'package-level') {
    return { reason: `${owner} is a package-level variable, and may lead to memory of C`, remarks: [] };
  }
  const definitions = definitionsOf(symbol, pkg);
  const remarks = definitionRemarks(symbol.name, definitions, pkg);
  const [only, ...more] = definitions;
  const source =
    only?.value === undefined || more.length > 0 ? undefined : callOfC(unconverted(only.value, pkg), pkg);
  if (root === expression && source !== undefined) {
    return { reason: `${owner} is from \`C.${source}\``, remarks };
  }
  const reason =
    root === expression
      ? `not every value of ${owner} is known to be Go memory`
      : `${name} is not known to be Go memory: it is reached through ${owner}`;
  return { reason, remarks };
}

/** Why an integer that becomes a pointer is not known to have been kept as the address of Go memory. */
export function accountForConversion(operand: Node, origins: PointerOrigins): OriginAccount {
  const pkg = origins.package;
  const none = (reason: string): OriginAccount => ({ reason, remarks: [] });
  if (isPointer(pkg.types.ofExpression(operand)))
    return none(`\`${short(operand)}\` is a pointer, not an integer`);
  const taken = operand
    .all('call_expression', 'type_conversion_expression')
    .find((term) => isUintptr(term, pkg));
  if (taken !== undefined) {
    return none('the address becomes an integer and a pointer again within one expression');
  }
  const variables = terms(operand).flatMap((term) => {
    const symbol = term.kind === 'identifier' ? pkg.symbolOf(term) : undefined;
    return symbol?.kind === 'variable' ? [symbol] : [];
  });
  const [held] = [...variables.filter((symbol) => symbol.role === 'local'), ...variables];
  if (held === undefined) {
    return none(`\`${short(operand)}\` is no plain variable, and no other holds the integer in between`);
  }
  const name = `\`${held.name}\``;
  if (held.role !== 'local') {
    const giver =
      held.role === 'range' ? 'the loop' : held.role === 'package-level' ? 'the package' : 'the caller';
    return none(`${giver} gives ${name} its value, and nothing shows that it was an address of Go memory`);
  }
  const definitions = definitionsOf(held, pkg);
  const remarks = definitionRemarks(held.name, definitions, pkg);
  const isSometimes = definitions.some(
    ({ value }) => value !== undefined && isAddressOfGoMemory(value, origins),
  );
  return {
    reason: isSometimes
      ? `${name} gets another value on some path to here`
      : `nothing shows that ${name} holds an address of Go memory`,
    remarks,
  };
}

function definitionRemarks(
  name: string,
  definitions: ReturnType<typeof definitionsOf>,
  pkg: Package,
): Remark[] {
  return definitions.map(({ target, value }) => {
    if (value !== undefined) return { at: target, message: `\`${name}\` gets \`${short(value)}\`` };
    const use = useOf(target, pkg);
    const receiver = use.kind === 'address' ? useOf(use.node, pkg) : use;
    const by = receiver.kind === 'c-argument' ? ` by \`C.${receiver.name}\`` : '';
    return { at: target, message: `\`${name}\` may be set here${by}` };
  });
}

function isPointer(type: Type): boolean {
  return type.kind === 'pointer' || type.kind === 'unsafe-pointer';
}

function isUintptr(call: Node, pkg: Package): boolean {
  const callee = calleeOf(call, pkg);
  const [operand] = argumentsOf(call);
  if (callee.kind !== 'conversion' || callee.type.text !== 'uintptr' || operand === undefined) return false;
  return isPointer(pkg.types.ofExpression(operand));
}

function callOfC(expression: Node, pkg: Package): string | undefined {
  const callee = isCall(expression) ? calleeOf(expression, pkg) : undefined;
  return callee?.kind === 'c' ? callee.name : undefined;
}

function rootOf(expression: Node): Node {
  let node = expression;
  for (;;) {
    const next =
      node.kind === 'parenthesized_expression'
        ? node.children[0]
        : node.is('selector_expression', 'index_expression', 'unary_expression', 'slice_expression')
          ? node.child('operand')
          : isCall(node)
            ? argumentsOf(node)[0]
            : undefined;
    if (next === undefined) return node;
    node = next;
  }
}
