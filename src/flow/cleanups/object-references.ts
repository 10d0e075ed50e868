import { argumentsOf, calleeOf, isBasicType, isCall, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import { definitionsOf as definitionsOfName, nameOf } from '../../semantic/type.ts';
import type { Node } from '../../syntax/tree.ts';
import { definitionsOf } from '../definitions.ts';

/** How a value leads to an object, and the mention that shows it. */
export interface Reference {
  /**
   * - `itself`: the value is a pointer to the object
   * - `within`: it is a pointer to a field of the object
   * - `held`: it is a struct, slice or map with such a pointer in it
   * - `captured`: it is a function literal that mentions the object
   * - `method`: it is a method bound to the object
   */
  readonly how: 'itself' | 'within' | 'held' | 'captured' | 'method';
  readonly at: Node;
}

/** A value that leads to the object only over more steps than this is not followed. */
const maximalSteps = 8;

/**
 * What leads to the object that a finalizer or cleanup is set on, at the call that sets it. A variable counts where it
 * holds the same at the end of the program: a closure sees what is assigned later.
 */
export class ObjectReferences {
  private readonly pkg: Package;
  private readonly call: Node;
  private readonly target: GoSymbol;
  /** Whether the object is the variable itself: `&v`. */
  private readonly isVariable: boolean;

  private constructor(pkg: Package, call: Node, target: GoSymbol, isVariable: boolean) {
    this.pkg = pkg;
    this.call = call;
    this.target = target;
    this.isVariable = isVariable;
  }

  /** Undefined for an object that is neither `x` nor `&x` of a variable of the function. */
  static to(object: Node, call: Node, pkg: Package): ObjectReferences | undefined {
    const expression = unparen(object);
    const isVariable = isAddress(expression);
    const name = isVariable ? expression.child('operand') : expression;
    const symbol = name === undefined ? undefined : pkg.symbolOf(unparen(name));
    if (symbol?.kind !== 'variable' || symbol.role === 'package-level') return undefined;
    const references = new ObjectReferences(pkg, call, symbol, isVariable);
    return references.isStable(symbol) ? references : undefined;
  }

  in(written: Node, steps = 0): Reference | undefined {
    const expression = unparen(written);
    if (steps > maximalSteps) return undefined;
    switch (expression.kind) {
      case 'identifier':
        return this.ofVariable(expression, steps);
      case 'unary_expression':
        return isAddress(expression) ? this.ofAddress(expression, steps) : undefined;
      case 'call_expression':
      case 'type_conversion_expression':
        return this.ofConversion(expression, steps);
      case 'composite_literal':
        return this.ofLiteral(expression, steps);
      case 'func_literal':
        return this.captured(expression, steps);
      case 'selector_expression':
        return this.ofMethodValue(expression);
      default:
        return undefined;
    }
  }

  private ofVariable(mention: Node, steps: number): Reference | undefined {
    const symbol = this.pkg.symbolOf(mention);
    if (symbol === this.target) return this.isVariable ? undefined : { how: 'itself', at: mention };
    if (symbol?.kind !== 'variable' || symbol.role !== 'local' || !this.isStable(symbol)) return undefined;
    const [only, ...more] = definitionsOf(symbol, this.pkg);
    if (only?.value === undefined || more.length > 0 || only.updates) return undefined;
    const reference = this.in(only.value, steps + 1);
    if (reference?.how === 'held' && this.isChanged(symbol)) return undefined;
    const isPointer = reference?.how === 'itself' || reference?.how === 'within';
    return isPointer ? { how: reference.how, at: mention } : reference;
  }

  private ofAddress(address: Node, steps: number): Reference | undefined {
    const operand = unparen(address.child('operand') ?? address);
    if (operand.kind === 'composite_literal') return this.ofLiteral(operand, steps);
    if (this.isVariable && this.isTarget(operand)) return { how: 'itself', at: address };
    const holder = operand.kind === 'selector_expression' ? operand.child('operand') : undefined;
    return holder !== undefined && this.isTarget(unparen(holder))
      ? { how: 'within', at: address }
      : undefined;
  }

  /** A conversion to a pointer or an interface; a number keeps nothing alive. */
  private ofConversion(call: Node, steps: number): Reference | undefined {
    const callee = isCall(call) ? calleeOf(call, this.pkg) : undefined;
    if (callee?.kind !== 'conversion') return undefined;
    const type = unparen(callee.type);
    if (type.kind === 'identifier' && isBasicType(type.text) && type.text !== 'any') return undefined;
    const [operand] = argumentsOf(call);
    return operand === undefined ? undefined : this.in(operand, steps + 1);
  }

  private ofLiteral(literal: Node, steps: number): Reference | undefined {
    for (const element of literal.child('body')?.children ?? []) {
      const value = element.kind === 'keyed_element' ? element.children[1] : element;
      const inner = value?.kind === 'literal_element' ? value.children[0] : value;
      const found = inner === undefined ? undefined : this.in(inner, steps + 1);
      if (found !== undefined) return { how: 'held', at: found.at };
    }
    return undefined;
  }

  private captured(literal: Node, steps: number): Reference | undefined {
    for (const mention of literal.child('body')?.all('identifier') ?? []) {
      const symbol = this.pkg.symbolOf(mention);
      if (symbol?.kind !== 'variable' || literal.contains(symbol.declaration)) continue;
      const leads = symbol === this.target || this.ofVariable(mention, steps + 1) !== undefined;
      if (leads && !isOnlyMeasured(mention)) return { how: 'captured', at: mention };
    }
    return undefined;
  }

  /** `x.close` of a method with a pointer receiver holds x. */
  private ofMethodValue(selector: Node): Reference | undefined {
    const operand = unparen(selector.child('operand') ?? selector);
    const name = selector.child('field')?.text ?? '';
    if (!this.isTarget(operand)) return undefined;
    const type = this.pkg.types.ofExpression(operand);
    const declared = nameOf(type.kind === 'pointer' ? type.element : type);
    const methods = (declared === undefined ? [] : definitionsOfName(declared)).flatMap((symbol) =>
      this.pkg.methodsNamed(symbol, name),
    );
    const isBound = methods.length > 0 && methods.every((method) => method.hasPointerReceiver);
    return isBound ? { how: 'method', at: selector } : undefined;
  }

  /** Whether a field or an element of what a variable holds is set. */
  private isChanged(symbol: GoSymbol): boolean {
    return this.pkg.bindings.usesOf(symbol).some((mention) => {
      const statement = mention.ancestor('assignment_statement');
      const targets = statement?.child('left')?.children ?? [];
      return targets.some((target) => target.kind !== 'identifier' && target.contains(mention));
    });
  }

  private isTarget(node: Node): boolean {
    return node.kind === 'identifier' && this.pkg.symbolOf(node) === this.target;
  }

  /** Whether a variable holds for good what it holds at the call. */
  private isStable(symbol: GoSymbol): boolean {
    if (symbol === this.target && this.isVariable) return true;
    const loop = this.call.ancestor('for_statement');
    const isOfRound = loop === undefined || loop.contains(symbol.declaration) || !this.isInFunction(loop);
    const definitions = definitionsOf(symbol, this.pkg);
    return (
      (isOfRound || definitions.length === 0) &&
      definitions.every(
        ({ target, value, result }) =>
          target.start < this.call.start && (value !== undefined || result !== undefined),
      )
    );
  }

  /** A loop around the literal in which the call stands is none of the call's own function. */
  private isInFunction(loop: Node): boolean {
    const literal = this.call.ancestor('func_literal');
    return literal === undefined || literal.contains(loop);
  }
}

function isAddress(node: Node): boolean {
  return node.kind === 'unary_expression' && node.text.startsWith('&');
}

/** `unsafe.Sizeof(x)` does not evaluate x. */
function isOnlyMeasured(mention: Node): boolean {
  const call = mention.ancestor('call_expression');
  return call !== undefined && /^unsafe\.(Sizeof|Alignof|Offsetof)$/.test(call.child('function')?.text ?? '');
}
