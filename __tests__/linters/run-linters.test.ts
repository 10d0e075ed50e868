/** Real runs of go vet, and of programs that stand in for the others on a PATH of their own. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isOfKind } from '../../src/linters/kind.ts';
import type { PathBase } from '../../src/linters/repository-path.ts';
import { readLinterFiles } from '../../src/linters/run/read-files.ts';
import { runLinters } from '../../src/linters/run/run-linters.ts';
import type { LinterOptions, LinterRun } from '../../src/linters/run/run-linters.ts';

const fixtures = path.join(import.meta.dirname, '../fixtures/linters');
let root = '';
let programs = '';

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'linters-'));
  cpSync(path.join(fixtures, 'module'), path.join(root, 'module'), { recursive: true });
  programs = mkdtempSync(path.join(tmpdir(), 'linters-path-'));
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(programs, { recursive: true, force: true });
});

/** Puts a shell script on the PATH of the runs to come. */
function program(name: string, script: string): void {
  writeFileSync(path.join(programs, name), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(programs, name), 0o755);
}

async function run(
  options: Partial<LinterOptions>,
  signal = new AbortController().signal,
): Promise<LinterRun> {
  const all: LinterOptions = { linters: ['staticcheck'], root, directories: ['module/found'], ...options };
  const environment = { ...process.env, PATH: `${programs}:/usr/bin:/bin`, GITHUB_TOKEN: 'secret' };
  const [first] = await runLinters(all, environment, signal);
  if (first === undefined) throw new Error('Nothing was run.');
  return first;
}

async function vet(directories: readonly string[]): Promise<LinterRun> {
  const options: LinterOptions = { linters: ['vet'], root, directories };
  const [first] = await runLinters(options, process.env, new AbortController().signal);
  if (first === undefined) throw new Error('go vet was not run.');
  return first;
}

function told({ report }: LinterRun): string[] {
  return report.findings
    .filter((finding) => isOfKind(finding, () => false))
    .map(({ tool, ruleId, path: file, span }) => `${tool}/${ruleId} ${file}:${span.start.line}`)
    .sort();
}

const vetFindings = [
  'vet/cgocall module/found/found.go:33',
  'vet/unsafeptr module/found/found.go:38',
  'vet/unsafeptr module/found/found.go:44',
];

describe('go vet', () => {
  test('has nothing to say of a clean package', async () => {
    const one = await vet(['module/clean']);
    expect(one).toMatchObject({ outcome: 'ran', report: { findings: [], problems: [] } });
    expect(one.sentence).toBeUndefined();
    expect(one.report.toolVersion).toMatch(/^1\.\d+/);
  });

  test('gives what it finds, with the package that it cannot build', async () => {
    const one = await vet(['module/clean', 'module/found', 'module/header', 'module/gone']);
    expect(told(one)).toEqual(vetFindings);
    expect(one).toMatchObject({ outcome: 'partly' });
    expect(one.sentence).toMatch(
      /^go vet could not look at everything: example\.com\/linted\/header: header\/header\.go:5:\d+: .*no-such-library\.h/,
    );
    expect(one.report.problems[0]?.path).toBe('module/header/header.go');
  });

  test('fails alone on a package that it cannot build, and with its first error', async () => {
    const one = await vet(['module/header']);
    expect(one).toMatchObject({ outcome: 'failed', report: { findings: [] } });
    expect(one.sentence).toMatch(/^go vet gave no results: .*no-such-library\.h/);
  });

  test('says so where there is no module', async () => {
    mkdirSync(path.join(root, 'plain'), { recursive: true });
    writeFileSync(path.join(root, 'plain/a.go'), 'package plain\n');
    const one = await vet(['plain']);
    expect(one.outcome).toBe('failed');
    expect(one.sentence).toMatch(/^go vet gave no results: go: .*go\.mod/);
  });
});

describe('a linter', () => {
  const result = JSON.stringify({
    code: 'SA5005',
    location: { file: 'found/found.go', line: 27, column: 2 },
    message: 'the finalizer',
  });

  test('that is not installed is a sentence with what to install', async () => {
    const one = await run({ linters: ['gosec'] });
    expect(one).toMatchObject({ outcome: 'missing', report: { findings: [], problems: [] } });
    expect(one.sentence).toBe(
      'gosec was not run: there is no `gosec` on PATH. ' +
        'Install it: go install github.com/securego/gosec/v2/cmd/gosec@latest',
    );
  });

  test('runs in the directory of its module, with an environment that has no token', async () => {
    program(
      'staticcheck',
      `[ "$1" = -version ] && echo 'staticcheck 2026.2.2 (0.8.2)' && exit\n(pwd; echo "$@"; env) > ${programs}/seen\necho '${result}'\nexit 1`,
    );
    const one = await run({
      directories: ['module/found', 'module/plain', 'module/.../x', '../up', 'module/none'],
    });
    expect(one).toMatchObject({ outcome: 'ran', report: { toolVersion: '2026.2.2', problems: [] } });
    expect(told(one)).toEqual(['staticcheck/SA5005 module/found/found.go:27']);
    const seen = readFileSync(path.join(programs, 'seen'), 'utf8').split('\n');
    expect(seen[0]).toBe(path.join(root, 'module'));
    expect(seen[1]).toMatch(/^-f json -checks=SA1019,[\w,]+ \.\/found \.\/plain$/);
    expect(seen.join('\n')).not.toMatch(/secret|TOKEN/);
    expect(seen).toContain('GOTOOLCHAIN=local');
  });

  test('is not taken from the repository', async () => {
    mkdirSync(path.join(root, 'bin'), { recursive: true });
    writeFileSync(path.join(root, 'bin/gosec'), `#!/bin/sh\ntouch ${programs}/ran\n`);
    chmodSync(path.join(root, 'bin/gosec'), 0o755);
    const options: LinterOptions = { linters: ['gosec'], root, directories: ['module/found'] };
    const signal = new AbortController().signal;
    const [one] = await runLinters(options, { PATH: `${root}/bin:bin:.:/usr/bin:/bin` }, signal);
    expect(one?.outcome).toBe('missing');
    expect(existsSync(path.join(programs, 'ran'))).toBe(false);
  });

  test('that hangs is stopped with what it started, and what it had said stays', async () => {
    program(
      'staticcheck',
      `[ "$1" = -version ] && exit\necho '${result}'\n(sleep 6; touch ${programs}/left) &\nsleep 60`,
    );
    const one = await run({ limits: { seconds: 4, outputBytes: 1_000_000 } });
    expect(told(one)).toEqual(['staticcheck/SA5005 module/found/found.go:27']);
    expect(one).toMatchObject({
      outcome: 'time',
      sentence: 'staticcheck did not end within 4 seconds and was stopped: its results are not all.',
    });
    await sleep(3_000);
    expect(existsSync(path.join(programs, 'left'))).toBe(false);
  });

  test('that never ends to print is stopped', async () => {
    program('staticcheck', `[ "$1" = -version ] && exit\necho '${result}'\nexec yes`);
    const one = await run({ limits: { seconds: 30, outputBytes: 2 * 1024 * 1024 } });
    expect(told(one)).toEqual(['staticcheck/SA5005 module/found/found.go:27']);
    expect(one).toMatchObject({
      outcome: 'output',
      sentence: 'staticcheck printed more than 2 MB and was stopped: its results are not all.',
    });
  });

  test('that crashes fails with its first line, and the next one runs', async () => {
    program('staticcheck', `[ "$1" = -version ] && exit\necho 'panic: oh no' >&2\nexit 2`);
    program('gosec', `[ "$1" = -version ] && exit\ncat ${fixtures}/reports/gosec.json`);
    const options: LinterOptions = { linters: ['staticcheck', 'gosec'], root, directories: ['module/plain'] };
    const signal = new AbortController().signal;
    const runs = await runLinters(options, { PATH: `${programs}:/usr/bin:/bin` }, signal);
    expect(runs.map(({ linter, outcome }) => [linter, outcome])).toEqual([
      ['staticcheck', 'failed'],
      ['gosec', 'failed'],
    ]);
    expect(runs[0]?.sentence).toBe('staticcheck gave no results: panic: oh no');
  });

  test('that says nothing and fails is told as such', async () => {
    program('gosec', `[ "$1" = -version ] && exit\nexit 3`);
    const one = await run({ linters: ['gosec'] });
    expect(one.sentence).toBe('gosec gave no results: it ended with status 3 and said nothing.');
  });

  test('is stopped with the run', async () => {
    program('staticcheck', `[ "$1" = -version ] && exit\ntouch ${programs}/begun\nsleep 60`);
    const controller = new AbortController();
    const running = run({}, controller.signal);
    while (!existsSync(path.join(programs, 'begun'))) await sleep(10);
    controller.abort();
    expect(await running).toMatchObject({ outcome: 'stopped' });
  });

  test('golangci-lint looks again without the packages that do not build', async () => {
    const report = (name: string) =>
      readFileSync(path.join(fixtures, 'reports', name), 'utf8').replaceAll(
        '/home/user/linted',
        `${root}/module`,
      );
    writeFileSync(path.join(programs, 'broken.json'), report('golangci-lint-v2-typecheck.json'));
    writeFileSync(path.join(programs, 'rest.json'), report('golangci-lint-v2.json'));
    program(
      'golangci-lint',
      `[ "$1" = --version ] && echo 'golangci-lint has version 2.15.0 built' && exit\necho "$@" >> ${programs}/calls\ncase "$*" in *header*) cat ${programs}/broken.json;; *) cat ${programs}/rest.json;; esac`,
    );
    const one = await run({
      linters: ['golangci-lint'],
      directories: ['module/found', 'module/header', 'module/plain'],
    });
    expect(told(one)).toEqual([
      'gosec/G103 module/plain/plain.go:22',
      'staticcheck/SA1019 module/found/found.go:43',
      ...vetFindings,
    ]);
    expect(one.outcome).toBe('partly');
    const calls = readFileSync(path.join(programs, 'calls'), 'utf8').trim().split('\n');
    expect(calls.map((call) => call.slice(call.indexOf(' ./')))).toEqual([
      ' ./found ./header ./plain',
      ' ./found ./plain',
    ]);
    expect(calls[0]).toContain('run --no-config --default=none');
  });
});

describe("the user's files", () => {
  const base: PathBase = { roots: ['/home/user/linted'], directory: '' };
  const file = (name: string) => path.join(fixtures, 'reports', name);

  test('are read, and one that is missing costs no other', async () => {
    const names = ['out/gone.sarif', fixtures, file('gosec.json')];
    const reports = await readLinterFiles(names, base, () => undefined);
    expect(reports.map(({ findings }) => findings.length)).toEqual([0, 0, 2]);
    expect(reports[0]?.problems[0]?.text).toBe(
      'out/gone.sarif is not there: let the step before write it, or take it out of `linters`.',
    );
    expect(reports[1]?.problems[0]?.text).toMatch(/could not be read \(EISDIR\)\.$/);
  });
});
