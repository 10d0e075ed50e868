/** The sentences that every renderer says of a report, so that all of them say the same. */
import { listed } from '../base/listed.ts';
import type { Cause, Finding, Severity } from '../engine/diagnostic.ts';
import { describeRevision } from '../diff/change.ts';
import type { ParserInfo } from '../parser/parser.ts';
import type { NotReviewed, ReviewReport, RuleInfo } from './report.ts';
import { oneLine } from './plain.ts';

/** `1 file`, `2 files`, `1,200 files`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

/** `1 error, 2 warnings`: the severities that occur, the gravest first. */
export function severityCounts(findings: readonly { readonly severity: Severity }[]): string {
  const count = (severity: Severity): number => findings.filter((f) => f.severity === severity).length;
  const parts = [
    { count: count('error'), text: counted(count('error'), 'error') },
    { count: count('warning'), text: counted(count('warning'), 'warning') },
    { count: count('info'), text: `${grouped(count('info'))} info` },
  ];
  return parts
    .filter((part) => part.count > 0)
    .map((part) => part.text)
    .join(', ');
}

/** The files that make a review incomplete: not read, and not left out by policy. */
export function unreadFiles(report: Pick<ReviewReport, 'notReviewed'>): readonly NotReviewed[] {
  return report.notReviewed.filter((file) => !file.excluded);
}

export function excludedFiles(report: Pick<ReviewReport, 'notReviewed'>): readonly NotReviewed[] {
  return report.notReviewed.filter((file) => file.excluded);
}

/**
 * The outcome in one plain line without a full stop, e.g. the title of a check run. "No findings" is only
 * ever said of the files that were analysed.
 */
export function headline(report: ReviewReport): string {
  const unread = unreadFiles(report).length;
  const gap = unread === 0 ? undefined : `${counted(unread, 'file')} could not be analysed`;
  const { findings, stats } = report;
  if (findings.length > 0) {
    const found = `${counted(findings.length, 'finding')}: ${severityCounts(findings)}`;
    return gap === undefined ? found : `${found}; ${gap}`;
  }
  if (gap !== undefined) {
    return stats.files === 0
      ? `Incomplete: ${gap}`
      : `Incomplete: ${gap}; no findings in ${theOthers(stats.files)}`;
  }
  if (stats.files > 0) return `No findings in ${counted(stats.files, 'analysed file')}`;
  return report.notReviewed.length > 0
    ? 'No file was analysed: all files in question are excluded'
    : 'No file had to be analysed';
}

function theOthers(files: number): string {
  return files === 1 ? 'the 1 file that was' : `the ${grouped(files)} files that were`;
}

/** Why the verdict is what it is, as one sentence. */
export function verdictSentence(report: ReviewReport): string {
  switch (report.verdict) {
    case 'fail':
      return `Failed: at least one finding is at or above \`${report.failOn}\`.`;
    case 'incomplete':
      return 'Incomplete: something that changed could not be analysed.';
    case 'pass':
      return report.findings.length === 0
        ? 'Passed.'
        : report.failOn === 'never'
          ? 'Passed: findings do not fail this check.'
          : `Passed: no finding is at or above \`${report.failOn}\`.`;
  }
}

/** Which parser read the code, as one sentence. */
export function parserSentence(parser: ParserInfo): string {
  const versions = `${parser.runtime}, Go grammar ${parser.grammarGo}, C grammar ${parser.grammarC}`;
  const reason = parser.reason === undefined ? '' : ` Why this one: ${fullStop(oneLine(parser.reason))}`;
  return `Parser: ${parser.backend} (${versions}).${reason}`;
}

/** What was read, as one sentence. */
export function scopeSentence(report: ReviewReport): string {
  const { files, packages, lines } = report.stats;
  const read = `Read ${counted(files, 'file')} (${counted(lines, 'line')}) in ${counted(packages, 'package')}`;
  const head = describeRevision(report.head);
  return report.base === undefined
    ? `${read} at ${head}.`
    : `${read} at ${head}, compared with ${describeRevision(report.base)}.`;
}

/** How many files policy leaves out, by reason; undefined where there are none. */
export function excludedSentence(report: Pick<ReviewReport, 'notReviewed'>): string | undefined {
  const excluded = excludedFiles(report);
  if (excluded.length === 0) return undefined;
  const reasons = new Map<string, number>();
  for (const file of excluded) reasons.set(file.reason, (reasons.get(file.reason) ?? 0) + (file.files ?? 1));
  const parts = [...reasons].slice(0, 5).map(([reason, count]) => `${oneLine(reason)}: ${grouped(count)}`);
  const rest = reasons.size > 5 ? `; other reasons: ${grouped(restOf(reasons, 5))}` : '';
  return `Left out: ${counted(fileCount(excluded), 'file')} (${parts.join('; ')}${rest}).`;
}

/** How many files some entries stand for. */
export function fileCount(entries: readonly NotReviewed[]): number {
  return entries.reduce((sum, { files = 1 }) => sum + files, 0);
}

/** The path of an entry, and how many files it stands for where it is a directory's. */
export function entryName({ path, files }: NotReviewed): string {
  return files === undefined ? oneLine(path) : `${oneLine(path)} (${counted(files, 'file')})`;
}

function restOf(reasons: ReadonlyMap<string, number>, skip: number): number {
  return [...reasons.values()].slice(skip).reduce((sum, count) => sum + count, 0);
}

/** How many findings are not shown, and why; undefined where there are none. */
export function hiddenSentence(report: ReviewReport): string | undefined {
  const parts: string[] = [];
  const silenced = report.suppressed.length;
  if (silenced > 0) parts.push(`${counted(silenced, 'finding')} ${be(silenced)} silenced in the code`);
  const old = report.stats.atBase;
  if (old > 0) parts.push(`${counted(old, 'finding')} ${old === 1 ? 'was' : 'were'} there before the change`);
  return parts.length === 0 ? undefined : `Not shown: ${parts.join('; ')}.`;
}

function be(count: number): string {
  return count === 1 ? 'is' : 'are';
}

/** A claim or a reason with the mark that ends a sentence. */
export function fullStop(text: string): string {
  return /[.?!…]$/.test(text) ? text : `${text}.`;
}

/** The severity as it is shown: a question says so first. */
export function severityLabel(finding: Pick<Finding, 'severity' | 'confidence'>): string {
  return finding.confidence === 'question' ? `Question, ${finding.severity}` : finding.severity;
}

/** All that is told of a finding beside its claim, as sentences for places without links. */
export function toldSentences(finding: Finding): readonly string[] {
  return [evidenceSentence(finding), repeatsSentence(finding), causeSentence(finding)].filter(
    (text) => text !== undefined,
  );
}

const maxTests = 3;

/** Which tool saw it, and in which tests; undefined where none did. */
export function evidenceSentence(finding: Pick<Finding, 'ruleId' | 'evidence'>): string | undefined {
  const opening = evidenceOpening(finding);
  if (opening === undefined || finding.evidence === undefined) return undefined;
  const { tests } = finding.evidence;
  const left = tests.length - maxTests;
  const shown = [...tests.slice(0, maxTests), ...(left > 0 ? [counted(left, 'more test')] : [])];
  return `${opening} in ${listed(shown, 'and')}.`;
}

/** How that sentence begins: what is the same in every run that has the proof. */
export function evidenceOpening({
  ruleId,
  evidence,
}: Pick<Finding, 'ruleId' | 'evidence'>): string | undefined {
  if (evidence === undefined) return undefined;
  const { tool, kind } = evidence;
  // A finding that is the tool's own names it already.
  return ruleId.endsWith(`/${kind}`) ? `Seen by ${tool}` : `Confirmed by ${tool} (${kind})`;
}

/** What in the change explains a finding, as a sentence for places without links; undefined where nothing is known. */
function causeSentence({ cause }: Pick<Finding, 'cause'>): string | undefined {
  if (cause === undefined) return undefined;
  const { path, span } = cause.location;
  return `Cause: ${cause.message} (${path}:${span.start.line}${beforeTheChange(cause)}).`;
}

const maxPlaces = 10;

/** Where else the finding's cause has the same effect, as a sentence for places without links. */
function repeatsSentence(finding: Pick<Finding, 'repeats'>): string | undefined {
  return alsoAt(finding, maxPlaces, (path, line) => `${path}:${line}`);
}

/** The same with the places as a renderer writes them; undefined where there are none. */
export function alsoAt(
  { repeats = [] }: Pick<Finding, 'repeats'>,
  most: number,
  place: (path: string, line: number) => string,
): string | undefined {
  if (repeats.length === 0) return undefined;
  const places = repeats.slice(0, most).map(({ location: { path, span } }) => place(path, span.start.line));
  const left = repeats.length - places.length;
  const all = left === 0 ? places : [...places, counted(left, 'more place')];
  return `The same, and for the same reason, at ${listed(all, 'and')}.`;
}

/** Says of the place of a removed line that its number is that of the base. */
export function beforeTheChange({ kind }: Pick<Cause, 'kind'>): string {
  return kind === 'removed' ? ' before the change' : '';
}

/** The comment that silences a rule on the line below it or on its own line. */
export function silencer(rule: Pick<RuleInfo, 'id'>): string {
  return `//cgoreview:ignore ${rule.id} -- reason`;
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
