import { argumentsOf, calleeOf, throughParens, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { changedSymbols, mentionsWithLiterals } from './assignments.ts';
import type { FlowNode } from './cfg.ts';
import type { FunctionFlow } from './function-flow.ts';
import { mapsMemory } from './origin/memory-maps.ts';
import { findPath } from './paths.ts';
import { useOf } from './value-use.ts';

/** Memory that a call maps and a local variable holds. */
export interface MappedLocal {
  readonly call: Node;
  readonly symbol: GoSymbol;
  /** The error of the call. */
  readonly error: Node | undefined;
}

/** `b, err := unix.Mmap(…)`, in a function itself and not in literals inside of it. */
export function mappedLocals(body: Node, pkg: Package): MappedLocal[] {
  return body.allOutside('func_literal', 'call_expression').flatMap((call) => {
    const callee = calleeOf(call, pkg);
    if (callee.kind !== 'package' || callee.name !== 'Mmap') return [];
    const list = call.parent;
    const statement = list?.field === 'right' ? list.parent : undefined;
    const [name, error] = statement?.child('left')?.children ?? [];
    const symbol = name?.kind === 'identifier' ? pkg.symbolOf(name) : undefined;
    if (symbol?.role !== 'local' || !mapsMemory(call, callee.path, callee.name, pkg)) return [];
    return [{ call, symbol, error: error?.kind === 'identifier' ? error : undefined }];
  });
}

/** A way out of the function on which nobody unmaps the memory, or gets it. */
export interface LostMap {
  /** The statement that returns; undefined where the end of the function is reached. */
  readonly end: Node | undefined;
}

export function lostMap({ call, symbol, error }: MappedLocal, flow: FunctionFlow): LostMap | undefined {
  const { package: pkg } = flow;
  const start = flow.nodeAt(call);
  if (start === undefined) return undefined;
  const ownError = error === undefined ? undefined : pkg.symbolOf(error);
  const path = findPath<'open' | 'mapped'>(flow, start, {
    initial: 'open',
    key: (state) => state,
    step: (node, state) => {
      if (node === start || mayTake(node, symbol, pkg)) return 'end';
      if (isSaid(node, symbol, true, pkg) || isSaidEmpty(node, symbol, pkg)) return 'end';
      let isMapped = state === 'mapped';
      if (!isMapped && ownError !== undefined) {
        // Behind a failed call there is nothing to unmap, as long as the error is that call's.
        if (isSaid(node, ownError, false, pkg)) return 'end';
        isMapped =
          isSaid(node, ownError, true, pkg) || changedSymbols(node, pkg).get(ownError) === 'variable';
        // Whatever else looks at the error decides something that is not followed.
        if (!isMapped && isLookedAt(node, ownError, pkg)) return 'end';
      }
      return node.kind === 'exit' ? 'found' : { go: isMapped ? 'mapped' : 'open' };
    },
  });
  if (path === undefined) return undefined;
  const before = path.edges.at(-1)?.from.syntax;
  return { end: before?.kind === 'return_statement' ? before : undefined };
}

/** Whether a test that leads to a point says of a variable that it is nil, or that it is not. */
function isSaid(node: FlowNode, symbol: GoSymbol, isNil: boolean, pkg: Package): boolean {
  return node.predecessors.some(({ condition }) => {
    if (condition?.kind !== 'expression') return false;
    const comparison = unparen(condition.node);
    const operator = comparison.kind === 'binary_expression' ? comparison.child('operator')?.kind : undefined;
    const sides = [comparison.child('left'), comparison.child('right')];
    const isOfSymbol = sides.some((side) => side?.kind === 'identifier' && pkg.symbolOf(side) === symbol);
    if (!isOfSymbol || !sides.some((side) => side?.kind === 'nil')) return false;
    return operator === '==' ? condition.value === isNil : operator === '!=' && condition.value !== isNil;
  });
}

/** Whether a test that leads to a point says that the slice has no elements: what is mapped has some. */
function isSaidEmpty(node: FlowNode, symbol: GoSymbol, pkg: Package): boolean {
  return node.predecessors.some(({ condition }) => {
    if (condition?.kind !== 'expression') return false;
    const comparison = unparen(condition.node);
    const [left, right] = [comparison.child('left'), comparison.child('right')];
    if (left?.kind !== 'call_expression' || right?.text !== '0') return false;
    const callee = calleeOf(left, pkg);
    const [list] = argumentsOf(left);
    const isLength = callee.kind === 'builtin' && callee.name === 'len' && list?.kind === 'identifier';
    if (!isLength || pkg.symbolOf(list) !== symbol) return false;
    return comparison.child('operator')?.kind === '==' ? condition.value : !condition.value;
  });
}

/** Whether a point asks something of an error other than whether it is nil. */
function isLookedAt(node: FlowNode, error: GoSymbol, pkg: Package): boolean {
  return mentionsWithLiterals(node).some((mention) => {
    if (mention.kind === 'func_literal')
      return mention.all('identifier').some((name) => pkg.symbolOf(name) === error);
    if (pkg.symbolOf(mention) !== error) return false;
    const comparison = throughParens(mention).parent;
    const isTest = comparison?.children.some(({ kind }) => kind === 'nil') === true;
    return !(isTest && node.successors.some(({ condition }) => condition !== undefined));
  });
}

/** Whether a point may unmap the memory or hand it on: every mention that does more than read its bytes. */
function mayTake(node: FlowNode, symbol: GoSymbol, pkg: Package): boolean {
  return mentionsWithLiterals(node).some((mention) => {
    if (mention.kind === 'func_literal')
      return mention.all('identifier').some((name) => pkg.symbolOf(name) === symbol);
    return pkg.symbolOf(mention) === symbol && !isRead(mention, pkg);
  });
}

/** `b[i]`, `len(b)`, `copy(x, b[i:])`, `string(b)`: what is left of that is no part of the memory. */
function isRead(mention: Node, pkg: Package): boolean {
  const use = useOf(mention, pkg);
  switch (use.kind) {
    case 'compare':
    case 'discard':
      return true;
    case 'dereference': {
      const place = throughParens(mention).parent;
      return place?.kind === 'index_expression' && throughParens(place).parent?.kind !== 'unary_expression';
    }
    case 'view': {
      const view = throughParens(mention).parent;
      return view?.kind === 'slice_expression' && isRead(view, pkg);
    }
    case 'go-argument':
      return isReadBy(use.callee, mention) || isText(mention, pkg);
    default:
      return isText(mention, pkg);
  }
}

function isReadBy(callee: ReturnType<typeof calleeOf>, mention: Node): boolean {
  if (callee.kind === 'builtin') {
    if (callee.name !== 'append') return ['len', 'cap', 'copy', 'clear'].includes(callee.name);
    const call = mention.ancestor('call_expression');
    return call !== undefined && argumentsOf(call)[0]?.contains(mention) === false;
  }
  return (
    callee.kind === 'package' &&
    readingPackages.has(callee.path) &&
    !/^(New|Fields|Split|Trim|Cut)/.test(callee.name)
  );
}

/** Functions of these look at bytes, and keep none; those that return parts or readers of them are left out. */
const readingPackages: ReadonlySet<string> = new Set([
  'hash/crc32',
  'crypto/sha256',
  'crypto/sha1',
  'crypto/md5',
]);

/** `string(b)`, which copies. */
function isText(mention: Node, pkg: Package): boolean {
  const call = throughParens(mention).parent;
  const conversion = call?.kind === 'argument_list' ? call.parent : call;
  if (conversion?.is('call_expression', 'type_conversion_expression') !== true) return false;
  const callee = calleeOf(conversion, pkg);
  return callee.kind === 'conversion' && callee.type.text === 'string';
}
