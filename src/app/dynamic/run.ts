import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReviewConfig } from '../../config/review-config.ts';
import { describeRevision } from '../../diff/change.ts';
import type { Change, Revision } from '../../diff/change.ts';
import type { GitRepository } from '../../git/repository.ts';
import { runSanitizer } from '../../sanitizer/run/run-sanitizer.ts';
import { defaultLimits, sanitizerModes } from '../../sanitizer/run/sanitizer-run.ts';
import type { SanitizerMode, SanitizerRun } from '../../sanitizer/run/sanitizer-run.ts';
import type { SanitizerPorts } from '../../sanitizer/run/workshop.ts';
import { defaultFixtureFolder } from '../fixture/fixture.ts';
import { isReviewable } from '../unread.ts';

/** What is to be built and run. */
export interface SanitizedHead {
  /** The clone whose work tree is built. */
  readonly repository: GitRepository;
  /** What is reviewed: the work tree has to be the same. */
  readonly head: Revision;
  /** Undefined in an audit, which runs everything. */
  readonly change: Change | undefined;
}

/** Builds and runs what the policy asks for; undefined where it asks for nothing. */
export async function sanitizedRun(
  subject: SanitizedHead,
  { sanitize, sanitizeFixtures }: ReviewConfig,
  ports: SanitizerPorts,
): Promise<SanitizerRun | undefined> {
  if (sanitize === 'off') return undefined;
  const refusal = await otherTree(subject);
  if (refusal !== undefined) return notRun(`The sanitizers were not run: ${refusal}`);
  const fixtures = sanitizeFixtures ?? (await folderIn(subject.repository.root, defaultFixtureFolder));
  const paths = subject.change?.files.flatMap(({ path, previousPath }) => [path, previousPath ?? path]);
  return runSanitizer(
    {
      root: subject.repository.root,
      changedPaths: paths === undefined ? undefined : [...new Set(paths)],
      modes: modesOf(sanitize),
      ...(fixtures === undefined ? {} : { fixturesDirectory: fixtures }),
      limits: defaultLimits,
    },
    ports,
  );
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
export async function otherTree({ repository, head }: SanitizedHead): Promise<string | undefined> {
  if (head.kind === 'work-tree') return undefined;
  if (head.kind !== 'commit')
    return `the work tree is built, and ${describeRevision(head)} is reviewed; review the work tree itself.`;
  const advice = 'check that commit out (in a workflow: `ref: ${{ github.event.pull_request.head.sha }}`)';
  const wanted = head.id.slice(0, 12);
  const changed = await repository.change({ base: head.id, head: { kind: 'work-tree' } });
  if (!changed.ok || changed.value.base?.kind !== 'commit' || changed.value.base.id !== head.id)
    return `the checkout does not hold the commit ${wanted}, which is reviewed; ${advice}.`;
  const edited = changed.value.files.find((file) => file.status !== 'added' && isReviewable(file));
  return edited === undefined
    ? undefined
    : `\`${edited.path}\` of the checkout is not as ${wanted}, which is reviewed, has it; ${advice}.`;
}
