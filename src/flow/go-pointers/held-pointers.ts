import { argumentsOf, calleeOf, isCall, unparen } from '../../semantic/callee.ts';
import { calledDeclarations } from '../../semantic/called-declarations.ts';
import { cCallsOf } from '../../semantic/calls.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FlowNode } from '../cfg.ts';
import { definitionsOf } from '../definitions.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { findPath } from '../paths.ts';
import { statementOf, unconverted } from '../value-use.ts';
import { pointerParts } from './pointer-parts.ts';

/** A C function that is given the address of a variable of Go. */
export interface GivenContainer {
  readonly call: Node;
  /** Name of the C function. */
  readonly name: string;
  readonly argument: Node;
  /** The variable whose elements or fields C gets; undefined where the argument is a literal: `&C.struct_x{…}`. */
  readonly variable: GoSymbol | undefined;
  /** What the address is taken of, every index as `[]`: `argv[]`, `request.list`. */
  readonly path: string;
}

/** A pointer that is written into a container. */
export interface HeldPointer {
  readonly pointer: Node;
  /** The statement or literal that writes it. */
  readonly at: Node;
}

/** The containers that a function gives to C by their address, itself, and not in literals inside of it. */
export function givenContainers(fn: GoFunction, pkg: Package): GivenContainer[] {
  return cCallsOf(fn, pkg).flatMap(({ call, callee }) => {
    if (callee.name === 'free') return [];
    return argumentsOf(call).flatMap((argument) => {
      const place = containerOf(argument, pkg);
      return place === undefined ? [] : [{ call, name: callee.name, argument, ...place }];
    });
  });
}

type ContainerPlace = Pick<GivenContainer, 'variable' | 'path'>;

/** What an argument is the address of: `&argv[0]`, `&request`, `unsafe.SliceData(argv)`, a variable that holds such. */
function containerOf(argument: Node, pkg: Package): ContainerPlace | undefined {
  const expression = unconverted(argument, pkg);
  if (expression.kind === 'unary_expression' && expression.text.startsWith('&')) {
    const operand = expression.child('operand');
    return operand === undefined ? undefined : placeOf(unparen(operand), pkg);
  }
  if (isCall(expression)) {
    const callee = calleeOf(expression, pkg);
    const [slice] = argumentsOf(expression);
    if (callee.kind === 'method') return behindCast(expression, pkg);
    const isData = callee.kind === 'package' && callee.path === 'unsafe' && callee.name === 'SliceData';
    const place = isData && slice !== undefined ? placeOf(unparen(slice), pkg) : undefined;
    return place === undefined ? undefined : { ...place, path: `${place.path}[]` };
  }
  if (expression.kind !== 'identifier') return undefined;
  const given = structOfCaller(expression, pkg);
  if (given !== undefined) return { variable: given, path: given.name };
  const symbol = localOf(expression, pkg);
  if (symbol === undefined || !isPointer(expression, pkg)) return undefined;
  const [only, ...more] = definitionsOf(symbol, pkg);
  if (only?.value === undefined || more.length > 0) return undefined;
  const value = unconverted(only.value, pkg);
  const made =
    value.kind === 'unary_expression' && value.text.startsWith('&') ? value.child('operand') : undefined;
  if (made === undefined) return isNew(value, pkg) ? { variable: symbol, path: symbol.name } : undefined;
  if (unparen(made).kind === 'composite_literal') return { variable: symbol, path: symbol.name };
  return placeOf(unparen(made), pkg);
}

/** `v` of `v.cptr()`, a method that gives the pointer to its receiver as one of C. */
function behindCast(call: Node, pkg: Package): ContainerPlace | undefined {
  const [method, ...others] = argumentsOf(call).length > 0 ? [] : (calledDeclarations(call, pkg) ?? []);
  const operand = call.child('function')?.child('operand');
  const [only, ...more] = method?.child('body')?.all('return_statement') ?? [];
  const [list] = only?.children ?? [];
  const result = list?.kind === 'expression_list' ? list.children[0] : list;
  if (operand === undefined || result === undefined || others.length > 0 || more.length > 0) return undefined;
  const returned = unconverted(result, pkg);
  const receiver = returned.kind === 'identifier' ? pkg.symbolOf(returned) : undefined;
  if (receiver?.role !== 'receiver' || pkg.types.ofSymbol(receiver).kind !== 'pointer') return undefined;
  return pkg.types.ofExpression(operand).kind === 'pointer'
    ? containerOf(operand, pkg)
    : placeOf(unparen(operand), pkg);
}

/** A place that starts from a local variable, or a literal. */
function placeOf(operand: Node, pkg: Package): ContainerPlace | undefined {
  if (operand.kind === 'composite_literal') return { variable: undefined, path: '' };
  const root = rootOf(operand);
  const variable = root === undefined ? undefined : localOf(root, pkg);
  return variable === undefined ? undefined : { variable, path: pathText(operand) };
}

function localOf(identifier: Node, pkg: Package): GoSymbol | undefined {
  const symbol = pkg.symbolOf(identifier);
  return symbol?.kind === 'variable' && symbol.role === 'local' ? symbol : undefined;
}

/**
 * A parameter that points to a struct of C. Whose memory that is, the caller knows: but neither what C has allocated nor
 * what C is given may hold a Go pointer that is not pinned.
 */
function structOfCaller(identifier: Node, pkg: Package): GoSymbol | undefined {
  const symbol = pkg.symbolOf(identifier);
  if (symbol?.kind !== 'variable' || (symbol.role !== 'parameter' && symbol.role !== 'receiver'))
    return undefined;
  const type = pkg.types.ofSymbol(symbol);
  if (type.kind !== 'pointer' || definitionsOf(symbol, pkg).length > 0) return undefined;
  return pkg.types.underlying(type.element).kind === 'c' ? symbol : undefined;
}

/** `x` of `x.f[i].g`. */
function rootOf(place: Node): Node | undefined {
  let node: Node | undefined = place;
  while (node !== undefined && node.kind !== 'identifier') {
    if (!node.is('selector_expression', 'index_expression', 'parenthesized_expression')) return undefined;
    node = node.kind === 'parenthesized_expression' ? node.children[0] : node.child('operand');
  }
  return node;
}

function pathText(place: Node): string {
  return place.text.replace(/\[[^[\]]*\]/g, '[]').replace(/[\s()]/g, '');
}

function isNew(value: Node, pkg: Package): boolean {
  const callee = isCall(value) ? calleeOf(value, pkg) : undefined;
  return callee?.kind === 'builtin' && callee.name === 'new';
}

function isPointer(expression: Node, pkg: Package): boolean {
  const { kind } = pkg.types.ofExpression(expression);
  return kind === 'pointer' || kind === 'unsafe-pointer';
}

/** The pointers that are written into a container anywhere in its function, before the call or not. */
export function heldPointers({ variable, argument, path }: GivenContainer, pkg: Package): HeldPointer[] {
  if (variable === undefined) {
    const literal = argument.all('composite_literal')[0];
    return literal === undefined
      ? []
      : pointerParts(literal, pkg).map((pointer) => ({ pointer, at: literal }));
  }
  return [variable, ...aliasesOf(variable, pkg)].flatMap((symbol) => {
    const isVariable = symbol === variable;
    return pkg.bindings.usesOf(symbol).flatMap((use) => writtenAt(use, isVariable ? path : undefined, pkg));
  });
}

/** `element := &requests[i]`: what is written through it is in the container. */
function aliasesOf(variable: GoSymbol, pkg: Package): GoSymbol[] {
  return pkg.bindings.usesOf(variable).flatMap((use) => {
    let place: Node = use;
    while (place.parent?.is('selector_expression', 'index_expression') === true && place.field === 'operand')
      place = place.parent;
    const address = place.parent;
    if (address?.kind !== 'unary_expression' || !address.text.startsWith('&')) return [];
    const declaration = address.parent?.parent;
    if (declaration?.kind !== 'short_var_declaration') return [];
    const names = declaration.child('left')?.children ?? [];
    const name = names[declaration.child('right')?.children.indexOf(address) ?? -1];
    const symbol = name === undefined ? undefined : localOf(name, pkg);
    return symbol === undefined || definitionsOf(symbol, pkg).length !== 1 ? [] : [symbol];
  });
}

/**
 * The pointers that a statement writes at a mention of the container: `x[i] = p`, `x.f = p`, `x = append(x, p)`,
 * `x := []*C.char{p}`.
 * @param path the part of the container that C gets; undefined for all of it
 */
function writtenAt(use: Node, path: string | undefined, pkg: Package): HeldPointer[] {
  let place = use;
  while (place.parent?.is('selector_expression', 'index_expression', 'parenthesized_expression') === true) {
    if (place.parent.kind !== 'parenthesized_expression' && place.field !== 'operand') return [];
    place = place.parent;
  }
  const list = place.parent;
  const isDeclared = list?.kind === 'var_spec' && place.field === 'name';
  const statement = isDeclared ? list : list?.field === 'left' ? list.parent : undefined;
  if (statement === undefined || list === undefined) return [];
  if (!statement.is('assignment_statement', 'short_var_declaration', 'var_spec')) return [];
  const names = isDeclared ? statement.childrenOf('name') : list.children;
  const values = statement.child(isDeclared ? 'value' : 'right')?.children ?? [];
  const value = values.length === names.length ? values[names.indexOf(place)] : undefined;
  if (value === undefined) return [];
  if (path !== undefined && !overlaps(pathText(place), path)) return [];
  const field = path === undefined ? undefined : /^\w+\.(\w+)/.exec(path)?.[1];
  // What `x.f` is set to is what C is given the inside of, with `&x.f[0]` and `&x.f.g`, and is not held there.
  const isAround = path !== undefined && pathText(place).length < path.length;
  const isList = path?.startsWith(`${pathText(place)}[`) === true;
  const parts =
    place === use || isList
      ? partsOfWhole(value, place, isList ? undefined : field, pkg)
      : pointerParts(value, pkg).filter((part) => !isAround || part !== unparen(value));
  return parts.map((pointer) => ({ pointer, at: statement }));
}

function overlaps(written: string, given: string): boolean {
  const [longer, shorter] = written.length > given.length ? [written, given] : [given, written];
  return longer === shorter || (longer.startsWith(shorter) && /^[.[]/.test(longer.slice(shorter.length)));
}

/**
 * What a container holds that is set as a whole: by a literal, its address, or `append`.
 * @param field the one that C gets; undefined for all
 */
function partsOfWhole(value: Node, place: Node, field: string | undefined, pkg: Package): Node[] {
  const expression = unparen(value);
  const isAddress = expression.kind === 'unary_expression' && expression.text.startsWith('&');
  const literal = isAddress ? expression.child('operand') : expression;
  if (literal?.kind === 'composite_literal') {
    const given = field === undefined ? literal : valueOfKey(literal, field);
    return given === undefined ? [] : pointerParts(given, pkg);
  }
  const callee = isCall(expression) ? calleeOf(expression, pkg) : undefined;
  if (callee?.kind !== 'builtin' || callee.name !== 'append') return [];
  const [first, ...added] = argumentsOf(expression);
  if (first?.text !== place.text) return [];
  return added.filter(({ kind }) => kind !== 'variadic_argument').flatMap((one) => pointerParts(one, pkg));
}

/** `v` of the literal `T{key: v}`. */
function valueOfKey(literal: Node, key: string): Node | undefined {
  const elements = literal.child('body')?.children ?? [];
  const value = elements.find((element) => element.child('key')?.text === key)?.child('value');
  return value?.kind === 'literal_element' ? value.children[0] : value;
}

/** Whether some path leads from where a pointer is written to the call, without the container being made anew. */
export function reachesCall(held: HeldPointer, given: GivenContainer, flow: FunctionFlow): boolean {
  const from = flow.nodeAt(held.at);
  const to = flow.nodeAt(given.call);
  if (given.variable === undefined || from === to) return true;
  if (from === undefined || to === undefined || statementOf(given.call) !== undefined) return false;
  const anew = new Set<FlowNode>();
  for (const { target, value } of definitionsOf(given.variable, flow.package)) {
    const node = flow.nodeAt(target);
    const isGrown = value !== undefined && isCall(unparen(value)) && value.text.includes(target.text);
    if (node !== undefined && node !== from && !isGrown && target.parent?.kind !== 'unary_expression')
      anew.add(node);
  }
  const found = findPath(flow, from, {
    initial: undefined,
    step: (node) => (node === to ? 'found' : anew.has(node) ? 'end' : { go: undefined }),
    key: () => '',
  });
  return found !== undefined;
}
