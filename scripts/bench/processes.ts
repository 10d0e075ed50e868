import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageOfFiles } from './generated-code.ts';
import { spreadOf } from './statistics.ts';
import type { Spread } from './statistics.ts';

/** What the command line may end with: nothing, findings, or files that could not be read whole. */
const verdicts = [0, 1, 3];

/** Milliseconds on the clock of a whole process of the command line, beside `git diff` of the same range. */
export interface ReviewTime {
  readonly what: string;
  readonly review: Spread;
  readonly gitDiff: Spread;
}

/** A change of some lines in a generated package, reviewed by `cli`, e.g. `dist/cli.js`. */
export function measureGeneratedReview(
  cli: string,
  files: number,
  changedLines: number,
  runs: number,
): ReviewTime {
  const directory = mkdtempSync(path.join(tmpdir(), 'cgo-review-bench-'));
  try {
    commitGenerated(directory, files, changedLines);
    const range = { base: 'HEAD~1', head: 'HEAD' };
    const [review, gitDiff] = timesOf(cli, directory, [range], runs);
    return { what: `${changedLines} lines changed in a package of ${files} files`, review, gitDiff };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The last commits of a repository that change Go or C, each reviewed once; undefined outside of git. */
export function measureCommits(cli: string, directory: string, count: number): ReviewTime | undefined {
  const inside = spawnSync('git', ['-C', directory, 'rev-parse', '--show-toplevel'], { encoding: 'utf8' });
  if (inside.status !== 0) return undefined;
  const listed = git(directory, [
    'log',
    '--no-merges',
    `--max-count=${count}`,
    '--format=%H %P',
    '--',
    '*.go',
    '*.c',
    '*.h',
  ]);
  const ranges = listed
    .split('\n')
    .map((line) => line.split(' '))
    .flatMap(([head, base]) =>
      head === undefined || base === undefined || base === '' ? [] : { base, head },
    )
    // A shallow clone knows the names of parents that it does not have.
    .filter(({ base }) => spawnSync('git', ['-C', directory, 'cat-file', '-e', base]).status === 0);
  if (ranges.length === 0) return undefined;
  const [review, gitDiff] = timesOf(cli, directory, ranges, 1);
  return { what: `${ranges.length} commits of ${path.basename(directory)}`, review, gitDiff };
}

function timesOf(
  cli: string,
  directory: string,
  ranges: readonly { readonly base: string; readonly head: string }[],
  runs: number,
): [Spread, Spread] {
  const reviews: number[] = [];
  const diffs: number[] = [];
  for (let run = 0; run < runs; run++) {
    for (const { base, head } of ranges) {
      diffs.push(wall('git', ['diff', base, head], directory, [0]));
      reviews.push(
        wall(process.execPath, [cli, 'review', '--base', base, '--head', head], directory, verdicts),
      );
    }
  }
  return [spreadOf(reviews), spreadOf(diffs)];
}

function wall(command: string, args: readonly string[], cwd: string, expected: readonly number[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const time = performance.now() - started;
  if (status === null || !expected.includes(status)) {
    throw new Error(`${command} ${args.join(' ')} in ${cwd} ended with ${String(status)}: ${stderr}`);
  }
  return time;
}

const functionsEach = 6;

/** Two commits; the second one changes a line in each of some functions, the same few in each of as many files as it takes. */
function commitGenerated(directory: string, files: number, changedLines: number): void {
  mkdirSync(path.join(directory, 'a'));
  const texts = packageOfFiles(files, functionsEach);
  const write = (change: (text: string, index: number) => string): void => {
    for (const [index, [name, text]] of [...texts].entries()) {
      writeFileSync(path.join(directory, 'a', name), change(text, index));
    }
  };
  const commit = (message: string): void => {
    git(directory, ['add', '.']);
    git(directory, [
      '-c',
      'user.name=bench',
      '-c',
      'user.email=bench@localhost',
      'commit',
      '-q',
      '-m',
      message,
    ]);
  };
  git(directory, ['init', '-q']);
  writeFileSync(path.join(directory, 'go.mod'), 'module example.com/a\n\ngo 1.22\n');
  write((text) => text);
  commit('base');
  let left = changedLines;
  write((text, index) => {
    if (index % Math.floor((files * functionsEach) / changedLines) !== 0) return text;
    return text.replaceAll('C.puts(cs) < 0', (line) => (left-- > 0 ? 'C.puts(cs) <= -1' : line));
  });
  commit('change');
}

function git(directory: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: directory, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')} in ${directory}: ${stderr}`);
  return stdout;
}
