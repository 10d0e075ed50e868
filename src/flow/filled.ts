import { calledDeclarations } from '../semantic/called-declarations.ts';
import { argumentsOf, calleeOf } from '../semantic/callee.ts';
import type { GoFunction, Package } from '../semantic/package.ts';
import type { Node } from '../syntax/tree.ts';
import { canonical, factsOfCondition, isNonZeroKey, nonEmptyKey } from './conditions.ts';
import { definitionsOf } from './definitions.ts';
import type { FactSet } from './conditions.ts';
import type { FunctionFlow } from './function-flow.ts';
import type { ParameterLengths } from './parameter-lengths.ts';
import { everyPathBack } from './paths.ts';

/**
 * Whether a slice or string has at least one element where an expression is evaluated, on every path (true), or none
 * (false); undefined where that is not known. A closure's paths start where it is made.
 */
export function isFilledAt(
  at: Node,
  slice: Node,
  fn: GoFunction,
  lengths: ParameterLengths,
): boolean | undefined {
  const { package: pkg } = lengths;
  const flow = lengths.flowOf(fn);
  const node = flow.nodeAt(at);
  if (node !== undefined) {
    if (!flow.facts.isReachable(node)) return true;
    const facts = lengths.knownAt(flow, node);
    const known = flow.facts.isNonEmpty(slice, facts);
    if (known !== undefined) return known;
    if (isCounted(at, slice, fn, facts, pkg) || isCheckedByCall(at, slice, flow, pkg)) return true;
    if (isOfAskedLength(slice, facts, pkg)) return true;
  }
  if (isTestedInExpression(at, slice, pkg)) return true;
  const owner = pkg.symbolOf(slice)?.owner;
  if (fn.node.kind !== 'func_literal' || owner === fn.node) return undefined;
  const outer = lengths.functionAt(fn.node);
  const before = outer === undefined ? undefined : isFilledAt(fn.node, slice, outer, lengths);
  return before === false && isSetFrom(fn.node, slice, pkg) ? undefined : before;
}

/** Whether a captured variable may get another value once a closure is made: inside of it, or before it is called. */
function isSetFrom(literal: Node, slice: Node, pkg: Package): boolean {
  const symbol = pkg.symbolOf(slice);
  return (
    symbol === undefined || definitionsOf(symbol, pkg).some(({ target }) => target.start >= literal.start)
  );
}

/**
 * `n, err := read(fd, b); if n > 0 { … &b[0] … }`: a count above zero that an earlier call with the slice gave says
 * as much as a test of its length.
 */
export function isCounted(at: Node, slice: Node, fn: GoFunction, facts: FactSet, pkg: Package): boolean {
  const symbol = pkg.symbolOf(slice);
  const counts = [...facts.values()]
    .filter((fact) => fact.value && isNonZeroKey(fact.key))
    .flatMap((fact) => fact.symbols)
    .filter((count) => count !== symbol);
  if (symbol === undefined || counts.length === 0) return false;
  return fn.body.all('call_expression').some((call) => {
    const callee = calleeOf(call, pkg);
    if (callee.kind === 'conversion' || callee.kind === 'builtin' || call.end > at.start) return false;
    if (!call.all('identifier').some((name) => pkg.symbolOf(name) === symbol)) return false;
    // The count is a result of the call, or filled in by it through a pointer.
    const statement =
      call.ancestor('short_var_declaration', 'assignment_statement', 'expression_statement') ?? call;
    return statement.all('identifier').some((name) => counts.some((count) => pkg.symbolOf(name) === count));
  });
}

/**
 * `if len(key) != keySize() { return err }`: where an exact length was asked for, whoever asked knows what it is, and
 * that it may be 0 is not to be assumed.
 */
export function isOfAskedLength(slice: Node, facts: FactSet, pkg: Package): boolean {
  const length = `len ( ${canonical(slice, pkg)} )`;
  return [...facts.values()].some(({ key, value }) => {
    const [left, right, ...more] = value ? key.split('==') : [];
    if (right === undefined || more.length > 0) return false;
    // Two slices of equal length may both be empty.
    return (
      (left === length && !right.startsWith('len (')) || (right === length && !left?.startsWith('len ('))
    );
  });
}

/**
 * `if err := check(b); err != nil { return err }`: a function of the package was given the slice, compares its length,
 * and what it gave back was tested on every path. What it makes sure of is not followed: it is taken to be enough.
 */
export function isCheckedByCall(at: Node, slice: Node, flow: FunctionFlow, pkg: Package): boolean {
  const symbol = pkg.symbolOf(slice);
  const node = flow.nodeAt(at);
  if (symbol === undefined || node === undefined) return false;
  const results = pkg.bindings.usesOf(symbol).flatMap((use) => {
    const call = use.parent?.kind === 'argument_list' ? use.parent.parent : undefined;
    if (call === undefined || call.end > at.start || !flow.function.body.contains(call)) return [];
    const statement = call.ancestor('short_var_declaration', 'assignment_statement');
    const targets = statement?.child('left')?.children ?? [];
    return comparesLength(call, argumentsOf(call).indexOf(use), pkg) ? targets : [];
  });
  const tested = new Set(results.map((result) => pkg.symbolOf(result)));
  tested.delete(undefined);
  if (tested.size === 0) return false;
  return everyPathBack(node, flow, ({ kind, syntax }) => {
    const isTest =
      kind === 'condition' && syntax?.all('identifier').some((one) => tested.has(pkg.symbolOf(one)));
    return isTest === true ? 'passed' : 'on';
  });
}

/** Whether a function of the package compares the length of one of its arguments, in each of its definitions. */
function comparesLength(call: Node, index: number, pkg: Package): boolean {
  const declarations = calledDeclarations(call, pkg) ?? [];
  return declarations.length > 0 && declarations.every((one) => comparesLengthOf(one, index, pkg));
}

function comparesLengthOf(declaration: Node, index: number, pkg: Package): boolean {
  const names = (declaration.child('parameters')?.children ?? []).flatMap((one) => one.childrenOf('name'));
  const name = names[index];
  const parameter = name === undefined ? undefined : pkg.symbolOf(name);
  if (parameter === undefined) return false;
  return pkg.bindings.usesOf(parameter).some((use) => {
    const length = use.parent?.parent;
    if (length?.child('function')?.text !== 'len') return false;
    const comparison = length.parent?.kind === 'binary_expression' ? length.parent : undefined;
    return ['==', '!=', '<', '<=', '>', '>='].includes(comparison?.child('operator')?.kind ?? '');
  });
}

/** `len(b) > 0 && f(&b[0])` as a value: the left side has decided before the right one runs. */
export function isTestedInExpression(at: Node, slice: Node, pkg: Package): boolean {
  const wanted = nonEmptyKey(canonical(slice, pkg));
  for (let node = at; node.parent !== undefined; node = node.parent) {
    const left = node.field === 'right' ? node.parent.child('left') : undefined;
    const operator = node.parent.child('operator')?.kind;
    if (node.parent.kind !== 'binary_expression' || left === undefined) continue;
    if (operator !== '&&' && operator !== '||') continue;
    const facts = factsOfCondition({ kind: 'expression', node: left, value: operator === '&&' }, pkg);
    if (facts.some((fact) => fact.key === wanted && fact.value)) return true;
  }
  return false;
}
