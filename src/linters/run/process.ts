import { spawn } from 'node:child_process';
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { Environment } from './environment.ts';
import { systemCode } from './system-code.ts';

/** What a process may use up before it is stopped. */
export interface ProcessLimits {
  readonly seconds: number;
  /** Of standard output and standard error together. */
  readonly outputBytes: number;
}

/** What a process left. */
export interface ProcessEnd {
  /**
   * `itself`: it ran to its end; `missing`: no such program; `refused`: it could not be started, and `reason` says why;
   * `stopped`: the run was called off; `time` and `output`: it was stopped at its limit.
   */
  readonly ended: 'itself' | 'missing' | 'refused' | 'stopped' | 'time' | 'output';
  /** Its exit status; undefined where it has none. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly reason: string;
}

/** How long the streams of a process that has ended may stay open in the hands of what it started. */
const lingering = 2_000;

/** Runs a program to its end or to its limit, and ends with it what it started. */
export function runProcess(
  program: string,
  args: readonly string[],
  place: {
    readonly directory: string;
    readonly environment: Environment;
    readonly limits: ProcessLimits;
    readonly signal: AbortSignal;
  },
): Promise<ProcessEnd> {
  const { directory, environment, limits, signal } = place;
  return new Promise((resolve) => {
    let ended: ProcessEnd['ended'] = signal.aborted ? 'stopped' : 'itself';
    let [reason, bytes] = ['', 0];
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    const started = start(program, args, directory, environment);
    if (!started.ok) {
      resolve({ ended: 'refused', status: undefined, stdout: '', stderr: '', reason: started.error });
      return;
    }
    const child = started.value;
    const stop = (why: ProcessEnd['ended']): void => {
      if (ended === 'itself') ended = why;
      endGroup(child);
    };
    const timer = setTimeout(() => stop('time'), limits.seconds * 1_000);
    const onAbort = (): void => stop('stopped');
    signal.addEventListener('abort', onAbort);
    const keep = (chunks: Buffer[]) => (chunk: Buffer) => {
      const room = limits.outputBytes - bytes;
      bytes += chunk.length;
      if (room > 0) chunks.push(chunk.subarray(0, room));
      if (chunk.length > room) stop('output');
    };
    child.stdout.on('data', keep(stdout));
    child.stderr.on('data', keep(stderr));
    child.on('error', (error) => {
      ended = systemCode(error) === 'ENOENT' ? 'missing' : 'refused';
      reason = error.message;
    });
    let linger: NodeJS.Timeout | undefined;
    child.on('exit', () => {
      linger = setTimeout(() => endGroup(child), lingering);
    });
    child.on('close', (status) => {
      clearTimeout(timer);
      clearTimeout(linger);
      signal.removeEventListener('abort', onAbort);
      resolve({
        ended,
        status: status !== null && status >= 0 ? status : undefined,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
        reason,
      });
    });
    if (signal.aborted) endGroup(child);
  });
}

/** Node throws where the arguments are too many or hold a zero byte. */
function start(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Environment,
): Result<ChildProcessByStdio<null, Readable, Readable>> {
  try {
    // A process group of its own, so that what it starts can be ended with it.
    const detached = process.platform !== 'win32';
    return ok(
      spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached, windowsHide: true }),
    );
  } catch (error) {
    return err(String(error));
  }
}

/** Ends a process and what it started; one that is gone already is no trouble. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    child.kill('SIGKILL');
  } else {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      // ESRCH: the group has ended by itself in the meantime.
      if (systemCode(error) !== 'ESRCH') throw error;
    }
  }
  // What left the group may hold the pipes still: nobody reads them any more.
  child.stdout?.destroy();
  child.stderr?.destroy();
}
