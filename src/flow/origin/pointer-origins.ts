import { unparen } from '../../semantic/callee.ts';
import type { Analysis } from '../../semantic/analysis.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import { cFunctionFacts } from '../ownership/c-summaries.ts';
import type { KnownFunctions } from '../ownership/c-summaries.ts';
import { addressOrigins } from './address-origins.ts';
import { resultOrigins } from './call-origins.ts';
import { conversionOrigins, isDereference } from './conversion-origins.ts';
import { namedConstant, sumOrigins } from './integer-origins.ts';
import { agreedOrigin, familyOf, unknownAt } from './origin.ts';
import type { Origin, OriginQuery } from './origin.ts';
import { pointeeOrigins } from './pointee-origins.ts';
import { variableOrigins } from './variable-origins.ts';

/** The expressions that one question may look at: code that people write needs a few. */
const maximalSteps = 400;

/** A pointer that may come from more places than this is not known. */
const maximalOrigins = 16;

/**
 * Where the values of pointers, slices and strings come from: one classification for all rules. An expression is
 * looked at when it is first asked for, and what was found is kept. Locals lead to their definitions, calls of the
 * package's functions to what these return; parameters, fields and elements stay unknown.
 */
export class PointerOrigins implements OriginQuery {
  readonly package: Package;
  readonly functions: KnownFunctions;
  private readonly known = new Map<Node, readonly Origin[]>();
  private readonly variables = new Map<GoSymbol, readonly Origin[]>();
  private readonly visiting = new Set<GoSymbol | Node>();
  private stepsLeft = maximalSteps;
  private depth = 0;
  /** How often a question came back to what it started from: what was found on the way is then not all. */
  private cuts = 0;

  constructor(pkg: Package, functions: KnownFunctions) {
    this.package = pkg;
    this.functions = functions;
  }

  /** The one origin of an expression; unknown where its definitions do not agree. */
  of(expression: Node): Origin {
    return agreedOrigin(this.allOf(expression), expression);
  }

  allOf(written: Node): readonly Origin[] {
    const expression = unparen(written);
    const known = this.known.get(expression);
    if (known !== undefined) return known;
    if (this.depth === 0) this.stepsLeft = maximalSteps;
    if (this.stepsLeft <= 0) {
      this.cuts++;
      return unknownAt(expression);
    }
    this.stepsLeft--;
    const before = this.cuts;
    this.depth++;
    const found = merged(this.find(expression), expression);
    this.depth--;
    if (this.cuts === before || this.depth === 0) this.known.set(expression, found);
    return found;
  }

  behindAddress(address: Node): readonly Origin[] {
    const operand = address.child('operand');
    const symbol = operand === undefined ? undefined : this.package.symbolOf(unparen(operand));
    if (symbol?.kind !== 'variable') return unknownAt(address);
    return this.visited(address, () => variableOrigins(symbol, address, this, address));
  }

  ofResult(call: Node, index: number): readonly Origin[] {
    // The same call again is a function that calls itself: it returns what its other returns do.
    return this.visited(call, () => resultOrigins(call, index, this));
  }

  private find(expression: Node): readonly Origin[] {
    switch (expression.kind) {
      case 'nil':
        return [{ kind: 'nil', at: expression }];
      case 'identifier': {
        const symbol = this.package.symbolOf(expression);
        if (symbol?.kind === 'constant') return namedConstant(symbol, expression, this.package);
        if (symbol?.kind !== 'variable') return unknownAt(expression);
        return this.ofVariable(symbol, expression);
      }
      case 'unary_expression': {
        const operand = expression.child('operand');
        if (operand === undefined) return unknownAt(expression);
        if (expression.text.startsWith('&')) return addressOrigins(unparen(operand), expression, this);
        if (expression.text.startsWith('*')) return pointeeOrigins(operand, this);
        return sumOrigins(expression, this);
      }
      case 'composite_literal':
        return [{ kind: 'go-heap', at: expression }];
      case 'interpreted_string_literal':
      case 'raw_string_literal':
        return [{ kind: 'string-data', at: expression }];
      case 'binary_expression':
        return this.isText(expression)
          ? [{ kind: 'string-data', at: expression }]
          : sumOrigins(expression, this);
      case 'int_literal':
      case 'selector_expression':
        return sumOrigins(expression, this);
      case 'slice_expression': {
        const operand = expression.child('operand');
        if (operand === undefined) return unknownAt(expression);
        const isArray = this.package.types.ofExpression(operand).kind === 'array';
        return isArray ? addressOrigins(unparen(operand), expression, this) : this.allOf(operand);
      }
      case 'type_assertion_expression': {
        const operand = expression.child('operand');
        return operand === undefined ? unknownAt(expression) : this.allOf(operand);
      }
      case 'call_expression':
      case 'type_conversion_expression':
        if (isDereference(expression)) return unknownAt(expression);
        return conversionOrigins(expression, this) ?? this.ofResult(expression, 0);
      default:
        return unknownAt(expression);
    }
  }

  /** Kept by the variable, since each mention of it is asked about anew. */
  private ofVariable(symbol: GoSymbol, mention: Node): readonly Origin[] {
    const known = this.variables.get(symbol);
    if (known !== undefined) return known;
    const before = this.cuts;
    const found = this.visited(symbol, () => variableOrigins(symbol, mention, this));
    if (this.cuts === before || this.depth === 1) this.variables.set(symbol, merged(found, mention));
    return found;
  }

  private visited(key: GoSymbol | Node, run: () => readonly Origin[]): readonly Origin[] {
    if (this.visiting.has(key)) {
      this.cuts++;
      return [];
    }
    this.visiting.add(key);
    const found = run();
    this.visiting.delete(key);
    return found;
  }

  /** `a + b` of strings. */
  private isText(sum: Node): boolean {
    if (sum.child('operator')?.kind !== '+') return false;
    const type = this.package.types.ofExpression(sum);
    return type.kind === 'basic' && type.name === 'string';
  }
}

/** One origin of each family: what the rest of them would say is the same. */
function merged(found: readonly Origin[], at: Node): readonly Origin[] {
  if (found.length < 2) return found;
  const first = new Map<string, Origin>();
  for (const origin of found) {
    const family = familyOf(origin);
    if (!first.has(family)) first.set(family, origin);
  }
  return first.size > maximalOrigins ? unknownAt(at) : [...first.values()];
}

/** Where pointers come from; see `PointerOrigins`. */
export const origins: Analysis<PointerOrigins> = {
  name: 'origins of pointers',
  requires: [cFunctionFacts],
  run: (pkg, use) => new PointerOrigins(pkg, use(cFunctionFacts)),
};
