import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from '../../base/logger.ts';
import { counted } from '../../report/wording.ts';
import type { LinterFinding, LinterReport, ToolProblem } from '../finding.ts';
import type { PathBase } from '../repository-path.ts';
import { linterEnvironment } from './environment.ts';
import type { Environment } from './environment.ts';
import { moduleGroups } from './module-groups.ts';
import type { ModuleGroup } from './module-groups.ts';
import { runProcess } from './process.ts';
import type { ProcessEnd, ProcessLimits } from './process.ts';
import { linterPrograms } from './programs.ts';
import type { LinterName, LinterProgram } from './programs.ts';

export interface LinterOptions {
  readonly linters: readonly LinterName[];
  /** The absolute path of the repository's work tree. */
  readonly root: string;
  /** The directories of the packages to look at, relative to the root. */
  readonly directories: readonly string[];
  /** What each linter may use up in all; else 300 seconds and 64 MB. */
  readonly limits?: ProcessLimits;
  readonly logger?: Logger;
}

/** What became of one linter. */
export interface LinterRun {
  readonly linter: LinterName;
  /**
   * `ran`: it looked at all; `partly`: it gave results, and could not look at some packages; `failed`: it gave nothing;
   * `missing`: it is not installed; `stopped`: the run was called off; `time`, `output`: it came to its limit.
   */
  readonly outcome: 'ran' | 'partly' | 'failed' | 'missing' | 'stopped' | 'time' | 'output';
  /** What it found, and what it said that it could not do. */
  readonly report: LinterReport;
  /** One sentence where it did not look at everything, with what to do where that is known; else undefined. */
  readonly sentence?: string;
  readonly seconds: number;
}

const defaultLimits: ProcessLimits = { seconds: 300, outputBytes: 64 * 1024 * 1024 };
const versionLimits: ProcessLimits = { seconds: 30, outputBytes: 64 * 1024 };
/** How often golangci-lint is run again without the packages that do not build. */
const mostRepeats = 3;

/**
 * Runs linters over packages of a work tree, one after the other. Whatever a linter does, it costs no more than its own
 * results. They compile the C code of the packages, so where code is not trusted the same holds for them as for a build.
 *
 * @param environment the one that the run was started with: what of it the linters get is decided here
 */
export async function runLinters(
  options: LinterOptions,
  environment: Environment,
  signal: AbortSignal,
): Promise<LinterRun[]> {
  const own = linterEnvironment(environment, options.root);
  const groups = moduleGroups(options.root, options.directories);
  const runs: LinterRun[] = [];
  for (const linter of new Set(options.linters)) {
    options.logger?.info(`${linterPrograms[linter].title}: ${packageCount(groups)} …`);
    runs.push(await new LinterExecution(linter, options, own, signal).over(groups));
  }
  return runs;
}

/** One linter over all modules. */
class LinterExecution {
  private readonly linter: LinterName;
  private readonly program: LinterProgram;
  private readonly options: LinterOptions;
  private readonly environment: Environment;
  private readonly signal: AbortSignal;
  private readonly limits: ProcessLimits;
  private readonly started = performance.now();
  private readonly findings: LinterFinding[] = [];
  private readonly problems: ToolProblem[] = [];
  private version = '';
  /** How many of the program's runs gave a report. */
  private reports = 0;

  constructor(linter: LinterName, options: LinterOptions, environment: Environment, signal: AbortSignal) {
    this.linter = linter;
    this.program = linterPrograms[linter];
    this.options = options;
    this.environment = environment;
    this.signal = signal;
    this.limits = options.limits ?? defaultLimits;
  }

  async over(groups: readonly ModuleGroup[]): Promise<LinterRun> {
    const asked = await this.run(this.program.versionArguments, this.options.root, versionLimits);
    if (asked.ended !== 'itself') return this.unfinished(asked);
    this.version = /\d+\.\d[\w.-]{0,40}/.exec(asked.stdout)?.[0] ?? '';
    for (const group of groups) {
      const stopped = await this.overModule(group);
      if (stopped !== undefined) return this.unfinished(stopped);
    }
    return this.finished(groups);
  }

  /** What ended a run before its time; undefined where all ran to their end. */
  private async overModule(group: ModuleGroup): Promise<ProcessEnd | undefined> {
    let packages = group.packages;
    for (let repeats = 0; packages.length > 0; repeats++) {
      const end = await this.run(
        this.program.runArguments(this.version, packages, this.secondsLeft()),
        path.join(this.options.root, group.directory),
        { seconds: this.secondsLeft(), outputBytes: this.limits.outputBytes },
      );
      const report = this.program.parse(end, this.base(group), this.version);
      if (end.ended !== 'itself' && end.ended !== 'output' && end.ended !== 'time') return end;
      const hasReport = isReport(end);
      if (hasReport) this.reports++;
      this.findings.push(...report.findings);
      this.problems.push(...(hasReport ? report.problems : failure(end, report)));
      if (end.ended !== 'itself') return end;
      const built = repeats < mostRepeats ? this.buildable(group, packages, report) : [];
      if (built.length === packages.length) return undefined;
      packages = built;
    }
    return undefined;
  }

  /**
   * The packages to look at again. Of a run over several packages golangci-lint says nothing where one of them does not
   * build; all others give what they have.
   */
  private buildable(
    group: ModuleGroup,
    packages: readonly string[],
    report: LinterReport,
  ): readonly string[] {
    if (this.linter !== 'golangci-lint' || report.findings.length > 0) return packages;
    const broken = new Set(
      report.problems.flatMap(({ path: file }) => {
        const inside = path.posix.relative(group.directory, path.posix.dirname(file ?? '.'));
        return file === undefined ? [] : [inside === '' ? '.' : `./${inside}`];
      }),
    );
    return packages.filter((name) => !broken.has(name));
  }

  private run(args: readonly string[], directory: string, limits: ProcessLimits): Promise<ProcessEnd> {
    const { environment, signal } = this;
    return runProcess(this.program.command, args, { directory, environment, limits, signal });
  }

  private base({ directory }: ModuleGroup): PathBase {
    const { root } = this.options;
    // The tools resolve links on their way to a file.
    return { roots: [root, realpathSync(root)], directory };
  }

  private secondsLeft(): number {
    return Math.max(1, this.limits.seconds - (performance.now() - this.started) / 1_000);
  }

  private finished(groups: readonly ModuleGroup[]): LinterRun {
    const [first] = this.problems;
    if (first === undefined) return this.result('ran');
    const isAlone = groups.length === 1 && groups[0]?.packages.length === 1;
    if (this.reports === 0 || (isAlone && this.findings.length === 0)) {
      return this.result('failed', `${this.program.title} gave no results: ${first.text}`);
    }
    return this.result('partly', `${this.program.title} could not look at everything: ${first.text}`);
  }

  private unfinished({ ended, reason }: ProcessEnd): LinterRun {
    const { title, command, install } = this.program;
    switch (ended) {
      case 'missing':
        return this.result('missing', `${title} was not run: there is no \`${command}\` on PATH. ${install}`);
      case 'time': {
        const limit = counted(this.limits.seconds, 'second');
        return this.result(
          'time',
          `${title} did not end within ${limit} and was stopped: its results are not all.`,
        );
      }
      case 'output': {
        const limit = `${String(Math.round(this.limits.outputBytes / 1024 / 1024))} MB`;
        return this.result(
          'output',
          `${title} printed more than ${limit} and was stopped: its results are not all.`,
        );
      }
      case 'stopped':
        return this.result('stopped', `${title} was stopped with the run.`);
      case 'refused':
      case 'itself':
        return this.result('failed', `${title} could not be started: ${reason}.`);
    }
  }

  private result(outcome: LinterRun['outcome'], sentence?: string): LinterRun {
    const { linter, findings, problems, version } = this;
    const tool = { tool: linter, ...(version === '' ? {} : { toolVersion: version }) };
    return {
      linter,
      outcome,
      report: { ...tool, findings, problems },
      ...(sentence === undefined ? {} : { sentence }),
      seconds: (performance.now() - this.started) / 1_000,
    };
  }
}

/** Whether a run gave a report: one without results is an empty one, and a failure prints none. */
function isReport({ ended, status, stdout, stderr }: ProcessEnd): boolean {
  return ended !== 'itself' || status === 0 || /^\{/m.test(stdout) || /^\{/m.test(stderr);
}

/** Why a run gave no report: what it said, or that it said nothing. */
function failure({ status }: ProcessEnd, report: LinterReport): readonly ToolProblem[] {
  if (report.problems.length > 0) return report.problems;
  return [{ text: `it ended with status ${String(status ?? 'unknown')} and said nothing.` }];
}

function packageCount(groups: readonly ModuleGroup[]): string {
  return counted(
    groups.reduce((sum, { packages }) => sum + packages.length, 0),
    'package',
  );
}
