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

/** A function of a packed table, and the source of what is said of it. */
interface SourcedName {
  readonly name: string;
  readonly source: string;
}

/** The functions of a packed table, those together of which the same is said. */
export function* unpackGroups({
  groups,
  source: ofTable,
}: PackedLibrary): Generator<readonly [facts: Facts, functions: readonly SourcedName[]]> {
  for (const [facts, names, sources] of groups) {
    let source = ofTable;
    const functions = names.split(' ').map((name, at) => {
      const coded = sources[at] ?? '';
      const colon = coded.indexOf(':');
      source = source.slice(0, Number(coded.slice(0, colon))) + coded.slice(colon + 1);
      return { name, source };
    });
    yield [facts, functions];
  }
}

function difference(before: string, source: string): string {
  let same = 0;
  while (same < before.length && before[same] === source[same]) same++;
  return `${same}:${source.slice(same)}`;
}
