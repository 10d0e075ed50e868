import type { Severity } from '../../engine/diagnostic.ts';
import type { SourceLines } from '../../report/columns.ts';
import type { LinterReport } from '../finding.ts';
import { golangciRule } from '../golangci-lint.ts';
import { ReportDraft } from '../report-draft.ts';
import type { RawResult } from '../report-draft.ts';
import { repositoryPath } from '../repository-path.ts';
import type { PathBase } from '../repository-path.ts';
import { byteColumn } from './columns.ts';
import type { ColumnUnit } from './columns.ts';
import { messageText, ruleOf, RuleTable, tagsOf, weaknessesOf } from './rules.ts';
import { sarifLog, sarifResult, sarifRun } from './schema.ts';
import type { SarifResult, SarifRule, SarifRun } from './schema.ts';
import { artifactPath } from './uri.ts';

/** Our own report read again would only repeat us. */
const ownName = 'cgo-review';
const mostRuns = 100;

/** Tools that go by several names in their SARIF files, by the name in lower case. */
const toolNames: ReadonlyMap<string, string> = new Map([
  ['staticcheck', 'staticcheck'],
  ['gosec', 'gosec'],
  ['govet', 'vet'],
  ['go vet', 'vet'],
  ['golangci-lint', 'golangci-lint'],
]);

/** Of these the columns are those of Go's positions, though their files do not say so. */
const goTools: ReadonlySet<string> = new Set(toolNames.values());

/**
 * Reads a SARIF 2.1.0 log, a report for each of its runs; undefined where it is no such log. Results that are no
 * failure, that are gone, or that are suppressed are left out.
 *
 * @param lines the lines of a file of the repository: where they are not at hand, columns are taken as they stand
 */
export function parseSarif(
  log: unknown,
  base: PathBase,
  lines: SourceLines,
): readonly LinterReport[] | undefined {
  const parsed = sarifLog.safeParse(log);
  if (!parsed.success) return undefined;
  return parsed.data.runs.slice(0, mostRuns).map((run) => parseRun(run, base, lines));
}

function parseRun(value: unknown, base: PathBase, lines: SourceLines): LinterReport {
  const parsed = sarifRun.safeParse(value);
  if (!parsed.success) {
    const problem = 'A run of the SARIF file does not have the form of version 2.1.0, and was not read.';
    return { tool: 'SARIF', findings: [], problems: [{ text: problem }] };
  }
  const run = parsed.data;
  const { name, semanticVersion, version } = run.tool.driver;
  const tool = toolNames.get(name.toLowerCase()) ?? name;
  const known = [semanticVersion, version].find((text) => text !== undefined && /\d/.test(text));
  const draft = new ReportDraft(tool, base, known);
  if (name === ownName) {
    draft.problem('The SARIF file is a report of cgo-review itself, and was not read.');
    return draft.finish();
  }
  const rules = new RuleTable(run);
  for (const entry of run.results ?? []) {
    const result = sarifResult.safeParse(entry);
    if (!result.success) draft.malformed();
    else if (isReported(result.data)) addResult(result.data, { run, tool, rules, draft, base, lines });
  }
  addNotifications(run, draft);
  return draft.finish();
}

interface RunContext {
  readonly run: SarifRun;
  readonly tool: string;
  readonly rules: RuleTable;
  readonly draft: ReportDraft;
  readonly base: PathBase;
  readonly lines: SourceLines;
}

function isReported({ kind, level, baselineState, suppressions = [] }: SarifResult): boolean {
  // A suppression without a status is an accepted one: SARIF 3.35.3.
  const isSuppressed = suppressions.some(({ status = 'accepted' }) => status === 'accepted');
  return (kind ?? 'fail') === 'fail' && level !== 'none' && baselineState !== 'absent' && !isSuppressed;
}

function addResult(result: SarifResult, context: RunContext): void {
  const { run, tool, rules, draft } = context;
  const rule = ruleOf(result, rules);
  const physical = result.locations?.[0]?.physicalLocation;
  const file = artifactPath(physical?.artifactLocation, run);
  const region = physical?.region ?? {};
  const message = messageText(result, rule);
  const ruleId = result.ruleId ?? result.rule?.id ?? rule?.id ?? '';
  draft.add({
    ...(tool === 'golangci-lint' ? golangciRule(ruleId, message) : { ruleId, message }),
    // What is no file lies outside of every repository.
    file: file ?? '../',
    line: region.startLine ?? 0,
    ...columnsOf(file ?? '', region, context),
    severity: severityOf(result, rule, tool),
    helpUri: rule?.helpUri,
    cwe: weaknessesOf(result, rule),
    tags: tagsOf(result, rule),
  });
}

type Columns = Pick<RawResult, 'column' | 'endLine' | 'endColumn'>;
type Region = NonNullable<
  NonNullable<NonNullable<SarifResult['locations']>[number]['physicalLocation']>['region']
>;

function columnsOf(file: string, region: Region, { run, tool, base, lines }: RunContext): Columns {
  const { startLine = 0, startColumn, endLine = startLine, endColumn } = region;
  const unit: ColumnUnit = goTools.has(tool) ? 'bytes' : (run.columnKind ?? 'utf16CodeUnits');
  const path = repositoryPath(file, base);
  const text = path === undefined ? undefined : lines(path);
  const inBytes = (line: number, column: number | undefined): number | undefined =>
    text === undefined || column === undefined ? column : byteColumn(text[line - 1] ?? '', column, unit);
  return { column: inBytes(startLine, startColumn), endLine, endColumn: inBytes(endLine, endColumn) };
}

function severityOf(result: SarifResult, rule: SarifRule | undefined, tool: string): Severity {
  const level = result.level ?? rule?.defaultConfiguration?.level ?? 'warning';
  // Go's linters call an error what fails their run, whatever it is.
  if (level === 'error') return goTools.has(tool) ? 'warning' : 'error';
  return level === 'warning' ? 'warning' : 'info';
}

function addNotifications(run: SarifRun, draft: ReportDraft): void {
  for (const { executionSuccessful, toolExecutionNotifications = [] } of run.invocations ?? []) {
    const errors = toolExecutionNotifications.filter(({ level }) => level === 'error');
    for (const { message } of errors) draft.problem(message?.text ?? '');
    if (executionSuccessful === false && errors.length === 0)
      draft.problem('The tool says that it did not run to its end.');
  }
}
