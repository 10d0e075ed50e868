import { knownLibraries } from '../knowledge/library-index.ts';
import type { LibraryIndex } from '../knowledge/library-index.ts';
import { commandLineMacros } from '../syntax/c-command-line.ts';
import type { CFile } from '../syntax/c-file.ts';
import type { GoFile } from '../syntax/go-file.ts';
import { isReadable, usesCgo } from '../syntax/go-file.ts';
import { NodeMap } from '../syntax/node-map.ts';
import type { Node, SyntaxTree } from '../syntax/tree.ts';
import { bindPackage } from './bindings.ts';
import type { Bindings } from './bindings.ts';
import { CDeclarations } from './c-declarations.ts';
import { CgoTypes } from './c-go-types.ts';
import type { Callee, Names } from './callee.ts';
import { packageMember } from './callee.ts';
import type { Imported } from './file-imports.ts';
import { FileVisibility } from './file-visibility.ts';
import { MethodTable } from './methods.ts';
import type { MethodDeclaration } from './methods.ts';
import type { GoSymbol } from './symbol.ts';
import type { ImportedTypes, TypeScope } from './type-scope.ts';
import type { CTypes } from './type.ts';
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
  /** Whether any of them uses cgo: else nothing of the package calls C itself. */
  readonly usesCgo: boolean;
  /** The C files and headers of its directory, and those from elsewhere that its files include. */
  readonly cFiles: readonly CFile[];
  readonly bindings: Bindings;
  readonly types: Types;
  readonly c: CDeclarations;
  /** The `go` version of the module, as [1, 21]; undefined where no go.mod says it. */
  readonly goVersion: readonly [number, number] | undefined;
  /** Which of the files are in a build together. */
  readonly visibility: FileVisibility;
  /** What is known of C libraries: the built-in tables, and before them those of the user. */
  readonly libraries: LibraryIndex;
  readonly callees: NodeMap<Callee> | undefined;
  private readonly cTypesByUse: ReadonlySet<string>;
  private readonly importedPackage: Imported;
  private methodTable: MethodTable | undefined;
  private functionList: readonly GoFunction[] | undefined;
  private filesByTree: ReadonlyMap<SyntaxTree, GoFile> | undefined;

  constructor(
    path: string,
    files: readonly GoFile[],
    cFiles: readonly CFile[],
    goVersion: readonly [number, number] | undefined,
    imported: Imported = () => undefined,
    libraries: LibraryIndex = knownLibraries(),
  ) {
    this.path = path;
    this.name = files[0]?.packageName ?? '';
    this.files = files;
    this.usesCgo = files.some(usesCgo);
    this.cFiles = cFiles;
    this.goVersion = goVersion;
    this.libraries = libraries;
    this.visibility = new FileVisibility();
    this.bindings = bindPackage(files, this.visibility, imported);
    this.c = new CDeclarations(
      [...files.flatMap((file) => file.preambles), ...cFiles],
      commandLineMacros(files.flatMap(({ directives }) => directives.flags)),
    );
    this.cTypesByUse = this.collectCTypes();
    // What a call calls is fixed from here on: a conversion is told by the types that were just collected.
    this.callees = new NodeMap();
    this.importedPackage = imported;
    this.types = new Types(this, new OwnScope(this));
  }

  /** The file of a tree; undefined for that of another package, and for C. */
  fileOf(tree: SyntaxTree): GoFile | undefined {
    this.filesByTree ??= new Map(this.files.map((file) => [file.tree, file]));
    return this.filesByTree.get(tree);
  }

  /** A package of the same module that this one imports directly; undefined where its files are not at hand. */
  imported(path: string): ImportedTypes | undefined {
    return this.importedPackage(path);
  }

  symbolOf(identifier: Node): GoSymbol | undefined {
    return this.bindings.symbolOf(identifier);
  }

  /** All definitions that an identifier can refer to, under different build constraints; see `Bindings`. */
  symbolsOf(identifier: Node): readonly GoSymbol[] {
    return this.bindings.symbolsOf(identifier);
  }

  /** The methods that the package declares for one of its types. */
  methodsOf(type: GoSymbol): readonly MethodDeclaration[] {
    return this.methods.methodsOf(type);
  }

  /** Those of a name: several under different build constraints. */
  methodsNamed(type: GoSymbol, name: string): readonly MethodDeclaration[] {
    return this.methods.methodsNamed(type, name);
  }

  private get methods(): MethodTable {
    return (this.methodTable ??= new MethodTable(this.files, this, this.visibility));
  }

  /** Whether this is the package `p_test` of files `_test.go`, which sees no more of `p` than others do. */
  get isExternalTest(): boolean {
    return this.name.endsWith('_test') && this.files.every((file) => file.constraint.isTest);
  }

  isCFunction(name: string): boolean {
    return this.c.function(name) !== undefined;
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
  functions(): readonly GoFunction[] {
    this.functionList ??= this.collectFunctions();
    return this.functionList;
  }

  private collectFunctions(): GoFunction[] {
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

/** What the package's own types are read from. */
class OwnScope implements TypeScope {
  readonly path = '';
  private readonly pkg: Package;
  private ofC: CTypes | undefined;

  constructor(pkg: Package) {
    this.pkg = pkg;
  }

  methodsNamed(type: GoSymbol, name: string): readonly MethodDeclaration[] {
    return this.pkg.methodsNamed(type, name);
  }

  sees(from: SyntaxTree, symbol: GoSymbol): boolean {
    const file = this.pkg.fileOf(from);
    return file === undefined || this.pkg.visibility.sees(file, symbol.file);
  }

  imported(path: string): ImportedTypes | undefined {
    return this.pkg.imported(path);
  }

  get cTypes(): CTypes {
    return (this.ofC ??= new CgoTypes(this.pkg.c));
  }
}
