import { readGoModule, readGoWorkspace } from '../source/go-mod.ts';
import type { DirectoryReplacement } from '../source/go-mod.ts';
import { directoryOf, joinPath } from './paths.ts';

/** What finding the modules of a repository needs to know of its tree. */
export interface ModuleTree {
  /** The nearest go.mod at or above a directory. */
  moduleFile(directory: string): string | undefined;
  /** The nearest go.work at or above a directory. */
  workspaceFile(directory: string): string | undefined;
  /** The text of a file that was read. */
  text(path: string): string | undefined;
}

/** A module whose packages lie in a directory of the repository. */
export interface LocalModule {
  readonly path: string;
  readonly directory: string;
}

/**
 * The modules that packages of a directory can import from the repository: its own, those of its workspace, and those
 * that a go.mod or the go.work replaces with a directory. The longest paths come first: a package belongs to the module
 * with the longest path that its own begins with.
 */
export function modulesFor(directory: string, tree: ModuleTree): readonly LocalModule[] {
  const own = tree.moduleFile(directory);
  if (own === undefined) return [];
  const workspace = workspaceOf(own, tree);
  const files = workspace?.moduleFiles ?? [own];
  const modules = files.flatMap((file) => {
    const module = readGoModule(tree.text(file) ?? '');
    return module === undefined ? [] : [{ root: directoryOf(file), module }];
  });
  // A module of the workspace is not replaced, and the go.work's replacements override those of its modules.
  const found = [
    ...modules.map(({ root, module }) => ({ path: module.path, directory: root })),
    ...(workspace?.replaced ?? []),
    ...modules.flatMap(({ root, module }) => inRepository(module.replacedByDirectory, root)),
  ];
  return found.sort((a, b) => b.path.length - a.path.length);
}

/** The go.mod and go.work files that `modulesFor` reads, as far as those that were read name them. */
export function moduleFilesFor(directory: string, tree: ModuleTree): readonly string[] {
  const own = tree.moduleFile(directory);
  if (own === undefined) return [];
  const workspace = tree.workspaceFile(directory);
  return [
    own,
    ...(workspace === undefined ? [] : [workspace]),
    ...(workspaceOf(own, tree)?.moduleFiles ?? []),
  ];
}

interface Workspace {
  /** The go.mod of each of its modules. */
  readonly moduleFiles: readonly string[];
  readonly replaced: readonly LocalModule[];
}

/** The workspace that a module is part of; cmd/go builds no module in a workspace that does not use it. */
function workspaceOf(moduleFile: string, tree: ModuleTree): Workspace | undefined {
  const file = tree.workspaceFile(directoryOf(moduleFile));
  const text = file === undefined ? undefined : tree.text(file);
  if (file === undefined || text === undefined) return undefined;
  const root = directoryOf(file);
  const { uses, replacedByDirectory } = readGoWorkspace(text);
  const moduleFiles = new Set(
    uses.flatMap((use) => {
      const directory = joinPath(root, use);
      const found = directory === '' ? undefined : tree.moduleFile(directory);
      return found !== undefined && directoryOf(found) === directory ? [found] : [];
    }),
  );
  if (!moduleFiles.has(moduleFile)) return undefined;
  return { moduleFiles: [...moduleFiles], replaced: inRepository(replacedByDirectory, root) };
}

function inRepository(replacements: readonly DirectoryReplacement[], root: string): LocalModule[] {
  return replacements.flatMap(({ path, directory }) => {
    const target = joinPath(root, directory);
    return target === '' ? [] : [{ path, directory: target }];
  });
}
