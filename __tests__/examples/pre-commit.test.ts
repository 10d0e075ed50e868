import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from '@jest/globals';
import { freeing, goFile, lineOf, safe } from '../e2e/programs.ts';
import { TemporaryRepository } from '../git-repository.ts';
import { dist, root } from './tools.ts';

const good = goFile([safe('Keep')]);
const bad = goFile([safe('Keep'), freeing('Give')]);
const place = `store/store.go:${String(lineOf(bad, '&buf[0]'))}`;

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** What a release of this project has of it that pre-commit needs, as a repository; and pre-commit's own cache. */
let release: TemporaryRepository;
let revision: string;
let cache: string;
beforeAll(() => {
  release = TemporaryRepository.create();
  cpSync(join(root, '.pre-commit-hooks.yaml'), join(release.root, '.pre-commit-hooks.yaml'));
  cpSync(dist, join(release.root, 'dist'), { recursive: true });
  revision = release.commit('Release');
  cache = mkdtempSync(join(tmpdir(), 'cgo-review-pre-commit-'));
});
afterAll(() => {
  release.dispose();
  rmSync(cache, { recursive: true, force: true });
});

/** A user's repository, with the example's configuration; only the address and the revision are replaced. */
let user: TemporaryRepository;
beforeEach(() => {
  const example = readFileSync(join(root, 'examples/pre-commit-config.yaml'), 'utf8');
  const config = example
    .replace(/^(?<key> *- repo: ).*$/m, `$<key>${release.root}`)
    .replace(/^(?<key> *rev: ).*$/m, `$<key>${revision}`);
  user = TemporaryRepository.create();
  user.commit('Begin', {
    '.pre-commit-config.yaml': config,
    'go.mod': 'module example.com/store\n\ngo 1.21\n',
    'store/store.go': good,
  });
});
afterEach(() => {
  user.dispose();
});

function run(program: string, ...args: readonly string[]): Ended {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: user.root,
    env: { ...user.environment, PRE_COMMIT_HOME: cache },
    encoding: 'utf8',
  });
  if (error !== undefined)
    throw new Error(`${program} does not run: "bash scripts/setup-tests.sh"`, { cause: error });
  return { status, output: stdout + stderr };
}

function stage(text: string): void {
  user.write({ 'store/store.go': text });
  user.git('add', 'store/store.go');
}

describe('pre-commit run', () => {
  test('refuses a staged bug, and prints the finding', () => {
    stage(bad);
    const { status, output } = run('pre-commit', 'run', '--color=never');
    expect(output).toMatch(/^cgo-review\.+Failed$/m);
    expect(output).toContain(place);
    expect(output).toContain('free-non-c-memory');
    expect(status).toBe(1);
  });

  test('passes what is staged where the bug is only in the work tree', () => {
    stage(good.replace('var _', '// It.\nvar _'));
    user.write({ 'store/store.go': bad });
    const { status, output } = run('pre-commit', 'run', '--color=never');
    expect(output).toMatch(/^cgo-review\.+Passed$/m);
    expect(status).toBe(0);
    expect(readFileSync(join(user.root, 'store/store.go'), 'utf8')).toBe(bad);
  });

  test('does not look at the whole tree, and the second hook does, where it is asked to', () => {
    user.commit('Worse', { 'store/store.go': bad });
    const change = run('pre-commit', 'run', '--color=never');
    expect(change.output).toMatch(/^cgo-review\.+Passed$/m);
    expect(change.output).not.toContain('audit');
    expect(change.status).toBe(0);
    const tree = run('pre-commit', 'run', 'cgo-review-audit', '--hook-stage', 'manual', '--color=never');
    expect(tree.output).toMatch(/^cgo-review audit\.+Failed$/m);
    expect(tree.output).toContain(place);
    expect(tree.status).toBe(1);
  });
});

describe('git commit, after pre-commit install', () => {
  beforeEach(() => {
    expect(run('pre-commit', 'install')).toMatchObject({ status: 0 });
  });

  test('is stopped by a bug', () => {
    const head = user.git('rev-parse', 'HEAD');
    stage(bad);
    const { status, output } = run('git', 'commit', '--message', 'Give');
    expect(output).toContain(place);
    expect(status).toBe(1);
    expect(user.git('rev-parse', 'HEAD')).toBe(head);
  });

  test('looks at a change that only deletes, too', () => {
    user.commit('Take', { 'store/take.go': goFile([safe('Take')]) });
    expect(run('git', 'rm', '--quiet', 'store/take.go')).toMatchObject({ status: 0 });
    const { status, output } = run('git', 'commit', '--message', 'Delete');
    expect(output).toMatch(/^cgo-review\.+Passed$/m);
    expect(status).toBe(0);
  });

  test('goes on where all is right', () => {
    const head = user.git('rev-parse', 'HEAD');
    stage(goFile([safe('Keep'), safe('Hold')]));
    const { status, output } = run('git', 'commit', '--message', 'Hold');
    expect(output).toMatch(/^cgo-review\.+Passed$/m);
    expect(status).toBe(0);
    expect(user.git('rev-parse', 'HEAD~1')).toBe(head);
  });
});
