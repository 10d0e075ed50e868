import type { Node } from '../../syntax/tree.ts';
import { argumentsOf, calleeOf, isCall, packageMember, unparen } from '../callee.ts';
import type { Package } from '../package.ts';
import type { GoSymbol } from '../symbol.ts';
import { resultsOfCall } from '../type-calls.ts';
import type { Type } from '../type.ts';
import { CCasts } from './c-casts.ts';
import { resultsOf } from './function-parts.ts';
import { namedType, otherShape } from './package-types.ts';
import type { Field, PackageTypes, Shape } from './package-types.ts';

/** One value that a variable is given; `index` tells which of a call's `count` results. */
export interface GivenValue {
  readonly node: Node;
  readonly index: number;
  readonly count: number;
  /** The identifier that is assigned. */
  readonly target: Node;
}

/** What a variable is given over its life. */
export interface VariableValues {
  readonly values: readonly GivenValue[];
  /** The C calls that its address is handed to. */
  readonly filledBy: readonly { readonly name: string; readonly call: Node }[];
  /** The C calls that the address of one of its elements is handed to: a buffer that they may fill. */
  readonly elementsFilledBy: readonly { readonly name: string; readonly call: Node }[];
  /** Whether it changes in a way that is not followed: through its address, `x++`. */
  readonly isOpaque: boolean;
}

/** A variable, or what is reached from it through fields and elements. */
export interface Place {
  readonly root: GoSymbol;
  /** `.ptr`, `.Object.ptr`, `.cache[]`; promoted fields written out. */
  readonly path: string;
  /** Whether the expression is the address of the place: `&x.msg`. */
  readonly isAddress: boolean;
}

/** A chain of calls and aliases that is longer than this is not followed: its value is unknown. */
const maximalChain = 8;

/** Types, values and places of expressions, as far as simple flows tell: locals that are given one value. */
export class Values {
  readonly pkg: Package;
  readonly types: PackageTypes;
  private readonly shapes = new Map<GoSymbol | Node, Shape>();
  private readonly given = new Map<GoSymbol, VariableValues>();
  private readonly accessors = new Map<Node, string | undefined>();
  private readonly casts: CCasts;
  private readonly returns: (node: Node) => readonly Node[];

  /** @param returns the return statements of a function */
  constructor(pkg: Package, types: PackageTypes, returns: (node: Node) => readonly Node[]) {
    this.pkg = pkg;
    this.types = types;
    this.casts = new CCasts(pkg.c);
    this.returns = returns;
  }

  shapeOfSymbol(symbol: GoSymbol): Shape {
    return symbol.kind === 'variable'
      ? this.shaped(symbol, () => this.pkg.types.ofSymbol(symbol))
      : otherShape;
  }

  shapeOf(node: Node): Shape {
    const expression = unparen(node);
    const shape = this.shaped(expression, () => this.pkg.types.ofExpression(expression));
    if (shape.kind !== 'other' || expression.kind !== 'selector_expression') return shape;
    // Where definitions under build constraints differ, any of them tells.
    const chain = this.fieldsOf(expression);
    const last = chain?.[chain.length - 1];
    return last === undefined ? shape : this.types.shapeOfType(last.type);
  }

  /** The shape of one of a call's results. */
  shapeOfResult(call: Node, index: number): Shape {
    const result = resultsOfCall(unparen(call), this.pkg.types)?.[index];
    return result === undefined ? otherShape : this.types.shapeOf(result);
  }

  private shaped(of: GoSymbol | Node, type: () => Type): Shape {
    let shape = this.shapes.get(of);
    if (shape === undefined) this.shapes.set(of, (shape = this.types.shapeOf(type())));
    return shape;
  }

  /** The declarations of the package that a call may run: several under different build constraints. */
  calledDeclarations(call: Node): readonly Node[] {
    const callee = calleeOf(call, this.pkg);
    if (callee.kind === 'function') {
      const declaration = callee.symbol.declaration.parent;
      return declaration?.kind === 'function_declaration' ? [declaration] : [];
    }
    if (callee.kind !== 'method') return [];
    return this.methodsNamed(callee.operand, callee.name)?.methods ?? [];
  }

  /** The methods of an operand's type, and the fields through which they are promoted. */
  methodsNamed(
    operand: Node,
    name: string,
  ): { methods: readonly Node[]; chain: readonly Field[] } | undefined {
    const type = namedType(this.shapeOf(operand));
    const found = type === undefined ? undefined : this.types.methodOf(type, name);
    return found === undefined
      ? undefined
      : { methods: found.methods.map((method) => method.node), chain: found.chain };
  }

  /** The fields that a selector goes through, promoted ones written out. */
  fieldsOf(selector: Node): readonly Field[] | undefined {
    if (packageMember(selector, this.pkg) !== undefined) return undefined;
    const operand = selector.child('operand');
    const name = selector.child('field')?.text;
    const type = operand === undefined ? undefined : namedType(this.shapeOf(operand));
    return type === undefined || name === undefined ? undefined : this.types.fieldChain(type, name);
  }

  valuesOf(symbol: GoSymbol): VariableValues {
    let known = this.given.get(symbol);
    if (known === undefined) this.given.set(symbol, (known = this.findValues(symbol)));
    return known;
  }

  private findValues(symbol: GoSymbol): VariableValues {
    const values: GivenValue[] = [];
    const filledBy: { name: string; call: Node }[] = [];
    const elementsFilledBy: { name: string; call: Node }[] = [];
    let isOpaque = false;
    for (const use of this.pkg.bindings.usesOf(symbol)) {
      const parent = use.parent;
      if (parent?.is('inc_statement', 'dec_statement') === true) {
        isOpaque = true;
      } else if (parent?.kind === 'unary_expression' && parent.text.startsWith('&')) {
        const filler = this.cCallAround(parent);
        if (filler === undefined) isOpaque = true;
        else filledBy.push(filler);
      } else if (parent?.kind === 'index_expression' && use.field === 'operand') {
        const address = parent.parent;
        const isAddress = address?.kind === 'unary_expression' && address.text.startsWith('&');
        const filler = isAddress ? this.cCallAround(address) : undefined;
        if (filler !== undefined) elementsFilledBy.push(filler);
      } else if (parent?.kind === 'var_spec' && use.field === 'name') {
        const given = parent.child('value')?.children ?? [];
        addValue(values, parent.childrenOf('name'), given, use);
      } else if (parent?.kind === 'expression_list' && parent.field === 'left') {
        const statement = parent.parent;
        const operator = statement?.kind === 'assignment_statement' ? statement.child('operator')?.text : '=';
        if (statement?.kind === 'range_clause') continue;
        if (operator !== '=') isOpaque = true;
        else addValue(values, parent.children, statement?.child('right')?.children ?? [], use);
      }
    }
    return { values, filledBy, elementsFilledBy, isOpaque };
  }

  /** The C call among whose arguments an expression stands, conversions looked through. */
  cCallAround(node: Node): { name: string; call: Node } | undefined {
    for (let current = node.parent; current !== undefined; current = current.parent) {
      if (isCall(current)) {
        const callee = calleeOf(current, this.pkg);
        if (callee.kind === 'c' && !this.casts.has(callee.name)) return { name: callee.name, call: current };
        if (callee.kind !== 'conversion' && callee.kind !== 'c') return undefined;
      } else if (!current.is('argument_list', 'parenthesized_expression')) {
        return undefined;
      }
    }
    return undefined;
  }

  /** The operand of conversions, those of C's inline functions included. */
  unconverted(node: Node): Node {
    let current = unparen(node);
    while (isCall(current)) {
      const callee = calleeOf(current, this.pkg);
      if (callee.kind !== 'conversion' && !(callee.kind === 'c' && this.casts.has(callee.name))) break;
      const [operand, ...more] = argumentsOf(current);
      if (operand === undefined || more.length > 0) break;
      current = unparen(operand);
    }
    return current;
  }

  /** The place that an expression denotes; undefined where it is none, or flows in a way that is not simple. */
  placeOf(node: Node, depth = 0): Place | undefined {
    const expression = this.unconverted(node);
    if (depth > maximalChain) return undefined;
    switch (expression.kind) {
      case 'identifier': {
        const symbol = this.pkg.symbolOf(expression);
        return symbol?.kind === 'variable' ? this.placeOfVariable(symbol, depth) : undefined;
      }
      case 'selector_expression': {
        const operand = expression.child('operand');
        const chain = this.fieldsOf(expression);
        const outer = operand === undefined ? undefined : this.placeOf(operand, depth + 1);
        if (outer === undefined || chain === undefined) return undefined;
        return { root: outer.root, path: outer.path + pathOf(chain), isAddress: false };
      }
      case 'index_expression': {
        const operand = expression.child('operand');
        const outer = operand === undefined ? undefined : this.placeOf(operand, depth + 1);
        return outer === undefined ? undefined : { ...outer, path: `${outer.path}[]`, isAddress: false };
      }
      case 'unary_expression': {
        const operand = expression.child('operand');
        const outer = operand === undefined ? undefined : this.placeOf(operand, depth + 1);
        const operator = expression.text[0];
        if (outer === undefined || (operator !== '&' && operator !== '*')) return undefined;
        return { ...outer, isAddress: operator === '&' };
      }
      case 'type_assertion_expression': {
        const operand = expression.child('operand');
        return operand === undefined ? undefined : this.placeOf(operand, depth + 1);
      }
      case 'call_expression':
        return this.placeOfCall(expression, depth);
      default:
        return undefined;
    }
  }

  private placeOfVariable(symbol: GoSymbol, depth: number): Place {
    const itself: Place = { root: symbol, path: '', isAddress: false };
    if (symbol.role === 'range') {
      const list = symbol.declaration.parent;
      const over = list?.parent?.child('right');
      const outer = over === undefined ? undefined : this.placeOf(over, depth + 1);
      if (outer === undefined) return itself;
      const isValue = list?.children.indexOf(symbol.declaration) === 1;
      return { ...outer, path: `${outer.path}${isValue ? '[]' : '[key]'}`, isAddress: false };
    }
    if (symbol.role !== 'local') return itself;
    const { values, filledBy, isOpaque } = this.valuesOf(symbol);
    const [only] = values;
    if (only === undefined || values.length > 1 || only.count > 1 || isOpaque || filledBy.length > 0)
      return itself;
    return this.placeOf(only.node, depth + 1) ?? itself;
  }

  /** `x.native()` of a method that returns a field of its receiver. */
  private placeOfCall(call: Node, depth: number): Place | undefined {
    const callee = calleeOf(call, this.pkg);
    if (callee.kind !== 'method') return undefined;
    const found = this.methodsNamed(callee.operand, callee.name);
    const [method] = found?.methods ?? [];
    const path = method === undefined ? undefined : this.accessedPath(method);
    const outer = path === undefined ? undefined : this.placeOf(callee.operand, depth + 1);
    if (outer === undefined || path === undefined) return undefined;
    return { root: outer.root, path: outer.path + pathOf(found?.chain ?? []) + path, isAddress: false };
  }

  /** The path from the receiver to the one place that a method returns, nil beside it allowed; empty for itself. */
  accessedPath(method: Node): string | undefined {
    if (this.accessors.has(method)) return this.accessors.get(method);
    // A method that calls itself returns nothing that could be read from here.
    this.accessors.set(method, undefined);
    const path = this.findAccessedPath(method);
    this.accessors.set(method, path);
    return path;
  }

  private findAccessedPath(method: Node): string | undefined {
    if (resultsOf(method).length !== 1) return undefined;
    const receiver = receiverOf(method, this.pkg);
    const paths = new Set<string>();
    for (const statement of this.returns(method)) {
      const [value] = statement.children[0]?.children ?? [];
      if (value === undefined || value.kind === 'nil') continue;
      const place = this.placeOf(value);
      if (place === undefined || place.root !== receiver || place.isAddress) return undefined;
      // `(*C.win)(unsafe.Pointer(w))` is the object itself; a value receiver's would be a copy.
      if (place.path === '' && this.shapeOfSymbol(place.root).kind !== 'pointer') return undefined;
      paths.add(place.path);
    }
    return paths.size === 1 ? [...paths][0] : undefined;
  }
}

function addValue(values: GivenValue[], targets: readonly Node[], given: readonly Node[], use: Node): void {
  const names = targets.filter((name) => name.isNamed);
  const index = names.indexOf(use);
  const own = given[index];
  const [call] = given;
  if (given.length === names.length && own !== undefined)
    values.push({ node: own, index: 0, count: 1, target: use });
  else if (given.length === 1 && call !== undefined)
    values.push({ node: call, index, count: names.length, target: use });
}

export function pathOf(chain: readonly Field[]): string {
  return chain.map((field) => `.${field.name}`).join('');
}

export function receiverOf(method: Node, pkg: Package): GoSymbol | undefined {
  const name = method.child('receiver')?.children[0]?.child('name');
  return name === undefined ? undefined : pkg.symbolOf(name);
}
