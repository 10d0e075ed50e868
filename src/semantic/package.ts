import type { CFile } from '../syntax/c-file.ts';
import type { GoFile } from '../syntax/go-file.ts';
import { isReadable } from '../syntax/go-file.ts';
import type { Node, SyntaxTree } from '../syntax/tree.ts';
import { bindPackage } from './bindings.ts';
import type { Bindings } from './bindings.ts';
import { CDeclarations } from './c-declarations.ts';
import type { Names } from './callee.ts';
import { packageMember } from './callee.ts';
import type { GoSymbol } from './symbol.ts';
import { Types } from './types.ts';

/** A function with a body: a declaration, or a literal inside one. */
export interface GoFunction {
  readonly file: GoFile;
  /** `function_declaration`, `method_declaration` or `func_literal`. */
  readonly node: Node;
  readonly body: Node;
}

/** A Go package as its source alone shows it: names, light types, and the C code that it carries. */
export class Package implements Names {
  /** The directory, relative to the repository's root; `.` for the root itself. */
  readonly path: string;
  readonly name: string;
  readonly files: readonly GoFile[];
  readonly bindings: Bindings;
  readonly types: Types;
  readonly c: CDeclarations;
  /** The `go` version of the module, as [1, 21]; undefined where no go.mod says it. */
  readonly goVersion: readonly [number, number] | undefined;
  private readonly cTypesByUse: ReadonlySet<string>;

  constructor(
    path: string,
    files: readonly GoFile[],
    cFiles: readonly CFile[],
    goVersion: readonly [number, number] | undefined,
  ) {
    this.path = path;
    this.name = files[0]?.packageName ?? '';
    this.files = files;
    this.goVersion = goVersion;
    this.bindings = bindPackage(files).bindings;
    const trees: SyntaxTree[] = files.flatMap((file) => file.preambles.map((preamble) => preamble.tree));
    this.c = new CDeclarations([...trees, ...cFiles.map((file) => file.tree)]);
    this.cTypesByUse = this.collectCTypes();
    this.types = new Types(this);
  }

  symbolOf(identifier: Node): GoSymbol | undefined {
    return this.bindings.symbolOf(identifier);
  }

  isCType(name: string): boolean {
    return this.c.isType(name) || this.cTypesByUse.has(name);
  }

  /** Whether the module's go.mod asks for this Go version or a later one; false where no go.mod says it. */
  hasGo(major: number, minor: number): boolean {
    if (this.goVersion === undefined) return false;
    const [ownMajor, ownMinor] = this.goVersion;
    return ownMajor > major || (ownMajor === major && ownMinor >= minor);
  }

  /** Every function with a body, literals included, in the order of the files. */
  functions(): GoFunction[] {
    const found: GoFunction[] = [];
    for (const file of this.files) {
      for (const declaration of file.tree.root.children) {
        if (!isReadable(file, declaration)) continue;
        for (const node of declaration.all('function_declaration', 'method_declaration', 'func_literal')) {
          const body = node.child('body');
          if (body !== undefined) found.push({ file, node, body });
        }
      }
    }
    return found;
  }

  /** Every `C.name` that stands where only a type can stand is a type wherever it is used. */
  private collectCTypes(): ReadonlySet<string> {
    const found = new Set<string>();
    for (const file of this.files) {
      for (const node of file.tree.root.all('qualified_type')) {
        const member = packageMember(node, this);
        if (member?.path === 'C') found.add(member.name);
      }
    }
    return found;
  }
}
