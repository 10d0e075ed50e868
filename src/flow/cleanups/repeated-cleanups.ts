import { calledDeclarations } from '../../semantic/called-declarations.ts';
import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import { cleanupSetBy } from '../../semantic/wrapper/finalizer-targets.ts';
import type { CleanupCall } from '../../semantic/wrapper/finalizer-targets.ts';
import type { Node } from '../../syntax/tree.ts';
import { changedSymbols, walkOutsideLiterals } from '../assignments.ts';
import type { FlowNode } from '../cfg.ts';
import { definitionsOf } from '../definitions.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { findPath } from '../paths.ts';

type SetCall = CleanupCall & { readonly call: Node };

/** An object that is given a finalizer, or the same cleanup, while it has one. */
export interface RepeatedCleanup {
  readonly second: SetCall;
  /** The call that set it before; in another function where a constructor does that. */
  readonly first: SetCall;
  /** The call of the constructor. */
  readonly made: Node | undefined;
}

/** Where a function sets again what is set on every way to a call, or on one way that can be gone. */
export function repeatedCleanup(
  second: SetCall,
  all: readonly SetCall[],
  flow: FunctionFlow,
): RepeatedCleanup | undefined {
  const { package: pkg } = flow;
  const symbol = objectOf(second, pkg);
  const point = flow.nodeAt(second.call);
  if (symbol === undefined || point?.kind !== 'statement' || isPutOff(point)) return undefined;
  const renewed = flow.nodeAt(symbol.declaration);
  const reaches = (start: FlowNode): boolean =>
    findPath(flow, start, {
      initial: 0,
      key: String,
      step: (node) => {
        if (node === point) return 'found';
        const isOver = node === renewed || changedSymbols(node, pkg).get(symbol) === 'variable';
        if (isOver || mayTakeOff(node, symbol, pkg)) return 'end';
        return second.kind === 'cleanup' && mayChangeArgument(node, second, symbol, pkg) ? 'end' : { go: 0 };
      },
    }) !== undefined;
  for (const first of all) {
    const start =
      objectOf(first, pkg) === symbol && isSame(first, second) ? flow.nodeAt(first.call) : undefined;
    if (start !== undefined && !isPutOff(start) && reaches(start)) return { first, second, made: undefined };
  }
  const [definition, ...others] = definitionsOf(symbol, pkg);
  if (definition === undefined || others.length > 0 || second.kind !== 'finalizer') return undefined;
  const made =
    definition.result?.call ?? (definition.value === undefined ? undefined : unparen(definition.value));
  if (made?.kind !== 'call_expression') return undefined;
  const first = setByConstructor(made, definition.result?.index ?? 0, pkg);
  const start = flow.nodeAt(made);
  return first !== undefined && start !== undefined && reaches(start) ? { first, second, made } : undefined;
}

/** A second finalizer is one too many whatever it does, a second cleanup only where it does the same once more. */
function isSame(first: SetCall, second: SetCall): boolean {
  if (first.kind !== second.kind) return false;
  if (first.kind === 'finalizer') return true;
  return (
    first.runs.kind !== 'func_literal' &&
    first.runs.text === second.runs.text &&
    first.argument !== undefined &&
    first.argument.text === second.argument?.text &&
    // What a call gives may be another thing each time, and a cleanup that the program knows can be stopped.
    first.argument.all('call_expression').length === 0 &&
    first.call.parent?.kind === 'expression_statement'
  );
}

/** Whether the argument of a cleanup may be something else behind a point: it is set, or a function has the object. */
function mayChangeArgument(
  node: FlowNode,
  { argument }: CleanupCall,
  symbol: GoSymbol,
  pkg: Package,
): boolean {
  if (argument === undefined) return false;
  const names = argument.kind === 'identifier' ? [argument] : argument.all('identifier');
  const changed = changedSymbols(node, pkg);
  if (names.some((name) => changed.has(pkg.symbolOf(name) ?? symbol))) return true;
  return walkOutsideLiterals(node).some((call) => {
    if (call.kind !== 'call_expression') return false;
    const { kind } = calleeOf(call, pkg);
    return (
      kind !== 'builtin' &&
      kind !== 'conversion' &&
      kind !== 'c' &&
      !isCleanupCall(call, pkg) &&
      call.all('identifier').some((name) => pkg.symbolOf(name) === symbol)
    );
  });
}

function isCleanupCall(call: Node, pkg: Package): boolean {
  return cleanupSetBy(call, pkg) !== undefined;
}

function isPutOff({ syntax }: FlowNode): boolean {
  return syntax?.is('defer_statement', 'go_statement') === true;
}

/** The variable that holds the pointer to the object, or, for `&x`, is the object. */
function objectOf({ object }: CleanupCall, pkg: Package): GoSymbol | undefined {
  const written = unparen(object);
  const inner = written.text.startsWith('&') ? written.child('operand') : written;
  const name = inner === undefined ? undefined : unparen(inner);
  const symbol = name?.kind === 'identifier' ? pkg.symbolOf(name) : undefined;
  return symbol?.kind === 'variable' && symbol.role !== 'package-level' ? symbol : undefined;
}

/** Whether a point may run `SetFinalizer(x, nil)`: itself, or in code that is given the object. */
function mayTakeOff(node: FlowNode, symbol: GoSymbol, pkg: Package): boolean {
  return walkOutsideLiterals(node).some((call) => {
    if (call.kind !== 'call_expression') return false;
    const callee = calleeOf(call, pkg);
    if (!call.all('identifier').some((name) => pkg.symbolOf(name) === symbol)) return false;
    switch (callee.kind) {
      case 'package':
        return (
          callee.path === 'runtime' && callee.name === 'SetFinalizer' && argumentsOf(call)[1]?.kind === 'nil'
        );
      case 'conversion':
      case 'builtin':
      case 'c':
        return false;
      default:
        return (calledDeclarations(call, pkg) ?? [undefined]).some(
          (declaration) => declaration === undefined || takesOff(declaration, pkg, 0),
        );
    }
  });
}

/** How many calls deep code is looked into. */
const maximalDepth = 3;

function takesOff(declaration: Node, pkg: Package, depth: number): boolean {
  return declaration.all('call_expression').some((call) => {
    const callee = calleeOf(call, pkg);
    if (callee.kind === 'package')
      return (
        callee.path === 'runtime' && callee.name === 'SetFinalizer' && argumentsOf(call)[1]?.kind === 'nil'
      );
    if (callee.kind !== 'function' && callee.kind !== 'method') return false;
    const declarations = calledDeclarations(call, pkg) ?? [];
    return depth >= maximalDepth || declarations.some((one) => takesOff(one, pkg, depth + 1));
  });
}

/** The finalizer that all functions that a call can run set on what they return, whichever way they go. */
function setByConstructor(made: Node, index: number, pkg: Package, depth = 0): SetCall | undefined {
  const declarations = calledDeclarations(made, pkg) ?? [];
  const found = declarations.map((declaration) => setBy(declaration, index, pkg, depth));
  return found.every((one) => one !== undefined) ? found[0] : undefined;
}

/** A call among the statements of the body itself, with the variable that the last statement returns. */
function setBy(declaration: Node, index: number, pkg: Package, depth: number): SetCall | undefined {
  const list = declaration.child('body')?.children ?? [];
  const statements = list.flatMap((one) => (one.kind === 'statement_list' ? one.children : [one]));
  const last = statements.at(-1);
  const value = last?.kind === 'return_statement' ? givenBy(last, index, declaration) : undefined;
  const returned = value === undefined ? undefined : unparen(value);
  if (returned?.kind === 'call_expression' && depth < maximalDepth)
    return setByConstructor(returned, 0, pkg, depth + 1);
  const symbol = returned?.kind === 'identifier' ? pkg.symbolOf(returned) : undefined;
  if (symbol === undefined || takesOff(declaration, pkg, 0)) return undefined;
  // What another return gives may have none.
  const returns = declaration.allOutside('func_literal', 'return_statement');
  const isAll = returns.every((one) => {
    const given = givenBy(one, index, declaration);
    return given?.kind === 'nil' || (given?.kind === 'identifier' && pkg.symbolOf(given) === symbol);
  });
  for (const statement of statements) {
    const call = statement.kind === 'expression_statement' ? statement.children[0] : undefined;
    const set = call?.kind === 'call_expression' ? cleanupSetBy(call, pkg) : undefined;
    if (call === undefined || set?.kind !== 'finalizer' || objectOf(set, pkg) !== symbol) continue;
    const isEarlier = returns.some(
      (one) => one.start < call.start && givenBy(one, index, declaration)?.kind !== 'nil',
    );
    const isSetAgain = definitionsOf(symbol, pkg).some(
      ({ target }) => target.start > call.start || target.ancestor('func_literal') !== undefined,
    );
    return isAll && !isEarlier && !isSetAgain ? { ...set, call } : undefined;
  }
  return undefined;
}

/** What a `return` gives as one of the results: what it names, or the result that has a name. */
function givenBy(statement: Node, index: number, declaration: Node): Node | undefined {
  const values = statement.children[0]?.children;
  if (values !== undefined) return values[index];
  const results = declaration.child('result')?.children ?? [];
  return results
    .filter(({ kind }) => kind === 'parameter_declaration')
    .flatMap((one) => one.childrenOf('name'))[index];
}
