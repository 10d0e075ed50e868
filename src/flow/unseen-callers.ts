import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';

/**
 * Code that nobody here can read and that may call a function.
 * - `anyone`: the function is exported
 * - `io`: only the module can name it, but its type can be held as one of the interfaces of package io
 */
export type UnseenCallers = 'anyone' | 'io';

/** Who else may call the function that declares a parameter; undefined where nobody may, or only the module. */
export function unseenCallersOf(parameter: GoSymbol, pkg: Package): UnseenCallers | undefined {
  const fn = parameter.owner;
  const receiver = fn?.child('receiver')?.all('type_identifier')[0]?.text;
  if (fn === undefined || !isExported(fn.child('name')?.text ?? '')) return undefined;
  const isHidden = pkg.name === 'main' || pkg.path.split('/').includes('internal');
  if (!isHidden && (receiver === undefined || isExported(receiver))) return 'anyone';
  return receiver !== undefined && isMethodOfIo(fn) ? 'io' : undefined;
}

function isExported(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}

/** `Read(p []byte) (int, error)` and its kin. */
function isMethodOfIo(method: Node): boolean {
  const parameters = signatures.get(method.child('name')?.text ?? '');
  return (
    parameters !== undefined &&
    typesIn(method.child('parameters')) === parameters &&
    typesIn(method.child('result')) === 'int, error'
  );
}

const signatures: ReadonlyMap<string, string> = new Map([
  ['Read', '[]byte'],
  ['Write', '[]byte'],
  ['ReadAt', '[]byte, int64'],
  ['WriteAt', '[]byte, int64'],
]);

/** The types of a list of parameters or results, one for each. */
function typesIn(list: Node | undefined): string {
  const declarations = (list?.children ?? []).filter((one) => one.kind === 'parameter_declaration');
  return declarations
    .flatMap((one) => {
      const type = one.child('type')?.text ?? '';
      return Array.from({ length: Math.max(1, one.childrenOf('name').length) }, () => type);
    })
    .join(', ');
}
