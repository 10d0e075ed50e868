import type { DiffFile } from './difference.ts';
import type { GitCommit } from './git.ts';
import type { Comment, PullRequest, Repository, Review, Thread, User, World } from './state.ts';

const HTML = 'https://github.com';

type Payload = Readonly<Record<string, unknown>>;

/** Encodes a path for a URL, keeping its slashes. */
export function urlPath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

export function nodeId(kind: string, id: number | string): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`;
}

export function repositoryUrl(world: World, repository: { owner: string; name: string }): string {
  return `${world.apiUrl}/repos/${repository.owner}/${repository.name}`;
}

export function htmlUrl(repository: { owner: string; name: string }): string {
  return `${HTML}/${repository.owner}/${repository.name}`;
}

export function userPayload(world: World, user: User): Payload {
  const api = `${world.apiUrl}/users/${encodeURIComponent(user.login)}`;
  const bot = user.type === 'Bot';
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId(bot ? 'BOT' : 'U', user.id),
    avatar_url: `https://avatars.githubusercontent.com/u/${String(user.id)}?v=4`,
    gravatar_id: '',
    url: api,
    html_url: bot ? `${HTML}/apps/${user.login.replace(/\[bot\]$/, '')}` : `${HTML}/${user.login}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: user.type,
    site_admin: false,
  };
}

const URL_SUFFIXES: Readonly<Record<string, string>> = {
  archive_url: '{archive_format}{/ref}',
  assignees_url: 'assignees{/user}',
  blobs_url: 'git/blobs{/sha}',
  branches_url: 'branches{/branch}',
  collaborators_url: 'collaborators{/collaborator}',
  comments_url: 'comments{/number}',
  commits_url: 'commits{/sha}',
  compare_url: 'compare/{base}...{head}',
  contents_url: 'contents/{+path}',
  contributors_url: 'contributors',
  deployments_url: 'deployments',
  downloads_url: 'downloads',
  events_url: 'events',
  forks_url: 'forks',
  git_commits_url: 'git/commits{/sha}',
  git_refs_url: 'git/refs{/sha}',
  git_tags_url: 'git/tags{/sha}',
  hooks_url: 'hooks',
  issue_comment_url: 'issues/comments{/number}',
  issue_events_url: 'issues/events{/number}',
  issues_url: 'issues{/number}',
  keys_url: 'keys{/key_id}',
  labels_url: 'labels{/name}',
  languages_url: 'languages',
  merges_url: 'merges',
  milestones_url: 'milestones{/number}',
  notifications_url: 'notifications{?since,all,participating}',
  pulls_url: 'pulls{/number}',
  releases_url: 'releases{/id}',
  stargazers_url: 'stargazers',
  statuses_url: 'statuses/{sha}',
  subscribers_url: 'subscribers',
  subscription_url: 'subscription',
  tags_url: 'tags',
  teams_url: 'teams',
  trees_url: 'git/trees{/sha}',
};

export interface RepositoryFacts {
  readonly owner: string;
  readonly name: string;
  readonly id: number;
  readonly private: boolean;
  readonly fork: boolean;
  readonly defaultBranch: string;
}

export function repositoryPayload(world: World, repository: RepositoryFacts): Payload {
  const api = repositoryUrl(world, repository);
  const html = htmlUrl(repository);
  const time = '2026-01-01T00:00:00Z';
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: `${repository.owner}/${repository.name}`,
    owner: userPayload(world, world.user(repository.owner)),
    private: repository.private,
    html_url: html,
    description: null,
    fork: repository.fork,
    url: api,
    ...Object.fromEntries(Object.entries(URL_SUFFIXES).map(([key, suffix]) => [key, `${api}/${suffix}`])),
    clone_url: `${html}.git`,
    git_url: `git://github.com/${repository.owner}/${repository.name}.git`,
    ssh_url: `git@github.com:${repository.owner}/${repository.name}.git`,
    svn_url: html,
    mirror_url: null,
    homepage: null,
    language: 'Go',
    forks_count: 0,
    forks: 0,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    size: 0,
    default_branch: repository.defaultBranch,
    open_issues_count: 0,
    open_issues: 0,
    topics: [],
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    has_downloads: true,
    archived: false,
    disabled: false,
    visibility: repository.private ? 'private' : 'public',
    license: null,
    pushed_at: time,
    created_at: time,
    updated_at: time,
    network_count: 0,
    subscribers_count: 0,
  };
}

export function factsOf(repository: Repository): RepositoryFacts {
  return { ...repository, fork: false };
}

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
    updated_at: comment.createdAt,
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
