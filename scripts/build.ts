/**
 * Bundles the action and the command line into `dist/`: `node scripts/build.ts [--check] [--dist DIR]`.
 *
 * `dist/` is committed, so its bytes depend on the sources and the pinned packages alone. `--check` builds in
 * memory, lists every file of `dist/` that differs or lacks its executable bit, and exits with 1 where there is one.
 */
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import type { BuildResult } from 'esbuild';
import { licenceNotices } from './build/licences.ts';
import { stableNames } from './build/names.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const entries: Readonly<Record<string, string>> = {
  index: 'src/entry/action.ts',
  cli: 'src/entry/cli.ts',
};

/** Read at run time from beside the bundle; the grammars come with the packages of the native parser. */
const wasmFiles: readonly { readonly name: string; readonly from: string }[] = [
  { name: 'tree-sitter.wasm', from: 'web-tree-sitter' },
  { name: 'tree-sitter-go.wasm', from: 'tree-sitter-go' },
  { name: 'tree-sitter-c.wasm', from: 'tree-sitter-c' },
];

/** The optional native parser is never bundled: it is loaded from where the user installed it. */
const external = ['tree-sitter', 'tree-sitter-go', 'tree-sitter-c'];

/** Dependencies in CommonJS call `require`, which an ES module does not have. */
const banner = [
  "import { createRequire as createBundleRequire } from 'node:module';",
  'const require = createBundleRequire(import.meta.url);',
].join('\n');

const shebang = '#!/usr/bin/env node\n';

/** What is run by its name: npm sets the bit when it installs, pre-commit takes it from the commit. */
const executable = 'cli.js';

/** All files of `dist/`, by name. */
type Files = ReadonlyMap<string, Uint8Array>;

async function buildFiles(): Promise<Files> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: path.join(root, 'dist'),
    bundle: true,
    splitting: true,
    // Flat, because the wasm files are found beside the module that asks for them, wherever it was put.
    chunkNames: '[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    charset: 'utf8',
    legalComments: 'linked',
    banner: { js: banner },
    external,
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const files = new Map(bundledFiles(result));
  for (const { name, from } of wasmFiles) files.set(name, await wasm(from, name));
  files.set('package.json', Buffer.from('{ "type": "module" }\n'));
  const packages = wasmFiles.map(({ from }) => `node_modules/${from}/`);
  const notices = await licenceNotices(root, [...Object.keys(result.metafile.inputs), ...packages]);
  files.set('THIRD_PARTY_LICENSES.txt', Buffer.from(notices));
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function bundledFiles(result: BuildResult<{ metafile: true; write: false }>): [string, Uint8Array][] {
  const names = stableNames(result.metafile, 'dist/', Object.keys(entries));
  return result.outputFiles.map(({ path: file, text }) => {
    const name = names.rename(path.basename(file));
    const content = names.restore(text);
    // esbuild keeps the entry's own first line; the published command has it in any case.
    const code = name === executable && !content.startsWith('#!') ? shebang + content : content;
    return [name, Buffer.from(code)];
  });
}

async function wasm(from: string, name: string): Promise<Uint8Array> {
  const file = path.join(root, 'node_modules', from, name);
  try {
    return await readFile(file);
  } catch (cause) {
    throw new Error(`${from} is not installed: run "npm ci", and see there why npm left it out`, { cause });
  }
}

async function writeFiles(files: Files, dist: string): Promise<void> {
  await mkdir(dist, { recursive: true });
  for (const name of await readdir(dist)) {
    if (!files.has(name)) await rm(path.join(dist, name), { recursive: true });
  }
  for (const [name, bytes] of files) await writeFile(path.join(dist, name), bytes);
  await chmod(path.join(dist, executable), 0o755);
}

/** One line for each file that is missing, superfluous or different, and for the command where it cannot be run. */
async function differences(files: Files, dist: string): Promise<string[]> {
  const present = new Set(existsSync(dist) ? await readdir(dist) : []);
  const lines: string[] = [];
  for (const [name, bytes] of files) {
    const file = path.join(dist, name);
    if (!present.has(name)) {
      lines.push(`missing: ${name}`);
      continue;
    }
    if (!(await readFile(file)).equals(bytes)) lines.push(`differs: ${name}`);
    if (name === executable && !(await isExecutable(file))) lines.push(`not executable: ${name}`);
  }
  for (const name of present) if (!files.has(name)) lines.push(`superfluous: ${name}`);
  return lines;
}

async function isExecutable(file: string): Promise<boolean> {
  // The owner's bit is the one that git keeps.
  return ((await stat(file)).mode & 0o100) !== 0;
}

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    dist: { type: 'string', default: path.join(root, 'dist') },
  },
});
const files = await buildFiles();
if (values.check) {
  const lines = await differences(files, values.dist);
  if (lines.length > 0) {
    console.error(['dist/ is not what the sources build; run "npm run build".', ...lines].join('\n'));
    process.exitCode = 1;
  }
} else {
  await writeFiles(files, values.dist);
  const size = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  console.log(`dist: ${String(files.size)} files, ${String(Math.round(size / 1024))} KiB`);
}
