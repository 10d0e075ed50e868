import { sanitizedRun } from '../../app/dynamic/run.ts';
import { ConfigurationError } from '../../base/errors.ts';
import type { ReviewConfig } from '../../config/review-config.ts';
import type { Change, Revision } from '../../diff/change.ts';
import { writeRunFile } from '../../sanitizer/run-file.ts';
import type { SanitizerRun } from '../../sanitizer/run/sanitizer-run.ts';
import { readSanitizeReport } from '../sanitize-report.ts';
import type { AuditCommand, ReviewCommand, SanitizeCommand } from './arguments.ts';
import { compare } from './comparison.ts';
import { localPolicy } from './policy.ts';
import { writeReportFile, writeStandardError } from './streams.ts';
import { openWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';
import { narrowed } from '../../app/scope.ts';

/** What is known from running the program: now, or from the file of an earlier run; undefined for neither. */
export async function runOrRead(
  command: ReviewCommand | AuditCommand,
  workspace: Workspace,
  head: Revision,
  change: Change | undefined,
  config: ReviewConfig,
): Promise<SanitizerRun | undefined> {
  const { sanitizeReport: file } = command;
  if (file === undefined) return runNow(workspace, head, change, config, command.detail !== 'quiet');
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
    for (const problem of run.problems) writeStandardError(`${problem}\n`);
    tell(`Ran ${String(run.executions.length)} tests; what they gave is in ${command.report}.`);
    return 0;
  } finally {
    workspace.repository.close();
  }
}

async function runNow(
  { repository }: Workspace,
  head: Revision,
  change: Change | undefined,
  config: ReviewConfig,
  isTold: boolean,
): Promise<SanitizerRun | undefined> {
  const stop = new AbortController();
  const interrupt = (): void => {
    stop.abort();
  };
  // The tests are not of our process group: they would outlive us.
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    return await sanitizedRun({ repository, head, change }, config, {
      environment: process.env,
      progress: (line) => {
        if (isTold) writeStandardError(`${line}\n`);
      },
      signal: stop.signal,
    });
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
