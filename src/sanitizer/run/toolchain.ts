import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { goSettings } from './child-environment.ts';
import type { Environment } from './child-environment.ts';
import { leakCheckSince, modeSettings } from './modes.ts';
import type { SanitizerMode } from './sanitizer-run.ts';

/** What a short command printed. */
export interface Printed {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of the machine's own tools in a directory of ours. The error is a sentence. */
export type RunTool = (
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
) => Promise<Result<Printed>>;

/** The Go that is installed. */
export interface GoInstallation {
  /** Such as `go1.26.8`. */
  readonly version: string;
  /** 26 of `go1.26.8`; Infinity for a development version. */
  readonly release: number;
  readonly system: string;
  readonly architecture: string;
  /** The C compiler, as a command line. */
  readonly compiler: string;
  /** What `go env` says of `goSettings`. */
  readonly settings: Environment;
}

const installGo =
  'install Go 1.21 or later (in a workflow: actions/setup-go; on Debian and Ubuntu: "apt-get install golang-go")';

/** Where `go env` looks for what the user configured. No code of the repository runs in this command. */
const readByGoEnv = [
  'PATH',
  'HOME',
  'XDG_CONFIG_HOME',
  'XDG_CACHE_HOME',
  'GOROOT',
  'GOENV',
  'CC',
  ...goSettings,
] as const;

/** Asks the installed Go for its version and settings. The error is a sentence. */
export async function findGo(run: RunTool, inherited: Environment): Promise<Result<GoInstallation>> {
  const environment: Record<string, string> = { GOTOOLCHAIN: 'local' };
  for (const name of readByGoEnv) {
    const value = inherited[name];
    if (value !== undefined) environment[name] = value;
  }
  const asked = ['GOVERSION', 'GOOS', 'GOARCH', 'CC', ...goSettings];
  const printed = await run('go', ['env', '-json', ...asked], environment);
  if (!printed.ok) return err(`The sanitizers were not run, since Go was not found: ${installGo}.`);
  const answers = stringsOf(printed.value.stdout);
  const version = answers?.['GOVERSION'];
  if (printed.value.exit !== 0 || answers === undefined || version === undefined || version === '') {
    return err(
      `The sanitizers were not run, since the installed Go does not answer or is too old: ${installGo}.`,
    );
  }
  const release = /^go1\.(\d{1,4})/.exec(version)?.[1];
  return ok({
    version,
    release: release === undefined ? Infinity : Number(release),
    system: answers['GOOS'] ?? '',
    architecture: answers['GOARCH'] ?? '',
    compiler: answers['CC'] ?? 'gcc',
    settings: Object.fromEntries(goSettings.map((name) => [name, answers[name]])),
  });
}

function stringsOf(text: string): Record<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.fromEntries(Object.entries(value).filter(([, one]) => typeof one === 'string'));
  } catch {
    return undefined;
  }
}

/** Why a mode cannot be used with this Go on this machine, as a sentence; undefined where it can. */
export function modeProblem(
  mode: SanitizerMode,
  go: Pick<GoInstallation, 'version' | 'release' | 'system' | 'architecture'>,
): string | undefined {
  const { since, architectures } = modeSettings[mode];
  if (go.release < since) {
    return `The mode ${mode} was not run: it needs Go 1.${since} or later, and ${go.version} is installed; ${installGo}.`;
  }
  if (architectures !== undefined && !architectures.includes(go.architecture)) {
    return (
      `The mode ${mode} was not run: Go does not have it on ${go.system}/${go.architecture}; ` +
      `run it on linux/amd64 or linux/arm64.`
    );
  }
  return undefined;
}

/** Why no leak can be seen with this Go, as a sentence. */
export function leakProblem(go: Pick<GoInstallation, 'version' | 'release'>): string | undefined {
  return go.release >= leakCheckSince
    ? undefined
    : `Leaks were not looked for: ${go.version} ends a program without the leak check, which Go 1.${leakCheckSince} ` +
        'and later do; install a later Go.';
}

/** What a trial of the C compiler with AddressSanitizer found. */
export interface CompilerTrial {
  /** The first line of `--version`; undefined where there is no compiler. */
  readonly version?: string;
  /** Nothing can be built. */
  readonly missing?: string;
  /** AddressSanitizer cannot be used. */
  readonly asanProblem?: string;
  /** The leak check cannot be used. */
  readonly leakProblem?: string;
}

/**
 * Compiles and runs an empty program, so that what is missing on the machine is said once and not as the failure
 * of every test.
 *
 * @param directory An empty directory to compile in.
 */
export async function tryCompiler(
  run: RunTool,
  compiler: string,
  environment: Readonly<Record<string, string>>,
  directory: string,
  withAsan: boolean,
): Promise<CompilerTrial> {
  const [file = 'gcc', ...args] = compiler.trim().split(/\s+/);
  const printed = await run(file, [...args, '--version'], environment);
  if (!printed.ok || printed.value.exit !== 0) {
    return {
      missing:
        `The sanitizers were not run: the C compiler "${compiler}" was not found or does not run, and cgo needs one; ` +
        'install it (on Debian and Ubuntu: "apt-get install gcc libc6-dev", or "apt-get install clang"), or name ' +
        'another one in CC.',
    };
  }
  const version = printed.value.stdout.split('\n', 1)[0]?.slice(0, 200) ?? '';
  if (!withAsan) return { version };
  const source = path.join(directory, 'trial.c');
  const program = path.join(directory, 'trial');
  await writeFile(source, 'int main(void) { return 0; }\n');
  const built = await run(file, [...args, '-fsanitize=address', '-o', program, source], environment);
  if (!built.ok || built.value.exit !== 0) {
    return { version, asanProblem: runtimeProblem(version, built.ok ? built.value.stderr : built.error) };
  }
  const trial = (leaks: 0 | 1) =>
    run(program, [], { ...environment, ASAN_OPTIONS: `exitcode=86:detect_leaks=${leaks}` });
  const whole = await trial(1);
  if (whole.ok && whole.value.exit === 0) return { version };
  const said = whole.ok ? whole.value.stderr + whole.value.stdout : whole.error;
  const known = environmentProblem(said);
  if (known !== undefined) return { version, asanProblem: known };
  const leakless = await trial(0);
  if (leakless.ok && leakless.value.exit === 0) return { version, leakProblem: ptraceProblem };
  return {
    version,
    asanProblem: `The mode asan was not run: a program with AddressSanitizer does not start here (${firstLine(said)}).`,
  };
}

function runtimeProblem(version: string, said: string): string {
  const line = said.split('\n').find((text) => /asan|error|cannot find/i.test(text)) ?? firstLine(said);
  const clang = /clang/i.test(version);
  const release = (clang ? /version (\d{1,3})/ : / (\d{1,3})\.\d{1,3}\.\d{1,3}/).exec(version)?.[1];
  const packages = clang
    ? `libclang-rt-${release ?? '<version>'}-dev`
    : `libasan8 (with gcc 12 or later; libasan6 before) and libgcc-${release ?? '<version>'}-dev`;
  return (
    `The mode asan was not run: the C compiler cannot link the runtime of AddressSanitizer (${line.trim().slice(0, 300)}); ` +
    `install it, on Debian and Ubuntu as ${packages}, on Fedora as ${clang ? 'compiler-rt' : 'libasan'}.`
  );
}

/** Under a debugger or tracer the leak check cannot stop the threads that it has to look at. */
export const ptraceProblem =
  'Leaks were not looked for: LeakSanitizer does not work where ptrace is forbidden or already used (under strace, ' +
  'a debugger, or in a container without it); run outside of it, or give the container --cap-add=SYS_PTRACE.';

/** Whether a tool said that its leak check cannot run here. */
export function saysPtrace(text: string): boolean {
  return text.includes('LeakSanitizer has encountered a fatal error');
}

/** What AddressSanitizer says of a machine on which it cannot start, as a sentence with the remedy. */
export function environmentProblem(text: string): string | undefined {
  if (/ReserveShadowMemoryRange failed|Perhaps you're using ulimit -v/.test(text)) {
    return (
      'The mode asan was not run: AddressSanitizer could not reserve its address space, which a limit on virtual ' +
      'memory forbids; run without "ulimit -v".'
    );
  }
  if (/Shadow memory range interleaves|unexpected memory mapping/.test(text)) {
    return (
      'The mode asan was not run: the kernel places programs where AddressSanitizer needs its shadow memory; ' +
      'run "sudo sysctl vm.mmap_rnd_bits=28" before, or use a later gcc or clang.'
    );
  }
  return undefined;
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0]?.slice(0, 300) ?? '';
}
