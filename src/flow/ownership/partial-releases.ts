import type { Library } from '../../knowledge/library.ts';
import type { KnownFunctions } from './c-summaries.ts';

/**
 * Whether a release of a library may leave its object: it gives one of several references back (`g_object_unref`), or
 * frees what is inside of a struct (`git_buf_dispose`).
 */
export function freesInPart(name: string, libraries: KnownFunctions): boolean {
  if (namesCounting.test(name)) return true;
  const library = libraries.factsOf(name)?.library;
  return library !== undefined && partialReleases(library).has(name);
}

const namesCounting =
  /(^|[_a-z])(unref|Unref|UnRef|UNREF|decref|DecRef|DECREF|deref|Release|release|put)(_|$)/;

function partialReleases(library: Library): ReadonlySet<string> {
  let names = partialByLibrary.get(library);
  if (names === undefined) {
    names = new Set(findPartial(library));
    partialByLibrary.set(library, names);
  }
  return names;
}

const partialByLibrary = new WeakMap<Library, ReadonlySet<string>>();

function* findPartial({ functions }: Library): Generator<string> {
  for (const { result, parameters } of functions.said()) {
    if (result?.kind === 'argument') yield* result.release;
    for (const fact of parameters.values()) {
      if (fact.kind === 'references' || (fact.kind === 'gives' && fact.inPlace)) yield* fact.release;
    }
  }
}
