import { calledDeclarations } from '../../semantic/called-declarations.ts';
import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import { nameOf } from '../../semantic/type.ts';
import type { HandleRead, WrapperTypes } from '../../semantic/wrapper/model.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FreeingOwner } from './freeing-cleanups.ts';
import { rootOf } from '../lifetime/keeping.ts';

/** Statements that run their calls where they stand. */
const simpleStatements = [
  'expression_statement',
  'defer_statement',
  'return_statement',
  'short_var_declaration',
  'assignment_statement',
] as const;

/**
 * What keeps the end of an object from freeing its memory: `runtime.SetFinalizer(x, nil)`, `Stop` of a
 * `runtime.Cleanup`, a handle that is cleared before the finalizer reads it, and functions of the package that do one
 * of these to what they are given.
 */
export class Disarming {
  private readonly pkg: Package;
  private readonly wrappers: WrapperTypes;
  /** By what frees it, where the field of the handle counts as well. */
  private readonly known = new Map<string | undefined, Map<GoSymbol, boolean>>();

  constructor(pkg: Package, wrappers: WrapperTypes) {
    this.pkg = pkg;
    this.wrappers = wrappers;
  }

  /**
   * Whether an object is disarmed where a call gets its handle: by a statement that every way to the call passes, or by
   * the method that gives the handle away.
   */
  isDisarmed(
    symbol: GoSymbol,
    { at, read, readAt }: { readonly at: Node; readonly read: HandleRead; readonly readAt: Node },
    owner: FreeingOwner,
    fn: GoFunction,
  ): boolean {
    if (this.isTakenOff(symbol, at, fn)) return true;
    // What the object of a parent frees does not depend on the child.
    if (owner.type !== read.wrapper) return false;
    const field = readsField(owner) ? `${read.wrapper.name}${read.handle.path}` : undefined;
    if (readAt.kind === 'call_expression' && this.isDisarming(readAt, symbol, field)) return true;
    for (let node: Node | undefined = at; node !== undefined && node !== fn.node; node = node.parent) {
      const inner: Node = node;
      const before = inner.parent?.kind === 'statement_list' ? inner.parent.children : [];
      if (before.some((one) => one.start < inner.start && this.disarms(one, symbol, field))) return true;
    }
    return false;
  }

  private isTakenOff(symbol: GoSymbol, at: Node, { body }: GoFunction): boolean {
    return body
      .allOutside('func_literal', 'call_expression')
      .some((call) => call.start <= at.start && this.finalizerSet(call, symbol)?.kind === 'nil');
  }

  /** Whether a statement disarms the object of a variable, unless a condition inside it decides. */
  private disarms(statement: Node, symbol: GoSymbol, field: string | undefined): boolean {
    if (!statement.is(...simpleStatements)) return false;
    const [handedOver] = statement.children;
    const literal = statement.kind === 'defer_statement' ? handedOver?.child('function') : undefined;
    if (literal?.kind === 'func_literal')
      return statementsOf(literal).some((one) => this.disarms(one, symbol, field));
    return (
      this.clears(statement, symbol, field) ||
      statement
        .allOutside('func_literal', 'call_expression')
        .some((call) => this.isDisarming(call, symbol, field))
    );
  }

  /** `x.ptr = nil`, through a pointer: what is cleared in a copy stays in the object. */
  private clears(statement: Node, symbol: GoSymbol, field: string | undefined): boolean {
    if (field === undefined || statement.kind !== 'assignment_statement') return false;
    const values = statement.child('right')?.children ?? [];
    const targets = statement.child('left')?.children ?? [];
    return targets.some((target, index) => {
      if (values[index]?.kind !== 'nil') return false;
      const cleared = this.wrappers.handleRead(target);
      if (cleared === undefined || `${cleared.wrapper.name}${cleared.handle.path}` !== field) return false;
      const holder = unparen(cleared.holder);
      return this.isMention(holder, symbol) && this.pkg.types.ofExpression(holder).kind === 'pointer';
    });
  }

  private isDisarming(call: Node, symbol: GoSymbol, field: string | undefined): boolean {
    const callee = calleeOf(call, this.pkg);
    if (callee.kind === 'package') return this.finalizerSet(call, symbol)?.kind === 'nil';
    if (callee.kind !== 'function' && callee.kind !== 'method') return false;
    if (callee.kind === 'method' && callee.name === 'Stop' && this.isCleanup(callee.operand))
      return rootOf(callee.operand, this.pkg)?.symbol === symbol;
    const operand = callee.kind === 'method' ? callee.operand : undefined;
    const index = argumentsOf(call).findIndex((argument) => this.isMention(argument, symbol));
    const isReceiver = operand !== undefined && this.isMention(operand, symbol);
    if (index < 0 && !isReceiver) return false;
    const declarations = calledDeclarations(call, this.pkg) ?? [];
    return (
      declarations.length > 0 &&
      declarations.every((one) => {
        const name = isReceiver ? receiverOf(one) : parametersOf(one)[index];
        const given = name === undefined ? undefined : this.pkg.symbolOf(name);
        return given !== undefined && this.disarmsGiven(one, given, field);
      })
    );
  }

  /** Whether a function disarms what it is given, before it gives a pointer out. */
  private disarmsGiven(declaration: Node, symbol: GoSymbol, field: string | undefined): boolean {
    const known = this.known.get(field) ?? new Map<GoSymbol, boolean>();
    this.known.set(field, known);
    const found = known.get(symbol);
    if (found !== undefined) return found;
    // A function that calls itself does what the rest of its body does.
    known.set(symbol, false);
    const statement = statementsOf(declaration).find((one) => this.disarms(one, symbol, field));
    const isDisarmed =
      statement !== undefined &&
      declaration
        .allOutside('func_literal', 'return_statement')
        .every((one) => one.start >= statement.start || one.children[0]?.children[0]?.kind === 'nil') &&
      !declaration.all('call_expression').some((call) => {
        const finalizer = this.finalizerSet(call, symbol);
        return finalizer !== undefined && finalizer.kind !== 'nil';
      });
    known.set(symbol, isDisarmed);
    return isDisarmed;
  }

  /** What a call of `runtime.SetFinalizer` sets on the object of a variable. */
  private finalizerSet(call: Node, symbol: GoSymbol): Node | undefined {
    const callee = calleeOf(call, this.pkg);
    if (callee.kind !== 'package' || callee.path !== 'runtime' || callee.name !== 'SetFinalizer')
      return undefined;
    const [object, finalizer] = argumentsOf(call);
    return object !== undefined && rootOf(object, this.pkg)?.symbol === symbol ? finalizer : undefined;
  }

  private isCleanup(operand: Node): boolean {
    const name = nameOf(this.pkg.types.ofExpression(operand));
    return name?.path === 'runtime' && name.name === 'Cleanup';
  }

  private isMention(node: Node, symbol: GoSymbol): boolean {
    const inner = unparen(node);
    return inner.kind === 'identifier' && this.pkg.symbolOf(inner) === symbol;
  }
}

/**
 * Whether the end of the object reads the handle when it runs. A cleanup has got its own copy, and so has a finalizer
 * that captured the pointer (runtime.AddCleanup, runtime.SetFinalizer).
 */
function readsField({ cleanup }: FreeingOwner): boolean {
  if (cleanup?.kind !== 'finalizer') return false;
  const runs = unparen(cleanup.runs);
  return runs.kind !== 'func_literal' || parametersOf(runs).some(({ text }) => text !== '_');
}

function statementsOf(fn: Node): readonly Node[] {
  return (fn.child('body')?.children ?? []).flatMap((one) =>
    one.kind === 'statement_list' ? one.children : [one],
  );
}

function parametersOf(fn: Node): readonly Node[] {
  return (fn.child('parameters')?.children ?? []).flatMap((one) => one.childrenOf('name'));
}

function receiverOf(method: Node): Node | undefined {
  return method.child('receiver')?.children[0]?.child('name');
}
