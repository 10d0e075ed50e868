/** What other programs see, through the command line: a small module, built and run for real. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readRunFile } from '../../src/sanitizer/run-file.ts';
import { TemporaryRepository } from '../git-repository.ts';
import { head, places, run } from './run-cli.ts';
import type { Outcome } from './run-cli.ts';

const minutes = 60_000;
/** Without the machine's own cache the standard library is built for the sanitizer first. */
const goCache = spawnSync('go', ['env', 'GOCACHE'], { encoding: 'utf8' }).stdout.trim();

const late =
  'func Late(s string) C.char {\n\tcs := C.CString(s)\n\tC.free(unsafe.Pointer(cs))\n\treturn *cs\n}\n\n';
const number = 'func Number(n uintptr) *byte {\n\treturn (*byte)(unsafe.Pointer(n))\n}\n';
const goTest = 'package a\n\nimport "testing"\n\nfunc TestLate(t *testing.T) {\n\tt.Log(Late("x"))\n}\n';

/** `main` is clean; the work tree reads what it has freed, and makes a pointer of a number. */
let repository: TemporaryRepository;
beforeAll(() => {
  repository = TemporaryRepository.create();
  repository.commit('Start', {
    'go.mod': 'module example.com/a\n\ngo 1.21\n',
    'a.go': `${head}var _ unsafe.Pointer\n`,
  });
  repository.write({ 'a.go': head + late + number, 'a_test.go': goTest });
});
afterAll(() => repository.dispose());

function cli(...args: string[]): Promise<Outcome> {
  return run(repository.root, args, { ...repository.environment, GOCACHE: goCache });
}

describe('the tools', () => {
  test(
    'run first, and prove what a later review finds',
    async () => {
      const first = await cli('sanitize', '--base', 'main', '--sanitize-report', 'run.json');
      expect({ status: first.status, out: first.out }).toEqual({ status: 0, out: '' });
      expect(first.error).toMatch(/\nRan 1 tests?; what they gave is in run\.json\.\n$/);
      const read = readRunFile(readFileSync(join(repository.root, 'run.json'), 'utf8'));
      expect(read).toMatchObject({
        ok: true,
        value: { problems: [], builds: [{ mode: 'asan', package: 'example.com/a', outcome: 'built' }] },
      });
      const { status, out } = await cli('review', '--base', 'main', '--sanitize-report', 'run.json');
      expect(status).toBe(1);
      expect(places(out)).toEqual(['a.go:11 error']);
      expect(out).toContain('Confirmed by AddressSanitizer (heap-use-after-free) in example.com/a.TestLate');
    },
    5 * minutes,
  );

  test(
    'are linters as well, whose file may be missing',
    async () => {
      const { status, out } = await cli('review', '--base', 'main', '--linters', 'vet,out/gone.sarif');
      expect(status).toBe(1);
      expect(places(out)).toEqual(['a.go:11 error', 'a.go:15 warning']);
      expect(out).toContain('[vet/unsafeptr]');
      expect(out).toContain('out/gone.sarif is not there: let the step before write it, ');
    },
    3 * minutes,
  );

  test('build nothing where another tree is reviewed, and say why', async () => {
    const { status, out } = await cli('audit', '--head', 'main', '--sanitize', 'asan', '--linters', 'vet');
    expect(status).toBe(0);
    expect(out).toMatch(/The linters were not run: /);
    expect(out).toMatch(/The sanitizers were not run: /);
  });
});

describe('an audit under the tools', () => {
  let audited: TemporaryRepository;
  beforeAll(() => {
    audited = TemporaryRepository.create();
    audited.commit('Start', {
      'go.mod': 'module example.com/a\n\ngo 1.21\n',
      'a.go': `${head}var _ unsafe.Pointer\n`,
      'b/b.go': `${head.replace('package a', 'package b')}${late}`,
      'b/b_test.go': goTest.replace('package a', 'package b'),
      'c/c_test.go': 'package c\n\nimport "testing"\n\nfunc TestC(*testing.T) {}\n',
      'sanitize-fixtures/drive/main.go':
        'package main\n\nimport "example.com/a/b"\n\nfunc main() { b.Late("x") }\n',
      'sanitize-fixtures/other/main.go': 'package main\n\nfunc main() {}\n',
    });
    audited.write({ 'b/stray.go': 'package b\n\nfunc stray( {\n', 'lone/lone.go': 'package lone\n' });
  });
  afterAll(() => audited.dispose());

  const built = (out: string): string[] =>
    (JSON.parse(out) as { sanitizer: { packages: { package: string }[] } }).sanitizer.packages.map(
      (one) => one.package,
    );
  const audit = (...args: string[]): Promise<Outcome> =>
    run(audited.root, ['audit', '--sanitize', 'asan', '--format', 'json', ...args], {
      ...audited.environment,
      GOCACHE: goCache,
    });

  test(
    'of a folder builds its packages, and the fixtures that drive them',
    async () => {
      const { out } = await audit('--head', 'HEAD', 'b');
      expect(built(out)).toEqual(['example.com/a/b', 'example.com/a/sanitize-fixtures/drive']);
    },
    2 * minutes,
  );

  test(
    'of a commit builds it without what only the work tree has, and says so',
    async () => {
      const { out } = await audit('--head', 'HEAD');
      expect(built(out)).not.toContain('example.com/a/lone');
      expect(JSON.parse(out)).toMatchObject({
        findings: [{ ruleId: 'c-use-after-free', evidence: { kind: 'heap-use-after-free' } }],
        sanitizer: {
          problems: [
            'Built as the reviewed commit has it, without `b/stray.go` and `lone/lone.go`: review the work tree to include what is not committed.',
          ],
        },
      });
    },
    2 * minutes,
  );

  test(
    'of the work tree builds all of it',
    async () => {
      const { out } = await audit();
      expect(built(out)).toContain('example.com/a/lone');
      expect(JSON.parse(out)).toMatchObject({
        sanitizer: { packages: expect.arrayContaining([expect.objectContaining({ outcome: 'failed' })]) },
      });
    },
    2 * minutes,
  );
});

describe('a mistake is one sentence', () => {
  test.each([
    [
      'a report that is not there',
      ['review', '--base', 'main', '--sanitize-report', 'none.json'],
      /The sanitizers' report none\.json cannot be read: it does not exist\.$/,
    ],
    [
      'a folder for a report',
      ['audit', '--sanitize-report', 'folder'],
      /The sanitizers' report folder cannot be read: it is a folder\.$/,
    ],
    [
      'a text for a report',
      ['audit', '--sanitize-report', 'text.json'],
      /The sanitizers' report text\.json cannot be used: The report of the sanitizers is no JSON: hand on the file as it was written\.$/,
    ],
    [
      'a run and a report',
      ['audit', '--sanitize', 'asan', '--sanitize-report', 'none.json'],
      /--sanitize runs the tools and --sanitize-report has their report: give one\.$/,
    ],
  ])('%s', async (_, args, sentence) => {
    mkdirSync(join(repository.root, 'folder'), { recursive: true });
    writeFileSync(join(repository.root, 'text.json'), 'a text');
    const { status, out, error } = await cli(...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(error.trimEnd().split('\n').at(-1)).toMatch(sentence);
  });

  test('a folder that is not there, for what a run gives', async () => {
    const { status, error } = await cli('sanitize', '--staged', '--sanitize-report', 'gone/run.json');
    expect(status).toBe(2);
    expect(error.trimEnd().split('\n').at(-1)).toMatch(/^cgo-review: .*gone\/run\.json.*\.$/);
    expect(existsSync(join(repository.root, 'gone'))).toBe(false);
  });
});
