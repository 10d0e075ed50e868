import type { Node } from '../../syntax/tree.ts';
import { argumentsOf, calleeOf, isCall, unparen } from '../callee.ts';
import { parametersOf, resultsOf, returnedBy } from './function-parts.ts';
import type { FunctionParts } from './function-parts.ts';
import type { Accessor, Handle } from './model.ts';
import type { PackageType, Shape } from './package-types.ts';
import { receiverOf } from './values.ts';
import type { Values } from './values.ts';

/** A view is looked for through helper functions and locals up to this depth. */
const maximalDepth = 5;

/** The methods of wrapper types whose results lead into C memory. */
export class Accessors {
  private readonly values: Values;
  private readonly parts: (node: Node) => FunctionParts | undefined;
  private readonly viewed = new Map<Node, Node | undefined>();

  constructor(values: Values, parts: (node: Node) => FunctionParts | undefined) {
    this.values = values;
    this.parts = parts;
  }

  of(type: PackageType, handles: readonly Handle[]): Accessor[] {
    return [...type.methods.values()].flat().flatMap(({ name, node }) => {
      const accessor = this.accessor(name, node, handles);
      return accessor === undefined ? [] : [accessor];
    });
  }

  private accessor(name: string, method: Node, handles: readonly Handle[]): Accessor | undefined {
    const receiver = receiverOf(method, this.values.pkg);
    const results = resultsOf(method);
    if (receiver === undefined || results.length === 0) return undefined;
    for (const result of this.resultsGiven(method)) {
      const index = result.index;
      const type = results[index]?.type;
      const shape = type === undefined ? undefined : this.values.types.shapeOfType(type);
      if (shape === undefined) continue;
      const kind = this.kindOf(result.node, shape, (node) => {
        const place = this.values.placeOf(node);
        return place?.root === receiver && handles.some((handle) => handle.path === place.path);
      });
      if (kind !== undefined) return { name, node: method, result: result.node, ...kind };
    }
    return undefined;
  }

  /** The returned expressions; those given to a named result beside them. */
  private resultsGiven(method: Node): { node: Node; index: number }[] {
    const parts = this.parts(method);
    const returned = (parts?.returns ?? []).flatMap((statement) =>
      returnedBy(statement).map((node, index) => ({ node, index })),
    );
    const named = resultsOf(method).flatMap(({ name }, index) => {
      const symbol = name === undefined ? undefined : this.values.pkg.symbolOf(name);
      const given = symbol === undefined ? [] : this.values.valuesOf(symbol).values;
      return given.filter((value) => value.count === 1).map((value) => ({ node: value.node, index }));
    });
    return [...returned, ...named];
  }

  private kindOf(
    node: Node,
    shape: Shape,
    isHandle: (node: Node) => boolean,
  ): Pick<Accessor, 'kind' | 'borrows'> | undefined {
    const leadsIntoC = isPointerOfC(shape, this.values);
    if (leadsIntoC || shape.kind === 'integer' || shape.kind === 'c') {
      if (isHandle(node)) return { kind: 'handle', borrows: 'yes' };
    }
    const source = this.viewSource(node, 0);
    const seen = source === undefined ? undefined : this.comesFrom(source, isHandle, 0);
    if (seen !== undefined) return { kind: 'view', borrows: seen === 'calls' ? 'unknown' : 'yes' };
    if (!leadsIntoC) return undefined;
    const reached = this.comesFrom(node, isHandle, 0);
    if (reached === undefined) return undefined;
    return { kind: 'inner', borrows: reached === 'field' ? 'yes' : 'unknown' };
  }

  /** The pointer that a slice or string over memory is made from; undefined where the expression makes none. */
  private viewSource(node: Node, depth: number): Node | undefined {
    const expression = this.values.unconverted(node);
    if (depth > maximalDepth) return undefined;
    if (expression.kind === 'identifier') {
      const given = this.onlyValue(expression);
      return given === undefined ? undefined : this.viewSource(given, depth + 1);
    }
    if (expression.kind === 'slice_expression') {
      const operand = expression.child('operand');
      return operand === undefined
        ? undefined
        : (this.arrayCast(operand) ?? this.viewSource(operand, depth + 1));
    }
    if (!isCall(expression)) return undefined;
    const callee = calleeOf(expression, this.values.pkg);
    if (callee.kind === 'package' && callee.path === 'unsafe' && /^(Slice|String)$/.test(callee.name))
      return argumentsOf(expression)[0];
    for (const declaration of this.values.calledDeclarations(expression)) {
      if (declaration.kind !== 'function_declaration') continue;
      const parameter = this.viewedParameter(declaration, depth + 1);
      const index = parameter === undefined ? -1 : parametersOf(declaration).indexOf(parameter);
      if (index >= 0) return argumentsOf(expression)[index];
    }
    return undefined;
  }

  /** `(*[1 << 30]byte)(unsafe.Pointer(p))`, sliced. */
  private arrayCast(operand: Node): Node | undefined {
    const call = unparen(operand);
    if (!isCall(call)) return undefined;
    const callee = calleeOf(call, this.values.pkg);
    return callee.kind === 'conversion' && /^\(?\*\s*\[/.test(callee.type.text)
      ? argumentsOf(call)[0]
      : undefined;
  }

  /** The parameter over whose memory a function returns a view: `func refBytes(p *C.char, n C.int) []byte`. */
  private viewedParameter(declaration: Node, depth: number): Node | undefined {
    if (this.viewed.has(declaration)) return this.viewed.get(declaration);
    this.viewed.set(declaration, undefined);
    const names = parametersOf(declaration).flatMap((name) => (name === undefined ? [] : [name]));
    for (const { node } of this.resultsGiven(declaration)) {
      const source = this.viewSource(node, depth);
      const place = source === undefined ? undefined : this.values.placeOf(source);
      const parameter = names.find((name) => place?.root.declaration === name && place.path === '');
      if (parameter === undefined) continue;
      this.viewed.set(declaration, parameter);
      return parameter;
    }
    return undefined;
  }

  /**
   * Whether a pointer is the handle, a field of the C struct behind it, or what a C function gave for it; `calls`
   * is what one gave for something that another one gave, and that may be an object of its own.
   */
  private comesFrom(
    node: Node,
    isHandle: (node: Node) => boolean,
    depth: number,
  ): 'handle' | 'field' | 'call' | 'calls' | undefined {
    const expression = this.values.unconverted(node);
    if (depth > maximalDepth) return undefined;
    if (isHandle(expression)) return 'handle';
    switch (expression.kind) {
      case 'identifier': {
        const given = this.onlyValue(expression);
        return given === undefined ? undefined : this.comesFrom(given, isHandle, depth + 1);
      }
      case 'selector_expression':
      case 'index_expression':
      case 'unary_expression': {
        const operand = expression.child('operand');
        const reached = operand === undefined ? undefined : this.comesFrom(operand, isHandle, depth + 1);
        return reached === 'handle' ? 'field' : reached;
      }
      case 'call_expression': {
        if (calleeOf(expression, this.values.pkg).kind !== 'c') return undefined;
        const [first] = argumentsOf(expression);
        const reached = first === undefined ? undefined : this.comesFrom(first, isHandle, depth + 1);
        if (reached === undefined) return undefined;
        return reached === 'call' || reached === 'calls' ? 'calls' : 'call';
      }
      default:
        return undefined;
    }
  }

  private onlyValue(identifier: Node): Node | undefined {
    const symbol = this.values.pkg.symbolOf(identifier);
    if (symbol?.kind !== 'variable' || (symbol.role !== 'local' && symbol.role !== 'result'))
      return undefined;
    const [only, ...more] = this.values.valuesOf(symbol).values;
    return more.length === 0 && only?.index === 0 ? only.node : undefined;
  }
}

/** A pointer of C, or `unsafe.Pointer`. */
function isPointerOfC(shape: Shape, values: Values): boolean {
  if (shape.kind === 'unsafe-pointer') return true;
  if (shape.kind === 'pointer') return shape.to.kind === 'c' || isPointerOfC(shape.to, values);
  return shape.kind === 'package' && values.types.definitionOf(shape.type).kind === 'pointer';
}
