import type { Revision } from '../diff/change.ts';
import { tracePackage } from '../engine/analyse.ts';
import type { ClearedPlace, EnabledRule, Trace, TracedDiagnostic } from '../engine/analyse.ts';
import type { Finding, RelatedInformation } from '../engine/diagnostic.ts';
import { withFingerprints } from '../engine/fingerprint.ts';
import type { Repository } from '../source/repository.ts';
import { analyseDirectories } from './analysis.ts';
import type { AnalysedTree } from './analysis.ts';
import type { Exclusion } from './policy.ts';
import type { SourceReader } from './source-reader.ts';
import { generatedReason } from './unread.ts';

/** What a trace looks at, and with what. */
export interface Tracing {
  readonly repository: Repository;
  readonly revision: Revision;
  readonly rules: readonly EnabledRule[];
  readonly reader: SourceReader;
  readonly exclusion: Exclusion;
}

export interface TracedFinding {
  readonly finding: Finding;
  readonly states: readonly RelatedInformation[];
}

/** All that the rules have to say of one directory, generated and excluded files included. */
export interface DirectoryTrace {
  readonly tree: AnalysedTree;
  readonly findings: readonly TracedFinding[];
  readonly cleared: readonly ClearedPlace[];
}

export async function traceDirectory(directory: string, tracing: Tracing): Promise<DirectoryTrace> {
  const { repository, revision, rules, reader } = tracing;
  const traces: Trace[] = [];
  const tree = await analyseDirectories(repository, revision, () => [directory], [], reader, {
    onSources: ({ packages }) => traces.push(...packages.map((pkg) => tracePackage(pkg, rules))),
  });
  const diagnostics = traces.flatMap((trace) => trace.diagnostics);
  const isGenerated = ({ diagnostic }: TracedDiagnostic): boolean =>
    generatedReason(tree, diagnostic.location.path) !== undefined;
  return {
    tree,
    // Reports number the findings of generated files neither among the others nor at all.
    findings: [
      ...named(diagnostics.filter((one) => !isGenerated(one))),
      ...named(diagnostics.filter(isGenerated)),
    ],
    cleared: traces.flatMap((trace) => trace.cleared),
  };
}

function named(traced: readonly TracedDiagnostic[]): TracedFinding[] {
  const findings = withFingerprints(traced.map(({ diagnostic }) => diagnostic));
  return findings.map((finding, index) => ({ finding, states: traced[index]?.states ?? finding.steps }));
}
