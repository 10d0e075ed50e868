import { readBeginning } from './bounded-read.ts';
import { withoutVariant } from './go-list.ts';
import type { ListedPackage } from './go-list.ts';
import type { SanitizerMode } from './sanitizer-run.ts';
import { listCompiled } from './targets.ts';
import type { Target } from './targets.ts';
import type { Workshop } from './workshop.ts';

/** Far above what cgo writes before the first name with its hash. */
const searchedBytes = 4 * 1024 * 1024;

/**
 * The packages of the repository behind the hashes in `_cgo_<hash>_Cfunc_<name>`, read from what cgo made for the
 * build. A package whose hash is not found only has frames that cannot be joined to its calls.
 *
 * @param known Import paths whose hash is known already.
 */
export async function cgoHashes(
  workshop: Workshop,
  mode: SanitizerMode,
  built: readonly Target[],
  packages: readonly ListedPackage[],
  known: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  const inBuild = new Set(built.map(({ listed }) => listed.ImportPath));
  for (const one of packages) {
    if (inBuild.has(withoutVariant(one.ImportPath).replace(/\.test$/, ''))) {
      for (const dependency of one.Deps) inBuild.add(withoutVariant(dependency));
    }
  }
  const byModule = new Map<string, string[]>();
  for (const one of packages) {
    const { ImportPath, Module, CgoFiles, ForTest } = one;
    if (CgoFiles.length === 0 || ForTest !== '' || !inBuild.has(ImportPath) || known.has(ImportPath))
      continue;
    const directory = Module?.Dir ?? '';
    if (directory !== '') byModule.set(directory, [...(byModule.get(directory) ?? []), ImportPath]);
  }
  for (const [directory, importPaths] of byModule) {
    const listed = await listCompiled(workshop, mode, directory, [...new Set(importPaths)]);
    if (!listed.ok) {
      workshop.problem(`The names of cgo's wrappers could not be joined to their packages: ${listed.error}`);
      continue;
    }
    for (const one of listed.value) {
      const hash = await hashOf(one);
      if (hash !== undefined) hashes.set(hash, one.ImportPath);
    }
  }
  return hashes;
}

async function hashOf(one: ListedPackage): Promise<string | undefined> {
  for (const file of one.CompiledGoFiles.filter((name) => name.startsWith('/'))) {
    const text = await readBeginning(file, searchedBytes);
    const hash = /_cgo_([0-9a-f]{12})_/.exec(text ?? '')?.[1];
    if (hash !== undefined) return hash;
  }
  return undefined;
}
