/** The body of a review: the counts, the findings that have no comment of their own, what was not reviewed. */
import type { Finding } from '../../engine/diagnostic.ts';
import type { ReviewLinks } from '../links.ts';
import { rulePage } from '../links.ts';
import { code, escapeText, link, place, sentence } from '../markdown.ts';
import { byteLength, clip, takeWithin } from '../plain.ts';
import type { ReviewReport } from '../report.ts';
import {
  counted,
  excludedSentence,
  fullStop,
  severityCounts,
  severityLabel,
  unreadFiles,
} from '../wording.ts';
import { causeLine, repeats } from './comment.ts';

export interface BodyContent {
  readonly report: ReviewReport;
  /** New findings with a comment of their own. */
  readonly inline: readonly Finding[];
  /** New findings that no line of the diff can carry, the gravest first. */
  readonly unanchored: readonly Finding[];
  /** New findings over the limit of comments, the gravest first. */
  readonly overBudget: readonly Finding[];
  readonly maxComments: number;
  /** Findings that earlier reviews show already. */
  readonly kept: number;
  /** The marker that ends the body. */
  readonly marker: string;
  readonly links: ReviewLinks;
}

/** GitHub takes 65,536 characters; counted in bytes, and with room for what the shell adds. */
const maxBytes = 62_000;
const maxUnread = 20;
const maxReason = 300;
const maxClaim = 500;

export function renderBody(content: BodyContent): string {
  const { report, marker } = content;
  const opening = [counts(content), keptSentence(content.kept)].filter((text) => text !== '').join(' ');
  const gap = notReviewed(report);
  let room = maxBytes - byteLength(opening) - byteLength(gap) - byteLength(marker) - 1_000;
  const parts = [opening];
  const add = (title: string, findings: readonly Finding[]): void => {
    if (findings.length === 0) return;
    const lines = findings.map((finding) => item(finding, content));
    const { taken, left } = takeWithin(lines, Math.max(0, room));
    const more = left === 0 ? [] : ['', `${counted(left, 'more', 'more')} in the JSON report.`];
    const text = [title, '', ...taken, ...more].join('\n');
    room -= byteLength(text) + 2;
    parts.push(text);
  };
  add('On lines that this diff does not show:', content.unanchored);
  add(`Over the limit of ${counted(content.maxComments, 'comment')}:`, content.overBudget);
  return [...parts, gap, marker].filter((part) => part !== '').join('\n\n');
}

function counts({ inline, unanchored, overBudget }: BodyContent): string {
  const all = [...inline, ...unanchored, ...overBudget];
  const listed = all.length - inline.length;
  const found = `cgo-review has ${counted(all.length, 'new finding')}: ${severityCounts(all)}.`;
  if (listed === 0)
    return all.length === 1 ? `${found} It is shown inline.` : `${found} All are shown inline.`;
  if (inline.length === 0) return `${found} ${all.length === 1 ? 'It is' : 'They are'} listed here.`;
  const shown = `${inline.length} of ${counted(all.length, 'finding')} ${inline.length === 1 ? 'is' : 'are'} shown inline`;
  return `${found} ${shown}; the other ${listed === 1 ? '1 is' : `${listed} are`} listed here.`;
}

function keptSentence(kept: number): string {
  if (kept === 0) return '';
  return kept === 1
    ? '1 finding of an earlier review still holds.'
    : `${counted(kept, 'finding')} of earlier reviews still hold.`;
}

function item(finding: Finding, { report, links }: BodyContent): string {
  const { path, span } = finding.location;
  const rule = report.rules.get(finding.ruleId);
  const name = rule === undefined ? code(finding.ruleId) : link(code(rule.id), rulePage(links, rule.id));
  const claim = fullStop(sentence(clip(finding.message, maxClaim)));
  const more = [repeats(finding, links), causeLine(finding, links)].filter((text) => text !== '');
  const why = more.map((text) => ` ${text}`).join('');
  return `- ${place(links, path, span.start.line)} · ${severityLabel(finding)} · ${name}: ${claim}${why}`;
}

function notReviewed(report: ReviewReport): string {
  const files = unreadFiles(report);
  const excluded = excludedSentence(report);
  const policy = excluded === undefined ? '' : escapeText(clip(excluded, 1_000));
  if (files.length === 0) return policy;
  const lines = files
    .slice(0, maxUnread)
    .map(
      (file) =>
        `- ${code(clip(file.path, maxReason))}: ${fullStop(escapeText(clip(file.reason, maxReason)))}`,
    );
  const left = files.length - lines.length;
  const more = left === 0 ? [] : ['', `${counted(left, 'more', 'more')} in the JSON report.`];
  const title = `${counted(files.length, 'file')} could not be analysed:`;
  return [[title, '', ...lines, ...more].join('\n'), policy].filter((part) => part !== '').join('\n\n');
}
