import { sanitizedRun } from '../../app/dynamic/run.ts';
import { summaryOf } from '../../app/dynamic/summary.ts';
import { lintersOf } from '../../app/linters.ts';
import type { RunContext } from '../../app/review-change.ts';
import { ConfigurationError } from '../../base/errors.ts';
import type { ReviewConfig } from '../../config/review-config.ts';
import type { Change, Revision } from '../../diff/change.ts';
import { obstacles } from '../../report/sanitizer-text.ts';
import { writeRunFile } from '../../sanitizer/run-file.ts';
import type { SanitizerPorts } from '../../sanitizer/run/workshop.ts';
import type { SanitizerRun } from '../../sanitizer/run/sanitizer-run.ts';
import { readSanitizeReport } from '../sanitize-report.ts';
import type { AuditCommand, ReviewCommand, SanitizeCommand } from './arguments.ts';
import { compare } from './comparison.ts';
import { localPolicy } from './policy.ts';
import { writeReportFile, writeStandardError } from './streams.ts';
import { openWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';
import { narrowed } from '../../app/scope.ts';

/** What other tools say: those that run the program, now or from the file of an earlier run, and other analysers. */
export async function toolResults(
  command: ReviewCommand | AuditCommand,
  workspace: Workspace,
  head: Revision,
  change: Change | undefined,
  config: ReviewConfig,
): Promise<Pick<RunContext, 'sanitizerRun' | 'linters'>> {
  const isTold = command.detail !== 'quiet';
  const sanitizerRun = await runOrRead(command, workspace, head, change, config, isTold);
  const { repository, isInScope } = workspace;
  const linters = await untilInterrupted((signal) =>
    lintersOf({ repository, head, change }, isInScope, config, { ...tellingPorts(isTold), signal }),
  );
  return {
    ...(sanitizerRun === undefined ? {} : { sanitizerRun }),
    ...(linters === undefined ? {} : { linters }),
  };
}

async function runOrRead(
  command: ReviewCommand | AuditCommand,
  workspace: Workspace,
  head: Revision,
  change: Change | undefined,
  config: ReviewConfig,
  isTold: boolean,
): Promise<SanitizerRun | undefined> {
  const { sanitizeReport: file } = command;
  if (file === undefined) return runNow(workspace, head, change, config, isTold);
  if (command.sanitize !== undefined && command.sanitize !== 'off')
    throw new ConfigurationError(
      '--sanitize runs the tools and --sanitize-report has their report: give one.',
    );
  return readSanitizeReport(file, file);
}

/** Builds and runs what a change reaches, and writes that to a file for a review elsewhere. */
export async function runSanitize(command: SanitizeCommand): Promise<number> {
  const workspace = await openWorkspace(command.paths);
  try {
    const policy = await localPolicy(workspace.repository, command);
    const config: ReviewConfig = policy.sanitize === 'off' ? { ...policy, sanitize: 'asan' } : policy;
    const isQuiet = command.detail === 'quiet';
    const tell = (sentence: string): void => {
      if (!isQuiet) writeStandardError(`${sentence}\n`);
    };
    const { change } = await compare(workspace.repository, command.comparison, tell);
    const looked = narrowed(change, workspace.isInScope);
    const run = await runNow(workspace, change.head, looked, config, !isQuiet);
    if (run === undefined) throw new Error('a run that is not switched off gave nothing');
    await writeReportFile(command.report, writeRunFile(run));
    for (const obstacle of obstacles(summaryOf(run))) writeStandardError(`${obstacle}\n`);
    tell(`Ran ${String(run.executions.length)} tests; what they gave is in ${command.report}.`);
    return 0;
  } finally {
    workspace.repository.close();
  }
}

function runNow(
  { repository, isInScope }: Workspace,
  head: Revision,
  change: Change | undefined,
  config: ReviewConfig,
  isTold: boolean,
): Promise<SanitizerRun | undefined> {
  return untilInterrupted((signal) =>
    sanitizedRun(
      { repository, head, change },
      config,
      { ...tellingPorts(isTold), signal },
      { isInScope, buildsUntracked: false },
    ),
  );
}

function tellingPorts(isTold: boolean): Pick<SanitizerPorts, 'environment' | 'progress'> {
  return {
    environment: process.env,
    progress: (line) => {
      if (isTold) writeStandardError(`${line}\n`);
    },
  };
}

/** The tools are not of our process group: they would outlive an interrupted run. */
async function untilInterrupted<T>(task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const interrupt = (): void => {
    stop.abort();
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    return await task(stop.signal);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
