import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import { selectorsOf } from '../../semantic/selectors.ts';
import { nameOf } from '../../semantic/type.ts';
import type { Node } from '../../syntax/tree.ts';
import { integerConstant } from './integer-constant.ts';
import type { PlainNumber } from './plain-number.ts';

/**
 * A counter: a package-level variable or a field that the package only ever sets to constants and counts up, or what
 * the functions and types of `sync/atomic` add to.
 */
export function countedBy(expression: Node, pkg: Package): PlainNumber | undefined {
  if (expression.kind === 'call_expression') return addedAtomically(expression, pkg);
  const writes = writesTo(expression, pkg);
  const counting = writes.find(({ kind }) => kind === 'counts');
  if (counting === undefined || writes.some(({ kind }) => kind === 'other')) return undefined;
  return { at: counting.at, why: `\`${expression.text}\` is a counter`, isWord: false };
}

/** `atomic.AddUintptr(&next, 1)`, `ids.Add(1)`. */
function addedAtomically(call: Node, pkg: Package): PlainNumber | undefined {
  const callee = calleeOf(call, pkg);
  const added = argumentsOf(call).at(-1);
  const isConstant = added !== undefined && integerConstant(added, pkg) !== undefined;
  if (!isConstant || !isAtomicAdd(call, pkg)) return undefined;
  const counter = callee.kind === 'method' ? callee.operand : argumentsOf(call)[0];
  return counter === undefined
    ? undefined
    : { at: call, why: `\`${counter.text.replace(/^&/, '')}\` is a counter`, isWord: false };
}

function isAtomicAdd(call: Node, pkg: Package): boolean {
  const callee = calleeOf(call, pkg);
  if (callee.kind === 'package') return callee.path === 'sync/atomic' && callee.name.startsWith('Add');
  if (callee.kind !== 'method' || callee.name !== 'Add') return false;
  const type = pkg.types.ofExpression(callee.operand);
  return (
    nameOf(type.kind === 'pointer' && type.declared === undefined ? type.element : type)?.path ===
    'sync/atomic'
  );
}

interface Write {
  readonly at: Node;
  readonly kind: 'counts' | 'constant' | 'other';
}

/** What is done to a package-level variable, or to a field of that name of whatever type. */
function writesTo(expression: Node, pkg: Package): readonly Write[] {
  if (expression.kind === 'identifier') {
    const symbol = pkg.symbolOf(expression);
    if (symbol?.role !== 'package-level') return [];
    return pkg.bindings.usesOf(symbol).flatMap((use) => writeAt(use, pkg) ?? []);
  }
  const field = expression.child('field')?.text ?? '';
  return selectorsOf(field, pkg).flatMap((selector) => writeAt(selector, pkg) ?? []);
}

function writeAt(place: Node, pkg: Package): Write | undefined {
  const parent = place.parent;
  switch (parent?.kind) {
    case 'inc_statement':
    case 'dec_statement':
      return { at: place, kind: 'counts' };
    case 'unary_expression': {
      if (!parent.text.startsWith('&')) return undefined;
      const call = parent.parent?.parent;
      return {
        at: place,
        kind: call?.kind === 'call_expression' && isAtomicAdd(call, pkg) ? 'counts' : 'other',
      };
    }
    case 'var_spec': {
      if (place.field !== 'name') return undefined;
      const [value, ...more] = parent.child('value')?.children ?? [];
      return value === undefined
        ? undefined
        : { at: place, kind: more.length > 0 ? 'other' : kindOf(value, pkg) };
    }
    case 'expression_list': {
      if (parent.field !== 'left') return undefined;
      const statement = parent.parent;
      const value = statement?.child('right')?.children[parent.children.indexOf(place)];
      if (value === undefined) return { at: place, kind: 'other' };
      const isSum = statement?.child('operator')?.kind === '+=';
      const kind = kindOf(value, pkg);
      return { at: place, kind: isSum && kind === 'constant' ? 'counts' : kind };
    }
    default:
      return undefined;
  }
}

function kindOf(value: Node, pkg: Package): Write['kind'] {
  const constant = integerConstant(unparen(value), pkg);
  return constant !== undefined && constant >= 0n && constant < 1n << 20n ? 'constant' : 'other';
}
