import { namesSuccess } from '../knowledge/c-names.ts';
import { assignmentsOf } from './assignments.ts';
import type { GoFunction, Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import type { ControlFlowGraph } from './cfg.ts';
import {
  canonical,
  isAssignedOnce,
  negativeKey,
  nonZeroKey,
  withoutNumericConversion,
} from './conditions.ts';
import type { FactSet } from './conditions.ts';
import { definitionsOf } from './definitions.ts';
import type { Facts } from './facts.ts';
import { isNilError } from './nil-errors.ts';

/** The flow of a function, as far as it matters for what it returns. */
export interface ReturningFlow {
  readonly graph: ControlFlowGraph;
  solveForResults(): Facts;
}

/** Which statuses an error is made of: all that are not 0, or those below 0. */
export type StatusConversion = 'nonzero' | 'negative';

/** The key of the fact that a status says failure to a converter. */
export function failingKey(conversion: StatusConversion, status: string): string {
  return conversion === 'nonzero' ? nonZeroKey(status) : negativeKey(status);
}

/** What all definitions of a function have in common. */
export function conversionOfAll(
  symbols: readonly GoSymbol[],
  conversionBy: (fn: GoSymbol) => StatusConversion | undefined,
): StatusConversion | undefined {
  const [first, ...others] = symbols.map(conversionBy);
  return others.every((other) => other === first) ? first : undefined;
}

/** The syntax nodes of a converter: it is a test or a switch. */
const maximalNodes = 2_000;

const known = new WeakMap<Package, Map<Node, StatusConversion | undefined>>();

/**
 * Whether a function makes an error of a status: `func getError(rc C.int) error`, whose only result is nil where its
 * only parameter is 0, or is not negative, and nowhere else. Undefined where that cannot be told.
 */
export function statusConversion(
  symbol: GoSymbol,
  pkg: Package,
  flowOf: (fn: GoFunction) => ReturningFlow,
): StatusConversion | undefined {
  const node = symbol.declaration.parent;
  const body = node?.child('body');
  if (node?.kind !== 'function_declaration' || body === undefined) return undefined;
  if (node.child('result')?.text !== 'error') return undefined;
  const names = (node.child('parameters')?.children ?? []).flatMap((one) => one.childrenOf('name'));
  const [name] = names;
  const status = names.length === 1 && name !== undefined ? pkg.symbolOf(name) : undefined;
  if (body.subtreeEnd - body.id > maximalNodes) return undefined;
  if (status === undefined || definitionsOf(status, pkg).length > 0) return undefined;
  const ofPackage = known.get(pkg) ?? new Map<Node, StatusConversion | undefined>();
  known.set(pkg, ofPackage);
  if (ofPackage.has(node)) return ofPackage.get(node);
  // A converter that calls itself is none until the opposite is shown.
  ofPackage.set(node, undefined);
  const found = conversionIn(status, flowOf({ file: symbol.file, node, body }), pkg);
  ofPackage.set(node, found);
  return found;
}

function conversionIn(status: GoSymbol, flow: ReturningFlow, pkg: Package): StatusConversion | undefined {
  const facts = flow.solveForResults();
  const returns = flow.graph.nodes.filter(
    (node) => node.syntax?.kind === 'return_statement' && facts.isReachable(node),
  );
  const places = [status, ...copiesOf(status, flow, pkg)].map(({ declaration }) =>
    canonical(declaration, pkg),
  );
  return (['nonzero', 'negative'] as const).find((conversion) => {
    const outcomes = returns.map((node) => {
      const value = node.syntax?.children[0]?.children[0];
      const held = facts.at(node);
      const [isFailure] = places.flatMap((place) => failureKnown(held, conversion, place) ?? []);
      const isNil = value === undefined ? undefined : isNilError(value, pkg);
      return isNil !== undefined && isFailure === !isNil ? isNil : undefined;
    });
    return outcomes.includes(true) && outcomes.includes(false) && !outcomes.includes(undefined);
  });
}

/** `i` of `i := int(rc)`, which keeps that value. */
function copiesOf(status: GoSymbol, { graph }: ReturningFlow, pkg: Package): GoSymbol[] {
  return graph.nodes.flatMap(assignmentsOf).flatMap(({ target, value }) => {
    const from = value === undefined ? undefined : withoutNumericConversion(value);
    if (from?.kind !== 'identifier' || pkg.symbolOf(from) !== status) return [];
    const copy = target.kind === 'identifier' ? pkg.symbolOf(target) : undefined;
    return copy !== undefined && isAssignedOnce(copy, pkg) ? [copy] : [];
  });
}

/** Whether a status is known to say failure, or not to. */
function failureKnown(facts: FactSet, conversion: StatusConversion, place: string): boolean | undefined {
  const known = facts.get(failingKey(conversion, place))?.value;
  return known ?? (conversion === 'nonzero' ? differsFromSuccess(facts, place) : undefined);
}

/** `rc != C.LIB_SUCCESS` without the header that says what that is: of a status it is 0. */
function differsFromSuccess(facts: FactSet, place: string): boolean | undefined {
  for (const [key, { value }] of facts) {
    const [, name] = key.startsWith(`${place}==`) ? (/==C \. ([A-Z][A-Z0-9_]+)$/.exec(key) ?? []) : [];
    if (name !== undefined && namesSuccess.test(name)) return !value;
  }
  return undefined;
}
