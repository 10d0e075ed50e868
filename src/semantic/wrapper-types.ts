import type { Node } from '../syntax/tree.ts';
import type { Analysis } from './analysis.ts';
import { importedModel } from './imported-model.ts';
import type { Package } from './package.ts';
import type { ImportedTypes } from './type-scope.ts';
import { Accessors } from './wrapper/accessors.ts';
import { Bypasses } from './wrapper/bypasses.ts';
import { CleanupIndex } from './wrapper/cleanups.ts';
import { Constructors } from './wrapper/constructors.ts';
import { creationsIn, fieldWritesIn } from './wrapper/creations.ts';
import { cleanupSetBy, finalizersIn } from './wrapper/finalizer-targets.ts';
import { declaredFunctions, partsOf } from './wrapper/function-parts.ts';
import type { FunctionParts } from './wrapper/function-parts.ts';
import { isMutex, lockedPlace } from './wrapper/guards.ts';
import { Handles } from './wrapper/handles.ts';
import type { HandleRead, MutexField, Release, WrapperType, WrapperTypes } from './wrapper/model.ts';
import { nilTypesIn } from './wrapper/nil-types.ts';
import { Origins } from './wrapper/origins.ts';
import { Owners } from './wrapper/owners.ts';
import { PackageTypes, namedType } from './wrapper/package-types.ts';
import type { PackageType } from './wrapper/package-types.ts';
import { isOtherEnd } from './wrapper/release-names.ts';
import { releasingNames } from './wrapper/releasing-names.ts';
import { Releases } from './wrapper/releases.ts';
import { Values, pathOf, receiverOf } from './wrapper/values.ts';

/**
 * The Go types of a package that hold C memory or a handle of C: who makes and releases them, who reaches into them,
 * what keeps them alive. Everything is read from the package's own source; what that does not tell is unknown.
 */
export const wrapperTypes: Analysis<WrapperTypes> = {
  name: 'wrapper types',
  run(pkg) {
    return new WrapperModel(pkg);
  },
};

class WrapperModel implements WrapperTypes {
  readonly all: readonly WrapperType[];
  private readonly values: Values;
  private readonly byName: ReadonlyMap<string, WrapperType>;

  constructor(pkg: Package) {
    const types = new PackageTypes(pkg);
    let parts: ReadonlyMap<Node, FunctionParts> | undefined;
    const declared = (): ReadonlyMap<Node, FunctionParts> =>
      (parts ??= new Map(declaredFunctions(pkg).map((one) => [one.node, one])));
    const partsFor = (node: Node): FunctionParts | undefined => declared().get(node);
    this.values = new Values(pkg, types, (node) => partsFor(node)?.returns ?? []);
    // Without cgo no field has a type of C, and no call gets or releases anything of it.
    this.all = pkg.usesCgo
      ? modelTypes(types, [...declared().values(), ...packageLevel(pkg)], partsFor, this.values)
      : [];
    this.byName = new Map(this.all.map((type) => [type.name, type]));
  }

  ofName(name: string): WrapperType | undefined {
    return this.byName.get(name);
  }

  ofExpression(node: Node): WrapperType | undefined {
    return this.declared(node)?.wrapper;
  }

  imported(path: string): WrapperTypes | undefined {
    return this.importedModel(path);
  }

  handleRead(node: Node): HandleRead | undefined {
    const expression = this.values.unconverted(node);
    const isCall = expression.kind === 'call_expression';
    const selector = isCall ? expression.child('function') : expression;
    const holder = selector?.kind === 'selector_expression' ? selector.child('operand') : undefined;
    const declared = holder === undefined ? undefined : this.declared(holder);
    const member = selector?.child('field')?.text;
    if (declared === undefined || holder === undefined || member === undefined) return undefined;
    const { model, wrapper } = declared;
    const path = model.pathTo(wrapper, member, isCall);
    const handle = wrapper.handles.find((candidate) => candidate.path === path);
    return handle === undefined ? undefined : { wrapper, handle, holder };
  }

  /** The wrapper type of an expression, with the model of the package that declares it. */
  private declared(node: Node): { readonly model: WrapperModel; readonly wrapper: WrapperType } | undefined {
    const shape = this.values.shapeOf(node);
    const target = shape.kind === 'pointer' ? shape.to : shape;
    const isForeign = target.kind === 'external';
    const name = isForeign ? target.name : namedType(shape)?.name;
    const model = isForeign ? this.importedModel(target.path) : this;
    const wrapper = name === undefined ? undefined : model?.byName.get(name);
    return model === undefined || wrapper === undefined ? undefined : { model, wrapper };
  }

  private importedModel(path: string): WrapperModel | undefined {
    const imported = this.values.pkg.imported(path);
    if (imported?.mayUseCgo !== true) return undefined;
    let model = importedModels.get(imported);
    if (model === undefined) {
      model = new WrapperModel(importedModel(imported, this.values.pkg));
      importedModels.set(imported, model);
    }
    return model;
  }

  /** The fields from a value of a type to what one of its members, a field or an accessor, gives. */
  private pathTo({ name }: WrapperType, member: string, isCall: boolean): string | undefined {
    const { types } = this.values;
    const type = types.all.get(name);
    if (type === undefined) return undefined;
    if (!isCall) {
      const chain = types.fieldChain(type, member);
      return chain === undefined ? undefined : pathOf(chain);
    }
    const found = types.methodOf(type, member);
    const [method] = found?.methods ?? [];
    const path = method === undefined ? undefined : this.values.accessedPath(method.node);
    return path === undefined ? undefined : pathOf(found?.chain ?? []) + path;
  }
}

/** The models of the module's packages that others import, as long as these are kept: all importers share one. */
const importedModels = new WeakMap<ImportedTypes, WrapperModel>();

/** The declarations of package-level variables, which may make wrappers too. */
function packageLevel(pkg: Package): FunctionParts[] {
  return pkg.files.flatMap((file) =>
    file.tree.root.children
      .filter((node) => node.kind === 'var_declaration')
      .map((node) => partsOf(file, node)),
  );
}

function modelTypes(
  types: PackageTypes,
  functions: readonly FunctionParts[],
  partsFor: (node: Node) => FunctionParts | undefined,
  values: Values,
): WrapperType[] {
  const releases = new Releases(values, partsFor, finalizersIn(functions, values), releasingNames(functions));
  const origins = new Origins(values, partsFor);
  const creations = functions.flatMap((parts) => creationsIn(parts, values));
  const writes = functions.flatMap((parts) => fieldWritesIn(parts, values));
  const found = releasesByType(functions, releases, values);
  const uses = {
    writes: grouped(writes),
    creations: grouped(creations),
    released: new Set([...releasedFields(found), ...releasedByFinalizers(functions, releases, values)]),
    nilTypes: nilTypesIn(functions, values),
  };
  const handles = new Handles(types, uses, origins);
  const cleanups = new CleanupIndex(values, releases, functions);
  const constructors = new Constructors(
    values,
    handles,
    origins,
    cleanups,
    creations,
    writes,
    functions.filter((parts) => parts.node.kind !== 'var_declaration'),
  );
  const bypasses = new Bypasses(values, handles, origins, uses.creations, uses.writes, functions, (node) =>
    constructors.isConstructed(node),
  );
  const owners = new Owners(values, handles, origins, constructors, uses.writes, uses.creations);
  const accessors = new Accessors(values, partsFor);
  const locked = lockedBy(functions, values);
  return [...types.all.values()].flatMap((type): WrapperType[] => {
    const own = handles.of(type);
    const paths = new Set(own.map((handle) => handle.path));
    const all = found.get(type) ?? [];
    const held = owners.of(type, all);
    if (own.length === 0 && !held.some((owner) => owner.relation !== 'unknown')) return [];
    const ownedPaths = held.filter((owner) => owner.relation === 'owned').map((owner) => `${owner.path}.`);
    return [
      {
        name: type.name,
        symbols: type.symbols,
        handles: own,
        owners: held,
        constructors: constructors.of(type),
        bypasses: own.length === 0 ? [] : bypasses.of(type),
        accessors: accessors.of(type, own),
        releases: all.filter(
          (release) =>
            (paths.has(release.path) || ownedPaths.some((path) => release.path.startsWith(path))) &&
            !all.some((other) => other.path === release.path && isOtherEnd(release, other)),
        ),
        cleanups: cleanups.of(type),
        mutexes: mutexesOf(type, types, locked),
      },
    ];
  });
}

function grouped<T extends { readonly type: PackageType }>(list: readonly T[]): Map<PackageType, T[]> {
  const groups = new Map<PackageType, T[]>();
  for (const one of list) {
    const group = groups.get(one.type);
    if (group === undefined) groups.set(one.type, [one]);
    else group.push(one);
  }
  return groups;
}

/** The releases of what is reached from a value of each type. */
function releasesByType(
  functions: readonly FunctionParts[],
  releases: Releases,
  values: Values,
): Map<PackageType, (Release & { readonly isAddress: boolean })[]> {
  const byType = new Map<PackageType, (Release & { readonly isAddress: boolean })[]>();
  for (const parts of functions) {
    const receiver = receiverOf(parts.node, values.pkg);
    // What a test closes behind it is no release of the type.
    if (isTest(parts)) continue;
    for (const fact of releases.of(parts.node)) {
      // A parameter of a function literal inside belongs to the literal.
      if (fact.root.owner !== parts.node) continue;
      const type = namedType(values.shapeOfSymbol(fact.root));
      if (type === undefined) continue;
      const { root, ...rest } = fact;
      const release = { ...rest, name: parts.name, node: parts.node, isMethod: root === receiver };
      const list = byType.get(type);
      if (list === undefined) byType.set(type, [release]);
      else list.push(release);
    }
  }
  return byType;
}

function isTest({ file, name }: FunctionParts): boolean {
  return file.path.endsWith('_test.go') && /^(Test|Benchmark|Example|Fuzz)/.test(name);
}

function releasedFields(
  releases: ReadonlyMap<PackageType, readonly (Release & { readonly isAddress: boolean })[]>,
): Set<string> {
  const released = new Set<string>();
  for (const [type, list] of releases) {
    for (const release of list) released.add(`${release.isAddress ? '&' : ''}${type.name}${release.path}`);
  }
  return released;
}

/** The fields that function literals release which are set as finalizers: `Type.path`, as in `releasedFields`. */
function releasedByFinalizers(
  functions: readonly FunctionParts[],
  releases: Releases,
  values: Values,
): string[] {
  return functions.flatMap((parts) =>
    parts.calls.flatMap((call) => {
      const runs = cleanupSetBy(call, values.pkg)?.runs;
      if (runs?.kind !== 'func_literal') return [];
      return releases.ofLiteral(runs, parts).flatMap(({ root, path, isAddress }) => {
        const type = runs.contains(root.declaration) ? namedType(values.shapeOfSymbol(root)) : undefined;
        return type === undefined ? [] : [`${isAddress ? '&' : ''}${type.name}${path}`];
      });
    }),
  );
}

/** The functions that lock each mutex, by `Type.path`. */
function lockedBy(functions: readonly FunctionParts[], values: Values): Map<string, Set<string>> {
  const locked = new Map<string, Set<string>>();
  for (const parts of functions) {
    const receiver = receiverOf(parts.node, values.pkg);
    for (const call of parts.calls) {
      const place = lockedPlace(call, values);
      if (place === undefined || place.root !== receiver) continue;
      const type = namedType(values.shapeOfSymbol(place.root));
      const key = `${type?.name ?? ''}${place.path}`;
      locked.set(key, (locked.get(key) ?? new Set()).add(parts.name));
    }
  }
  return locked;
}

function mutexesOf(
  type: PackageType,
  types: PackageTypes,
  locked: ReadonlyMap<string, ReadonlySet<string>>,
): MutexField[] {
  return type.fields
    .filter((field) => isMutex(types.shapeOfType(field.type)))
    .map((field) => ({
      path: `.${field.name}`,
      declaration: field.node,
      lockedBy: [...(locked.get(`${type.name}.${field.name}`) ?? [])],
    }));
}
