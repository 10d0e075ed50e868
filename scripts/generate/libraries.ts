import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { pack } from '../../src/knowledge/library-pack.ts';
import type { LibraryTable } from '../../src/knowledge/library-schema.ts';
import { readTable } from '../../src/knowledge/library-table.ts';
import { GenerateError } from './error.ts';
import { markdownTable } from './markdown-table.ts';
import { notice } from './notice.ts';

const folder = 'src/knowledge/libraries';

/**
 * The tables of C libraries, sorted by the library's name.
 * @throws GenerateError that names file, place and mistake of every table that has one
 */
export async function loadLibraries(root: string): Promise<LibraryTable[]> {
  const names = (await readdir(path.join(root, folder))).filter((name) => name.endsWith('.yml'));
  const mistakes: string[] = [];
  const tables: LibraryTable[] = [];
  for (const name of names.sort()) {
    const file = `${folder}/${name}`;
    const read = readTable(parse(await readFile(path.join(root, file), 'utf8')));
    if (!read.ok) {
      const { path: place, expectation } = read.error;
      mistakes.push(`${file}: ${place.map(String).join('.') || 'the file'} must be ${expectation}`);
    } else if (`${read.value.library}.yml` === name) {
      tables.push(read.value);
    } else {
      mistakes.push(`${file}: library must be ${path.basename(name, '.yml')}, as the file is named`);
    }
  }
  if (mistakes.length > 0) throw new GenerateError(mistakes.join('\n'));
  return tables;
}

/** The text of `src/knowledge/libraries.generated.ts`: each table packed, as JSON, so that no file is read at run time. */
export function librariesModule(tables: readonly LibraryTable[]): string {
  return [
    `// ${notice}`,
    '/** The tables of `libraries/`, checked, packed, each as JSON. */',
    'export const libraryTables: readonly string[] = [',
    ...tables.map((table) => `  '${JSON.stringify(pack(table)).replaceAll(/['\\]/g, '\\$&')}',`),
    '];',
    '',
  ].join('\n');
}

/** The list of the built-in libraries for the page that explains the tables. */
export function libraryList(tables: readonly LibraryTable[]): string {
  return markdownTable(
    ['Library', 'Functions', 'Names begin with', 'Source'],
    tables.map(({ library, functions = {}, prefixes = [], source }) => [
      library,
      String(Object.keys(functions).length),
      prefixes.map((prefix) => `\`${prefix}\``).join(', '),
      `<${source}>`,
    ]),
  );
}
