import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReviewConfig } from '../config/review-config.ts';
import { linterNames } from '../linters/run/programs.ts';
import type { LinterName } from '../linters/run/programs.ts';
import { readLinterFiles } from '../linters/run/read-files.ts';
import { runLinters } from '../linters/run/run-linters.ts';
import type { SourceLines } from '../report/columns.ts';
import type { SanitizerPorts } from '../sanitizer/run/workshop.ts';
import { sourceKind } from '../source/classify.ts';
import { otherTree } from './dynamic/run.ts';
import type { SanitizedHead } from './dynamic/run.ts';
import { directoryOf } from './paths.ts';
import { Exclusion } from './policy.ts';
import type { LinterContext } from './review-change.ts';
import { touchedDirectories } from './unread.ts';

/**
 * What the analysers of the policy say of a work tree that is reviewed or audited: those that are named are run over the
 * packages of the change, or of the whole tree, and anything else is the path of a report, relative to the work tree.
 * Undefined where the policy names none.
 *
 * @param refusal why none may be run here, as a clause: they compile the C code of the change. Files are read all the
 *   same
 */
export async function lintersOf(
  subject: SanitizedHead,
  isInScope: (path: string) => boolean,
  config: ReviewConfig,
  ports: SanitizerPorts,
  refusal?: string,
): Promise<LinterContext | undefined> {
  if (config.linters.length === 0) return undefined;
  const named = config.linters.filter(isLinter);
  const files = config.linters.filter((name) => !isLinter(name));
  const { root } = subject.repository;
  const ran = named.length === 0 ? nothing : await run(named, subject, isInScope, config, ports, refusal);
  const reports = await readLinterFiles(files, { roots: [root], directory: '' }, linesBelow(root));
  return {
    findings: [...ran.findings, ...reports.flatMap(({ findings }) => findings)],
    notes: [...ran.notes, ...reports.flatMap(({ problems }) => problems.map(({ text }) => text))],
  };
}

const nothing: LinterContext = { findings: [], notes: [] };

async function run(
  linters: readonly LinterName[],
  subject: SanitizedHead,
  isInScope: (path: string) => boolean,
  config: ReviewConfig,
  { environment, progress, signal = never }: SanitizerPorts,
  refusal: string | undefined,
): Promise<LinterContext> {
  const reason = refusal ?? (await otherTree(subject));
  if (reason !== undefined) return { findings: [], notes: [`The linters were not run: ${reason}`] };
  const directories = [...(await directoriesOf(subject, isInScope, new Exclusion(config)))].sort();
  const logger = { debug: progress, info: progress, warn: progress };
  const options = { linters, root: subject.repository.root, directories, logger };
  const runs = await runLinters(options, environment, signal);
  return {
    findings: runs.flatMap(({ report }) => report.findings),
    notes: runs.flatMap(({ sentence }) => sentence ?? []),
  };
}

/**
 * The directories that are looked at: those that the change touches, or all. A linter fails over one without Go files,
 * such as a folder of C.
 */
async function directoriesOf(
  { repository, head, change }: SanitizedHead,
  isInScope: (path: string) => boolean,
  exclusion: Exclusion,
): Promise<ReadonlySet<string>> {
  const paths = (await repository.tree(head)).map(({ path }) => path);
  const goPaths = paths.filter((path) => sourceKind(path) === 'go' && isInScope(path));
  if (change === undefined)
    return new Set(goPaths.filter((path) => exclusion.reason(path) === undefined).map(directoryOf));
  const touched = touchedDirectories(change, exclusion);
  return new Set(goPaths.map(directoryOf).filter((directory) => touched.has(directory)));
}

const never = new AbortController().signal;

function isLinter(name: string): name is LinterName {
  return (linterNames as readonly string[]).includes(name);
}

/** The lines of the work tree: SARIF of some tools counts columns in UTF-16, and has to be told in bytes. */
function linesBelow(root: string): SourceLines {
  const known = new Map<string, readonly string[] | undefined>();
  return (path) => {
    if (!known.has(path)) known.set(path, read(join(root, path)));
    return known.get(path);
  };
}

function read(file: string): readonly string[] | undefined {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/);
  } catch (error) {
    // A report may name a file that is gone, or a folder: its columns stay as they are.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
