import { areCompatible } from '../source/build-constraint.ts';
import type { BuildConstraint } from '../source/build-constraint.ts';
import { always } from '../source/build-constraint-expression.ts';
import type { GoFile } from '../syntax/go-file.ts';
import type { Node, SyntaxTree } from '../syntax/tree.ts';
import { Bindings } from './bindings.ts';
import { importNameOf } from './file-imports.ts';
import { FileVisibility } from './file-visibility.ts';
import { MethodTable } from './methods.ts';
import type { MethodDeclaration } from './methods.ts';
import { declarePackageLevel } from './package-level.ts';
import { PackageNames } from './package-scope.ts';
import type { GoSymbol } from './symbol.ts';
import type { ImportedTypes, TypeScope } from './type-scope.ts';
import { Types } from './types.ts';

/**
 * A package that an analysed one imports, as far as its declarations go: no body is looked into, and what it imports
 * itself stays a name. Its types are those that its importers see. Its files are parsed when something of them is first
 * asked for; its name is known without that.
 */
export class ImportedPackage implements TypeScope, ImportedTypes {
  /** Its import path. */
  readonly path: string;
  readonly name: string;
  readonly types: Types;
  readonly mayUseCgo: boolean;
  private readonly read: () => readonly GoFile[];
  private known: Declarations | undefined;

  constructor(path: string, name: string, mayUseCgo: boolean, read: () => readonly GoFile[]) {
    this.path = path;
    this.name = name;
    this.mayUseCgo = mayUseCgo;
    this.read = read;
    this.types = new Types(this, this);
  }

  get files(): readonly GoFile[] {
    return [...this.declarations.files.values()];
  }

  symbols(name: string): readonly GoSymbol[] {
    return this.declarations.names.definitionsOf(name);
  }

  symbolOf(identifier: Node): GoSymbol | undefined {
    return this.symbolsOf(identifier)[0];
  }

  /** Names of declarations are of the package or of the file; parameters and locals of bodies are not known here. */
  symbolsOf(identifier: Node): readonly GoSymbol[] {
    return this.declarations.symbolsOf(identifier);
  }

  methodsNamed(type: GoSymbol, name: string): readonly MethodDeclaration[] {
    return this.declarations.methods.methodsNamed(type, name);
  }

  sees(from: SyntaxTree, symbol: GoSymbol): boolean {
    return this.declarations.sees(from, symbol);
  }

  isCType(): boolean {
    return false;
  }

  imported(): undefined {
    return undefined;
  }

  private get declarations(): Declarations {
    return (this.known ??= new Declarations(this.read()));
  }
}

const everyBuild: BuildConstraint = { expression: always, isTest: false };

class Declarations {
  readonly names: PackageNames;
  readonly methods: MethodTable;
  private readonly visibility = new FileVisibility();
  readonly files = new Map<SyntaxTree, GoFile>();
  private readonly imports = new Map<SyntaxTree, ReadonlyMap<string, GoSymbol>>();

  constructor(all: readonly GoFile[]) {
    // What no build has (`//go:build ignore`) is no part of the package.
    const files = all.filter((file) => areCompatible(file.constraint, everyBuild));
    const bindings = new Bindings();
    this.names = new PackageNames(this.visibility);
    for (const file of files) {
      declarePackageLevel(file, this.names, bindings);
      this.files.set(file.tree, file);
      const entries = file.imports.map((entry) => {
        const name = importNameOf(entry, undefined);
        const more = { importPath: entry.path };
        return [name, bindings.create('package', name, file, entry.node, undefined, more)] as const;
      });
      this.imports.set(file.tree, new Map(entries));
    }
    this.methods = new MethodTable(files, this, this.visibility);
  }

  sees(from: SyntaxTree, symbol: GoSymbol): boolean {
    const file = this.files.get(from);
    return file === undefined || this.visibility.sees(file, symbol.file);
  }

  symbolsOf(identifier: Node): readonly GoSymbol[] {
    const file = this.files.get(identifier.tree);
    const own = file === undefined ? [] : this.names.definitionsFor(identifier.text, file);
    if (own.length > 0) return own;
    const imported = this.imports.get(identifier.tree)?.get(identifier.text);
    return imported === undefined ? [] : [imported];
  }
}
