import type { Node } from '../syntax/tree.ts';
import { unparen } from './callee.ts';
import type { Names } from './callee.ts';
import type { GoSymbol } from './symbol.ts';
import { commonTypeParameters } from './type-declarations.ts';
import { typeOfExpression } from './type-expressions.ts';
import { agreed } from './type-agreement.ts';
import { environmentOf } from './type-members.ts';
import type { TypeScope } from './type-scope.ts';
import { standardPackage } from './type-standard.ts';
import { substitute } from './type-substitution.ts';
import { signatureOf, typeOfSyntax } from './type-syntax.ts';
import { typeOfVariable } from './type-variables.ts';
import { definitionsOf, functionOf, nameOf, unknown } from './type.ts';
import type { DeclaredName, Type } from './type.ts';

export type { Type } from './type.ts';

/** So far a type is followed through names and expressions; beyond it is unknown. */
const maximalDepth = 300;

/** Types of declarations and expressions of one package, from their text alone. What is asked for once is kept. */
export class Types {
  readonly names: Names;
  readonly scope: TypeScope;
  private readonly symbols = new Map<GoSymbol, Type>();
  private readonly expressions = new Map<Node, Type>();
  /** What was found while something that it rests on was cut short; dropped when the question is answered. */
  private readonly provisional = new Map<GoSymbol | Node, Type>();
  private readonly visiting = new Set<GoSymbol | Node>();
  private depth = 0;
  private cuts = 0;

  constructor(names: Names, scope: TypeScope) {
    this.names = names;
    this.scope = scope;
  }

  /** Import path of the package that the types belong to; empty for the analysed one. */
  get path(): string {
    return this.scope.path;
  }

  /** The type of a variable, a constant or a function. A type switch's variable has one in each case: see `ofExpression`. */
  ofSymbol(symbol: GoSymbol): Type {
    if (symbol.kind === 'type' || symbol.kind === 'package') return unknown;
    return this.remembered(this.symbols, symbol, () => {
      const declaration = symbol.declaration.parent;
      if (symbol.kind === 'function')
        return declaration === undefined ? unknown : functionOf(signatureOf(declaration, this));
      // A name that is declared through itself has no type that could be read from here.
      return this.visited(symbol, () => typeOfVariable(symbol, this), unknown);
    });
  }

  /** The type of a name with several definitions under different build constraints, where they agree. */
  ofSymbols(symbols: readonly GoSymbol[]): Type {
    const [only, ...more] = symbols;
    if (only === undefined) return unknown;
    if (more.length === 0) return this.ofSymbol(only);
    return agreed(
      symbols.map((symbol) => this.ofSymbol(symbol)),
      this,
    );
  }

  /** The type that a type's syntax denotes; a named type that is neither struct nor interface has its definition's kind. */
  ofTypeNode(node: Node): Type {
    return typeOfSyntax(node, this);
  }

  /** The type of a declared function or method, without its receiver. */
  ofDeclaration(node: Node): Type {
    return this.remembered(this.expressions, node, () => functionOf(signatureOf(node, this)));
  }

  ofExpression(node: Node): Type {
    const expression = unparen(node);
    return this.remembered(this.expressions, expression, () =>
      this.narrowed(this.resolve(typeOfExpression(expression, this)), expression),
    );
  }

  /** The type that the name of a type stands for. */
  ofTypeSymbol(symbol: GoSymbol): Type {
    const name: DeclaredName = { path: this.path, name: symbol.name, symbol };
    const named: Type = { kind: 'named', ...name };
    const definition = symbol.type;
    if (definition === undefined || definition.is('struct_type', 'interface_type')) return named;
    return this.remembered(this.symbols, symbol, () =>
      this.visited(
        symbol,
        () => {
          const type = this.ofTypeNode(definition);
          return symbol.declaration.parent?.kind === 'type_alias' ? type : { ...type, declared: name };
        },
        named,
      ),
    );
  }

  /**
   * The type that a name with several definitions stands for. Where they differ, its name and its definitions are known,
   * and no more: they are looked into for members.
   */
  ofTypeSymbols(symbols: readonly GoSymbol[]): Type {
    const [first, ...alternatives] = symbols;
    if (first === undefined || symbols.some(({ kind }) => kind !== 'type')) return unknown;
    if (alternatives.length === 0) return this.ofTypeSymbol(first);
    const all = symbols.map((symbol) => this.ofTypeSymbol(symbol));
    const isAlias = symbols.some((symbol) => symbol.declaration.parent?.kind === 'type_alias');
    if (isAlias) return agreed(all, this);
    const name: DeclaredName = { path: this.path, name: first.name, symbol: first, alternatives };
    const form = first.type?.kind;
    if (all.every((type, index) => type.kind === 'named' && type.symbol === symbols[index])) {
      const sameForm = symbols.every(({ type }) => type?.kind === form);
      return sameForm ? { kind: 'named', ...name } : { ...unknown, declared: name };
    }
    return { ...agreed(all.map(withoutName), this), declared: name };
  }

  /** A named type whose declaration another package has, or that was cut short, as far as it is known here. */
  resolve(type: Type): Type {
    if (type.kind !== 'named') return type;
    const home = this.home(type.path);
    const read = definitionsOf(type);
    const symbols = read.length > 0 ? read : (this.scope.imported(type.path)?.symbols(type.name) ?? []);
    if (home === undefined || symbols[0]?.kind !== 'type') return type;
    if (read.length > 0 && symbols[0].type?.is('struct_type', 'interface_type') !== false) return type;
    const found = home.ofTypeSymbols(symbols);
    const instance = type.arguments === undefined ? found : home.instantiate(found, type.arguments);
    return type.declared === undefined ? instance : { ...instance, declared: type.declared };
  }

  /** A type without the names that it was declared under. */
  underlying(of: Type): Type {
    const type = this.resolve(of);
    if (type.kind === 'named') {
      if (type.symbol === undefined) return standardDefinition(type);
      const definition = type.symbol.type;
      if (definition?.is('struct_type', 'interface_type') !== true) return unknown;
      const form = definition.kind === 'struct_type' ? 'struct_type' : 'interface_type';
      const spec = type.symbol.declaration.parent;
      const environment = spec === undefined ? new Map<string, Type>() : environmentOf(spec, type);
      // Several definitions have the form in common; what is in it, each has for itself.
      const node = type.alternatives === undefined ? definition : undefined;
      const structure = { kind: 'composite', form, node, path: type.path } as const;
      return type.arguments === undefined ? structure : { ...structure, environment };
    }
    return withoutName(type);
  }

  /** A generic type with its type arguments. */
  instantiate(type: Type, given: readonly Type[]): Type {
    const name = nameOf(type);
    if (name === undefined || given.length === 0) return type;
    const instance: DeclaredName = { ...name, arguments: given };
    if (type.kind === 'named' && type.declared === undefined) return { ...type, arguments: given };
    const spec = name.symbol?.declaration.parent;
    if (spec === undefined || name.alternatives !== undefined) return unknown;
    return { ...substitute(type, environmentOf(spec, instance)), declared: instance };
  }

  /** The types of the package with an import path. */
  home(path: string): Types | undefined {
    return path === this.path ? this : this.scope.imported(path)?.types;
  }

  /** The type of `pkg.Name`, a function, a variable or a constant. */
  ofMember(path: string, name: string): Type {
    const imported = this.scope.imported(path);
    const symbols = imported?.symbols(name) ?? [];
    if (imported !== undefined && symbols.length > 0) return this.resolve(imported.types.ofSymbols(symbols));
    const standard = standardPackage(path);
    const signature = standard?.functions.get(name);
    return signature === undefined ? (standard?.values.get(name) ?? unknown) : functionOf(signature);
  }

  /**
   * The type parameters of `pkg.Name`, in order, undefined where its definitions differ in them; those of the tables are
   * single capital letters.
   */
  typeParametersOf(path: string, name: string): readonly string[] | undefined {
    const symbols = this.scope.imported(path)?.symbols(name) ?? [];
    if (symbols.length > 0) return commonTypeParameters(symbols);
    const isGeneric = standardPackage(path)?.functions.get(name)?.parameters !== undefined;
    return isGeneric ? genericLetters : [];
  }

  isType(path: string, name: string): boolean {
    const symbols = this.scope.imported(path)?.symbols(name) ?? [];
    if (symbols.length > 0) return symbols.every(({ kind }) => kind === 'type');
    return standardPackage(path)?.types.has(name) === true;
  }

  /** Whether `pkg.Name` is a constant, or a value of the tables, which do not tell variables from constants. */
  isConstantMember(path: string, name: string): boolean {
    const symbols = this.scope.imported(path)?.symbols(name) ?? [];
    if (symbols.length > 0) return symbols.every(({ kind }) => kind === 'constant');
    return standardPackage(path)?.values.has(name) === true;
  }

  /** A type as a place in the code sees it: the definitions of its name that no build has there are left out. */
  private narrowed(type: Type, at: Node): Type {
    if (type.kind === 'pointer' || type.kind === 'slice') {
      const element = this.narrowed(type.element, at);
      return element === type.element ? type : { ...type, element };
    }
    const name = nameOf(type);
    if (name?.alternatives === undefined || name.path !== this.path) return type;
    const all = definitionsOf(name);
    const seen = all.filter((symbol) => this.scope.sees(at.tree, symbol));
    if (seen.length === 0 || seen.length === all.length) return type;
    return this.instantiate(this.ofTypeSymbols(seen), name.arguments ?? []);
  }

  private visited(symbol: GoSymbol, run: () => Type, otherwise: Type): Type {
    if (this.visiting.has(symbol)) {
      this.cuts++;
      return otherwise;
    }
    this.visiting.add(symbol);
    const type = run();
    this.visiting.delete(symbol);
    return type;
  }

  private remembered<K extends GoSymbol | Node>(known: Map<K, Type>, key: K, run: () => Type): Type {
    const type = known.get(key) ?? this.provisional.get(key);
    if (type !== undefined) return type;
    if (this.depth >= maximalDepth) {
      this.cuts++;
      return unknown;
    }
    const before = this.cuts;
    this.depth++;
    const found = run();
    this.depth--;
    // What rests on a cut may be known when it is asked for by itself.
    if (this.cuts === before) known.set(key, found);
    else if (this.depth > 0 && !this.visiting.has(key)) this.provisional.set(key, found);
    if (this.depth === 0) this.provisional.clear();
    return found;
  }
}

function withoutName(type: Type): Type {
  if (type.declared === undefined) return type;
  const { declared: _, ...shape } = type;
  return shape;
}

const genericLetters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');

function standardDefinition({ path, name, arguments: given = [] }: DeclaredName): Type {
  const type = standardPackage(path)?.types.get(name);
  if (type === undefined) return unknown;
  const environment = new Map(type.parameters.map((one, index) => [one, given[index] ?? unknown] as const));
  return substitute(type.definition, environment);
}
