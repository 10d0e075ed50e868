import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { unconverted } from '../../../flow/value-use.ts';
import { argumentsOf, calleeOf, throughParens } from '../../../semantic/callee.ts';
import type { DataModel } from '../../../semantic/c-integers.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { typeText } from '../../../semantic/type.ts';
import { layoutOf } from '../../../semantic/type-sizes.ts';
import type { Type } from '../../../semantic/types.ts';
import { crossesIntoC } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { placeOffset } from './place-offset.ts';
import { hasPointerWord } from './pointer-words.ts';

/** What is not aligned here is not on the usual systems. */
const usual: DataModel = { long: 64, pointer: 64 };

export default defineRule({
  id: 'unsafe-misaligned-cast',
  code: 'CGO319',
  category: 'unsafe',
  severity: 'error',
  confidence: 'likely',
  cwe: 704,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!crossesIntoC(fn.file) || !/unsafe\.Pointer\(\s*&/.test(fn.body.text)) continue;
      for (const call of fn.body.allOutside(
        'func_literal',
        'call_expression',
        'type_conversion_expression',
      )) {
        const seen = seenThrough(call, pass);
        if (seen !== undefined) check(pass, fn, call, seen);
      }
    }
  },
});

interface SeenPlace {
  readonly place: Node;
  readonly type: Type;
}

/** `*(*T)(unsafe.Pointer(&place))`, and a field or element of it. */
function seenThrough(call: Node, { package: pkg }: Pass): SeenPlace | undefined {
  const callee = calleeOf(call, pkg);
  const [operand] = argumentsOf(call);
  if (callee.kind !== 'conversion' || operand === undefined) return undefined;
  const outer = throughParens(call).parent;
  const isFollowed =
    outer?.is('selector_expression', 'index_expression') === true ||
    (outer?.kind === 'unary_expression' && outer.text.startsWith('*'));
  const target = isFollowed ? pkg.types.ofTypeNode(callee.type) : undefined;
  if (target?.kind !== 'pointer' || pkg.types.ofExpression(operand).kind !== 'unsafe-pointer')
    return undefined;
  const address = unconverted(operand, pkg);
  const isAddress = address.kind === 'unary_expression' && address.text.startsWith('&');
  const place = isAddress ? address.child('operand') : undefined;
  return place === undefined ? undefined : { place, type: target.element };
}

function check(pass: Pass, fn: GoFunction, call: Node, { place, type }: SeenPlace): void {
  const { package: pkg } = pass;
  const wanted = layoutOf(type, usual, pkg)?.alignment;
  const found = placeOffset(place, usual, pkg);
  if (wanted === undefined || wanted < 2 || found === undefined) return;
  const { base, offset, alignment } = found;
  if (offset % wanted === 0) {
    const reason = `\`${short(place)}\` starts ${String(offset)} bytes behind the start of \`${short(base)}\`, a multiple of ${String(wanted)}`;
    pass.clear(() => ({ at: call, file: fn.file, reason }));
    return;
  }
  const isCertain = alignment % wanted === 0;
  const isPointer = hasPointerWord(type, pkg);
  const start = `\`${short(place)}\` starts ${bytesText(offset)} behind the start of \`${short(base)}\``;
  const chance = isCertain ? 'is no multiple of' : 'is a multiple only by chance of';
  pass.report({
    at: call,
    file: fn.file,
    message: isPointer
      ? `${start}: its address ${chance} ${String(wanted)}, as one of a \`${typeText(type)}\` has to be, which holds pointers`
      : `Is this built only for processors that read a \`${typeText(type)}\` anywhere? ${start}, and its address ${chance} ${String(wanted)}`,
    steps: [{ location: pass.location(fn.file, base), message: baseText(base, alignment) }],
    ...(isPointer ? {} : { severity: 'info' as const, confidence: 'question' as const }),
  });
}

function baseText(base: Node, alignment: number): string {
  return alignment === 1
    ? `\`${short(base)}\` may start at any address`
    : `\`${short(base)}\` starts at a multiple of ${String(alignment)}`;
}

function bytesText(bytes: number): string {
  return `${String(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
}
