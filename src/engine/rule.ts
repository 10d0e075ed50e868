import type { Location } from '../base/span.ts';
import type { Confidence, RelatedInformation, Severity, SuggestedFix } from './diagnostic.ts';
import type { BugClass } from '../knowledge/bug-classes.ts';
import type { GoFunction, Package } from '../semantic/package.ts';
import type { CFile } from '../syntax/c-file.ts';
import type { GoFile } from '../syntax/go-file.ts';
import type { Node } from '../syntax/tree.ts';
import type { Analysis } from '../semantic/analysis.ts';

/** The documentation of a rule, as data: `docs/rules/ID.md`, `cgo-review rules ID` and SARIF are rendered from it. */
export interface RuleDocs {
  /** One line, up to 80 characters, without a full stop. */
  readonly title: string;
  /** What the rule reports, and what it leaves alone; Markdown. */
  readonly what: string;
  /** What goes wrong at run time; Markdown. */
  readonly why: string;
  /** The contract of cgo, unsafe or C that is broken. */
  readonly contract: { readonly text: string; readonly url: string };
  /** The classes of real bugs that the rule is for; none where our sample has no such bug. */
  readonly classes: readonly BugClass[];
  /** A few lines of Go that the rule reports. */
  readonly example: string;
  /** How to write it instead, in words; the code is the good program's own text. */
  readonly remediation: string;
  /** What the dynamic tools can and cannot show of it. */
  readonly dynamic: string;
  /** What the rule is known to miss, or to get wrong. */
  readonly limits: string;
}

export interface Rule {
  /** Kebab case, reads well after "allow"; stable. */
  readonly id: string;
  /** Short alias, `CGO` and three digits; never reused. */
  readonly code: string;
  readonly category:
    'leak' | 'lifetime' | 'ownership' | 'pointer-passing' | 'bounds' | 'unsafe' | 'directive';
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly cwe?: number;
  /**
   * Set where the rule is off until the configuration turns it on: what it reports is true, and more than most want
   * to read.
   */
  readonly preview?: true;
  readonly docs: RuleDocs;
  /**
   * More specific rules: where one of them reports code that this rule reports as well, it speaks for both. One
   * mistake is one finding.
   */
  readonly yieldsTo?: readonly string[];
  /** The analyses that it uses: `pass.use` gives no others. */
  readonly requires: readonly Analysis<unknown>[];
  run(pass: Pass): void;
}

/** A file that a rule can speak of; the C code of a preamble stands in its Go file. */
export type SubjectFile = GoFile | CFile;

/** What a rule says of one place; the engine adds who says it and where it belongs. */
export interface Report {
  /** The reported node: its span is shown, its text is part of the finding's identity. */
  readonly at: Node;
  readonly file: SubjectFile;
  readonly message: string;
  readonly steps?: readonly RelatedInformation[];
  readonly fix?: SuggestedFix;
  readonly confidence?: Confidence;
  readonly severity?: Severity;
  /** How far the claim goes, where it has degrees; see `Diagnostic`. */
  readonly extent?: number;
  /**
   * What would have to change to mend all that share it: a wrapper type, an error helper. In a review the findings of
   * the rule with the same text are one, which lists the places of the others.
   */
  readonly sharedCause?: string;
  /**
   * What holds behind every point of the reported path that touches the value or decides a condition: finer than
   * `steps`, which stays what a comment shows. Evaluated only when the run is traced.
   */
  readonly states?: () => readonly RelatedInformation[];
}

/** Why a rule stays silent about a place that it looked at. */
export interface Clearance {
  readonly at: Node;
  readonly file: SubjectFile;
  /** One clause, identifiers in backticks, no full stop: "`cs` is freed on every path that leaves the function". */
  readonly reason: string;
  /** The places that the reason rests on. */
  readonly states?: readonly RelatedInformation[];
}

/** One run of one rule over one package. */
export interface Pass {
  readonly package: Package;
  /** The functions to look at, literals included; the package's others are context. */
  functions(): readonly GoFunction[];
  /** The result of an analysis that the rule requires, computed once a package whichever rule asks first. */
  use<T>(analysis: Analysis<T>): T;
  report(report: Report): void;
  /**
   * Says why a candidate is not reported. Evaluated only when the run is traced, and then behind all rules: an
   * account of the silence costs a normal run nothing, and searches nothing away from a rule.
   */
  clear(clearance: () => Clearance): void;
  /** Work that finds what is to be cleared, under the same terms. */
  trace(work: () => void): void;
  location(file: SubjectFile, node: Node): Location;
}

/** Fixes the type of a rule's object without widening its literals. */
export function defineRule(rule: Rule): Rule {
  return rule;
}
