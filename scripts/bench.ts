/**
 * Measures how fast and how large cgo-review is: `node scripts/bench.ts [--json FILE] [--only PART]… [DIR…]`.
 *
 * DIR are Go repositories; without any, GOROOT/src and what the variable CGO_REVIEW_BENCH names (parted by `:`).
 * `--fetch` adds five public repositories, cloned into `.cache/bench` at pinned commits; nothing else is fetched.
 * Every part runs in a process of its own. The parts are those of `parts` below; `--runs` is how often each is
 * measured after its warm-up, `--cli` the command line that is measured as a process.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fetchRepositories } from './bench/fetch.ts';
import { measureGrowth } from './bench/growth.ts';
import type { Growth } from './bench/growth.ts';
import { measureMemory } from './bench/memory.ts';
import type { MemoryUse } from './bench/memory.ts';
import { measureCommits, measureGeneratedReview } from './bench/processes.ts';
import type { ReviewTime } from './bench/processes.ts';
import { growthTable, memoryTable, reviewTable, throughputTable } from './bench/results.ts';
import { measureThroughput } from './bench/throughput.ts';
import type { Throughput } from './bench/throughput.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const parts = ['throughput', 'review', 'memory', 'growth'] as const;
const audits = 10;
const toolchain = 'go';

/** What a process of its own measures. */
interface Measured {
  readonly throughput: Throughput;
  readonly memory: MemoryUse;
  readonly growth: Growth[];
}

/** The content of `--json FILE`. */
interface Results {
  readonly machine: { readonly node: string; readonly cpu: string; readonly cores: number };
  readonly throughput: Throughput[];
  readonly review: ReviewTime[];
  readonly memory: MemoryUse[];
  readonly growth: Growth[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    only: { type: 'string', multiple: true, default: [...parts] },
    runs: { type: 'string', default: '5' },
    fetch: { type: 'boolean', default: false },
    cli: { type: 'string', default: path.join(root, 'dist/cli.js') },
    /** The part that a child process measures. */
    measure: { type: 'string' },
  },
});
const unknown = values.only.find((part) => !parts.some((known) => known === part));
const runs = Number(values.runs);
if (unknown !== undefined || !Number.isInteger(runs) || runs < 1) {
  console.error(`--only is one of ${parts.join(', ')}; --runs is a whole number from 1.`);
  process.exitCode = 2;
} else if (values.measure !== undefined) {
  process.stdout.write(JSON.stringify(await measured(values.measure, positionals[0] ?? '.')));
} else {
  report(measureAll(directories()));
}

function directories(): string[] {
  const given = positionals.map((directory) => path.resolve(directory));
  const fetched = values.fetch ? fetchRepositories(path.join(root, '.cache/bench')) : [];
  if (given.length > 0) return [...given, ...fetched];
  const { status, stdout } = spawnSync(toolchain, ['env', 'GOROOT'], { encoding: 'utf8' });
  if (status !== 0) throw new Error('go env GOROOT failed: install Go, or name the directories to measure');
  const named = (process.env['CGO_REVIEW_BENCH'] ?? '').split(':').filter((name) => name !== '');
  return [path.join(stdout.trim(), 'src'), ...named.map((name) => path.resolve(name)), ...fetched];
}

function measureAll(all: readonly string[]): Results {
  const wants = (part: (typeof parts)[number]): boolean => values.only.includes(part);
  const [cpu] = os.cpus();
  return {
    machine: { node: process.version, cpu: cpu?.model ?? 'unknown', cores: os.cpus().length },
    throughput: wants('throughput') ? all.map((directory) => inProcess('throughput', directory)) : [],
    review: wants('review')
      ? [
          measureGeneratedReview(values.cli, 300, 200, runs),
          ...all.flatMap((directory) => measureCommits(values.cli, directory, 10) ?? []),
        ]
      : [],
    // One is enough, and the largest says most: each audit makes and drops what all its packages need.
    memory: wants('memory') ? all.slice(0, 2).map((directory) => inProcess('memory', directory)) : [],
    growth: wants('growth') ? inProcess('growth', '.') : [],
  };
}

/** Measures in a new process, whose memory and compiled code are its own; the same script says there what it found. */
function inProcess<P extends keyof Measured>(part: P, directory: string): Measured[P] {
  console.error(`measuring ${part} of ${directory}`);
  const script = fileURLToPath(import.meta.url);
  const options = ['--expose-gc', '--no-warnings', script, '--measure', part, '--runs', String(runs)];
  const { status, stdout } = spawnSync(process.execPath, [...options, directory], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`the measurement of ${directory} ended with ${String(status)}`);
  return JSON.parse(stdout) as Measured[P];
}

function measured(part: string, directory: string): Promise<Measured[keyof Measured]> {
  switch (part) {
    case 'throughput':
      return measureThroughput(directory, runs);
    case 'memory':
      return measureMemory(directory, audits);
    default:
      return measureGrowth(runs);
  }
}

function report(results: Results): void {
  const { node, cpu, cores } = results.machine;
  console.log(`Node ${node}, ${cpu}, ${String(cores)} cores\n`);
  if (results.throughput.length > 0) console.log(throughputTable(results.throughput));
  if (results.review.length > 0) console.log(reviewTable(results.review));
  if (results.memory.length > 0) console.log(memoryTable(results.memory));
  if (results.growth.length > 0) console.log(growthTable(results.growth));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
}
