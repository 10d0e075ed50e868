/** One review comment as Markdown: the claim, the path that breaks the rule, and how to write it instead. */
import { listed } from '../../base/listed.ts';
import type { Finding, OutsideSource } from '../../engine/diagnostic.ts';
import { unfolded } from '../../engine/repeats.ts';
import type { SourceLines } from '../columns.ts';
import { diffLines, lineChanges, replacementOf } from '../fix.ts';
import type { ReviewLinks } from '../links.ts';
import { remediationPage, rulePage } from '../links.ts';
import { code, escapeText, fence, link, ownMarkdown, place, sentence, verbatimFence } from '../markdown.ts';
import { byteLength, clip, takeWithin } from '../plain.ts';
import type { RuleInfo } from '../report.ts';
import { alsoAt, beforeTheChange, counted, fullStop, severityLabel, silencer } from '../wording.ts';
import type { Anchor } from './anchor.ts';
import { renderMarker } from './marker.ts';
import { proof } from './proof.ts';

export interface CommentOptions {
  readonly anchor: Anchor;
  readonly links: ReviewLinks;
  /** Whether a GitHub suggestion block may be offered; it still needs a fix within the commented lines. */
  readonly suggestion: boolean;
  /** The files of the head: without a file's lines its fix is told in words. */
  readonly source: SourceLines;
}

const maxClaim = 2_000;
const maxSteps = 20;
const maxRepeats = 20;
const maxStep = 600;
const stepBytes = 16_000;
const maxSnippetBytes = 16_000;
const maxFixBytes = 12_000;
/** A longer snippet is folded: the comment has to stay readable in the diff. */
const openSnippetLines = 25;

/**
 * The body of a finding's comment, always below GitHub's 65,536 characters. `rule` is undefined for a
 * finding of another tool: then there is no snippet and no link.
 */
export function renderComment(finding: Finding, rule: RuleInfo | undefined, options: CommentOptions): string {
  const parts = [
    `**${claim(finding)}**`,
    elsewhere(finding, options),
    repeats(finding, options.links),
    cause(finding, options),
    proof(finding, options.links),
    steps(finding, options.links),
    remediation(rule, options.links),
    fix(finding, options),
    agreement(finding),
    signature(finding, rule, options.links),
    renderMarker(marked(finding)),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** How a finding comes about and how to write it instead: what a reader needs where no comment can be posted. */
export function renderExplanation(finding: Finding, rule: RuleInfo | undefined, links: ReviewLinks): string {
  return [
    repeats(finding, links),
    causeLine(finding, links),
    proof(finding, links),
    steps(finding, links),
    remediation(rule, links),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The claim as a sentence. */
function claim(finding: Pick<Finding, 'message'>): string {
  return fullStop(sentence(clip(finding.message, maxClaim)));
}

function elsewhere(finding: Finding, { anchor, links }: CommentOptions): string {
  if (anchor.own) return '';
  const own = place(links, finding.location.path, finding.location.span.start.line);
  return `The finding is at ${own}, which this diff does not show; this comment is on ${whereInstead(finding, anchor)}.`;
}

/** Where else the same cause has the same effect: one comment speaks for all of them. */
export function repeats(finding: Finding, links: ReviewLinks): string {
  return alsoAt(finding, maxRepeats, (path, line) => place(links, path, line)) ?? '';
}

/** The identities of what a comment speaks of. */
export function marked(finding: Finding): string[] {
  return unfolded(finding).map(({ fingerprint }) => fingerprint);
}

/** The cause, where the comment does not stand on it. */
function cause(finding: Finding, { anchor, links }: CommentOptions): string {
  return anchor.cause === true ? '' : causeLine(finding, links);
}

/** What in the change explains the finding, with its place; empty where nothing is known. */
export function causeLine({ cause: found }: Finding, links: ReviewLinks): string {
  if (found === undefined) return '';
  const { path, span } = found.location;
  // A removed line is not in the revision that the links lead to.
  const where =
    found.kind === 'removed' ? code(`${path}:${span.start.line}`) : place(links, path, span.start.line);
  return `The cause: ${sentence(clip(found.message, maxStep))} (${where}${beforeTheChange(found)}).`;
}

function whereInstead(finding: Finding, anchor: Anchor): string {
  if (anchor.cause === true && finding.cause !== undefined)
    return `its cause: ${sentence(clip(finding.cause.message, maxStep))}`;
  if (anchor.step !== undefined) return `step ${anchor.step} of the path that leads to it`;
  const symbol = code(finding.symbol);
  const declaration = symbol === '' ? 'the same declaration' : symbol;
  return anchor.side === 'LEFT'
    ? `the nearest code of ${declaration} that the change removes`
    : `the nearest line of ${declaration} that the change adds`;
}

function steps(finding: Finding, links: ReviewLinks): string {
  if (finding.steps.length === 0) return '';
  const lines = finding.steps.slice(0, maxSteps).map((step, index) => {
    const where = place(links, step.location.path, step.location.span.start.line);
    return `${index + 1}. ${where}: ${sentence(clip(step.message, maxStep))}`;
  });
  const { taken } = takeWithin(lines, stepBytes);
  const left = finding.steps.length - taken.length;
  const more =
    left === 0 ? '' : `\n\n${counted(left, 'more step')} ${left === 1 ? 'is' : 'are'} in the JSON report.`;
  return `How it comes about:\n\n${taken.join('\n')}${more}`;
}

function remediation(rule: RuleInfo | undefined, links: ReviewLinks): string {
  if (rule === undefined) return '';
  const words = ownMarkdown(rule.docs.remediation);
  const snippet = fence('go', rule.remediation);
  const page = remediationPage(links, rule.id);
  if (byteLength(snippet) + byteLength(words) > maxSnippetBytes) {
    return `The code that does it right is on ${link('the page of the rule', page)}.`;
  }
  const origin = link('from a program that was compiled and run', page);
  const intro = `Write it instead (${origin}): ${words}`.trimEnd();
  if (rule.remediation.trimEnd().split('\n').length <= openSnippetLines) return `${intro}\n\n${snippet}`;
  return `${intro}\n\n<details>\n<summary>The code</summary>\n\n${snippet}\n\n</details>`;
}

function fix(finding: Finding, options: CommentOptions): string {
  if (finding.fix === undefined) return '';
  const title = `Fix: ${fullStop(sentence(clip(finding.fix.message, maxStep)))}`;
  const block = suggestionBlock(finding, options) ?? diffBlock(finding, options.source);
  if (block === undefined) return title;
  return byteLength(block) > maxFixBytes
    ? `${title} The edit is in the JSON report.`
    : `${title}\n\n${block}`;
}

/**
 * A GitHub suggestion replaces exactly the commented lines of the head, so it is only offered where the
 * whole fix lies within them.
 */
function suggestionBlock(
  finding: Finding,
  { anchor, suggestion, source }: CommentOptions,
): string | undefined {
  if (!suggestion || anchor.side !== 'RIGHT' || finding.fix === undefined) return undefined;
  const [change, ...others] = lineChanges(finding.fix.edits, source) ?? [];
  const lines = source(anchor.path);
  if (change === undefined || others.length > 0 || change.path !== anchor.path || lines === undefined) {
    return undefined;
  }
  const replacement = replacementOf(change, lines, anchor.startLine ?? anchor.line, anchor.line);
  return replacement === undefined ? undefined : verbatimFence('suggestion', replacement);
}

function diffBlock(finding: Finding, source: SourceLines): string | undefined {
  const changes = finding.fix === undefined ? undefined : lineChanges(finding.fix.edits, source);
  if (changes === undefined || changes.length === 0) return undefined;
  const several = changes.length > 1 || changes.some((change) => change.path !== finding.location.path);
  const lines = changes.flatMap((change) => [
    ...(several ? [`--- ${change.path}`, `+++ ${change.path}`] : []),
    ...diffLines(change, source),
  ]);
  return fence('diff', lines.join('\n'));
}

/** Who else says it. */
function agreement({ agreeing = [] }: Finding): string {
  const names = agreeing.map((source) => `${programName(source)} (${code(source.rule)})`);
  return names.length === 0 ? '' : `Also reported by ${listed([...new Set(names)], 'and')}.`;
}

function programName({ tool, version, via }: OutsideSource): string {
  const name = version === undefined ? escapeText(tool) : `${escapeText(tool)} ${escapeText(version)}`;
  return via === undefined ? name : `${name}, run by ${escapeText(via)}`;
}

/** The last line that is read: the rule, its weight, and where to read on. */
export function signature(finding: Finding, rule: RuleInfo | undefined, links: ReviewLinks): string {
  const severity = severityLabel(finding);
  if (rule === undefined) {
    const { source, ruleId } = finding;
    if (source === undefined) return `${code(ruleId)} · ${severity}`;
    const uri = source.helpUri;
    return [
      code(ruleId),
      severity,
      `reported by ${programName(source)}`,
      ...(uri === undefined ? [] : [link('the rule', uri)]),
      `silence: ${code(silencer({ id: ruleId }))}`,
    ].join(' · ');
  }
  return [
    `${code(rule.id)} (${escapeText(rule.code)})`,
    severity,
    link('why and how to fix', rulePage(links, rule.id)),
    `silence: ${code(silencer(rule))}`,
  ].join(' · ');
}
