import type { Answer } from '../answers.ts';
import { forbidden, invalidRequest, json, notFound, unprocessable, validationFailed } from '../answers.ts';
import { commentPayload, reviewPayload } from '../pull-payloads.ts';
import { commentAnchorRefusal, commentFieldRefusal, reviewAnchorRefusal } from '../refusals.ts';
import type { Draft, PreparedDraft } from '../reviewing.ts';
import { addReply, addReview, diffAt, findComment, prepareDraft } from '../reviewing.ts';
import type { Call, Route } from '../routing.ts';
import { parameter, pullOf } from '../routing.ts';
import type { PullRequest, Repository, ReviewState, World } from '../state.ts';

const WRITE = { permission: 'pull_requests', level: 'write' } as const;

/** Writes of reviews and of review comments. */
export const reviewRoutes: readonly Route[] = [
  {
    name: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
    needs: WRITE,
    handle: (call, repository) => call.world.exclusive(() => createReview(call, repository)),
  },
  {
    name: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments',
    needs: WRITE,
    handle: (call, repository) => call.world.exclusive(() => createComment(call, repository)),
  },
  {
    name: 'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}',
    needs: WRITE,
    handle: (call, repository) => call.world.exclusive(() => editComment(call, repository)),
  },
];

interface CommentRequest {
  readonly path: string;
  readonly body: string;
  readonly position?: number;
  readonly line?: number;
  readonly side?: string;
  readonly start_line?: number;
  readonly start_side?: string;
}

interface ReviewRequest {
  readonly commit_id?: string;
  readonly body?: string;
  readonly event?: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT';
  readonly comments?: readonly CommentRequest[];
}

interface SingleCommentRequest extends CommentRequest {
  readonly commit_id: string;
  readonly in_reply_to?: number;
  readonly subject_type?: 'line' | 'file';
}

const STATES: Readonly<Record<string, ReviewState>> = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
};

/** All or nothing: one comment that cannot be placed refuses the whole review. */
async function createReview(call: Call, repository: Repository): Promise<Answer> {
  const { world, caller } = call;
  const pull = pullOf(call, repository);
  const request = call.body as ReviewRequest;
  const comments = request.comments ?? [];
  assertVerdict(call, pull, request);
  if (hasPendingReview(call, pull)) {
    throw unprocessable('User can only have one pending review per pull request');
  }
  if (comments.length > world.limits.reviewComments) {
    throw unprocessable(`Comments is too long (maximum is ${String(world.limits.reviewComments)})`);
  }
  for (const text of [request.body ?? '', ...comments.map((comment) => comment.body)]) {
    if (isTooLong(world, text)) {
      throw unprocessable(`Body is too long (maximum is ${String(world.limits.bodyCharacters)} characters)`);
    }
  }
  const diff = await diffAt(world, repository, pull, request.commit_id ?? pull.head);
  if (diff === undefined) throw unprocessable('The commitOID is not part of the pull request');
  const prepared: PreparedDraft[] = [];
  for (const comment of comments) {
    assertPlace(comment);
    if (comment.body.trim() === '') throw unprocessable("Body can't be blank");
    const found = prepareDraft(diff, draft(comment, 'line'));
    if (!found.ok) throw reviewAnchorRefusal(found.problems, world.anchorWording);
    prepared.push(found.prepared);
  }
  const state = request.event === undefined ? 'PENDING' : (STATES[request.event] ?? 'COMMENTED');
  const added = await addReview(
    world,
    repository,
    pull,
    { author: caller.user, body: request.body ?? '', state, commit: diff.commit },
    prepared,
  );
  return json(200, reviewPayload(world, repository, pull, added.review));
}

function assertVerdict(call: Call, pull: PullRequest, request: ReviewRequest): void {
  const own = pull.author.login === call.caller.user.login;
  if (request.event === 'APPROVE') {
    if (own) throw unprocessable('Can not approve your own pull request');
    if (call.caller.user.login === 'github-actions[bot]') {
      throw unprocessable('GitHub Actions is not permitted to approve pull requests.');
    }
  }
  if (request.event === 'REQUEST_CHANGES' && own) {
    throw unprocessable('Can not request changes on your own pull request');
  }
  const needsBody = request.event === 'REQUEST_CHANGES' || request.event === 'COMMENT';
  if (needsBody && (request.body ?? '').trim() === '') throw unprocessable("Body can't be blank");
}

async function createComment(call: Call, repository: Repository): Promise<Answer> {
  const { world, caller } = call;
  const pull = pullOf(call, repository);
  const request = call.body as SingleCommentRequest;
  if (request.body.trim() === '') throw commentFieldRefusal('body', "can't be blank");
  if (isTooLong(world, request.body)) {
    throw commentFieldRefusal(
      'body',
      `is too long (maximum is ${String(world.limits.bodyCharacters)} characters)`,
    );
  }
  if (hasPendingReview(call, pull)) {
    throw commentFieldRefusal('user_id', 'can only have one pending review per pull request');
  }
  if (request.in_reply_to !== undefined) {
    const parent = findComment(pull, request.in_reply_to);
    if (parent === undefined) {
      throw validationFailed({
        resource: 'PullRequestReviewComment',
        code: 'invalid',
        field: 'in_reply_to',
      });
    }
    const reply = addReply(world, pull, parent.thread, caller.user, request.body);
    return json(201, commentPayload(world, repository, pull, parent.thread, reply));
  }
  const subject = request.subject_type ?? 'line';
  if (subject === 'line') assertPlace(request);
  const diff = await diffAt(world, repository, pull, request.commit_id);
  if (diff === undefined) throw commentFieldRefusal('commit_id', 'is not part of the pull request');
  const found = prepareDraft(diff, draft(request, subject));
  if (!found.ok) throw commentAnchorRefusal(found.problems);
  const { threads } = await addReview(
    world,
    repository,
    pull,
    { author: caller.user, body: '', state: 'COMMENTED', commit: diff.commit },
    [found.prepared],
  );
  const [thread] = threads;
  const comment = thread?.comments[0];
  if (thread === undefined || comment === undefined) throw new Error('the review has no thread');
  return json(201, commentPayload(world, repository, pull, thread, comment));
}

/** The text of a comment; nothing else of it changes, and an outdated or resolved one can be edited as well. */
async function editComment(call: Call, repository: Repository): Promise<Answer> {
  const { world, caller } = call;
  const id = Number(parameter(call, 'comment_id'));
  const { body } = call.body as { readonly body: string };
  for (const pull of repository.pulls.values()) {
    const found = findComment(pull, id);
    if (found === undefined) continue;
    const { thread, comment } = found;
    // Who may write can edit what others wrote; no reviewer has a reason to.
    if (comment.author.login !== caller.user.login) throw forbidden();
    if (body.trim() === '') throw commentFieldRefusal('body', "can't be blank");
    if (isTooLong(world, body)) {
      throw commentFieldRefusal(
        'body',
        `is too long (maximum is ${String(world.limits.bodyCharacters)} characters)`,
      );
    }
    comment.body = body;
    comment.updatedAt = world.now();
    return json(200, commentPayload(world, repository, pull, thread, comment));
  }
  throw notFound();
}

/** A comment names its place once: by `line`, or in the old way by `position`. */
function assertPlace(comment: CommentRequest): void {
  if (comment.line === undefined && comment.position === undefined) {
    throw invalidRequest('"line" wasn\'t supplied.');
  }
  const byLine = [comment.line, comment.side, comment.start_line, comment.start_side];
  if (comment.position !== undefined && byLine.some((value) => value !== undefined)) {
    throw invalidRequest('More than one subschema in "oneOf" matched.');
  }
}

function draft(comment: CommentRequest, subject: 'line' | 'file'): Draft {
  return {
    path: comment.path,
    body: comment.body,
    subject,
    ...(comment.position === undefined ? {} : { position: comment.position }),
    ...(comment.line === undefined ? {} : { line: comment.line }),
    ...(comment.side === undefined ? {} : { side: comment.side }),
    ...(comment.start_line === undefined ? {} : { startLine: comment.start_line }),
    ...(comment.start_side === undefined ? {} : { startSide: comment.start_side }),
  };
}

function hasPendingReview(call: Call, pull: PullRequest): boolean {
  const { login } = call.caller.user;
  return pull.reviews.some((review) => review.state === 'PENDING' && review.author.login === login);
}

/** GitHub counts characters, not the UTF-16 units of a JavaScript string. */
function isTooLong(world: World, text: string): boolean {
  return Array.from(text).length > world.limits.bodyCharacters;
}
