import { argumentsOf } from '../semantic/callee.ts';
import type { GoFunction, Package } from '../semantic/package.ts';
import { selectorsOf } from '../semantic/selectors.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { enclosingFunction } from './literals.ts';

/** A call of a function of the package. */
interface Call {
  readonly call: Node;
  /** The function, or literal, in which it stands. */
  readonly function: GoFunction;
}

/** A call, and what it passes for one parameter. */
export interface CallSite extends Call {
  /** The argument; of a variadic parameter the slice that is spread, or whether there are any arguments for it. */
  readonly passed: Node | 'elements' | 'nothing';
}

/** The calls of those functions and methods of a package that only the package itself can call. */
export class CallSites {
  private readonly pkg: Package;
  private readonly functions: ReadonlyMap<Node, GoFunction>;
  private readonly calls = new Map<Node, readonly Call[] | undefined>();

  constructor(pkg: Package) {
    this.pkg = pkg;
    this.functions = new Map(pkg.functions().map((fn) => [fn.node, fn]));
  }

  /** The function of a declaration or literal; undefined where it could not be read. */
  functionOf(node: Node): GoFunction | undefined {
    return this.functions.get(node);
  }

  /** What all calls pass for a parameter; undefined where code outside of the package may call its function, too. */
  ofParameter(parameter: GoSymbol): readonly CallSite[] | undefined {
    const fn = parameter.owner;
    const calls = fn === undefined ? undefined : this.callsOf(fn);
    if (fn === undefined || calls === undefined) return undefined;
    const names = (fn.child('parameters')?.children ?? []).flatMap((one) => one.childrenOf('name'));
    const index = names.indexOf(parameter.declaration);
    const sites: CallSite[] = [];
    for (const { call, function: caller } of calls) {
      const passed = passedTo(argumentsOf(call), index, names);
      if (passed === undefined) return undefined;
      sites.push({ call, function: caller, passed });
    }
    return sites;
  }

  private callsOf(fn: Node): readonly Call[] | undefined {
    if (!this.calls.has(fn)) this.calls.set(fn, this.findCalls(fn));
    return this.calls.get(fn);
  }

  private findCalls(fn: Node): readonly Call[] | undefined {
    const name = fn.child('name');
    const file = this.pkg.fileOf(fn.tree);
    if (name === undefined || file === undefined || this.isCalledFromOutside(fn, name.text)) return undefined;
    // For a method every `x.name`: more than its own calls is no harm.
    const mentions =
      fn.kind === 'method_declaration' ? selectorsOf(name.text, this.pkg) : this.ofFunction(name);
    const calls: Call[] = [];
    for (const mention of mentions) {
      const call = mention.parent;
      // A function that is used as a value may be called by anyone.
      if (call?.kind !== 'call_expression' || mention.field !== 'function') return undefined;
      const holder = enclosingFunction(call);
      const caller = holder === undefined ? undefined : this.functions.get(holder);
      if (caller === undefined) return undefined;
      // What a test passes says nothing of what the package passes.
      if (caller.file.constraint.isTest && !file.constraint.isTest) continue;
      calls.push({ call, function: caller });
    }
    return calls;
  }

  private ofFunction(name: Node): readonly Node[] {
    const symbol = this.pkg.symbolOf(name);
    return symbol === undefined ? [] : this.pkg.bindings.usesOf(symbol).filter((use) => use !== name);
  }

  /** Other packages call what is exported, of package main nothing but methods; C what has `//export`. */
  private isCalledFromOutside(fn: Node, name: string): boolean {
    const isMethod = fn.kind === 'method_declaration';
    const isExported = /^\p{Lu}/u.test(name);
    if (isExported && (isMethod || this.pkg.name !== 'main')) return true;
    if (!isMethod && (name === 'main' || name === 'init' || name === '_')) return true;
    return this.pkg.files.some(
      ({ directives }) =>
        directives.exports.some(({ declaration }) => declaration === fn) ||
        directives.linknames.some(({ local }) => local === name),
    );
  }
}

/** What a list of arguments passes for a parameter; undefined where that cannot be told. */
function passedTo(
  list: readonly Node[],
  index: number,
  parameters: readonly Node[],
): CallSite['passed'] | undefined {
  const isVariadic = parameters.at(-1)?.parent?.kind === 'variadic_parameter_declaration';
  const isOfVariadic = isVariadic && index === parameters.length - 1;
  // `f(g())` may pass several results of `g`.
  const mayBeSeveral = list.length === 1 && parameters.length > 1 && list[0]?.kind === 'call_expression';
  if (mayBeSeveral || list.length < parameters.length - (isVariadic ? 1 : 0)) return undefined;
  const argument = list[index];
  if (!isOfVariadic) return argument;
  if (argument === undefined) return 'nothing';
  return argument.kind === 'variadic_argument' ? argument.children[0] : 'elements';
}
