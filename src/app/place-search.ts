import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { lastLine } from '../base/span.ts';
import type { Location } from '../base/span.ts';
import type { ClearedPlace } from '../engine/analyse.ts';
import type { Silence } from '../report/explanation.ts';
import { sourceKind } from '../source/classify.ts';
import { isSilentTest } from './packages.ts';
import type { Exclusion } from './policy.ts';
import type { DirectoryTrace, TracedFinding } from './trace.ts';
import { generatedReason, linkReason } from './unread.ts';

interface Place {
  readonly path: string;
  readonly line: number;
  readonly column?: number;
}

/** What the rules have to say of one line. */
export interface PlaceTrace {
  readonly findings: readonly TracedFinding[];
  readonly cleared: readonly ClearedPlace[];
  readonly silence?: Silence;
}

/** So many lines around are named where a line has nothing for a rule. */
const mostLooked = 6;

/**
 * The findings whose range or path touches a line and the candidates on it that rules cleared; else the reason
 * why there is neither.
 * @param revision as a sentence names it
 */
export function lookAtPlace(
  place: Place,
  trace: DirectoryTrace,
  exclusion: Exclusion,
  revision: string,
): Result<PlaceTrace> {
  if (trace.tree.loader.entry(place.path) === undefined) {
    return err(`There is no file ${place.path} in ${revision}: name one that is there.`);
  }
  const beyond = beyondTheEnd(place, trace);
  if (beyond !== undefined) return err(beyond);
  const findings = narrowed(
    trace.findings.filter(({ finding }) =>
      [finding.location, ...finding.steps.map((step) => step.location)].some((one) => touches(one, place)),
    ),
    place,
    ({ finding }) => finding.location,
  );
  const cleared = narrowed(clearedAt(place, trace.cleared), place, ({ location }) => location);
  if (findings.length > 0) return ok({ findings, cleared });
  const leftOut = leftOutReason(place.path, trace, exclusion);
  if (leftOut !== undefined) return ok({ findings, cleared, silence: { reason: leftOut, looked: [] } });
  if (cleared.length > 0) return ok({ findings, cleared });
  return ok({ findings, cleared, silence: silenceOf(place, trace) });
}

function beyondTheEnd({ path, line }: Place, { tree }: DirectoryTrace): string | undefined {
  const text = tree.snapshot.files.get(path)?.text;
  if (text === undefined) return undefined;
  const count = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (line >= 1 && line <= count) return undefined;
  return `${path} has ${String(count)} lines, and none with the number ${String(line)}: give one that is there.`;
}

/** The clearances that start on the line; else those that reach over it; else those that rest on it. */
function clearedAt(place: Place, cleared: readonly ClearedPlace[]): readonly ClearedPlace[] {
  const own = cleared.filter(({ location }) => touches(location, place));
  const starting = own.filter(({ location }) => location.span.start.line === place.line);
  if (starting.length > 0) return starting;
  if (own.length > 0) return own;
  return cleared.filter(({ states }) => states.some(({ location }) => touches(location, place)));
}

function touches({ path, span }: Location, place: Place): boolean {
  return path === place.path && span.start.line <= place.line && place.line <= lastLine(span);
}

/** Those that hold the column, where one is given and any does. */
function narrowed<T>(all: readonly T[], place: Place, at: (one: T) => Location): readonly T[] {
  const { column, line } = place;
  if (column === undefined) return all;
  const holding = all.filter((one) => {
    const { start, end } = at(one).span;
    const behindStart = start.line < line || (start.line === line && start.column <= column);
    const beforeEnd = line < end.line || (line === end.line && column < end.column);
    return touches(at(one), place) && behindStart && beforeEnd;
  });
  return holding.length > 0 ? holding : all;
}

function silenceOf(place: Place, trace: DirectoryTrace): Silence {
  const reason = reasonForFile(place, trace);
  if (reason !== undefined) return { reason, looked: [] };
  const looked = lookedNearby(place, trace);
  return { reason: 'no rule looks at anything on this line', looked };
}

/** What leaves a file out of every run. */
function leftOutReason(path: string, { tree }: DirectoryTrace, exclusion: Exclusion): string | undefined {
  if (tree.loader.entry(path) === undefined) return undefined;
  const reason = linkReason(tree, path) ?? exclusion.reason(path) ?? generatedReason(tree, path);
  return reason === undefined ? undefined : `\`${path}\` ${reason}`;
}

/** The reason that holds for the file as a whole, or for the declaration around the line. */
function reasonForFile({ path, line }: Place, { tree }: DirectoryTrace): string | undefined {
  const name = `\`${path}\``;
  const known = (reason: string | undefined): string | undefined =>
    reason === undefined ? undefined : `${name} ${reason}`;
  const kind = sourceKind(path);
  if (kind === 'c' || kind === 'header') {
    return `${name} is C code: it is read for what its functions do, and most findings stand in Go files`;
  }
  if (kind !== 'go') return known('is not a Go file');
  const unreadable = tree.snapshot.unreadable.get(path);
  if (unreadable !== undefined) return known(unreadable);
  const file = tree.goFiles.find((one) => one.path === path);
  const broken = file?.broken;
  const isBroken = broken?.lines.some(({ first, last }) => first <= line && line <= last) === true;
  if (isBroken) return known(broken.reason);
  const source = tree.snapshot.files.get(path);
  if (source !== undefined && isSilentTest(source))
    return known('is a test file without cgo, `unsafe` or a header of `reflect`: no rule speaks of it');
  if (!tree.modelledPaths.has(path)) {
    return `no file of the package of ${name} imports "C" or \`unsafe\`, or names a header of \`reflect\`: no rule speaks of it`;
  }
  return undefined;
}

/** What the rules looked at in the declaration around a line: the nearest lines. */
function lookedNearby(place: Place, { cleared, findings }: DirectoryTrace): Silence['looked'] {
  const rulesByLine = new Map<number, Set<string>>();
  const all = [...cleared, ...findings.map(({ finding }) => finding)];
  for (const { ruleId, location, scope } of all) {
    if (!touches(scope, place)) continue;
    const { line } = location.span.start;
    const rules = rulesByLine.get(line) ?? new Set();
    rulesByLine.set(line, rules.add(ruleId));
  }
  return [...rulesByLine]
    .sort(([a], [b]) => Math.abs(a - place.line) - Math.abs(b - place.line) || a - b)
    .slice(0, mostLooked)
    .map(([line, rules]) => ({ line, rules: [...rules].sort() }))
    .sort((a, b) => a.line - b.line);
}
