import { readFile } from 'node:fs/promises';
import * as core from '@actions/core';
import { auditTree } from '../app/audit-tree.ts';
import { reviewChange } from '../app/review-change.ts';
import type { RunContext, RunResult } from '../app/review-change.ts';
import { inDirectory, narrowed } from '../app/scope.ts';
import { ConfigurationError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { defaultConfig } from '../config/review-config.ts';
import type { ReviewConfig } from '../config/review-config.ts';
import type { Change, Revision } from '../diff/change.ts';
import { createClient } from '../github/client.ts';
import type { Client, RepositoryName } from '../github/client.ts';
import { parseEvent } from '../github/event.ts';
import type { ReviewEvent } from '../github/event.ts';
import { explain, statusOf } from '../github/failure.ts';
import { selectParser } from '../parser/select.ts';
import type { ReviewLinks } from '../report/links.ts';
import { registry } from '../rules/registry.generated.ts';
import type { Repository } from '../source/repository.ts';
import { readInputs } from './action/inputs.ts';
import type { ActionInputs } from './action/inputs.ts';
import { conclude, writeOutput } from './action/output.ts';
import { publish } from './action/publish.ts';
import type { Published } from './action/publish.ts';
import { lintersHere, sanitizeOnly, sanitizerRunOf } from './action/tools.ts';
import type { SanitizeJob } from './action/tools.ts';
import { openSource, targetOf } from './action/source.ts';
import type { Source, Target } from './action/source.ts';
import { readPolicy } from './policy-file.ts';
import { docsUrl, issuesUrl, nonEmpty, version } from './product.ts';
import { loadWasmModules } from './wasm.ts';

const env = process.env;

const log: Logger = {
  debug: core.debug,
  info: core.info,
  warn: (message) => {
    core.info(message);
  },
};

async function run(): Promise<void> {
  const inputs = readInputs((name) => core.getInput(name));
  const repo = repositoryName(required('GITHUB_REPOSITORY'));
  const event = await readEvent();
  const sha = nonEmpty(env['GITHUB_SHA']) ?? '';
  const target = targetOf(event, inputs.mode, sha, inputs);
  const workspace = nonEmpty(env['GITHUB_WORKSPACE']) ?? process.cwd();
  const job: SanitizeJob = { event, inputs, environment: env, workspace };
  if (target.kind === 'nothing') {
    core.info(`${target.reason} There is nothing to review.`);
    if (inputs.mode === 'sanitize') {
      await sanitizeOnly(job, undefined, defaultConfig);
      return;
    }
    const nothing = await emptyResult(inputs, nonEmpty(env['GITHUB_SHA']) ?? '');
    const report = { ...nothing.report, notes: [target.reason] };
    await writeOutput({
      report,
      lines: nothing.lines,
      published: unpublished,
      links: { docs: docsUrl(env) },
      environment: env,
    });
    return;
  }
  const client = inputs.token === '' ? undefined : githubClient(inputs.token);
  const source = await openSource(target, {
    workspace,
    path: inputs.path,
    client,
    repo,
    environment: env,
    log,
  });
  const config = await readPolicy(
    source.repository,
    source.policyAt,
    inputs.config,
    registry.map(({ rule }) => rule),
    inputs.overrides,
  );
  if (inputs.mode === 'sanitize') {
    await sanitizeOnly(job, source, config);
    return;
  }
  const sanitized = await sanitizerRunOf(job, source, config);
  const linters = await lintersHere(job, source, config);
  const result = await analyse(source, inputs, config, {
    ...(sanitized.run === undefined ? {} : { sanitizerRun: sanitized.run }),
    ...(linters === undefined ? {} : { linters }),
  });
  const links: ReviewLinks = {
    docs: docsUrl(env),
    ...(source.head.kind === 'commit'
      ? { source: `${serverUrl()}/${repo.owner}/${repo.name}/blob/${source.head.id}` }
      : {}),
  };
  const published = await publishTo(target, client, repo, source, result, config, links);
  const scope =
    source.directory === '' || source.directory === '.' ? [] : [`Only ${source.directory}/ was looked at.`];
  const notes = [...scope, ...sanitized.notes, ...result.report.notes, ...published.notes];
  const report = { ...result.report, notes };
  await writeOutput({ report, lines: result.lines, published, links, environment: env });
  conclude(result.report, config);
}

async function readEvent(): Promise<ReviewEvent> {
  const name = required('GITHUB_EVENT_NAME');
  const payload = parseJson(await readFile(required('GITHUB_EVENT_PATH'), 'utf8'));
  return parseEvent(name, payload, nonEmpty(env['GITHUB_SHA']) ?? '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ConfigurationError(`The event file GITHUB_EVENT_PATH is not JSON: ${error.message}.`);
  }
}

async function analyse(
  source: Source,
  inputs: ActionInputs,
  config: ReviewConfig,
  tools: Pick<RunContext, 'sanitizerRun' | 'linters'>,
): Promise<RunResult> {
  const context: RunContext = { ...(await runContext(inputs, config)), ...tools };
  const isInScope = inDirectory(source.directory);
  return source.change === undefined
    ? auditTree(source.repository, source.head, isInScope, context)
    : reviewChange(source.repository, narrowed(source.change, isInScope), context);
}

async function runContext(inputs: ActionInputs, config: ReviewConfig): Promise<RunContext> {
  return {
    config,
    parser: await selectParser(inputs.parser, await loadWasmModules(), (name) => import(name)),
    registry,
    version,
    today: new Date().toISOString().slice(0, 10),
  };
}

async function publishTo(
  target: Target,
  client: Client | undefined,
  repo: RepositoryName,
  source: Source,
  result: RunResult,
  config: ReviewConfig,
  links: ReviewLinks,
): Promise<Published> {
  if (target.kind !== 'pull-request' || client === undefined || source.change === undefined) {
    return unpublished;
  }
  const { number } = target;
  return publish(result.report, source.change, result.lines, {
    client,
    repo,
    number,
    maxComments: config.maxComments,
    links,
    log,
  });
}

const unpublished: Published = { visible: new Set(), reviewUrl: undefined, notes: [] };

/** The result of a run that had nothing to look at: later steps find the files that they expect. */
async function emptyResult(inputs: ActionInputs, id: string): Promise<RunResult> {
  const head: Revision = { kind: 'commit', id };
  const nowhere: Repository = {
    tree: () => Promise.resolve([]),
    blob: () => Promise.reject(new Error('an empty tree has no blobs')),
    file: () => Promise.resolve(undefined),
  };
  const change: Change = { base: undefined, head, files: [], source: 'git' };
  return reviewChange(nowhere, change, await runContext(inputs, defaultConfig));
}

function githubClient(token: string): Client {
  return createClient({
    token,
    apiUrl: nonEmpty(env['GITHUB_API_URL']) ?? 'https://api.github.com',
    userAgent: `cgo-review/${version}`,
    log,
  });
}

function serverUrl(): string {
  return nonEmpty(env['GITHUB_SERVER_URL']) ?? 'https://github.com';
}

function required(name: string): string {
  const value = nonEmpty(env[name]);
  if (value === undefined) {
    throw new ConfigurationError(
      `${name} is not set: this program runs as a GitHub Action; elsewhere use the command cgo-review.`,
    );
  }
  return value;
}

function repositoryName(text: string): RepositoryName {
  const [owner, name] = text.split('/');
  if (owner === undefined || name === undefined) {
    throw new ConfigurationError(`GITHUB_REPOSITORY is ${JSON.stringify(text)}, and must be OWNER/NAME.`);
  }
  return { owner, name };
}

try {
  await run();
} catch (error) {
  if (error instanceof ConfigurationError) {
    core.error(error.message);
    process.exitCode = 2;
  } else if (statusOf(error) !== undefined) {
    core.error(refusal(error));
    process.exitCode = 3;
  } else {
    core.error(
      `This is a bug of cgo-review; please report it at ${issuesUrl} with this stack:\n${stackOf(error)}`,
    );
    process.exitCode = 70;
  }
}

/** GitHub refused or did not answer what the run cannot do without. */
function refusal(error: unknown): string {
  const status = statusOf(error);
  const isRefused = status === 401 || status === 403 || status === 404;
  const advice = isRefused
    ? 'Check the input github-token and the permissions of the job: it needs contents: read and pull-requests: read.'
    : 'Nothing was reviewed; run the job again.';
  return `${explain(error)}. ${advice}`;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
