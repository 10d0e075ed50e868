import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Type } from '../../semantic/types.ts';
import type { Node } from '../../syntax/tree.ts';
import { definitionsOf } from '../definitions.ts';
import type { Definition } from '../definitions.ts';
import { useOf } from '../value-use.ts';
import { unknownAt } from './origin.ts';
import type { Origin, OriginQuery } from './origin.ts';

/** Variables that are set in more places than this are not known. */
const maximalDefinitions = 64;

/**
 * What the value of a local variable may lead to, over all of its definitions.
 * @param ignored an address of the variable that is not taken to set it
 */
export function variableOrigins(
  symbol: GoSymbol,
  mention: Node,
  query: OriginQuery,
  ignored?: Node,
): readonly Origin[] {
  // The variable of a type switch has what the interface holds.
  if (symbol.role !== 'local' || symbol.declaration.parent?.field === 'alias') return unknownAt(mention);
  const { package: pkg } = query;
  const definitions = definitionsOf(symbol, pkg);
  if (definitions.length > maximalDefinitions) return unknownAt(mention);
  const type = pkg.types.ofSymbol(symbol);
  const found: Origin[] = [];
  const declaration = symbol.declaration.parent;
  if (declaration?.kind === 'var_spec' && declaration.child('value') === undefined && mayBeNil(type))
    found.push({ kind: 'nil', at: symbol.declaration });
  for (const definition of definitions) {
    if (ignored !== undefined && definition.target.parent === ignored) continue;
    const more = ofDefinition(definition, type, query);
    found.push(...more);
    if (more.some(({ kind }) => kind === 'unknown')) return found;
  }
  return found;
}

function ofDefinition(definition: Definition, type: Type, query: OriginQuery): readonly Origin[] {
  const { target, value, result, updates } = definition;
  if (value !== undefined) return query.allOf(value);
  if (result !== undefined) return query.ofResult(result.call, result.index);
  const parent = target.parent;
  const isAddress = parent?.kind === 'unary_expression';
  if (isAddress && isSettable(type)) return throughAddress(parent, query);
  // `s += t` makes a new string; a number that is counted up may be anything.
  if (updates && type.kind === 'basic' && type.name === 'string')
    return [{ kind: 'string-data', at: parent?.parent ?? target }];
  return unknownAt(target);
}

/** What a C function stores through the address of a pointer. */
function throughAddress(address: Node, query: OriginQuery): readonly Origin[] {
  const use = useOf(address, query.package);
  if (use.kind !== 'c-argument') return unknownAt(address);
  const known = query.functions.factsOf(use.name);
  const fact = known?.facts.parameters.get(use.index);
  const at = use.call;
  switch (fact?.kind) {
    case 'reads':
      return [];
    case 'frees':
      return fact.through ? [{ kind: 'nil', at }] : unknownAt(address);
    case 'lends':
      return [{ kind: 'c-borrowed', at, library: known?.library.name ?? '' }];
    case 'gives':
      return [{ kind: 'c-out-parameter', at, release: fact.release }];
    default:
      return [{ kind: 'c-out-parameter', at, release: undefined }];
  }
}

function mayBeNil(type: Type): boolean {
  return type.kind === 'pointer' || type.kind === 'unsafe-pointer' || type.kind === 'slice';
}

/** Whether C code that gets the address of such a variable stores a pointer there: of a slice it reads the header. */
function isSettable({ kind }: Type): boolean {
  return kind === 'pointer' || kind === 'unsafe-pointer' || kind === 'c' || kind === 'unknown';
}
