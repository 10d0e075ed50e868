import type { Parser } from '../parser/parser.ts';
import { readCFile } from '../syntax/c-file.ts';
import type { CFile } from '../syntax/c-file.ts';
import { readGoFile } from '../syntax/go-file.ts';
import type { GoFile } from '../syntax/go-file.ts';
import type { SourceFile } from '../source/snapshot.ts';

/** Parses each blob once: a file that the change left alone has the same tree at the base and at the head. */
export class SourceReader {
  private readonly parser: Parser;
  private readonly goFiles = new Map<string, GoFile>();
  private readonly cFiles = new Map<string, CFile>();

  constructor(parser: Parser) {
    this.parser = parser;
  }

  go(file: SourceFile): GoFile {
    return remember(this.goFiles, file, () => readGoFile(this.parser, file.path, file.text));
  }

  c(file: SourceFile): CFile {
    return remember(this.cFiles, file, () => readCFile(this.parser, file.path, file.text));
  }
}

function remember<T>(known: Map<string, T>, file: SourceFile, read: () => T): T {
  const key = `${file.blob} ${file.path}`;
  let value = known.get(key);
  if (value === undefined) {
    value = read();
    known.set(key, value);
  }
  return value;
}
