import type { Finding } from './diagnostic.ts';

/** A comment carries the identities of all that it speaks of, and GitHub bounds its length. */
const mostTogether = 200;

/**
 * Makes one finding of those that one rule reports for one cause: ten methods of a type that all lack the same call
 * are one mistake. Findings of different weight stay apart, so that none is hidden behind a lesser one.
 *
 * @param findings in the order in which they are shown
 * @param isPreferred which of several is to stand for the others: the first that is, else the first of all
 */
export function foldRepeats(
  findings: readonly Finding[],
  isPreferred: (finding: Finding) => boolean,
): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { ruleId, packagePath, sharedCause, severity, confidence, fingerprint } = finding;
    const key =
      sharedCause === undefined
        ? fingerprint
        : JSON.stringify([ruleId, packagePath, sharedCause, severity, confidence]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  const parts = [...groups.values()].flatMap((group) => inParts(group, mostTogether));
  const folded = new Map(parts.map((part) => folding(part, isPreferred)));
  return findings.flatMap((finding) => folded.get(finding) ?? []);
}

/** A finding, and those that it stands for. */
export function unfolded(finding: Finding): readonly Finding[] {
  const { repeats = [], ...own } = finding;
  return [own, ...repeats];
}

/** The finding that stands for a group, as it was and with the others. */
function folding(
  group: readonly Finding[],
  isPreferred: (finding: Finding) => boolean,
): [own: Finding | undefined, folded: Finding[]] {
  const own = group.find(isPreferred) ?? group[0];
  if (own === undefined) return [own, []];
  const repeats = group.filter((one) => one !== own);
  return [own, [repeats.length === 0 ? own : { ...own, repeats }]];
}

function inParts<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, part) =>
    list.slice(part * size, (part + 1) * size),
  );
}
