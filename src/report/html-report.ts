/** A whole report as one self-contained HTML page, to open in a browser or to archive. */
import { describeRevision } from '../diff/change.ts';
import { compareSeverity } from '../engine/diagnostic.ts';
import type { Finding, Severity } from '../engine/diagnostic.ts';
import type { SourceLines } from './columns.ts';
import { claimHtml, findingHtml, placeHtml, ruleName, severityBadge } from './html-finding.ts';
import { reportStyle } from './html-report-style.ts';
import { style } from './html-style.ts';
import { escapeHtml, htmlPage, sentenceHtml } from './html-text.ts';
import type { ReviewLinks } from './links.ts';
import { oneLine } from './plain.ts';
import type { NotReviewed, ReviewReport } from './report.ts';
import { apartHeading, duration, outcomeText, sanitizerSentence, silenceSentence } from './sanitizer-text.ts';
import {
  counted,
  entryName,
  excludedFiles,
  fullStop,
  headline,
  hiddenSentence,
  parserSentence,
  scopeSentence,
  unreadFiles,
  verdictSentence,
} from './wording.ts';

/**
 * The page; no script, and nothing from the network. `lines` are the files of the head, for the code; the
 * places are linked where `links` says where the code can be read.
 */
export function renderHtmlReport(report: ReviewReport, links: ReviewLinks, lines: SourceLines): string {
  const parts = [
    top(report),
    unread(report),
    byRule(report, links),
    findings(report, links, lines),
    sanitized(report, links),
    notes(report),
    silenced(report, links),
    leftOut(report),
    colophon(report),
  ];
  const title = `cgo-review: ${headline(report)}`;
  return htmlPage(title, style + reportStyle, parts.filter((part) => part !== '').join('\n'));
}

function top(report: ReviewReport): string {
  const count = (severity: Severity): number =>
    report.findings.filter((finding) => finding.severity === severity).length;
  const tile = (kind: string, value: number, label: string): string =>
    `<li class="${value === 0 ? 'none' : kind}"><strong>${value}</strong> ${label}</li>`;
  const errors = count('error');
  const warnings = count('warning');
  const gaps = unreadFiles(report).length;
  const tiles = [
    tile('error', errors, errors === 1 ? 'error' : 'errors'),
    tile('warning', warnings, warnings === 1 ? 'warning' : 'warnings'),
    tile('info', count('info'), 'info'),
    tile('warning', gaps, gaps === 1 ? 'file not analysed' : 'files not analysed'),
  ];
  return `<header class="top">
<p class="product">cgo-review · ${escapeHtml(subject(report))}</p>
<h1>${escapeHtml(headline(report))}</h1>
<p class="verdict ${report.verdict}">${sentenceHtml(verdictSentence(report))}</p>
<ul class="tiles">
${tiles.join('\n')}
</ul>
</header>`;
}

function subject({ mode, base, head }: ReviewReport): string {
  const revision = describeRevision(head);
  if (mode === 'audit') return `audit of ${revision}`;
  return base === undefined
    ? `review of ${revision}`
    : `review of ${revision} against ${describeRevision(base)}`;
}

/** How often each rule reported, the gravest and most frequent first. */
function byRule(report: ReviewReport, links: ReviewLinks): string {
  const groups = new Map<string, Finding[]>();
  for (const finding of report.findings) {
    const group = groups.get(finding.ruleId);
    if (group === undefined) groups.set(finding.ruleId, [finding]);
    else group.push(finding);
  }
  const rows = [...groups.values()]
    .flatMap((group) => {
      const worst = group.toSorted((a, b) => compareSeverity(a.severity, b.severity))[0];
      return worst === undefined ? [] : [{ worst, count: group.length }];
    })
    .toSorted((a, b) => compareSeverity(a.worst.severity, b.worst.severity) || b.count - a.count)
    .map(({ worst, count }) => {
      const rule = report.rules.get(worst.ruleId);
      return [
        severityBadge({ severity: worst.severity, confidence: 'certain' }),
        `${ruleName(worst.ruleId, rule, links)}<br><span class="muted">${escapeHtml(rule?.docs.title ?? '')}</span>`,
        String(count),
      ];
    });
  return rows.length === 0 ? '' : section('By rule', table(['Severity', 'Rule', 'Findings'], rows));
}

function findings(report: ReviewReport, links: ReviewLinks, lines: SourceLines): string {
  if (report.findings.length === 0) return '';
  const parts: string[] = [];
  let path: string | undefined;
  for (const finding of report.findings) {
    if (finding.location.path !== path) {
      path = finding.location.path;
      parts.push(`<h3 class="file">${escapeHtml(oneLine(path))}</h3>`);
    }
    parts.push(findingHtml(finding, report.rules.get(finding.ruleId), links, lines));
  }
  return section('Findings', parts.join('\n'));
}

function unread(report: ReviewReport): string {
  const files = unreadFiles(report);
  if (files.length === 0) return '';
  const intro = '<p>Nothing is known of these files: that no finding is shown for them says nothing.</p>\n';
  return section('Not analysed', intro + table(['File', 'Reason'], files.map(fileRow)));
}

function notes(report: ReviewReport): string {
  if (report.notes.length === 0) return '';
  const items = report.notes.map((note) => `<li>${sentenceHtml(fullStop(oneLine(note)))}</li>`);
  return section('Notes', `<ul>\n${items.join('\n')}\n</ul>`);
}

function sanitized({ mode, sanitizer }: ReviewReport, links: ReviewLinks): string {
  if (sanitizer === undefined) return '';
  const { packages, problems, apart, unplaced } = sanitizer;
  const rows = packages.map((one) => [
    `<code>${escapeHtml(oneLine(one.package))}</code>`,
    escapeHtml(oneLine(one.mode)),
    escapeHtml(outcomeText(one)),
    String(one.reports),
    duration(one.seconds),
    one.note === undefined ? '' : sentenceHtml(oneLine(one.note)),
  ]);
  const others = [
    ...apart.map(
      ({ location: { path, span }, message }) =>
        `<li>${placeHtml(links, path, span.start.line)} ${sentenceHtml(fullStop(oneLine(message)))}</li>`,
    ),
    ...unplaced.map(
      ({ tool, kind, tests }) =>
        `<li>${escapeHtml(oneLine(`${tool}: ${kind}, in ${tests.join(', ')}`))}</li>`,
    ),
  ];
  const parts = [
    `<p>${escapeHtml(oneLine(sanitizerSentence(sanitizer)))} ${silenceSentence(sanitizer) ?? ''}</p>`,
    problems.length === 0
      ? ''
      : `<ul>\n${problems.map((one) => `<li>${sentenceHtml(fullStop(oneLine(one)))}</li>`).join('\n')}\n</ul>`,
    rows.length === 0 ? '' : table(['Package', 'Tool', 'Tests', 'Reports', 'Time', 'Note'], rows),
    others.length === 0 ? '' : `<p>${apartHeading(mode)}</p>\n<ul>\n${others.join('\n')}\n</ul>`,
  ];
  return section('Under the sanitizers', parts.filter((part) => part !== '').join('\n'));
}

function silenced(report: ReviewReport, links: ReviewLinks): string {
  if (report.suppressed.length === 0) return '';
  const rows = report.suppressed.map(({ finding, reason }) => [
    placeHtml(links, finding.location.path, finding.location.span.start.line),
    `${ruleName(finding.ruleId, report.rules.get(finding.ruleId), links)}<br>${claimHtml(finding)}`,
    escapeHtml(oneLine(reason)),
  ]);
  const title = `${counted(rows.length, 'finding')} silenced in the code`;
  return folded(title, table(['Where', 'Finding', 'Reason'], rows));
}

function leftOut(report: ReviewReport): string {
  const files = excludedFiles(report);
  if (files.length === 0) return '';
  return folded(
    `${counted(files.length, 'file')} left out by policy`,
    table(['File', 'Reason'], files.map(fileRow)),
  );
}

function colophon(report: ReviewReport): string {
  const sentences = [
    scopeSentence(report),
    hiddenSentence(report),
    `cgo-review ${report.tool.version}.`,
    parserSentence(report.parser),
  ];
  const shown = sentences.filter((text) => text !== undefined).map((text) => escapeHtml(oneLine(text)));
  return `<footer>\n<p>${shown.join('<br>\n')}</p>\n</footer>`;
}

function fileRow(file: NotReviewed): readonly string[] {
  return [`<code>${escapeHtml(entryName(file))}</code>`, escapeHtml(oneLine(file.reason))];
}

function section(title: string, html: string): string {
  return `<section>\n<h2>${title}</h2>\n${html}\n</section>`;
}

function folded(title: string, html: string): string {
  return `<details class="folded">\n<summary>${title}</summary>\n${html}\n</details>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
  const titles = head.map((title) => `<th scope="col">${title}</th>`).join('');
  return `<table class="list">\n<thead><tr>${titles}</tr></thead>\n<tbody>\n${cells.join('\n')}\n</tbody>\n</table>`;
}
