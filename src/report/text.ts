/** The report for a terminal or a log: `path:line:col: severity: claim [rule]`, the code, the path, the fix. */
import { lastLine } from '../base/span.ts';
import type { Finding, Severity } from '../engine/diagnostic.ts';
import type { Paint } from './ansi.ts';
import { displayWidth, paint } from './ansi.ts';
import type { SourceLines } from './columns.ts';
import { utf16Offset } from './columns.ts';
import { diffLines, lineChanges } from './fix.ts';
import { rulePage } from './links.ts';
import { clip, oneLine, visible } from './plain.ts';
import type { Links, ReviewReport } from './report.ts';
import {
  counted,
  excludedSentence,
  fullStop,
  headline,
  hiddenSentence,
  parserSentence,
  scopeSentence,
  severityLabel,
  unreadFiles,
} from './wording.ts';

export interface TextOptions {
  readonly color: boolean;
  readonly links: Links;
  /** The files of the head, for the code frames. */
  readonly source: SourceLines;
}

const maxLineWidth = 200;

/** The whole report as text, with a line feed at the end. */
export function renderText(report: ReviewReport, options: TextOptions): string {
  const style = paint(options.color);
  const blocks = report.findings.map((finding) => findingBlock(finding, report, options, style));
  return `${[...blocks, footer(report, style)].join('\n\n')}\n`;
}

function findingBlock(finding: Finding, report: ReviewReport, options: TextOptions, style: Paint): string {
  const { path, span } = finding.location;
  const where = style.bold(oneLine(`${path}:${span.start.line}:${span.start.column}:`));
  const label = tint(finding.severity, style)(`${severityLabel(finding)}:`);
  const rule = report.rules.get(finding.ruleId);
  const lines = [
    `${where} ${label} ${oneLine(finding.message)} ${style.dim(`[${oneLine(finding.ruleId)}]`)}`,
    ...frame(finding, options.source, style),
    ...steps(finding, style),
    ...fix(finding, options.source, style),
  ];
  if (rule !== undefined) lines.push(`  ${style.cyan('help:')} ${rulePage(options.links, rule.id)}`);
  return lines.join('\n');
}

/** The first line of the code with a caret under the reported range; tabs are kept so that it lines up. */
function frame(finding: Finding, source: SourceLines, style: Paint): readonly string[] {
  const { path, span } = finding.location;
  const line = source(path)?.[span.start.line - 1];
  if (line === undefined) return [];
  const from = utf16Offset(line, span.start.column);
  const to = span.end.line === span.start.line ? utf16Offset(line, span.end.column) : line.trimEnd().length;
  if (from > maxLineWidth) return [];
  const shown = clip(line, maxLineWidth);
  const number = String(span.start.line);
  const gutter = style.dim(`${' '.repeat(number.length)} |`);
  const pad = shownPrefix(line.slice(0, from));
  const marked = visible(line.slice(from, Math.min(to, shown.length)));
  const carets = `^${'~'.repeat(Math.max(0, displayWidth(marked) - 1))}`;
  const rest = lastLine(span) - span.start.line;
  const more = rest > 0 ? style.dim(` (and ${counted(rest, 'more line')})`) : '';
  return [
    gutter,
    `${style.dim(`${number} |`)} ${visible(shown)}`,
    `${gutter} ${pad}${tint(finding.severity, style)(carets)}${more}`,
  ];
}

/** White space as wide as the text: tabs stay tabs. */
function shownPrefix(text: string): string {
  return visible(text)
    .split('\t')
    .map((part) => ' '.repeat(displayWidth(part)))
    .join('\t');
}

function steps(finding: Finding, style: Paint): readonly string[] {
  return finding.steps.map(({ location, message }, index) => {
    const where = oneLine(`${location.path}:${location.span.start.line}:${location.span.start.column}`);
    return `  ${style.blue(`${index + 1}.`)} ${where}: ${oneLine(message)}`;
  });
}

function fix(finding: Finding, source: SourceLines, style: Paint): readonly string[] {
  if (finding.fix === undefined) return [];
  const title = `  ${style.cyan('fix:')} ${oneLine(fullStop(finding.fix.message))}`;
  const changes = lineChanges(finding.fix.edits, source) ?? [];
  const several = changes.length > 1 || changes.some((change) => change.path !== finding.location.path);
  const lines = changes.flatMap((change) => [
    ...(several ? [`--- ${oneLine(change.path)}`] : []),
    ...diffLines(change, source).slice(1),
  ]);
  return [
    title,
    ...lines.map((line) => {
      const text = `    ${visible(line)}`;
      return line.startsWith('+') ? style.green(text) : line.startsWith('-') ? style.red(text) : text;
    }),
  ];
}

function footer(report: ReviewReport, style: Paint): string {
  const unread = unreadFiles(report);
  const lines = [style.bold(fullStop(headline(report)))];
  if (unread.length > 0) {
    lines.push(style.yellow('Not analysed:'));
    for (const file of unread) lines.push(`  ${oneLine(file.path)}: ${oneLine(file.reason)}`);
  }
  if (report.notes.length > 0) {
    lines.push(style.yellow('Notes:'));
    for (const note of report.notes) lines.push(`  ${oneLine(note)}`);
  }
  const sentences = [
    excludedSentence(report),
    hiddenSentence(report),
    scopeSentence(report),
    parserSentence(report.parser),
  ];
  for (const text of sentences) if (text !== undefined) lines.push(style.dim(text));
  return lines.join('\n');
}

function tint(severity: Severity, style: Paint): (text: string) => string {
  switch (severity) {
    case 'error':
      return style.red;
    case 'warning':
      return style.yellow;
    case 'info':
      return style.blue;
  }
}
