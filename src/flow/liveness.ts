import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';

/**
 * How far into a function its variables matter: behind that offset no path reads or writes them. What is known of a
 * variable, and the search for what happens to it, can end there, so that a function costs what its variables'
 * lives add up to, and not their number times its length.
 *
 * A variable matters as long as one that was made from it does (`n := len(s)` measures `s`), to the end of the
 * outermost loop that mentions it, and for good where a function literal or a `goto` may come back to it.
 */
export class Liveness {
  private readonly ends = new Map<GoSymbol, number>();

  /** @param fn the function declaration or literal */
  constructor(fn: Node, pkg: Package) {
    const hasGoto = fn.all('goto_statement').length > 0;
    const sources = new Map<GoSymbol, Set<GoSymbol>>();
    for (const identifier of fn.all('identifier')) {
      const symbol = pkg.symbolOf(identifier);
      if (symbol?.kind !== 'variable') continue;
      const isOwn = symbol.owner === fn && !hasGoto;
      const end = isOwn ? lastReach(identifier, fn) : Infinity;
      this.ends.set(symbol, Math.max(end, this.ends.get(symbol) ?? 0));
      for (const made of madeFrom(identifier, pkg)) {
        if (made === symbol) continue;
        const known = sources.get(made);
        if (known === undefined) sources.set(made, new Set([symbol]));
        else known.add(symbol);
      }
    }
    this.spread(sources);
  }

  /** The UTF-16 offset behind which a variable of the function does not matter; infinity for all others. */
  endOf(symbol: GoSymbol): number {
    return this.ends.get(symbol) ?? Infinity;
  }

  /** Lengthens the life of what a variable is made from to its own. */
  private spread(sources: ReadonlyMap<GoSymbol, ReadonlySet<GoSymbol>>): void {
    const work = [...sources.keys()];
    for (let made = work.pop(); made !== undefined; made = work.pop()) {
      const end = this.endOf(made);
      for (const source of sources.get(made) ?? []) {
        if (this.endOf(source) >= end) continue;
        this.ends.set(source, end);
        work.push(source);
      }
    }
  }
}

/**
 * The end of a mention: its own, or that of the outermost loop around it, or of the switch whose cases compare it;
 * infinity inside a function literal.
 */
function lastReach(mention: Node, fn: Node): number {
  let end = mention.end;
  for (let node = mention.parent; node !== undefined && node !== fn; node = node.parent) {
    if (node.kind === 'func_literal') return Infinity;
    if (node.kind === 'for_statement' || node.kind === 'expression_switch_statement') end = node.end;
  }
  return end;
}

/** The variables that the statement around a mention assigns, where the mention stands on its right side. */
function madeFrom(mention: Node, pkg: Package): GoSymbol[] {
  let node = mention;
  for (let parent = node.parent; parent !== undefined; node = parent, parent = node.parent) {
    switch (parent.kind) {
      case 'short_var_declaration':
      case 'assignment_statement':
      case 'range_clause':
      case 'receive_statement':
        return node.field === 'right' ? targets(parent.child('left')?.children ?? [], pkg) : [];
      case 'var_spec':
        return node.field === 'value' ? targets(parent.childrenOf('name'), pkg) : [];
      case 'block':
      case 'statement_list':
        return [];
      default:
    }
  }
  return [];
}

/** The variable itself, or the one that holds the place: `x` of `x`, `x.f`, `x[i]`. */
function targets(places: readonly Node[], pkg: Package): GoSymbol[] {
  return places.flatMap((place) =>
    place.all('identifier').flatMap((identifier) => {
      const symbol = pkg.symbolOf(identifier);
      return symbol?.kind === 'variable' ? [symbol] : [];
    }),
  );
}
