import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import { exportedAmong } from '../callbacks/exported-functions.ts';
import { isAssignedOnce } from '../conditions.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { enclosingFunction } from '../literals.ts';
import { chainFrom } from '../places.ts';
import { unconverted, useOf } from '../value-use.ts';
import { placePath } from './holder.ts';
import { leads } from './release-account.ts';
import type { Release } from './releases.ts';

/** A field of a method's receiver, or of a struct that C gave a callback, that still leads to memory which the method frees as it returns. */
export interface KeptField {
  readonly release: Release;
  /** Whether it is of a struct of C that the function was called with, by C. */
  readonly isOfC: boolean;
  /** The field, where it is given the pointer. */
  readonly field: Node;
  /** Why the object does not keep freed memory, as far as that is known; undefined where it does. */
  readonly saved: string | undefined;
}

/**
 * The fields of a parameter that are given a pointer whose free is deferred: an object that a method has changed so
 * keeps freed memory when the method returns, unless something else sets the field; so does a struct that C has
 * called an exported function with.
 */
export function keptFields(
  own: GoFunction,
  releases: readonly Release[],
  flowOf: () => FunctionFlow,
  pkg: Package,
): KeptField[] {
  const { node: fn } = own;
  const deferred = releases.filter(
    ({ holder, way }) => way === 'deferred' && holder.path.length === 0 && holder.symbol.role === 'local',
  );
  if (deferred.length === 0) return [];
  const receiver = receiverOf(fn, pkg);
  return deferred.flatMap((release): KeptField[] => {
    const { holder } = release;
    if (!isAssignedOnce(holder.symbol, pkg)) return [];
    return pkg.bindings.usesOf(holder.symbol).flatMap((mention): KeptField[] => {
      const use = useOf(mention, pkg);
      if (use.kind !== 'store' || enclosingFunction(mention) !== fn) return [];
      const place = placePath(use.target, pkg);
      const isField = place?.path.length === 1 && place.path[0] !== '[]';
      if (!isField) return [];
      const isOfC = place.symbol !== receiver && isGivenByC(place.symbol, own, pkg);
      if (!isOfC && place.symbol.role !== 'parameter' && place.symbol.role !== 'receiver') return [];
      const saved =
        isOfC || place.symbol === receiver
          ? savedBy(place.symbol, use.target, release, fn, flowOf(), isOfC)
          : `\`${place.symbol.name}\` is not the receiver of a method of a pointer to a struct of Go`;
      return [{ release, isOfC, field: use.target, saved }];
    });
  });
}

function savedBy(
  receiver: GoSymbol,
  target: Node,
  release: Release,
  fn: Node,
  flow: FunctionFlow,
  isOfC: boolean,
): string | undefined {
  if (isSetElsewhere(target, flow.function.body)) return `\`${target.text}\` is given another value as well`;
  if (isHandedOn(receiver, fn, isOfC ? target.start : 0, flow.package))
    return `\`${receiver.name}\` is handed on, and whoever gets it may set the field`;
  const node = flow.nodeAt(target);
  const meets = node !== undefined && (leads(release.node, node, flow) || leads(node, release.node, flow));
  return meets ? undefined : `no path comes here and to the deferred \`${release.by}\``;
}

/** The receiver of a method of a pointer to a struct of Go. */
function receiverOf(fn: Node, pkg: Package): GoSymbol | undefined {
  const parameter = fn.child('receiver')?.all('parameter_declaration')[0];
  const name = parameter?.child('name');
  if (name === undefined || parameter?.child('type')?.kind !== 'pointer_type') return undefined;
  const symbol = pkg.symbolOf(name);
  if (symbol?.kind !== 'variable' || !isAssignedOnce(symbol, pkg)) return undefined;
  const type = pkg.types.ofSymbol(symbol);
  const target = type.kind === 'pointer' ? pkg.types.underlying(type.element) : undefined;
  return target?.kind === 'composite' && target.form === 'struct_type' ? symbol : undefined;
}

/** A pointer to a struct of C that a function with `//export` is called with, converted or not. */
function isGivenByC(symbol: GoSymbol, own: GoFunction, pkg: Package): boolean {
  const type = pkg.types.ofSymbol(symbol);
  if (type.kind !== 'pointer' || type.element.kind !== 'c' || !isAssignedOnce(symbol, pkg)) return false;
  if (exportedAmong([own], pkg).length === 0) return false;
  if (symbol.role === 'parameter') return true;
  const value = symbol.role === 'local' && symbol.value?.count === 1 ? symbol.value.node : undefined;
  const source = value === undefined ? undefined : pkg.symbolOf(unconverted(value, pkg));
  return source?.kind === 'variable' && source.role === 'parameter' && isAssignedOnce(source, pkg);
}

/** Whether the function gives a field of the same name a value in another place, too. */
function isSetElsewhere(target: Node, body: Node): boolean {
  const name = target.child('field')?.text;
  return body.all('selector_expression').some((one) => {
    if (one === target || one.child('field')?.text !== name) return false;
    const list = one.parent;
    const isTarget = list?.kind === 'expression_list' && list.field === 'left';
    return isTarget || one.parent?.text.startsWith('&') === true;
  });
}

/** Whether anything but its fields is used of the receiver: a method of it, or what gets it, may set the field. */
function isHandedOn(receiver: GoSymbol, fn: Node, from: number, pkg: Package): boolean {
  return pkg.bindings.usesOf(receiver).some((mention) => {
    if (mention === receiver.declaration || mention.start < from) return false;
    const { node, path } = chainFrom(mention);
    if (path === '' || enclosingFunction(mention) !== fn) return true;
    const isCalled = node.parent?.kind === 'call_expression' && node.field === 'function';
    // `h.mutex.Lock()` has a field of the object, and not the object.
    return isCalled && path.lastIndexOf('.') === 0;
  });
}
