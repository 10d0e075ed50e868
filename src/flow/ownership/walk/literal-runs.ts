import { argumentsOf, calleeOf, unparen } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Node } from '../../../syntax/tree.ts';
import type { FlowNode } from '../../cfg.ts';
import { definitionsOf } from '../../definitions.ts';
import { onceFor } from '../../../base/once-for.ts';
import type { FunctionFlow } from '../../function-flow.ts';

/** The function literal that a call runs: called where it stands, or held by a local variable that holds no other. */
export function literalOfCall(call: Node, pkg: Package): Node | undefined {
  const callee = call.child('function');
  if (callee === undefined) return undefined;
  const target = unparen(callee);
  if (target.kind === 'func_literal') return target;
  const symbol = target.kind === 'identifier' ? pkg.symbolOf(target) : undefined;
  if (symbol?.kind !== 'variable' || symbol.role !== 'local') return undefined;
  const [only, ...more] = definitionsOf(symbol, pkg);
  const value = only?.value === undefined || more.length > 0 ? undefined : unparen(only.value);
  return value?.kind === 'func_literal' ? value : undefined;
}

/** The literal that a defer statement runs when its function ends. */
export function deferredLiteral(statement: Node, pkg: Package): Node | undefined {
  const call = statement.children[0];
  return call?.kind === 'call_expression' ? literalOfCall(call, pkg) : undefined;
}

/** The literals that a function's defer statements run when it ends, in the order of the statements. */
export const deferredLiterals = onceFor((flow: FunctionFlow): readonly DeferredLiteral[] =>
  flow.graph.nodes.flatMap((node) => {
    const { syntax } = node;
    const literal = syntax?.kind === 'defer_statement' ? deferredLiteral(syntax, flow.package) : undefined;
    return syntax === undefined || literal === undefined ? [] : [{ node, statement: syntax, literal }];
  }),
);

/** A literal that runs when its function ends, and the statement that defers it. */
export interface DeferredLiteral {
  readonly node: FlowNode;
  readonly statement: Node;
  readonly literal: Node;
}

/** The literal of a function's own body around a mention; undefined where none is. */
export function outermostLiteral(mention: Node, body: Node): Node | undefined {
  let literal: Node | undefined;
  for (let node = mention.parent; node !== undefined && node !== body; node = node.parent) {
    if (node.kind === 'func_literal') literal = node;
  }
  return body.contains(mention) ? literal : undefined;
}

/** What a function literal that takes what some variables hold does with it when it runs: a clause about `it`. */
export function literalTakes(literal: Node, symbols: ReadonlySet<GoSymbol>, pkg: Package): string {
  const free = literal.all('call_expression').find((call) => freesOneOf(call, symbols, pkg));
  if (free === undefined)
    return 'the function literal takes it, and what becomes of it there is not followed';
  return `the function literal frees it${isConditional(free, literal) ? ' under a condition' : ''} when it runs`;
}

function freesOneOf(call: Node, symbols: ReadonlySet<GoSymbol>, pkg: Package): boolean {
  const callee = calleeOf(call, pkg);
  if (callee.kind !== 'c' || callee.name !== 'free') return false;
  return argumentsOf(call).some((argument) =>
    argument.all('identifier').some((name) => {
      const symbol = pkg.symbolOf(name);
      return symbol !== undefined && symbols.has(symbol);
    }),
  );
}

function isConditional(free: Node, literal: Node): boolean {
  for (let node = free.parent; node !== undefined && node !== literal; node = node.parent) {
    if (!node.is('expression_statement', 'defer_statement', 'statement_list', 'block')) return true;
  }
  return false;
}
