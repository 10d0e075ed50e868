import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { errorCode } from './error-code.ts';
import { ProcessFamily, residentBytes } from './process-table.ts';
import type { Ending } from './sanitizer-run.ts';
import { bytesBelow } from './scratch.ts';

/** A command, all that it may see, and all that it may use. */
export interface SupervisedCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly directory: string;
  /** Its whole environment; it holds the marker. */
  readonly environment: Readonly<Record<string, string>>;
  /** What its processes carry in `markerVariable`. */
  readonly marker: string;
  /** The directory whose size is held against `diskBytes`. */
  readonly watched: string;
  readonly seconds: number;
  readonly outputBytes: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  /** Whether it does nothing any more but was to end; asked now and then. */
  isStuck?(): Promise<boolean>;
  onOutput(chunk: Buffer, stream: 'stdout' | 'stderr'): void;
}

/** How a command ended. */
export interface SupervisedEnd {
  /** Null where a signal ended it. */
  readonly exit: number | null;
  readonly signal?: string;
  readonly ended: Ending | 'cancelled' | 'stuck';
  readonly seconds: number;
  /** How many processes it had left behind, and how many of them could not be ended. */
  readonly leftBehind: number;
  readonly remaining: number;
}

/** Memory can grow by gigabytes in a second, and the table of processes is read in milliseconds. */
const lookEveryMs = 100;

/** The disk is walked at every so manieth look. */
const looksPerWalk = 4;

/** What a dead process wrote is in the pipes already; whoever still holds them is none of ours. */
const drainMs = 2000;

/**
 * Runs a command in a process group of its own and ends it, with everything that it started, at the first limit
 * that it passes and at its own end as well. The error is a sentence that says why it could not start.
 */
export async function supervise(
  command: SupervisedCommand,
  cancelled: AbortSignal | undefined,
): Promise<Result<SupervisedEnd>> {
  if (cancelled?.aborted === true) return err('The run was cancelled.');
  const begun = performance.now();
  const child = spawn(command.file, command.args, {
    cwd: command.directory,
    env: command.environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const family = new ProcessFamily(child.pid, command.marker);
  const state: { ended: SupervisedEnd['ended'] } = { ended: 'itself' };
  const stop = (reason: SupervisedEnd['ended']) => {
    if (state.ended !== 'itself') return;
    state.ended = reason;
    family.end();
  };

  let written = 0;
  const read = (stream: 'stdout' | 'stderr') => (chunk: Buffer) => {
    if (state.ended === 'output') return;
    written += chunk.length;
    command.onOutput(chunk, stream);
    if (written > command.outputBytes) stop('output');
  };
  child.stdout.on('data', read('stdout'));
  child.stderr.on('data', read('stderr'));
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exited = new Promise<Result<{ exit: number | null; signal: string | null }>>((resolve) => {
    child.once('error', (error) => resolve(err(startProblem(command, error))));
    child.once('exit', (exit, signal) => resolve(ok({ exit, signal })));
  });

  const timer = setTimeout(() => stop('time'), Math.max(1, command.seconds * 1000));
  const cancel = () => stop('cancelled');
  cancelled?.addEventListener('abort', cancel, { once: true });
  const done = new AbortController();
  const watch = watchUse(command, family, stop, done.signal);
  const status = await exited;
  clearTimeout(timer);
  cancelled?.removeEventListener('abort', cancel);
  done.abort();
  await watch;
  const leftBehind = child.pid === undefined ? 0 : await membersAfter(family);
  const remaining = child.pid === undefined ? 0 : family.end();
  await Promise.race([closed, delay(drainMs, undefined, { ref: false })]);
  child.stdout.destroy();
  child.stderr.destroy();
  if (!status.ok) return status;
  const { exit, signal } = status.value;
  return ok({
    exit,
    ...(signal === null ? {} : { signal }),
    ended: state.ended,
    seconds: Math.round(performance.now() - begun) / 1000,
    // What a limit ended was not left behind.
    leftBehind: state.ended === 'itself' ? leftBehind : 0,
    remaining,
  });
}

/** What runs on after the first process ended; what that one ended just before is given a moment to be gone. */
async function membersAfter(family: ProcessFamily): Promise<number> {
  if (family.members().length === 0) return 0;
  await delay(50);
  return family.members().length;
}

/** Holds memory and disk against their limits until `done`. */
async function watchUse(
  command: SupervisedCommand,
  family: ProcessFamily,
  stop: (reason: Ending | 'stuck') => void,
  done: AbortSignal,
): Promise<void> {
  for (let look = 1; !done.aborted; look++) {
    try {
      await delay(lookEveryMs, undefined, { signal: done });
    } catch {
      // The command ended.
      return;
    }
    const memory = family.members().reduce((sum, pid) => sum + residentBytes(pid), 0);
    if (memory > command.memoryBytes) {
      stop('memory');
      return;
    }
    if (look % looksPerWalk !== 0) continue;
    if ((await bytesBelow(command.watched)) > command.diskBytes) {
      stop('disk');
      return;
    }
    if ((await command.isStuck?.()) === true) {
      stop('stuck');
      return;
    }
  }
}

function startProblem(command: SupervisedCommand, error: Error): string {
  const code = errorCode(error);
  if (code === 'ENOENT') return `${command.file} was not found: install it, or add it to PATH.`;
  if (code === 'EACCES') {
    return `${command.file} may not be run: set TMPDIR to a directory on a file system without noexec.`;
  }
  return `${command.file} could not be started: ${error.message}.`;
}
