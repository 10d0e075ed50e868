import type { Span } from '../base/span.ts';
import type { Severity } from '../engine/diagnostic.ts';

/** What another analyser says of a place of the repository. Its text is a stranger's: it is escaped like code. */
export interface LinterFinding {
  /** The analyser whose rule it is: `vet`, `staticcheck`, `gosec`, or the name that a report gives its tool. */
  readonly tool: string;
  readonly toolVersion?: string;
  /** The program that ran the analyser, where that is another one: `golangci-lint`. */
  readonly via?: string;
  /** The tool's own name of the rule: `unsafeptr`, `SA1019`, `G103`. */
  readonly ruleId: string;
  /** Relative to the repository's root, with `/` between its parts. */
  readonly path: string;
  /** Columns count UTF-8 bytes; where the tool names no end, it is one byte behind the start. */
  readonly span: Span;
  /** One line, bounded. */
  readonly message: string;
  readonly severity: Severity;
  /** An `http:` or `https:` address. */
  readonly helpUri?: string;
  /** The numbers of the Common Weakness Enumeration that the tool gives; none where it gives none. */
  readonly cwe: readonly number[];
  /** The tags of the rule in a SARIF file, in lower case. */
  readonly tags: readonly string[];
}

/** Something that a tool could not do, or that could not be read of what it said. */
export interface ToolProblem {
  /** One sentence or the tool's own first line, bounded. */
  readonly text: string;
  /** The file of the repository that it is about, where the tool names one. */
  readonly path?: string;
}

/** What one tool reported, in the repository's terms. */
export interface LinterReport {
  readonly tool: string;
  readonly toolVersion?: string;
  readonly findings: readonly LinterFinding[];
  readonly problems: readonly ToolProblem[];
}
