/** Why a finding was reported, or why nothing was: the value, its text for a terminal, its JSON for machines. */
import type { Location } from '../base/span.ts';
import type { Revision } from '../diff/change.ts';
import { reaches } from '../engine/diagnostic.ts';
import type { Finding, RelatedInformation, Severity } from '../engine/diagnostic.ts';
import { displayWidth, paint } from './ansi.ts';
import type { Paint } from './ansi.ts';
import type { SourceLines } from './columns.ts';
import { remediationPage, rulePage } from './links.ts';
import { clip, oneLine, visible } from './plain.ts';
import type { Links, RuleInfo } from './report.ts';
import { fullStop, severityLabel, silencer } from './wording.ts';

/** What was asked for. */
export type ExplainedTarget =
  | { readonly kind: 'fingerprint'; readonly fingerprint: string }
  | { readonly kind: 'place'; readonly path: string; readonly line: number; readonly column?: number };

/** Why a finding was reported, or why nothing was. */
export interface Explanation {
  readonly tool: { readonly name: 'cgo-review'; readonly version: string };
  readonly target: ExplainedTarget;
  readonly head: Revision;
  /** What the head was compared with, where the change was asked about. */
  readonly base?: Revision;
  /** The findings that the target names, sorted by place. */
  readonly findings: readonly ExplainedFinding[];
  /** What rules looked at there without reporting it. */
  readonly cleared: readonly ExplainedClearance[];
  /** Set where there is neither, and where the file is left out of every run. */
  readonly silence?: Silence;
  readonly rules: ReadonlyMap<string, RuleInfo>;
}

export interface ExplainedFinding {
  readonly finding: Finding;
  /** What holds along the path, in the order of execution. */
  readonly states: readonly RelatedInformation[];
  readonly standing: Standing;
  /** The least severity that fails a run. */
  readonly failOn: Severity | 'never';
  /** Known where a change was asked about; `untouched`: the change leaves the finding's package alone. */
  readonly cause?: 'caused' | 'at-base' | 'untouched';
}

/** Whether a finding is shown, and what keeps it from being shown. */
export type Standing =
  | { readonly kind: 'reported' }
  /** By a comment in the code, on `line`. */
  | { readonly kind: 'silenced'; readonly line: number; readonly reason: string; readonly until?: string }
  /** The configuration switches the rule off. */
  | { readonly kind: 'off'; readonly by: 'configuration' | 'preview' }
  /** `reason` is a clause that follows the path. */
  | { readonly kind: 'excluded'; readonly reason: string }
  /** The change did not cause it. */
  | { readonly kind: 'not-caused' };

export interface ExplainedClearance {
  readonly ruleId: string;
  readonly location: Location;
  /** One clause without a full stop. */
  readonly reason: string;
  readonly states: readonly RelatedInformation[];
  /** Whether the configuration switches the rule off: it ran for the explanation only. */
  readonly isRuleOff: boolean;
}

/** Why nothing is said of a place. */
export interface Silence {
  /** One clause without a full stop. */
  readonly reason: string;
  /** The nearest lines of the same declaration that rules looked at, sorted. */
  readonly looked: readonly { readonly line: number; readonly rules: readonly string[] }[];
}

export interface ExplanationOptions {
  readonly color: boolean;
  readonly links: Links;
  /** The files that were read. */
  readonly source: SourceLines;
}

/** Columns for the code beside a state, and for running text. */
const codeWidth = 44;
const textWidth = 100;

/** The explanation for a person in a terminal, with a line feed at the end. */
export function renderExplanation(explanation: Explanation, options: ExplanationOptions): string {
  const view: View = { ...options, style: paint(options.color), explanation };
  const { findings, cleared, silence } = explanation;
  // A reason that rests on no other place is worth a line of its own only where nothing else is said.
  const first =
    findings.length > 0 || silence !== undefined ? undefined : (withStates(cleared)[0] ?? cleared[0]);
  const told = cleared.filter((one) => one === first || one.states.length > 0);
  const others = cleared.filter((one) => !told.includes(one));
  const blocks = [
    ...findings.map((one) => findingBlock(one, view)),
    ...(silence === undefined ? [] : [silenceBlock(silence, view)]),
    ...told.map((one) => clearanceBlock(one, view)),
    ...(others.length === 0
      ? []
      : [['Looked at as well:', ...others.map((one) => clearanceLine(one, view))]]),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

interface View extends ExplanationOptions {
  readonly style: Paint;
  readonly explanation: Explanation;
}

function findingBlock(explained: ExplainedFinding, view: View): string[] {
  const { finding, states, standing } = explained;
  const { style, links } = view;
  const rule = view.explanation.rules.get(finding.ruleId);
  const lines = [
    ...verdict(explained, view),
    ...wrapped(facts(explained).join('; '), '', style.dim),
    '',
    ...path(states, finding.location.path, view),
  ];
  if (rule === undefined) return lines;
  const { contract, remediation } = rule.docs;
  lines.push(
    '',
    ...wrapped(contract.text, label('Contract', style)),
    `${' '.repeat(labelWidth)}${style.cyan(contract.url)}`,
    ...wrapped(fullStop(finding.fix?.message ?? remediation), label('Fix', style)),
    `${' '.repeat(labelWidth)}${style.cyan(remediationPage(links, rule.id))}`,
  );
  if (standing.kind === 'reported') lines.push(`${label('Silence', style)}${silencer(rule)}`);
  return lines;
}

/** The first line says whether it is shown; where it is not, the claim follows. */
function verdict({ finding, standing }: ExplainedFinding, { style }: View): string[] {
  const name = oneLine(finding.ruleId);
  const claim = `${oneLine(finding.message)} ${style.dim(`[${name}]`)}`;
  const reason = standingReason(finding, standing);
  if (reason === undefined) return [`${style.bold(style.red('Reported:'))} ${claim}`];
  const word =
    standing.kind === 'silenced'
      ? 'Silenced:'
      : standing.kind === 'not-caused'
        ? 'Reported by an audit only:'
        : 'Not reported:';
  return [`${style.bold(style.yellow(word))} ${oneLine(reason)}`, claim];
}

/** Why a finding is not shown, as a clause; undefined for one that is. */
function standingReason(finding: Finding, standing: Standing): string | undefined {
  switch (standing.kind) {
    case 'reported':
      return undefined;
    case 'silenced': {
      const until = standing.until === undefined ? '' : `, until ${standing.until}`;
      return `the comment on line ${String(standing.line)} says "${standing.reason}"${until}`;
    }
    case 'off':
      return standing.by === 'preview'
        ? `\`${finding.ruleId}\` is a preview, and the configuration does not turn it on`
        : `the configuration switches \`${finding.ruleId}\` off`;
    case 'excluded':
      return `\`${finding.location.path}\` ${standing.reason}`;
    case 'not-caused':
      return 'the change did not cause it';
  }
}

/** What else is known of a finding, as clauses. */
function facts({ finding, failOn, standing, cause }: ExplainedFinding): string[] {
  const { path: file, span } = finding.location;
  const place = `${file}:${String(span.start.line)}:${String(span.start.column)}`;
  const grade = finding.confidence === 'question' ? '' : `, ${finding.confidence}`;
  const fails =
    failOn === 'never'
      ? 'findings do not fail a run'
      : reaches(finding.severity, failOn)
        ? `fails a run at \`${failOn}\``
        : `is below \`${failOn}\` and fails no run`;
  return [
    place,
    `${severityLabel(finding)}${grade}`,
    ...(standing.kind === 'reported' ? [fails] : []),
    ...(cause === undefined ? [] : [causeClause(cause)]),
    finding.fingerprint,
  ].map(oneLine);
}

function causeClause(cause: NonNullable<ExplainedFinding['cause']>): string {
  switch (cause) {
    case 'caused':
      return 'the change caused it';
    case 'at-base':
      return 'it was there at the base';
    case 'untouched':
      return 'the change leaves its package alone';
  }
}

function clearanceBlock(cleared: ExplainedClearance, view: View): string[] {
  const { style } = view;
  const { location, reason, ruleId, isRuleOff } = cleared;
  const { line, column } = location.span.start;
  const off = isRuleOff ? '; the configuration switches the rule off' : '';
  return [
    `${style.bold(style.green('Not reported:'))} ${oneLine(reason)} ${style.dim(`[${oneLine(ruleId)}]`)}`,
    style.dim(oneLine(`${location.path}:${String(line)}:${String(column)}${off}`)),
    '',
    ...path([{ location, message: '' }, ...cleared.states], location.path, view),
  ];
}

function withStates(cleared: readonly ExplainedClearance[]): readonly ExplainedClearance[] {
  return cleared.filter(({ states }) => states.length > 0);
}

function clearanceLine({ location, reason, ruleId, isRuleOff }: ExplainedClearance, { style }: View): string {
  const { line, column } = location.span.start;
  const place = style.dim(`${String(line)}:${String(column)}`.padStart(7));
  const off = isRuleOff ? ', switched off' : '';
  return `${place}  ${oneLine(reason)} ${style.dim(`[${oneLine(ruleId)}${off}]`)}`;
}

function silenceBlock({ reason, looked }: Silence, { style, explanation }: View): string[] {
  const { target } = explanation;
  const place = target.kind === 'place' ? `${target.path}:${String(target.line)}` : target.fingerprint;
  const lines = [`${style.bold(style.green('Not reported:'))} ${oneLine(reason)}`, style.dim(oneLine(place))];
  if (looked.length === 0) return lines;
  const around = looked.map(
    ({ line, rules }) => `  ${style.dim(String(line).padStart(5))}  ${rules.map(oneLine).join(', ')}`,
  );
  return [...lines, '', 'In the same declaration, rules looked at:', ...around];
}

/** Code lines with the state beside each; a line with several states is shown once. */
function path(states: readonly RelatedInformation[], file: string, view: View): string[] {
  const { style, source } = view;
  const numbers = states.map(({ location }) => String(location.span.start.line).length);
  const width = Math.max(4, ...numbers);
  const code = ({ location }: RelatedInformation): string =>
    visible(clip((source(location.path)?.[location.span.start.line - 1] ?? '').trim(), codeWidth)).replace(
      /\t/g,
      ' ',
    );
  const room = Math.min(codeWidth, Math.max(0, ...states.map((state) => displayWidth(code(state)))));
  const lines: string[] = [];
  let current = { path: file, line: 0 };
  for (const state of states) {
    const { location, message } = state;
    const { line } = location.span.start;
    if (location.path !== current.path) lines.push(style.dim(`  ${oneLine(location.path)}`));
    const isSame = location.path === current.path && line === current.line;
    const shown = isSame ? '' : code(state);
    const number = style.dim(`${(isSame ? '' : String(line)).padStart(width)} │`);
    const pad = ' '.repeat(Math.max(0, room - displayWidth(shown)));
    const text = message === '' ? '' : `  ${style.yellow(oneLine(message))}`;
    lines.push(`${number} ${text === '' ? shown : shown + pad}${text}`.trimEnd());
    current = { path: location.path, line };
  }
  return lines;
}

const labelWidth = 10;

function label(text: string, style: Paint): string {
  return style.bold(text.padEnd(labelWidth));
}

/** Text in lines of at most `textWidth` columns, the first behind a label, the others as far in as it is wide. */
function wrapped(text: string, first: string, tint: (line: string) => string = (line) => line): string[] {
  const indent = ' '.repeat(displayWidth(first));
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(text).split(' ')) {
    if (line !== '' && displayWidth(indent) + displayWidth(`${line} ${word}`) > textWidth) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  if (line !== '') lines.push(line);
  return lines.map((one, index) => `${index === 0 ? first : indent}${tint(one)}`);
}

/** The explanation as JSON, indented by two spaces, with a line feed at the end. */
export function renderExplanationJson(explanation: Explanation, links: Links): string {
  const { tool, target, head, base, silence, rules } = explanation;
  const document = {
    schemaVersion: 1,
    tool,
    target,
    head: revisionText(head),
    base: base === undefined ? null : revisionText(base),
    findings: explanation.findings.map((one) => findingJson(one, rules, links)),
    cleared: explanation.cleared.map((one) => ({
      ruleId: one.ruleId,
      code: rules.get(one.ruleId)?.code ?? null,
      isRuleOff: one.isRuleOff,
      ...range(one.location),
      reason: one.reason,
      states: one.states.map(stateJson),
      url: rulePage(links, one.ruleId),
    })),
    silence: silence ?? null,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function findingJson(
  { finding, states, standing, failOn, cause }: ExplainedFinding,
  rules: Explanation['rules'],
  links: Links,
): object {
  const rule = rules.get(finding.ruleId);
  return {
    ruleId: finding.ruleId,
    code: rule?.code ?? null,
    standing,
    severity: finding.severity,
    confidence: finding.confidence,
    failsRun: failOn !== 'never' && standing.kind === 'reported' && reaches(finding.severity, failOn),
    cause: cause ?? null,
    ...range(finding.location),
    message: finding.message,
    states: states.map(stateJson),
    contract: rule?.docs.contract ?? null,
    fingerprint: finding.fingerprint,
    url: rulePage(links, finding.ruleId),
  };
}

function stateJson({ location, message }: RelatedInformation): object {
  const { line, column } = location.span.start;
  return { path: location.path, line, column, message };
}

/** A commit's full id, or the kind of what is no commit. */
function revisionText(revision: Revision): string {
  return revision.kind === 'commit' ? revision.id : revision.kind;
}

function range({ path: file, span }: Location): object {
  return {
    path: file,
    line: span.start.line,
    column: span.start.column,
    endLine: span.end.line,
    endColumn: span.end.column,
  };
}
