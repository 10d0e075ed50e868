import type { Node } from '../../syntax/tree.ts';
import { argumentsOf, calleeOf, isCall, unparen } from '../callee.ts';
import type { GoSymbol } from '../symbol.ts';
import type { Creation } from './creations.ts';
import { resultsOf, returnedBy } from './function-parts.ts';
import type { FunctionParts } from './function-parts.ts';
import { namedType } from './package-types.ts';
import type { PackageType } from './package-types.ts';
import type { Values } from './values.ts';

/** Where the objects that a function returns come from. */
export interface Sources {
  readonly creations: readonly Creation[];
  /** The variables that hold an object on its way to the return. */
  readonly variables: ReadonlySet<GoSymbol>;
  readonly calls: readonly Node[];
  /** The returns that give nil, and the empty values that others give in place of an object. */
  readonly nilReturns: readonly Node[];
}

/** A type of which a function may return an object, or several in a slice or map. */
export interface ResultType {
  readonly type: PackageType;
  readonly isMany: boolean;
}

/** Variables that are given each other are not followed further than this. */
const maximalDepth = 4;

/** The types of a result; behind an interface those of the values that are returned. */
export function resultTypes(result: Node, parts: FunctionParts, index: number, values: Values): ResultType[] {
  const shape = values.types.shapeOfType(result);
  const type = namedType(shape);
  const definition = type === undefined ? shape : values.types.definitionOf(type);
  const element = definition.kind === 'container' ? namedType(definition.element) : undefined;
  if (element !== undefined) return [{ type: element, isMany: true }];
  if (type !== undefined) return [{ type, isMany: false }];
  if (result.text === 'error' || (shape.kind !== 'interface' && shape.kind !== 'external')) return [];
  const name = resultsOf(parts.node)[index]?.name;
  const returned = parts.returns.flatMap((statement) => {
    const list = returnedBy(statement);
    // `return f()`, which gives all the results.
    const [only] = list;
    if (list.length === 1 && only !== undefined && isCall(only)) {
      const made = namedType(values.shapeOfResult(only, index));
      return made === undefined ? [] : [made];
    }
    const value = list.length === 0 ? name : list[index];
    return value === undefined ? [] : typesBehind(value, values);
  });
  return [...new Set(returned)].map((one) => ({ type: one, isMany: false }));
}

/** The type of an expression; of a variable behind an interface those of the values that it is given. */
function typesBehind(value: Node, values: Values): PackageType[] {
  const type = namedType(values.shapeOf(value));
  if (type !== undefined) return [type];
  const symbol = value.kind === 'identifier' ? values.pkg.symbolOf(value) : undefined;
  if (symbol?.kind !== 'variable') return [];
  return values.valuesOf(symbol).values.flatMap(({ node, index }): PackageType[] => {
    const inner = namedType(isCall(node) ? values.shapeOfResult(node, index) : values.shapeOf(node));
    return inner === undefined ? [] : [inner];
  });
}

/** Follows the returned values of one function back to what makes them. */
export class SourceFinder implements Sources {
  readonly creations: Creation[] = [];
  readonly variables = new Set<GoSymbol>();
  readonly calls: Node[] = [];
  readonly nilReturns: Node[] = [];
  private readonly collections = new Set<GoSymbol>();
  private readonly parts: FunctionParts;
  private readonly type: PackageType;
  private readonly values: Values;
  private readonly creationsAt: ReadonlyMap<Node, Creation>;

  constructor(
    parts: FunctionParts,
    index: number,
    { type, isMany }: ResultType,
    values: Values,
    creationsAt: ReadonlyMap<Node, Creation>,
  ) {
    this.parts = parts;
    this.type = type;
    this.values = values;
    this.creationsAt = creationsAt;
    const name = resultsOf(parts.node)[index]?.name;
    for (const statement of parts.returns) {
      const returned = returnedBy(statement);
      const value = returned[index] ?? (returned.length === 1 ? returned[0] : name);
      if (value === undefined) continue;
      if (value.kind === 'nil') this.nilReturns.push(statement);
      else if (isMany) this.addCollection(value, 0);
      else this.add(value, 0, returned.length > 1);
    }
  }

  private add(value: Node, depth: number, hasOtherResults: boolean): void {
    let expression = unparen(value);
    if (expression.kind === 'unary_expression')
      expression = unparen(expression.child('operand') ?? expression);
    const creation = this.creationsAt.get(expression);
    if (creation?.type === this.type) {
      // `return T{}, err` gives nothing back.
      const isNothing = creation.form === 'literal' && creation.given.size === 0 && hasOtherResults;
      if (isNothing) this.nilReturns.push(creation.node);
      else this.creations.push(creation);
    } else if (expression.kind === 'identifier') {
      const symbol = this.values.pkg.symbolOf(expression);
      if (symbol?.role === 'local' || symbol?.role === 'result') this.addVariable(symbol, depth);
    } else if (isCall(expression)) {
      this.calls.push(expression);
    } else if (expression.kind === 'selector_expression' && depth === 0) {
      // A getter that makes what it keeps: `if r.p == nil { r.p = &P{…} }; return r.p`.
      for (const { target, given } of this.assigned())
        if (target.text === expression.text) this.add(given, depth + 1, false);
    }
  }

  private addVariable(symbol: GoSymbol, depth: number): void {
    if (this.variables.has(symbol) || depth > maximalDepth) return;
    this.variables.add(symbol);
    for (const value of this.values.valuesOf(symbol).values) this.add(value.node, depth + 1, false);
    const declared = this.creationsAt.get(symbol.declaration);
    if (declared?.type === this.type && declared.form === 'zero-value') this.creations.push(declared);
  }

  /** The elements of a slice or map: those of its literal, appended ones, those that are set by index or key. */
  private addCollection(value: Node, depth: number): void {
    const expression = unparen(value);
    if (expression.kind === 'identifier') {
      const symbol = this.values.pkg.symbolOf(expression);
      const isOwn = symbol?.role === 'local' || symbol?.role === 'result';
      if (!isOwn || this.collections.has(symbol) || depth > maximalDepth) return;
      this.collections.add(symbol);
      for (const given of this.values.valuesOf(symbol).values) this.addCollection(given.node, depth + 1);
      for (const { target, given } of this.assigned()) {
        const list = target.kind === 'index_expression' ? target.child('operand') : undefined;
        if (list?.kind === 'identifier' && this.values.pkg.symbolOf(list) === symbol)
          this.add(given, depth + 1, false);
      }
    } else if (expression.kind === 'composite_literal') {
      for (const element of expression.child('body')?.children ?? []) {
        const holder = element.kind === 'keyed_element' ? element.child('value') : element;
        const inner = holder?.children[0] ?? holder;
        if (inner !== undefined) this.add(inner, depth + 1, false);
      }
    } else if (isCall(expression)) {
      const callee = calleeOf(expression, this.values.pkg);
      if (callee.kind !== 'builtin') {
        this.calls.push(expression);
      } else if (callee.name === 'append') {
        const [list, ...elements] = argumentsOf(expression);
        if (list !== undefined) this.addCollection(list, depth + 1);
        for (const element of elements) this.add(element, depth + 1, false);
      }
    }
  }

  private *assigned(): Generator<{ target: Node; given: Node }> {
    for (const assignment of this.parts.assignments) {
      const targets = assignment.child('left')?.children ?? [];
      const given = assignment.child('right')?.children ?? [];
      for (const [index, target] of targets.entries()) {
        const value = given[index] ?? given[0];
        if (value !== undefined && (given.length === targets.length || index === 0))
          yield { target, given: value };
      }
    }
  }
}
