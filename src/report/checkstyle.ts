/** The report as Checkstyle's XML, which many CI servers read (https://checkstyle.org). */
import { compareText } from '../base/span.ts';
import type { Finding } from '../engine/diagnostic.ts';
import { rulePage } from './links.ts';
import { oneLine } from './plain.ts';
import type { Links, NotReviewed, ReviewReport } from './report.ts';
import { counted, fullStop, severityLabel, toldSentences, unreadFiles } from './wording.ts';
import { xmlAttribute } from './xml.ts';

/** The version of Checkstyle whose format this is, not ours. */
const formatVersion = '5.0';
/** A message stands in one cell of a table: a long path is cut. */
const maxSteps = 5;

/**
 * The whole report as one XML document. Lines and columns start at 1, columns count UTF-8 bytes. A file that
 * could not be analysed is a warning without a line.
 */
export function renderCheckstyle(report: ReviewReport, links: Links): string {
  const errors = new Map<string, string[]>();
  const add = (path: string, error: string): void => {
    const ofFile = errors.get(path);
    if (ofFile === undefined) errors.set(path, [error]);
    else ofFile.push(error);
  };
  for (const file of unreadFiles(report)) add(file.path, notAnalysed(file));
  for (const finding of report.findings) add(finding.location.path, findingError(finding, report, links));
  const files = [...errors]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([path, lines]) => `  <file name="${xmlAttribute(path)}">\n${lines.join('\n')}\n  </file>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="${formatVersion}">\n${files.join('')}</checkstyle>\n`;
}

function notAnalysed(file: NotReviewed): string {
  const message = oneLine(`not analysed: ${fullStop(file.reason)}`);
  return error({ severity: 'warning', message, source: 'cgo-review.not-analysed' });
}

function findingError(finding: Finding, report: ReviewReport, links: Links): string {
  const { start } = finding.location.span;
  const rule = report.rules.get(finding.ruleId);
  const label = finding.confidence === 'question' ? `${severityLabel(finding)}: ` : '';
  const page = rule === undefined ? '' : ` See ${rulePage(links, rule.id)}`;
  const told = toldSentences(finding)
    .map((text) => ` ${oneLine(text)}`)
    .join('');
  return error({
    line: String(start.line),
    column: String(start.column),
    severity: finding.severity,
    message: `${label}${fullStop(oneLine(finding.message + path(finding)))}${told}${page}`,
    source: `cgo-review.${finding.ruleId}`,
  });
}

/** The path behind the claim: `; 32: ...; then 34: ...`, with the file where it is another one. */
function path(finding: Finding): string {
  const steps = finding.steps.slice(0, maxSteps).map(({ location, message }, index) => {
    const { line } = location.span.start;
    const where = location.path === finding.location.path ? `${line}` : `${location.path}:${line}`;
    return `${index === 0 ? '; ' : '; then '}${where}: ${message}`;
  });
  const left = finding.steps.length - steps.length;
  return steps.join('') + (left === 0 ? '' : `; and ${counted(left, 'more step')}`);
}

function error(attributes: Readonly<Record<string, string>>): string {
  const text = Object.entries(attributes).map(([name, value]) => `${name}="${xmlAttribute(value)}"`);
  return `    <error ${text.join(' ')}/>`;
}
