/** The report for a terminal or a log: `path:line:col: severity: claim [rule]`, the code, the path, the fix. */
import type { Paint } from './ansi.ts';
import { paint } from './ansi.ts';
import type { SourceLines } from './columns.ts';
import { oneLine } from './plain.ts';
import type { Links, ReviewReport, SanitizerSummary } from './report.ts';
import { apartHeading, obstacles, sanitizerSentence, silenceSentence } from './sanitizer-text.ts';
import { findingText } from './text-finding.ts';
import {
  entryName,
  excludedFiles,
  excludedSentence,
  fullStop,
  headline,
  hiddenSentence,
  parserSentence,
  scopeSentence,
  unreadFiles,
} from './wording.ts';

export interface TextOptions {
  readonly color: boolean;
  readonly links: Links;
  /** The files of the head, for the code frames. */
  readonly source: SourceLines;
  /** The default is `normal`. */
  readonly detail?: Detail;
}

/**
 * How much is told. `quiet`: the findings, what was not analysed, and mistakes in suppressions; nothing at
 * all where there is nothing of these. `normal`: the counts too. `verbose`: also each file that policy leaves
 * out, each finding that is silenced in the code, and the identity of each finding.
 */
type Detail = 'quiet' | 'normal' | 'verbose';

/** The whole report as text with a line feed at the end; empty where `quiet` leaves nothing to say. */
export function renderText(report: ReviewReport, options: TextOptions): string {
  const style = paint(options.color);
  const findings = report.findings.map((finding) => findingText(finding, report, options, style));
  const blocks = [...findings, footer(report, options.detail ?? 'normal', style)];
  const text = blocks.filter((block) => block !== '').join('\n\n');
  return text === '' ? '' : `${text}\n`;
}

function footer(report: ReviewReport, detail: Detail, style: Paint): string {
  const { notes, sanitizer } = report;
  const unread = unreadFiles(report).map((file) => `${entryName(file)}: ${file.reason}`);
  const urgent = [
    ...list('Not analysed:', unread, style.yellow),
    ...list('Notes:', notes, style.yellow),
    ...list('The sanitizers:', sanitizer === undefined ? [] : obstacles(sanitizer), style.yellow),
    ...list(apartHeading(report.mode), sanitizer === undefined ? [] : elsewhere(sanitizer), style.yellow),
  ];
  if (detail === 'quiet') return urgent.join('\n');
  const sentences = [
    sanitizer === undefined ? undefined : sanitizerSentence(sanitizer),
    sanitizer === undefined ? undefined : silenceSentence(sanitizer),
    excludedSentence(report),
    hiddenSentence(report),
    scopeSentence(report),
    parserSentence(report.parser),
  ].filter((text) => text !== undefined);
  return [
    style.bold(fullStop(headline(report))),
    ...urgent,
    ...(detail === 'verbose' ? unseen(report, style) : []),
    ...sentences.map(style.dim),
  ].join('\n');
}

function elsewhere({ apart, unplaced }: SanitizerSummary): readonly string[] {
  return [
    ...apart.map(({ location: { path, span }, message }) => `${path}:${span.start.line}: ${message}`),
    ...unplaced.map(({ tool, kind, tests }) => `${tool}: ${kind}, in ${tests.join(', ')}`),
  ];
}

/** What the counts of the footer stand for. */
function unseen(report: ReviewReport, style: Paint): readonly string[] {
  const excluded = excludedFiles(report).map(({ path, reason }) => `${path}: ${reason}`);
  const silenced = report.suppressed.map(({ finding, reason }) => {
    const { path, span } = finding.location;
    return `${path}:${span.start.line}:${span.start.column}: ${finding.ruleId}: ${reason}`;
  });
  return [
    ...list('Left out by policy:', excluded, style.bold),
    ...list('Silenced in the code:', silenced, style.bold),
  ];
}

function list(title: string, items: readonly string[], tint: (text: string) => string): readonly string[] {
  return items.length === 0 ? [] : [tint(title), ...items.map((item) => `  ${oneLine(item)}`)];
}
