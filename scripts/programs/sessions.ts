import { existsSync } from 'node:fs';
import { cp, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import { execute, minute } from './command.ts';
import { inTemporaryDirectory } from './program.ts';

const step = z.strictObject({
  /** A line for the shell, in the program's directory. */
  run: z.string().min(1),
  /** The status that it ends with; 0 where it is not given. */
  exit: z.int().optional(),
  /** What its output has to match. */
  match: z.string().optional(),
  /** Which parts of the output the page shows: from the first line that matches on. All of it where it is not given. */
  show: z.array(z.strictObject({ from: z.string(), lines: z.int().positive() })).optional(),
});

const declaration = z.strictObject({
  /** The programs that it needs besides Go, gcc and the usual ones. */
  needs: z.array(z.string()).optional(),
  /** How often it is tried until it shows what it is to show: a tool may miss what it mostly sees. */
  attempts: z.int().positive().default(5),
  steps: z.array(step).min(1),
});

const recording = z.strictObject({
  versions: z.array(z.string()),
  steps: z.array(z.strictObject({ run: z.string(), exit: z.int(), output: z.array(z.string()) })),
});

/** A program, and what one types to diagnose it: `examples/diagnosing/TOPIC/` with `main.go` and `session.json`. */
export interface Session extends z.infer<typeof declaration> {
  readonly topic: string;
  readonly directory: string;
}

/** The content of `recorded.json`: what was typed, and what came. */
export type Recording = z.infer<typeof recording>;

/** How each tool tells its version, in its first line. */
const versionCommands: Readonly<Record<string, string>> = {
  go: 'go version',
  gcc: 'gcc --version',
  valgrind: 'valgrind --version',
  dlv: "dlv version 2>&1 | sed -n 's/^Version: /Delve /p'",
  perf: 'perf --version',
};

const recordedFile = 'recorded.json';

/** All sessions, by topic. */
export async function findSessions(root: string): Promise<Session[]> {
  const folder = path.join(root, 'examples', 'diagnosing');
  const topics = (await readdir(folder)).sort();
  return Promise.all(topics.map((topic) => readSession(topic, path.join(folder, topic))));
}

async function readSession(topic: string, directory: string): Promise<Session> {
  const text = await readFile(path.join(directory, 'session.json'), 'utf8');
  const parsed = declaration.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new Error(`examples/diagnosing/${topic}/session.json: ${z.prettifyError(parsed.error)}`);
  }
  return { ...parsed.data, topic, directory };
}

/** What was recorded of a session, if anything was. */
export async function readRecording({ directory }: Session): Promise<Recording | undefined> {
  const file = path.join(directory, recordedFile);
  return existsSync(file) ? recording.parse(JSON.parse(await readFile(file, 'utf8'))) : undefined;
}

export async function writeRecording({ directory }: Session, made: Recording): Promise<void> {
  await writeFile(path.join(directory, recordedFile), `${JSON.stringify(made, undefined, 2)}\n`);
}

/** Which of the programs that a session needs are not on this machine. */
export async function missingPrograms({ needs = [] }: Session): Promise<string[]> {
  const missing: string[] = [];
  for (const program of needs) {
    const { exit } = await shell(`command -v ${program}`, undefined);
    if (exit !== 0) missing.push(program);
  }
  return missing;
}

/**
 * Types what a session says, in a copy of its directory.
 * @returns what is to be recorded, or what was not as the session has it
 */
export async function runSession(session: Session): Promise<Recording | string> {
  let outcome = await runOnce(session);
  for (let tries = 1; tries < session.attempts && typeof outcome === 'string'; tries++) {
    outcome = await runOnce(session);
  }
  return outcome;
}

async function runOnce(session: Session): Promise<Recording | string> {
  return inTemporaryDirectory(async (work) => {
    const directory = path.join(work, session.topic);
    await cp(session.directory, directory, { recursive: true });
    await writeFile(path.join(directory, 'go.mod'), 'module example\n\ngo 1.21\n');
    const steps: Recording['steps'] = [];
    for (const { run, exit: wanted = 0, match, show } of session.steps) {
      const { exit, output: raw } = await shell(run, directory);
      const output = stripVTControlCharacters(raw);
      if (exit !== wanted) return `${run}\nexit ${String(exit)} instead of ${String(wanted)}:\n${output}`;
      if (match !== undefined && !new RegExp(match, 'm').test(output)) {
        return `${run}\nthe output does not match /${match}/:\n${output}`;
      }
      const shown = shownLines(output.replaceAll(directory, '/home/me/example'), show);
      if (typeof shown === 'string') return `${run}\n${shown}`;
      steps.push({ run, exit, output: shown });
    }
    return { versions: await versions(session), steps };
  });
}

/** The lines that a page shows, with an ellipsis for what is left out; or what they lack. */
function shownLines(output: string, show: z.infer<typeof step>['show']): string[] | string {
  const lines = output.split('\n').map((line) => line.trimEnd());
  while (lines.at(-1) === '') lines.pop();
  if (show === undefined) return lines;
  const shown: string[] = [];
  let end = 0;
  for (const { from, lines: count } of show) {
    const start = lines.findIndex((line) => new RegExp(from).test(line));
    if (start === -1) return `no line matches /${from}/ in:\n${output}`;
    if (start > end) shown.push('…');
    end = start + count;
    shown.push(...lines.slice(start, end));
  }
  return end < lines.length ? [...shown, '…'] : shown;
}

async function versions({ needs = [] }: Session): Promise<string[]> {
  const told: string[] = [];
  for (const program of ['go', 'gcc', ...needs]) {
    const { exit, output } = await shell(versionCommands[program] ?? `${program} --version`, undefined);
    if (exit !== 0) throw new Error(`${program} does not tell its version:\n${output}`);
    told.push(output.split('\n', 1)[0] ?? '');
  }
  return told;
}

function shell(line: string, cwd: string | undefined): ReturnType<typeof execute> {
  return execute(['bash', '-c', line], { ...(cwd === undefined ? {} : { cwd }), timeout: 5 * minute });
}
