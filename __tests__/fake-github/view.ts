import type { Side } from './patch.ts';
import type { PullRequest, ReviewState, Thread } from './state.ts';

/** A pull request as its page shows it; what a pending review holds is not shown. */
export interface PullRequestView {
  readonly title: string;
  readonly state: 'open' | 'closed';
  readonly head: string;
  readonly reviews: readonly ReviewView[];
  readonly threads: readonly ThreadView[];
}

export interface ReviewView {
  readonly id: number;
  readonly author: string;
  readonly body: string;
  readonly state: ReviewState;
  readonly commit: string;
}

export interface ThreadView {
  readonly path: string;
  readonly subject: 'line' | 'file';
  readonly side: Side;
  /** The line in today's diff; unset where outdated or on the whole file. */
  readonly line?: number;
  readonly startLine?: number;
  /** The line in the diff that it was written on. */
  readonly originalLine?: number;
  /** The diff above and at the commented line, from its `@@` on. */
  readonly hunk: string;
  /** The commented lines themselves. */
  readonly text: readonly string[];
  readonly outdated: boolean;
  readonly resolved: boolean;
  readonly resolvedBy?: string;
  readonly comments: readonly CommentView[];
}

export interface CommentView {
  readonly id: number;
  readonly author: string;
  readonly body: string;
  readonly reviewId: number;
}

export function viewOf(pull: PullRequest): PullRequestView {
  return {
    title: pull.title,
    state: pull.state,
    head: pull.head,
    reviews: pull.reviews
      .filter((review) => review.state !== 'PENDING')
      .map(({ id, author, body, state, commit }) => ({ id, author: author.login, body, state, commit })),
    threads: pull.threads.map(threadView).filter((thread) => thread.comments.length > 0),
  };
}

function threadView(thread: Thread): ThreadView {
  const { original, current } = thread;
  return {
    path: thread.path,
    subject: thread.subject,
    side: original.anchor?.side ?? 'RIGHT',
    ...(current === undefined ? {} : { line: current.line }),
    ...(current?.startLine === undefined ? {} : { startLine: current.startLine }),
    ...(original.anchor === undefined ? {} : { originalLine: original.anchor.line }),
    hunk: original.diffHunk,
    text: original.text,
    outdated: thread.outdated,
    resolved: thread.resolvedBy !== undefined,
    ...(thread.resolvedBy === undefined ? {} : { resolvedBy: thread.resolvedBy }),
    comments: thread.comments
      .filter((comment) => comment.review.state !== 'PENDING')
      .map(({ id, author, body, review }) => ({ id, author: author.login, body, reviewId: review.id })),
  };
}
