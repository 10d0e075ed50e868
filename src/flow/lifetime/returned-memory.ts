import { argumentsOf, calleeOf, isCall, unparen } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { Type } from '../../semantic/type.ts';
import { resultsOf, returnedBy } from '../../semantic/wrapper/function-parts.ts';
import type { Node } from '../../syntax/tree.ts';
import { definitionsOf } from '../definitions.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { isOfGo } from '../origin/origin.ts';
import type { Origin } from '../origin/origin.ts';
import { pinnedBy } from '../origin/pinned.ts';
import type { PointerOrigins } from '../origin/pointer-origins.ts';
import { unconverted } from '../value-use.ts';

/** A value that a function returns, and whether it is a pointer of Go. */
export interface ReturnedValue {
  readonly at: Node;
  readonly memory:
    /** Memory of Go: `origin` proves it, or the type alone, as of a map. */
    | { readonly kind: 'go'; readonly origin: Origin | undefined; readonly form: Form }
    | { readonly kind: 'fine'; readonly reason: string };
}

type Form = 'string' | 'slice' | 'pointer' | 'map' | 'channel' | 'function';

/** What the return statements of a function give for the results that can hold a pointer, in their order. */
export function returnedValues(
  fn: GoFunction,
  pkg: Package,
  origins: PointerOrigins,
  flow: () => FunctionFlow,
): ReturnedValue[] {
  const results = resultsOf(fn.node).map(({ type, name }) => ({ type: pkg.types.ofTypeNode(type), name }));
  if (!results.some(({ type }) => formOf(type) !== undefined)) return [];
  const returns = fn.body.allOutside('func_literal', 'return_statement');
  return returns.flatMap((statement) => {
    const values = returnedBy(statement);
    return results.flatMap(({ type, name }, index): ReturnedValue[] => {
      const form = formOf(type);
      if (form === undefined) return [];
      const given = values.length === 0 && name !== undefined ? valuesOf(name, pkg) : [values[index]];
      if (values.length > 0 && values.length !== results.length) return [];
      return given.flatMap((at) =>
        at === undefined ? [] : [{ at, memory: memoryOf(at, form, pkg, origins, flow) }],
      );
    });
  });
}

/** What a named result is given. */
function valuesOf(name: Node, pkg: Package): (Node | undefined)[] {
  const symbol = pkg.symbolOf(name);
  return symbol === undefined ? [] : definitionsOf(symbol, pkg).map(({ value }) => value);
}

/** How a result holds a pointer; undefined for one that does not, or where it is not known. */
function formOf(type: Type): Form | undefined {
  switch (type.kind) {
    case 'basic':
      return type.name === 'string' ? 'string' : undefined;
    case 'slice':
      return 'slice';
    case 'pointer':
    case 'unsafe-pointer':
      return 'pointer';
    case 'composite':
      if (type.form === 'map_type') return 'map';
      if (type.form === 'channel_type') return 'channel';
      return type.form === 'function_type' ? 'function' : undefined;
    default:
      return undefined;
  }
}

function memoryOf(
  at: Node,
  form: Form,
  pkg: Package,
  origins: PointerOrigins,
  flow: () => FunctionFlow,
): ReturnedValue['memory'] {
  const go = (origin: Origin | undefined): ReturnedValue['memory'] => ({ kind: 'go', origin, form });
  const fine = (reason: string): ReturnedValue['memory'] => ({ kind: 'fine', reason });
  const value = unparen(at);
  if (value.kind === 'nil') return fine('nil leads nowhere');
  if (form === 'map' || form === 'channel' || form === 'function') return go(undefined);
  const origin = origins.of(value);
  if (origin.kind === 'string-data' && isConstant(origin.at))
    return fine('the text of a constant is not in the heap');
  if (!isOfGo(origin) && origin.kind !== 'string-data') {
    const isMade = form !== 'pointer' && origin.kind === 'unknown' && isMadeByLibrary(value, pkg);
    return isMade ? go(undefined) : fine('nothing shows that it is memory of Go');
  }
  if (pinnedBy(value, flow(), origins) !== undefined) return fine('it is pinned');
  return go(origin);
}

function isConstant(at: Node): boolean {
  return at.kind === 'interpreted_string_literal' || at.kind === 'raw_string_literal';
}

/** A text or slice that a function of the standard library makes: `fmt.Sprintf`, `json.Marshal`, `strings.ToUpper`. */
function isMadeByLibrary(value: Node, pkg: Package): boolean {
  const call = unconverted(value, pkg);
  const callee = isCall(call) ? calleeOf(call, pkg) : undefined;
  if (callee?.kind !== 'package' || argumentsOf(call).length === 0) return false;
  return makingPackages.has(callee.path);
}

const makingPackages = new Set(['fmt', 'strconv', 'encoding/json', 'encoding/hex', 'encoding/base64']);
