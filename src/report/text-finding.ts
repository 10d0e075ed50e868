/** One finding as text: `path:line:col: severity: claim [rule]`, the code, the path, the fix. */
import { lastLine } from '../base/span.ts';
import type { Finding, Severity } from '../engine/diagnostic.ts';
import type { Paint } from './ansi.ts';
import { displayWidth } from './ansi.ts';
import type { SourceLines } from './columns.ts';
import { utf16Offset } from './columns.ts';
import { diffLines, lineChanges } from './fix.ts';
import { rulePage } from './links.ts';
import { clip, oneLine, visible } from './plain.ts';
import type { ReviewReport } from './report.ts';
import type { TextOptions } from './text.ts';
import { beforeTheChange, counted, evidenceSentence, fullStop, severityLabel } from './wording.ts';

const maxLineWidth = 200;

/** The lines of a finding without a line feed at the end. */
export function findingText(
  finding: Finding,
  report: ReviewReport,
  options: TextOptions,
  style: Paint,
): string {
  const { path, span } = finding.location;
  const where = style.bold(oneLine(`${path}:${span.start.line}:${span.start.column}:`));
  const label = tint(finding.severity, style)(`${severityLabel(finding)}:`);
  const rule = report.rules.get(finding.ruleId);
  const lines = [
    `${where} ${label} ${oneLine(finding.message)} ${style.dim(`[${oneLine(finding.ruleId)}]`)}`,
    ...frame(finding, options.source, style),
    ...steps(finding, options.source, style),
    ...repeats(finding, style),
    ...cause(finding, style),
    ...proof(finding, options, style),
    ...fix(finding, options.source, style),
  ];
  if (rule !== undefined) lines.push(`  ${style.cyan('help:')} ${rulePage(options.links, rule.id)}`);
  if (options.detail === 'verbose') lines.push(...identity(finding, style));
  return lines.join('\n');
}

/** What stays the same when the finding's line moves. */
function identity(finding: Finding, style: Paint): readonly string[] {
  const declaration = finding.symbol === '' ? 'the file' : finding.symbol;
  const where = finding.packagePath === '' ? 'the root package' : `package ${finding.packagePath}`;
  return [
    style.dim(`  in: ${oneLine(declaration)}, ${oneLine(where)}`),
    style.dim(`  fingerprint: ${oneLine(finding.fingerprint)}`),
  ];
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

/** The path, each step with its line of code where that is not the finding's own line. */
function steps(finding: Finding, source: SourceLines, style: Paint): readonly string[] {
  const { path, span } = finding.location;
  return finding.steps.flatMap(({ location, message }, index) => {
    const { line, column } = location.span.start;
    const step = `  ${style.blue(`${index + 1}.`)} ${oneLine(`${location.path}:${line}:${column}`)}: ${oneLine(message)}`;
    const code = source(location.path)?.[line - 1]?.trim() ?? '';
    if (code === '' || (location.path === path && line === span.start.line)) return [step];
    return [step, `     ${style.dim(`${line} |`)} ${visible(clip(code, maxLineWidth))}`];
  });
}

/** Where else the same cause has the same effect. */
function repeats({ repeats: others = [] }: Finding, style: Paint): readonly string[] {
  if (others.length === 0) return [];
  const places = others.map(({ location: { path, span } }) =>
    oneLine(`${path}:${span.start.line}:${span.start.column}`),
  );
  return [`  ${style.cyan('also:')} ${places.join(', ')}`];
}

/** What in the change explains the finding, where its own place was left alone. */
function cause({ cause: found }: Finding, style: Paint): readonly string[] {
  if (found === undefined) return [];
  const { path, span } = found.location;
  const where = `${path}:${span.start.line}:${span.start.column}${beforeTheChange(found)}`;
  return [`  ${style.cyan('cause:')} ${oneLine(`${found.message} (${where})`)}`];
}

/** Which tool saw it; its report where everything is to be told. */
function proof(finding: Finding, { detail }: TextOptions, style: Paint): readonly string[] {
  const said = evidenceSentence(finding);
  if (finding.evidence === undefined || said === undefined) return [];
  const report = detail === 'verbose' ? finding.evidence.report.replace(/\n+$/, '').split('\n') : [];
  return [
    `  ${style.cyan('proof:')} ${oneLine(said)}`,
    ...report.map((line) => style.dim(`    ${visible(line)}`)),
  ];
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
