import type { AnchorProblem } from './anchors.ts';
import { move, placeIn, resolveAnchor } from './anchors.ts';
import type { DiffFile } from './difference.ts';
import { diffFiles } from './difference.ts';
import type { Comment, PullRequest, Repository, Review, ReviewState, Thread, User, World } from './state.ts';

/** A comment that somebody wants to write, in the words of the REST API. */
export interface Draft {
  readonly path: string;
  readonly body: string;
  readonly subject: 'line' | 'file';
  readonly position?: number;
  readonly line?: number;
  readonly side?: string;
  readonly startLine?: number;
  readonly startSide?: string;
}

/** The difference that a pull request shows up to one of its commits. */
export interface CommitDiff {
  readonly commit: string;
  readonly mergeBase: string;
  readonly files: readonly DiffFile[];
}

/** A draft whose place was found. */
export interface PreparedDraft {
  readonly draft: Draft;
  readonly original: Thread['original'];
}

export type Preparation =
  | { readonly ok: true; readonly prepared: PreparedDraft }
  | { readonly ok: false; readonly problems: readonly AnchorProblem[] };

/** The diff that comments on `commit` are placed in; undefined if the pull request has no such commit. */
export async function diffAt(
  world: World,
  repository: Repository,
  pull: PullRequest,
  commit: string,
): Promise<CommitDiff | undefined> {
  if (!pull.commits.includes(commit)) return undefined;
  if (commit === pull.head) return { commit, mergeBase: pull.mergeBase, files: listed(world, pull.files) };
  const mergeBase = await repository.git.mergeBase(pull.base, commit);
  if (mergeBase === undefined) return undefined;
  const files = await diffFiles(repository.git, mergeBase, commit, world.limits);
  return { commit, mergeBase, files: listed(world, files) };
}

/** A file beyond the cap is not part of the diff that GitHub shows. */
function listed(world: World, files: readonly DiffFile[]): readonly DiffFile[] {
  return files.slice(0, world.limits.pullFiles);
}

export function prepareDraft(diff: CommitDiff, draft: Draft): Preparation {
  const file = diff.files.find((each) => each.path === draft.path);
  if (file === undefined) return { ok: false, problems: ['path', 'diff-hunk-blank'] };
  const written = {
    commit: diff.commit,
    mergeBase: diff.mergeBase,
    basePath: file.previousPath ?? file.path,
  };
  if (draft.subject === 'file') {
    return { ok: true, prepared: { draft, original: { ...written, diffHunk: '', text: [] } } };
  }
  const found = resolveAnchor(file, draft);
  if (!found.ok) return found;
  return { ok: true, prepared: { draft, original: { ...written, ...found.value } } };
}

export interface NewReview {
  readonly author: User;
  readonly body: string;
  readonly state: ReviewState;
  readonly commit: string;
}

/** Adds a review and a thread for each of its drafts. */
export async function addReview(
  world: World,
  repository: Repository,
  pull: PullRequest,
  review: NewReview,
  drafts: readonly PreparedDraft[],
): Promise<{ readonly review: Review; readonly threads: readonly Thread[] }> {
  const added: Review = { ...review, id: world.nextId(), createdAt: world.now() };
  const threads = drafts.map(({ draft, original }) => {
    const thread: Thread = {
      id: world.nextId(),
      path: draft.path,
      subject: draft.subject,
      original,
      outdated: false,
      ...(original.anchor === undefined ? {} : { current: original.anchor }),
      comments: [],
    };
    thread.comments.push(newComment(world, added, draft.body));
    return thread;
  });
  for (const thread of threads) {
    if (thread.original.commit !== pull.head) move(thread, await placeIn(repository.git, pull, thread));
  }
  // Only now does anything become visible: a failure above leaves nothing behind.
  pull.reviews.push(added);
  pull.threads.push(...threads);
  return { review: added, threads };
}

/** Answers a thread; GitHub wraps a single answer in a review of its own. */
export function addReply(
  world: World,
  pull: PullRequest,
  thread: Thread,
  author: User,
  body: string,
): Comment {
  const review: Review = {
    id: world.nextId(),
    author,
    body: '',
    state: 'COMMENTED',
    commit: pull.head,
    createdAt: world.now(),
  };
  const root = thread.comments[0];
  const comment = newComment(world, review, body, root?.id);
  pull.reviews.push(review);
  thread.comments.push(comment);
  return comment;
}

function newComment(world: World, review: Review, body: string, replyTo?: number): Comment {
  const now = world.now();
  return {
    id: world.nextId(),
    review,
    author: review.author,
    body,
    createdAt: now,
    updatedAt: now,
    ...(replyTo === undefined ? {} : { replyTo }),
  };
}

export function findComment(
  pull: PullRequest,
  id: number,
): { readonly thread: Thread; readonly comment: Comment } | undefined {
  for (const thread of pull.threads) {
    const comment = thread.comments.find((each) => each.id === id);
    if (comment !== undefined) return { thread, comment };
  }
  return undefined;
}
