import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { ReviewConfig } from '../config/review-config.ts';
import type { Change } from '../diff/change.ts';
import type { LinterReport } from '../linters/finding.ts';
import { linterNames } from '../linters/run/programs.ts';
import type { LinterName } from '../linters/run/programs.ts';
import { readLinterFiles } from '../linters/run/read-files.ts';
import { runLinters } from '../linters/run/run-linters.ts';
import type { SourceLines } from '../report/columns.ts';
import type { SanitizerPorts } from '../sanitizer/run/workshop.ts';
import { excludedByDefault, sourceKind } from '../source/classify.ts';
import { otherTree } from './dynamic/run.ts';
import type { SanitizedHead } from './dynamic/run.ts';
import { directoryOf } from './paths.ts';
import { Exclusion } from './policy.ts';
import type { LinterContext } from './review-change.ts';
import { touchedDirectories } from './unread.ts';

/**
 * What the analysers of the policy say of a work tree that is reviewed or audited.
 *
 * @param refusal why none may be run here, as a clause
 */
export async function lintersOf(
  subject: SanitizedHead,
  isInScope: (path: string) => boolean,
  config: ReviewConfig,
  ports: SanitizerPorts,
  refusal?: string,
): Promise<LinterContext | undefined> {
  if (config.linters.length === 0) return undefined;
  const { repository, head, change } = subject;
  const paths = change === undefined ? (await repository.tree(head)).map(({ path }) => path) : [];
  const isSubject = (path: string): boolean =>
    sourceKind(path) === 'go' && isInScope(path) && excludedByDefault(path) === undefined;
  return linterContext(
    {
      root: repository.root,
      change,
      directories: [...new Set(paths.filter(isSubject).map(directoryOf))].sort(),
      refusal: refusal ?? (await otherTree(subject)),
    },
    config,
    ports,
  );
}

/** Where other analysers are run, or have left their reports. */
interface LinterSubject {
  /** The absolute path of the work tree. */
  readonly root: string;
  /** Undefined in an audit: then all directories are looked at. */
  readonly change: Change | undefined;
  /** The directories with Go files, for an audit. */
  readonly directories: readonly string[];
  /** Why none may be run here, as a clause: they compile the C code of the change. Files are read all the same. */
  readonly refusal: string | undefined;
}

/**
 * What the analysers of the policy say: those that are named are run, anything else is the path of a report, relative
 * to the work tree. Undefined where the policy names none.
 */
async function linterContext(
  { root, change, directories, refusal }: LinterSubject,
  config: ReviewConfig,
  { environment, progress, signal }: SanitizerPorts,
): Promise<LinterContext | undefined> {
  if (config.linters.length === 0) return undefined;
  const named = config.linters.filter(isLinter);
  const files = config.linters.filter((name) => !isLinter(name));
  const touched =
    change === undefined ? directories : [...touchedDirectories(change, new Exclusion(config))].sort();
  const notes: string[] = [];
  const reports: LinterReport[] = [];
  if (named.length > 0 && refusal !== undefined) notes.push(`The linters were not run: ${refusal}`);
  else if (named.length > 0) {
    const logger = { debug: progress, info: progress, warn: progress };
    const options = { linters: named, root, directories: touched, logger };
    for (const { report, sentence } of await runLinters(options, environment, signal ?? never)) {
      reports.push(report);
      if (sentence !== undefined) notes.push(sentence);
    }
  }
  const paths = files.map((file) => (isAbsolute(file) ? file : join(root, file)));
  for (const report of await readLinterFiles(paths, { roots: [root], directory: '' }, linesBelow(root))) {
    reports.push(report);
    notes.push(...report.problems.map(({ text }) => text));
  }
  return { findings: reports.flatMap(({ findings }) => findings), notes };
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
