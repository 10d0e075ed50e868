import { nearest } from '../config/nearest.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { GitCommand } from './command.ts';

/** What to do where a shallow clone lacks history. */
export const fetchHint =
  'fetch the whole history (`git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout)';

/** The names that a repository gives to its commits. */
export class References {
  private readonly git: GitCommand;
  private readonly root: string;
  /** Full ids of commits that are there. */
  private readonly known = new Set<string>();

  constructor(git: GitCommand, root: string) {
    this.git = git;
    this.root = root;
  }

  /** The full id of the commit that a ref names. The error is a sentence that says what to do. */
  async resolve(ref: string): Promise<Result<string>> {
    if (ref === '' || ref.startsWith('-') || /[\0-\x1f\x7f]/.test(ref)) {
      return err(`${JSON.stringify(ref)} is not a revision; name a branch, a tag or a commit.`);
    }
    if (this.known.has(ref)) return ok(ref);
    const found = await this.git.run([
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${ref}^{commit}`,
    ]);
    if (!found.ok) return found;
    if (found.value.status === 0) {
      const id = found.value.stdout.toString('utf8').trim();
      this.known.add(id);
      return ok(id);
    }
    return err(await this.absence(ref));
  }

  /** HEAD's commit; undefined in a repository without one. */
  async headCommit(): Promise<Result<string | undefined>> {
    const found = await this.git.run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
    if (!found.ok) return found;
    return ok(found.value.status === 0 ? found.value.stdout.toString('utf8').trim() : undefined);
  }

  async isShallow(): Promise<boolean> {
    const output = await this.git.output(['rev-parse', '--is-shallow-repository']);
    return output.ok && output.value.toString('utf8').trim() === 'true';
  }

  /**
   * The branch that changes are made against: what the remote calls its default, else `init.defaultBranch`,
   * `main` or `master`, of the remote before a local one, else the only branch where there is no other, nor a
   * remote's. The remote is `origin`, or the only one. A name for {@link resolve}; undefined where none exists.
   */
  async defaultBranch(): Promise<string | undefined> {
    const candidates: string[] = [];
    const [remote, configured, branches] = await Promise.all([
      this.remoteName(),
      this.git.output(['config', '--get', 'init.defaultBranch']),
      this.refs('refs/heads/', 'refs/remotes/'),
    ]);
    const head = await this.git.output(['symbolic-ref', '--quiet', `refs/remotes/${remote}/HEAD`]);
    if (head.ok) candidates.push(head.value.toString('utf8').trim());
    const names = [...(configured.ok ? [configured.value.toString('utf8').trim()] : []), 'main', 'master'];
    for (const name of names) candidates.push(`refs/remotes/${remote}/${name}`, `refs/heads/${name}`);
    // Beside a remote, the only branch may be the one that is to be reviewed, as in a clone of one branch.
    if (branches.length === 1) candidates.push(...branches.filter((ref) => ref.startsWith('refs/heads/')));
    for (const candidate of candidates) {
      const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${candidate}^{commit}`];
      if ((await this.git.output(verify)).ok) {
        return candidate.replace(/^refs\/(?:remotes|heads)\//, '');
      }
    }
    return undefined;
  }

  /** Why a revision is not there, as a sentence that says what to do. */
  private async absence(ref: string): Promise<string> {
    const unborn = await this.unbornBranch();
    if (unborn !== undefined && [unborn, 'HEAD', '@'].includes(ref)) {
      return (
        `The branch \`${unborn}\` of ${this.root} has no commit yet: ` +
        'commit first, or compare with nothing, and every file counts as new.'
      );
    }
    const names = (await this.refs('refs/heads', 'refs/tags', 'refs/remotes')).map((name) =>
      name.replace(/^refs\/(?:heads|tags|remotes)\//, ''),
    );
    const near = /^[0-9a-f]{7,64}$/.test(ref) ? undefined : nearest(ref, names);
    if (near !== undefined) {
      return `The revision \`${ref}\` is not in ${this.root}: did you mean \`${near}\`?`;
    }
    const hint = (await this.isShallow()) ? fetchHint : 'check its spelling, or fetch it first';
    return `The revision \`${ref}\` is not in ${this.root}: ${hint}.`;
  }

  /** The branch that HEAD names where it has no commit. */
  private async unbornBranch(): Promise<string | undefined> {
    const commit = await this.headCommit();
    if (!commit.ok || commit.value !== undefined) return undefined;
    const head = await this.git.output(['symbolic-ref', '--quiet', 'HEAD']);
    return head.ok
      ? head.value
          .toString('utf8')
          .trim()
          .replace(/^refs\/heads\//, '')
      : undefined;
  }

  /** The full names of the refs below some namespaces. */
  private async refs(...namespaces: readonly string[]): Promise<string[]> {
    const output = await this.git.output(['for-each-ref', '--format=%(refname)', ...namespaces]);
    return output.ok ? output.value.toString('utf8').split('\n').slice(0, -1) : [];
  }

  private async remoteName(): Promise<string> {
    const output = await this.git.output(['remote']);
    const [only, ...others] = output.ok ? output.value.toString('utf8').split('\n').slice(0, -1) : [];
    return only !== undefined && others.length === 0 ? only : 'origin';
  }
}
