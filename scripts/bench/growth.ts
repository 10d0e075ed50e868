import { audit, auditContext } from './audit.ts';
import { longFunctions, packageOfFiles } from './generated-code.ts';
import { cpuSeconds, growthExponent, spreadOf } from './statistics.ts';
import { textRepository } from './text-repository.ts';

/** The time that something takes for n, 2n and 4n of its kind. */
export interface Growth {
  readonly what: string;
  /** Least seconds of CPU by size, of several runs. */
  readonly points: readonly { readonly size: number; readonly time: number }[];
  /** The `k` of `time ~ size^k`. */
  readonly exponent: number;
}

const functionLines = [5_000, 10_000, 20_000];
const packageFiles = [750, 1_500, 3_000];

/** How the time of an audit grows with the lines of a function, for each of its shapes, and with the files. */
export async function measureGrowth(runs: number): Promise<Growth[]> {
  const context = await auditContext();
  const grow = async (
    what: string,
    sizes: readonly number[],
    texts: (size: number) => ReadonlyMap<string, string>,
  ): Promise<Growth> => {
    const points: { size: number; time: number }[] = [];
    for (const size of sizes) {
      const repository = textRepository(texts(size));
      const times: number[] = [];
      for (let run = 0; run <= runs; run++) times.push(await cpuSeconds(() => audit(repository, context)));
      // The first run is the warm-up; what else the machine does can only add to the least.
      points.push({ size, time: spreadOf(times.slice(1)).min });
    }
    return { what, points, exponent: growthExponent(points) };
  };
  const found: Growth[] = [];
  for (const { name, text } of longFunctions) {
    const what = `lines of a function, ${name}`;
    found.push(await grow(what, functionLines, (size) => new Map([['a.go', text(size)]])));
  }
  found.push(await grow('files of a package', packageFiles, (size) => packageOfFiles(size)));
  return found;
}
