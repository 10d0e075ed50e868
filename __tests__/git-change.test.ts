import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change, FileChange, Revision } from '../src/diff/change.ts';
import { openGitRepository } from '../src/git/repository.ts';
import type { GitRepository } from '../src/git/repository.ts';
import { TemporaryRepository } from './git-repository.ts';

const temporary: TemporaryRepository[] = [];
const opened: GitRepository[] = [];
afterAll(() => {
  opened.forEach((repository) => repository.close());
  temporary.forEach((repository) => repository.dispose());
});

function create(...options: string[]): TemporaryRepository {
  const repository = TemporaryRepository.create(...options);
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

async function changeOf(
  repository: GitRepository,
  base: string | undefined,
  head: Revision,
  paths?: readonly string[],
): Promise<Change> {
  const result = await repository.change({ base, head, ...(paths ? { paths } : {}) });
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

/** `status path (previous path): what is known of the difference`. */
function summary(files: readonly FileChange[]): string[] {
  return files.map(({ status, path, previousPath, diff }) => {
    const from = previousPath === undefined ? '' : ` (${previousPath})`;
    if (diff.kind !== 'text') return `${status} ${path}${from}: ${diff.kind}`;
    const lines = diff.hunks.flatMap((hunk) => hunk.lines);
    const count = (kind: string): number => lines.filter((line) => line.kind === kind).length;
    return `${status} ${path}${from}: +${count('added')} -${count('deleted')}`;
  });
}

const workTree: Revision = { kind: 'work-tree' };
const index: Revision = { kind: 'index' };
const commit = (id: string): Revision => ({ kind: 'commit', id });
const tenLines = Array.from({ length: 10 }, (_, i) => `line ${i}\n`).join('');

const before = {
  'a.go': `package a\n${tenLines}`,
  'crlf.go': 'a\r\nb\r\n',
  'edited move.go': tenLines.replaceAll('line', 'moved'),
  'gone.go': 'gone\n',
  'image.bin': Uint8Array.of(0, 1, 2),
  'link.go': { linkTo: 'a.go' },
  'mode.sh': '#!/bin/sh\n',
  'pure move.go': tenLines.replaceAll('line', 'pure'),
  'type.go': 'type\n',
  'tab\t"quote" é.go': 'x\n',
};
const after = {
  'a.go': `package a\n${tenLines.replace('line 5\n', 'line 5b\n')}tail`,
  'crlf.go': 'a\r\nb\r\nc\r\n',
  'edited move.go': undefined,
  'moved/edited.go': `${tenLines.replaceAll('line', 'moved')}more\n`,
  'gone.go': undefined,
  'image.bin': Uint8Array.of(0, 1, 3),
  'link.go': { linkTo: '/etc/passwd' },
  'mode.sh': { executable: '#!/bin/sh\n' },
  'pure move.go': undefined,
  'moved/pure.go': tenLines.replaceAll('line', 'pure'),
  'new.go': 'new\n',
  'empty.go': '',
  'type.go': { linkTo: 'a.go' },
  'tab\t"quote" é.go': 'y\n',
};
const expected = [
  'modified a.go: +2 -1',
  'modified crlf.go: +1 -0',
  'added empty.go: +0 -0',
  'removed gone.go: +0 -1',
  'modified image.bin: binary',
  'modified link.go: +1 -1',
  'modified mode.sh: +0 -0',
  'renamed moved/edited.go (edited move.go): +1 -0',
  'renamed moved/pure.go (pure move.go): +0 -0',
  'added new.go: +1 -0',
  'modified tab\t"quote" é.go: +1 -1',
  'type-changed type.go: +1 -1',
];

const block = (name: string): string => `loop {\n\trun()\n\t${name}()\n}\n`;
const hunksBefore = `${block('a')}${block('c')}${'-\n'.repeat(9)}x\n${tenLines.repeat(2)}A\nB\nC\nu\n{\n}\n{\n}\n`;
const hunksAfter =
  `${block('a')}${block('b')}${block('c')}${'-\n'.repeat(9)}y\n${tenLines.repeat(2)}` +
  'C\n{\n}\n{\n}\nu\nA\nB\nA\n{\n}\n';

describe('a change between commits', () => {
  let source: TemporaryRepository;
  let base: string;
  let head: string;
  beforeAll(() => {
    source = create();
    base = source.commit('base', before);
    head = source.commit('head', after);
  });

  test('has every kind of file change', async () => {
    const repository = await open(source);
    const change = await changeOf(repository, base, commit(head));
    expect(summary(change.files)).toEqual(expected);
    expect(change).toMatchObject({ base: { kind: 'commit', id: base }, head: commit(head), source: 'git' });
    const crlf = change.files.find((file) => file.path === 'crlf.go')?.diff;
    expect(crlf?.kind === 'text' && crlf.hunks[0]?.lines.map((line) => line.text)).toEqual([
      'a\r',
      'b\r',
      'c\r',
    ]);
    expect(crlf?.kind === 'text' && crlf.shown).toBe(true);
  });

  test('is limited to literal paths', async () => {
    const repository = await open(source);
    const files = async (...paths: string[]): Promise<string[]> =>
      summary((await changeOf(repository, base, commit(head), paths)).files);
    expect(await files('moved')).toEqual(['added moved/edited.go: +11 -0', 'added moved/pure.go: +10 -0']);
    expect(await files('a.go', 'gone.go')).toEqual(['modified a.go: +2 -1', 'removed gone.go: +0 -1']);
    expect(await files('*.go')).toEqual([]);
  });

  test('starts at the merge base, not at the tip of the base branch', async () => {
    const fork = create();
    const start = fork.commit('start', { 'a.go': tenLines });
    fork.git('checkout', '-q', '-b', 'topic');
    const topic = fork.commit('topic', { 'topic.go': 'x\n' });
    fork.git('checkout', '-q', 'main');
    fork.commit('ahead', { 'main.go': 'x\n' });
    const repository = await open(fork);
    const change = await changeOf(repository, 'main', commit(topic));
    expect(change.base).toEqual(commit(start));
    expect(summary(change.files)).toEqual(['added topic.go: +1 -0']);
    expect(await repository.mergeBase('main', 'topic')).toEqual({ ok: true, value: start });
  });

  test('has no base where the histories have nothing in common', async () => {
    const unrelated = create();
    unrelated.commit('one', { 'a.go': 'a\n' });
    unrelated.git('checkout', '-q', '--orphan', 'other');
    const other = unrelated.commit('two', { 'b.go': 'b\n' });
    const repository = await open(unrelated);
    const change = await changeOf(repository, 'main', commit(other));
    expect(change.base).toBeUndefined();
    expect(summary(change.files)).toEqual(['added a.go: +1 -0', 'added b.go: +1 -0']);
    expect(await repository.mergeBase('main', 'other')).toEqual({
      ok: false,
      error: '`main` and `other` have no history in common.',
    });
  });

  test('without a base, every file is added', async () => {
    const repository = await open(source);
    const change = await changeOf(repository, undefined, commit(base));
    expect(change.base).toBeUndefined();
    expect(change.files).toHaveLength(Object.keys(before).length);
    expect(new Set(change.files.map((file) => file.status))).toEqual(new Set(['added']));
  });

  test('says what is wrong with a base or a head that is not there', async () => {
    const repository = await open(source);
    expect(await repository.change({ base: 'nowhere', head: commit(head) })).toEqual({
      ok: false,
      error: `The revision \`nowhere\` is not in ${source.root}: check its spelling, or fetch it first.`,
    });
    expect((await repository.change({ base, head: commit('1'.repeat(40)) })).ok).toBe(false);
  });

  test('is the same with sha256', async () => {
    const long = create('--object-format=sha256');
    const first = long.commit('base', before);
    const second = long.commit('head', after);
    const repository = await open(long);
    expect(summary((await changeOf(repository, first, commit(second))).files)).toEqual(expected);
    expect(summary((await changeOf(repository, undefined, commit(first))).files)).toHaveLength(10);
  });

  test('shows the code that an attribute calls binary, but no anchor for it', async () => {
    const hidden = create();
    const first = hidden.commit('base', {
      '.gitattributes': '*.go -diff\n*.bin binary\n',
      'a.go': 'a\n',
      'nul.go': 'a\0\n',
      'old.go': tenLines,
      'x.bin': 'a\n',
    });
    const second = hidden.commit('head', {
      'a.go': 'b\n',
      'nul.go': 'b\0\n',
      'old.go': undefined,
      'renamed.go': `${tenLines}x\n`,
      'x.bin': 'b\n',
    });
    const { files } = await changeOf(await open(hidden), first, commit(second));
    expect(summary(files)).toEqual([
      'modified a.go: +1 -1',
      'modified nul.go: binary',
      'renamed renamed.go (old.go): +1 -0',
      'modified x.bin: binary',
    ]);
    expect(files[0]?.diff).toMatchObject({ shown: false });
  });

  test('no configuration of the user or the repository changes it, and no program of theirs runs', async () => {
    const disturbed = create();
    const attributes = { '.gitattributes': '*.go diff=evil filter=evil\n' };
    // Where the hunks lie depends on the algorithm, the heuristic for indented blocks and the distance of
    // hunks.
    const first = disturbed.commit('base', { ...before, ...attributes, 'hunks.txt': hunksBefore });
    const second = disturbed.commit('head', { ...after, 'hunks.txt': hunksAfter });
    const plain = await changeOf(await open(disturbed), first, commit(second));
    const proof = join(disturbed.root, '..', 'proof');
    const run = `sh -c 'touch ${proof}; cat'`;
    const settings: Record<string, string> = {
      'color.ui': 'always',
      'color.diff': 'always',
      'core.attributesFile': join(disturbed.root, '..', 'attributes'),
      'core.autocrlf': 'true',
      'core.fsmonitor': run,
      'core.pager': run,
      'core.quotePath': 'false',
      'diff.algorithm': 'patience',
      'diff.colorMoved': 'zebra',
      'diff.context': '0',
      'diff.evil.command': run,
      'diff.evil.textconv': run,
      'diff.external': run,
      'diff.indentHeuristic': 'false',
      'diff.interHunkContext': '9',
      'diff.mnemonicPrefix': 'true',
      'diff.noprefix': 'true',
      'diff.orderFile': '/nonexistent',
      'diff.relative': 'true',
      'diff.renameLimit': '1',
      'diff.renames': 'false',
      'diff.submodule': 'log',
      'diff.suppressBlankEmpty': 'true',
      'diff.wsErrorHighlight': 'all',
      'filter.evil.clean': run,
      'filter.evil.required': 'true',
      'pager.diff': run,
    };
    writeFileSync(join(disturbed.root, '..', 'attributes'), '* -diff\n');
    for (const [key, value] of Object.entries(settings)) disturbed.git('config', '--global', key, value);
    disturbed.git('config', 'filter.a=b.clean', run);
    const variables = {
      GIT_EXTERNAL_DIFF: run,
      GIT_DIFF_OPTS: '-u0',
      GIT_DIR: '/nonexistent',
      GIT_INDEX_FILE: '/nonexistent',
      GIT_TRACE: '1',
    };
    const repository = await open(disturbed, variables);
    const result = await changeOf(repository, first, commit(second));
    expect(result).toEqual(plain);
    expect(summary(result.files.filter((file) => file.path !== 'hunks.txt'))).toEqual(expected);

    // The same for what is on disk: the file is touched, so that git has to read it.
    disturbed.git('config', '--unset', 'filter.a=b.clean');
    writeFileSync(join(disturbed.root, '.git', 'info', 'attributes'), '*.sh filter=a=b\n');
    disturbed.git('config', 'filter.a=b.clean', run);
    disturbed.write({ 'a.go': 'on disk\n', 'mode.sh': { executable: 'on disk\n' } });
    const files = (await changeOf(await open(disturbed, variables), second, workTree)).files;
    expect(summary(files)).toEqual(['modified a.go: +1 -12', 'modified mode.sh: +1 -1']);
    expect(existsSync(proof)).toBe(false);
  });
});

describe('a change in the index and the work tree', () => {
  let source: TemporaryRepository;
  let base: string;
  beforeAll(() => {
    source = create();
    base = source.commit('base', {
      '.gitignore': 'ignored.go\n',
      'both.go': 'one\n',
      'kept.go': tenLines,
      'removed.go': 'removed\n',
      'staged.go': 'staged\n',
      'uncached.go': 'one\ntwo\n',
      'same.go': 'same\n',
      'unstaged.go': 'unstaged\n',
    });
    source.write({ 'both.go': 'one\ntwo\n', 'staged.go': 'staged\nnow\n', 'new-staged.go': 'x\n' });
    source.git('add', 'both.go', 'staged.go', 'new-staged.go');
    source.git('rm', '-q', '--cached', 'uncached.go', 'same.go');
    source.write({
      'both.go': 'one\ntwo\nthree\n',
      'removed.go': undefined,
      'uncached.go': 'one\n2\n',
      'unstaged.go': 'unstaged\nnow\n',
      'untracked dir/é\t.go': 'a\nb',
      'untracked.bin': Uint8Array.of(0),
      'untracked-empty.go': '',
      'untracked-link.go': { linkTo: '/etc/passwd' },
      'ignored.go': 'x\n',
      'nested/a.go': 'x\n',
    });
    source.git('init', '-q', 'nested');
  });

  test('the index holds what is staged', async () => {
    const change = await changeOf(await open(source), 'HEAD', index);
    expect(change.base).toEqual(commit(base));
    expect(summary(change.files)).toEqual([
      'modified both.go: +1 -0',
      'added new-staged.go: +1 -0',
      'removed same.go: +0 -1',
      'modified staged.go: +1 -0',
      'removed uncached.go: +0 -2',
    ]);
  });

  test('the work tree holds what is staged, unstaged and untracked, and nothing that is ignored', async () => {
    const { files } = await changeOf(await open(source), 'HEAD', workTree);
    expect(summary(files)).toEqual([
      'modified both.go: +2 -0',
      'added new-staged.go: +1 -0',
      'removed removed.go: +0 -1',
      'modified staged.go: +1 -0',
      'modified uncached.go: +1 -1',
      'modified unstaged.go: +1 -0',
      'added untracked dir/é\t.go: +2 -0',
      'added untracked-empty.go: +0 -0',
      'added untracked-link.go: +1 -0',
      'added untracked.bin: binary',
    ]);
    const link = files.find((file) => file.path === 'untracked-link.go')?.diff;
    expect(link?.kind === 'text' && link.hunks[0]?.lines).toEqual([{ kind: 'added', text: '/etc/passwd' }]);
  });

  test('untracked files obey the paths', async () => {
    const { files } = await changeOf(await open(source), 'HEAD', workTree, ['untracked dir', 'staged.go']);
    expect(summary(files)).toEqual(['modified staged.go: +1 -0', 'added untracked dir/é\t.go: +2 -0']);
  });

  test('an untracked file reads as git would show it once it is added', async () => {
    const local = create();
    local.commit('base');
    const texts = ['a\r\nb\r\n', 'no newline', '\n\n', '\ufeffbom\n', 'u\u2028v\n\\ x\n'];
    texts.forEach((text, i) => local.write({ [`${i}.txt`]: text }));
    local.write({ 'latin1.txt': Uint8Array.of(0x63, 0xe9, 0x0a) });
    const repository = await open(local);
    const untracked = await changeOf(repository, 'HEAD', workTree);
    local.git('add', '-A');
    expect(untracked.files).toEqual((await changeOf(repository, 'HEAD', index)).files);
    expect(untracked.files).toHaveLength(6);
  });

  test('an empty repository has only added files', async () => {
    const empty = create();
    const repository = await open(empty);
    expect(await changeOf(repository, undefined, workTree)).toMatchObject({ base: undefined, files: [] });
    empty.write({ 'a.go': 'a\n', 'b.go': 'b\n' });
    empty.git('add', 'a.go');
    expect(summary((await changeOf(repository, undefined, index)).files)).toEqual(['added a.go: +1 -0']);
    expect(summary((await changeOf(repository, undefined, workTree)).files)).toEqual([
      'added a.go: +1 -0',
      'added b.go: +1 -0',
    ]);
    expect(await repository.hasCommits()).toBe(false);
    expect(await repository.change({ base: 'HEAD', head: workTree })).toEqual({
      ok: false,
      error:
        `The branch \`main\` of ${empty.root} has no commit yet: ` +
        'commit first, or compare with nothing, and every file counts as new.',
    });
    expect(await repository.change({ base: 'main', head: index })).toEqual(
      await repository.change({ base: 'HEAD', head: index }),
    );
  });

  test('an orphan branch without a commit has no base', async () => {
    const orphan = create();
    orphan.commit('base', { 'a.go': 'a\n' });
    orphan.git('checkout', '-q', '--orphan', 'other');
    const change = await changeOf(await open(orphan), 'main', index);
    expect(change.base).toBeUndefined();
    expect(summary(change.files)).toEqual(['added a.go: +1 -0']);
  });

  test('a merge conflict is unavailable in the index and text in the work tree', async () => {
    const conflict = create();
    conflict.commit('base', { 'a.go': 'base\n' });
    conflict.git('checkout', '-q', '-b', 'topic');
    conflict.commit('topic', { 'a.go': 'topic\n' });
    conflict.git('checkout', '-q', 'main');
    conflict.commit('main', { 'a.go': 'main\n' });
    expect(() => conflict.git('merge', '-q', 'topic')).toThrow();
    const repository = await open(conflict);
    expect((await changeOf(repository, 'HEAD', index)).files).toEqual([
      {
        path: 'a.go',
        status: 'modified',
        diff: { kind: 'unavailable', reason: 'has an unresolved merge conflict' },
      },
    ]);
    expect(summary((await changeOf(repository, 'HEAD', workTree)).files)).toEqual(['modified a.go: +4 -0']);
    expect(await repository.tree(index)).toMatchObject([{ path: 'a.go' }]);
    expect(Buffer.from((await repository.file(index, 'a.go')) ?? []).toString()).toBe('main\n');
  });

  test('the index is compared with the merge base of HEAD and the base', async () => {
    const branched = create();
    const start = branched.commit('start', { 'a.go': 'a\n' });
    branched.git('checkout', '-q', '-b', 'topic');
    branched.commit('topic', { 'topic.go': 'x\n' });
    branched.git('checkout', '-q', 'main');
    branched.commit('ahead', { 'main.go': 'x\n' });
    branched.git('checkout', '-q', 'topic');
    branched.write({ 'staged.go': 's\n', 'unstaged.go': 'u\n' });
    branched.git('add', 'staged.go');
    const repository = await open(branched);
    const change = await changeOf(repository, 'main', index);
    expect(change.base).toEqual(commit(start));
    expect(summary(change.files)).toEqual(['added staged.go: +1 -0', 'added topic.go: +1 -0']);
    expect(summary((await changeOf(repository, 'HEAD', index)).files)).toEqual(['added staged.go: +1 -0']);
  });

  test('on the default branch itself, its merge base is HEAD: what is not committed is the change', async () => {
    const local = create();
    const only = local.commit('base', { 'a.go': 'a\n' });
    const repository = await open(local);
    const base = await repository.defaultBranch();
    expect(await changeOf(repository, base, workTree)).toMatchObject({ base: commit(only), files: [] });
    local.write({ 'a.go': 'b\n' });
    expect(summary((await changeOf(repository, base, workTree)).files)).toEqual(['modified a.go: +1 -1']);
    local.git('checkout', '-q', '--detach');
    expect(await repository.defaultBranch()).toBe('main');
  });

  test('a path outside the repository is refused, and no file is there', async () => {
    const local = create();
    local.commit('base', { 'a.go': 'a\n' });
    const repository = await open(local);
    for (const path of ['../x.go', '/etc/passwd', 'd/../../x']) {
      expect(await repository.change({ base: 'HEAD', head: workTree, paths: ['a.go', path] })).toEqual({
        ok: false,
        error: `\`${path}\` is outside the repository ${local.root}: name a path in it.`,
      });
      expect(await repository.file(workTree, path)).toBeUndefined();
      expect(await repository.file(commit('HEAD'), path)).toBeUndefined();
    }
    expect((await changeOf(repository, 'HEAD', workTree, ['..a', 'd/../a.go'])).files).toEqual([]);
  });

  test('links in a loop, and one to the directory above, are files of their own', async () => {
    const looped = create();
    looped.commit('base', { 'd/a.go': 'a\n' });
    looped.write({
      a: { linkTo: 'b' },
      b: { linkTo: 'a' },
      'd/up': { linkTo: '..' },
      'd/self.go': { linkTo: 'self.go' },
    });
    const repository = await open(looped);
    const { files } = await changeOf(repository, 'HEAD', workTree);
    expect(summary(files)).toEqual([
      'added a: +1 -0',
      'added b: +1 -0',
      'added d/self.go: +1 -0',
      'added d/up: +1 -0',
    ]);
    expect((await repository.tree(workTree)).map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'symlink a',
      'symlink b',
      'file d/a.go',
      'symlink d/self.go',
      'symlink d/up',
    ]);
    expect(await repository.file(workTree, 'd/up/d/a.go')).toBeUndefined();
  });

  test.each(['patched', 'unpatched'] as const)('the revision `%s` is none of git', async (kind) => {
    const local = create();
    local.commit('base', { 'a.go': 'a\n' });
    const repository = await open(local);
    const message = `a git repository has no revision of the kind ${kind}`;
    await expect(repository.tree({ kind })).rejects.toThrow(message);
    await expect(repository.file({ kind }, 'a.go')).rejects.toThrow(message);
    await expect(repository.change({ base: 'HEAD', head: { kind } })).rejects.toThrow(message);
  });

  test('files that may not be opened are listed, and the others are compared', async () => {
    const closed = create();
    closed.commit('base', { 'a.go': 'a\n', 'closed.go': 'c\n', 'd/in.go': 'i\n', 'kept.go': 'k\n' });
    closed.write({ 'a.go': 'b\n', 'closed.go': 'longer\n', 'new.go': 'n\n', 'd/in.go': 'longer\n' });
    const root = closed.root;
    execFileSync('chmod', ['-R', 'a+rX', join(root, '..')]);
    chmodSync(join(root, 'closed.go'), 0);
    chmodSync(join(root, 'new.go'), 0);
    chmodSync(join(root, 'd'), 0);
    const program = `
      import { openGitRepository } from ${JSON.stringify(new URL('../src/git/repository.ts', import.meta.url).href)};
      const { value } = await openGitRepository(process.argv[1], process.env);
      const head = { kind: 'work-tree' };
      const change = await value.change({ base: 'HEAD', head });
      const tree = await value.tree(head);
      console.log(JSON.stringify({ change, paths: tree.map((entry) => entry.path) }));
      value.close();
    `;
    // The superuser may open everything: another user looks.
    const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const output = execFileSync(
      process.execPath,
      ['--no-warnings', '--input-type=module', '--eval', program, root],
      { env: closed.environment, cwd: root, timeout: 30_000, ...user },
    );
    chmodSync(join(root, 'd'), 0o755);
    const { change, paths } = JSON.parse(output.toString()) as {
      change: { ok: boolean; error?: string; value: Change };
      paths: string[];
    };
    expect(change.error).toBeUndefined();
    expect(summary(change.value.files)).toEqual([
      'modified a.go: +1 -1',
      'modified closed.go: unavailable',
      'modified d/in.go: unavailable',
      'added new.go: unavailable',
    ]);
    expect(change.value.files[1]?.diff).toEqual({
      kind: 'unavailable',
      reason: 'permission denied',
    });
    expect(paths).toEqual(['a.go', 'closed.go', 'd/in.go', 'kept.go', 'new.go']);
  });

  test('an index that a commit hook is given counts', async () => {
    const hooked = create();
    hooked.commit('base', { 'a.go': 'a\n' });
    hooked.write({ 'a.go': 'b\n' });
    const indexFile = join(hooked.root, '.git', 'next-index.lock');
    const stage = await open(hooked);
    expect((await changeOf(stage, 'HEAD', index)).files).toEqual([]);
    hooked.git('add', 'a.go');
    hooked.git('update-index', '-q', '--refresh');
    writeFileSync(
      indexFile,
      hooked.gitBytes('cat-file', 'blob', hooked.git('hash-object', '-w', '.git/index').trim()),
    );
    hooked.git('reset', '-q');
    const repository = await open(hooked, { GIT_INDEX_FILE: indexFile });
    expect(summary((await changeOf(repository, 'HEAD', index)).files)).toEqual(['modified a.go: +1 -1']);
  });
});
