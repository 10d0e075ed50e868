import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Logger } from '../src/app/ports.ts';
import { createClient } from '../src/github/client.ts';
import type { Client } from '../src/github/client.ts';
import type { FakeGitHub } from './fake-github/index.ts';

/** A git repository in a temporary folder that a test writes commits into. */
export class TestRepository {
  readonly directory = mkdtempSync(join(tmpdir(), 'cgo-review-github-'));

  constructor() {
    this.git('init', '--quiet', '--initial-branch=main');
  }

  /** Runs git away from the machine's settings; gives its output without the last newline. */
  git(...command: string[]): string {
    return execFileSync('git', command, {
      cwd: this.directory,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Gopher',
        GIT_AUTHOR_EMAIL: 'gopher@example.com',
        GIT_COMMITTER_NAME: 'Gopher',
        GIT_COMMITTER_EMAIL: 'gopher@example.com',
      },
    }).replace(/\n$/, '');
  }

  branch(name: string, from: string): void {
    this.git('checkout', '--quiet', '-B', name, from);
  }

  write(path: string, content: string | Buffer): void {
    mkdirSync(dirname(join(this.directory, path)), { recursive: true });
    writeFileSync(join(this.directory, path), content);
  }

  remove(path: string): void {
    rmSync(join(this.directory, path));
  }

  move(from: string, to: string): void {
    mkdirSync(dirname(join(this.directory, to)), { recursive: true });
    renameSync(join(this.directory, from), join(this.directory, to));
  }

  link(path: string, target: string): void {
    symlinkSync(target, join(this.directory, path));
  }

  makeExecutable(path: string): void {
    chmodSync(join(this.directory, path), 0o755);
  }

  /** Commits all there is, and with it submodules by path and commit id; gives the commit's id. */
  commit(submodules: Readonly<Record<string, string>> = {}): string {
    this.git('add', '--all', '--', '.', ...Object.keys(submodules).map((path) => `:!${path}`));
    for (const [path, id] of Object.entries(submodules)) {
      this.git('update-index', '--add', '--cacheinfo', `160000,${id},${path}`);
    }
    this.git('commit', '--quiet', '--allow-empty', '--message', 'change');
    return this.git('rev-parse', 'HEAD');
  }

  delete(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Numbered lines, some of them replaced. */
export function lines(count: number, replaced: Readonly<Record<number, string>> = {}): string {
  return Array.from({ length: count }, (_, i) => `${replaced[i + 1] ?? `line ${i + 1}`}\n`).join('');
}

/** A logger that keeps what it is told. */
export function recordingLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (line: string): void => void lines.push(line);
  return { lines, debug: keep, info: keep, warn: keep };
}

/** A client of the fake whose waits are short. */
export function clientOf(hub: FakeGitHub, options: { readonly token?: string; readonly log?: Logger } = {}): Client {
  return createClient({
    token: options.token ?? hub.token,
    apiUrl: hub.apiUrl,
    userAgent: 'cgo-review/test',
    log: options.log ?? recordingLogger(),
    secondMs: 2,
  });
}
