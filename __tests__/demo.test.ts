import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { differences, expectedComments, harmless, lineOf } from '../scripts/demo/expectation.ts';
import { reviewPicture } from '../scripts/demo/picture.ts';
import { cellsOf, wrap } from '../scripts/demo/picture-text.ts';
import { filesBelow } from '../scripts/demo/pull-request.ts';
import type { Replay } from '../scripts/demo/replay.ts';
import { replay } from '../scripts/demo/replay.ts';
import { parseOutputs } from '../scripts/demo/runner.ts';
import { TemporaryRepository } from './git-repository.ts';

const root = path.join(import.meta.dirname, '..');

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function node(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Ended {
  const options = { cwd, env: { ...process.env, ...env }, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  return { status, stdout, stderr };
}

describe('the replayed pull request', () => {
  let replayed: Replay;

  beforeAll(async () => {
    replayed = await replay(path.join(root, 'dist/index.js'));
  });

  test('gets exactly the expected comments, once', () => {
    expect(differences(replayed)).toEqual([]);
    expect(replayed.review.comments).toHaveLength(expectedComments.length);
    expect(replayed.first.outputs.get('findings')).toBe('3');
    expect(replayed.firstWrites).toEqual(['POST /repos/gopher/gz/pulls/1/reviews']);
    expect(replayed.secondWrites).toEqual([]);
  });

  test('docs/review.svg is up to date: else run "node scripts/demo.ts --picture"', () => {
    expect(readFileSync(path.join(root, 'docs/review.svg'), 'utf8')).toBe(reviewPicture(replayed.review));
  });

  test('every kind of difference is told', () => {
    const { review, first } = replayed;
    const [comment, ...others] = review.comments;
    if (comment === undefined) throw new Error('no comment');
    const tell = (changed: Partial<Replay>): readonly string[] => differences({ ...replayed, ...changed });
    const shown = (comments: typeof review.comments): Partial<Replay> => ({
      review: { ...review, comments },
    });

    expect(tell(shown(others))).toEqual(['There is no comment of c-use-after-free on reader.go:70.']);
    expect(tell(shown([{ ...comment, line: 1 }, ...others]))).toEqual([
      'There is no comment of c-use-after-free on reader.go:70.',
      'A comment on reader.go:1 was not expected: **`buf` is used after `C.free`, by `C.strlen`.**',
    ]);
    const line = lineOf(replayed.files, harmless.path, harmless.text);
    const wrong = { ...comment, path: harmless.path, line, body: '**Wrong.**\n\nMore.' };
    expect(tell(shown([...review.comments, wrong]))).toEqual([
      `A comment on writer.go:${line}, which is harmless, was not expected: **Wrong.**`,
    ]);
    expect(tell({ second: { ...first, outputs: new Map(), exitCode: 70 } })).toEqual([
      'The second run ended with the verdict none and exit code 70, not with fail and 1.',
    ]);
    expect(tell({ firstWrites: [], secondWrites: ['POST /x'], complaints: ['it hurts'] })).toEqual([
      'The first run wrote nothing.',
      'The second run wrote POST /x.',
      'The fake complains: it hurts.',
    ]);
  });
});

test('the reviewer finds nothing in the base', () => {
  const repository = TemporaryRepository.create();
  try {
    repository.commit('Read gzip files', filesBelow('base'));
    const { status, stdout } = node(repository.root, [path.join(root, 'dist/cli.js'), 'audit']);
    expect({ status, claim: stdout.split('\n', 1) }).toEqual({
      status: 0,
      claim: ['No findings in 2 analysed files.'],
    });
  } finally {
    repository.dispose();
  }
});

test('the command shows the review, writes the page and leaves nothing else', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'cgo-review-demo-'));
  try {
    const [cwd, temp] = [path.join(directory, 'cwd'), path.join(directory, 'temp')];
    mkdirSync(cwd);
    mkdirSync(temp);
    const demo = [path.join(root, 'scripts/demo.ts')];
    const { status, stdout, stderr } = node(cwd, demo, { TMPDIR: temp, NODE_NO_WARNINGS: '1' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('`cpath` from `C.CString` is not freed on every path.');
    expect(stdout).toContain(`The same as a page: ${path.join(cwd, 'demo-review.html')}`);
    expect(stdout.trimEnd().split('\n').slice(-3)).toEqual([
      'verdict: fail, exit code of the action: 1',
      'Run again on the same commit, the action wrote nothing.',
      'Each of the three bugs has its comment, and the harmless unsafe line has none.',
    ]);
    expect(readdirSync(temp)).toEqual([]);
    expect(readdirSync(cwd)).toEqual(['demo-review.html']);
    const page = readFileSync(path.join(cwd, 'demo-review.html'), 'utf8');
    expect(page.match(/Comment on line /g)).toHaveLength(3);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('a bundle that does not work makes the demo fail and shows its log', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'cgo-review-demo-'));
  try {
    const demo = [path.join(root, 'scripts/demo.ts'), '--dist', directory];
    const none = node(directory, demo);
    expect({ status: none.status, stdout: none.stdout }).toEqual({ status: 1, stdout: '' });
    expect(none.stderr).toContain('run "npm run build" first.');

    writeFileSync(path.join(directory, 'index.js'), "console.log('a broken bundle');\n");
    const broken = node(directory, demo);
    expect(broken.status).toBe(1);
    expect(broken.stderr).toContain('- There is no comment of cstring-leak on writer.go:23.');
    expect(broken.stderr).toContain('a broken bundle');
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('outputs are read as the runner reads them', () => {
  const text = 'verdict<<ghadelimiter_1\nfail\nghadelimiter_1\nfindings=3\nnote<<E\na=b\n\nc\nE\nempty=\n';
  expect([...parseOutputs(text)]).toEqual([
    ['verdict', 'fail'],
    ['findings', '3'],
    ['note', 'a=b\n\nc'],
    ['empty', ''],
  ]);
  expect(() => parseOutputs('a<<E\nb\n')).toThrow('the output a has no end');
  expect(() => parseOutputs('a\n')).toThrow('not an output: a');
});

test('text in the picture breaks at spaces only', () => {
  const wrapped = (text: string): readonly string[] =>
    wrap(cellsOf(text), 7).map((line) => line.map(({ character }) => character).join(''));
  expect(wrapped('one two three')).toEqual(['one two', 'three']);
  expect(wrapped('a verylongword b')).toEqual(['a', 'verylongword', 'b']);
  expect(wrapped('')).toEqual(['']);
});
