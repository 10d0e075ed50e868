import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  addressFlagOf,
  addressesWithCredentials,
  buildEnvironment,
  tagsOf,
  testEnvironment,
} from '../../src/sanitizer/run/child-environment.ts';
import {
  environmentProblem,
  leakProblem,
  modeProblem,
  saysPtrace,
} from '../../src/sanitizer/run/toolchain.ts';
import { ModuleRepository } from './modules.ts';

const linux = { version: 'go1.26.8', release: 26, system: 'linux', architecture: 'amd64' };
const quarters = { home: '/scratch/home', temporary: '/scratch/tmp' };

describe('a mode', () => {
  test.each([
    ['asan', linux, undefined],
    ['race', linux, undefined],
    [
      'asan',
      { ...linux, version: 'go1.17.13', release: 17 },
      'it needs Go 1.18 or later, and go1.17.13 is installed',
    ],
    ['cgocheck', { ...linux, version: 'go1.20.1', release: 20 }, 'it needs Go 1.21 or later'],
    ['checkptr', { ...linux, architecture: '386' }, undefined],
    ['asan', { ...linux, architecture: '386' }, 'Go does not have it on linux/386'],
    ['race', { ...linux, architecture: 'arm' }, 'Go does not have it on linux/arm'],
  ] as const)('%s with %j', (mode, go, reason) => {
    const problem = modeProblem(mode, go);
    if (reason === undefined) expect(problem).toBeUndefined();
    else expect(problem).toContain(reason);
  });

  test('has no leak check before Go 1.25', () => {
    expect(leakProblem(linux)).toBeUndefined();
    expect(leakProblem({ version: 'go1.24.3', release: 24 })).toContain('install a later Go');
  });
});

describe('what AddressSanitizer says of the machine', () => {
  test.each([
    [
      "==5899==ReserveShadowMemoryRange failed while trying to map 0xdf bytes. Perhaps you're using ulimit -v",
      'ulimit -v',
    ],
    [
      '==1==Shadow memory range interleaves with an existing memory mapping. ASan cannot proceed correctly.',
      'sysctl vm.mmap_rnd_bits=28',
    ],
  ])('%j has a remedy', (text, remedy) => {
    expect(environmentProblem(text)).toContain(remedy);
  });

  test('is not read into anything else', () => {
    expect(environmentProblem('==1==ERROR: AddressSanitizer: heap-use-after-free')).toBeUndefined();
    expect(saysPtrace('==5934==LeakSanitizer has encountered a fatal error.')).toBe(true);
    expect(saysPtrace('==5934==ERROR: LeakSanitizer: detected memory leaks')).toBe(false);
  });
});

describe('the environment of a child', () => {
  const inherited = {
    PATH: '/bin',
    LANG: 'C.UTF-8',
    HOME: '/root',
    GITHUB_TOKEN: 'x',
    GH_TOKEN: 'x',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
    INPUT_TOKEN: 'x',
    NPM_TOKEN: 'x',
    SSH_AUTH_SOCK: '/agent',
    GOFLAGS: '-toolexec=evil -mod=vendor',
    GOPROXY: 'https://name:secret@proxy.example/a@b,direct',
    CGO_CFLAGS: '-I/opt/include',
    LD_PRELOAD: '/evil.so',
  };

  test('of a test has no more than it needs', () => {
    expect(testEnvironment(inherited, quarters, 'mark')).toEqual({
      PATH: '/bin',
      LANG: 'C.UTF-8',
      HOME: '/scratch/home',
      TMPDIR: '/scratch/tmp',
      GOTOOLCHAIN: 'local',
      GOFLAGS: '-mod=vendor',
      CGO_REVIEW_RUN: 'mark',
    });
  });

  test('of a build has what finds modules and libraries, and no credentials', () => {
    const settings = { GOCACHE: '/cache', GOMODCACHE: '/modules', GOPROXY: inherited.GOPROXY };
    expect(buildEnvironment(inherited, settings, quarters, 'mark', 'clang')).toEqual({
      PATH: '/bin',
      LANG: 'C.UTF-8',
      LC_ALL: 'C',
      HOME: '/scratch/home',
      TMPDIR: '/scratch/tmp',
      GOTMPDIR: '/scratch/tmp',
      GOTOOLCHAIN: 'local',
      GOENV: 'off',
      GOFLAGS: '-mod=vendor',
      GOCACHE: '/cache',
      GOMODCACHE: '/modules',
      GOPROXY: 'https://proxy.example/a@b,direct',
      CC: 'clang',
      CGO_ENABLED: '1',
      CGO_CFLAGS: '-I/opt/include -g -O0 -fno-omit-frame-pointer',
      CGO_CXXFLAGS: '-g -O0 -fno-omit-frame-pointer',
      CGO_REVIEW_RUN: 'mark',
    });
    expect(addressesWithCredentials(inherited, settings)).toEqual(['GOPROXY']);
  });

  test.each([
    ['gcc', undefined, true],
    ['gcc -m64', 'g++-12', true],
    ['/usr/lib/llvm-15/bin/clang', 'clang++', true],
    ['clang-15', undefined, false],
    ['gcc', 'clang++', false],
  ])('C by %s and C++ by %s: C++ is instrumented: %s', (compiler, cxx, is) => {
    expect(addressFlagOf(compiler, { CXX: cxx })).toBe(is ? '-fsanitize=address' : undefined);
  });

  test('does not let go write to the work tree', () => {
    expect(testEnvironment({ GOFLAGS: '-mod=mod' }, quarters, 'mark')['GOFLAGS']).toBe('');
  });

  test.each([
    ['-tags=sqlite_fts5,libsqlite3', '-tags=sqlite_fts5,libsqlite3', 'sqlite_fts5,libsqlite3'],
    ['-v --tags=go1.99 -mod=vendor', '--tags=go1.99 -mod=vendor', 'go1.99'],
    ['-tags=a -tags=b', '-tags=a -tags=b', 'b'],
    ['-tags=a;b -toolexec=evil -exec=evil', '', ''],
    ['', '', ''],
    [undefined, '', ''],
  ])('of GOFLAGS %p a build gets %p', (flags, kept, tags) => {
    expect(buildEnvironment({ GOFLAGS: flags }, {}, quarters, 'mark', 'gcc')['GOFLAGS']).toBe(kept);
    expect(tagsOf(flags)).toBe(tags);
  });
});

describe('on this machine', () => {
  let repository: ModuleRepository;
  let tools: string;
  beforeAll(() => {
    repository = new ModuleRepository('traced');
    tools = mkdtempSync(path.join(tmpdir(), 'cgo-review-tools-'));
  });
  afterAll(() => {
    repository.remove();
    rmSync(tools, { recursive: true, force: true });
  });

  function compiler(name: string, script: string): string {
    const file = path.join(tools, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  test('no Go is said once', async () => {
    const run = await repository.run({ modes: ['asan', 'race'] }, { PATH: tools });
    expect(run).toMatchObject({ toolchain: { go: 'none' }, builds: [], executions: [] });
    expect(run.problems).toEqual([
      'The sanitizers were not run, since Go was not found: install Go 1.21 or later (in a workflow: ' +
        'actions/setup-go; on Debian and Ubuntu: "apt-get install golang-go").',
    ]);
  });

  test('no C compiler is said once', async () => {
    const run = await repository.run({ modes: ['asan', 'race'], compiler: 'no-such-compiler' });
    expect(run.builds).toEqual([]);
    expect(run.problems).toHaveLength(1);
    expect(run.problems[0]).toContain('"no-such-compiler" was not found or does not run');
    expect(run.problems[0]).toContain('apt-get install gcc libc6-dev');
  });

  test('a compiler without the runtime is said with the packages to install', async () => {
    const linker = 'echo "/usr/bin/ld: cannot find libasan.so.8: No such file or directory" >&2; exit 1';
    const gcc = compiler(
      'bare-gcc',
      `[ "$1" = --version ] && { echo "gcc (Debian 12.2.0-14) 12.2.0"; exit; }; ${linker}`,
    );
    const run = await repository.run({ modes: ['asan'], compiler: gcc });
    expect(run.builds).toEqual([]);
    expect(run.problems).toEqual([
      'The mode asan was not run: the C compiler cannot link the runtime of AddressSanitizer (/usr/bin/ld: cannot ' +
        'find libasan.so.8: No such file or directory); install it, on Debian and Ubuntu as libasan8 (with gcc 12 ' +
        'or later; libasan6 before) and libgcc-12-dev, on Fedora as libasan.',
    ]);
  });

  test('a limit on virtual memory is told from a defect', async () => {
    // The trial's program runs under the limit; what a real one says is AddressSanitizer's own.
    const gcc = compiler(
      'limited-gcc',
      'gcc "$@" || exit; for out; do [ "$last" = -o ] && { mv "$out" "$out.real"; printf "#!/bin/sh\\nulimit -v 1000000\\nexec %s.real\\n" "$out" > "$out"; chmod +x "$out"; }; last=$out; done',
    );
    const run = await repository.run({ modes: ['asan'], compiler: gcc });
    expect(run.problems).toEqual([expect.stringContaining('run without "ulimit -v"')]);
    expect(run.builds).toEqual([]);
  });

  test('a test under ptrace is run again without the leak check', async () => {
    const run = await repository.run({ modes: ['asan'] });
    expect(run.executions.map(({ test: name, exit, texts }) => [name, exit, texts])).toEqual([
      ['TestTraced', 0, []],
    ]);
    expect(run.builds.map(({ leaks }) => leaks)).toEqual(['not-asked']);
    expect(run.problems).toEqual([
      expect.stringContaining('LeakSanitizer does not work where ptrace is forbidden'),
    ]);
  }, 120_000);

  test('a run that is cancelled says so', async () => {
    const run = await repository.run({ modes: ['asan'] }, process.env, AbortSignal.timeout(1));
    expect(run.executions).toEqual([]);
    expect(run.problems.length).toBeGreaterThan(0);
  });

  test('a run without time builds nothing and says so', async () => {
    const limits = { testSeconds: 1, totalSeconds: 0, outputBytes: 1e6, memoryBytes: 1e9, diskBytes: 1e9 };
    const run = await repository.run({ modes: ['checkptr'], limits });
    expect(run.builds).toEqual([]);
    expect(run.problems).toEqual([
      'The mode checkptr was not run: the time was used up, or the run was cancelled.',
    ]);
  });
});
