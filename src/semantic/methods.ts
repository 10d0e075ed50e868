import { isReadable } from '../syntax/go-file.ts';
import type { GoFile } from '../syntax/go-file.ts';
import type { Node } from '../syntax/tree.ts';
import type { Names } from './callee.ts';
import type { FileVisibility } from './file-visibility.ts';
import type { GoSymbol } from './symbol.ts';

/** A method that is declared for a type. */
export interface MethodDeclaration {
  readonly name: string;
  readonly node: Node;
  readonly file: GoFile;
  readonly hasPointerReceiver: boolean;
}

type Resolver = Pick<Names, 'symbolsOf'>;

/** Aliases of aliases are followed so far: a cycle of them does not compile. */
const maxAliases = 8;

/** The declared methods of each type of a package. Those that a type has through embedding are not among them. */
export class MethodTable {
  private readonly byType: ReadonlyMap<GoSymbol, readonly MethodDeclaration[]>;
  private readonly byName = new Map<GoSymbol, ReadonlyMap<string, readonly MethodDeclaration[]>>();

  constructor(files: readonly GoFile[], names: Resolver, visibility: FileVisibility) {
    const byType = new Map<GoSymbol, MethodDeclaration[]>();
    for (const file of files) {
      for (const node of file.tree.root.children) {
        if (node.kind !== 'method_declaration' || !isReadable(file, node)) continue;
        const receiver = receiverType(node);
        const name = node.child('name');
        if (receiver === undefined || name === undefined) continue;
        const method = { name: name.text, node, file, hasPointerReceiver: receiver.isPointer };
        for (const symbol of typesOf(receiver.name, names)) {
          if (!visibility.sees(file, symbol.file)) continue;
          const methods = byType.get(symbol);
          if (methods === undefined) byType.set(symbol, [method]);
          else methods.push(method);
        }
      }
    }
    this.byType = byType;
  }

  /**
   * The methods of a type in the order of the files; under different build constraints there may be several of a name.
   * A type that has several definitions itself gets each method of a file that goes with it.
   */
  methodsOf(type: GoSymbol): readonly MethodDeclaration[] {
    return this.byType.get(type) ?? [];
  }

  /** Those of a name: several under different build constraints. */
  methodsNamed(type: GoSymbol, name: string): readonly MethodDeclaration[] {
    let named = this.byName.get(type);
    if (named === undefined) {
      named = byName(this.methodsOf(type));
      this.byName.set(type, named);
    }
    return named.get(name) ?? [];
  }
}

function byName(methods: readonly MethodDeclaration[]): Map<string, MethodDeclaration[]> {
  const named = new Map<string, MethodDeclaration[]>();
  for (const method of methods) {
    const known = named.get(method.name);
    if (known === undefined) named.set(method.name, [method]);
    else known.push(method);
  }
  return named;
}

/** The name of the type in `func (x *T[K]) …`, and whether a star stands before it. */
function receiverType(method: Node): { name: Node; isPointer: boolean } | undefined {
  let type = method.child('receiver')?.children[0]?.child('type');
  let isPointer = false;
  while (type?.is('parenthesized_type', 'pointer_type', 'generic_type') === true) {
    if (type.kind === 'pointer_type') isPointer = true;
    type = type.kind === 'generic_type' ? type.child('type') : type.children[0];
  }
  return type?.kind === 'type_identifier' ? { name: type, isPointer } : undefined;
}

/** The types that a type's name stands for, aliases of this package looked through. */
function typesOf(name: Node, names: Resolver): readonly GoSymbol[] {
  let symbols = names.symbolsOf(name);
  for (let depth = 0; depth < maxAliases; depth++) {
    if (!symbols.some(isAlias)) break;
    symbols = symbols.flatMap((symbol) =>
      isAlias(symbol) && symbol.type !== undefined ? names.symbolsOf(symbol.type) : [symbol],
    );
  }
  return [...new Set(symbols)].filter((symbol) => symbol.kind === 'type' && !isAlias(symbol));
}

function isAlias(symbol: GoSymbol): boolean {
  return symbol.declaration.parent?.kind === 'type_alias';
}
