import type { Answer } from '../answers.ts';
import { json, notFound, Refusal } from '../answers.ts';
import {
  commentPayload,
  filePayload,
  placelessComment,
  pullPayload,
  reviewPayload,
} from '../pull-payloads.ts';
import type { Call, Route } from '../routing.ts';
import { paginate, parameter, pullOf } from '../routing.ts';
import type { Comment, PullRequest, Repository, Review, Thread } from '../state.ts';

const READ = { permission: 'pull_requests', level: 'read' } as const;

/** Reads of pull requests and of what was said about them. */
export const pullRoutes: readonly Route[] = [
  { name: 'GET /repos/{owner}/{repo}/pulls/{pull_number}', needs: READ, handle: answerPull },
  { name: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files', needs: READ, handle: answerFiles },
  { name: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments', needs: READ, handle: answerComments },
  { name: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', needs: READ, handle: answerReviews },
  {
    name: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/comments',
    needs: READ,
    handle: answerReviewComments,
  },
];

async function answerPull(call: Call, repository: Repository): Promise<Answer> {
  const pull = pullOf(call, repository);
  if (!/application\/vnd\.github\.(v3\.)?diff\b/.test(call.accept)) {
    return json(200, pullPayload(call.world, repository, pull));
  }
  const { diffMediaFiles, diffMediaLines } = call.world.limits;
  const { patch } = await repository.git.difference(pull.mergeBase, pull.head);
  if (pull.files.length > diffMediaFiles) throw tooLarge('files', diffMediaFiles);
  if (patch.split('\n').length - 1 > diffMediaLines) throw tooLarge('lines', diffMediaLines);
  return { status: 200, body: { bytes: Buffer.from(patch), type: 'application/vnd.github.diff' } };
}

function tooLarge(what: string, limit: number): Refusal {
  return new Refusal(406, `Sorry, the diff exceeded the maximum number of ${what} (${String(limit)}).`, {
    errors: [{ resource: 'PullRequest', field: 'diff', code: 'too_large' }],
  });
}

async function answerFiles(call: Call, repository: Repository): Promise<Answer> {
  const pull = pullOf(call, repository);
  const page = paginate(call, pull.files.slice(0, call.world.limits.pullFiles));
  return json(
    200,
    page.items.map((file) => filePayload(call.world, repository, file, pull.head)),
    page.headers,
  );
}

interface PlacedComment {
  readonly thread: Thread;
  readonly comment: Comment;
}

/** The comments that everybody sees, oldest first: those of a pending review are its author's own. */
function publishedComments(pull: PullRequest): readonly PlacedComment[] {
  return pull.threads
    .flatMap((thread) => thread.comments.map((comment) => ({ thread, comment })))
    .filter(({ comment }) => comment.review.state !== 'PENDING')
    .sort((left, right) => left.comment.id - right.comment.id);
}

async function answerComments(call: Call, repository: Repository): Promise<Answer> {
  const pull = pullOf(call, repository);
  const page = paginate(call, publishedComments(pull));
  return json(
    200,
    page.items.map(({ thread, comment }) => commentPayload(call.world, repository, pull, thread, comment)),
    page.headers,
  );
}

function isVisible(call: Call, review: Review): boolean {
  return review.state !== 'PENDING' || review.author.login === call.caller.user.login;
}

async function answerReviews(call: Call, repository: Repository): Promise<Answer> {
  const pull = pullOf(call, repository);
  const page = paginate(
    call,
    pull.reviews.filter((review) => isVisible(call, review)),
  );
  return json(
    200,
    page.items.map((review) => reviewPayload(call.world, repository, pull, review)),
    page.headers,
  );
}

async function answerReviewComments(call: Call, repository: Repository): Promise<Answer> {
  const pull = pullOf(call, repository);
  const id = Number(parameter(call, 'review_id'));
  const review = pull.reviews.find((each) => each.id === id);
  if (review === undefined || !isVisible(call, review)) throw notFound();
  const comments = pull.threads
    .flatMap((thread) => thread.comments.map((comment) => ({ thread, comment })))
    .filter(({ comment }) => comment.review === review)
    .sort((left, right) => left.comment.id - right.comment.id);
  const page = paginate(call, comments);
  return json(
    200,
    page.items.map(({ thread, comment }) => placelessComment(call.world, repository, pull, thread, comment)),
    page.headers,
  );
}
