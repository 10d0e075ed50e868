import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultLimits } from '../../src/sanitizer/run/sanitizer-run.ts';
import type { SanitizerRun } from '../../src/sanitizer/run/sanitizer-run.ts';
import { runSanitizer } from '../../src/sanitizer/run/run-sanitizer.ts';
import type { SanitizerOptions } from '../../src/sanitizer/run/run-sanitizer.ts';

/** A module of `modules/` as a repository of its own, in a directory that is removed after the tests. */
export class ModuleRepository {
  readonly root: string;

  constructor(name: string) {
    this.root = realpathSync(mkdtempSync(path.join(tmpdir(), 'cgo-review-module-')));
    cpSync(path.join(import.meta.dirname, 'modules', name), this.root, { recursive: true });
    this.git('init', '--quiet');
    this.git('add', '--all');
    this.git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '-m', 'all');
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.root, encoding: 'utf8' });
  }

  run(
    options: Partial<SanitizerOptions>,
    environment: Readonly<Record<string, string | undefined>> = process.env,
    signal?: AbortSignal,
  ): Promise<SanitizerRun> {
    return runSanitizer(
      { root: this.root, changedPaths: undefined, modes: [], limits: defaultLimits, ...options },
      { environment, progress: () => undefined, ...(signal === undefined ? {} : { signal }) },
    );
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
