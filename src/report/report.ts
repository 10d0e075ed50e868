import type { Revision } from '../diff/change.ts';
import type { Finding, Severity } from '../engine/diagnostic.ts';
import type { Evidence } from '../engine/evidence.ts';
import type { Rule } from '../engine/rule.ts';
import type { ParserInfo } from '../parser/parser.ts';

export type Verdict = 'pass' | 'fail' | 'incomplete';

/** A rule as a report needs it: its metadata and its remediation, the good program's own text. */
export interface RuleInfo extends Omit<Rule, 'run' | 'requires'> {
  /** `src/rules/<group>/<id>`. */
  readonly folder: string;
  /** Go (and C) code, from the good program of the rule's evidence. */
  readonly remediation: string;
}

export interface NotReviewed {
  readonly path: string;
  readonly reason: string;
  /** Left out by policy (vendored, generated, excluded by the configuration): it does not make a verdict incomplete. */
  readonly excluded: boolean;
  /** How many files a directory's entry stands for; undefined for a file's own. */
  readonly files?: number;
}

/** A finding that the code silences with a `//cgoreview:ignore` comment. */
export interface Suppressed {
  readonly finding: Finding;
  readonly reason: string;
}

export interface ReportStats {
  /** Files that were parsed and analysed. */
  readonly files: number;
  readonly packages: number;
  /** Go and C lines of those files. */
  readonly lines: number;
  /** Findings of the touched packages that were there at the base already, and are not shown. */
  readonly atBase: number;
}

/** One package's test binary, or fixture, under one tool. */
export interface SanitizedPackage {
  /** The import path. */
  readonly package: string;
  /** `asan`, `checkptr`, `cgocheck` or `race`. */
  readonly mode: string;
  readonly outcome: 'built' | 'failed' | 'no-tests';
  /** The tests that were run, and the reports that they gave. */
  readonly tests: number;
  readonly reports: number;
  readonly seconds: number;
  /** Why nothing ran, or what the run cannot show; one clause without a full stop. */
  readonly note?: string;
}

/** What running the program under dynamic tools gave. A missing report never means clean. */
export interface SanitizerSummary {
  /** `go1.26.8, gcc 12.2.0, linux/amd64`. */
  readonly toolchain: string;
  readonly packages: readonly SanitizedPackage[];
  readonly seconds: number;
  readonly cache?: { readonly hits: number; readonly misses: number };
  /** Reports of code that the change does not touch, or an audit does not look at: shown, and no findings. */
  readonly apart: readonly Finding[];
  /** Reports that name no line of the repository. */
  readonly unplaced: readonly Evidence[];
  /** What kept a tool from running, as sentences that say what to do. */
  readonly problems: readonly string[];
}

/** All that one run has to say: the single value that every renderer reads. */
export interface ReviewReport {
  readonly mode: 'review' | 'audit';
  readonly tool: { readonly name: 'cgo-review'; readonly version: string };
  readonly parser: ParserInfo;
  readonly base?: Revision;
  readonly head: Revision;
  readonly verdict: Verdict;
  readonly failOn: Severity | 'never';
  /** Sorted by path and position. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly notReviewed: readonly NotReviewed[];
  /** Mistakes in the code's own suppressions and the like, each with its place; never silent. */
  readonly notes: readonly string[];
  readonly rules: ReadonlyMap<string, RuleInfo>;
  /** Set where the program was run under dynamic tools, or was to be. */
  readonly sanitizer?: SanitizerSummary;
  readonly stats: ReportStats;
}

/** Where the product's own pages live: `https://github.com/OWNER/NAME/blob/REF`, without a slash at the end. */
export interface Links {
  readonly docs: string;
}
