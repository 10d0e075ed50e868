import type { Pass } from '../../../engine/rule.ts';
import { definitionsOf } from '../../../flow/definitions.ts';
import type { FunctionFlow } from '../../../flow/function-flow.ts';
import type { Acquisition } from '../../../flow/ownership/acquisitions.ts';
import { targetOf } from '../../../flow/ownership/call-status.ts';
import type { Fate, OwnedLeak, PathEnd } from '../../../flow/ownership/leak.ts';
import { ownership } from '../../../flow/ownership/ownership.ts';
import type { Ownership } from '../../../flow/ownership/ownership.ts';
import { suggestedGifts } from '../../../flow/ownership/suggested-gifts.ts';
import type { SuggestedGift } from '../../../flow/ownership/suggested-gifts.ts';
import type { Remark } from '../../../flow/remark.ts';
import { unconverted } from '../../../flow/value-use.ts';
import { argumentsOf, throughParens } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';
import { absenceTest } from './absence-test.ts';
import { wrapperTypes } from '../../../semantic/wrapper-types.ts';
import type { WrapperType } from '../../../semantic/wrapper/model.ts';

/** Memory of C that a call in a function gives to it. */
export interface GivenMemory {
  readonly fn: GoFunction;
  readonly flow: FunctionFlow;
  readonly owners: Ownership;
  readonly acquisition: Acquisition;
  /** The Go type that carries it, where it comes inside of a Go value. */
  readonly wrapper: WrapperType | undefined;
  /** What suggests that it has to be freed, where no table or body says so: then a rule asks. */
  readonly suggestion: SuggestedGift | undefined;
}

/** What becomes of it: a path that loses it, or why none is reported. */
export type Outcome =
  | { readonly kind: 'leak'; readonly leak: OwnedLeak }
  | { readonly kind: 'none'; readonly account: () => Account };

/** Why nothing is reported, and the places that say so. */
export interface Account {
  readonly reason: string;
  readonly remarks: readonly Remark[];
}

/** What the calls of a function give to it; `C.CString` has a rule of its own. */
export function givenMemory(pass: Pass, fn: GoFunction): GivenMemory[] {
  const owners = pass.use(ownership);
  const acquisitions = owners.acquisitionsOf(fn).filter(({ callee }) => callee !== 'C.CString');
  const suggested = pass.use(suggestedGifts).of(fn);
  return [
    ...acquisitions.map((acquisition) => givenBy(acquisition, fn, pass)),
    ...suggested.map((suggestion) => givenBy(suggestion.acquisition, fn, pass, suggestion)),
  ];
}

export function givenBy(
  acquisition: Acquisition,
  fn: GoFunction,
  pass: Pass,
  suggestion?: SuggestedGift,
): GivenMemory {
  const owners = pass.use(ownership);
  return {
    suggestion,
    fn,
    flow: owners.flowOf(fn),
    owners,
    acquisition,
    // The wrapper types of a package take long to find, and matter only to what is lost.
    get wrapper(): WrapperType | undefined {
      return carrierOf(acquisition, pass);
    },
  };
}

export function outcomeOf(given: GivenMemory, pkg: Package): Outcome {
  const { fn, flow, owners, acquisition } = given;
  const none = (reason: string, remarks: readonly Remark[] = []): Outcome => ({
    kind: 'none',
    account: () => ({ reason, remarks }),
  });
  if (fn.file.constraint.isTest) return none('a test ends with its process, and the memory with it');
  const fate = owners.fateOf(acquisition, fn);
  const { leak } = fate;
  if (leak === undefined) return { kind: 'none', account: () => accountOf(given, fate) };
  if (given.suggestion !== undefined && leak.asked !== undefined)
    return none(`${given.suggestion.text}, and \`C.${leak.asked}\` may keep it: too little to ask`);
  if (given.suggestion?.isAlike === true && !leak.handledElsewhere)
    return none(`${given.suggestion.text}, and this one does with it what they do`);
  const { wrapper } = given;
  const [cleanup] = wrapper?.cleanups ?? [];
  if (wrapper !== undefined && cleanup !== undefined)
    return none(`\`${wrapper.name}\` has a ${cleanup.kind}, which frees it some time`);
  const early = deferredTooEarly(acquisition, flow, pkg);
  if (early !== undefined) {
    return none(
      `a deferred call has read the place before it got this value, at line ${String(early.line)}: ` +
        'defer-free-before-assign looks at that',
      [{ at: early, message: 'the argument is read here, and is nil' }],
    );
  }
  const method = methodCalledOn(acquisition);
  if (method !== undefined) {
    const { gift } = acquisition;
    const { outcomes } = owners.effects.onReceiver(method.call, gift.path);
    if (outcomes.some(({ effect }) => effect.kind !== 'borrows'))
      return none(`\`${method.name}\` is called on it at once, and may free it`);
  }
  const doubt = absenceTest(leak, flow, pkg);
  if (doubt === undefined) return { kind: 'leak', leak };
  return none(
    `the path at line ${String(doubt.line)} may be the one on which there is nothing to free: \`${doubt.text}\` ` +
      'tests what was made of it',
    [{ at: doubt, message: 'this may ask whether there is an object at all' }],
  );
}

/** The wrapper type that carries the memory: of the value that a Go function returns. */
function carrierOf({ call, gift, way }: Acquisition, pass: Pass): WrapperType | undefined {
  if (gift.path.length === 0 || way.kind !== 'result') return undefined;
  const target = targetOf(throughParens(call), way.index);
  return pass.use(wrapperTypes).ofExpression(target ?? call);
}

/** `var p *C.char; defer C.free(unsafe.Pointer(p)); C.get(&p)`: another rule tells of that. */
function deferredTooEarly({ node, way }: Acquisition, flow: FunctionFlow, pkg: Package): Node | undefined {
  if (way.kind !== 'place' || way.place.kind !== 'identifier') return undefined;
  const symbol = pkg.symbolOf(way.place);
  const values = symbol?.kind === 'variable' ? definitionsOf(symbol, pkg).map(({ value }) => value) : [];
  if (values.some((value) => value !== undefined && value.kind !== 'nil')) return undefined;
  return flow
    .deferredAt(flow.graph.exit)
    .filter(({ statement }) => statement.id < node.id)
    .flatMap(({ call }) => argumentsOf(call))
    .find((argument) => {
      const value = unconverted(argument, pkg);
      return value.kind === 'identifier' && pkg.symbolOf(value) === symbol;
    });
}

/** `Open(name).Close()`: the value has no name, and only the method can do something with it. */
function methodCalledOn({ call, way }: Acquisition): { call: Node; name: string } | undefined {
  const selector = way.kind === 'result' ? throughParens(call).parent : undefined;
  const outer = selector?.parent;
  if (selector?.kind !== 'selector_expression' || outer?.kind !== 'call_expression') return undefined;
  const name = selector.child('field')?.text;
  return name === undefined || outer.child('function') !== selector ? undefined : { call: outer, name };
}

function accountOf({ flow, acquisition }: GivenMemory, { ends, isUnfinished, doubtful }: Fate): Account {
  if (isUnfinished) return { reason: 'the function has too many paths to follow', remarks: [] };
  if (!flow.facts.isReachable(acquisition.node)) return { reason: 'no path leads to this line', remarks: [] };
  const remarks = ends.map(({ at, end }) => ({ at, message: endText(end) }));
  if (doubtful !== undefined) {
    const reason =
      `the path to line ${String(doubtful.line)} loses it, and may be the one on which the call has given nothing: ` +
      'a condition on it may be the test of that, and nothing on it uses the memory';
    return { reason, remarks: [{ at: doubtful, message: 'there may be nothing to free here' }, ...remarks] };
  }
  const told = ends.filter(({ end }) => end.kind === 'handled' || end.kind === 'returned');
  const [first] = told;
  if (first === undefined) {
    const [other] = ends;
    const reason =
      other === undefined
        ? 'no path on which the call surely gave it loses it'
        : `every path on which it was given ends otherwise: ${endText(other.end)}`;
    return { reason, remarks };
  }
  const isFreed = told.every(({ end }) => end.kind === 'handled' && end.how === 'freed');
  const where = `${endText(first.end)}, at line ${String(first.at.line)}`;
  const reason = isFreed
    ? `it is freed on every path that leaves the function: ${where}`
    : `no path loses it: ${where}`;
  return { reason, remarks };
}

function endText(end: PathEnd['end']): string {
  switch (end.kind) {
    case 'handled':
      return end.message;
    case 'returned':
      return 'the caller gets it';
    case 'stop':
      return 'the process ends';
    case 'panic':
      return 'the function panics';
    case 'exit':
      return 'a variable around the function literal still leads to it';
    case 'overwritten':
    case 'scope':
    case 'dropped':
      return 'nothing leads to it any more';
  }
}
