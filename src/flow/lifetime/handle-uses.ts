import { argumentsOf, calleeOf } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { HandleRead, WrapperTypes } from '../../semantic/wrapper/model.ts';
import type { Node } from '../../syntax/tree.ts';
import { definitionsOf } from '../definitions.ts';
import { unconverted, useOf } from '../value-use.ts';

/** A use of C memory whose pointer a wrapper object holds. */
export interface HandleUse {
  /** The call of C that gets the pointer; the expression that goes through it where Go does so itself. */
  readonly at: Node;
  readonly kind: 'call' | 'memory';
  /** The C function. */
  readonly name: string | undefined;
  /** Of the argument. */
  readonly index: number;
  readonly read: HandleRead;
  /** The expression that reads the pointer out of the wrapper. */
  readonly readAt: Node;
}

/** Where a package's functions use the C memory of wrapper objects. */
export class HandleUses {
  private readonly pkg: Package;
  private readonly wrappers: WrapperTypes;

  constructor(pkg: Package, wrappers: WrapperTypes) {
    this.pkg = pkg;
    this.wrappers = wrappers;
  }

  /** The uses in a function; those in its literals are the literals' own. */
  of({ body }: GoFunction): HandleUse[] {
    const calls = body.allOutside('func_literal', 'call_expression').flatMap((at): HandleUse[] => {
      const callee = calleeOf(at, this.pkg);
      if (callee.kind !== 'c' || at.parent?.is('defer_statement', 'go_statement') === true) return [];
      return argumentsOf(at).flatMap((argument, index): HandleUse[] => {
        const found = this.handleRead(argument);
        return found === undefined ? [] : [{ at, kind: 'call', name: callee.name, index, ...found }];
      });
    });
    const memory = body.allOutside('func_literal', 'selector_expression').flatMap((readAt): HandleUse[] => {
      const parent = readAt.parent;
      if (parent?.is('selector_expression', 'index_expression', 'unary_expression') !== true) return [];
      if (useOf(readAt, this.pkg).kind !== 'dereference') return [];
      const read = this.wrappers.handleRead(readAt);
      if (read?.handle.evidence !== 'c-pointer') return [];
      return [{ at: parent, kind: 'memory', name: undefined, index: 0, read, readAt }];
    });
    return [...calls, ...memory];
  }

  /** The handle that an argument reads, at once or through a local that holds nothing else. */
  private handleRead(argument: Node): { read: HandleRead; readAt: Node } | undefined {
    const expression = unconverted(argument, this.pkg);
    const read = this.wrappers.handleRead(expression);
    if (read !== undefined) return { read, readAt: expression };
    const symbol = expression.kind === 'identifier' ? this.pkg.symbolOf(expression) : undefined;
    if (symbol?.kind !== 'variable' || symbol.role !== 'local') return undefined;
    const definitions = definitionsOf(symbol, this.pkg);
    const value = definitions.length === 1 ? definitions[0]?.value : undefined;
    const readAt = value === undefined ? undefined : unconverted(value, this.pkg);
    const earlier = readAt === undefined ? undefined : this.wrappers.handleRead(readAt);
    return earlier === undefined || readAt === undefined ? undefined : { read: earlier, readAt };
  }
}
