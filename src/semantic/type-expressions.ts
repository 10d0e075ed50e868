import type { Node } from '../syntax/tree.ts';
import { packageMember, unparen } from './callee.ts';
import { resultsOfCall } from './type-calls.ts';
import { isConstant, literalType } from './type-constants.ts';
import { methodExpression, selectMember } from './type-members.ts';
import { signatureOf, typeOfOptional } from './type-syntax.ts';
import { typeInCase } from './type-variables.ts';
import { basic, functionOf, pointerTo, sliceOf, unknown } from './type.ts';
import type { Type } from './type.ts';
import type { Types } from './types.ts';

/** The type of an expression without parentheses around it; unknown for a call with none or several results. */
export function typeOfExpression(expression: Node, types: Types): Type {
  switch (expression.kind) {
    case 'identifier': {
      const symbols = types.names.symbolsOf(expression);
      const [symbol] = symbols;
      if (symbol === undefined) return unknown;
      if (symbol.kind === 'imported') return typeOfImported(expression, types);
      return typeInCase(expression, symbol, types) ?? types.ofSymbols(symbols);
    }
    case 'composite_literal':
      return typeOfOptional(expression.child('type'), types);
    case 'func_literal':
      return functionOf(signatureOf(expression, types));
    case 'type_assertion_expression':
      return typeOfOptional(expression.child('type'), types);
    case 'unary_expression':
      return typeOfUnary(expression, types);
    case 'selector_expression':
      return typeOfSelector(expression, types);
    case 'slice_expression':
      return typeOfSliced(expression, types);
    case 'index_expression':
      return typeOfIndexed(expression, types);
    case 'binary_expression':
      return typeOfBinary(expression, types);
    case 'call_expression':
    case 'type_conversion_expression': {
      const results = resultsOfCall(expression, types);
      return results?.length === 1 ? (results[0] ?? unknown) : unknown;
    }
    default:
      return literalType(expression.kind) ?? unknown;
  }
}

function ofOperand(node: Node | undefined, types: Types): Type {
  return node === undefined ? unknown : types.ofExpression(node);
}

/** A name that is imported with a dot. */
function typeOfImported(name: Node, types: Types): Type {
  const member = packageMember(name, types.names);
  return member === undefined ? unknown : types.ofMember(member.path, member.name);
}

/** `x.f`: a member of a package, a method expression `T.m`, a field or a method value. */
function typeOfSelector(node: Node, types: Types): Type {
  const member = packageMember(node, types.names);
  if (member !== undefined) {
    if (member.path !== 'C') return types.ofMember(member.path, member.name);
    // https://pkg.go.dev/cmd/cgo#hdr-Go_references_to_C: the size of any C type T is C.sizeof_T, of type C.size_t.
    return member.name.startsWith('sizeof_') ? { kind: 'c', name: 'size_t' } : unknown;
  }
  const [operand, field] = [node.child('operand'), node.child('field')];
  if (operand === undefined || field === undefined) return unknown;
  return (
    methodExpression(operand, field.text, types) ??
    selectMember(types.ofExpression(operand), field.text, types)
  );
}

function typeOfUnary(node: Node, types: Types): Type {
  const operand = ofOperand(node.child('operand'), types);
  switch (node.child('operator')?.kind) {
    case '&':
      return pointerTo(operand);
    case '*': {
      const pointer = types.underlying(operand);
      return pointer.kind === 'pointer' ? types.resolve(pointer.element) : unknown;
    }
    case '<-': {
      const channel = types.underlying(operand);
      return channel.kind === 'composite' && channel.form === 'channel_type'
        ? types.resolve(channel.element)
        : unknown;
    }
    default:
      return operand;
  }
}

function typeOfSliced(node: Node, types: Types): Type {
  const type = ofOperand(node.child('operand'), types);
  const shape = types.underlying(type);
  if (shape.kind === 'slice' || (shape.kind === 'basic' && shape.name === 'string')) return type;
  const array = shape.kind === 'pointer' ? types.underlying(shape.element) : shape;
  return array.kind === 'array' ? sliceOf(array.element) : unknown;
}

function typeOfIndexed(node: Node, types: Types): Type {
  const operand = node.child('operand');
  const shape = types.underlying(ofOperand(operand, types));
  const indexed = shape.kind === 'pointer' ? types.underlying(shape.element) : shape;
  if (indexed.kind === 'array' || (shape.kind === 'slice' && indexed.kind === 'slice')) {
    return types.resolve(indexed.element);
  }
  if (shape.kind === 'basic' && shape.name === 'string') return basic('byte');
  if (shape.kind === 'composite' && shape.form === 'map_type') return types.resolve(shape.value);
  return unknown;
}

const comparing = new Set(['==', '!=', '<', '<=', '>', '>=', '&&', '||']);

function typeOfBinary(node: Node, types: Types): Type {
  const operator = node.child('operator')?.kind ?? '';
  if (comparing.has(operator)) return basic('bool');
  const [left, right] = [node.child('left'), node.child('right')];
  if (left === undefined || right === undefined) return unknown;
  // A shift has its left side's type; an untyped constant on the left takes that of where it goes.
  if (operator === '<<' || operator === '>>') return types.ofExpression(left);
  // An untyped constant takes the other side's type.
  const isLeftConstant = isConstant(left, types);
  if (!isLeftConstant || !isConstant(right, types)) return types.ofExpression(isLeftConstant ? right : left);
  const [first, second] = [types.ofExpression(unparen(left)), types.ofExpression(right)];
  return first.kind === 'basic' && first.name === 'int' ? second : first;
}
