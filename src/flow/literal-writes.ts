import { unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { enclosingFunction, literalUse } from './literals.ts';
import { isOfOneRound } from './loop-variables.ts';
import { symbolsIn } from './conditions.ts';

/** What the function literals in a body do to the variables around them, and when. */
export interface LiteralWrites {
  /** Variables that may change at any time between two statements, with the offset from which on. */
  readonly unstableFrom: ReadonlyMap<GoSymbol, number>;
  /** By call, or range clause: what may change while it runs, because the literals that it runs assign it. */
  readonly duringCall: ReadonlyMap<Node, ReadonlySet<GoSymbol>>;
  /** The literal that a call runs exactly once, and nothing else: what holds at its end holds behind the call. */
  readonly runBy: ReadonlyMap<Node, Node>;
  /** Every variable that a literal assigns. */
  readonly all: ReadonlySet<GoSymbol>;
}

/**
 * A literal that is called, or handed to a function that only calls it, writes while that call runs; one that is
 * deferred when the function has ended; any other from where it stands on, or from the start of the loop around it,
 * where the loop's rounds share the variable.
 */
export function literalWrites(body: Node, pkg: Package): LiteralWrites {
  const unstableFrom = new Map<GoSymbol, number>();
  const duringCall = new Map<Node, Set<GoSymbol>>();
  const runBy = new Map<Node, Node>();
  const all = new Set<GoSymbol>();
  for (const literal of body.all('func_literal')) {
    if (literal === body.parent) continue;
    const written = writtenBy(literal, pkg);
    const moment = momentOf(literal, body, pkg);
    if (moment.kind === 'calls' && enclosingFunction(literal) === body.parent) {
      for (const call of moment.calls) if (moment.isOnce) runBy.set(call, literal);
    }
    for (const symbol of written) {
      all.add(symbol);
      if (moment.kind === 'end') continue;
      if (moment.kind === 'calls') {
        for (const call of moment.calls) {
          const during = duringCall.get(call) ?? new Set<GoSymbol>();
          duringCall.set(call, during.add(symbol));
        }
        continue;
      }
      const start = outermostSharedLoop(moment.literal, body, symbol, pkg)?.start ?? moment.literal.start;
      unstableFrom.set(symbol, Math.min(start, unstableFrom.get(symbol) ?? Infinity));
    }
  }
  return { unstableFrom, duringCall, runBy, all };
}

type Moment =
  | { readonly kind: 'calls'; readonly calls: readonly Node[]; readonly isOnce: boolean }
  | { readonly kind: 'end' }
  /** Any time from where the outermost literal around it stands. */
  | { readonly kind: 'any'; readonly literal: Node };

/** When a literal runs, as the body sees it: one inside another runs with that at the earliest. */
function momentOf(literal: Node, body: Node, pkg: Package): Moment {
  let outermost = literal;
  let escapes = false;
  for (let current: Node | undefined = literal; current !== undefined && current !== body.parent;) {
    if (current.kind !== 'func_literal') break;
    const { kind } = literalUse(current, pkg);
    escapes ||= kind === 'go' || kind === 'stored';
    outermost = current;
    current = enclosingFunction(current);
  }
  if (escapes) return { kind: 'any', literal: outermost };
  const use = literalUse(outermost, pkg);
  switch (use.kind) {
    case 'inline':
      return { kind: 'calls', calls: [use.call], isOnce: outermost === literal };
    case 'passed-to-caller':
      return { kind: 'calls', calls: [use.call], isOnce: false };
    case 'only-called':
      return { kind: 'calls', calls: use.calls, isOnce: outermost === literal && !use.isRecursive };
    case 'deferred':
      return { kind: 'end' };
    default:
      return { kind: 'any', literal: outermost };
  }
}

/** The variables of functions around a literal that the literal itself assigns, those inside it left out. */
function writtenBy(literal: Node, pkg: Package): Set<GoSymbol> {
  const written = new Set<GoSymbol>();
  const add = (place: Node): void => {
    for (const symbol of symbolsIn(place, pkg)) {
      if (!literal.contains(symbol.declaration)) written.add(symbol);
    }
  };
  const body = literal.child('body');
  for (const node of body?.allOutside('func_literal', ...writing) ?? []) {
    if (node.kind === 'unary_expression') {
      const operand = node.text.startsWith('&') ? node.child('operand') : undefined;
      // Whoever has the address of an element cannot change the slice, and a literal is a value of its own.
      if (operand !== undefined && unparen(operand).is('identifier', 'selector_expression')) add(operand);
    } else if (node.kind === 'expression_list') {
      if (
        node.field === 'left' &&
        node.parent?.is('assignment_statement', 'range_clause', 'receive_statement')
      )
        node.children.forEach(add);
    } else {
      node.children.forEach(add);
    }
  }
  return written;
}

const writing: readonly [string, ...string[]] = [
  'expression_list',
  'inc_statement',
  'dec_statement',
  'unary_expression',
];

function outermostSharedLoop(node: Node, body: Node, symbol: GoSymbol, pkg: Package): Node | undefined {
  let loop: Node | undefined;
  for (let current = node.parent; current !== undefined && current !== body; current = current.parent) {
    if (current.kind === 'for_statement' && !isOfOneRound(symbol, current, pkg)) loop = current;
  }
  return loop;
}
