import { listed } from '../../base/listed.ts';
import type { Location } from '../../base/span.ts';
import type { DynamicDiagnostic } from '../../engine/confirmation.ts';
import type { Finding, RelatedInformation } from '../../engine/diagnostic.ts';
import type { Evidence, EvidenceStack } from '../../engine/evidence.ts';
import { byteLength } from '../../report/plain.ts';
import type { SourceLines } from '../../report/columns.ts';
import { parseReports } from '../../sanitizer/reports/parse.ts';
import { kindInfo } from '../../sanitizer/reports/kinds.ts';
import { rulesConfirmedBy } from '../../sanitizer/reports/confirmations.ts';
import type { ReportStack, SanitizerReport, StackRole } from '../../sanitizer/reports/report.ts';
import type { ExecutionRecord, SanitizerRun } from '../../sanitizer/run/sanitizer-run.ts';
import { crossingsOf, sitesOf } from '../../sanitizer/sites/sites.ts';
import type { Site } from '../../sanitizer/sites/sites.ts';
import type { BuildLayout } from '../../sanitizer/sites/layout.ts';
import { directoryOf } from '../paths.ts';
import type { CallSites, StartedTest } from './call-sites.ts';

/** What the reports of a run say, each as far as it can be placed. */
export interface PlacedReports {
  readonly placed: readonly DynamicDiagnostic[];
  /** Those that name no line of the repository. */
  readonly unplaced: readonly Evidence[];
}

/** How people call the tools. */
const toolNames: Readonly<Record<SanitizerReport['tool'], string>> = {
  asan: 'AddressSanitizer',
  lsan: 'LeakSanitizer',
  checkptr: 'checkptr',
  cgocheck: 'cgocheck',
  cgocheck2: 'cgocheck2',
  race: 'the race detector',
  go: 'the Go runtime',
  valgrind: 'valgrind',
};

/**
 * What a stack is of, in the order in which things happen; goroutines and threads say where something was started, and
 * are left to the report's text.
 */
const shownRoles: readonly (readonly [StackRole, string])[] = [
  ['allocation', 'The memory was allocated here'],
  ['leak', 'The memory was allocated here'],
  ['frame-object', 'The variable is here'],
  ['free', 'The memory was freed here'],
  ['previous-access', 'The other access'],
  ['access', 'It happens here'],
];

/** The roles that say how memory came to be freed and used. */
const joinedRoles = ['access', 'free', 'allocation'] as const;

/** Reads the texts of a run anew, and places what they say in the repository. */
export function placedReports(run: SanitizerRun, callSites: CallSites, lines: SourceLines): PlacedReports {
  const layout: BuildLayout = {
    root: run.root,
    modules: run.modules,
    cgoHashes: new Map(run.cgoHashes.map(({ hash, package: path }) => [hash, path])),
  };
  const directories = new Map(run.builds.map((build) => [build.package, inRepository(build.dir)]));
  const placed: DynamicDiagnostic[] = [];
  const unplaced: Evidence[] = [];
  for (const execution of run.executions) {
    const directory = directories.get(execution.package);
    const test = directory === undefined ? undefined : { directory, name: execution.test };
    const reports = execution.texts.flatMap((text) => parseReports(text));
    const isLost = reports.some(({ kind }) => kind === 'leak');
    for (const report of reports) {
      // What only lost memory led to is lost with that, by the same omission.
      const isFollowing = report.kind === 'indirect-leak' && isLost;
      const evidence = evidenceOf(report, execution, layout, callSites, test);
      const diagnostic = diagnosticOf(report, evidence, lines);
      if (diagnostic !== undefined) {
        placed.push(isFollowing ? { ...diagnostic, isOwn: false } : diagnostic);
      } else if (!isFollowing && kindInfo(report.kind).concerns === 'memory') unplaced.push(evidence);
    }
  }
  return { placed, unplaced };
}

/** A run names the root `.`. */
function inRepository(directory: string): string {
  return directory === '.' ? directoryOf('go.mod') : directory;
}

function evidenceOf(
  report: SanitizerReport,
  execution: ExecutionRecord,
  layout: BuildLayout,
  callSites: CallSites,
  test: StartedTest | undefined,
): Evidence {
  return {
    tool: toolNames[report.tool],
    kind: report.kind,
    tests: [`${execution.package}.${execution.test}`],
    stacks: report.stacks.flatMap((stack) => evidenceStack(stack, layout, callSites, test)),
    report: report.text,
  };
}

/** How the frame of Go's call of a C function begins, which no tool sees. */
const callOf = 'the call of ';

function evidenceStack(
  stack: ReportStack,
  layout: BuildLayout,
  callSites: CallSites,
  test: StartedTest | undefined,
): EvidenceStack[] {
  const label = shownRoles.find(([role]) => role === stack.role)?.[1];
  if (label === undefined) return [];
  const role = joinedRoles.find((one) => one === stack.role);
  const of = { label, ...(role === undefined ? {} : { role }) };
  const sites = sitesOf(stack, layout);
  const frames = sites.map(frameOf);
  if (sites.some(({ language }) => language === 'go')) return [{ ...of, frames }];
  const crossing = crossingsOf(stack, layout)[0];
  if (crossing?.directory === undefined) return [{ ...of, frames }];
  const directory = crossing.directory === '' ? inRepository('.') : crossing.directory;
  const candidates = callSites.of(directory, crossing.calls, test);
  const [only, second] = candidates;
  if (only === undefined) return [{ ...of, frames }];
  const called = listed(
    crossing.calls.map((name) => `\`C.${name}\``),
    'or',
  );
  if (second === undefined)
    return [{ ...of, frames: [...frames, { location: only, message: `${callOf}${called}` }] }];
  return [
    {
      ...of,
      label: `${label}, by one of ${String(candidates.length)} calls of ${called}`,
      frames,
      candidates,
    },
  ];
}

function frameOf(site: Site): RelatedInformation {
  const { path, line, column = 1 } = site;
  const position = { line, column };
  return { location: { path, span: { start: position, end: position } }, message: `\`${nameOf(site)}\`` };
}

/** `(*Reader).ReadLine` of `example.com/gz.(*Reader).ReadLine`; of C the name as it is. */
function nameOf({ function: name, language }: Site): string {
  return language === 'c' ? name : name.slice(name.lastIndexOf('/') + 1).replace(/^[^.]*\./, '');
}

/** Undefined where no place is known: then there is nothing to comment on. */
function diagnosticOf(
  report: SanitizerReport,
  evidence: Evidence,
  lines: SourceLines,
): DynamicDiagnostic | undefined {
  const { title, concerns } = kindInfo(report.kind);
  const possible = evidence.stacks.find(({ candidates = [] }) => candidates.length > 0)?.candidates?.[0];
  const isLoss = report.kind === 'leak' || report.kind === 'indirect-leak';
  const frames = evidence.stacks.find((stack) => stack.frames.length > 0)?.frames ?? [];
  // Whoever asked C for the memory has lost it, not the C code that allocates for everybody.
  const certain = isLoss ? (possible === undefined ? (callIn(frames) ?? frames[0]) : undefined) : frames[0];
  const at = certain?.location ?? possible;
  if (at === undefined) return undefined;
  const location = wholeLine(at, lines);
  const open = evidence.stacks.find(
    (stack) => (isLoss || stack.frames.length === 0) && stack.candidates !== undefined,
  );
  // Reports begin with what went wrong, and end with where it began.
  const steps = evidence.stacks.toReversed().flatMap((stack) => {
    const [top] = stack.frames;
    if (top === undefined) return [];
    const call = callIn(stack.frames);
    const step = { location: wholeLine(top.location, lines), message: stack.label };
    return call === undefined || call === top ? [step] : [call, step];
  });
  return {
    ruleId: `${report.tool}/${report.kind}`,
    severity: isLoss ? 'warning' : 'error',
    confidence: 'certain',
    location,
    message: certain === undefined && open !== undefined ? `${title}; ${clause(open.label)}` : title,
    steps: steps.length > 1 ? steps : [],
    packagePath: directoryOf(location.path),
    symbol: certain === undefined ? '' : certain.message.replaceAll('`', ''),
    scope: location,
    tokens: textAt(location, lines).replace(/\s+/g, ' '),
    evidence,
    confirms: new Set(rulesConfirmedBy(report.kind)),
    isOwn: concerns === 'memory',
  };
}

function callIn(frames: readonly RelatedInformation[]): RelatedInformation | undefined {
  return frames.find(({ message }) => message.startsWith(callOf));
}

/** The heading of a stack as a part of a sentence. */
function clause(label: string): string {
  return `${label.charAt(0).toLowerCase()}${label.slice(1)}`;
}

/** What a run looks at. */
export interface Scope {
  /** Whether a place is part of it: the lines that a change adds, or all of an audit. */
  readonly isInScope: (place: Location) => boolean;
  /** Whether what a change does around a call may be what a report is of. */
  readonly isPossible: (call: Location) => boolean;
}

/**
 * The finding at a line of its stacks that is in scope, which is where a comment can stand; undefined where none is.
 * Where the tool does not tell the line of a call, the calls that it may be of count as well.
 */
export function placeInScope(
  finding: Finding,
  { isInScope, isPossible }: Scope,
  lines: SourceLines,
): Finding | undefined {
  if (isInScope(finding.location)) return finding;
  const stacks = finding.evidence?.stacks ?? [];
  const { title } = kindInfo(finding.evidence?.kind ?? '');
  const at = (place: Location, where: string): Finding => {
    const location = wholeLine(place, lines);
    return { ...finding, location, scope: location, message: `${title}; ${where}` };
  };
  for (const { label, frames } of stacks) {
    const [top] = frames;
    if (top !== undefined && isInScope(top.location)) return at(top.location, clause(label));
  }
  for (const { frames } of stacks) {
    const frame = frames.find(({ location }) => isInScope(location));
    if (frame !== undefined) return at(frame.location, 'the way there leads through this line');
  }
  for (const { label, frames, candidates = [] } of stacks) {
    const near = [...frames.slice(0, 1).map(({ location }) => location), ...candidates].find(isPossible);
    if (near !== undefined) return at(near, clause(label));
  }
  return undefined;
}

/** A tool names a line: what stands on it is what is shown. Calls that were looked up have their own ends. */
function wholeLine(place: Location, lines: SourceLines): Location {
  const { path, span } = place;
  if (span.end.line !== span.start.line || span.end.column !== span.start.column) return place;
  const text = lines(path)?.[span.start.line - 1];
  if (text === undefined || text.trim() === '') return place;
  const { line } = span.start;
  const column = byteLength(/^\s*/.exec(text)?.[0] ?? '') + 1;
  return { path, span: { start: { line, column }, end: { line, column: byteLength(text.trimEnd()) + 1 } } };
}

function textAt({ path, span }: Location, lines: SourceLines): string {
  return lines(path)?.[span.start.line - 1]?.trim() ?? '';
}
