import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a finished git process left. */
interface GitOutput {
  /** Its exit status; -1 where a signal ended it. */
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** The most that is read of one command's output, in bytes: above it a text does not fit into a string. */
const maxOutputBytes = 256 * 1024 * 1024;

/**
 * Variables that make git read another repository, index or diff than the one that is asked for. A hook or an
 * alias runs its programs with several of them set.
 */
const droppedVariables: ReadonlySet<string> = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_COMMON_DIR',
  'GIT_INDEX_FILE',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
  'GIT_EXTERNAL_DIFF',
  'GIT_DIFF_OPTS',
  'GIT_ATTR_SOURCE',
  'GIT_REPLACE_REF_BASE',
  'GIT_GRAFT_FILE',
  'GIT_SHALLOW_FILE',
  'GIT_GLOB_PATHSPECS',
  'GIT_NOGLOB_PATHSPECS',
  'GIT_ICASE_PATHSPECS',
]);

/** The variable that holds the empty value of disabled settings. */
const emptyVariable = 'CGO_REVIEW_EMPTY';

const fixedVariables: Environment = {
  LC_ALL: 'C',
  LANGUAGE: '',
  GIT_TERMINAL_PROMPT: '0',
  // No command of ours refreshes the index on disk.
  GIT_OPTIONAL_LOCKS: '0',
  // A partial clone's missing blobs are reported, not fetched; the second holds for a git that ignores the
  // first.
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  // What GitHub shows knows no local replacements of objects.
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_ATTR_NOSYSTEM: '1',
  [emptyVariable]: '',
};

/** Settings that hold for every command, whatever the repository or the user configured. */
const fixedConfig: readonly string[] = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.attributesFile=/dev/null',
  'core.quotePath=true',
  'protocol.allow=never',
  // git refuses a repository that another user owns, since its configuration can name programs. A workspace
  // that is mounted into a container is such a repository, and every setting that could start a program
  // (hooks, file system monitor, filters, text conversion, external diffs, transports) is off in our
  // commands.
  'safe.directory=*',
];

/** Runs git in one directory: no shell, no prompt, no network, no program that a repository names. */
export class GitCommand {
  readonly directory: string;
  private readonly environment: Environment;
  private readonly disabledKeys: readonly string[];

  /** `disabledKeys` are settings that are made empty, such as `filter.lfs.clean`. */
  constructor(directory: string, environment: Environment, disabledKeys: readonly string[] = []) {
    this.directory = directory;
    this.environment = environment;
    this.disabledKeys = disabledKeys;
  }

  /** The same with further settings made empty, and further variables. */
  with(directory: string, disabledKeys: readonly string[], variables: Environment): GitCommand {
    return new GitCommand(directory, { ...this.environment, ...variables }, [
      ...this.disabledKeys,
      ...disabledKeys,
    ]);
  }

  /** Starts a process whose three streams are pipes. */
  start(args: readonly string[]): ChildProcess {
    const config = fixedConfig.flatMap((setting) => ['-c', setting]);
    // `-c` would end the key at its first `=`, and the name of a filter may hold one.
    const disabled = this.disabledKeys.map((key) => `--config-env=${key}=${emptyVariable}`);
    const all = ['-C', this.directory, '--no-pager', '--literal-pathspecs', ...config, ...disabled, ...args];
    return spawn('git', all, { env: this.environment, stdio: 'pipe', windowsHide: true });
  }

  /** Runs a command to its end. The error says in a sentence why it could not run. */
  run(args: readonly string[]): Promise<Result<GitOutput>> {
    return new Promise((resolve) => {
      const child = this.start(args);
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      let size = 0;
      child.stdout?.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxOutputBytes) child.kill();
        else stdout.push(chunk);
      });
      child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
      child.stdin?.on('error', () => child.kill());
      child.stdin?.end();
      child.on('error', (error) => resolve(err(spawnProblem(error))));
      child.on('close', (status) => {
        if (size > maxOutputBytes) {
          resolve(err(`git ${subcommand(args)} printed more than ${maxOutputBytes / 1024 / 1024} MB.`));
        } else {
          const message = Buffer.concat(stderr).toString('utf8');
          resolve(ok({ status: status ?? -1, stdout: Buffer.concat(stdout), stderr: message }));
        }
      });
    });
  }

  /** The output of a command that has to succeed. */
  async output(args: readonly string[]): Promise<Result<Buffer>> {
    const result = await this.run(args);
    if (!result.ok) return result;
    const { status, stdout, stderr } = result.value;
    return status === 0 ? ok(stdout) : err(`git ${subcommand(args)} failed: ${firstLine(stderr)}`);
  }
}

/** The name of the command among git's own options. */
function subcommand(args: readonly string[]): string {
  return args.find((arg, index) => !arg.startsWith('-') && args[index - 1] !== '-c') ?? '';
}

/** The environment for git, made from the one that the process was started with. */
export function gitEnvironment(inherited: Environment): Environment {
  const kept = Object.entries(inherited).filter(
    ([name]) => !droppedVariables.has(name) && !name.startsWith('GIT_TRACE'),
  );
  return { ...Object.fromEntries(kept), ...fixedVariables };
}

/** The first line of git's message, without `fatal: `. */
export function firstLine(stderr: string): string {
  const line =
    stderr.split('\n').find((text) => /^(?:fatal|error): /.test(text)) ?? stderr.split('\n')[0] ?? '';
  return line.replace(/^(?:fatal|error): /, '').trim() || 'it gave no reason';
}

function spawnProblem(error: Error): string {
  const missing = 'code' in error && error.code === 'ENOENT';
  return missing
    ? 'git was not found: install it, or add it to PATH.'
    : `git could not be started: ${error.message}.`;
}
