import { canonical, nilKey } from '../../../flow/conditions.ts';
import { definitionsOf } from '../../../flow/definitions.ts';
import type { FunctionFlow } from '../../../flow/function-flow.ts';
import type { OwnedLeak } from '../../../flow/ownership/leak.ts';
import { argumentsOf, calleeOf } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Node } from '../../../syntax/tree.ts';

/**
 * The condition on a path that may say that there is nothing to free, though it does not test the pointer itself: it
 * tests the status of an object that nothing has used yet (`cairo_surface_status` of an inert surface), or finds nil
 * what a Go function made of the pointer.
 */
export function absenceTest({ path, last }: OwnedLeak, flow: FunctionFlow, pkg: Package): Node | undefined {
  const holders = new Set(last.state.holders.map(({ symbol }) => symbol));
  const isOfHolder = (name: Node): boolean => {
    const symbol = pkg.symbolOf(name);
    return symbol !== undefined && holders.has(symbol);
  };
  // A test of the pointer itself is a fact of the path.
  const pointers = new Set(
    last.state.holders.filter((one) => one.path.length === 0).map(({ symbol }) => symbol),
  );
  for (const edge of path.edges) {
    if (edge.condition?.kind !== 'expression') continue;
    const nils = new Set(flow.facts.factsOf(edge).flatMap(({ key, value }) => (value ? [key] : [])));
    const { node } = edge.condition;
    for (const name of node.all('identifier')) {
      const symbol = pkg.symbolOf(name);
      if (symbol?.kind !== 'variable' || pointers.has(symbol)) continue;
      const isNil = nils.has(nilKey(canonical(name, pkg)));
      const calls = callsThatMade(symbol, pkg).filter((call) =>
        argumentsOf(call).some((argument) =>
          argument.all('identifier').some((one) => isOfHolder(one) && callAround(one, pkg) === call),
        ),
      );
      if (calls.some((call) => tellsAbsence(call, isNil, last.state.isUsed, pkg))) return node;
    }
  }
  return undefined;
}

/** The call that gets it: in `check(C.get(&p))` only `C.get` does, and what `check` gives is made of a status. */
function callAround(name: Node, pkg: Package): Node | undefined {
  let call = name.ancestor('call_expression');
  while (call !== undefined && calleeOf(call, pkg).kind === 'conversion')
    call = call.ancestor('call_expression');
  return call;
}

function callsThatMade(symbol: GoSymbol, pkg: Package): Node[] {
  return definitionsOf(symbol, pkg).flatMap(({ value }) => value?.all('call_expression') ?? []);
}

function tellsAbsence(call: Node, isNil: boolean, isUsed: boolean, pkg: Package): boolean {
  const callee = calleeOf(call, pkg);
  if (callee.kind === 'c') return !isUsed && argumentsOf(call).length === 1 && asksStatus.test(callee.name);
  return isNil && (callee.kind === 'function' || callee.kind === 'package' || callee.kind === 'method');
}

const asksStatus = /(^|_)(status|error|err|(is_?)?valid|is_?ok)$/i;
