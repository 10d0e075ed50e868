import { auditTree } from '../../app/audit-tree.ts';
import { explain } from '../../app/explain.ts';
import { reviewChange } from '../../app/review-change.ts';
import type { RunContext, RunResult } from '../../app/review-change.ts';
import { narrowed } from '../../app/scope.ts';
import { ConfigurationError } from '../../base/errors.ts';
import { renderExplanation, renderExplanationJson } from '../../report/explanation.ts';
import { headline } from '../../report/wording.ts';
import { registry } from '../../rules/registry.generated.ts';
import { docsUrl } from '../product.ts';
import type { AuditCommand, ExplainCommand, ReviewCommand, RunOptions } from './arguments.ts';
import { compare, compareIfPossible, headOf } from './comparison.ts';
import type { Subject } from './comparison.ts';
import { explainTarget, fileOfTarget } from './explain-target.ts';
import { enabledRules } from '../../app/policy.ts';
import { render } from './render.ts';
import { toolResults } from './tools.ts';
import { runContext } from './run-context.ts';
import { writeReportFile, writeStandardError, writeStandardOutput } from './streams.ts';
import { ProgressLine, takesColor } from './terminal.ts';
import { openWorkspace, requirePaths } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** Exit status by verdict: https://github.com/cgo-review/cgo-review#verdict-and-exit-status. */
const exitStatus = { pass: 0, fail: 1, incomplete: 3 } as const;

/** Reviews or audits, writes the reports, and gives the exit status. */
export async function runReport(command: ReviewCommand | AuditCommand): Promise<number> {
  const workspace = await openWorkspace(command.paths);
  const progress = new ProgressLine(command.kind === 'audit' && command.detail !== 'quiet');
  try {
    const started = performance.now();
    const subject = subjectOf(workspace, command);
    // git compares while the policy is read; what is wrong with the policy is told first.
    subject.catch(() => undefined);
    const context = await runContext(workspace, command, progress);
    const result = await analyse(workspace, command, await subject, context);
    progress.clear();
    if (command.detail === 'verbose') tellEffort(workspace, context, performance.now() - started);
    await deliver(command, result);
    return context.config.reportOnly ? 0 : exitStatus[result.report.verdict];
  } finally {
    progress.clear();
    workspace.repository.close();
  }
}

/** Explains one finding or one place; an explanation is no verdict, so its exit status is 0. */
export async function runExplain(command: ExplainCommand): Promise<number> {
  const file = fileOfTarget(command.target);
  const workspace = await openWorkspace(file === undefined ? [] : [file]);
  try {
    const context = await runContext(workspace, command, new ProgressLine(false));
    const target = await explainTarget(workspace.repository, command.target);
    const { repository, head, change } = await compareIfPossible(
      workspace.repository,
      command.comparison,
      teller(command),
    );
    const found = await explain(repository, head, target, context, change);
    if (!found.ok) throw new ConfigurationError(found.error);
    const { explanation, lines } = found.value;
    const links = { docs: docsUrl({}) };
    await print(
      command.format === 'json'
        ? renderExplanationJson(explanation, links)
        : renderExplanation(explanation, { color: takesColor(command.color), links, source: lines }),
      command,
    );
    return 0;
  } finally {
    workspace.repository.close();
  }
}

async function subjectOf({ repository }: Workspace, command: ReviewCommand | AuditCommand): Promise<Subject> {
  if (command.kind === 'audit') return { repository, head: await headOf(repository, command.head) };
  const compared = await compare(repository, command.comparison, teller(command));
  return { ...compared, head: compared.change.head };
}

async function analyse(
  workspace: Workspace,
  command: ReviewCommand | AuditCommand,
  { repository, head, change }: Subject,
  context: RunContext,
): Promise<RunResult> {
  const { isInScope } = workspace;
  await requirePaths(workspace, command.paths, [head, ...(change?.base === undefined ? [] : [change.base])]);
  const looked = change === undefined ? undefined : narrowed(change, isInScope);
  const tools = await toolResults(command, workspace, head, looked, context.config);
  return looked === undefined
    ? auditTree(repository, head, isInScope, { ...context, ...tools })
    : reviewChange(repository, looked, { ...context, ...tools });
}

function tellEffort({ repository, paths }: Workspace, context: RunContext, milliseconds: number): void {
  const running = enabledRules(registry, context.config).length;
  const rules = `${String(running)} of ${String(registry.length)} rules`;
  const where = paths.every((path) => path === '') ? 'all of it' : paths.join(', ');
  const seconds = (milliseconds / 1000).toFixed(2);
  writeStandardError(`Repository ${repository.root} (${where}), ${rules}, ${seconds} s.\n`);
}

/** Writes every report, also where one of them cannot be written; the first failure is told afterwards. */
async function deliver(command: ReviewCommand | AuditCommand, result: RunResult): Promise<void> {
  const links = { docs: docsUrl({}) };
  const failures: unknown[] = [];
  for (const { format, file } of command.outputs) {
    const color = file === undefined && takesColor(command.color);
    const text = render(format, result, { detail: command.detail, color, links });
    try {
      if (file === undefined) await print(text, command);
      else await writeReportFile(file, text);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  const isOnlyInFiles = command.outputs.every(({ file }) => file !== undefined);
  if (isOnlyInFiles) teller(command)(`${headline(result.report)}.`);
}

/** Prints a text; a reader that went away is told of on standard error, and changes nothing else. */
async function print(text: string, options: RunOptions): Promise<void> {
  const delivery = await writeStandardOutput(text);
  if (delivery === 'closed')
    teller(options)('Standard output was closed before all of the report was written.');
}

/** Says on standard error what was chosen, unless the run is to be quiet. */
function teller({ detail }: RunOptions): (sentence: string) => void {
  return (sentence) => {
    if (detail !== 'quiet') writeStandardError(`${sentence}\n`);
  };
}
