import type { Member, MemoryLayout } from '../../../semantic/memory-layout.ts';

/** Two members that share a name or some bytes, and do not lie in the same place. */
export interface LayoutDifference {
  readonly ofGo: Member;
  readonly ofC: Member;
}

/**
 * The first numbers or pointers of two structs that have one name and differ in place or size, or that share some
 * bytes and not all; arrays and structs are opaque, and a number may be two halves on the other side.
 */
export function layoutDifference(go: MemoryLayout, c: MemoryLayout): LayoutDifference | undefined {
  const [ours, theirs] = [scalarsOf(go), scalarsOf(c)];
  for (const ofGo of ours) {
    const namesake = theirs.find(({ name }) => plain(name) === plain(ofGo.name));
    if (namesake !== undefined) {
      if (namesake.offset !== ofGo.offset || namesake.size !== ofGo.size) return { ofGo, ofC: namesake };
      continue;
    }
    for (const ofC of theirs) {
      const isSame = ofGo.offset === ofC.offset && ofGo.size === ofC.size;
      if (isSame || !overlap(ofGo, ofC)) continue;
      if (!isMadeOf(ofGo, theirs) && !isMadeOf(ofC, ours)) return { ofGo, ofC };
    }
  }
  return undefined;
}

/** `HdrLen` and `hdr_len` are one name. */
function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

/** Names that stand for what is left out. */
function scalarsOf({ members }: MemoryLayout): Member[] {
  return members.filter(
    ({ name, isScalar }) => isScalar && !/^_*(?:pad(?:ding)?|reserved)?_*\d*$/i.test(name),
  );
}

function overlap(a: Member, b: Member): boolean {
  return a.offset < b.offset + b.size && b.offset < a.offset + a.size;
}

/** Whether members lie side by side and fill another one: two halves of a number. */
function isMadeOf(whole: Member, parts: readonly Member[]): boolean {
  const inside = parts.filter(
    (part) => part.offset >= whole.offset && part.offset + part.size <= whole.offset + whole.size,
  );
  return inside.reduce((sum, { size }) => sum + size, 0) === whole.size;
}
