import { calledDeclarations } from '../../semantic/called-declarations.ts';
import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FlowNode } from '../cfg.ts';
import { isAssignedOnce } from '../conditions.ts';
import { onlyMeasures } from '../given-back.ts';
import { bufferReads, wholeVariable } from './buffer-reads.ts';

/** What a goroutine that a statement starts does with a buffer of the code around it. */
export interface StartedUse {
  readonly statement: Node;
  readonly symbol: GoSymbol;
  /** The buffer where the goroutine reads into it or uses it; the argument where it is passed. */
  readonly at: Node;
  /** Whether it is read into. */
  readonly fills: boolean;
}

/** The uses of slices and arrays by the goroutines that a function starts; none before which they may wait. */
export function startedUses(fn: GoFunction, pkg: Package): StartedUse[] {
  return fn.body.allOutside('func_literal', 'go_statement').flatMap((statement) => {
    const [call] = statement.children;
    if (call?.kind !== 'call_expression') return [];
    const body = bodyOf(call, pkg);
    if (body === undefined) return [];
    return [...passedBuffers(call, body, pkg), ...capturedBuffers(body, pkg)].flatMap(({ inside, ...use }) =>
      // A lock, or a channel that lets one in at a time, may keep them apart.
      mayWaitBefore(inside, body, pkg) ? [] : [{ statement, ...use }],
    );
  });
}

/** A use, and where the goroutine comes to it; undefined where that is not seen. */
type Use = Omit<StartedUse, 'statement'> & { readonly inside: Node | undefined };

function mayWaitBefore(use: Node | undefined, body: Node, pkg: Package): boolean {
  return body
    .allOutside('func_literal', ...waitingKinds)
    .some((node) => (use === undefined || node.start < use.start) && waits(node, pkg));
}

/** The body that runs: of a literal, of one in a variable that is never set again, of a function of the package. */
function bodyOf(call: Node, pkg: Package): Node | undefined {
  const callee = calleeOf(call, pkg);
  if (callee.kind === 'literal') return callee.node.child('body');
  const declared = calledDeclarations(call, pkg);
  if (declared !== undefined) return declared.length === 1 ? declared[0]?.child('body') : undefined;
  const name = call.child('function');
  const symbol = name?.kind === 'identifier' ? pkg.symbolOf(name) : undefined;
  if (symbol?.kind !== 'variable' || symbol.value?.count !== 1 || !isAssignedOnce(symbol, pkg))
    return undefined;
  const value = unparen(symbol.value.node);
  return value.kind === 'func_literal' ? value.child('body') : undefined;
}

/** What the literal takes from around it. */
function capturedBuffers(body: Node, pkg: Package): Use[] {
  const runner = body.parent;
  if (runner?.kind !== 'func_literal') return [];
  const isOwn = (symbol: GoSymbol): boolean => runner.contains(symbol.declaration);
  const reads = bufferReads(body.allOutside('func_literal', 'call_expression'), pkg).filter(
    ({ symbol }) => !isOwn(symbol),
  );
  const filled = new Set(reads.map(({ symbol }) => symbol));
  const used = new Map<GoSymbol, Node>();
  for (const name of body.allOutside('func_literal', 'identifier')) {
    const symbol = pkg.symbolOf(name);
    if (symbol === undefined || isOwn(symbol) || filled.has(symbol) || used.has(symbol)) continue;
    if (!onlyMeasures(name, pkg) && isUsedWhole(name, pkg)) used.set(symbol, name);
  }
  return [
    ...reads.map(({ symbol, buffer }) => ({ symbol, at: buffer, fills: true, inside: buffer })),
    ...[...used].map(([symbol, at]) => ({ symbol, at, fills: false, inside: at })),
  ];
}

/** Not one element, nor a part that starts elsewhere. */
function isUsedWhole(name: Node, pkg: Package): boolean {
  let place = name;
  while (place.parent?.kind === 'slice_expression' && place.field === 'operand') place = place.parent;
  return place.parent?.kind !== 'index_expression' && wholeVariable(place, pkg) !== undefined;
}

/** What is passed: an array is copied, a slice shared. */
function passedBuffers(call: Node, body: Node, pkg: Package): Use[] {
  const parameters =
    body.parent?.child('parameters')?.children.flatMap((one) => one.childrenOf('name')) ?? [];
  const reads = bufferReads(body.allOutside('func_literal', 'call_expression'), pkg);
  return argumentsOf(call).flatMap((argument, index) => {
    if (pkg.types.underlying(pkg.types.ofExpression(argument)).kind !== 'slice') return [];
    const symbol = wholeVariable(argument, pkg);
    const parameter = parameters[index];
    const given = parameter === undefined ? undefined : pkg.symbolOf(parameter);
    const read = given === undefined ? undefined : reads.find((one) => one.symbol === given);
    if (symbol === undefined) return [];
    return [{ symbol, at: argument, fills: read !== undefined, inside: read?.buffer }];
  });
}

const waitingKinds = [
  'send_statement',
  'unary_expression',
  'select_statement',
  'range_clause',
  'call_expression',
] as const;

const waitingNames = /^(Wait\w*|(Try)?R?Lock|Acquire\w*|Do|Sleep|After\w*|Join|Eventually\w*|Get|Take)$/;

/** Whether a node may wait for another goroutine, or let only one in: a channel, a lock, a group, what is not known. */
function waits(node: Node, pkg: Package): boolean {
  switch (node.kind) {
    case 'send_statement':
    case 'select_statement':
      return true;
    case 'unary_expression':
      return node.text.startsWith('<-');
    case 'range_clause':
      return rangesOverChannel(node, pkg);
    default: {
      const callee = calleeOf(node, pkg);
      if (callee.kind === 'method' || callee.kind === 'package') return waitingNames.test(callee.name);
      if (callee.kind !== 'function') return callee.kind === 'unknown' && isFunctionVariable(node, pkg);
      return callee.symbols.some((symbol) => {
        const body = symbol.declaration.parent?.child('body');
        return body !== undefined && waitsDirectly(body, pkg);
      });
    }
  }
}

function rangesOverChannel(clause: Node, pkg: Package): boolean {
  const over = clause.child('right');
  const type = over === undefined ? undefined : pkg.types.ofExpression(over);
  return type?.kind === 'composite' && type.form === 'channel_type';
}

function isFunctionVariable(call: Node, pkg: Package): boolean {
  const name = call.child('function');
  return name?.kind === 'identifier' && pkg.symbolOf(name)?.kind === 'variable';
}

/** As far as the text of a called function tells. */
function waitsDirectly(body: Node, pkg: Package): boolean {
  return body.all(...waitingKinds).some((node) => {
    if (node.kind !== 'call_expression') return waits(node, pkg);
    return waitingNames.test(node.child('function')?.child('field')?.text ?? '');
  });
}

/** Whether the flow may wait at a point for what it has started. */
export function waitsAt({ syntax, kind }: FlowNode, pkg: Package): boolean {
  if (syntax === undefined || syntax.kind === 'go_statement') return false;
  if (kind === 'branch' && syntax.ancestor('select_statement') !== undefined) return true;
  if (syntax.kind === 'select_statement' || syntax.kind === 'receive_statement') return true;
  return syntax.allOutside('func_literal', ...waitingKinds).some((node) => waits(node, pkg));
}
