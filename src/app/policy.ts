import { pathMatcher } from '../config/exclude.ts';
import type { ReviewConfig } from '../config/review-config.ts';
import type { EnabledRule } from '../engine/analyse.ts';
import type { RegisteredRule } from '../engine/registry.ts';
import type { Rule } from '../engine/rule.ts';
import type { RuleInfo } from '../report/report.ts';
import { excludedByDefault } from '../source/classify.ts';

/** Which paths are left out of a review, and why. */
export class Exclusion {
  private readonly isExcluded: (path: string) => boolean;

  constructor(config: ReviewConfig) {
    this.isExcluded = pathMatcher(config.exclude);
  }

  /** A clause that follows the path; undefined for a path that is reviewed. */
  reason(path: string): string | undefined {
    return (
      excludedByDefault(path) ?? (this.isExcluded(path) ? 'is excluded by the configuration' : undefined)
    );
  }
}

/** The rules that run, with the severities that the policy gives them. */
export function enabledRules(registry: readonly RegisteredRule[], config: ReviewConfig): EnabledRule[] {
  return registry.flatMap(({ rule }) =>
    offReason(rule, config) !== undefined ? [] : [withSeverity(rule, config)],
  );
}

/** All rules with the policy's severities, those that do not run as well. */
export function everyRule(registry: readonly RegisteredRule[], config: ReviewConfig): EnabledRule[] {
  return registry.map(({ rule }) => withSeverity(rule, config));
}

/** Why a rule does not run: the configuration switches it off, or does not turn on what is a preview. */
export function offReason(
  { id, preview }: Rule,
  config: ReviewConfig,
): 'configuration' | 'preview' | undefined {
  const level = config.rules.get(id);
  if (level === 'off') return 'configuration';
  return level === undefined && preview === true ? 'preview' : undefined;
}

function withSeverity(rule: Rule, config: ReviewConfig): EnabledRule {
  const level = config.rules.get(rule.id);
  return level === undefined || level === 'off' || level === 'on' ? { rule } : { rule, severity: level };
}

export function ruleInfos(registry: readonly RegisteredRule[]): ReadonlyMap<string, RuleInfo> {
  return new Map(
    registry.map(({ rule, folder, remediation }) => [rule.id, { ...rule, folder, remediation }]),
  );
}
