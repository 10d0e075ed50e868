import { onceFor } from '../base/once-for.ts';
import type { GoFile } from '../syntax/go-file.ts';
import type { Package } from './package.ts';

/**
 * Whether code of a file can come to C without leaving what is read: by its own package, or by one of the module that
 * it imports. Files say so, and most need no look at their functions.
 */
export function isFileNearC(file: GoFile, pkg: Package): boolean {
  return pkg.usesCgo || file.imports.some(({ path }) => pkg.imported(path)?.mayUseCgo === true);
}

/** The same for any file of a package. */
export function isNearC(pkg: Package): boolean {
  return nearC(pkg).isNear;
}

const nearC = onceFor((pkg: Package) => ({ isNear: pkg.files.some((file) => isFileNearC(file, pkg)) }));
