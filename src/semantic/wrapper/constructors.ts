import { calleeOf, isCall } from '../callee.ts';
import type { Node } from '../../syntax/tree.ts';
import type { CleanupIndex } from './cleanups.ts';
import type { Creation, FieldWrite } from './creations.ts';
import { resultsOf } from './function-parts.ts';
import type { FunctionParts } from './function-parts.ts';
import { handlesAt } from './handles.ts';
import type { Handles } from './handles.ts';
import type { Constructor, Handle, Origin, Truth } from './model.ts';
import type { Origins } from './origins.ts';
import type { GoSymbol } from '../symbol.ts';
import { namedType } from './package-types.ts';
import type { PackageType } from './package-types.ts';
import { SourceFinder, resultTypes } from './sources.ts';
import type { ResultType, Sources } from './sources.ts';
import type { Values } from './values.ts';

/** An object that a function makes and returns, and leaves to its callers to give a handle. */
interface Blank {
  readonly creations: readonly Creation[];
  readonly cleanup: Truth;
}

type Setting = Constructor['sets'][number];

/** Constructors that leave their work to others are followed so far. */
const maximalDepth = 6;

/** The constructors of the wrapper types. */
export class Constructors {
  private readonly values: Values;
  private readonly handles: Handles;
  private readonly origins: Origins;
  private readonly cleanups: CleanupIndex;
  private readonly creationsAt = new Map<Node, Creation>();
  private readonly writesIn = new Map<Node, FieldWrite[]>();
  /** The literals and calls of `new` whose handle a constructor sets, and those that it returns in place of an object. */
  private readonly constructed = new Set<Node>();
  private readonly byType = new Map<PackageType, Constructor[]>();
  private readonly known = new Map<Node, Constructor[]>();
  private readonly functions: ReadonlyMap<Node, FunctionParts>;
  private readonly calleesOf = new Map<Constructor, readonly Constructor[]>();
  private readonly blanks = new Map<Node, Map<PackageType, Blank>>();

  constructor(
    values: Values,
    handles: Handles,
    origins: Origins,
    cleanups: CleanupIndex,
    creations: readonly Creation[],
    writes: readonly FieldWrite[],
    functions: readonly FunctionParts[],
  ) {
    this.values = values;
    this.handles = handles;
    this.origins = origins;
    this.cleanups = cleanups;
    for (const creation of creations) this.creationsAt.set(creation.node, creation);
    for (const write of writes) {
      if (write.declaration === undefined) continue;
      const list = this.writesIn.get(write.declaration);
      if (list === undefined) this.writesIn.set(write.declaration, [write]);
      else list.push(write);
    }
    this.functions = new Map(functions.map((one) => [one.node, one]));
    for (const one of functions) this.constructorsOf(one);
  }

  of(type: PackageType): readonly Constructor[] {
    return this.byType.get(type) ?? [];
  }

  /** Whether a value is made in a constructor that sets its handle, or returned by it in place of an object. */
  isConstructed(node: Node): boolean {
    return this.constructed.has(node);
  }

  private constructorsOf(parts: FunctionParts): readonly Constructor[] {
    const known = this.known.get(parts.node);
    if (known !== undefined) return known;
    // A function that calls itself makes what its other calls make.
    const found: Constructor[] = [];
    this.known.set(parts.node, found);
    for (const [index, result] of resultsOf(parts.node).entries()) {
      for (const one of resultTypes(result.type, parts, index, this.values)) {
        if (this.handles.of(one.type).length === 0) continue;
        const constructor = this.build(parts, index, one);
        if (constructor === undefined) continue;
        found.push(constructor);
        this.byType.set(one.type, [...this.of(one.type), constructor]);
      }
    }
    return found;
  }

  private build(parts: FunctionParts, index: number, result: ResultType): Constructor | undefined {
    const { type } = result;
    const sources = new SourceFinder(parts, index, result, this.values, this.creationsAt);
    const callees: Constructor[] = [];
    const blanks: Blank[] = [];
    for (const call of sources.calls) {
      for (const declaration of this.values.calledDeclarations(call)) {
        callees.push(...this.constructorsBy(declaration, type));
        const blank = this.blanks.get(declaration)?.get(type);
        if (blank !== undefined) blanks.push(blank);
      }
    }
    const sets = [
      ...this.settings(parts, sources, type),
      ...(sources.creations.length + blanks.length > 0 ? this.settingsThrough(parts, sources, type) : []),
    ];
    const creations = [...sources.creations, ...blanks.flatMap((blank) => blank.creations)];
    for (const node of sources.nilReturns) this.constructed.add(node);
    if (sets.length > 0) for (const creation of creations) this.constructed.add(creation.node);
    if (sets.length === 0 && callees.length === 0) {
      if (creations.length > 0 && !result.isMany) {
        const cleanup = this.cleanupOf(sources, sets, callees, blanks);
        const known = this.blanks.get(parts.node) ?? new Map<PackageType, Blank>();
        this.blanks.set(parts.node, known.set(type, { creations, cleanup }));
      }
      return undefined;
    }
    const constructor: Constructor = {
      name: parts.name,
      file: parts.file,
      node: parts.node,
      through: callees.map((callee) => callee.name),
      sets,
      nilReturns: sources.nilReturns.flatMap((node) =>
        node.kind === 'return_statement' ? [node] : (node.ancestor('return_statement') ?? []),
      ),
      isMany: result.isMany,
      cleanup: this.cleanupOf(sources, sets, callees, blanks),
    };
    this.calleesOf.set(constructor, callees);
    return constructor;
  }

  private constructorsBy(declaration: Node, type: PackageType): Constructor[] {
    const parts = this.functions.get(declaration);
    const made = parts === undefined ? [] : this.constructorsOf(parts);
    return made.filter((constructor) => this.of(type).includes(constructor));
  }

  /** The constructors of an inner object that a literal is given: of `x` in `x, err := newX()`, then `&T{x}`. */
  private innerConstructors(value: Node): Constructor[] {
    const inner = namedType(this.values.shapeOf(value));
    const symbol = value.kind === 'identifier' ? this.values.pkg.symbolOf(value) : undefined;
    if (inner === undefined) return [];
    const given =
      symbol === undefined ? [value] : this.values.valuesOf(symbol).values.map(({ node }) => node);
    return given
      .filter((node) => isCall(node))
      .flatMap((call) => this.values.calledDeclarations(call))
      .flatMap((declaration) => this.constructorsBy(declaration, inner));
  }

  /** What a constructor, or one that it leaves the work to, sets a handle to, for those who do not know its parameters. */
  private originsSetBy(constructor: Constructor, path: string, depth = 0): readonly Origin[] {
    const own = constructor.sets.filter((set) => set.path === path).flatMap(({ origins }) => origins);
    const known = own.map((origin) =>
      origin.kind === 'parameter' || origin.kind === 'field' ? ({ kind: 'unknown' } as const) : origin,
    );
    if (known.length > 0 || depth > maximalDepth) return known;
    const callees = this.calleesOf.get(constructor) ?? [];
    return callees.flatMap((callee) => this.originsSetBy(callee, path, depth + 1));
  }

  /** What sets a handle of the object: its literal, or an assignment to a field of its variable. */
  private settings(parts: FunctionParts, sources: Sources, type: PackageType): Setting[] {
    const handles = this.handles.of(type);
    const found: Setting[] = [];
    for (const creation of sources.creations) {
      for (const [path, node] of creation.given) {
        const origins = this.origins.of(node);
        if (origins.every((origin) => origin.kind === 'nil')) continue;
        // `(*Codec)(s.codec)` is what the struct holds already.
        if (creation.form === 'conversion' && origins.every((origin) => origin.kind === 'field')) continue;
        for (const handle of handlesAt(path, handles))
          found.push({ path: handle.path, at: node, origins: this.reaching(path, handle, origins, node) });
      }
    }
    for (const write of this.writesIn.get(parts.node) ?? []) {
      if (write.root === undefined || !sources.variables.has(write.root) || write.type !== type) continue;
      const origins: readonly Origin[] =
        write.filledBy !== undefined
          ? [{ kind: 'c-out', ...write.filledBy }]
          : write.value === undefined
            ? [{ kind: 'unknown' }]
            : this.origins.of(write.value, write.index);
      if (origins.every((origin) => origin.kind === 'nil')) continue;
      for (const handle of handlesAt(write.path, handles))
        found.push({
          path: handle.path,
          at: write.node,
          origins:
            write.value === undefined ? origins : this.reaching(write.path, handle, origins, write.value),
        });
    }
    // The literal of a nested struct stands for its handles only where they are not told one by one.
    const told = new Set(found.filter(({ origins }) => !isGoMemory(origins)).map(({ path }) => path));
    // A map or slice that is only made holds nothing yet.
    return found.filter(
      ({ path, origins }) => !isGoMemory(origins) || (!told.has(path) && !path.endsWith(']')),
    );
  }

  /** A method of the new object that sets its handle: `c := &Codec{}; c.open(name); return c`. */
  private settingsThrough(parts: FunctionParts, sources: Sources, type: PackageType): Setting[] {
    const handles = this.handles.of(type);
    return parts.calls.flatMap((call) => {
      const callee = calleeOf(call, this.values.pkg);
      const object =
        callee.kind === 'method' && callee.operand.kind === 'identifier'
          ? this.values.pkg.symbolOf(callee.operand)
          : undefined;
      if (object === undefined || !sources.variables.has(object)) return [];
      return this.values.calledDeclarations(call).flatMap((declaration) =>
        (this.writesIn.get(declaration) ?? []).flatMap((write) => {
          if (write.type !== type || write.root?.role !== 'receiver') return [];
          const origins: readonly Origin[] =
            write.filledBy !== undefined
              ? [{ kind: 'c-out', ...write.filledBy }]
              : write.value === undefined
                ? []
                : this.origins.of(write.value, write.index);
          // Another function's parameters mean nothing here; what is no C value there sets no handle.
          const known = origins.filter(({ kind }) => kind === 'c-call' || kind === 'c-out');
          return known.length === 0
            ? []
            : handlesAt(write.path, handles).map(({ path }) => ({ path, at: call, origins: known }));
        }),
      );
    });
  }

  /** A struct that is made elsewhere holds a handle, and where that comes from is told there. */
  private reaching(path: string, handle: Handle, origins: readonly Origin[], value: Node): readonly Origin[] {
    if (path === handle.path || !isGoMemory(origins)) return origins;
    const inner = namedType(this.values.shapeOf(value));
    const symbol = value.kind === 'identifier' ? this.values.pkg.symbolOf(value) : undefined;
    if (inner === undefined) return origins;
    const rest = handle.path.slice(path.length);
    const made = this.innerConstructors(value).flatMap((one) => this.originsSetBy(one, rest));
    if (made.length > 0) return made.slice(0, 8);
    if (symbol === undefined) return origins;
    const given = this.values.valuesOf(symbol).values.flatMap(({ node }) => {
      const literal = node.kind === 'unary_expression' ? node.child('operand') : node;
      const creation = literal === undefined ? undefined : this.creationsAt.get(literal);
      const own = creation?.given.get(rest);
      return own === undefined ? [] : this.origins.of(own);
    });
    return given.length > 0 ? given : origins;
  }

  private cleanupOf(
    sources: Sources,
    sets: readonly Setting[],
    callees: readonly Constructor[],
    blanks: readonly Blank[],
  ): Truth {
    const at = sets.map((set) => set.at);
    const paths = sets.map(({ path }) => path);
    const own = this.cleanups.onVariables(
      [...sources.variables, ...this.innerObjects(sources, paths)],
      at,
      paths,
    );
    if (own === 'yes') return own;
    const inner = this.innerCleanup(sources, paths);
    if (inner !== 'no') return inner;
    const answers = [...callees, ...blanks].map((callee) => callee.cleanup);
    if (sources.creations.length === 0 && answers.length > 0 && answers.every((answer) => answer === 'yes'))
      return 'yes';
    if (own === 'unknown' || answers.some((answer) => answer !== 'no')) return 'unknown';
    if (sets.some(({ at }) => this.isHeldByAnother(at))) return 'unknown';
    return 'no';
  }

  /** Whether the inner object that holds the handle has a finalizer of its own. */
  private innerCleanup(sources: Sources, paths: readonly string[]): Truth {
    const answers = sources.creations.flatMap((creation) =>
      [...creation.given].flatMap(([path, value]) => {
        const holds = paths.some((handle) => handle.startsWith(`${path}.`));
        return holds && this.values.shapeOf(value).kind === 'pointer' ? this.innerConstructors(value) : [];
      }),
    );
    if (answers.every(({ cleanup }) => cleanup === 'no')) return 'no';
    const isSure = sources.creations.length === 1 && answers.every(({ cleanup }) => cleanup === 'yes');
    return isSure ? 'yes' : 'unknown';
  }

  /** The variables behind the pointers that the literals are given: `x` of `&T{x}`, where x holds the handle. */
  private innerObjects(sources: Sources, paths: readonly string[]): GoSymbol[] {
    return sources.creations.flatMap((creation) =>
      [...creation.given].flatMap(([path, value]) => {
        if (!paths.some((handle) => handle.startsWith(`${path}.`))) return [];
        const isPointer = value.kind === 'identifier' && this.values.shapeOf(value).kind === 'pointer';
        const symbol = isPointer ? this.values.pkg.symbolOf(value) : undefined;
        return symbol === undefined ? [] : [symbol];
      }),
    );
  }

  /** Whether the handle comes inside another wrapper, which has a finalizer of its own. */
  private isHeldByAnother(value: Node): boolean {
    const shape = this.values.shapeOf(value);
    const inner = shape.kind === 'pointer' ? namedType(shape) : undefined;
    const symbol = value.kind === 'identifier' ? this.values.pkg.symbolOf(value) : undefined;
    const given = symbol === undefined ? [] : this.values.valuesOf(symbol).values;
    // What this very function makes has no finalizer that it does not set.
    const isOwn = given.length > 0 && given.every(({ node }) => this.creationsAt.has(pointedTo(node)));
    if (isOwn) return false;
    return inner !== undefined && this.cleanups.of(inner).length > 0;
  }
}

function isGoMemory(origins: readonly Origin[]): boolean {
  return origins.every((origin) => origin.kind === 'go');
}

/** `x` of `&x`, and any other expression itself. */
function pointedTo(node: Node): Node {
  return node.kind === 'unary_expression' ? (node.child('operand') ?? node) : node;
}
