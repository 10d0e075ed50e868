import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import { isAssignedOnce } from '../conditions.ts';
import type { FlowNode } from '../cfg.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { statementOf, unconverted } from '../value-use.ts';
import type { CallEffects } from './call-effects.ts';
import type { CallEffect, Effect } from './effect.ts';
import { placePath } from './holder.ts';
import type { Holder } from './holder.ts';

/** A call that frees what a place leads to. */
export interface Release {
  readonly call: Node;
  readonly node: FlowNode;
  /** Freed when the function ends: the pointer is read at the defer statement. */
  readonly isDeferred: boolean;
  readonly effect: CallEffect;
  /** The function, as the code writes it. */
  readonly by: string;
  /** The place as the code writes it, and as a holder. */
  readonly place: Node;
  readonly holder: Holder;
}

/** The calls of a function, its literals left out, that free what a variable or field leads to. */
export function releasesOf(
  { body }: GoFunction,
  flowOf: () => FunctionFlow,
  effects: CallEffects,
  pkg: Package,
): Release[] {
  return body.allOutside('func_literal', 'call_expression').flatMap((call): Release[] => {
    const callee = calleeOf(call, pkg);
    if (callee.kind === 'c' ? !effects.mayFree(callee.name) : !effects.mayReachC(callee)) return [];
    const flow = flowOf();
    const node = flow.nodeAt(call);
    const statement = statementOf(call);
    if (node === undefined || statement === 'go' || !flow.facts.isReachable(node)) return [];
    return argumentsOf(call).flatMap((argument, index): Release[] => {
      const effect = effects.onArgument(call, callee, index, []);
      const freed = freeingEffect(effect);
      const place = unconverted(argument, pkg);
      const found = freed === undefined ? undefined : placePath(place, pkg);
      if (freed === undefined || found === undefined || unparen(place).kind === 'unary_expression') return [];
      const holder: Holder = { ...found, isView: false };
      return [{ call, node, isDeferred: statement === 'defer', effect, by: freed.by, place, holder }];
    });
  });
}

function freeingEffect({ outcomes }: CallEffect): Extract<Effect, { kind: 'frees' }> | undefined {
  const effects = outcomes.map(({ effect }) => effect);
  return effects.find((effect) => effect.kind === 'frees');
}

/** A place, and the variables that hold the same pointer for good: each is assigned once, the one from the other. */
export function aliasesOf(holder: Holder, flow: FunctionFlow): Holder[] {
  if (holder.path.length > 0) return [holder];
  const pkg = flow.package;
  const root = aliasRoot(holder.symbol, pkg);
  const found = new Set([holder.symbol]);
  for (const name of flow.function.body.all('identifier')) {
    const symbol = pkg.symbolOf(name);
    if (
      symbol?.kind === 'variable' &&
      symbol.owner === holder.symbol.owner &&
      aliasRoot(symbol, pkg) === root
    )
      found.add(symbol);
  }
  return [...found].map((symbol) => ({ symbol, path: [], isView: false }));
}

function aliasRoot(symbol: GoSymbol, pkg: Package): GoSymbol {
  if (symbol.role !== 'local' || symbol.value?.count !== 1 || !isAssignedOnce(symbol, pkg)) return symbol;
  const value = unconverted(symbol.value.node, pkg);
  const source = value.kind === 'identifier' ? pkg.symbolOf(value) : undefined;
  const isFixed = source?.kind === 'variable' && source.owner === symbol.owner && isAssignedOnce(source, pkg);
  return isFixed ? aliasRoot(source, pkg) : symbol;
}
