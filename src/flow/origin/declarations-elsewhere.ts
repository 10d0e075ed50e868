import { calleeOf } from '../../semantic/callee.ts';
import { calledDeclarations } from '../../semantic/called-declarations.ts';
import { importedModel } from '../../semantic/imported-model.ts';
import type { Package } from '../../semantic/package.ts';
import { nameOf } from '../../semantic/type.ts';
import type { Node } from '../../syntax/tree.ts';

/** A function that a call can run, and the package that declares it. */
export interface Declared {
  readonly declaration: Node;
  readonly home: Package;
}

/**
 * The functions and methods with a body that a call can run, of this package or of another one of the module; none
 * where that is not known.
 */
export function declarationsOf(call: Node, pkg: Package): readonly Declared[] {
  const own = calledDeclarations(call, pkg);
  if (own !== undefined && own.length > 0) {
    const isHere = own.every(({ tree }) => pkg.fileOf(tree) !== undefined);
    return isHere ? own.map((declaration) => ({ declaration, home: pkg })) : [];
  }
  const callee = calleeOf(call, pkg);
  if (callee.kind === 'package') return declaredIn(callee.path, callee.name, '', pkg);
  if (callee.kind !== 'method') return [];
  const type = pkg.types.ofExpression(callee.operand);
  const receiver = nameOf(type.kind === 'pointer' && type.declared === undefined ? type.element : type);
  return receiver === undefined ? [] : declaredIn(receiver.path, callee.name, receiver.name, pkg);
}

/** Functions of another package of the module, or methods of one of its types. */
function declaredIn(path: string, name: string, receiver: string, pkg: Package): readonly Declared[] {
  const imported = pkg.imported(path);
  if (imported === undefined) return [];
  const home = importedModel(imported, pkg);
  return home
    .functions()
    .filter(({ node }) => node.child('name')?.text === name && receiverOf(node) === receiver)
    .map(({ node }) => ({ declaration: node, home }));
}

/** The name of the type that a method hangs on; empty for a function. */
function receiverOf(declaration: Node): string {
  return declaration.child('receiver')?.all('type_identifier')[0]?.text ?? '';
}
