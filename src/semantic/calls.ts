import { onceFor } from '../base/once-for.ts';
import { isReadable, usesCgo } from '../syntax/go-file.ts';
import type { GoFile } from '../syntax/go-file.ts';
import { NodeMap } from '../syntax/node-map.ts';
import type { Node } from '../syntax/tree.ts';
import { calleeOf, isCall } from './callee.ts';
import type { Callee } from './callee.ts';
import type { GoFunction, Package } from './package.ts';

/** A call of a function of C. */
export interface CCall {
  readonly call: Node;
  readonly callee: Extract<Callee, { readonly kind: 'c' }>;
}

/** The calls of C in a function, those in function literals inside it left out: they have their own turn. */
export function cCallsOf({ file, body }: GoFunction, pkg: Package): readonly CCall[] {
  if (!usesCgo(file)) return [];
  return ownCCalls(pkg).once(body, () =>
    cCallsAmong(body.allOutside('func_literal', 'call_expression'), pkg),
  );
}

/** The calls of C in a function and in the function literals inside it. */
export function cCallsWithin({ file, body }: GoFunction, pkg: Package): readonly CCall[] {
  if (!usesCgo(file)) return [];
  return allCCalls(pkg).once(body, () => cCallsAmong(body.all('call_expression'), pkg));
}

/** By the bodies of functions: most rules go through them. */
const ownCCalls = onceFor((_pkg: Package) => new NodeMap<readonly CCall[]>());
const allCCalls = onceFor((_pkg: Package) => new NodeMap<readonly CCall[]>());

function cCallsAmong(calls: readonly Node[], pkg: Package): CCall[] {
  return calls.flatMap((call) => {
    const callee = calleeOf(call, pkg);
    return callee.kind === 'c' ? [{ call, callee }] : [];
  });
}

/** The calls of `C.name` in a function, those in function literals inside it left out. */
export function callsOf(fn: GoFunction, pkg: Package, name: string): Node[] {
  return cCallsOf(fn, pkg).flatMap(({ call, callee }) => (callee.name === name ? [call] : []));
}

/** The calls of `C.name` that initialise package-level variables, outside of function literals. */
export function packageLevelCallsOf(pkg: Package, name: string): { file: GoFile; call: Node }[] {
  return pkg.files.flatMap((file) =>
    file.tree.root.children
      .filter((declaration) => declaration.kind === 'var_declaration' && isReadable(file, declaration))
      .flatMap((declaration) => declaration.allOutside('func_literal', 'call_expression'))
      .filter((call) => {
        const callee = calleeOf(call, pkg);
        return callee.kind === 'c' && callee.name === name;
      })
      .map((call) => ({ file, call })),
  );
}

/** The innermost call of a C function in whose arguments an expression stands, conversions looked through. */
export function enclosingCCall(node: Node, pkg: Package): { call: Node; name: string } | undefined {
  let current = node.parent;
  while (current !== undefined) {
    if (isCall(current)) {
      const callee = calleeOf(current, pkg);
      if (callee.kind === 'c') return { call: current, name: callee.name };
      if (callee.kind !== 'conversion') return undefined;
    } else if (!current.is('argument_list', 'parenthesized_expression')) {
      return undefined;
    }
    current = current.parent;
  }
  return undefined;
}
