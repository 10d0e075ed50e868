import { lastLine } from '../base/span.ts';
import type { GoFile } from '../syntax/go-file.ts';

/** What is kept of a Go file once its package is analysed: its tree is not. */
export interface GoFileRecord extends Pick<GoFile, 'path' | 'suppressions' | 'malformedSuppressions'> {
  /** Why it was not wholly reviewed; undefined where it was. */
  readonly mistake: string | undefined;
  /** What of it does not parse. */
  readonly broken: BrokenParts | undefined;
  /** One sentence for each directive that the Go tools refuse, with its place: what it was to say did not count. */
  readonly directiveNotes: readonly string[];
}

interface BrokenParts {
  readonly reason: string;
  /** The lines that were left out, last ones included. */
  readonly lines: readonly { readonly first: number; readonly last: number }[];
}

export function recordOf(file: GoFile): GoFileRecord {
  const { path, suppressions, malformedSuppressions } = file;
  const reason = syntaxReason(file);
  return {
    path,
    suppressions,
    malformedSuppressions,
    mistake: reason ?? constraintReason(file),
    broken: reason === undefined ? undefined : { reason, lines: brokenLines(file) },
    directiveNotes: directiveNotes(file),
  };
}

function brokenLines(file: GoFile): BrokenParts['lines'] {
  return file.syntaxErrors.map(({ declaration, line }) =>
    declaration === undefined
      ? { first: line, last: line }
      : { first: declaration.line, last: lastLine(declaration.span) },
  );
}

/** What a file that does not parse leaves out of the review. */
function syntaxReason(file: GoFile): string | undefined {
  const [first] = file.syntaxErrors;
  if (first === undefined) return undefined;
  if (/^<{7} .*\n(?:.*\n)*?>{7} /m.test(file.tree.text)) return 'has an unresolved merge conflict';
  const whole = file.syntaxErrors.some((error) => error.declaration === undefined);
  const part = whole ? 'code around the mistake was' : 'the declaration that holds it was';
  if (first.kind === 'depth') {
    return `nests too deeply at line ${String(first.line)}: the declaration that holds it was not reviewed`;
  }
  return `does not parse: there is a syntax error at line ${String(first.line)}, and ${part} not reviewed`;
}

/** cmd/go refuses the package; with which of its files this one belongs is not known. */
function constraintReason({ constraint: { problem } }: GoFile): string | undefined {
  if (problem === undefined) return undefined;
  return `was reviewed as if every build had it: at line ${String(problem.line)}, ${problem.message}`;
}

function directiveNotes({ path, directives }: GoFile): string[] {
  return [...directives.malformed]
    .sort((a, b) => a.line - b.line)
    .map(({ line, message }) => `${path}:${String(line)}: ${message}.`);
}
