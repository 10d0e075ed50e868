import type { Analysis } from '../../semantic/analysis.ts';
import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { HandleRead, WrapperType, WrapperTypes } from '../../semantic/wrapper/model.ts';
import { wrapperTypes } from '../../semantic/wrapper-types.ts';
import type { Node } from '../../syntax/tree.ts';
import { precedentFunctions } from '../precedent/site.ts';
import { freeingOwnerOf } from '../cleanups/freeing-cleanups.ts';
import type { FreeingOwner } from '../cleanups/freeing-cleanups.ts';
import { rootOf } from './keeping.ts';

/** An object that C made from another one's handle, in a Go object that does not hold the other one. */
export interface UnheldParent {
  readonly child: WrapperType;
  /** The function that makes it. */
  readonly madeIn: Node;
  /** The C call that gives the child's handle, and its function. */
  readonly call: Node;
  readonly name: string;
  /** The argument that reads the parent's handle, and what it reads. */
  readonly argument: Node;
  readonly index: number;
  readonly read: HandleRead;
  readonly owner: FreeingOwner;
  /** Where the object or its constructor keeps the parent after all. */
  readonly keptAt: Node | undefined;
}

/** An object whose handle a C call gives. */
interface Made {
  readonly child: WrapperType;
  readonly call: Node;
  readonly name: string;
  readonly madeIn: Node;
}

/** The objects that C makes from others with a finalizer, by the function that makes them. */
export class UnheldParents {
  private readonly pkg: Package;
  private readonly wrappers: () => WrapperTypes;
  private readonly hasCleanups: boolean;
  private found: ReadonlyMap<Node, readonly UnheldParent[]> | undefined;

  /** @param wrappers made when first asked for: without a finalizer or cleanup in the package nothing is */
  constructor(pkg: Package, wrappers: () => WrapperTypes) {
    this.pkg = pkg;
    this.wrappers = wrappers;
    this.hasCleanups = pkg.files.some(({ tree }) => /\b(SetFinalizer|AddCleanup)\b/.test(tree.text));
  }

  of(fn: GoFunction): readonly UnheldParent[] {
    if (!this.hasCleanups || fn.node.kind === 'func_literal') return [];
    return this.all().get(fn.node) ?? [];
  }

  private all(): ReadonlyMap<Node, readonly UnheldParent[]> {
    if (this.found !== undefined) return this.found;
    const found = new Map<Node, UnheldParent[]>();
    const made = [...this.constructed(), ...this.filled()];
    for (const { child, call, name, madeIn } of made) {
      const list = found.get(madeIn) ?? [];
      if (list.some((one) => one.call === call)) continue;
      found.set(madeIn, [...list, ...this.parentsOf(child, call, name, madeIn)]);
    }
    return (this.found = found);
  }

  /** What constructors get from C. */
  private constructed(): Made[] {
    return this.wrappers().all.flatMap((child) =>
      child.constructors.flatMap(({ node: madeIn, sets }) =>
        sets.flatMap(({ origins }) =>
          origins.flatMap((origin): Made[] => {
            const isHere = 'call' in origin && madeIn.contains(origin.call);
            return isHere ? [{ child, call: origin.call, name: origin.name, madeIn }] : [];
          }),
        ),
      ),
    );
  }

  /** What C fills in objects that functions make and put into others: `C.trap_trace(t.ptr, &frames.vec)`. */
  private filled(): Made[] {
    return precedentFunctions(this.pkg).flatMap((fn) =>
      fn.cCalls.flatMap(({ call, name }) =>
        argumentsOf(call).flatMap((argument): Made[] => {
          const address = unparen(argument);
          if (address.kind !== 'unary_expression' || !address.text.startsWith('&')) return [];
          const operand = address.child('operand');
          const read = operand === undefined ? undefined : this.wrappers().handleRead(operand);
          const root = read === undefined ? undefined : rootOf(read.holder, this.pkg)?.symbol;
          if (read === undefined || root?.role !== 'local') return [];
          return [{ child: read.wrapper, call, name, madeIn: fn.node }];
        }),
      ),
    );
  }

  private parentsOf(child: WrapperType, call: Node, name: string, madeIn: Node): UnheldParent[] {
    return argumentsOf(call).flatMap((argument, index): UnheldParent[] => {
      const read = this.wrappers().handleRead(argument);
      // The address of the child's own handle, which the call fills.
      if (read === undefined || unparen(argument).text.startsWith('&')) return [];
      const owner = freeingOwnerOf(read, this.wrappers());
      const root = rootOf(read.holder, this.pkg)?.symbol;
      if (owner === undefined || root === undefined || !isGiven(root)) return [];
      const keptAt = this.keptIn(madeIn, root, owner);
      return [{ child, madeIn, call, name, argument, index, read, owner, keptAt }];
    });
  }

  /** Where a function lets go of a variable as a whole: into a literal, another variable, a call of Go. */
  private keptIn(fn: Node, symbol: GoSymbol, owner: FreeingOwner): Node | undefined {
    return this.pkg.bindings.usesOf(symbol).find((use) => {
      if (!fn.contains(use) || use === symbol.declaration) return false;
      if (use.ancestor('func_literal') !== undefined) return true;
      let value = use;
      while (value.parent?.is('parenthesized_expression', 'unary_expression') === true) value = value.parent;
      const parent = value.parent;
      if (parent?.kind === 'selector_expression') return this.isKeptThrough(parent, owner);
      if (parent?.kind === 'argument_list' && parent.parent !== undefined) {
        const callee = calleeOf(parent.parent, this.pkg);
        return !(callee.kind === 'package' && callee.path === 'runtime');
      }
      return parent?.is('literal_element', 'keyed_element', 'expression_list', 'return_statement') === true;
    });
  }

  /** `x.repo` is kept as `x` is, and so is what holds the finalizer; `x.ptr` and `x.lock()` are looked at. */
  private isKeptThrough(selector: Node, owner: FreeingOwner): boolean {
    const parent = selector.parent;
    if (parent?.is('literal_element', 'keyed_element', 'expression_list', 'argument_list') === true) {
      const field = selector.child('field')?.text ?? '';
      if (owner.path !== '' && `${owner.path}.`.startsWith(`.${field}.`)) return true;
      return (
        this.wrappers().handleRead(selector) === undefined &&
        this.wrappers().ofExpression(selector) !== undefined
      );
    }
    return parent?.kind === 'selector_expression' && this.isKeptThrough(parent, owner);
  }
}

export const unheldParents: Analysis<UnheldParents> = {
  name: 'unheld parents',
  requires: [wrapperTypes],
  run: (pkg, use) => new UnheldParents(pkg, () => use(wrapperTypes)),
};

/** What comes in from outside may be dropped by the caller. */
function isGiven({ role }: GoSymbol): boolean {
  return role === 'parameter' || role === 'receiver';
}
