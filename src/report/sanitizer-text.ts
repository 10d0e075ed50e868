/** What the run under dynamic tools gave, in the words that every renderer shares. */
import { listed } from '../base/listed.ts';
import type { ReviewReport, SanitizedPackage, SanitizerSummary } from './report.ts';
import { counted } from './wording.ts';

/** Packages, tests and reports in one sentence. */
export function sanitizerSentence({ packages, seconds, cache, toolchain }: SanitizerSummary): string {
  const sum = (of: (one: SanitizedPackage) => number): number =>
    packages.reduce((total, one) => total + of(one), 0);
  const names = new Set(packages.map((one) => one.package));
  const modes = [...new Set(packages.map(({ mode }) => mode))];
  if (packages.length === 0) return 'No package was built under the sanitizers.';
  const ran = `Ran ${counted(
    sum(({ tests }) => tests),
    'test',
  )} of ${counted(names.size, 'package')} under ${listed(modes, 'and')}`;
  const lost = sum(({ outcome }) => (outcome === 'failed' ? 1 : 0));
  const unbuilt = lost === 0 ? '' : `, ${counted(lost, 'build')} failed`;
  const gave = counted(
    sum(({ reports }) => reports),
    'report',
  );
  const cached =
    cache === undefined
      ? ''
      : `; ${String(cache.hits)} of ${counted(cache.hits + cache.misses, 'build')} cached`;
  return `${ran}${unbuilt}: ${gave} in ${duration(seconds)} (${toolchain}${cached}).`;
}

const mostNotes = 10;

/**
 * What kept the tools from seeing all, as sentences: of the run, and of the packages that did not build, or whose tests
 * did not show what they might.
 */
export function obstacles({
  packages,
  problems,
}: Pick<SanitizerSummary, 'packages' | 'problems'>): readonly string[] {
  const notes = new Map<string, { one: SanitizedPackage; modes: string[] }>();
  for (const one of packages) {
    if (one.outcome !== 'failed' && one.note === undefined) continue;
    const key = JSON.stringify([one.package, one.outcome, one.note]);
    const known = notes.get(key);
    if (known === undefined) notes.set(key, { one, modes: [one.mode] });
    else known.modes.push(one.mode);
  }
  const told = [...notes.values()].map(
    ({ one: { package: name, outcome, note = 'no reason is known' }, modes }) =>
      `${name}${outcome === 'failed' ? ' did not build' : ''} under ${listed(modes, 'and')}: ${note}`,
  );
  const left = told.length - mostNotes;
  return [
    ...problems,
    ...told.slice(0, mostNotes),
    ...(left > 0
      ? [`${counted(left, 'more package')} ${left === 1 ? 'has' : 'have'} such a note in the report`]
      : []),
  ];
}

/** What the absence of reports does not say; undefined where there are some. */
export function silenceSentence({ packages, apart, unplaced }: SanitizerSummary): string | undefined {
  const reports = packages.reduce((total, one) => total + one.reports, 0);
  const tests = packages.reduce((total, one) => total + one.tests, 0);
  if (tests === 0 || reports > 0 || apart.length > 0 || unplaced.length > 0) return undefined;
  return 'A run without a report shows that these tests met no error, not that there is none.';
}

/** The heading of what lies apart. */
export function apartHeading(mode: ReviewReport['mode']): string {
  return mode === 'audit'
    ? 'Reported of code that this audit does not look at:'
    : 'Reported of code that the change does not touch:';
}

export function outcomeText({ outcome, tests }: SanitizedPackage): string {
  switch (outcome) {
    case 'built':
      return counted(tests, 'test');
    case 'failed':
      return 'did not build';
    case 'no-tests':
      return 'has no tests';
  }
}

/** `12 s`, `3 min 5 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${String(whole)} s` : `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`;
}
