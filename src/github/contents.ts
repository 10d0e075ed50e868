import type { Repository } from '../source/repository.ts';
import { ConfigurationError } from '../base/errors.ts';
import { compareText } from '../base/span.ts';
import type { Revision } from '../diff/change.ts';
import type { TreeEntry } from '../source/snapshot.ts';
import type { Client, RepositoryName } from './client.ts';
import { statusOf } from './failure.ts';
import { createLimiter } from './limit.ts';

/** GitHub asks for well below 100 requests at a time. */
const parallelReads = 8;

/**
 * The content of a repository on GitHub by its git objects: nothing is checked out, and the commits of a fork's
 * pull request are read from the repository that it goes to. What was read once is kept.
 */
export function createGitHubRepository(client: Client, repo: RepositoryName): Repository {
  return new GitHubRepository(client, repo);
}

type TreeAnswer = Awaited<ReturnType<Client['rest']['git']['getTree']>>['data'];

class GitHubRepository implements Repository {
  private readonly client: Client;
  private readonly repo: RepositoryName;
  private readonly limit = createLimiter(parallelReads);
  private readonly trees = new Map<string, Promise<Tree>>();
  private readonly blobs = new Map<string, Promise<Uint8Array>>();

  constructor(client: Client, repo: RepositoryName) {
    this.client = client;
    this.repo = repo;
  }

  async tree(revision: Revision): Promise<readonly TreeEntry[]> {
    return (await this.treeOf(revision)).entries;
  }

  blob(entry: TreeEntry): Promise<Uint8Array> {
    if (entry.kind === 'submodule') {
      throw new Error(`${entry.path} is a submodule: its commit ${entry.blob} is in another repository`);
    }
    return remember(this.blobs, entry.blob, () => this.readBlob(entry.blob));
  }

  async file(revision: Revision, path: string): Promise<Uint8Array | undefined> {
    const entry = (await this.treeOf(revision)).byPath.get(path);
    return entry === undefined || entry.kind === 'submodule' ? undefined : this.blob(entry);
  }

  private treeOf(revision: Revision): Promise<Tree> {
    if (revision.kind !== 'commit') throw new Error(`GitHub has commits only, not ${revision.kind}`);
    return remember(this.trees, revision.id, () => this.readCommit(revision.id));
  }

  private async readCommit(id: string): Promise<Tree> {
    try {
      const entries = await this.readTree(id, '');
      entries.sort((a, b) => compareText(a.path, b.path));
      return { entries, byPath: new Map(entries.map((entry) => [entry.path, entry])) };
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      throw new ConfigurationError(
        `The commit ${id} is not in ${this.repo.owner}/${this.repo.name}, or the token may not read it ` +
          '(it needs "contents: read").',
      );
    }
  }

  /** All files below a tree. Where GitHub cuts the answer, each folder is asked for by itself. */
  private async readTree(id: string, prefix: string): Promise<TreeEntry[]> {
    const whole = await this.requestTree(id, true);
    if (!whole.truncated) return treeEntries(whole, prefix);
    const own = await this.requestTree(id, false);
    if (own.truncated) {
      throw new Error(`GitHub lists only a part of the folder ${prefix === '' ? '/' : prefix} at ${id}`);
    }
    const folders = own.tree.filter((item) => item.type === 'tree');
    const below = await Promise.all(folders.map((item) => this.readTree(item.sha, `${prefix}${item.path}/`)));
    return [...treeEntries(own, prefix), ...below.flat()];
  }

  private async requestTree(id: string, recursive: boolean): Promise<TreeAnswer> {
    const { owner, name } = this.repo;
    // The interface takes the mere presence of `recursive` for yes, whatever its value.
    const parameters = { owner, repo: name, tree_sha: id, ...(recursive ? { recursive: '1' } : {}) };
    return (await this.limit(() => this.client.rest.git.getTree(parameters))).data;
  }

  private async readBlob(id: string): Promise<Uint8Array> {
    const { owner, name } = this.repo;
    const { data } = await this.limit(() =>
      this.client.rest.git.getBlob({ owner, repo: name, file_sha: id }),
    );
    return Buffer.from(data.content, data.encoding === 'base64' ? 'base64' : 'utf8');
  }
}

interface Tree {
  readonly entries: readonly TreeEntry[];
  readonly byPath: ReadonlyMap<string, TreeEntry>;
}

/** The value that `make` gave for `key` before; a failure is not remembered. */
function remember<T>(memory: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  made.catch(() => memory.delete(key));
  return made;
}

function treeEntries(answer: TreeAnswer, prefix: string): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (const { path, sha, mode, type, size } of answer.tree) {
    if (type === 'tree') continue;
    const kind = type === 'commit' ? 'submodule' : mode === '120000' ? 'symlink' : 'file';
    entries.push({ path: prefix + path, blob: sha, kind, ...(size === undefined ? {} : { size }) });
  }
  return entries;
}
