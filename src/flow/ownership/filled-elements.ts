import { argumentsOf, calleeOf, isCall, unparen } from '../../semantic/callee.ts';
import { calledDeclarations } from '../../semantic/called-declarations.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import { isAssignedOnce } from '../conditions.ts';
import { unconverted } from '../value-use.ts';

/** Functions that only forward to others are followed this deep. */
const deepest = 4;

/**
 * The slice or array of whose elements an argument is the address, so that C fills them: `&s[0]`, `unsafe.SliceData(s)`,
 * and `s.c()` where a function of the package returns that, or the Data of its slice's header. Undefined where that is
 * not seen.
 */
export function filledElements(argument: Node, pkg: Package, depth = 0): Node | undefined {
  const value = unconverted(argument, pkg);
  if (value.kind === 'unary_expression' && value.text.startsWith('&')) {
    const element = value.child('operand');
    const first = element?.kind === 'index_expression' ? element.child('index')?.text : undefined;
    return first === '0' ? element?.child('operand') : undefined;
  }
  if (value.kind === 'selector_expression') return headerOwner(value, pkg);
  if (!isCall(value) || depth >= deepest) return undefined;
  const callee = calleeOf(value, pkg);
  if (callee.kind === 'package')
    return callee.path === 'unsafe' && callee.name === 'SliceData' ? argumentsOf(value)[0] : undefined;
  if (callee.kind !== 'function' && callee.kind !== 'method') return undefined;
  const [fn, ...others] = calledDeclarations(value, pkg) ?? [];
  const index = fn === undefined || others.length > 0 ? undefined : addressedParameter(fn, pkg, depth + 1);
  if (index === undefined) return undefined;
  return index < 0 ? (callee.kind === 'method' ? callee.operand : undefined) : argumentsOf(value)[index];
}

/** The parameter of whose elements a function returns the address, or nil, and nothing else; -1 is the receiver. */
function addressedParameter(fn: Node, pkg: Package, depth: number): number | undefined {
  const returned = fn.child('body')?.allOutside('func_literal', 'return_statement') ?? [];
  const symbols = new Set<GoSymbol | undefined>();
  for (const statement of returned) {
    const [value, ...more] = statement.children[0]?.children ?? [];
    if (value === undefined || more.length > 0) return undefined;
    if (value.kind === 'nil') continue;
    const elements = filledElements(value, pkg, depth);
    symbols.add(elements?.kind === 'identifier' ? pkg.symbolOf(elements) : undefined);
  }
  const [symbol, ...others] = symbols;
  if (symbol?.kind !== 'variable' || others.length > 0) return undefined;
  const isOf = (name: Node): boolean => pkg.symbolOf(name) === symbol;
  const namesIn = (list: 'receiver' | 'parameters'): Node[] =>
    (fn.child(list)?.children ?? []).flatMap((one) => one.childrenOf('name'));
  if (namesIn('receiver').some(isOf)) return -1;
  const index = namesIn('parameters').findIndex(isOf);
  return index < 0 ? undefined : index;
}

/** `s` of `h.Data` where h is `(*reflect.SliceHeader)(unsafe.Pointer(&s))`, and nothing else. */
function headerOwner(selector: Node, pkg: Package): Node | undefined {
  const operand = selector.child('operand');
  if (selector.child('field')?.text !== 'Data' || operand === undefined) return undefined;
  const header = unparen(operand);
  const symbol = header.kind === 'identifier' ? pkg.symbolOf(header) : undefined;
  const isFixed = symbol?.kind === 'variable' && isAssignedOnce(symbol, pkg);
  const made = isFixed && symbol.value !== undefined ? unparen(symbol.value.node) : header;
  const callee = isCall(made) ? calleeOf(made, pkg) : undefined;
  if (callee?.kind !== 'conversion' || !/\bSliceHeader\b/.test(callee.type.text)) return undefined;
  const address = unconverted(made, pkg);
  const isAddress = address.kind === 'unary_expression' && address.text.startsWith('&');
  return isAddress ? address.child('operand') : undefined;
}
