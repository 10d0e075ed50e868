import type { SanitizerMode } from './sanitizer-run.ts';

/** What a mode asks of the build and of the process that it watches. */
export interface ModeSettings {
  readonly buildFlags: readonly string[];
  readonly buildEnvironment: Readonly<Record<string, string>>;
  /** The build tags that the flags imply. */
  readonly tags: string;
  /** The first release of Go that has it, as the number after `go1.`. */
  readonly since: number;
  /** The GOARCH values of Linux that have it; undefined where all have. */
  readonly architectures?: readonly string[];
}

export const modeSettings: Readonly<Record<SanitizerMode, ModeSettings>> = {
  // https://go.dev/src/internal/platform/supported.go, ASanSupported and RaceDetectorSupported
  asan: {
    buildFlags: ['-asan'],
    buildEnvironment: {},
    tags: 'asan',
    since: 18,
    architectures: ['amd64', 'arm64', 'loong64', 'ppc64le', 'riscv64'],
  },
  checkptr: {
    buildFlags: ['-gcflags=all=-d=checkptr'],
    buildEnvironment: {},
    tags: '',
    since: 14,
  },
  cgocheck: {
    buildFlags: [],
    buildEnvironment: { GOEXPERIMENT: 'cgocheck2' },
    tags: '',
    since: 21,
  },
  race: {
    buildFlags: ['-race'],
    buildEnvironment: {},
    tags: 'race',
    since: 1,
    architectures: ['amd64', 'arm64', 'loong64', 'ppc64le', 'riscv64', 's390x'],
  },
};

/** The first release whose `-asan` looks for leaks at the end of a program, as the number after `go1.`. */
export const leakCheckSince = 25;

/** The exit statuses by which a report is told from a failed test. */
const asanStatus = 86;
const raceStatus = 66;

/**
 * The settings of the tools while a binary runs.
 *
 * @param logPath begins the names of the files that they write
 * @param unwindsFast whether stacks are followed by frame pointers alone, over which a report hangs less often
 */
export function runEnvironment(
  mode: SanitizerMode,
  logPath: string,
  leaks: boolean,
  unwindsFast = false,
): Readonly<Record<string, string>> {
  const log = `log_path="${logPath}"`;
  switch (mode) {
    case 'asan':
      return {
        ASAN_OPTIONS: `exitcode=${asanStatus}:detect_leaks=${leaks ? 1 : 0}:detect_stack_use_after_return=1:${unwindsFast ? 'fast_unwind_on_fatal=1:' : ''}${log}`,
      };
    case 'race':
      // A process waits for late reports before it ends, by default for a second, which each test would take.
      return { GORACE: `exitcode=${raceStatus} atexit_sleep_ms=100 ${log}` };
    case 'cgocheck':
      return { GODEBUG: 'cgocheck=1' };
    case 'checkptr':
      return {};
  }
}
