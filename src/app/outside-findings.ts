import { compareLocations } from '../base/span.ts';
import type { Diagnostic, Finding, OutsideSource } from '../engine/diagnostic.ts';
import { withFingerprints } from '../engine/fingerprint.ts';
import { declarationAt, outsideDiagnostic } from '../engine/outside.ts';
import type { Declaration } from '../engine/outside.ts';
import { againstOwn, withoutRepeats } from '../linters/agreement.ts';
import type { LinterFinding } from '../linters/finding.ts';
import { helpOf, isOfKind } from '../linters/kind.ts';
import type { SourceLines } from '../report/columns.ts';
import type { RuleInfo } from '../report/report.ts';
import { sourceKind } from '../source/classify.ts';
import type { DirectorySources } from './packages.ts';
import { directoryOf } from './snapshot-loader.ts';

/** Our findings with those of other programs. */
export interface JoinedFindings {
  /** Ours, each with the programs that say the same. */
  readonly own: readonly Finding[];
  /** What only others say, sorted by place. */
  readonly outside: readonly Finding[];
}

/**
 * The findings of linters on their way into a report: it is shown the files of the packages as they are read, and keeps of
 * each what a claim about it needs.
 */
export class OutsideFindings {
  private readonly byPath = new Map<string, LinterFinding[]>();
  private readonly declarations = new Map<LinterFinding, Declaration>();
  private readonly crossing = new Set<string>();

  /** @param isSubject whether findings in a file are wanted at all */
  constructor(findings: readonly LinterFinding[], isSubject: (path: string) => boolean) {
    for (const finding of withoutRepeats(findings)) {
      if (!isSubject(finding.path)) continue;
      const known = this.byPath.get(finding.path);
      if (known === undefined) this.byPath.set(finding.path, [finding]);
      else known.push(finding);
    }
  }

  /** Takes note of what the Go files of a directory are; their trees are not kept. */
  read({ goFiles }: Pick<DirectorySources, 'goFiles'>): void {
    for (const file of goFiles) {
      if (file.imports.some(({ path }) => path === 'C' || path === 'unsafe')) this.crossing.add(file.path);
      for (const finding of this.byPath.get(file.path) ?? []) {
        const declaration = declarationAt(file, finding.span.start.line);
        if (declaration !== undefined) this.declarations.set(finding, declaration);
      }
    }
  }

  /**
   * Holds what is of the kind against our own findings. A finding in a file that was not read is left out.
   *
   * @param own all findings of ours in these files, those that are not shown as well
   */
  join(
    own: readonly Finding[],
    rules: ReadonlyMap<string, Pick<RuleInfo, 'cwe'>>,
    lines: SourceLines,
  ): JoinedFindings {
    const wanted = [...this.byPath.values()]
      .flat()
      .filter((finding) => isOfKind(finding, (path) => this.isCrossing(path)));
    const candidates = own.map((finding) => ({
      ruleId: finding.ruleId,
      location: finding.location,
      cwe: rules.get(finding.ruleId)?.cwe,
      finding,
    }));
    const { others, agreeing } = againstOwn(wanted, candidates);
    const diagnostics = others.flatMap((finding) => this.diagnostic(finding, lines) ?? []);
    return {
      own: candidates.map((candidate) => {
        const sources = agreeing.get(candidate)?.map(sourceOf);
        return sources === undefined ? candidate.finding : { ...candidate.finding, agreeing: sources };
      }),
      outside: withFingerprints(diagnostics.sort((a, b) => compareLocations(a.location, b.location))),
    };
  }

  private isCrossing(path: string): boolean {
    const kind = sourceKind(path);
    return kind === 'c' || kind === 'header' || this.crossing.has(path);
  }

  private diagnostic(finding: LinterFinding, lines: SourceLines): Diagnostic | undefined {
    const { path, span, severity, message } = finding;
    const source = sourceOf(finding);
    const claim = {
      ruleId: outsideRuleId(source),
      severity,
      confidence: 'likely' as const,
      location: { path, span },
      // The renderers end a claim.
      message: message.replace(/\.$/, ''),
      source,
    };
    return outsideDiagnostic(claim, {
      declaration: this.declarations.get(finding),
      lines: lines(path) ?? [],
      packagePath: directoryOf(path),
    });
  }
}

/** `vet/unsafeptr`: of letters, digits and little else, so that a `//cgoreview:ignore` comment can hold it. */
function outsideRuleId({ tool, rule }: OutsideSource): string {
  return `${tool.replace(/[^\w.+]+/g, '-').toLowerCase()}/${rule.replace(/[^\w.+/]+/g, '-')}`;
}

function sourceOf(finding: LinterFinding): OutsideSource {
  const { tool, toolVersion, via, ruleId } = finding;
  const helpUri = helpOf(finding);
  return {
    tool,
    ...(toolVersion === undefined ? {} : { version: toolVersion }),
    ...(via === undefined ? {} : { via }),
    rule: ruleId,
    ...(helpUri === undefined ? {} : { helpUri }),
  };
}
