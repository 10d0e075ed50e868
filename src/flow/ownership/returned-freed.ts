import { unparen } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Type } from '../../semantic/type.ts';
import { returnedBy } from '../../semantic/wrapper/function-parts.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { enclosingFunction } from '../literals.ts';
import { chainFrom } from '../places.ts';
import { useOf } from '../value-use.ts';
import { placePath } from './holder.ts';
import { leads } from './release-account.ts';
import { aliasesOf } from './releases.ts';
import type { Release } from './releases.ts';

/** An object that a function returns with memory in it that a deferred call frees at the same moment. */
export interface ReturnedFreed {
  readonly release: Release;
  /** The object, where it is returned. */
  readonly returned: Node;
  /** The field as the code writes it, and where it gets the pointer: undefined where it is what the release names. */
  readonly field: string;
  readonly setAt: Node | undefined;
  /** Whether the object is a struct of C, which is made for C to read. */
  readonly isOfC: boolean;
}

/** An object of the function, and the field of it that leads to what is freed. */
interface Carrier {
  readonly symbol: GoSymbol;
  readonly field: string;
  readonly setAt: Node | undefined;
}

/**
 * The objects that a function returns behind `defer free(object.field)`, or behind the deferred free of a pointer that
 * a field of them keeps. An object that anything else gets is left alone: that may set the field.
 */
export function returnedFreed(
  fn: GoFunction,
  releases: readonly Release[],
  flowOf: () => FunctionFlow,
  pkg: Package,
): ReturnedFreed[] {
  return releases.flatMap((release): ReturnedFreed[] => {
    if (release.way !== 'deferred' || release.holder.symbol.role !== 'local') return [];
    const flow = flowOf();
    return carriersOf(release, flow, pkg).flatMap((carrier): ReturnedFreed[] => {
      if (isChangedElsewhere(carrier, release, fn, pkg)) return [];
      const set = carrier.setAt === undefined ? release.node : flow.nodeAt(carrier.setAt);
      const returned = fn.body.allOutside('func_literal', 'return_statement').find((statement) => {
        const node = flow.nodeAt(statement);
        if (set === undefined || node === undefined || !flow.facts.isReachable(node)) return false;
        const isGiven = returnedBy(statement).some((value) => isObject(value, carrier.symbol, pkg));
        return isGiven && leads(release.node, node, flow) && leads(set, node, flow);
      });
      if (returned === undefined) return [];
      const { field, setAt } = carrier;
      return [{ release, returned, field, setAt, isOfC: isOfC(pkg.types.ofSymbol(carrier.symbol)) }];
    });
  });
}

function carriersOf(release: Release, flow: FunctionFlow, pkg: Package): Carrier[] {
  const { holder, place } = release;
  if (holder.path.length > 0) {
    const isField = holder.path.every((part) => part !== '[]');
    return isField ? [{ symbol: holder.symbol, field: place.text, setAt: undefined }] : [];
  }
  const mentions = aliasesOf(holder, flow).flatMap(({ symbol }) => [...pkg.bindings.usesOf(symbol)]);
  return mentions.flatMap((mention): Carrier[] => {
    if (enclosingFunction(mention) !== flow.function.node) return [];
    const use = useOf(mention, pkg);
    if (use.kind === 'store') {
      const found = placePath(use.target, pkg);
      const isField = found?.path.length === 1 && found.path[0] !== '[]';
      return isField && found.symbol.role === 'local'
        ? [{ symbol: found.symbol, field: use.target.text, setAt: mention }]
        : [];
    }
    if (use.kind !== 'element' || use.container.kind !== 'composite_literal') return [];
    const name = mention.ancestor('keyed_element')?.child('key')?.text;
    const made = use.use.kind === 'address' ? useOf(use.use.node, pkg) : use.use;
    return made.kind === 'alias' && made.symbol.role === 'local' && name !== undefined
      ? [{ symbol: made.symbol, field: `${made.symbol.name}.${name}`, setAt: mention }]
      : [];
  });
}

function isOfC(type: Type): boolean {
  return type.kind === 'c' || (type.kind === 'pointer' && type.element.kind === 'c');
}

/** `o`, `&o`. */
function isObject(value: Node, symbol: GoSymbol, pkg: Package): boolean {
  const whole = unparen(value);
  const operand =
    whole.kind === 'unary_expression' && whole.text.startsWith('&') ? whole.child('operand') : whole;
  return operand?.kind === 'identifier' && pkg.symbolOf(operand) === symbol;
}

/** Whether the field may have another value when the function returns: it is set again, or somebody else gets the object. */
function isChangedElsewhere(
  { symbol, field, setAt }: Carrier,
  release: Release,
  fn: GoFunction,
  pkg: Package,
): boolean {
  return pkg.bindings.usesOf(symbol).some((mention) => {
    if (mention === symbol.declaration) return false;
    const { node, path } = chainFrom(mention);
    if (path === '') return !isReturned(mention, pkg) && useOf(mention, pkg).kind !== 'compare';
    // `o.mutex.Lock()` has a field of the object, and not the object.
    if (node.parent?.kind === 'call_expression' && node.field === 'function')
      return path.lastIndexOf('.') === 0;
    const { kind } = useOf(node, pkg);
    const isSame = field.startsWith(node.text) || node.text.startsWith(field);
    if (!isSame || (kind !== 'overwrite' && kind !== 'address')) return false;
    if (enclosingFunction(mention) !== fn.node) return true;
    // What the release names is set before it; what it does not name is set by one assignment only.
    if (setAt === undefined) return node.start > release.call.start;
    return node.ancestor('assignment_statement')?.contains(setAt) !== true;
  });
}

function isReturned(mention: Node, pkg: Package): boolean {
  const use = useOf(mention, pkg);
  return use.kind === 'return' || (use.kind === 'address' && useOf(use.node, pkg).kind === 'return');
}
