import { assumedPackageName } from '../source/go-imports.ts';
import type { GoFile, Import } from '../syntax/go-file.ts';
import type { Bindings } from './bindings.ts';
import type { GoSymbol } from './symbol.ts';
import type { ImportedTypes } from './type-scope.ts';

/** A package of the module by its import path; undefined where its files are not at hand. */
export type Imported = (path: string) => ImportedTypes | undefined;

/** The name under which a file knows a package: as the import says, or the package's clause, or what Go tools assume. */
export function importNameOf({ name, path, node }: Import, imported: ImportedTypes | undefined): string {
  if (node.child('name') !== undefined) return name;
  return imported?.name ?? assumedPackageName(path);
}

/**
 * What `import . "path"` brings into a file: the exported names of a package, as if they were declared there
 * (https://go.dev/ref/spec#Import_declarations).
 */
export class DotImports {
  private readonly file: GoFile;
  private readonly bindings: Bindings;
  private readonly imported: Imported;
  private readonly entries: readonly Import[];
  private readonly known = new Map<string, GoSymbol | undefined>();

  constructor(file: GoFile, bindings: Bindings, imported: Imported) {
    this.file = file;
    this.bindings = bindings;
    this.imported = imported;
    this.entries = file.imports.filter(({ name }) => name === '.');
  }

  /**
   * What a name that nothing else declares refers to: one of a package that has it, or of the only one that could not
   * be read. It has no import path where there are several of these.
   */
  lookup(name: string): GoSymbol | undefined {
    if (this.entries.length === 0 || !/^\p{Lu}/u.test(name)) return undefined;
    if (!this.known.has(name)) this.known.set(name, this.find(name));
    return this.known.get(name);
  }

  private find(name: string): GoSymbol | undefined {
    const read = this.entries.map((entry) => ({ entry, symbols: this.imported(entry.path)?.symbols(name) }));
    const having = read.find(({ symbols }) => symbols !== undefined && symbols.length > 0);
    const candidates = having === undefined ? read.filter(({ symbols }) => symbols === undefined) : [having];
    const [first, ...more] = candidates;
    if (first === undefined) return undefined;
    const { path: importPath, node } = first.entry;
    const from = more.length === 0 ? { importPath } : {};
    return this.bindings.create('imported', name, this.file, node, undefined, from);
  }
}
