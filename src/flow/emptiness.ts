import { argumentsOf, calleeOf, isCall, unparen } from '../semantic/callee.ts';
import type { GoFunction, Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Type } from '../semantic/type.ts';
import type { Node } from '../syntax/tree.ts';
import { measuredPlace } from './conditions.ts';
import { definitionsOf } from './definitions.ts';
import { isFilledAt } from './filled.ts';
import { gatheringsOf } from './gathered.ts';
import type { Gathering } from './gathered.ts';
import type { ParameterLengths } from './parameter-lengths.ts';
import { everyPathBack } from './paths.ts';
import { rowsBehind } from './rows.ts';
import { short } from './code-text.ts';
import { unseenCallersOf } from './unseen-callers.ts';
import { unconverted, useOf } from './value-use.ts';

/** Why a slice or string may have no element. */
export interface EmptinessDoubt {
  /** As a clause: "the caller may pass an empty `data`". */
  readonly reason: string;
  /** Whether it can only be asked: what the code would have to pass for that is not known to be passed. */
  readonly isAsked: boolean;
}

/**
 * Why a slice or string may have no element. Undefined where that is not known: where it comes from a function or
 * field that nobody here can read, it is left alone.
 */
export function mayBeEmpty(expression: Node, lengths: ParameterLengths): EmptinessDoubt | undefined {
  const emptiness = new Emptiness(lengths);
  const reason = emptiness.of(expression);
  return reason === undefined ? undefined : { reason, isAsked: emptiness.isAsked };
}

/** Of more calls of a function than this the others are left alone. */
const maximalCalls = 100;

class Emptiness {
  private readonly pkg: Package;
  private readonly lengths: ParameterLengths;
  /** Variables that are being looked at: one that is made from itself tells nothing new. */
  private readonly visited = new Set<GoSymbol>();
  /** Set when one of the reasons rests on what is not known: then the whole is asked only. */
  isAsked = false;
  /** Set where callers of the function have been looked at. */
  private isPassedOn = false;

  constructor(lengths: ParameterLengths) {
    this.pkg = lengths.package;
    this.lengths = lengths;
  }

  of(node: Node): string | undefined {
    const expression = unparen(node);
    switch (expression.kind) {
      case 'identifier': {
        const symbol = this.pkg.symbolOf(expression);
        return symbol === undefined || this.visited.has(symbol)
          ? undefined
          : this.ofVariable(symbol, expression);
      }
      case 'call_expression':
      case 'type_conversion_expression':
        return this.ofCall(expression);
      case 'slice_expression':
        return this.ofSlicing(expression);
      case 'selector_expression':
        return this.ofField(expression);
      default:
        return undefined;
    }
  }

  /** `options.Keys`, of a struct that anyone may make with any fields and pass; what is given to it here is not known. */
  private ofField(selector: Node): string | undefined {
    const [operand, field] = [selector.child('operand'), selector.child('field')];
    const symbol = operand?.kind === 'identifier' ? this.pkg.symbolOf(operand) : undefined;
    if (symbol?.kind !== 'variable' || symbol.role !== 'parameter' || !/^\p{Lu}/u.test(field?.text ?? ''))
      return undefined;
    if (unseenCallersOf(symbol, this.pkg) !== 'anyone' || definitionsOf(symbol, this.pkg).length > 0)
      return undefined;
    if (!this.hasLength(this.pkg.types.ofExpression(selector)) || this.isGivenInFunction(selector, symbol))
      return undefined;
    this.isAsked = true;
    return `a caller may pass \`${symbol.name}\` with an empty \`${field?.text ?? ''}\``;
  }

  /** Whether the function gives a field a value itself, or lets others do so. */
  private isGivenInFunction(selector: Node, symbol: GoSymbol): boolean {
    return this.pkg.bindings.usesOf(symbol).some((use) => {
      const parent = use.parent;
      if (parent?.kind !== 'selector_expression')
        return use !== symbol.declaration && parent?.kind !== 'binary_expression';
      const isSame = parent.text === selector.text;
      return isSame && (parent.parent?.text.startsWith('&') === true || parent.parent?.field === 'left');
    });
  }

  private ofVariable(symbol: GoSymbol, use: Node): string | undefined {
    this.visited.add(symbol);
    if (symbol.kind !== 'variable') return undefined;
    if (symbol.role === 'range') return this.rowReason(symbol);
    const gatherings = gatheringsOf(symbol, use, this.pkg);
    if (gatherings !== undefined) return this.ofGatherings(gatherings, use);
    let reason: string | undefined;
    if (symbol.role !== 'local') {
      reason = symbol.role === 'parameter' ? this.parameterReason(symbol) : undefined;
      if (reason === undefined || this.isReplaced(symbol, use)) return undefined;
    }
    for (const { value } of definitionsOf(symbol, this.pkg)) {
      if (value === undefined) return undefined;
      const found = this.of(value);
      // A value that surely has elements is known to the flow; here it is only no reason to doubt the others.
      if (found === undefined && !isFilledLiteral(value)) return undefined;
      reason ??= found;
    }
    return reason;
  }

  /** What loops gather is empty where each of them has no round, or appends in none. */
  private ofGatherings(gatherings: readonly Gathering[], use: Node): string | undefined {
    let reason: string | undefined;
    for (const { over, condition } of gatherings) {
      const found =
        (this.isKnownFilled(over, use) ? undefined : this.of(over)) ??
        (gatherings.length === 1 && condition !== undefined ? this.unfulfilled(condition) : undefined);
      if (found === undefined) return undefined;
      reason ??= found;
    }
    return reason;
  }

  private isKnownFilled(over: Node, use: Node): boolean {
    const fn = this.lengths.functionAt(use);
    return fn === undefined || [over, use].some((at) => isFilledAt(at, over, fn, this.lengths) !== undefined);
  }

  private unfulfilled(condition: Node): string {
    this.isAsked = true;
    return `nothing is appended where \`${short(condition)}\` (line ${String(condition.line)}) holds for no element`;
  }

  private rowReason(row: GoSymbol): string | undefined {
    const rows = rowsBehind(row, this.pkg);
    if (rows === undefined || unseenCallersOf(rows, this.pkg) === undefined) return undefined;
    this.isAsked = true;
    return `an element of \`${rows.name}\`, which a caller passes, may be empty`;
  }

  /** Whether a parameter has got another value on every path to a use: what the caller passed is only a part of it. */
  private isReplaced(symbol: GoSymbol, use: Node): boolean {
    const fn = this.lengths.functionAt(use);
    const flow = fn === undefined ? undefined : this.lengths.flowOf(fn);
    const at = flow?.nodeAt(use);
    const definitions = definitionsOf(symbol, this.pkg);
    if (flow === undefined || at === undefined || definitions.length === 0) return false;
    const replacing = new Set(definitions.map(({ target }) => flow.nodeAt(target)));
    return everyPathBack(at, flow, (node) => (replacing.has(node) ? 'passed' : 'on'));
  }

  /** Anyone may call an exported function with an empty slice; of the others this package's calls tell. */
  private parameterReason(symbol: GoSymbol): string | undefined {
    const callers = unseenCallersOf(symbol, this.pkg);
    if (callers === undefined) return this.reasonOfCalls(symbol, 'length');
    if (!this.hasLength(this.pkg.types.ofSymbol(symbol))) return undefined;
    if (callers === 'io') return this.reasonOfIo(symbol);
    return symbol.variadic === true
      ? `a caller may give no \`${symbol.name}\` at all`
      : `a caller may pass an empty \`${symbol.name}\``;
  }

  private hasLength(type: Type): boolean {
    return (
      type.kind === 'slice' ||
      (type.kind === 'composite' && type.form === 'map_type') ||
      (type.kind === 'basic' && type.name === 'string')
    );
  }

  /** Nothing shows that such a call is made: it is asked, where the method itself takes the address. */
  private reasonOfIo(symbol: GoSymbol): string | undefined {
    if (this.isPassedOn) return undefined;
    this.isAsked = true;
    return `package io lets callers pass an empty \`${symbol.name}\``;
  }

  /** Why one of the calls that a package makes of its own function may pass an empty slice, or 0. */
  private reasonOfCalls(parameter: GoSymbol, subject: 'length' | 'count'): string | undefined {
    this.isPassedOn = true;
    for (const { call, function: caller, passed } of (this.lengths.callsWith(parameter) ?? []).slice(
      0,
      maximalCalls,
    )) {
      if (passed === 'elements') continue;
      const name = enclosingName(caller.node);
      const where = `${name} (line ${String(call.line)})`;
      if (passed === 'nothing') return `${where} gives no \`${parameter.name}\` at all`;
      const reason =
        subject === 'length' ? this.ofArgument(passed, call, caller) : this.ofCount(passed, caller);
      if (reason === 'empty') return `${where} passes an empty one`;
      if (reason !== undefined) return `${where} passes \`${short(passed)}\`, and ${reason}`;
    }
    return undefined;
  }

  private ofArgument(passed: Node, call: Node, caller: GoFunction): string | undefined {
    const filled = isFilledAt(call, passed, caller, this.lengths);
    if (filled !== undefined) return filled ? undefined : 'empty';
    return this.of(passed);
  }

  private ofCount(passed: Node, caller: GoFunction): string | undefined {
    const flow = this.lengths.flowOf(caller);
    const node = flow.nodeAt(passed);
    if (node === undefined || !flow.facts.isReachable(node)) return undefined;
    if (flow.facts.isPositive(passed, this.lengths.knownAt(flow, node))) return undefined;
    return this.sizeReason(passed);
  }

  /** `b[:]` is as empty as `b`, and `b[:n]` is where `n` is 0. */
  private ofSlicing(slicing: Node): string | undefined {
    const [operand, start, end] = ['operand', 'start', 'end'].map((field) => slicing.child(field));
    if (start !== undefined && start.text !== '0') return undefined;
    if (end !== undefined) return this.sizeReason(end);
    return operand === undefined ? undefined : this.of(operand);
  }

  private ofCall(call: Node): string | undefined {
    const callee = calleeOf(call, this.pkg);
    const parameters = argumentsOf(call);
    const [first, second] = parameters;
    if (callee.kind === 'conversion' && parameters.length === 1 && first !== undefined) return this.of(first);
    if (callee.kind === 'builtin' && callee.name === 'make' && second !== undefined)
      return this.sizeReason(second);
    // utf16.Encode gives as many elements as it gets, at least: none for none.
    const keepsLength =
      callee.kind === 'package' && callee.path === 'unicode/utf16' && callee.name === 'Encode';
    return keepsLength && first !== undefined ? this.of(first) : undefined;
  }

  /** Why a length may be 0. */
  private sizeReason(size: Node): string | undefined {
    const expression = unconverted(size, this.pkg);
    const measured = measuredPlace(expression, this.pkg);
    if (measured !== undefined) return this.of(measured);
    if (isCall(expression)) return this.resultOfC(expression);
    if (expression.kind === 'binary_expression') {
      if (expression.child('operator')?.kind !== '*') return undefined;
      const [left, right] = [expression.child('left'), expression.child('right')];
      return (left && this.factorReason(left)) ?? (right && this.factorReason(right));
    }
    const symbol = expression.kind === 'identifier' ? this.pkg.symbolOf(expression) : undefined;
    if (symbol?.kind !== 'variable') return undefined;
    if (symbol.role === 'parameter') {
      if (definitionsOf(symbol, this.pkg).length > 0 || this.visited.has(symbol)) return undefined;
      if (unseenCallersOf(symbol, this.pkg) === 'anyone') return `a caller may pass 0 for \`${symbol.name}\``;
      this.visited.add(symbol);
      return this.reasonOfCalls(symbol, 'count');
    }
    return symbol.role === 'local' ? this.reportedByC(symbol, expression) : undefined;
  }

  /** What is known to be above zero where it is multiplied makes no product zero. */
  private factorReason(factor: Node): string | undefined {
    const fn = this.lengths.functionAt(factor);
    const flow = fn === undefined ? undefined : this.lengths.flowOf(fn);
    const at = flow?.nodeAt(factor);
    const isPositive =
      flow !== undefined && at !== undefined && flow.facts.isPositive(factor, this.lengths.knownAt(flow, at));
    return isPositive ? undefined : this.sizeReason(factor);
  }

  private resultOfC(call: Node): string | undefined {
    const callee = calleeOf(call, this.pkg);
    return callee.kind === 'c' ? `\`C.${callee.name}\` may report 0` : undefined;
  }

  /** A count whose value here is C's: returned by a C function, or filled in through its address on every path. */
  private reportedByC(symbol: GoSymbol, use: Node): string | undefined {
    const definitions = definitionsOf(symbol, this.pkg);
    const [only] = definitions;
    if (definitions.length === 1 && only?.value !== undefined) {
      const value = unconverted(only.value, this.pkg);
      return isCall(value) ? this.resultOfC(value) : undefined;
    }
    const fn = this.lengths.functionAt(use);
    const flow = fn === undefined ? undefined : this.lengths.flowOf(fn);
    const at = flow?.nodeAt(use);
    if (flow === undefined || at === undefined) return undefined;
    let filledBy: string | undefined;
    const filled = everyPathBack(at, flow, (node) => {
      const here = definitions.filter(({ target }) => flow.nodeAt(target) === node);
      if (here.length === 0) return 'on';
      const names = here.map(({ target }) => this.filledThroughAddress(target));
      filledBy = names.find((name) => name !== undefined);
      return names.every((name) => name !== undefined) ? 'passed' : 'failed';
    });
    return filled && filledBy !== undefined
      ? `\`C.${filledBy}\` may report 0 in \`${symbol.name}\``
      : undefined;
  }

  /** The C function that is given the address of the mention's variable. */
  private filledThroughAddress(mention: Node): string | undefined {
    const address = useOf(mention, this.pkg);
    const call = address.kind === 'address' ? useOf(address.node, this.pkg) : address;
    return call.kind === 'c-argument' ? call.name : undefined;
  }
}

/** The declared function around a node, as `Name`. */
function enclosingName(fn: Node): string {
  const declaration =
    fn.kind === 'func_literal' ? fn.ancestor('function_declaration', 'method_declaration') : fn;
  return declaration === undefined ? 'a function literal' : `\`${declaration.child('name')?.text ?? ''}\``;
}

function isFilledLiteral(value: Node): boolean {
  const expression = unparen(value);
  return (
    expression.is('composite_literal', 'interpreted_string_literal') || expression.text.startsWith('append(')
  );
}
