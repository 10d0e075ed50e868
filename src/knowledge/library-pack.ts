import type { FunctionTable, LibraryTable } from './library-schema.ts';

type Facts = Omit<FunctionTable, 'source'>;

/** A table in which nothing is said twice, to be carried in the bundle. */
export interface PackedLibrary extends Omit<LibraryTable, 'functions'> {
  /**
   * Functions of which the same is said: their names between spaces, and their sources. Of a source stands what
   * differs from the one before it, after the number of characters that are the same: `31:page.html`.
   */
  readonly groups: readonly (readonly [facts: Facts, names: string, sources: readonly string[]])[];
}

export function pack({ functions = {}, ...table }: LibraryTable): PackedLibrary {
  const groups = new Map<string, { facts: Facts; names: string[]; sources: string[] }>();
  for (const [name, { source = table.source, ...facts }] of Object.entries(functions)) {
    const key = JSON.stringify(facts);
    const group = groups.get(key) ?? { facts, names: [], sources: [] };
    groups.set(key, group);
    group.names.push(name);
    group.sources.push(source);
  }
  return {
    ...table,
    groups: [...groups.values()].map(({ facts, names, sources }) => [
      facts,
      names.join(' '),
      sources.map((source, at) => difference(at === 0 ? table.source : (sources[at - 1] ?? ''), source)),
    ]),
  };
}

/** The names of the functions of a packed table. */
export function packedNames({ groups }: PackedLibrary): string[] {
  return groups.flatMap(([, names]) => names.split(' '));
}

/** What is said of a function of a packed table; undefined where nothing is. */
export function unpack({ groups, source }: PackedLibrary, name: string): FunctionTable | undefined {
  for (const [facts, names, sources] of groups) {
    if (!names.includes(name)) continue;
    const at = names.split(' ').indexOf(name);
    if (at >= 0) return { ...facts, source: sourceAt(at, sources, source) };
  }
  return undefined;
}

/** What is said in a packed table, with the source of the first function of which it is said. */
export function unpackSaid({ groups, source }: PackedLibrary): FunctionTable[] {
  return groups.map(([facts, , sources]) => ({ ...facts, source: sourceAt(0, sources, source) }));
}

/** The source of one function of a group. */
function sourceAt(at: number, sources: readonly string[], ofTable: string): string {
  return sources.slice(0, at + 1).reduce((before, coded) => {
    const colon = coded.indexOf(':');
    return before.slice(0, Number(coded.slice(0, colon))) + coded.slice(colon + 1);
  }, ofTable);
}

function difference(before: string, source: string): string {
  let same = 0;
  while (same < before.length && before[same] === source[same]) same++;
  return `${same}:${source.slice(same)}`;
}
