import { argumentsOf, calleeOf } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import { enclosingFunction } from '../../literals.ts';
import { useOf } from '../../value-use.ts';
import type { CallEffects } from '../call-effects.ts';
import type { CallEffect } from '../effect.ts';
import { reach } from '../holder.ts';
import type { Holder } from '../holder.ts';
import type { ObjectState } from './object-state.ts';

/** Whether code that runs some time, a function literal or a loop's body, frees the memory, or gives it away. */
export function takes(
  code: Node,
  state: ObjectState,
  { effects, pkg }: { readonly effects: CallEffects; readonly pkg: Package },
): boolean {
  return code.all('identifier').some((name) => {
    const symbol = pkg.symbolOf(name);
    return state.holders.some((holder) => {
      if (holder.symbol !== symbol) return false;
      const found = reach(name, holder);
      if (found === undefined) return false;
      if (found.kind === 'receiver') return !onlyBorrows(effects.onReceiver(found.call, found.rest));
      const use = useOf(found.node, pkg);
      // `s = append(s, …)` keeps what is in `s`.
      if (use.kind === 'other' && isAppended(found.node, pkg)) return false;
      if (use.kind === 'c-argument' || use.kind === 'go-argument') {
        const callee = calleeOf(use.call, pkg);
        const index = argumentsOf(use.call).findIndex((one) => one.contains(found.node));
        const rest = found.kind === 'container' ? found.rest : [];
        return !onlyBorrows(effects.onArgument(use.call, callee, index, rest));
      }
      return !['go-copy', 'dereference', 'compare', 'discard', 'overwrite'].includes(use.kind);
    });
  });
}

/**
 * Whether all that a function does with what a parameter leads to is looking at it, whatever path it takes: most do
 * nothing else, and that is told without following them.
 */
export function isOnlyLookedAt(body: Node, holder: Holder, effects: CallEffects, pkg: Package): boolean {
  return body.all('identifier').every((name) => {
    if (pkg.symbolOf(name) !== holder.symbol) return true;
    if (enclosingFunction(name) !== body.parent) return false;
    const found = reach(name, holder);
    if (found === undefined) {
      const selected = name.parent?.kind === 'selector_expression' ? name.parent.child('field') : undefined;
      return selected !== undefined && !effects.mayBeMethod(selected.text);
    }
    if (found.kind === 'receiver') return borrows(effects.onReceiver(found.call, found.rest));
    const use = useOf(found.node, pkg);
    if (use.kind === 'c-argument' || use.kind === 'go-argument') {
      const callee = calleeOf(use.call, pkg);
      const index = argumentsOf(use.call).findIndex((one) => one.contains(found.node));
      return borrows(
        effects.onArgument(use.call, callee, index, found.kind === 'container' ? found.rest : []),
      );
    }
    return found.kind === 'pointer' && ['go-copy', 'compare', 'discard'].includes(use.kind);
  });
}

function borrows({ outcomes }: CallEffect): boolean {
  return outcomes.every(({ effect }) => effect.kind === 'borrows');
}

function onlyBorrows({ outcomes }: CallEffect): boolean {
  return outcomes.every(({ effect }) => effect.kind === 'borrows' || effect.kind === 'may-keep');
}

/** The slice of `append(s, …)`. */
function isAppended(node: Node, pkg: Package): boolean {
  const call = node.parent?.kind === 'argument_list' ? node.parent.parent : undefined;
  const callee = call === undefined ? undefined : calleeOf(call, pkg);
  return callee?.kind === 'builtin' && callee.name === 'append';
}
