import { argumentsOf, calleeOf } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Node } from '../../../syntax/tree.ts';
import { enclosingFunction } from '../../literals.ts';
import { useOf } from '../../value-use.ts';
import type { CallEffects } from '../call-effects.ts';
import type { CallEffect } from '../effect.ts';
import { reach } from '../holder.ts';
import type { Holder } from '../holder.ts';
import type { ObjectState } from './object-state.ts';
import { isOnlyTouched } from './part-address.ts';

/** Whether code that runs some time, a function literal or a loop's body, frees the memory, or gives it away. */
export function takes(
  code: Node,
  { holders }: Pick<ObjectState, 'holders'>,
  { effects, pkg }: { readonly effects: CallEffects; readonly pkg: Package },
): boolean {
  const all = [...holders];
  return code.all('identifier').some((name) => {
    const symbol = pkg.symbolOf(name);
    return all.some((holder) => {
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
      // `p := s[i]`: what the code does with its own variable follows below.
      if (use.kind === 'alias' && isFollowed(use.symbol, holder, code)) {
        const path = found.kind === 'container' ? found.rest : [];
        all.push({ symbol: use.symbol, path, isView: holder.isView });
        return false;
      }
      if (use.kind === 'dereference') return movesMember(found.node, pkg);
      return !['go-copy', 'compare', 'discard', 'overwrite'].includes(use.kind);
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
    if (found.kind !== 'pointer') return false;
    if (use.kind === 'dereference') return isOnlyTouched(found.node, pkg);
    return ['go-copy', 'compare', 'discard'].includes(use.kind);
  });
}

function borrows({ outcomes }: CallEffect): boolean {
  return outcomes.every(({ effect }) => effect.kind === 'borrows');
}

/** Whether another variable is declared by the code itself, so that all its uses come behind. */
function isFollowed(symbol: GoSymbol, holder: Holder, code: Node): boolean {
  return symbol !== holder.symbol && symbol.role === 'local' && code.contains(symbol.declaration);
}

/**
 * Whether a member of a struct of C that lies in a Go variable is kept by something else: `names[i] = item.name`. What
 * was put into the struct goes with it.
 */
function movesMember(struct: Node, pkg: Package): boolean {
  if (pkg.types.ofExpression(struct).kind !== 'c') return false;
  let member = struct;
  while (member.parent?.kind === 'selector_expression' && member.parent.child('operand') === member)
    member = member.parent;
  const isNumber = pkg.types.underlying(pkg.types.ofExpression(member)).kind === 'basic';
  return !isNumber && !['go-copy', 'compare', 'discard', 'dereference'].includes(useOf(member, pkg).kind);
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
