import { Package } from './package.ts';
import type { ImportedTypes } from './type-scope.ts';

/**
 * The whole model of a package of the module that others import, bodies included: made once for all of them, from its
 * Go files and their preambles; its C files and headers are not at hand.
 */
export function importedModel(imported: ImportedTypes, importer: Package): Package {
  let model = models.get(imported);
  if (model === undefined) {
    model = new Package(imported.path, imported.files, [], importer.goVersion, undefined, importer.libraries);
    models.set(imported, model);
  }
  return model;
}

const models = new WeakMap<ImportedTypes, Package>();
