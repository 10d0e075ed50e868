import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { err } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { compareText } from '../../base/span.ts';
import { tagsOf } from './child-environment.ts';
import { firstBuildError } from './first-error.ts';
import { changedPackages, listedFields, parseListedPackages, reachedPackages } from './go-list.ts';
import type { ListedPackage } from './go-list.ts';
import { modeSettings } from './modes.ts';
import type { SanitizerMode } from './sanitizer-run.ts';
import type { Workshop } from './workshop.ts';

/** A package to build: for its tests, or a program to run as it is. */
export interface Target {
  readonly kind: 'tests' | 'program' | 'none';
  readonly listed: ListedPackage;
}

/** What one mode builds. */
export interface ModeTargets {
  readonly targets: readonly Target[];
  /** The modules of the repository, by their import paths, with absolute directories. */
  readonly modules: ReadonlyMap<string, string>;
  /** All packages of the repository that were listed, dependencies among them. */
  readonly packages: readonly ListedPackage[];
}

/** What targets are chosen by. All paths are absolute. */
export interface TargetRequest {
  readonly root: string;
  readonly moduleDirectories: readonly string[];
  /** Undefined for all packages. */
  readonly changed: readonly string[] | undefined;
  /** Where all packages are wanted, those of which a file is looked at; a path is relative to the root. */
  readonly isInScope?: (path: string) => boolean;
  readonly fixtures?: string;
}

/**
 * The packages whose tests reach the change, and the fixtures, as go sees them in a mode. A module that go cannot
 * list is a problem of the run, and the others go on.
 */
export async function findTargets(
  workshop: Workshop,
  mode: SanitizerMode,
  request: TargetRequest,
): Promise<ModeTargets> {
  const own: ListedPackage[] = [];
  const all: ListedPackage[] = [];
  for (const directory of request.moduleDirectories) {
    const place = path.relative(request.root, directory) || 'the root';
    const listed = await listPackages(workshop, mode, directory, ['-deps', '-test'], './...');
    if (!listed.ok) {
      workshop.problem(`The packages of the module in ${place} could not be listed: ${listed.error}`);
      continue;
    }
    all.push(...listed.value);
    const packages = listed.value.filter((one) => isPackageOf(one, directory));
    own.push(...packages);
    // Of a module that a go.work above it leaves out go lists a package with an error in the place of each.
    const why =
      packages.length > 0 ? undefined : listed.value.find(({ Error }) => Error !== undefined)?.Error;
    if (why !== undefined)
      workshop.problem(`The packages of the module in ${place} were not built: ${firstBuildError(why.Err)}`);
  }
  const everyFixture = await findFixtures(workshop, mode, request);
  all.push(...everyFixture.map(({ listed }) => listed));
  const candidates = new Set(own.map((one) => one.ImportPath));
  const looked = new Set(own.filter((one) => isLookedAt(one, request)).map((one) => one.ImportPath));
  const reached =
    request.changed === undefined
      ? [...looked]
      : reachedPackages(all, changedPackages(all, request.changed), candidates);
  const fixtures = everyFixture.filter(
    ({ listed }) => isLookedAt(listed, request) || listed.Deps.some((one) => looked.has(one)),
  );
  const wanted = new Set(reached);
  const taken = new Set(fixtures.map(({ listed }) => listed.Dir));
  const tests = own
    .filter((one) => wanted.delete(one.ImportPath) && !taken.has(one.Dir))
    .map((listed): Target => ({ kind: hasTests(listed) ? 'tests' : 'none', listed }))
    .sort((a, b) => compareText(a.listed.ImportPath, b.listed.ImportPath));
  const packages = all.filter(
    (one) => one.Dir === request.root || one.Dir.startsWith(`${request.root}${path.sep}`),
  );
  return { targets: [...tests, ...fixtures], modules: modulesOf(packages), packages };
}

/** Whether a file of a package is in what is looked at. */
function isLookedAt(one: ListedPackage, { root, isInScope }: TargetRequest): boolean {
  if (isInScope === undefined) return true;
  const files = [...one.GoFiles, ...one.CgoFiles, ...one.TestGoFiles, ...one.XTestGoFiles];
  return files.some((name) =>
    isInScope(path.relative(root, path.join(one.Dir, name)).split(path.sep).join('/')),
  );
}

/** A package itself, not a variant of it for a test or the program that runs its tests. */
function isPackageOf(one: ListedPackage, moduleDirectory: string): boolean {
  return one.ForTest === '' && one.Module?.Dir === moduleDirectory && !one.ImportPath.endsWith('.test');
}

function hasTests(one: ListedPackage): boolean {
  return one.TestGoFiles.length > 0 || one.XTestGoFiles.length > 0;
}

function modulesOf(packages: readonly ListedPackage[]): ReadonlyMap<string, string> {
  return new Map(
    packages.flatMap(({ Module, Dir }) =>
      // A vendored package names its module, which lies elsewhere.
      Module !== undefined && Module.Dir !== '' && Dir.startsWith(Module.Dir)
        ? [[Module.Path, Module.Dir]]
        : [],
    ),
  );
}

/** Each folder of the fixtures' directory is a program, or a package with tests. */
async function findFixtures(
  workshop: Workshop,
  mode: SanitizerMode,
  { fixtures, root }: TargetRequest,
): Promise<Target[]> {
  if (fixtures === undefined) return [];
  const place = path.relative(root, fixtures) || '.';
  const status = await stat(fixtures).catch(() => undefined);
  if (status?.isDirectory() !== true) {
    workshop.problem(
      `The directory of fixtures ${place} does not exist: make it, or correct "sanitize-fixtures".`,
    );
    return [];
  }
  const targets: Target[] = [];
  const folders = (await readdir(fixtures, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && !/^[._]/.test(entry.name))
    .map((entry) => entry.name)
    .sort(compareText);
  for (const folder of folders) {
    const listed = await listPackages(workshop, mode, path.join(fixtures, folder), [], '.');
    const one = listed.ok ? listed.value[0] : undefined;
    const why = listed.ok ? one?.Error?.Err : listed.error;
    if (one !== undefined && (one.Name === 'main' || hasTests(one))) {
      targets.push({ kind: hasTests(one) ? 'tests' : 'program', listed: one });
    } else {
      workshop.problem(
        `The fixture ${path.join(place, folder)} was not run: ` +
          (why === undefined
            ? 'it is neither a program (package main) nor a package with tests.'
            : firstBuildError(why)),
      );
    }
  }
  if (folders.length === 0) workshop.problem(`The directory of fixtures ${place} holds no folder.`);
  return targets;
}

async function listPackages(
  workshop: Workshop,
  mode: SanitizerMode,
  directory: string,
  flags: readonly string[],
  pattern: string,
): Promise<Result<ListedPackage[]>> {
  const { environment } = workshop.ports;
  // Tags on the command line count in the place of those in GOFLAGS.
  const tags = [modeSettings[mode].tags, tagsOf(environment['GOFLAGS'])].filter((one) => one !== '').join();
  const json = workshop.go.release >= 19 ? `-json=${listedFields}` : '-json';
  const printed = await workshop.runGo(
    // The tag stands for the mode's own flag, which asks for a working compiler before it lists anything.
    [
      'list',
      '-e',
      ...flags,
      ...workshop.overlayFlag,
      json,
      ...(tags === '' ? [] : [`-tags=${tags}`]),
      pattern,
    ],
    directory,
    mode,
  );
  if (!printed.ok) return printed;
  const { exit, stdout, stderr, ended } = printed.value;
  if (ended !== 'itself') return err(`go list was ended, since it passed the limit on ${ended}.`);
  return exit === 0 ? parseListedPackages(stdout) : err(firstBuildError(stderr));
}

/** Packages with the files that the Go compiler was given for them, cgo's own among them. */
export async function listCompiled(
  workshop: Workshop,
  mode: SanitizerMode,
  directory: string,
  importPaths: readonly string[],
): Promise<Result<ListedPackage[]>> {
  const { buildFlags } = modeSettings[mode];
  const printed = await workshop.runGo(
    ['list', '-e', '-compiled', ...workshop.overlayFlag, '-json', ...buildFlags, '--', ...importPaths],
    directory,
    mode,
  );
  if (!printed.ok) return printed;
  const { exit, stdout, stderr } = printed.value;
  return exit === 0 ? parseListedPackages(stdout) : err(firstBuildError(stderr));
}
