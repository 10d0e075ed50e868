import { isAbsolute, relative, resolve, sep } from 'node:path';
import { auditTree } from '../app/audit-tree.ts';
import { reviewChange } from '../app/review-change.ts';
import type { RunContext, RunResult } from '../app/review-change.ts';
import { inDirectory, narrowed } from '../app/scope.ts';
import { ConfigurationError } from '../base/errors.ts';
import type { Result } from '../base/result.ts';
import { openGitRepository } from '../git/repository.ts';
import type { GitRepository } from '../git/repository.ts';
import type { Revision } from '../diff/change.ts';
import { selectParser } from '../parser/select.ts';
import { renderJson } from '../report/json.ts';
import type { Links } from '../report/report.ts';
import { renderSarif } from '../report/sarif.ts';
import { renderText } from '../report/text.ts';
import { registry } from '../rules/registry.generated.ts';
import { help, parseCommand } from './cli/arguments.ts';
import type { Command } from './cli/arguments.ts';
import { readPolicy } from './policy-file.ts';
import { docsUrl, issuesUrl, version } from './product.ts';
import { renderRule, renderRuleList } from './cli/rules.ts';
import { loadWasmModules } from './wasm.ts';

type Run = Extract<Command, { kind: 'review' | 'audit' }>;

/** Exit status by verdict: https://github.com/cgo-review/cgo-review#verdict-and-exit-status. */
const exitStatus = { pass: 0, fail: 1, incomplete: 3 } as const;

async function main(args: readonly string[]): Promise<number> {
  const command = parseCommand(args);
  switch (command.kind) {
    case 'help':
      process.stdout.write(help);
      return 0;
    case 'version':
      process.stdout.write(`cgo-review ${version}\n`);
      return 0;
    case 'rules':
      process.stdout.write(
        command.rule === undefined ? renderRuleList(registry) : renderRule(registry, command.rule),
      );
      return 0;
    default:
      return run(command);
  }
}

async function run(command: Run): Promise<number> {
  const repository = expect(await openGitRepository(resolve(command.path), process.env));
  try {
    const head: Revision =
      command.head === undefined
        ? { kind: 'work-tree' }
        : { kind: 'commit', id: expect(await repository.resolve(command.head)) };
    const config = await readPolicy(
      repository,
      { kind: 'work-tree' },
      configPath(repository, command.config),
      registry.map(({ rule }) => rule),
      { failOn: command.failOn },
    );
    const context: RunContext = {
      config,
      parser: await selectParser(command.parser, await loadWasmModules(), (name) => import(name)),
      registry,
      version,
      today: new Date().toISOString().slice(0, 10),
    };
    const result = await analyse(command, repository, head, context);
    process.stdout.write(render(command, result));
    return config.reportOnly ? 0 : exitStatus[result.report.verdict];
  } finally {
    repository.close();
  }
}

/** The configuration's path within the repository, where it is given as an absolute one. */
function configPath(repository: GitRepository, path: string): string {
  if (!isAbsolute(path)) return path;
  const inside = relative(repository.root, path).split(sep).join('/');
  if (inside.startsWith('../')) {
    throw new ConfigurationError(`The configuration ${path} is outside the repository ${repository.root}.`);
  }
  return inside;
}

async function analyse(
  command: Run,
  repository: GitRepository,
  head: Revision,
  context: RunContext,
): Promise<RunResult> {
  const directory = relative(repository.root, resolve(command.path)).split(sep).join('/');
  const isInScope = inDirectory(directory);
  if (command.kind === 'audit') return auditTree(repository, head, isInScope, context);
  const base = command.base ?? (await defaultBase(repository));
  const change = expect(await repository.change({ base: expect(await repository.resolve(base)), head }));
  return reviewChange(repository, narrowed(change, isInScope), context);
}

async function defaultBase(repository: GitRepository): Promise<string> {
  const branch = await repository.defaultBranch();
  if (branch === undefined) {
    throw new ConfigurationError(
      'The repository has no default branch that could be found: say with --base what to compare with.',
    );
  }
  process.stderr.write(`Compared with the merge base of ${branch}.\n`);
  return branch;
}

function render(command: Run, { report, lines }: RunResult): string {
  const links: Links = { docs: docsUrl({}) };
  switch (command.format) {
    case 'json':
      return renderJson(report, links);
    case 'sarif':
      return renderSarif(report, links, lines);
    case 'text':
      return renderText(report, { color: usesColor(), links, source: lines });
  }
}

/** https://no-color.org: a variable that is set and not empty switches colour off. */
function usesColor(): boolean {
  return process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
}

function expect<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new ConfigurationError(result.error);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof ConfigurationError) {
    process.stderr.write(`cgo-review: ${error.message}\n`);
    process.exitCode = 2;
  } else {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(
      `cgo-review: this is a bug; please report it at ${issuesUrl} with this stack:\n${stack}\n`,
    );
    process.exitCode = 70;
  }
}
