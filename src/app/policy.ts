import { pathMatcher } from '../config/exclude.ts';
import type { ReviewConfig } from '../config/review-config.ts';
import type { EnabledRule } from '../engine/analyse.ts';
import type { RegisteredRule } from '../engine/registry.ts';
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
  return registry.flatMap(({ rule }) => {
    const level = config.rules.get(rule.id);
    if (level === 'off') return [];
    return [level === undefined ? { rule } : { rule, severity: level }];
  });
}

/** All rules with the policy's severities, those that it switches off as well. */
export function everyRule(registry: readonly RegisteredRule[], config: ReviewConfig): EnabledRule[] {
  return registry.map(({ rule }) => {
    const level = config.rules.get(rule.id);
    return level === undefined || level === 'off' ? { rule } : { rule, severity: level };
  });
}

export function ruleInfos(registry: readonly RegisteredRule[]): ReadonlyMap<string, RuleInfo> {
  return new Map(
    registry.map(({ rule, folder, remediation }) => [rule.id, { ...rule, folder, remediation }]),
  );
}
