import { argumentsOf, calleeOf, isCall, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import { nameOf } from '../semantic/type.ts';
import type { Type } from '../semantic/type.ts';
import type { Node } from '../syntax/tree.ts';
import { definitionsOf } from './definitions.ts';

/**
 * The variable whose memory the value of an expression shares: the variable's own pointer or slice, a part of it, a
 * view made with unsafe. A copy, `string(b)` for one, shares none, and neither does what a field points to; where a
 * type is not known, there is no answer.
 *
 * @param variables those that are asked about
 */
export function sharedVariable(
  written: Node,
  variables: ReadonlySet<GoSymbol>,
  pkg: Package,
): GoSymbol | undefined {
  const expression = unparen(written);
  const inner = (node: Node | undefined): GoSymbol | undefined =>
    node === undefined ? undefined : sharedVariable(node, variables, pkg);
  if (isCall(expression)) return sharedByCall(expression, inner, pkg);
  switch (expression.kind) {
    case 'identifier': {
      const symbol = pkg.symbolOf(expression);
      return symbol !== undefined && variables.has(symbol) ? symbol : undefined;
    }
    case 'slice_expression':
    case 'type_assertion_expression':
      return inner(expression.child('operand'));
    case 'selector_expression':
      return holdsElements(pkg.types.ofExpression(expression))
        ? inner(expression.child('operand'))
        : undefined;
    case 'unary_expression': {
      const operand = expression.child('operand');
      if (operand === undefined) return undefined;
      if (expression.text.startsWith('*')) {
        const type = pkg.types.ofExpression(expression);
        // `*(*string)(unsafe.Pointer(&b))` sees the bytes; the string that a pointer leads to has its own.
        const isView = type.kind === 'basic' && type.name === 'string' && isCall(unparen(operand));
        return isView || holdsElements(type) ? inner(operand) : undefined;
      }
      return expression.text.startsWith('&') ? inner(containerOf(unparen(operand))) : undefined;
    }
    default:
      return undefined;
  }
}

/** What holds the place whose address is taken. */
function containerOf(place: Node): Node | undefined {
  return place.is('index_expression', 'selector_expression') ? place.child('operand') : place;
}

/** Functions whose result sees the memory of their first argument. */
const viewing: ReadonlyMap<string, RegExp> = new Map([
  ['unsafe', /^(Slice|String)(Data)?$|^Add$/],
  ['bytes', /^(Trim\w*|NewReader|NewBuffer)$/],
]);

function sharedByCall(
  call: Node,
  inner: (node: Node | undefined) => GoSymbol | undefined,
  pkg: Package,
): GoSymbol | undefined {
  const callee = calleeOf(call, pkg);
  const [first] = argumentsOf(call);
  switch (callee.kind) {
    case 'conversion': {
      const to = pkg.types.ofExpression(call);
      // A conversion between strings and slices copies.
      return to.kind === 'pointer' || to.kind === 'unsafe-pointer' ? inner(first) : undefined;
    }
    case 'builtin':
      return callee.name === 'append' ? inner(first) : undefined;
    case 'package':
      return viewing.get(callee.path)?.test(callee.name) === true ? inner(first) : undefined;
    case 'method': {
      const type = pkg.types.ofExpression(callee.operand);
      const name = nameOf(type.kind === 'pointer' && type.declared === undefined ? type.element : type);
      const isBuffer = name?.path === 'bytes' && name.name === 'Buffer';
      return isBuffer && /^(Bytes|Next|AvailableBuffer)$/.test(callee.name)
        ? inner(callee.operand)
        : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether a copy of a value of the type has the same elements. */
export function holdsElements(type: Type): boolean {
  return type.kind === 'slice' || (type.kind === 'composite' && type.form === 'map_type');
}

/** So many steps of `a := f(b)` are followed. */
const maximalSteps = 4;

/** A variable and all the other locals of its function that never hold anything but its memory. */
export function sharingVariables(root: GoSymbol, pkg: Package): ReadonlySet<GoSymbol> {
  const found = new Set([root]);
  let added: GoSymbol[] = [root];
  for (let step = 0; step < maximalSteps && added.length > 0; step++) {
    added = added.flatMap((symbol) =>
      pkg.bindings.usesOf(symbol).flatMap((use) => {
        const target = definedFrom(use, pkg);
        if (target === undefined || found.has(target) || target.owner !== root.owner) return [];
        // The address of a slice is taken to see it as a string, hardly to give it another value.
        const definitions = definitionsOf(target, pkg).filter(
          (one) => one.target.parent?.kind !== 'unary_expression',
        );
        const isView = definitions.every(
          ({ value }) => value !== undefined && sharedVariable(value, found, pkg) !== undefined,
        );
        if (!isView || definitions.length === 0) return [];
        found.add(target);
        return [target];
      }),
    );
  }
  return found;
}

/** The variable that is defined by the statement in whose right side a mention stands. */
function definedFrom(use: Node, pkg: Package): GoSymbol | undefined {
  const statement = use.ancestor('short_var_declaration', 'assignment_statement', 'var_spec', 'block');
  if (statement === undefined || statement.kind === 'block') return undefined;
  const names =
    statement.kind === 'var_spec' ? statement.childrenOf('name') : (statement.child('left')?.children ?? []);
  const values = (statement.child('right') ?? statement.child('value'))?.children ?? [];
  const name =
    names.length === values.length ? names[values.findIndex((value) => value.contains(use))] : undefined;
  const symbol = name?.kind === 'identifier' ? pkg.symbolOf(name) : undefined;
  return symbol?.role === 'local' ? symbol : undefined;
}
