import { cgoDirectiveLines, parseCgoDirective } from './cgo-directive.ts';
import type { CgoFlags } from './cgo-directive.ts';
import type { Node, SyntaxTree } from './tree.ts';

/** `//export NAME` in the documentation of a function, or a method, that C can call. */
export interface ExportDirective {
  readonly line: number;
  readonly name: string;
  /** Undefined where the comment documents no function: cmd/cgo then exports nothing. */
  readonly declaration: Node | undefined;
}

/** `// export NAME` above a function of that name: a comment like any other, since a directive has no space. */
export interface SpacedExport {
  readonly comment: Node;
  readonly declaration: Node;
}

/** `//go:WORD` that is none of the directives read here. */
export interface OtherGoDirective {
  /** `//go:WORD`, without what follows. */
  readonly word: string;
  readonly comment: Node;
}

/** `#cgo noescape NAME` or `#cgo nocallback NAME`: what the C function promises. */
export interface CgoPromise {
  readonly kind: 'noescape' | 'nocallback';
  readonly line: number;
  /** The C function's name. */
  readonly name: string;
}

/** `//go:linkname local [remote]`. */
export interface LinknameDirective {
  readonly line: number;
  readonly local: string;
  /** `importpath.name`; left out where the directive only opens the name to other packages. */
  readonly remote?: string;
  /** The function declaration, or the specification of the variable, of that name in the file. */
  readonly declaration: Node | undefined;
}

export type FunctionPragma = 'noescape' | 'nosplit' | 'uintptrescapes' | 'uintptrkeepalive';

/** `//go:noescape` and the like, on the function declaration that comes next. */
export interface PragmaDirective {
  readonly kind: FunctionPragma;
  readonly line: number;
  /** Undefined where something else than a function comes next, which the compiler refuses. */
  readonly declaration: Node | undefined;
}

/** golangci-lint's `//nolint[:LINTER,…]`. */
export interface NolintDirective {
  readonly line: number;
  /** In lower case; empty for all linters. */
  readonly linters: readonly string[];
  /** The top-level declaration that the comment stands above or on the first line of, and covers as a whole. */
  readonly declaration: Node | undefined;
}

/** A directive that the Go tools refuse. */
export interface MalformedDirective {
  readonly line: number;
  readonly message: string;
}

/** What the comments of a Go file tell the tools; suppressions of our own and build constraints aside. */
export interface Directives {
  readonly exports: readonly ExportDirective[];
  /** Only of functions that no directive exports. */
  readonly spacedExports: readonly SpacedExport[];
  readonly others: readonly OtherGoDirective[];
  readonly flags: readonly CgoFlags[];
  readonly promises: readonly CgoPromise[];
  readonly linknames: readonly LinknameDirective[];
  readonly pragmas: readonly PragmaDirective[];
  readonly nolints: readonly NolintDirective[];
  readonly malformed: readonly MalformedDirective[];
}

/**
 * Reads the directives of a Go file.
 * @param preambles the comments above each `import "C"`: only they hold `#cgo` lines, and only a file that has such
 *   an import exports functions (https://pkg.go.dev/cmd/cgo)
 * @param importsC whether the file imports "C"
 */
export function readDirectives(
  tree: SyntaxTree,
  preambles: readonly (readonly Node[])[],
  importsC: boolean,
): Directives {
  const reader = new DirectiveReader(tree, importsC);
  for (const comment of tree.root.all('comment')) reader.readComment(comment);
  for (const comments of preambles) reader.readPreamble(comments);
  reader.settle();
  return reader;
}

const functionPragmas: ReadonlyMap<string, FunctionPragma> = new Map(
  (['noescape', 'nosplit', 'uintptrescapes', 'uintptrkeepalive'] as const).map((kind) => [
    `//go:${kind}`,
    kind,
  ]),
);

const directiveStart = /\/\/(?:go:|export |[ \t]+export[ \t]|[/ ]*nolint)/y;

class DirectiveReader implements Directives {
  readonly exports: ExportDirective[] = [];
  spacedExports: SpacedExport[] = [];
  readonly others: OtherGoDirective[] = [];
  readonly flags: CgoFlags[] = [];
  readonly promises: CgoPromise[] = [];
  readonly linknames: LinknameDirective[] = [];
  readonly pragmas: PragmaDirective[] = [];
  readonly nolints: NolintDirective[] = [];
  readonly malformed: MalformedDirective[] = [];
  private readonly tree: SyntaxTree;
  private readonly importsC: boolean;
  private topLevel: readonly Node[] | undefined;
  private declarationsByName: ReadonlyMap<string, Node> | undefined;

  constructor(tree: SyntaxTree, importsC: boolean) {
    this.tree = tree;
    this.importsC = importsC;
  }

  readComment(comment: Node): void {
    // Few comments are directives: the others cost no copy of their text.
    directiveStart.lastIndex = comment.start;
    const start = directiveStart.exec(this.tree.text)?.[0];
    if (start === undefined) return;
    const text = comment.text.trimEnd();
    if (start === '//go:') this.readGoDirective(comment, text);
    else if (start === '//export ') this.readExport(comment, text);
    else if (/export[ \t]$/.test(start)) this.readSpacedExport(comment, text);
    else this.readNolint(comment, text);
  }

  /** `#cgo` lines count in the preamble alone. */
  readPreamble(comments: readonly Node[]): void {
    for (const comment of comments) {
      for (const { line, text } of cgoDirectiveLines(comment.text)) {
        const parsed = parseCgoDirective(text);
        const at = comment.line + line - 1;
        if (!parsed.ok) this.malformed.push({ line: at, message: parsed.error });
        else if (parsed.value.kind === 'flags') this.flags.push({ ...parsed.value, line: at });
        else this.promises.push({ ...parsed.value, line: at });
      }
    }
  }

  /** cmd/cgo takes the first `//export` of a function's documentation; the compiler reads `//go:` on its own line. */
  private readExport(comment: Node, text: string): void {
    if (!this.importsC || !text.startsWith('//export ')) return;
    const { line } = comment;
    const name = text.slice('//export '.length).trim();
    const declaration = this.documentedFunction(comment);
    if (declaration !== undefined && this.exports.some((other) => other.declaration === declaration)) return;
    this.exports.push({ line, name, declaration });
    const own = declaration?.child('name')?.text;
    if (own !== undefined && own !== name) {
      this.malformed.push({
        line,
        message: `\`//export ${name}\` stands above \`${own}\`, which cgo refuses`,
      });
    }
  }

  private readSpacedExport(comment: Node, text: string): void {
    const name = /^\/\/[ \t]+export[ \t]+([\p{L}_][\p{L}\p{N}_]*)$/u.exec(text)?.[1];
    const declaration = name === undefined || !this.importsC ? undefined : this.documentedFunction(comment);
    if (declaration?.child('name')?.text === name && declaration !== undefined)
      this.spacedExports.push({ comment, declaration });
  }

  /** Drops what a directive further down has made good. */
  settle(): void {
    const exported = new Set(this.exports.map(({ declaration }) => declaration));
    this.spacedExports = this.spacedExports.filter(({ declaration }) => !exported.has(declaration));
  }

  private readGoDirective(comment: Node, text: string): void {
    const [word = '', ...rest] = text.split(/\s+/);
    const { line } = comment;
    const pragma = functionPragmas.get(word);
    if (pragma === undefined && word !== '//go:linkname') {
      this.others.push({ word, comment });
      return;
    }
    if (!this.standsAlone(comment)) {
      this.malformed.push({ line, message: `\`${word}\` stands behind code, where the compiler refuses it` });
      return;
    }
    if (pragma !== undefined) {
      const next = comment.parent?.kind === 'source_file' ? this.declarationAfter(comment) : undefined;
      const declaration = isFunction(next) ? next : undefined;
      if (declaration === undefined) {
        this.malformed.push({
          line,
          message: `\`${word}\` stands above no function, where the compiler refuses it`,
        });
      }
      this.pragmas.push({ kind: pragma, line, declaration });
      return;
    }
    const [local, remote] = rest;
    if (local === undefined || rest.length > 2) {
      this.malformed.push({
        line,
        message: '`//go:linkname` is written `//go:linkname LOCAL [PACKAGE.NAME]`',
      });
      return;
    }
    const declaration = this.declarationOf(local);
    this.linknames.push({ line, local, ...(remote === undefined ? {} : { remote }), declaration });
  }

  private readNolint(comment: Node, text: string): void {
    const words = /^\/\/[/ ]*nolint(?=[ :]|$)(?::([^/]*))?/.exec(text);
    if (words === null) return;
    const linters = (words[1] ?? '')
      .split(',')
      .map((linter) => linter.trim().toLowerCase())
      .filter((linter) => linter !== '');
    this.nolints.push({
      line: comment.line,
      linters: linters.includes('all') ? [] : linters,
      declaration: this.coveredDeclaration(comment),
    });
  }

  private standsAlone(comment: Node): boolean {
    return this.tree.text.slice(this.tree.index.lineStart(comment.line), comment.start).trim() === '';
  }

  /** The function in whose documentation a comment stands: the comments down to it leave no line free. */
  private documentedFunction(comment: Node): Node | undefined {
    const next = this.declarationAfter(comment);
    if (comment.parent?.kind !== 'source_file' || !isFunction(next) || !this.standsAlone(comment))
      return undefined;
    const between = this.tree.text.slice(comment.end, next.start);
    return /\n[ \t\r]*\n/.test(withoutBlockComments(between)) ? undefined : next;
  }

  private coveredDeclaration(comment: Node): Node | undefined {
    const { line } = comment;
    const declarations = this.declarations();
    const index = firstBehind(declarations, comment.start);
    const [enclosing, next] = [declarations[index - 1], declarations[index]];
    if (enclosing?.line === line) return enclosing;
    return next !== undefined && this.standsAlone(comment) && next.line === line + 1 ? next : undefined;
  }

  private declarationAfter(comment: Node): Node | undefined {
    const declarations = this.declarations();
    return declarations[firstBehind(declarations, comment.start)];
  }

  private declarationOf(name: string): Node | undefined {
    this.declarationsByName ??= namedDeclarations(this.declarations());
    return this.declarationsByName.get(name);
  }

  private declarations(): readonly Node[] {
    return (this.topLevel ??= this.tree.root.children);
  }
}

function isFunction(node: Node | undefined): node is Node {
  return node?.is('function_declaration', 'method_declaration') === true;
}

/** A block comment has no free line for what stands around it. */
function withoutBlockComments(text: string): string {
  return text.replace(/\/\*.*?\*\//gs, '/**/');
}

/** The index of the first node that starts behind an offset; nodes are in order. */
function firstBehind(nodes: readonly Node[], offset: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((nodes[middle]?.start ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The functions and variables of a file's package level by their names. */
function namedDeclarations(declarations: readonly Node[]): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const declaration of declarations) {
    if (declaration.kind === 'function_declaration')
      found.set(declaration.child('name')?.text ?? '', declaration);
    if (declaration.kind !== 'var_declaration') continue;
    for (const spec of declaration.walk((node) => !node.is('expression_list', 'block'))) {
      if (spec.kind !== 'var_spec') continue;
      for (const name of spec.childrenOf('name')) found.set(name.text, spec);
    }
  }
  return found;
}
