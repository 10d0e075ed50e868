import { argumentsOf, calleeOf, throughParens } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { unconverted, useOf } from '../value-use.ts';
import type { Acquisition } from './acquisitions.ts';
import type { CallEffects } from './call-effects.ts';
import { elsewhere, lossOf } from './loss.ts';
import { ObjectWalk } from './walk/object-walk.ts';

/**
 * What the graph of a function alone says may become of memory that the function comes to own: a path counts, whether
 * it contradicts itself or not. What is false here needs no search of the feasible paths.
 */
export interface Outlook {
  readonly mayBeLost: boolean;
  readonly mayBeReturned: boolean;
}

export function outlookOf(acquisition: Acquisition, flow: FunctionFlow, effects: CallEffects): Outlook {
  let outlook = outlooks.get(acquisition);
  if (outlook === undefined) {
    outlook = isFreedByNextStatement(acquisition, flow.package, effects)
      ? { mayBeLost: false, mayBeReturned: false }
      : overGraph(acquisition, flow, effects);
    outlooks.set(acquisition, outlook);
  }
  return outlook;
}

const outlooks = new WeakMap<Acquisition, Outlook>();

function overGraph(acquisition: Acquisition, flow: FunctionFlow, effects: CallEffects): Outlook {
  const found = { mayBeLost: false, mayBeReturned: false };
  const walk = new ObjectWalk(
    flow,
    effects,
    {
      end: (end, { state }) => {
        if (end.kind === 'returned') found.mayBeReturned = true;
        if (lossOf(elsewhere(end, state, flow), state) !== undefined) found.mayBeLost = true;
        return undefined;
      },
    },
    { pastFreeing: false, isRough: true },
  );
  return walk.acquire(acquisition) ? found : { mayBeLost: true, mayBeReturned: true };
}

/** `x := C.f()` and then `defer C.free(x)`: most of what Go code gets from C is freed so. */
function isFreedByNextStatement(
  { call, gift, way }: Acquisition,
  pkg: Package,
  effects: CallEffects,
): boolean {
  if (way.kind !== 'result' || way.index !== 0 || gift.path.length > 0) return false;
  const use = useOf(call, pkg);
  const next = use.kind === 'alias' ? statementBehind(call) : undefined;
  const deferred = next?.kind === 'defer_statement' ? next.children[0] : undefined;
  if (use.kind !== 'alias' || deferred?.kind !== 'call_expression') return false;
  const callee = calleeOf(deferred, pkg);
  return (
    callee.kind === 'c' &&
    argumentsOf(deferred).some((argument, index) => {
      if (!isVariable(argument, use.symbol, pkg)) return false;
      const { outcomes } = effects.onArgument(deferred, callee, index, []);
      return outcomes.every(({ effect }) => effect.kind === 'frees' && effect.isPartial !== true);
    }) &&
    !isReturned(use.symbol, pkg)
  );
}

/** The statement behind the assignment of a value to one variable. */
function statementBehind(value: Node): Node | undefined {
  let assigned = throughParens(value);
  while (assigned.parent !== undefined && assigned.parent.kind !== 'expression_list') {
    assigned = assigned.parent;
  }
  const statement = assigned.parent?.parent;
  const list = statement?.kind === 'short_var_declaration' ? statement.parent : undefined;
  return list?.kind === 'statement_list' ? statement?.nextSibling : undefined;
}

function isVariable(argument: Node, symbol: GoSymbol, pkg: Package): boolean {
  const value = unconverted(argument, pkg);
  return value.kind === 'identifier' && pkg.symbolOf(value) === symbol;
}

function isReturned(symbol: GoSymbol, pkg: Package): boolean {
  return pkg.bindings.usesOf(symbol).some((mention) => useOf(mention, pkg).kind === 'return');
}
