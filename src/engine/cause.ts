/**
 * What in a change explains a finding that the change caused and whose own place it left alone: an added step of
 * its path, or the removed code that had kept the rule.
 */
import type { Location } from '../base/span.ts';
import type { Change } from '../diff/change.ts';
import type { Node } from '../syntax/tree.ts';
import { actAround, actsIn, assignedNames, calleeName, namesOf, variablesIn } from './acts.ts';
import type { Act, Role } from './acts.ts';
import { ChangedLines } from './changed-lines.ts';
import { CodeIndex } from './code-side.ts';
import type { CodeSide, Declared } from './code-side.ts';
import { normalisedTokens } from './declaration.ts';
import type { Cause, Finding } from './diagnostic.ts';
import { explanations, missing } from './explanations.ts';
import type { Explanation, Shape } from './explanations.ts';

/** Gives the findings that a change caused their causes, where these can be told. */
export function withCauses(
  findings: readonly Finding[],
  change: Change,
  head: CodeSide,
  base: CodeSide,
): Finding[] {
  const search = new CauseSearch(new ChangedLines(change), new CodeIndex(head), new CodeIndex(base));
  return findings.map((finding) => {
    const cause = search.causeOf(finding);
    return cause === undefined ? finding : { ...finding, cause };
  });
}

/** An act that the change added or removed, where it stands, and what it does with the finding's value. */
interface Candidate {
  readonly kind: Cause['kind'];
  readonly act: Act;
  readonly role: Role;
  readonly place: Declared;
  /** Whether the same code still stands elsewhere in the same function. */
  readonly moved: boolean;
  /** How many lines lie between it and the finding; in another function all are equally far. */
  readonly distance: number;
}

/** A function in which the finding's value can have been treated, at both sides, and what the value is called there. */
interface Site {
  readonly head: Declared | undefined;
  readonly base: Declared | undefined;
  readonly names: ReadonlySet<string>;
  /** The line of the base around which the finding stands, where it stands in this function. */
  readonly line?: number;
  /** The first line of its path there. */
  readonly firstLine?: number;
}

class CauseSearch {
  private readonly lines: ChangedLines;
  private readonly head: CodeIndex;
  private readonly base: CodeIndex;

  constructor(lines: ChangedLines, head: CodeIndex, base: CodeIndex) {
    this.lines = lines;
    this.head = head;
    this.base = base;
  }

  causeOf(finding: Finding): Cause | undefined {
    const own = this.ownSite(finding);
    if (own === undefined || this.isNew(finding, own)) return undefined;
    const shape = this.shapeOf(finding);
    const actsOf = (site: Site): Candidate[] => [...this.removedIn(site, own), ...this.addedIn(site, own)];
    const candidates = [
      ...[own, ...this.stepSites(finding, own)].flatMap(actsOf),
      // What another function tests or assigns is its own affair; what it releases or keeps is not.
      ...this.calleeSites(own)
        .flatMap(actsOf)
        .filter(({ role }) => role === 'release' || role === 'protection' || role === 'hand-over'),
    ];
    const pick = (each: Explanation): Cause | undefined => {
      const fitting = candidates
        .filter(({ kind, role, moved, place }) => {
          const isOwn = place === own.head || place === own.base;
          if (kind !== each.kind || !each.roles.includes(role)) return false;
          return (!moved || each.moved === true) && !(each.elsewhere === true && isOwn);
        })
        .sort((a, b) => a.distance - b.distance);
      const [nearest] = fitting;
      return nearest === undefined ? undefined : causeFrom(nearest, own);
    };
    // Where something is missing, its removal says more than a path that happens to be new.
    const first = shape === 'held' ? firstOf(missing, pick) : undefined;
    return first ?? this.addedStep(finding) ?? firstOf(explanations[shape], pick);
  }

  /** Whether the finding's place is part of the change: then it needs no other cause. */
  private isNew({ location, tokens }: Finding, { base }: Site): boolean {
    if (!this.lines.isAdded(location)) return false;
    // A line that was only indented anew held the same code before.
    return base === undefined || !contains(base.node, tokens);
  }

  private ownSite(finding: Finding): Site | undefined {
    const { path, span } = finding.location;
    const head = this.head.declarationAt(path, span.start.line);
    if (head === undefined) return undefined;
    const line = this.lines.baseLine(path, span.start.line);
    const before = [span.start.line, ...this.stepsWithin(finding, head).map((step) => step.span.start.line)];
    return {
      head,
      base: this.before(head, line),
      names: this.valueNames(finding.location, head),
      line,
      firstLine: this.lines.baseLine(path, Math.min(...before)),
    };
  }

  private stepsWithin({ steps }: Finding, { path, node }: Declared): Location[] {
    const { start, end } = node.span;
    return steps
      .map(({ location }) => location)
      .filter((at) => at.path === path && start.line <= at.span.start.line && at.span.end.line <= end.line);
  }

  /** The function of the base that became this one: of the same name, else what stood around the line. */
  private before(head: Declared, line: number): Declared | undefined {
    const path = this.lines.basePath(head.path);
    const named =
      head.language === 'go'
        ? this.base.withSymbol(head.symbol, path)
        : this.base.called(head.name).filter(({ language }) => language === 'c');
    return named[0] ?? this.base.declarationAt(path, line);
  }

  /** The variables that a place is about: those that get its value, else those that it mentions. */
  private valueNames(at: Location, head: Declared): ReadonlySet<string> {
    const node = this.head.nodeAt(at);
    if (node === undefined) return new Set();
    const packages = this.head.packagesOf(head.path);
    const names = namesOf(node).filter((name) => !packages.has(name));
    return new Set(names);
  }

  private shapeOf(finding: Finding): Shape {
    const places = [finding.location, ...finding.steps.map(({ location }) => location)];
    const nodes = places.flatMap((place) => this.head.nodeAt(place) ?? []);
    const releases = nodes.some((node) => {
      const act = actAround(node);
      return act?.role === 'release' && node.is('call_expression', 'defer_statement', 'expression_statement');
    });
    if (releases) return 'released';
    return finding.steps.length === 0 ? 'unchecked' : 'held';
  }

  /** The functions other than its own that the finding's path goes through. */
  private stepSites(finding: Finding, own: Site): Site[] {
    const sites = new Map<Node, Site>();
    for (const { location } of finding.steps) {
      const head = this.head.declarationAt(location.path, location.span.start.line);
      if (head === undefined || head.node === own.head?.node || sites.has(head.node)) continue;
      const line = this.lines.baseLine(location.path, location.span.start.line);
      const names = new Set([...this.valueNames(location, head), ...head.parameters]);
      sites.set(head.node, { head, base: this.before(head, line), names });
    }
    return [...sites.values()];
  }

  /** The functions of the package, Go's or C's, that get the value from the finding's own function at either side. */
  private calleeSites(own: Site): Site[] {
    const names = new Set<string>();
    for (const node of [own.head?.node, own.base?.node]) {
      for (const call of node?.all('call_expression') ?? []) {
        const name = calleeName(call);
        if (name !== undefined && mentions(new Set(variablesIn(call)), own.names)) names.add(name);
      }
    }
    return [...names].flatMap((name): Site[] => {
      const before = this.base.called(name);
      const after = this.head.called(name);
      const isOther = ({ node }: Declared): boolean => node !== own.base?.node && node !== own.head?.node;
      // What is not there any more had code that is gone, what is new has code that was not there.
      return [
        ...before.filter(isOther).map((base) => {
          const head = after.find(({ symbol }) => symbol === base.symbol);
          return { head, base, names: base.parameters };
        }),
        ...after
          .filter((head) => isOther(head) && !before.some(({ symbol }) => symbol === head.symbol))
          .map((head) => ({ head, base: undefined, names: head.parameters })),
      ];
    });
  }

  private removedIn({ head, base, names, line, firstLine }: Site, own: Site): Candidate[] {
    if (base === undefined || !this.lines.hasDeletions(base.path)) return [];
    const kept = countsOf(head);
    const were = countsOf(base);
    return actsIn(base.node).flatMap((act): Candidate[] => {
      const at = act.span.start.line;
      if (!this.lines.isDeleted(base.path, at)) return [];
      const role = roleFor(act, names);
      if (role === undefined) return [];
      // A jump says nothing of the value: it matters only between the steps of the path.
      if (role === 'jump' && !(base === own.base && between(at, firstLine, line))) return [];
      const moved = (kept.get(act.tokens) ?? 0) >= (were.get(act.tokens) ?? 0);
      return [{ kind: 'removed', act, role, place: base, moved, distance: distanceOf(at, line) }];
    });
  }

  private addedIn({ head, base, names, line }: Site, own: Site): Candidate[] {
    if (head === undefined) return [];
    const are = countsOf(head);
    const had = countsOf(base);
    return actsIn(head.node).flatMap((act): Candidate[] => {
      if (!this.lines.isAdded({ path: head.path, span: act.span })) return [];
      const role = roleFor(act, names);
      if (role === undefined || (role === 'jump' && head !== own.head)) return [];
      const moved = (had.get(act.tokens) ?? 0) >= (are.get(act.tokens) ?? 0);
      const at = this.lines.baseLine(head.path, act.span.start.line);
      return [{ kind: 'added', act, role, place: head, moved, distance: distanceOf(at, line) }];
    });
  }

  /** The last step that the change added: one at which something happens rather than one that a condition leads to. */
  private addedStep(finding: Finding): Cause | undefined {
    const added = finding.steps.filter(({ location }) => this.lines.isAdded(location));
    const told = added.map(({ location }) => ({ location, node: this.head.nodeAt(location) }));
    const fresh = told.filter(
      ({ location, node }) => node === undefined || this.isFresh(location, node, finding.location),
    );
    const step = fresh.findLast(({ node }) => node === undefined || !isCondition(node)) ?? fresh.at(-1);
    if (step === undefined) return undefined;
    const act = step.node === undefined ? undefined : actAround(step.node);
    const text = act === undefined || act.text === '' ? undefined : `\`${act.text}\``;
    return {
      kind: 'added',
      location: step.location,
      message: text === undefined ? 'the change adds this step' : `the change adds ${text}`,
    };
  }

  /** Whether a step's code was not in its function before: a line that was only indented anew is no cause. */
  private isFresh({ path, span }: Location, node: Node, place: Location): boolean {
    const head = this.head.declarationAt(path, span.start.line);
    const act = actAround(node);
    if (head === undefined || act === undefined) return true;
    const base = this.before(head, this.lines.baseLine(path, span.start.line));
    if (base === undefined) return true;
    const [before, after] = [base, head].map((declared) =>
      actsIn(declared.node).filter(({ tokens }) => tokens === act.tokens),
    );
    if (before === undefined || after === undefined || before.length < after.length) return true;
    if (path !== place.path) return false;
    // What passed the finding's place is as new there as what was added.
    const placeBefore = this.lines.baseLine(path, place.span.start.line);
    const above = before.filter((each) => each.span.start.line < placeBefore).length;
    return above < after.filter((each) => each.span.start.line < place.span.start.line).length;
  }
}

function firstOf(
  each: readonly Explanation[],
  pick: (explanation: Explanation) => Cause | undefined,
): Cause | undefined {
  for (const explanation of each) {
    const cause = pick(explanation);
    if (cause !== undefined) return cause;
  }
  return undefined;
}

function causeFrom({ kind, act, place, moved }: Candidate, own: Site): Cause {
  const verb = kind === 'added' ? 'adds' : moved ? 'moves' : 'removes';
  const elsewhere = place !== own.head && place !== own.base;
  const where = elsewhere ? ` ${kind === 'added' ? 'to' : 'from'} \`${place.symbol}\`` : '';
  const from = moved && kind === 'removed' && !elsewhere ? ' away from here' : '';
  return {
    kind,
    location: { path: place.path, span: act.span },
    message: `the change ${verb} \`${act.text}\`${where}${from}`,
  };
}

/** What an act is to a value with one of these names; undefined where it is nothing to it. */
function roleFor(act: Act, names: ReadonlySet<string>): Role | undefined {
  if (!mentions(act.names, names)) {
    return act.role === 'jump' || act.node.kind === 'return_statement' ? 'jump' : undefined;
  }
  if (act.role !== 'assignment') return act.role;
  return assignedNames(act.node).some((name) => names.has(name)) ? 'assignment' : 'hand-over';
}

function mentions(mentioned: ReadonlySet<string>, names: ReadonlySet<string>): boolean {
  for (const name of names) if (mentioned.has(name)) return true;
  return false;
}

function countsOf(declared: Declared | undefined): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  if (declared === undefined) return counts;
  for (const { tokens } of actsIn(declared.node)) counts.set(tokens, (counts.get(tokens) ?? 0) + 1);
  return counts;
}

function contains(scope: Node, tokens: string): boolean {
  return ` ${normalisedTokens(scope)} `.includes(` ${tokens} `);
}

function isCondition(node: Node): boolean {
  const statement = node.ancestor('if_statement', 'for_statement', 'block');
  return statement?.child('condition')?.contains(node) === true;
}

function between(line: number, first: number | undefined, last: number | undefined): boolean {
  return first !== undefined && last !== undefined && first <= line && line <= last;
}

/** Places in another function are behind those in the finding's own. */
function distanceOf(at: number, line: number | undefined): number {
  return line === undefined ? Number.MAX_SAFE_INTEGER : Math.abs(at - line);
}
