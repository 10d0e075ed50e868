import type { CSource } from '../syntax/c-file.ts';
import type { Node, SyntaxTree } from '../syntax/tree.ts';
import { CTypeReader, declaredName } from './c-type-reader.ts';

/** One declaration of a name: nothing of it is read yet. */
export interface CEntry {
  readonly reader: CTypeReader;
  /** The declaration, definition or specifier. */
  readonly node: Node;
  /** Undefined for a tag and for an enumerator. */
  readonly declarator: Node | undefined;
  /** The file or preamble that holds it. */
  readonly source: CSource;
}

const indexedKinds: readonly [string, ...string[]] = [
  'compound_statement', 'parameter_list', 'function_definition', 'declaration', 'type_definition',
  'struct_specifier', 'union_specifier', 'enum_specifier', 'enumerator',
]; // prettier-ignore

/** The declarations of C sources by name: what stands at file level, and every tag and enumerator outside of bodies. */
export class CIndex {
  readonly functions = new Map<string, CEntry[]>();
  readonly variables = new Map<string, CEntry[]>();
  readonly typedefs = new Map<string, CEntry[]>();
  /** By kind and tag: `struct x`. Only specifiers with a body. */
  readonly tags = new Map<string, CEntry[]>();
  readonly enumerators = new Map<string, CEntry[]>();

  /** @param isMacro and @param integer as {@link CTypeReader} takes them */
  constructor(
    sources: readonly CSource[],
    isMacro: (name: string) => boolean,
    integer: (text: string) => bigint | undefined,
  ) {
    for (const source of sources) {
      const { tree, uncertain, expanded } = source;
      this.addTree(tree, new CTypeReader(tree, uncertain, isMacro, integer), source);
      if (expanded !== undefined)
        this.addTree(expanded, new CTypeReader(expanded, [], isMacro, integer), source);
    }
  }

  private addTree(tree: SyntaxTree, reader: CTypeReader, source: CSource): void {
    let end = 0;
    for (const node of tree.root.all(...indexedKinds)) {
      if (node.id < end) continue;
      switch (node.kind) {
        // Only a function's body is a compound statement here: what it declares is its own.
        case 'compound_statement':
        case 'parameter_list':
          end = node.subtreeEnd;
          break;
        case 'function_definition':
          this.addDeclarators(node, reader, source);
          break;
        case 'declaration':
          // Not the declarations of parameters behind a head as in K&R.
          if (node.parent?.kind !== 'function_definition') this.addDeclarators(node, reader, source);
          break;
        case 'type_definition':
          for (const declarator of node.childrenOf('declarator')) {
            add(this.typedefs, declaredName(declarator), { reader, node, declarator, source });
          }
          break;
        case 'struct_specifier':
        case 'union_specifier':
        case 'enum_specifier':
          if (node.child('body') !== undefined) {
            const tag = node.child('name')?.text;
            const kind = node.kind.slice(0, node.kind.indexOf('_'));
            add(this.tags, tag === undefined ? undefined : `${kind} ${tag}`, {
              reader,
              node,
              declarator: undefined,
              source,
            });
          }
          break;
        case 'enumerator':
          add(this.enumerators, node.child('name')?.text, { reader, node, declarator: undefined, source });
          break;
      }
    }
  }

  private addDeclarators(node: Node, reader: CTypeReader, source: CSource): void {
    for (const declarator of node.childrenOf('declarator')) {
      // `int PREFIX(name)(int)`: no function gives a function; a macro makes the name.
      if (isMadeByMacro(declarator)) continue;
      const isFunction = declaresFunction(declarator);
      add(isFunction ? this.functions : this.variables, declaredName(declarator), {
        reader,
        node,
        declarator,
        source,
      });
    }
  }
}

function add(map: Map<string, CEntry[]>, name: string | undefined, entry: CEntry): void {
  if (name === undefined) return;
  const known = map.get(name);
  if (known === undefined) map.set(name, [entry]);
  else known.push(entry);
}

/** `*f(int)` and `(f)(int)` declare functions; `(*f)(int)` declares a pointer to one. */
function declaresFunction(declarator: Node): boolean {
  const declared = functionDeclarator(declarator);
  if (declared === undefined) return false;
  let inner = declared.child('declarator');
  while (inner?.kind === 'parenthesized_declarator') inner = inner.children[0];
  return inner?.kind === 'identifier';
}

function isMadeByMacro(declarator: Node): boolean {
  let node: Node | undefined = declarator;
  while (node !== undefined) {
    const inner: Node | undefined =
      node.kind === 'parenthesized_declarator' ? node.children[0] : node.child('declarator');
    if (node.kind === 'function_declarator' && inner?.kind === 'function_declarator') return true;
    node = inner;
  }
  return false;
}

/** The function declarator that is nearest to the declared name, if there is one. */
export function functionDeclarator(declarator: Node): Node | undefined {
  let found: Node | undefined;
  let node: Node | undefined = declarator;
  while (node !== undefined) {
    if (node.kind === 'function_declarator') found = node;
    node = node.kind === 'parenthesized_declarator' ? node.children[0] : node.child('declarator');
  }
  return found;
}
