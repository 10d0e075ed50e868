import { compareText } from '../base/span.ts';
import { sourceKind } from '../source/classify.ts';
import { importPathsOf } from '../source/go-imports.ts';
import { modulesFor } from './module-set.ts';
import type { LocalModule, ModuleTree } from './module-set.ts';
import { directoryOf, joinPath } from './paths.ts';

/** So many files of imported packages are read for one package; packages beyond them stay unknown. */
const maximalFiles = 200;

/** What resolving imports needs to know of a tree. */
export interface ImportTree extends ModuleTree {
  /** The paths of the files in a directory itself. */
  filesIn(directory: string): readonly string[];
}

/** The Go files of a directory that its importers see. */
export function importableFiles(directory: string, tree: ImportTree): string[] {
  return tree.filesIn(directory).filter((path) => sourceKind(path) === 'go' && !path.endsWith('_test.go'));
}

/** The directories of the packages that those of a directory import from modules of the repository, by import path. */
export function importedDirectories(directory: string, tree: ImportTree): ReadonlyMap<string, string> {
  const modules = modulesFor(directory, tree);
  if (modules.length === 0) return new Map();
  const paths = new Set(tree.filesIn(directory).flatMap((path) => [...importPathsOf(goText(path, tree))]));
  const found = new Map<string, string>();
  let count = 0;
  for (const path of [...paths].sort(compareText)) {
    const target = directoryFor(path, modules, tree);
    if (target === undefined) continue;
    count += importableFiles(target, tree).length;
    if (count > maximalFiles) break;
    found.set(path, target);
  }
  return found;
}

function goText(path: string, tree: ImportTree): string {
  return (sourceKind(path) === 'go' ? tree.text(path) : undefined) ?? '';
}

function directoryFor(path: string, modules: readonly LocalModule[], tree: ImportTree): string | undefined {
  const module = modules.find((one) => path === one.path || path.startsWith(`${one.path}/`));
  if (module === undefined) return undefined;
  const target = joinPath(module.directory, `.${path.slice(module.path.length)}`);
  // A go.mod between the two makes it another module's package.
  return directoryOf(tree.moduleFile(target) ?? '') === module.directory ? target : undefined;
}
