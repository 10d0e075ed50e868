import { expect } from '@jest/globals';
import { FakeGitHub } from '../fake-github/index.ts';
import type {
  FakeGitHubOptions,
  NewPullRequest,
  PullRequestView,
  RecordedRequest,
} from '../fake-github/index.ts';
import { TemporaryRepository } from '../git-repository.ts';
import type { FileContent } from '../git-repository.ts';
import { InstalledAction } from './run-action.ts';
import type { ActionRun, Step } from './run-action.ts';

export type Files = Readonly<Record<string, FileContent | undefined>>;
export type Event = Step['event'];

/** What a test may set of a step; the rest follows from the scene. */
export type StepOptions = Partial<
  Pick<Step, 'inputs' | 'workspace' | 'token' | 'path' | 'apiUrl' | 'variables'>
>;

export const ZEROS = '0'.repeat(40);
export const READ_ONLY = 'fake-read-only-token';

/**
 * The action, and a GitHub with repositories to run it on. The tests of a file share it; each has a repository of
 * its own.
 */
export class Stage {
  readonly hub: FakeGitHub;
  readonly action = new InstalledAction();
  private readonly scenes: Scene[] = [];
  private repositories = 0;

  private constructor(hub: FakeGitHub) {
    this.hub = hub;
    hub.addToken(READ_ONLY, { permissions: { metadata: 'read', contents: 'read', pull_requests: 'read' } });
  }

  static async open(options: FakeGitHubOptions = {}): Promise<Stage> {
    return new Stage(await FakeGitHub.start(options));
  }

  /** A new repository whose branch `main` has these files. */
  async scene(files: Files): Promise<Scene> {
    const repository = TemporaryRepository.create();
    repository.commit('Begin', {
      'README.md': '# Store\n',
      'go.mod': 'module example.com/store\n\ngo 1.21\n',
      ...files,
    });
    const name = await this.hub.addRepository({
      owner: 'octo',
      name: `store-${String(++this.repositories)}`,
      gitDir: repository.root,
    });
    const scene = new Scene(this, repository, name);
    this.scenes.push(scene);
    return scene;
  }

  /**
   * Checks that nothing was asked of GitHub that it does not know, and that the fake itself made no mistake; then
   * removes everything.
   */
  async close(): Promise<void> {
    this.action.dispose();
    this.scenes.forEach((scene) => scene.dispose());
    await this.hub.close();
    this.check();
  }

  private check(): void {
    expect({ faults: this.hub.faults, unknown: this.hub.unknownRequests }).toEqual({
      faults: [],
      unknown: [],
    });
    expect(this.hub.pendingFailures).toBe(0);
  }
}

/** A comment as a user sees it in today's diff. */
export interface ShownComment {
  readonly path: string;
  readonly side: 'LEFT' | 'RIGHT';
  readonly line: number | undefined;
  readonly startLine: number | undefined;
  readonly body: string;
}

export interface Reviewed {
  readonly pull: PullRequest;
  readonly run: ActionRun;
}

export class Scene {
  readonly repository: TemporaryRepository;
  readonly name: string;
  private readonly stage: Stage;
  private readonly clones: TemporaryRepository[] = [];

  constructor(stage: Stage, repository: TemporaryRepository, name: string) {
    this.stage = stage;
    this.repository = repository;
    this.name = name;
  }

  /** Commits on a branch, which starts at `main` where it is new; returns the commit. */
  commit(branch: string, message: string, files: Files): string {
    const known = this.repository.git('branch', '--list', branch).trim() !== '';
    this.repository.git('checkout', '--quiet', '--force', ...(known ? [branch] : ['-b', branch, 'main']));
    return this.repository.commit(message, files);
  }

  tip(branch: string): string {
    return this.repository.git('rev-parse', '--verify', `refs/heads/${branch}`).trim();
  }

  /** Commits to the branch `topic` and opens a pull request of it. */
  async propose(files: Files, request: Partial<NewPullRequest> = {}): Promise<PullRequest> {
    this.commit(request.head ?? 'topic', 'Change', files);
    return this.open(request);
  }

  /** Opens a pull request of a branch, `topic` where unset, to `main`. */
  async open(request: Partial<NewPullRequest> = {}): Promise<PullRequest> {
    const { base = 'main', head = 'topic', fromFork: fork = false } = request;
    const number = await this.stage.hub.openPullRequest(this.name, { ...request, base, head });
    return new PullRequest(this.stage, this, number, { base, head, fork });
  }

  /**
   * Reviews the branch `topic` through GitHub's API and from a checkout with the whole history, as two pull
   * requests of the same commits.
   */
  async reviewBothWays(): Promise<readonly Reviewed[]> {
    this.branch('local', this.tip('topic'));
    const remote = await this.open();
    const local = await this.open({ head: 'local' });
    const workspace = local.checkout(0);
    const [remoteEvent, localEvent] = [remote.event(), local.event()];
    const [remoteRun, localRun] = await Promise.all([
      this.run(remoteEvent),
      this.run(localEvent, { workspace }),
    ]);
    return [
      { pull: remote, run: remoteRun },
      { pull: local, run: localRun },
    ];
  }

  branch(name: string, at: string): void {
    this.repository.git('branch', '--force', name, at);
  }

  run(event: Event, options: StepOptions = {}): Promise<ActionRun> {
    const { hub, action } = this.stage;
    return action.run({ repository: this.name, apiUrl: hub.apiUrl, token: hub.token, event, ...options });
  }

  /**
   * What `actions/checkout` leaves of a ref: the last commits of it, or with `fetch-depth: 0` all branches whole;
   * with a filter without the contents of what is not checked out. Returns the work tree.
   */
  checkout(ref: string, depth: number, filter?: string): string {
    this.repository.git('config', 'uploadpack.allowFilter', 'true');
    const clone = TemporaryRepository.create();
    this.clones.push(clone);
    const branch = ref.replace(/^refs\/(?:heads\/)?/, '');
    const wanted = `+${ref}:refs/remotes/${ref.startsWith('refs/heads/') ? 'origin/' : ''}${branch}`;
    clone.git('remote', 'add', 'origin', `file://${this.repository.root}`);
    const fetched =
      depth === 0
        ? ['origin', '+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*', wanted]
        : ['--no-tags', `--depth=${String(depth)}`, 'origin', wanted];
    const filtered = filter === undefined ? [] : [`--filter=${filter}`];
    clone.git('fetch', '--quiet', '--prune', ...filtered, ...fetched);
    clone.git('checkout', '--quiet', '--force', '--detach', wanted.slice(wanted.indexOf(':') + 1));
    return clone.root;
  }

  pushEvent(ref: string, before: string, after: string, forced = false): Event {
    return {
      name: 'push',
      sha: after === ZEROS ? this.tip('main') : after,
      ref,
      payload: {
        ref,
        before,
        after,
        created: before === ZEROS,
        deleted: after === ZEROS,
        forced,
        repository: this.payload(),
        commits: [],
      },
    };
  }

  /** `workflow_dispatch` or `schedule` on `main`. */
  mainEvent(name: string, payload: object = {}): Event {
    return {
      name,
      sha: this.tip('main'),
      ref: 'refs/heads/main',
      payload: { ...payload, repository: this.payload() },
    };
  }

  /** The repository as payloads describe it. */
  payload(): { readonly full_name: string; readonly default_branch: string; readonly fork: boolean } {
    return { full_name: this.name, default_branch: 'main', fork: false };
  }

  dispose(): void {
    for (const repository of [this.repository, ...this.clones]) repository.dispose();
  }
}

export class PullRequest {
  readonly number: number;
  private readonly stage: Stage;
  private readonly scene: Scene;
  private readonly branches: { readonly base: string; readonly head: string; readonly fork: boolean };

  constructor(stage: Stage, scene: Scene, number: number, branches: PullRequest['branches']) {
    this.stage = stage;
    this.scene = scene;
    this.number = number;
    this.branches = branches;
  }

  get head(): string {
    return this.scene.tip(this.branches.head);
  }

  get view(): PullRequestView {
    return this.stage.hub.view(this.scene.name, this.number);
  }

  /** Commits to the head branch and lets GitHub take note. */
  async push(files: Files, message = 'Change more'): Promise<void> {
    this.scene.commit(this.branches.head, message, files);
    await this.update();
  }

  /** Lets GitHub take note of what was done to the branches. */
  async update(): Promise<void> {
    await this.stage.hub.push(this.scene.name, this.number);
  }

  /** The event of this pull request as it is now; GitHub's test merge of it is `refs/pull/N/merge`. */
  event(name: 'pull_request' | 'pull_request_target' = 'pull_request'): Event {
    const { scene, number, branches } = this;
    const base = scene.tip(branches.base);
    const target = name === 'pull_request_target';
    const repo = scene.payload();
    const headRepo = branches.fork
      ? { ...repo, full_name: `contributor/${repo.full_name}`, fork: true }
      : repo;
    return {
      name,
      sha: target ? base : this.merge(),
      ref: target ? `refs/heads/${branches.base}` : `refs/pull/${String(number)}/merge`,
      payload: {
        action: 'synchronize',
        number,
        pull_request: {
          number,
          state: 'open',
          base: { sha: base, ref: branches.base, repo },
          head: { sha: this.head, ref: branches.head, repo: headRepo },
        },
        repository: repo,
      },
    };
  }

  /** Runs the action for this pull request. */
  review(options: StepOptions & { readonly event?: Event } = {}): Promise<ActionRun> {
    return this.scene.run(options.event ?? this.event(), options);
  }

  /** Makes the test merge and returns its commit. */
  merge(): string {
    const { repository } = this.scene;
    repository.git('checkout', '--quiet', '--force', '--detach', this.branches.base);
    repository.git('merge', '--quiet', '--no-ff', '--no-verify', '--message', 'Test merge', this.head);
    const merged = repository.git('rev-parse', 'HEAD').trim();
    repository.git('update-ref', `refs/pull/${String(this.number)}/merge`, merged);
    return merged;
  }

  checkout(depth: number, filter?: string): string {
    this.merge();
    return this.scene.checkout(`refs/pull/${String(this.number)}/merge`, depth, filter);
  }

  /** The first comments of all threads that this account wrote, in today's diff. */
  comments(author = 'github-actions[bot]'): readonly ShownComment[] {
    return this.view.threads.flatMap(({ path, side, line, startLine, comments: [comment] }) =>
      comment?.author === author ? [{ path, side, line, startLine, body: comment.body }] : [],
    );
  }

  /** `path:line` of those comments; outdated ones have no line. */
  places(): readonly string[] {
    return this.comments().map(
      ({ path, side, line }) => `${path}:${String(line)}${side === 'LEFT' ? ' LEFT' : ''}`,
    );
  }

  /** What was written to this pull request's repository during `action`. */
  async writesDuring(action: () => Promise<unknown>): Promise<readonly RecordedRequest[]> {
    const before = this.stage.hub.writes.length;
    await action();
    const ours = `/repos/${this.scene.name}/`;
    return this.stage.hub.writes.slice(before).filter(({ path }) => path.startsWith(ours));
  }
}
