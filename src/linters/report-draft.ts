import { comparePositions } from '../base/span.ts';
import type { Position, Span } from '../base/span.ts';
import type { Severity } from '../engine/diagnostic.ts';
import { clip, oneLine } from '../report/plain.ts';
import { counted } from '../report/wording.ts';
import type { LinterFinding, LinterReport, ToolProblem } from './finding.ts';
import { repositoryPath } from './repository-path.ts';
import type { PathBase } from './repository-path.ts';

/** A result as its tool gives it. */
export interface RawResult {
  /** Where another tool ran the analyser; else the report's own. */
  readonly tool?: string;
  readonly ruleId: string;
  /** Absolute, or relative to the base's directory; empty where the tool names none. */
  readonly file: string;
  readonly line: number;
  readonly column?: number | undefined;
  readonly endLine?: number | undefined;
  readonly endColumn?: number | undefined;
  readonly message: string;
  readonly severity: Severity;
  readonly helpUri?: string | undefined;
  readonly cwe?: readonly number[];
  readonly tags?: readonly string[];
}

/** A report holds no more than a reader could ever use; the bounds keep a hostile one small. */
const mostFindings = 10_000;
const mostProblems = 20;
const longestMessage = 1_000;
const longestProblem = 400;
const longestRule = 120;
const longestTool = 60;
const longestUri = 500;
const mostLines = 10_000_000;

/** Gathers what one tool says: bounds it, maps its paths to the repository, and counts what has no place there. */
export class ReportDraft {
  private readonly tool: string;
  private readonly toolVersion: string | undefined;
  private readonly base: PathBase;
  private readonly findings = new Map<string, LinterFinding>();
  private readonly problems = new Map<string, ToolProblem>();
  private outside = 0;
  private generated = 0;
  private unreadable = 0;
  private unplaced = 0;
  private leftOut = 0;

  constructor(tool: string, base: PathBase, toolVersion?: string) {
    this.tool = bounded(tool, longestTool);
    this.toolVersion = toolVersion === undefined ? undefined : bounded(toolVersion, longestTool);
    this.base = base;
  }

  add(raw: RawResult): void {
    const path = repositoryPath(raw.file, this.base);
    const span = spanOf(raw);
    if (raw.ruleId === '') this.unreadable++;
    else if (raw.file === '' || span === undefined) this.unplaced++;
    else if (path === undefined) {
      if (isOfBuildCache(raw.file)) this.generated++;
      else this.outside++;
    } else this.keep(this.finding(raw, path, span));
  }

  /** What the tool says that it could not do: its text is cut to one line, without the place of the checkout. */
  problem(text: string, file = ''): void {
    const own = this.base.roots.reduce((left, root) => left.replaceAll(`${root}/`, ''), text);
    const line = bounded(own, longestProblem);
    if (line === '' || this.problems.size >= mostProblems) return;
    const path = repositoryPath(file, this.base);
    this.problems.set(`${path ?? ''}\0${line}`, { text: line, ...(path === undefined ? {} : { path }) });
  }

  /** A result that is not of the format's form. */
  malformed(): void {
    this.unreadable++;
  }

  finish(): LinterReport {
    const problems = [...this.problems.values(), ...this.counts().map((text) => ({ text }))];
    return { tool: this.tool, ...this.version(), findings: [...this.findings.values()], problems };
  }

  private finding(raw: RawResult, path: string, span: Span): LinterFinding {
    const tool = bounded(raw.tool ?? this.tool, longestTool);
    const uri = raw.helpUri ?? '';
    return {
      tool,
      ...(tool === this.tool ? this.version() : { via: this.tool }),
      ruleId: bounded(raw.ruleId, longestRule),
      path,
      span,
      message: bounded(raw.message, longestMessage),
      severity: raw.severity,
      ...(isWebAddress(uri) ? { helpUri: uri } : {}),
      cwe: raw.cwe ?? [],
      tags: raw.tags ?? [],
    };
  }

  /** go vet looks at a package again with its tests, and a module may be run twice: each result counts once. */
  private keep(finding: LinterFinding): void {
    const { tool, ruleId, path, span, message } = finding;
    const key = JSON.stringify([tool, ruleId, path, span.start, message]);
    if (this.findings.size < mostFindings || this.findings.has(key)) this.findings.set(key, finding);
    else this.leftOut++;
  }

  private version(): { toolVersion?: string } {
    return this.toolVersion === undefined ? {} : { toolVersion: this.toolVersion };
  }

  private counts(): string[] {
    const { tool, generated, outside, unplaced, unreadable, leftOut } = this;
    return [
      generated === 0
        ? ''
        : `${tool} placed ${counted(generated, 'result')} in code that cgo generates, and not in its source.`,
      outside === 0 ? '' : `${tool} has ${counted(outside, 'result')} for files outside of the repository.`,
      unplaced === 0 ? '' : `${tool} names no place for ${counted(unplaced, 'result')}.`,
      unreadable === 0 ? '' : `${counted(unreadable, 'result')} of ${tool} could not be read.`,
      leftOut === 0 ? '' : `${tool} has ${counted(leftOut, 'more result')} than are read.`,
    ].filter((text) => text !== '');
  }
}

/** A file of Go's build cache: what cgo made of a source file, which gosec takes for the source itself. */
function isOfBuildCache(file: string): boolean {
  return /[\\/]go-build[\\/]/.test(file) || /[\\/][0-9a-f]{2}[\\/][0-9a-f]{64}-d$/.test(file);
}

function isWebAddress(uri: string): boolean {
  return uri.length <= longestUri && /^https?:\/\/[^\s\p{Cc}]+$/u.test(uri);
}

function bounded(text: string, length: number): string {
  // The white space of a long text is folded behind a first cut: folding is not free.
  return clip(oneLine(text.slice(0, 4 * length)).trim(), length);
}

function spanOf({ line, column, endLine, endColumn }: RawResult): Span | undefined {
  if (!isCount(line)) return undefined;
  const start: Position = { line, column: isCount(column) ? column : 1 };
  const last = isCount(endLine) ? endLine : line;
  // Whole lines end where the next one starts.
  const whole = last > line ? { line: last + 1, column: 1 } : undefined;
  const end = isCount(endColumn) ? { line: last, column: endColumn } : whole;
  const isBehind = end !== undefined && comparePositions(end, start) > 0;
  return { start, end: isBehind ? end : { line, column: start.column + 1 } };
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value > 0 && value <= mostLines;
}
