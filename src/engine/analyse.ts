import { compareLocations } from '../base/span.ts';
import type { Location } from '../base/span.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { Package } from '../semantic/package.ts';
import type { GoFile } from '../syntax/go-file.ts';
import type { Node } from '../syntax/tree.ts';
import { declarationName, enclosingDeclaration, normalisedTokens } from './declaration.ts';
import type { Diagnostic, Severity } from './diagnostic.ts';
import type { Pass, Report, Rule } from './rule.ts';

/** A rule as a run applies it. */
export interface EnabledRule {
  readonly rule: Rule;
  /** The severity that the policy gives it; its own where the policy says nothing. */
  readonly severity?: Severity;
}

/** Runs rules over a package; the diagnostics are sorted by place and rule. */
export function analysePackage(pkg: Package, rules: readonly EnabledRule[]): Diagnostic[] {
  const results = new Map<Analysis<unknown>, unknown>();
  const diagnostics = rules.flatMap((enabled) => {
    const pass = new RulePass(pkg, enabled, results);
    enabled.rule.run(pass);
    return pass.diagnostics;
  });
  return diagnostics.sort(
    (a, b) =>
      compareLocations(a.location, b.location) || (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0),
  );
}

class RulePass implements Pass {
  readonly package: Package;
  readonly diagnostics: Diagnostic[] = [];
  private readonly enabled: EnabledRule;
  private readonly results: Map<Analysis<unknown>, unknown>;
  private readonly reported = new Set<Node>();

  constructor(pkg: Package, enabled: EnabledRule, results: Map<Analysis<unknown>, unknown>) {
    this.package = pkg;
    this.enabled = enabled;
    this.results = results;
  }

  use<T>(analysis: Analysis<T>): T {
    // The map holds under each analysis what that analysis returned, so the type is the analysis's own.
    if (!this.results.has(analysis)) this.results.set(analysis, analysis.run(this.package));
    return this.results.get(analysis) as T;
  }

  location(file: GoFile, node: Node): Location {
    return { path: file.path, span: node.span };
  }

  report(report: Report): void {
    // Two paths to one mistake are one finding.
    if (this.reported.has(report.at)) return;
    this.reported.add(report.at);
    const { rule } = this.enabled;
    const declaration = enclosingDeclaration(report.at);
    this.diagnostics.push({
      ruleId: rule.id,
      severity: this.enabled.severity ?? report.severity ?? rule.severity,
      confidence: report.confidence ?? rule.confidence,
      location: this.location(report.file, report.at),
      message: report.message,
      steps: report.steps ?? [],
      ...(report.fix === undefined ? {} : { fix: report.fix }),
      ...(report.extent === undefined ? {} : { extent: report.extent }),
      packagePath: this.package.path,
      symbol: declarationName(declaration, report.file),
      scope: this.location(report.file, declaration),
      tokens: normalisedTokens(report.at),
    });
  }
}
