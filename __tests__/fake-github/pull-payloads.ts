import type { DiffFile } from './difference.ts';
import type { GitCommit } from './git.ts';
import type { Payload } from './repository-payloads.ts';
import {
  factsOf,
  htmlUrl,
  nodeId,
  repositoryPayload,
  repositoryUrl,
  urlPath,
  userPayload,
} from './repository-payloads.ts';
import type { Comment, PullRequest, Repository, Review, Thread, User, World } from './state.ts';

function headRepositoryPayload(world: World, repository: Repository, pull: PullRequest): Payload | null {
  const head = pull.headRepository;
  if (head === undefined) return null;
  return repositoryPayload(world, {
    ...factsOf(repository),
    owner: head.owner,
    name: head.name,
    fork: head.fork,
    ...(head.fork ? { id: repository.id + 500_000 } : {}),
  });
}

export function pullPayload(world: World, repository: Repository, pull: PullRequest): Payload {
  const api = `${repositoryUrl(world, repository)}/pulls/${String(pull.number)}`;
  const issue = `${repositoryUrl(world, repository)}/issues/${String(pull.number)}`;
  const html = `${htmlUrl(repository)}/pull/${String(pull.number)}`;
  const statuses = `${repositoryUrl(world, repository)}/statuses/${pull.head}`;
  const sum = (key: 'additions' | 'deletions'): number =>
    pull.files.reduce((total, file) => total + file[key], 0);
  return {
    url: api,
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: `${api}/commits`,
    review_comments_url: `${api}/comments`,
    review_comment_url: `${repositoryUrl(world, repository)}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: userPayload(world, pull.author),
    body: null,
    labels: [],
    milestone: null,
    active_lock_reason: null,
    created_at: pull.createdAt,
    updated_at: pull.createdAt,
    closed_at: pull.state === 'closed' ? pull.createdAt : null,
    merged_at: null,
    merge_commit_sha: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: {
      label: `${pull.headOwner}:${pull.headBranch}`,
      ref: pull.headBranch,
      sha: pull.head,
      user: userPayload(world, world.user(pull.headOwner)),
      repo: headRepositoryPayload(world, repository, pull),
    },
    base: {
      label: `${repository.owner}:${pull.baseBranch}`,
      ref: pull.baseBranch,
      sha: pull.base,
      user: userPayload(world, world.user(repository.owner)),
      repo: repositoryPayload(world, factsOf(repository)),
    },
    _links: {
      self: { href: api },
      html: { href: html },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${api}/comments` },
      review_comment: { href: `${repositoryUrl(world, repository)}/pulls/comments{/number}` },
      commits: { href: `${api}/commits` },
      statuses: { href: statuses },
    },
    author_association: association(pull.author),
    auto_merge: null,
    draft: false,
    merged: false,
    mergeable: null,
    rebaseable: null,
    mergeable_state: 'unknown',
    merged_by: null,
    comments: 0,
    review_comments: pull.threads
      .flatMap((thread) => thread.comments)
      .filter((comment) => comment.review.state !== 'PENDING').length,
    maintainer_can_modify: false,
    commits: pull.commits.length,
    additions: sum('additions'),
    deletions: sum('deletions'),
    changed_files: pull.files.length,
  };
}

/** An entry of `pulls/{n}/files` or `compare`. */
export function filePayload(
  world: World,
  repository: { owner: string; name: string },
  file: DiffFile,
  commit: string,
): Payload {
  const path = urlPath(file.path);
  return {
    sha: file.id,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${htmlUrl(repository)}/blob/${commit}/${path}`,
    raw_url: `${htmlUrl(repository)}/raw/${commit}/${path}`,
    contents_url: `${repositoryUrl(world, repository)}/contents/${path}?ref=${commit}`,
    ...(file.shown ? { patch: file.patch.text.join('\n') } : {}),
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  };
}

export function reviewPayload(
  world: World,
  repository: Repository,
  pull: PullRequest,
  review: Review,
): Payload {
  const api = `${repositoryUrl(world, repository)}/pulls/${String(pull.number)}`;
  const html = `${htmlUrl(repository)}/pull/${String(pull.number)}#pullrequestreview-${String(review.id)}`;
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: userPayload(world, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: api,
    author_association: association(review.author),
    _links: { html: { href: html }, pull_request: { href: api } },
    ...(review.state === 'PENDING' ? {} : { submitted_at: review.createdAt }),
    commit_id: review.commit,
  };
}

/** A review comment with its lines, as `pulls/{n}/comments` answers. */
export function commentPayload(
  world: World,
  repository: Repository,
  pull: PullRequest,
  thread: Thread,
  comment: Comment,
): Payload {
  const original = thread.original.anchor;
  const { current } = thread;
  const onFile = thread.subject === 'file';
  return {
    ...placelessComment(world, repository, pull, thread, comment),
    start_line: current?.startLine ?? null,
    original_start_line: original?.startLine ?? null,
    start_side: original?.startSide ?? null,
    line: current?.line ?? null,
    original_line: original?.line ?? null,
    side: original?.side ?? (onFile ? 'RIGHT' : null),
    subject_type: thread.subject,
  };
}

/** The older form, which names places by position alone: what `reviews/{id}/comments` answers. */
export function placelessComment(
  world: World,
  repository: Repository,
  pull: PullRequest,
  thread: Thread,
  comment: Comment,
): Payload {
  const self = `${repositoryUrl(world, repository)}/pulls/comments/${String(comment.id)}`;
  const html = `${htmlUrl(repository)}/pull/${String(pull.number)}#discussion_r${String(comment.id)}`;
  const api = `${repositoryUrl(world, repository)}/pulls/${String(pull.number)}`;
  const { original, current } = thread;
  return {
    url: self,
    pull_request_review_id: comment.review.id,
    id: comment.id,
    node_id: nodeId('PRRC', comment.id),
    diff_hunk: original.diffHunk,
    path: thread.path,
    position: thread.subject === 'file' ? 1 : (current?.position ?? null),
    original_position: original.anchor?.position ?? 1,
    commit_id: thread.outdated ? original.commit : pull.head,
    original_commit_id: original.commit,
    user: userPayload(world, comment.author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url: html,
    pull_request_url: api,
    author_association: association(comment.author),
    _links: { self: { href: self }, html: { href: html }, pull_request: { href: api } },
    ...(comment.replyTo === undefined ? {} : { in_reply_to_id: comment.replyTo }),
  };
}

/** An entry of `compare`'s commits. */
export function commitPayload(
  world: World,
  repository: { owner: string; name: string },
  commit: GitCommit,
): Payload {
  const api = `${repositoryUrl(world, repository)}/commits/${commit.id}`;
  return {
    url: api,
    sha: commit.id,
    node_id: nodeId('C', commit.id),
    html_url: `${htmlUrl(repository)}/commit/${commit.id}`,
    comments_url: `${api}/comments`,
    commit: {
      url: `${repositoryUrl(world, repository)}/git/commits/${commit.id}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      comment_count: 0,
      tree: {
        sha: commit.tree,
        url: `${repositoryUrl(world, repository)}/git/trees/${commit.tree}`,
      },
    },
    author: null,
    committer: null,
    parents: commit.parents.map((id) => ({
      sha: id,
      url: `${repositoryUrl(world, repository)}/commits/${id}`,
      html_url: `${htmlUrl(repository)}/commit/${id}`,
    })),
  };
}

function association(user: User): string {
  return user.type === 'Bot' ? 'NONE' : 'CONTRIBUTOR';
}
