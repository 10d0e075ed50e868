import type { Location, Span } from '../base/span.ts';
import type { Evidence } from './evidence.ts';

export type Severity = 'error' | 'warning' | 'info';

/** How sure a rule is: `certain` is proved by the code that was read, `question` needs the reader's knowledge. */
export type Confidence = 'certain' | 'likely' | 'question';

/** A step of the path that breaks the rule, or another place that the claim rests on. */
export interface RelatedInformation {
  readonly location: Location;
  /** One clause without a full stop; identifiers in backticks. */
  readonly message: string;
}

export interface TextEdit {
  readonly path: string;
  /** An empty span inserts. */
  readonly span: Span;
  readonly newText: string;
}

export interface SuggestedFix {
  /** What the edit does, in the imperative: "Free `cs` when the function returns". */
  readonly message: string;
  readonly edits: readonly TextEdit[];
}

/** Another program that makes a claim. Its texts are a stranger's. */
export interface OutsideSource {
  readonly tool: string;
  readonly version?: string;
  /** The program that ran the tool, where that is another one. */
  readonly via?: string;
  /** Its own name of the rule. */
  readonly rule: string;
  /** Where the rule is described: an `http:` or `https:` address. */
  readonly helpUri?: string;
}

/** What a rule reports, before the change and the user's policy decide whether it is shown. */
export interface Diagnostic {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly location: Location;
  /** The claim: one sentence, identifiers in backticks, no full stop at the end. */
  readonly message: string;
  /** The path that breaks the rule, in the order of execution. */
  readonly steps: readonly RelatedInformation[];
  /** Set only where the edit is exact. */
  readonly fix?: SuggestedFix;
  /** The package's directory and the declaration that encloses the location, e.g. `func (*DB).Get`. */
  readonly packagePath: string;
  readonly symbol: string;
  /** The whole declaration that encloses the location: where a change can have caused the finding. */
  readonly scope: Location;
  /** How far the claim goes, where it has degrees: more than the base's finding of the same code had is new. */
  readonly extent?: number;
  /** What the findings of the rule with the same text have in common; see `foldRepeats`. */
  readonly sharedCause?: string;
  /** The reported code with its white space and comments folded: part of the identity. */
  readonly tokens: string;
  /** Set where another program makes the claim; then `ruleId` is `tool/rule`. */
  readonly source?: OutsideSource;
}

/** What in the change explains a finding whose own place the change left alone. */
export interface Cause {
  readonly kind: 'added' | 'removed';
  /** At the head for what the change adds, at the base for what it removes. */
  readonly location: Location;
  /** One clause without a full stop: "the change removes `C.free(p)`". */
  readonly message: string;
}

/** A diagnostic that is to be shown, with its identity across pushes. */
export interface Finding extends Diagnostic {
  /** Set where a change was reviewed, the finding's place is not part of it, and what explains it was found. */
  readonly cause?: Cause;
  /** Other findings of the rule that share its cause, and are shown with it. */
  readonly repeats?: readonly Finding[];
  /** What a tool that ran the program saw of it. */
  readonly evidence?: Evidence;
  /** Other programs that say the same of the same line; ours stands for them. */
  readonly agreeing?: readonly OutsideSource[];
  /** `v1:` and 32 hexadecimal digits over rule, package, symbol, tokens and ordinal; no line, no message. */
  readonly fingerprint: string;
}

const severityRank: Readonly<Record<Severity, number>> = { error: 3, warning: 2, info: 1 };

/** Negative when `a` is the more severe. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severityRank[b] - severityRank[a];
}

export function reaches(severity: Severity, threshold: Severity): boolean {
  return severityRank[severity] >= severityRank[threshold];
}
