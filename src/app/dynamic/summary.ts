import type { SanitizedPackage, SanitizerSummary } from '../../report/report.ts';
import { counted } from '../../report/wording.ts';
import { parseReports } from '../../sanitizer/reports/parse.ts';
import type { BuildRecord, ExecutionRecord, SanitizerRun } from '../../sanitizer/run/sanitizer-run.ts';

/** What a run did, package by package. */
export function summaryOf(run: SanitizerRun): Omit<SanitizerSummary, 'apart' | 'unplaced'> {
  const { go, cc, platform } = run.toolchain;
  const executions = new Map<string, ExecutionRecord[]>();
  for (const execution of run.executions) {
    const key = `${execution.mode}\0${execution.package}`;
    const known = executions.get(key);
    if (known === undefined) executions.set(key, [execution]);
    else known.push(execution);
  }
  const packages = run.builds.map((build) =>
    packageOf(build, executions.get(`${build.mode}\0${build.package}`) ?? []),
  );
  return {
    toolchain: [go, ...(cc === undefined ? [] : [cc]), platform].join(', '),
    packages,
    seconds: packages.reduce((sum, { seconds }) => sum + seconds, 0),
    ...(run.cache === undefined ? {} : { cache: run.cache }),
    problems: run.problems,
  };
}

function packageOf(build: BuildRecord, executions: readonly ExecutionRecord[]): SanitizedPackage {
  const note = noteOf(build, executions);
  return {
    package: build.package,
    mode: build.mode,
    outcome: build.outcome,
    tests: executions.length,
    reports: executions.reduce(
      (sum, { texts }) => sum + texts.flatMap((text) => parseReports(text)).length,
      0,
    ),
    seconds: executions.reduce((sum, { seconds }) => sum + seconds, build.seconds),
    ...(note === undefined ? {} : { note }),
  };
}

const limits: Readonly<Record<Exclude<ExecutionRecord['ended'], 'itself'>, string>> = {
  time: 'ran too long',
  output: 'printed too much',
  memory: 'took too much memory',
  disk: 'wrote too much',
};

/** Whether a test failed by itself, often since something that it needs is not there. */
function isFailure({ ended, exit, texts }: ExecutionRecord): boolean {
  return ended === 'itself' && exit !== 0 && texts.every((text) => parseReports(text).length === 0);
}

function noteOf(build: BuildRecord, executions: readonly ExecutionRecord[]): string | undefined {
  if (build.firstError !== undefined) return build.firstError;
  const ended = executions.flatMap(({ test, ended: how }) =>
    how === 'itself' ? [] : [`\`${test}\` ${limits[how]} and was ended`],
  );
  const failed = executions.filter(isFailure);
  const [first] = failed;
  const seen = [
    ...ended.slice(0, 3),
    ...(first === undefined
      ? []
      : [
          `${String(failed.length)} of ${counted(executions.length, 'test')} failed without a report, ` +
            `\`${first.test}\` for one: what they did not get to was not seen`,
        ]),
  ];
  if (seen.length > 0) return seen.join('; ');
  return build.leaks === 'own-TestMain'
    ? 'has a TestMain of its own: leaks may stay unseen where that calls os.Exit early'
    : undefined;
}
