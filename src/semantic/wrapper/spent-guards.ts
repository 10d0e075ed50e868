import type { Node } from '../../syntax/tree.ts';
import { argumentsOf, calleeOf, isCall } from '../callee.ts';
import type { Guard } from './model.ts';
import { receiverOf } from './values.ts';
import type { Place, Values } from './values.ts';

/** The last of a count of references, an entry that is taken out of a map: asked for again, the answer is another. */
export function spentByCall(call: Node, place: Place, values: Values): Guard | undefined {
  const callee = calleeOf(call, values.pkg);
  const given = argumentsOf(call);
  const isOwn = (node: Node | undefined): boolean =>
    node !== undefined && values.placeOf(node)?.root === place.root;
  if (callee.kind === 'package') {
    const isCount = callee.path === 'sync/atomic' && /^Add(Int|Uint)/.test(callee.name);
    return isCount && isOwn(given[0]) && isLess(given[1]) ? { kind: 'spent', node: call } : undefined;
  }
  if (callee.kind !== 'method') return undefined;
  const isCount = callee.name === 'Add' && isOwn(callee.operand) && isLess(given[0]);
  const isEntry = /^(Load|Compare)AndDelete$/.test(callee.name) && isOwn(given[0]);
  if (!isCount && !isEntry) return undefined;
  const shape = values.shapeOf(callee.operand);
  const target = shape.kind === 'pointer' ? shape.to : shape;
  if (target.kind !== 'external') return undefined;
  const isKnown = isCount ? target.path === 'sync/atomic' : target.path === 'sync' && target.name === 'Map';
  return isKnown ? { kind: 'spent', node: call } : undefined;
}

/** `-1`, or `^uint32(0)`, which takes one from an unsigned number. */
function isLess(given: Node | undefined): boolean {
  return given !== undefined && /^[-^]/.test(given.text);
}

/**
 * What panics the second time before the point is reached: `close(x.done)`, and a method of the object that does so, or
 * that panics for a flag which is set here.
 *
 * @param isSet whether the function sets a field of the object, by its path
 */
export function spentBefore(
  at: Node,
  place: Place,
  values: Values,
  isSet: (path: string) => boolean,
): Guard | undefined {
  for (const call of statementCallsBefore(at)) {
    if (closesChannelOf(call, place, values)) return { kind: 'spent', node: call };
    const callee = calleeOf(call, values.pkg);
    if (callee.kind !== 'method') continue;
    const operand = values.placeOf(callee.operand);
    if (operand?.root !== place.root || operand.path !== '') continue;
    const found = values.methodsNamed(callee.operand, callee.name);
    if (found === undefined || found.chain.length > 0 || found.methods.length !== 1) continue;
    const [method] = found.methods;
    const guard = method === undefined ? undefined : panicOf(method, values, isSet);
    if (guard !== undefined) return guard;
  }
  return undefined;
}

/** The calls that stand as statements of their own before a point, on every way to it. */
function statementCallsBefore(at: Node): Node[] {
  const found: Node[] = [];
  let inner = at;
  for (let outer = at.parent; outer !== undefined; outer = outer.parent) {
    if (outer.is('statement_list', 'block')) {
      const before = outer.children.filter(({ start }) => start < inner.start);
      found.push(...before.flatMap(callOf));
    }
    if (outer.is('function_declaration', 'method_declaration')) break;
    inner = outer;
  }
  return found;
}

function callOf(statement: Node): Node[] {
  const [call] = statement.kind === 'expression_statement' ? statement.children : [];
  return call !== undefined && isCall(call) ? [call] : [];
}

/** `close(x.done)` of a channel of the object. */
function closesChannelOf(call: Node, { root }: Pick<Place, 'root'>, values: Values): boolean {
  const callee = calleeOf(call, values.pkg);
  if (callee.kind !== 'builtin' || callee.name !== 'close') return false;
  const [channel] = argumentsOf(call);
  const closed = channel === undefined ? undefined : values.placeOf(channel);
  return closed?.root === root && closed.path !== '';
}

/** The statement of a method that panics once its object is closed, before anything returns from it. */
function panicOf(method: Node, values: Values, isSet: (path: string) => boolean): Guard | undefined {
  const receiver = receiverOf(method, values.pkg);
  if (receiver === undefined) return undefined;
  for (const statement of statementsOf(method.child('body'))) {
    const [call] = callOf(statement);
    if (call !== undefined && closesChannelOf(call, { root: receiver }, values))
      return { kind: 'spent', node: call };
    const condition = statement.kind === 'if_statement' ? statement.child('condition') : undefined;
    const last = statementsOf(statement.child('consequence')).at(-1);
    if (condition !== undefined && last?.text.startsWith('panic(') === true) {
      const flag = [condition, ...condition.all('selector_expression')].find((node) => {
        const tested = node.kind === 'selector_expression' ? values.placeOf(node) : undefined;
        return tested?.root === receiver && tested.path !== '' && isSet(tested.path);
      });
      if (flag !== undefined) return { kind: 'flag', node: flag };
    }
    if (statement.kind === 'return_statement' || statement.all('return_statement').length > 0)
      return undefined;
  }
  return undefined;
}

function statementsOf(block: Node | undefined): readonly Node[] {
  return (block?.children ?? []).flatMap((one) => (one.kind === 'statement_list' ? one.children : [one]));
}
