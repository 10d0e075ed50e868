import { compareLocations, compareText } from '../base/span.ts';
import type { Revision } from '../diff/change.ts';
import { withFingerprints } from '../engine/fingerprint.ts';
import { applySuppressions } from '../engine/suppression.ts';
import { knownLibraries } from '../knowledge/library-index.ts';
import type { NotReviewed } from '../report/report.ts';
import { verdictOf } from '../report/verdict.ts';
import { excludedByDefault, sourceKind } from '../source/classify.ts';
import type { Repository } from '../source/repository.ts';
import { analyseDirectories } from './analysis.ts';
import { CallSites } from './dynamic/call-sites.ts';
import { joinDynamic } from './dynamic/join.ts';
import type { AnalysedTree } from './analysis.ts';
import { OutsideFindings } from './outside-findings.ts';
import { Exclusion, enabledRules, ruleInfos } from './policy.ts';
import { linesOf } from './review-change.ts';
import type { RunContext, RunResult } from './review-change.ts';
import { countLines } from './packages.ts';
import { directoryOf } from './snapshot-loader.ts';
import type { SnapshotLoader } from './snapshot-loader.ts';
import { SourceReader } from './source-reader.ts';
import { generatedReason, linkReason, unfinishedReason } from './unread.ts';

/** Analyses every package of a tree below some paths; all findings are reported. */
export async function auditTree(
  repository: Repository,
  revision: Revision,
  isInScope: (path: string) => boolean,
  context: RunContext,
): Promise<RunResult> {
  const { config, parser, registry } = context;
  const exclusion = new Exclusion(config);
  const isSubject = (path: string): boolean => isInScope(path) && exclusion.reason(path) === undefined;
  const reader = new SourceReader(parser, knownLibraries(config.libraries));
  const linters = context.linters ?? { findings: [], notes: [] };
  const outside = new OutsideFindings(linters.findings, isSubject);
  const tree = await analyseDirectories(
    repository,
    revision,
    (loader) => directoriesWithGo(loader, isInScope),
    enabledRules(registry, config),
    reader,
    {
      onProgress: context.onProgress,
      releasesFiles: true,
      onSources: (sources) => outside.read(sources),
    },
  );
  const subject = withFingerprints(tree.diagnostics).filter(({ location }) => isSubject(location.path));
  const joined = outside.join(subject, ruleInfos(registry), linesOf(tree));
  const found = joined.outside.filter(({ location }) => generatedReason(tree, location.path) === undefined);
  const codes = new Map(registry.map(({ rule }) => [rule.id, rule.code]));
  const { findings: all, sanitizer } = joinDynamic(
    [...joined.own, ...found],
    context.sanitizerRun,
    { callSites: new CallSites(tree.snapshot, reader), lines: linesOf(tree) },
    config,
    ({ path }) => isSubject(path),
  );
  const suppressions = applySuppressions(all, [...tree.goFiles, ...tree.silencedC], codes, context.today);
  const findings = [...suppressions.shown].sort((a, b) => compareLocations(a.location, b.location));
  const read = [...tree.snapshot.files.values()].filter(
    ({ path }) => isInScope(path) && sourceKind(path) !== 'go-mod' && exclusion.reason(path) === undefined,
  );
  const subjectFiles = tree.goFiles.filter(
    ({ path }) =>
      isInScope(path) && exclusion.reason(path) === undefined && generatedReason(tree, path) === undefined,
  );
  const notReviewed = unreviewedFiles(tree, isInScope, exclusion);
  return {
    report: {
      mode: 'audit',
      tool: { name: 'cgo-review', version: context.version },
      parser: parser.info,
      head: revision,
      verdict: verdictOf(findings, notReviewed, config.failOn),
      failOn: config.failOn,
      findings,
      suppressed: suppressions.suppressed,
      notReviewed,
      notes: [
        ...suppressions.notes,
        ...subjectFiles.flatMap((file) => file.directiveNotes),
        ...linters.notes,
      ],
      rules: ruleInfos(registry),
      ...(sanitizer === undefined ? {} : { sanitizer }),
      stats: { files: read.length, packages: tree.packages, lines: countLines(read), atBase: 0 },
    },
    lines: linesOf(tree),
  };
}

/** The directories of a tree that hold Go files in scope, those left out by default aside. */
export function directoriesWithGo(loader: SnapshotLoader, isInScope: (path: string) => boolean): Set<string> {
  const directories = new Set<string>();
  for (const path of loader.paths) {
    const isSubject = sourceKind(path) === 'go' && isInScope(path) && excludedByDefault(path) === undefined;
    if (isSubject) directories.add(directoryOf(path));
  }
  return directories;
}

/** Files that could not be read, and what the policy leaves out, whole directories as one entry. */
function unreviewedFiles(
  tree: AnalysedTree,
  isInScope: (path: string) => boolean,
  exclusion: Exclusion,
): NotReviewed[] {
  const found: NotReviewed[] = [];
  const byReason = new Map<string, { path: string; reason: string; count: number }>();
  const goFiles = new Map(tree.goFiles.map((file) => [file.path, file]));
  for (const path of tree.loader.paths) {
    if (sourceKind(path) !== 'go' || !isInScope(path)) continue;
    const excluded = exclusion.reason(path) ?? generatedReason(tree, path) ?? linkReason(tree, path);
    if (excluded !== undefined) {
      const directory = directoryOf(path);
      const key = `${directory}\0${excluded}`;
      const known = byReason.get(key) ?? { path, reason: excluded, count: 0 };
      byReason.set(key, {
        ...known,
        count: known.count + 1,
        path: known.count === 0 ? path : `${directory}/`,
      });
      continue;
    }
    const reason =
      tree.snapshot.unreadable.get(path) ?? goFiles.get(path)?.mistake ?? unfinishedReason(tree, path);
    if (reason !== undefined) found.push({ path, reason, excluded: false });
  }
  for (const { path, reason, count } of byReason.values()) {
    found.push({ path, reason, excluded: true, ...(count > 1 ? { files: count } : {}) });
  }
  return found.sort((a, b) => compareText(a.path, b.path));
}
