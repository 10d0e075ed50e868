import type { SuggestedFix } from '../../../engine/diagnostic.ts';
import type { Pass } from '../../../engine/rule.ts';
import { definitionsOf } from '../../../flow/definitions.ts';
import { unparen } from '../../../semantic/callee.ts';
import { typeText } from '../../../semantic/type.ts';
import type { GoFile } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';

/** `func(_ *T) { … x … }` on `x` of that type: as `func(x *T)` it is given the same object, and captures none. */
export function parameterFix(object: Node, runs: Node, pass: Pass, file: GoFile): SuggestedFix | undefined {
  const name = unparen(object);
  const symbol = name.kind === 'identifier' ? pass.package.symbolOf(name) : undefined;
  const literal = unparen(runs);
  if (symbol === undefined || literal.kind !== 'func_literal') return undefined;
  const [parameter, ...others] = literal.child('parameters')?.children ?? [];
  const [unused, ...more] = parameter?.childrenOf('name') ?? [];
  const type = parameter?.child('type');
  if (unused?.text !== '_' || others.length > 0 || more.length > 0 || type === undefined) return undefined;
  const given = pass.package.types.ofExpression(name);
  const isSame = given.kind === 'pointer' && typeText(given) === type.text.replace(/\s/g, '');
  const isAssigned = definitionsOf(symbol, pass.package).some(({ target }) => literal.contains(target));
  // Another variable that leads to the object would still be captured.
  const isOnly = !literal.all('identifier').some((one) => one.text !== name.text && isFromOutside(one));
  return isSame && !isAssigned && isOnly
    ? {
        message: `Name the parameter \`${name.text}\`: it is the object`,
        edits: [{ path: file.path, span: unused.span, newText: name.text }],
      }
    : undefined;

  function isFromOutside(mention: Node): boolean {
    const one = pass.package.symbolOf(mention);
    const isLocal = one?.kind === 'variable' && one.role !== 'package-level';
    return isLocal && !literal.contains(one.declaration);
  }
}
