import { libraryTables } from './libraries.generated.ts';
import type { PackedLibrary } from './library-pack.ts';
import { ofPacked } from './library-table.ts';
import type { FunctionFacts, Library, ParameterFact, ResultFact, TypeFacts } from './library.ts';

/** What a table says of a function, and whose table it is. */
export interface LibraryFacts {
  readonly library: Library;
  readonly facts: FunctionFacts;
}

/** A name with one `*`, of which a library says something. */
interface Pattern {
  readonly library: Library;
  readonly facts: () => FunctionFacts | undefined;
  readonly head: string;
  readonly tail: string;
}

/**
 * What is known of C functions by their names, over several tables. Of two tables that list the same name, the
 * earlier says it. What a table names as a release frees its first argument, where no table lists it.
 */
export class LibraryIndex {
  private readonly libraries: readonly Library[];
  /** By the exact names that are listed. */
  private readonly owners = new Map<string, Library>();
  /** What was asked for. */
  private readonly known = new Map<string, LibraryFacts | undefined>();
  private unlistedNames: UnlistedNames | undefined;
  private readonly types = new Map<string, { readonly library: Library; readonly facts: TypeFacts }>();
  private readonly errorReaders = new Map<string, Library>();
  private readonly byPrefix = new Map<string, Library>();
  private readonly prefixLengths: readonly number[];

  /** @param libraries those that win first: a user's own before the built-in ones */
  constructor(libraries: readonly Library[]) {
    this.libraries = libraries;
    for (const library of libraries) {
      for (const name of library.functions.names()) addFirst(this.owners, name, library);
      for (const [name, facts] of library.types) addFirst(this.types, name, { library, facts });
      for (const name of library.threadErrorReaders) addFirst(this.errorReaders, name, library);
      for (const prefix of library.prefixes) addFirst(this.byPrefix, prefix, library);
    }
    this.prefixLengths = lengthsOf(this.byPrefix.keys());
  }

  /** What is known of a function, by its name; a `*` in its release stands for what it stands for in the name. */
  factsOf(name: string): LibraryFacts | undefined {
    const known = this.known.get(name);
    if (known !== undefined || this.known.has(name)) return known;
    const library = this.owners.get(name);
    const facts = library?.functions.of(name);
    const found =
      library === undefined || facts === undefined ? this.unlisted.factsOf(name) : { library, facts };
    this.known.set(name, found);
    return found;
  }

  /** The library that a function belongs to: the one that lists it, or whose prefix its name has. */
  libraryOf(name: string): Library | undefined {
    return this.factsOf(name)?.library ?? this.errorReaders.get(name) ?? this.libraryByPrefix(name);
  }

  /** What is known of a C type, whoever made its objects. */
  typeFacts(name: string): TypeFacts | undefined {
    return this.types.get(name)?.facts;
  }

  /** The library whose error of this thread a function reads or clears; undefined for any other function. */
  isThreadErrorReader(name: string): Library | undefined {
    return this.errorReaders.get(name);
  }

  private get unlisted(): UnlistedNames {
    return (this.unlistedNames ??= new UnlistedNames(this.libraries, this.owners, (name) =>
      this.libraryByPrefix(name),
    ));
  }

  private libraryByPrefix(name: string): Library | undefined {
    for (const length of this.prefixLengths) {
      const library = this.byPrefix.get(name.slice(0, length));
      if (library !== undefined) return library;
    }
    return undefined;
  }
}

/** What is known of functions that no table lists by their full names. */
class UnlistedNames {
  private readonly released = new Map<string, LibraryFacts>();
  /** The patterns by what stands before the `*`, the longest first. */
  private readonly patternsByHead = new Map<string, Pattern[]>();
  private readonly headLengths: readonly number[];

  /** @param listed the names and patterns of the tables, with the table that says what they are */
  constructor(
    libraries: readonly Library[],
    listed: ReadonlyMap<string, Library>,
    byPrefix: (name: string) => Library | undefined,
  ) {
    const patterns = new Map<string, Pattern>();
    const addPattern = (name: string, library: Library, facts: Pattern['facts']): void => {
      const star = name.indexOf('*');
      addFirst(patterns, name, { library, facts, head: name.slice(0, star), tail: name.slice(star + 1) });
    };
    for (const [name, library] of listed) {
      if (name.includes('*')) addPattern(name, library, () => library.functions.of(name));
    }
    for (const library of libraries) {
      for (const [name, source] of releasesOf(library)) {
        if (listed.has(name)) continue;
        const owner = byPrefix(name) ?? library;
        const facts: FunctionFacts = { parameters: freesFirst, source };
        if (name.includes('*')) addPattern(name, owner, () => facts);
        else addFirst(this.released, name, { library: owner, facts });
      }
    }
    for (const pattern of [...patterns.values()].sort((a, b) => lengthOf(b) - lengthOf(a))) {
      const siblings = this.patternsByHead.get(pattern.head);
      if (siblings === undefined) this.patternsByHead.set(pattern.head, [pattern]);
      else siblings.push(pattern);
    }
    this.headLengths = lengthsOf(this.patternsByHead.keys());
  }

  factsOf(name: string): LibraryFacts | undefined {
    return this.released.get(name) ?? this.match(name);
  }

  private match(name: string): LibraryFacts | undefined {
    let best: Pattern | undefined;
    for (const length of this.headLengths) {
      for (const pattern of this.patternsByHead.get(name.slice(0, length)) ?? []) {
        if (best !== undefined && lengthOf(best) >= lengthOf(pattern)) break;
        if (name.length > lengthOf(pattern) && name.endsWith(pattern.tail)) best = pattern;
      }
    }
    const facts = best?.facts();
    if (best === undefined || facts === undefined) return undefined;
    const part = name.slice(best.head.length, name.length - best.tail.length);
    return { library: best.library, facts: withPart(facts, part) };
  }
}

let builtIn: readonly Library[] | undefined;

/** The libraries of which a table comes with the product, sorted by name. */
export function builtInLibraries(): readonly Library[] {
  // The generator has checked the tables.
  builtIn ??= libraryTables.map((text) => ofPacked(JSON.parse(text) as PackedLibrary));
  return builtIn;
}

let builtInIndex: LibraryIndex | undefined;

/** The built-in tables, behind a user's own. */
export function knownLibraries(own: readonly Library[] = []): LibraryIndex {
  if (own.length > 0) return new LibraryIndex([...own, ...builtInLibraries()]);
  builtInIndex ??= new LibraryIndex(builtInLibraries());
  return builtInIndex;
}

const freesFirst: ReadonlyMap<number, ParameterFact> = new Map([
  [0, { kind: 'frees', onFailureToo: false, through: false }],
]);

/** All that a library names as a release, with the source of the fact that names it. */
function* releasesOf(library: Library): Generator<readonly [name: string, source: string]> {
  for (const { result, parameters, source } of library.functions.said()) {
    for (const fact of [result, ...parameters.values()]) {
      if (fact === undefined || !('release' in fact)) continue;
      for (const name of fact.release) yield [name, source];
    }
  }
  for (const { release, source } of library.types.values()) {
    for (const name of release) yield [name, source];
  }
}

/** Facts of a pattern as they are of one function. */
function withPart({ result, parameters, ...rest }: FunctionFacts, part: string): FunctionFacts {
  return {
    ...rest,
    ...(result === undefined ? {} : { result: released(result, part) }),
    parameters: new Map([...parameters].map(([index, fact]) => [index, released(fact, part)])),
  };
}

function released<T extends ResultFact | ParameterFact>(fact: T, part: string): T {
  if ('release' in fact) {
    return { ...fact, release: fact.release.map((name) => name.replace('*', part)) };
  }
  if ('until' in fact) return { ...fact, until: fact.until.map((name) => name.replace('*', part)) };
  return fact;
}

/** How many characters a pattern says. */
function lengthOf({ head, tail }: Pattern): number {
  return head.length + tail.length;
}

/** The lengths of some names, the longest first. */
function lengthsOf(names: Iterable<string>): number[] {
  return [...new Set([...names].map((name) => name.length))].sort((a, b) => b - a);
}

function addFirst<T>(map: Map<string, T>, name: string, value: T): void {
  if (!map.has(name)) map.set(name, value);
}
