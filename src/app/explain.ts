import { ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { describeRevision } from '../diff/change.ts';
import type { Change, Revision } from '../diff/change.ts';
import { knownLibraries } from '../knowledge/library-index.ts';
import type { SourceLines } from '../report/columns.ts';
import type { Explanation, ExplainedTarget } from '../report/explanation.ts';
import type { Repository } from '../source/repository.ts';
import { Exclusion, everyRule, offReason, ruleInfos } from './policy.ts';
import { findByFingerprint } from './fingerprint-search.ts';
import { lookAtPlace } from './place-search.ts';
import { linesOf } from './review-change.ts';
import type { RunContext } from './review-change.ts';
import { directoryOf } from './snapshot-loader.ts';
import { SourceReader } from './source-reader.ts';
import { StandingOf } from './standing.ts';
import { traceDirectory } from './trace.ts';
import type { Tracing } from './trace.ts';

/** What is to be explained; a path is relative to the repository's root, lines and columns as in `Position`. */
export type ExplainTarget =
  | { readonly kind: 'fingerprint'; readonly text: string }
  | { readonly kind: 'place'; readonly path: string; readonly line: number; readonly column?: number };

export interface Explained {
  readonly explanation: Explanation;
  /** The lines of the files that were read. */
  readonly lines: SourceLines;
}

/**
 * Says why a finding was reported, or why nothing was. All rules run, also those that the configuration switches off.
 * @param target a fingerprint may lack its `v1:`, and be shortened to 6 digits
 * @param change what the head is compared with: then it is also said whether the change caused the finding
 * @returns a sentence that says what to do where nothing has the fingerprint, or the place does not exist
 */
export async function explain(
  repository: Repository,
  revision: Revision,
  target: ExplainTarget,
  context: RunContext,
  change?: Change,
): Promise<Result<Explained>> {
  const { config, parser, registry } = context;
  const tracing: Tracing = {
    repository,
    revision,
    rules: everyRule(registry, config),
    reader: new SourceReader(parser, knownLibraries(config.libraries)),
    exclusion: new Exclusion(config),
  };
  const found =
    target.kind === 'fingerprint'
      ? await findByFingerprint(target.text, tracing, change)
      : ok(directoryOf(target.path));
  if (!found.ok) return found;
  const directory = typeof found.value === 'string' ? found.value : directoryOf(found.value.location.path);
  const trace = await traceDirectory(directory, tracing);
  const off = new Set(
    registry.filter(({ rule }) => offReason(rule, config) !== undefined).map(({ rule }) => rule.id),
  );
  const standing = new StandingOf(trace, tracing, context, change);
  const frame = {
    tool: { name: 'cgo-review', version: context.version },
    head: revision,
    ...(change?.base === undefined ? {} : { base: change.base }),
    rules: ruleInfos(registry),
  } as const;
  const lines = linesOf(trace.tree);
  if (target.kind === 'fingerprint') {
    const fingerprint = typeof found.value === 'string' ? found.value : found.value.fingerprint;
    const own = trace.findings.filter(({ finding }) => finding.fingerprint === fingerprint);
    const shown: ExplainedTarget = { kind: 'fingerprint', fingerprint };
    const findings = await standing.explain(own);
    return ok({ explanation: { ...frame, target: shown, findings, cleared: [] }, lines });
  }
  const looked = lookAtPlace(target, trace, tracing.exclusion, describeRevision(revision));
  if (!looked.ok) return looked;
  const { findings, cleared, silence } = looked.value;
  return ok({
    explanation: {
      ...frame,
      target,
      findings: await standing.explain(findings),
      cleared: cleared.map(({ ruleId, location, reason, states }) => ({
        ruleId,
        location,
        reason,
        states,
        isRuleOff: off.has(ruleId),
      })),
      ...(silence === undefined ? {} : { silence }),
    },
    lines,
  });
}
