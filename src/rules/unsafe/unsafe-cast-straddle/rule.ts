import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { canonical, isAssignedOnce, symbolsIn } from '../../../flow/conditions.ts';
import { extentOf } from '../../../flow/memory-extent.ts';
import type { Extent } from '../../../flow/memory-extent.ts';
import { unconverted } from '../../../flow/value-use.ts';
import type { DataModel } from '../../../semantic/c-integers.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { typeText } from '../../../semantic/type.ts';
import { sizeOf } from '../../../semantic/type-sizes.ts';
import { crossesIntoC } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { seenMemory } from './seen-memory.ts';
import type { SeenMemory } from './seen-memory.ts';

/** What is too short here is so on the usual systems. */
const usual: DataModel = { long: 64, pointer: 64 };

export default defineRule({
  id: 'unsafe-cast-straddle',
  code: 'CGO311',
  category: 'unsafe',
  severity: 'error',
  confidence: 'likely',
  cwe: 125,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!crossesIntoC(fn.file) || !/unsafe\.|C\.malloc\(/.test(fn.body.text)) continue;
      for (const call of fn.body.allOutside(
        'func_literal',
        'call_expression',
        'type_conversion_expression',
      )) {
        const seen = seenMemory(call, pass.package);
        if (seen !== undefined) check(pass, fn, seen);
      }
    }
  },
});

function check(pass: Pass, fn: GoFunction, seen: SeenMemory): void {
  const { package: pkg } = pass;
  const extent = extentOf(seen.pointer, usual, pkg);
  const size = extent === undefined ? undefined : sizeOf(seen.type, usual, pkg);
  // Numbers of C that are wider than a variable are another rule's finding.
  if (extent === undefined || size === undefined || (seen.type.kind === 'c' && seen.count === 1n)) return;
  const claim = claimOf(seen, extent, size, pass);
  if (claim === undefined) {
    pass.clear(() => ({ at: seen.at, file: fn.file, reason: whyItFits(seen, extent) }));
    return;
  }
  pass.report({
    at: seen.at,
    file: fn.file,
    ...(isTextAsSlice(seen, extent, pass)
      ? {
          severity: 'warning' as const,
          message: `\`${short(extent.of)}\` is a string, and a slice is a word larger: its capacity is what lies behind the string`,
        }
      : { message: claim }),
    steps: [
      { location: pass.location(fn.file, extent.of), message: memoryText(extent) },
      { location: pass.location(fn.file, seen.at), message: seenText(seen, size) },
    ],
  });
}

function claimOf(seen: SeenMemory, extent: Extent, size: number, pass: Pass): string | undefined {
  const type = `\`${typeText(seen.type)}\``;
  if (extent.kind === 'bytes') {
    const pointer = typeof seen.count === 'bigint' || size > 1 ? undefined : pointerVariable(extent.of, pass);
    if (pointer !== undefined)
      return `\`${pointer}\` is a pointer, and this is its own address: its ${String(extent.bytes)} bytes are seen, and what lies behind them, not what it leads to`;
    if (typeof seen.count !== 'bigint' || seen.count * BigInt(size) <= extent.bytes) return undefined;
    const needed = String(seen.count * BigInt(size));
    const what = seen.count === 1n ? `as a ${type}` : `as ${String(seen.count)} of ${type}`;
    return `\`${short(extent.of)}\` has ${String(extent.bytes)} bytes here, and is seen ${what}, which takes ${needed}`;
  }
  if (typeof seen.count === 'bigint' || size < 2 || !isSameNumber(seen.count, extent.size, pass))
    return undefined;
  return (
    `\`${short(extent.of)}\` allocates \`${short(seen.count)}\` bytes, and as many elements of ${type} take ` +
    `${String(size)} times that`
  );
}

/** `(*[1 << 30]byte)(unsafe.Pointer(&p))[:n]`: nobody wants a number of bytes of a pointer that is not known. */
function pointerVariable(of: Node, { package: pkg }: Pass): string | undefined {
  const { kind } = pkg.types.ofExpression(of);
  return of.kind === 'identifier' && (kind === 'pointer' || kind === 'unsafe-pointer') ? of.text : undefined;
}

/** `*(*[]byte)(unsafe.Pointer(&s))`: what only looks at the bytes gets away with it. */
function isTextAsSlice({ type, count }: SeenMemory, extent: Extent, { package: pkg }: Pass): boolean {
  const own = pkg.types.underlying(pkg.types.ofExpression(extent.of));
  const isText = extent.of.kind === 'identifier' && own.kind === 'basic' && own.name === 'string';
  return isText && count === 1n && type.kind === 'slice';
}

/** Whether two expressions say the same number, and nothing they are made of changes in between. */
function isSameNumber(a: Node, b: Node, { package: pkg }: Pass): boolean {
  const [one, other] = [unconverted(a, pkg), unconverted(b, pkg)];
  if (canonical(one, pkg) !== canonical(other, pkg)) return false;
  const isPlain = one.kind === 'identifier' || /^len\(\w+\)$/.test(one.text);
  return isPlain && symbolsIn(one, pkg).every((symbol) => isAssignedOnce(symbol, pkg));
}

function memoryText(extent: Extent): string {
  return extent.kind === 'bytes'
    ? `\`${short(extent.of)}\` has ${String(extent.bytes)} bytes from here to its end`
    : `\`${short(extent.size)}\` is a number of bytes`;
}

function seenText({ count, type }: SeenMemory, size: number): string {
  const number = typeof count === 'bigint' ? String(count) : `\`${short(count)}\``;
  return `${number} times ${String(size)} bytes are seen as \`${typeText(type)}\``;
}

function whyItFits({ count }: SeenMemory, extent: Extent): string {
  if (extent.kind === 'asked')
    return 'the number of bytes is not shown to be too small for what is seen in them';
  return typeof count === 'bigint'
    ? `all that is seen fits into the ${String(extent.bytes)} bytes of \`${short(extent.of)}\``
    : `how much of the ${String(extent.bytes)} bytes is seen is not constant`;
}
