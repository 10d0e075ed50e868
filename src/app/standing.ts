import type { Change } from '../diff/change.ts';
import type { Finding } from '../engine/diagnostic.ts';
import { suppressionOf } from '../engine/suppression.ts';
import type { ExplainedFinding, Standing } from '../report/explanation.ts';
import { findingsOfChange } from './change-findings.ts';
import { offReason } from './policy.ts';
import type { RunContext } from './review-change.ts';
import { directoryOf } from './snapshot-loader.ts';
import type { DirectoryTrace, TracedFinding, Tracing } from './trace.ts';
import { generatedReason, touchedDirectories } from './unread.ts';

type Cause = NonNullable<ExplainedFinding['cause']>;

/** Whether findings are shown by a run, and what keeps them from being shown. */
export class StandingOf {
  private readonly trace: DirectoryTrace;
  private readonly tracing: Tracing;
  private readonly context: RunContext;
  private readonly change: Change | undefined;

  constructor(trace: DirectoryTrace, tracing: Tracing, context: RunContext, change: Change | undefined) {
    this.trace = trace;
    this.tracing = tracing;
    this.context = context;
    this.change = change;
  }

  async explain(findings: readonly TracedFinding[]): Promise<ExplainedFinding[]> {
    const causes = findings.length === 0 ? new Map<string, Cause>() : await this.causes();
    return findings.map(({ finding, states }) => {
      const cause = this.causeOf(finding, causes);
      return {
        finding,
        states,
        standing: this.standing(finding, cause),
        failOn: this.context.config.failOn,
        ...(cause === undefined ? {} : { cause }),
      };
    });
  }

  private standing(finding: Finding, cause: Cause | undefined): Standing {
    const { path } = finding.location;
    const rule = this.context.registry.find((one) => one.rule.id === finding.ruleId)?.rule;
    const off = rule === undefined ? undefined : offReason(rule, this.context.config);
    if (off !== undefined) return { kind: 'off', by: off };
    const excluded = this.tracing.exclusion.reason(path) ?? generatedReason(this.trace.tree, path);
    if (excluded !== undefined) return { kind: 'excluded', reason: excluded };
    const codes = new Map(this.context.registry.map(({ rule }) => [rule.id, rule.code]));
    const { goFiles, silencedC } = this.trace.tree;
    const file = [...goFiles, ...silencedC].find((one) => one.path === path);
    const silenced = suppressionOf(finding, file, codes, this.context.today);
    if (silenced !== undefined) {
      const { commentLine, reason, until } = silenced;
      return { kind: 'silenced', line: commentLine, reason, ...(until === undefined ? {} : { until }) };
    }
    if (cause === 'at-base' || cause === 'untouched') return { kind: 'not-caused' };
    // What only the change could tell is not told: such a file is listed as not reviewed.
    if (this.change !== undefined && cause === undefined) {
      return { kind: 'excluded', reason: 'has no diff that could be read' };
    }
    return { kind: 'reported' };
  }

  private causeOf(finding: Finding, causes: ReadonlyMap<string, Cause>): Cause | undefined {
    if (this.change === undefined) return undefined;
    const touched = touchedDirectories(this.change, this.tracing.exclusion);
    return touched.has(directoryOf(finding.location.path)) ? causes.get(finding.fingerprint) : 'untouched';
  }

  /** By fingerprint, what the change caused of the packages that it touches, with all rules on. */
  private async causes(): Promise<ReadonlyMap<string, Cause>> {
    if (this.change === undefined) return new Map();
    const { repository, rules, exclusion, reader } = this.tracing;
    const { selection } = await findingsOfChange(repository, this.change, rules, exclusion, reader);
    return new Map<string, Cause>([
      ...selection.caused.map(({ fingerprint }) => [fingerprint, 'caused'] as const),
      ...selection.atBase.map(({ fingerprint }) => [fingerprint, 'at-base'] as const),
    ]);
  }
}
