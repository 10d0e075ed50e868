import { announcesTaking, areMakerAndEnd, endsForGood } from '../../knowledge/c-names.ts';
import { argumentsOf, calleeOf, isCall, throughParens } from '../../semantic/callee.ts';
import { cCallsWithin } from '../../semantic/calls.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FlowNode } from '../cfg.ts';
import { definitionsOf } from '../definitions.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { enclosingFunction } from '../literals.ts';
import { unconverted } from '../value-use.ts';
import { mayBePointer } from '../precedent/mined-pairs.ts';
import type { Acquisition } from './acquisitions.ts';
import type { KnownFunctions } from './c-summaries.ts';
import type { CallEffects } from './call-effects.ts';
import { addressedPlace } from './failure.ts';
import type { OwnedLeak } from './leak.ts';
import { isInBranch, undoesCall } from './undone-calls.ts';

/** What a C function that nobody knows gives, as the function that calls it shows: some path of it frees that. */
export interface FreedByItself {
  readonly acquisition: Acquisition;
  /** The points behind which it is freed, or will be when the function ends. */
  readonly freeing: readonly FlowNode[];
  /** Whether each of them undoes a call that got it: where all calls succeed, one of them may own it. */
  readonly onlyUndoes: boolean;
}

interface OwnFree {
  readonly call: Node;
  readonly name: string;
  /** A table or body says that it frees, and not its name alone. */
  readonly isKnown: boolean;
}

/**
 * The calls of unknown C functions whose result, or what they put into a variable, the same function frees. What it
 * frees on one path is its own on the others, too, as far as they have got it: `mayBeOwnOn` says of which.
 */
export function freedByItself(
  fn: GoFunction,
  flowOf: () => FunctionFlow,
  effects: CallEffects,
  known: KnownFunctions,
  pkg: Package,
): FreedByItself[] {
  return [...freesIn(fn, effects, known, pkg)].flatMap(([symbol, frees]): FreedByItself[] => {
    const source = soleSource(symbol, fn, pkg);
    if (source === undefined || known.factsOf(source.name) !== undefined) return [];
    const isKnown = frees.some((one) => one.isKnown);
    if (!isKnown && !isLikelyPointer(symbol, source.name, frees, fn, pkg)) return [];
    const flow = flowOf();
    const node = flow.nodeAt(source.call);
    if (node === undefined || !flow.facts.isReachable(node)) return [];
    const [first] = frees;
    if (first === undefined) return [];
    const freeing = frees.flatMap(({ call }) => pointOf(call, fn, flow) ?? []);
    const { place } = source;
    const text = `line ${String(first.call.line)} frees it with \`C.${first.name}\``;
    const acquisition: Acquisition = {
      call: source.call,
      node,
      callee: `C.${source.name}`,
      way: place === undefined ? { kind: 'result', index: 0 } : { kind: 'place', place },
      gift: {
        release: [first.name],
        path: [],
        confidence: isKnown ? 'known' : 'question',
        basis: { kind: 'precedent', text },
        failure: place === undefined ? { kind: 'status', failure: 'null' } : { kind: 'left-null', place },
      },
    };
    const onlyUndoes = frees.every(({ call }) => undoesCall(call, symbol, pkg));
    return freeing.length < frees.length ? [] : [{ acquisition, freeing, onlyUndoes }];
  });
}

/**
 * Whether a leak of such memory is one: its path ends at a return statement, or one that leaves the round of a loop,
 * that no free comes to. Where one does, what
 * decides between them may be whose the memory is; and where nothing has failed, a call that got it may own it.
 */
export function mayBeOwnOn(
  { path, end }: OwnedLeak,
  { acquisition, freeing, onlyUndoes }: FreedByItself,
): boolean {
  const last = path.edges.at(-1)?.from;
  if (last?.syntax === undefined || !leavesHere(last.syntax, end, acquisition.call)) return false;
  if (onlyUndoes && !isInBranch(last.syntax)) return false;
  const seen = new Set<FlowNode>([acquisition.node]);
  const queue = freeing.filter((node) => node !== acquisition.node);
  for (const node of queue) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node === last) return false;
    queue.push(...node.successors.map(({ to }) => to));
  }
  return true;
}

/** Whether a path leaves the function by a statement, or the round of a loop that has got the memory. */
function leavesHere(statement: Node, end: OwnedLeak['end'], call: Node): boolean {
  if (statement.kind === 'return_statement') return end === 'exit';
  if (!statement.is('break_statement', 'continue_statement')) return false;
  const loop = statement.ancestor('for_statement', 'func_literal');
  return (end === 'exit' || end === 'scope') && loop?.kind === 'for_statement' && loop.contains(call);
}

/** The calls that free what a variable of the function holds. */
function freesIn(
  fn: GoFunction,
  effects: CallEffects,
  known: KnownFunctions,
  pkg: Package,
): Map<GoSymbol, OwnFree[]> {
  const found = new Map<GoSymbol, OwnFree[]>();
  for (const { call, callee } of cCallsWithin(fn, pkg)) {
    const { name } = callee;
    const isKnown = effects.mayFree(name);
    if (!isKnown && (known.factsOf(name) !== undefined || !namesAnEnd(name))) continue;
    argumentsOf(call).forEach((argument, index) => {
      const value = unconverted(argument, pkg);
      const symbol = value.kind === 'identifier' ? pkg.symbolOf(value) : undefined;
      if (symbol?.kind !== 'variable' || symbol.role !== 'local' || symbol.owner !== fn.node) return;
      const frees = effects.onArgument(call, callee, index, []).outcomes.some(({ effect }) => {
        return effect.kind === 'frees';
      });
      if (isKnown ? !frees : index > 0) return;
      found.set(symbol, [...(found.get(symbol) ?? []), { call, name, isKnown }]);
    });
  }
  return found;
}

/** `lib_free`, `lib_thing_destroy`, `lib_close_thing`: not `lib_take`, nor `lib_clear`, which leaves the object. */
function namesAnEnd(name: string): boolean {
  return announcesTaking(name) && /free|destroy|dispose|delete|close|release|unref/i.test(name);
}

/** The one call that gives a variable its value, as its result or through its address. */
export function soleSource(
  symbol: GoSymbol,
  { node: fn }: GoFunction,
  pkg: Package,
): { readonly call: Node; readonly name: string; readonly place: Node | undefined } | undefined {
  const sources: { call: Node; name: string; place: Node | undefined }[] = [];
  for (const { target, value } of definitionsOf(symbol, pkg)) {
    if (enclosingFunction(target) !== fn) return undefined;
    const address = target.parent;
    if (address?.kind === 'unary_expression') {
      const call = callOf(address, pkg);
      const callee = call === undefined ? undefined : calleeOf(call, pkg);
      if (call === undefined || callee?.kind !== 'c') return undefined;
      sources.push({ call, name: callee.name, place: target });
      continue;
    }
    const source = value === undefined ? undefined : unconverted(value, pkg);
    if (source === undefined || source.kind === 'nil') continue;
    const callee = isCall(source) ? calleeOf(source, pkg) : undefined;
    if (callee?.kind !== 'c') return undefined;
    sources.push({ call: source, name: callee.name, place: undefined });
  }
  const [only, ...more] = sources;
  return more.length > 0 ? undefined : only;
}

/** The call that an address is an argument of, conversions looked through. */
function callOf(address: Node, pkg: Package): Node | undefined {
  for (let node = throughParens(address); ;) {
    const call = node.parent?.kind === 'argument_list' ? node.parent.parent : node.parent;
    if (call === undefined || !isCall(call)) return undefined;
    if (calleeOf(call, pkg).kind !== 'conversion') {
      return argumentsOf(call).some((one) => addressedPlace(one, pkg) === address.child('operand'))
        ? call
        : undefined;
    }
    node = throughParens(call);
  }
}

/**
 * Whether a variable is a pointer, or a handle of an object: by its type, by what the function does with it, or, where
 * nothing tells its type, by the names of the functions that give and end it.
 */
function isLikelyPointer(
  symbol: GoSymbol,
  source: string,
  frees: readonly OwnFree[],
  { body }: GoFunction,
  pkg: Package,
): boolean {
  const type = pkg.types.ofSymbol(symbol);
  if (type.kind === 'pointer' || type.kind === 'unsafe-pointer') return true;
  if ((type.kind !== 'unknown' && type.kind !== 'c') || !mayBePointer(type)) return false;
  const uses = pkg.bindings.usesOf(symbol);
  // What is compared with a number is one.
  if (
    uses.some((use) => use.parent?.kind === 'binary_expression' && use.parent.child('right')?.kind !== 'nil')
  )
    return false;
  if (frees.some(({ name }) => endsForGood(name) || areMakerAndEnd(source, name))) return true;
  return uses.some((use) => body.contains(use) && isUsedAsPointer(use, pkg));
}

/** `p == nil`, `unsafe.Pointer(p)`, `*p`. */
function isUsedAsPointer(use: Node, pkg: Package): boolean {
  const { parent } = use;
  if (parent?.kind === 'binary_expression')
    return use.field === 'left' && parent.child('right')?.kind === 'nil';
  if (parent?.kind === 'unary_expression') return parent.text.startsWith('*');
  const call = parent?.kind === 'argument_list' ? parent.parent : parent;
  return (
    call !== undefined &&
    isCall(call) &&
    argumentsOf(call)[0] === use &&
    call.child('function')?.text === 'unsafe.Pointer' &&
    calleeOf(call, pkg).kind === 'conversion'
  );
}

/** Where a free stands in the function itself; of a function literal, the statement that has it. */
function pointOf(call: Node, { node: fn }: GoFunction, flow: FunctionFlow): FlowNode | undefined {
  let at = call;
  for (let around = enclosingFunction(call); around !== undefined && around !== fn;) {
    at = around;
    around = enclosingFunction(around);
  }
  return flow.nodeAt(at);
}
