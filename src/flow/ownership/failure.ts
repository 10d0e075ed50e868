import type { FunctionFacts } from '../../knowledge/library.ts';
import { argumentsOf, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import { unconverted } from '../value-use.ts';
import type { FailureSign } from './effect.ts';

/** How a call of the function says that it failed: by its result, or by the place that gets an error's text. */
export function failureOf(call: Node, facts: FunctionFacts, pkg: Package): FailureSign | undefined {
  if (facts.fails === undefined) return undefined;
  if (typeof facts.fails === 'string') return { kind: 'status', failure: facts.fails };
  const argument = argumentsOf(call)[facts.fails.sets];
  const place = argument === undefined ? undefined : addressedPlace(argument, pkg);
  return place === undefined ? undefined : { kind: 'set', place };
}

/** `p` of `&p` and `(**C.T)(unsafe.Pointer(&p))`. */
export function addressedPlace(argument: Node, pkg: Package): Node | undefined {
  const expression = unconverted(argument, pkg);
  if (expression.kind !== 'unary_expression' || !expression.text.startsWith('&')) return undefined;
  const operand = expression.child('operand');
  return operand === undefined ? undefined : unparen(operand);
}
