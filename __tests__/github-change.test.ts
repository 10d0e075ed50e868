import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ConfigurationError } from '../src/base/errors.ts';
import type { Change, FileChange } from '../src/diff/change.ts';
import { fetchCompareChange, fetchPullRequestChange } from '../src/github/change.ts';
import { createGitHubRepository } from '../src/github/contents.ts';
import { statusOf } from '../src/github/failure.ts';
import { FakeGitHub } from './fake-github/index.ts';
import type { FakeGitHubOptions } from './fake-github/index.ts';
import { TemporaryRepository } from './git-repository.ts';
import { clientOf, lines } from './github-fixture.ts';

const repo = { owner: 'acme', name: 'widget' };
const fullName = 'acme/widget';

let repository: TemporaryRepository;
let hub: FakeGitHub;

async function serve(options: FakeGitHubOptions = {}): Promise<void> {
  hub = await FakeGitHub.start(options);
  await hub.addRepository({ ...repo, gitDir: repository.root });
}

beforeEach(() => {
  repository = TemporaryRepository.create();
});

afterEach(async () => {
  expect(hub.faults).toEqual([]);
  expect(hub.unknownRequests).toEqual([]);
  await hub.close();
  repository.dispose();
});

const pullChange = async (options: Parameters<typeof fetchPullRequestChange>[3] = {}): Promise<Change> => {
  const number = await hub.openPullRequest(fullName, { base: 'main', head: 'topic' });
  return fetchPullRequestChange(clientOf(hub), repo, number, options);
};

function file(change: Change, path: string): FileChange {
  const found = change.files.find((each) => each.path === path);
  if (found === undefined) throw new Error(`${path} is not in the change`);
  return found;
}

/** The hunks of a file as `@@` headers. */
function headers(found: FileChange): readonly string[] {
  if (found.diff.kind !== 'text') throw new Error(`${found.path} is ${found.diff.kind}`);
  return found.diff.hunks.map((h) => `-${h.oldStart},${h.oldLines} +${h.newStart},${h.newLines}`);
}

/** One of each kind of change between `main` and `topic`; main has moved on meanwhile. */
function everyKind(): { readonly base: string; readonly main: string; readonly head: string } {
  repository.write({ 'modified.go': lines(30) });
  repository.write({ 'removed.go': lines(3) });
  repository.write({ 'old/pure.go': lines(40, { 1: 'package old' }) });
  repository.write({ 'old/edited.go': lines(40, { 1: 'package edited' }) });
  repository.write({ 'run.sh': 'echo\n' });
  repository.write({ 'target.go': lines(4, { 1: 'package target' }) });
  repository.write({ 'image.png': Buffer.from([0x89, 0x50, 0, 1, 2]) });
  repository.write({ 'note.txt': 'Subproject commit 1111111111111111111111111111111111111111\n' });
  const base = repository.commit('change', { module: { submodule: '1'.repeat(40) } });
  repository.git('checkout', '--quiet', '-B', 'topic', 'main');
  repository.write({ 'modified.go': lines(30, { 2: 'changed', 25: 'changed too' }) });
  repository.write({ 'added.go': 'package added\n\n' });
  repository.write({ 'empty.go': '' });
  repository.write({ 'removed.go': undefined });
  repository.write({ 'old/pure.go': undefined, 'new/pure.go': lines(40, { 1: 'package old' }) });
  repository.write({ 'old/edited.go': undefined });
  repository.write({ 'new/edited.go': lines(40, { 1: 'package edited', 20: 'edited' }) });
  repository.write({ 'run.sh': { executable: 'echo\n' } });
  repository.write({ 'target.go': undefined });
  repository.write({ 'target.go': { linkTo: 'modified.go' } });
  repository.write({ 'image.png': Buffer.from([0x89, 0x50, 0, 3, 4]) });
  repository.write({ 'note.txt': 'Subproject commit 2222222222222222222222222222222222222222\n' });
  const head = repository.commit('change', { module: { submodule: '2'.repeat(40) } });
  repository.git('checkout', '--quiet', '-B', 'main', 'main');
  repository.write({ 'elsewhere.go': 'package elsewhere\n' });
  const main = repository.commit('change', { module: { submodule: '1'.repeat(40) } });
  return { base, main, head };
}

const everyPath = [
  'added.go',
  'empty.go',
  'image.png',
  'modified.go',
  'module',
  'new/edited.go',
  'new/pure.go',
  'note.txt',
  'removed.go',
  'run.sh',
  'target.go',
];

function expectEveryKind(change: Change, shown: boolean): void {
  expect(change.files.map(({ path }) => path)).toEqual(everyPath);
  expect(file(change, 'modified.go')).toMatchObject({ status: 'modified', diff: { kind: 'text', shown } });
  expect(headers(file(change, 'modified.go'))).toEqual(['-1,5 +1,5', '-22,7 +22,7']);
  expect(file(change, 'added.go').status).toBe('added');
  expect(headers(file(change, 'added.go'))).toEqual(['-0,0 +1,2']);
  expect(headers(file(change, 'removed.go'))).toEqual(['-1,3 +0,0']);
  expect(file(change, 'removed.go').status).toBe('removed');
  expect(file(change, 'empty.go').diff).toEqual({ kind: 'text', hunks: [], shown: expect.any(Boolean) });
  expect(file(change, 'new/pure.go')).toEqual({
    path: 'new/pure.go',
    previousPath: 'old/pure.go',
    status: 'renamed',
    diff: { kind: 'text', hunks: [], shown: true },
  });
  expect(file(change, 'image.png').diff).toEqual({ kind: 'binary' });
  expect(file(change, 'module')).toMatchObject({ status: 'modified', diff: { kind: 'submodule' } });
  // A text that only looks like a submodule is a text.
  expect(headers(file(change, 'note.txt'))).toEqual(['-1,1 +1,1']);
  expect(file(change, 'target.go').status).toBe('type-changed');
}

describe('a pull request', () => {
  test('is its files from the merge base to the head, each of its kind', async () => {
    const { base, head } = everyKind();
    await serve();
    const change = await pullChange();
    expect(change).toMatchObject({
      base: { kind: 'commit', id: base },
      head: { kind: 'commit', id: head },
      source: 'github',
    });
    expect(change.truncated).toBeUndefined();
    expectEveryKind(change, true);
    expect(file(change, 'new/edited.go')).toMatchObject({ previousPath: 'old/edited.go', status: 'renamed' });
    expect(headers(file(change, 'new/edited.go'))).toEqual(['-17,7 +17,7']);
    expect(headers(file(change, 'run.sh'))).toEqual([]);
  });

  test('whose patches GitHub leaves out has its hunks computed from the blobs, not shown', async () => {
    everyKind();
    await serve({ limits: { diffLines: 0 } });
    const change = await pullChange();
    expectEveryKind(change, false);
    expect(headers(file(change, 'new/edited.go'))).toEqual(['-17,7 +17,7']);
    expect(file(change, 'note.txt').diff).toMatchObject({ shown: false });
  });

  test('has the same hunks whether GitHub sends them or not', async () => {
    everyKind();
    await serve();
    const sent = await pullChange();
    await hub.close();
    await serve({ limits: { diffLines: 0 } });
    const computed = await pullChange();
    for (const path of ['modified.go', 'added.go', 'removed.go', 'new/edited.go', 'note.txt']) {
      expect(file(computed, path).diff).toEqual({ ...file(sent, path).diff, shown: false });
    }
  });

  test('of many files is read to the last page', async () => {
    repository.commit('change');
    repository.git('checkout', '--quiet', '-B', 'topic', 'main');
    for (let i = 0; i < 205; i++) repository.write({ [`f${i}.go`]: `package f${i}\n` });
    repository.commit('change');
    await serve();
    const change = await pullChange();
    expect(change.files).toHaveLength(205);
    expect(change.truncated).toBeUndefined();
  });

  test('beyond GitHub’s cap says how many of how many files are there', async () => {
    repository.commit('change');
    repository.git('checkout', '--quiet', '-B', 'topic', 'main');
    for (let i = 0; i < 9; i++) repository.write({ [`f${i}.go`]: `package f${i}\n` });
    repository.commit('change');
    await serve({ limits: { pullFiles: 4 } });
    const change = await pullChange();
    expect(change.files).toHaveLength(4);
    expect(change.truncated).toBe('GitHub lists only 4 of the 9 files that this pull request changes.');
  });

  test('says of a blob that GitHub does not send why it was not reviewed', async () => {
    repository.write({ 'big.go': lines(200) });
    repository.commit('change');
    repository.git('checkout', '--quiet', '-B', 'topic', 'main');
    repository.write({ 'big.go': lines(200, { 100: 'changed' }) });
    repository.commit('change');
    await serve({ limits: { diffLines: 0, blobBytes: 100 } });
    const { diff } = file(await pullChange(), 'big.go');
    expect(diff).toEqual({
      kind: 'unavailable',
      reason: expect.stringMatching(
        /^GitHub does not show the difference of this file, and its content could not be read: GitHub answered 403: .*100 MB/,
      ),
    });
  });

  test('reads no blob of a file that is not wanted', async () => {
    repository.write({ 'data.json': lines(9) });
    repository.commit('change');
    repository.git('checkout', '--quiet', '-B', 'topic', 'main');
    repository.write({ 'data.json': lines(9, { 4: 'changed' }) });
    repository.commit('change');
    await serve({ limits: { diffLines: 0 } });
    const change = await pullChange({ wanted: (path) => path.endsWith('.go') });
    expect(file(change, 'data.json').diff.kind).toBe('unavailable');
    expect(hub.requests.filter(({ path }) => path.includes('/git/blobs/'))).toEqual([]);
  });

  test('keeps CRLF, a missing last newline and bytes that are not UTF-8 apart', async () => {
    const latin = (letter: number): Buffer =>
      Buffer.concat([Buffer.from('// '), Buffer.from([letter]), Buffer.from('\r\nend')]);
    repository.write({ 'latin.go': latin(0xe9) });
    repository.commit('change');
    repository.git('checkout', '--quiet', '-B', 'topic', 'main');
    repository.write({ 'latin.go': latin(0xe8) });
    repository.commit('change');
    await serve({ limits: { diffLines: 0 } });
    const { diff } = file(await pullChange(), 'latin.go');
    expect(diff).toMatchObject({
      kind: 'text',
      hunks: [
        {
          oldLines: 2,
          newLines: 2,
          lines: [
            { kind: 'deleted', text: '// \u00e9\r' },
            { kind: 'added', text: '// \u00e8\r' },
            { kind: 'context', text: 'end' },
          ],
        },
      ],
    });
  });

  test('whose head moves while it is read is read anew', async () => {
    repository.commit('change');
    repository.git('checkout', '--quiet', '-B', 'topic', 'main');
    repository.write({ 'a.go': 'package a\n' });
    repository.commit('change');
    await serve();
    const number = await hub.openPullRequest(fullName, { base: 'main', head: 'topic' });
    const client = clientOf(hub);
    let pushed: Promise<string> | undefined;
    client.hook.after('request', async (_, options) => {
      if (pushed !== undefined || !options.url.endsWith('/files')) return;
      repository.write({ 'b.go': 'package b\n' });
      repository.commit('change');
      pushed = hub.push(fullName, number);
      await pushed;
    });
    const change = await fetchPullRequestChange(client, repo, number);
    expect(change.head).toEqual({ kind: 'commit', id: await pushed });
    expect(change.files.map(({ path }) => path)).toEqual(['a.go', 'b.go']);
  });

  test('that is not there is the user’s mistake', async () => {
    repository.commit('change');
    await serve();
    const request = fetchPullRequestChange(clientOf(hub), repo, 7);
    await expect(request).rejects.toThrow(ConfigurationError);
    await expect(request).rejects.toThrow('There is no pull request #7 in acme/widget');
  });
});

describe('two commits', () => {
  test('are compared from their merge base, each file of its kind', async () => {
    const { base, main, head } = everyKind();
    await serve();
    const change = await fetchCompareChange(clientOf(hub), repo, main, head);
    expect(change).toMatchObject({ base: { kind: 'commit', id: base }, head: { kind: 'commit', id: head } });
    expectEveryKind(change, true);
    expect(headers(file(change, 'run.sh'))).toEqual([]);
  });

  test.each([0, 1, 3, 7])('miss no file where compare shows only %i', async (compareFiles) => {
    const { main, head } = everyKind();
    await serve({ limits: { compareFiles, diffLines: 0 } });
    const change = await fetchCompareChange(clientOf(hub), repo, main, head);
    expect(change.truncated).toBeUndefined();
    const paths = change.files.flatMap(({ path, previousPath }) => [
      path,
      ...(previousPath === undefined ? [] : [previousPath]),
    ]);
    // Without compare's word a changed mode is not seen, and a rename with a change is two files.
    const expected = [
      ...everyPath.filter((path) => path !== 'run.sh'),
      'old/edited.go',
      'old/pure.go',
    ].sort();
    expect([...new Set(paths)].sort()).toEqual(expected);
    expect(new Set(paths).size).toBe(paths.length);
    expect(headers(file(change, 'modified.go'))).toEqual(['-1,5 +1,5', '-22,7 +22,7']);
    expect(file(change, 'new/pure.go')).toMatchObject({ status: 'renamed', previousPath: 'old/pure.go' });
    expect(file(change, 'module').diff).toEqual({ kind: 'submodule' });
    expect(file(change, 'target.go').status).toBe('type-changed');
  });

  test('moved files find their origin by content, an equal name first', async () => {
    repository.write({ 'a/x.go': 'package x\n' });
    repository.write({ 'b/y.go': 'package x\n' });
    const base = repository.commit('change');
    repository.write({ 'a/x.go': undefined, 'c/1.go': 'package x\n' });
    repository.write({ 'b/y.go': undefined, 'c/y.go': 'package x\n' });
    repository.write({ 'c/2.go': 'package x\n' });
    const head = repository.commit('change');
    await serve({ limits: { compareFiles: 0 } });
    const change = await fetchCompareChange(clientOf(hub), repo, base, head);
    expect(change.files.map(({ path, previousPath, status }) => [path, previousPath, status])).toEqual([
      ['c/1.go', 'a/x.go', 'renamed'],
      ['c/2.go', undefined, 'added'],
      ['c/y.go', 'b/y.go', 'renamed'],
    ]);
  });

  test('that are equal have no change', async () => {
    repository.write({ 'a.go': 'package a\n' });
    const head = repository.commit('change');
    await serve();
    expect((await fetchCompareChange(clientOf(hub), repo, head, head)).files).toEqual([]);
  });

  test('without a common history, or that are not there, are the user’s mistake', async () => {
    const main = repository.commit('change');
    repository.git('checkout', '--quiet', '--orphan', 'island');
    repository.write({ 'a.go': 'package a\n' });
    const island = repository.commit('change');
    await serve();
    await expect(fetchCompareChange(clientOf(hub), repo, main, island)).rejects.toThrow(
      new ConfigurationError(
        `The commits ${main} and ${island} have no history in common: there is no change between them to review.`,
      ),
    );
    const unknown = fetchCompareChange(clientOf(hub), repo, 'f'.repeat(40), main);
    await expect(unknown).rejects.toThrow(ConfigurationError);
    await expect(unknown).rejects.toThrow(`GitHub cannot compare ${'f'.repeat(40)} with ${main}`);
  });
});

describe('the content of a repository', () => {
  const commitOf = (id: string): { readonly kind: 'commit'; readonly id: string } => ({ kind: 'commit', id });

  test('is its files, links and submodules, in the order of their paths', async () => {
    repository.write({ 'b/c.go': 'package b\n' });
    repository.write({ 'a.go': 'package a\n' });
    repository.write({ 'link.go': { linkTo: 'a.go' } });
    const head = repository.commit('change', { 'b.module': { submodule: '1'.repeat(40) } });
    await serve();
    const source = createGitHubRepository(clientOf(hub), repo);
    const tree = await source.tree(commitOf(head));
    expect(tree.map(({ path, kind }) => [path, kind])).toEqual([
      ['a.go', 'file'],
      ['b.module', 'submodule'],
      ['b/c.go', 'file'],
      ['link.go', 'symlink'],
    ]);
    expect(tree[0]).toEqual({
      path: 'a.go',
      kind: 'file',
      size: 10,
      blob: repository.git('rev-parse', 'HEAD:a.go').trim(),
    });
    const [first] = tree;
    if (first === undefined) throw new Error('the tree is empty');
    expect(Buffer.from(await source.blob(first)).toString()).toBe('package a\n');
    expect(await source.file(commitOf(head), 'b/c.go')).toEqual(Buffer.from('package b\n'));
    expect(await source.file(commitOf(head), 'b/none.go')).toBeUndefined();
    expect(await source.file(commitOf(head), 'b.module')).toBeUndefined();
  });

  test('is whole where GitHub cuts its tree', async () => {
    for (const folder of ['a', 'a/b', 'a/b/c', 'd']) {
      for (let i = 0; i < 3; i++) repository.write({ [`${folder}/${i}.go`]: `package p${i}\n` });
    }
    const head = repository.commit('change');
    await serve({ limits: { treeEntries: 5 } });
    const tree = await createGitHubRepository(clientOf(hub), repo).tree(commitOf(head));
    expect(tree.map(({ path }) => path)).toEqual(
      repository.git('ls-tree', '-r', '--name-only', 'HEAD').trim().split('\n').sort(),
    );
  });

  test('cannot be told of a folder that GitHub cuts by itself', async () => {
    for (let i = 0; i < 7; i++) repository.write({ [`a/${i}.go`]: `package p${i}\n` });
    const head = repository.commit('change');
    await serve({ limits: { treeEntries: 5 } });
    await expect(createGitHubRepository(clientOf(hub), repo).tree(commitOf(head))).rejects.toThrow(
      'GitHub lists only a part of the folder a/',
    );
  });

  test('is read once, and a failure is not remembered', async () => {
    repository.write({ 'a.go': Buffer.from([0xff, 0, 0x0a]) });
    const head = repository.commit('change');
    await serve();
    const source = createGitHubRepository(clientOf(hub), repo);
    hub.failNext({ path: /\/git\/blobs\//, status: 404 });
    const failed = await source.file(commitOf(head), 'a.go').catch((error: unknown) => error);
    expect(statusOf(failed)).toBe(404);
    const reads = await Promise.all(Array.from({ length: 20 }, () => source.file(commitOf(head), 'a.go')));
    for (const bytes of reads) expect(bytes).toEqual(Buffer.from([0xff, 0, 0x0a]));
    expect(hub.requests.filter(({ path }) => path.includes('/git/trees/'))).toHaveLength(1);
    expect(hub.requests.filter(({ path }) => path.includes('/git/blobs/'))).toHaveLength(2);
  });

  test('exists of commits only', async () => {
    const head = repository.commit('change');
    await serve();
    const source = createGitHubRepository(clientOf(hub), repo);
    await expect(source.tree({ kind: 'work-tree' })).rejects.toThrow('GitHub has commits only');
    await expect(source.tree(commitOf('f'.repeat(40)))).rejects.toThrow(ConfigurationError);
    expect(await source.tree(commitOf(head))).toEqual([]);
  });
});
