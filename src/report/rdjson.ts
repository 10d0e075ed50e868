/**
 * The report in reviewdog's Diagnostic Format: one `DiagnosticResult`
 * (https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto). It counts as we do: lines
 * and columns from 1, columns in UTF-8 bytes, ends exclusive.
 */
import type { Location, Span } from '../base/span.ts';
import type { Finding, Severity } from '../engine/diagnostic.ts';
import type { SourceLines } from './columns.ts';
import { lineChanges, replacementOf } from './fix.ts';
import { rulePage } from './links.ts';
import { oneLine } from './plain.ts';
import type { Links, NotReviewed, ReviewReport } from './report.ts';
import { fullStop, severityLabel, toldSentences, unreadFiles } from './wording.ts';

const severities: Readonly<Record<Severity, string>> = { error: 'ERROR', warning: 'WARNING', info: 'INFO' };

/**
 * The report as one JSON document for `reviewdog -f=rdjson`. The format has no place for a file that could
 * not be analysed: such a file gets a warning without a range.
 */
export function renderRdjson(report: ReviewReport, links: Links, lines: SourceLines): string {
  const document = {
    source: { name: report.tool.name, url: links.docs },
    diagnostics: [
      ...unreadFiles(report).map(notAnalysed),
      ...report.findings.map((finding) => diagnostic(finding, report, links, lines)),
    ],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function notAnalysed(file: NotReviewed): object {
  return {
    message: oneLine(`not analysed: ${fullStop(file.reason)}`),
    location: { path: file.path },
    severity: 'WARNING',
    code: { value: 'not-analysed' },
  };
}

function diagnostic(finding: Finding, report: ReviewReport, links: Links, lines: SourceLines): object {
  const rule = report.rules.get(finding.ruleId);
  const suggestion = suggestionOf(finding, lines);
  return {
    message: message(finding, suggestion !== undefined),
    location: location(finding.location),
    severity: severities[finding.severity],
    code: {
      value: finding.ruleId,
      ...(rule === undefined ? {} : { url: rulePage(links, rule.id) }),
    },
    ...(suggestion === undefined ? {} : { suggestions: [suggestion] }),
    ...(finding.steps.length === 0
      ? {}
      : {
          related_locations: finding.steps.map((step) => ({
            message: oneLine(fullStop(step.message)),
            location: location(step.location),
          })),
        }),
  };
}

/** The claim; the severities of the format know no questions, and a fix that is no suggestion is told in words. */
function message(finding: Finding, suggested: boolean): string {
  const label = finding.confidence === 'question' ? `${severityLabel(finding)}: ` : '';
  const fix = finding.fix === undefined || suggested ? '' : ` Fix: ${fullStop(finding.fix.message)}`;
  const told = toldSentences(finding)
    .map((text) => ` ${text}`)
    .join('');
  return oneLine(`${label}${fullStop(finding.message)}${told}${fix}`);
}

/**
 * The fix as one replacement of whole lines: reviewdog offers each suggestion by itself, and half of a fix
 * can be worse than none (a `defer C.free` that is added while the old `C.free` stays frees twice). A
 * suggestion has no path, so a fix in another file is none. Positions without columns mean whole lines, the
 * last one included.
 */
function suggestionOf(finding: Finding, lines: SourceLines): object | undefined {
  if (finding.fix === undefined) return undefined;
  const [change, ...others] = lineChanges(finding.fix.edits, lines) ?? [];
  const { path } = finding.location;
  const text = lines(path);
  if (change?.path !== path || others.length > 0 || text === undefined) return undefined;
  const removed = change.before.length;
  // An insertion alone takes the line before it along: there is no line of its own to replace.
  const start = removed === 0 ? Math.max(1, change.startLine - 1) : change.startLine;
  const end = Math.max(start, change.startLine + removed - 1);
  const replacement = replacementOf(change, text, start, end);
  if (replacement === undefined) return undefined;
  return { range: { start: { line: start }, end: { line: end } }, text: replacement.join('\n') };
}

function location({ path, span }: Location): object {
  return { path, range: range(span) };
}

function range({ start, end }: Span): object {
  return {
    start: { line: start.line, column: start.column },
    end: { line: end.line, column: end.column },
  };
}
