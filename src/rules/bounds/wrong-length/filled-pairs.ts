import { unconverted } from '../../../flow/value-use.ts';
import { argumentsOf, calleeOf, unparen } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Node } from '../../../syntax/tree.ts';

/** A pointer and the number that one call of C gave with it. */
export interface FilledPair {
  readonly call: Node;
  readonly pointer: GoSymbol;
  readonly length: GoSymbol;
}

/** `C.get(x, &p, &n)`, and `p := C.get(x, &n)` with the one number that it fills. */
export function filledPairs(fn: GoFunction, pkg: Package): FilledPair[] {
  return fn.body.allOutside('func_literal', 'call_expression').flatMap((call) => {
    if (calleeOf(call, pkg).kind !== 'c') return [];
    const given = argumentsOf(call).map((argument) => addressed(argument, pkg));
    const numbers = given.filter((symbol) => symbol !== undefined && isNumber(symbol, pkg));
    const result = resultOf(call, pkg);
    const [only, ...others] = numbers;
    if (
      result !== undefined &&
      only !== undefined &&
      others.length === 0 &&
      given.filter(Boolean).length === 1
    )
      return [{ call, pointer: result, length: only }];
    return given.flatMap((pointer, index) => {
      const length = given[index + 1];
      const isPair =
        pointer !== undefined && length !== undefined && isPointer(pointer, pkg) && isNumber(length, pkg);
      return isPair ? [{ call, pointer, length }] : [];
    });
  });
}

/** `x` of `&x`. */
function addressed(argument: Node, pkg: Package): GoSymbol | undefined {
  const address = unconverted(argument, pkg);
  const operand =
    address.kind === 'unary_expression' && address.text.startsWith('&')
      ? address.child('operand')
      : undefined;
  const name = operand === undefined ? undefined : unparen(operand);
  const symbol = name?.kind === 'identifier' ? pkg.symbolOf(name) : undefined;
  return symbol?.role === 'local' ? symbol : undefined;
}

/** The variable that is declared with the call's one result. */
function resultOf(call: Node, pkg: Package): GoSymbol | undefined {
  const list = call.parent;
  const statement = list?.field === 'right' ? list.parent : undefined;
  if (statement?.kind !== 'short_var_declaration' || list?.children[0] !== call) return undefined;
  const name = statement.child('left')?.children[0];
  const symbol = name === undefined ? undefined : pkg.symbolOf(name);
  return symbol?.role === 'local' && isPointer(symbol, pkg) ? symbol : undefined;
}

function isPointer(symbol: GoSymbol, pkg: Package): boolean {
  const { kind } = pkg.types.ofSymbol(symbol);
  return kind === 'pointer' || kind === 'unsafe-pointer';
}

function isNumber(symbol: GoSymbol, pkg: Package): boolean {
  const type = pkg.types.ofSymbol(symbol);
  if (type.kind === 'c') return /^(u?int(\d+_t|ptr_t)?|u?long|u?longlong|s?size_t)$/.test(type.name);
  return type.kind === 'basic' && /^u?int(\d+|ptr)?$/.test(type.name);
}
