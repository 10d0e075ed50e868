import { argumentsOf, calleeOf, isCall, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { isAssignedOnce } from './conditions.ts';
import { definitionsOf } from './definitions.ts';
import { unconverted } from './value-use.ts';

/** Variables that are set from variables are followed this deep. */
const deepest = 4;

/**
 * The slice or string variable whose first element, or a copy of which, a pointer leads to: `&b[0]`,
 * `unsafe.SliceData(b)`, `C.CString(s)`, what a function of the package makes of it alone, a variable that holds such.
 */
export function listBehind(pointer: Node, pkg: Package, depth = 0): GoSymbol | undefined {
  const value = unconverted(pointer, pkg);
  if (depth > deepest) return undefined;
  if (value.kind === 'identifier') {
    const symbol = pkg.symbolOf(value);
    const [only, ...others] = symbol === undefined ? [] : definitionsOf(symbol, pkg);
    return only?.value === undefined || others.length > 0
      ? undefined
      : listBehind(only.value, pkg, depth + 1);
  }
  if (value.kind === 'unary_expression' && value.text.startsWith('&')) {
    const place = value.child('operand');
    const element = place === undefined ? undefined : unparen(place);
    const isFirst = element?.kind === 'index_expression' && element.child('index')?.text === '0';
    return isFirst ? listNamed(element.child('operand'), pkg) : undefined;
  }
  if (!isCall(value)) return undefined;
  const callee = calleeOf(value, pkg);
  const [list, ...more] = argumentsOf(value);
  if (more.length > 0) return undefined;
  switch (callee.kind) {
    case 'package':
      return callee.path === 'unsafe' && /^(Slice|String)Data$/.test(callee.name)
        ? listNamed(list, pkg)
        : undefined;
    case 'c':
      return callee.name === 'CString' || callee.name === 'CBytes' ? listNamed(list, pkg) : undefined;
    case 'function':
      return isPointer(value, pkg) ? listNamed(list, pkg) : undefined;
    default:
      return undefined;
  }
}

function isPointer(value: Node, pkg: Package): boolean {
  const { kind } = pkg.types.ofExpression(value);
  return kind === 'pointer' || kind === 'unsafe-pointer';
}

/** A variable of a slice or string that is never set again, below conversions between the two. */
function listNamed(list: Node | undefined, pkg: Package): GoSymbol | undefined {
  const name = list === undefined ? undefined : unconverted(list, pkg);
  const symbol = name?.kind === 'identifier' ? pkg.symbolOf(name) : undefined;
  if (symbol?.kind !== 'variable' || symbol.role === 'package-level' || !isAssignedOnce(symbol, pkg))
    return undefined;
  const type = pkg.types.underlying(pkg.types.ofSymbol(symbol));
  return type.kind === 'slice' || (type.kind === 'basic' && type.name === 'string') ? symbol : undefined;
}

/** The variable whose length a number is, or a multiple of it: the one `len` in it, and no other variable. */
export function measuredList(number: Node, pkg: Package, depth = 0): GoSymbol | undefined {
  const value = unconverted(number, pkg);
  if (value.kind === 'identifier') {
    const symbol = pkg.symbolOf(value);
    const [only, ...others] = symbol === undefined ? [] : definitionsOf(symbol, pkg);
    return only?.value === undefined || others.length > 0 || depth > deepest
      ? undefined
      : measuredList(only.value, pkg, depth + 1);
  }
  if (isCall(value)) {
    const callee = calleeOf(value, pkg);
    return callee.kind === 'builtin' && callee.name === 'len'
      ? listNamed(argumentsOf(value)[0], pkg)
      : undefined;
  }
  if (value.kind !== 'binary_expression' || value.child('operator')?.kind !== '*') return undefined;
  const [left, right] = [value.child('left'), value.child('right')];
  const found = [left, right].flatMap((one) =>
    one === undefined ? [] : (measuredList(one, pkg, depth + 1) ?? []),
  );
  return found.length === 1 ? found[0] : undefined;
}
