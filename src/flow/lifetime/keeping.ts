import { argumentsOf, calleeOf, throughParens, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import { chainFrom } from '../places.ts';
import { definitionsOf } from '../definitions.ts';
import { useOf } from '../value-use.ts';

/** The variable at the root of an expression, and whether what it holds refers to the expression's object. */
export interface Root {
  readonly symbol: GoSymbol;
  /** The fields from the variable to the expression, each with its dot, elements as `[]`. */
  readonly path: string;
}

/** The root of `x`, `x.f`, `x[i]`, `*x`, `x.(T)`; undefined for anything else, such as the result of a call. */
export function rootOf(node: Node, pkg: Package): Root | undefined {
  let current = unparen(node);
  let path = '';
  for (;;) {
    switch (current.kind) {
      case 'identifier': {
        const symbol = pkg.symbolOf(current);
        return symbol?.kind === 'variable' ? { symbol, path } : undefined;
      }
      case 'selector_expression':
        path = `.${current.child('field')?.text ?? ''}${path}`;
        break;
      case 'index_expression':
      case 'slice_expression':
        path = `[]${path}`;
        break;
      case 'unary_expression':
        if (!/^[*&]/.test(current.text)) return undefined;
        break;
      case 'type_assertion_expression':
        break;
      default:
        return undefined;
    }
    const operand = current.child('operand');
    if (operand === undefined) return undefined;
    current = unparen(operand);
  }
}

/**
 * The other variables that refer to what a variable refers to: those that it was read from and those that got it, as a
 * whole or as an element. `unsure` are those that got the result of a call which was given it.
 */
export interface Aliases {
  readonly sure: ReadonlySet<GoSymbol>;
  readonly unsure: ReadonlySet<GoSymbol>;
  /** A place outside of the function's variables that it was stored in, or a handle that was made of it. */
  readonly stored: { readonly at: Node; readonly isGlobal: boolean } | undefined;
}

export function aliasesOf(symbol: GoSymbol, pkg: Package): Aliases {
  const sure = new Set<GoSymbol>([symbol]);
  const unsure = new Set<GoSymbol>();
  let stored: Aliases['stored'];
  for (const one of sure) {
    const source = one.role === 'range' ? rangeRoot(one, pkg) : sourceOf(one, pkg);
    if (source !== undefined) sure.add(source);
    for (const mention of pkg.bindings.usesOf(one)) {
      if (chainFrom(mention).path !== '') continue;
      const use = useOf(mention, pkg);
      const given = use.kind === 'element' ? use.use : use;
      if (given.kind === 'alias') sure.add(given.symbol);
      if (given.kind === 'store') {
        const target = rootOf(given.target, pkg)?.symbol;
        if (target?.role === 'local') sure.add(target);
        else stored ??= { at: given.target, isGlobal: target?.role === 'package-level' };
      }
      if (given.kind === 'go-argument') {
        const callee = calleeOf(given.call, pkg);
        const isHandle =
          callee.kind === 'package' && callee.path === 'runtime/cgo' && callee.name === 'NewHandle';
        if (isHandle) stored ??= { at: given.call, isGlobal: true };
        const result = useOf(given.call, pkg);
        if (result.kind === 'alias') unsure.add(result.symbol);
      }
    }
  }
  return { sure, unsure, stored };
}

/** The variable that a local's only value is read from: `c` of `repo := c.repo`. */
function sourceOf(symbol: GoSymbol, pkg: Package): GoSymbol | undefined {
  const definitions = symbol.role === 'local' ? definitionsOf(symbol, pkg) : [];
  const [only] = definitions;
  const value = definitions.length === 1 ? only?.value : undefined;
  return value === undefined ? undefined : rootOf(value, pkg)?.symbol;
}

function rangeRoot(symbol: GoSymbol, pkg: Package): GoSymbol | undefined {
  const over = symbol.declaration.parent?.parent?.child('right');
  return over === undefined ? undefined : rootOf(over, pkg)?.symbol;
}

/** Whether a mention of a variable needs its value: no definition, and no `_ = x` that the compiler drops. */
export function isRead(mention: Node, pkg: Package): boolean {
  const { node } = chainFrom(mention);
  if (mention === node && (isTarget(mention) || mention.parent?.is('parameter_declaration') === true))
    return false;
  return useOf(node, pkg).kind !== 'discard' || node.parent?.kind === 'expression_statement';
}

/**
 * Whether a mention in what a `defer` statement hands over keeps the variable's object until the function ends.
 *
 * @param wanted the fields from the variable to the object with the finalizer
 */
export function isHeldByDefer(mention: Node, call: Node, pkg: Package, wanted = ''): boolean {
  if (mention.ancestor('func_literal') !== call.ancestor('func_literal')) return true;
  const { node, path } = chainFrom(mention);
  if (path === '') return true;
  const parent = throughParens(node).parent;
  if (parent?.kind === 'unary_expression' && parent.text.startsWith('&')) return true;
  if (parent === call.child('arguments') && `${wanted}.`.startsWith(`${path}.`)) {
    // `defer runtime.KeepAlive(x.inner)` has a pointer that leads to the object.
    if (pkg.types.ofExpression(node).kind === 'pointer') return true;
  }
  if (node.field !== 'function') return false;
  // `defer x.mu.Unlock()` has the address of the field, as long as no pointer lies in between.
  const operand = node.child('operand');
  if (operand === undefined || operand === mention) return true;
  const type = pkg.types.ofExpression(operand).kind;
  return type !== 'pointer' && operand.child('operand') === mention;
}

/** Whether an argument of a call of C is itself a pointer to Go memory of a variable's object: cgo keeps it alive. */
export function isGivenToCall(symbol: GoSymbol, call: Node, pkg: Package): boolean {
  return argumentsOf(call).some((argument) =>
    argument.allOutside('func_literal', 'identifier').some((mention) => {
      if (pkg.symbolOf(mention) !== symbol) return false;
      const { node, path } = chainFrom(mention);
      const outer = throughParens(node);
      const isAddress = outer.parent?.kind === 'unary_expression' && outer.parent.text.startsWith('&');
      const pointer = isAddress ? outer.parent : path === '' ? outer : undefined;
      if (pointer === undefined) return false;
      const use = useOf(pointer, pkg);
      return (use.kind === 'c-argument' || use.kind === 'go-copy') && use.call === call;
    }),
  );
}

/**
 * Whether a mention in the statement of a call is evaluated after the call: it stands behind it, or is an operand that
 * waits for the call's result, and not inside another call that is done before.
 */
export function isNeededAfter(mention: Node, call: Node): boolean {
  if (call.contains(mention)) return false;
  if (mention.start >= call.end) return true;
  const { node } = chainFrom(mention);
  for (let outer = node.parent; outer !== undefined; outer = outer.parent) {
    if (outer.contains(call)) return true;
    if (outer.kind === 'call_expression') return false;
  }
  return false;
}

function isTarget(mention: Node): boolean {
  const list = mention.parent;
  if (list?.is('var_spec', 'inc_statement', 'dec_statement') === true) return mention.field === 'name';
  return list?.kind === 'expression_list' && list.field === 'left';
}
