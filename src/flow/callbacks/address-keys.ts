import { endsForGood } from '../../knowledge/c-names.ts';
import { argumentsOf, calleeOf } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import { typeText } from '../../semantic/type.ts';
import type { Type } from '../../semantic/type.ts';
import { usesCgo } from '../../syntax/go-file.ts';
import type { Node } from '../../syntax/tree.ts';
import { definitionsOf } from '../definitions.ts';
import type { FunctionFlow } from '../function-flow.ts';
import type { KnownFunctions } from '../ownership/c-summaries.ts';
import { findPath } from '../paths.ts';
import { placeOf } from '../places.ts';
import type { Locks } from '../threads/locks.ts';
import { statementOf, unconverted } from '../value-use.ts';
import type { MapAccess, PackageMap } from './package-maps.ts';

/** A call that frees memory of C. */
export interface FreeingCall {
  readonly call: Node;
  readonly function: GoFunction;
  readonly name: string;
  readonly pointer: Node;
  /** The C type of the pointer, as it is written. */
  readonly type: string;
  /** Whether a table or a body says so, or the name alone. */
  readonly isKnown: boolean;
}

/** What is wrong with a map by addresses of C memory. */
export type AddressKey =
  /** Nothing deletes from the map, and such memory is freed. */
  | {
      readonly kind: 'stays';
      readonly map: PackageMap;
      readonly added: MapAccess;
      readonly freed: FreeingCall;
    }
  /** The memory is freed before its entry is deleted, with no lock over both. */
  | {
      readonly kind: 'freed first';
      readonly map: PackageMap;
      readonly deleted: MapAccess;
      readonly freed: FreeingCall;
    };

export interface AddressKeyVerdicts {
  readonly found: readonly AddressKey[];
  readonly fine: readonly { readonly access: MapAccess; readonly reason: string }[];
}

/** The calls of C in a package that free a pointer, tests left out. */
export function freeingCalls(pkg: Package, functions: KnownFunctions): FreeingCall[] {
  return pkg.functions().flatMap((fn) =>
    fn.file.constraint.isTest || !usesCgo(fn.file)
      ? []
      : fn.body.allOutside('func_literal', 'call_expression').flatMap((call): FreeingCall[] => {
          const callee = calleeOf(call, pkg);
          if (callee.kind !== 'c') return [];
          const pointers = argumentsOf(call);
          const facts = functions.factsOf(callee.name)?.facts.parameters;
          const known = pointers.findIndex((_, index) => facts?.get(index)?.kind === 'frees');
          const isNamed = facts === undefined && pointers.length === 1 && endsForGood(callee.name);
          const pointer =
            callee.name === 'free' ? pointers[0] : (pointers[known] ?? (isNamed ? pointers[0] : undefined));
          const type = pointer === undefined ? undefined : cTypeOf(pointer, pkg);
          if (pointer === undefined || type === undefined) return [];
          const isKnown = callee.name === 'free' || known >= 0;
          return [{ call, function: fn, name: callee.name, pointer, type, isKnown }];
        }),
  );
}

/** A map's mistakes; nothing where its keys are no addresses of C memory. */
export function addressKeysOf(
  map: PackageMap,
  frees: readonly FreeingCall[],
  pkg: Package,
  flowOf: (fn: GoFunction) => FunctionFlow,
  locks: () => Locks,
): AddressKeyVerdicts {
  const added = map.accesses.find(
    ({ kind, key }) => kind === 'set' && key !== undefined && isAddress(key, pkg),
  );
  const type = added?.key === undefined ? undefined : cTypeOf(added.key, pkg);
  if (added === undefined || type === undefined) return { found: [], fine: [] };
  const ofType = frees.filter((one) => one.type === type);
  const deletions = map.accesses.filter(({ kind }) => kind === 'delete');
  const isEmptied = deletions.length > 0 || map.accesses.some(({ kind }) => kind === 'clear');
  const isOthers = map.sharedAt !== undefined || (/^\p{Lu}/u.test(map.symbol.name) && pkg.name !== 'main');
  const [first] = ofType;
  if (!isEmptied) {
    if (isOthers)
      return {
        found: [],
        fine: [{ access: added, reason: `other code has \`${map.name}\`, and may delete` }],
      };
    return first === undefined
      ? { found: [], fine: [{ access: added, reason: `nothing here frees a \`${type}\`` }] }
      : {
          found: [{ kind: 'stays', map, added, freed: ofType.find(({ isKnown }) => isKnown) ?? first }],
          fine: [],
        };
  }
  const found: AddressKey[] = [];
  const fine: { access: MapAccess; reason: string }[] = [];
  for (const deleted of deletions) {
    const freed = ofType.find((one) => isFreedFirst(one, deleted, pkg, flowOf, locks));
    if (freed === undefined)
      fine.push({ access: deleted, reason: 'the entry is deleted while the memory is still there' });
    else found.push({ kind: 'freed first', map, deleted, freed });
  }
  return { found, fine };
}

function isFreedFirst(
  freed: FreeingCall,
  deleted: MapAccess,
  pkg: Package,
  flowOf: (fn: GoFunction) => FunctionFlow,
  locks: () => Locks,
): boolean {
  const { function: fn, call, pointer } = freed;
  if (deleted.function.node !== fn.node || deleted.key === undefined || statementOf(call) !== undefined)
    return false;
  const memory = memoryOf(pointer, pkg);
  if (memory === undefined || memory !== memoryOf(deleted.key, pkg)) return false;
  const flow = flowOf(fn);
  const [from, to] = [flow.nodeAt(call), flow.nodeAt(deleted.at)];
  if (from === undefined || to === undefined || from === to) return false;
  if (
    locks()
      .at(from, fn)
      .some(({ mode }) => mode === 'write')
  )
    return false;
  if (statementOf(deleted.at) === 'defer') return flow.reachesExit(from);
  return (
    findPath(flow, from, {
      initial: 0,
      step: (node) => (node === to ? 'found' : { go: 0 }),
      key: () => '',
    }) !== undefined
  );
}

/** The place that a key or an argument is, through conversions and a local that stands for it. */
function memoryOf(pointer: Node, pkg: Package, depth = 0): string | undefined {
  const value = unconverted(pointer, pkg);
  const place = placeOf(value, pkg);
  if (place === undefined) return undefined;
  if (place.path === '' && place.symbol.role === 'local' && depth < 3) {
    const [only, ...more] = definitionsOf(place.symbol, pkg);
    const through =
      only?.value === undefined || more.length > 0 ? undefined : memoryOf(only.value, pkg, depth + 1);
    if (through !== undefined) return through;
  }
  return `${String(place.symbol.id)}${place.path}`;
}

/** Whether a key is an address: a pointer, or a number that one was converted to. */
function isAddress(key: Node, pkg: Package): boolean {
  const own = pkg.types.ofExpression(key);
  if (own.kind === 'pointer' || own.kind === 'unsafe-pointer' || own.kind === 'c')
    return cTypeOf(key, pkg) !== undefined;
  return own.kind === 'basic' && own.name === 'uintptr' && /\bunsafe\.Pointer\(/.test(key.text);
}

/** The pointer type of C that an expression has before it is converted. */
function cTypeOf(expression: Node, pkg: Package): string | undefined {
  const whole = pkg.types.ofExpression(expression);
  const inner = pkg.types.ofExpression(unconverted(expression, pkg));
  const type = [whole, inner].find((one) => isPointerToC(one, pkg));
  return type === undefined ? undefined : typeText(type);
}

function isPointerToC(type: Type, pkg: Package): boolean {
  if (type.kind === 'pointer') return type.element.kind === 'c';
  return type.kind === 'c' && pkg.types.underlying(type).kind === 'pointer';
}
