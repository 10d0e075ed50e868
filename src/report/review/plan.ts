/** What one review writes to a pull request, worked out before anything is written. */
import type { Change } from '../../diff/change.ts';
import type { DiffSide } from '../../diff/positions.ts';
import type { Finding } from '../../engine/diagnostic.ts';
import { foldRepeats, unfolded } from '../../engine/repeats.ts';
import type { SourceLines } from '../columns.ts';
import type { ReviewLinks } from '../links.ts';
import type { ReviewReport } from '../report.ts';
import type { Anchor } from './anchor.ts';
import { anchorOf, shownPositions } from './anchor.ts';
import { renderBody } from './body.ts';
import { rank } from '../rank.ts';
import { marked, renderComment } from './comment.ts';
import { renderMarker } from './marker.ts';
import { withProofs } from './later-proof.ts';
import type { CommentUpdate, PostedComment } from './later-proof.ts';

/** A comment as GitHub's API takes it, with the identity of its finding. */
export interface ReviewComment {
  readonly path: string;
  readonly line: number;
  readonly side: DiffSide;
  /** Left out where the comment is on one line: GitHub refuses a start that equals the end. */
  readonly start_line?: number;
  readonly start_side?: DiffSide;
  readonly body: string;
  readonly fingerprint: string;
}

export interface ReviewPlan {
  /** New comments, in the order of rank. */
  readonly create: readonly ReviewComment[];
  /** New findings that only the body of the review lists. */
  readonly listed: readonly Finding[];
  /** Findings that an earlier review shows: nothing new is written for them. */
  readonly kept: readonly Finding[];
  /** Comments of earlier reviews that get the proof which this run has. */
  readonly update: readonly CommentUpdate[];
  /** The body of the review; undefined when there is nothing new, and then nothing is to be posted. */
  readonly body: string | undefined;
}

export interface ReviewRequest {
  readonly report: ReviewReport;
  readonly change: Change;
  /** The fingerprints that `parseMarkers` found in the reviewer's own comments and reviews. */
  readonly alreadyShown: ReadonlySet<string>;
  /** The reviewer's own comments, in the order in which they were written; those of nobody else. */
  readonly posted?: readonly PostedComment[];
  /** How many comments one review may create. */
  readonly maxComments: number;
  readonly links: ReviewLinks;
  /** The files of the head; without it no suggestion and no diff of a fix is rendered. */
  readonly source?: SourceLines;
  /** Whether suggestion blocks may be offered; they are unless this is false. */
  readonly suggestions?: boolean;
}

/** So many fingerprints fit into a body's marker with room for its text. */
const maxMarked = 1_000;
const overflowPrefix = 'overflow:';

/** Sorts each finding into exactly one of created, listed and kept. */
export function planReview(request: ReviewRequest): ReviewPlan {
  const { report, change, alreadyShown, links } = request;
  const positions = shownPositions(change);
  const { fresh, kept } = unseen(rank(report.findings), alreadyShown);
  const update = withProofs(request.posted ?? [], report, links);
  if (fresh.length === 0) return { create: [], listed: [], kept, update, body: undefined };

  const create: ReviewComment[] = [];
  const inline: Finding[] = [];
  const unanchored: Finding[] = [];
  const overBudget: Finding[] = [];
  for (const finding of fresh) {
    const anchor = anchorOf(finding, positions);
    if (anchor === undefined) unanchored.push(finding);
    else if (create.length >= request.maxComments) overBudget.push(finding);
    else {
      create.push(comment(finding, anchor, request));
      inline.push(finding);
    }
  }
  const listed = rank([...unanchored, ...overBudget]);
  const body = renderBody({
    report,
    inline,
    unanchored,
    overBudget,
    maxComments: request.maxComments,
    kept: kept.length,
    marker: bodyMarker(listed),
    links,
  });
  return { create, listed, kept, update, body };
}

/**
 * Tells new findings from shown ones. Where an earlier body had no room for every fingerprint it recorded
 * how many were left; as many of the lowest rank count as shown, so an unchanged push still writes nothing.
 */
function unseen(
  ranked: readonly Finding[],
  alreadyShown: ReadonlySet<string>,
): { readonly fresh: readonly Finding[]; readonly kept: readonly Finding[] } {
  const unknown = ranked.flatMap((finding) => {
    const unshown = unfolded(finding).filter(({ fingerprint }) => !alreadyShown.has(fingerprint));
    return foldRepeats(unshown, () => true);
  });
  const overflow = Math.max(
    0,
    ...[...alreadyShown]
      .filter((mark) => mark.startsWith(overflowPrefix))
      .map((mark) => Number(mark.slice(overflowPrefix.length)) || 0),
  );
  const fresh = unknown.slice(0, Math.max(0, unknown.length - overflow));
  const news = new Set(fresh.flatMap(marked));
  return { fresh, kept: ranked.filter((finding) => marked(finding).every((one) => !news.has(one))) };
}

function bodyMarker(listed: readonly Finding[]): string {
  const taken: string[] = [];
  let rest = 0;
  for (const finding of listed) {
    const own = marked(finding);
    if (rest > 0 || taken.length + own.length > maxMarked) rest++;
    else taken.push(...own);
  }
  return renderMarker(rest === 0 ? taken : [...taken, `${overflowPrefix}${rest}`]);
}

function comment(finding: Finding, anchor: Anchor, request: ReviewRequest): ReviewComment {
  const rule = request.report.rules.get(finding.ruleId);
  const body = renderComment(finding, rule, {
    anchor,
    links: request.links,
    suggestion: request.suggestions ?? true,
    source: request.source ?? (() => undefined),
  });
  return {
    path: anchor.path,
    line: anchor.line,
    side: anchor.side,
    ...(anchor.startLine === undefined
      ? {}
      : { start_line: anchor.startLine, start_side: anchor.startSide ?? anchor.side }),
    body,
    fingerprint: finding.fingerprint,
  };
}
