import { copiesOutOfC } from '../../knowledge/c-names.ts';
import type { Node } from '../../syntax/tree.ts';
import { argumentsOf, calleeOf, isCall, packageMember, unparen } from '../callee.ts';
import type { GoSymbol } from '../symbol.ts';
import { parametersOf, returnedBy } from './function-parts.ts';
import type { FunctionParts } from './function-parts.ts';
import type { Origin } from './model.ts';
import { receiverOf } from './values.ts';
import type { Values } from './values.ts';

/** Aliases and helper functions beyond this are not followed. */
const maximalDepth = 6;

/** Where values come from: through locals, conversions, fields of C structs and helper functions. */
export class Origins {
  private readonly values: Values;
  private readonly parts: (node: Node) => FunctionParts | undefined;
  private readonly ofFunction = new Map<Node, Map<number, readonly Origin[]>>();

  constructor(values: Values, parts: (node: Node) => FunctionParts | undefined) {
    this.values = values;
    this.parts = parts;
  }

  /** @param index which result, where the expression is a call that gives several */
  of(node: Node, index = 0, depth = 0): readonly Origin[] {
    if (depth > maximalDepth) return [{ kind: 'unknown' }];
    const written = unparen(node);
    // The grammar takes the star of `*(*T)(p)` into the type of the conversion.
    if (written.kind === 'type_conversion_expression' && written.text.startsWith('*'))
      return this.ofDereferenced(written, depth);
    const expression = this.values.unconverted(node);
    switch (expression.kind) {
      case 'nil':
        return [{ kind: 'nil' }];
      case 'identifier': {
        const symbol = this.values.pkg.symbolOf(expression);
        return symbol?.kind === 'variable' ? this.ofVariable(symbol, depth) : [{ kind: 'unknown' }];
      }
      case 'selector_expression':
        return this.ofSelector(expression, depth);
      case 'index_expression':
      case 'slice_expression': {
        const operand = expression.child('operand');
        return operand === undefined ? [{ kind: 'unknown' }] : this.of(operand, 0, depth + 1);
      }
      case 'composite_literal':
      case 'func_literal':
        return [{ kind: 'go' }];
      case 'unary_expression':
        return this.ofUnary(expression, depth);
      case 'call_expression':
        return this.ofCall(expression, index, depth);
      default:
        return [{ kind: expression.kind.endsWith('_literal') ? 'go' : 'unknown' }];
    }
  }

  /** Whether an expression is declared as a pointer to a type of C: a parameter `p *C.db_t`. */
  isPointerToC(node: Node, name: string): boolean {
    const shape = this.values.shapeOf(node);
    return shape.kind === 'pointer' && shape.to.kind === 'c' && shape.to.name === name;
  }

  private ofVariable(symbol: GoSymbol, depth: number): readonly Origin[] {
    if (symbol.role === 'parameter') return [{ kind: 'parameter', symbol }];
    if (symbol.role === 'receiver') return [{ kind: 'field', node: symbol.declaration }];
    if (symbol.role === 'range') {
      const over = symbol.declaration.parent?.parent?.child('right');
      return over === undefined ? [{ kind: 'unknown' }] : this.of(over, 0, depth + 1);
    }
    const { values, filledBy, elementsFilledBy, isOpaque } = this.values.valuesOf(symbol);
    const origins: Origin[] = [
      ...[...filledBy, ...elementsFilledBy].map(({ name, call }): Origin => ({ kind: 'c-out', name, call })),
      ...values.flatMap((value) => this.of(value.node, value.index, depth + 1)),
    ];
    if (isOpaque && origins.length === 0) return [{ kind: 'unknown' }];
    // A variable that is filled later is nil before that: the filling is what counts.
    const isFilled = filledBy.length + elementsFilledBy.length > 0;
    const telling = origins.filter(({ kind }) => kind !== 'nil' && !(isFilled && kind === 'go'));
    return telling.length > 0 ? telling : origins.length > 0 ? origins : [{ kind: 'nil' }];
  }

  private ofSelector(selector: Node, depth: number): readonly Origin[] {
    if (packageMember(selector, this.values.pkg) !== undefined) return [{ kind: 'unknown' }];
    const place = this.values.placeOf(selector);
    if (place !== undefined && place.root.role !== 'local') return [{ kind: 'field', node: selector }];
    const operand = selector.child('operand');
    if (operand === undefined) return [{ kind: 'unknown' }];
    // `result.ptr` of a struct that a C call gave comes from that call.
    const origins = this.of(operand, 0, depth + 1).filter((origin) => origin.kind.startsWith('c-'));
    return origins.length > 0 ? origins : [{ kind: 'field', node: selector }];
  }

  private ofUnary(expression: Node, depth: number): readonly Origin[] {
    const operand = expression.child('operand');
    if (operand === undefined) return [{ kind: 'unknown' }];
    if (expression.text.startsWith('*')) return this.ofDereferenced(operand, depth);
    if (!expression.text.startsWith('&')) return [{ kind: 'unknown' }];
    // &x.field points into what x points to.
    const inner = this.values.unconverted(operand);
    if (inner.kind === 'identifier' || inner.kind === 'composite_literal') return [{ kind: 'go' }];
    const origins = this.of(operand, 0, depth + 1).filter((origin) => origin.kind !== 'nil');
    // An element of a slice or array lies in Go's memory, as long as C did not give the slice.
    const holder = inner.kind === 'index_expression' ? inner.child('operand') : undefined;
    const isElement = holder !== undefined && this.values.shapeOf(holder).kind === 'container';
    if (isElement && !origins.some(({ kind }) => kind === 'c-call' || kind === 'c-out'))
      return [{ kind: 'go' }];
    return origins.length > 0 ? origins : [{ kind: 'unknown' }];
  }

  /** `*p`; of `*(*[]T)(unsafe.Pointer(&header))` what the slice header's Data is given. */
  private ofDereferenced(operand: Node, depth: number): readonly Origin[] {
    const pointer = this.values.unconverted(operand);
    const header =
      pointer.kind === 'unary_expression' && pointer !== unparen(operand)
        ? pointer.child('operand')
        : undefined;
    if (header === undefined || !pointer.text.startsWith('&')) return this.of(pointer, 0, depth + 1);
    const literals = this.literalsOf(header);
    const given = [
      ...literals.flatMap((literal) => elementOf(literal, 'Data') ?? []),
      ...this.writtenTo(header, 'Data'),
    ];
    const origins = given.flatMap((value) => this.of(value, 0, depth + 1));
    return origins.length > 0 ? origins : [{ kind: 'unknown' }];
  }

  /** The literals that a variable is given, or the one that an expression is. */
  private literalsOf(expression: Node): readonly Node[] {
    const symbol = expression.kind === 'identifier' ? this.values.pkg.symbolOf(expression) : undefined;
    const given =
      symbol === undefined ? [expression] : this.values.valuesOf(symbol).values.map(({ node }) => node);
    return given.filter((node) => node.kind === 'composite_literal');
  }

  /** What `variable.field` is assigned. */
  private writtenTo(variable: Node, field: string): readonly Node[] {
    const symbol = variable.kind === 'identifier' ? this.values.pkg.symbolOf(variable) : undefined;
    const uses = symbol === undefined ? [] : this.values.pkg.bindings.usesOf(symbol);
    return uses.flatMap((use) => {
      const selector = use.parent;
      if (selector?.kind !== 'selector_expression' || selector.child('field')?.text !== field) return [];
      const list = selector.parent;
      if (list?.kind !== 'expression_list' || list.field !== 'left') return [];
      return list.parent?.child('right')?.children[list.children.indexOf(selector)] ?? [];
    });
  }

  private ofCall(call: Node, index: number, depth: number): readonly Origin[] {
    if (!isCall(call)) return [{ kind: 'unknown' }];
    const callee = calleeOf(call, this.values.pkg);
    if (callee.kind === 'c')
      return [copiesOutOfC(callee.name) ? { kind: 'go' } : { kind: 'c-call', name: callee.name, call }];
    if (callee.kind === 'builtin') {
      const [first] = argumentsOf(call);
      return callee.name === 'append' && first !== undefined
        ? argumentsOf(call).flatMap((argument) => this.of(argument, 0, depth + 1))
        : [{ kind: 'go' }];
    }
    if (callee.kind === 'package' && callee.path === 'unsafe') {
      const [first] = argumentsOf(call);
      return first === undefined ? [{ kind: 'unknown' }] : this.of(first, 0, depth + 1);
    }
    const [declaration] = this.values.calledDeclarations(call);
    if (declaration === undefined) return [{ kind: 'unknown' }];
    const operand = callee.kind === 'method' ? callee.operand : undefined;
    return this.ofResult(declaration, index, depth).flatMap((origin) => {
      if (origin.kind === 'field' && operand !== undefined) return [{ kind: 'field' as const, node: call }];
      if (origin.kind !== 'parameter') return [origin];
      const argument = argumentsOf(call)[parametersOf(declaration).indexOf(origin.symbol.declaration)];
      return argument === undefined ? [{ kind: 'unknown' as const }] : this.of(argument, 0, depth + 1);
    });
  }

  /** Where a result of a function of the package comes from, in terms of its own parameters. */
  private ofResult(declaration: Node, index: number, depth: number): readonly Origin[] {
    let results = this.ofFunction.get(declaration);
    if (results === undefined)
      this.ofFunction.set(declaration, (results = new Map<number, readonly Origin[]>()));
    const known = results.get(index);
    if (known !== undefined) return known;
    results.set(index, [{ kind: 'unknown' }]);
    const receiver = receiverOf(declaration, this.values.pkg);
    const origins = (this.parts(declaration)?.returns ?? [])
      .flatMap((statement): readonly Origin[] => {
        const returned = returnedBy(statement);
        const own = returned[index];
        if (returned.length === 1 && index > 0 && returned[0] !== undefined)
          return this.of(returned[0], index, depth + 1);
        return own === undefined ? [{ kind: 'unknown' }] : this.of(own, 0, depth + 1);
      })
      .filter((origin) => origin.kind !== 'nil')
      .map((origin) =>
        origin.kind === 'field' && receiver === undefined ? ({ kind: 'unknown' } as const) : origin,
      );
    const found: readonly Origin[] = origins.length > 0 ? origins.slice(0, 8) : [{ kind: 'unknown' }];
    results.set(index, found);
    return found;
  }
}

/** What a struct literal gives to a field by its name. */
function elementOf(literal: Node, field: string): Node | undefined {
  const element = literal
    .child('body')
    ?.children.find((one) => one.kind === 'keyed_element' && one.child('key')?.text === field);
  const holder = element?.child('value');
  return holder?.children[0] ?? holder;
}
