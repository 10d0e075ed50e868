import { execute, minute } from './command.ts';

/** What can convict a program: the dynamic tools, and `go build` by itself. */
export const convictingTools = [
  'asan',
  'lsan',
  'valgrind',
  'run',
  'run386',
  'checkptr',
  'cgocheck',
  'race',
  'build',
] as const;

/** With `none` no tool shows the defect. */
export type ToolName = (typeof convictingTools)[number] | 'none';

interface Tool {
  readonly buildFlags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What the build has in its environment besides. */
  readonly buildEnv?: Readonly<Record<string, string>>;
  /** The words before the program's own path. */
  readonly launcher: readonly string[];
  /** The first line of the tool's report; where nothing matches, the report starts where `match` does. */
  readonly reportStart?: RegExp;
}

const asanOptions = 'exitcode=86:detect_stack_use_after_return=1';
const sanitizerHeader = /==\d+==ERROR: \w+Sanitizer/;
const goFailure = /^(?:panic|fatal error): /m;
const plainRun: Tool = { buildFlags: [], env: {}, launcher: [], reportStart: goFailure };

export const toolTable: Readonly<Record<ToolName, Tool>> = {
  // What a finalizer or cleanup does is reported by a thread of the runtime's: `main` may end before the report does.
  asan: {
    buildFlags: ['-asan'],
    env: { ASAN_OPTIONS: `${asanOptions}:detect_leaks=0` },
    launcher: [],
    reportStart: sanitizerHeader,
  },
  // Go registers its heap as a root region, so that a stale copy of the pointer hides a leak. The programs call
  // debug.FreeOSMemory twice before they end; still, about one run in a hundred shows nothing.
  lsan: {
    buildFlags: ['-asan'],
    env: { ASAN_OPTIONS: `${asanOptions}:detect_leaks=1` },
    launcher: [],
    reportStart: sanitizerHeader,
  },
  // Every Go binary has a few baseline errors under valgrind: its exit status says nothing, only `match` does.
  valgrind: { buildFlags: [], env: {}, launcher: ['valgrind', '--leak-check=full'] },
  // When the collector gives memory to another object is not the program's to say: about one run in thirty of
  // epoll-data-go-pointer still finds the old bytes.
  run: plainRun,
  // A 64-bit system of the same family runs it, too.
  run386: { ...plainRun, buildEnv: { GOARCH: '386', CGO_ENABLED: '0' } },
  checkptr: { ...plainRun, buildFlags: ['-gcflags=all=-d=checkptr'] },
  cgocheck: { ...plainRun, env: { GODEBUG: 'cgocheck=1' } },
  // It reports what happened in this run: another run may bring the goroutines together.
  race: {
    buildFlags: ['-race'],
    env: {},
    launcher: [],
    reportStart: /^WARNING: DATA RACE/m,
  },
  build: { buildFlags: [], env: {}, launcher: [] },
  none: plainRun,
};

/** What the evidence was made with: the same for every run with the same tools. */
export async function toolVersions(tool: ToolName): Promise<Record<string, string>> {
  const versions: Record<string, string> = {
    go: (await firstLine(['go', 'version'])).replace(/^go version /, ''),
    gcc: await firstLine(['gcc', '--version']),
  };
  if (tool === 'valgrind') versions['valgrind'] = await firstLine(['valgrind', '--version']);
  return versions;
}

async function firstLine(command: readonly string[]): Promise<string> {
  const { exit, output } = await execute(command, { timeout: minute });
  if (exit !== 0) throw new Error(`${command.join(' ')} failed with status ${String(exit)}:\n${output}`);
  return output.split('\n', 1)[0] ?? '';
}
