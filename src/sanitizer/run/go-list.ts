import path from 'node:path';
import * as z from 'zod';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';

const names = z.array(z.string()).default([]);

/** What is asked of `go list -json`. https://pkg.go.dev/cmd/go#hdr-List_packages_or_modules */
const listedPackageSchema = z.object({
  ImportPath: z.string(),
  Dir: z.string().default(''),
  Name: z.string().default(''),
  /** The test that a variant of a package is made for. */
  ForTest: z.string().default(''),
  Standard: z.boolean().default(false),
  GoFiles: names,
  CgoFiles: names,
  TestGoFiles: names,
  XTestGoFiles: names,
  CompiledGoFiles: names,
  CgoCFLAGS: names,
  CgoCPPFLAGS: names,
  Deps: names,
  Module: z.object({ Path: z.string(), Dir: z.string().default('') }).optional(),
  Error: z.object({ Err: z.string() }).optional(),
});
export type ListedPackage = z.infer<typeof listedPackageSchema>;

/** The value of `-json`, which Go knows since 1.19. */
export const listedFields = Object.keys(listedPackageSchema.shape).join(',');

/** Reads what `go list -json` printed: one object after the other. */
export function parseListedPackages(text: string): Result<ListedPackage[]> {
  const packages: ListedPackage[] = [];
  // Each object ends with a brace at the start of a line; within it every line is indented.
  for (const part of text.split(/^\}$/m)) {
    if (part.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(`${part}}`);
    } catch {
      return err('go list printed something that is no JSON.');
    }
    const parsed = listedPackageSchema.safeParse(value);
    if (!parsed.success) return err('go list printed a package of an unknown form.');
    packages.push(parsed.data);
  }
  return ok(packages);
}

const cSource = /\.(?:c|cc|cpp|cxx|m|h|hh|hpp|hxx|inc|s|S|sx|f|F|for|f90|swig|swigcxx|syso)$/;

/**
 * The packages, by import path, that changed files belong to. A file counts for the package of its folder. C is
 * included across folders: a file of C also counts for each package that has its folder, or one above it, on its
 * include path, and where its folder is no package, for the nearest package above. So do files of `testdata`.
 *
 * @param packages What `go list -deps -test` said, dependencies and variants for tests among them.
 * @param changed Absolute paths.
 */
export function changedPackages(
  packages: readonly ListedPackage[],
  changed: readonly string[],
): ReadonlySet<string> {
  const own = packages.filter((one) => !one.Standard && one.ForTest === '' && one.Dir !== '');
  const byDirectory = new Map<string, ListedPackage[]>();
  for (const one of own) byDirectory.set(one.Dir, [...(byDirectory.get(one.Dir) ?? []), one]);
  const found = new Set<string>();
  const add = (some: readonly ListedPackage[]) => some.forEach((one) => found.add(one.ImportPath));
  for (const file of changed) {
    const directory = path.dirname(file);
    const base = path.basename(file);
    if (base === 'go.mod' || base === 'go.sum') {
      // Another version of a dependency may be anywhere in the module.
      add(own.filter((one) => one.Module?.Dir === directory));
    }
    if (cSource.test(base)) add(own.filter((one) => includePath(one).some((dir) => isBelow(dir, file))));
    if (cSource.test(base) || directory.split(path.sep).includes('testdata')) {
      add(nearestAbove(byDirectory, directory));
    } else if (base.endsWith('.go')) {
      add(byDirectory.get(directory) ?? []);
    }
  }
  return found;
}

/** The absolute directories in which the C compiler looks for headers. */
function includePath(one: ListedPackage): string[] {
  return [...one.CgoCFLAGS, ...one.CgoCPPFLAGS].flatMap((flag) => {
    const directory = /^-I(.+)$/.exec(flag)?.[1];
    return directory === undefined ? [] : [path.resolve(one.Dir, directory)];
  });
}

function isBelow(directory: string, file: string): boolean {
  return file.startsWith(directory.endsWith(path.sep) ? directory : directory + path.sep);
}

function nearestAbove(
  byDirectory: ReadonlyMap<string, readonly ListedPackage[]>,
  directory: string,
): readonly ListedPackage[] {
  for (let current = directory; ;) {
    const packages = byDirectory.get(current);
    if (packages !== undefined) return packages;
    const above = path.dirname(current);
    if (above === current) return [];
    current = above;
  }
}

/**
 * The packages whose tests reach one of the changed packages: those themselves, and all that depend on them, be
 * it only in their tests.
 *
 * @param candidates The import paths to choose from.
 */
export function reachedPackages(
  packages: readonly ListedPackage[],
  changed: ReadonlySet<string>,
  candidates: ReadonlySet<string>,
): string[] {
  return [...candidates].filter((candidate) => {
    const variants = packages.filter(
      (one) => one.ImportPath === candidate || one.ImportPath === `${candidate}.test`,
    );
    return (
      changed.has(candidate) ||
      variants.some((one) => one.Deps.some((dependency) => changed.has(withoutVariant(dependency))))
    );
  });
}

/** `example.com/p [example.com/p.test]` without the test that the variant is for. */
export function withoutVariant(importPath: string): string {
  return importPath.split(' ', 1)[0] ?? importPath;
}
