import type { SuggestedFix } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { canonical, factsOfCondition, isNonZeroKey, nonEmptyKey } from '../../../flow/conditions.ts';
import { mayBeEmpty } from '../../../flow/emptiness.ts';
import type { FactSet } from '../../../flow/facts.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import type { FunctionFlow } from '../../../flow/function-flow.ts';
import { useOf } from '../../../flow/value-use.ts';
import { calleeOf, isCall, throughParens, unparen } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { canUseUnsafe } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'empty-slice-index-zero',
  code: 'CGO201',
  category: 'bounds',
  severity: 'warning',
  confidence: 'likely',
  cwe: 129,
  docs,
  run(pass) {
    const functions = pass.package.functions();
    for (const fn of functions) {
      for (const node of fn.body.walk((child) => child.kind !== 'func_literal')) {
        const slice = indexedAtZero(node);
        if (slice !== undefined && isHandedOut(node, pass)) check(pass, functions, fn, node, slice);
      }
    }
  },
});

/** The `b` of `&b[0]`. */
function indexedAtZero(node: Node): Node | undefined {
  if (node.kind !== 'unary_expression' || !node.text.startsWith('&')) return undefined;
  const element = node.child('operand');
  if (element === undefined || unparen(element).kind !== 'index_expression') return undefined;
  const index = unparen(element);
  return index.child('index')?.text === '0' ? index.child('operand') : undefined;
}

/**
 * Converted for C or for unsafe, or an argument of a C function, at once or through a variable: an ordinary `&b[0]`
 * is Go's own business.
 */
function isHandedOut(address: Node, pass: Pass): boolean {
  if (isConverted(address, pass)) return true;
  const use = useOf(address, pass.package);
  if (use.kind !== 'alias' || use.symbol.role !== 'local') return false;
  return pass.package.bindings.usesOf(use.symbol).some((mention) => isConverted(mention, pass));
}

function isConverted(expression: Node, pass: Pass): boolean {
  const value = throughParens(expression);
  const call = value.parent?.kind === 'argument_list' ? value.parent.parent : value.parent;
  if (call === undefined || !isCall(call)) return false;
  const callee = calleeOf(call, pass.package);
  return callee.kind === 'c' || callee.kind === 'conversion';
}

function check(
  pass: Pass,
  functions: readonly GoFunction[],
  fn: GoFunction,
  address: Node,
  slice: Node,
): void {
  const flowAt = (expression: Node): FunctionFlow | undefined => {
    const holder = expression.ancestor('func_literal', 'function_declaration', 'method_declaration');
    const found = functions.find((other) => other.node === holder);
    return found === undefined ? undefined : pass.use(functionFlows)(found);
  };
  const reason = mayBeEmpty(slice, pass.package, flowAt);
  if (reason === undefined || isFilledHere(pass, functions, fn, address, slice)) return;
  const fix = sliceDataFix(pass, fn, address, slice);
  pass.report({
    at: address,
    file: fn.file,
    message: `\`${oneLine(address)}\` panics when \`${oneLine(slice)}\` is empty: ${reason}`,
    ...(fix === undefined ? {} : { fix }),
  });
}

/** Whether every path to the address has shown that there is an element; a closure's paths start where it is made. */
function isFilledHere(
  pass: Pass,
  functions: readonly GoFunction[],
  fn: GoFunction,
  address: Node,
  slice: Node,
): boolean {
  const flow = pass.use(functionFlows)(fn);
  const node = flow.nodeAt(address);
  if (node !== undefined) {
    if (!flow.facts.isReachable(node)) return true;
    const facts = flow.facts.at(node);
    if (flow.facts.isNonEmpty(slice, facts) === true || isCountedElsewhere(pass, fn, slice, facts))
      return true;
  }
  if (isTestedInExpression(pass, address, slice)) return true;
  const owner = pass.package.symbolOf(slice)?.owner;
  if (fn.node.kind !== 'func_literal' || owner === fn.node) return false;
  const outer = functions.find(
    (other) => other.node !== fn.node && other.body.contains(fn.node) && isInnermost(other, fn),
  );
  return outer !== undefined && isFilledHere(pass, functions, outer, fn.node, slice);
}

/**
 * `n, err := read(fd, b); if n > 0 { … &b[0] … }`: a count above zero that came from a call with the slice says as
 * much as a test of its length.
 */
function isCountedElsewhere(pass: Pass, fn: GoFunction, slice: Node, facts: FactSet): boolean {
  const symbol = pass.package.symbolOf(slice);
  if (symbol === undefined) return false;
  const counts = [...facts.values()]
    .filter((fact) => fact.value && isNonZeroKey(fact.key))
    .flatMap((fact) => fact.symbols);
  if (counts.length === 0) return false;
  return fn.body.all('call_expression').some((call) => {
    const callee = calleeOf(call, pass.package);
    if (callee.kind === 'conversion' || callee.kind === 'builtin') return false;
    const statement =
      call.ancestor('short_var_declaration', 'assignment_statement', 'expression_statement') ?? call;
    const mentioned = statement.all('identifier').map((name) => pass.package.symbolOf(name));
    return (
      mentioned.includes(symbol) && counts.some((count) => count !== symbol && mentioned.includes(count))
    );
  });
}

function isInnermost(outer: GoFunction, fn: GoFunction): boolean {
  const enclosing = fn.node.ancestor('func_literal', 'function_declaration', 'method_declaration');
  return enclosing === outer.node;
}

/** `len(b) > 0 && f(&b[0])` as a value: the left side has decided before the right one runs. */
function isTestedInExpression(pass: Pass, address: Node, slice: Node): boolean {
  const wanted = nonEmptyKey(canonical(slice, pass.package));
  for (let node = address; node.parent !== undefined; node = node.parent) {
    const left = node.field === 'right' ? node.parent.child('left') : undefined;
    const operator = node.parent.child('operator')?.kind;
    if (node.parent.kind !== 'binary_expression' || left === undefined) continue;
    if (operator !== '&&' && operator !== '||') continue;
    const facts = factsOfCondition(
      { kind: 'expression', node: left, value: operator === '&&' },
      pass.package,
    );
    if (facts.some((fact) => fact.key === wanted && fact.value)) return true;
  }
  return false;
}

function sliceDataFix(pass: Pass, fn: GoFunction, address: Node, slice: Node): SuggestedFix | undefined {
  // unsafe.SliceData came with Go 1.20.
  if (!pass.package.hasGo(1, 20) || !canUseUnsafe(fn.file)) return undefined;
  const newText = `unsafe.SliceData(${slice.text})`;
  return {
    message: `Take the address with \`${newText}\`, which accepts an empty slice`,
    edits: [{ path: fn.file.path, span: address.span, newText }],
  };
}

function oneLine(node: Node): string {
  return node.text.replace(/\s+/g, ' ');
}
