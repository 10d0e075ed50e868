import type { Frame, ReportStack, SanitizerReport, StackRole } from '../reports/report.ts';
import { joined, packageDirectory, repositoryPath } from './layout.ts';
import type { BuildLayout } from './layout.ts';
import { calledNames, goPackage, isMachinery, plainSymbol, stubOf, wrapperOf } from './symbols.ts';

/** A frame of a stack as a place in the repository. */
export interface Site {
  /** Relative to the repository's root. A function of a preamble is in its Go file. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in bytes; clang's reports have it. */
  readonly column?: number;
  readonly function: string;
  readonly language: 'go' | 'c';
  /**
   * The C function by which Go and C meet in this stack: for C code the one that Go called to get there, for Go code
   * the one that it called from this very line.
   */
  readonly cFunction?: string;
}

/** A call from Go into C that a stack shows; of its Go side a sanitizer knows the package and no more. */
export interface Crossing {
  /** The C function that was called: `free`, or `_Cmalloc` for what allocates in cgo's name. */
  readonly cFunction: string;
  /** The names that the call may have behind `C.` in the sources. */
  readonly calls: readonly string[];
  /** The import path of the calling package; undefined where the hash or the name is not known. */
  readonly package?: string;
  /** The package's directory in the repository, relative to its root. */
  readonly directory?: string;
}

/** Files that cgo writes for itself, and places that are no file. */
const generated =
  /(?:^|\/)(?:cgo-gcc-prolog|cgo-generated-wrapper|_cgo_\w{1,40}\.(?:c|go|h)|_testmain\.go|<[^/]{0,40}>)$/;

/** Code of the sanitizers themselves; code below `/_/GOROOT/` is Go's. */
const foreign =
  /libsanitizer\/|sanitizer_common\/|compiler-rt\/lib\/|^\/_\/GOROOT\/|(?:^|\/)pkg\/mod\/[^:]{0,400}@v/;

/**
 * The places of a stack in the repository, the innermost first. Frames of the runtime, of the tools, of what cgo
 * generates and of files outside the repository are left out; a place that two frames share, as an inlined closure of
 * cgo's and its caller do, comes once.
 */
export function sitesOf(stack: ReportStack, layout: BuildLayout): readonly Site[] {
  let drafts: Draft[] = [];
  /** Those of the C function whose wrapper has not come yet. */
  let waiting: Draft[] = [];
  /** The C function whose stub's caller comes next. */
  let stub: string | undefined;
  for (const frame of stack.frames) {
    const wrapper = wrapperOf(frame.function);
    if (wrapper !== undefined) {
      const inlined = draftOf(frame, layout, { function: wrapper.cFunction, language: 'c' });
      const caller = layout.cgoHashes.get(wrapper.hash);
      const directory = caller === undefined ? undefined : packageDirectory(caller, layout);
      const called = [...waiting, ...(inlined === undefined ? [] : [inlined])];
      drafts.push(
        ...called.map((draft) => ({
          ...inDirectory(draft, directory, layout),
          cFunction: wrapper.cFunction,
        })),
      );
      waiting = [];
      continue;
    }
    stub = stubOf(frame.function) ?? stub;
    const draft = isMachinery(frame.function) ? undefined : draftOf(frame, layout, nameOf(frame));
    if (draft?.language === 'c') waiting.push(draft);
    if (draft?.language !== 'go') continue;
    drafts = [...drafts, ...waiting, stub === undefined ? draft : { ...draft, cFunction: stub }];
    waiting = [];
    stub = undefined;
  }
  const sites: Site[] = [];
  for (const { isBare, ...site } of [...drafts, ...waiting]) if (!isBare) addSite(sites, site);
  return sites;
}

/** The calls from Go into C that a stack shows, the innermost first. */
export function crossingsOf(stack: ReportStack, layout: BuildLayout): readonly Crossing[] {
  return stack.frames.flatMap((frame) => {
    const wrapper = wrapperOf(frame.function);
    const cFunction = wrapper?.cFunction ?? stubOf(frame.function);
    if (cFunction === undefined) return [];
    const named = wrapper === undefined ? goPackage(frame.function) : layout.cgoHashes.get(wrapper.hash);
    // The name of a program's package is not its import path.
    const importPath = named === 'main' && wrapper === undefined ? undefined : named;
    const directory = importPath === undefined ? undefined : packageDirectory(importPath, layout);
    return [
      {
        cFunction,
        calls: calledNames(cFunction),
        ...(importPath === undefined ? {} : { package: importPath }),
        ...(directory === undefined ? {} : { directory }),
      },
    ];
  });
}

/** The frame that a report is about. */
export interface Blame {
  readonly role: StackRole;
  readonly site: Site;
}

/** The stacks in which the frame at fault is looked for, the most telling first. */
const blameOrder: readonly StackRole[] = [
  'access',
  'leak',
  'previous-access',
  'frame-object',
  'free',
  'allocation',
];

/**
 * The innermost place in the repository of the most telling stack that has one; undefined where no stack leads into
 * the repository, as with a free that Go called: `crossingsOf` has its package.
 */
export function blameOf(report: SanitizerReport, layout: BuildLayout): Blame | undefined {
  for (const role of blameOrder) {
    for (const stack of report.stacks) {
      const site = stack.role === role ? sitesOf(stack, layout)[0] : undefined;
      if (site !== undefined) return { role, site };
    }
  }
  return undefined;
}

/** A site whose path may be a bare name, of which the directory is not known yet. */
interface Draft extends Site {
  readonly isBare: boolean;
}

type Name = Pick<Site, 'function' | 'language'>;

function nameOf(frame: Frame): Name {
  const isGo = frame.language === 'go' || goPackage(frame.function) !== undefined;
  // A C function that the compiler made a part or a copy of has a dot in its name, too.
  if (isGo && !/\.(?:c|cc|cpp|cxx|h|hpp|inc|m)$/.test(frame.file ?? '')) {
    return { function: frame.function, language: 'go' };
  }
  return { function: plainSymbol(frame.function), language: 'c' };
}

/** The frame as a place; undefined where it is outside the repository, or no code of a person. */
function draftOf(frame: Frame, layout: BuildLayout, name: Name): Draft | undefined {
  const { file, line, column } = frame;
  if (file === undefined || line === undefined || generated.test(file) || foreign.test(file))
    return undefined;
  const importPath = name.language === 'go' ? goPackage(frame.function) : undefined;
  const directory = importPath === undefined ? undefined : packageDirectory(importPath, layout);
  const isBare = !file.includes('/');
  // Valgrind gives bare names; a Go function's package tells the directory.
  const path = isBare
    ? directory === undefined
      ? file
      : joined(directory, file)
    : repositoryPath(file, layout);
  if (path === undefined) return undefined;
  const rest = column === undefined ? {} : { column };
  return { path, line, ...rest, ...name, isBare: isBare && directory === undefined };
}

/** A bare name with the directory of the package that called: a preamble is in a Go file of it, a C file may be. */
function inDirectory(draft: Draft, directory: string | undefined, layout: BuildLayout): Draft {
  if (!draft.isBare || directory === undefined) return draft;
  const path = joined(directory, draft.path);
  const isThere = layout.files === undefined ? path.endsWith('.go') : layout.files.has(path);
  return isThere ? { ...draft, path, isBare: false } : draft;
}

function addSite(sites: Site[], site: Site): void {
  const last = sites.at(-1);
  if (last?.path !== site.path || last.line !== site.line || last.language !== site.language) {
    sites.push(site);
  } else if (last.function.startsWith(`${site.function}.func`)) {
    // cgo calls C in a closure of its own on the line of the call.
    sites[sites.length - 1] = { ...last, ...site };
  }
}
