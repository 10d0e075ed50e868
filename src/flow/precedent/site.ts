import { isReadable, usesCgo } from '../../syntax/go-file.ts';
import type { GoFile } from '../../syntax/go-file.ts';
import type { Node } from '../../syntax/tree.ts';
import { calleeOf } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';

/** A place of the package's own code that says something: what tests do is no precedent. */
export interface Site {
  readonly file: GoFile;
  readonly node: Node;
  /** The declared function that holds it; literals inside it belong to it. */
  readonly function: DeclaredFunction;
}

/** A declared function with a body, outside of tests. */
export interface DeclaredFunction {
  readonly file: GoFile;
  readonly node: Node;
  readonly body: Node;
  readonly name: string;
  /** As `T.Name` for a method. */
  readonly fullName: string;
  /** The receiver's variable, where it has a name. */
  readonly receiver: GoSymbol | undefined;
  /** The C functions that it calls. */
  readonly cCalls: readonly CCall[];
  /** Its other calls. */
  readonly goCalls: readonly Node[];
}

/** A call of `C.name`. */
export interface CCall {
  readonly call: Node;
  readonly name: string;
}

/** The declared functions of a package that count as precedent, in the order of the files. */
export function precedentFunctions(pkg: Package): readonly DeclaredFunction[] {
  let functions = functionsOf.get(pkg);
  if (functions === undefined) {
    functions = pkg.files
      .filter(({ constraint }) => !constraint.isTest)
      .flatMap((file) => functionsIn(file, pkg));
    functionsOf.set(pkg, functions);
  }
  return functions;
}

/** Several analyses look at the same functions. */
const functionsOf = new WeakMap<Package, readonly DeclaredFunction[]>();

function functionsIn(file: GoFile, pkg: Package): DeclaredFunction[] {
  return file.tree.root.children.flatMap((node): DeclaredFunction[] => {
    const body = node.child('body');
    if (!node.is('function_declaration', 'method_declaration') || body === undefined) return [];
    if (!isReadable(file, node)) return [];
    let goCalls: readonly Node[] | undefined;
    const name = node.child('name')?.text ?? '';
    const receiverNode = node.child('receiver')?.children[0];
    const type = /[\p{L}_][\p{L}\p{N}_]*/u.exec(receiverNode?.child('type')?.text ?? '')?.[0];
    const declared = receiverNode?.child('name');
    return [
      {
        file,
        node,
        body,
        name,
        fullName: type === undefined ? name : `${type}.${name}`,
        receiver: declared === undefined ? undefined : pkg.symbolOf(declared),
        cCalls: usesCgo(file) ? cCallsIn(body, pkg) : [],
        // Asked for beside calls of C.
        get goCalls() {
          return (goCalls ??= goCallsIn(body, pkg));
        },
      },
    ];
  });
}

function cCallsIn(body: Node, pkg: Package): CCall[] {
  return body.all('call_expression').flatMap((call) => {
    const callee = calleeOf(call, pkg);
    return callee.kind === 'c' ? [{ call, name: callee.name }] : [];
  });
}

function goCallsIn(body: Node, pkg: Package): Node[] {
  return body
    .all('call_expression')
    .filter((call) => !['c', 'conversion'].includes(calleeOf(call, pkg).kind));
}

/** The variable that an expression starts from: `x` of `(*x).a.b[0].m()`. */
export function rootVariable(expression: Node, pkg: Package): GoSymbol | undefined {
  let node: Node | undefined = expression;
  while (node !== undefined && node.kind !== 'identifier') {
    if (node.kind === 'call_expression') node = node.child('function');
    else
      node =
        node.child('operand') ?? (node.kind === 'parenthesized_expression' ? node.children[0] : undefined);
  }
  const symbol = node === undefined ? undefined : pkg.symbolOf(node);
  return symbol?.kind === 'variable' ? symbol : undefined;
}
