import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultLimits } from '../../src/sanitizer/run/sanitizer-run.ts';
import type { SanitizerRun } from '../../src/sanitizer/run/sanitizer-run.ts';
import { runSanitizer } from '../../src/sanitizer/run/run-sanitizer.ts';
import type { SanitizerOptions } from '../../src/sanitizer/run/run-sanitizer.ts';

/** A module of `modules/` as a repository of its own, in a directory that is removed after the tests. */
export class ModuleRepository {
  readonly root: string;
  /** Where its runs have their directories, and no others. */
  readonly temporary: string;
  private readonly directory: string;

  constructor(name: string) {
    this.directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'cgo-review-module-')));
    this.root = path.join(this.directory, 'repository');
    this.temporary = path.join(this.directory, 'temporary');
    mkdirSync(this.temporary);
    cpSync(path.join(import.meta.dirname, 'modules', name), this.root, { recursive: true });
    this.git('init', '--quiet');
    this.git('add', '--all');
    this.git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '-m', 'all');
  }

  git(...args: string[]): string {
    // No configuration of the user or the machine has any effect.
    const env = { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
    return execFileSync('git', args, { cwd: this.root, encoding: 'utf8', env });
  }

  run(
    options: Partial<SanitizerOptions>,
    environment: Readonly<Record<string, string | undefined>> = process.env,
    signal?: AbortSignal,
  ): Promise<SanitizerRun> {
    return runSanitizer(
      { root: this.root, changedPaths: undefined, modes: [], limits: defaultLimits, ...options },
      {
        environment: { ...environment, RUNNER_TEMP: this.temporary },
        progress: () => undefined,
        ...(signal === undefined ? {} : { signal }),
      },
    );
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
