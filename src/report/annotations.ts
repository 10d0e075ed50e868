/** Values for the annotations of a workflow run; the shell writes them as workflow commands. */
import { lastLine } from '../base/span.ts';
import type { Finding, Severity } from '../engine/diagnostic.ts';
import { rank } from './rank.ts';
import { rulePage } from './links.ts';
import { clip, oneLine } from './plain.ts';
import type { Links, ReviewReport } from './report.ts';
import { fullStop, severityLabel, toldSentences } from './wording.ts';

export type AnnotationLevel = 'error' | 'warning' | 'notice';

export interface Annotation {
  readonly level: AnnotationLevel;
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Columns are only shown for a range within one line; 1-based, in UTF-8 bytes, the end exclusive. */
  readonly startColumn?: number;
  readonly endColumn?: number;
  readonly title: string;
  readonly message: string;
}

export interface Annotations {
  readonly annotations: readonly Annotation[];
  /** The number of findings that got no annotation because their level was full. */
  readonly leftOut: number;
}

/** GitHub shows 10 annotations of each level for a step. */
const perLevel = 10;

const levels: Readonly<Record<Severity, AnnotationLevel>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
};

/** The gravest findings as annotations, at most `max` of each level, and how many are left out. */
export function renderAnnotations(report: ReviewReport, links: Links, max: number = perLevel): Annotations {
  const room = new Map<AnnotationLevel, number>();
  const annotations: Annotation[] = [];
  for (const finding of rank(report.findings)) {
    const level = levels[finding.severity];
    const used = room.get(level) ?? 0;
    if (used >= max) continue;
    room.set(level, used + 1);
    annotations.push(annotation(finding, level, report, links));
  }
  return { annotations, leftOut: report.findings.length - annotations.length };
}

function annotation(
  finding: Finding,
  level: AnnotationLevel,
  report: ReviewReport,
  links: Links,
): Annotation {
  const { path, span } = finding.location;
  const rule = report.rules.get(finding.ruleId);
  const endLine = lastLine(span);
  const oneLined = endLine === span.start.line && span.end.line === span.start.line;
  const page = rule === undefined ? '' : ` See ${rulePage(links, rule.id)}`;
  const told = toldSentences(finding)
    .map((text) => ` ${clip(oneLine(text), 1_000)}`)
    .join('');
  const name = rule === undefined ? finding.ruleId : `${rule.id} (${rule.code})`;
  return {
    level,
    path,
    startLine: span.start.line,
    endLine,
    ...(oneLined ? { startColumn: span.start.column, endColumn: span.end.column } : {}),
    title: clip(oneLine(`${name}, ${severityLabel(finding)}`), 255),
    message: `${fullStop(clip(oneLine(finding.message), 4_000))}${told}${page}`,
  };
}
