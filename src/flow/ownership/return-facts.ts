import { unparen } from '../../semantic/callee.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FlowNode } from '../cfg.ts';
import { canonical, nilKey } from '../conditions.ts';
import type { Fact, FactSet } from '../conditions.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { isNilError } from '../nil-errors.ts';

/**
 * `return nil, err` gives the named results their values before the deferred calls run
 * (https://go.dev/ref/spec#Return_statements): what is known of their being nil.
 */
export function factsOfReturn(node: FlowNode, flow: FunctionFlow, facts: FactSet): Fact[] {
  const { syntax } = node;
  if (syntax?.kind !== 'return_statement') return [];
  const names = resultNames(flow.function.node);
  const values = syntax.children[0]?.children ?? [];
  if (names.length === 0 || values.length !== names.length) return [];
  return names.flatMap((name, index) => {
    const value = values[index];
    const symbol = flow.package.symbolOf(name);
    const isNil = value === undefined ? undefined : nilnessOf(value, flow, facts);
    if (symbol === undefined || isNil === undefined) return [];
    return [{ key: nilKey(canonical(name, flow.package)), value: isNil, symbols: [symbol] }];
  });
}

/** The named results that a return statement gives new values: what was known of them holds no more. */
export function setByReturn({ syntax }: FlowNode, flow: FunctionFlow): readonly GoSymbol[] {
  if (syntax?.kind !== 'return_statement' || syntax.children.length === 0) return [];
  return resultNames(flow.function.node).flatMap((name) => flow.package.symbolOf(name) ?? []);
}

/** Whether an expression of an error or pointer is nil (true) or surely not (false) where the facts hold. */
export function nilnessOf(value: Node, flow: FunctionFlow, facts: FactSet): boolean | undefined {
  const expression = unparen(value);
  const known = facts.get(nilKey(canonical(expression, flow.package)))?.value;
  return known ?? isNilError(expression, flow.package);
}

/** The names of a function's results; none where they have no names. */
export function resultNames(fn: Node): Node[] {
  const result = fn.child('result');
  if (result?.kind !== 'parameter_list') return [];
  return result.children.flatMap((one) => one.childrenOf('name'));
}
