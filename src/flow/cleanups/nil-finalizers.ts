import { calledDeclarations } from '../../semantic/called-declarations.ts';
import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Cleanup, CleanupRelease, WrapperTypes } from '../../semantic/wrapper/model.ts';
import type { Node } from '../../syntax/tree.ts';
import { rootOf } from '../lifetime/keeping.ts';

/** A handle that a function gives to C and then clears, while the finalizer that releases it stays set. */
export interface NilFinalizer {
  /** The field that is set to nil. */
  readonly at: Node;
  /** The call that the handle was given to before, and its function. */
  readonly given: Node;
  readonly callee: string;
  readonly cleanup: Cleanup;
  readonly frees: CleanupRelease;
  /** Why the finalizer does no harm; undefined where it is left with nil. */
  readonly saved: string | undefined;
}

/**
 * The handles of parameters that a function clears once a function of C has got them. The finalizer of the object still
 * runs (https://pkg.go.dev/runtime#SetFinalizer), and calls the C function that releases the handle with nil.
 */
export function nilFinalizers(fn: GoFunction, wrappers: WrapperTypes, pkg: Package): NilFinalizer[] {
  return fn.body.allOutside('func_literal', 'assignment_statement').flatMap((statement): NilFinalizer[] => {
    const values = statement.child('right')?.children ?? [];
    const targets = statement.child('left')?.children ?? [];
    return targets.flatMap((target, index) =>
      values[index]?.kind === 'nil' ? clearedHandle(target, fn, wrappers, pkg) : [],
    );
  });
}

function clearedHandle(at: Node, fn: GoFunction, wrappers: WrapperTypes, pkg: Package): NilFinalizer[] {
  const read = at.kind === 'selector_expression' ? wrappers.handleRead(at) : undefined;
  const holder = read === undefined ? undefined : unparen(read.holder);
  const symbol = holder?.kind === 'identifier' ? pkg.symbolOf(holder) : undefined;
  if (read === undefined || symbol?.kind !== 'variable') return [];
  const { wrapper, handle } = read;
  const isGiven = symbol.role === 'parameter' || symbol.role === 'receiver';
  if (!isGiven || wrapper.releases.some(({ node, path }) => node === fn.node && path === handle.path))
    return [];
  const given = receiverOfHandle(symbol, handle.path, at, fn, wrappers, pkg);
  if (given === undefined) return [];
  return wrapper.cleanups.flatMap((cleanup) => {
    const frees = cleanup.frees.find(({ path }) => path === handle.path);
    if (frees === undefined || cleanup.kind !== 'finalizer' || cleanup.path !== '') return [];
    const { call, callee } = given;
    return [{ at, given: call, callee, cleanup, frees, saved: savedBy(symbol, frees, fn, pkg) }];
  });
}

/** The call of C above that gets the handle. */
function receiverOfHandle(
  symbol: GoSymbol,
  path: string,
  cleared: Node,
  { body }: GoFunction,
  wrappers: WrapperTypes,
  pkg: Package,
): { readonly call: Node; readonly callee: string } | undefined {
  for (const call of body.allOutside('func_literal', 'call_expression')) {
    const callee = call.end < cleared.start ? calleeOf(call, pkg) : undefined;
    if (callee?.kind !== 'c') continue;
    const isGiven = argumentsOf(call).some((argument) => {
      const read = wrappers.handleRead(argument);
      const holder = read?.handle.path === path ? unparen(read.holder) : undefined;
      return holder?.kind === 'identifier' && pkg.symbolOf(holder) === symbol;
    });
    if (isGiven) return { call, callee: callee.name };
  }
  return undefined;
}

function savedBy(
  symbol: GoSymbol,
  { guard, cFunction }: CleanupRelease,
  { body }: GoFunction,
  pkg: Package,
): string | undefined {
  if (guard !== undefined) return 'the finalizer looks whether there is something left to free';
  if (cFunction === 'free') return '`free` does nothing with a null pointer';
  const off = body.all('call_expression').find((call) => mayTakeOff(call, symbol, pkg));
  return off === undefined ? undefined : `\`${off.text.split('\n')[0] ?? ''}\` may take the finalizer off`;
}

/** `runtime.SetFinalizer(x, nil)`, or a function that is given the object and may do that. */
function mayTakeOff(call: Node, symbol: GoSymbol, pkg: Package): boolean {
  const callee = calleeOf(call, pkg);
  const isObject = (node: Node | undefined): boolean =>
    node !== undefined && rootOf(node, pkg)?.symbol === symbol && rootOf(node, pkg)?.path === '';
  if (callee.kind === 'package')
    return callee.path === 'runtime'
      ? callee.name === 'SetFinalizer' && isObject(argumentsOf(call)[0])
      : argumentsOf(call).some(isObject);
  const isReceiver = callee.kind === 'method' && isObject(callee.operand);
  if (!isReceiver && !argumentsOf(call).some(isObject)) return false;
  if (callee.kind !== 'function' && callee.kind !== 'method') return callee.kind === 'unknown';
  const declarations = calledDeclarations(call, pkg) ?? [];
  return declarations.length === 0 || declarations.some(({ text }) => text.includes('SetFinalizer'));
}
