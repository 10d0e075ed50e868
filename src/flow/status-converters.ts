import type { GoFunction, Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import type { ControlFlowGraph } from './cfg.ts';
import { canonical, nonZeroKey } from './conditions.ts';
import { definitionsOf } from './definitions.ts';
import type { Facts } from './facts.ts';
import { isNilError } from './nil-errors.ts';

/** The flow of a function, as far as it matters for what it returns. */
export interface ReturningFlow {
  readonly graph: ControlFlowGraph;
  solveForResults(): Facts;
}

/** The syntax nodes of a converter: it is a test or a switch. */
const maximalNodes = 2_000;

const known = new WeakMap<Package, Map<Node, boolean>>();

/**
 * Whether a function makes an error of a status: `func getError(rc C.int) error`, whose only result is nil where its
 * only parameter is 0, and nowhere else. False where that cannot be told.
 */
export function isStatusConverter(
  symbol: GoSymbol,
  pkg: Package,
  flowOf: (fn: GoFunction) => ReturningFlow,
): boolean {
  const node = symbol.declaration.parent;
  const body = node?.child('body');
  if (node?.kind !== 'function_declaration' || body === undefined) return false;
  if (node.child('result')?.text !== 'error') return false;
  const names = (node.child('parameters')?.children ?? []).flatMap((one) => one.childrenOf('name'));
  const [name] = names;
  const status = names.length === 1 && name !== undefined ? pkg.symbolOf(name) : undefined;
  if (body.subtreeEnd - body.id > maximalNodes) return false;
  if (status === undefined || definitionsOf(status, pkg).length > 0) return false;
  const ofPackage = known.get(pkg) ?? new Map<Node, boolean>();
  known.set(pkg, ofPackage);
  const decided = ofPackage.get(node);
  if (decided !== undefined) return decided;
  // A converter that calls itself is none until the opposite is shown.
  ofPackage.set(node, false);
  const found = returnsNilForZero(status, flowOf({ file: symbol.file, node, body }), pkg);
  ofPackage.set(node, found);
  return found;
}

function returnsNilForZero(status: GoSymbol, flow: ReturningFlow, pkg: Package): boolean {
  const facts = flow.solveForResults();
  const returns = flow.graph.nodes.filter(
    (node) => node.syntax?.kind === 'return_statement' && facts.isReachable(node),
  );
  const key = nonZeroKey(canonical(status.declaration, pkg));
  const outcomes = returns.map((node) => {
    const value = node.syntax?.children[0]?.children[0];
    const isNonZero = facts.at(node).get(key)?.value;
    const isNil = value === undefined ? undefined : isNilError(value, pkg);
    return isNil !== undefined && isNonZero === !isNil ? isNil : undefined;
  });
  return outcomes.includes(true) && outcomes.includes(false) && !outcomes.includes(undefined);
}
