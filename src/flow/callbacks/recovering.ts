import { calledDeclarations } from '../../semantic/called-declarations.ts';
import { calleeOf } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';

/**
 * The deferred call that may stop a panic of a function: it recovers itself, or nobody here can read it and its name
 * sounds like it. Undefined where there is none, and a panic leaves the function.
 */
export function recoveringDefer(fn: GoFunction, pkg: Package): Node | undefined {
  return fn.body
    .allOutside('func_literal', 'defer_statement')
    .find((statement) => statement.children[0] !== undefined && mayRecover(statement.children[0], pkg));
}

function mayRecover(call: Node, pkg: Package): boolean {
  const callee = calleeOf(call, pkg);
  if (callee.kind === 'literal') return recoversIn(callee.node, pkg);
  const declarations = calledDeclarations(call, pkg) ?? [];
  if (declarations.length > 0) return declarations.some((declaration) => recoversIn(declaration, pkg));
  const name =
    callee.kind === 'method' || callee.kind === 'package'
      ? callee.name
      : (call.child('function')?.text ?? '');
  return callee.kind !== 'c' && /recover|panic|protect|guard|catch|rescue/i.test(name);
}

/** `recover()` in the deferred function, or in one that it calls and passes on to: whoever writes it means to recover. */
function recoversIn(fn: Node, pkg: Package): boolean {
  return fn.all('call_expression').some((call) => {
    const callee = calleeOf(call, pkg);
    return (
      (callee.kind === 'builtin' && callee.name === 'recover') ||
      ((callee.kind === 'function' || callee.kind === 'package' || callee.kind === 'method') &&
        /recover/i.test(callee.kind === 'function' ? callee.symbol.name : callee.name))
    );
  });
}
