import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { assignmentsOf, walkOutsideLiterals } from './assignments.ts';
import { ownershipAfterUse } from './borrowing.ts';
import type { FlowNode } from './cfg.ts';
import type { FunctionFlow } from './function-flow.ts';
import { findPath } from './paths.ts';
import type { FlowPath, Step } from './paths.ts';
import { useOf } from './value-use.ts';

/** A path on which memory that a local variable owns is neither freed nor handed over. */
export interface Leak {
  readonly path: FlowPath;
  /** `exit`: the function returns; `scope`: the block of the variable ends; `overwritten`: the last variable that holds the pointer gets another value. */
  readonly end: 'exit' | 'overwritten' | 'scope';
  /** Whether the function frees it anywhere at all. */
  readonly freedElsewhere: boolean;
  /** The C function that got the pointer and may keep it, by its name: nobody can tell from here. */
  readonly keptBy: string | undefined;
}

/**
 * The shortest path on which what `holder` got at `acquisition` leaks, inside one function.
 * Where ownership goes out of sight (a Go call, a field of something that outlives the function, a closure that
 * frees it) the path is taken as handled.
 */
export function findLeak(
  flow: FunctionFlow,
  acquisition: FlowNode,
  holder: GoSymbol,
  pkg: Package,
): Leak | undefined {
  const search = new LeakSearch(flow, acquisition, pkg);
  if (holder.role === 'package-level' || holder.owner !== flow.function.node) return undefined;
  if (search.isHandledByEarlierLiteral(holder)) return undefined;
  const path = findPath(flow, acquisition, {
    initial: [holder] as readonly GoSymbol[],
    key: (holders) => holders.map((symbol) => symbol.id).join(','),
    step: (node, holders) => search.step(node, holders),
  });
  if (path === undefined) return undefined;
  return {
    path,
    end:
      path.last.kind === 'exit'
        ? 'exit'
        : search.leavesScope(path.last, search.lastHolders)
          ? 'scope'
          : 'overwritten',
    freedElsewhere: search.isFreedSomewhere(holder),
    keptBy: search.keptBy,
  };
}

class LeakSearch {
  keptBy: string | undefined;
  lastHolders: readonly GoSymbol[] = [];
  private readonly flow: FunctionFlow;
  private readonly acquisition: FlowNode;
  private readonly pkg: Package;

  constructor(flow: FunctionFlow, acquisition: FlowNode, pkg: Package) {
    this.flow = flow;
    this.acquisition = acquisition;
    this.pkg = pkg;
  }

  step(node: FlowNode, holders: readonly GoSymbol[]): Step<readonly GoSymbol[]> {
    if (node.kind === 'exit') return 'found';
    if (node.kind === 'stop' || node.kind === 'panic') return 'end';
    this.lastHolders = holders;
    if (this.leavesScope(node, holders)) return 'found';
    // A bare return hands the named results to the caller.
    const isBareReturn = node.syntax?.kind === 'return_statement' && node.syntax.children.length === 0;
    if (isBareReturn && holders.some((holder) => holder.role === 'result')) return 'end';
    let current = holders;
    for (const mention of walkOutsideLiterals(node)) {
      if (mention.kind === 'func_literal') continue;
      const symbol = mention.kind === 'identifier' ? this.pkg.symbolOf(mention) : undefined;
      if (symbol === undefined) continue;
      if (!current.includes(symbol)) {
        const literal = mention === symbol.declaration ? undefined : this.onlyCalledLiteral(symbol);
        if (literal !== undefined && this.movesAny(literal, current)) return 'end';
        continue;
      }
      const use = useOf(mention, this.pkg);
      if (use.kind === 'overwrite') continue;
      if (use.kind === 'alias') {
        const local =
          use.symbol.owner === this.flow.function.node &&
          (use.symbol.role === 'local' || use.symbol.role === 'result');
        if (!local) return 'end';
        if (!current.includes(use.symbol)) current = [...current, use.symbol];
        continue;
      }
      const ownership = ownershipAfterUse(use, this.pkg);
      if (ownership === 'gone') return 'end';
      if (ownership === 'kept?') this.keptBy ??= use.kind === 'c-argument' ? use.name : 'a C function';
    }
    if (this.literalTakes(node, current)) return 'end';
    return this.afterAssignments(node, current);
  }

  /** Whether a point lies outside the blocks of all holders: nobody can free the memory any more. */
  leavesScope(node: FlowNode, holders: readonly GoSymbol[]): boolean {
    const { syntax } = node;
    if (syntax === undefined) return false;
    return holders.every((holder) => {
      const block = holder.declaration.ancestor(
        'block',
        'expression_case',
        'default_case',
        'type_case',
        'communication_case',
      );
      return block !== undefined && block !== this.flow.function.body && !block.contains(syntax);
    });
  }

  /** Variables that get another value here no longer hold the pointer; when none is left, it is lost. */
  private afterAssignments(node: FlowNode, holders: readonly GoSymbol[]): Step<readonly GoSymbol[]> {
    const assignments = assignmentsOf(node);
    const kept = holders.filter((holder) =>
      assignments.every(({ target, value }) => {
        if (target.kind !== 'identifier' || this.pkg.symbolOf(target) !== holder) return true;
        // `x = x` and `x = conv(x)` keep it; the acquisition itself run again does not.
        return (
          node !== this.acquisition &&
          value !== undefined &&
          holders.some((other) => mentions(value, other, this.pkg))
        );
      }),
    );
    return kept.length === 0 ? 'found' : { go: kept };
  }

  /** Whether a function literal that is made here frees a holder or takes it away. */
  private literalTakes(node: FlowNode, holders: readonly GoSymbol[]): boolean {
    return (node.syntax?.all('func_literal') ?? []).some((literal) => {
      const use = useOf(literal, this.pkg);
      // `release := func() { C.free(…) }` does nothing yet: its calls do.
      if (use.kind === 'alias' && this.onlyCalledLiteral(use.symbol) === literal) return false;
      return this.movesAny(literal, holders);
    });
  }

  private movesAny(literal: Node, holders: readonly GoSymbol[]): boolean {
    return holders.some((holder) => this.literalMovesOwnership(literal, holder));
  }

  /** The literal of a local variable that is only ever called. */
  private onlyCalledLiteral(symbol: GoSymbol): Node | undefined {
    const literal = symbol.role === 'local' && symbol.value?.count === 1 ? symbol.value.node : undefined;
    if (literal?.kind !== 'func_literal') return undefined;
    const others = this.pkg.bindings.usesOf(symbol).filter((use) => use !== symbol.declaration);
    return others.every((use) => use.field === 'function' && use.parent?.kind === 'call_expression')
      ? literal
      : undefined;
  }

  /** A closure made before the acquisition may run after it: when it frees the variable, the leak is not sure. */
  isHandledByEarlierLiteral(holder: GoSymbol): boolean {
    const start = this.acquisition.syntax?.start ?? 0;
    return this.flow.function.body
      .all('func_literal')
      .some((literal) => literal.start < start && this.literalMovesOwnership(literal, holder));
  }

  private literalMovesOwnership(literal: Node, holder: GoSymbol): boolean {
    return this.pkg.bindings
      .usesOf(holder)
      .some((use) => literal.contains(use) && ownershipAfterUse(useOf(use, this.pkg), this.pkg) === 'gone');
  }

  isFreedSomewhere(holder: GoSymbol): boolean {
    return this.pkg.bindings.usesOf(holder).some((use) => {
      const kind = useOf(use, this.pkg).kind;
      return kind === 'free' || kind === 'alias' || kind === 'return' || kind === 'go-argument';
    });
  }
}

function mentions(node: Node, symbol: GoSymbol, pkg: Package): boolean {
  return node.all('identifier').some((identifier) => pkg.symbolOf(identifier) === symbol);
}
