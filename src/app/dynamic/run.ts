import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReviewConfig } from '../../config/review-config.ts';
import { listed } from '../../base/listed.ts';
import { describeRevision } from '../../diff/change.ts';
import type { Change, Revision } from '../../diff/change.ts';
import type { GitRepository } from '../../git/repository.ts';
import { runSanitizer } from '../../sanitizer/run/run-sanitizer.ts';
import { defaultLimits, sanitizerModes } from '../../sanitizer/run/sanitizer-run.ts';
import type { SanitizerMode, SanitizerRun } from '../../sanitizer/run/sanitizer-run.ts';
import type { SanitizerPorts } from '../../sanitizer/run/workshop.ts';
import { defaultFixtureFolder } from '../fixture/fixture.ts';
import { inDirectory } from '../scope.ts';
import { isReviewable } from '../unread.ts';

/** What is to be built and run. */
export interface SanitizedHead {
  /** The clone whose work tree is built. */
  readonly repository: GitRepository;
  /** What is reviewed: the work tree has to be the same. */
  readonly head: Revision;
  /** Undefined in an audit. */
  readonly change: Change | undefined;
}

/** What of it is run. */
export interface RunScope {
  /** What an audit looks at: the packages of these files are run. */
  readonly isInScope: (path: string) => boolean;
  /**
   * Whether files of the work tree that the reviewed commit does not have are built. What a step of a workflow has
   * made before is needed; what lies about in somebody's work tree is not what was asked for.
   */
  readonly buildsUntracked: boolean;
}

/** Builds and runs what the policy asks for; undefined where it asks for nothing. */
export async function sanitizedRun(
  subject: SanitizedHead,
  { sanitize, sanitizeFixtures }: ReviewConfig,
  ports: SanitizerPorts,
  { isInScope, buildsUntracked }: RunScope,
): Promise<SanitizerRun | undefined> {
  if (sanitize === 'off') return undefined;
  const tree = await builtTree(subject);
  if (typeof tree === 'string') return notRun(`The sanitizers were not run: ${tree}`);
  const fixtures = sanitizeFixtures ?? (await folderIn(subject.repository.root, defaultFixtureFolder));
  const paths = subject.change?.files.flatMap(({ path, previousPath }) => [path, previousPath ?? path]);
  const isFixture = fixtures === undefined ? () => false : inDirectory(fixtures);
  const hidden = buildsUntracked ? [] : tree.untracked.filter((path) => !isFixture(path));
  const run = await runSanitizer(
    {
      root: subject.repository.root,
      changedPaths: paths === undefined ? undefined : [...new Set(paths)],
      ...(paths === undefined ? { isInScope } : {}),
      hiddenPaths: hidden,
      modes: modesOf(sanitize),
      ...(fixtures === undefined ? {} : { fixturesDirectory: fixtures }),
      limits: defaultLimits,
    },
    ports,
  );
  return hidden.length === 0 ? run : { ...run, problems: [...run.problems, leftOut(hidden)] };
}

const mostNamed = 3;

function leftOut(hidden: readonly string[]): string {
  const left = hidden.length - mostNamed;
  const names = [
    ...hidden.slice(0, mostNamed).map((path) => `\`${path}\``),
    ...(left > 0 ? [`${String(left)} more`] : []),
  ];
  return `Built as the reviewed commit has it, without ${listed(names, 'and')}: review the work tree to include what is not committed.`;
}

/** The folder, where it is there: only one that the policy names has to be. */
async function folderIn(root: string, folder: string): Promise<string | undefined> {
  try {
    return (await stat(join(root, folder))).isDirectory() ? folder : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** A run in which nothing was built, with the reason as a sentence. */
export function notRun(problem: string): SanitizerRun {
  return {
    version: 1,
    toolchain: { go: 'none', platform: 'none' },
    root: '/',
    modules: [],
    cgoHashes: [],
    builds: [],
    executions: [],
    problems: [problem],
    cache: undefined,
  };
}

function modesOf(choice: Exclude<ReviewConfig['sanitize'], 'off'>): readonly SanitizerMode[] {
  return choice === 'all' ? sanitizerModes : [choice];
}

/**
 * Why the work tree is not what is reviewed: the lines of a report would be those of other code. A merge of the head
 * into its base, which is what a workflow checks out by default, is as good where the base changes none of the files
 * that are reviewed. Files that are not tracked are let be: what a step before has built is needed.
 */
export async function otherTree(subject: SanitizedHead): Promise<string | undefined> {
  const tree = await builtTree(subject);
  return typeof tree === 'string' ? tree : undefined;
}

/** The reason why the work tree is another one, or the Go files that it has and the reviewed commit does not. */
async function builtTree({
  repository,
  head,
}: SanitizedHead): Promise<string | { readonly untracked: readonly string[] }> {
  if (head.kind === 'work-tree') return { untracked: [] };
  if (head.kind !== 'commit')
    return `the work tree is built, and ${describeRevision(head)} is reviewed; review the work tree itself.`;
  const advice = 'check that commit out (in a workflow: `ref: ${{ github.event.pull_request.head.sha }}`)';
  const wanted = head.id.slice(0, 12);
  const changed = await repository.change({ base: head.id, head: { kind: 'work-tree' } });
  if (!changed.ok || changed.value.base?.kind !== 'commit' || changed.value.base.id !== head.id)
    return `the checkout does not hold the commit ${wanted}, which is reviewed; ${advice}, or have the merge commit's parents fetched (\`fetch-depth: 2\`).`;
  const edited = changed.value.files.find((file) => file.status !== 'added' && isReviewable(file));
  if (edited === undefined) {
    const untracked = changed.value.files.map(({ path }) => path).filter((path) => path.endsWith('.go'));
    return { untracked };
  }
  return `\`${edited.path}\` of the checkout is not as ${wanted}, which is reviewed, has it; ${advice}.`;
}
