import type { Repository } from '../source/repository.ts';
import type { RestEndpointMethodTypes } from '@octokit/rest';
import { ConfigurationError } from '../base/errors.ts';
import { compareText } from '../base/span.ts';
import type { Change, FileChange, FileStatus, Revision } from '../diff/change.ts';
import type { Client, RepositoryName } from './client.ts';
import { createGitHubRepository } from './contents.ts';
import { statusOf } from './failure.ts';
import { createDiffReader } from './file-diff.ts';
import type { ListedFile } from './file-diff.ts';
import { unlistedFiles } from './tree-difference.ts';

export interface ChangeOptions {
  /** Where trees and blobs are read, so that a run reads each once; a new one by default. */
  readonly repository?: Repository;
  /**
   * Whether a file is worth two requests for its blobs where GitHub sends no patch; a file that is not is
   * `unavailable` then. All are by default.
   */
  readonly wanted?: (path: string) => boolean;
}

/** How often the list of files is read anew when the head moves meanwhile. */
const readings = 3;
const filesPerPage = 100;
/** GitHub lists no more files of a pull request than this: 30 pages of 100. */
const mostFiles = 3000;

/**
 * The change that a pull request shows: merge base to head, read from `pulls/N/files`.
 *
 * @throws {ConfigurationError} Where there is no such pull request.
 */
export async function fetchPullRequestChange(
  client: Client,
  repo: RepositoryName,
  number: number,
  options: ChangeOptions = {},
): Promise<Change> {
  let pull = await fetchPull(client, repo, number);
  for (let reading = 1; ; reading++) {
    const listed = await listPullFiles(client, repo, number);
    const now = await fetchPull(client, repo, number);
    // The list names no commit: it is the head's only if the head is the same before and after.
    if (now.head.sha === pull.head.sha) {
      const base = (await compare(client, repo, pull.base.sha, pull.head.sha))?.mergeBase;
      return toChange(
        client,
        repo,
        { base, head: now.head.sha, listed, changedFiles: now.changed_files },
        options,
      );
    }
    if (reading === readings) {
      throw new Error(
        `the head of pull request #${number} moved ${readings} times while its files were read`,
      );
    }
    pull = now;
  }
}

/**
 * The change between the merge base of two commits and `head`, for a push or a merge group. GitHub's compare shows
 * 300 files at most; which files changed is told by the two trees, so that none is missed.
 *
 * @throws {ConfigurationError} Where a commit is not in the repository, or the two have no history in common.
 */
export async function fetchCompareChange(
  client: Client,
  repo: RepositoryName,
  base: string,
  head: string,
  options: ChangeOptions = {},
): Promise<Change> {
  const compared = await compare(client, repo, base, head);
  if (compared === undefined) {
    throw new ConfigurationError(
      `The commits ${base} and ${head} have no history in common: there is no change between them to review.`,
    );
  }
  const repository = options.repository ?? createGitHubRepository(client, repo);
  const [before, after] = await Promise.all([
    repository.tree({ kind: 'commit', id: compared.mergeBase }),
    repository.tree({ kind: 'commit', id: head }),
  ]);
  const listed = [...compared.files, ...unlistedFiles(before, after, compared.files)];
  return toChange(client, repo, { base: compared.mergeBase, head, listed }, { ...options, repository });
}

/** The commit that a base names: a branch's own tip, where `fetchCompareChange` starts from the merge base. */
export async function fetchBaseTip(
  client: Client,
  repo: RepositoryName,
  base: string,
  head: string,
): Promise<string> {
  const compared = await compare(client, repo, base, head);
  if (compared === undefined) throw new Error(`${base} and ${head} were compared before, and cannot be now`);
  return compared.baseTip;
}

interface Listing {
  readonly base: string | undefined;
  readonly head: string;
  readonly listed: readonly ListedFile[];
  /** How many files the pull request says it changes. */
  readonly changedFiles?: number;
}

async function toChange(
  client: Client,
  repo: RepositoryName,
  listing: Listing,
  options: ChangeOptions,
): Promise<Change> {
  const base: Revision | undefined =
    listing.base === undefined ? undefined : { kind: 'commit', id: listing.base };
  const head: Revision = { kind: 'commit', id: listing.head };
  const repository = options.repository ?? createGitHubRepository(client, repo);
  const read = createDiffReader(repository, base, head, options.wanted ?? (() => true));
  // The repository bounds how many requests run at a time.
  const files = await Promise.all(
    listing.listed.map(async (file): Promise<FileChange> => {
      const { path, previousPath, status } = file;
      return {
        path,
        ...(previousPath === undefined ? {} : { previousPath }),
        status,
        diff: await read(file),
      };
    }),
  );
  files.sort((a, b) => compareText(a.path, b.path));
  const count = listing.listed.length;
  const all = listing.changedFiles ?? count;
  const truncated = `GitHub lists only ${count} of the ${all} files that this pull request changes.`;
  return { base, head, files, source: 'github', ...(count < all ? { truncated } : {}) };
}

type Pull = Awaited<ReturnType<Client['rest']['pulls']['get']>>['data'];
type DiffEntry = RestEndpointMethodTypes['pulls']['listFiles']['response']['data'][number];

/**
 * A pull request as it is now.
 * @throws {ConfigurationError} Where there is none of this number, or the token may not read it.
 */
export async function fetchPull(client: Client, repo: RepositoryName, number: number): Promise<Pull> {
  try {
    return (await client.rest.pulls.get({ owner: repo.owner, repo: repo.name, pull_number: number })).data;
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    throw new ConfigurationError(
      `There is no pull request #${number} in ${repo.owner}/${repo.name}, or the token may not read it ` +
        '(it needs "pull-requests: read").',
    );
  }
}

async function listPullFiles(client: Client, repo: RepositoryName, number: number): Promise<ListedFile[]> {
  const files: ListedFile[] = [];
  for (let page = 1; page <= mostFiles / filesPerPage; page++) {
    const { data } = await client.rest.pulls.listFiles({
      owner: repo.owner,
      repo: repo.name,
      pull_number: number,
      per_page: filesPerPage,
      page,
    });
    files.push(...data.map(listedFile));
    if (data.length < filesPerPage) break;
  }
  return files;
}

interface Compared {
  readonly baseTip: string;
  readonly mergeBase: string;
  readonly files: readonly ListedFile[];
}

/** The merge base and the files that compare shows; undefined where the commits have no common ancestor. */
async function compare(
  client: Client,
  repo: RepositoryName,
  base: string,
  head: string,
): Promise<Compared | undefined> {
  try {
    const { data } = await client.rest.repos.compareCommitsWithBasehead({
      owner: repo.owner,
      repo: repo.name,
      basehead: `${base}...${head}`,
      // Only the commits are paged; none of them is needed.
      per_page: 1,
    });
    return {
      baseTip: data.base_commit.sha,
      mergeBase: data.merge_base_commit.sha,
      files: (data.files ?? []).map(listedFile),
    };
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    if (error instanceof Error && /no common ancestor/i.test(error.message)) return undefined;
    throw new ConfigurationError(
      `GitHub cannot compare ${base} with ${head}: one of them is not in ${repo.owner}/${repo.name}, ` +
        'or the token may not read it (it needs "contents: read").',
    );
  }
}

const statuses: Readonly<Record<DiffEntry['status'], FileStatus>> = {
  added: 'added',
  removed: 'removed',
  modified: 'modified',
  renamed: 'renamed',
  copied: 'copied',
  changed: 'type-changed',
  unchanged: 'modified',
};

function listedFile(entry: DiffEntry): ListedFile {
  const { patch, additions, deletions, previous_filename: previousPath } = entry;
  return {
    path: entry.filename,
    status: statuses[entry.status],
    ...(previousPath === undefined || previousPath === entry.filename ? {} : { previousPath }),
    ...(patch === undefined || patch === '' ? {} : { patch: { text: patch, additions, deletions } }),
  };
}
