/** Claims of other programs (linters, sanitizers), as diagnostics beside our own. */
import { lastLine } from '../base/span.ts';
import type { Location, Span } from '../base/span.ts';
import type { GoFile } from '../syntax/go-file.ts';
import { declarationName } from './declaration.ts';
import type { Confidence, Diagnostic, OutsideSource, Severity } from './diagnostic.ts';

/** What another program says of a place at the head. */
export interface OutsideClaim {
  /** The program's rule behind the program's name: `vet/unsafeptr`. No rule of ours has a slash. */
  readonly ruleId: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly location: Location;
  readonly message: string;
  readonly source: OutsideSource;
}

/** A top-level declaration of a Go file. */
export interface Declaration {
  /** As in `Diagnostic`: `func (*DB).Get`. */
  readonly symbol: string;
  readonly span: Span;
}

/** The declaration that a line of a Go file is in. */
export function declarationAt(file: GoFile, line: number): Declaration | undefined {
  const node = file.tree.root.children.find(({ span }) => span.start.line <= line && line <= lastLine(span));
  return node === undefined ? undefined : { symbol: declarationName(node, file), span: node.span };
}

/** The file that a claim is about, as far as it was read. */
export interface ClaimedFile {
  /** The one that the claim is in, where the file is Go and was parsed. */
  readonly declaration?: Declaration | undefined;
  /** Its lines without their endings. */
  readonly lines: readonly string[];
  /** The directory of its package. */
  readonly packagePath: string;
}

/** Gives a claim what our own diagnostics have; undefined where the file has no such line. */
export function outsideDiagnostic(claim: OutsideClaim, file: ClaimedFile): Diagnostic | undefined {
  const { span, path } = claim.location;
  const line = file.lines[span.start.line - 1];
  if (line === undefined) return undefined;
  const { declaration } = file;
  return {
    ...claim,
    steps: [],
    packagePath: file.packagePath,
    symbol: declaration?.symbol ?? '',
    scope: declaration === undefined ? claim.location : { path, span: declaration.span },
    // Programs point at the same code from different columns, and some at a column that is not in it: the line is
    // what a claim is about.
    tokens: line.replace(/\s+/g, ' ').trim(),
  };
}
