import { argumentsOf, calleeOf, throughParens, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import { canonical, negativeKey, nilKey, nonZeroKey, symbolsIn } from '../conditions.ts';
import type { Fact } from '../conditions.ts';
import { withoutNumericConversion } from '../conditions.ts';
import type { StatusConversion } from '../status-converters.ts';
import type { FailureSign } from './effect.ts';

type StatusFailure = Extract<FailureSign, { kind: 'status' }>['failure'];

/**
 * What is known where a call has succeeded, or failed: of the variable that gets its status or error, of the error
 * that a converter of the package makes of the status at once, and of the call itself where a condition tests it.
 */
export function factsOfOutcome(
  call: Node,
  sign: FailureSign,
  outcome: 'succeeds' | 'fails',
  pkg: Package,
  conversionBy: (call: Node) => StatusConversion | undefined,
): Fact[] {
  const succeeds = outcome === 'succeeds';
  if (sign.kind === 'set') return [nilFact(sign.place, succeeds, pkg)];
  if (sign.kind === 'left-null') return [nilFact(sign.place, !succeeds, pkg)];
  const expression = throughParens(call);
  if (sign.kind === 'error') {
    const target = targetOf(expression, sign.result);
    return target === undefined ? [] : [nilFact(target, succeeds, pkg)];
  }
  const facts = statusFacts(
    canonical(withoutNumericConversion(call), pkg),
    call,
    sign.failure,
    succeeds,
    pkg,
  );
  const converter = throughConversions(expression, pkg);
  const target = targetOf(converter, 0);
  if (target !== undefined) {
    const place = canonical(target, pkg);
    return [...facts, ...statusFacts(place, target, sign.failure, succeeds, pkg)];
  }
  // `err := getError(C.open(&p))`
  const outer = converter.parent?.kind === 'argument_list' ? converter.parent.parent : undefined;
  const conversion = outer === undefined ? undefined : conversionBy(outer);
  if (outer === undefined || conversion === undefined || argumentsOf(outer).length !== 1) return facts;
  const error = targetOf(throughParens(outer), 0);
  const isNil = isConvertedToNil(conversion, sign.failure, succeeds);
  return error === undefined || isNil === undefined ? facts : [...facts, nilFact(error, isNil, pkg)];
}

/** Whether a converter makes no error of the status of a call that succeeds, or fails; undefined where both may be. */
function isConvertedToNil(
  conversion: StatusConversion,
  failure: StatusFailure,
  succeeds: boolean,
): boolean | undefined {
  switch (failure) {
    case 'zero':
    case 'not-one':
      return undefined;
    case 'negative':
    case 'minus-one':
      return succeeds;
    default:
      return succeeds || conversion === 'nonzero' ? succeeds : undefined;
  }
}

function throughConversions(expression: Node, pkg: Package): Node {
  let current = expression;
  for (;;) {
    const list = current.parent;
    const call = list?.kind === 'argument_list' ? list.parent : undefined;
    if (call === undefined || calleeOf(call, pkg).kind !== 'conversion') return current;
    current = throughParens(call);
  }
}

/** The place that gets one of the results of an expression; undefined where none does, or it is dropped. */
export function targetOf(expression: Node, result: number): Node | undefined {
  const list = expression.parent;
  const statement = list?.kind === 'expression_list' ? list.parent : undefined;
  if (list === undefined || statement === undefined || list.field === 'left') return undefined;
  const targets =
    statement.kind === 'var_spec'
      ? statement.childrenOf('name').filter((name) => name.is('identifier'))
      : statement.is('short_var_declaration', 'assignment_statement')
        ? (statement.child('left')?.children ?? [])
        : [];
  const index = list.children.length === 1 ? result : list.children.indexOf(expression);
  const target = targets[index];
  return target === undefined || target.text === '_' ? undefined : unparen(target);
}

function nilFact(place: Node, isNil: boolean, pkg: Package): Fact {
  return { key: nilKey(canonical(place, pkg)), value: isNil, symbols: symbolsIn(place, pkg) };
}

function statusFacts(
  place: string,
  node: Node,
  failure: StatusFailure,
  succeeds: boolean,
  pkg: Package,
): Fact[] {
  const symbols = symbolsIn(node, pkg);
  const fact = (key: string, value: boolean): Fact => ({ key, value, symbols });
  const zero = (isZero: boolean): Fact[] => [
    fact(nonZeroKey(place), !isZero),
    fact(`${place}==0`, isZero),
    // An error object: null where there is none.
    fact(nilKey(place), isZero),
    ...(isZero ? [fact(negativeKey(place), false)] : []),
  ];
  switch (failure) {
    case 'nonzero':
      return zero(succeeds);
    case 'zero':
      return zero(!succeeds);
    case 'negative':
      return [fact(negativeKey(place), !succeeds), ...(succeeds ? [] : zero(false))];
    case 'minus-one':
      return [fact(`${place}==- 1`, !succeeds), ...(succeeds ? [fact(negativeKey(place), false)] : [])];
    case 'nonpositive':
      return succeeds ? [fact(nonZeroKey(place), true), fact(negativeKey(place), false)] : [];
    case 'not-one':
      return [fact(`${place}==1`, succeeds), ...(succeeds ? [fact(nonZeroKey(place), true)] : [])];
    case 'null':
      return [fact(nilKey(place), !succeeds)];
  }
}
