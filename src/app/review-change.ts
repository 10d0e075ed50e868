import type { ReviewConfig } from '../config/review-config.ts';
import { compareLocations, compareText } from '../base/span.ts';
import type { Change } from '../diff/change.ts';
import type { Diagnostic } from '../engine/diagnostic.ts';
import { withFingerprints } from '../engine/fingerprint.ts';
import type { RegisteredRule } from '../engine/registry.ts';
import { selectCaused } from '../engine/selection.ts';
import { applySuppressions } from '../engine/suppression.ts';
import type { Parser } from '../parser/parser.ts';
import type { SourceLines } from '../report/columns.ts';
import type { ReviewReport } from '../report/report.ts';
import { verdictOf } from '../report/verdict.ts';
import { sourceKind } from '../source/classify.ts';
import type { Repository } from '../source/repository.ts';
import { analyseDirectories } from './analysis.ts';
import type { AnalysedTree } from './analysis.ts';
import { Exclusion, enabledRules, ruleInfos } from './policy.ts';
import { directoryOf } from './snapshot-loader.ts';
import { countLines } from './packages.ts';
import { SourceReader } from './source-reader.ts';
import { touchedDirectories, unreviewedChanges } from './unread.ts';

/** What every run needs besides what it looks at. */
export interface RunContext {
  readonly config: ReviewConfig;
  readonly parser: Parser;
  readonly registry: readonly RegisteredRule[];
  readonly version: string;
  /** `YYYY-MM-DD`, against which suppressions expire. */
  readonly today: string;
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
  const reader = new SourceReader(parser);
  const directories = touchedDirectories(change, exclusion);
  const head = await analyseDirectories(repository, change.head, () => directories, rules, reader);
  const notReviewed = unreviewedChanges(change, head, exclusion);
  const unread = new Set(notReviewed.map(({ path }) => path));
  const subject = withFingerprints(head.diagnostics).filter(
    ({ location }) => exclusion.reason(location.path) === undefined && !hasNoDiff(change, location.path),
  );
  const before = change.base;
  const base =
    before === undefined || subject.length === 0
      ? []
      : (await analyseDirectories(repository, before, () => baseDirectories(change, subject), rules, reader))
          .diagnostics;
  const selection = selectCaused(subject, base, change);
  const codes = new Map(registry.map(({ rule }) => [rule.id, rule.code]));
  const changed = new Set(change.files.map((file) => file.path));
  const suppressions = applySuppressions(selection.caused, head.goFiles, codes, context.today);
  const reviewed = [...head.snapshot.files.values()].filter(
    ({ path }) => changed.has(path) && !unread.has(path) && sourceKind(path) !== 'go-mod',
  );
  const findings = [...suppressions.shown].sort((a, b) => compareLocations(a.location, b.location));
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
      notes: suppressions.notes.filter((note) => changed.has(note.slice(0, note.indexOf(':')))),
      rules: ruleInfos(registry),
      stats: {
        files: reviewed.length,
        packages: head.packages,
        lines: countLines(reviewed),
        atBase: selection.atBase.length,
      },
    },
    lines: linesOf(head),
  };
}

/** A finding in a file whose diff could not be had is neither dropped in silence nor taken for new: the file is listed. */
function hasNoDiff(change: Change, path: string): boolean {
  return change.files.some((file) => file.path === path && file.diff.kind === 'unavailable');
}

/** The directories of the findings, and those where their renamed files stood at the base. */
function baseDirectories(change: Change, findings: readonly Diagnostic[]): Set<string> {
  const directories = new Set(findings.map(({ location }) => directoryOf(location.path)));
  for (const file of change.files) {
    if (file.previousPath !== undefined && directories.has(directoryOf(file.path))) {
      directories.add(directoryOf(file.previousPath));
    }
  }
  return directories;
}

export function linesOf(tree: AnalysedTree): SourceLines {
  const known = new Map<string, readonly string[]>();
  return (path) => {
    const text = tree.snapshot.files.get(path)?.text;
    if (text === undefined) return undefined;
    let lines = known.get(path);
    if (lines === undefined) {
      lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
      known.set(path, lines);
    }
    return lines;
  };
}
