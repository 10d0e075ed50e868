import { onlyReads } from '../../knowledge/c-names.ts';
import { argumentsOf, calleeOf } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import { definitionsOf } from '../definitions.ts';
import { unconverted } from '../value-use.ts';

/**
 * Whether a free of what a variable holds stands where a call of C that got it has failed, and the function leaves
 * there: `q := C.q_new(cfg); if q == nil { C.cfg_free(cfg); return }`. Where that call succeeds, it may own it.
 */
export function undoesCall(free: Node, symbol: GoSymbol, pkg: Package): boolean {
  for (let node = free; node.parent !== undefined && node.kind !== 'func_literal'; node = node.parent) {
    const branch = node.parent;
    if (branch.kind !== 'if_statement' || node.field !== 'consequence') continue;
    return leaves(node) && testsTaker(branch, symbol, pkg);
  }
  return false;
}

/** Whether a return statement stands in some branch of the function, and not at its end. */
export function isInBranch(statement: Node): boolean {
  return statement.ancestor('if_statement', 'expression_case', 'type_case', 'default_case') !== undefined;
}

function leaves(block: Node): boolean {
  const statements = block.children.flatMap((one) => (one.kind === 'statement_list' ? one.children : [one]));
  return statements.at(-1)?.kind === 'return_statement';
}

/** Whether the condition is about the outcome of a call that may have taken it: the call itself, or a variable of it. */
function testsTaker(branch: Node, symbol: GoSymbol, pkg: Package): boolean {
  const condition = branch.child('condition');
  if (condition === undefined) return false;
  if (hasTaker(condition, symbol, pkg)) return true;
  return condition.all('identifier').some((name) => {
    const tested = pkg.symbolOf(name);
    if (tested?.kind !== 'variable' || tested === symbol) return false;
    const last = definitionsOf(tested, pkg)
      .filter(({ target }) => target.end <= condition.start)
      .at(-1);
    // `C.q_from(cfg, &rc)` sets the status through its address.
    const isAddressed = last?.target.parent?.kind === 'unary_expression';
    const filling = isAddressed ? last.target.ancestor('call_expression') : undefined;
    const value = last?.value ?? last?.result?.call ?? filling;
    return value !== undefined && hasTaker(value, symbol, pkg);
  });
}

function hasTaker(expression: Node, symbol: GoSymbol, pkg: Package): boolean {
  return expression.all('call_expression').some((call) => {
    const callee = calleeOf(call, pkg);
    if (callee.kind !== 'c' || onlyReads(callee.name) || pkg.libraries.factsOf(callee.name) !== undefined)
      return false;
    return argumentsOf(call).some((argument) => {
      const value = unconverted(argument, pkg);
      return value.kind === 'identifier' && pkg.symbolOf(value) === symbol;
    });
  });
}
