import type { Rule } from './rule.ts';

/** A rule as the generated registry holds it: with its folder, and its remediation from the good program. */
export interface RegisteredRule {
  readonly rule: Rule;
  /** `src/rules/<group>/<id>`. */
  readonly folder: string;
  /** Go (and C) code without a line ending at its end. */
  readonly remediation: string;
}
