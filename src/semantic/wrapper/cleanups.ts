import type { Node } from '../../syntax/tree.ts';
import { argumentsOf, calleeOf, isCall, packageMember, unparen } from '../callee.ts';
import type { GoSymbol } from '../symbol.ts';
import { parametersOf } from './function-parts.ts';
import type { FunctionParts } from './function-parts.ts';
import type { Cleanup, Truth } from './model.ts';
import { namedType } from './package-types.ts';
import type { PackageType } from './package-types.ts';
import type { Releases } from './releases.ts';
import { receiverOf } from './values.ts';
import type { Place, Values } from './values.ts';

interface Found {
  readonly type: PackageType;
  readonly cleanup: Cleanup;
  readonly place: Place | undefined;
}

/** The finalizers and cleanups that a package sets. */
export class CleanupIndex {
  private readonly values: Values;
  private readonly releases: Releases;
  private readonly found: Found[] = [];
  private readonly byType = new Map<PackageType, Cleanup[]>();
  private readonly byObject = new Map<GoSymbol, Node[]>();
  /** The calls that hand a variable to a function which sets a finalizer on it. */
  private readonly handed = new Map<GoSymbol, Node[]>();

  constructor(values: Values, releases: Releases, functions: readonly FunctionParts[]) {
    this.values = values;
    this.releases = releases;
    for (const parts of functions) for (const call of parts.calls) this.add(call, parts);
    for (const one of this.found) this.index(one);
    const setters = this.setters();
    for (const parts of functions) for (const call of parts.calls) this.addHanded(call, setters);
  }

  of(type: PackageType): Cleanup[] {
    return this.byType.get(type) ?? [];
  }

  private index({ type, cleanup }: Found): void {
    append(this.byType, type, cleanup);
    const object = this.values.unconverted(cleanup.object);
    const symbol = object.kind === 'identifier' ? this.values.pkg.symbolOf(object) : undefined;
    if (symbol !== undefined) append(this.byObject, symbol, cleanup.call);
  }

  private add(call: Node, parts: FunctionParts): void {
    const callee = calleeOf(call, this.values.pkg);
    if (callee.kind !== 'package' || callee.path !== 'runtime') return;
    if (callee.name !== 'SetFinalizer' && callee.name !== 'AddCleanup') return;
    const [object, runs] = argumentsOf(call);
    if (object === undefined || runs === undefined || runs.kind === 'nil') return;
    const place = this.values.placeOf(object);
    const type = namedType(this.values.shapeOf(object));
    const isDeclaration = parts.node.is('function_declaration', 'method_declaration');
    const shared = {
      kind: callee.name === 'SetFinalizer' ? ('finalizer' as const) : ('cleanup' as const),
      call,
      file: parts.file,
      setIn: isDeclaration ? parts.node : undefined,
      object,
      runs,
      releases: this.releasesOf(runs, parts) ?? this.throughInterface(runs, type),
    };
    if (type !== undefined) this.found.push({ type, place, cleanup: { ...shared, path: '' } });
    // On an object inside the wrapper: the wrapper is the one that is asked for.
    const holder = place === undefined || place.path === '' ? undefined : this.typeOfRoot(place.root);
    if (holder !== undefined && place !== undefined)
      this.found.push({ type: holder, place, cleanup: { ...shared, path: place.path } });
  }

  private typeOfRoot(root: GoSymbol): PackageType | undefined {
    return namedType(this.values.shapeOfSymbol(root));
  }

  /** The C functions that a finalizer releases with: a function, a method expression, a literal. */
  private releasesOf(runs: Node, around: FunctionParts): readonly string[] | undefined {
    const target = unparen(runs);
    if (target.kind === 'func_literal')
      return names(this.releases.ofLiteral(target, around).map((fact) => fact.cFunction));
    const declarations = this.declarationsOf(target);
    return declarations === undefined
      ? undefined
      : names(declarations.flatMap((node) => this.releases.of(node).map((fact) => fact.cFunction)));
  }

  /** `func Destroy(d Destroyer) { d.Destroy() }` runs the method of the object that it is set on. */
  private throughInterface(runs: Node, type: PackageType | undefined): readonly string[] | undefined {
    const declarations = runs.kind === 'identifier' ? (this.declarationsOf(runs) ?? []) : [];
    if (type === undefined) return undefined;
    const methods = declarations.flatMap((declaration) => {
      const [parameter] = parametersOf(declaration);
      const symbol = parameter === undefined ? undefined : this.values.pkg.symbolOf(parameter);
      const uses = symbol === undefined ? [] : this.values.pkg.bindings.usesOf(symbol);
      return uses.flatMap((use) => {
        const selector = use.parent?.kind === 'selector_expression' ? use.parent : undefined;
        const name = selector?.parent?.kind === 'call_expression' ? selector.child('field')?.text : undefined;
        return name === undefined ? [] : (this.values.types.methodOf(type, name)?.methods ?? []);
      });
    });
    return names(methods.flatMap(({ node }) => this.releases.of(node).map((fact) => fact.cFunction)));
  }

  private declarationsOf(target: Node): readonly Node[] | undefined {
    if (target.kind === 'identifier') {
      const symbol = this.values.pkg.symbolOf(target);
      const declaration = symbol?.kind === 'function' ? symbol.declaration.parent : undefined;
      return declaration?.kind === 'function_declaration' ? [declaration] : undefined;
    }
    if (target.kind !== 'selector_expression' || packageMember(target, this.values.pkg) !== undefined)
      return undefined;
    const operand = target.child('operand');
    const name = target.child('field')?.text ?? '';
    if (operand === undefined) return undefined;
    // `(*T).Free`, or the bound method `x.free`.
    const type = namedType(this.values.types.shapeOfType(operand)) ?? namedType(this.values.shapeOf(operand));
    const found = type === undefined ? undefined : this.values.types.methodOf(type, name);
    return found?.methods.map((method) => method.node);
  }

  /** The functions that set a finalizer on a parameter or on their receiver. */
  private setters(): ReadonlyMap<Node, ReadonlySet<GoSymbol>> {
    const setters = new Map<Node, Set<GoSymbol>>();
    for (const { cleanup, place } of this.found) {
      const root = place?.root;
      if (root === undefined || cleanup.setIn === undefined || place?.path !== '') continue;
      if (root.role !== 'parameter' && root.role !== 'receiver') continue;
      const known = setters.get(cleanup.setIn);
      if (known === undefined) setters.set(cleanup.setIn, new Set([root]));
      else known.add(root);
    }
    return setters;
  }

  private addHanded(call: Node, setters: ReadonlyMap<Node, ReadonlySet<GoSymbol>>): void {
    if (setters.size === 0 || !isCall(call)) return;
    const callee = calleeOf(call, this.values.pkg);
    for (const declaration of this.values.calledDeclarations(call)) {
      for (const root of setters.get(declaration) ?? []) {
        const argument =
          callee.kind === 'method' && root === receiverOf(declaration, this.values.pkg)
            ? callee.operand
            : argumentsOf(call)[parametersOf(declaration).indexOf(root.declaration)];
        const symbol = argument?.kind === 'identifier' ? this.values.pkg.symbolOf(argument) : undefined;
        if (symbol !== undefined) append(this.handed, symbol, call);
      }
    }
  }

  /** Whether an object has a finalizer, by the variables that hold it and the points that set its handle. */
  onVariables(variables: ReadonlySet<GoSymbol>, settings: readonly Node[]): Truth {
    const calls = [...variables].flatMap((variable) => this.callsOn(variable));
    if (calls.length === 0) return 'no';
    return calls.some((call) => isUnconditional(call, settings)) ? 'yes' : 'unknown';
  }

  private callsOn(variable: GoSymbol): Node[] {
    return [...(this.byObject.get(variable) ?? []), ...(this.handed.get(variable) ?? [])];
  }
}

/** Whether the condition around a call, if any, is also around what sets the handle. */
function isUnconditional(call: Node, settings: readonly Node[]): boolean {
  const condition = call.ancestor(
    'if_statement',
    'expression_case',
    'default_case',
    'for_statement',
    'type_case',
  );
  if (condition === undefined) return true;
  const block = call.ancestor('block', 'expression_case', 'default_case', 'type_case');
  return settings.length > 0 && settings.every((setting) => block?.contains(setting) === true);
}

/** None found is not none called: it may go through an interface. */
function names(list: readonly string[]): readonly string[] | undefined {
  return list.length === 0 ? undefined : [...new Set(list)];
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
