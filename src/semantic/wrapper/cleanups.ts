import type { Node } from '../../syntax/tree.ts';
import { argumentsOf, calleeOf, isCall, unparen } from '../callee.ts';
import type { GoSymbol } from '../symbol.ts';
import { cleanupSetBy, declarationsNamedBy } from './finalizer-targets.ts';
import type { CleanupCall } from './finalizer-targets.ts';
import { parametersOf } from './function-parts.ts';
import type { FunctionParts } from './function-parts.ts';
import type { Cleanup, CleanupRelease, Truth } from './model.ts';
import { namedType } from './package-types.ts';
import type { PackageType } from './package-types.ts';
import type { ReleaseFact, Releases } from './releases.ts';
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
  private readonly withEmbedded = new Map<PackageType, Cleanup[]>();
  private readonly byObject = new Map<GoSymbol, { readonly call: Node; readonly path: string }[]>();
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

  /** Those on its values, and on the structs that it embeds through a pointer. */
  of(type: PackageType): Cleanup[] {
    const known = this.withEmbedded.get(type);
    if (known !== undefined) return known;
    const own = this.byType.get(type) ?? [];
    // A struct that embeds itself adds nothing by that.
    this.withEmbedded.set(type, own);
    const found = [...own];
    for (const field of type.fields) {
      const shape = field.isEmbedded ? this.values.types.shapeOfType(field.type) : undefined;
      const inner = shape?.kind === 'pointer' ? namedType(shape) : undefined;
      for (const cleanup of inner === undefined ? [] : this.of(inner)) {
        if (!found.some(({ call }) => call === cleanup.call)) {
          const path = `.${field.name}`;
          found.push({ ...cleanup, path: path + cleanup.path, frees: below(path, cleanup.frees) });
        }
      }
    }
    this.withEmbedded.set(type, found);
    return found;
  }

  private index({ type, cleanup, place }: Found): void {
    append(this.byType, type, cleanup);
    const { call } = cleanup;
    const object = this.values.unconverted(cleanup.object);
    const symbol = object.kind === 'identifier' ? this.values.pkg.symbolOf(object) : undefined;
    if (symbol !== undefined) append(this.byObject, symbol, { call, path: '' });
    else if (place?.path === cleanup.path) append(this.byObject, place.root, { call, path: place.path });
  }

  private add(call: Node, parts: FunctionParts): void {
    const set = cleanupSetBy(call, this.values.pkg);
    if (set === undefined) return;
    const { kind, object, runs } = set;
    const frees = this.freedBy(set, parts);
    const place = this.values.placeOf(object);
    const type = namedType(this.values.shapeOf(object));
    const isDeclaration = parts.node.is('function_declaration', 'method_declaration');
    const shared = {
      kind,
      call,
      file: parts.file,
      setIn: isDeclaration ? parts.node : undefined,
      object,
      runs,
      releases: this.releasesOf(runs, parts) ?? this.throughInterface(runs, type),
    };
    if (type !== undefined) this.found.push({ type, place, cleanup: { ...shared, frees, path: '' } });
    // On an object inside the wrapper: the wrapper is the one that is asked for.
    const holder = place === undefined || place.path === '' ? undefined : this.typeOfRoot(place.root);
    if (holder !== undefined && place !== undefined)
      this.found.push({
        type: holder,
        place,
        cleanup: { ...shared, frees: below(place.path, frees), path: place.path },
      });
  }

  /**
   * What a finalizer releases of its parameter, which is the object; a cleanup of the argument that it was given, where
   * that was read out of the object.
   */
  private freedBy({ kind, object, runs, argument }: CleanupCall, around: FunctionParts): CleanupRelease[] {
    const start = kind === 'finalizer' ? '' : this.pathWithin(object, argument);
    if (start === undefined) return [];
    const target = unparen(runs);
    const isLiteral = target.kind === 'func_literal';
    const functions = isLiteral ? [target] : (declarationsNamedBy(target, this.values) ?? []);
    return functions.flatMap((fn) => {
      const facts = isLiteral ? this.releases.ofLiteral(fn, around) : this.releases.of(fn);
      const own = receiverOf(fn, this.values.pkg)?.declaration ?? parametersOf(fn)[0];
      return facts
        .filter(({ root, isAddress }) => root.declaration === own && !isAddress)
        .map(({ path, cFunction, call: at, guard }: ReleaseFact) => ({
          path: start + path,
          cFunction,
          call: at,
          guard,
        }));
    });
  }

  /** The fields from an object to what was read out of it; undefined for anything else. */
  private pathWithin(object: Node, value: Node | undefined): string | undefined {
    const outer = this.values.placeOf(object);
    const inner = value === undefined ? undefined : this.values.placeOf(value);
    const isWithin =
      outer !== undefined && inner?.root === outer.root && inner.path.startsWith(`${outer.path}.`);
    return isWithin ? inner.path.slice(outer.path.length) : undefined;
  }

  private typeOfRoot(root: GoSymbol): PackageType | undefined {
    return namedType(this.values.shapeOfSymbol(root));
  }

  /** The C functions that a finalizer releases with: a function, a method expression, a literal. */
  private releasesOf(runs: Node, around: FunctionParts): readonly string[] | undefined {
    const target = unparen(runs);
    if (target.kind === 'func_literal') {
      const facts = this.releases.ofLiteral(target, around).map((fact) => fact.cFunction);
      return names([...facts, ...this.releases.ofCaptured(target, around)]);
    }
    const declarations = declarationsNamedBy(target, this.values);
    return declarations === undefined
      ? undefined
      : names(declarations.flatMap((node) => this.releases.of(node).map((fact) => fact.cFunction)));
  }

  /** `func Destroy(d Destroyer) { d.Destroy() }` runs the method of the object that it is set on. */
  private throughInterface(runs: Node, type: PackageType | undefined): readonly string[] | undefined {
    const declarations = runs.kind === 'identifier' ? (declarationsNamedBy(runs, this.values) ?? []) : [];
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

  /**
   * Whether an object has a finalizer, by the variables that hold it and the points that set its handle.
   * @param paths those of the handles: a finalizer may sit on the inner object that holds one
   */
  onVariables(
    variables: Iterable<GoSymbol>,
    settings: readonly Node[],
    paths: readonly string[] = [],
  ): Truth {
    const calls = [...variables].flatMap((variable) => this.callsOn(variable, paths));
    if (calls.length === 0) return 'no';
    return calls.some((call) => isUnconditional(call, settings)) ? 'yes' : 'unknown';
  }

  private callsOn(variable: GoSymbol, paths: readonly string[]): Node[] {
    const set = (this.byObject.get(variable) ?? []).filter(
      ({ path }) => path === '' || paths.some((handle) => handle.startsWith(`${path}.`)),
    );
    return [...set.map(({ call }) => call), ...(this.handed.get(variable) ?? [])];
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

/** Releases of an object, as those of what holds it at a path. */
function below(path: string, frees: readonly CleanupRelease[]): CleanupRelease[] {
  return frees.map((one) => ({ ...one, path: path + one.path }));
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
