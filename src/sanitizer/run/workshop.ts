import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { addressFlagOf, buildEnvironment } from './child-environment.ts';
import type { Environment, Quarters } from './child-environment.ts';
import { modeSettings } from './modes.ts';
import { ProcessFamily } from './process-table.ts';
import { runBounds } from './sanitizer-run.ts';
import type { SanitizerLimits, SanitizerMode } from './sanitizer-run.ts';
import { makeQuarters, removeScratch } from './scratch.ts';
import { supervise } from './supervised.ts';
import type { SupervisedCommand, SupervisedEnd } from './supervised.ts';
import { overlay } from './test-main.ts';
import type { GoInstallation, Printed } from './toolchain.ts';

/** The most that is read of a command of the tool chain; `go list` of a large module prints tens of megabytes. */
const mostPrinted = 192 * 1024 * 1024;

/** Compilers and linkers need more than most tests. */
const buildBytes = 6 * 1024 * 1024 * 1024;

/** A single build that takes longer hangs. */
const longestBuildSeconds = 900;

/** What a run is given from outside. */
export interface SanitizerPorts {
  readonly environment: Environment;
  /** Takes one line on what is done now. */
  readonly progress: (line: string) => void;
  /** Ends the run; what is done so far is its result. */
  readonly signal?: AbortSignal;
}

/** The place in which one run builds and runs code: its directory, its time, its processes. */
export class Workshop {
  readonly ports: SanitizerPorts;
  readonly limits: SanitizerLimits;
  /** The absolute path of a directory outside of the repository. */
  readonly scratch: string;
  readonly go: GoInstallation;
  /** The C compiler, as a command line. */
  readonly compiler: string;
  /** Absolute paths of files that are not there for go. */
  readonly hidden: readonly string[];
  /** What a go command is given to that end, unless it has an overlay of its own. */
  overlayFlag: readonly string[] = [];
  private readonly problemSet = new Set<string>();
  private readonly id = randomBytes(12).toString('hex');
  private readonly until: number;
  private processes = 0;
  private builds: Quarters | undefined;

  constructor(
    ports: SanitizerPorts,
    limits: SanitizerLimits,
    scratch: string,
    go: GoInstallation,
    compiler: string,
    begun: number,
    hidden: readonly string[] = [],
  ) {
    this.ports = ports;
    this.limits = limits;
    this.scratch = scratch;
    this.go = go;
    this.compiler = compiler;
    this.hidden = hidden;
    this.until = begun + limits.totalSeconds * 1000;
  }

  get problems(): string[] {
    return [...this.problemSet];
  }

  /** Notes a sentence, once; of more than fit into a report, the number. */
  problem(sentence: string): void {
    if (this.problemSet.size < runBounds.problems)
      this.problemSet.add(sentence.slice(0, runBounds.lineLength));
  }

  /** Seconds of the whole run that are left. */
  get secondsLeft(): number {
    return Math.max(0, (this.until - performance.now()) / 1000);
  }

  /** Whether nothing may be begun any more. */
  get isOver(): boolean {
    return this.secondsLeft === 0 || this.ports.signal?.aborted === true;
  }

  /** A marker for the processes of one command. */
  nextMarker(): string {
    return `${this.id}.${++this.processes}.`;
  }

  /** Takes the hidden files away; to be called once before anything is listed. */
  async hide(): Promise<void> {
    if (this.hidden.length === 0) return;
    const file = path.join(this.scratch, 'hidden.json');
    await writeFile(file, overlay(this.hidden));
    this.overlayFlag = [`-overlay=${file}`];
  }

  /** Runs a command within the time that is left. */
  async run(command: Omit<SupervisedCommand, 'seconds'>, seconds: number): Promise<Result<SupervisedEnd>> {
    return supervise({ ...command, seconds: Math.min(seconds, this.secondsLeft) }, this.ports.signal);
  }

  /** The environment of builds, whose home and temporary directory live as long as the run. */
  async buildEnvironment(marker: string): Promise<Record<string, string>> {
    this.builds ??= await makeQuarters(path.join(this.scratch, 'build'));
    return buildEnvironment(this.ports.environment, this.go.settings, this.builds, marker, this.compiler);
  }

  /** Runs a go command on code of the repository, as a mode wants it built. The error is a sentence. */
  async runGo(
    args: readonly string[],
    directory: string,
    mode: SanitizerMode,
  ): Promise<Result<Printed & { readonly seconds: number; readonly ended: string }>> {
    const marker = this.nextMarker();
    const builds = await this.buildEnvironment(marker);
    const address = mode === 'asan' ? addressFlagOf(this.compiler, this.ports.environment) : undefined;
    const environment = {
      ...builds,
      ...modeSettings[mode].buildEnvironment,
      ...(address === undefined ? {} : { CGO_CXXFLAGS: `${builds['CGO_CXXFLAGS'] ?? ''} ${address}`.trim() }),
    };
    const printed = new PrintedText();
    const end = await this.run(
      {
        file: 'go',
        args,
        directory,
        environment,
        marker,
        watched: this.scratch,
        outputBytes: mostPrinted,
        memoryBytes: Math.max(buildBytes, this.limits.memoryBytes),
        diskBytes: Math.max(buildBytes, this.limits.diskBytes),
        onOutput: (chunk, stream) => printed.add(chunk, stream),
      },
      longestBuildSeconds,
    );
    if (!end.ok) return end;
    const { exit, seconds, ended } = end.value;
    return ok({ exit, seconds, ended, ...printed.texts() });
  }

  /** Ends whatever still runs of this run, and removes its directory. */
  async close(): Promise<void> {
    const remaining = new ProcessFamily(undefined, `${this.id}.`).end();
    if (remaining > 0) {
      this.problem(`${remaining} processes of the tests could not be ended: end the job's machine.`);
    }
    const problem = await removeScratch(this.scratch);
    if (problem !== undefined) this.problem(problem);
  }

  /** A directory of its own for something, empty. */
  async freshDirectory(name: string): Promise<string> {
    const directory = path.join(this.scratch, name);
    await rm(directory, { recursive: true, force: true });
    return directory;
  }
}

/** Both streams of a command, whole. */
export class PrintedText {
  private readonly chunks: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };

  add(chunk: Buffer, stream: 'stdout' | 'stderr'): void {
    this.chunks[stream].push(chunk);
  }

  texts(): { stdout: string; stderr: string } {
    return {
      stdout: Buffer.concat(this.chunks.stdout).toString('utf8'),
      stderr: Buffer.concat(this.chunks.stderr).toString('utf8'),
    };
  }
}
