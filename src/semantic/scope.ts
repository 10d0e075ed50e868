import type { GoSymbol } from './symbol.ts';

/** A block of Go: names declared in it hide those of the blocks around it. */
export class Scope {
  readonly outer: Scope | undefined;
  /** Most blocks declare nothing. */
  private names: Map<string, GoSymbol> | undefined;

  constructor(outer: Scope | undefined) {
    this.outer = outer;
  }

  /** The symbol of this very block. */
  own(name: string): GoSymbol | undefined {
    return this.names?.get(name);
  }

  lookup(name: string): GoSymbol | undefined {
    return this.own(name) ?? this.outer?.lookup(name);
  }

  declare(symbol: GoSymbol): void {
    this.names ??= new Map();
    this.names.set(symbol.name, symbol);
  }
}
