import { cKinds } from './c-kinds.ts';
import { goKinds } from './go-kinds.ts';
import { seenOnce } from './kind-info.ts';
import type { KindInfo } from './kind-info.ts';

const table = { ...cKinds, ...goKinds };

export type KnownKind = keyof typeof table;

const other: KindInfo = {
  title: 'An error of memory',
  cwe: 119,
  proves: `The tool met an error of memory, ${seenOnce}.`,
  concerns: 'memory',
};

function isKnownKind(kind: string): kind is KnownKind {
  return Object.hasOwn(table, kind);
}

/** What a kind of report means; of a kind that AddressSanitizer has and this table has not, the least. */
export function kindInfo(kind: string): KindInfo {
  return isKnownKind(kind) ? table[kind] : other;
}
