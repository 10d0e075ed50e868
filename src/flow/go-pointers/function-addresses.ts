import { argumentsOf, calleeOf, isCall, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Type } from '../../semantic/type.ts';
import { isReadable } from '../../syntax/go-file.ts';
import type { Node } from '../../syntax/tree.ts';
import { isAssignedOnce } from '../conditions.ts';
import { unconverted } from '../value-use.ts';

/**
 * What the value of a pointer says of a Go function: the address of a variable that holds one, the pointer in that
 * variable (a closure's own memory), or where the code of the function starts.
 */
export interface FunctionAddress {
  readonly kind: 'variable' | 'closure' | 'code';
  /** The function, as the code names it. */
  readonly of: Node;
}

/** So many steps of `p := unsafe.Pointer(&f)` are followed. */
const deepest = 4;

/** The Go function whose address in one of these senses an expression is; undefined where it is not known to be one. */
export function functionAddress(written: Node, pkg: Package, depth = 0): FunctionAddress | undefined {
  const expression = unconverted(written, pkg);
  if (depth > deepest) return undefined;
  switch (expression.kind) {
    case 'unary_expression': {
      const operand = expression.child('operand');
      if (operand === undefined) return undefined;
      if (expression.text.startsWith('&')) {
        const place = unparen(operand);
        const isVariable = place.is('identifier', 'selector_expression', 'index_expression');
        return isVariable && isFunction(pkg.types.ofExpression(place), pkg)
          ? { kind: 'variable', of: place }
          : undefined;
      }
      return expression.text.startsWith('*') ? behind(functionAddress(operand, pkg, depth + 1)) : undefined;
    }
    case 'identifier': {
      const symbol = pkg.symbolOf(expression);
      const isFixed = symbol?.role === 'local' && symbol.value?.count === 1 && isAssignedOnce(symbol, pkg);
      return isFixed ? functionAddress(symbol.value.node, pkg, depth + 1) : undefined;
    }
    case 'call_expression':
      return reflectedAddress(expression, pkg);
    default:
      return undefined;
  }
}

/** What `*p` is where `p` is such a pointer. */
function behind(address: FunctionAddress | undefined): FunctionAddress | undefined {
  switch (address?.kind) {
    case 'variable':
      return { kind: 'closure', of: address.of };
    case 'closure':
      return { kind: 'code', of: address.of };
    default:
      return undefined;
  }
}

/** `reflect.ValueOf(f).Pointer()`. */
function reflectedAddress(call: Node, pkg: Package): FunctionAddress | undefined {
  const callee = calleeOf(call, pkg);
  if (callee.kind !== 'method' || !/^(Unsafe)?Pointer$/.test(callee.name)) return undefined;
  const value = unparen(callee.operand);
  if (!isCall(value)) return undefined;
  const made = calleeOf(value, pkg);
  const [given] = argumentsOf(value);
  if (made.kind !== 'package' || made.path !== 'reflect' || made.name !== 'ValueOf') return undefined;
  return given !== undefined && isFunction(pkg.types.ofExpression(given), pkg)
    ? { kind: 'code', of: given }
    : undefined;
}

function isFunction(type: Type, pkg: Package): boolean {
  const shape = pkg.types.underlying(type);
  return shape.kind === 'composite' && shape.form === 'function_type';
}

/**
 * Where the package makes of a pointer that it was given one to a function again, `(*func())(p)`: what goes to C as a
 * function pointer there may come back as that pointer, and never be called by C.
 */
export function functionsReadBack(pkg: Package): Node | undefined {
  for (const file of pkg.files) {
    for (const declaration of file.tree.root.children) {
      if (!isReadable(file, declaration)) continue;
      for (const call of declaration.all('call_expression', 'type_conversion_expression')) {
        if (calleeOf(call, pkg).kind !== 'conversion') continue;
        const type = pkg.types.ofExpression(call);
        const isPointer = type.kind === 'pointer' && isFunction(type.element, pkg);
        if (isPointer && unconverted(call, pkg).kind !== 'unary_expression') return call;
      }
    }
  }
  return undefined;
}
