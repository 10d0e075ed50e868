import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { assignmentsOf, walkOutsideLiterals } from './assignments.ts';
import { ownershipAfterUse } from './borrowing.ts';
import type { FlowNode } from './cfg.ts';
import type { FunctionFlow } from './function-flow.ts';
import { findPath, mayFindPath } from './paths.ts';
import type { FlowPath, Step, Walker } from './paths.ts';
import { useOf } from './value-use.ts';
import type { ValueUse } from './value-use.ts';

/** A path on which memory that a local variable owns is neither freed nor handed over. */
export interface Leak {
  readonly path: FlowPath;
  /** `exit`: the function returns; `scope`: the block of the variable ends; `overwritten`: the last variable that holds the pointer gets another value. */
  readonly end: 'exit' | 'overwritten' | 'scope';
  /** Whether the function frees it, hands it over or may do so on some other path. */
  readonly handledElsewhere: boolean;
  /** The C function that got the pointer on the path and may keep it, by its name: nobody can tell from here. */
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
  if (search.earlierLiteral(holder) !== undefined) return undefined;
  const walker: Walker<Held> = {
    initial: { holders: [holder], keptBy: undefined },
    key: ({ holders, keptBy }) => `${holders.map((symbol) => symbol.id).join(',')} ${keptBy ?? ''}`,
    step: (node, held) => search.step(node, held),
  };
  if (!mayFindPath(flow, acquisition, walker)) return undefined;
  const path = findPath(flow, acquisition, walker);
  if (path === undefined) return undefined;
  const { holders, keptBy } = path.state;
  const end =
    path.last.kind === 'exit' ? 'exit' : search.leavesScope(path.last, holders) ? 'scope' : 'overwritten';
  return { path, end, keptBy, handledElsewhere: search.isHandledSomewhere(holder, keptBy !== undefined) };
}

/** What a point of a path does with the pointer or one of its holders. */
export type Touch =
  /** A mention of a holder. */
  | { readonly kind: 'use'; readonly at: Node; readonly use: ValueUse }
  /** Another variable holds the pointer as well. */
  | { readonly kind: 'held'; readonly at: Node; readonly by: GoSymbol; readonly holder: GoSymbol }
  /** It goes into a variable that outlives the path or belongs to another function. */
  | { readonly kind: 'escape'; readonly at: Node; readonly to: GoSymbol }
  /** A function literal that is made or called here frees it or takes it away. */
  | {
      readonly kind: 'literal';
      readonly at: Node;
      readonly literal: Node;
      readonly holders: readonly GoSymbol[];
    }
  /** A bare return hands the named result to the caller. */
  | { readonly kind: 'bare-return'; readonly at: Node }
  /** The process ends, or the function panics. */
  | { readonly kind: 'stop' | 'panic'; readonly at: Node };

/** What a path carries along. */
export interface Held {
  /** The variables that hold the pointer. */
  readonly holders: readonly GoSymbol[];
  readonly keptBy: string | undefined;
}

export class LeakSearch {
  private readonly flow: FunctionFlow;
  private readonly acquisition: FlowNode;
  private readonly pkg: Package;

  constructor(flow: FunctionFlow, acquisition: FlowNode, pkg: Package) {
    this.flow = flow;
    this.acquisition = acquisition;
    this.pkg = pkg;
  }

  /** @param note told what the point does, for an account of the search */
  step(node: FlowNode, { holders, keptBy: before }: Held, note?: (touch: Touch) => void): Step<Held> {
    if (node.kind === 'exit') return 'found';
    if (node.kind === 'stop' || node.kind === 'panic') {
      if (node.syntax !== undefined) note?.({ kind: node.kind, at: node.syntax });
      return 'end';
    }
    if (this.leavesScope(node, holders)) return 'found';
    // A bare return hands the named results to the caller.
    const isBareReturn = node.syntax?.kind === 'return_statement' && node.syntax.children.length === 0;
    if (isBareReturn && holders.some((holder) => holder.role === 'result')) {
      note?.({ kind: 'bare-return', at: node.syntax });
      return 'end';
    }
    let current = holders;
    let keptBy = before;
    for (const mention of walkOutsideLiterals(node)) {
      if (mention.kind === 'func_literal') continue;
      const symbol = mention.kind === 'identifier' ? this.pkg.symbolOf(mention) : undefined;
      if (symbol === undefined) continue;
      if (!current.includes(symbol)) {
        const literal = mention === symbol.declaration ? undefined : this.onlyCalledLiteral(symbol);
        if (literal !== undefined && this.movesAny(literal, current)) {
          note?.({ kind: 'literal', at: mention, literal, holders: current });
          return 'end';
        }
        continue;
      }
      const use = useOf(mention, this.pkg);
      if (use.kind === 'overwrite') continue;
      if (use.kind === 'alias') {
        const local =
          use.symbol.owner === this.flow.function.node &&
          (use.symbol.role === 'local' || use.symbol.role === 'result');
        if (!local) {
          note?.({ kind: 'escape', at: mention, to: use.symbol });
          return 'end';
        }
        if (!current.includes(use.symbol)) {
          current = [...current, use.symbol];
          note?.({ kind: 'held', at: mention, by: use.symbol, holder: symbol });
        }
        continue;
      }
      const ownership = ownershipAfterUse(use, this.pkg);
      note?.({ kind: 'use', at: mention, use });
      if (ownership === 'gone') return 'end';
      if (ownership === 'kept?') keptBy ??= use.kind === 'c-argument' ? use.name : 'a C function';
    }
    const taking = this.takingLiteral(node, current);
    if (taking !== undefined) {
      note?.({ kind: 'literal', at: taking, literal: taking, holders: current });
      return 'end';
    }
    const kept = this.afterAssignments(node, current);
    return kept.length === 0 ? 'found' : { go: { holders: kept, keptBy } };
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
  private afterAssignments(node: FlowNode, holders: readonly GoSymbol[]): readonly GoSymbol[] {
    const assignments = assignmentsOf(node);
    return holders.filter((holder) =>
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
  }

  /** The function literal that is made here and frees a holder or takes it away. */
  private takingLiteral(node: FlowNode, holders: readonly GoSymbol[]): Node | undefined {
    return (node.syntax?.all('func_literal') ?? []).find((literal) => {
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
  earlierLiteral(holder: GoSymbol): Node | undefined {
    const start = this.acquisition.syntax?.start ?? 0;
    const mentions = this.pkg.bindings.usesOf(holder);
    // Then the search from the acquisition gives up as well.
    if (!this.flow.maySearch(mentions.length)) return undefined;
    for (const use of mentions) {
      const literal = this.outermostLiteral(use);
      if (literal === undefined || literal.start >= start) continue;
      if (ownershipAfterUse(useOf(use, this.pkg), this.pkg) === 'gone') return literal;
    }
    return undefined;
  }

  /** The literal of this function's own body around a mention. */
  private outermostLiteral(mention: Node): Node | undefined {
    const { body } = this.flow.function;
    let literal: Node | undefined;
    for (let node = mention.parent; node !== undefined && node !== body; node = node.parent) {
      if (node.kind === 'func_literal') literal = node;
    }
    return body.contains(mention) ? literal : undefined;
  }

  private literalMovesOwnership(literal: Node, holder: GoSymbol): boolean {
    return this.pkg.bindings
      .usesOf(holder)
      .some((use) => literal.contains(use) && ownershipAfterUse(useOf(use, this.pkg), this.pkg) === 'gone');
  }

  /** @param isAsked whether the finding asks about a C function that may keep the pointer: then that is no answer */
  isHandledSomewhere(holder: GoSymbol, isAsked: boolean): boolean {
    return this.pkg.bindings.usesOf(holder).some((mention) => {
      const use = useOf(mention, this.pkg);
      if (mention === holder.declaration || use.kind === 'overwrite') return false;
      const ownership = use.kind === 'alias' ? 'gone' : ownershipAfterUse(use, this.pkg);
      return ownership === 'gone' || (ownership === 'kept?' && !isAsked);
    });
  }
}

function mentions(node: Node, symbol: GoSymbol, pkg: Package): boolean {
  return node.all('identifier').some((identifier) => pkg.symbolOf(identifier) === symbol);
}
