import type { Package } from './package.ts';
import { packageMember } from './callee.ts';
import type { GoSymbol } from './symbol.ts';
import { definitionsOf, nameOf } from './type.ts';
import type { Type } from './types.ts';

/**
 * Whether values of a type are handles: of `runtime/cgo`, or of a type that the package declares for them, on `cgo.Handle`
 * or with its methods `Value() any` and `Delete` on an integer, as for older versions of Go.
 */
export function isHandle(type: Type, pkg: Package): boolean {
  const name = nameOf(type);
  if (name === undefined) return false;
  if (name.path === 'runtime/cgo') return name.name === 'Handle';
  return definitionsOf(name).some((symbol) => {
    const definition = symbol.type;
    if (definition === undefined) return false;
    const member = packageMember(definition, pkg);
    if (member?.path === 'runtime/cgo') return member.name === 'Handle';
    const isInteger = /^u?int(ptr|64)?$/.test(definition.text);
    return isInteger && holdsAnything(symbol, pkg) && pkg.methodsNamed(symbol, 'Delete').length > 0;
  });
}

/** Its method `Value` gives a value of any type: what stands for an object of C gives something of that. */
function holdsAnything(type: GoSymbol, pkg: Package): boolean {
  const values = pkg.methodsNamed(type, 'Value');
  return (
    values.length > 0 &&
    values.every(({ node }) => /^(any|interface\s*\{\s*\})$/.test(node.child('result')?.text ?? ''))
  );
}

/** Whether a package may have handles at all: it imports `runtime/cgo`, or has a type whose name says so. */
export function mayHoldHandles(pkg: Package): boolean {
  return pkg.files.some(
    (file) =>
      file.imports.some(({ path }) => path === 'runtime/cgo') ||
      file.tree.root
        .all('type_spec')
        .some(
          (type) =>
            /handle$/i.test(type.child('name')?.text ?? '') && type.child('type')?.kind === 'type_identifier',
        ),
  );
}

/** Whether a handle, or what a pointer points to, is one of `runtime/cgo` in some build: after `Delete`, its methods panic. */
export function isRuntimeHandle(of: Type, pkg: Package): boolean {
  const type = of.kind === 'pointer' && of.declared === undefined ? of.element : of;
  const name = nameOf(type);
  if (name === undefined) return false;
  if (name.path === 'runtime/cgo') return name.name === 'Handle';
  return definitionsOf(name).some(({ type: definition }) => {
    const member = definition === undefined ? undefined : packageMember(definition, pkg);
    return member?.path === 'runtime/cgo' && member.name === 'Handle';
  });
}
