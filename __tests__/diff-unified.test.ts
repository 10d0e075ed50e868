import { afterAll, describe, expect, test } from '@jest/globals';
import { parsePatch } from 'diff';
import fc from 'fast-check';
import type { FileChange, Hunk } from '../src/diff/change.ts';
import { parseHunks, parseUnifiedDiff } from '../src/diff/unified.ts';
import { filePair, splitLines } from './diff-arbitraries.ts';
import { TemporaryRepository } from './git-repository.ts';
import type { FileContent } from './git-repository.ts';

const repositories: TemporaryRepository[] = [];
afterAll(() => repositories.forEach((repository) => repository.dispose()));

type Files = Readonly<Record<string, FileContent | undefined>>;

/** What git prints for the difference between two states of a new repository. */
function gitDiff(before: Files, after: Files, ...options: string[]): string {
  const repository = TemporaryRepository.create();
  repositories.push(repository);
  const base = repository.commit('base', before);
  repository.commit('head', after);
  return repository.git('diff', '--full-index', '-M', ...options, base, 'HEAD');
}

function parsed(text: string): FileChange[] {
  const files = parseUnifiedDiff(text);
  if (!files.ok) throw new Error(files.error);
  return files.value;
}

function hunksOf(file: FileChange | undefined): readonly Hunk[] {
  if (file?.diff.kind !== 'text') throw new Error(`no text: ${JSON.stringify(file)}`);
  return file.diff.hunks;
}

function marked(hunk: Hunk | undefined): string[] {
  const marks = { context: ' ', added: '+', deleted: '-' };
  return (hunk?.lines ?? []).map(({ kind, text }) => marks[kind] + text);
}

const sixLines = '1\n2\n3\n4\n5\n6\n';

describe('parseUnifiedDiff on the output of git', () => {
  test('no difference has no files', () => {
    expect(parseUnifiedDiff('')).toEqual({ ok: true, value: [] });
  });

  test('an edited, an added and a removed file', () => {
    const files = parsed(
      gitDiff(
        { 'a.go': 'a\nb\n', 'gone.go': 'x\n' },
        { 'a.go': 'a\nc\n', 'gone.go': undefined, 'new.go': 'n\n' },
      ),
    );
    expect(files.map(({ path, status }) => [path, status])).toEqual([
      ['a.go', 'modified'],
      ['gone.go', 'removed'],
      ['new.go', 'added'],
    ]);
    expect(hunksOf(files[0])).toEqual([
      {
        oldStart: 1,
        oldLines: 2,
        newStart: 1,
        newLines: 2,
        lines: [
          { kind: 'context', text: 'a' },
          { kind: 'deleted', text: 'b' },
          { kind: 'added', text: 'c' },
        ],
      },
    ]);
    expect(hunksOf(files[1])).toMatchObject([{ oldStart: 1, oldLines: 1, newStart: 0, newLines: 0 }]);
    expect(hunksOf(files[2])).toMatchObject([{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 1 }]);
  });

  test('renames with and without an edit', () => {
    const files = parsed(
      gitDiff(
        { 'a b/c b.go': sixLines, 'edit.go': sixLines },
        {
          'a b/c b.go': undefined,
          'd b/e b.go': sixLines,
          'edit.go': undefined,
          'edited "x".go': `${sixLines}7\n`,
        },
      ),
    );
    // Both old files have the same content, so that git is free to pair them: the paths are what counts.
    expect(files.map(({ path, status }) => [path, status])).toEqual([
      ['d b/e b.go', 'renamed'],
      ['edited "x".go', 'renamed'],
    ]);
    expect(new Set(files.map((file) => file.previousPath))).toEqual(new Set(['a b/c b.go', 'edit.go']));
    expect(hunksOf(files[0])).toEqual([]);
    expect(marked(hunksOf(files[1])[0])).toEqual([' 4', ' 5', ' 6', '+7']);
  });

  test('a copy with an edit', () => {
    const files = parsed(
      gitDiff({ 'a.go': sixLines }, { 'b c.go': `0\n${sixLines}` }, '-C', '--find-copies-harder'),
    );
    expect(files).toMatchObject([{ path: 'b c.go', previousPath: 'a.go', status: 'copied' }]);
    expect(marked(hunksOf(files[0])[0])).toEqual(['+0', ' 1', ' 2', ' 3']);
  });

  test('binary files, in both of the forms that git prints', () => {
    const before = { 'a b.bin': Uint8Array.of(0, 1, 2), 'gone.bin': Uint8Array.of(0), 'z.go': 'a\n' };
    const after = {
      'a b.bin': Uint8Array.of(0, 1, 3),
      'gone.bin': undefined,
      'new.bin': Uint8Array.of(0, 9, 9, 9),
      'z.go': 'b\n',
    };
    for (const options of [[], ['--binary']]) {
      const files = parsed(gitDiff(before, after, ...options));
      expect(files.map(({ path, status, diff }) => [path, status, diff.kind])).toEqual([
        ['a b.bin', 'modified', 'binary'],
        ['gone.bin', 'removed', 'binary'],
        ['new.bin', 'added', 'binary'],
        ['z.go', 'modified', 'text'],
      ]);
    }
  });

  test('mode changes with and without an edit, and empty files', () => {
    const files = parsed(
      gitDiff(
        { 'both.sh': 'a\n', 'empty b': 'x', 'mode b/mode.sh': 'a\n', 'was-empty': '', zero: '' },
        {
          'both.sh': { executable: 'b\n' },
          'empty b': '',
          'mode b/mode.sh': { executable: 'a\n' },
          'new empty b': '',
          'was-empty': 'x\n',
          zero: undefined,
        },
        '--no-renames',
      ),
    );
    expect(
      files.map(({ path, status, diff }) => [path, status, diff.kind === 'text' && diff.hunks.length]),
    ).toEqual([
      ['both.sh', 'modified', 1],
      ['empty b', 'modified', 1],
      ['mode b/mode.sh', 'modified', 0],
      ['new empty b', 'added', 0],
      ['was-empty', 'modified', 1],
      ['zero', 'removed', 0],
    ]);
  });

  test('submodules that are added, moved on and removed', () => {
    const [one, two] = ['1'.repeat(40), '2'.repeat(40)];
    const repository = TemporaryRepository.create();
    repositories.push(repository);
    const commit = (submodules: Record<string, string>): void => {
      repository.git('read-tree', '--empty');
      for (const [path, id] of Object.entries(submodules)) {
        repository.git('update-index', '--add', '--cacheinfo', `160000,${id},${path}`);
      }
      repository.git('commit', '-q', '--allow-empty', '-m', 'x');
    };
    commit({ gone: one, moved: one });
    commit({ moved: two, new: two });
    const files = parsed(repository.git('diff', 'HEAD~', 'HEAD', '--no-renames'));
    expect(files).toEqual([
      { path: 'gone', status: 'removed', diff: { kind: 'submodule' } },
      { path: 'moved', status: 'modified', diff: { kind: 'submodule' } },
      { path: 'new', status: 'added', diff: { kind: 'submodule' } },
    ]);
  });

  test('a file whose type changes is one file, and nothing can be anchored on it', () => {
    const files = parsed(
      gitDiff(
        { 'a.go': 'one\ntwo\n', 'b.go': { linkTo: 'a.go' }, 'c.go': '' },
        { 'a.go': { linkTo: 'x' }, 'b.go': 'b\n', 'c.go': { submodule: '1'.repeat(40) } },
      ),
    );
    expect(files).toEqual([
      {
        path: 'a.go',
        status: 'type-changed',
        diff: {
          kind: 'text',
          shown: false,
          hunks: [
            {
              oldStart: 1,
              oldLines: 2,
              newStart: 1,
              newLines: 1,
              lines: [
                { kind: 'deleted', text: 'one' },
                { kind: 'deleted', text: 'two' },
                { kind: 'added', text: 'x' },
              ],
            },
          ],
        },
      },
      expect.objectContaining({ path: 'b.go', status: 'type-changed' }),
      { path: 'c.go', status: 'type-changed', diff: { kind: 'submodule' } },
    ]);
  });

  const oddPaths = [
    'tab\there.go',
    'quote".go',
    'back\\slash.go',
    'new\nline.go',
    'sp ace.go',
    ' leading and trailing ',
    'é/日本.go',
    'bell\x07\x08\x0b\x0c\r\x01.go',
    'x b/x.go',
    'a/b/a b/b.go',
    'tab and space \t.go',
    '-dash.go',
    'line\u2028separator.go',
  ];

  test.each(['true', 'false'])('odd paths with core.quotePath=%s', (quotePath) => {
    const repository = TemporaryRepository.create();
    repositories.push(repository);
    repository.git('config', 'core.quotePath', quotePath);
    const states: Files[] = [0, 1, 2, 3].map((state) =>
      Object.fromEntries(
        oddPaths.map((path, i) => [path, state === 3 ? undefined : `${i}\n${state}\n${sixLines}`]),
      ),
    );
    repository.commit('empty');
    for (const state of states) repository.commit('state', state);
    for (const [from, status] of [
      [0, 'added'],
      [1, 'modified'],
      [3, 'removed'],
    ] as const) {
      const files = parsed(repository.git('diff', `HEAD~${4 - from}`, `HEAD~${3 - from}`));
      expect(files.map((file) => file.path).sort()).toEqual([...oddPaths].sort());
      expect(new Set(files.map((file) => file.status))).toEqual(new Set([status]));
    }
  });

  test.each(['true', 'false'])('renames between odd paths with core.quotePath=%s', (quotePath) => {
    const repository = TemporaryRepository.create();
    repositories.push(repository);
    repository.git('config', 'core.quotePath', quotePath);
    repository.commit(
      'old',
      Object.fromEntries(oddPaths.map((path, i) => [path, `content ${i}\n${sixLines}`])),
    );
    oddPaths.forEach((path, i) =>
      repository.write({ [path]: undefined, [`moved ${i}/${path}`]: `content ${i}\n${sixLines}` }),
    );
    repository.commit('new');
    const files = parsed(repository.git('diff', '-M', 'HEAD~', 'HEAD'));
    const moves = files.map(({ previousPath, path, status }) => [previousPath, path, status]);
    expect(new Map(moves.map(([from, to]) => [from, to]))).toEqual(
      new Map(oddPaths.map((path, i) => [path, `moved ${i}/${path}`])),
    );
    expect(new Set(moves.map(([, , status]) => status))).toEqual(new Set(['renamed']));
  });

  test('the texts of lines are kept exactly', () => {
    const lines = [
      'crlf\r',
      '\r',
      'lone\rinside',
      'u\u2028v\u2029w\x85',
      'form\ffeed\v',
      '\ufeffbom',
      '-- minus',
      '++ plus',
      '\\ back',
      '@@ -1 +1 @@',
      'diff --git a/x b/x',
      '',
    ];
    const files = parsed(gitDiff({ 'a.txt': 'old\n' }, { 'a.txt': lines.join('\n') + '\nlast' }));
    expect(hunksOf(files[0])[0]?.lines).toEqual([
      { kind: 'deleted', text: 'old' },
      ...[...lines, 'last'].map((text) => ({ kind: 'added', text })),
    ]);
    const removed = parsed(gitDiff({ 'a.txt': lines.join('\n') + '\nlast' }, { 'a.txt': 'new\n' }));
    expect(hunksOf(removed[0])[0]?.lines.map((line) => line.text)).toEqual([...lines, 'last', 'new']);
  });

  test('a newline that goes at the end of the file changes its last line', () => {
    const files = parsed(gitDiff({ 'a.txt': 'a\nb\n' }, { 'a.txt': 'a\nb' }));
    expect(marked(hunksOf(files[0])[0])).toEqual([' a', '-b', '+b']);
  });

  test('empty context lines that lost their space', () => {
    const repository = TemporaryRepository.create();
    repositories.push(repository);
    repository.commit('base', { 'a.go': '\n\nx\n\n\n' });
    repository.commit('head', { 'a.go': '\n\ny\n\n\n' });
    const text = repository.git('-c', 'diff.suppressBlankEmpty=true', 'diff', 'HEAD~', 'HEAD');
    expect(text).toContain('\n\n');
    expect(marked(hunksOf(parsed(text)[0])[0])).toEqual([' ', ' ', '-x', '+y', ' ', ' ']);
  });

  test('hunks without context name the line before an empty side', () => {
    const files = parsed(gitDiff({ 'a.go': sixLines }, { 'a.go': '1\n2\nnew\n3\n4\n6\n' }, '-U0'));
    expect(hunksOf(files[0])).toMatchObject([
      { oldStart: 2, oldLines: 0, newStart: 3, newLines: 1 },
      { oldStart: 5, oldLines: 1, newStart: 5, newLines: 0 },
    ]);
  });

  test('a header alone is no change: git prints it where only a time stamp differs', () => {
    expect(
      parsed('diff --git a/x b/x\ndiff --git a/y b/y\nold mode 100644\nnew mode 100755\n'),
    ).toMatchObject([{ path: 'y', status: 'modified', diff: { kind: 'text', hunks: [] } }]);
  });

  test('an unmerged path is a file whose difference cannot be had', () => {
    expect(parsed('* Unmerged path a b.go\n')).toEqual([
      {
        path: 'a b.go',
        status: 'modified',
        diff: { kind: 'unavailable', reason: 'has an unresolved merge conflict' },
      },
    ]);
  });
});

describe('a malformed diff', () => {
  const header = 'diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n';
  test.each([
    ['text before it', `hello\n${header}@@ -1 +1 @@\n-a\n+b\n`, 'line 1:'],
    ['other prefixes', 'diff --git x x\n', 'line 1:'],
    ['two different paths without a rename', 'diff --git a/x b/y\n', 'line 1:'],
    ['a combined diff', 'diff --cc x\nindex 1,2..3\n', 'line 1: a combined diff'],
    ['labels that name another file', header.replace('+++ b/x', '+++ b/y'), 'line 4: `+++ b/x` was expected'],
    ['labels without hunks', header, 'line 5: a hunk header was expected'],
    ['a broken hunk header', `${header}@@ -1 +x @@\n`, 'line 5: a hunk header'],
    ['a hunk that is too short', `${header}@@ -1,2 +1 @@\n-a\n+b\n`, 'line 8: the diff ends inside a hunk'],
    [
      'a hunk with too many old lines',
      `${header}@@ -1 +1,2 @@\n-a\n-b\n+c\n`,
      'line 7: the hunk has too many old lines',
    ],
    [
      'a hunk with too many new lines',
      `${header}@@ -1,2 +1 @@\n+a\n+b\n`,
      'line 7: the hunk has too many new lines',
    ],
    ['a hunk that goes on', `${header}@@ -1 +1 @@\n-a\n+b\n+c\n`, 'line 8:'],
    [
      'an unknown mark in a hunk',
      `${header}@@ -1,2 +1,2 @@\n-a\n*b\n`,
      'line 7: a line of a hunk starts with',
    ],
    [
      'hunks out of order',
      `${header}@@ -9 +9 @@\n-a\n+b\n@@ -1 +1 @@\n-a\n+b\n`,
      'line 8: the hunk does not stand',
    ],
    [
      'hunks that do not fit',
      `${header}@@ -1 +1 @@\n-a\n+b\n@@ -9 +8 @@\n-a\n+b\n`,
      'line 8: the hunk does not stand',
    ],
    ['an empty hunk', `${header}@@ -0,0 +0,0 @@\n`, 'line 5: the hunk announces no lines'],
    ['a hunk at line 0', `${header}@@ -0 +1 @@\n-a\n+b\n`, 'line 5: the hunk starts at line 0'],
    ['a marker for no line', `${header}@@ -1 +1 @@\n\\ No newline at end of file\n`, 'line 6:'],
    [
      'a file twice',
      'diff --git a/x b/x\nold mode 100644\nnew mode 100755\n'.repeat(2),
      'line 4: `x` is in the diff',
    ],
    ['half a rename', 'diff --git a/x b/y\nrename from x\n', 'line 1:'],
    ['a path with a broken escape', 'diff --git "a/\\400" "b/\\400"\n', 'line 1:'],
    ['an empty binary patch', 'diff --git a/x b/x\nGIT binary patch\n', 'line 3:'],
    ['line ends that were converted', header.replaceAll('\n', '\r\n'), 'line 1:'],
  ])('%s', (_, text, expected) => {
    const result = parseUnifiedDiff(text);
    if (result.ok) throw new Error(`parsed: ${JSON.stringify(result.value)}`);
    expect(result.error).toContain(`the diff is malformed at ${expected}`);
  });
});

describe('parseHunks', () => {
  test("reads the patch of GitHub's API, which has no header and no line end", () => {
    const patch = '@@ -1,3 +1,3 @@ func f() {\n a\n-b\n+c\n d\n\\ No newline at end of file';
    const result = parseHunks(patch);
    expect(result.ok && result.value.map(marked)).toEqual([[' a', '-b', '+c', ' d']]);
    expect(parseHunks('')).toEqual({ ok: true, value: [] });
  });

  test('refuses anything else', () => {
    expect(parseHunks('--- a/x\n+++ b/x\n')).toEqual({
      ok: false,
      error: 'the diff is malformed at line 1: a hunk header was expected',
    });
  });
});

test('random files: the hunks turn the old text into the new, and jsdiff reads the same', () => {
  const repository = TemporaryRepository.create();
  repositories.push(repository);
  fc.assert(
    fc.property(
      fc.array(filePair, { minLength: 15, maxLength: 15 }),
      fc.integer({ min: 0, max: 4 }),
      (pairs, context) => {
        repository.commit('old', Object.fromEntries(pairs.map(([before], i) => [`${i}.txt`, before])));
        repository.commit('new', Object.fromEntries(pairs.map(([, after], i) => [`${i}.txt`, after])));
        const text = repository.git('diff', `-U${context}`, 'HEAD~', 'HEAD');
        const files = new Map(parsed(text).map((file) => [file.path, file]));
        const patches = new Map(parsePatch(text).map((patch) => [patch.newFileName?.slice(2), patch]));
        for (const [i, [before, after]] of pairs.entries()) {
          const file = files.get(`${i}.txt`);
          expect(file === undefined).toBe(before === after);
          if (file === undefined) continue;
          expect(apply(splitLines(before), hunksOf(file))).toEqual(splitLines(after));
          const lines = patches
            .get(file.path)
            ?.hunks.map((hunk) => hunk.lines.filter((line) => !line.startsWith('\\ ')));
          expect(hunksOf(file).map(marked)).toEqual(lines);
        }
      },
    ),
    { numRuns: 25 },
  );
});

function apply(lines: readonly string[], hunks: readonly Hunk[]): string[] {
  const result: string[] = [];
  let next = 0;
  for (const hunk of hunks) {
    const start = hunk.oldLines === 0 ? hunk.oldStart : hunk.oldStart - 1;
    result.push(...lines.slice(next, start));
    expect(result).toHaveLength(hunk.newLines === 0 ? hunk.newStart : hunk.newStart - 1);
    next = start;
    for (const line of hunk.lines) {
      if (line.kind !== 'added') expect(lines[next++]).toBe(line.text);
      if (line.kind !== 'deleted') result.push(line.text);
    }
  }
  return [...result, ...lines.slice(next)];
}
