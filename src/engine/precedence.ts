import { comparePositions } from '../base/span.ts';
import type { Span } from '../base/span.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Rule } from './rule.ts';

/** A diagnostic that a more specific rule speaks for. */
export interface Yielded {
  readonly diagnostic: Diagnostic;
  readonly to: string;
}

/** Parts the diagnostics of a package into those that are told and those of code that a more specific rule reports. */
export function withPrecedence(
  diagnostics: readonly Diagnostic[],
  rules: readonly Pick<Rule, 'id' | 'yieldsTo'>[],
): { readonly told: readonly Diagnostic[]; readonly yielded: readonly Yielded[] } {
  const specific = new Map(rules.map(({ id, yieldsTo }) => [id, yieldsTo ?? []]));
  const byPath = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const { path } = diagnostic.location;
    const known = byPath.get(path);
    if (known === undefined) byPath.set(path, [diagnostic]);
    else known.push(diagnostic);
  }
  const told: Diagnostic[] = [];
  const yielded: Yielded[] = [];
  for (const diagnostic of diagnostics) {
    const others = specific.get(diagnostic.ruleId) ?? [];
    const { path, span } = diagnostic.location;
    const other =
      others.length === 0
        ? undefined
        : byPath.get(path)?.find((one) => others.includes(one.ruleId) && overlaps(one.location.span, span));
    if (other === undefined) told.push(diagnostic);
    else yielded.push({ diagnostic, to: other.ruleId });
  }
  return { told, yielded };
}

/** Ends are exclusive. */
function overlaps(a: Span, b: Span): boolean {
  return comparePositions(a.start, b.end) < 0 && comparePositions(b.start, a.end) < 0;
}
