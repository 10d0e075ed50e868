import { compareLocations } from '../base/span.ts';
import type { Location } from '../base/span.ts';
import { functionFlows } from '../flow/function-flow.ts';
import type { Analysis, Use } from '../semantic/analysis.ts';
import type { GoFunction, Package } from '../semantic/package.ts';
import type { GoFile } from '../syntax/go-file.ts';
import type { Node } from '../syntax/tree.ts';
import { declarationName, enclosingDeclaration, normalisedTokens } from './declaration.ts';
import type { Diagnostic, RelatedInformation, Severity } from './diagnostic.ts';
import { withPrecedence } from './precedence.ts';
import type { Yielded } from './precedence.ts';
import { Results } from './results.ts';
import type { Clearance, Pass, Report, Rule, SubjectFile } from './rule.ts';

/** A rule as a run applies it. */
export interface EnabledRule {
  readonly rule: Rule;
  /** The severity that the policy gives it; its own where the policy says nothing. */
  readonly severity?: Severity;
}

/** What rules say of a package. */
export interface PackageDiagnostics {
  /** Sorted by place and rule. */
  readonly diagnostics: readonly Diagnostic[];
  /** Functions that are too large to be followed to their end: what was not found in them may be there. */
  readonly unfinished: readonly UnfinishedFunction[];
}

export interface UnfinishedFunction {
  readonly location: Location;
  /** As in `Diagnostic`: `func (*DB).Get`. */
  readonly symbol: string;
}

/** Whether rules are to look at a declaration, given its file and its name as in `Diagnostic.symbol`. */
export type IsSubject = (file: GoFile, symbol: string) => boolean;

/**
 * Runs rules over a package.
 *
 * @param isSubject leaves functions out; those of the rest of the package stay what they are to the analyses
 */
export function analysePackage(
  pkg: Package,
  rules: readonly EnabledRule[],
  isSubject?: IsSubject,
): PackageDiagnostics {
  const results = new Results(pkg);
  const functions = isSubject === undefined ? pkg.functions() : subjectsOf(pkg, isSubject);
  const passes = runRules(pkg, rules, { functions, isTraced: false, results });
  const { told } = settled(passes, rules);
  return { diagnostics: [...told].sort(byPlace), unfinished: unfinishedIn(results) };
}

function subjectsOf(pkg: Package, isSubject: IsSubject): GoFunction[] {
  return pkg.functions().filter(({ file, node }) => {
    return isSubject(file, declarationName(enclosingDeclaration(node), file));
  });
}

function unfinishedIn(results: Results): UnfinishedFunction[] {
  if (!results.has(functionFlows)) return [];
  return results
    .of(functionFlows)
    .unfinished()
    .map(({ file, node }) => {
      const declaration = enclosingDeclaration(node);
      return {
        location: { path: file.path, span: declaration.span },
        symbol: declarationName(declaration, file),
      };
    });
}

/** What a traced run says beside a diagnostic. */
export interface TracedDiagnostic {
  readonly diagnostic: Diagnostic;
  /** What holds along the reported path, in the order of execution; the steps, or the claim alone, where the rule has nothing finer. */
  readonly states: readonly RelatedInformation[];
}

/** A place that a rule looked at without reporting it. */
export interface ClearedPlace {
  readonly ruleId: string;
  readonly location: Location;
  /** The whole declaration that encloses the place. */
  readonly scope: Location;
  readonly reason: string;
  readonly states: readonly RelatedInformation[];
}

/** All that rules have to say of a package, their silence included; sorted by place and rule. */
export interface Trace {
  readonly diagnostics: readonly TracedDiagnostic[];
  readonly cleared: readonly ClearedPlace[];
}

/** Runs rules as `analysePackage` does, and keeps why they report and why they do not. */
export function tracePackage(pkg: Package, rules: readonly EnabledRule[]): Trace {
  const passes = runRules(pkg, rules, {
    functions: pkg.functions(),
    isTraced: true,
    results: new Results(pkg),
  });
  const { told, yielded } = settled(passes, rules);
  const diagnostics = told
    .map((diagnostic) => ({
      diagnostic,
      states: passes.flatMap((pass) => pass.states.get(diagnostic) ?? [])[0]?.() ?? stepsOf(diagnostic),
    }))
    .sort((a, b) => byPlace(a.diagnostic, b.diagnostic));
  for (const pass of passes) pass.account();
  const cleared = [...passes.flatMap((pass) => pass.cleared), ...yielded.map(clearedFor)];
  return { diagnostics, cleared: cleared.sort(byPlace) };
}

/** What all rules report, but for what a more specific one reports as well. */
function settled(
  passes: readonly RulePass[],
  rules: readonly EnabledRule[],
): ReturnType<typeof withPrecedence> {
  return withPrecedence(
    passes.flatMap((pass) => pass.diagnostics),
    rules.map(({ rule }) => rule),
  );
}

function clearedFor({ diagnostic, to }: Yielded): ClearedPlace {
  const { ruleId, location, scope } = diagnostic;
  return { ruleId, location, scope, reason: `\`${to}\` reports the same, and says more of it`, states: [] };
}

function stepsOf(diagnostic: Diagnostic): readonly RelatedInformation[] {
  const { steps, location, message } = diagnostic;
  return steps.length > 0 ? steps : [{ location, message }];
}

/** A claim is read as a sentence, whatever clause a rule made it of; code at its head stays as it is. */
function asSentence(claim: string): string {
  return `${claim.charAt(0).toUpperCase()}${claim.slice(1)}`;
}

/** What the passes of one run share. */
interface Run {
  readonly functions: readonly GoFunction[];
  readonly isTraced: boolean;
  readonly results: Results;
}

function runRules(pkg: Package, rules: readonly EnabledRule[], run: Run): RulePass[] {
  return rules.map((enabled) => {
    const pass = new RulePass(pkg, enabled, run);
    enabled.rule.run(pass);
    return pass;
  });
}

interface Placed {
  readonly ruleId: string;
  readonly location: Location;
}

function byPlace(a: Placed, b: Placed): number {
  return compareLocations(a.location, b.location) || (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0);
}

class RulePass implements Pass {
  readonly package: Package;
  readonly diagnostics: Diagnostic[] = [];
  readonly cleared: ClearedPlace[] = [];
  readonly states = new Map<Diagnostic, () => readonly RelatedInformation[]>();
  private readonly isTraced: boolean;
  private readonly subjects: readonly GoFunction[];
  private readonly untold: (() => void)[] = [];
  private readonly enabled: EnabledRule;
  private readonly requirements: Use;
  private readonly reported = new Set<Node>();

  constructor(pkg: Package, enabled: EnabledRule, { functions, results, isTraced }: Run) {
    this.package = pkg;
    this.enabled = enabled;
    this.requirements = results.useFor(`the rule ${enabled.rule.id}`, enabled.rule.requires);
    this.isTraced = isTraced;
    this.subjects = functions;
  }

  use<T>(analysis: Analysis<T>): T {
    return this.requirements(analysis);
  }

  functions(): readonly GoFunction[] {
    return this.subjects;
  }

  location(file: SubjectFile, node: Node): Location {
    return { path: file.path, span: node.span };
  }

  report(report: Report): void {
    // Two paths to one mistake are one finding.
    if (this.reported.has(report.at)) return;
    this.reported.add(report.at);
    const { rule } = this.enabled;
    const declaration = enclosingDeclaration(report.at);
    const diagnostic: Diagnostic = {
      ruleId: rule.id,
      severity: this.enabled.severity ?? report.severity ?? rule.severity,
      confidence: report.confidence ?? rule.confidence,
      location: this.location(report.file, report.at),
      message: asSentence(report.message),
      steps: report.steps ?? [],
      ...(report.fix === undefined ? {} : { fix: report.fix }),
      ...(report.extent === undefined ? {} : { extent: report.extent }),
      ...(report.sharedCause === undefined ? {} : { sharedCause: report.sharedCause }),
      packagePath: this.package.path,
      symbol: declarationName(declaration, report.file),
      scope: this.location(report.file, declaration),
      tokens: normalisedTokens(report.at),
    };
    this.diagnostics.push(diagnostic);
    if (this.isTraced && report.states !== undefined) this.states.set(diagnostic, report.states);
  }

  clear(clearance: () => Clearance): void {
    this.trace(() => {
      const { at, file, reason, states } = clearance();
      this.cleared.push({
        ruleId: this.enabled.rule.id,
        location: this.location(file, at),
        scope: this.location(file, enclosingDeclaration(at)),
        reason,
        states: states ?? [],
      });
    });
  }

  trace(work: () => void): void {
    if (this.isTraced) this.untold.push(work);
  }

  /** Does what was put off until all rules have run. */
  account(): void {
    for (let work = this.untold.shift(); work !== undefined; work = this.untold.shift()) work();
  }
}
