import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import { isAssignedOnce } from '../conditions.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { enclosingFunction } from '../literals.ts';
import { chainFrom } from '../places.ts';
import { useOf } from '../value-use.ts';
import { placePath } from './holder.ts';
import { leads } from './release-account.ts';
import type { Release } from './releases.ts';

/** A field of a method's receiver that still leads to memory which the method frees as it returns. */
export interface KeptField {
  readonly release: Release;
  /** The field, where it is given the pointer. */
  readonly field: Node;
  /** Why the object does not keep freed memory, as far as that is known; undefined where it does. */
  readonly saved: string | undefined;
}

/**
 * The fields of a parameter that are given a pointer whose free is deferred: an object that a method has changed so
 * keeps freed memory when the method returns, unless something else sets the field.
 */
export function keptFields(
  { node: fn }: GoFunction,
  releases: readonly Release[],
  flowOf: () => FunctionFlow,
  pkg: Package,
): KeptField[] {
  const receiver = receiverOf(fn, pkg);
  return releases.flatMap((release): KeptField[] => {
    const { holder, way } = release;
    if (way !== 'deferred' || holder.path.length > 0 || holder.symbol.role !== 'local') return [];
    if (!isAssignedOnce(holder.symbol, pkg)) return [];
    return pkg.bindings.usesOf(holder.symbol).flatMap((mention): KeptField[] => {
      const use = useOf(mention, pkg);
      if (use.kind !== 'store' || enclosingFunction(mention) !== fn) return [];
      const place = placePath(use.target, pkg);
      const isField = place?.path.length === 1 && place.path[0] !== '[]';
      if (!isField || (place.symbol.role !== 'parameter' && place.symbol.role !== 'receiver')) return [];
      const saved =
        place.symbol === receiver
          ? savedBy(receiver, use.target, release, fn, flowOf())
          : `\`${place.symbol.name}\` is not the receiver of a method of a pointer to a struct of Go`;
      return [{ release, field: use.target, saved }];
    });
  });
}

function savedBy(
  receiver: GoSymbol,
  target: Node,
  release: Release,
  fn: Node,
  flow: FunctionFlow,
): string | undefined {
  if (isSetElsewhere(target, flow.function.body)) return `\`${target.text}\` is given another value as well`;
  if (isHandedOn(receiver, fn, flow.package))
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
function isHandedOn(receiver: GoSymbol, fn: Node, pkg: Package): boolean {
  return pkg.bindings.usesOf(receiver).some((mention) => {
    if (mention === receiver.declaration) return false;
    const { node, path } = chainFrom(mention);
    if (path === '' || enclosingFunction(mention) !== fn) return true;
    const isCalled = node.parent?.kind === 'call_expression' && node.field === 'function';
    // `h.mutex.Lock()` has a field of the object, and not the object.
    return isCalled && path.lastIndexOf('.') === 0;
  });
}
