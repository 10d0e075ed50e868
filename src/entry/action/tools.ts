import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import * as core from '@actions/core';
import { notRun, sanitizedRun } from '../../app/dynamic/run.ts';
import { lintersOf } from '../../app/linters.ts';
import type { LinterContext } from '../../app/review-change.ts';
import { inDirectory } from '../../app/scope.ts';
import { summaryOf } from '../../app/dynamic/summary.ts';
import { ConfigurationError } from '../../base/errors.ts';
import type { ReviewConfig } from '../../config/review-config.ts';
import { openGitRepository } from '../../git/repository.ts';
import type { ReviewEvent } from '../../github/event.ts';
import { sanitizerSection } from '../../report/sanitizer-section.ts';
import { obstacles } from '../../report/sanitizer-text.ts';
import { writeRunFile } from '../../sanitizer/run-file.ts';
import { sanitizeRefusal } from '../../sanitizer/run/refusal.ts';
import type { SanitizerRun } from '../../sanitizer/run/sanitizer-run.ts';
import { docsUrl, nonEmpty } from '../product.ts';
import { readSanitizeReport } from '../sanitize-report.ts';
import type { ActionInputs } from './inputs.ts';
import type { Source } from './source.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What decides whether code of the change may be run in this job. */
export interface SanitizeJob {
  readonly event: ReviewEvent;
  readonly inputs: ActionInputs;
  readonly environment: Environment;
  /** The directory of the checkout. */
  readonly workspace: string;
}

/** Where the run is handed on where the input says nothing. */
const defaultReport = 'cgo-review-sanitize.json';

/** What is known from running the program: from the file of another job, or from a run in this one. */
export async function sanitizerRunOf(
  job: SanitizeJob,
  source: Source,
  config: ReviewConfig,
): Promise<{ readonly run: SanitizerRun | undefined; readonly notes: readonly string[] }> {
  const { sanitizeReport: file, token } = job.inputs;
  if (file !== undefined) {
    if (job.inputs.overrides.sanitize !== undefined && job.inputs.overrides.sanitize !== 'off') {
      throw new ConfigurationError(
        'The input sanitize runs the tools and sanitize-report has what they gave in another job: set one of them.',
      );
    }
    return { run: await readSanitizeReport(inWorkspace(job, file), file), notes: [] };
  }
  const run = await runHere(job, source, config);
  const isRisky = run !== undefined && run.executions.length > 0 && token !== '';
  return { run, notes: isRisky ? [oneJobWarning] : [] };
}

const oneJobWarning =
  'The sanitizers ran in the job that has github-token: the code of the change could have read that token from this ' +
  "process, and written to what the job's permissions allow; run them in a job of their own (docs/sanitizer.md).";

/** The mode `sanitize`: builds and runs, and hands what that gave to another job as a file. */
export async function sanitizeOnly(
  job: SanitizeJob,
  source: Source | undefined,
  config: ReviewConfig,
): Promise<void> {
  const { inputs, environment } = job;
  const file = inputs.sanitizeReport ?? defaultReport;
  const path = inWorkspace(job, file);
  const run =
    source === undefined
      ? notRun('There was nothing to build: the event changes no code.')
      : await runHere(job, source, config.sanitize === 'off' ? { ...config, sanitize: 'asan' } : config);
  if (run === undefined) throw new Error('a run that is not switched off gave nothing');
  await writeFile(path, writeRunFile(run));
  core.setOutput('sanitize-report', path);
  for (const obstacle of obstacles(summaryOf(run))) core.warning(obstacle);
  const summaryFile = nonEmpty(environment['GITHUB_STEP_SUMMARY']);
  const summary = { ...summaryOf(run), apart: [], unplaced: [] };
  if (summaryFile !== undefined)
    await appendFile(
      summaryFile,
      `${sanitizerSection(summary, { docs: docsUrl(environment) }, 200_000, 'audit')}\n`,
    );
}

/** What other analysers say, run here or from the files of earlier steps. */
export async function lintersHere(
  job: SanitizeJob,
  source: Source,
  config: ReviewConfig,
): Promise<LinterContext | undefined> {
  if (config.linters.length === 0) return undefined;
  const { environment, workspace, inputs } = job;
  const opened = await openGitRepository(join(workspace, inputs.path), environment);
  if (!opened.ok)
    return { findings: [], notes: [`The linters were not run: there is no checkout (${opened.error})`] };
  const repository = opened.value;
  try {
    const { head, change, directory } = source;
    const subject = { repository, head, change };
    const refusal = await refusalOf(job, source, repository.root);
    const ports = { environment, progress: core.info };
    return await lintersOf(
      subject,
      inDirectory(directory),
      config,
      ports,
      refusal?.replace(notRunPrefix, ''),
    );
  } finally {
    repository.close();
  }
}

/** A refusal says by itself what was not run. */
const notRunPrefix = /^The sanitizers were not run: /;

async function runHere(
  job: SanitizeJob,
  source: Source,
  config: ReviewConfig,
): Promise<SanitizerRun | undefined> {
  if (config.sanitize === 'off') return undefined;
  const { environment, workspace, inputs } = job;
  const opened = await openGitRepository(join(workspace, inputs.path), environment);
  if (!opened.ok)
    return notRun(`The sanitizers were not run: they build a checkout, and there is none (${opened.error})`);
  const repository = opened.value;
  try {
    const refusal = await refusalOf(job, source, repository.root);
    if (refusal !== undefined) return notRun(refusal);
    const { head, change, directory } = source;
    return await sanitizedRun(
      { repository, head, change },
      config,
      { environment, progress: core.info },
      { isInScope: inDirectory(directory), buildsUntracked: true },
    );
  } finally {
    repository.close();
  }
}

/** Why code of the change may not be run in this job. */
async function refusalOf(job: SanitizeJob, source: Source, root: string): Promise<string | undefined> {
  const { environment, event } = job;
  return sanitizeRefusal({
    eventName: environment['GITHUB_EVENT_NAME'] ?? '',
    repository: environment['GITHUB_REPOSITORY'] ?? '',
    ...(event.kind === 'pull-request' ? { headRepository: event.headRepository } : {}),
    ...((await holdsToken(job, root)) ? {} : { tokenCanWrite: false }),
    refIsInRepository: isOnBranch(environment, source),
  });
}

/** Whether the code that is run could find a token: our own, or what a checkout keeps for later git commands. */
async function holdsToken({ inputs, environment }: SanitizeJob, root: string): Promise<boolean> {
  if (inputs.token !== '' || nonEmpty(environment['GITHUB_TOKEN']) !== undefined) return true;
  try {
    return /^\s*extraheader\s*=|^\s*\[includeif/im.test(await readFile(join(root, '.git', 'config'), 'utf8'));
  } catch (error) {
    // A work tree of its own has a file in the place of the folder: what it keeps is not looked for.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOTDIR' && code !== 'ENOENT') throw error;
    return true;
  }
}

/** A workflow that is started on a ref of this repository has that ref's commit; an input can name another one. */
function isOnBranch(environment: Environment, { head }: Source): boolean {
  const ref = environment['GITHUB_REF'] ?? '';
  const isRef = ref.startsWith('refs/heads/') || ref.startsWith('refs/tags/');
  return isRef && head.kind === 'commit' && head.id === environment['GITHUB_SHA'];
}

function inWorkspace({ workspace }: SanitizeJob, file: string): string {
  const path = isAbsolute(file) ? file : join(workspace, file);
  const inside = relative(workspace, path);
  if (!inside.startsWith('..') && !isAbsolute(inside)) return path;
  throw new ConfigurationError(
    `The input sanitize-report is ${JSON.stringify(file)}, which is outside the workspace.`,
  );
}
