import { argumentsOf, calleeOf } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { walkOutsideLiterals } from './assignments.ts';
import type { FlowEdge, FlowNode } from './cfg.ts';
import type { FunctionFlow } from './function-flow.ts';
import { LeakSearch } from './leaks.ts';
import type { Held, Leak, Touch } from './leaks.ts';
import { findPath } from './paths.ts';
import type { Remark } from './remark.ts';
import { effectOf } from './use-effect.ts';
import type { OwnershipEnd } from './use-effect.ts';
import { statementOf } from './value-use.ts';

/** Why an acquisition is not reported as leaked. */
export interface LeakAccount {
  readonly reason: string;
  /** Where each path ends what can be told of the ownership. */
  readonly ends: readonly Remark[];
}

type PathEnd = OwnershipEnd | 'left to a function literal' | 'stop' | 'panic';

/** Why `findLeak` found nothing for the same arguments. */
export function accountForNoLeak(
  flow: FunctionFlow,
  acquisition: FlowNode,
  holder: GoSymbol,
  pkg: Package,
): LeakAccount {
  const name = `\`${holder.name}\``;
  const none = (reason: string, ends: readonly Remark[] = []): LeakAccount => ({ reason, ends });
  if (holder.role === 'package-level') return none(`${name} is a package-level variable and keeps it`);
  if (holder.owner !== flow.function.node) {
    return none(`${name} belongs to the enclosing function, which may free it later`);
  }
  if (!flow.facts.isReachable(acquisition)) return none('no path leads to this line');
  const search = new LeakSearch(flow, acquisition, pkg);
  const literal = search.earlierLiteral(holder);
  if (literal !== undefined) {
    const line = String(literal.line);
    return none(`the function literal made before it, at line ${line}, frees ${name} or hands it on`, [
      { at: literal, message: `the literal reads ${name} when it runs` },
    ]);
  }
  const ends = new Map<Node, { remark: Remark; end: PathEnd }>();
  const outcome = { gaveUp: false };
  findPath<Held>(flow, acquisition, {
    initial: { holders: [holder], keptBy: undefined },
    key: ({ holders, keptBy }) => `${holders.map((symbol) => symbol.id).join(',')} ${keptBy ?? ''}`,
    step: (node, held) => {
      let last: Touch | undefined;
      const step = search.step(node, held, (touch) => (last = touch));
      if (step === 'end' && last !== undefined) ends.set(last.at, endOf(last, pkg));
      return step;
    },
    gaveUp: () => (outcome.gaveUp = true),
  });
  const remarks = [...ends.values()].map(({ remark }) => remark).sort((a, b) => a.at.start - b.at.start);
  if (outcome.gaveUp) return none('the function has too many paths to follow', remarks);
  return none(reasonOf(name, [...ends.values()]), remarks);
}

function reasonOf(name: string, ends: readonly { remark: Remark; end: PathEnd }[]): string {
  const handled = [...new Set(ends.map(({ end }) => end))].filter((end) => end !== 'stop' && end !== 'panic');
  const others = ends.some(({ end }) => end === 'stop' || end === 'panic');
  const [only] = ends;
  if (only === undefined) return `no path leads from here to the end of the function`;
  if (handled.length === 0) return 'every path behind it ends without a return';
  const rest = others ? '; every other one ends without a return' : '';
  if (ends.length === 1 && only.end !== 'freed') {
    return `${name} leaves this function's hands at line ${String(only.remark.at.line)}: ${only.remark.message}`;
  }
  const where = others ? 'that returns' : 'that leaves the function';
  return `${name} is ${listed(handled)} on every path ${where}${rest}`;
}

function listed(words: readonly string[]): string {
  const last = words[words.length - 1] ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

function endOf(touch: Touch, pkg: Package): { remark: Remark; end: PathEnd } {
  const remark = remarkOf(touch, pkg);
  switch (touch.kind) {
    case 'use':
      return { remark, end: effectOf(touch.at, touch.use, pkg).end ?? 'out of sight' };
    case 'literal':
      return { remark, end: literalEffect(touch, pkg).end };
    case 'bare-return':
      return { remark, end: 'returned' };
    case 'escape':
      return { remark, end: 'stored away' };
    case 'held':
      return { remark, end: 'out of sight' };
    case 'stop':
    case 'panic':
      return { remark, end: touch.kind };
  }
}

function remarkOf(touch: Touch, pkg: Package): Remark {
  switch (touch.kind) {
    case 'use':
      return { at: touch.at, message: effectOf(touch.at, touch.use, pkg).message };
    case 'held':
      return { at: touch.at, message: `\`${touch.holder.name}\` and \`${touch.by.name}\` hold it` };
    case 'escape':
      return { at: touch.at, message: `\`${touch.to.name}\` gets it, which outlives this path` };
    case 'literal':
      return { at: touch.at, message: literalEffect(touch, pkg).message };
    case 'bare-return':
      return { at: touch.at, message: 'the bare return hands the named result to the caller' };
    case 'stop':
      return { at: touch.at, message: 'this call never returns' };
    case 'panic':
      return { at: touch.at, message: 'the function ends here without returning' };
  }
}

/** What a function literal that is made or called at a point does with the pointer. */
function literalEffect(
  { at, literal, holders }: Extract<Touch, { kind: 'literal' }>,
  pkg: Package,
): { message: string; end: PathEnd } {
  const free = literal.all('call_expression').find((call) => freesOneOf(call, holders, pkg));
  if (free === undefined) {
    return {
      message: 'the function literal takes it, and what becomes of it there is not followed',
      end: 'left to a function literal',
    };
  }
  const call = literal.parent;
  const isDeferred = call?.kind === 'call_expression' && statementOf(call) === 'defer';
  const runs = isDeferred || at !== literal || call?.kind === 'call_expression';
  const who = isDeferred ? 'the deferred function literal' : 'the function literal';
  const when = isDeferred ? 'when the function ends' : runs ? '' : 'when it runs';
  const condition = isConditional(free, literal) ? 'under a condition' : '';
  const message = [`${who} frees it`, condition, when].filter((part) => part !== '').join(' ');
  return { message, end: runs && condition === '' ? 'freed' : 'left to a function literal' };
}

function freesOneOf(call: Node, holders: readonly GoSymbol[], pkg: Package): boolean {
  const callee = calleeOf(call, pkg);
  if (callee.kind !== 'c' || callee.name !== 'free') return false;
  return argumentsOf(call).some((argument) =>
    argument.all('identifier').some((name) => holders.some((holder) => pkg.symbolOf(name) === holder)),
  );
}

function isConditional(free: Node, literal: Node): boolean {
  for (let node = free.parent; node !== undefined && node !== literal; node = node.parent) {
    if (!node.is('expression_statement', 'defer_statement', 'statement_list', 'block')) return true;
  }
  return false;
}

/** What each point of a leaking path does with the pointer, by the point. */
export function touchesOnLeak(
  leak: Leak,
  flow: FunctionFlow,
  acquisition: FlowNode,
  holder: GoSymbol,
  pkg: Package,
): (edge: FlowEdge) => readonly Remark[] {
  const search = new LeakSearch(flow, acquisition, pkg);
  const found = new Map<FlowEdge, Remark[]>();
  let held: Held = { holders: [holder], keptBy: undefined };
  for (const edge of leak.path.edges) {
    const remarks: Remark[] = [];
    const step = search.step(edge.to, held, (touch) => remarks.push(remarkOf(touch, pkg)));
    const lost = held.holders.filter((one) => !isIn(step, one) && isAssigned(edge.to, one, pkg));
    for (const one of lost) {
      remarks.push({ at: edge.to.syntax ?? one.declaration, message: `\`${one.name}\` gets another value` });
    }
    found.set(edge, remarks);
    if (typeof step === 'object') held = step.go;
  }
  return (edge) => found.get(edge) ?? [];
}

function isIn(step: ReturnType<LeakSearch['step']>, holder: GoSymbol): boolean {
  return typeof step === 'object' && step.go.holders.includes(holder);
}

function isAssigned(node: FlowNode, symbol: GoSymbol, pkg: Package): boolean {
  for (const mention of walkOutsideLiterals(node)) {
    if (mention.kind === 'identifier' && pkg.symbolOf(mention) === symbol) return true;
  }
  return false;
}
