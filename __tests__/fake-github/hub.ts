import { move, placeIn } from './anchors.ts';
import type { RecordedRequest } from './server.ts';
import { FakeServer } from './server.ts';
import { diffFiles } from './difference.ts';
import type { Fault } from './faults.ts';
import { Git } from './git.ts';
import type { Limits } from './limits.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { AnchorWording } from './refusals.ts';
import { reviewAnchorRefusal } from './refusals.ts';
import type { Draft } from './reviewing.ts';
import { addReply, addReview, diffAt, findComment, prepareDraft } from './reviewing.ts';
import type { Permissions, PullRequest, Repository, Thread } from './state.ts';
import { World } from './state.ts';
import type { PullRequestView } from './view.ts';
import { viewOf } from './view.ts';

export interface FakeGitHubOptions {
  /** Caps to lower for a test. */
  readonly limits?: Partial<Limits>;
  /** How a refused place of a review comment is worded; `thread` where unset. */
  readonly anchorWording?: AnchorWording;
}

export interface NewRepository {
  readonly owner: string;
  readonly name: string;
  /** A bare repository, a `.git` folder or a work tree. */
  readonly gitDir: string;
  /** `main` where unset. */
  readonly defaultBranch?: string;
  /** A private repository can be read only with the permission for it. */
  readonly private?: boolean;
}

export interface NewToken {
  /** `github-actions[bot]` where unset. */
  readonly login?: string;
  readonly id?: number;
  readonly permissions: Permissions;
}

export interface NewPullRequest {
  readonly base: string;
  /** A branch of the git directory, also where the pull request comes from a fork. */
  readonly head: string;
  readonly title?: string;
  readonly author?: string;
  /** The head is in the author's fork of the repository. */
  readonly fromFork?: boolean;
  /** That fork has been deleted: the API says null for the head's repository. */
  readonly forkDeleted?: boolean;
}

/** A comment that a user writes in the browser; the place must be in the diff. */
export interface NewComment {
  readonly author: string;
  readonly body: string;
  readonly path: string;
  /** Unset for a comment on the whole file. */
  readonly line?: number;
  readonly side?: 'LEFT' | 'RIGHT';
  readonly startLine?: number;
  readonly startSide?: 'LEFT' | 'RIGHT';
}

const ACTIONS = { login: 'github-actions[bot]', id: 41898282 };

/**
 * A GitHub on the loopback interface that behaves as the real one does for the routes that a reviewer uses:
 * it keeps state, serves the content of real git repositories, and refuses what GitHub refuses. Tests look at
 * `view`, which is what a user sees in the browser.
 *
 * Repositories are named by `owner/name`, pull requests by their number.
 */
export class FakeGitHub {
  /** A token that acts as `github-actions[bot]`, as a workflow's does with `pull-requests: write`. */
  readonly token = 'fake-workflow-token';
  readonly #world: World;
  readonly #server: FakeServer;

  private constructor(options: FakeGitHubOptions) {
    this.#world = new World({ ...DEFAULT_LIMITS, ...options.limits }, options.anchorWording ?? 'thread');
    this.#server = new FakeServer(this.#world);
  }

  static async start(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
    const hub = new FakeGitHub(options);
    hub.#world.apiUrl = await hub.#server.listen();
    hub.addToken(hub.token, { permissions: { metadata: 'read', contents: 'read', pull_requests: 'write' } });
    return hub;
  }

  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  get apiUrl(): string {
    return this.#world.apiUrl;
  }

  get graphqlUrl(): string {
    return `${this.#world.apiUrl}/graphql`;
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  /** Returns the repository's name, `owner/name`. */
  async addRepository(repository: NewRepository): Promise<string> {
    const fullName = `${repository.owner}/${repository.name}`;
    this.#world.repositories.set(fullName.toLowerCase(), {
      owner: repository.owner,
      name: repository.name,
      id: this.#world.nextId(),
      private: repository.private ?? false,
      defaultBranch: repository.defaultBranch ?? 'main',
      git: await Git.open(repository.gitDir),
      pulls: new Map(),
    });
    return fullName;
  }

  addToken(token: string, identity: NewToken): void {
    const login = identity.login ?? ACTIONS.login;
    const id = identity.id ?? (login === ACTIONS.login ? ACTIONS.id : undefined);
    const user = this.#world.user(login, id);
    this.#world.tokens.set(token, { user, permissions: identity.permissions });
  }

  /** Opens a pull request and returns its number. */
  openPullRequest(repositoryName: string, request: NewPullRequest): Promise<number> {
    const repository = this.#repository(repositoryName);
    return this.#world.exclusive(async () => {
      const author = this.#world.user(request.author ?? 'contributor');
      const fork = request.fromFork === true || request.forkDeleted === true;
      const headOwner = fork ? author.login : repository.owner;
      const number = repository.pulls.size + 1;
      const pull: PullRequest = {
        number,
        id: this.#world.nextId(),
        title: request.title ?? `Merge ${request.head}`,
        author,
        baseBranch: request.base,
        headBranch: request.head,
        headOwner,
        ...(request.forkDeleted === true
          ? {}
          : { headRepository: { owner: headOwner, name: repository.name, fork } }),
        createdAt: this.#world.now(),
        state: 'open',
        reviews: [],
        threads: [],
        ...(await this.#compare(repository, request.base, request.head)),
      };
      repository.pulls.set(number, pull);
      return number;
    });
  }

  /**
   * Takes note of new commits on the branches of a pull request, as GitHub does when somebody pushes, and
   * returns its head. Comments follow their lines; those whose lines are gone become outdated. A closed pull
   * request stays as it was.
   */
  push(repositoryName: string, number: number): Promise<string> {
    const repository = this.#repository(repositoryName);
    const pull = this.#pull(repository, number);
    return this.#world.exclusive(async () => {
      if (pull.state === 'closed') return pull.head;
      const diff = await this.#compare(repository, pull.baseBranch, pull.headBranch);
      const threads = [...pull.threads];
      const places = await Promise.all(threads.map((thread) => placeIn(repository.git, diff, thread)));
      // All at once: a reader sees the pull request before the push or after it.
      Object.assign(pull, diff);
      threads.forEach((thread, index) => move(thread, places[index] ?? { outdated: true }));
      return pull.head;
    });
  }

  closePullRequest(repositoryName: string, number: number): void {
    this.#pull(this.#repository(repositoryName), number).state = 'closed';
  }

  /** Lets a user comment on the diff; returns the comment's id. Throws where GitHub offers no such place. */
  comment(repositoryName: string, number: number, comment: NewComment): Promise<number> {
    const repository = this.#repository(repositoryName);
    const pull = this.#pull(repository, number);
    const { author, ...rest } = comment;
    const draft: Draft = { ...rest, subject: comment.line === undefined ? 'file' : 'line' };
    return this.#world.exclusive(async () => {
      const diff = await diffAt(this.#world, repository, pull, pull.head);
      if (diff === undefined) throw new Error('the head is not part of the pull request');
      const found = prepareDraft(diff, draft);
      if (!found.ok) throw new Error(JSON.stringify(reviewAnchorRefusal(found.problems, 'thread').body));
      const user = this.#world.user(author);
      const review = { author: user, body: '', state: 'COMMENTED', commit: pull.head } as const;
      const { threads } = await addReview(this.#world, repository, pull, review, [found.prepared]);
      return threads[0]?.comments[0]?.id ?? 0;
    });
  }

  /** Lets a user answer in the thread of a comment; returns the answer's id. */
  async reply(
    repositoryName: string,
    number: number,
    commentId: number,
    { author, body }: { readonly author: string; readonly body: string },
  ): Promise<number> {
    const pull = this.#pull(this.#repository(repositoryName), number);
    return addReply(this.#world, pull, threadOf(pull, commentId), this.#world.user(author), body).id;
  }

  /** Lets a user resolve the thread of a comment. */
  resolveThread(repositoryName: string, number: number, commentId: number, by: string): void {
    threadOf(this.#pull(this.#repository(repositoryName), number), commentId).resolvedBy = by;
  }

  unresolveThread(repositoryName: string, number: number, commentId: number): void {
    delete threadOf(this.#pull(this.#repository(repositoryName), number), commentId).resolvedBy;
  }

  /** Lets a user delete a comment; a thread without comments disappears. */
  deleteComment(repositoryName: string, number: number, commentId: number): void {
    const pull = this.#pull(this.#repository(repositoryName), number);
    const thread = threadOf(pull, commentId);
    thread.comments.splice(
      thread.comments.findIndex((comment) => comment.id === commentId),
      1,
    );
    if (thread.comments.length === 0) pull.threads.splice(pull.threads.indexOf(thread), 1);
  }

  /** What a user sees of a pull request. */
  view(repositoryName: string, number: number): PullRequestView {
    return viewOf(this.#pull(this.#repository(repositoryName), number));
  }

  /** Makes the next matching request fail. */
  failNext(fault: Fault): void {
    this.#server.injected.add(fault);
  }

  /** How many failures asked for with `failNext` have not happened yet. */
  get pendingFailures(): number {
    return this.#server.injected.remaining;
  }

  /** Every request, oldest first. */
  get requests(): readonly RecordedRequest[] {
    return this.#server.requests;
  }

  /** The requests that changed something, also where a failure was answered after the change. */
  get writes(): readonly RecordedRequest[] {
    return this.#server.writes;
  }

  /**
   * Requests for routes and GraphQL documents that the fake does not know (400, 404), and for routes with query
   * parameters that GitHub does not know (200); a test wants none.
   */
  get unknownRequests(): readonly RecordedRequest[] {
    return this.#server.unknownRequests;
  }

  /** Mistakes of the fake itself; a test wants none. */
  get faults(): readonly string[] {
    return this.#server.faults;
  }

  #repository(fullName: string): Repository {
    const found = this.#world.findRepository(fullName);
    if (found === undefined) throw new Error(`the fake has no repository ${fullName}`);
    return found;
  }

  #pull(repository: Repository, number: number): PullRequest {
    const found = repository.pulls.get(number);
    if (found === undefined) throw new Error(`${repository.name} has no pull request ${String(number)}`);
    return found;
  }

  async #compare(
    repository: Repository,
    baseBranch: string,
    headBranch: string,
  ): Promise<Pick<PullRequest, 'base' | 'head' | 'mergeBase' | 'commits' | 'files'>> {
    const { git } = repository;
    const base = await git.branchTip(baseBranch);
    const head = await git.branchTip(headBranch);
    if (base === undefined || head === undefined) {
      throw new Error(`${repository.name} has no branch ${base === undefined ? baseBranch : headBranch}`);
    }
    const mergeBase = await git.mergeBase(base, head);
    if (mergeBase === undefined) {
      throw new Error(`The ${headBranch} branch has no history in common with ${baseBranch}`);
    }
    const commits = await git.commitsBetween(base, head);
    if (commits.length === 0) throw new Error(`No commits between ${baseBranch} and ${headBranch}`);
    const files = await diffFiles(git, mergeBase, head, this.#world.limits);
    return { base, head, mergeBase, commits, files };
  }
}

function threadOf(pull: PullRequest, commentId: number): Thread {
  const found = findComment(pull, commentId);
  if (found === undefined) throw new Error(`there is no comment ${String(commentId)}`);
  return found.thread;
}
