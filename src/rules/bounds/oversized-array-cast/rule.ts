import { defineRule } from '../../../engine/rule.ts';
import type { Pass, Report } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { definitionsOf } from '../../../flow/definitions.ts';
import { integerConstant } from '../../../flow/origin/integer-constant.ts';
import { useOf } from '../../../flow/value-use.ts';
import { argumentsOf, calleeOf } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import { crossesIntoC } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import { boundsOf, viewsIn } from './array-view.ts';
import type { ArrayView } from './array-view.ts';
import docs from './docs.ts';
import { largeArray } from './narrow-systems.ts';
import { measuredBy, mayExceed } from './view-bound.ts';
import { sliceFix } from './view-fix.ts';

export default defineRule({
  id: 'oversized-array-cast',
  code: 'CGO208',
  category: 'bounds',
  severity: 'warning',
  confidence: 'likely',
  cwe: 129,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!crossesIntoC(fn.file)) continue;
      for (const view of viewsIn(fn, pass.package)) check(pass, fn, view);
    }
  },
});

/** Arrays of fewer elements are taken for what the memory really holds. */
const leastCount = 1n << 15n;

function check(pass: Pass, fn: GoFunction, view: ArrayView): void {
  if (view.count < leastCount) {
    const reason = `an array of ${String(view.count)} elements is taken for what the memory really holds`;
    pass.clear(() => ({ at: view.conversion, file: fn.file, reason }));
    return;
  }
  const found =
    tooShort(pass, fn, view) ??
    tooLarge(pass, fn, view) ??
    appendedTo(pass, view) ??
    unbounded(pass, view) ??
    handedOutWithCapacity(pass, view);
  if (found === undefined) {
    pass.clear(() => ({ at: view.slice ?? view.conversion, file: fn.file, reason: whyItIsSound(view) }));
    return;
  }
  const fix = sliceFix(view, fn.file, pass.package);
  pass.report({
    at: view.slice ?? view.conversion,
    file: fn.file,
    ...found,
    ...(fix === undefined ? {} : { fix }),
  });
}

type Finding = Pick<Report, 'message'> & Partial<Pick<Report, 'severity' | 'confidence' | 'sharedCause'>>;

/** The slice panics where there are more elements than the array's type has. */
function tooShort(pass: Pass, fn: GoFunction, view: ArrayView): Finding | undefined {
  const end = view.slice === undefined ? undefined : boundsOf(view.slice).end;
  if (end === undefined || !mayExceed(view, end, fn, pass.package)) return undefined;
  const cast = `\`${short(view.conversion)}\``;
  const count = String(view.count);
  const measured = measuredBy(end, pass.package);
  return {
    // One idiom with one bound, written for each place that needs a slice.
    sharedCause: `[${short(view.length)}]${short(view.element)}`,
    message:
      measured === undefined
        ? `Slicing ${cast} panics where \`${short(end)}\` is above ${count}, and nothing here bounds it`
        : `Slicing ${cast} panics where \`${short(measured)}\` has more than ${count} elements`,
  };
}

function tooLarge(pass: Pass, fn: GoFunction, view: ArrayView): Finding | undefined {
  // Said of the conversion; its slices through a variable are looked at by themselves.
  const large = view.isThroughVariable ? undefined : largeArray(view, fn.file, pass.package);
  if (large === undefined) return undefined;
  // Whether the package is for narrow systems is asked, and mended, for all its arrays together.
  const sharedCause = 'narrow systems';
  const [array, element] = [`[${short(view.length)}]${short(view.element)}`, short(view.element)];
  if (large.size === 'unknown') {
    return {
      severity: 'info',
      confidence: 'question',
      sharedCause,
      message:
        `Is this built for 32-bit systems? \`${array}\` does not compile there unless \`${element}\` has one ` +
        'byte only: a type must stay below 2 GiB',
    };
  }
  const least = large.size === 'least' ? 'at least ' : '';
  return {
    sharedCause,
    message:
      `\`${array}\` does not compile for 32-bit systems: it has ${least}${sizeText(large.bytes)} there, and a type ` +
      'must stay below 2 GiB',
  };
}

function sizeText(bytes: bigint): string {
  const gib = 1n << 30n;
  return bytes % gib === 0n ? `${String(bytes / gib)} GiB` : `${String(bytes)} bytes`;
}

/** `append` to a slice with the array's capacity writes behind the memory that is really there. */
function appendedTo(pass: Pass, view: ArrayView): Finding | undefined {
  const append = view.slice === undefined ? undefined : appendCall(pass, view.slice);
  if (append === undefined) return undefined;
  return {
    message:
      `\`${short(append)}\` writes behind what the slice shows: sliced without a third index, ` +
      `\`${short(view.conversion)}\` leaves room for ${String(view.count)} elements`,
  };
}

/** An `append` to a slice that keeps the array's capacity. One that is filled from nothing is meant to. */
function appendCall(pass: Pass, slice: Node): Node | undefined {
  const { package: pkg } = pass;
  const { end, capacity } = boundsOf(slice);
  if (capacity !== undefined || end === undefined || integerConstant(end, pkg) === 0n) return undefined;
  const use = useOf(slice, pkg);
  if (use.kind !== 'alias') return appendTo(slice, pkg);
  if (use.symbol.role !== 'local') return undefined;
  const isOther = definitionsOf(use.symbol, pkg).some(
    ({ value }) => value !== slice && (value === undefined || appendOf(value, pkg) === undefined),
  );
  if (isOther) return undefined;
  return pkg.bindings.usesOf(use.symbol).flatMap((mention) => appendTo(mention, pkg) ?? [])[0];
}

/** The call of `append` that an expression is the first argument of. */
function appendTo(value: Node, pkg: Package): Node | undefined {
  const call = value.parent?.parent;
  return call !== undefined && appendOf(call, pkg) === value ? call : undefined;
}

function appendOf(call: Node, pkg: Package): Node | undefined {
  if (call.kind !== 'call_expression') return undefined;
  const callee = calleeOf(call, pkg);
  return callee.kind === 'builtin' && callee.name === 'append' ? argumentsOf(call)[0] : undefined;
}

/** A slice without an end that leaves the expression reaches over all of the array. */
function unbounded(pass: Pass, view: ArrayView): Finding | undefined {
  const { slice } = view;
  if (slice === undefined || boundsOf(slice).end !== undefined) return undefined;
  const use = useOf(slice, pass.package);
  if (use.kind !== 'return' && use.kind !== 'store') return undefined;
  return {
    message:
      `\`${short(slice)}\` has ${String(view.count)} elements, whatever memory the pointer leads to: ` +
      'nobody who gets the slice can tell where that ends',
  };
}

/** A slice that leaves the function with the array's capacity lets others append into what follows the memory. */
function handedOutWithCapacity(pass: Pass, view: ArrayView): Finding | undefined {
  const { slice } = view;
  const bounds = slice === undefined ? undefined : boundsOf(slice);
  if (slice === undefined || bounds?.end === undefined || bounds.capacity !== undefined) return undefined;
  if (isCopiedToString(slice, pass.package)) return undefined;
  const use = useOf(slice, pass.package);
  if (use.kind !== 'return' && use.kind !== 'store') return undefined;
  return {
    severity: 'info',
    confidence: 'question',
    message:
      `\`${short(slice)}\` keeps a capacity of ${String(view.count)}: does nobody who gets it append? ` +
      `What is appended is written behind the memory; a third index, or \`unsafe.Slice\`, ends it`,
  };
}

/** `string(q[:n])` copies what the slice shows. */
function isCopiedToString(slice: Node, pkg: Package): boolean {
  const conversion = slice.parent?.kind === 'argument_list' ? slice.parent.parent : slice.parent;
  const type =
    conversion?.is('call_expression', 'type_conversion_expression') === true
      ? pkg.types.ofExpression(conversion)
      : undefined;
  return type?.kind === 'basic' && type.name === 'string';
}

function whyItIsSound({ slice, count }: ArrayView): string {
  if (slice === undefined) return 'single elements are taken of the array, and no slice of it is made';
  const { end, capacity } = boundsOf(slice);
  if (end === undefined) return 'the whole array is a slice only here, where something else bounds it';
  const bound = `\`${short(end)}\` is bounded, or not expected to reach ${String(count)}`;
  return capacity === undefined
    ? `${bound}, and the slice stays in the function without \`append\``
    : `${bound}, and the third index ends the capacity`;
}
