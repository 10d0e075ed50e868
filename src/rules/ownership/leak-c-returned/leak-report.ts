import { pathStates, pathSteps } from '../../../engine/path-steps.ts';
import type { PathStory } from '../../../engine/path-steps.ts';
import type { RelatedInformation, SuggestedFix } from '../../../engine/diagnostic.ts';
import type { Pass, Report } from '../../../engine/rule.ts';
import type { FlowEdge } from '../../../flow/cfg.ts';
import { followWhole } from '../../../flow/ownership/leak.ts';
import type { OwnedLeak } from '../../../flow/ownership/leak.ts';
import type { Remark } from '../../../flow/remark.ts';
import { calleeOf } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import { outcomeOf } from './given-memory.ts';
import type { GivenMemory } from './given-memory.ts';

/** How a rule tells of a leak. */
export interface LeakWording {
  message(leak: OwnedLeak, given: GivenMemory): string;
  fix?(leak: OwnedLeak, given: GivenMemory): SuggestedFix | undefined;
}

/** Reports the memory that is lost where `isOwn` says so, and says of any other why not. */
export function checkGiven(
  given: GivenMemory,
  pass: Pass,
  isOwn: (leak: OwnedLeak) => boolean,
  otherwise: string,
  wording: LeakWording,
): void {
  const { file } = given.fn;
  const { call } = given.acquisition;
  const outcome = outcomeOf(given, pass.package);
  if (outcome.kind === 'leak' && isOwn(outcome.leak)) {
    pass.report(reportOf(outcome.leak, given, pass, wording));
    return;
  }
  pass.clear(() => {
    const { reason, remarks } =
      outcome.kind === 'leak' ? { reason: otherwise, remarks: [] } : outcome.account();
    const states = remarks.map(({ at, message }) => ({ location: pass.location(file, at), message }));
    return { at: call, file, reason, states };
  });
}

function reportOf(leak: OwnedLeak, given: GivenMemory, pass: Pass, wording: LeakWording): Report {
  const { fn, acquisition } = given;
  const story: PathStory = {
    from: { node: acquisition.call, message: originText(given) },
    path: leak.path,
    end: endText(leak),
    endAt: endOf(leak, given),
  };
  const giver = [...giverStep(given, pass), ...exampleSteps(given, pass)];
  // What is only asked is not mended.
  const fix = given.suggestion === undefined ? wording.fix?.(leak, given) : undefined;
  const isQuestion =
    leak.asked !== undefined || given.suggestion !== undefined || acquisition.gift.confidence === 'question';
  const withGiver = ([first, ...rest]: readonly RelatedInformation[]): RelatedInformation[] =>
    first === undefined ? [] : [first, ...giver, ...rest];
  return {
    at: acquisition.call,
    file: fn.file,
    message: wording.message(leak, given),
    steps:
      leak.end === 'dropped' ? droppedSteps(story, pass, fn, giver) : withGiver(pathSteps(pass, fn, story)),
    states: () =>
      leak.end === 'dropped'
        ? droppedSteps(story, pass, fn, giver)
        : withGiver(pathStates(pass, fn, story, remarksAlong(given))),
    ...(isQuestion ? { confidence: 'question' as const, severity: 'info' as const } : {}),
    // Whether a function keeps what it is given is one question, however much it is given.
    ...(leak.asked === undefined ? {} : { sharedCause: `kept by ${leak.asked}` }),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** The variable or field that led to the memory last, in words; undefined where none did. */
export function holderName({ holder }: OwnedLeak, { acquisition }: GivenMemory): string | undefined {
  if (holder === undefined) return undefined;
  const { gift, way } = acquisition;
  const path = way.kind === 'result' ? gift.path.join('') : '';
  // What the caller has is the value that carries it, whatever the field is called.
  const [name = '', inside] = (
    holder.endsWith(path) ? holder.slice(0, holder.length - path.length) : holder
  ).split('[]');
  return inside === undefined ? `\`${name}\`` : `an element of \`${name}\``;
}

/** A text that stands at the start of a sentence. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What frees it, as the code can write it. */
export function releaseText({ acquisition, wrapper }: GivenMemory): string {
  const path = acquisition.gift.path.join('');
  const methods = wrapper?.releases.filter(({ isMethod }) => isMethod) ?? [];
  const method = methods.find((one) => one.path === path) ?? methods[0];
  if (wrapper !== undefined && method !== undefined) return `\`(*${wrapper.name}).${method.name}\``;
  const [name = 'free'] = acquisition.gift.release;
  return name.startsWith('.') ? `\`${name.slice(1)}\`` : `\`C.${name}\``;
}

/** The return statement, jump or closing brace that a path leads to, or what stands where the last place is lost. */
export function endOf({ path, end }: OwnedLeak, { fn, acquisition }: GivenMemory): Node {
  if (end === 'dropped') return acquisition.call;
  const before = path.edges[path.edges.length - 1]?.from;
  const isJump = before?.syntax?.is('break_statement', 'continue_statement') === true;
  if (isJump && (end === 'scope' || end === 'exit')) return before.syntax;
  if (path.last.kind !== 'exit') return path.last.syntax ?? fn.body;
  if (before?.syntax?.kind === 'return_statement') return before.syntax;
  const children = fn.body.allChildren;
  return children[children.length - 1] ?? fn.body;
}

function endText(leak: OwnedLeak): string {
  const name = leak.holder === undefined ? 'it' : `\`${leak.holder}\``;
  switch (leak.end) {
    case 'exit':
      return `the function returns and ${name} was not freed`;
    case 'scope':
      return `${name} is out of scope and was not freed`;
    case 'overwritten':
      return `${name} gets another value and was not freed`;
    case 'dropped':
      return 'nothing holds it';
  }
}

function originText(given: GivenMemory): string {
  const { callee, gift } = given.acquisition;
  if (given.suggestion !== undefined)
    return `\`${callee}\` may give memory that its caller has to free: ${given.suggestion.text}`;
  if (gift.basis.kind === 'precedent') return `\`${callee}\` gives it, and ${gift.basis.text}`;
  const gives = `\`${callee}\` gives memory that its caller has to free, with ${releaseText(given)}`;
  const source = gift.basis.kind === 'table' ? gift.basis.source : '';
  return source === '' ? gives : `${gives}: ${source}`;
}

/** Where the Go function is declared that gives it. */
function giverStep({ acquisition }: GivenMemory, pass: Pass): RelatedInformation[] {
  const callee = calleeOf(acquisition.call, pass.package);
  if (callee.kind !== 'function') return [];
  const { declaration, name } = callee.symbol;
  const file = pass.package.files.find(({ tree }) => tree === declaration.tree);
  if (file === undefined) return [];
  const message = `\`${name}\` returns what a C function gave to it`;
  return [{ location: pass.location(file, declaration), message }];
}

/** Other callers, which free it. */
function exampleSteps({ suggestion }: GivenMemory, pass: Pass): RelatedInformation[] {
  return (suggestion?.examples ?? []).map(({ file, node, function: { fullName } }) => ({
    location: pass.location(file, node),
    message: `what \`${fullName}\` gets here is freed`,
  }));
}

function droppedSteps(
  { from }: PathStory,
  pass: Pass,
  fn: GoFunction,
  giver: readonly RelatedInformation[],
): RelatedInformation[] {
  return [{ location: pass.location(fn.file, from.node), message: from.message }, ...giver];
}

/** What the points of a path do with the memory. */
function remarksAlong({ acquisition, flow, owners }: GivenMemory): (edge: FlowEdge) => readonly Remark[] {
  const remarks: Remark[] = [];
  followWhole(acquisition, flow, owners.effects, (at, message) => {
    if (!remarks.some((one) => one.at === at && one.message === message)) remarks.push({ at, message });
  });
  return ({ to }) => remarks.filter(({ at }) => flow.nodeAt(at) === to);
}
