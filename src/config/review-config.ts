import type { Library } from '../knowledge/library.ts';
import type { FailOn, OnIncomplete, RuleLevel, SanitizeChoice } from './schema.ts';

/** What a configuration file says; a key that it leaves out is undefined. Rules are keyed by their id. */
export interface ConfigFile {
  readonly failOn?: FailOn | undefined;
  readonly onIncomplete?: OnIncomplete | undefined;
  readonly reportOnly?: boolean | undefined;
  readonly maxComments?: number | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly rules?: ReadonlyMap<string, RuleLevel> | undefined;
  readonly libraries?: readonly Library[] | undefined;
  readonly sanitize?: SanitizeChoice | undefined;
  readonly sanitizeFixtures?: string | undefined;
  readonly linters?: readonly string[] | undefined;
}

/** What flags or the action's inputs say: the same settings, each optional. */
export type ConfigOverrides = ConfigFile;

/** The policy of one run, every setting decided. */
export interface ReviewConfig {
  readonly failOn: FailOn;
  readonly onIncomplete: OnIncomplete;
  /** Everything is reported and nothing fails the run. */
  readonly reportOnly: boolean;
  /** The most review comments that one run posts. */
  readonly maxComments: number;
  /** Globs of paths that are not reviewed, on top of what is excluded by default; see `pathMatcher`. */
  readonly exclude: readonly string[];
  /** By rule id; a rule that is not there runs at its own severity, unless it is a preview. */
  readonly rules: ReadonlyMap<string, RuleLevel>;
  /** Tables of C libraries, on top of those that the product comes with. */
  readonly libraries: readonly Library[];
  /** The dynamic tools that the program is built and run under. */
  readonly sanitize: SanitizeChoice;
  /** A folder of the repository with programs that drive its code; undefined: there is none. */
  readonly sanitizeFixtures: string | undefined;
  /** Names of other analysers that are run, and paths of reports that they have written. */
  readonly linters: readonly string[];
}

export const defaultConfig: ReviewConfig = {
  failOn: 'error',
  onIncomplete: 'fail',
  reportOnly: false,
  maxComments: 30,
  exclude: [],
  rules: new Map(),
  libraries: [],
  sanitize: 'off',
  sanitizeFixtures: undefined,
  linters: [],
};

/**
 * The effective policy: flag or action input before the file, the file before the default. An override of
 * `exclude` replaces the file's list; `rules` are decided rule by rule.
 */
export function resolveConfig(sources: {
  readonly overrides?: ConfigOverrides | undefined;
  readonly file?: ConfigFile | undefined;
}): ReviewConfig {
  const overrides = sources.overrides ?? {};
  const file = sources.file ?? {};
  return {
    failOn: overrides.failOn ?? file.failOn ?? defaultConfig.failOn,
    onIncomplete: overrides.onIncomplete ?? file.onIncomplete ?? defaultConfig.onIncomplete,
    reportOnly: overrides.reportOnly ?? file.reportOnly ?? defaultConfig.reportOnly,
    maxComments: overrides.maxComments ?? file.maxComments ?? defaultConfig.maxComments,
    exclude: overrides.exclude ?? file.exclude ?? defaultConfig.exclude,
    rules: new Map([...defaultConfig.rules, ...(file.rules ?? []), ...(overrides.rules ?? [])]),
    libraries: overrides.libraries ?? file.libraries ?? defaultConfig.libraries,
    sanitize: overrides.sanitize ?? file.sanitize ?? defaultConfig.sanitize,
    sanitizeFixtures: overrides.sanitizeFixtures ?? file.sanitizeFixtures,
    linters: overrides.linters ?? file.linters ?? defaultConfig.linters,
  };
}

/** The policy with only some rules, each at the severity that the policy gives it; one that it switches off runs. */
export function withOnlyRules(
  config: ReviewConfig,
  all: readonly string[],
  only: ReadonlySet<string>,
): ReviewConfig {
  const rules = new Map<string, RuleLevel>();
  for (const id of all) {
    const level = config.rules.get(id);
    if (!only.has(id)) rules.set(id, 'off');
    else rules.set(id, level === undefined || level === 'off' ? 'on' : level);
  }
  return { ...config, rules };
}
