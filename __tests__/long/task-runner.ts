import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { mutations } from './mutations.ts';
import type { Done, Task } from './worker.ts';

const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** A process takes so many files: the native parser gives no memory back. */
const share = 300;

/** A file that takes longer hangs; the slowest of Go's own takes some seconds. */
const limit = 60_000;

/**
 * Checks files in processes of their own, two at a time. @returns what is wrong, one sentence each: a crash and a
 * file that is not done within the limit too
 */
export async function problemsOfTasks(tasks: readonly Task[]): Promise<string[]> {
  const queue: Task[][] = [];
  for (let from = 0; from < tasks.length; from += share) queue.push(tasks.slice(from, from + share));
  const found: string[] = [];
  const work = async (): Promise<void> => {
    for (let list = queue.shift(); list !== undefined; list = queue.shift()) {
      const { problems, failed } = await inProcess(list);
      found.push(...problems);
      // What stood behind the file that ended the process has not been looked at.
      if (failed !== undefined && failed + 1 < list.length) queue.push(list.slice(failed + 1));
    }
  };
  await Promise.all([work(), work()]);
  return found;
}

/** @returns what was found, and the index of the file that ended the process, where one did */
async function inProcess(list: readonly Task[]): Promise<{ problems: string[]; failed?: number }> {
  const problems: string[] = [];
  const child = spawn(process.execPath, ['--no-warnings', worker], { stdio: ['pipe', 'pipe', 'pipe'] });
  const stop = (): void => void child.kill('SIGTERM');
  let timer = setTimeout(stop, limit);
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  child.stdin.end(JSON.stringify(list));
  let next = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    clearTimeout(timer);
    timer = setTimeout(stop, limit);
    const done = JSON.parse(line) as Done;
    next = done.index + 1;
    problems.push(...done.problems.map((problem) => `${nameOf(list[done.index])}: ${problem}`));
  }
  const status = await ended;
  clearTimeout(timer);
  if (status === 0 && next === list.length) return { problems };
  const [reason = 'it said nothing'] = errors
    .join('')
    .split('\n')
    .filter((text) => /Error|fatal/i.test(text));
  const what =
    child.signalCode === 'SIGTERM'
      ? `not done in ${limit / 1000} s`
      : `ended with ${String(status)}: ${reason}`;
  return { problems: [...problems, `${nameOf(list[next])}: ${what}`], failed: next };
}

function nameOf(task: Task | undefined): string {
  if (task?.seed === undefined) return task?.path ?? 'after the last file';
  const damage = mutations[task.seed % mutations.length]?.name ?? 'no damage';
  return `${task.path} with ${damage}, seed ${task.seed}`;
}
