import type { Change } from '../diff/change.ts';
import type { EnabledRule, IsSubject } from '../engine/analyse.ts';
import type { Diagnostic } from '../engine/diagnostic.ts';
import { withCauses } from '../engine/cause.ts';
import type { CodeSide } from '../engine/code-side.ts';
import { withFingerprints } from '../engine/fingerprint.ts';
import { selectCaused } from '../engine/selection.ts';
import type { Selection } from '../engine/selection.ts';
import { sourceKind } from '../source/classify.ts';
import type { Repository } from '../source/repository.ts';
import type { GoFile } from '../syntax/go-file.ts';
import { analyseDirectories } from './analysis.ts';
import type { AnalysedTree } from './analysis.ts';
import type { DirectorySources } from './packages.ts';
import type { Exclusion } from './policy.ts';
import { directoryOf } from './snapshot-loader.ts';
import type { SourceReader } from './source-reader.ts';
import { touchedDirectories } from './unread.ts';

/** The findings of the packages that a change touches, parted into those that it caused and the others. */
export interface ChangeFindings {
  /** The touched directories at the head. */
  readonly head: AnalysedTree;
  readonly selection: Selection;
}

/**
 * Analyses what a change touches at the head, and again at the base those packages that have findings.
 *
 * @param onSources shown what was read of each directory at the head
 */
export async function findingsOfChange(
  repository: Repository,
  change: Change,
  rules: readonly EnabledRule[],
  exclusion: Exclusion,
  reader: SourceReader,
  onSources: (sources: DirectorySources) => void = () => undefined,
): Promise<ChangeFindings> {
  const directories = touchedDirectories(change, exclusion);
  const [headFiles, baseFiles]: [GoFile[], GoFile[]] = [[], []];
  const head = await analyseDirectories(repository, change.head, () => directories, rules, reader, {
    onSources: (sources) => {
      headFiles.push(...sources.goFiles);
      onSources(sources);
    },
  });
  const subject = withFingerprints(head.diagnostics).filter(
    ({ location }) => exclusion.reason(location.path) === undefined && !hasNoDiff(change, location.path),
  );
  const before = change.base;
  if (before === undefined || subject.length === 0)
    return { head, selection: selectCaused(subject, [], change) };
  const base = await analyseDirectories(
    repository,
    before,
    () => baseDirectories(change, subject),
    rulesOf(subject, rules),
    reader,
    {
      earlier: head,
      isSubject: mayHold(change, subject),
      onSources: ({ goFiles }) => baseFiles.push(...goFiles),
    },
  );
  const { caused, atBase } = selectCaused(subject, base.diagnostics, change);
  const explained = withCauses(
    caused,
    change,
    codeOf(headFiles, head, change, reader),
    codeOf(baseFiles, base, change, reader),
  );
  return { head, selection: { caused: explained, atBase } };
}

/** The code of one side in which causes are looked for: of C the changed files, since only they can hold one. */
function codeOf(
  goFiles: readonly GoFile[],
  { snapshot }: AnalysedTree,
  change: Change,
  reader: SourceReader,
): CodeSide {
  const paths = new Set(change.files.flatMap(({ path, previousPath }) => [path, previousPath ?? path]));
  const cFiles = [...paths].flatMap((path) => {
    const file = snapshot.files.get(path);
    const kind = sourceKind(path);
    return file !== undefined && (kind === 'c' || kind === 'header') ? [reader.c(file, () => undefined)] : [];
  });
  return { goFiles, cFiles };
}

/** The rules of some findings: what the others say at the base is compared with nothing. */
function rulesOf(findings: readonly Diagnostic[], rules: readonly EnabledRule[]): EnabledRule[] {
  const ids = new Set(findings.map(({ ruleId }) => ruleId));
  return rules.filter(({ rule }) => ids.has(rule.id));
}

/** Which declarations of the base may hold a finding of the head: those of its name, and those of changed files. */
function mayHold(change: Change, findings: readonly Diagnostic[]): IsSubject {
  const symbols = new Set(findings.map(({ symbol }) => symbol));
  const paths = new Set(change.files.map((file) => file.previousPath ?? file.path));
  return (file, symbol) => paths.has(file.path) || symbols.has(symbol);
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
