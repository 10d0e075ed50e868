import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../base/logger.ts';
import { parseMarkers } from '../report/review/marker.ts';
import type { ReviewComment, ReviewPlan } from '../report/review/plan.ts';
import { fetchPull } from './change.ts';
import type { Client, RepositoryName } from './client.ts';
import { fetchAuthor, readShown } from './existing.ts';
import { explain, isForbidden, mayHaveHappened, statusOf } from './failure.ts';

/** A finding that GitHub did not take as it was planned; the report shows it elsewhere. */
export interface Refused {
  readonly fingerprint: string;
  readonly reason: string;
}

/** What became of a plan. */
export interface PublishResult {
  /** Fingerprints of the findings that the pull request shows now: as a comment, or listed in the review's body. */
  readonly posted: readonly string[];
  readonly refused: readonly Refused[];
  /** The page of the first review that was posted. */
  readonly reviewUrl?: string;
  /** The token may not write here: a fork, Dependabot, a permission that is missing. */
  readonly readOnly: boolean;
  /** The head is not the reviewed one any more: nothing was posted, the run of the new head will do it. */
  readonly stale: boolean;
}

export interface PublishOptions {
  /** Waits; a test puts its own in its place. */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/** GitHub asks for a second at least between two requests that write. */
const spacingMs = 1_000;
/** How long GitHub has to finish what it answered with a 5xx before it is read back. */
const settlingMs = 5_000;
/** Each refused comment costs some requests to single out; GitHub takes about 80 a minute. */
const mostRequests = 32;

/**
 * Posts a plan as one COMMENT review of `headSha`, which is one notification. No comment is posted twice and none
 * is lost without a word: a review that GitHub refuses is halved until the refused comment stands alone, after a
 * 5xx or a broken connection what is there is read back before the rest is sent again, once, and what GitHub
 * accepted but does not show counts as refused.
 *
 * @throws What neither refuses a comment nor is about permission (a revoked token, the rate limit), as long as
 * nothing is posted yet; after that the rest is `refused` with that reason.
 */
export async function publishReview(
  client: Client,
  repo: RepositoryName,
  number: number,
  headSha: string,
  plan: ReviewPlan,
  log: Logger,
  options: PublishOptions = {},
): Promise<PublishResult> {
  return new Publication({ client, repo, number, headSha, log, pause: options.pause ?? sleep }, plan).run();
}

const continuation = 'The review continues here: GitHub did not take all of its comments at once.';

interface Target {
  readonly client: Client;
  readonly repo: RepositoryName;
  readonly number: number;
  readonly headSha: string;
  readonly log: Logger;
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

/** Comments that are to be sent as one review, and whether a try of them has ended in a 5xx already. */
interface Piece {
  readonly comments: readonly ReviewComment[];
  readonly again: boolean;
}

class Publication {
  private readonly target: Target;
  private readonly listed: readonly string[];
  /** The review's body, until it is posted with one of the pieces. */
  private body: string | undefined;
  private readonly pieces: Piece[];
  private readonly posted: string[] = [];
  private readonly refused: Refused[] = [];
  private reviewUrl: string | undefined;
  private readOnly = false;
  private stale = false;
  private requests = 0;

  constructor(target: Target, plan: ReviewPlan) {
    this.target = target;
    this.listed = plan.listed.map((finding) => finding.fingerprint);
    this.body = plan.body;
    const anything = plan.create.length > 0 || plan.body !== undefined;
    this.pieces = anything ? [{ comments: plan.create, again: false }] : [];
  }

  async run(): Promise<PublishResult> {
    if (this.pieces.length > 0) {
      this.stale = await this.headMoved();
      if (!this.stale) await this.send();
      if (this.stale) this.target.log.info('The head of the pull request moved: this review is not posted.');
    }
    const { posted, refused, reviewUrl, readOnly, stale } = this;
    return { posted, refused, ...(reviewUrl === undefined ? {} : { reviewUrl }), readOnly, stale };
  }

  private async send(): Promise<void> {
    for (let piece = this.pieces.pop(); piece !== undefined; piece = this.pieces.pop()) {
      await this.attempt(piece);
      if (this.readOnly || this.stale) return;
      // A body that lists no finding only counts comments, and none of them is there.
      const bodyIsLeft = this.pieces.length === 0 && this.body !== undefined && this.listed.length > 0;
      if (bodyIsLeft && piece.comments.length > 0) this.pieces.push({ comments: [], again: false });
    }
  }

  private async attempt(piece: Piece): Promise<void> {
    if (this.requests === mostRequests) {
      this.refusePiece(
        piece,
        `GitHub refused too many parts of this review; ${mostRequests} requests were made`,
      );
      return;
    }
    if (this.requests > 0) await this.target.pause(spacingMs);
    this.requests++;
    try {
      const review = await this.create(piece);
      this.reviewUrl ??= review.html_url;
      const lost = await this.lostComments(piece, review.id);
      this.refuse(lost, 'GitHub accepted the comment and does not show it');
      this.record(piece.comments.filter((comment) => !lost.includes(comment)));
      this.recordBody();
    } catch (error) {
      await this.recover(piece, error);
    }
  }

  private async create(piece: Piece): Promise<{ readonly id: number; readonly html_url: string }> {
    const { client, repo, number, headSha } = this.target;
    const { data: review } = await client.rest.pulls.createReview({
      owner: repo.owner,
      repo: repo.name,
      pull_number: number,
      commit_id: headSha,
      event: 'COMMENT',
      // A COMMENT review needs a body, also one that only continues another.
      body: this.body ?? continuation,
      comments: piece.comments.map(payload),
      request: { retries: 0 },
    });
    return review;
  }

  /** The comments of an accepted review that it does not show: GitHub can accept an anchor and drop it. */
  private async lostComments(piece: Piece, review: number): Promise<readonly ReviewComment[]> {
    if (piece.comments.length === 0) return [];
    const { client, repo, number, log } = this.target;
    try {
      const comments = await client.paginate(client.rest.pulls.listCommentsForReview, {
        owner: repo.owner,
        repo: repo.name,
        pull_number: number,
        review_id: review,
        per_page: 100,
      });
      const shown = new Set(comments.flatMap((comment) => parseMarkers(comment.body)));
      return piece.comments.filter(({ fingerprint }) => !shown.has(fingerprint));
    } catch (error) {
      if (statusOf(error) === undefined) throw error;
      log.warn(`The review was posted and could not be read back: ${explain(error)}`);
      return [];
    }
  }

  private async recover(piece: Piece, error: unknown): Promise<void> {
    const { log } = this.target;
    // The pull request was read just before: a 404 hides from a token that it may not write.
    if (isForbidden(error) || statusOf(error) === 404) {
      this.readOnly = true;
      log.info(
        `The token may not write to this pull request (${explain(error)}): the report is given without comments.`,
      );
    } else if (statusOf(error) === 422) {
      await this.halve(piece, error);
    } else if (mayHaveHappened(error)) {
      log.warn(`${explain(error)}. Reading back what was posted.`);
      await this.reconcile(piece, error);
    } else if (this.posted.length === 0) {
      throw error;
    } else {
      for (const rest of [piece, ...this.pieces.splice(0)]) this.refusePiece(rest, explain(error));
    }
  }

  /** 422: a place that GitHub does not accept, or a head that is not the pull request's any more. */
  private async halve(piece: Piece, error: unknown): Promise<void> {
    if (this.requests === 1 && (await this.headMoved())) {
      this.stale = true;
      return;
    }
    const { comments, again } = piece;
    if (comments.length <= 1) {
      this.refusePiece(piece, explain(error));
      return;
    }
    this.target.log.info(`${explain(error)}. Sending ${comments.length} comments in two parts.`);
    const middle = Math.ceil(comments.length / 2);
    // The last one is sent first: the order of rank stays.
    this.pieces.push(
      { comments: comments.slice(middle), again },
      { comments: comments.slice(0, middle), again },
    );
  }

  /** The review may have been created, in whole or in part: only what is not there is sent again, once. */
  private async reconcile(piece: Piece, error: unknown): Promise<void> {
    const { client, repo, number, log, pause } = this.target;
    await pause(settlingMs);
    const author = await fetchAuthor(client, log);
    const { fingerprints: shown } = await readShown(client, repo, number, author);
    const there = piece.comments.filter(({ fingerprint }) => shown.has(fingerprint));
    const rest = piece.comments.filter(({ fingerprint }) => !shown.has(fingerprint));
    this.record(there);
    if (there.length > 0 || this.listed.some((fingerprint) => shown.has(fingerprint))) this.recordBody();
    const done = rest.length === 0 && (piece.comments.length > 0 || this.body === undefined);
    if (done) return;
    if (piece.again) this.refusePiece({ comments: rest, again: true }, explain(error));
    else this.pieces.push({ comments: rest, again: true });
  }

  private record(comments: readonly ReviewComment[]): void {
    this.posted.push(...comments.map(({ fingerprint }) => fingerprint));
  }

  private recordBody(): void {
    if (this.body !== undefined) this.posted.push(...this.listed);
    this.body = undefined;
  }

  private refuse(comments: readonly ReviewComment[], reason: string): void {
    for (const { fingerprint } of comments) this.refused.push({ fingerprint, reason });
  }

  /** A piece without comments is the body alone: it is refused for the findings that only it lists. */
  private refusePiece({ comments }: Piece, reason: string): void {
    this.refuse(comments, reason);
    if (comments.length > 0) return;
    for (const fingerprint of this.listed) this.refused.push({ fingerprint, reason });
    this.body = undefined;
  }

  private async headMoved(): Promise<boolean> {
    const { client, repo, number, headSha } = this.target;
    return (await fetchPull(client, repo, number)).head.sha !== headSha;
  }
}

/** A comment as the API takes it: its identity is in its body. */
function payload({
  path,
  line,
  side,
  start_line: startLine,
  start_side: startSide,
  body,
}: ReviewComment): CommentPayload {
  return {
    path,
    line,
    side,
    ...(startLine === undefined ? {} : { start_line: startLine, start_side: startSide ?? side }),
    body,
  };
}

type CommentPayload = Omit<ReviewComment, 'fingerprint'>;
