import { argumentsOf, calleeOf, isCall, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import { definitionsOf as definitionsOfName, nameOf } from '../../semantic/type.ts';
import type { Type } from '../../semantic/type.ts';
import type { CleanupCall } from '../../semantic/wrapper/finalizer-targets.ts';
import type { WrapperTypes } from '../../semantic/wrapper/model.ts';
import type { Node } from '../../syntax/tree.ts';
import { definitionsOf } from '../definitions.ts';
import { isForeign, isOfGo } from '../origin/origin.ts';
import type { PointerOrigins } from '../origin/pointer-origins.ts';
import { enclosingFunction } from '../literals.ts';
import { unconverted, useOf } from '../value-use.ts';

/** What a finalizer or cleanup is set on, where that is not the object that it is meant for. */
export type FinalizedObject =
  /** Memory of C: no object of the collector's. */
  | { readonly kind: 'c-memory'; readonly at: Node; readonly isCertain: boolean }
  /** A field behind the first, or an element: no beginning of an object. */
  | { readonly kind: 'inside'; readonly at: Node; readonly isElement: boolean }
  /** A package-level variable: it never becomes garbage. */
  | { readonly kind: 'global'; readonly symbol: GoSymbol }
  /** A variable that nothing refers to behind the function, while what it holds lives on: returned or stored at `at`. */
  | { readonly kind: 'variable'; readonly symbol: GoSymbol; readonly at: Node }
  /** The function's own copy of what the caller or the slice has. */
  | { readonly kind: 'copy'; readonly symbol: GoSymbol }
  | { readonly kind: 'fine'; readonly reason: string };

/** What says where pointers come from. */
export interface FinalizedParts {
  readonly origins: () => PointerOrigins;
  readonly wrappers: () => WrapperTypes;
}

/** What a call of `runtime.SetFinalizer` or `runtime.AddCleanup` sets its function on. */
export function finalizedObject(
  { kind, object }: CleanupCall,
  pkg: Package,
  parts: FinalizedParts,
): FinalizedObject {
  const expression = unparen(object);
  if (expression.kind !== 'unary_expression' || !expression.text.startsWith('&'))
    return cMemory(expression, pkg, parts) ?? fine('nothing shows that it is memory of C');
  const operand = unparen(expression.child('operand') ?? expression);
  if (operand.kind === 'identifier') return ofVariable(operand, expression, pkg);
  if (operand.kind === 'composite_literal') return fine('it is a new object');
  // A cleanup may sit on any part of an object (https://pkg.go.dev/runtime#AddCleanup).
  if (kind === 'cleanup') return fine('a cleanup may be set on a part of an object');
  return inside(operand, pkg) ?? fine('it may be the beginning of an object');
}

function fine(reason: string): FinalizedObject {
  return { kind: 'fine', reason };
}

function cMemory(
  expression: Node,
  pkg: Package,
  { origins, wrappers }: FinalizedParts,
): FinalizedObject | undefined {
  const origin = origins().of(expression);
  if (isForeign(origin)) return { kind: 'c-memory', at: origin.at, isCertain: true };
  const source = unconverted(expression, pkg);
  const given = source.kind === 'identifier' ? pkg.symbolOf(source) : undefined;
  const values =
    given?.role === 'local'
      ? definitionsOf(given, pkg).flatMap(({ value, result }) => value ?? result?.call ?? [])
      : [source];
  const isComplete = given === undefined || values.length === definitionsOf(given, pkg).length;
  const [first] = values;
  if (first !== undefined && isComplete && values.every((value) => isFromC(value, pkg, origins)))
    return { kind: 'c-memory', at: first, isCertain: false };
  const read = source.kind === 'selector_expression' ? wrappers().handleRead(source) : undefined;
  if (read === undefined || read.handle.isInline) return undefined;
  const sets = read.wrapper.constructors.flatMap((one) =>
    one.sets.filter(({ path }) => path === read.handle.path),
  );
  const isOfC = sets.every(({ origins: all }) => all.every((one) => one.kind.startsWith('c-')));
  return sets.length > 0 && isOfC
    ? { kind: 'c-memory', at: sets[0]?.at ?? source, isCertain: false }
    : undefined;
}

/** The result of a function of C that is given no memory of Go, which it could give back. */
function isFromC(value: Node, pkg: Package, origins: () => PointerOrigins): boolean {
  const call = unconverted(value, pkg);
  const callee = isCall(call) ? calleeOf(call, pkg) : undefined;
  if (callee?.kind !== 'c' || callee.name.startsWith('Go')) return false;
  return argumentsOf(call).every((argument) => !isOfGo(origins().of(argument)));
}

function inside(operand: Node, pkg: Package): FinalizedObject | undefined {
  // What is small and without pointers may share its block with others, and is let pass.
  if (!mayHoldPointers(pkg.types.ofExpression(operand))) return undefined;
  if (operand.kind === 'index_expression')
    return operand.child('index')?.text === '0'
      ? undefined
      : { kind: 'inside', at: operand, isElement: true };
  for (let node = operand; node.kind === 'selector_expression';) {
    const holder = unparen(node.child('operand') ?? node);
    if (isBehindFirst(node.child('field')?.text ?? '', pkg.types.ofExpression(holder)))
      return { kind: 'inside', at: operand, isElement: false };
    if (pkg.types.ofExpression(holder).kind === 'pointer') return undefined;
    node = holder;
  }
  return undefined;
}

function mayHoldPointers(type: Type): boolean {
  switch (type.kind) {
    case 'pointer':
    case 'slice':
    case 'unsafe-pointer':
      return true;
    case 'basic':
      return type.name === 'string';
    case 'composite':
      return type.form !== 'struct_type';
    case 'named':
      return definitionsOfName(type).some(({ type: written }) =>
        /[*[]|\b(string|map|chan|func|unsafe\.Pointer)\b/.test(written?.text ?? ''),
      );
    default:
      return false;
  }
}

/** Whether a field is one of a struct's own, and not the first of them. */
function isBehindFirst(field: string, type: Type): boolean {
  const name = nameOf(type.kind === 'pointer' ? type.element : type);
  const definitions = name === undefined ? [] : definitionsOfName(name);
  return (
    definitions.length > 0 &&
    definitions.every(({ type: written }) => {
      const list = written?.kind === 'struct_type' ? written.all('field_declaration_list')[0] : undefined;
      const fields = (list?.children ?? []).filter((one) => !isEmpty(one.child('type')?.text ?? ''));
      const names = fields.map((one) => one.childrenOf('name').map(({ text }) => text));
      const index = names.findIndex((own) => own.includes(field));
      return index > 0 || (index === 0 && names[0]?.[0] !== field);
    })
  );
}

/** A type without a size, by how it is written: `struct{}`, `[0]func()`, `noCopy`. */
function isEmpty(type: string): boolean {
  return /^(struct\s*\{\s*\}|\[0\].*|noCopy|.*\.NoCopy)$/s.test(type);
}

function ofVariable(name: Node, address: Node, pkg: Package): FinalizedObject {
  const symbol = pkg.symbolOf(name);
  if (symbol?.kind !== 'variable') return fine('what it is set on is not known');
  if (symbol.role === 'package-level') return { kind: 'global', symbol };
  const mentions = pkg.bindings.usesOf(symbol).filter((one) => !address.contains(one));
  const holding = mentions.find((one) => mayHold(one, name, pkg));
  if (holding !== undefined) return fine(`\`${symbol.name}\` may be referred to from elsewhere`);
  if (symbol.role === 'receiver' || symbol.role === 'parameter' || symbol.role === 'range')
    return { kind: 'copy', symbol };
  if (symbol.role === 'result') return { kind: 'variable', symbol, at: symbol.declaration };
  const at = mentions.find((one) => leaves(one, pkg));
  return at === undefined
    ? fine(`nothing of \`${symbol.name}\` is returned or stored`)
    : { kind: 'variable', symbol, at };
}

/** Whether a mention of a variable may make another reference to it: its address, a closure, a method with a pointer. */
function mayHold(mention: Node, set: Node, pkg: Package): boolean {
  const around = enclosingFunction(mention);
  if (around?.kind === 'func_literal' && around !== enclosingFunction(set)) return true;
  let place = mention;
  for (let parent = place.parent; parent !== undefined; parent = place.parent) {
    if (parent.kind === 'unary_expression') return parent.text.startsWith('&') && isKept(parent, pkg);
    if (parent.kind === 'slice_expression' && place.field === 'operand')
      return pkg.types.ofExpression(place).kind !== 'slice' && !isText(pkg.types.ofExpression(place));
    if (parent.kind === 'selector_expression') {
      if (isPointerMethod(parent, pkg)) return true;
      if (pkg.types.ofExpression(place).kind === 'pointer') return false;
    } else if (!parent.is('index_expression', 'parenthesized_expression') || place.field === 'index') {
      return false;
    } else if (parent.kind === 'index_expression' && pkg.types.ofExpression(place).kind !== 'array') {
      return false;
    }
    place = parent;
  }
  return false;
}

/** Whether an address may stay anywhere: a call of C is done with it, and a local through which fields are set, too. */
function isKept(address: Node, pkg: Package): boolean {
  const use = useOf(address, pkg);
  switch (use.kind) {
    case 'c-argument':
    case 'go-copy':
    case 'dereference':
    case 'compare':
      return false;
    case 'alias': {
      const { symbol } = use;
      const isOwn = symbol.role === 'local' && symbol.owner === enclosingFunction(address);
      return !isOwn || pkg.bindings.usesOf(symbol).some((one) => !isLookedThrough(one, pkg));
    }
    default:
      return true;
  }
}

function isLookedThrough(mention: Node, pkg: Package): boolean {
  const { kind } = useOf(mention, pkg);
  const selector = mention.parent?.kind === 'selector_expression' ? mention.parent : undefined;
  const isField = selector?.field !== 'function';
  return kind === 'overwrite' || kind === 'compare' || (kind === 'dereference' && isField);
}

function isText(type: Type): boolean {
  return type.kind === 'basic' && type.name === 'string';
}

/** `v.close` of a method that is not known to have a value receiver. */
function isPointerMethod(selector: Node, pkg: Package): boolean {
  const isCalled = selector.field === 'function' && selector.parent?.kind === 'call_expression';
  const type = pkg.types.ofExpression(selector.child('operand') ?? selector);
  if (type.kind === 'pointer') return false;
  const name = nameOf(type);
  const methods = (name === undefined ? [] : definitionsOfName(name)).flatMap((symbol) =>
    pkg.methodsNamed(symbol, selector.child('field')?.text ?? ''),
  );
  return methods.length === 0 ? isCalled : methods.some(({ hasPointerReceiver }) => hasPointerReceiver);
}

/** Whether the value of a variable is returned or stored where it outlives the function. */
function leaves(mention: Node, pkg: Package): boolean {
  const use = useOf(mention, pkg);
  const kept = use.kind === 'element' ? use.use : use;
  return kept.kind === 'return' || kept.kind === 'store';
}
