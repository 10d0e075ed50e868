import { spawn } from 'node:child_process';

/** An object of a repository, as `git cat-file --batch-check` describes it. */
export interface GitObject {
  readonly id: string;
  readonly type: 'blob' | 'tree' | 'commit' | 'tag';
  readonly size: number;
}

export interface TreeItem {
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly id: string;
  /** Bytes of a blob. */
  readonly size?: number;
  /** Relative to the listed tree. */
  readonly path: string;
}

export interface GitPerson {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

export interface GitCommit {
  readonly id: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: GitPerson;
  readonly committer: GitPerson;
  readonly message: string;
}

/** A raw entry of a tree difference and the text of its patch sections, in git's order. */
export interface RawDifference {
  readonly entries: readonly RawEntry[];
  /** `git diff-tree -p` over the same trees. */
  readonly patch: string;
}

export interface RawEntry {
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldId: string;
  readonly newId: string;
  /** A, C, D, M, R or T. */
  readonly status: string;
  readonly path: string;
  readonly previousPath?: string;
}

const OBJECT_ID = /^[0-9a-f]{40}$/;

/**
 * Reads a repository by running git. It shares no code with the reviewer's own git adapter, so that a mistake
 * there does not repeat itself here.
 */
export class Git {
  readonly #directory: string;
  readonly #differences = new Map<string, Promise<RawDifference>>();

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /** Opens a bare repository, a `.git` folder or a work tree. */
  static async open(directory: string): Promise<Git> {
    const found = await run(directory, ['rev-parse', '--absolute-git-dir']);
    return new Git(found.toString('utf8').trimEnd());
  }

  /** The object of a full id, branch or tag; undefined where there is none. Revision syntax is not a name. */
  async object(name: string): Promise<GitObject | undefined> {
    if (OBJECT_ID.test(name)) return this.#inspect(name);
    if (!/^[^\s~^:?*[\\]+$/.test(name) || name.includes('..')) return undefined;
    const plain = name.replace(/^refs\//, '');
    for (const candidate of [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${plain}`]) {
      const found = await this.#inspect(candidate);
      if (found !== undefined) return found;
    }
    return name === 'HEAD' ? this.#inspect('HEAD') : undefined;
  }

  /** The commit that a full id, branch or tag leads to. */
  async commitId(name: string): Promise<string | undefined> {
    const found = await this.object(name);
    if (found === undefined) return undefined;
    return found.type === 'commit' ? found.id : (await this.#inspect(`${found.id}^{commit}`))?.id;
  }

  async branchTip(branch: string): Promise<string | undefined> {
    return (await this.#inspect(`refs/heads/${branch}`))?.id;
  }

  async mergeBase(left: string, right: string): Promise<string | undefined> {
    const out = await this.#run(['merge-base', left, right], { also: [1] });
    return out.length === 0 ? undefined : out.toString('utf8').trim();
  }

  /** Commits reachable from `head` and not from `base`, oldest first. */
  async commitsBetween(base: string, head: string): Promise<readonly string[]> {
    const out = await this.#run(['rev-list', '--reverse', '--topo-order', `${base}..${head}`]);
    return out.toString('utf8').split('\n').filter(Boolean);
  }

  async commit(id: string): Promise<GitCommit> {
    const text = (await this.#run(['cat-file', 'commit', id])).toString('utf8');
    const end = text.indexOf('\n\n');
    const header = text.slice(0, end).split('\n');
    const field = (name: string): string =>
      header.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? '';
    return {
      id,
      tree: field('tree'),
      parents: header
        .filter((line) => line.startsWith('parent '))
        .map((line) => line.slice('parent '.length)),
      author: person(field('author')),
      committer: person(field('committer')),
      message: text.slice(end + 2).replace(/\n$/, ''),
    };
  }

  async tree(id: string, recursive: boolean): Promise<readonly TreeItem[]> {
    const out = await this.#run([
      'ls-tree',
      '-z',
      '-l',
      '--full-tree',
      ...(recursive ? ['-r', '-t'] : []),
      id,
    ]);
    return out.toString('utf8').split('\0').filter(Boolean).map(treeItem);
  }

  async blob(id: string): Promise<Buffer> {
    return this.#run(['cat-file', 'blob', id]);
  }

  /** The difference of two commits' trees as GitHub computes it: renames found, three lines of context. */
  difference(base: string, head: string): Promise<RawDifference> {
    return this.#difference(base, head, ['-M']);
  }

  /** The same without rename detection: a renamed file is a removed and an added one. */
  plainDifference(base: string, head: string): Promise<RawDifference> {
    return this.#difference(base, head, ['--no-renames']);
  }

  #difference(base: string, head: string, options: readonly string[]): Promise<RawDifference> {
    const key = [base, head, ...options].join(' ');
    const known = this.#differences.get(key);
    if (known !== undefined) return known;
    const computed = this.#computeDifference(base, head, options);
    this.#differences.set(key, computed);
    return computed;
  }

  async #computeDifference(base: string, head: string, options: readonly string[]): Promise<RawDifference> {
    const common = ['diff-tree', '-r', '-l1000', '--no-ext-diff', '--no-textconv', '--submodule=short'];
    const trees = [...options, '--end-of-options', base, head];
    const [raw, patch] = await Promise.all([
      this.#run([...common, '--raw', '-z', '--no-abbrev', ...trees]),
      this.#run([...common, '-p', '-U3', '--full-index', '--no-color', ...trees]),
    ]);
    return { entries: rawEntries(raw.toString('utf8')), patch: patch.toString('utf8') };
  }

  async #inspect(name: string): Promise<GitObject | undefined> {
    const out = await this.#run(['cat-file', '--batch-check'], { input: `${name}\n` });
    const found = /^([0-9a-f]{40}) (blob|tree|commit|tag) (\d+)\n$/.exec(out.toString('utf8'));
    if (found === null) return undefined;
    return { id: found[1] ?? '', type: found[2] as GitObject['type'], size: Number(found[3]) };
  }

  #run(command: readonly string[], options: RunOptions = {}): Promise<Buffer> {
    return run(this.#directory, [`--git-dir=${this.#directory}`, ...command], options);
  }
}

interface RunOptions {
  readonly input?: string;
  /** Exit statuses that are answers besides 0. */
  readonly also?: readonly number[];
}

/** Runs git away from the user's and the machine's settings; a repository's own attributes do not count. */
function run(directory: string, command: readonly string[], options: RunOptions = {}): Promise<Buffer> {
  const settings = ['-c', 'safe.directory=*', '-c', 'core.bare=true', '-c', 'core.attributesFile=/dev/null'];
  return new Promise((resolve, reject) => {
    const child = spawn(
      'git',
      [...(command[0] === 'rev-parse' ? settings.slice(0, 2) : settings), ...command],
      {
        cwd: directory,
        stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
        env: {
          PATH: process.env['PATH'],
          GIT_CONFIG_NOSYSTEM: '1',
          GIT_CONFIG_GLOBAL: '/dev/null',
          GIT_ATTR_NOSYSTEM: '1',
          LC_ALL: 'C',
        },
      },
    );
    // A git that reads nothing may end before an empty input is closed: EPIPE.
    if (options.input !== undefined) child.stdin?.end(options.input);
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0 || (status !== null && options.also?.includes(status) === true)) {
        resolve(Buffer.concat(output));
      } else {
        const message = Buffer.concat(errors).toString('utf8').trim();
        reject(new Error(`git ${command.join(' ')} in ${directory}: ${message} (exit ${String(status)})`));
      }
    });
  });
}

function treeItem(record: string): TreeItem {
  const tab = record.indexOf('\t');
  const [mode = '', type = '', id = '', size = '-'] = record.slice(0, tab).split(/ +/);
  return {
    mode,
    type: type as TreeItem['type'],
    id,
    ...(size === '-' ? {} : { size: Number(size) }),
    path: record.slice(tab + 1),
  };
}

/** `:100644 100644 <id> <id> M\0path\0`, with two paths for a rename or a copy. */
function rawEntries(text: string): readonly RawEntry[] {
  const fields = text.split('\0');
  const entries: RawEntry[] = [];
  for (let at = 0; at + 1 < fields.length;) {
    const [oldMode = '', newMode = '', oldId = '', newId = '', status = ''] = (fields[at++] ?? '')
      .slice(1)
      .split(' ');
    const moved = status.startsWith('R') || status.startsWith('C');
    const previousPath = moved ? (fields[at++] ?? '') : undefined;
    const path = fields[at++] ?? '';
    const entry = { oldMode, newMode, oldId, newId, status: status.slice(0, 1), path };
    entries.push(previousPath === undefined ? entry : { ...entry, previousPath });
  }
  return entries;
}

function person(field: string): GitPerson {
  const found = /^(.*?) ?<(.*)> (\d+) /.exec(field);
  const seconds = Number(found?.[3] ?? 0);
  return {
    name: found?.[1] ?? '',
    email: found?.[2] ?? '',
    date: new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'),
  };
}
