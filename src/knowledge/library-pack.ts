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

/** The table that was packed, with the source of each function. */
export function unpack({ groups, ...table }: PackedLibrary): LibraryTable {
  const functions: Record<string, FunctionTable> = {};
  for (const [facts, names, sources] of groups) {
    let source = table.source;
    for (const [at, name] of names.split(' ').entries()) {
      const coded = sources[at] ?? '';
      const colon = coded.indexOf(':');
      source = source.slice(0, Number(coded.slice(0, colon))) + coded.slice(colon + 1);
      functions[name] = { ...facts, source };
    }
  }
  return { ...table, functions };
}

function difference(before: string, source: string): string {
  let same = 0;
  while (same < before.length && before[same] === source[same]) same++;
  return `${same}:${source.slice(same)}`;
}
