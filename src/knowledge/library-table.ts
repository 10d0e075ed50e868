import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { firstProblem, librarySchema } from './library-schema.ts';
import type {
  FunctionTable,
  LibraryTable,
  ParameterTable,
  ResultTable,
  TableProblem,
} from './library-schema.ts';
import { packedNames, unpack, unpackSaid } from './library-pack.ts';
import type { PackedLibrary } from './library-pack.ts';
import type {
  FunctionFacts,
  Library,
  LibraryFunctions,
  ParameterFact,
  ResultFact,
  TypeFacts,
} from './library.ts';

/**
 * Reads the table of a library from parsed YAML or JSON.
 * @returns where the first mistake is and what must be there, for a value that is no table or contradicts itself
 */
export function readTable(value: unknown): Result<LibraryTable, TableProblem> {
  const read = librarySchema.safeParse(value);
  if (!read.success) return err(firstProblem(read.error.issues));
  const contradiction = contradictionIn(read.data);
  return contradiction === undefined ? ok(read.data) : err(contradiction);
}

/** A place of a table that another place of it contradicts; undefined where they agree. */
export function contradictionIn(table: LibraryTable): TableProblem | undefined {
  const functions = table.functions ?? {};
  for (const [name, facts] of Object.entries(functions)) {
    const problem = contradictionOf(name, facts, functions);
    if (problem !== undefined) return { ...problem, path: ['functions', name, ...problem.path] };
  }
  for (const [type, given] of Object.entries(table.types ?? {})) {
    const problem = releaseProblem(releasesOfType(given), type, functions);
    if (problem !== undefined) return { path: ['types', type], expectation: problem };
  }
  return undefined;
}

function contradictionOf(
  name: string,
  { result, parameters = {} }: FunctionTable,
  functions: Readonly<Record<string, FunctionTable>>,
): TableProblem | undefined {
  const ofResult = releaseProblem(
    [...list(result?.gives), ...list(result?.['adds-reference'])],
    name,
    functions,
  );
  if (ofResult !== undefined) return { path: ['result'], expectation: ofResult };
  for (const [key, fact] of Object.entries(parameters)) {
    const expectation = parameterProblem(name, Number(key), fact, parameters, functions);
    if (expectation !== undefined) return { path: ['parameters', key], expectation };
  }
  return undefined;
}

function parameterProblem(
  name: string,
  index: number,
  fact: ParameterTable,
  parameters: Readonly<Record<string, ParameterTable>>,
  functions: Readonly<Record<string, FunctionTable>>,
): string | undefined {
  if (typeof fact === 'string') return undefined;
  const { 'destructor-decides': destructor, keeps, lends } = fact;
  if (destructor !== undefined && parameters[destructor] !== 'destructor') {
    return `decided by a parameter that is a destructor: say "${destructor}: destructor" as well`;
  }
  if (keeps === index || lends === index) return 'said of another parameter than itself';
  return releaseProblem([...list(fact.gives), ...list(fact.references)], name, functions);
}

/** What is wrong with what releases something, given by the function or type `of`. */
function releaseProblem(
  releases: readonly string[],
  of: string,
  functions: Readonly<Record<string, FunctionTable>>,
): string | undefined {
  for (const release of releases) {
    if (release.includes('*') && !of.includes('*')) {
      return `released by functions with a full name, since "${of}" has no "*"`;
    }
    const parameters = Object.values(functions[release]?.parameters ?? {});
    const ends = parameters.some((fact) => {
      return typeof fact === 'string' ? fact === 'frees' || fact === 'takes' : (fact.frees ?? fact.takes);
    });
    if (functions[release] !== undefined && !ends) {
      return `released by a function of which a parameter is said to be freed: "${release}" is listed without`;
    }
  }
  return undefined;
}

/** The meaning of a table. */
export function toLibrary(table: LibraryTable): Library {
  const functions = new Map(
    Object.entries(table.functions ?? {}).map(([name, facts]) => [name, functionFacts(facts, table.source)]),
  );
  return libraryWith(table, {
    names: () => functions.keys(),
    of: (name) => functions.get(name),
    said: () => functions.values(),
  });
}

/** The meaning of a packed table. A function of it is read when it is asked for: a package calls few of them. */
export function ofPacked(packed: PackedLibrary): Library {
  const read = (table: FunctionTable): FunctionFacts => functionFacts(table, packed.source);
  let said: readonly FunctionFacts[] | undefined;
  return libraryWith(packed, {
    names: () => packedNames(packed),
    of: (name) => {
      const table = unpack(packed, name);
      return table === undefined ? undefined : read(table);
    },
    said: () => (said ??= unpackSaid(packed).map(read)),
  });
}

function libraryWith(table: Omit<LibraryTable, 'functions'>, functions: LibraryFunctions): Library {
  return {
    name: table.library,
    prefixes: table.prefixes ?? [],
    threadErrorReaders: table['thread-errors'] ?? [],
    functions,
    types: new Map(
      Object.entries(table.types ?? {}).map(([name, given]): [string, TypeFacts] => [
        name,
        { release: releasesOfType(given), source: sourceOfType(given) ?? table.source },
      ]),
    ),
  };
}

/** @param ofTable the source where the function has none of its own */
function functionFacts(table: FunctionTable, ofTable: string): FunctionFacts {
  return {
    ...(table.fails === undefined ? {} : { fails: table.fails }),
    ...(table.result === undefined ? {} : { result: resultFact(table.result) }),
    parameters: new Map(
      Object.entries(table.parameters ?? {}).map(([index, fact]) => [Number(index), parameterFact(fact)]),
    ),
    ...(table.thread === undefined ? {} : { thread: table.thread }),
    source: table.source ?? ofTable,
  };
}

function resultFact(table: ResultTable): ResultFact {
  const mayBeNull = table['may-be-null'] ?? false;
  if (table.gives !== undefined) return { kind: 'gives', release: list(table.gives), mayBeNull };
  if (table.lends !== undefined) return { kind: 'lends', from: table.lends, mayBeNull };
  if (table.argument !== undefined) {
    return { kind: 'argument', index: table.argument, release: list(table['adds-reference']) };
  }
  throw new Error('a result without a fact was not refused');
}

function parameterFact(table: ParameterTable): ParameterFact {
  if (typeof table === 'string') return plainFact(table);
  if (table.frees !== undefined) {
    return {
      kind: 'frees',
      onFailureToo: table['on-failure-too'] ?? false,
      through: table.through ?? false,
    };
  }
  if (table.takes !== undefined) return { kind: 'takes', onSuccessOnly: table['on-success-only'] ?? false };
  if (table.keeps !== undefined) return { kind: 'keeps', in: table.keeps, until: table.until ?? [] };
  if (table.lends !== undefined) return { kind: 'lends', from: table.lends };
  if (table.references !== undefined) return { kind: 'references', release: list(table.references) };
  if (table['destructor-decides'] !== undefined) {
    return { kind: 'destructor-decides', destructor: table['destructor-decides'] };
  }
  if (table.gives !== undefined) {
    return {
      kind: 'gives',
      release: list(table.gives),
      evenOnFailure: table['even-on-failure'] ?? false,
      inPlace: table['in-place'] ?? false,
      each: table.each ?? false,
    };
  }
  throw new Error('a parameter without a fact was not refused');
}

function plainFact(word: Extract<ParameterTable, string>): ParameterFact {
  switch (word) {
    case 'frees':
      return { kind: 'frees', onFailureToo: false, through: false };
    case 'takes':
      return { kind: 'takes', onSuccessOnly: false };
    default:
      return { kind: word };
  }
}

type TypeTable = NonNullable<LibraryTable['types']>[string];

function releasesOfType(given: TypeTable): readonly string[] {
  return typeof given === 'string' || Array.isArray(given) ? list(given) : list(given.release);
}

function sourceOfType(given: TypeTable): string | undefined {
  return typeof given === 'string' || Array.isArray(given) ? undefined : given.source;
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}
