import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../src/source/repository.ts';
import type { Revision } from '../src/diff/change.ts';
import { BlobUnavailableError, openGitRepository } from '../src/git/repository.ts';
import type { GitRepository } from '../src/git/repository.ts';
import { maxSourceBytes } from '../src/source/decode.ts';
import type { TreeEntry } from '../src/source/snapshot.ts';
import { TemporaryRepository } from './git-repository.ts';

const temporary: TemporaryRepository[] = [];
const opened: GitRepository[] = [];
afterAll(() => {
  opened.forEach((repository) => repository.close());
  temporary.forEach((repository) => repository.dispose());
});

function create(...options: string[]): TemporaryRepository {
  return keep(TemporaryRepository.create(...options));
}

function keep(repository: TemporaryRepository): TemporaryRepository {
  temporary.push(repository);
  return repository;
}

async function open(
  repository: TemporaryRepository,
  environment: Readonly<Record<string, string>> = {},
): Promise<GitRepository> {
  const result = await openGitRepository(repository.root, { ...repository.environment, ...environment });
  if (!result.ok) throw new Error(result.error);
  opened.push(result.value);
  return result.value;
}

async function reason(promise: Promise<unknown>): Promise<string> {
  const failure: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof BlobUnavailableError)) throw new Error(`no such failure: ${String(failure)}`);
  return failure.message;
}

const workTree: Revision = { kind: 'work-tree' };
const index: Revision = { kind: 'index' };
const commit = (id: string): Revision => ({ kind: 'commit', id });
const textOf = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString();

function entryOf(tree: readonly TreeEntry[], path: string): TreeEntry {
  const entry = tree.find((candidate) => candidate.path === path);
  if (entry === undefined) throw new Error(`${path} is not in the tree`);
  return entry;
}

/** The blob id that git itself computes for a file on disk. */
function hashObject(repository: TemporaryRepository, path: string): string {
  return repository.git('hash-object', '--no-filters', '--', path).trim();
}

describe('openGitRepository', () => {
  test('finds the top level from a subdirectory', async () => {
    const source = create();
    source.commit('base', { 'sub/dir/a.go': 'a\n' });
    const result = await openGitRepository(join(source.root, 'sub', 'dir'), source.environment);
    if (!result.ok) throw new Error(result.error);
    opened.push(result.value);
    expect(result.value.root).toBe(source.root);
    expect((await result.value.tree(index)).map((entry) => entry.path)).toEqual(['sub/dir/a.go']);
  });

  test('says why it cannot', async () => {
    const source = create();
    const outside = join(source.root, '..');
    const error = async (directory: string, environment = source.environment): Promise<string> => {
      const result = await openGitRepository(directory, environment);
      return result.ok ? 'it was opened' : result.error;
    };
    expect(await error(outside)).toBe(`${outside} is not in a git repository.`);
    expect(await error(join(outside, 'nowhere'))).toMatch(
      /nowhere is not a directory that can be entered\.$/,
    );
    expect(await error(join(source.root, '.git'))).toMatch(
      /\.git is not in the work tree of a git repository/,
    );
    expect(await error(source.root, { ...source.environment, PATH: join(outside, 'nowhere') })).toBe(
      'git was not found: install it, or add it to PATH.',
    );
    const bare = create('--bare');
    expect(await error(bare.root)).toMatch(
      /is not in the work tree of a git repository \(it is bare, .*: name a directory of a clone with files\.$/,
    );
  });

  test('opens a repository that another user owns, as a container sees its workspace', async () => {
    const source = create();
    const head = source.commit('base', { 'a.go': 'a\n' });
    const owned = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
    // Without the setting that we pass, git refuses.
    expect(() =>
      execFileSync('git', ['status'], {
        cwd: source.root,
        env: { ...source.environment, ...owned },
        stdio: 'pipe',
      }),
    ).toThrow(/dubious ownership/);
    const repository = await open(source, owned);
    expect(await repository.resolve('HEAD')).toEqual({ ok: true, value: head });
    expect(textOf(await repository.file(commit(head), 'a.go'))).toBe('a\n');
  });
});

describe('revisions', () => {
  let source: TemporaryRepository;
  let repository: GitRepository;
  let first: string;
  let second: string;
  beforeAll(async () => {
    source = create();
    first = source.commit('one', { 'a.go': 'a\n' });
    source.git('tag', '--annotate', '--message', 'x', 'v1');
    second = source.commit('two', { 'a.go': 'b\n' });
    repository = await open(source);
  });

  test('resolve names the commit of a branch, a tag, an abbreviation', async () => {
    for (const [ref, id] of [
      ['main', second],
      ['v1', first],
      ['HEAD~1', first],
      [second.slice(0, 10), second],
    ] as const) {
      expect(await repository.resolve(ref)).toEqual({ ok: true, value: id });
    }
  });

  test.each(['--output=/tmp/x', '-h', '', 'a\nb', 'a\0b'])('resolve refuses %j', async (ref) => {
    expect(await repository.resolve(ref)).toEqual({
      ok: false,
      error: `${JSON.stringify(ref)} is not a revision; name a branch, a tag or a commit.`,
    });
  });

  test.each(['nowhere', 'main..v1', 'HEAD~9', 'HEAD:a.go', '1'.repeat(40)])(
    'resolve does not find %j',
    async (ref) => {
      expect(await repository.resolve(ref)).toEqual({
        ok: false,
        error: `The revision \`${ref}\` is not in ${source.root}: check its spelling, or fetch it first.`,
      });
    },
  );

  test('has and hasBlob look for full ids of their kind', async () => {
    const blob = source.git('rev-parse', 'HEAD:a.go').trim();
    expect(await repository.has(first)).toBe(true);
    expect(await repository.has(blob)).toBe(false);
    expect(await repository.has('main')).toBe(false);
    expect(await repository.hasBlob(blob)).toBe(true);
    expect(await repository.hasBlob('1'.repeat(40))).toBe(false);
  });

  test('defaultBranch is what origin says, else a usual name that exists', async () => {
    expect(await repository.defaultBranch()).toBe('main');
    source.git('branch', 'trunk');
    source.git('config', 'init.defaultBranch', 'trunk');
    expect(await repository.defaultBranch()).toBe('trunk');
    source.git('branch', 'unusual', first);
    source.git('symbolic-ref', 'HEAD', 'refs/heads/unusual');
    const clone = keep(TemporaryRepository.clone(source));
    source.git('symbolic-ref', 'HEAD', 'refs/heads/main');
    const cloned = await open(clone);
    expect(await cloned.defaultBranch()).toBe('origin/unusual');
    expect(await cloned.resolve('origin/unusual')).toEqual({ ok: true, value: first });
    expect(await (await open(create())).defaultBranch()).toBeUndefined();
  });

  test('defaultBranch without a usual name is what the only remote says, or the only branch', async () => {
    const origin = create();
    origin.git('symbolic-ref', 'HEAD', 'refs/heads/develop');
    origin.commit('one', { 'a.go': 'a\n' });
    expect(await (await open(origin)).defaultBranch()).toBe('develop');
    const clone = keep(TemporaryRepository.clone(origin, '--origin=upstream'));
    expect(await (await open(clone)).defaultBranch()).toBe('upstream/develop');
    // A dangling HEAD of the remote says nothing, and its only branch may be the one that is reviewed.
    clone.git('symbolic-ref', 'refs/remotes/upstream/HEAD', 'refs/remotes/upstream/gone');
    expect(await (await open(clone)).defaultBranch()).toBeUndefined();
    clone.git('branch', 'main');
    clone.git('checkout', '-q', '--detach');
    expect(await (await open(clone)).defaultBranch()).toBe('main');
    origin.git('branch', 'other');
    expect(await (await open(origin)).defaultBranch()).toBeUndefined();
  });

  test('a revision that is not there names the nearest one', async () => {
    const sentence = (ref: string, hint: string): object => ({
      ok: false,
      error: `The revision \`${ref}\` is not in ${source.root}: ${hint}`,
    });
    expect(await repository.resolve('mian')).toEqual(sentence('mian', 'did you mean `main`?'));
    expect(await repository.resolve('v2')).toEqual(sentence('v2', 'did you mean `v1`?'));
    const far = 'feature/unheard-of';
    expect(await repository.resolve(far)).toEqual(sentence(far, 'check its spelling, or fetch it first.'));
    expect(await repository.hasCommits()).toBe(true);
  });

  test('a shallow clone is called one where history is missing', async () => {
    const origin = create();
    const base = origin.commit('one', { 'a.go': 'a\n' });
    origin.git('checkout', '-q', '-b', 'topic');
    origin.commit('topic 1', { 'b.go': 'b\n' });
    const topic = origin.commit('topic 2', { 'b.go': 'c\n' });
    origin.git('checkout', '-q', 'main');
    const main = origin.commit('two', { 'a.go': 'b\n' });
    const clone = keep(TemporaryRepository.clone(origin, '--depth=1', '--no-single-branch'));
    const shallow = await open(clone);
    expect([await shallow.isShallow(), await repository.isShallow()]).toEqual([true, false]);
    const hint =
      'fetch the whole history (`git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout)';
    expect(await shallow.mergeBase('origin/main', 'origin/topic')).toEqual({
      ok: false,
      error:
        `This shallow clone does not reach a common ancestor of ${main.slice(0, 12)} ` +
        `and ${topic.slice(0, 12)}: ${hint}.`,
    });
    expect(await shallow.resolve(base)).toEqual({
      ok: false,
      error: `The revision \`${base}\` is not in ${clone.root}: ${hint}.`,
    });
    expect((await shallow.change({ base: 'origin/main', head: commit(topic) })).ok).toBe(false);
    expect((await shallow.tree(commit(topic))).map((entry) => entry.path)).toEqual(['a.go', 'b.go']);
  });
});

describe('trees and blobs', () => {
  const submodule = '1'.repeat(40);
  let source: TemporaryRepository;
  let repository: GitRepository;
  let head: string;
  beforeAll(async () => {
    source = create();
    source.write({ sub: { submodule } });
    head = source.commit('base', {
      '.gitignore': 'ignored\n',
      'a.go': 'package a\r\n',
      'big.txt': 'x'.repeat(3_000_000),
      'd/é\t"x".go': 'é\n',
      'deleted.go': 'x\n',
      'edited.go': 'one\n',
      'empty.go': '',
      link: { linkTo: 'a.go' },
      'link-out': { linkTo: '../../../../etc/passwd' },
      'loop-a': { linkTo: 'loop-b' },
      'loop-b': { linkTo: 'loop-a' },
      'new\nline.go': 'newline\n',
      'touched.go': 'touched\n',
    });
    repository = await open(source);
  });

  test('satisfies the port of the application', () => {
    const port: Repository = repository;
    expect(port).toBe(repository);
  });

  test('a commit has all of its files, sorted, with sizes', async () => {
    const tree = await repository.tree(commit(head));
    expect(tree.map(({ path, kind, size }) => [path, kind, size])).toEqual([
      ['.gitignore', 'file', 8],
      ['a.go', 'file', 11],
      ['big.txt', 'file', 3_000_000],
      ['d/é\t"x".go', 'file', 3],
      ['deleted.go', 'file', 2],
      ['edited.go', 'file', 4],
      ['empty.go', 'file', 0],
      ['link', 'symlink', 4],
      ['link-out', 'symlink', 22],
      ['loop-a', 'symlink', 6],
      ['loop-b', 'symlink', 6],
      ['new\nline.go', 'file', 8],
      ['sub', 'submodule', undefined],
      ['touched.go', 'file', 8],
    ]);
    expect(entryOf(tree, 'sub').blob).toBe(submodule);
  });

  test('the index has the same entries without sizes', async () => {
    const tree = await repository.tree(commit(head));
    expect(await repository.tree(index)).toEqual(tree.map(({ path, kind, blob }) => ({ path, kind, blob })));
  });

  test('reads many blobs at once, in any order', async () => {
    const tree = await repository.tree(commit(head));
    const wanted = ['big.txt', 'a.go', 'empty.go', 'd/é\t"x".go', 'a.go', 'link', 'big.txt', 'new\nline.go'];
    const texts = await Promise.all(
      wanted.map(async (path) => textOf(await repository.blob(entryOf(tree, path)))),
    );
    const big = 'x'.repeat(3_000_000);
    expect(texts).toEqual([big, 'package a\r\n', '', 'é\n', 'package a\r\n', 'a.go', big, 'newline\n']);
  });

  test('says why a blob cannot be had', async () => {
    const tree = await repository.tree(commit(head));
    expect(await reason(repository.blob(entryOf(tree, 'sub')))).toBe('is a submodule');
    const entry = (blob: string): TreeEntry => ({ path: 'x', kind: 'file', blob });
    expect(await reason(repository.blob(entry('2'.repeat(40))))).toMatch(/^is missing from this clone/);
    expect(await reason(repository.blob(entry(head)))).toBe('is not a file but a commit');
    expect(await reason(repository.blob(entry('HEAD\n')))).toMatch(/which is no id$/);
    // The reader still works after each of them.
    expect(textOf(await repository.blob(entryOf(tree, 'a.go')))).toBe('package a\r\n');
  });

  test('reads one path at a commit', async () => {
    expect(textOf(await repository.file(commit(head), 'd/é\t"x".go'))).toBe('é\n');
    expect(textOf(await repository.file(commit(head), 'new\nline.go'))).toBe('newline\n');
    expect(textOf(await repository.file(index, 'a.go'))).toBe('package a\r\n');
    for (const path of ['nowhere.go', 'd', 'sub', '*.go', ':(glob)*.go', 'a.go/x']) {
      expect([path, await repository.file(commit(head), path)]).toEqual([path, undefined]);
      expect([path, await repository.file(index, path)]).toEqual([path, undefined]);
      expect([path, await repository.file(workTree, path)]).toEqual([path, undefined]);
    }
    for (const revision of [commit(head), index, workTree]) {
      expect(await reason(repository.file(revision, 'link'))).toBe(
        'is a symbolic link, which is not followed',
      );
    }
  });

  test('a commit that is not there is a mistake with a sentence', async () => {
    await expect(repository.tree(commit('3'.repeat(40)))).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: 'git ls-tree failed: not a tree object.',
    });
  });

  test('the work tree is what is on disk', async () => {
    source.write({
      'deleted.go': undefined,
      'edited.go': 'one\r\ntwo\n',
      'a.go': { linkTo: '/etc/passwd' },
      ignored: 'x\n',
      'untracked.go': 'new\n',
      'untracked-out': { linkTo: '/etc' },
      'untracked-loop': { linkTo: 'untracked-loop' },
    });
    utimesSync(join(source.root, 'touched.go'), 1, 1);
    execFileSync('mkfifo', [join(source.root, 'pipe.go')]);
    const committed = await repository.tree(commit(head));
    const tree = await repository.tree(workTree);
    const changed = tree.filter(
      ({ path, blob }) => !committed.some((old) => old.path === path && old.blob === blob),
    );
    expect(changed).toEqual([
      { path: 'a.go', kind: 'symlink', blob: expect.any(String), size: 11 },
      { path: 'edited.go', kind: 'file', blob: hashObject(source, 'edited.go'), size: 9 },
      { path: 'untracked-loop', kind: 'symlink', blob: expect.any(String), size: 14 },
      { path: 'untracked-out', kind: 'symlink', blob: expect.any(String), size: 4 },
      { path: 'untracked.go', kind: 'file', blob: hashObject(source, 'untracked.go'), size: 4 },
    ]);
    expect(
      committed.filter(({ path }) => !tree.some((entry) => entry.path === path)).map(({ path }) => path),
    ).toEqual(['deleted.go']);
    // Links give their own content, and nothing was written into the repository.
    expect(textOf(await repository.blob(entryOf(tree, 'a.go')))).toBe('/etc/passwd');
    expect(textOf(await repository.blob(entryOf(tree, 'untracked-loop')))).toBe('untracked-loop');
    expect(textOf(await repository.blob(entryOf(tree, 'edited.go')))).toBe('one\r\ntwo\n');
    expect(textOf(await repository.file(workTree, 'untracked.go'))).toBe('new\n');
    expect(await repository.file(workTree, 'ignored')).toBeUndefined();
    expect(await repository.file(workTree, 'deleted.go')).toBeUndefined();
    expect(await repository.hasBlob(entryOf(tree, 'untracked.go').blob)).toBe(false);
  });

  test('a file that changes after it was listed is not taken for the listed one', async () => {
    source.write({ 'racy.go': 'before\n' });
    const entry = entryOf(await repository.tree(workTree), 'racy.go');
    source.write({ 'racy.go': 'after\n' });
    expect(await reason(repository.blob(entry))).toBe('was changed while it was being reviewed');
    source.write({ 'racy.go': undefined });
    expect(await reason(repository.blob(entry))).toBe('was removed while it was being reviewed');
  });
});

describe('the work tree', () => {
  test('nothing is read through a directory that is a symbolic link', async () => {
    const source = create();
    source.commit('base', { 'd/a.go': 'a\n', 'e/a.go': 'a\n' });
    const outside = join(source.root, '..', 'outside');
    mkdirSync(outside);
    execFileSync('sh', ['-c', 'echo secret > "$0/a.go"', outside]);
    rmSync(join(source.root, 'd'), { recursive: true });
    symlinkSync(outside, join(source.root, 'd'));
    const repository = await open(source);
    expect((await repository.tree(workTree)).map(({ path, kind }) => [path, kind])).toEqual([
      ['d', 'symlink'],
      ['e/a.go', 'file'],
    ]);
    expect(await repository.file(workTree, 'd/a.go')).toBeUndefined();
    expect(await repository.file(workTree, '../outside/a.go').catch(() => undefined)).toBeUndefined();
    const change = await repository.change({ base: 'HEAD', head: workTree });
    expect(JSON.stringify(change)).not.toContain('secret');
  });

  test('a file that became a directory, and a directory that became a file', async () => {
    const source = create();
    source.commit('base', { x: 'x\n', 'y/a.go': 'a\n' });
    source.write({ x: undefined, y: 'now a file\n' });
    source.write({ 'x/b.go': 'b\n' });
    const repository = await open(source);
    expect((await repository.tree(workTree)).map((entry) => entry.path)).toEqual(['x/b.go', 'y']);
    const change = await repository.change({ base: 'HEAD', head: workTree });
    expect(change.ok && change.value.files.map(({ path, status }) => [path, status])).toEqual([
      ['x', 'removed'],
      ['x/b.go', 'added'],
      ['y', 'added'],
      ['y/a.go', 'removed'],
    ]);
  });

  test('a file that is too large is listed with its id and not read', async () => {
    const source = create();
    source.commit('base');
    source.write({ 'huge.c': new Uint8Array(maxSourceBytes + 1).fill(0x61) });
    const repository = await open(source);
    const [entry] = await repository.tree(workTree);
    expect(entry).toEqual({
      path: 'huge.c',
      kind: 'file',
      size: maxSourceBytes + 1,
      blob: hashObject(source, 'huge.c'),
    });
    if (entry === undefined) return;
    expect(await reason(repository.blob(entry))).toMatch(/larger than the 20.0 MB that are read$/);
    const change = await repository.change({ base: 'HEAD', head: workTree });
    expect(change.ok && change.value.files).toMatchObject([
      { path: 'huge.c', diff: { kind: 'unavailable' } },
    ]);
    const head = source.commit('huge');
    expect(await reason(repository.file(commit(head), 'huge.c'))).toMatch(
      /larger than the 20.0 MB that are read$/,
    );
  });

  test('the sparse part of a repository is read from its objects', async () => {
    const source = create();
    source.commit('base', { 'in/a.go': 'a\n', 'out/b.go': 'b\n' });
    source.git('sparse-checkout', 'set', '--cone', 'in');
    expect(readdirSync(source.root)).not.toContain('out');
    const repository = await open(source);
    expect((await repository.tree(workTree)).map((entry) => entry.path)).toEqual(['in/a.go', 'out/b.go']);
    expect(textOf(await repository.file(workTree, 'out/b.go'))).toBe('b\n');
  });

  test('nothing is written: the index, the objects and the refs stay as they are', async () => {
    const source = create();
    source.commit('base', { 'a.go': 'a\n', 'b.go': 'b\n' });
    source.write({ 'a.go': 'changed\n', 'c.go': 'c\n' });
    utimesSync(join(source.root, 'b.go'), 1, 1);
    const state = (): string[] =>
      readdirSync(join(source.root, '.git'), { recursive: true, encoding: 'utf8' })
        .map((path) => `${path} ${statSync(join(source.root, '.git', path)).mtimeMs}`)
        .sort();
    const before = state();
    const repository = await open(source);
    for (const entry of await repository.tree(workTree)) await repository.blob(entry);
    await repository.change({ base: 'HEAD', head: workTree });
    expect(state()).toEqual(before);
  });

  test('a file that may not be read has a reason', async () => {
    const source = create();
    source.commit('base');
    source.write({ 'closed.go': 'x\n' });
    const file = join(source.root, 'closed.go');
    chmodSync(file, 0);
    const repository = await open(source);
    const [entry] = await repository.tree(workTree);
    if (entry === undefined) throw new Error('closed.go is not in the tree');
    // The superuser may read everything: what must hold for both is that it is listed, and told of or read.
    const outcome = await repository.blob(entry).then(textOf, (error: unknown) => String(error));
    const superuser = process.getuid?.() === 0;
    expect(outcome).toBe(superuser ? 'x\n' : 'BlobUnavailableError: permission denied');
    chmodSync(file, 0o644);
  });
});

describe('a partial clone', () => {
  test('names what is missing instead of fetching it', async () => {
    const origin = create();
    const base = origin.commit('one', { 'a.go': 'old\n', 'b.go': 'b\n' });
    const head = origin.commit('two', { 'a.go': 'new\n' });
    const clone = keep(TemporaryRepository.clone(origin, '--filter=blob:none'));
    const repository = await open(clone);
    expect(textOf(await repository.file(index, 'a.go'))).toBe('new\n');
    const tree = await repository.tree(commit(base));
    const [old, kept] = [entryOf(tree, 'a.go'), entryOf(tree, 'b.go')];
    expect([await repository.hasBlob(old.blob), await repository.hasBlob(kept.blob)]).toEqual([false, true]);
    const missing = reason(repository.blob(old));
    const [first, second, again] = await Promise.all([
      repository.blob(kept),
      repository.blob(kept),
      reason(repository.blob(old)),
    ]);
    expect(await missing).toBe('is missing from this clone (shallow or partial), and nothing is fetched');
    expect([textOf(first), textOf(second), again]).toEqual(['b\n', 'b\n', await missing]);
    expect(await repository.change({ base, head: commit(head) })).toEqual({
      ok: false,
      error: expect.stringMatching(/This clone is partial.*clone it without/),
    });
    expect(await repository.hasBlob(old.blob)).toBe(false);
  });
});

describe('the child process', () => {
  test('is started anew after close, and what was asked for is answered', async () => {
    const source = create();
    const head = source.commit('base', { 'a.go': 'a\n' });
    const repository = await open(source);
    const entry = entryOf(await repository.tree(commit(head)), 'a.go');
    const pending = repository.blob(entry);
    repository.close();
    expect(await reason(pending)).toBe('was not read before the repository was closed');
    expect(textOf(await repository.blob(entry))).toBe('a\n');
  });

  test('does not keep a program alive that forgot to close', async () => {
    const source = create();
    const head = source.commit('base', { 'a.go': 'a\n' });
    const program = `
      import { openGitRepository } from ${JSON.stringify(new URL('../src/git/repository.ts', import.meta.url).href)};
      const opened = await openGitRepository(process.argv[1], process.env);
      const bytes = await opened.value.file({ kind: 'commit', id: process.argv[2] }, 'a.go');
      process.stdout.write(bytes);
    `;
    const output = execFileSync(
      process.execPath,
      ['--no-warnings', '--input-type=module', '--eval', program, source.root, head],
      { env: source.environment, timeout: 30_000 },
    );
    expect(output.toString()).toBe('a\n');
  });
});
