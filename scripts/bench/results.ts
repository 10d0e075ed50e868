import path from 'node:path';
import type { Growth } from './growth.ts';
import type { MemoryUse } from './memory.ts';
import type { ReviewTime } from './processes.ts';
import type { Spread } from './statistics.ts';
import { table } from './table.ts';
import type { Throughput } from './throughput.ts';

/** Millions of Go and C bytes per second of CPU, each stage with all before it. */
export function throughputTable(list: readonly Throughput[]): string {
  const head = ['MB per CPU-second (min/median/max)', 'MB', 'parse', '+ lowering', '+ model', '+ rules'];
  const rows = list.flatMap((one) => {
    const name = path.basename(one.directory);
    const stages = ({ parse, lower, model, whole }: Throughput['modelled']): string[] => [
      ...[parse, lower, model, whole].map((spread) => spreadText(spread, 1)),
      (whole.median / parse.median).toFixed(2),
    ];
    return [
      [
        `${name === 'src' ? 'GOROOT/src' : name}, all`,
        one.megabytes.toFixed(1),
        ...stages(one),
        peakText(one),
      ],
      ['  packages that cross', one.modelledMegabytes.toFixed(1), ...stages(one.modelled)],
    ];
  });
  const repositories = list.filter(({ directory }) => path.basename(directory) !== 'src');
  if (repositories.length > 1) rows.push(togetherRow(repositories));
  return table([...head, 'whole / parse', 'peak RSS'], rows);
}

/** Several directories as one, by the medians: all their bytes, over the seconds that all of them take. */
function togetherRow(list: readonly Throughput[]): string[] {
  const size = list.reduce((sum, { megabytes }) => sum + megabytes, 0);
  const rate = (stage: 'parse' | 'lower' | 'model' | 'whole'): number =>
    size / list.reduce((sum, one) => sum + one.megabytes / one[stage].median, 0);
  return [
    `these ${String(list.length)} together`,
    size.toFixed(1),
    ...(['parse', 'lower', 'model', 'whole'] as const).map((stage) => rate(stage).toFixed(1)),
    (rate('whole') / rate('parse')).toFixed(2),
    '',
  ];
}

export function reviewTable(list: readonly ReviewTime[]): string {
  return table(
    ['review as a process, ms (min/median/max)', 'cgo-review', 'git diff'],
    list.map(({ what, review, gitDiff }) => [what, spreadText(review, 0), spreadText(gitDiff, 0)]),
  );
}

export function memoryTable(list: readonly MemoryUse[]): string {
  const count = Math.max(...list.map(({ resident }) => resident.length));
  return table(
    ['MB after each audit', ...Array.from({ length: count }, (_, i) => String(i + 1))],
    list.flatMap(({ directory, resident, heap }) => [
      [`${path.basename(directory)}, resident`, ...resident.map((size) => size.toFixed(0))],
      [`${path.basename(directory)}, heap`, ...heap.map((size) => size.toFixed(0))],
    ]),
  );
}

export function growthTable(list: readonly Growth[]): string {
  return table(
    ['CPU-seconds by size', 'n', '2n', '4n', 'exponent'],
    list.map(({ what, points, exponent }) => [
      what,
      ...points.map(({ size, time }) => `${size}: ${time.toFixed(2)}`),
      exponent.toFixed(2),
    ]),
  );
}

function spreadText({ min, median, max }: Spread, digits: number): string {
  return [min, median, max].map((value) => value.toFixed(digits)).join('/');
}

function peakText({ peak }: Throughput): string {
  return `${peak.toFixed(0)} MB`;
}
