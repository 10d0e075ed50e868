import { argumentsOf, calleeOf, isCall, throughParens, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Type } from '../../semantic/type.ts';
import type { Node } from '../../syntax/tree.ts';
import { isAssignedOnce } from '../conditions.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { definitionsOf } from '../definitions.ts';
import { enclosingFunction } from '../literals.ts';
import { unconverted } from '../value-use.ts';
import type { CallEffects } from './call-effects.ts';
import { placePath, sameHolder } from './holder.ts';
import type { Holder } from './holder.ts';

/**
 * The variables that hold a window on what a place leads to: a slice, string or pointer into its memory, or what a
 * table says that C lends out of it. Each is given its value once, above a point, and the place does not change from
 * there on.
 */
export function viewsOf(holder: Holder, above: Node, flow: FunctionFlow, effects: CallEffects): Holder[] {
  if (holder.path.length > 0 || flow.hasLabels) return [];
  if (!flow.package.bindings.usesOf(holder.symbol).some(isInValueOfVariable)) return [];
  const found: Holder[] = [];
  for (const { symbol, source } of windowsIn(flow, effects)) {
    const from = symbol.declaration.start;
    if (from >= above.start) break;
    if (!isSettled(source.symbol, from, flow)) continue;
    if ([holder, ...found].some((one) => sameHolder({ ...source, isView: one.isView }, one)))
      found.push({ symbol, path: [], isView: true });
  }
  return found;
}

/** Whether a mention stands in the value that a variable is declared with: what is a window on a place names it there. */
function isInValueOfVariable(mention: Node): boolean {
  let node = mention;
  for (let { parent } = node; parent !== undefined; node = parent, parent = node.parent) {
    if (parent.kind === 'short_var_declaration') return node.field === 'right';
    if (parent.kind === 'var_spec') return node.field === 'value';
    if (parent.kind === 'statement_list') return false;
  }
  return false;
}

/** Whether a variable, as far as the function itself tells, gets no other value behind an offset. */
function isSettled(symbol: GoSymbol, from: number, { function: fn, package: pkg }: FunctionFlow): boolean {
  return definitionsOf(symbol, pkg).every(
    ({ target }) => target.start < from && enclosingFunction(target) === fn.node,
  );
}

/** A variable that is given one value, a window on what a place leads to. */
interface Window {
  readonly symbol: GoSymbol;
  readonly source: Pick<Holder, 'symbol' | 'path'>;
}

/** Those of a function, in the order of their declarations: each of its releases asks for them. */
function windowsIn(flow: FunctionFlow, effects: CallEffects): readonly Window[] {
  let windows = windowsByFlow.get(flow);
  if (windows === undefined) {
    windows = flow.function.body.all('identifier').flatMap((name) => windowOf(name, flow, effects) ?? []);
    windowsByFlow.set(flow, windows);
  }
  return windows;
}

const windowsByFlow = new WeakMap<FunctionFlow, readonly Window[]>();

function windowOf(
  name: Node,
  { function: { node: fn }, package: pkg }: FunctionFlow,
  effects: CallEffects,
): Window | undefined {
  const symbol = pkg.symbolOf(name);
  if (symbol?.kind !== 'variable' || symbol.declaration !== name || symbol.role !== 'local') return undefined;
  if (symbol.owner !== fn || symbol.value?.count !== 1 || !isAssignedOnce(symbol, pkg)) return undefined;
  const place = windowOn(symbol.value.node, pkg, effects);
  const source = place === undefined ? undefined : placePath(place, pkg);
  return source === undefined ? undefined : { symbol, source };
}

/** The place on whose memory an expression is a window; undefined where it is none, or just the pointer itself. */
function windowOn(value: Node, pkg: Package, effects: CallEffects): Node | undefined {
  let current = unparen(value);
  let isWindow = false;
  for (;;) {
    const inner = innerOf(current, pkg, effects);
    if (inner === undefined) break;
    isWindow ||= inner.isWindow;
    current = unparen(inner.node);
  }
  return isWindow ? current : undefined;
}

function innerOf(
  node: Node,
  pkg: Package,
  effects: CallEffects,
): { readonly node: Node; readonly isWindow: boolean } | undefined {
  if (node.kind === 'slice_expression') {
    const operand = node.child('operand');
    return operand === undefined ? undefined : { node: operand, isWindow: true };
  }
  if (!isCall(node)) return undefined;
  const callee = calleeOf(node, pkg);
  const [first] = argumentsOf(node);
  if (first === undefined) return undefined;
  switch (callee.kind) {
    case 'conversion': {
      const { kind } = pkg.types.ofExpression(node);
      return kind === 'pointer' || kind === 'unsafe-pointer' ? { node: first, isWindow: false } : undefined;
    }
    case 'package':
      return callee.path === 'unsafe' && /^(Slice|String|Add)$/.test(callee.name)
        ? { node: first, isWindow: true }
        : undefined;
    case 'c': {
      const lender = effects.lenderOf(callee.name);
      const owner = lender === undefined ? undefined : argumentsOf(node)[lender];
      return owner === undefined ? undefined : { node: unconverted(owner, pkg), isWindow: true };
    }
    default:
      return undefined;
  }
}

/**
 * Whether a view is copied before anything else sees it: `string(b)` of a slice, `[]byte(s)` of a string, `s + t`.
 * Where the types are not known it is taken to be.
 */
export function isCopied(view: Node, pkg: Package): boolean {
  for (let node = throughParens(view); ;) {
    const { parent } = node;
    if (parent === undefined) return false;
    // A sum of text is new; one of a pointer's number still points into the memory.
    if (parent.kind === 'binary_expression')
      return isText(pkg.types.underlying(pkg.types.ofExpression(parent)));
    if (parent.kind === 'slice_expression' && node.field === 'operand') {
      node = throughParens(parent);
      continue;
    }
    const call = parent.kind === 'argument_list' ? parent.parent : parent;
    const callee = call === undefined || !isCall(call) ? undefined : calleeOf(call, pkg);
    if (call === undefined || callee === undefined) return false;
    if (callee.kind === 'package' && callee.path === 'unsafe' && argumentsOf(call)[0] === node) {
      node = throughParens(call);
      continue;
    }
    if (callee.kind !== 'conversion') return false;
    const made = pkg.types.underlying(pkg.types.ofExpression(call));
    const given = pkg.types.underlying(pkg.types.ofExpression(node));
    if ((isText(made) || made.kind === 'slice') && made.kind !== given.kind) return true;
    node = throughParens(call);
  }
}

function isText(type: Type): boolean {
  return type.kind === 'basic' && type.name === 'string';
}
