import { compareText } from '../base/span.ts';
import { sourceKind } from '../source/classify.ts';
import { importPathsOf } from '../source/go-imports.ts';
import { readGoModule } from '../source/go-mod.ts';
import { directoryOf, joinPath } from './paths.ts';

/** So many files of imported packages are read for one package; packages beyond them stay unknown. */
const maximalFiles = 200;

/** What resolving imports needs to know of a tree. */
export interface ImportTree {
  /** The paths of the files in a directory itself. */
  filesIn(directory: string): readonly string[];
  /** The nearest go.mod at or above a directory. */
  moduleFile(directory: string): string | undefined;
  /** The text of a file that was read. */
  text(path: string): string | undefined;
}

/** The Go files of a directory that its importers see. */
export function importableFiles(directory: string, tree: ImportTree): string[] {
  return tree.filesIn(directory).filter((path) => sourceKind(path) === 'go' && !path.endsWith('_test.go'));
}

/**
 * The directories of the packages that those of a directory import from their own module, or from one that its go.mod
 * replaces with a directory of the repository; by import path.
 */
export function importedDirectories(directory: string, tree: ImportTree): ReadonlyMap<string, string> {
  const file = tree.moduleFile(directory);
  const module = readGoModule((file === undefined ? undefined : tree.text(file)) ?? '');
  if (file === undefined || module === undefined) return new Map();
  const root = directoryOf(file);
  const replaced = module.replacedByDirectory.map((one) => ({
    ...one,
    directory: joinPath(root, one.directory),
  }));
  // The longest path is the module that a package belongs to.
  const modules = [{ path: module.path, directory: root }, ...replaced].sort(
    (a, b) => b.path.length - a.path.length,
  );
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

function directoryFor(
  path: string,
  modules: readonly { readonly path: string; readonly directory: string }[],
  tree: ImportTree,
): string | undefined {
  const module = modules.find((one) => path === one.path || path.startsWith(`${one.path}/`));
  if (module === undefined || module.directory === '') return undefined;
  const target = joinPath(module.directory, `.${path.slice(module.path.length)}`);
  // A go.mod between the two makes it another module's package.
  return directoryOf(tree.moduleFile(target) ?? '') === module.directory ? target : undefined;
}
