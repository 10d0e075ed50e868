import { argumentsOf, unparen } from '../../semantic/callee.ts';
import { cCallsOf } from '../../semantic/calls.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import { isCertainName } from '../../semantic/wrapper/release-names.ts';
import type { Node } from '../../syntax/tree.ts';
import { useOf } from '../value-use.ts';

/** A pointer in a local struct of C that is read behind the call that freed what the struct holds. */
export interface DisposedField {
  readonly call: Node;
  /** The function of C. */
  readonly name: string;
  readonly argument: Node;
  /** `buf.ptr`. */
  readonly read: Node;
}

/**
 * `C.lib_buf_free(&buf)`, and then `C.GoString(buf.ptr)`: a function that is named for freeing and gets the address of
 * a struct frees what is in it, and leaves nothing in the struct that can be read. Only the first read in the
 * statements behind the call is given, and none where something gives the struct a value before it.
 */
export function disposedFields(fn: GoFunction, pkg: Package): DisposedField[] {
  return cCallsOf(fn, pkg).flatMap(({ call, callee }): DisposedField[] => {
    const statement = call.parent;
    const list = statement?.kind === 'expression_statement' ? statement.parent : undefined;
    if (statement === undefined || list?.kind !== 'statement_list' || !isCertainName(callee.name)) return [];
    const [argument, ...more] = argumentsOf(call);
    if (argument === undefined || more.length > 0) return [];
    const symbol = localStruct(argument, pkg);
    const read = symbol === undefined ? undefined : pointerReadBehind(statement, list, symbol, pkg);
    return read === undefined ? [] : [{ call, name: callee.name, argument, read }];
  });
}

/** The variable of `&x` that is a value of a type of C. */
function localStruct(argument: Node, pkg: Package): GoSymbol | undefined {
  const address = unparen(argument);
  const operand = address.kind === 'unary_expression' ? address.child('operand') : undefined;
  if (!address.text.startsWith('&') || operand?.kind !== 'identifier') return undefined;
  const symbol = pkg.symbolOf(operand);
  return symbol?.role === 'local' && pkg.types.ofSymbol(symbol).kind === 'c' ? symbol : undefined;
}

function pointerReadBehind(statement: Node, list: Node, symbol: GoSymbol, pkg: Package): Node | undefined {
  const mentions = pkg.bindings
    .usesOf(symbol)
    .filter((mention) => mention.start >= statement.end && list.contains(mention))
    .sort((a, b) => a.start - b.start);
  for (const mention of mentions) {
    const place = mention.parent?.kind === 'selector_expression' ? mention.parent : mention;
    const use = useOf(place, pkg);
    if (use.kind === 'overwrite' || use.kind === 'address' || place === mention) return undefined;
    if (readsPointer(place, pkg)) return place;
  }
  return undefined;
}

/** Whether what a field points to is read, or is handed on; without the headers only cgo's own functions tell that. */
function readsPointer(field: Node, pkg: Package): boolean {
  const use = useOf(field, pkg);
  if (use.kind === 'go-copy') return argumentsOf(use.call)[0]?.contains(field) === true;
  const isPointer = pkg.types.ofExpression(field).kind === 'pointer';
  return isPointer && ['c-argument', 'return', 'view', 'dereference'].includes(use.kind);
}
