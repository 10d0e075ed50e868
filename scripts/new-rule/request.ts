import { err, ok } from '../../src/base/result.ts';
import type { Result } from '../../src/base/result.ts';

/** The rule to begin. */
export interface NewRule {
  readonly group: string;
  readonly id: string;
  readonly code: string;
}

/**
 * Reads `GROUP/ID CODE`.
 * @param taken the ids and codes that there are
 * @returns the rule, or one sentence that says what is wrong
 */
export function newRule(args: readonly string[], taken: ReadonlySet<string>): Result<NewRule> {
  const [place = '', code = '', ...rest] = args;
  const { group, id } = /^(?<group>[a-z]+)\/(?<id>[a-z][a-z0-9]*(?:-[a-z0-9]+)+)$/.exec(place)?.groups ?? {};
  if (rest.length > 0 || group === undefined || id === undefined) {
    return err('the rule is named GROUP/ID: one lower-case word, and at least two with hyphens between them');
  }
  if (!/^CGO\d{3}$/.test(code)) return err('the code is CGO and three digits');
  const clash = [id, code].find((name) => taken.has(name));
  return clash === undefined ? ok({ group, id, code }) : err(`${clash} is taken`);
}
