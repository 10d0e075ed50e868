import { knownLibraries } from '../knowledge/library-index.ts';
import type { LibraryIndex } from '../knowledge/library-index.ts';
import type { Parser } from '../parser/parser.ts';
import { parseC } from '../syntax/c-file.ts';
import type { CFile } from '../syntax/c-file.ts';
import { readsTheSame } from '../syntax/c-macro-definitions.ts';
import type { MacroTable, MacrosElsewhere } from '../syntax/c-macro-definitions.ts';
import { plainC } from '../syntax/c-macros.ts';
import type { PlainC } from '../syntax/c-macros.ts';
import { readGoFile, withMacrosElsewhere } from '../syntax/go-file.ts';
import type { GoFile } from '../syntax/go-file.ts';
import type { SourceFile } from '../source/snapshot.ts';

/**
 * Parses each blob once: a file that the change left alone has the same tree at the base and at the head. C is parsed
 * again where other files give it macros that change how it reads.
 */
export class SourceReader {
  /** What the packages of these sources know of C libraries. */
  readonly libraries: LibraryIndex;
  private readonly parser: Parser;
  private readonly goFiles: ByPath<GoFile> = new Map();
  private readonly goReadings: ByPath<GoFile[]> = new Map();
  private readonly plainTexts: ByPath<PlainC> = new Map();
  private readonly cReadings: ByPath<CFile[]> = new Map();

  constructor(parser: Parser, libraries: LibraryIndex = knownLibraries()) {
    this.parser = parser;
    this.libraries = libraries;
  }

  go(file: SourceFile): GoFile {
    return remember(this.goFiles, file, () => readGoFile(this.parser, file.path, file.text));
  }

  /** A file whose preambles are read with macros of other files; where these are the same, it is the same value. */
  goAmong(file: SourceFile, elsewhere: MacrosElsewhere): GoFile {
    const readings = remember(this.goReadings, file, () => [this.go(file)]);
    const known = readings.find(({ preambles }) =>
      preambles.every(({ asked }) => readsTheSame(asked, elsewhere)),
    );
    if (known !== undefined) return known;
    const read = withMacrosElsewhere(this.parser, this.go(file), elsewhere);
    readings.push(read);
    return read;
  }

  /** The `#define`s of a C file. */
  macrosOf(file: SourceFile): MacroTable {
    return this.plain(file).macros;
  }

  /** A C file that is read with macros of other files; where these are the same, it is the same value. */
  c(file: SourceFile, elsewhere: MacrosElsewhere): CFile {
    const readings = remember(this.cReadings, file, (): CFile[] => []);
    let read = readings.find(({ asked }) => readsTheSame(asked, elsewhere));
    if (read === undefined) {
      const alone = this.plain(file);
      const plain = readsTheSame(alone.asked, elsewhere) ? alone : plainC(file.text, elsewhere);
      read = { path: file.path, ...parseC(this.parser, plain) };
      readings.push(read);
    }
    return read;
  }

  private plain(file: SourceFile): PlainC {
    return remember(this.plainTexts, file, () => plainC(file.text));
  }

  /** Keeps no tree of a path any longer. */
  forget(path: string): void {
    for (const known of [this.goFiles, this.goReadings, this.plainTexts, this.cReadings]) known.delete(path);
  }
}

/** What was made of each blob of a path. */
type ByPath<T> = Map<string, Map<string, T>>;

function remember<T>(known: ByPath<T>, { path, blob }: SourceFile, read: () => T): T {
  let blobs = known.get(path);
  if (blobs === undefined) {
    blobs = new Map<string, T>();
    known.set(path, blobs);
  }
  let value = blobs.get(blob);
  if (value === undefined) {
    value = read();
    blobs.set(blob, value);
  }
  return value;
}
