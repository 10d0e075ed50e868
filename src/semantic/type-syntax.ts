import type { Node } from '../syntax/tree.ts';
import { isBasicType, packageMember, unparen } from './callee.ts';
import { isIntegerText } from './type-constants.ts';
import { typeParameterNames } from './type-declarations.ts';
import { basic, functionOf, pointerTo, sliceOf, unknown } from './type.ts';
import type { Signature, Type } from './type.ts';
import type { Types } from './types.ts';

/** The type that a type's syntax denotes, in the package that it is written in. */
export function typeOfSyntax(node: Node, types: Types): Type {
  const type = unparen(node);
  switch (type.kind) {
    case 'pointer_type':
      return pointerTo(typeOfOptional(type.children[0], types));
    case 'unary_expression':
      return pointerTo(typeOfOptional(type.child('operand'), types));
    case 'slice_type':
      return sliceOf(typeOfOptional(type.child('element'), types));
    case 'array_type': {
      const length = integerOf(type.child('length'), types);
      return { kind: 'array', element: typeOfOptional(type.child('element'), types), length };
    }
    case 'implicit_length_array_type':
      return {
        kind: 'array',
        element: typeOfOptional(type.child('element'), types),
        length: literalLength(type),
      };
    case 'map_type': {
      const [key, value] = [type.child('key'), type.child('value')];
      return {
        kind: 'composite',
        form: 'map_type',
        key: typeOfOptional(key, types),
        value: typeOfOptional(value, types),
      };
    }
    case 'channel_type':
      return channelType(type, types);
    case 'function_type':
      return functionOf(signatureOf(type, types));
    case 'struct_type':
    case 'interface_type':
      return { kind: 'composite', form: type.kind, node: type, path: types.path };
    case 'type_elem':
    case 'type_constraint':
      return type.children.length === 1 ? typeOfOptional(type.children[0], types) : unknown;
    case 'identifier':
    case 'type_identifier':
      return typeOfName(type, types);
    case 'qualified_type':
    case 'selector_expression':
      return typeOfQualified(type, types);
    case 'generic_type':
      return types.instantiate(typeOfOptional(type.child('type'), types), typeArgumentsOf(type, types));
    case 'index_expression': {
      const base = typeOfOptional(type.child('operand'), types);
      return types.instantiate(base, [typeOfOptional(type.child('index'), types)]);
    }
    default:
      return unknown;
  }
}

export function typeOfOptional(node: Node | undefined, types: Types): Type {
  return node === undefined ? unknown : types.ofTypeNode(node);
}

/** The types in the brackets of an instantiation. */
export function typeArgumentsOf(node: Node, types: Types): Type[] {
  const list = node.child('type_arguments');
  return (list?.children ?? []).map((argument) => types.ofTypeNode(argument));
}

/** Parameters and results of what has them: a function or its type, a method of an interface, a literal. */
export function signatureOf(node: Node, types: Types): Signature {
  const list = node.child('parameters')?.children ?? [];
  const result = node.child('result');
  const results =
    result === undefined
      ? []
      : result.kind === 'parameter_list'
        ? result.children.flatMap((one) => parameterTypes(one, types))
        : [types.ofTypeNode(result)];
  return {
    parameters: list.flatMap((one) => parameterTypes(one, types)),
    variadic: list[list.length - 1]?.kind === 'variadic_parameter_declaration',
    results,
  };
}

function parameterTypes(declaration: Node, types: Types): Type[] {
  const written = typeOfOptional(declaration.child('type'), types);
  const type = declaration.kind === 'variadic_parameter_declaration' ? sliceOf(written) : written;
  const count = Math.max(1, declaration.childrenOf('name').length);
  return Array.from({ length: count }, () => type);
}

function channelType(node: Node, types: Types): Type {
  const arrow = node.allChildren.findIndex((child) => child.kind === '<-');
  const direction = arrow < 0 ? 'both' : arrow === 0 ? 'receive' : 'send';
  const element = typeOfOptional(node.child('value'), types);
  return { kind: 'composite', form: 'channel_type', element, direction };
}

function typeOfName(node: Node, types: Types): Type {
  if (isTypeParameter(node)) return { kind: 'parameter', name: node.text };
  const symbols = types.names.symbolsOf(node);
  const [first] = symbols;
  if (first === undefined) return isBasicType(node.text) ? basic(node.text) : unknown;
  return first.kind === 'imported' ? typeOfQualified(node, types) : types.ofTypeSymbols(symbols);
}

function typeOfQualified(node: Node, types: Types): Type {
  const member = packageMember(node, types.names);
  if (member === undefined) return unknown;
  const { path, name } = member;
  if (path === 'C') return types.path === '' ? { kind: 'c', name } : { kind: 'c', name, path: types.path };
  if (path === 'unsafe' && name === 'Pointer') return { kind: 'unsafe-pointer' };
  return types.resolve({ kind: 'named', path, name });
}

const parametersByDeclaration = new WeakMap<Node, ReadonlySet<string>>();

/** Whether a name is a type parameter of a declaration around it. */
function isTypeParameter(name: Node): boolean {
  for (
    let declaration = name.ancestor('function_declaration', 'method_declaration', 'type_spec');
    declaration !== undefined;
    declaration = declaration.ancestor('function_declaration', 'method_declaration', 'type_spec')
  ) {
    let names = parametersByDeclaration.get(declaration);
    if (names === undefined) {
      names = new Set(typeParameterNames(declaration));
      parametersByDeclaration.set(declaration, names);
    }
    if (names.has(name.text)) return true;
  }
  return false;
}

/** The value of a length that is written as a number or a constant of C; one that is computed is not followed. */
function integerOf(node: Node | undefined, types: Types): number | undefined {
  const member = node === undefined ? undefined : packageMember(unparen(node), types.names);
  if (member?.path === 'C') {
    const value = Number(types.scope.cTypes?.constantOf(member.name) ?? NaN);
    return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  }
  const text = node === undefined ? '' : unparen(node).text.replaceAll('_', '');
  return isIntegerText(text) ? Number(/^0[0-7]+$/.test(text) ? `0o${text.slice(1)}` : text) : undefined;
}

/** `[...]T{a, b}` has as many elements as are written, unless some have keys. */
function literalLength(type: Node): number | undefined {
  const body = type.parent?.child('body');
  if (body === undefined || body.children.some((element) => element.kind === 'keyed_element'))
    return undefined;
  return body.children.length;
}
