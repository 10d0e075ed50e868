import { libraryTables } from './libraries.generated.ts';
import type { PackedLibrary } from './library-pack.ts';
import { ofPacked } from './library-table.ts';
import type { FunctionFacts, Library, ParameterFact, ResultFact, TypeFacts } from './library.ts';

/** What a table says of a function, and whose table it is. */
export interface LibraryFacts {
  readonly library: Library;
  readonly facts: FunctionFacts;
}

/** A name with one `*`, at which something is known. */
interface Pattern extends LibraryFacts {
  readonly head: string;
  readonly tail: string;
}

/**
 * What is known of C functions by their names, over several tables. Of two tables that list the same name, the
 * earlier says it. What a table names as a release frees its first argument, where no table lists it.
 */
export class LibraryIndex {
  private readonly exact = new Map<string, LibraryFacts>();
  /** The patterns by what stands before the `*`, the longest first. */
  private readonly patternsByHead = new Map<string, Pattern[]>();
  private readonly headLengths: readonly number[];
  private readonly matched = new Map<string, LibraryFacts | undefined>();
  private readonly types = new Map<string, { readonly library: Library; readonly facts: TypeFacts }>();
  private readonly errorReaders = new Map<string, Library>();
  private readonly byPrefix = new Map<string, Library>();
  private readonly prefixLengths: readonly number[];

  /** @param libraries those that win first: a user's own before the built-in ones */
  constructor(libraries: readonly Library[]) {
    const patterns = new Map<string, Pattern>();
    const add = (name: string, known: LibraryFacts): void => {
      const star = name.indexOf('*');
      if (star < 0) addFirst(this.exact, name, known);
      else addFirst(patterns, name, { ...known, head: name.slice(0, star), tail: name.slice(star + 1) });
    };
    for (const library of libraries) {
      for (const [name, facts] of library.functions) add(name, { library, facts });
      for (const [name, facts] of library.types) addFirst(this.types, name, { library, facts });
      for (const name of library.threadErrorReaders) addFirst(this.errorReaders, name, library);
      for (const prefix of library.prefixes) addFirst(this.byPrefix, prefix, library);
    }
    this.prefixLengths = lengthsOf(this.byPrefix.keys());
    for (const library of libraries) {
      for (const [name, source] of releasesOf(library)) {
        if (this.exact.has(name)) continue;
        const owner = this.libraryByPrefix(name) ?? library;
        add(name, { library: owner, facts: { parameters: freesFirst, source } });
      }
    }
    for (const pattern of [...patterns.values()].sort((a, b) => lengthOf(b) - lengthOf(a))) {
      const siblings = this.patternsByHead.get(pattern.head);
      if (siblings === undefined) this.patternsByHead.set(pattern.head, [pattern]);
      else siblings.push(pattern);
    }
    this.headLengths = lengthsOf(this.patternsByHead.keys());
  }

  /** What is known of a function, by its name; a `*` in its release stands for what it stands for in the name. */
  factsOf(name: string): LibraryFacts | undefined {
    const exact = this.exact.get(name);
    if (exact !== undefined || this.headLengths.length === 0) return exact;
    if (this.matched.has(name)) return this.matched.get(name);
    const found = this.match(name);
    this.matched.set(name, found);
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

  private match(name: string): LibraryFacts | undefined {
    let best: Pattern | undefined;
    for (const length of this.headLengths) {
      for (const pattern of this.patternsByHead.get(name.slice(0, length)) ?? []) {
        if (best !== undefined && lengthOf(best) >= lengthOf(pattern)) break;
        if (name.length > lengthOf(pattern) && name.endsWith(pattern.tail)) best = pattern;
      }
    }
    if (best === undefined) return undefined;
    const part = name.slice(best.head.length, name.length - best.tail.length);
    return { library: best.library, facts: withPart(best.facts, part) };
  }

  private libraryByPrefix(name: string): Library | undefined {
    for (const length of this.prefixLengths) {
      const library = this.byPrefix.get(name.slice(0, length));
      if (library !== undefined) return library;
    }
    return undefined;
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
  for (const { result, parameters, source } of library.functions.values()) {
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
