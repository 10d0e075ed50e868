import { endOfCall, endOfMethod, endOfTestMethod } from '../knowledge/go-functions.ts';
import { calledDeclarations } from '../semantic/called-declarations.ts';
import { calleeOf } from '../semantic/callee.ts';
import type { Callee } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import { nameOf } from '../semantic/type.ts';
import type { Node } from '../syntax/tree.ts';
import { buildControlFlow, returnedCalls } from './cfg.ts';

/** How a call ends that never returns: the process ends, or hangs, or the deferred calls of its callers run. */
type End = 'stop' | 'panic';

/**
 * The calls of a package that never return: of `panic`, of what ends the process, and of the package's own functions
 * of which no path reaches the end. A function is looked at when it is first called, and only if its last statement
 * leaves the question open; one that is met while it is looked at itself is taken to return.
 */
export class NeverReturning {
  private readonly pkg: Package;
  private readonly known = new Map<Node, End | undefined>();

  constructor(pkg: Package) {
    this.pkg = pkg;
  }

  /** How a call ends; undefined where it may return. */
  endOf(call: Node): End | undefined {
    const callee = calleeOf(call, this.pkg);
    switch (callee.kind) {
      case 'builtin':
        return callee.name === 'panic' ? 'panic' : undefined;
      case 'package':
        return endOfCall(callee.path, callee.name);
      case 'c':
        return endsProcess(callee.name) ||
          this.pkg.c.isNoReturn(callee.name) ||
          this.isDeadEndOfC(callee.name)
          ? 'stop'
          : undefined;
      case 'function':
        return this.endOfDeclared(call);
      case 'method':
        // A logger of the package’s own may log and go on.
        return (calledDeclarations(call, this.pkg) ?? []).length === 0
          ? this.endOfOutsideMethod(call, callee)
          : this.endOfDeclared(call);
      case 'literal':
        return this.endOfFunction(callee.node);
      default:
        return undefined;
    }
  }

  private endOfOutsideMethod(
    call: Node,
    { name, operand }: Extract<Callee, { kind: 'method' }>,
  ): End | undefined {
    // What gives a value returns: `return logger.Fatal()` makes an event.
    if (call.parent?.is('return_statement', 'expression_list') === true) return undefined;
    const end = endOfMethod(name);
    if (end !== undefined || !/^Skipf?$/.test(name)) return end;
    const type = this.pkg.types.ofExpression(operand);
    const owner = nameOf(type.kind === 'pointer' ? type.element : type);
    return owner === undefined ? undefined : endOfTestMethod(owner.path, name);
  }

  /** Whether every body that a C function has here runs, without a return, into what ends the process. */
  private isDeadEndOfC(name: string): boolean {
    const bodies = this.pkg.c.definitions.callable(name);
    return (
      bodies.length > 0 &&
      bodies.every(({ body, isPartial }) => {
        const last = body.children.filter(({ kind }) => kind !== 'comment').at(-1);
        const call = last?.kind === 'expression_statement' ? last.children[0] : undefined;
        const callee = call?.kind === 'call_expression' ? call.child('function')?.text : undefined;
        if (isPartial || callee === undefined || !endsProcess(callee)) return false;
        return body.all('return_statement', 'goto_statement').length === 0;
      })
    );
  }

  /** Of several declarations, each may be the one that is called. */
  private endOfDeclared(call: Node): End | undefined {
    const ends = new Set((calledDeclarations(call, this.pkg) ?? []).map((fn) => this.endOfFunction(fn)));
    if (ends.has(undefined)) return undefined;
    return ends.has('stop') ? 'stop' : [...ends][0];
  }

  private endOfFunction(fn: Node): End | undefined {
    if (this.known.has(fn)) return this.known.get(fn);
    this.known.set(fn, undefined);
    const body = fn.child('body');
    const last = body === undefined ? undefined : lastStatement(body);
    const end =
      body === undefined || last === undefined
        ? undefined
        : this.mayNotEnd(last)
          ? this.endOfBody(body)
          : this.stopsAtEnd(body)
            ? 'stop'
            : undefined;
    this.known.set(fn, end);
    return end;
  }

  /** Whether the end of a function may be out of reach, as far as its last statement says. */
  private mayNotEnd(last: Node): boolean {
    switch (last.kind) {
      case 'expression_statement': {
        const [call] = last.children;
        return call?.kind === 'call_expression' && this.endOf(call) !== undefined;
      }
      case 'return_statement':
        return returnedCalls(last).some((call) => this.endOf(call) !== undefined);
      case 'for_statement':
        return last.children.length === 1;
      case 'if_statement':
        return last.child('alternative') !== undefined;
      case 'expression_switch_statement':
      case 'type_switch_statement':
        return last.children.some(({ kind }) => kind === 'default_case');
      case 'select_statement':
      case 'labeled_statement':
      case 'block':
        return true;
      default:
        return false;
    }
  }

  /** `defer os.Exit(2)`: whether the process ends where the function would return, whichever way that comes to. */
  private stopsAtEnd(body: Node): boolean {
    const statements = statementsOf(body);
    const last = statements.find((one) => {
      const call = one.kind === 'defer_statement' ? one.children[0] : undefined;
      return call?.kind === 'call_expression' && this.endOf(call) === 'stop';
    });
    if (last === undefined) return false;
    return body.allOutside('func_literal', 'return_statement').every(({ start }) => start > last.start);
  }

  private endOfBody(body: Node): End | undefined {
    const { entry, exit } = buildControlFlow(body, (call) => this.endOf(call));
    const reached = new Set([entry]);
    for (const node of reached) {
      for (const { to } of node.successors) reached.add(to);
    }
    if (reached.has(exit)) return undefined;
    const ends = new Set([...reached].map(({ kind }) => kind));
    // A loop without an end lets nobody go on either; where the process may end instead, nothing deferred is sure to run.
    if (ends.has('stop') || !ends.has('panic')) return 'stop';
    return mayRecover(body, this.pkg) ? undefined : 'panic';
  }
}

/** Whether a function of C ends the process: exit(3) and its like. */
export function endsProcess(name: string): boolean {
  return /^(?:abort|exit|_exit|_Exit|quick_exit)$/.test(name);
}

function lastStatement(body: Node): Node | undefined {
  return statementsOf(body).at(-1);
}

function statementsOf(body: Node): Node[] {
  return body.children
    .flatMap((one) => (one.kind === 'statement_list' ? one.children : [one]))
    .filter(({ kind }) => kind !== 'comment' && kind !== 'empty_statement');
}

/**
 * Whether a deferred call may stop a panic. Only the deferred function itself can: `recover` does nothing in what it
 * calls (https://go.dev/ref/spec#Handling_panics).
 */
function mayRecover(body: Node, pkg: Package): boolean {
  return body.allOutside('func_literal', 'defer_statement').some((statement) => {
    const [call] = statement.children;
    const callee = call?.kind === 'call_expression' ? calleeOf(call, pkg) : undefined;
    if (callee?.kind === 'c' || callee?.kind === 'package') return false;
    const literal = call?.child('function');
    if (literal?.kind !== 'func_literal') return true;
    return literal.all('identifier').some(({ text }) => text === 'recover');
  });
}
