import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';

/**
 * Whether each round of a loop has its own instance of a variable, so that a closure or an address taken in a round
 * stays with that round: what the body declares always, what the head declares from Go 1.22 on
 * (https://go.dev/ref/spec#For_statements).
 */
export function isOfOneRound(symbol: GoSymbol, loop: Node, pkg: Package): boolean {
  if (!loop.contains(symbol.declaration)) return false;
  return loop.child('body')?.contains(symbol.declaration) === true || pkg.hasGo(1, 22);
}
