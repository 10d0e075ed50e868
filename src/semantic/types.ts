import type { Node } from '../syntax/tree.ts';
import { argumentsOf, calleeOf, isBasicType, packageMember, unparen } from './callee.ts';
import type { Callee, Names } from './callee.ts';
import type { GoSymbol } from './symbol.ts';

/** A light type: enough to tell shapes apart. What is not known is `unknown`, never a guess. */
export type Type =
  | { readonly kind: 'basic'; readonly name: string }
  | { readonly kind: 'pointer'; readonly element: Type }
  | { readonly kind: 'slice'; readonly element: Type }
  | { readonly kind: 'array' }
  | { readonly kind: 'unsafe-pointer' }
  /** A type of C: `C.name`. */
  | { readonly kind: 'c'; readonly name: string }
  /** A struct or interface type by its name; `symbol` where this package declares it. */
  | { readonly kind: 'named'; readonly path: string; readonly name: string; readonly symbol?: GoSymbol }
  | { readonly kind: 'composite'; readonly form: string }
  | { readonly kind: 'unknown' };

const unknown: Type = { kind: 'unknown' };

/** Types of declarations and expressions of one package, from their text alone. */
export class Types {
  private readonly names: Names;
  private readonly symbols = new Map<GoSymbol, Type>();

  constructor(names: Names) {
    this.names = names;
  }

  ofSymbol(symbol: GoSymbol): Type {
    const known = this.symbols.get(symbol);
    if (known !== undefined) return known;
    // A name that is declared through itself has no type that could be read from here.
    this.symbols.set(symbol, unknown);
    const type = this.computeSymbol(symbol);
    this.symbols.set(symbol, type);
    return type;
  }

  private computeSymbol(symbol: GoSymbol): Type {
    if (symbol.kind !== 'variable' && symbol.kind !== 'constant') return unknown;
    if (symbol.type !== undefined) {
      const type = this.ofTypeNode(symbol.type);
      return symbol.variadic === true ? { kind: 'slice', element: type } : type;
    }
    if (symbol.value?.count === 1) return this.ofExpression(symbol.value.node);
    if (symbol.value?.index === 0) return this.ofFirstResult(symbol.value.node);
    if (symbol.role === 'range') return this.ofRangeVariable(symbol);
    return unknown;
  }

  private ofRangeVariable(symbol: GoSymbol): Type {
    const list = symbol.declaration.parent;
    const over = list?.parent?.child('right');
    if (over === undefined || list?.children.indexOf(symbol.declaration) !== 1) return unknown;
    const type = this.ofExpression(over);
    return type.kind === 'slice' ? type.element : unknown;
  }

  /** The type that a type's syntax denotes; a named type of the package is followed to its definition. */
  ofTypeNode(node: Node): Type {
    const type = unparen(node);
    switch (type.kind) {
      case 'pointer_type':
        return { kind: 'pointer', element: this.ofOptional(type.children[0]) };
      case 'unary_expression':
        return { kind: 'pointer', element: this.ofOptional(type.child('operand')) };
      case 'slice_type':
        return { kind: 'slice', element: this.ofOptional(type.child('element')) };
      case 'array_type':
      case 'implicit_length_array_type':
        return { kind: 'array' };
      case 'map_type':
      case 'channel_type':
      case 'function_type':
      case 'struct_type':
      case 'interface_type':
        return { kind: 'composite', form: type.kind };
      case 'identifier':
      case 'type_identifier':
        return this.ofTypeName(type);
      case 'qualified_type':
      case 'selector_expression':
        return this.ofQualified(type);
      default:
        return unknown;
    }
  }

  private ofOptional(node: Node | undefined): Type {
    return node === undefined ? unknown : this.ofTypeNode(node);
  }

  private ofTypeName(node: Node): Type {
    const symbol = this.names.symbolOf(node);
    if (symbol === undefined) return isBasicType(node.text) ? { kind: 'basic', name: node.text } : unknown;
    if (symbol.kind !== 'type') return unknown;
    if (symbol.type === undefined || symbol.type.is('struct_type', 'interface_type')) {
      return { kind: 'named', path: '', name: symbol.name, symbol };
    }
    const known = this.symbols.get(symbol);
    if (known !== undefined) return known;
    this.symbols.set(symbol, unknown);
    const type = this.ofTypeNode(symbol.type);
    this.symbols.set(symbol, type);
    return type;
  }

  private ofQualified(node: Node): Type {
    const member = packageMember(node, this.names);
    if (member === undefined) return unknown;
    if (member.path === 'C') return { kind: 'c', name: member.name };
    if (member.path === 'unsafe' && member.name === 'Pointer') return { kind: 'unsafe-pointer' };
    return { kind: 'named', path: member.path, name: member.name };
  }

  ofExpression(node: Node): Type {
    const expression = unparen(node);
    switch (expression.kind) {
      case 'identifier': {
        const symbol = this.names.symbolOf(expression);
        return symbol === undefined ? unknown : this.ofSymbol(symbol);
      }
      case 'interpreted_string_literal':
      case 'raw_string_literal':
        return { kind: 'basic', name: 'string' };
      case 'int_literal':
        return { kind: 'basic', name: 'int' };
      case 'true':
      case 'false':
        return { kind: 'basic', name: 'bool' };
      case 'composite_literal':
        return this.ofOptional(expression.child('type'));
      case 'unary_expression':
        return this.ofUnary(expression);
      case 'selector_expression':
        return this.ofField(expression);
      case 'slice_expression':
        return this.ofSliced(expression);
      case 'index_expression': {
        const operand = this.ofOptionalExpression(expression.child('operand'));
        return operand.kind === 'slice' ? operand.element : unknown;
      }
      case 'binary_expression':
        return this.ofBinary(expression);
      case 'call_expression':
      case 'type_conversion_expression':
        return this.ofCall(expression);
      default:
        return unknown;
    }
  }

  private ofOptionalExpression(node: Node | undefined): Type {
    return node === undefined ? unknown : this.ofExpression(node);
  }

  /** A field of a struct that this package declares; embedded fields are not followed. */
  private ofField(node: Node): Type {
    const operand = this.ofOptionalExpression(node.child('operand'));
    const struct = operand.kind === 'pointer' ? operand.element : operand;
    if (struct.kind !== 'named' || struct.symbol?.type?.kind !== 'struct_type') return unknown;
    const wanted = node.child('field')?.text;
    for (const field of struct.symbol.type.all('field_declaration')) {
      const names = field.childrenOf('name').map((name) => name.text);
      if (wanted !== undefined && names.includes(wanted)) return this.ofOptional(field.child('type'));
    }
    return unknown;
  }

  private ofUnary(node: Node): Type {
    const operand = node.child('operand');
    if (node.text.startsWith('&')) return { kind: 'pointer', element: this.ofOptionalExpression(operand) };
    const type = this.ofOptionalExpression(operand);
    if (node.text.startsWith('*')) return type.kind === 'pointer' ? type.element : unknown;
    return node.text.startsWith('<-') ? unknown : type;
  }

  private ofSliced(node: Node): Type {
    const type = this.ofOptionalExpression(node.child('operand'));
    const isText = type.kind === 'slice' || (type.kind === 'basic' && type.name === 'string');
    if (isText) return type;
    const isArray = type.kind === 'array' || (type.kind === 'pointer' && type.element.kind === 'array');
    return isArray ? { kind: 'slice', element: unknown } : unknown;
  }

  private ofBinary(node: Node): Type {
    if (
      node.allChildren.some((child) => ['==', '!=', '<', '<=', '>', '>=', '&&', '||'].includes(child.kind))
    ) {
      return { kind: 'basic', name: 'bool' };
    }
    const [left, right] = [node.child('left'), node.child('right')];
    // An untyped constant takes the other side's type; a shift has its left side's.
    const typed =
      left?.kind === 'int_literal' && !/<<|>>/.test(node.child('operator')?.text ?? '') ? right : left;
    const type = this.ofOptionalExpression(typed);
    return type.kind === 'basic' ? type : unknown;
  }

  private ofCall(call: Node): Type {
    const callee = calleeOf(call, this.names);
    if (callee.kind === 'conversion') return this.ofTypeNode(callee.type);
    if (callee.kind === 'builtin') return this.ofBuiltin(callee.name, call);
    if (callee.kind === 'function') return this.ofFunction(callee, false);
    return libraryResult(callee);
  }

  /** The type of the first result of a call that gives several. */
  private ofFirstResult(node: Node): Type {
    const call = unparen(node);
    if (call.kind !== 'call_expression') return unknown;
    const callee = calleeOf(call, this.names);
    return callee.kind === 'function' ? this.ofFunction(callee, true) : libraryResult(callee);
  }

  private ofFunction(callee: Extract<Callee, { kind: 'function' }>, several: boolean): Type {
    const result = callee.symbol.declaration.parent?.child('result');
    if (result === undefined) return unknown;
    if (result.kind !== 'parameter_list') return this.ofTypeNode(result);
    const parameters = result.children;
    const first = parameters[0]?.child('type');
    return first !== undefined && (several || parameters.length === 1) ? this.ofTypeNode(first) : unknown;
  }

  private ofBuiltin(name: string, call: Node): Type {
    const first = argumentsOf(call)[0];
    switch (name) {
      case 'make':
        return this.ofOptional(first);
      case 'new':
        return { kind: 'pointer', element: this.ofOptional(first) };
      case 'append':
        return this.ofOptionalExpression(first);
      case 'len':
      case 'cap':
      case 'copy':
        return { kind: 'basic', name: 'int' };
      default:
        return unknown;
    }
  }
}

const text: Type = { kind: 'basic', name: 'string' };
const bytes: Type = { kind: 'slice', element: { kind: 'basic', name: 'byte' } };

/** Result types of cgo's helpers and of `unsafe`: https://pkg.go.dev/cmd/cgo#hdr-Go_references_to_C. */
function libraryResult(callee: Callee): Type {
  if (callee.kind === 'c') {
    switch (callee.name) {
      case 'CString':
        return { kind: 'pointer', element: { kind: 'c', name: 'char' } };
      case 'CBytes':
      case 'malloc':
      case 'calloc':
      case 'realloc':
        return { kind: 'unsafe-pointer' };
      case 'GoString':
      case 'GoStringN':
        return text;
      case 'GoBytes':
        return bytes;
      default:
        return unknown;
    }
  }
  if (callee.kind !== 'package') return unknown;
  switch (`${callee.path}.${callee.name}`) {
    case 'unsafe.Slice':
      return { kind: 'slice', element: unknown };
    case 'unsafe.String':
    case 'fmt.Sprintf':
    case 'fmt.Sprint':
    case 'strings.Join':
    case 'strings.ToLower':
    case 'strings.ToUpper':
    case 'strings.TrimSpace':
      return text;
    case 'unsafe.StringData':
    case 'unsafe.SliceData':
      return { kind: 'pointer', element: unknown };
    case 'os.ReadFile':
    case 'io.ReadAll':
    case 'encoding/json.Marshal':
      return bytes;
    default:
      return unknown;
  }
}
