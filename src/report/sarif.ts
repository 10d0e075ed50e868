/**
 * The report as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), within the limits of GitHub's
 * code scanning (https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
 */
import type {
  CodeFlow,
  Fix,
  Location as SarifLocation,
  Log,
  Notification,
  PhysicalLocation,
  Region,
  ReportingDescriptor,
  Result,
} from 'sarif';
import type { Location, Span } from '../base/span.ts';
import type { Cause, Confidence, Finding, Severity, SuggestedFix } from '../engine/diagnostic.ts';
import type { SourceLines } from './columns.ts';
import { utf16Column } from './columns.ts';
import { encodePath, remediationPage, rulePage } from './links.ts';
import { fence, ownMarkdown } from './markdown.ts';
import type { Links, NotReviewed, ReviewReport, RuleInfo } from './report.ts';
import { rank } from './rank.ts';
import {
  beforeTheChange,
  counted,
  evidenceSentence,
  excludedFiles,
  fullStop,
  silencer,
  unreadFiles,
} from './wording.ts';

/** GitHub reads 25,000 results and keeps the first 5,000. */
const maxResults = 5_000;
/** GitHub keeps 1,000 of a thread flow's locations. */
const maxFlowLocations = 1_000;
const maxNotifications = 1_000;

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;
const problems: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'recommendation',
};
const precisions: Readonly<Record<Confidence, string>> = {
  certain: 'very-high',
  likely: 'high',
  question: 'medium',
};

export interface SarifOptions {
  /** GitHub keeps 5,000 results; a test asks for fewer. */
  readonly maxResults?: number;
}

/**
 * The report as the text of a SARIF file. Columns are given in UTF-16 code units; where a file's lines are
 * not at hand its columns, and the fixes that need them, are left out.
 */
export function renderSarif(
  report: ReviewReport,
  links: Links,
  source: SourceLines,
  options: SarifOptions = {},
): string {
  const shown = rank(report.findings).slice(0, options.maxResults ?? maxResults);
  const leftOut = report.findings.length - shown.length;
  const rules = [...report.rules.values()];
  const index = new Map(rules.map((rule, position) => [rule.id, position]));
  const log: Log = {
    version: '2.1.0',
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            semanticVersion: report.tool.version,
            informationUri: links.docs,
            rules: rules.map((rule) => descriptor(rule, links)),
            properties: { parser: report.parser },
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          '%SRCROOT%': { description: { text: 'The root of the reviewed repository.' } },
        },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [
              ...notifications(report, leftOut),
              ...silencedNotifications(report, index, source),
            ],
          },
        ],
        results: shown.map((finding) => result(finding, index, source)),
        properties: {
          mode: report.mode,
          verdict: report.verdict,
          suppressed: report.suppressed.length,
          resultsLeftOut: leftOut,
        },
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor(rule: RuleInfo, links: Links): ReportingDescriptor {
  const { docs } = rule;
  const cwe = rule.cwe === undefined ? [] : [`external/cwe/cwe-${String(rule.cwe).padStart(3, '0')}`];
  return {
    id: rule.id,
    name: rule.id,
    shortDescription: { text: fullStop(docs.title) },
    fullDescription: { text: ownMarkdown(docs.what) },
    helpUri: rulePage(links, rule.id),
    help: {
      text: [docs.what, docs.why, docs.remediation, rule.remediation].map((part) => part.trim()).join('\n\n'),
      markdown: [
        ownMarkdown(docs.what),
        ownMarkdown(docs.why),
        `The contract: ${ownMarkdown(docs.contract.text)} (${docs.contract.url})`,
        `Write it instead: ${ownMarkdown(docs.remediation)}`,
        fence('go', rule.remediation),
        `Silence one place: \`${silencer(rule)}\``,
        `[Why and how to fix](${remediationPage(links, rule.id)})`,
      ].join('\n\n'),
    },
    defaultConfiguration: {
      ...(rule.preview === true ? { enabled: false } : {}),
      level: levels[rule.severity],
    },
    properties: {
      code: rule.code,
      confidence: rule.confidence,
      precision: precisions[rule.confidence],
      'problem.severity': problems[rule.severity],
      tags: ['cgo', rule.category, ...cwe],
    },
  };
}

function result(finding: Finding, index: ReadonlyMap<string, number>, source: SourceLines): Result {
  const ruleIndex = index.get(finding.ruleId);
  const flow = codeFlow(finding, source);
  const edit = finding.fix === undefined ? undefined : sarifFix(finding.fix, source);
  return {
    ruleId: finding.ruleId,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[finding.severity],
    kind: 'fail',
    message: { text: [fullStop(finding.message), evidenceSentence(finding) ?? ''].join(' ').trimEnd() },
    locations: [
      {
        physicalLocation: physical(finding.location, source),
        logicalLocations: [{ fullyQualifiedName: qualifiedName(finding), kind: 'function' }],
      },
    ],
    ...(flow === undefined ? {} : { codeFlows: [flow] }),
    ...relatedLocations(finding, source),
    ...stacks(finding, source),
    partialFingerprints: {
      'cgoReview/v1': finding.fingerprint,
      // GitHub tells alerts apart by this key; ours outlives a moved line where a line's hash does not.
      primaryLocationLineHash: `${finding.fingerprint.replace(/^v1:/, '')}:1`,
    },
    ...(edit === undefined ? {} : { fixes: [edit] }),
    properties: { confidence: finding.confidence, precision: precisions[finding.confidence] },
  };
}

/** The call stacks of the tool that saw it. */
function stacks({ evidence }: Finding, source: SourceLines): Pick<Result, 'stacks'> {
  const shown = (evidence?.stacks ?? []).filter(({ frames }) => frames.length > 0);
  if (shown.length === 0) return {};
  return {
    stacks: shown.map(({ label, frames }) => ({
      message: { text: fullStop(label) },
      frames: frames.slice(0, maxFlowLocations).map(({ location, message }) => ({
        location: { physicalLocation: physical(location, source), message: { text: fullStop(message) } },
      })),
    })),
  };
}

/** `db.(*DB).Get`: the package's directory, where it has one, and the declaration without its keyword. */
function qualifiedName({ packagePath, symbol }: Finding): string {
  const name = symbol.replace(/^(?:func|type|var|const|package) /, '');
  return packagePath === '.' ? name : `${packagePath}.${name}`;
}

function codeFlow(finding: Finding, source: SourceLines): CodeFlow | undefined {
  const steps = finding.steps.slice(0, maxFlowLocations);
  if (steps.length === 0) return undefined;
  return {
    threadFlows: [
      {
        locations: steps.map((step, order) => ({
          executionOrder: order + 1,
          location: {
            physicalLocation: physical(step.location, source),
            message: { text: fullStop(step.message) },
          },
        })),
      },
    ],
  };
}

/** What in the change explains the finding, and where else its cause has the same effect. */
function relatedLocations(
  { cause, repeats = [] }: Finding,
  source: SourceLines,
): Pick<Result, 'relatedLocations'> {
  const locations = [
    ...(cause === undefined ? [] : [related(cause, source)]),
    ...repeats.map(({ location, message }) => ({
      message: { text: fullStop(message) },
      physicalLocation: physical(location, source),
    })),
  ];
  if (locations.length === 0) return {};
  return { relatedLocations: locations.map((location, index) => ({ id: index + 1, ...location })) };
}

/** A removed line has no region in the files that the log describes: its number stands in the message. */
function related(cause: Cause, source: SourceLines): SarifLocation {
  const { kind, location, message } = cause;
  const where = `${location.path}:${location.span.start.line}${beforeTheChange(cause)}`;
  return {
    message: { text: kind === 'removed' ? `${message} (${where}).` : fullStop(message) },
    physicalLocation:
      kind === 'removed' ? { artifactLocation: artifact(location.path) } : physical(location, source),
  };
}

/** A fix without exact columns would change other text than was meant, so it needs every file's lines. */
function sarifFix(fix: SuggestedFix, source: SourceLines): Fix | undefined {
  const paths = [...new Set(fix.edits.map((edit) => edit.path))];
  if (paths.length === 0 || paths.some((path) => source(path) === undefined)) return undefined;
  return {
    description: { text: fullStop(fix.message) },
    artifactChanges: paths.map((path) => ({
      artifactLocation: artifact(path),
      replacements: fix.edits
        .filter((edit) => edit.path === path)
        .map((edit) => ({
          deletedRegion: region(edit.span, source(path)),
          insertedContent: { text: edit.newText },
        })),
    })),
  };
}

function physical(location: Location, source: SourceLines): PhysicalLocation {
  return {
    artifactLocation: artifact(location.path),
    region: region(location.span, source(location.path)),
  };
}

function region(span: Span, lines: readonly string[] | undefined): Region {
  const { start, end } = span;
  if (lines === undefined) return { startLine: start.line, endLine: end.line };
  return {
    startLine: start.line,
    startColumn: utf16Column(lines[start.line - 1] ?? '', start.column),
    endLine: end.line,
    endColumn: utf16Column(lines[end.line - 1] ?? '', end.column),
  };
}

function artifact(path: string): { uri: string; uriBaseId: string } {
  return { uri: encodePath(path), uriBaseId: '%SRCROOT%' };
}

function notifications(report: ReviewReport, leftOut: number): Notification[] {
  const files = [...unreadFiles(report), ...excludedFiles(report)];
  const shown = files.slice(0, maxNotifications).map(notReviewed);
  const rest = files.length - shown.length;
  return [
    ...shown,
    ...(rest === 0 ? [] : [note('warning', `${counted(rest, 'more file')} were not reviewed.`)]),
    ...(leftOut === 0
      ? []
      : [note('warning', `${counted(leftOut, 'finding')} of the least severity left out of this file.`)]),
    ...report.notes.map((text) => note('note', fullStop(text))),
  ];
}

/**
 * Findings that the code silences are notifications, not results with `suppressions`: GitHub's code scanning
 * does not read that property and would open an alert for each of them
 * (https://github.com/github/codeql-action/issues/1230).
 */
function silencedNotifications(
  report: ReviewReport,
  index: ReadonlyMap<string, number>,
  source: SourceLines,
): Notification[] {
  const shown = report.suppressed.slice(0, maxNotifications).map(({ finding, reason }): Notification => {
    const ruleIndex = index.get(finding.ruleId);
    return {
      ...note('note', `Silenced in the code (${finding.ruleId}): ${fullStop(reason)}`),
      associatedRule: {
        id: finding.ruleId,
        ...(ruleIndex === undefined ? {} : { index: ruleIndex }),
      },
      locations: [{ physicalLocation: physical(finding.location, source) }],
    };
  });
  const rest = report.suppressed.length - shown.length;
  return rest === 0
    ? shown
    : [...shown, note('note', `${counted(rest, 'more finding')} silenced in the code.`)];
}

function note(level: 'note' | 'warning', text: string): Notification {
  return { level, message: { text } };
}

function notReviewed(file: NotReviewed): Notification {
  const text = file.excluded
    ? `Excluded by policy: ${fullStop(file.reason)}`
    : `Not analysed: ${fullStop(file.reason)}`;
  return {
    ...note(file.excluded ? 'note' : 'warning', text),
    locations: [{ physicalLocation: { artifactLocation: artifact(file.path) } }],
  };
}
