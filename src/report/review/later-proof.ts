/** The proof of a finding whose comment stands already: a run without the tools wrote it, or one that saw nothing. */
import type { Finding } from '../../engine/diagnostic.ts';
import { unfolded } from '../../engine/repeats.ts';
import type { ReviewLinks } from '../links.ts';
import { place, sentence } from '../markdown.ts';
import { byteLength } from '../plain.ts';
import type { ReviewReport, RuleInfo } from '../report.ts';
import { evidenceOpening } from '../wording.ts';
import { signature } from './comment.ts';
import { parseMarkers } from './marker.ts';
import { proof } from './proof.ts';

/** A comment that the reviewer itself has written. */
export interface PostedComment {
  readonly id: number;
  readonly body: string;
}

/** The new text of a comment. */
export interface CommentUpdate extends PostedComment {
  /** The findings whose proof it adds. */
  readonly fingerprints: readonly string[];
}

/** GitHub takes 65,536 characters. */
const maxBytes = 64_000;

/**
 * The comments that lack the proof of a finding they speak of. All else of a comment stays as it is: its place, its
 * suggestion, the identities that end it, and what people wrote into it. One that tells of the proof is not touched,
 * though the report of a later run has other addresses.
 */
export function withProofs(
  posted: readonly PostedComment[],
  { findings, rules }: Pick<ReviewReport, 'findings' | 'rules'>,
  links: ReviewLinks,
): CommentUpdate[] {
  const updates = new Map<number, CommentUpdate>();
  for (const finding of findings.flatMap(unfolded)) {
    if (finding.evidence === undefined) continue;
    const comment = posted.findLast(({ body }) => parseMarkers(body).includes(finding.fingerprint));
    if (comment === undefined) continue;
    const { body: before, fingerprints } = updates.get(comment.id) ?? { ...comment, fingerprints: [] };
    const body = withProof(before, finding, rules.get(finding.ruleId), links);
    if (body === undefined) continue;
    const { id } = comment;
    updates.set(id, { id, body, fingerprints: [...fingerprints, finding.fingerprint] });
  }
  return [...updates.values()];
}

/** Undefined where the comment has the proof, or no room for it. */
function withProof(
  body: string,
  finding: Finding,
  rule: RuleInfo | undefined,
  links: ReviewLinks,
): string | undefined {
  const opening = sentence(evidenceOpening(finding) ?? '');
  const lines = body.split(/\r?\n/);
  if (
    lines.some(
      (line) => line.startsWith(opening) || (line.startsWith('At ') && line.includes(`: ${opening}`)),
    )
  )
    return undefined;
  const isOwn = parseMarkers(body)[0] === finding.fingerprint;
  const { path, span } = finding.location;
  const shown = proof(finding, links);
  const text = isOwn ? shown : `At ${place(links, path, span.start.line)}: ${shown}`;
  // Behind the claim, which is one paragraph.
  const end = lines.findIndex((line) => line.trim() === '');
  if (end === -1) return undefined;
  const rest = isOwn ? signed(lines.slice(end), finding, rule, links) : lines.slice(end);
  const updated = [...lines.slice(0, end), '', text, ...rest].join('\n');
  return byteLength(updated) > maxBytes ? undefined : updated;
}

/** What was seen to happen is no question any more, and may weigh more: the signature says so. */
function signed(
  lines: readonly string[],
  finding: Finding,
  rule: RuleInfo | undefined,
  links: ReviewLinks,
): readonly string[] {
  const now = signature(finding, rule, links);
  const name = now.slice(0, now.indexOf(' · ') + 1);
  const at = lines.findLastIndex((line) => line.startsWith(name));
  return at === -1 ? lines : lines.with(at, now);
}
