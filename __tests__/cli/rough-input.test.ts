import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TemporaryRepository } from '../git-repository.ts';
import type { FileContent } from '../git-repository.ts';
import { broken, entry, head, leak, places, run, useAfterFree } from './run-cli.ts';
import type { Outcome, RunOptions } from './run-cli.ts';

/** Runs in a repository made for one test. */
async function inRepository(
  files: Readonly<Record<string, FileContent>>,
  args: readonly string[],
  options: RunOptions & { readonly prepare?: (repository: TemporaryRepository) => void } = {},
): Promise<Outcome> {
  const repository = TemporaryRepository.create();
  try {
    repository.commit('Start', files);
    const { prepare, ...rest } = options;
    prepare?.(repository);
    return await run(repository.root, args, repository.environment, rest);
  } finally {
    repository.dispose();
  }
}

/** A mistake of the user: one sentence, nothing else, no stack. */
function expectMistake(outcome: Outcome, sentence: RegExp): void {
  const last = outcome.error.trimEnd().split('\n').at(-1) ?? '';
  expect(last).toMatch(/^cgo-review: [^\n]*[.?]$/);
  expect(last).toMatch(sentence);
  expect(outcome.error).not.toMatch(/\bat .*:\d+:\d+|a bug/);
  expect({ status: outcome.status, out: outcome.out }).toEqual({ status: 2, out: '' });
}

describe('what is compared', () => {
  let shallow: TemporaryRepository;
  let origin: TemporaryRepository;
  beforeAll(() => {
    origin = TemporaryRepository.create();
    origin.commit('Start', { 'a.go': head });
    origin.git('checkout', '--quiet', '-b', 'topic');
    origin.commit('Topic', { 'a.go': head + leak });
    origin.git('checkout', '--quiet', 'main');
    origin.commit('Main', { 'b.go': 'package a\n' });
    shallow = TemporaryRepository.clone(origin, '--depth=1', '--no-single-branch', '--branch=topic');
  });
  afterAll(() => {
    shallow.dispose();
    origin.dispose();
  });

  test('no repository', async () => {
    expectMistake(await run(tmpdir(), ['review'], origin.environment), / is not in a git repository\.$/);
  });

  test('a shallow clone without the merge base', async () => {
    expectMistake(
      await run(shallow.root, ['review', '--base', 'origin/main'], shallow.environment),
      /^cgo-review: This shallow clone does not reach a common ancestor of .*: fetch the whole history .*\.$/,
    );
  });

  test('an unknown ref', async () => {
    expectMistake(
      await run(origin.root, ['review', '--base', 'topik'], origin.environment),
      /^cgo-review: The revision `topik` is not in .*: did you mean `topic`\?$/,
    );
  });

  test('an empty difference', async () => {
    const { status, out } = await run(origin.root, ['review', '--base', 'HEAD'], origin.environment);
    expect(out.split('\n')[0]).toBe('No file had to be analysed.');
    expect(status).toBe(0);
  });

  test('no commit yet', async () => {
    const own = TemporaryRepository.create();
    try {
      own.write({ 'a.go': head + leak });
      const { status, out, error } = await run(own.root, ['review'], own.environment);
      expect(error).toBe('The repository has no commit yet: all of its files are new.\n');
      expect(places(out)).toEqual(['a.go:9 warning']);
      expect(status).toBe(0);
      own.git('add', '--all');
      expect(places((await run(own.root, ['review', '--staged'], own.environment)).out)).toEqual([
        'a.go:9 warning',
      ]);
    } finally {
      own.dispose();
    }
  });

  test('a patch that does not apply', async () => {
    const input = 'diff --git a/a.go b/a.go\n--- a/a.go\n+++ b/a.go\n@@ -1 +1 @@\n-package b\n+package c\n';
    expectMistake(
      await inRepository({ 'a.go': head }, ['review', '--patch', '-'], { input }),
      /^cgo-review: The patch does not apply to the work tree: `a\.go` .*\.$/,
    );
  });

  test('a text that is no patch', async () => {
    expectMistake(
      await inRepository({ 'a.go': head }, ['review', '--patch', '-'], { input: 'Dear reviewer,\n' }),
      /patch/,
    );
  });

  test('a patch that is not there', async () => {
    expectMistake(
      await inRepository({ 'a.go': head }, ['review', '--patch', 'a.diff']),
      /^cgo-review: The patch a\.diff cannot be read: it does not exist\.$/,
    );
  });

  test('a path outside the repository', async () => {
    expectMistake(
      await inRepository({ 'a.go': head }, ['audit', '.', tmpdir()]),
      / is outside the repository .*: name a path in it\.$/,
    );
  });
});

describe('the configuration', () => {
  test.each([
    [
      'fail-on: error\nexclud:\n  - a/\n',
      'cgo-review: .github/cgo-review.yml:2:1: there is no setting "exclud"; did you mean "exclude"?\n',
    ],
    [
      'rules:\n  cstring-leak: loud\n',
      'cgo-review: .github/cgo-review.yml:2:17: "rules.cstring-leak" is "loud" and must be off, on, error, warning or info.\n',
    ],
  ])('%j', async (text, sentence) => {
    const outcome = await inRepository({ 'a.go': head, '.github/cgo-review.yml': text }, ['audit']);
    expect(outcome).toEqual({ status: 2, out: '', error: sentence });
  });
});

describe('a directive that the Go tools refuse is told with its place, and the file is reviewed', () => {
  const own = leak.replace('Leak', 'Other');
  test.each<[string, string, string]>([
    [
      'a #cgo line',
      `package a\n\n// #cgo CFLAGS -I.\n// #include <stdlib.h>\nimport "C"\n\n${own}`,
      'a.go:3: the `#cgo` line has no colon behind what it sets.',
    ],
    [
      'an export of another name',
      `${head}//export Name\n${own}`,
      'a.go:8: `//export Name` stands above `Other`, which cgo refuses.',
    ],
    [
      'a pragma above no function',
      `${head}//go:noescape\nvar x int\n\n${own}`,
      'a.go:8: `//go:noescape` stands above no function, where the compiler refuses it.',
    ],
  ])('%s', async (_name, content, note) => {
    const { status, out, error } = await inRepository({ 'a.go': content, 'b.go': head + leak }, ['audit']);
    expect(error).toBe('');
    expect(out).toContain(note);
    expect(places(out)).toHaveLength(2);
    expect(status).toBe(0);
  });

  test('near misses are not told of', async () => {
    const content = `${head}//go:noescape\nfunc Asm(p *int)\n\n// #cgo CFLAGS -I.\n\n//export Other\n${own}`;
    const { out, error } = await inRepository({ 'a.go': content }, ['audit']);
    expect(error).toBe('');
    expect(out).not.toMatch(/refuses|colon/);
  });

  test('of another file than the changed ones it is not told', async () => {
    const repository = TemporaryRepository.create();
    try {
      repository.commit('Start', { 'a.go': `${head}//go:noescape\nvar x int\n`, 'b.go': head });
      repository.commit('Leak', { 'b.go': `${head}//go:noescape\nvar y int\n\n${leak}` });
      const { out, error } = await run(
        repository.root,
        ['review', '--base', 'HEAD~1', '--head', 'HEAD'],
        repository.environment,
      );
      expect(error).toBe('');
      expect(out).toContain('b.go:8: `//go:noescape` stands above no function');
      expect(out).not.toContain('a.go:8');
    } finally {
      repository.dispose();
    }
  });
});

describe('what cannot be analysed is listed, and the status is 3', () => {
  const big = `${head}${leak}\n`.padEnd(21 * 1024 * 1024, '/');
  const long = `${head}func Long(s string, n int) {\n\tcs := C.CString(s)\n${'\tn = n + 1\n'.repeat(100_000)}\tC.puts(cs)\n}\n`;
  const many = Array.from(
    { length: 4_000 },
    (_, i) =>
      `\tcs${String(i)} := C.CString(s)\n\tif g() {\n\t\tgoto end\n\t}\n\tC.free(unsafe.Pointer(cs${String(i)}))\n`,
  );
  const tangled = `${head}func Tangled(s string) {\n${many.join('')}end:\n\tg()\n}\n`;
  test.each<[string, FileContent, RegExp]>([
    [
      'a file that does not parse',
      head + broken,
      /: does not parse: there is a syntax error at line 9, and /,
    ],
    [
      'a malformed build constraint',
      `//go:build linux &&\n\n${head}`,
      /: was reviewed as if every build had it: at line 1, the `\/\/go:build` line is malformed: /,
    ],
    [
      'a second build constraint',
      `//go:build linux\n//go:build cgo\n\n${head}`,
      /: was reviewed as if every build had it: at line 2, the file has a second `\/\/go:build` line/,
    ],
    [
      'invalid UTF-8',
      Buffer.from(`${head}// \xff\n`, 'latin1'),
      /: is not valid UTF-8 \(byte 0xff at offset \d+\)/,
    ],
    ['a NUL byte', `${head}// \0\n`, /: holds a NUL byte \(at offset \d+\)/],
    ['a file of 21 MB', big, /: is 21\.0 MB, larger than the 20\.0 MB that are read/],
    [
      'a function without an end in sight',
      tangled,
      /: was not followed to its end: `func Tangled` at line 8 is too large/,
    ],
  ])('%s', async (_name, content, reason) => {
    const { status, out, error } = await inRepository({ 'a.go': content, 'b.go': head + leak }, ['audit']);
    expect(error).toBe('');
    expect(places(out)).toContain('b.go:9 warning');
    expect(out).toMatch(reason);
    expect(status).toBe(3);
  });

  test('20 MB, and 100,000 lines in one function, are read', async () => {
    const most = `${head}${leak}`.padEnd(20 * 1024 * 1024 - 1, '// a comment\n') + '\n';
    const { status, out } = await inRepository({ 'a.go': most, 'long.go': long }, ['audit']);
    expect(places(out)).toEqual(['a.go:9 warning', 'long.go:9 warning']);
    expect(status).toBe(0);
  });

  test('an unreadable file', async () => {
    const isRoot = process.getuid?.() === 0;
    const outcome = await inRepository({ 'a.go': head + leak, 'b.go': head + leak }, ['audit'], {
      ...(isRoot ? { uid: 65534, gid: 65534 } : {}),
      prepare: (repository) => {
        repository.write({ 'b.go': `${head}${leak}${leak.replace('Leak', 'Other')}` });
        // Another user than the superuser looks, who may open everything.
        execFileSync('chmod', ['-R', 'a+rX', join(repository.root, '..')]);
        chmodSync(join(repository.root, 'b.go'), 0);
      },
    });
    expect(outcome.out).toContain('b.go: could not be read: permission denied');
    expect(places(outcome.out)).toEqual(['a.go:9 warning']);
    expect(outcome.status).toBe(3);
  });
});

test('a symbolic link is not followed, and one that leads back to itself does no harm', async () => {
  const { status, out, error } = await inRepository(
    {
      'a.go': head + leak,
      'loop.go': { linkTo: 'loop.go' },
      'one.go': { linkTo: 'two.go' },
      'two.go': { linkTo: 'one.go' },
      up: { linkTo: '.' },
      'self/again': { linkTo: '../self' },
    },
    ['audit', '--verbose'],
  );
  expect(error).toMatch(/^Repository \S+ \(all of it\), \d+ of \d+ rules, \d+\.\d+ s\.\n$/);
  expect(status).toBe(0);
  expect(places(out)).toEqual(['a.go:9 warning']);
  expect(out).toContain('is a symbolic link');
});

describe('the report', () => {
  test('on a full disk', async () => {
    const full = openSync('/dev/full', 'w');
    try {
      const outcome = await inRepository({ 'a.go': head + useAfterFree }, ['audit'], {
        stdio: ['pipe', full, 'pipe'],
      });
      expectMistake(
        outcome,
        /^cgo-review: The report could not be written to standard output: no space is left on the device\.$/,
      );
    } finally {
      closeSync(full);
    }
  });

  test('to a file on a full disk; the others are written', async () => {
    const outcome = await inRepository({ 'a.go': head + useAfterFree }, [
      'audit',
      '--format',
      'json=/dev/full',
      '--format',
      'text',
    ]);
    expect(places(outcome.out)).toEqual(['a.go:10 error']);
    expect(outcome.error).toBe(
      'cgo-review: The report could not be written to /dev/full: no space is left on the device.\n',
    );
    expect(outcome.status).toBe(2);
  });

  test.each([
    ['json=none/report.json', /to none\/report\.json: its folder does not exist\.$/],
    ['json=.', /to \.: it is a folder\.$/],
  ])('to %s', async (format, sentence) => {
    expectMistake(await inRepository({ 'a.go': head }, ['audit', '--format', format]), sentence);
  });

  test('to files, with one line of what was found', async () => {
    const repository = TemporaryRepository.create();
    try {
      repository.commit('Start', { 'a.go': head + useAfterFree });
      const outputs = ['json', 'sarif', 'html', 'rdjson', 'checkstyle', 'github', 'text'];
      const { status, out, error } = await run(
        repository.root,
        ['audit', ...outputs.flatMap((format) => ['--format', `${format}=${format}.out`])],
        repository.environment,
      );
      expect({ status, out, error }).toEqual({ status: 1, out: '', error: '1 finding: 1 error.\n' });
      for (const format of outputs) {
        expect(readFileSync(join(repository.root, `${format}.out`), 'utf8')).toContain('c-use-after-free');
      }
    } finally {
      repository.dispose();
    }
  });

  test('to a pipe that is closed', async () => {
    const functions = Array.from({ length: 2_000 }, (_, i) => useAfterFree.replace('Use', `Use${String(i)}`));
    const files = { 'a.go': head + functions.join('\n') };
    const repository = TemporaryRepository.create();
    try {
      repository.commit('Start', files);
      const child = spawn(process.execPath, [entry, 'audit'], {
        cwd: repository.root,
        env: { ...repository.environment, NODE_NO_WARNINGS: '1' },
      });
      let error = '';
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (error += chunk));
      child.stdout.once('data', () => child.stdout.destroy());
      const status = await new Promise((resolve) => child.on('close', resolve));
      expect(error).toBe('Standard output was closed before all of the report was written.\n');
      expect(status).toBe(1);
    } finally {
      repository.dispose();
    }
  });
});

test('a bug shows its stack and where to report it, with status 70', async () => {
  const repository = TemporaryRepository.create();
  try {
    repository.commit('Start', { 'a.go': head });
    const breaking = join(repository.root, 'break.mjs');
    writeFileSync(breaking, "Date.prototype.toISOString = () => { throw new Error('It broke.'); };\n");
    const { status, out, error } = await run(repository.root, ['audit'], repository.environment, {
      node: ['--import', breaking],
    });
    expect({ status, out }).toEqual({ status: 70, out: '' });
    expect(error).toMatch(
      /^cgo-review: this is a bug; please report it at https:\/\/github\.com\/\S+\/issues with this stack:\nError: It broke\.\n {4}at /,
    );
  } finally {
    repository.dispose();
  }
});
