import type { Node } from '../../syntax/tree.ts';
import { argumentsOf, calleeOf, packageMember } from '../callee.ts';
import type { Names } from '../callee.ts';
import type { FunctionParts } from './function-parts.ts';
import { namedType } from './package-types.ts';
import type { Values } from './values.ts';

/** What a call of `runtime.SetFinalizer` or `runtime.AddCleanup` is given. */
export interface CleanupCall {
  readonly kind: 'finalizer' | 'cleanup';
  readonly object: Node;
  /** The function that runs. */
  readonly runs: Node;
  /** What a cleanup is called with. */
  readonly argument: Node | undefined;
}

/** The parts of a call that sets a finalizer or a cleanup; undefined for one that takes it off. */
export function cleanupSetBy(call: Node, names: Names): CleanupCall | undefined {
  const callee = calleeOf(call, names);
  if (callee.kind !== 'package' || callee.path !== 'runtime') return undefined;
  if (callee.name !== 'SetFinalizer' && callee.name !== 'AddCleanup') return undefined;
  const [object, runs, argument] = argumentsOf(call);
  if (object === undefined || runs === undefined || runs.kind === 'nil') return undefined;
  return { kind: callee.name === 'SetFinalizer' ? 'finalizer' : 'cleanup', object, runs, argument };
}

/** The declarations that a function, a method expression `(*T).Free` or a bound method `x.free` names. */
export function declarationsNamedBy(target: Node, values: Values): readonly Node[] | undefined {
  if (target.kind === 'identifier') {
    const symbol = values.pkg.symbolOf(target);
    const declaration = symbol?.kind === 'function' ? symbol.declaration.parent : undefined;
    return declaration?.kind === 'function_declaration' ? [declaration] : undefined;
  }
  if (target.kind !== 'selector_expression' || packageMember(target, values.pkg) !== undefined)
    return undefined;
  const operand = target.child('operand');
  const name = target.child('field')?.text ?? '';
  if (operand === undefined) return undefined;
  const type = namedType(values.types.shapeOfType(operand)) ?? namedType(values.shapeOf(operand));
  const found = type === undefined ? undefined : values.types.methodOf(type, name);
  return found?.methods.map((method) => method.node);
}

/** The declared functions that are set as finalizers or cleanups: what they call ends the object. */
export function finalizersIn(functions: readonly FunctionParts[], values: Values): Set<Node> {
  const found = new Set<Node>();
  for (const { calls } of functions) {
    for (const call of calls) {
      const set = cleanupSetBy(call, values.pkg);
      for (const node of set === undefined ? [] : (declarationsNamedBy(set.runs, values) ?? []))
        found.add(node);
    }
  }
  return found;
}
