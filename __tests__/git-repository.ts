import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The content of one file: text, bytes, an executable, a symbolic link, or the commit of a submodule. */
export type FileContent =
  | string
  | Uint8Array
  | { readonly executable: string }
  | { readonly linkTo: string }
  | { readonly submodule: string };

/**
 * A real git repository in a temporary directory, with fixed authors and dates, so that the same steps give
 * the same commit ids everywhere. No configuration of the user or the machine has any effect. `dispose` removes it.
 */
export class TemporaryRepository {
  readonly root: string;
  /** What git is run with; a test may add to it for the code that it tests. */
  readonly environment: Readonly<Record<string, string>>;
  private readonly directory: string;
  private commits = 0;

  private constructor(directory: string, root: string) {
    this.directory = directory;
    this.root = root;
    const globalConfig = join(directory, 'gitconfig');
    writeFileSync(globalConfig, '');
    this.environment = {
      PATH: process.env['PATH'] ?? '',
      HOME: directory,
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: globalConfig,
      GIT_AUTHOR_NAME: 'Ada Author',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_COMMITTER_NAME: 'Ada Author',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
      GIT_TERMINAL_PROMPT: '0',
    };
  }

  /** An empty repository on the branch `main`; `options` are further ones for `git init`. */
  static create(...options: readonly string[]): TemporaryRepository {
    const directory = mkdtempSync(join(tmpdir(), 'cgo-review-'));
    const repository = new TemporaryRepository(directory, join(directory, 'repository'));
    mkdirSync(repository.root);
    repository.git('init', '--quiet', '--initial-branch=main', ...options);
    return repository;
  }

  /** A clone through `file://`, which honours `--depth` and `--filter`. */
  static clone(source: TemporaryRepository, ...options: readonly string[]): TemporaryRepository {
    source.git('config', 'uploadpack.allowFilter', 'true');
    const directory = mkdtempSync(join(tmpdir(), 'cgo-review-'));
    const repository = new TemporaryRepository(directory, join(directory, 'repository'));
    mkdirSync(repository.root);
    repository.git('clone', '--quiet', ...options, `file://${source.root}`, '.');
    return repository;
  }

  /** Runs git in the repository and returns what it prints; throws where it fails. */
  git(...args: readonly string[]): string {
    return this.gitBytes(...args).toString('utf8');
  }

  gitBytes(...args: readonly string[]): Buffer {
    // One minute between two commits, so that their order is that of their dates.
    const date = `${1_700_000_000 + 60 * this.commits} +0000`;
    const env = { ...this.environment, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    return execFileSync('git', args, {
      cwd: this.root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
    });
  }

  /** Writes files into the work tree; `undefined` removes one. */
  write(files: Readonly<Record<string, FileContent | undefined>>): void {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.root, path);
      rmSync(file, { recursive: true, force: true });
      if (content === undefined) continue;
      mkdirSync(dirname(file), { recursive: true });
      if (typeof content === 'string' || content instanceof Uint8Array) {
        writeFileSync(file, content);
      } else if ('executable' in content) {
        writeFileSync(file, content.executable);
        chmodSync(file, 0o755);
      } else if ('linkTo' in content) {
        symlinkSync(content.linkTo, file);
      } else {
        this.git('update-index', '--add', '--cacheinfo', `160000,${content.submodule},${path}`);
        mkdirSync(file);
      }
    }
  }

  /** Writes files, commits the whole work tree and returns the commit's id. */
  commit(message: string, files: Readonly<Record<string, FileContent | undefined>> = {}): string {
    this.write(files);
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--no-verify', '--message', message);
    this.commits++;
    return this.git('rev-parse', 'HEAD').trim();
  }

  dispose(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
