import type { DataModel } from '../../semantic/c-integers.ts';
import { argumentsOf, calleeOf, isCall, unparen } from '../../semantic/callee.ts';
import { cTypeNamed } from '../../semantic/memory-layout.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import { sizeOf } from '../../semantic/type-sizes.ts';
import type { Type } from '../../semantic/types.ts';
import type { Node } from '../../syntax/tree.ts';
import type { Origin } from '../origin/origin.ts';
import type { PointerOrigins } from '../origin/pointer-origins.ts';
import { useOf } from '../value-use.ts';
import { cMemoryStoresIn } from './c-memory-stores.ts';
import type { CMemoryStore } from './c-memory-stores.ts';

/** Whether a type has a size is the same on all systems. */
const anyModel: DataModel = { long: 64, pointer: 64 };

/** Memory of `C.malloc` that a function stores pointers into. */
export interface StoredInto {
  readonly call: Node;
  /** In the order of the text; there is one at least. */
  readonly stores: readonly [CMemoryStore, ...CMemoryStore[]];
  /** Whether the function allocates it itself; else another one returns what `C.malloc` gives. */
  readonly isOwn: boolean;
}

/** What a function stores pointers into that Go's write barrier looks at, and `C.malloc` allocated. */
export function mallocedMemory(fn: GoFunction, origins: PointerOrigins): StoredInto[] {
  const { package: pkg } = origins;
  const byCall = new Map<Node, [CMemoryStore, ...CMemoryStore[]]>();
  for (const store of [...cMemoryStoresIn(fn, origins), ...storesInFields(fn, pkg)]) {
    const { pointer } = store;
    const memory = ofPointer(store.memory);
    if (!isMalloc(memory, pkg) || !isSeenByCollector(pkg.types.ofExpression(pointer), pkg)) continue;
    const stores = byCall.get(memory.at);
    if (stores === undefined) byCall.set(memory.at, [store]);
    else stores.push(store);
  }
  return [...byCall].flatMap(([call, stores]) => {
    const isOwn = fn.body.contains(call);
    if (!isOwn && useOf(call, pkg).kind !== 'return') return [];
    return [{ call, stores, isOwn }];
  });
}

/** `x.p = (*C.T)(C.malloc(size))` followed by `x.p.name = …`: what a field holds, in the function that sets it. */
function storesInFields(fn: GoFunction, pkg: Package): CMemoryStore[] {
  const assignments = fn.body.allOutside('func_literal', 'assignment_statement').flatMap((statement) => {
    const targets = statement.child('left')?.children ?? [];
    const values = statement.child('right')?.children ?? [];
    const [target, value] = [targets[0], values[0]];
    const isPlain = statement.child('operator')?.kind === '=' && targets.length === 1 && values.length === 1;
    return isPlain && target !== undefined && value !== undefined ? [{ target, value }] : [];
  });
  return fn.body.allOutside('func_literal', 'call_expression').flatMap((at) => {
    const memory: Origin = { kind: 'c-heap', at, release: ['free'] };
    const field = isMalloc(memory, pkg) ? fieldOf(at, pkg) : undefined;
    if (
      field === undefined ||
      assignments.some(({ target }) => target.text === field && !target.parent?.parent?.contains(at))
    )
      return [];
    return assignments
      .filter(({ target }) => target.start > at.start && target.child('operand')?.text === field)
      .map(({ target, value }) => ({ target, pointer: unparen(value), memory }));
  });
}

/** A pointer that was a number in between leads where it did before. */
function ofPointer(origin: Origin): Origin {
  return origin.kind === 'integer-made' && origin.from === 'pointer' ? ofPointer(origin.memory) : origin;
}

function isMalloc({ kind, at }: Origin, pkg: Package): boolean {
  if (kind !== 'c-heap' || !isCall(at)) return false;
  const callee = calleeOf(at, pkg);
  return callee.kind === 'c' && callee.name === 'malloc';
}

/** A pointer to a type of C that is declared and never defined is a number to the collector. */
function isSeenByCollector(type: Type, pkg: Package): boolean {
  if (type.kind === 'unsafe-pointer') return true;
  if (type.kind !== 'pointer') return false;
  const { element } = type;
  if (element.kind !== 'c' || sizeOf(element, anyModel, pkg) !== undefined) return true;
  const struct = element.path === undefined ? cTypeNamed(element.name, pkg) : undefined;
  return struct !== undefined && pkg.c.fieldsOf(struct) !== undefined;
}

/**
 * What may have given the memory contents before the first store: a call that gets its address, `clear`, zeros that
 * are written into all of it; undefined where there is nothing of the kind.
 */
export function filledBefore(
  { call, stores: [first] }: StoredInto,
  fn: GoFunction,
  origins: PointerOrigins,
): Node | undefined {
  const { package: pkg } = origins;
  const mentions = fn.body.all('identifier').filter((name) => {
    if (name.start >= first.target.start || pkg.symbolOf(name)?.kind !== 'variable') return false;
    return origins.allOf(name).some((origin) => ofPointer(origin).at === call);
  });
  const field = fieldOf(call, pkg);
  const isBetween = ({ start }: Node): boolean => start > call.start && start < first.target.start;
  const fields = fn.body
    .all('selector_expression')
    .filter((place) => place.text === field && isBetween(place));
  // A method of what holds the field, and a function that is given it, may fill it as well.
  const holder = field?.slice(0, field.indexOf('.'));
  const holders = fn.body
    .all('identifier')
    .filter((name) => name.text === holder && name.parent?.text !== field && isBetween(name));
  for (const start of [call, ...mentions, ...fields, ...holders]) {
    const found = fillingAt(start, pkg);
    if (found !== undefined && found.start < first.target.start) return found;
  }
  return undefined;
}

/** The field that gets a call's result: `x.p = …` or `x := &T{p: …}`, as `x.p`. */
function fieldOf(call: Node, pkg: Package): string | undefined {
  const use = useOf(call, pkg);
  if (use.kind === 'store') return use.target.kind === 'selector_expression' ? use.target.text : undefined;
  const key = call.ancestor('keyed_element', 'block')?.child('key');
  const literal = use.kind === 'element' ? use.container : undefined;
  if (key === undefined || literal?.kind !== 'composite_literal') return undefined;
  const value = literal.parent?.kind === 'unary_expression' ? literal.parent : literal;
  const list = value.parent;
  const statement = list?.field === 'right' && list.children.length === 1 ? list.parent : undefined;
  const name = statement?.kind === 'short_var_declaration' ? statement.child('left')?.text : undefined;
  return name === undefined ? undefined : `${name}.${key.text}`;
}

/** The code around a mention of the memory that fills it. */
function fillingAt(mention: Node, pkg: Package): Node | undefined {
  let place = mention;
  for (;;) {
    const { parent } = place;
    if (parent === undefined) return undefined;
    switch (parent.kind) {
      case 'parenthesized_expression':
      case 'unary_expression':
      case 'type_conversion_expression':
        place = parent;
        continue;
      case 'selector_expression':
      case 'index_expression':
      case 'slice_expression':
        if (place.field !== 'operand') return undefined;
        place = parent;
        continue;
      case 'argument_list': {
        const call = parent.parent;
        if (call === undefined) return undefined;
        const callee = calleeOf(call, pkg);
        const isOfUnsafe = callee.kind === 'package' && callee.path === 'unsafe';
        const isView = isOfUnsafe && !/^(Sizeof|Alignof|Offsetof)$/.test(callee.name);
        if (callee.kind === 'conversion' || isView) {
          place = call;
          continue;
        }
        return isOfUnsafe || isWithoutEffect(callee) ? undefined : call;
      }
      case 'call_expression': {
        const { kind } = calleeOf(parent, pkg);
        return place.field === 'function' && (kind === 'method' || kind === 'unknown') ? parent : undefined;
      }
      case 'expression_list':
        return parent.field === 'left' ? zeroing(parent, place, pkg) : undefined;
      default:
        return undefined;
    }
  }
}

function isWithoutEffect(callee: ReturnType<typeof calleeOf>): boolean {
  if (callee.kind === 'builtin') return callee.name !== 'clear' && callee.name !== 'copy';
  return callee.kind === 'c' && callee.name === 'free';
}

/** `*p = T{}`, and zeros in a loop; the one `nil` that ends an array clears no more than itself. */
function zeroing(targets: Node, place: Node, pkg: Package): Node | undefined {
  const statement = targets.parent;
  const value = statement?.child('right')?.children[targets.children.indexOf(place)];
  if (statement?.kind !== 'assignment_statement' || value === undefined) return undefined;
  const isInLoop = statement.ancestor('for_statement', 'func_literal')?.kind === 'for_statement';
  // Numbers that a loop writes are contents, whatever they are.
  const { kind } = pkg.types.underlying(pkg.types.ofExpression(place));
  if (isInLoop && place.kind === 'index_expression' && kind === 'basic') return statement;
  const isWhole = place.kind === 'unary_expression';
  // A struct that is copied there leaves nothing of what was there before.
  const isCopied = isWhole && kind !== 'pointer' && kind !== 'unsafe-pointer';
  if (isCopied && unparen(value).kind !== 'composite_literal') return statement;
  return isZero(unparen(value)) && (isWhole || isInLoop) ? statement : undefined;
}

function isZero(value: Node): boolean {
  if (value.kind === 'composite_literal') return value.child('body')?.children.length === 0;
  return value.kind === 'nil' || (value.kind === 'int_literal' && value.text === '0');
}

/**
 * What the call asks for, as the two arguments of `calloc`; undefined where that would have to be formatted anew: what
 * stands in a longer list of arguments loses the spaces around its operators.
 */
export function countAndSize(call: Node): readonly [string, string] | undefined {
  const [size, ...more] = argumentsOf(call);
  if (size === undefined || more.length > 0 || call.all('comment').length > 0) return undefined;
  const [left, right] = [size.child('left'), size.child('right')];
  const isProduct = size.kind === 'binary_expression' && size.child('operator')?.kind === '*';
  const found: [string, string] =
    isProduct && left !== undefined && right !== undefined ? [left.text, right.text] : ['1', size.text];
  return found.some((text) => /\s/.test(text)) ? undefined : found;
}
