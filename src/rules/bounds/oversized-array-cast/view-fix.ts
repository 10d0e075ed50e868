import type { SuggestedFix } from '../../../engine/diagnostic.ts';
import { integerConstant } from '../../../flow/origin/integer-constant.ts';
import { argumentsOf, calleeOf, isCall } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import { canUseUnsafe } from '../../../syntax/go-file.ts';
import type { GoFile } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import { boundsOf } from './array-view.ts';
import type { ArrayView } from './array-view.ts';

/** `unsafe.Slice((*T)(p), n)`, which has no bound of its own: the same elements, with a capacity of n. */
export function sliceFix(view: ArrayView, file: GoFile, pkg: Package): SuggestedFix | undefined {
  const { slice, element, pointer } = view;
  // unsafe.Slice came with Go 1.17.
  if (slice === undefined || view.isThroughVariable || !pkg.hasGo(1, 17) || !canUseUnsafe(file))
    return undefined;
  const start = slice.child('start');
  const { end, capacity } = boundsOf(slice);
  if (end === undefined || (start !== undefined && integerConstant(start, pkg) !== 0n)) return undefined;
  if (capacity !== undefined && (capacity.text !== end.text || !isWithoutEffect(end, pkg))) return undefined;
  // The operand keeps what is written in it only where it is one line.
  if (slice.text.includes('\n') || slice.all('comment').length > 0) return undefined;
  const newText = `unsafe.Slice((*${element.text})(${pointer.text}), ${end.text})`;
  return {
    message: `Make the slice with \`${newText}\``,
    edits: [{ path: file.path, span: slice.span, newText }],
  };
}

/** Whether evaluating an index once is the same as twice: it calls nothing but conversions and `len`. */
function isWithoutEffect(end: Node, pkg: Package): boolean {
  const calls = end.all('call_expression', 'type_conversion_expression', 'unary_expression');
  return [...(isCall(end) ? [end] : []), ...calls].every((call) => {
    if (call.kind === 'unary_expression') return !call.text.startsWith('<-');
    const callee = calleeOf(call, pkg);
    const isHarmless = callee.kind === 'conversion' || (callee.kind === 'builtin' && callee.name === 'len');
    return isHarmless && argumentsOf(call).length === 1;
  });
}
