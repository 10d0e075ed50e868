import { calleeOf, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import { nameOf } from '../../semantic/type.ts';
import type { Node } from '../../syntax/tree.ts';
import { agreedOrigin } from './origin.ts';
import type { Origin, OriginQuery } from './origin.ts';
import { returnedOrigins } from './returned-origins.ts';

/** Whether a call is `pool.Get()` of a `sync.Pool`. */
export function isPoolGet(call: Node, { package: pkg }: OriginQuery): boolean {
  return isPoolCall(call, 'Get', pkg);
}

/** Whether a call is one of a method of a `sync.Pool`. */
export function isPoolCall(call: Node, method: 'Get' | 'Put', pkg: Package): boolean {
  const callee = calleeOf(call, pkg);
  if (callee.kind !== 'method' || callee.name !== method) return false;
  const type = pkg.types.ofExpression(callee.operand);
  const name = nameOf(type.kind === 'pointer' && type.declared === undefined ? type.element : type);
  return name?.path === 'sync' && name.name === 'Pool';
}

/**
 * What a pool gives: what its `New` makes is taken for what is put back, too.
 * @param seen what is asked about a value that `New` returns
 */
export function pooledOrigins(
  get: Node,
  seen: (made: Node) => readonly Origin[],
  query: OriginQuery,
): readonly Origin[] {
  const callee = calleeOf(get, query.package);
  const pool = callee.kind === 'method' ? unparen(callee.operand) : get;
  const make = newOf(pool, query);
  const memory = make === undefined ? undefined : returnedOrigins(make, 0, query, seen);
  return [{ kind: 'pool', at: get, memory: agreedOrigin(memory ?? [], get) }];
}

/** The function `New` of a pool that is a variable and made by a literal. */
function newOf(pool: Node, { package: pkg }: OriginQuery): Node | undefined {
  const symbol = pool.kind === 'identifier' ? pkg.symbolOf(pool) : undefined;
  const written = symbol?.value === undefined ? undefined : unparen(symbol.value.node);
  const literal = written?.kind === 'unary_expression' ? written.child('operand') : written;
  if (literal?.kind !== 'composite_literal') return undefined;
  const elements = literal.child('body')?.children ?? [];
  const value = elements.find((one) => one.child('key')?.text === 'New')?.child('value')?.children[0];
  if (value?.kind === 'func_literal') return value;
  const made = value?.kind === 'identifier' ? pkg.symbolsOf(value) : [];
  const [only, ...others] = made;
  return only?.kind === 'function' && others.length === 0 ? only.declaration.parent : undefined;
}
