import { mayKeep } from '../../knowledge/c-names.ts';
import type { ParameterEffect } from '../../semantic/c-parameter-effect.ts';
import type { Node } from '../../syntax/tree.ts';

/**
 * What each parameter of a C body gets behind it, on every path and once: the value of `*out = malloc(n)`. None where
 * the body leaves early, frees it or gives it another value, or hands it to a function that may keep it.
 *
 * @param names the parameters in order
 * @returns the assigned values by the parameter's index
 */
export function filledPlaces(
  body: Node,
  names: readonly (string | undefined)[],
  effectOf: (callee: string, index: number) => ParameterEffect,
): ReadonlyMap<number, Node> {
  const found = new Map<number, Node>();
  // A way out, a status among them, may say that nothing was given.
  if (body.all('return_statement', 'goto_statement').length > 0) return found;
  for (const statement of body.children) {
    const assignment = statement.kind === 'expression_statement' ? statement.children[0] : undefined;
    if (assignment?.kind !== 'assignment_expression' || assignment.child('operator')?.text !== '=') continue;
    const [target, value] = [assignment.child('left'), assignment.child('right')];
    const name = target === undefined ? undefined : behind(target);
    const index = name === undefined ? -1 : names.indexOf(name);
    if (name === undefined || value === undefined || index < 0) continue;
    const isOnlyRead = body
      .all('identifier')
      .every((use) => use.text !== name || use === target?.child('argument') || isRead(use, effectOf));
    if (isOnlyRead) found.set(index, value);
  }
  return found;
}

/** The `out` of `*out`. */
function behind(expression: Node): string | undefined {
  if (expression.kind !== 'pointer_expression' || !expression.text.startsWith('*')) return undefined;
  const argument = expression.child('argument');
  return argument?.kind === 'identifier' ? argument.text : undefined;
}

/** Whether a mention of `out` is a `*out` that is compared, written through or handed to a function that looks at it. */
function isRead(use: Node, effectOf: (callee: string, index: number) => ParameterEffect): boolean {
  let value = use.parent;
  if (value === undefined || behind(value) === undefined) return false;
  while (value.parent?.is('parenthesized_expression', 'cast_expression') === true) value = value.parent;
  const { parent } = value;
  switch (parent?.kind) {
    case 'subscript_expression':
    case 'field_expression':
      return parent.parent?.text.startsWith('&') !== true;
    case 'argument_list': {
      const callee = parent.parent?.child('function');
      return (
        callee?.kind === 'identifier' &&
        !mayKeep(callee.text) &&
        effectOf(callee.text, parent.children.indexOf(value)) !== 'takes'
      );
    }
    case 'binary_expression':
      return /^[=!]=$/.test(parent.child('operator')?.text ?? '');
    case 'if_statement':
    case 'unary_expression':
      return true;
    default:
      return false;
  }
}
