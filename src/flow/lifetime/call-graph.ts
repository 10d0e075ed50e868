import type { Analysis } from '../../semantic/analysis.ts';
import { calledDeclarations } from '../../semantic/called-declarations.ts';
import { calleeOf } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import { selectorsOf } from '../../semantic/selectors.ts';
import type { Node } from '../../syntax/tree.ts';
import { enclosingFunction, literalUse } from '../literals.ts';
import { statementOf } from '../value-use.ts';

/** A call that can run a function of the package. */
export interface CallEdge {
  readonly call: Node;
  readonly caller: GoFunction;
  readonly callee: GoFunction;
  /**
   * `defer`: at the end of the caller; `go`: in another goroutine; `within`: the callee is a literal that the called
   * function runs before it returns.
   */
  readonly how: 'call' | 'defer' | 'go' | 'within';
}

/** Who else than the package's own calls can run a function. */
export type Outside =
  /** Its name is exported, or it is the `main` or an `init` of its package, or a test that the tool runs. */
  | 'importers'
  | 'runtime'
  /** `//export`, `//go:linkname`. */
  | 'c'
  /** It is used as a value, or a method of that name is called through an interface. */
  | 'value';

/** The calls between the functions and literals of a package. */
export class CallGraph {
  private readonly pkg: Package;
  private readonly functions: ReadonlyMap<Node, GoFunction>;
  private readonly from = new Map<Node, CallEdge[]>();
  private readonly to = new Map<Node, CallEdge[]>();
  private readonly at = new Map<Node, CallEdge[]>();
  private readonly unresolved = new Set<string>();
  private readonly exported: ReadonlySet<Node>;
  private readonly linked: ReadonlySet<string>;
  private readonly outside = new Map<Node, Outside | undefined>();

  constructor(pkg: Package) {
    this.pkg = pkg;
    this.functions = new Map(pkg.functions().map((fn) => [fn.node, fn]));
    const directives = pkg.files.map((file) => file.directives);
    this.exported = new Set(
      directives.flatMap(({ exports }) => exports.flatMap((one) => one.declaration ?? [])),
    );
    this.linked = new Set(directives.flatMap(({ linknames }) => linknames.map(({ local }) => local)));
    for (const fn of this.functions.values()) this.addCallsOf(fn);
  }

  /** The function of a declaration or literal; undefined where it could not be read. */
  functionOf(node: Node): GoFunction | undefined {
    return this.functions.get(node);
  }

  /** The function, or literal, in which a node stands. */
  functionAround(node: Node): GoFunction | undefined {
    const holder = enclosingFunction(node);
    return holder === undefined ? undefined : this.functions.get(holder);
  }

  /** The calls that a function makes itself; those in its literals are the literals' own. */
  callsFrom(fn: Node): readonly CallEdge[] {
    return this.from.get(fn) ?? [];
  }

  /** The calls of a function that the package makes; those in tests only where the function is a test's, too. */
  callsTo(fn: Node): readonly CallEdge[] {
    const edges = this.to.get(fn) ?? [];
    if (this.isInTest(fn)) return edges;
    return edges.filter(({ caller }) => !caller.file.constraint.isTest);
  }

  /** Who else can run a function: undefined where the package makes all of its calls. */
  outsideCallersOf(fn: Node): Outside | undefined {
    if (!this.outside.has(fn)) this.outside.set(fn, this.findOutside(fn));
    return this.outside.get(fn);
  }

  /** The functions and literals of the package that a call runs. */
  callees(call: Node): readonly GoFunction[] {
    return this.callsAt(call).flatMap(({ callee, how }) => (how === 'within' ? [] : [callee]));
  }

  /** As `callees`, and the literals that the called function runs before it returns. */
  callsAt(call: Node): readonly CallEdge[] {
    return this.at.get(call) ?? [];
  }

  private isInTest(fn: Node): boolean {
    return this.pkg.fileOf(fn.tree)?.constraint.isTest === true;
  }

  private addCallsOf(caller: GoFunction): void {
    if (caller.node.kind === 'func_literal') this.addRunsOf(caller);
    for (const call of caller.body.allOutside('func_literal', 'call_expression')) {
      const callee = calleeOf(call, this.pkg);
      if (callee.kind !== 'function' && callee.kind !== 'method') continue;
      const called = (calledDeclarations(call, this.pkg) ?? []).flatMap(
        (node) => this.functions.get(node) ?? [],
      );
      if (called.length === 0 && callee.kind === 'method') this.unresolved.add(callee.name);
      for (const one of called) this.add({ call, caller, callee: one, how: statementOf(call) ?? 'call' });
    }
  }

  /** The calls at which a literal runs. */
  private addRunsOf(literal: GoFunction): void {
    const use = literalUse(literal.node, this.pkg);
    switch (use.kind) {
      case 'inline':
      case 'deferred':
        this.addRun(literal, use.call, use.kind === 'inline' ? 'call' : 'defer');
        return;
      case 'passed-to-caller':
        this.addRun(literal, use.call, 'within');
        return;
      case 'only-called':
        for (const call of use.calls) this.addRun(literal, call, 'call');
        return;
      case 'go': {
        const started = literal.node.ancestor('go_statement')?.children[0];
        if (started !== undefined) this.addRun(literal, started, 'go');
        return;
      }
      case 'stored':
        return;
    }
  }

  private addRun(callee: GoFunction, call: Node, how: CallEdge['how']): void {
    const caller = this.functionAround(call);
    if (caller !== undefined) this.add({ call, caller, callee, how });
  }

  private add(edge: CallEdge): void {
    append(this.from, edge.caller.node, edge);
    append(this.to, edge.callee.node, edge);
    append(this.at, edge.call, edge);
  }

  private findOutside(fn: Node): Outside | undefined {
    if (fn.kind === 'func_literal') {
      const use = literalUse(fn, this.pkg).kind;
      // Only a literal in a go statement itself has its start among the calls.
      if (use === 'go') return (this.to.get(fn) ?? []).length > 0 ? undefined : 'value';
      return use === 'stored' ? 'value' : undefined;
    }
    const name = fn.child('name');
    if (name === undefined) return 'value';
    if (this.exported.has(fn) || this.linked.has(name.text)) return 'c';
    const isMethod = fn.kind === 'method_declaration';
    if (!isMethod && /^(main|init|_)$/.test(name.text)) return 'runtime';
    if (this.isInTest(fn) && /^(Test|Benchmark|Example|Fuzz)/.test(name.text)) return 'runtime';
    const isExported = /^\p{Lu}/u.test(name.text);
    if (isExported && (isMethod || (this.pkg.name !== 'main' && !this.isInTest(fn)))) return 'importers';
    if (isMethod) return this.isMethodValue(name.text) ? 'value' : undefined;
    const symbol = this.pkg.symbolOf(name);
    const uses = symbol === undefined ? [] : this.pkg.bindings.usesOf(symbol);
    return uses.every((use) => use === name || isCalled(use)) ? undefined : 'value';
  }

  /** Whether a method of that name is called through something that is not known, or taken as a value. */
  private isMethodValue(name: string): boolean {
    return this.unresolved.has(name) || selectorsOf(name, this.pkg).some((selector) => !isCalled(selector));
  }
}

/** Who calls whom in a package. */
export const callGraph: Analysis<CallGraph> = {
  name: 'call graph',
  run: (pkg) => new CallGraph(pkg),
};

function isCalled(mention: Node): boolean {
  return mention.field === 'function' && mention.parent?.kind === 'call_expression';
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
