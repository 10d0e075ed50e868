import { afterAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { withPatch } from '../src/app/patched-repository.ts';
import type { Patched } from '../src/app/patched-repository.ts';
import type { Change, FileChange, Revision } from '../src/diff/change.ts';
import { openGitRepository } from '../src/git/repository.ts';
import type { GitRepository } from '../src/git/repository.ts';
import type { Repository } from '../src/source/repository.ts';
import { filePair } from './diff-arbitraries.ts';
import { TemporaryRepository } from './git-repository.ts';
import type { FileContent } from './git-repository.ts';

const temporary: TemporaryRepository[] = [];
const opened: GitRepository[] = [];
afterAll(() => {
  opened.forEach((repository) => repository.close());
  temporary.forEach((repository) => repository.dispose());
});

type Files = Readonly<Record<string, FileContent | undefined>>;

const workTree: Revision = { kind: 'work-tree' };
const ten = Array.from({ length: 10 }, (_, i) => `line ${i}\n`).join('');

function create(files: Files = {}, ...options: string[]): TemporaryRepository {
  const repository = TemporaryRepository.create(...options);
  temporary.push(repository);
  repository.commit('base', files);
  return repository;
}

async function open(source: TemporaryRepository): Promise<GitRepository> {
  const result = await openGitRepository(source.root, source.environment);
  if (!result.ok) throw new Error(result.error);
  opened.push(result.value);
  return result.value;
}

async function patchedOf(source: TemporaryRepository, text: string): Promise<Patched> {
  const result = await withPatch(await open(source), text);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

async function refusal(source: TemporaryRepository, text: string): Promise<string> {
  const result = await withPatch(await open(source), text);
  if (result.ok) throw new Error(`it fits ${result.value.direction}`);
  return result.error;
}

/** Every path of a revision with its kind and id. */
async function listing(repository: Repository, revision: Revision): Promise<string[]> {
  return (await repository.tree(revision)).map(({ path, kind, blob }) => `${kind} ${blob} ${path}`);
}

function summary(files: readonly FileChange[]): string[] {
  return files.map(({ status, path, previousPath, diff }) => {
    const from = previousPath === undefined ? '' : ` (${previousPath})`;
    if (diff.kind !== 'text') return `${status} ${path}${from}: ${diff.kind}`;
    const lines = diff.hunks.flatMap((hunk) => hunk.lines);
    const count = (kind: string): number => lines.filter((line) => line.kind === kind).length;
    return `${status} ${path}${from}: +${count('added')} -${count('deleted')}`;
  });
}

/** Writes the file beside the work tree and lets git apply it there. */
function gitApply(source: TemporaryRepository, text: string, ...options: string[]): void {
  const file = join(source.root, '..', 'x.patch');
  writeFileSync(file, text);
  source.git('apply', '--whitespace=nowarn', ...options, file);
}

const before: Files = {
  'a.go': `package a\n${ten}`,
  'copied from.go': `${ten}${ten}`,
  'crlf.go': 'a\r\nb\r\n',
  'dir/b.go': 'b',
  'gone.go': 'gone\n',
  'image.bin': Uint8Array.of(0, 1, 2),
  'latin1.go': Uint8Array.of(0x63, 0xe9, 0x0a),
  link: { linkTo: 'a.go' },
  'mode.sh': '#!/bin/sh\n',
  'pure move.go': ten.replaceAll('line', 'pure'),
  'edited move.go': ten.replaceAll('line', 'moved'),
  'swap1.go': 'one\n',
  'tab\t"quote" é.go': '\ufeffx\n',
  'type.go': 'type\n',
  empty: '',
  other: 'untouched\n',
};
const after: Files = {
  'a.go': `package a\n${ten.replace('line 5\n', 'line 5b\n')}tail`,
  'copied to.go': `${ten}${ten}x\n`,
  'crlf.go': 'a\r\nb\r\nc\r\n',
  'dir/b.go': 'b\n',
  'gone.go': undefined,
  'image.bin': Uint8Array.of(0, 1, 3),
  'latin1.go': Uint8Array.of(0x63, 0xe9, 0x0a, 0x0a),
  link: { linkTo: 'crlf.go' },
  'mode.sh': { executable: '#!/bin/sh\n' },
  'pure move.go': undefined,
  'moved/pure.go': ten.replaceAll('line', 'pure'),
  'edited move.go': undefined,
  'moved/edited.go': `${ten.replaceAll('line', 'moved')}more\n`,
  'tab\t"quote" é.go': '\ufeffy\n',
  'type.go': { linkTo: 'a.go' },
  empty: undefined,
  'new empty': '',
  'new.go': 'new\n',
};
const expected = [
  'modified a.go: +2 -1',
  'copied copied to.go (copied from.go): +1 -0',
  'modified crlf.go: +1 -0',
  'modified dir/b.go: +1 -1',
  'removed gone.go: +0 -1',
  'modified image.bin: binary',
  'modified latin1.go: unavailable',
  'modified link: +1 -1',
  'modified mode.sh: +0 -0',
  'renamed moved/edited.go (edited move.go): +1 -0',
  'renamed moved/pure.go (pure move.go): +0 -0',
  'renamed new empty (empty): +0 -0',
  'added new.go: +1 -0',
  'modified tab\t"quote" é.go: +1 -1',
  'type-changed type.go: +1 -1',
].sort();

/** The paths whose content the patch does not hold, or not as text. */
const opaque = /(?:image\.bin|latin1\.go)$/;

describe.each([
  ['with a/ and b/', []],
  ['without prefixes', ['--no-prefix']],
  ['with the prefixes of mnemonicPrefix', ['--src-prefix=i/', '--dst-prefix=w/']],
  ['with full ids and contents of binary files', ['--full-index', '--binary']],
  ['with one line of context', ['--unified=1']],
])('git diff %s', (_name, options) => {
  const diffOf = (source: TemporaryRepository): string =>
    source.git('diff', '-M', '-C', '--find-copies-harder', ...options, 'HEAD~1', 'HEAD');

  test('is recognised as the new side of the work tree and taken back', async () => {
    const source = create(before);
    source.commit('head', after);
    const { repository, change, direction } = await patchedOf(source, diffOf(source));
    expect(direction).toBe('reverse');
    expect(change).toMatchObject({ base: { kind: 'unpatched' }, head: workTree, source: 'patch' });
    expect(summary(change.files).sort()).toEqual(expected);
    const commit: Revision = { kind: 'commit', id: source.git('rev-parse', 'HEAD~1').trim() };
    const own = await listing(repository, commit);
    const rebuilt = await listing(repository, { kind: 'unpatched' });
    const text = (line: string): boolean => !opaque.test(line);
    expect(rebuilt.filter(text)).toEqual(own.filter(text));
    expect(rebuilt).toHaveLength(own.length);
  });

  test('is put onto the old side, and nothing is written', async () => {
    const source = create(before);
    const base = source.git('rev-parse', 'HEAD').trim();
    source.commit('head', after);
    const head: Revision = { kind: 'commit', id: source.git('rev-parse', 'HEAD').trim() };
    const text = diffOf(source);
    source.git('reset', '-q', '--hard', base);
    const { repository, change, direction } = await patchedOf(source, text);
    expect(direction).toBe('forward');
    expect(change).toMatchObject({ base: workTree, head: { kind: 'patched' }, source: 'patch' });
    expect(summary(change.files).sort()).toEqual(expected);
    const isText = (line: string): boolean => !opaque.test(line);
    const rebuilt = await listing(repository, { kind: 'patched' });
    expect(rebuilt.filter(isText)).toEqual((await listing(repository, head)).filter(isText));
    expect(source.git('status', '--porcelain')).toBe('');
    const read = async (path: string): Promise<string> =>
      Buffer.from((await repository.file({ kind: 'patched' }, path)) ?? []).toString();
    expect(await read('crlf.go')).toBe('a\r\nb\r\nc\r\n');
    expect(await read('other')).toBe('untouched\n');
    expect(await repository.file({ kind: 'patched' }, 'gone.go')).toBeUndefined();
    await expect(repository.file({ kind: 'patched' }, 'link')).rejects.toThrow('is a symbolic link');
    await expect(repository.file({ kind: 'patched' }, 'latin1.go')).rejects.toThrow('is not valid UTF-8');
    await expect(repository.file({ kind: 'patched' }, 'image.bin')).rejects.toThrow('is binary in the patch');
  });
});

test('the patched tree is exactly the one that git apply makes, both ways', async () => {
  const source = create({ 'kept.go': 'kept\n' });
  const repository = await open(source);
  const shift = fc.constantFrom('', 'up\n', 'up\nup\n}\n');
  await fc.assert(
    fc.asyncProperty(filePair, filePair, shift, async (one, two, above) => {
      const pairs = [one, two].filter(([a, b]) => a !== b && a.trim() !== '' && b.trim() !== '');
      fc.pre(pairs.length > 0);
      const write = (side: 0 | 1): void =>
        pairs.forEach((pair, i) => source.write({ [`${i}.txt`]: pair[side] }));
      write(0);
      source.git('add', '-A');
      write(1);
      const text = source.git('diff');
      const patched = async (kind: 'patched' | 'unpatched'): Promise<string[] | undefined> => {
        const result = await withPatch(repository, text);
        return result.ok && result.value.change.head.kind === (kind === 'patched' ? 'patched' : 'work-tree')
          ? listing(result.value.repository, { kind })
          : undefined;
      };
      const unpatched = await patched('unpatched');
      gitApply(source, text, '--reverse');
      expect(unpatched).toEqual(await listing(repository, workTree));

      // Lines above move all of it; then git may refuse, and so must we.
      pairs.forEach(([old], i) => source.write({ [`${i}.txt`]: above + old }));
      const forward = await patched('patched');
      let applies = true;
      try {
        gitApply(source, text);
      } catch {
        applies = false;
      }
      if (applies && forward !== undefined) expect(forward).toEqual(await listing(repository, workTree));
      if (above === '') expect([applies, forward !== undefined]).toEqual([true, true]);
      expect(forward !== undefined && !applies).toBe(false);
      source.git('rm', '-q', '-f', '--cached', ...pairs.map((_, i) => `${i}.txt`));
      pairs.forEach((_, i) => rmSync(join(source.root, `${i}.txt`), { force: true }));
    }),
    { numRuns: 60 },
  );
}, 300_000);

describe('patches of other tools', () => {
  const old = { 'sub/a.go': ten, 'b.go': 'b\n' };
  const edited = ten.replace('line 5\n', 'line five\n');
  const hunk = ' line 2\n line 3\n line 4\n-line 5\n+line five\n line 6\n line 7\n line 8\n';

  test('mails of git format-patch, of which a later one changes what an earlier one left', async () => {
    const source = create(old);
    const base = source.git('rev-parse', 'HEAD').trim();
    source.commit('one\n\n--- not a diff\n+++ of this\n', { 'sub/a.go': edited, 'c.go': 'c\n' });
    source.commit('two', {
      'sub/a.go': `${edited}end\n`,
      'c.go': undefined,
      'moved.go': 'b\n',
      'b.go': undefined,
    });
    const text = source.git('format-patch', '--stdout', '-M', base);
    const back = await patchedOf(source, text);
    expect(back.direction).toBe('reverse');
    expect(summary(back.change.files)).toEqual([
      'renamed moved.go (b.go): +0 -0',
      'modified sub/a.go: +2 -1',
    ]);
    source.git('reset', '-q', '--hard', base);
    const forth = await patchedOf(source, text);
    expect(forth.direction).toBe('forward');
    expect(summary(forth.change.files)).toEqual(summary(back.change.files));
  });

  test.each([
    [
      'directories with time stamps',
      '--- old/sub/a.go\t2024-01-01 10:00:00.000000000 +0100\n+++ new/sub/a.go\t2024-01-02 10:00:00 +0100\n',
    ],
    ['one directory', '--- sub/a.go.orig\t2024-01-01 10:00:00\n+++ sub/a.go\n'],
    ['a/ and b/', '--- a/sub/a.go\n+++ b/sub/a.go\n'],
    ['nothing', '--- sub/a.go\n+++ sub/a.go\n'],
    ['dots', '--- ./sub/a.go\n+++ ./sub/a.go\n'],
  ])('diff -u with %s', async (_name, labels) => {
    const source = create(old);
    const text = `diff -ruN x y\n${labels}@@ -3,7 +3,7 @@ x\n${hunk}`;
    for (const patch of [text, text.replaceAll('\n', '\r\n')]) {
      expect(summary((await patchedOf(source, patch)).change.files)).toEqual(['modified sub/a.go: +1 -1']);
    }
  });

  test('diff -ruN itself, with added and removed files', async () => {
    const source = create(old);
    const directory = join(source.root, '..');
    execFileSync(
      'sh',
      ['-c', 'cp -r repository new && cd new && rm -rf .git b.go && echo n > sub/n.go && echo x >> sub/a.go'],
      { cwd: directory },
    );
    const command = 'diff -ruN --exclude=.git repository new || test $? = 1';
    const text = execFileSync('sh', ['-c', command], { cwd: directory }).toString();
    const { change, direction } = await patchedOf(source, text);
    expect(direction).toBe('forward');
    expect(summary(change.files)).toEqual([
      'removed b.go: +0 -1',
      'modified sub/a.go: +1 -0',
      'added sub/n.go: +1 -0',
    ]);
  });

  test('a file that diff names without its content makes the review incomplete', async () => {
    const text = `Only in new/sub: n.go\n--- a/sub/a.go\n+++ b/sub/a.go\n@@ -3,7 +3,7 @@\n${hunk}`;
    expect((await patchedOf(create(old), text)).change.truncated).toMatch(
      /one side only \(new\/sub\/n\.go\)/,
    );
  });

  test('git diff -U0 stands exactly where it says', async () => {
    const source = create(old);
    source.write({ 'sub/a.go': `first\n${edited}` });
    const text = source.git('diff', '-U0');
    expect((await patchedOf(source, text)).direction).toBe('reverse');
    source.write({ 'sub/a.go': ten });
    const { repository } = await patchedOf(source, text);
    expect(Buffer.from((await repository.file({ kind: 'patched' }, 'sub/a.go')) ?? []).toString()).toBe(
      `first\n${edited}`,
    );
    source.write({ 'sub/a.go': `up\n${ten}` });
    expect(await refusal(source, text)).toMatch(/`sub\/a\.go` differs from it at line 6/);
  });

  test('a work tree with CRLF takes a patch with LF', async () => {
    const source = create({ 'sub/a.go': ten.replaceAll('\n', '\r\n') });
    const { repository } = await patchedOf(
      source,
      `--- a/sub/a.go\n+++ b/sub/a.go\n@@ -3,7 +3,7 @@\n${hunk}`,
    );
    expect(Buffer.from((await repository.file({ kind: 'patched' }, 'sub/a.go')) ?? []).toString()).toBe(
      edited.replaceAll('\n', '\r\n'),
    );
  });

  test('submodules are told as such', async () => {
    const source = create({ sub: { submodule: '2'.repeat(40) } });
    const text =
      `diff --git a/sub b/sub\nindex 1111111..2222222 160000\n--- a/sub\n+++ b/sub\n@@ -1 +1 @@\n` +
      `-Subproject commit ${'1'.repeat(40)}\n+Subproject commit ${'2'.repeat(40)}\n`;
    const { change, repository, direction } = await patchedOf(source, text);
    expect(summary(change.files)).toEqual(['modified sub: submodule']);
    expect([direction, await listing(repository, { kind: 'unpatched' })]).toEqual([
      'reverse',
      [`submodule ${'1'.repeat(40)} sub`],
    ]);
  });

  test('an empty patch is a change without files', async () => {
    const { change, direction } = await patchedOf(create(old), ' \n');
    const none: Change = { base: { kind: 'unpatched' }, head: workTree, files: [], source: 'patch' };
    expect([change, direction]).toEqual([none, 'reverse']);
  });

  test('the ids are those of a repository with SHA-256', async () => {
    const source = create(old, '--object-format=sha256');
    source.write({ 'b.go': 'c\n' });
    const { repository } = await patchedOf(source, source.git('diff'));
    expect(await listing(repository, { kind: 'unpatched' })).toEqual(
      await listing(repository, { kind: 'commit', id: source.git('rev-parse', 'HEAD').trim() }),
    );
  });
});

describe('what does not fit is refused in a sentence', () => {
  const source = create({ 'a.go': ten, 'b.go': 'b\n', 'd/x.go': 'x\n' });
  const head = 'diff --git a/a.go b/a.go\n--- a/a.go\n+++ b/a.go\n';
  const b = '--- a/b.go\n+++ b/b.go\n@@ -1 +1 @@\n-b\n+c\n';
  const add = (path: string): string => `--- /dev/null\n+++ ${path}\n@@ -0,0 +1 @@\n+x\n`;
  test.each([
    ['text', 'hello\nworld\n', /^The text is no patch: no line starts with `diff --git`/],
    [
      'another line',
      `${head}@@ -3,3 +3,3 @@\n line 2\n-line x\n+line y\n line 4\n`,
      /`a\.go` differs from it at line 4; check out/,
    ],
    [
      'a line past the end',
      `${head}@@ -30,2 +30,3 @@\n line 8\n+y\n line z\n`,
      /`a\.go` differs from it at line 11;/,
    ],
    ['a missing file', b.replaceAll('b.go', 'n.go'), /`n\.go` is not there;/],
    [
      'sides that disagree',
      `${b}--- a/a.go\n+++ b/a.go\n@@ -9,2 +9,2 @@\n line 8\n-line Z\n+line 9\n`,
      /`a\.go` differs from it at line 10;/,
    ],
    ['an added file that is there', add('b/b.go'), /`b\.go` (?:is there already|differs from it)/],
    [
      'a file as a directory',
      add('b/b.go/x.go'),
      /`b\.go` would be a file and the directory of `b\.go\/x\.go`\.$/,
    ],
    ['a directory as a file', add('b/d'), /`d` would be a file and the directory of `d\/x\.go`\.$/],
    [
      'a removal of less',
      '--- a/a.go\n+++ /dev/null\n@@ -1 +0,0 @@\n-line 0\n',
      /`a\.go` differs from it at line/,
    ],
    ['a path above', add('../x'), /"\.\.\/x" at line 1 leaves the repository\.$/],
    ['an absolute path', add('/etc/x'), /"\/etc\/x" at line 1 is absolute\.$/],
    ['a path within .git', add('b/.git/hooks/x'), /\.git\/hooks\/x" at line 1 is in git's own directory\.$/],
    ['a hunk alone', '@@ -1 +1 @@\n-b\n+c\n', /^The patch is malformed at line 1: the names of the hunk/],
    [
      'a short hunk',
      `${head}@@ -1,3 +1,3 @@\n line 0\n`,
      /^The patch is malformed at line 6: the diff ends inside a hunk\.$/,
    ],
    [
      'a long hunk',
      `${head}@@ -1 +1 @@\n-line 0\n+x\n+y\n`,
      /^The patch is malformed at line 7: the hunk before it has more/,
    ],
    ['a file twice', `${b}${b}`, /^The patch has `b\.go` a second time at line 6: make one diff/],
    ['colours', '\x1b[1mdiff --git a/a.go b/a.go\x1b[m\n', /`git diff --no-color`\.$/],
    ['UTF-16', 'd\0i\0f\0f\0', /^The patch is not UTF-8/],
    ['an encoded mail', `Content-Transfer-Encoding: base64\n\nZGlmZg==\n`, /is a mail in base64/],
    ['only other files', 'Only in new: x.go\n', /make it with `diff -ruN`\.$/],
    ['a merge', 'diff --cc a.go\nindex 1,2..3\n', /^The patch is malformed at line 1: the combined diff/],
  ])('%s', async (_name, text, message) => {
    expect(await refusal(source, text)).toMatch(message);
  });
});

test('whatever the text, the answer is a value', async () => {
  const source = create({ 'a.go': ten });
  source.write({ 'a.go': `${ten}end\n`, 'n.go': 'n\n' });
  const repository = await open(source);
  const lines = [
    ...source.git('diff').split('\n'),
    '@@ -0,0 +1 @@',
    '--- /dev/null',
    '+++ b/n.go',
    '-- ',
    'rename from a.go',
    'rename to "\\303.go"',
    'Binary files a and b differ',
    '\\ No newline at end of file',
    '',
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.constantFrom(...lines), fc.string()), { maxLength: 14 }),
      async (chosen) => {
        const result = await withPatch(repository, chosen.join('\n'));
        if (!result.ok) expect(result.error).toMatch(/^The .*\.$/s);
        else await result.value.repository.tree(result.value.change.head);
      },
    ),
    { numRuns: 150 },
  );
});
