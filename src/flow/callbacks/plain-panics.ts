import { argumentsOf, calleeOf, isCall, unparen } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import { short } from '../code-text.ts';
import { definitionsOf } from '../definitions.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { unconverted } from '../value-use.ts';

/** A place at which a function panics for some of what its caller passes, or for some error. */
export interface PlainPanic {
  readonly at: Node;
  /**
   * - `error`: `panic` of an error, or of a text made with one
   * - `element`: an element behind the first of a slice that has as many as the caller says
   * - `table`: an element of a fixed table, at a place that the caller says
   * - `nil-map`: a write to a map that nothing makes
   */
  readonly kind: 'error' | 'element' | 'table' | 'nil-map';
  /** As a clause that ends in "panics": "`ops[1]` panics if C passes no more than 1 for `n`". */
  readonly claim: string;
  /** Where the slice, table or map comes from. */
  readonly from?: { readonly node: Node; readonly message: string };
}

/** What keeps a place from being one: a clause. */
interface Harmless {
  readonly at: Node;
  readonly reason: string;
}

/** The plain panics of a function that C calls, and the places that look like one. */
export function plainPanics(
  fn: GoFunction,
  pkg: Package,
  flowOf: () => FunctionFlow,
): { panics: PlainPanic[]; harmless: Harmless[] } {
  const panics: PlainPanic[] = [];
  const harmless: Harmless[] = [];
  const take = (found: PlainPanic | Harmless | undefined): void => {
    if (found === undefined) return;
    if ('claim' in found) panics.push(found);
    else harmless.push(found);
  };
  for (const node of fn.body.allOutside('func_literal', 'call_expression', 'index_expression')) {
    if (node.kind === 'call_expression') take(ofPanicCall(node, pkg));
    else
      take(
        nilMapWrite(node, pkg) ?? elementOfCounted(node, fn, pkg, flowOf) ?? elementOfTable(node, fn, pkg),
      );
  }
  return { panics, harmless };
}

function ofPanicCall(call: Node, pkg: Package): PlainPanic | Harmless | undefined {
  const callee = calleeOf(call, pkg);
  const [value] = argumentsOf(call);
  if (callee.kind !== 'builtin' || callee.name !== 'panic' || value === undefined) return undefined;
  const parts = value.all('identifier', 'selector_expression', 'call_expression');
  const isOfError = parts.some((part) => {
    if (part.field === 'function' || part.field === 'field') return false;
    const type = pkg.types.ofExpression(part);
    return type.kind === 'basic' && type.name === 'error';
  });
  if (!isOfError)
    return { at: call, reason: 'the panic reports a mistake of the program, which it is meant to end' };
  return { at: call, kind: 'error', claim: `it panics with \`${short(value)}\`` };
}

/** `m[k] = v` where `m` is a map of the package that is declared and never made. */
function nilMapWrite(index: Node, pkg: Package): PlainPanic | Harmless | undefined {
  const operand = index.child('operand');
  const map = operand === undefined ? undefined : unparen(operand);
  if (map?.kind !== 'identifier' || !isAssigned(index)) return undefined;
  const symbol = pkg.symbolOf(map);
  if (symbol?.role !== 'package-level') return undefined;
  const type = pkg.types.ofSymbol(symbol);
  if (type.kind !== 'composite' || type.form !== 'map_type') return undefined;
  if (pkg.symbolsOf(map).length > 1) return undefined;
  const isOthers = /^\p{Lu}/u.test(symbol.name) && pkg.name !== 'main';
  if (isOthers || symbol.value !== undefined || definitionsOf(symbol, pkg).length > 0)
    return { at: index, reason: `\`${symbol.name}\` gets a value elsewhere` };
  return {
    at: index,
    kind: 'nil-map',
    claim: `the write panics: \`${symbol.name}\` is nil, nothing makes the map`,
    from: { node: symbol.declaration, message: `\`${symbol.name}\` is declared without a value` },
  };
}

function isAssigned(place: Node): boolean {
  const parent = place.parent;
  if (parent?.is('inc_statement', 'dec_statement') === true) return true;
  return (
    parent?.kind === 'expression_list' && parent.field === 'left' && parent.parent?.kind !== 'range_clause'
  );
}

/**
 * `ops[1]` where `ops` has as many elements as a parameter says. Of the first nothing is said: what calls back for
 * elements, an operator that merges for one, has at least one, and its header does not say so.
 */
function elementOfCounted(
  index: Node,
  fn: GoFunction,
  pkg: Package,
  flowOf: () => FunctionFlow,
): PlainPanic | Harmless | undefined {
  const [operand, place] = [index.child('operand'), index.child('index')];
  if (operand === undefined || place?.kind !== 'int_literal') return undefined;
  const slice = unparen(operand);
  const made = slice.kind === 'identifier' ? onlyValue(slice, pkg) : slice;
  const size = made === undefined ? undefined : sizeOf(made, pkg);
  const count = size === undefined ? undefined : parameterIn(size, fn, pkg);
  if (made === undefined || size === undefined || count === undefined) return undefined;
  const text = `\`${short(index)}\``;
  const needed = Number(place.text.replace(/_/g, ''));
  if (needed === 0) return { at: index, reason: 'C calls for at least one element, as a rule' };
  if (isLookedAt(count, fn, pkg) || isLookedAt(pkg.symbolOf(slice), fn, pkg))
    return { at: index, reason: `the function looks at \`${count.name}\` before it takes ${text}` };
  const flow = flowOf();
  const node = flow.nodeAt(index);
  if (node === undefined || !flow.facts.isReachable(node)) return undefined;
  const facts = flow.facts.at(node);
  if (flow.facts.isNonEmpty(slice, facts) === true || flow.facts.isPositive(size, facts)) return undefined;
  return {
    at: index,
    kind: 'element',
    claim: `${text} panics if C passes no more than ${String(needed)} for \`${count.name}\``,
    ...(made === slice
      ? {}
      : {
          from: { node: made, message: `\`${short(slice)}\` has as many elements as \`${count.name}\` says` },
        }),
  };
}

/** The value of a local variable that gets no other. */
function onlyValue(name: Node, pkg: Package): Node | undefined {
  const symbol = pkg.symbolOf(name);
  if (symbol?.role !== 'local') return undefined;
  const [only, ...more] = definitionsOf(symbol, pkg);
  return more.length > 0 || only?.value === undefined ? undefined : unparen(only.value);
}

/** How many elements an expression makes: `make([]T, n)`, `unsafe.Slice(p, n)`, `C.GoBytes(p, n)`, `a[:n]`. */
function sizeOf(made: Node, pkg: Package): Node | undefined {
  if (made.kind === 'slice_expression') {
    const start = made.child('start');
    return start === undefined || start.text === '0' ? made.child('end') : undefined;
  }
  if (!isCall(made)) return undefined;
  const callee = calleeOf(made, pkg);
  const counts =
    (callee.kind === 'builtin' && callee.name === 'make') ||
    (callee.kind === 'c' && callee.name === 'GoBytes') ||
    (callee.kind === 'package' && callee.path === 'unsafe' && callee.name === 'Slice');
  return counts ? argumentsOf(made)[1] : undefined;
}

/** The parameter of the function that a number is, nothing but converted. */
function parameterIn(number: Node, fn: GoFunction, pkg: Package): GoSymbol | undefined {
  const value = unconverted(number, pkg);
  const symbol = value.kind === 'identifier' ? pkg.symbolOf(value) : undefined;
  if (symbol?.role !== 'parameter' || symbol.owner !== fn.node) return undefined;
  return definitionsOf(symbol, pkg).length > 0 ? undefined : symbol;
}

/** From how many elements on a table has one for every byte. */
const allBytes = 256;

/** `names[id]` of a table with fixed elements, where `id` is a parameter that nothing looks at. */
function elementOfTable(index: Node, fn: GoFunction, pkg: Package): PlainPanic | Harmless | undefined {
  const [operand, place] = [index.child('operand'), index.child('index')];
  if (operand?.kind !== 'identifier' || place === undefined) return undefined;
  const table = pkg.symbolOf(operand);
  if (
    table?.role !== 'package-level' ||
    definitionsOf(table, pkg).some(({ target }) => target !== table.declaration)
  )
    return undefined;
  const chosen = parameterIn(place, fn, pkg);
  if (chosen === undefined) return undefined;
  const type = pkg.types.ofSymbol(table);
  const isFixed =
    (type.kind === 'slice' && table.value?.node.kind === 'composite_literal') ||
    (type.kind === 'array' && (type.length ?? 0) < allBytes);
  if (!isFixed) return undefined;
  if (isLookedAt(chosen, fn, pkg))
    return { at: index, reason: `the function looks at \`${chosen.name}\` before it uses it as an index` };
  return {
    at: index,
    kind: 'table',
    claim: `\`${short(index)}\` panics if C passes a \`${chosen.name}\` that \`${table.name}\` has no element for`,
    from: { node: table.declaration, message: `\`${table.name}\` has a fixed number of elements` },
  };
}

/** Whether a condition, or a switch, of the function mentions a variable, or one that is made of it. */
function isLookedAt(symbol: GoSymbol | undefined, fn: GoFunction, pkg: Package): boolean {
  if (symbol === undefined) return false;
  const made = fn.body
    .all('short_var_declaration')
    .filter(
      (one) =>
        one
          .child('right')
          ?.all('identifier')
          .some((name) => pkg.symbolOf(name) === symbol) === true,
    )
    .flatMap((one) => one.child('left')?.children ?? [])
    .flatMap((name) => pkg.symbolOf(name) ?? []);
  const all = new Set([symbol, ...made]);
  return fn.body
    .all('if_statement', 'expression_switch_statement')
    .flatMap((statement) => statement.child('condition') ?? statement.child('value') ?? [])
    .flatMap((condition) => condition.all('identifier'))
    .some((name) => !isIndexed(name) && isOneOf(pkg.symbolOf(name), all));
}

function isIndexed(name: Node): boolean {
  return name.field === 'operand' && name.parent?.kind === 'index_expression';
}

function isOneOf(symbol: GoSymbol | undefined, all: ReadonlySet<GoSymbol>): boolean {
  return symbol !== undefined && all.has(symbol);
}
