import { definitionsOf } from '../../../flow/definitions.ts';
import { integerConstant } from '../../../flow/origin/integer-constant.ts';
import type { KnownFunctions } from '../../../flow/ownership/c-summaries.ts';
import { unconverted, useOf } from '../../../flow/value-use.ts';
import { calleeOf, isCall, throughParens, unparen } from '../../../semantic/callee.ts';
import { ownCCode } from '../../../semantic/own-c-code.ts';
import type { Package } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { SubjectFile } from '../../../engine/rule.ts';
import type { Node } from '../../../syntax/tree.ts';

/** The result of a C function that is a count where it succeeds and no length where it fails. */
export interface CountOrFailure {
  readonly call: Node;
  readonly name: string;
  /** The local that holds it. */
  readonly symbol: GoSymbol | undefined;
  /** A clause with the function as its subject. */
  readonly why: string;
  /** Its type alone is all that says so. */
  readonly isOfType: boolean;
  /** Where its body says so. */
  readonly returned: { readonly node: Node; readonly file: SubjectFile } | undefined;
}

/** What a length is made of, where that is the result of one C function that can fail with a negative number. */
export function countOrFailure(
  length: Node,
  known: KnownFunctions,
  pkg: Package,
): CountOrFailure | undefined {
  const value = withoutFactor(length, pkg);
  if (value.kind === 'identifier') {
    const symbol = pkg.symbolOf(value);
    if (symbol?.kind !== 'variable' || symbol.role !== 'local') return undefined;
    const [only, ...more] = definitionsOf(symbol, pkg);
    if (only === undefined || more.length > 0 || only.updates) return undefined;
    const call = only.result?.index === 0 ? only.result.call : only.value;
    return call === undefined ? undefined : ofCall(unconverted(call, pkg), symbol, known, pkg);
  }
  return isCall(value) ? ofCall(value, undefined, known, pkg) : undefined;
}

/** `n` of `C.size_t(n) * 4`: a multiple of a negative number is negative. */
function withoutFactor(length: Node, pkg: Package): Node {
  const value = unconverted(length, pkg);
  const [left, right] = [value.child('left'), value.child('right')];
  if (value.kind !== 'binary_expression' || value.child('operator')?.kind !== '*') return value;
  if (left === undefined || right === undefined) return value;
  if (isFactor(right, pkg)) return withoutFactor(left, pkg);
  return isFactor(left, pkg) ? withoutFactor(right, pkg) : value;
}

function isFactor(node: Node, pkg: Package): boolean {
  const constant = integerConstant(node, pkg);
  return (constant !== undefined && constant > 0n) || /^(?:C\.sizeof_|unsafe\.Sizeof\()/.test(node.text);
}

function ofCall(
  call: Node,
  symbol: GoSymbol | undefined,
  known: KnownFunctions,
  pkg: Package,
): CountOrFailure | undefined {
  const callee = isCall(call) ? calleeOf(call, pkg) : undefined;
  if (callee?.kind !== 'c') return undefined;
  const { name } = callee;
  const subject = { call, name, symbol };
  const bodies = pkg.c.definitions.callable(name);
  if (bodies.length > 0) {
    const returns = bodies.map(({ body, isPartial }) =>
      isPartial ? undefined : body.all('return_statement').find((one) => returnsNegative(one, pkg)),
    );
    const [node] = returns;
    if (node === undefined || returns.includes(undefined)) return undefined;
    const code = ownCCode(pkg).find(({ source }) => source.tree === node.tree);
    const returned = code === undefined ? undefined : { node, file: code.file };
    const why = `returns \`${node.children[0]?.text ?? ''}\` where it fails`;
    return { ...subject, why, isOfType: false, returned };
  }
  const fact = known.factsOf(name);
  if (fact?.facts.fails === 'negative' || fact?.facts.fails === 'minus-one') {
    const number = fact.facts.fails === 'negative' ? 'a negative number' : '-1';
    const why = `returns ${number} where it fails, as the documentation of ${fact.library.name} says`;
    return { ...subject, why, isOfType: false, returned: undefined };
  }
  const type = pkg.c.function(name)?.type.result;
  if (type?.kind !== 'named' && type?.kind !== 'basic') return undefined;
  if (!/^(?:s|gs)size(?:_t)?$/.test(type.name)) return undefined;
  const why = `returns a \`${type.name}\`, the type of counts that are negative where something failed`;
  return { ...subject, why, isOfType: true, returned: undefined };
}

/** `return -1;`, `return -EINVAL;`: a constant below zero. */
function returnsNegative(statement: Node, pkg: Package): boolean {
  const text = statement.children[0]?.text.trim() ?? '';
  if (/^-\s*(?:errno|E[A-Z0-9]{2,})$/.test(text)) return true;
  const value = pkg.c.integer(text);
  return value !== undefined && value < 0n;
}

/**
 * The place at which a function looks at the result, or hands it to somebody who may: whether it was negative is then
 * not ours to say. That it is not zero says nothing of its sign.
 */
export function lookAt({ call, symbol }: CountOrFailure, pkg: Package): Node | undefined {
  if (symbol === undefined) return undefined;
  const list = throughParens(call).parent;
  const targets = list?.kind === 'expression_list' ? (list.parent?.child('left')?.children ?? []) : [];
  const error = targets[1];
  if (error !== undefined && error.text !== '_') return error;
  return pkg.bindings.usesOf(symbol).find((mention) => {
    const use = useOf(mention, pkg);
    switch (use.kind) {
      case 'compare':
        return !isZeroTest(mention, pkg);
      case 'go-argument':
        return !isLengthOf(use.call, mention, pkg);
      case 'view':
      case 'go-copy':
      case 'c-argument':
      case 'overwrite':
        return false;
      default:
        return use.kind !== 'discard' && mention !== symbol.declaration;
    }
  });
}

/** `n == 0`, and `n != 0`. */
function isZeroTest(mention: Node, pkg: Package): boolean {
  const test = mention.ancestor('binary_expression');
  const operator = test?.child('operator')?.kind;
  if (test === undefined || (operator !== '==' && operator !== '!=')) return false;
  return [test.child('left'), test.child('right')].some(
    (side) => side !== undefined && integerConstant(unparen(side), pkg) === 0n,
  );
}

/** `make([]T, n)` and the calls that are looked at themselves. */
function isLengthOf(call: Node, mention: Node, pkg: Package): boolean {
  const callee = calleeOf(call, pkg);
  if (callee.kind === 'builtin') return callee.name === 'make';
  return callee.kind === 'package' && callee.path === 'unsafe' && call.contains(mention);
}
