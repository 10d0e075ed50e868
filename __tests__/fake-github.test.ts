import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Permissions } from './fake-github/index.ts';
import { FakeGitHub } from './fake-github/index.ts';

let folder: string;
let hub: FakeGitHub;

let small: { readonly folder: string; readonly base: string; readonly head: string };

/** Built once and copied for each test: starting git is what takes the time here. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fake-github-small-'));
  git('init', '-q', '-b', 'main');
  write({ 'a.go': numbered(40), 'b.go': numbered(10) });
  const base = commit('base');
  git('checkout', '-q', '-b', 'feature/x');
  write({ 'a.go': CHANGED });
  small = { folder, base, head: commit('change') };
});

afterAll(() => {
  rmSync(small.folder, { recursive: true, force: true });
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fake-github-'));
  hub = await FakeGitHub.start();
});

afterEach(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

function git(...command: readonly string[]): string {
  const identity = { NAME: 'Ada', EMAIL: 'ada@example.com', DATE: '2026-01-02T03:04:05Z' };
  const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1', HOME: folder };
  for (const [key, value] of Object.entries(identity)) {
    env[`GIT_AUTHOR_${key}`] = value;
    env[`GIT_COMMITTER_${key}`] = value;
  }
  return execFileSync('git', command, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    .toString('utf8')
    .trim();
}

function write(files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function commit(message: string): string {
  git('add', '-A');
  git('commit', '-q', '--no-verify', '-m', message);
  return git('rev-parse', 'HEAD');
}

/** Lines `line 1` to `line count`, with some replaced or, by `null`, left out. */
function numbered(count: number, changes: Readonly<Record<number, string | null>> = {}): string {
  const lines: string[] = [];
  for (let line = 1; line <= count; line++) {
    const text = changes[line];
    if (text !== null) lines.push(text ?? `line ${String(line)}`);
  }
  return `${lines.join('\n')}\n`;
}

const CHANGED = numbered(40, { 5: 'changed 5', 20: null, 35: 'changed 35\nadded 36' });

interface Response {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

async function ask(method: string, path: string, options: AskOptions = {}): Promise<Response> {
  const url = path.startsWith('http') ? path : `${hub.apiUrl}${path}`;
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `token ${options.token ?? hub.token}`,
      accept: options.accept ?? 'application/vnd.github+json',
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json');
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
}

interface AskOptions {
  readonly body?: unknown;
  readonly token?: string;
  readonly accept?: string;
}

const get = (path: string, options: AskOptions = {}): Promise<Response> =>
  ask('GET', `/repos/acme/engine/${path}`, options);
const post = (path: string, body: unknown, options: AskOptions = {}): Promise<Response> =>
  ask('POST', `/repos/acme/engine/${path}`, { ...options, body });

const review = (comments: readonly object[], extra: object = {}): object => ({
  event: 'COMMENT',
  body: 'Some findings.',
  comments,
  ...extra,
});
const at = (line: number, extra: object = {}): object => ({ path: 'a.go', body: 'Look.', line, ...extra });

/** A repository whose pull request 1 changes lines 5, 20 and 35 of `a.go`, in three hunks. */
async function openSmallPull(author = 'ada'): Promise<{ readonly base: string; readonly head: string }> {
  cpSync(small.folder, folder, { recursive: true });
  await hub.addRepository({ owner: 'acme', name: 'engine', gitDir: folder });
  await hub.openPullRequest('acme/engine', { base: 'main', head: 'feature/x', author });
  return small;
}

async function restart(options: Parameters<typeof FakeGitHub.start>[0]): Promise<void> {
  await hub.close();
  hub = await FakeGitHub.start(options);
}

function addToken(token: string, permissions: Permissions, login?: string): void {
  hub.addToken(token, { permissions, ...(login === undefined ? {} : { login }) });
}

function expectNoFaults(): void {
  expect(hub.faults).toEqual([]);
  expect(hub.unknownRequests).toEqual([]);
}

describe('reading a pull request', () => {
  test('the pull request names its two ends', async () => {
    const { base, head } = await openSmallPull();
    const { status, body } = await get('pulls/1');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      number: 1,
      state: 'open',
      user: { login: 'ada', type: 'User' },
      base: { ref: 'main', sha: base, repo: { full_name: 'acme/engine', fork: false } },
      head: { ref: 'feature/x', sha: head, label: 'acme:feature/x', repo: { full_name: 'acme/engine' } },
      changed_files: 1,
      commits: 1,
    });
    expect((await ask('GET', '/repos/acme/engine')).body).toMatchObject({ default_branch: 'main' });
    expectNoFaults();
  });

  test('the head of a fork, and of a deleted fork', async () => {
    await openSmallPull();
    const fork = { base: 'main', head: 'feature/x', author: 'eve' };
    await hub.openPullRequest('acme/engine', { ...fork, fromFork: true });
    await hub.openPullRequest('acme/engine', { ...fork, forkDeleted: true });
    expect((await get('pulls/2')).body).toMatchObject({
      head: { label: 'eve:feature/x', repo: { full_name: 'eve/engine', fork: true } },
    });
    expect((await get('pulls/3')).body).toMatchObject({ head: { label: 'eve:feature/x', repo: null } });
    expect((await get('pulls/4')).status).toBe(404);
    hub.closePullRequest('acme/engine', 2);
    expect((await get('pulls/2')).body).toMatchObject({ state: 'closed' });
    expectNoFaults();
  });

  test('the base moves on: the diff starts at the merge base', async () => {
    const { base } = await openSmallPull();
    git('checkout', '-q', 'main');
    write({ 'b.go': 'other\n' });
    const tip = commit('meanwhile');
    await hub.push('acme/engine', 1);
    expect((await get('pulls/1')).body).toMatchObject({ base: { sha: tip } });
    expect((await get('pulls/1/files')).body).toMatchObject([{ filename: 'a.go' }]);
    const compared = await get(`compare/main...${encodeURIComponent('feature/x')}`);
    expect(compared.body).toMatchObject({
      status: 'diverged',
      ahead_by: 1,
      behind_by: 1,
      merge_base_commit: { sha: base },
      files: [{ filename: 'a.go', status: 'modified' }],
    });
    expectNoFaults();
  });

  test('every kind of file has the form that GitHub gives it', async () => {
    git('init', '-q', '-b', 'main');
    write({
      'edited.go': numbered(5),
      'moved.go': numbered(30),
      'moved-and-edited.go': numbered(31),
      'removed.go': 'gone\n',
      'binary.dat': Buffer.from([0, 1, 2]),
      'type.go': 'target.go',
      'crlf.go': 'one\r\ntwo\r\n',
      'tail.go': 'no newline',
    });
    commit('base');
    git('checkout', '-q', '-b', 'feature');
    renameSync(join(folder, 'moved.go'), join(folder, 'new place.go'));
    rmSync(join(folder, 'moved-and-edited.go'));
    rmSync(join(folder, 'removed.go'));
    rmSync(join(folder, 'type.go'));
    symlinkSync('target.go', join(folder, 'type.go'));
    write({
      'edited.go': numbered(5, { 3: '-- not a header' }),
      'moved-Ω.go': numbered(31, { 31: 'edited' }),
      'binary.dat': Buffer.from([0, 1, 3]),
      'crlf.go': 'one\r\nTWO\r\n',
      'tail.go': 'still no newline',
      'added.go': 'new\n',
    });
    git('add', '-A');
    git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},lib/c`);
    git('commit', '-q', '-m', 'change');
    await hub.addRepository({ owner: 'acme', name: 'engine', gitDir: join(folder, '.git') });
    await hub.openPullRequest('acme/engine', { base: 'main', head: 'feature' });
    const { body } = await get('pulls/1/files');
    const files = new Map((body as { filename: string }[]).map((file) => [file.filename, file]));

    expect(files.get('added.go')).toMatchObject({
      status: 'added',
      patch: '@@ -0,0 +1 @@\n+new',
      additions: 1,
    });
    expect(files.get('removed.go')).toMatchObject({ status: 'removed', patch: '@@ -1 +0,0 @@\n-gone' });
    expect(files.get('removed.go')).toMatchObject({ sha: git('rev-parse', 'main:removed.go') });
    expect(files.get('edited.go')).toMatchObject({
      patch: '@@ -1,5 +1,5 @@\n line 1\n line 2\n-line 3\n+-- not a header\n line 4\n line 5',
    });
    expect(files.get('new place.go')).toMatchObject({
      status: 'renamed',
      previous_filename: 'moved.go',
      changes: 0,
    });
    expect(files.get('new place.go')).not.toHaveProperty('patch');
    expect(files.get('moved-Ω.go')).toMatchObject({
      status: 'renamed',
      previous_filename: 'moved-and-edited.go',
      patch: expect.stringContaining('+edited'),
    });
    expect(files.get('binary.dat')).toMatchObject({ status: 'modified', changes: 0 });
    expect(files.get('binary.dat')).not.toHaveProperty('patch');
    expect(files.get('type.go')).toMatchObject({ status: 'changed' });
    expect(files.get('crlf.go')).toMatchObject({ patch: '@@ -1,2 +1,2 @@\n one\r\n-two\r\n+TWO\r' });
    expect(files.get('tail.go')).toMatchObject({
      patch:
        '@@ -1 +1 @@\n-no newline\n\\ No newline at end of file\n+still no newline\n\\ No newline at end of file',
    });
    expect(files.get('lib/c')).toMatchObject({
      status: 'added',
      sha: '1'.repeat(40),
      patch: `@@ -0,0 +1 @@\n+Subproject commit ${'1'.repeat(40)}`,
    });
    expect(files.size).toBe(10);
    expectNoFaults();
  });

  test('a list of files is cut into pages and ends at the cap', async () => {
    await restart({ limits: { pullFiles: 105 } });
    git('init', '-q', '-b', 'main');
    write({ 'a.go': 'a\n' });
    commit('base');
    git('checkout', '-q', '-b', 'feature');
    write(
      Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`f${String(n).padStart(3, '0')}.go`, 'x\n'])),
    );
    commit('many');
    await hub.addRepository({ owner: 'acme', name: 'engine', gitDir: folder });
    await hub.openPullRequest('acme/engine', { base: 'main', head: 'feature' });

    const first = await get('pulls/1/files?per_page=100');
    expect(first.body).toHaveLength(100);
    expect(first.headers.get('link')).toBe(
      `<${hub.apiUrl}/repos/acme/engine/pulls/1/files?per_page=100&page=2>; rel="next", ` +
        `<${hub.apiUrl}/repos/acme/engine/pulls/1/files?per_page=100&page=2>; rel="last"`,
    );
    const second = await ask('GET', /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '');
    expect(second.body).toHaveLength(5);
    expect(second.headers.get('link')).toContain('rel="prev"');
    expect(second.headers.get('link')).not.toContain('rel="next"');
    expect((await get('pulls/1/files')).body).toHaveLength(30);
    expect((await get('pulls/1/files?per_page=1000')).body).toHaveLength(100);
    expect((await get('pulls/1')).body).toMatchObject({ changed_files: 120 });
    // A file beyond the cap is not part of the diff that GitHub shows.
    const refused = await post('pulls/1/reviews', review([{ path: 'f119.go', body: 'x', line: 1 }]));
    expect(refused.status).toBe(422);
    expectNoFaults();
  });

  test('a patch that is too large is left out, and its lines cannot be commented', async () => {
    await restart({ limits: { patchLines: 20, diffMediaLines: 20 } });
    await openSmallPull();
    const [file] = (await get('pulls/1/files')).body as object[];
    expect(file).toMatchObject({ filename: 'a.go', status: 'modified', additions: 3, deletions: 3 });
    expect(file).not.toHaveProperty('patch');
    expect((await post('pulls/1/reviews', review([at(5)]))).status).toBe(422);
    const diff = await get('pulls/1', { accept: 'application/vnd.github.diff' });
    expect(diff).toMatchObject({ status: 406, body: { errors: [{ code: 'too_large' }] } });
    expectNoFaults();
  });

  test('once the patches of an answer are too large together, the rest is left out', async () => {
    await restart({ limits: { diffLines: 4 } });
    git('init', '-q', '-b', 'main');
    write({ 'z.go': 'z\n' });
    commit('base');
    git('checkout', '-q', '-b', 'feature');
    write({ 'a.go': 'a\n', 'b.go': 'b\n', 'c.go': 'c\n' });
    commit('three');
    await hub.addRepository({ owner: 'acme', name: 'engine', gitDir: folder });
    await hub.openPullRequest('acme/engine', { base: 'main', head: 'feature' });
    const files = (await get('pulls/1/files')).body as { patch?: string }[];
    expect(files.map((file) => file.patch !== undefined)).toEqual([true, true, false]);
  });

  test('the diff form is what git writes', async () => {
    await openSmallPull();
    const { status, body } = await get('pulls/1', { accept: 'application/vnd.github.v3.diff' });
    expect(status).toBe(200);
    expect(body).toBe(`${git('diff', '--full-index', 'main...feature/x')}\n`);
  });

  test('histories that cannot be compared', async () => {
    await openSmallPull();
    git('checkout', '-q', '--orphan', 'alone');
    commit('unrelated');
    await expect(hub.openPullRequest('acme/engine', { base: 'main', head: 'alone' })).rejects.toThrow(
      'in common',
    );
    await expect(hub.openPullRequest('acme/engine', { base: 'main', head: 'main' })).rejects.toThrow(
      'No commits',
    );
    await expect(hub.openPullRequest('acme/engine', { base: 'main', head: 'nowhere' })).rejects.toThrow(
      'nowhere',
    );
    expect(await get('compare/main...alone')).toMatchObject({
      status: 404,
      body: { message: 'No common ancestor between main and alone.' },
    });
    expect((await get('compare/main...nowhere')).status).toBe(404);
    expect((await get('compare/main..alone')).status).toBe(404);
    expect((await get('compare/main...main~1')).status).toBe(404);
    expectNoFaults();
  });

  test('compare lists files on its first page only, up to its cap', async () => {
    await restart({ limits: { compareFiles: 2 } });
    const { base } = await openSmallPull();
    write({ 'c.go': 'c\n', 'd.go': 'd\n' });
    const head = commit('more');
    const compared = await get(`compare/${base}...${head}?per_page=1`);
    expect(compared.body).toMatchObject({
      status: 'ahead',
      total_commits: 2,
      commits: [{ commit: { message: 'change' } }],
      files: [{ filename: 'a.go' }, { filename: 'c.go' }],
    });
    const next = await get(`compare/${base}...${head}?per_page=1&page=2`);
    expect(next.body).toMatchObject({ commits: [{ sha: head }], files: [] });
    expect((await get(`compare/${head}...${base}`)).body).toMatchObject({ status: 'behind', files: [] });
    expect((await get(`compare/${head}...${head}`)).body).toMatchObject({ status: 'identical' });
    expectNoFaults();
  });
});

describe('reading content', () => {
  test('trees, blobs and commits', async () => {
    const { base } = await openSmallPull();
    write({ 'dir/deep/c.go': 'package c\n' });
    const head = commit('deeper');
    const flat = await get(`git/trees/${head}`);
    expect(flat.body).toMatchObject({
      truncated: false,
      tree: [{ path: 'a.go', type: 'blob', mode: '100644' }, { path: 'b.go' }, { path: 'dir', type: 'tree' }],
    });
    const deep = (await get('git/trees/feature/x?recursive=false')).body as { tree: { path: string }[] };
    expect(deep.tree.map((item) => item.path)).toEqual(['a.go', 'b.go', 'dir', 'dir/deep', 'dir/deep/c.go']);
    const id = git('rev-parse', 'HEAD:dir/deep/c.go');
    expect((await get(`git/blobs/${id}`)).body).toMatchObject({
      content: `${Buffer.from('package c\n').toString('base64')}\n`,
      encoding: 'base64',
      size: 10,
    });
    expect((await get(`git/blobs/${id}`, { accept: 'application/vnd.github.raw+json' })).body).toBe(
      'package c\n',
    );
    expect((await get(`git/commits/${head}`)).body).toMatchObject({
      message: 'deeper',
      tree: { sha: git('rev-parse', 'HEAD^{tree}') },
      parents: [{ sha: git('rev-parse', 'HEAD~1') }],
      author: { name: 'Ada', date: '2026-01-02T03:04:05Z' },
    });
    expect((await get(`git/commits/${base}`)).body).toMatchObject({ parents: [] });
    for (const path of ['git/blobs/', 'git/commits/', 'git/trees/']) {
      expect((await get(`${path}${'0'.repeat(40)}`)).status).toBe(404);
    }
    expect((await get(`git/blobs/${head}`)).status).toBe(404);
    expectNoFaults();
  });

  test('content is cut where it is too large', async () => {
    await restart({ limits: { treeEntries: 1, blobBytes: 200, contentBytes: 80 } });
    await openSmallPull();
    expect((await get('git/trees/main?recursive=1')).body).toMatchObject({
      truncated: true,
      tree: [{ path: 'a.go' }],
    });
    const large = git('rev-parse', 'main:a.go');
    expect(await get(`git/blobs/${large}`)).toMatchObject({
      status: 403,
      body: { errors: [{ code: 'too_large' }] },
    });
    expect((await get('contents/a.go')).status).toBe(403);
    write({ 'c.go': 'c'.repeat(100) });
    commit('c');
    expect((await get('contents/c.go?ref=feature/x')).body).toMatchObject({ content: '', encoding: 'none' });
    expectNoFaults();
  });

  test('contents: file, folder, link, submodule', async () => {
    await openSmallPull();
    write({ 'dir/c file.go': 'package c\n', 'dir/d.go': 'package d\n' });
    symlinkSync('d.go', join(folder, 'dir/link.go'));
    symlinkSync('nowhere', join(folder, 'dir/dangling.go'));
    git('add', '-A');
    git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},lib`);
    git('commit', '-q', '-m', 'content');
    const head = git('rev-parse', 'HEAD');
    const read = (path: string): Promise<Response> => get(`contents/${encodeURIComponent(path)}?ref=${head}`);
    expect((await read('dir/c file.go')).body).toMatchObject({
      type: 'file',
      name: 'c file.go',
      content: `${Buffer.from('package c\n').toString('base64')}\n`,
    });
    expect((await read('dir')).body).toMatchObject([
      { name: 'c file.go', type: 'file' },
      { name: 'd.go' },
      { name: 'dangling.go', type: 'symlink' },
      { name: 'link.go', type: 'symlink' },
    ]);
    expect((await read('dir/link.go')).body).toMatchObject({ type: 'file', size: 10 });
    expect((await read('dir/dangling.go')).body).toMatchObject({ type: 'symlink', target: 'nowhere' });
    expect((await read('lib')).body).toMatchObject({ type: 'submodule', sha: '1'.repeat(40) });
    expect((await read('dir/none.go')).status).toBe(404);
    expect((await read('a.go/none.go')).status).toBe(404);
    expect((await get('contents/a.go?ref=nowhere')).body).toMatchObject({
      message: 'No commit found for the ref nowhere',
    });
    expect((await get('contents/')).body).toMatchObject([{ path: 'a.go' }, { path: 'b.go', type: 'file' }]);
    // Without a ref the default branch is read.
    expect((await get('contents/dir')).status).toBe(404);
    expect((await get('contents/a.go', { accept: 'application/vnd.github.raw+json' })).body).toBe(
      numbered(40),
    );
    expectNoFaults();
  });
});

describe('a review', () => {
  test('appears with its comments on their lines', async () => {
    const { head } = await openSmallPull();
    const posted = await post(
      'pulls/1/reviews',
      review(
        [
          at(5),
          at(20, { side: 'LEFT', body: 'Why remove it?' }),
          at(35, { start_line: 34, start_side: 'RIGHT', side: 'RIGHT', body: 'Both lines.' }),
        ],
        { commit_id: head },
      ),
    );
    expect(posted.status).toBe(200);
    const view = hub.view('acme/engine', 1);
    expect(view.reviews).toEqual([
      {
        id: (posted.body as { id: number }).id,
        author: 'github-actions[bot]',
        body: 'Some findings.',
        state: 'COMMENTED',
        commit: head,
      },
    ]);
    expect(view.threads).toMatchObject([
      { path: 'a.go', line: 5, side: 'RIGHT', text: ['changed 5'], outdated: false, resolved: false },
      { path: 'a.go', line: 20, side: 'LEFT', text: ['line 20'], comments: [{ body: 'Why remove it?' }] },
      { line: 35, startLine: 34, text: ['changed 35', 'added 36'], comments: [{ body: 'Both lines.' }] },
    ]);
    expect(view.threads[0]?.hunk).toBe(
      '@@ -2,7 +2,7 @@ line 1\n line 2\n line 3\n line 4\n-line 5\n+changed 5',
    );
    const comments = (await get('pulls/1/comments')).body;
    expect(comments).toMatchObject([
      { line: 5, side: 'RIGHT', position: 5, start_line: null, commit_id: head, subject_type: 'line' },
      { line: 20, side: 'LEFT', position: 13 },
      { line: 35, start_line: 34, start_side: 'RIGHT', user: { login: 'github-actions[bot]', id: 41898282 } },
    ]);
    expect((await get('pulls/1/reviews')).body).toMatchObject([
      { state: 'COMMENTED', user: { type: 'Bot' } },
    ]);
    const id = String(view.reviews[0]?.id);
    const legacy = (await get(`pulls/1/reviews/${id}/comments`)).body as object[];
    expect(legacy).toMatchObject([{ position: 5 }, { position: 13 }, {}]);
    // The older form of a comment has no lines.
    expect(legacy[0]).not.toHaveProperty('line');
    expect(hub.writes).toMatchObject([
      { method: 'POST', path: '/repos/acme/engine/pulls/1/reviews', status: 200 },
    ]);
    expectNoFaults();
  });

  const LINE = 'Pull request review thread line must be part of the diff';
  const BLANK = "Pull request review thread diff hunk can't be blank";
  const SAME_HUNK = 'Pull request review thread start line must be part of the same hunk as the line.';
  const PRECEDE = 'Pull request review thread start line must precede the end line.';

  test.each([
    ['a line between the hunks', at(12), `${LINE} and ${BLANK}`],
    ['a line past the end', at(400), `${LINE} and ${BLANK}`],
    ['line 0', at(0), `${LINE} and ${BLANK}`],
    ['RIGHT on the number of a line outside', at(39), `${LINE} and ${BLANK}`],
    ['LEFT on the number of an added line only', at(39, { side: 'LEFT' }), `${LINE} and ${BLANK}`],
    ['a range outside', at(12, { start_line: 11 }), `${LINE}, ${SAME_HUNK}, and ${BLANK}`],
    ['a range over two hunks', at(20, { start_line: 5 }), SAME_HUNK],
    ['a range that starts outside', at(5, { start_line: 1 }), SAME_HUNK],
    ['a range of one line', at(5, { start_line: 5 }), PRECEDE],
    ['a range backwards', at(5, { start_line: 6 }), PRECEDE],
    [
      'a range from the right up to the left',
      at(5, { side: 'LEFT', start_line: 5, start_side: 'RIGHT' }),
      PRECEDE,
    ],
    [
      'a file outside the pull request',
      { path: 'b.go', body: 'x', line: 1 },
      `Pull request review thread path is invalid and ${BLANK}`,
    ],
    [
      'a position that is a hunk header',
      { path: 'a.go', body: 'x', position: 9 },
      `Pull request review thread position is invalid and ${BLANK}`,
    ],
    [
      'a side that does not exist',
      at(5, { side: 'BOTH' }),
      'Pull request review thread side is not included in the list',
    ],
    ['a blank comment', at(5, { body: ' ' }), "Body can't be blank"],
  ])('is refused as a whole for %s', async (_case, comment, message) => {
    await openSmallPull();
    const refused = await post('pulls/1/reviews', review([at(5), comment]));
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ message: 'Unprocessable Entity', errors: [message] });
    expect(hub.view('acme/engine', 1)).toMatchObject({ reviews: [], threads: [] });
    expect(hub.writes).toEqual([]);
    expectNoFaults();
  });

  test.each([
    ['no line', { path: 'a.go', body: 'x' }, '"line" wasn\'t supplied.'],
    ['line and position', at(5, { position: 5 }), 'More than one subschema in "oneOf" matched.'],
    ['a file-level comment', at(5, { subject_type: 'file' }), '"subject_type" is not a permitted key.'],
    ['no path', { body: 'x', line: 5 }, '"path" wasn\'t supplied.'],
    ['a line that is text', at(5, { line: '5' }), "For 'properties/comments/properties/0/properties/line', "],
    [
      'a line that is null',
      at(5, { start_line: null }),
      "For 'properties/comments/properties/0/properties/start_line'",
    ],
  ])('is refused for its form: %s', async (_case, comment, message) => {
    await openSmallPull();
    const refused = await post('pulls/1/reviews', review([comment]));
    expect(refused.status).toBe(422);
    expect((refused.body as { message: string }).message).toMatch(/^Invalid request\.\n\n/);
    expect((refused.body as { message: string }).message).toContain(message);
    expect(hub.view('acme/engine', 1).reviews).toEqual([]);
    expectNoFaults();
  });

  test('LEFT takes deleted and context lines, RIGHT added and context lines', async () => {
    await openSmallPull();
    // Line 20 was removed: on the right side, 20 is what was 21; 35 became 34 and 35.
    const sides = [
      at(20, { side: 'LEFT' }),
      at(19, { side: 'LEFT' }),
      at(20, { side: 'RIGHT' }),
      at(34, { side: 'RIGHT' }),
      at(38, { side: 'RIGHT' }),
      at(38, { side: 'LEFT' }),
    ];
    expect((await post('pulls/1/reviews', review(sides))).status).toBe(200);
    expect(hub.view('acme/engine', 1).threads.map((thread) => thread.text)).toEqual([
      ['line 20'],
      ['line 19'],
      ['line 21'],
      ['changed 35'],
      ['line 38'],
      ['line 38'],
    ]);
  });

  test('a range from a deleted to an added line', async () => {
    await openSmallPull();
    const range = at(5, { side: 'RIGHT', start_line: 5, start_side: 'LEFT' });
    expect((await post('pulls/1/reviews', review([range]))).status).toBe(200);
    expect(hub.view('acme/engine', 1).threads).toMatchObject([
      { text: ['line 5', 'changed 5'], startLine: 5 },
    ]);
  });

  test('the old position still works', async () => {
    await openSmallPull();
    expect((await post('pulls/1/reviews', review([{ path: 'a.go', body: 'x', position: 4 }]))).status).toBe(
      200,
    );
    expect(hub.view('acme/engine', 1).threads).toMatchObject([{ side: 'LEFT', line: 5, text: ['line 5'] }]);
  });

  test('the newer wording of a refused place', async () => {
    await restart({ anchorWording: 'resolved' });
    await openSmallPull();
    const errors = async (comment: object): Promise<unknown> =>
      (await post('pulls/1/reviews', review([comment]))).body;
    expect(await errors(at(12))).toMatchObject({ errors: ['Line could not be resolved'] });
    expect(await errors(at(1, { path: 'b.go' }))).toMatchObject({ errors: ['Path could not be resolved'] });
  });

  test.each([
    ['no body', { event: 'COMMENT' }, "Body can't be blank"],
    ['a blank body', { event: 'REQUEST_CHANGES', body: '\n' }, "Body can't be blank"],
    [
      'an approval by the workflow',
      { event: 'APPROVE' },
      'GitHub Actions is not permitted to approve pull requests.',
    ],
    [
      'a foreign commit',
      { event: 'COMMENT', body: 'x', commit_id: 'a'.repeat(40) },
      'The commitOID is not part of the pull request',
    ],
    [
      'a long body',
      { event: 'COMMENT', body: 'é'.repeat(65_537) },
      'Body is too long (maximum is 65536 characters)',
    ],
  ])('is refused for %s', async (_case, body, message) => {
    await openSmallPull();
    expect(await post('pulls/1/reviews', body)).toMatchObject({ status: 422, body: { errors: [message] } });
    expect(hub.writes).toEqual([]);
    expectNoFaults();
  });

  test('the base commit and the longest body', async () => {
    const { base } = await openSmallPull();
    const onBase = await post('pulls/1/reviews', review([], { commit_id: base }));
    expect(onBase.status).toBe(422);
    const longest = review([at(5, { body: '😀'.repeat(65_536) })], { body: 'x'.repeat(65_536) });
    expect((await post('pulls/1/reviews', longest)).status).toBe(200);
    const tooLong = review([at(5, { body: 'x'.repeat(65_537) })]);
    expect((await post('pulls/1/reviews', tooLong)).status).toBe(422);
    expectNoFaults();
  });

  test('more than 100 comments', async () => {
    await openSmallPull();
    const many = (count: number): object => review(Array.from({ length: count }, () => at(5)));
    expect((await post('pulls/1/reviews', many(101))).status).toBe(422);
    expect((await post('pulls/1/reviews', many(100))).status).toBe(200);
    expect((await post('pulls/1/reviews', many(1))).status).toBe(200);
    const first = await get('pulls/1/comments?per_page=100');
    expect(first.body).toHaveLength(100);
    expect(first.headers.get('link')).toContain('page=2>; rel="next"');
    const last = (await get('pulls/1/comments?per_page=100&page=2')).body as { id: number }[];
    expect(last).toHaveLength(1);
    const ids = [...(first.body as { id: number }[]), ...last].map((comment) => comment.id);
    expect(ids).toEqual([...ids].sort((left, right) => left - right));
    expectNoFaults();
  });

  test('nobody judges their own pull request', async () => {
    await openSmallPull();
    addToken('ada', { pull_requests: 'write' }, 'ada');
    addToken('bob', { pull_requests: 'write' }, 'bob');
    const judge = (event: string, token: string): Promise<Response> =>
      post('pulls/1/reviews', { event, body: 'x' }, { token });
    expect((await judge('APPROVE', 'ada')).body).toMatchObject({
      errors: ['Can not approve your own pull request'],
    });
    expect((await judge('REQUEST_CHANGES', 'ada')).body).toMatchObject({
      errors: ['Can not request changes on your own pull request'],
    });
    expect((await judge('COMMENT', 'ada')).status).toBe(200);
    expect((await judge('APPROVE', 'bob')).body).toMatchObject({ state: 'APPROVED' });
    expect((await judge('REQUEST_CHANGES', 'bob')).body).toMatchObject({ state: 'CHANGES_REQUESTED' });
    expect((await judge('DISMISS', 'bob')).status).toBe(422);
    expectNoFaults();
  });

  test('without an event it is pending: only its author sees it, and there can be one', async () => {
    await openSmallPull();
    addToken('bob', { pull_requests: 'write' }, 'bob');
    const pending = await post('pulls/1/reviews', { comments: [at(5)] });
    expect(pending.body).toMatchObject({ state: 'PENDING' });
    expect(pending.body).not.toHaveProperty('submitted_at');
    expect(hub.view('acme/engine', 1)).toMatchObject({ reviews: [], threads: [] });
    expect((await get('pulls/1/reviews')).body).toHaveLength(1);
    expect((await get('pulls/1/reviews', { token: 'bob' })).body).toEqual([]);
    expect((await get('pulls/1/comments')).body).toEqual([]);
    expect((await post('pulls/1/reviews', review([]))).body).toMatchObject({
      errors: ['User can only have one pending review per pull request'],
    });
    expect((await post('pulls/1/reviews', review([]), { token: 'bob' })).status).toBe(200);
    expectNoFaults();
  });

  test('a closed pull request can still be commented, an unknown one cannot', async () => {
    await openSmallPull();
    hub.closePullRequest('acme/engine', 1);
    expect((await post('pulls/1/reviews', review([at(5)]))).status).toBe(200);
    expect((await post('pulls/9/reviews', review([]))).status).toBe(404);
    expect((await ask('POST', '/repos/acme/other/pulls/1/reviews', { body: review([]) })).status).toBe(404);
    expectNoFaults();
  });
});

describe('a single comment', () => {
  test('on a line, on a file, and as an answer', async () => {
    const { head } = await openSmallPull();
    const on = (extra: object): object => ({ body: 'x', commit_id: head, path: 'a.go', ...extra });
    const line = await post('pulls/1/comments', on({ line: 5 }));
    expect(line).toMatchObject({ status: 201, body: { line: 5, subject_type: 'line' } });
    const file = await post('pulls/1/comments', on({ subject_type: 'file' }));
    expect(file).toMatchObject({ status: 201, body: { line: null, subject_type: 'file' } });
    const { id } = line.body as { id: number };
    const answer = await post('pulls/1/comments', on({ in_reply_to: id, body: 'Because.' }));
    expect(answer).toMatchObject({ status: 201, body: { in_reply_to_id: id, line: 5 } });
    // An answer to an answer goes to the thread's first comment.
    const { id: answerId } = answer.body as { id: number };
    expect((await post('pulls/1/comments', on({ in_reply_to: answerId }))).body).toMatchObject({
      in_reply_to_id: id,
    });
    expect((await post('pulls/1/comments', on({ in_reply_to: 9 }))).status).toBe(422);
    expect(hub.view('acme/engine', 1).threads).toMatchObject([
      { line: 5, comments: [{}, { body: 'Because.' }, {}] },
      { subject: 'file', path: 'a.go' },
    ]);
    expect((await get('pulls/1/comments')).body).toHaveLength(4);
    expectNoFaults();
  });

  test('gets a new text from its author, and from nobody else', async () => {
    const { head } = await openSmallPull();
    const posted = await post('pulls/1/comments', { body: 'x', commit_id: head, path: 'a.go', line: 5 });
    const { id } = posted.body as { id: number };
    const edit = (body: unknown, token?: string): Promise<Response> =>
      ask('PATCH', `/repos/acme/engine/pulls/comments/${String(id)}`, {
        body,
        ...(token === undefined ? {} : { token }),
      });
    expect(await edit({ body: 'y' })).toMatchObject({ status: 200, body: { id, body: 'y', line: 5 } });
    addToken('other', { metadata: 'read', pull_requests: 'write' }, 'other[bot]');
    addToken('reader', { metadata: 'read', pull_requests: 'read' });
    expect((await edit({ body: 'z' }, 'other')).status).toBe(403);
    expect((await edit({ body: 'z' }, 'reader')).status).toBe(403);
    for (const wrong of [{ body: ' ' }, { body: 'x'.repeat(65_537) }, {}, { body: 'z', line: 7 }])
      expect((await edit(wrong)).status).toBe(422);
    expect((await ask('PATCH', '/repos/acme/engine/pulls/comments/9', { body: { body: 'z' } })).status).toBe(
      404,
    );
    const [thread] = hub.view('acme/engine', 1).threads;
    expect(thread?.comments).toMatchObject([{ id, body: 'y' }]);
    expectNoFaults();
  });

  test('is refused with the names of the wrong fields', async () => {
    const { head } = await openSmallPull();
    const refuse = async (extra: object): Promise<unknown> => {
      const refused = await post('pulls/1/comments', { body: 'x', commit_id: head, path: 'a.go', ...extra });
      expect(refused.status).toBe(422);
      return refused.body;
    };
    const thread = 'pull_request_review_thread';
    expect(await refuse({ line: 12 })).toMatchObject({
      message: 'Validation Failed',
      errors: [
        { code: 'custom', field: `${thread}.line`, message: `${thread}.line must be part of the diff` },
        { code: 'missing_field', field: `${thread}.diff_hunk` },
      ],
    });
    expect(await refuse({ line: 5, start_line: 5 })).toMatchObject({
      errors: [{ message: `${thread}.start_line must precede the end line.` }],
    });
    expect(await refuse({ line: 20, start_line: 5 })).toMatchObject({
      errors: [{ message: `${thread}.start_line must be part of the same hunk as the line.` }],
    });
    expect(await refuse({ line: 1, path: 'b.go' })).toMatchObject({
      errors: [{ code: 'invalid', field: `${thread}.path` }, {}],
    });
    expect(await refuse({ subject_type: 'file', path: 'b.go' })).toMatchObject({
      message: 'Validation Failed',
    });
    expect(await refuse({ line: 5, commit_id: 'b'.repeat(40) })).toMatchObject({
      errors: [{ message: 'commit_id is not part of the pull request' }],
    });
    expect(await refuse({ line: 5, body: 'x'.repeat(65_537) })).toMatchObject({
      errors: [{ message: 'body is too long (maximum is 65536 characters)' }],
    });
    expect(await refuse({ line: 5, body: '' })).toMatchObject({ errors: [{ field: 'body' }] });
    expect(await refuse({ line: 5, commit_id: undefined })).toMatchObject({
      message: expect.stringContaining('"commit_id" wasn\'t supplied.'),
    });
    expect(hub.view('acme/engine', 1).threads).toEqual([]);
    expectNoFaults();
  });
});

describe('a push', () => {
  const PLACES = [at(5), at(34), at(20, { side: 'LEFT' }), at(38)];

  test('moves comments with their lines and marks the others outdated', async () => {
    const { head } = await openSmallPull();
    await post('pulls/1/reviews', review(PLACES));
    write({ 'a.go': `added above\n${CHANGED.replace('changed 35\n', 'changed again\n')}` });
    const second = commit('second');
    expect(await hub.push('acme/engine', 1)).toBe(second);
    expect(hub.view('acme/engine', 1).threads).toMatchObject([
      { line: 6, originalLine: 5, outdated: false, text: ['changed 5'] },
      { originalLine: 34, outdated: true },
      // The left side is the merge base's file, which did not change.
      { line: 20, side: 'LEFT', outdated: false },
      { line: 39, originalLine: 38, outdated: false, text: ['line 38'] },
    ]);
    expect((await get('pulls/1/comments')).body).toMatchObject([
      { line: 6, original_line: 5, commit_id: second, original_commit_id: head },
      { line: null, position: null, original_line: 34, original_commit_id: head },
      { line: 20, side: 'LEFT' },
      { line: 39 },
    ]);
    expectNoFaults();
  });

  test('that takes the change back makes its comments outdated, and one that restores it revives them', async () => {
    await openSmallPull();
    await post('pulls/1/reviews', review(PLACES));
    write({ 'a.go': numbered(40, { 35: 'changed 35' }) });
    commit('partly back');
    await hub.push('acme/engine', 1);
    expect(hub.view('acme/engine', 1).threads.map((thread) => thread.outdated)).toEqual([
      true,
      false,
      true,
      false,
    ]);
    write({ 'a.go': CHANGED });
    commit('again');
    await hub.push('acme/engine', 1);
    expect(hub.view('acme/engine', 1).threads.map((thread) => thread.line)).toEqual([5, 34, 20, 38]);
    expectNoFaults();
  });

  test('by force keeps comments whose lines are the same', async () => {
    const { head } = await openSmallPull();
    await post('pulls/1/reviews', review(PLACES));
    git('reset', '-q', '--hard', 'main');
    write({ 'a.go': CHANGED, 'c.go': 'new\n' });
    const forced = commit('rewritten');
    await hub.push('acme/engine', 1);
    expect(hub.view('acme/engine', 1).threads.map((thread) => thread.line)).toEqual([5, 34, 20, 38]);
    const onOld = await post('pulls/1/reviews', review([at(5)], { commit_id: head }));
    expect(onOld).toMatchObject({ status: 422 });
    expect((await post('pulls/1/reviews', review([at(5)], { commit_id: forced }))).status).toBe(200);
    expectNoFaults();
  });

  test('a comment on an older commit of the pull request is placed in today’s diff', async () => {
    const { head } = await openSmallPull();
    write({ 'a.go': `added above\n${CHANGED}` });
    const second = commit('second');
    await hub.push('acme/engine', 1);
    expect((await post('pulls/1/reviews', review([at(5)], { commit_id: head }))).status).toBe(200);
    expect(hub.view('acme/engine', 1).threads).toMatchObject([
      { line: 6, originalLine: 5, text: ['changed 5'] },
    ]);
    expect((await get('pulls/1')).body).toMatchObject({ head: { sha: second }, commits: 2 });
    expectNoFaults();
  });

  test('a range that lost its start keeps its end', async () => {
    await openSmallPull();
    await post('pulls/1/reviews', review([at(35, { start_line: 34 })]));
    write({ 'a.go': CHANGED.replace('changed 35\n', 'changed again\n') });
    commit('second');
    await hub.push('acme/engine', 1);
    const [thread] = hub.view('acme/engine', 1).threads;
    expect(thread).toMatchObject({ line: 35, outdated: false });
    expect(thread).not.toHaveProperty('startLine');
  });

  test('that removes or renames the file', async () => {
    await openSmallPull();
    await post('pulls/1/comments', {
      body: 'x',
      commit_id: git('rev-parse', 'HEAD'),
      path: 'a.go',
      subject_type: 'file',
    });
    await post('pulls/1/reviews', review([at(5)]));
    renameSync(join(folder, 'a.go'), join(folder, 'renamed.go'));
    commit('renamed');
    await hub.push('acme/engine', 1);
    expect(hub.view('acme/engine', 1).threads).toMatchObject([
      { outdated: true },
      { outdated: true, path: 'a.go' },
    ]);
    expectNoFaults();
  });

  test('a closed pull request does not follow its branch', async () => {
    const { head } = await openSmallPull();
    hub.closePullRequest('acme/engine', 1);
    write({ 'a.go': 'later\n' });
    commit('later');
    expect(await hub.push('acme/engine', 1)).toBe(head);
  });
});

describe('any change', () => {
  /** A small linear congruential generator: the same numbers on every run. */
  function numbers(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }

  /** Removes, changes and adds some lines. */
  function edited(lines: readonly string[], random: (below: number) => number, tag: string): string[] {
    return lines.flatMap((line, index) => {
      const new_ = `${tag} ${String(index)}`;
      return [[line], [line], [line], [line], [line], [line], [], [new_], [new_, line]][random(9)] ?? [];
    });
  }

  test.each([1, 2, 3, 4, 5, 6])(
    'a comment stands on its line, or cannot be written; after a push too (seed %i)',
    async (seed) => {
      const random = numbers(seed);
      const save = (lines: readonly string[]): string => {
        write({ 'a.go': `${lines.join('\n')}\n` });
        return commit('edit');
      };
      git('init', '-q', '-b', 'main');
      const before = Array.from({ length: 60 }, (_, line) => `line ${String(line + 1)}`);
      save(before);
      git('checkout', '-q', '-b', 'feature');
      const after = edited(before, random, 'first');
      save(after);
      await hub.addRepository({ owner: 'acme', name: 'engine', gitDir: folder });
      await hub.openPullRequest('acme/engine', { base: 'main', head: 'feature' });

      // What can be commented, said by git in another way: the lines of a diff without signs of one side.
      const shown = (sign: string): string[] =>
        git('diff', '-U3', '--output-indicator-context=_', 'main', 'feature')
          .split('\n')
          .filter((line) => line.startsWith(sign) || line.startsWith('_'))
          .filter((line) => !line.startsWith('+++') && !line.startsWith('---'))
          .map((line) => line.slice(1));
      for (const [side, lines, sign] of [
        ['LEFT', before, '-'],
        ['RIGHT', after, '+'],
      ] as const) {
        const accepted: string[] = [];
        for (const [index, text] of lines.entries()) {
          const { status } = await post('pulls/1/reviews', review([at(index + 1, { side, body: text })]));
          if (status === 200) accepted.push(text);
        }
        expect(accepted).toEqual(shown(sign));
      }

      const pushed = edited(after, random, 'second');
      save(pushed);
      await hub.push('acme/engine', 1);
      const { threads } = hub.view('acme/engine', 1);
      for (const { side, line, text, comments } of threads) {
        expect(text).toEqual([comments[0]?.body]);
        if (line !== undefined) expect((side === 'LEFT' ? before : pushed)[line - 1]).toBe(text[0]);
      }
      expect(threads.some((thread) => thread.outdated)).toBe(true);
      expect(threads.some((thread) => thread.line !== thread.originalLine && !thread.outdated)).toBe(true);
      expectNoFaults();
    },
  );
});

describe('other users', () => {
  test('comment, answer, resolve and delete', async () => {
    await openSmallPull();
    const marker = '<!-- marker of the bot -->';
    const id = await hub.comment('acme/engine', 1, {
      author: 'mallory',
      body: marker,
      path: 'a.go',
      line: 5,
    });
    await hub.comment('acme/engine', 1, { author: 'bob', body: 'On the file.', path: 'a.go' });
    await hub.reply('acme/engine', 1, id, { author: 'bob', body: 'Hm.' });
    hub.resolveThread('acme/engine', 1, id, 'bob');
    expect(hub.view('acme/engine', 1).threads).toMatchObject([
      {
        resolved: true,
        resolvedBy: 'bob',
        comments: [
          { author: 'mallory', body: marker },
          { author: 'bob', body: 'Hm.' },
        ],
      },
      { subject: 'file', resolved: false },
    ]);
    expect((await get('pulls/1/comments')).body).toMatchObject([
      { user: { login: 'mallory', type: 'User' }, body: marker },
      { user: { login: 'bob' }, subject_type: 'file' },
      { in_reply_to_id: id },
    ]);
    hub.unresolveThread('acme/engine', 1, id);
    hub.deleteComment('acme/engine', 1, id);
    expect(hub.view('acme/engine', 1).threads).toMatchObject([
      { resolved: false, comments: [{ body: 'Hm.' }] },
      {},
    ]);
    await expect(
      hub.comment('acme/engine', 1, { author: 'bob', body: 'x', path: 'a.go', line: 12 }),
    ).rejects.toThrow('must be part of the diff');
    expect(hub.writes).toEqual([]);
    expectNoFaults();
  });
});

describe('tokens', () => {
  test('a missing or unknown token', async () => {
    await openSmallPull();
    expect(await get('pulls/1', { token: 'nobody' })).toMatchObject({
      status: 401,
      body: { message: 'Bad credentials' },
    });
    const bare = await fetch(`${hub.apiUrl}/repos/acme/engine/pulls/1`);
    expect(bare.status).toBe(401);
  });

  test('one that may only read', async () => {
    await openSmallPull();
    addToken('fork', { contents: 'read', pull_requests: 'read' });
    expect((await get('pulls/1', { token: 'fork' })).status).toBe(200);
    for (const path of ['pulls/1/reviews', 'pulls/1/comments']) {
      expect(await post(path, review([at(5)]), { token: 'fork' })).toMatchObject({
        status: 403,
        body: { message: 'Resource not accessible by integration' },
      });
    }
    expect(hub.view('acme/engine', 1).threads).toEqual([]);
    expectNoFaults();
  });

  test('a private repository needs the permission to read', async () => {
    await openSmallPull();
    await hub.addRepository({ owner: 'acme', name: 'secret', gitDir: folder, private: true });
    addToken('bare', { metadata: 'read' });
    const read = (token: string): Promise<Response> =>
      ask('GET', '/repos/acme/secret/git/trees/main', { token });
    expect((await read('bare')).status).toBe(403);
    expect((await read(hub.token)).status).toBe(200);
    expect((await get('git/trees/main', { token: 'bare' })).status).toBe(200);
    expectNoFaults();
  });

  test('GraphQL says who a token acts as', async () => {
    const viewer = (query: string, token?: string): Promise<Response> =>
      ask('POST', '/graphql', { body: { query }, ...(token === undefined ? {} : { token }) });
    expect((await viewer('query { viewer { login databaseId } }')).body).toEqual({
      data: { viewer: { login: 'github-actions[bot]', databaseId: 41898282 } },
    });
    hub.addToken('app', { login: 'reviewer[bot]', id: 7, permissions: {} });
    expect((await viewer('{viewer{login}}', 'app')).body).toEqual({
      data: { viewer: { login: 'reviewer[bot]' } },
    });
    expect(hub.unknownRequests).toEqual([]);
    expect((await viewer('query { viewer { email } }')).status).toBe(400);
    expect(hub.unknownRequests).toMatchObject([{ path: '/graphql', status: 400 }]);
  });

  test('what the fake does not know is recorded', async () => {
    await openSmallPull();
    expect((await get('issues/1/comments')).status).toBe(404);
    expect((await ask('DELETE', '/repos/acme/engine/pulls/comments/1')).status).toBe(404);
    expect(hub.unknownRequests).toMatchObject([
      { method: 'GET', path: '/repos/acme/engine/issues/1/comments' },
      { method: 'DELETE' },
    ]);
    expect((await get('git/trees/main?recurse=1')).status).toBe(200);
    expect(hub.unknownRequests).toHaveLength(3);
    expect(hub.faults).toEqual([]);
  });
});

describe('failures', () => {
  test('before the write nothing happens, after it the write stays', async () => {
    await openSmallPull();
    hub.failNext({ method: 'POST', path: /\/reviews$/, status: 502, body: '<html>502</html>' });
    expect(await post('pulls/1/reviews', review([at(5)]))).toMatchObject({
      status: 502,
      body: '<html>502</html>',
    });
    expect(hub.view('acme/engine', 1).threads).toEqual([]);
    hub.failNext({ method: 'POST', path: /\/reviews$/, status: 502, afterCommit: true });
    expect((await post('pulls/1/reviews', review([at(5)]))).status).toBe(502);
    expect(hub.view('acme/engine', 1).threads).toHaveLength(1);
    expect(hub.writes).toMatchObject([{ status: 502, method: 'POST' }]);
    expect((await post('pulls/1/reviews', review([at(5)]))).status).toBe(200);
    expect(hub.pendingFailures).toBe(0);
    expect(hub.requests.map((request) => request.status)).toEqual([502, 502, 200]);
  });

  test('a rate limit with its headers, some requests later, more than once', async () => {
    await openSmallPull();
    hub.failNext({
      path: /\/files$/,
      status: 403,
      headers: { 'retry-after': '60' },
      body: { message: 'You have exceeded a secondary rate limit.' },
      skip: 1,
      times: 2,
    });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++) statuses.push((await get('pulls/1/files')).status);
    expect(statuses).toEqual([200, 403, 403, 200]);
    hub.failNext({ path: /\/files$/, status: 429, headers: { 'retry-after': '1' } });
    expect((await get('pulls/1/files')).headers.get('retry-after')).toBe('1');
    expect((await get('pulls/1')).status).toBe(200);
  });

  test('a connection that closes', async () => {
    await openSmallPull();
    hub.failNext({ method: 'POST', path: /\/reviews$/, status: 'disconnect', afterCommit: true });
    await expect(post('pulls/1/reviews', review([at(5)]))).rejects.toThrow('fetch failed');
    expect(hub.view('acme/engine', 1).threads).toHaveLength(1);
    expect(hub.requests).toMatchObject([{ status: 0, login: 'github-actions[bot]' }]);
  });

  test('a refused request keeps its answer', async () => {
    await openSmallPull();
    hub.failNext({ path: /\/reviews$/, status: 502, afterCommit: true });
    expect((await post('pulls/1/reviews', review([at(12)]))).status).toBe(422);
  });

  test('a body that is not JSON', async () => {
    await openSmallPull();
    const response = await fetch(`${hub.apiUrl}/repos/acme/engine/pulls/1/reviews`, {
      method: 'POST',
      headers: { authorization: `Bearer ${hub.token}` },
      body: '{',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: 'Problems parsing JSON' });
  });

  test('reviews at the same time do not mix', async () => {
    await openSmallPull();
    const posts = Array.from({ length: 5 }, (_, n) =>
      post('pulls/1/reviews', review([at(5), at(34)], { body: `${n}` })),
    );
    expect((await Promise.all(posts)).map((response) => response.status)).toEqual([200, 200, 200, 200, 200]);
    const { reviews, threads } = hub.view('acme/engine', 1);
    expect(reviews).toHaveLength(5);
    expect(threads.map((thread) => thread.line)).toEqual([5, 34, 5, 34, 5, 34, 5, 34, 5, 34]);
    expectNoFaults();
  });
});
