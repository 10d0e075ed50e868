import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ExecutionRecord, SanitizerMode, SanitizerRun } from '../../src/sanitizer/run/sanitizer-run.ts';
import { readRunFile, writeRunFile } from '../../src/sanitizer/run-file.ts';
import { ModuleRepository } from './modules.ts';

const minutes = 60_000;
const noSuchLibrary =
  "./broken.go:5:10: fatal error: no_such_library.h: No such file or directory (install the library's " +
  'development package, on Debian and Ubuntu "apt-get install lib<name>-dev")';

/** What the tool says of each defect of the module; the twin of each, `<name>Repaired`, has no report. */
const memoryDefects = {
  TestUseAfterFreeInCFile: /ERROR: AddressSanitizer: heap-use-after-free .*[^]*first_of .*\/buffer\.c:4/,
  TestUseAfterFreeInPreamble: /ERROR: AddressSanitizer: heap-use-after-free .*[^]*second_of .*\/memory\.go:9/,
  TestUseAfterFreeInGo:
    /ERROR: AddressSanitizer: heap-use-after-free .*[^]*ReadInGoAfterFree .*\/memory\.go:53/,
  TestSliceAfterFree: /ERROR: AddressSanitizer: heap-use-after-free .*[^]*SliceAfterFree .*\/memory\.go:66/,
  TestDoubleFree: /ERROR: AddressSanitizer: attempting double-free on /,
  TestBadFree: /ERROR: AddressSanitizer: attempting free on address which was not malloc\(\)-ed: /,
  TestHeapOverflow: /ERROR: AddressSanitizer: heap-buffer-overflow .*[^]*last_of .*\/buffer\.c:8/,
  TestHeapOverflowInPlus: /ERROR: AddressSanitizer: heap-buffer-overflow .*[^]*last_in_plus .*\/plus\.cpp:4/,
  TestStackOverflow: /ERROR: AddressSanitizer: stack-buffer-overflow .*[^]*sum_on_stack .*\/buffer\.c:15/,
  TestLeak: /ERROR: LeakSanitizer: detected memory leaks[^]*Direct leak of \d+ byte\(s\) in \d+ object\(s\)/,
};

interface Shown {
  readonly mode: SanitizerMode;
  readonly changed: readonly string[];
  readonly fixtures?: string;
  /** The folders of the packages that this reaches. */
  readonly built: readonly string[];
  /** Tests that have no report in this mode, beside the twins. */
  readonly silent?: readonly string[];
  readonly reports: Readonly<Record<string, RegExp>>;
}

const shown: readonly Shown[] = [
  {
    mode: 'asan',
    changed: ['memory/buffer.c'],
    fixtures: 'fixtures',
    built: ['memory', 'fixtures/ended', 'fixtures/program'],
    silent: ['TestReads'],
    reports: { ...memoryDefects, main: /ERROR: AddressSanitizer: attempting double-free on / },
  },
  {
    mode: 'checkptr',
    changed: ['pointers/pointers.go', 'checks/checks.go'],
    built: ['checks', 'pointers'],
    silent: ['TestStore', 'TestStoreRepaired'],
    reports: {
      TestMisaligned: /^fatal error: checkptr: misaligned pointer conversion$/m,
      TestStraddling: /^fatal error: checkptr: converted pointer straddles multiple allocations$/m,
      TestSliceTooLong: /^fatal error: checkptr: unsafe\.Slice result straddles multiple allocations$/m,
      TestMovedOutside: /^fatal error: checkptr: pointer arithmetic result points to invalid allocation$/m,
      TestPointerOfNumber: /^fatal error: checkptr: pointer arithmetic computed bad pointer value$/m,
      // These two are checked in every mode, and a result is told best where cgocheck2 does not throw before.
      TestArgument: /^panic: runtime error: .*has Go pointer to unpinned Go pointer/m,
      TestResult:
        /^panic: runtime error: .*\/checks\.go:\d+: result of Go function goResult called from cgo is unpinned Go pointer/m,
    },
  },
  {
    mode: 'cgocheck',
    changed: ['checks/checks.go'],
    built: ['checks'],
    reports: {
      TestArgument: /^panic: runtime error: .*has Go pointer to unpinned Go pointer/m,
      TestResult:
        /^fatal error: unpinned Go pointer stored into non-Go memory$[^]*_cgoexp_[0-9a-f]{12}_goResult/m,
      TestStore: /^fatal error: unpinned Go pointer stored into non-Go memory$[^]*checks\.StoreInC/m,
    },
  },
  {
    mode: 'race',
    changed: ['races/races.go'],
    built: ['races'],
    reports: { TestSharedBuffer: /^WARNING: DATA RACE$[^]*races\.go:\d+/m },
  },
];

let defects: ModuleRepository;
beforeAll(() => {
  defects = new ModuleRepository('defects');
});
afterAll(() => {
  defects.remove();
});

/** The tests with a report, and those without. */
function parted(executions: readonly ExecutionRecord[]): { reported: string[]; silent: string[] } {
  const names = (some: readonly ExecutionRecord[]) => some.map((one) => one.test).sort();
  return {
    reported: names(executions.filter((one) => one.texts.length > 0)),
    silent: names(executions.filter((one) => one.texts.length === 0 && one.exit === 0)),
  };
}

describe.each(shown)('$mode', ({ mode, changed, fixtures, built, silent, reports }) => {
  let run: SanitizerRun;
  beforeAll(async () => {
    run = await defects.run({
      modes: [mode],
      changedPaths: changed,
      ...(fixtures === undefined ? {} : { fixturesDirectory: fixtures }),
    });
  }, 4 * minutes);

  test('builds only what the change reaches', () => {
    expect(run.problems).toEqual([]);
    expect(run.builds.map(({ dir, outcome }) => [dir, outcome])).toEqual(built.map((dir) => [dir, 'built']));
  });

  test('convicts each defect, and no twin', () => {
    const names = Object.keys(reports);
    const twins = names.filter((name) => name !== 'main').map((name) => `${name}Repaired`);
    expect(parted(run.executions)).toEqual({
      reported: names.sort(),
      silent: [...twins, ...(silent ?? [])].sort(),
    });
  });

  test.each(Object.entries(reports))('%s', (name, report) => {
    const execution = run.executions.find((one) => one.test === name);
    expect(execution?.texts.join('\n')).toMatch(report);
    expect(execution?.ended).toBe('itself');
    expect(execution?.exit).not.toBe(0);
  });

  test('leaves the work tree as it was, and nothing of its own', () => {
    expect(defects.git('status', '--porcelain', '--ignored')).toBe('');
  });

  test('names the packages of the wrappers', () => {
    const withC = new Set(['memory', 'checks', 'races'].filter((name) => built.includes(name)));
    const names = [...withC].map((name) => `example.com/defects/${name}`);
    expect(run.cgoHashes.map((one) => one.package)).toEqual(names);
    expect(run.modules).toEqual([{ path: 'example.com/defects', dir: '.' }]);
  });

  test('says where leaks may have stayed unseen', () => {
    const leaks = run.builds.map((build) => [build.dir, build.leaks]);
    expect(leaks).toEqual(
      built.map((dir) => [
        dir,
        mode !== 'asan' ? 'not-asked' : dir === 'fixtures/ended' ? 'own-TestMain' : 'checked',
      ]),
    );
  });

  test('survives the way through a file', () => {
    expect(readRunFile(writeRunFile(run))).toEqual({ ok: true, value: run });
  });
});

/** The second compiler is held to the same where it is installed. */
const trial = spawnSync('clang', ['-fsanitize=address', '-x', 'c', '-', '-o', '/dev/null'], {
  input: 'int main(void) { return 0; }',
});
const clangs = trial.status === 0 ? ['clang'] : [];
for (const compiler of clangs) {
  test(
    `${compiler} convicts the same defects`,
    async () => {
      const run = await defects.run(
        { modes: ['asan'], changedPaths: ['memory/memory.go'], compiler },
        { ...process.env, CXX: `${compiler}++` },
      );
      expect(run.problems).toEqual([]);
      expect(run.toolchain.cc).toContain('clang');
      expect(parted(run.executions).reported).toEqual(Object.keys(memoryDefects).sort());
    },
    4 * minutes,
  );
}

describe('hostile code', () => {
  const mebibyte = 1024 * 1024;
  let hostile: ModuleRepository;
  let run: SanitizerRun;
  beforeAll(async () => {
    hostile = new ModuleRepository('hostile');
    const secrets = {
      GITHUB_TOKEN: 'a-token',
      ACTIONS_RUNTIME_TOKEN: 'another',
      AWS_SECRET_ACCESS_KEY: 'a-key',
    };
    run = await hostile.run(
      {
        modes: ['checkptr'],
        limits: {
          // The other limits are reached in a second, and on a busy machine well within this.
          testSeconds: 20,
          totalSeconds: 300,
          outputBytes: 8 * mebibyte,
          memoryBytes: 300 * mebibyte,
          diskBytes: 60 * mebibyte,
        },
      },
      { ...process.env, ...secrets },
    );
  }, 6 * minutes);
  afterAll(() => {
    hostile.remove();
  });

  const execution = (name: string) => run.executions.find((one) => one.test === name);

  test('a package that does not build is told by its first error, and costs nothing else', () => {
    expect(run.builds.map(({ dir, outcome, firstError }) => [dir, outcome, firstError])).toEqual([
      ['behaviour', 'built', undefined],
      ['broken', 'failed', noSuchLibrary],
    ]);
    expect(run.executions).toHaveLength(6);
  });

  test.each([
    ['TestHangs', 'time'],
    ['TestPrintsGigabyte', 'output'],
    ['TestTakesMemory', 'memory'],
    ['TestFillsDisk', 'disk'],
  ])('%s is ended by the limit on %s', (name, ended) => {
    expect(execution(name)).toMatchObject({ ended, exit: null, signal: 'SIGKILL' });
    expect(run.problems.filter((problem) => problem.startsWith(`${name} of `))).toHaveLength(1);
  });

  test('what stays behind is ended, in a session of its own as well', () => {
    expect(execution('TestStaysBehind')).toMatchObject({ ended: 'itself', exit: 0 });
    const sleeping = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).stdout;
    expect(sleeping).toContain('ps -eo args');
    expect(sleeping.split('\n').filter((line) => /^sleep 8641[1-4]$/.test(line))).toEqual([]);
    expect(run.problems.join('\n')).toContain(
      'TestStaysBehind of example.com/hostile/behaviour (checkptr) left processes behind',
    );
  });

  test('no token and no variable of the workflow is in its environment', () => {
    const told = /names: (.*); tokens: (\S*)/.exec(execution('TestTellsEnvironment')?.texts.join('\n') ?? '');
    const allowed = [
      'CGO_REVIEW_RUN',
      'GOFLAGS',
      'GOTOOLCHAIN',
      'HOME',
      'LANG',
      'LC_ALL',
      'LC_CTYPE',
      'LD_LIBRARY_PATH',
      'PATH',
      'TMPDIR',
      'TZ',
    ];
    const names = told?.[1]?.split(' ') ?? [];
    expect(names).toContain('HOME');
    expect(names.filter((name) => !allowed.includes(name))).toEqual([]);
    expect(told?.[2]).toBe('');
  });

  test('nothing of the run remains', () => {
    expect(hostile.git('status', '--porcelain', '--ignored')).toBe('');
    expect(readdirSync(hostile.temporary)).toEqual([]);
  });
});
