import type { GoFile } from '../syntax/go-file.ts';
import type { FileVisibility } from './file-visibility.ts';
import { Scope } from './scope.ts';
import type { GoSymbol } from './symbol.ts';

/**
 * The names of a package's own level. A name may have several definitions, under different build constraints: what
 * a file means by it depends on the builds that the file is in.
 */
export class PackageNames {
  private readonly visibility: FileVisibility;
  private readonly byName = new Map<string, GoSymbol[]>();
  private readonly byFile = new Map<GoFile, Map<string, GoSymbol>>();
  /** What the files of one visibility class mean by a name that they do not define themselves. */
  private readonly seen = new Map<number, Map<string, readonly GoSymbol[]>>();

  constructor(visibility: FileVisibility) {
    this.visibility = visibility;
  }

  declare(symbol: GoSymbol): void {
    const all = this.byName.get(symbol.name);
    if (all === undefined) this.byName.set(symbol.name, [symbol]);
    else all.push(symbol);
    let own = this.byFile.get(symbol.file);
    if (own === undefined) this.byFile.set(symbol.file, (own = new Map<string, GoSymbol>()));
    // A second one in a file does not compile: the first is kept.
    if (!own.has(symbol.name)) own.set(symbol.name, symbol);
  }

  /** All definitions of a name, in the order of the files. */
  definitionsOf(name: string): readonly GoSymbol[] {
    return this.byName.get(name) ?? [];
  }

  /**
   * The definitions that a name can refer to in a file, in the order of the files. One that is there in all builds of
   * the file is the only one: a name that is declared twice in a build does not compile.
   */
  definitionsFor(name: string, file: GoFile): readonly GoSymbol[] {
    const candidates = this.byName.get(name);
    if (candidates === undefined) return [];
    const own = this.byFile.get(file)?.get(name);
    if (own !== undefined) return [own];
    const visibilityClass = this.visibility.classOf(file);
    let known = this.seen.get(visibilityClass);
    if (known === undefined) {
      known = new Map<string, readonly GoSymbol[]>();
      this.seen.set(visibilityClass, known);
    }
    let seen = known.get(name);
    if (seen === undefined) {
      const certain = candidates.find((symbol) => this.visibility.alwaysSees(file, symbol.file));
      seen =
        certain === undefined
          ? candidates.filter((symbol) => this.visibility.sees(file, symbol.file))
          : [certain];
      known.set(name, seen);
    }
    return seen;
  }
}

/** The package's level as one of its files sees it. */
export class PackageScope extends Scope {
  private readonly all: PackageNames;
  private readonly file: GoFile;

  constructor(all: PackageNames, file: GoFile) {
    super(undefined);
    this.all = all;
    this.file = file;
  }

  /** The first of the definitions that a name can refer to. */
  override own(name: string): GoSymbol | undefined {
    return this.definitions(name)[0];
  }

  definitions(name: string): readonly GoSymbol[] {
    return this.all.definitionsFor(name, this.file);
  }
}
