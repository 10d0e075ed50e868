import type { Node } from '../../syntax/tree.ts';
import { argumentsOf, calleeOf, isCall } from '../callee.ts';
import { parametersOf } from './function-parts.ts';
import { testsBefore } from './tests-before.ts';
import type { Values } from './values.ts';

/** The call that a literal is given to, where a test in the called function decides whether the literal runs. */
export function testingRunner(literal: Node, values: Values): Node | undefined {
  const call = literal.parent?.kind === 'argument_list' ? literal.parent.parent : undefined;
  if (call === undefined || !isCall(call)) return undefined;
  const index = argumentsOf(call).indexOf(literal);
  const isTested = values.calledDeclarations(call).some((callee) => {
    const parameter = parametersOf(callee)[index];
    const symbol = parameter === undefined ? undefined : values.pkg.symbolOf(parameter);
    const uses = symbol === undefined ? [] : values.pkg.bindings.usesOf(symbol);
    return uses.some((use) => use.parent?.child('function') === use && testsBefore(use).length > 0);
  });
  return isTested ? call : undefined;
}

/** `x.once.Do(func() { … })` around a literal, or `x.once.Do(x.free)` itself. */
export function onceAround(argument: Node, values: Values): Node | undefined {
  const call = argument.parent?.kind === 'argument_list' ? argument.parent.parent : undefined;
  if (call === undefined || !isCall(call)) return undefined;
  const callee = calleeOf(call, values.pkg);
  if (callee.kind !== 'method' || callee.name !== 'Do') return undefined;
  const shape = values.shapeOf(callee.operand);
  return shape.kind === 'external' && shape.path === 'sync' && shape.name === 'Once' ? call : undefined;
}
