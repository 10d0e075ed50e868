import { onceFor } from '../../base/once-for.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import { unparen } from '../../semantic/callee.ts';
import { NodeMap } from '../../syntax/node-map.ts';
import type { Node } from '../../syntax/tree.ts';
import { addressOrigins } from '../origin/address-origins.ts';
import { fieldOrigins } from '../origin/field-origins.ts';
import { isForeign } from '../origin/origin.ts';
import type { Origin } from '../origin/origin.ts';
import type { PointerOrigins } from '../origin/pointer-origins.ts';
import { pointerParts } from './pointer-parts.ts';

/** An assignment that writes a pointer into memory that is not Go's. */
export interface CMemoryStore {
  readonly target: Node;
  /** The pointer; a part of the assigned value where that is a literal of a struct. */
  readonly pointer: Node;
  /** The memory that is written to. */
  readonly memory: Origin;
}

/** The pointers that a function stores in memory of C or of the kernel, itself, and not in literals inside of it. */
export function cMemoryStoresIn({ body }: GoFunction, origins: PointerOrigins): readonly CMemoryStore[] {
  return storesByBody(origins).once(body, () => findStores(body, origins));
}

/** More than one rule asks for them. */
const storesByBody = onceFor((_origins: PointerOrigins) => new NodeMap<readonly CMemoryStore[]>());

function findStores(body: Node, origins: PointerOrigins): CMemoryStore[] {
  const { package: pkg } = origins;
  return body.allOutside('func_literal', 'assignment_statement').flatMap((statement) => {
    if (statement.child('operator')?.kind !== '=') return [];
    const targets = statement.child('left')?.children ?? [];
    const values = statement.child('right')?.children ?? [];
    if (targets.length !== values.length) return [];
    return targets.flatMap((written, index) => {
      const target = unparen(written);
      const value = values[index];
      if (value === undefined || !isPlace(target) || isPlain(value)) return [];
      const memory = memoryOf(target, origins);
      // The type of a value may take a look at other packages, and most places are Go's.
      if (memory === undefined || !mayBePointer(value, pkg)) return [];
      return pointerParts(value, pkg).map((pointer) => ({ target, pointer, memory }));
    });
  });
}

function isPlace(target: Node): boolean {
  return target.is('selector_expression', 'index_expression', 'unary_expression');
}

/** Numbers and the like, which most assignments give, are told by a look. */
function isPlain(value: Node): boolean {
  return value.is('int_literal', 'float_literal', 'true', 'false', 'nil', 'rune_literal');
}

function mayBePointer(value: Node, pkg: Package): boolean {
  const { kind } = pkg.types.ofExpression(value);
  return kind !== 'basic' && kind !== 'unknown';
}

/** The memory that a place lies in, where that is certainly not Go's. */
function memoryOf(target: Node, origins: PointerOrigins): Origin | undefined {
  const found = addressOrigins(target, target, origins).filter(({ kind }) => kind !== 'nil');
  const [first] = found;
  if (first !== undefined && found.every(isForeign)) return first;
  return behindField(target, origins) ?? behindUntyped(target, origins);
}

/** `r.chunk.data`, where a literal has given `r.chunk` memory of C. */
function behindField(target: Node, origins: PointerOrigins): Origin | undefined {
  const field = target.kind === 'selector_expression' ? target.child('operand') : undefined;
  if (field?.kind !== 'selector_expression') return undefined;
  if (origins.package.types.ofExpression(field).kind !== 'pointer') return undefined;
  const found = fieldOrigins(field, origins)?.filter(({ kind }) => kind !== 'nil') ?? [];
  const [first] = found;
  return found.every(isForeign) ? first : undefined;
}

/** `t.buffer` of what a C function gives or lends, whose type is in a header that is not here: it is a pointer. */
function behindUntyped(target: Node, origins: PointerOrigins): Origin | undefined {
  const holder = target.kind === 'selector_expression' ? target.child('operand') : undefined;
  if (holder?.kind !== 'identifier') return undefined;
  if (origins.package.types.ofExpression(holder).kind !== 'unknown') return undefined;
  const found = origins.allOf(holder).filter(({ kind }) => kind !== 'nil');
  const [first] = found;
  const isGiven = found.every(({ kind }) => kind === 'c-heap' || kind === 'c-borrowed');
  return isGiven ? first : undefined;
}
