import type { Node } from '../syntax/tree.ts';
import { argumentsOf, calleeOf, packageMember, unparen } from './callee.ts';
import type { GoSymbol } from './symbol.ts';
import { isConstant } from './type-constants.ts';
import { commonTypeParameters } from './type-declarations.ts';
import { cgoResult } from './type-standard.ts';
import { substitute, unify } from './type-substitution.ts';
import { typeArgumentsOf } from './type-syntax.ts';
import { basic, pointerTo, typeText, unknown } from './type.ts';
import type { Signature, Type } from './type.ts';
import type { Types } from './types.ts';

/** The types of a call's results, in order; undefined where it is not known what is called. */
export function resultsOfCall(call: Node, types: Types): readonly Type[] | undefined {
  const callee = calleeOf(call, types.names);
  switch (callee.kind) {
    case 'conversion':
      return [types.ofTypeNode(callee.type)];
    case 'builtin':
      return [typeOfBuiltin(callee.name, call, types)];
    case 'c':
      return [cgoResult(callee.name) ?? types.scope.cTypes?.resultOf(callee.name) ?? unknown];
    case 'function':
      return resultsOfFunction(callee.symbols, call, explicitArguments(call, types), types);
    case 'package':
      return resultsOfMember(callee.path, callee.name, call, explicitArguments(call, types), types);
    case 'unknown':
      return resultsOfOther(call, types);
    default: {
      const target = call.child('function');
      return target === undefined ? undefined : signatureIn(types.ofExpression(target), types)?.results;
    }
  }
}

/** A call through a variable or a field, or of an instantiated generic function. */
function resultsOfOther(call: Node, types: Types): readonly Type[] | undefined {
  const target = call.child('function') ?? call.child('type');
  if (target === undefined) return undefined;
  const function_ = unparen(target);
  if (function_.is('index_expression', 'generic_type')) {
    const base = function_.child('operand') ?? function_.child('type');
    const index = function_.child('index');
    const given = index === undefined ? typeArgumentsOf(function_, types) : [types.ofTypeNode(index)];
    const member = base === undefined ? undefined : packageMember(base, types.names);
    if (member !== undefined) {
      if (types.isType(member.path, member.name)) return [types.ofTypeNode(function_)];
      return resultsOfMember(member.path, member.name, call, given, types);
    }
  }
  return call.kind === 'call_expression'
    ? signatureIn(types.ofExpression(target), types)?.results
    : undefined;
}

function explicitArguments(call: Node, types: Types): Type[] {
  const target = call.child('function');
  const instance = target === undefined ? undefined : unparen(target);
  const index = instance?.kind === 'index_expression' ? instance.child('index') : undefined;
  if (index !== undefined) return [types.ofTypeNode(index)];
  const generic = call.child('type');
  return typeArgumentsOf(generic?.kind === 'generic_type' ? generic : call, types);
}

function signatureIn(type: Type, types: Types): Signature | undefined {
  const shape = types.underlying(type);
  return shape.kind === 'composite' && shape.form === 'function_type' ? shape.signature : undefined;
}

function resultsOfFunction(
  symbols: readonly GoSymbol[],
  call: Node,
  given: readonly Type[],
  types: Types,
): readonly Type[] | undefined {
  const signature = signatureIn(types.ofSymbols(symbols), types);
  return signature && inferResults(signature, commonTypeParameters(symbols), call, given, types);
}

function resultsOfMember(
  path: string,
  name: string,
  call: Node,
  given: readonly Type[],
  types: Types,
): readonly Type[] | undefined {
  const signature = signatureIn(types.ofMember(path, name), types);
  if (signature === undefined)
    return types.isType(path, name) ? [types.resolve({ kind: 'named', path, name })] : undefined;
  return inferResults(signature, types.typeParametersOf(path, name), call, given, types);
}

/**
 * Results with the type parameters that are written, or that the arguments make evident; the others are unknown.
 * @param names the type parameters of the function, in order; undefined where they are not known
 */
function inferResults(
  signature: Signature,
  names: readonly string[] | undefined,
  call: Node,
  given: readonly Type[],
  types: Types,
): readonly Type[] {
  if (names === undefined) return signature.results.map(() => unknown);
  if (names.length === 0) return signature.results.map((result) => types.resolve(result));
  const found = new Map<string, Type>();
  names.forEach((name, index) => {
    const type = given[index];
    if (type !== undefined) found.set(name, type);
  });
  if (!inferFromArguments(signature, argumentsOf(call), found, types))
    return signature.results.map(() => unknown);
  return signature.results.map((result) => types.resolve(substitute(result, found, unknown)));
}

/** Untyped constants come last: they take the type that another argument asks for. */
function inferFromArguments(
  { parameters = [], variadic }: Signature,
  given: readonly Node[],
  found: Map<string, Type>,
  types: Types,
): boolean {
  const patternAt = (index: number): Type | undefined => {
    const last = parameters[parameters.length - 1];
    if (!variadic || index < parameters.length - 1 || last?.kind !== 'slice') return parameters[index];
    return given[index]?.kind === 'variadic_argument' ? last : last.element;
  };
  const same = (a: Type, b: Type): boolean => typeText(a) === typeText(b);
  const fits = (argument: Node, index: number, isUntyped: boolean): boolean => {
    const pattern = patternAt(index);
    if (pattern === undefined || isConstant(argument, types) !== isUntyped) return true;
    if (isUntyped && pattern.kind === 'parameter' && found.has(pattern.name)) return true;
    const value = argument.kind === 'variadic_argument' ? (argument.children[0] ?? argument) : argument;
    return unify(pattern, types.ofExpression(value), found, same);
  };
  return [false, true].every((isUntyped) =>
    given.every((argument, index) => fits(argument, index, isUntyped)),
  );
}

function typeOfBuiltin(name: string, call: Node, types: Types): Type {
  const parameters = argumentsOf(call);
  const [first] = parameters;
  switch (name) {
    case 'make':
      return first === undefined ? unknown : types.ofTypeNode(first);
    case 'new': {
      if (first === undefined) return unknown;
      // Since Go 1.26 an expression may stand there: https://go.dev/doc/go1.26.
      const type = types.ofTypeNode(first);
      return pointerTo(type.kind === 'unknown' ? types.ofExpression(first) : type);
    }
    case 'append':
      return first === undefined ? unknown : types.ofExpression(first);
    case 'min':
    case 'max': {
      const typed = parameters.find((parameter) => !isConstant(parameter, types)) ?? first;
      return typed === undefined ? unknown : types.ofExpression(typed);
    }
    case 'len':
    case 'cap':
    case 'copy':
      return basic('int');
    case 'recover':
      return basic('any');
    default:
      return unknown;
  }
}
