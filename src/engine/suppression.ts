import type { GoFile } from '../syntax/go-file.ts';
import type { Suppression } from '../syntax/comments.ts';
import type { Finding } from './diagnostic.ts';

/** Findings after the code's own `//cgoreview:ignore` comments. */
export interface Suppressions {
  readonly shown: readonly Finding[];
  readonly suppressed: readonly { readonly finding: Finding; readonly reason: string }[];
  /** One sentence for each suppression that does not work: malformed, expired, of an unknown rule. */
  readonly notes: readonly string[];
}

/** What of a file, of Go or of C, silences its findings. */
export type Silenced = Pick<GoFile, 'path' | 'suppressions' | 'malformedSuppressions'>;

/**
 * @param codes the alias of each known rule by its id
 * @param today `YYYY-MM-DD`: a suppression holds through its `until` day
 */
export function applySuppressions(
  findings: readonly Finding[],
  files: readonly Silenced[],
  codes: ReadonlyMap<string, string>,
  today: string,
): Suppressions {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const shown: Finding[] = [];
  const suppressed: { finding: Finding; reason: string }[] = [];
  for (const finding of findings) {
    const match = suppressionOf(finding, byPath.get(finding.location.path), codes, today);
    if (match === undefined) shown.push(finding);
    else suppressed.push({ finding, reason: match.reason });
  }
  return { shown, suppressed, notes: files.flatMap((file) => notesOf(file, codes, today)) };
}

/** The comment that silences a finding of a file; parameters as of `applySuppressions`. */
export function suppressionOf(
  finding: Pick<Finding, 'ruleId' | 'location'>,
  file: Pick<Silenced, 'suppressions'> | undefined,
  codes: ReadonlyMap<string, string>,
  today: string,
): Suppression | undefined {
  const line = finding.location.span.start.line;
  return file?.suppressions.find(
    (one) => one.line === line && names(one, finding.ruleId, codes) && !hasExpired(one, today),
  );
}

function names(suppression: Suppression, ruleId: string, codes: ReadonlyMap<string, string>): boolean {
  return suppression.rules.includes(ruleId) || suppression.rules.includes(codes.get(ruleId) ?? ruleId);
}

function hasExpired(suppression: Suppression, today: string): boolean {
  return suppression.until !== undefined && suppression.until < today;
}

function notesOf(file: Silenced, codes: ReadonlyMap<string, string>, today: string): string[] {
  const known = new Set([...codes.keys(), ...codes.values()]);
  const malformed = file.malformedSuppressions.map(
    (one) => `${file.path}:${String(one.line)}: ${one.message}.`,
  );
  const others = file.suppressions.flatMap((one) => {
    const place = `${file.path}:${String(one.commentLine)}`;
    // The rules of other tools, `vet/unsafeptr`, are theirs to know.
    const unknown = one.rules.filter((rule) => !known.has(rule) && !/^[\w.+-]+\/[\w.+/-]+$/.test(rule));
    return [
      ...unknown.map((rule) => `${place}: the suppression names \`${rule}\`, which is no rule.`),
      ...(hasExpired(one, today)
        ? [`${place}: the suppression held until ${one.until ?? ''} and has expired.`]
        : []),
    ];
  });
  return [...malformed, ...others];
}
