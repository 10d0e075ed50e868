/**
 * What is known of a C library's functions: who allocates, frees, borrows and keeps, and how a call says that it
 * failed. The tables are data (`libraries/*.yml`, validated by `library-schema.ts`); a user's own have the same format.
 * This is their meaning once read. Indices of parameters count from 0.
 */
export interface Library {
  readonly name: string;
  /** Prefixes that the names of its functions start with: an unlisted function of that prefix belongs to it, too. */
  readonly prefixes: readonly string[];
  /** Functions of the library leave what went wrong in a place of the thread's own; these read or clear it. */
  readonly threadErrorReaders: readonly string[];
  readonly functions: LibraryFunctions;
  /** By name of a C type whose objects have one destructor, whoever made them. */
  readonly types: ReadonlyMap<string, TypeFacts>;
}

/** What is said of functions, by exact name or by a pattern with one `*`. Exact names win, then the longest pattern. */
export interface LibraryFunctions {
  names(): Iterable<string>;
  of(name: string): FunctionFacts | undefined;
  /** All that is said; the same that is said of several functions may stand there once. */
  said(): Iterable<FunctionFacts>;
}

/** How the result of a call says that it failed: then nothing was given, unless a parameter says `evenOnFailure`. */
export type Failure = 'zero' | 'nonzero' | 'negative' | 'nonpositive' | 'null' | 'minus-one' | 'not-one';

export interface FunctionFacts {
  /** By its result, or by storing an error in the place that a parameter points to, which is null otherwise. */
  readonly fails?: Failure | { readonly sets: number };
  readonly result?: ResultFact;
  readonly parameters: ReadonlyMap<number, ParameterFact>;
  /** It must be called from one thread: the one that did something before, or the process's main one. */
  readonly thread?: 'same' | 'main';
  /** Where the library's documentation says so. */
  readonly source: string;
}

/** What a pointer that comes back is. */
export type ResultFact =
  /** The caller owns it, and ends it with one of `release`, the usual one first. */
  | { readonly kind: 'gives'; readonly release: readonly string[]; readonly mayBeNull: boolean }
  /** It is somebody else's and must not be freed: it lives as long as what `from` says, or as the process. */
  | { readonly kind: 'lends'; readonly from: number | 'static' | 'thread'; readonly mayBeNull: boolean }
  /** It is one of the arguments (`strcpy`), with one reference more where `release` is given (`g_object_ref`). */
  | { readonly kind: 'argument'; readonly index: number; readonly release: readonly string[] };

/** What a call does with a pointer that it is given. */
export type ParameterFact =
  /** Looks at the memory, or writes into it, while the call runs, and no longer. */
  | { readonly kind: 'reads' | 'fills' }
  /**
   * Ends the object: the pointer must not be used again. `onFailureToo`: even where the call fails. `through`: the
   * argument is the address of the pointer, which is null afterwards (`av_frame_free`).
   */
  | { readonly kind: 'frees'; readonly onFailureToo: boolean; readonly through: boolean }
  /** Becomes its owner; with `onSuccessOnly` not where the call fails. */
  | { readonly kind: 'takes'; readonly onSuccessOnly: boolean }
  /** Keeps the pointer without owning it: it must live as long as the object in parameter `in`, or until `until`. */
  | { readonly kind: 'keeps'; readonly in: number | 'static'; readonly until: readonly string[] }
  /** Another parameter is the function that frees it, or a mark that it is to be copied or left alone. */
  | { readonly kind: 'destructor-decides'; readonly destructor: number }
  /** It is the function that frees another parameter, or the whole call's data: nothing of its own happens to it. */
  | { readonly kind: 'destructor' }
  /** `*p` gets a new object that the caller owns. */
  | {
      readonly kind: 'gives';
      readonly release: readonly string[];
      readonly evenOnFailure: boolean;
      /** The struct that it points to gets members that need `release`, e.g. `git_buf`: release takes `p` itself. */
      readonly inPlace: boolean;
      /** `p` is an array of the caller's, and each of its elements gets such an object, or null. */
      readonly each: boolean;
    }
  /** `*p` gets a pointer that stays somebody else's. */
  | { readonly kind: 'lends'; readonly from: number | 'static' | 'thread' }
  /** One reference more: the caller owes one `release` more for it. */
  | { readonly kind: 'references'; readonly release: readonly string[] };

export interface TypeFacts {
  readonly release: readonly string[];
  readonly source: string;
}
