/** A way of building and running Go code such that a defect shows itself. */
export const sanitizerModes = ['asan', 'checkptr', 'cgocheck', 'race'] as const;
export type SanitizerMode = (typeof sanitizerModes)[number];

/** How a process came to its end: by itself, or because it passed a limit. */
export const endings = ['itself', 'time', 'output', 'memory', 'disk'] as const;
export type Ending = (typeof endings)[number];

/** Outcomes of the build of one package in one mode. */
export const buildOutcomes = ['built', 'failed', 'no-tests'] as const;

/**
 * Whether the leak check saw this package: `own-TestMain` is a package that ends its tests by itself, so that
 * leaks may stay unseen. None of them means that there is no leak.
 */
export const leakChecks = ['checked', 'own-TestMain', 'not-asked'] as const;

/** The tools that built and ran the code, each in the words of the tool. */
export interface Toolchain {
  /** Such as `go1.26.8`; `none` where no Go was found. */
  readonly go: string;
  /** The first line of the C compiler's `--version`. */
  readonly cc?: string;
  /** Such as `linux/amd64`. */
  readonly platform: string;
}

export interface BuildRecord {
  readonly mode: SanitizerMode;
  /** Its import path. */
  readonly package: string;
  /** Its directory, relative to the root with `/` between its parts; `.` is the root itself. */
  readonly dir: string;
  readonly outcome: (typeof buildOutcomes)[number];
  readonly seconds: number;
  readonly leaks: (typeof leakChecks)[number];
  /** The first error of a build that failed: one line of the compiler's, and where it can be told, its remedy. */
  readonly firstError?: string;
}

export interface ExecutionRecord {
  readonly mode: SanitizerMode;
  readonly package: string;
  /** The test's name; `main` for a fixture that is a program, `start-up` for what runs before any test. */
  readonly test: string;
  /** The exit status; null where a signal ended the process. */
  readonly exit: number | null;
  readonly signal?: string;
  readonly ended: Ending;
  readonly seconds: number;
  /** What the tools wrote, verbatim and bounded: text of strangers. */
  readonly texts: readonly string[];
}

/**
 * What one run of the dynamic tier did. It is also the content of the file that one job hands to the next:
 * whoever reads it parses the texts anew and trusts nothing in it.
 */
export interface SanitizerRun {
  readonly version: 1;
  readonly toolchain: Toolchain;
  /** The absolute path under which the repository was built. */
  readonly root: string;
  /** The modules of the repository; `dir` is relative to the root, `.` is the root itself. */
  readonly modules: readonly { readonly path: string; readonly dir: string }[];
  /** The package that each hash in the names of cgo's wrappers stands for. */
  readonly cgoHashes: readonly { readonly hash: string; readonly package: string }[];
  readonly builds: readonly BuildRecord[];
  readonly executions: readonly ExecutionRecord[];
  /** What could not be done, each a sentence that says what to do. */
  readonly problems: readonly string[];
  /** Packages that the builds took from Go's build cache, and packages that they compiled. */
  readonly cache: { readonly hits: number; readonly misses: number } | undefined;
}

/** What the code of the repository may use. */
export interface SanitizerLimits {
  /** Wall time of one test. */
  readonly testSeconds: number;
  /** Wall time of everything, the builds included. */
  readonly totalSeconds: number;
  /** What one test may print. */
  readonly outputBytes: number;
  /** Resident memory of one test and all that it started. */
  readonly memoryBytes: number;
  /** What one test may write below its own temporary and home directory. */
  readonly diskBytes: number;
}

const mebibyte = 1024 * 1024;

export const defaultLimits: SanitizerLimits = {
  testSeconds: 120,
  totalSeconds: 1800,
  outputBytes: 16 * mebibyte,
  memoryBytes: 4096 * mebibyte,
  diskBytes: 1024 * mebibyte,
};

/** How much of everything a run may hold: its writer stays below, and a reader takes no more. */
export const runBounds = {
  modules: 500,
  hashes: 20_000,
  builds: 10_000,
  executions: 50_000,
  problems: 1000,
  textsEach: 16,
  /** Of one text of a report, in UTF-16 code units. */
  textLength: 256 * 1024,
  /** Of all texts of a run together. */
  allTexts: 8 * 1024 * 1024,
  /** Of a path, a name or a sentence. */
  lineLength: 4096,
} as const;
