import type { Location } from '../base/span.ts';
import type { CFile } from '../syntax/c-file.ts';
import type { GoFile } from '../syntax/go-file.ts';
import type { Node } from '../syntax/tree.ts';
import { declarationName } from './declaration.ts';

/** The files of some packages at one side of a change. */
export interface CodeSide {
  readonly goFiles: readonly GoFile[];
  /** C files and headers; preambles stand in the Go files. */
  readonly cFiles: readonly CFile[];
}

/** A top-level declaration of Go or a function of C, where a change can have caused a finding. */
export interface Declared {
  readonly path: string;
  /** As in `Diagnostic.symbol` for Go; the name for C. */
  readonly symbol: string;
  /** The bare name by which it is called. */
  readonly name: string;
  readonly language: 'go' | 'c';
  readonly node: Node;
  /** The names of its parameters, a method's receiver included. */
  readonly parameters: ReadonlySet<string>;
}

/** Finds declarations of one side by their names and places; what a file holds is looked at when it is asked for. */
export class CodeIndex {
  private readonly side: CodeSide;
  private readonly goFiles: ReadonlyMap<string, GoFile>;
  private readonly byPath = new Map<string, readonly Declared[]>();
  private named: ReadonlyMap<string, readonly Declared[]> | undefined;

  constructor(side: CodeSide) {
    this.side = side;
    this.goFiles = new Map(side.goFiles.map((file) => [file.path, file]));
  }

  /** The node of a Go file with this span, or the smallest that holds it. */
  nodeAt({ path, span }: Location): Node | undefined {
    const tree = this.goFiles.get(path)?.tree;
    if (tree === undefined) return undefined;
    const start = tree.index.offset(span.start);
    const end = tree.index.offset(span.end);
    let node = tree.root;
    for (;;) {
      const inner = node.allChildren.find((child) => child.start <= start && end <= child.end);
      if (inner === undefined || (node.start === start && node.end === end)) return node;
      node = inner;
    }
  }

  declarationAt(path: string, line: number): Declared | undefined {
    return this.inFile(path).find(({ node }) => node.line <= line && line <= node.span.end.line);
  }

  /** The declarations of Go with this symbol, those of `path` first. */
  withSymbol(symbol: string, path: string): readonly Declared[] {
    const all = this.inFile(path).filter((declared) => declared.symbol === symbol);
    if (all.length > 0) return all;
    return this.called(bareName(symbol)).filter((declared) => declared.symbol === symbol);
  }

  /** All functions that a call of this bare name can mean. */
  called(name: string): readonly Declared[] {
    this.named ??= this.collectNamed();
    return this.named.get(name) ?? [];
  }

  /** The names by which a file knows packages. */
  packagesOf(path: string): ReadonlySet<string> {
    return new Set(this.goFiles.get(path)?.imports.map(({ name }) => name) ?? []);
  }

  private collectNamed(): ReadonlyMap<string, readonly Declared[]> {
    const named = new Map<string, Declared[]>();
    const paths = [...this.side.goFiles, ...this.side.cFiles].map(({ path }) => path);
    for (const declared of paths.flatMap((path) => this.inFile(path))) {
      const known = named.get(declared.name);
      if (known === undefined) named.set(declared.name, [declared]);
      else known.push(declared);
    }
    return named;
  }

  private inFile(path: string): readonly Declared[] {
    let declared = this.byPath.get(path);
    if (declared === undefined) {
      const go = this.goFiles.get(path);
      declared = [
        ...(go === undefined ? [] : goDeclarations(go)),
        ...(go?.preambles ?? []).flatMap(({ tree }) => cFunctions(tree.root, path)),
        ...this.side.cFiles
          .filter((file) => file.path === path)
          .flatMap(({ tree }) => cFunctions(tree.root, path)),
      ];
      this.byPath.set(path, declared);
    }
    return declared;
  }
}

function bareName(symbol: string): string {
  return symbol.slice(Math.max(symbol.lastIndexOf(' '), symbol.lastIndexOf('.')) + 1);
}

function goDeclarations(file: GoFile): Declared[] {
  return file.tree.root.children
    .filter((node) =>
      node.is('function_declaration', 'method_declaration', 'var_declaration', 'type_declaration'),
    )
    .map((node) => {
      const lists = [node.child('receiver'), node.child('parameters')];
      return {
        path: file.path,
        symbol: declarationName(node, file),
        name: node.child('name')?.text ?? '',
        language: 'go',
        node,
        parameters: new Set(lists.flatMap((list) => (list === undefined ? [] : identifiersOf(list)))),
      };
    });
}

function cFunctions(root: Node, path: string): Declared[] {
  return root.all('function_definition').flatMap((node): Declared[] => {
    const declarator = node.all('function_declarator')[0];
    const name = declarator?.child('declarator');
    const parameters = declarator?.child('parameters');
    if (name?.kind !== 'identifier' || parameters === undefined) return [];
    return [
      {
        path,
        symbol: name.text,
        name: name.text,
        language: 'c',
        node,
        parameters: new Set(identifiersOf(parameters)),
      },
    ];
  });
}

function identifiersOf(list: Node): string[] {
  return list.all('identifier').map(({ text }) => text);
}
