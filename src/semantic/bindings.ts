import { isReadable } from '../syntax/go-file.ts';
import type { GoFile } from '../syntax/go-file.ts';
import { NodeMap } from '../syntax/node-map.ts';
import { kindSet } from '../syntax/tree.ts';
import type { Node } from '../syntax/tree.ts';
import type { FileVisibility } from './file-visibility.ts';
import { DotImports, importNameOf } from './file-imports.ts';
import type { Imported } from './file-imports.ts';
import { literalType } from './literal-type.ts';
import { declarePackageLevel, typed, valueOf } from './package-level.ts';
import type { Declared } from './package-level.ts';
import { PackageNames, PackageScope } from './package-scope.ts';
import { Scope } from './scope.ts';
import type { GoSymbol, SymbolKind, VariableRole } from './symbol.ts';

/** What every identifier of a package's files refers to. */
export class Bindings {
  private readonly byNode = new NodeMap<GoSymbol>();
  /** Only of the identifiers that can refer to several. */
  private readonly allByNode = new Map<Node, readonly GoSymbol[]>();
  private readonly usesBySymbol = new Map<GoSymbol, Node[]>();
  private nextId = 1;

  /** What an identifier refers to; the first of several definitions. */
  symbolOf(identifier: Node): GoSymbol | undefined {
    return this.byNode.get(identifier);
  }

  /**
   * All that an identifier can refer to: a name of the package's level may have several definitions under different
   * build constraints, and what is said of the name has to hold for each of them.
   */
  symbolsOf(identifier: Node): readonly GoSymbol[] {
    const all = this.allByNode.get(identifier);
    if (all !== undefined) return all;
    const only = this.byNode.get(identifier);
    return only === undefined ? [] : [only];
  }

  /** All identifiers that can refer to a symbol, its declaration included, in the order they were read. */
  usesOf(symbol: GoSymbol): readonly Node[] {
    return this.usesBySymbol.get(symbol) ?? [];
  }

  bind(identifier: Node, symbol: GoSymbol): void {
    this.byNode.set(identifier, symbol);
    this.addUse(identifier, symbol);
  }

  /** Binds to several definitions, of which the first stands for all where one is asked for. */
  bindAll(identifier: Node, symbols: readonly GoSymbol[]): void {
    const [first] = symbols;
    if (first === undefined) return;
    this.byNode.set(identifier, first);
    if (symbols.length > 1) this.allByNode.set(identifier, symbols);
    for (const symbol of symbols) this.addUse(identifier, symbol);
  }

  private addUse(identifier: Node, symbol: GoSymbol): void {
    const uses = this.usesBySymbol.get(symbol);
    if (uses === undefined) this.usesBySymbol.set(symbol, [identifier]);
    else uses.push(identifier);
  }

  create(
    kind: SymbolKind,
    name: string,
    file: GoFile,
    declaration: Node,
    owner: Node | undefined,
    more: Declared,
  ): GoSymbol {
    return { id: this.nextId++, name, kind, file, declaration, owner, ...more };
  }
}

/** Resolves the names of all files of a package. */
export function bindPackage(
  files: readonly GoFile[],
  visibility: FileVisibility,
  imported: Imported,
): Bindings {
  const bindings = new Bindings();
  const names = new PackageNames(visibility);
  for (const file of files) declarePackageLevel(file, names, bindings);
  for (const file of files) new FileBinder(file, new PackageScope(names, file), bindings, imported).bind();
  return bindings;
}

/** The nodes that `FileBinder.visit` knows; the names in all others are those of their children. */
const visitedKinds = kindSet(
  'identifier',
  'type_identifier',
  'package_identifier',
  'func_literal',
  'block',
  'if_statement',
  'expression_case',
  'default_case',
  'type_case',
  'communication_case',
  'expression_switch_statement',
  'select_statement',
  'type_switch_statement',
  'for_statement',
  'range_clause',
  'receive_statement',
  'short_var_declaration',
  'var_spec',
  'const_spec',
  'type_spec',
  'type_alias',
  'keyed_element',
);

class FileBinder {
  private readonly file: GoFile;
  private readonly bindings: Bindings;
  private readonly packageScope: PackageScope;
  private readonly fileScope: Scope;
  private readonly dotImports: DotImports;
  private owner: Node | undefined;

  constructor(file: GoFile, packageScope: PackageScope, bindings: Bindings, imported: Imported) {
    this.file = file;
    this.bindings = bindings;
    this.packageScope = packageScope;
    this.fileScope = new Scope(packageScope);
    this.dotImports = new DotImports(file, bindings, imported);
    for (const entry of file.imports) {
      if (entry.name === '.' || entry.name === '_') continue;
      const name = importNameOf(entry, imported(entry.path));
      this.fileScope.declare(
        bindings.create('package', name, file, entry.node, undefined, { importPath: entry.path }),
      );
    }
  }

  bind(): void {
    for (const declaration of this.file.tree.root.children) {
      if (isReadable(this.file, declaration)) this.visitTopLevel(declaration);
    }
  }

  private visitTopLevel(node: Node): void {
    switch (node.kind) {
      case 'function_declaration':
      case 'method_declaration':
        this.visitFunction(node, this.fileScope);
        break;
      case 'var_declaration':
      case 'const_declaration':
        for (const spec of node.all('var_spec', 'const_spec')) {
          if (spec.ancestor('func_literal') !== undefined) continue;
          this.visitIfAny(spec.child('type'), this.fileScope);
          this.visitIfAny(spec.child('value'), this.fileScope);
        }
        break;
      case 'type_declaration':
        // The package's level declares the names.
        for (const spec of node.children) this.visitIfAny(spec.child('type'), this.fileScope);
        break;
      default:
        this.visitChildren(node, this.fileScope);
    }
  }

  private visitFunction(node: Node, outer: Scope): void {
    const scope = new Scope(outer);
    const previous = this.owner;
    this.owner = node;
    this.declareParameters(node.child('receiver'), 'receiver', scope);
    this.visitIfAny(node.child('type_parameters'), scope);
    this.declareParameters(node.child('parameters'), 'parameter', scope);
    const result = node.child('result');
    if (result?.kind === 'parameter_list') this.declareParameters(result, 'result', scope);
    else this.visitIfAny(result, scope);
    const body = node.child('body');
    // Parameters live in the function's own block.
    if (body !== undefined) this.visitChildren(body, scope);
    this.owner = previous;
  }

  private declareParameters(list: Node | undefined, role: VariableRole, scope: Scope): void {
    for (const parameter of list?.children ?? []) {
      const type = parameter.child('type');
      this.visitIfAny(type, scope);
      const variadic = parameter.kind === 'variadic_parameter_declaration';
      for (const name of parameter.childrenOf('name')) {
        this.introduce('variable', name, scope, { role, ...typed(type), ...(variadic ? { variadic } : {}) });
      }
    }
  }

  private introduce(kind: SymbolKind, name: Node, scope: Scope, more: Declared): void {
    if (name.text === '_') return;
    const symbol = this.bindings.create(kind, name.text, this.file, name, this.owner, more);
    scope.declare(symbol);
    this.bindings.bind(name, symbol);
  }

  private refer(identifier: Node, scope: Scope): void {
    const symbol = scope.lookup(identifier.text) ?? this.dotImports.lookup(identifier.text);
    if (symbol === undefined) return;
    // What has an owner, or is imported, hides what the package declares.
    const isOfPackage = symbol.owner === undefined && symbol.kind !== 'package' && symbol.kind !== 'imported';
    if (isOfPackage) this.bindings.bindAll(identifier, this.packageScope.definitions(symbol.name));
    else this.bindings.bind(identifier, symbol);
  }

  private visitIfAny(node: Node | undefined, scope: Scope): void {
    if (node !== undefined) this.visit(node, scope);
  }

  private visitChildren(node: Node, scope: Scope): void {
    node.eachOutermost(visitedKinds, (child) => {
      this.visit(child, scope);
    });
  }

  private visit(node: Node, scope: Scope): void {
    switch (node.kind) {
      case 'identifier':
      case 'type_identifier':
      case 'package_identifier': {
        this.refer(node, scope);
        return;
      }
      case 'func_literal':
        this.visitFunction(node, scope);
        return;
      case 'block':
      case 'if_statement':
      case 'expression_case':
      case 'default_case':
      case 'type_case':
      case 'communication_case':
      case 'expression_switch_statement':
      case 'select_statement':
        this.visitChildren(node, new Scope(scope));
        return;
      case 'type_switch_statement':
        this.visitTypeSwitch(node, new Scope(scope));
        return;
      case 'for_statement':
        this.visitChildren(node, new Scope(scope));
        return;
      case 'range_clause':
        this.visitIfAny(node.child('right'), scope);
        this.visitTargets(node, node.child('left'), undefined, 'range', scope);
        return;
      case 'receive_statement':
        this.visitIfAny(node.child('right'), scope);
        this.visitTargets(node, node.child('left'), node.child('right'), 'local', scope);
        return;
      case 'short_var_declaration':
        this.visitIfAny(node.child('right'), scope);
        this.visitTargets(node, node.child('left'), node.child('right'), 'local', scope);
        return;
      case 'var_spec':
      case 'const_spec':
        this.visitSpec(node, scope);
        return;
      case 'type_spec':
      case 'type_alias': {
        const name = node.child('name');
        if (name !== undefined) this.introduce('type', name, scope, typed(node.child('type')));
        this.visitIfAny(node.child('type'), scope);
        return;
      }
      case 'keyed_element':
        this.visitKeyedElement(node, scope);
        return;
      default:
        this.visitChildren(node, scope);
    }
  }

  private visitSpec(node: Node, scope: Scope): void {
    this.visitIfAny(node.child('type'), scope);
    this.visitIfAny(node.child('value'), scope);
    const kind = node.kind === 'var_spec' ? 'variable' : 'constant';
    const names = node.childrenOf('name').filter((name) => name.is('identifier'));
    names.forEach((name, index) => {
      this.introduce(kind, name, scope, {
        ...(kind === 'variable' ? { role: 'local' as const } : {}),
        ...typed(node.child('type')),
        ...valueOf(node.child('value'), index, names.length),
      });
    });
  }

  /** The left side of `:=`, `=` or `range`: `:=` declares the names that its own block does not have yet. */
  private visitTargets(
    statement: Node,
    left: Node | undefined,
    right: Node | undefined,
    role: VariableRole,
    scope: Scope,
  ): void {
    const targets = left?.children ?? [];
    const declares =
      statement.kind === 'short_var_declaration' ||
      statement.allChildren.some((child) => child.kind === ':=');
    targets.forEach((target, index) => {
      if (!declares || target.kind !== 'identifier') {
        this.visit(target, scope);
        return;
      }
      const existing = scope.own(target.text);
      if (existing !== undefined) this.bindings.bind(target, existing);
      else this.introduce('variable', target, scope, { role, ...valueOf(right, index, targets.length) });
    });
  }

  private visitTypeSwitch(node: Node, scope: Scope): void {
    this.visitIfAny(node.child('initializer'), scope);
    this.visitIfAny(node.child('value'), scope);
    for (const alias of node.child('alias')?.children ?? []) {
      this.introduce('variable', alias, scope, { role: 'local' });
    }
    for (const child of node.children) {
      if (child.is('type_case', 'default_case')) this.visit(child, scope);
    }
  }

  /** The key of a struct literal is a field's name, not an expression; that of a map, slice or array is. */
  private visitKeyedElement(node: Node, scope: Scope): void {
    const key = node.child('key');
    const body = node.parent;
    const type = body === undefined ? undefined : literalType(body, scope);
    const keyIsExpression =
      type?.is('map_type', 'slice_type', 'array_type', 'implicit_length_array_type') === true;
    if (key !== undefined && (keyIsExpression || key.children[0]?.kind !== 'identifier'))
      this.visit(key, scope);
    this.visitIfAny(node.child('value'), scope);
  }
}
