/** One finding on the page of a report: claim, code, path, fix, remediation, identity. */
import type { Finding } from '../engine/diagnostic.ts';
import type { SourceLines } from './columns.ts';
import { diffLines, lineChanges } from './fix.ts';
import type { LineChange } from './fix.ts';
import { codeFrame, codeLine } from './html-code.ts';
import { diffTable } from './html-diff.ts';
import { markdownToHtml } from './html-markdown.ts';
import { escapeHtml, sentenceHtml } from './html-text.ts';
import type { ReviewLinks } from './links.ts';
import { remediationPage, rulePage, sourceUrl } from './links.ts';
import { clip, oneLine, visible } from './plain.ts';
import type { RuleInfo } from './report.ts';
import type { DiffRow } from './shown-review.ts';
import { beforeTheChange, evidenceSentence, fullStop, severityLabel, silencer } from './wording.ts';

const maxSentence = 2_000;

/** `rule` is undefined for a finding of another tool. */
export function findingHtml(
  finding: Finding,
  rule: RuleInfo | undefined,
  links: ReviewLinks,
  source: SourceLines,
): string {
  const parts = [
    header(finding, rule, links),
    codeFrame(finding.location, source),
    `<div class="inner">`,
    steps(finding, links, source),
    repeats(finding, links),
    cause(finding, links),
    proof(finding, links),
    fix(finding, source),
    remediation(rule, links),
    identity(finding, rule),
    `</div>`,
  ];
  const body = parts.filter((part) => part !== '').join('\n');
  return `<article class="box ${finding.severity}" id="${anchorOf(finding)}">\n${body}\n</article>`;
}

/** The id of a finding's article: the same for as long as the finding has the same fingerprint. */
function anchorOf(finding: Finding): string {
  return `f-${finding.fingerprint.replace(/[^0-9A-Za-z]+/g, '-')}`;
}

/** `path:line:column`, linked to the reviewed revision where that has an address. */
export function placeHtml(links: ReviewLinks, path: string, line: number, column?: number): string {
  const text = `<code>${escapeHtml(oneLine(`${path}:${line}${column === undefined ? '' : `:${column}`}`))}</code>`;
  const url = sourceUrl(links, path, line);
  return url === undefined ? text : `<a href="${escapeHtml(url)}">${text}</a>`;
}

export function severityBadge(finding: Pick<Finding, 'severity' | 'confidence'>): string {
  return `<span class="badge ${finding.severity}">${escapeHtml(severityLabel(finding))}</span>`;
}

export function ruleName(ruleId: string, rule: RuleInfo | undefined, links: ReviewLinks): string {
  if (rule === undefined) return escapeHtml(oneLine(ruleId));
  return `<a href="${escapeHtml(rulePage(links, rule.id))}">${escapeHtml(rule.id)}</a> <span class="muted">${escapeHtml(rule.code)}</span>`;
}

function header(finding: Finding, rule: RuleInfo | undefined, links: ReviewLinks): string {
  const { path, span } = finding.location;
  return `<header>
<p class="facts">${severityBadge(finding)} <span>${ruleName(finding.ruleId, rule, links)}</span> <span class="place">${placeHtml(links, path, span.start.line, span.start.column)}</span></p>
<h4>${claimHtml(finding)}</h4>
</header>`;
}

/** The claim as a sentence. */
export function claimHtml(finding: Pick<Finding, 'message'>): string {
  return sentenceHtml(fullStop(oneLine(clip(finding.message, maxSentence))));
}

function steps(finding: Finding, links: ReviewLinks, source: SourceLines): string {
  if (finding.steps.length === 0) return '';
  const items = finding.steps.map((step) => {
    const { path, span } = step.location;
    const line = codeLine(step.location, source);
    const shown = line === undefined ? '' : `<pre>${escapeHtml(line)}</pre>`;
    const message = sentenceHtml(fullStop(oneLine(clip(step.message, maxSentence))));
    return `<li>${message} <span class="where">${placeHtml(links, path, span.start.line)}</span>${shown}</li>`;
  });
  return `<h5>How it comes about</h5>\n<ol class="path">\n${items.join('\n')}\n</ol>`;
}

function repeats({ repeats: others = [] }: Finding, links: ReviewLinks): string {
  if (others.length === 0) return '';
  const places = others.map(({ location: { path, span } }) =>
    placeHtml(links, path, span.start.line, span.start.column),
  );
  return `<h5>The same, for the same reason</h5>\n<p class="where">${places.join(', ')}</p>`;
}

function cause({ cause: found }: Finding, links: ReviewLinks): string {
  if (found === undefined) return '';
  const { path, span } = found.location;
  // A removed line is not in the revision that the links lead to.
  const where = placeHtml(found.kind === 'removed' ? { docs: links.docs } : links, path, span.start.line);
  const message = sentenceHtml(fullStop(oneLine(clip(found.message, maxSentence))));
  return `<h5>What in the change causes it</h5>\n<p class="cause">${message} <span class="where">${where}${beforeTheChange(found)}</span></p>`;
}

function proof(finding: Finding, links: ReviewLinks): string {
  const { evidence } = finding;
  const said = evidenceSentence(finding);
  if (evidence === undefined || said === undefined) return '';
  const stacks = evidence.stacks
    .filter(({ frames }) => frames.length > 0)
    .map(({ label, frames }) => {
      const items = frames.map(({ location: { path, span }, message }) => {
        const where = placeHtml(links, path, span.start.line);
        return `<li>${sentenceHtml(oneLine(clip(message, maxSentence)))} <span class="where">${where}</span></li>`;
      });
      return `<p>${sentenceHtml(oneLine(clip(label, maxSentence)))}</p>\n<ol class="path">\n${items.join('\n')}\n</ol>`;
    });
  return [
    `<h5>${sentenceHtml(oneLine(said))}</h5>`,
    '<details>',
    '<summary>The report</summary>',
    ...stacks,
    `<pre>${escapeHtml(visible(evidence.report))}</pre>`,
    '</details>',
  ].join('\n');
}

function fix(finding: Finding, source: SourceLines): string {
  if (finding.fix === undefined) return '';
  const changes = lineChanges(finding.fix.edits, source) ?? [];
  const tables = changes.map((change) => {
    const elsewhere =
      change.path === finding.location.path ? '' : `<p><code>${escapeHtml(change.path)}</code></p>\n`;
    return `${elsewhere}<div class="suggestion">${diffTable(fixRows(change, source))}</div>`;
  });
  const title = sentenceHtml(fullStop(oneLine(clip(finding.fix.message, maxSentence))));
  return [`<h5>Fix: ${title}</h5>`, ...tables].join('\n');
}

/** The lines of the fix's diff, numbered on both sides. */
function fixRows(change: LineChange, source: SourceLines): readonly DiffRow[] {
  const [hunk = '', ...lines] = diffLines(change, source);
  let oldLine = Number(/^@@ -(\d+)/.exec(hunk)?.[1]);
  let newLine = oldLine;
  return lines.map((line): DiffRow => {
    const text = line.slice(1);
    if (line.startsWith('+')) return { kind: 'added', newLine: newLine++, text, commented: false };
    if (line.startsWith('-')) return { kind: 'deleted', oldLine: oldLine++, text, commented: false };
    return { kind: 'context', oldLine: oldLine++, newLine: newLine++, text, commented: false };
  });
}

function remediation(rule: RuleInfo | undefined, links: ReviewLinks): string {
  if (rule === undefined) return '';
  const page = escapeHtml(remediationPage(links, rule.id));
  return `<details>
<summary>Why, and how to write it instead</summary>
${markdownToHtml(rule.docs.why)}
<p><strong>The contract.</strong></p>
${markdownToHtml(rule.docs.contract.text)}
<p><strong>Write it instead.</strong></p>
${markdownToHtml(rule.docs.remediation)}
<pre><code>${escapeHtml(rule.remediation.trimEnd())}</code></pre>
<p><a href="${page}">The page of the rule</a> · <a href="${escapeHtml(rule.docs.contract.url)}">the contract</a></p>
</details>`;
}

function identity(finding: Finding, rule: RuleInfo | undefined): string {
  const rows = [
    ['Declaration', `<code>${escapeHtml(finding.symbol === '' ? 'the file' : finding.symbol)}</code>`],
    ['Package', `<code>${escapeHtml(finding.packagePath === '' ? '.' : finding.packagePath)}</code>`],
    ['Fingerprint', `<code>${escapeHtml(finding.fingerprint)}</code>`],
    ...(rule === undefined
      ? []
      : [['To silence it', `<code>${escapeHtml(silencer(rule))}</code> on the line or above it`]]),
  ];
  const items = rows.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`);
  return `<dl class="identity">\n${items.join('\n')}\n</dl>`;
}
