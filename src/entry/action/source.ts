import { isAbsolute, join, relative, sep } from 'node:path';
import { localFirst } from '../../app/local-first.ts';
import { inDirectory } from '../../app/scope.ts';
import { isReviewable } from '../../app/unread.ts';
import { ConfigurationError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { Result } from '../../base/result.ts';
import type { Change, Revision } from '../../diff/change.ts';
import { openGitRepository } from '../../git/repository.ts';
import type { GitRepository } from '../../git/repository.ts';
import { fetchBaseTip, fetchCompareChange, fetchPullRequestChange } from '../../github/change.ts';
import type { ChangeOptions } from '../../github/change.ts';
import type { Client, RepositoryName } from '../../github/client.ts';
import { createGitHubRepository } from '../../github/contents.ts';
import type { ActionInputs } from './inputs.ts';
import type { ReviewEvent } from '../../github/event.ts';
import type { Repository } from '../../source/repository.ts';

/** What a run looks at: the event's, or the range that the inputs name. */
export type Target =
  | { readonly kind: 'pull-request'; readonly number: number; readonly base: string; readonly head: string }
  | { readonly kind: 'range'; readonly base: string; readonly head: string }
  | { readonly kind: 'audit'; readonly head: string }
  /** Nothing to look at, with the reason as a sentence. */
  | { readonly kind: 'nothing'; readonly reason: string };

export interface Source {
  readonly repository: Repository;
  /** Where the configuration is read: what the change is compared with, else what is audited. */
  readonly policyAt: Revision;
  /** Undefined for an audit. */
  readonly change: Change | undefined;
  readonly head: Revision;
  /** Directory within the repository to which the run is limited. */
  readonly directory: string;
}

const zeroId = /^0+$/;

/** The target of a run, from the event and the inputs. */
export function targetOf(
  event: ReviewEvent,
  mode: ActionInputs['mode'],
  sha: string,
  range: { readonly base: string | undefined; readonly head: string | undefined },
): Target {
  if (mode === 'audit' || (mode !== 'review' && event.kind === 'audit')) {
    return { kind: 'audit', head: range.head ?? (event.kind === 'pull-request' ? event.head.sha : sha) };
  }
  const own = eventRange(event);
  if (range.base === undefined && range.head === undefined) {
    if (own !== undefined) return own;
    throw new ConfigurationError(
      'This event has no change to review: set the inputs base and head, or run it with mode: audit.',
    );
  }
  const [base, head] = [range.base ?? rangeEnd(own, 'base'), range.head ?? rangeEnd(own, 'head') ?? sha];
  if (base === undefined)
    throw new ConfigurationError(
      'The input head is set without base, and this event has none: set base too.',
    );
  return { kind: 'range', base, head };
}

function rangeEnd(target: Target | undefined, end: 'base' | 'head'): string | undefined {
  return target?.kind === 'pull-request' || target?.kind === 'range' ? target[end] : undefined;
}

function eventRange(event: ReviewEvent): Target | undefined {
  switch (event.kind) {
    case 'pull-request':
      return { kind: 'pull-request', number: event.number, base: event.base.sha, head: event.head.sha };
    case 'merge-group':
      return { kind: 'range', base: event.base, head: event.head };
    case 'push':
      if (event.deleted || zeroId.test(event.after))
        return { kind: 'nothing', reason: `The push deleted ${event.ref}.` };
      if (!zeroId.test(event.before)) return { kind: 'range', base: event.before, head: event.after };
      // A new branch or tag: what it has beyond the default branch.
      return event.ref === `refs/heads/${event.defaultBranch}`
        ? { kind: 'audit', head: event.after }
        : { kind: 'range', base: event.defaultBranch, head: event.after };
    case 'audit':
      return undefined;
  }
}

export interface SourceOptions {
  readonly workspace: string;
  /** The input `path`. */
  readonly path: string;
  readonly client: Client | undefined;
  readonly repo: RepositoryName;
  /** What git inherits. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
}

/** Opens what a target needs: the local clone where it has the commits, else GitHub's API with the clone's blobs. */
export async function openSource(
  target: Exclude<Target, { kind: 'nothing' }>,
  options: SourceOptions,
): Promise<Source> {
  const start = join(options.workspace, options.path);
  const outside = relative(options.workspace, start);
  if (outside.startsWith('..') || isAbsolute(outside)) {
    throw new ConfigurationError(
      `The input path is ${JSON.stringify(options.path)}, which is outside the workspace.`,
    );
  }
  const opened = await openGitRepository(start, options.environment);
  const local = opened.ok ? opened.value : undefined;
  if (!opened.ok) options.log.info(`No local clone is used: ${opened.error}`);
  const directory = local === undefined ? outside : relative(local.root, start);
  const scope = directory.split(sep).join('/');
  const fromClone = local === undefined ? undefined : await localSource(target, local, scope, options.log);
  if (fromClone !== undefined) return fromClone;
  return remoteSource(target, local, scope, options);
}

async function localSource(
  target: Exclude<Target, { kind: 'nothing' }>,
  local: GitRepository,
  directory: string,
  log: Logger,
): Promise<Source | undefined> {
  const head = await local.resolve(target.head);
  if (!head.ok) {
    log.info(`The local clone is not used for the change: ${head.error}`);
    return undefined;
  }
  const revision: Revision = { kind: 'commit', id: head.value };
  if (target.kind === 'audit') {
    return { repository: local, policyAt: revision, change: undefined, head: revision, directory };
  }
  const base = await resolveBase(local, target.base);
  const change = base.ok ? await local.change({ base: base.value, head: revision }) : base;
  if (!base.ok || !change.ok) {
    const reason = [base, change]
      .map((result) => (result.ok ? '' : result.error))
      .find((text) => text !== '');
    log.info(`The local clone is not used for the change: ${reason ?? ''}`);
    return undefined;
  }
  return {
    repository: local,
    policyAt: { kind: 'commit', id: base.value },
    change: change.value,
    head: revision,
    directory,
  };
}

/** A branch is taken as the remote has it: a local branch of that name may be older. */
async function resolveBase(local: GitRepository, base: string): Promise<Result<string>> {
  const remote = await local.resolve(`origin/${base}`);
  return remote.ok ? remote : local.resolve(base);
}

async function remoteSource(
  target: Exclude<Target, { kind: 'nothing' }>,
  local: GitRepository | undefined,
  directory: string,
  { client, repo, log }: SourceOptions,
): Promise<Source> {
  if (client === undefined) {
    throw new ConfigurationError(
      'The workspace has no clone with these commits, and the input github-token is empty: check out with fetch-depth: 0, or leave github-token at its default.',
    );
  }
  const remote = createGitHubRepository(client, repo);
  const repository = local === undefined ? remote : localFirst(remote, local);
  const wanted = (path: string): boolean =>
    isReviewable({ path, status: 'modified', diff: { kind: 'binary' } });
  log.info(`The change is read from GitHub's API (${repo.owner}/${repo.name}).`);
  if (target.kind === 'audit') {
    const head: Revision = { kind: 'commit', id: target.head };
    return {
      repository,
      policyAt: head,
      change: undefined,
      head,
      directory: await scopeIn(repository, head, directory),
    };
  }
  const change = await remoteChange(target, client, repo, { repository, wanted });
  const isCommit = /^[0-9a-f]{40,64}$/.test(target.base);
  const tip = isCommit ? target.base : await fetchBaseTip(client, repo, target.base, target.head);
  return {
    repository,
    policyAt: { kind: 'commit', id: tip },
    change,
    head: change.head,
    directory: await scopeIn(repository, change.head, directory),
  };
}

/** The change of the event's own head: where the pull request has moved on, its list of files is of another commit. */
async function remoteChange(
  target: Extract<Target, { kind: 'pull-request' | 'range' }>,
  client: Client,
  repo: RepositoryName,
  options: ChangeOptions,
): Promise<Change> {
  if (target.kind === 'pull-request') {
    const change = await fetchPullRequestChange(client, repo, target.number, options);
    if (change.head.kind === 'commit' && change.head.id === target.head) return change;
  }
  return fetchCompareChange(client, repo, target.base, target.head, options);
}

/** Without a checkout a directory that the repository does not have is where one would have been: all is looked at. */
async function scopeIn(repository: Repository, head: Revision, directory: string): Promise<string> {
  const isInScope = inDirectory(directory);
  return (await repository.tree(head)).some(({ path }) => isInScope(path)) ? directory : '';
}
