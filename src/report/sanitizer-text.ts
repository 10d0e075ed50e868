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
  const gave = counted(
    sum(({ reports }) => reports),
    'report',
  );
  const cached =
    cache === undefined
      ? ''
      : `; ${String(cache.hits)} of ${counted(cache.hits + cache.misses, 'build')} cached`;
  return `${ran}: ${gave} in ${duration(seconds)} (${toolchain}${cached}).`;
}

/** What the absence of reports does not say; undefined where there are some. */
export function silenceSentence({ packages, apart, unplaced }: SanitizerSummary): string | undefined {
  const reports = packages.reduce((total, one) => total + one.reports, 0);
  if (reports > 0 || apart.length > 0 || unplaced.length > 0 || packages.length === 0) return undefined;
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
