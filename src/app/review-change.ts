import type { ReviewConfig } from '../config/review-config.ts';
import { compareLocations, compareText } from '../base/span.ts';
import type { Change } from '../diff/change.ts';
import { ChangedLines } from '../engine/changed-lines.ts';
import type { Finding } from '../engine/diagnostic.ts';
import type { RegisteredRule } from '../engine/registry.ts';
import { foldRepeats } from '../engine/repeats.ts';
import type { Selection } from '../engine/selection.ts';
import { applySuppressions } from '../engine/suppression.ts';
import { knownLibraries } from '../knowledge/library-index.ts';
import type { LinterFinding } from '../linters/finding.ts';
import type { Parser } from '../parser/parser.ts';
import type { SourceLines } from '../report/columns.ts';
import type { ReviewReport } from '../report/report.ts';
import { verdictOf } from '../report/verdict.ts';
import type { SanitizerRun } from '../sanitizer/run/sanitizer-run.ts';
import { sourceKind } from '../source/classify.ts';
import type { Repository } from '../source/repository.ts';
import type { AnalysedTree } from './analysis.ts';
import { findingsOfChange } from './change-findings.ts';
import { CallSites } from './dynamic/call-sites.ts';
import { joinDynamic } from './dynamic/join.ts';
import { OutsideFindings } from './outside-findings.ts';
import type { OnProgress } from './progress.ts';
import { Exclusion, enabledRules, ruleInfos } from './policy.ts';
import { countLines } from './packages.ts';
import { SourceReader } from './source-reader.ts';
import { generatedReason, unreviewedChanges } from './unread.ts';

/** What every run needs besides what it looks at. */
export interface RunContext {
  readonly config: ReviewConfig;
  readonly parser: Parser;
  readonly registry: readonly RegisteredRule[];
  readonly version: string;
  /** `YYYY-MM-DD`, against which suppressions expire. */
  readonly today: string;
  /** What running the program under dynamic tools gave; undefined where it was not run. */
  readonly sanitizerRun?: SanitizerRun;
  /** What other analysers say of the head; see `runLinters` and `readLinterFiles`. */
  readonly linters?: LinterContext;
  /** Told how far an audit has come. */
  readonly onProgress?: OnProgress;
}

/** The findings of other analysers, and how their runs went. */
export interface LinterContext {
  readonly findings: readonly LinterFinding[];
  /** One sentence for each that did not look at everything. */
  readonly notes: readonly string[];
}

export interface RunResult {
  readonly report: ReviewReport;
  /** The lines of the files that were read at the head. */
  readonly lines: SourceLines;
}

/**
 * Reviews a change: analyses the packages that it touches at the head, and again at the base those that have
 * findings, and reports what only the head has.
 */
export async function reviewChange(
  repository: Repository,
  change: Change,
  context: RunContext,
): Promise<RunResult> {
  const { config, parser, registry } = context;
  const exclusion = new Exclusion(config);
  const rules = enabledRules(registry, config);
  const reader = new SourceReader(parser, knownLibraries(config.libraries));
  const linters = context.linters ?? { findings: [], notes: [] };
  const outside = new OutsideFindings(linters.findings, (path) => exclusion.reason(path) === undefined);
  const { head, selection } = await findingsOfChange(
    repository,
    change,
    rules,
    exclusion,
    reader,
    (sources) => outside.read(sources),
  );
  const lines = new ChangedLines(change);
  const joined = joinOutside(outside, selection, head, context, lines);
  const notReviewed = unreviewedChanges(change, head, exclusion);
  const unread = new Set(notReviewed.map(({ path }) => path));
  const codes = new Map(registry.map(({ rule }) => [rule.id, rule.code]));
  const changed = new Set(change.files.map((file) => file.path));
  const { findings: caused, sanitizer } = joinDynamic(
    joined.caused,
    context.sanitizerRun,
    { callSites: new CallSites(head.snapshot, reader), lines: linesOf(head) },
    config,
    (place) => exclusion.reason(place.path) === undefined && lines.isAdded(place),
    (declaration) => exclusion.reason(declaration.path) === undefined && lines.losesLines(declaration),
  );
  const suppressions = applySuppressions(caused, [...head.goFiles, ...head.silencedC], codes, context.today);
  const excluded = new Set(notReviewed.filter((one) => one.excluded).map(({ path }) => path));
  const changedFiles = head.goFiles.filter(({ path }) => changed.has(path) && !excluded.has(path));
  const reviewed = [...head.snapshot.files.values()].filter(
    ({ path }) => changed.has(path) && !unread.has(path) && sourceKind(path) !== 'go-mod',
  );
  const findings = foldRepeats(
    [...suppressions.shown].sort((a, b) => compareLocations(a.location, b.location)),
    ({ location }) => lines.isAdded(location),
  );
  return {
    report: {
      mode: 'review',
      tool: { name: 'cgo-review', version: context.version },
      parser: parser.info,
      ...(change.base === undefined ? {} : { base: change.base }),
      head: change.head,
      verdict: verdictOf(findings, notReviewed, config.failOn),
      failOn: config.failOn,
      findings,
      suppressed: suppressions.suppressed,
      notReviewed: [...notReviewed].sort((a, b) => compareText(a.path, b.path)),
      notes: [
        ...suppressions.notes.filter((note) => changed.has(note.slice(0, note.indexOf(':')))),
        ...changedFiles.flatMap((file) => file.directiveNotes),
        ...linters.notes,
      ],
      rules: ruleInfos(registry),
      ...(sanitizer === undefined ? {} : { sanitizer }),
      stats: {
        files: reviewed.length,
        packages: head.packages,
        lines: countLines(reviewed),
        atBase: joined.atBase.length,
      },
    },
    lines: linesOf(head),
  };
}

/**
 * What the change caused, of others' findings too: they looked at the head alone, so of theirs it is what stands on an
 * added line.
 */
function joinOutside(
  outside: OutsideFindings,
  { caused, atBase }: Selection,
  head: AnalysedTree,
  { registry }: RunContext,
  lines: ChangedLines,
): Selection {
  const joined = outside.join([...caused, ...atBase], ruleInfos(registry), linesOf(head));
  const found = joined.outside.filter(({ location }) => generatedReason(head, location.path) === undefined);
  const isCaused = ({ location }: Finding): boolean => lines.isAdded(location);
  return {
    caused: [...joined.own.slice(0, caused.length), ...found.filter(isCaused)],
    atBase: [...joined.own.slice(caused.length), ...found.filter((finding) => !isCaused(finding))],
  };
}

/** The lines of the files of a tree, of which nothing else is kept for them. */
export function linesOf({ snapshot }: AnalysedTree): SourceLines {
  const known = new Map<string, readonly string[]>();
  return (path) => {
    const text = snapshot.files.get(path)?.text;
    if (text === undefined) return undefined;
    let lines = known.get(path);
    if (lines === undefined) {
      lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
      known.set(path, lines);
    }
    return lines;
  };
}
