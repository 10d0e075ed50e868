import { isReadable } from '../syntax/go-file.ts';
import type { GoFile } from '../syntax/go-file.ts';
import type { Node } from '../syntax/tree.ts';

/**
 * The types, functions and methods that some files of a package declare. A name may be declared several times, under
 * different build constraints; what a declaration with a syntax error says is left out.
 */
export class PackageDeclarations {
  /** `type_spec` and `type_alias` by name. */
  readonly types: ReadonlyMap<string, readonly Node[]>;
  readonly functions: ReadonlyMap<string, readonly Node[]>;
  /** By the name of the receiver's type, then their own. */
  readonly methods: ReadonlyMap<string, ReadonlyMap<string, readonly Node[]>>;

  constructor(files: readonly GoFile[]) {
    const types = new Map<string, Node[]>();
    const functions = new Map<string, Node[]>();
    const methods = new Map<string, Map<string, Node[]>>();
    for (const file of files) {
      for (const node of file.tree.root.children) {
        if (!isReadable(file, node)) continue;
        const name = node.child('name')?.text;
        if (node.kind === 'type_declaration') {
          for (const spec of node.children) add(types, spec.child('name')?.text, spec);
        } else if (node.kind === 'function_declaration') {
          add(functions, name, node);
        } else if (node.kind === 'method_declaration') {
          const receiver = receiverName(node)?.text ?? '';
          const own = methods.get(receiver) ?? new Map<string, Node[]>();
          methods.set(receiver, own);
          add(own, name, node);
        }
      }
    }
    this.types = types;
    this.functions = functions;
    this.methods = methods;
  }
}

/** The name of the type that a method is declared on. */
function receiverName(method: Node): Node | undefined {
  return method.child('receiver')?.children[0]?.child('type')?.all('type_identifier')[0];
}

/** The names of the type parameters that a top-level declaration, or the receiver of a method, introduces, in order. */
export function typeParameterNames(declaration: Node): string[] {
  if (declaration.kind === 'method_declaration') {
    const given = declaration.child('receiver')?.children[0]?.child('type')?.all('type_arguments')[0];
    return given?.children.map((argument) => argument.text) ?? [];
  }
  const list = declaration.child('type_parameters');
  return list?.children.flatMap((one) => one.childrenOf('name').map((name) => name.text)) ?? [];
}

function add(map: Map<string, Node[]>, name: string | undefined, node: Node): void {
  if (name === undefined || name === '_') return;
  const known = map.get(name);
  if (known === undefined) map.set(name, [node]);
  else known.push(node);
}
