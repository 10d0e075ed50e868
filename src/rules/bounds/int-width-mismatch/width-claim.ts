import type { Report } from '../../../engine/rule.ts';
import { areCompatible, parseBuildConstraint } from '../../../source/build-constraint.ts';
import { short } from '../../../flow/code-text.ts';
import type { DataModel } from '../../../semantic/c-integers.ts';
import type { Package } from '../../../semantic/package.ts';
import { typeText } from '../../../semantic/type.ts';
import type { Type } from '../../../semantic/types.ts';
import { sizeOf } from '../../../semantic/type-sizes.ts';
import type { GoFile } from '../../../syntax/go-file.ts';
import type { SeenNumbers } from './seen-numbers.ts';

export type Claim = Pick<Report, 'message'> & Partial<Pick<Report, 'severity' | 'confidence'>>;

interface Systems {
  readonly words: string;
  readonly model: DataModel;
  readonly constraint: ReturnType<typeof parseBuildConstraint>;
}

function systems(words: string, model: DataModel, tags: string): Systems {
  return { words, model, constraint: parseBuildConstraint('x.go', `//go:build ${tags}\n\npackage x\n`) };
}

const usual = systems(
  'on 64-bit systems',
  { long: 64, pointer: 64 },
  '!windows && (amd64 || arm64 || ppc64le || s390x || riscv64 || loong64 || mips64le || ppc64 || mips64)',
);
const others = [
  systems('on Windows', { long: 32, pointer: 64 }, 'windows && (amd64 || arm64)'),
  systems('on 32-bit systems', { long: 32, pointer: 32 }, '386 || arm || mips || mipsle'),
];

/** Both widths, in bytes. */
interface Widths {
  readonly own: number;
  readonly seen: number;
}

function widthsOn(
  { model, constraint }: Systems,
  numbers: SeenNumbers,
  file: GoFile,
  pkg: Package,
): Widths | undefined {
  const [own, seen] = [sizeOf(numbers.own, model, pkg), sizeOf(numbers.seenAs, model, pkg)];
  if (own === undefined || seen === undefined || !areCompatible(file.constraint, constraint))
    return undefined;
  return { own, seen };
}

/** Whether the numbers are meant to be seen as what they are: bytes are a view of anything. */
export function isBytes(numbers: SeenNumbers, pkg: Package): boolean {
  const { model } = usual;
  if (sizeOf(numbers.seenAs, model, pkg) === 1) return true;
  return numbers.form === 'several' && sizeOf(numbers.own, model, pkg) === 1;
}

/** What is wrong with the widths; undefined where they are the same wherever the file is built. */
export function claimOf(
  numbers: SeenNumbers,
  isCounted: boolean,
  file: GoFile,
  pkg: Package,
): Claim | 'half' | 'view' | undefined {
  const widths = widthsOn(usual, numbers, file, pkg);
  if (widths !== undefined && widths.own !== widths.seen) {
    if (numbers.form === 'one') return widths.seen > widths.own ? tooWide(numbers, widths) : 'half';
    return isCounted || isInt(numbers.own, pkg) ? wrongElements(numbers, widths, pkg) : 'view';
  }
  for (const system of others) {
    const there = widthsOn(system, numbers, file, pkg);
    if (there === undefined || there.own === there.seen) continue;
    if (numbers.form === 'one' && there.seen < there.own) continue;
    return elsewhere(numbers, there, system);
  }
  return undefined;
}

function tooWide({ place, own, seenAs }: SeenNumbers, { own: has, seen }: Widths): Claim {
  return {
    message:
      `C sees \`${short(place)}\` as a \`${typeText(seenAs)}\` of ${String(seen)} bytes, and \`${typeText(own)}\` has ` +
      `${String(has)}: what C stores runs over into the memory behind it`,
  };
}

function wrongElements({ place, own, seenAs }: SeenNumbers, { own: has, seen }: Widths, pkg: Package): Claim {
  const effect =
    seen > has
      ? `it takes ${String(seen / has)} elements for one, and runs over the end`
      : `it sees ${String(has / seen)} numbers for each of them`;
  return {
    message:
      `C sees \`${short(place)}\` as \`${typeText(seenAs)}\`s of ${String(seen)} bytes, and its elements are ` +
      `\`${typeText(own)}\`s of ${String(has)}${isInt(own, pkg) ? ' on 64-bit systems' : ''}: ${effect}`,
  };
}

/** An integer as wide as the system has them: nobody means a fixed number of bytes by it. */
function isInt(type: Type, pkg: Package): boolean {
  const number = pkg.types.underlying(type);
  return number.kind === 'basic' && /^u?int$/.test(number.name);
}

function elsewhere(
  { place, own, seenAs }: SeenNumbers,
  { own: has, seen }: Widths,
  { words }: Systems,
): Claim {
  return {
    severity: 'info',
    confidence: 'question',
    message:
      `Is this built ${words}? There \`${typeText(seenAs)}\` has ${String(seen)} bytes and \`${typeText(own)}\` ` +
      `${String(has)}, and C sees \`${short(place)}\` wrongly`,
  };
}
