/**
 * Checks the files of a list in a process of its own, and writes a line as each one is done. The list stands on
 * standard input; `task-runner.ts` starts this, watches the lines, and ends it where one does not come in time.
 */
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { createNativeParser } from '../../src/parser/native.ts';
import { wasmParser } from '../parser.ts';
import { problemsOfFile } from './checks.ts';
import { languageOf } from './corpus.ts';
import { mutate } from './mutations.ts';

/** A file, and how it is damaged first. */
export interface Task {
  readonly path: string;
  /** The seed of its damage; undefined: as it is. */
  readonly seed?: number;
}

/** One line of output. */
export interface Done {
  /** In the list. */
  readonly index: number;
  readonly problems: readonly string[];
}

const tasks = JSON.parse(await text(process.stdin)) as Task[];
const backends = {
  wasm: await wasmParser(),
  native: await createNativeParser((name) => import(name)),
};
for (const [index, { path, seed }] of tasks.entries()) {
  const original = readFileSync(path, 'utf8');
  const damaged = seed === undefined ? original : mutate(original, seed).text;
  const language = languageOf(path) ?? 'go';
  const problems = problemsOfFile({ path, language, text: damaged }, backends);
  const done: Done = { index, problems };
  process.stdout.write(`${JSON.stringify(done)}\n`);
}
