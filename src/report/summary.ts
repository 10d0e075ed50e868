/** The report as Markdown for a job summary or a check run, within a budget of UTF-8 bytes. */
import type { Finding } from '../engine/diagnostic.ts';
import type { ReviewLinks } from './links.ts';
import { rulePage } from './links.ts';
import { spill, table } from './markdown-table.ts';
import { code, escapeText, link, place, sentence, tableRow } from './markdown.ts';
import { byteLength, clip, takeWithin } from './plain.ts';
import type { NotReviewed, ReviewReport } from './report.ts';
import { rank } from './rank.ts';
import { sanitizerSection } from './sanitizer-section.ts';
import { renderExplanation } from './review/comment.ts';
import {
  counted,
  entryName,
  excludedFiles,
  excludedSentence,
  fileCount,
  fullStop,
  headline,
  hiddenSentence,
  parserSentence,
  scopeSentence,
  severityLabel,
  unreadFiles,
  verdictSentence,
} from './wording.ts';

/** GitHub fails the whole step above 1 MiB; the margin leaves room for what the shell adds. */
export const summaryBytes = 1024 * 1024 - 64 * 1024;

const maxCell = 400;
/** The room for the lines that every summary has. */
const fixedBytes = 4_000;

/** The summary; what does not fit in `maxBytes` is counted, never silently dropped. */
export function renderSummary(
  report: ReviewReport,
  links: ReviewLinks,
  maxBytes: number = summaryBytes,
): string {
  const title = `## cgo-review: ${escapeText(headline(report))}`;
  const verdict = sentence(verdictSentence(report));
  const facts = byteClipped(tail(report), fixedBytes);
  let room = maxBytes - byteLength(title) - byteLength(verdict) - 2 * fixedBytes;
  const within = (share: number, section: (bytes: number) => string | undefined): string | undefined => {
    const text = section(Math.floor(room * share));
    room -= text === undefined ? 0 : byteLength(text) + 2;
    return text;
  };
  // What was not read comes first in line for room: a review must never look more complete than it is.
  const gap = within(0.3, (bytes) => unread(report, bytes));
  const found = within(0.4, (bytes) => findings(report, links, bytes));
  const explained = within(0.5, (bytes) => explanations(report, links, bytes));
  const { sanitizer } = report;
  const ran = within(0.4, (bytes) =>
    sanitizer === undefined ? undefined : sanitizerSection(sanitizer, links, bytes, report.mode),
  );
  const noted = within(0.3, (bytes) => notes(report, bytes));
  const quiet = within(0.5, (bytes) => silenced(report, links, bytes));
  const policy = within(0.9, (bytes) => excluded(report, bytes));
  const parts = [title, verdict, found, explained, gap, ran, noted, quiet, policy, facts];
  return `${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
}

function findings(report: ReviewReport, links: ReviewLinks, bytes: number): string | undefined {
  const rows = rank(report.findings).map((finding) => findingRow(finding, report, links));
  return table('### Findings', ['Severity', 'Finding', 'Where', 'Rule'], rows, bytes);
}

/** Each finding's path and remediation, folded: a read-only token leaves no other place for them. */
function explanations(report: ReviewReport, links: ReviewLinks, bytes: number): string | undefined {
  const folded = rank(report.findings).flatMap((finding) => {
    const text = renderExplanation(finding, report.rules.get(finding.ruleId), links);
    if (text === '') return [];
    const { path, span } = finding.location;
    const title = `${escapeText(`${path}:${String(span.start.line)}`)} ${escapeText(finding.ruleId)}`;
    return [`<details>\n<summary>${title}</summary>\n\n${text}\n\n</details>`];
  });
  if (folded.length === 0) return undefined;
  const { taken, left } = takeWithin(folded, bytes);
  return [...taken, ...spill(left)].join('\n');
}

function findingRow(finding: Finding, report: ReviewReport, links: ReviewLinks): string {
  const rule = report.rules.get(finding.ruleId);
  const name = code(finding.ruleId);
  return tableRow([
    severityLabel(finding),
    `${fullStop(sentence(clip(finding.message, maxCell)))}${repeatCount(finding)}`,
    place(links, finding.location.path, finding.location.span.start.line),
    rule === undefined ? name : link(name, rulePage(links, rule.id)),
  ]);
}

/** How many other places the finding speaks of: its explanation lists them. */
function repeatCount({ repeats = [] }: Finding): string {
  return repeats.length === 0 ? '' : ` (and at ${counted(repeats.length, 'more place')})`;
}

function unread(report: ReviewReport, bytes: number): string | undefined {
  return table('### Not analysed', ['File', 'Reason'], unreadFiles(report).map(fileRow), bytes);
}

function fileRow(file: NotReviewed): string {
  return tableRow([code(entryName(file)), escapeText(clip(file.reason, maxCell))]);
}

function notes(report: ReviewReport, bytes: number): string | undefined {
  if (report.notes.length === 0) return undefined;
  const { taken, left } = takeWithin(
    report.notes.map((note) => `- ${sentence(clip(note, maxCell))}`),
    bytes,
  );
  return ['### Notes', '', ...taken, ...spill(left)].join('\n');
}

function silenced(report: ReviewReport, links: ReviewLinks, bytes: number): string | undefined {
  const rows = report.suppressed.map(({ finding, reason }) =>
    tableRow([
      code(finding.ruleId),
      place(links, finding.location.path, finding.location.span.start.line),
      escapeText(clip(reason, maxCell)),
    ]),
  );
  return table('### Silenced in the code', ['Rule', 'Where', 'Reason'], rows, bytes);
}

function excluded(report: ReviewReport, bytes: number): string | undefined {
  const files = excludedFiles(report);
  const rows = files.map(fileRow);
  const body = table('', ['File', 'Reason'], rows, bytes);
  if (body === undefined) return undefined;
  return `<details>\n<summary>${counted(fileCount(files), 'file')} excluded by policy</summary>\n\n${body}\n\n</details>`;
}

function tail(report: ReviewReport): string {
  return [
    excludedSentence(report),
    hiddenSentence(report),
    scopeSentence(report),
    parserSentence(report.parser),
  ]
    .filter((text) => text !== undefined)
    .map((text) => escapeText(text))
    .join(' ');
}

function byteClipped(text: string, bytes: number): string {
  let clipped = text;
  while (byteLength(clipped) > bytes) clipped = clip(clipped, Math.floor(clipped.length / 2));
  return clipped;
}
