import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import { cCallsWithin } from '../../semantic/calls.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type {
  Cleanup,
  HandleRead,
  Release,
  WrapperType,
  WrapperTypes,
} from '../../semantic/wrapper/model.ts';
import type { Node } from '../../syntax/tree.ts';
import type { CallEffects } from './call-effects.ts';

/** A handle of a wrapper that a C function becomes the owner of. */
export interface GivenHandle {
  readonly fn: GoFunction;
  readonly call: Node;
  /** The C function, by its name. */
  readonly callee: string;
  /** The argument. */
  readonly at: Node;
  readonly outcome: GivenOutcome;
}

/** Who frees the handle a second time; or why nobody is seen to. */
export type GivenOutcome =
  | {
      readonly kind: 'cleanup';
      readonly wrapper: WrapperType;
      readonly cleanup: Cleanup;
      readonly by: string;
    }
  | { readonly kind: 'release'; readonly wrapper: WrapperType; readonly release: Release }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * The calls of a function that give a wrapper's handle to a C function that a table says becomes its owner, while the
 * wrapper frees it as well: by a finalizer or cleanup that stays set, or, where it is the receiver's own, by the method
 * that ends the receiver. Whoever frees second frees memory that is gone (C11 7.22.3.3).
 *
 * @param wrappers asked for last: they take long to find
 */
export function handlesGivenAway(
  fn: GoFunction,
  effects: CallEffects,
  wrappers: () => WrapperTypes,
  pkg: Package,
): GivenHandle[] {
  return cCallsWithin(fn, pkg).flatMap(({ call, callee }): GivenHandle[] => {
    if (!effects.mayTake(callee.name)) return [];
    return argumentsOf(call).flatMap((at, index): GivenHandle[] => {
      const { outcomes, basis } = effects.onArgument(call, callee, index, []);
      if (basis.kind !== 'table' || !outcomes.some(({ effect }) => effect.kind === 'takes')) return [];
      const read = wrappers().handleRead(at);
      if (read === undefined) return [];
      return [{ fn, call, callee: callee.name, at, outcome: outcomeOf(read, call, fn, effects, pkg) }];
    });
  });
}

function outcomeOf(
  { wrapper, handle, holder }: HandleRead,
  call: Node,
  fn: GoFunction,
  effects: CallEffects,
  pkg: Package,
): GivenOutcome {
  const none = (reason: string): GivenOutcome => ({ kind: 'none', reason });
  const owner = unparen(holder);
  const symbol = owner.kind === 'identifier' ? pkg.symbolOf(owner) : undefined;
  if (symbol?.kind !== 'variable') return none('what holds the handle is not followed');
  const other = otherUse(symbol, call, fn, pkg);
  if (other !== undefined)
    return none(`\`${other.text.split('\n')[0] ?? ''}\` may keep the wrapper from freeing it`);
  const releases = wrapper.releases.filter((one) => one.path === handle.path);
  const isOfHandle = (name: string): boolean =>
    effects.mayFree(name) &&
    (wrapper.handles.length === 1 || releases.some(({ cFunction }) => cFunction === name));
  for (const cleanup of wrapper.cleanups) {
    const by = cleanup.path === '' ? cleanup.releases?.find(isOfHandle) : undefined;
    if (by === undefined) continue;
    const isCounted = effects.freesInPart(by);
    if (!isCounted || !mayHoldMore(by, cleanup, wrapper, effects, pkg))
      return { kind: 'cleanup', wrapper, cleanup, by };
  }
  if (symbol.role !== 'receiver') return none('whoever has the wrapper may know not to free it');
  const release = releases.find(
    ({ isMethod, cFunction, guard, node }) =>
      isMethod &&
      effects.mayFree(cFunction) &&
      !effects.freesInPart(cFunction) &&
      node !== fn.node &&
      (guard === undefined || guard.kind === 'handle') &&
      // Who gives the one handle that there is gives the whole away, and whoever calls it may know.
      wrapper.releases.some((one) => one.node === node && one.path !== handle.path),
  );
  if (release === undefined) return none('no method surely frees it again');
  const isForgotten = fieldIsCleared(handle.path, release, pkg);
  return isForgotten
    ? none('some code takes the pointer out of the field')
    : { kind: 'release', wrapper, release };
}

/**
 * What else a function does with the wrapper, and may keep it from freeing the handle: it sets a field behind the call,
 * calls a method on it or hands it on, takes off its finalizer, or gets one reference more from C. What a function
 * literal above the call sets may be set behind it: a deferred one runs when the function ends
 * (https://go.dev/ref/spec#Defer_statements).
 */
function otherUse(symbol: GoSymbol, call: Node, { body }: GoFunction, pkg: Package): Node | undefined {
  const isOf = (node: Node): boolean => node.kind === 'identifier' && pkg.symbolOf(node) === symbol;
  const mentions = (node: Node): boolean => node.all('identifier').some(isOf);
  const isSet = body
    .all('assignment_statement')
    .find(
      (one) =>
        (one.end >= call.end || one.ancestor('func_literal') !== undefined) &&
        one.childrenOf('left').some(mentions),
    );
  if (isSet !== undefined) return isSet;
  return body.all('call_expression').find((one) => {
    if (one === call || one.contains(call) || !mentions(one)) return false;
    const callee = calleeOf(one, pkg);
    switch (callee.kind) {
      case 'c':
        return addsByName.test(callee.name);
      case 'builtin':
      case 'conversion':
        return false;
      case 'package':
        return callee.path !== 'runtime' || callee.name !== 'KeepAlive';
      case 'method':
        return mentions(callee.operand) || argumentsOf(one).some(isOf);
      default:
        return argumentsOf(one).some(mentions);
    }
  });
}

/**
 * Whether every wrapper may hold more references than the one that its cleanup gives back: some code beside the
 * constructors adds one, or each constructor does (`g_object_ref_sink`).
 */
function mayHoldMore(
  release: string,
  { setIn }: Cleanup,
  { constructors }: WrapperType,
  effects: CallEffects,
  pkg: Package,
): boolean {
  if (setIn === undefined) return true;
  const making = new Set(constructors.map(({ node }) => node));
  return pkg.functions().some((fn) => {
    if (fn.node !== setIn && making.has(fn.node)) return false;
    return cCallsWithin(fn, pkg).some(({ callee }) => addsReference(callee.name, release, effects));
  });
}

function addsReference(name: string, release: string, effects: CallEffects): boolean {
  return addsByName.test(name) || effects.addsReference(name, release);
}

const addsByName = /(up_?ref|_ref|add_?ref|ref_sink|dup|retain|CRYPTO_add)(_|$)/i;

/** Whether some code outside of the release sets the field to nil. */
function fieldIsCleared(path: string, release: Release, pkg: Package): boolean {
  const field = path.slice(path.lastIndexOf('.') + 1);
  return pkg.functions().some(
    ({ node, body }) =>
      node !== release.node &&
      body.all('assignment_statement').some((one) => {
        const targets = one.child('left')?.children ?? [];
        const values = one.child('right')?.children ?? [];
        return targets.some(
          (target, index) =>
            target.kind === 'selector_expression' &&
            target.child('field')?.text === field &&
            values[index]?.kind === 'nil',
        );
      }),
  );
}
