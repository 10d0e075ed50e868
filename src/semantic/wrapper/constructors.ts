import { isCall, unparen } from '../callee.ts';
import type { Node } from '../../syntax/tree.ts';
import type { GoSymbol } from '../symbol.ts';
import type { CleanupIndex } from './cleanups.ts';
import type { Creation, FieldWrite } from './creations.ts';
import { resultsOf, returnedBy } from './function-parts.ts';
import type { FunctionParts } from './function-parts.ts';
import type { Handles } from './handles.ts';
import type { Bypass, Constructor, Handle, Origin, Truth } from './model.ts';
import type { Origins } from './origins.ts';
import { namedType } from './package-types.ts';
import type { PackageType } from './package-types.ts';
import type { Values } from './values.ts';

interface Sources {
  readonly creations: Creation[];
  /** The variables that hold the object on its way to the return. */
  readonly variables: Set<GoSymbol>;
  readonly calls: Node[];
  readonly nilReturns: Node[];
}

type Setting = Constructor['sets'][number];

/** The constructors of the wrapper types, and the values that are made beside them. */
export class Constructors {
  private readonly values: Values;
  private readonly handles: Handles;
  private readonly origins: Origins;
  private readonly cleanups: CleanupIndex;
  private readonly creationsAt = new Map<Node, Creation>();
  private readonly creationsOf = new Map<PackageType, Creation[]>();
  private readonly writesIn = new Map<Node, FieldWrite[]>();
  /** The literals and calls of `new` whose handle a constructor sets, and those that it returns in place of an object. */
  private readonly constructed = new Set<Node>();
  private readonly byType = new Map<PackageType, Constructor[]>();
  private readonly known = new Map<Node, Constructor[]>();

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
    for (const creation of creations) {
      this.creationsAt.set(creation.node, creation);
      const list = this.creationsOf.get(creation.type);
      if (list === undefined) this.creationsOf.set(creation.type, [creation]);
      else list.push(creation);
    }
    for (const write of writes) {
      if (write.declaration === undefined) continue;
      const list = this.writesIn.get(write.declaration);
      if (list === undefined) this.writesIn.set(write.declaration, [write]);
      else list.push(write);
    }
    const parts = new Map(functions.map((one) => [one.node, one]));
    for (const one of functions) this.constructorsOf(one, parts);
  }

  of(type: PackageType): readonly Constructor[] {
    return this.byType.get(type) ?? [];
  }

  private constructorsOf(
    parts: FunctionParts,
    all: ReadonlyMap<Node, FunctionParts>,
  ): readonly Constructor[] {
    const known = this.known.get(parts.node);
    if (known !== undefined) return known;
    // A function that calls itself makes what its other calls make.
    const found: Constructor[] = [];
    this.known.set(parts.node, found);
    for (const [index, result] of resultsOf(parts.node).entries()) {
      for (const type of this.typesOf(result.type, parts, index)) {
        const handles = this.handles.of(type);
        const constructor =
          handles.length === 0 ? undefined : this.build(parts, index, result.name, type, handles, all);
        if (constructor === undefined) continue;
        found.push(constructor);
        this.byType.set(type, [...this.of(type), constructor]);
      }
    }
    return found;
  }

  /** The type of a result; behind an interface those of the values that are returned. */
  private typesOf(result: Node, parts: FunctionParts, index: number): ReadonlySet<PackageType> {
    const shape = this.values.types.shapeOfType(result);
    const type = namedType(shape);
    if (type !== undefined) return new Set([type]);
    if (result.text === 'error' || (shape.kind !== 'interface' && shape.kind !== 'external'))
      return new Set();
    return new Set(
      parts.returns.flatMap((statement) => {
        const value = returnedBy(statement)[index];
        const returned = value === undefined ? undefined : namedType(this.values.shapeOf(value));
        return returned ?? [];
      }),
    );
  }

  private build(
    parts: FunctionParts,
    index: number,
    resultName: Node | undefined,
    type: PackageType,
    handles: readonly Handle[],
    all: ReadonlyMap<Node, FunctionParts>,
  ): Constructor | undefined {
    const sources = this.sourcesOf(parts, index, resultName, type);
    const sets = this.settings(parts, sources, type, handles);
    const callees = sources.calls.flatMap((call) =>
      this.values.calledDeclarations(call).flatMap((declaration) => {
        const callee = all.get(declaration);
        const made = callee === undefined ? [] : this.constructorsOf(callee, all);
        return made.filter((constructor) => this.of(type).includes(constructor));
      }),
    );
    if (sets.length === 0 && callees.length === 0) return undefined;
    const isSetHere = sets.length > 0;
    if (isSetHere) for (const creation of sources.creations) this.constructed.add(creation.node);
    for (const node of sources.nilReturns) this.constructed.add(node);
    return {
      name: parts.name,
      file: parts.file,
      node: parts.node,
      through: callees.map((callee) => callee.name),
      sets,
      nilReturns: sources.nilReturns.flatMap((node) =>
        node.kind === 'return_statement' ? [node] : (node.ancestor('return_statement') ?? []),
      ),
      cleanup: this.cleanupOf(sources, sets, callees),
    };
  }

  /** Where the returned object comes from: literals, calls, and the variables between. */
  private sourcesOf(
    parts: FunctionParts,
    index: number,
    resultName: Node | undefined,
    type: PackageType,
  ): Sources {
    const sources: Sources = { creations: [], variables: new Set(), calls: [], nilReturns: [] };
    const named = resultName === undefined ? undefined : this.values.pkg.symbolOf(resultName);
    for (const statement of parts.returns) {
      const returned = returnedBy(statement);
      if (returned.length === 0 && named !== undefined) this.addVariable(named, type, sources, 0);
      const value = returned[index] ?? (returned.length === 1 ? returned[0] : undefined);
      if (value === undefined) continue;
      if (value.kind === 'nil') sources.nilReturns.push(statement);
      else this.addSource(value, type, sources, 0, returned.length > 1);
    }
    return sources;
  }

  private addSource(
    value: Node,
    type: PackageType,
    sources: Sources,
    depth: number,
    hasOtherResults: boolean,
  ): void {
    let expression = unparen(value);
    if (expression.kind === 'unary_expression')
      expression = unparen(expression.child('operand') ?? expression);
    const creation = this.creationsAt.get(expression);
    if (creation?.type === type) {
      // `return T{}, err` gives nothing back.
      const isNothing = creation.form === 'literal' && creation.given.size === 0 && hasOtherResults;
      if (isNothing) sources.nilReturns.push(creation.node);
      else sources.creations.push(creation);
      return;
    }
    if (expression.kind === 'identifier') {
      const symbol = this.values.pkg.symbolOf(expression);
      if (symbol?.role === 'local' || symbol?.role === 'result')
        this.addVariable(symbol, type, sources, depth);
    } else if (isCall(expression)) {
      sources.calls.push(expression);
    }
  }

  private addVariable(symbol: GoSymbol, type: PackageType, sources: Sources, depth: number): void {
    if (sources.variables.has(symbol) || depth > 4) return;
    sources.variables.add(symbol);
    for (const value of this.values.valuesOf(symbol).values)
      this.addSource(value.node, type, sources, depth + 1, false);
    const declared = this.creationsAt.get(symbol.declaration);
    if (declared?.type === type && declared.form === 'zero-value') sources.creations.push(declared);
  }

  /** What sets a handle of the object: its literal, or an assignment to a field of its variable. */
  private settings(
    parts: FunctionParts,
    sources: Sources,
    type: PackageType,
    handles: readonly Handle[],
  ): Setting[] {
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

  /** A struct that is made elsewhere holds a handle, and where that comes from is told there. */
  private reaching(path: string, handle: Handle, origins: readonly Origin[], value: Node): readonly Origin[] {
    if (path === handle.path || !isGoMemory(origins)) return origins;
    const inner = namedType(this.values.shapeOf(value));
    const symbol = value.kind === 'identifier' ? this.values.pkg.symbolOf(value) : undefined;
    if (inner === undefined || symbol === undefined) return origins;
    const rest = handle.path.slice(path.length);
    const given = this.values.valuesOf(symbol).values.flatMap(({ node }) => {
      const literal = node.kind === 'unary_expression' ? node.child('operand') : node;
      const creation = literal === undefined ? undefined : this.creationsAt.get(literal);
      const own = creation?.given.get(rest);
      return own === undefined ? [] : this.origins.of(own);
    });
    return given.length > 0 ? given : origins;
  }

  private cleanupOf(sources: Sources, sets: readonly Setting[], callees: readonly Constructor[]): Truth {
    const own = this.cleanups.onVariables(
      sources.variables,
      sets.map((set) => set.at),
    );
    if (own === 'yes') return own;
    const answers = callees.map((callee) => callee.cleanup);
    if (sources.creations.length === 0 && answers.length > 0 && answers.every((answer) => answer === 'yes'))
      return 'yes';
    if (own === 'unknown' || answers.some((answer) => answer !== 'no')) return 'unknown';
    if (sets.some(({ at }) => this.isHeldByAnother(at))) return 'unknown';
    return 'no';
  }

  /** Whether the handle comes inside another wrapper, which has a finalizer of its own. */
  private isHeldByAnother(value: Node): boolean {
    const shape = this.values.shapeOf(value);
    const inner = shape.kind === 'pointer' ? namedType(shape) : undefined;
    return inner !== undefined && this.cleanups.of(inner).length > 0;
  }

  /** The values of a type that are not made in a constructor of it. */
  bypasses(type: PackageType): Bypass[] {
    const handles = this.handles.of(type);
    const found: Bypass[] = [];
    for (const creation of this.creationsOf.get(type) ?? []) {
      const { form, node, file, variable } = creation;
      if (form === 'conversion' || this.constructed.has(node)) continue;
      const given = [...creation.given].filter(([path]) => handlesAt(path, handles).length > 0);
      const isGiven = given.some(([, value]) =>
        this.origins.of(value).some((origin) => origin.kind !== 'nil'),
      );
      const written = variable === undefined ? 'no' : this.writtenLater(variable, creation, handles);
      // A variable that is only declared, and then given a whole object, makes none.
      if (
        form === 'zero-value' &&
        (variable === undefined || this.values.valuesOf(variable).values.length > 0)
      )
        continue;
      found.push({ file, node, form, setsHandle: isGiven ? 'yes' : written });
    }
    return found;
  }

  private writtenLater(variable: GoSymbol, creation: Creation, handles: readonly Handle[]): Truth {
    const writes = creation.declaration === undefined ? [] : (this.writesIn.get(creation.declaration) ?? []);
    const isWritten = writes.some(
      (write) => write.root === variable && handlesAt(write.path, handles).length > 0,
    );
    if (isWritten) return 'yes';
    // Handed on, the object may be given its handle elsewhere.
    const isHandedOn = this.values.pkg.bindings.usesOf(variable).some((use) => {
      const parent = use.parent?.kind === 'unary_expression' ? use.parent.parent : use.parent;
      return parent?.kind === 'argument_list' || parent?.kind === 'selector_expression';
    });
    return isHandedOn ? 'unknown' : 'no';
  }
}

/** The handles that a write to a path sets: its own, or those of the struct that it replaces. */
function handlesAt(path: string, handles: readonly Handle[]): Handle[] {
  return handles.filter(
    (handle) =>
      handle.path === path || (handle.path.startsWith(path) && /^[.[]/.test(handle.path.slice(path.length))),
  );
}

function isGoMemory(origins: readonly Origin[]): boolean {
  return origins.every((origin) => origin.kind === 'go');
}
