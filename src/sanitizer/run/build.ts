import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readBeginning } from './bounded-read.ts';
import { firstBuildError } from './first-error.ts';
import type { ListedPackage } from './go-list.ts';
import { leakCheckSince, modeSettings } from './modes.ts';
import type { BuildRecord, SanitizerMode } from './sanitizer-run.ts';
import type { Target } from './targets.ts';
import { declaresTestMain, leakTestMain, overlay, testPackageName } from './test-main.ts';
import type { Workshop } from './workshop.ts';

/** A build, and the binary that it made. */
export interface Build {
  readonly record: BuildRecord;
  readonly target: Target;
  /** Undefined where nothing was built. */
  readonly binary?: string;
  /** Packages taken from the cache and packages compiled; undefined where go did not tell. */
  readonly cache?: { readonly hits: number; readonly misses: number };
}

/** The largest test file that is searched for its TestMain. */
const longestSource = 8 * 1024 * 1024;

/** Builds one package in one mode. A build that fails is a record with its first error. */
export async function buildTarget(
  workshop: Workshop,
  mode: SanitizerMode,
  target: Target,
  root: string,
  leaksWanted: boolean,
): Promise<Build> {
  const { listed, kind } = target;
  const about = {
    mode,
    package: listed.ImportPath,
    dir: path.relative(root, listed.Dir).split(path.sep).join('/') || '.',
  };
  if (kind === 'none') {
    return { target, record: { ...about, outcome: 'no-tests', seconds: 0, leaks: 'not-asked' } };
  }
  const ownMain = mode === 'asan' && kind === 'tests' && (await hasOwnTestMain(listed));
  const leaks =
    mode !== 'asan' || !leaksWanted || workshop.go.release < leakCheckSince
      ? 'not-asked'
      : ownMain
        ? 'own-TestMain'
        : 'checked';
  const directory = await workshop.freshDirectory('binary');
  await mkdir(directory, { recursive: true });
  const binary = path.join(directory, kind === 'tests' ? 'package.test' : 'program');
  const graph = path.join(directory, 'graph.json');
  const flags = [
    ...modeSettings[mode].buildFlags,
    ...(leaks === 'checked' && kind === 'tests'
      ? [`-overlay=${await writeOverlay(directory, listed, workshop.hidden)}`]
      : workshop.overlayFlag),
    // A program would be stamped with the revision, for which go asks git.
    '-buildvcs=false',
    `-debug-actiongraph=${graph}`,
    '-o',
    binary,
    '.',
  ];
  // Only with -c does go keep the symbols that a report's frames are named by.
  const command = kind === 'tests' ? ['test', '-c', '-vet=off', ...flags] : ['build', ...flags];
  const printed = await workshop.runGo(command, listed.Dir, mode);
  const failed = (seconds: number, firstError: string): Build => ({
    target,
    record: { ...about, outcome: 'failed', seconds, leaks: 'not-asked', firstError },
  });
  if (!printed.ok) return failed(0, printed.error);
  const { exit, seconds, stdout, stderr, ended } = printed.value;
  if (ended !== 'itself') return failed(seconds, `The build passed the limit on ${ended} and was ended.`);
  if (exit !== 0) return failed(seconds, firstBuildError(`${stderr}\n${stdout}`));
  const cache = cacheUse(await readBeginning(graph, 64 * 1024 * 1024));
  return {
    target,
    binary,
    record: { ...about, outcome: 'built', seconds, leaks },
    ...(cache === undefined ? {} : { cache }),
  };
}

async function hasOwnTestMain(listed: ListedPackage): Promise<boolean> {
  for (const name of [...listed.TestGoFiles, ...listed.XTestGoFiles]) {
    const source = await readBeginning(path.join(listed.Dir, name), longestSource);
    // A link to a file elsewhere is not followed: it may hold one, and two would not build.
    if (source === undefined || declaresTestMain(source)) return true;
  }
  return false;
}

async function writeOverlay(
  directory: string,
  listed: ListedPackage,
  hidden: readonly string[],
): Promise<string> {
  const source = path.join(directory, 'main_test.go');
  const file = path.join(directory, 'overlay.json');
  await writeFile(source, leakTestMain(testPackageName(listed)));
  await writeFile(file, overlay(hidden, { directory: listed.Dir, file: source }));
  return file;
}

/**
 * Counts in go's graph of actions the packages that were compiled, which have commands, and those that were not.
 * The graph is made for go's own developers and may change: what is not understood is not counted.
 */
export function cacheUse(graph: string | undefined): { hits: number; misses: number } | undefined {
  if (graph === undefined) return undefined;
  let actions: unknown;
  try {
    actions = JSON.parse(graph);
  } catch {
    return undefined;
  }
  if (!Array.isArray(actions)) return undefined;
  let hits = 0;
  let misses = 0;
  for (const action of actions as unknown[]) {
    if (typeof action !== 'object' || action === null || !('Mode' in action)) continue;
    if (action.Mode !== 'build') continue;
    if ('Cmd' in action && Array.isArray(action.Cmd) && action.Cmd.length > 0) misses++;
    else hits++;
  }
  return hits + misses === 0 ? undefined : { hits, misses };
}
