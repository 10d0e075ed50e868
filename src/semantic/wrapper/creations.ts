import type { GoFile } from '../../syntax/go-file.ts';
import type { Node } from '../../syntax/tree.ts';
import { argumentsOf, calleeOf, throughParens, unparen } from '../callee.ts';
import type { GoSymbol } from '../symbol.ts';
import type { FunctionParts } from './function-parts.ts';
import { namedType } from './package-types.ts';
import type { PackageType } from './package-types.ts';
import { pathOf } from './values.ts';
import type { Values } from './values.ts';

/** A value of a type of the package, where it comes into being. */
export interface Creation {
  readonly type: PackageType;
  readonly form: 'literal' | 'new' | 'zero-value' | 'conversion';
  /** The literal, the call of `new`, the conversion, or the name that `var` declares. */
  readonly node: Node;
  readonly file: GoFile;
  /** The function declaration around it; undefined at package level. */
  readonly declaration: Node | undefined;
  /** What the literal gives to fields, by path, nested literals included; the converted value under the empty path. */
  readonly given: ReadonlyMap<string, Node>;
  /** The variable that takes it at once. */
  readonly variable: GoSymbol | undefined;
}

/** A value that a field of a type is given outside of a literal. */
export interface FieldWrite {
  /** The type that the chain of fields starts at, and the chain. */
  readonly type: PackageType;
  readonly path: string;
  /** The variable that holds the object; undefined where it is not a simple one. */
  readonly root: GoSymbol | undefined;
  readonly node: Node;
  readonly declaration: Node | undefined;
  /** The value, and which of a call's results; undefined where a C call fills the field through its address. */
  readonly value: Node | undefined;
  readonly index: number;
  readonly filledBy: { readonly name: string; readonly call: Node } | undefined;
}

/** The values of package types that a function, or a package-level variable, makes. */
export function creationsIn(parts: FunctionParts, values: Values): Creation[] {
  const declaration = parts.node.is('function_declaration', 'method_declaration') ? parts.node : undefined;
  const { file } = parts;
  const found: Creation[] = [];
  for (const literal of parts.literals) {
    const typeNode = literal.child('type');
    const type = typeNode === undefined ? undefined : namedType(values.types.shapeOfType(typeNode));
    if (type === undefined || typeNode === undefined) continue;
    if (values.types.shapeOfType(typeNode).kind !== 'package') continue;
    const given = new Map<string, Node>();
    addGiven(literal, type, '', given, values);
    const variable = takenBy(literal, values);
    found.push({ type, form: 'literal', node: literal, file, declaration, given, variable });
  }
  for (const call of parts.calls) {
    const callee = calleeOf(call, values.pkg);
    const [first] = argumentsOf(call);
    if (first === undefined) continue;
    if (callee.kind === 'builtin' && callee.name === 'new') {
      const shape = values.types.shapeOfType(first);
      if (shape.kind === 'package')
        found.push({
          type: shape.type,
          form: 'new',
          node: call,
          file,
          declaration,
          given: new Map(),
          variable: takenBy(call, values),
        });
    } else if (callee.kind === 'conversion') {
      const type = namedType(values.types.shapeOfType(callee.type));
      if (type !== undefined)
        found.push({
          type,
          form: 'conversion',
          node: call,
          file,
          declaration,
          given: new Map([['', first]]),
          variable: takenBy(call, values),
        });
    }
  }
  for (const spec of parts.variables) {
    const typeNode = spec.child('type');
    if (typeNode === undefined || spec.child('value') !== undefined) continue;
    const shape = values.types.shapeOfType(typeNode);
    if (shape.kind !== 'package') continue;
    for (const name of spec.childrenOf('name')) {
      const variable = values.pkg.symbolOf(name);
      found.push({
        type: shape.type,
        form: 'zero-value',
        node: name,
        file,
        declaration,
        given: new Map(),
        variable,
      });
    }
  }
  return found;
}

function addGiven(
  literal: Node,
  type: PackageType,
  prefix: string,
  given: Map<string, Node>,
  values: Values,
): void {
  const elements = literal.child('body')?.children ?? [];
  for (const [index, element] of elements.entries()) {
    const isKeyed = element.kind === 'keyed_element';
    const name = isKeyed ? element.child('key')?.text : type.fields[index]?.name;
    const holder = isKeyed ? element.child('value') : element;
    const value = holder?.children[0] ?? holder;
    if (name === undefined || value === undefined) continue;
    const path = `${prefix}.${name}`;
    given.set(path, value);
    const field = type.fields.find((candidate) => candidate.name === name);
    const inner = field === undefined ? undefined : namedType(values.types.shapeOfType(field.type));
    const nested = value.kind === 'unary_expression' ? value.child('operand') : value;
    if (inner !== undefined && nested?.kind === 'composite_literal')
      addGiven(nested, inner, path, given, values);
  }
}

/** The variable that an expression, or its address, is given to at once. */
function takenBy(node: Node, values: Values): GoSymbol | undefined {
  const target = targetOf(node);
  return target?.kind === 'identifier' ? values.pkg.symbolOf(target) : undefined;
}

function targetOf(node: Node): Node | undefined {
  let current = throughParens(node);
  if (current.parent?.kind === 'unary_expression') current = throughParens(current.parent);
  const list = current.parent;
  const statement = list?.kind === 'expression_list' ? list.parent : list;
  const index = list?.kind === 'expression_list' ? list.children.indexOf(current) : 0;
  if (statement?.is('short_var_declaration', 'assignment_statement') === true)
    return current.parent?.field === 'right' || current.field === 'right'
      ? statement.child('left')?.children[index]
      : undefined;
  return statement?.kind === 'var_spec' ? statement.childrenOf('name')[index] : undefined;
}

/** What a function gives to fields by assignment, or lets C fill. */
export function fieldWritesIn(parts: FunctionParts, values: Values): FieldWrite[] {
  const declaration = parts.node.is('function_declaration', 'method_declaration') ? parts.node : undefined;
  const found: FieldWrite[] = [];
  for (const assignment of parts.assignments) {
    const targets = assignment.child('left')?.children ?? [];
    const given = assignment.child('right')?.children ?? [];
    for (const [index, target] of targets.entries()) {
      const isPaired = given.length === targets.length;
      const value = isPaired ? given[index] : given[0];
      if (value === undefined) continue;
      const write = {
        node: assignment,
        declaration,
        value,
        index: isPaired ? 0 : index,
        filledBy: undefined,
      };
      for (const field of fieldsAt(target, values)) found.push({ ...field, ...write });
    }
  }
  for (const call of parts.calls) {
    if (calleeOf(call, values.pkg).kind !== 'c') continue;
    for (const argument of argumentsOf(call)) {
      const inner = values.unconverted(argument);
      const operand =
        inner.kind === 'unary_expression' && inner.text.startsWith('&') ? inner.child('operand') : undefined;
      const filledBy = operand === undefined ? undefined : values.cCallAround(inner);
      if (operand === undefined || filledBy === undefined) continue;
      const write = { node: call, declaration, value: undefined, index: 0, filledBy };
      for (const field of fieldsAt(operand, values)) found.push({ ...field, ...write });
    }
  }
  return found;
}

interface WrittenField {
  readonly type: PackageType;
  readonly path: string;
  readonly root: GoSymbol | undefined;
}

/** The objects that a written field belongs to, the innermost first: for `x.a.b` that of `b` in `x.a`, and `x`. */
function fieldsAt(target: Node, values: Values): WrittenField[] {
  const found: WrittenField[] = [];
  let node = unparen(target);
  let path = '';
  for (;;) {
    const operand = node.child('operand');
    if (operand === undefined) return found;
    if (node.kind === 'index_expression') {
      path = `[]${path}`;
    } else if (node.kind === 'selector_expression') {
      const chain = values.fieldsOf(node);
      const type = namedType(values.shapeOf(operand));
      if (chain === undefined || type === undefined) return found;
      path = pathOf(chain) + path;
      const variable = unparen(operand);
      const root = variable.kind === 'identifier' ? values.pkg.symbolOf(variable) : undefined;
      found.push({ type, path, root });
    } else {
      return found;
    }
    node = unparen(operand);
  }
}
