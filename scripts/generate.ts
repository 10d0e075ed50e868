/**
 * Writes everything that is derived from the rules, the programs, `action.yml`, the tables of libraries and the
 * configuration's schema: `node scripts/generate.ts [--check]`. With `--check` nothing is written: every file that is not what would be
 * written is listed, and the exit status is 1 where there is one.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { configJsonSchema } from '../src/config/schema.ts';
import { GenerateError } from './generate/error.ts';
import { actionTables } from './generate/action-tables.ts';
import { configSchemaFile } from './generate/config-schema.ts';
import { sessionSections } from './generate/diagnosing.ts';
import { librariesModule, libraryList, loadLibraries } from './generate/libraries.ts';
import { registryModule } from './generate/registry-module.ts';
import { remediesPage } from './generate/remedies.ts';
import { ruleIndex, rulePages, ruleTable } from './generate/rule-pages.ts';
import { loadRules } from './generate/rules.ts';
import { withSections } from './generate/sections.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Folders that hold generated files alone: what else is found there is left over from a rule that is gone. */
const ownedFolders = ['docs/rules'];

/** All generated files: path relative to the repository's root, and content. */
async function generate(): Promise<Map<string, string>> {
  const rules = await loadRules(root);
  const action = actionTables(await readFile(path.join(root, 'action.yml'), 'utf8'));
  const libraries = await loadLibraries(root);
  const sections = { ...action, rules: ruleTable(rules, 'docs/rules/') };
  return new Map([
    ['src/rules/registry.generated.ts', registryModule(rules)],
    ...rulePages(rules).map(({ id, text }): [string, string] => [`docs/rules/${id}.md`, text]),
    ['docs/rules/index.md', ruleIndex(rules)],
    ['docs/schema/config.schema.json', configSchemaFile(configJsonSchema())],
    ['src/knowledge/libraries.generated.ts', librariesModule(libraries)],
    ['docs/remedies.md', await remediesPage(root, new Set(rules.map(({ rule }) => rule.id)))],
    await document('docs/diagnosing.md', await sessionSections(root)),
    await document('docs/libraries.md', { libraries: libraryList(libraries) }),
    await document('README.md', sections),
  ]);
}

/** A written document, with what is generated in it. */
async function document(
  file: string,
  sections: Readonly<Record<string, string>>,
): Promise<[file: string, text: string]> {
  return [file, withSections(file, await readFile(path.join(root, file), 'utf8'), sections)];
}

/** The files that do not have the content that they should have, sorted. */
async function staleFiles(files: ReadonlyMap<string, string>): Promise<string[]> {
  const stale: string[] = [];
  for (const [file, content] of files) {
    const target = path.join(root, file);
    if (!existsSync(target) || (await readFile(target, 'utf8')) !== content) stale.push(file);
  }
  return [...stale, ...(await leftOver(files))].sort();
}

async function leftOver(files: ReadonlyMap<string, string>): Promise<string[]> {
  const found: string[] = [];
  for (const folder of ownedFolders) {
    if (!existsSync(path.join(root, folder))) continue;
    for (const name of await readdir(path.join(root, folder))) found.push(`${folder}/${name}`);
  }
  return found.filter((file) => !files.has(file));
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const files = await generate();
  const stale = await staleFiles(files);
  if (values.check) {
    if (stale.length === 0) return 0;
    console.error(['These generated files are stale; run "npm run generate".', ...stale].join('\n'));
    return 1;
  }
  for (const file of stale) {
    const target = path.join(root, file);
    const content = files.get(file);
    if (content === undefined) {
      await rm(target, { recursive: true });
    } else {
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, content);
    }
    console.log(`${content === undefined ? 'removed' : 'wrote'} ${file}`);
  }
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof GenerateError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
