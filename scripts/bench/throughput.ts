import { analyseDirectories } from '../../src/app/analysis.ts';
import { directoriesWithGo } from '../../src/app/audit-tree.ts';
import { packagesOf } from '../../src/app/packages.ts';
import type { RunContext } from '../../src/app/review-change.ts';
import { SnapshotLoader } from '../../src/app/snapshot-loader.ts';
import { SourceReader } from '../../src/app/source-reader.ts';
import type { Language, Parser } from '../../src/parser/parser.ts';
import { sourceKind } from '../../src/source/classify.ts';
import { parseTree } from '../../src/syntax/lower.ts';
import { audit, auditContext } from './audit.ts';
import { DirectoryRepository } from './directory-repository.ts';
import { cpuSeconds, spreadOf } from './statistics.ts';
import type { Spread } from './statistics.ts';

/** How fast one directory is audited; rates are Go and C bytes per second of CPU, in millions. */
export interface Throughput {
  readonly directory: string;
  /** Go and C files that an audit looks at, and their millions of bytes. */
  readonly files: number;
  readonly megabytes: number;
  /** Those of packages that cross into C or use unsafe: only they are parsed and modelled. */
  readonly modelledMegabytes: number;
  readonly findings: number;
  /** Every file that is offered is parsed, and lowered to our trees. */
  readonly parse: Spread;
  readonly lower: Spread;
  /** All files are offered, and those of packages without anything of cgo or unsafe cost a look. */
  readonly model: Spread;
  readonly whole: Spread;
  /** The same over the modelled files alone: what a package costs that does cross. */
  readonly modelled: {
    readonly parse: Spread;
    readonly lower: Spread;
    readonly model: Spread;
    readonly whole: Spread;
  };
  /** Millions of bytes that the process held at most. */
  readonly peak: number;
}

interface Source {
  readonly path: string;
  readonly language: Language;
  readonly text: string;
}

/** Measures each stage `runs` times, behind the runs that warm it up. */
export async function measureThroughput(directory: string, runs: number): Promise<Throughput> {
  const repository = new DirectoryRepository(directory);
  const context = await auditContext();
  const { parser } = context;
  const { offered, modelled } = await sources(repository, parser);
  const [all, some] = [offered, modelled].map(megabytes) as [number, number];
  const rate = async (size: number, work: () => unknown): Promise<Spread> => {
    await repeated(work, warmUpSeconds);
    const rates: number[] = [];
    for (let run = 0; run < runs; run++) rates.push(size / (await repeated(work, measuredSeconds)));
    return spreadOf(rates);
  };
  const modelOnly = (): Promise<unknown> => withoutRules(repository, context);
  let findings = 0;
  const whole = async (): Promise<void> => {
    findings = (await audit(repository, context)).report.findings.length;
  };
  const [parse, lower] = [
    await rate(all, () => parseAll(parser, offered)),
    await rate(all, () => lowerAll(parser, offered)),
  ];
  const modelSeconds = await rate(1, modelOnly);
  const wholeSeconds = await rate(1, whole);
  return {
    directory,
    files: offered.length,
    megabytes: all,
    modelledMegabytes: some,
    findings,
    parse,
    lower,
    model: scaled(modelSeconds, all),
    whole: scaled(wholeSeconds, all),
    modelled: {
      parse: await rate(some, () => parseAll(parser, modelled)),
      lower: await rate(some, () => lowerAll(parser, modelled)),
      model: scaled(modelSeconds, some),
      whole: scaled(wholeSeconds, some),
    },
    peak: process.resourceUsage().maxRSS / 1024,
  };
}

/**
 * V8 compiles what runs often, so a stage is warm only after some time, which one run over a small repository is not;
 * and its clock and collector weigh on what is measured for less than this.
 */
const warmUpSeconds = 8;
const measuredSeconds = 0.5;

/** Does some work until it took `least` seconds of CPU. @returns the seconds that it took each time */
async function repeated(work: () => unknown, least: number): Promise<number> {
  let seconds = 0;
  let times = 0;
  while (seconds < least) {
    seconds += await cpuSeconds(work);
    times++;
  }
  return seconds / times;
}

function scaled({ min, median, max }: Spread, factor: number): Spread {
  return { min: min * factor, median: median * factor, max: max * factor };
}

function megabytes(list: readonly Source[]): number {
  return list.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) / 1e6;
}

function parseAll(parser: Parser, list: readonly Source[]): void {
  for (const { language, text } of list) parser.parse(language, text).free();
}

function lowerAll(parser: Parser, list: readonly Source[]): void {
  for (const { language, text } of list) parseTree(parser, language, text);
}

/** Everything up to the rules: loading, parsing, lowering, and the model of each package. */
async function withoutRules(repository: DirectoryRepository, context: RunContext): Promise<unknown> {
  return analyseDirectories(
    repository,
    { kind: 'commit', id: 'benchmark' },
    (loader) => directoriesWithGo(loader, () => true),
    [],
    new SourceReader(context.parser),
  );
}

/** The Go and C files that an audit loads, and those of the packages that it models. */
async function sources(
  repository: DirectoryRepository,
  parser: Parser,
): Promise<{ offered: Source[]; modelled: Source[] }> {
  const loader = await SnapshotLoader.open(repository, { kind: 'commit', id: 'benchmark' });
  const directories = directoriesWithGo(loader, () => true);
  const snapshot = await loader.load(directories);
  const offered = [...snapshot.files.values()].flatMap(({ path, text }): Source[] => {
    const kind = sourceKind(path);
    if (kind === undefined || kind === 'go-mod') return [];
    return [{ path, text, language: kind === 'go' ? 'go' : 'c' }];
  });
  const reader = new SourceReader(parser);
  const paths = new Set<string>();
  for (const directory of directories) {
    const { goFiles, cPaths } = packagesOf(directory, snapshot, loader, reader);
    for (const path of [...goFiles.map((file) => file.path), ...cPaths]) paths.add(path);
  }
  return { offered, modelled: offered.filter(({ path }) => paths.has(path)) };
}
