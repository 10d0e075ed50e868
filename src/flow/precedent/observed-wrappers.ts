import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { WrapperType, WrapperTypes } from '../../semantic/wrapper/model.ts';
import type { Node } from '../../syntax/tree.ts';
import { useOf } from '../value-use.ts';
import type { CEndings } from './c-endings.ts';
import { takersAround } from './handed-literals.ts';
import type { Observation, Subject } from './observation.ts';
import { rootVariable } from './site.ts';
import type { CCall, DeclaredFunction } from './site.ts';

/** Whether each constructor of a type lets its object leave with a finalizer or cleanup. */
export function finalizers(
  functions: readonly DeclaredFunction[],
  wrappers: WrapperTypes,
  pkg: Package,
): Observation[] {
  const byNode = new Map(functions.map((fn) => [fn.node, fn]));
  return wrappers.all.flatMap((type) =>
    type.constructors.flatMap((constructor): Observation[] => {
      const fn = byNode.get(constructor.node);
      if (fn === undefined || constructor.cleanup === 'unknown') return [];
      // Who leaves the work to another constructor does what that one does, and forgets nothing of its own.
      if (constructor.through.length > 0 && constructor.cleanup === 'no') return [];
      // What comes from a parameter, or from a getter, may be somebody else's.
      const isOwn = constructor.sets.some(({ origins }) =>
        origins.some((origin) => 'name' in origin && mayGive(origin.name, pkg)),
      );
      const does = constructor.cleanup === 'yes';
      if (!isOwn && !does) return [];
      const node = constructor.sets[0]?.at ?? constructor.node;
      const by = does ? type.cleanups[0] : undefined;
      return [
        {
          kind: 'finalizer',
          subjects: [{ kind: 'wrapper-type', name: type.name }],
          site: { file: fn.file, node, function: fn },
          does,
          by:
            by === undefined
              ? undefined
              : `runtime.${by.kind === 'finalizer' ? 'SetFinalizer' : 'AddCleanup'}`,
        },
      ];
    }),
  );
}

/** Whether what a C function gives may be the caller's: not where a table says that it lends, or the name that it gets. */
export function mayGive(name: string, pkg: Package): boolean {
  const facts = pkg.libraries.factsOf(name)?.facts;
  if (facts !== undefined)
    return (
      facts.result?.kind === 'gives' || [...facts.parameters.values()].some(({ kind }) => kind === 'gives')
    );
  return !/(^|_|[a-z])(get|peek|current|default|value|borrow)(_|[A-Z0-9]|$)/i.test(name);
}

/** A function that hands a handle of a variable to C. */
interface HandleUse {
  readonly function: DeclaredFunction;
  readonly type: WrapperType;
  readonly variable: GoSymbol;
  /** The calls that get the handle, in order. */
  readonly calls: readonly CCall[];
  /** The first expression that reads it. */
  readonly read: Node;
}

/** What the functions of a package do around the C calls that get a wrapper's handle. */
export class HandleUses {
  private readonly pkg: Package;
  private readonly wrappers: WrapperTypes;
  private readonly functions: readonly DeclaredFunction[];
  private readonly endings: CEndings;
  private readonly uses: readonly HandleUse[];

  constructor(
    pkg: Package,
    wrappers: WrapperTypes,
    functions: readonly DeclaredFunction[],
    endings: CEndings,
  ) {
    this.pkg = pkg;
    this.wrappers = wrappers;
    this.functions = functions;
    this.endings = endings;
    this.uses = functions.flatMap((fn) => this.usesIn(fn));
  }

  /**
   * Whether each function keeps an object alive until the C call that got its handle is over. Where a later statement
   * mentions the object, it is alive anyway; only types with a finalizer or cleanup can lose their handle.
   */
  keptAlive(): Observation[] {
    return this.uses.flatMap((use): Observation[] => {
      const { function: fn, type, variable, calls } = use;
      if (!this.isCollected(type) || this.isReleasing(use)) return [];
      const does = fn.goCalls.some((call) => this.keepsAlive(call, variable));
      // The callers of what only the package can call may keep the object alive.
      if (!does && !/^\p{Lu}/u.test(fn.name)) return [];
      if (!does && (this.isMentionedBehind(variable, calls) || this.isHeldElsewhere(variable))) return [];
      return [
        this.observation('keep-alive', use, does, does ? 'runtime.KeepAlive' : undefined, 'with-package'),
      ];
    });
  }

  /** Whether each method asks if its object is closed, before C gets the handle. */
  closedGuards(): Observation[] {
    const guarding = this.guardMethods();
    return this.uses.flatMap((use): Observation[] => {
      const { function: fn, type, variable } = use;
      if (variable !== fn.receiver || type.releases.length === 0 || this.isReleasing(use)) return [];
      const first = use.calls[0]?.call;
      if (first === undefined) return [];
      const by = this.guardBefore(fn, variable, first, type, guarding);
      if (by === undefined && this.takersOf(use).some(({ fullName }) => guarding.has(fullName))) return [];
      return [this.observation('closed-guard', use, by !== undefined, by, 'type-only')];
    });
  }

  /** Whether each method holds a mutex while C gets the handle. */
  locks(): Observation[] {
    const locking = new Set(
      this.functions.filter((fn) => this.locksItself(fn)).map(({ fullName }) => fullName),
    );
    return this.uses.flatMap((use): Observation[] => {
      const { function: fn, type, variable } = use;
      if (variable !== fn.receiver) return [];
      const lock = fn.goCalls.find(
        (call) => this.isLock(call) || this.callsMethodOf(call, type.name, variable, locking),
      );
      // Its callers may hold the lock, or what runs the literal that calls C.
      if (lock === undefined && !/^\p{Lu}/u.test(fn.name)) return [];
      if (
        lock === undefined &&
        this.takersOf(use).some((taker) => taker.goCalls.some((call) => this.isLock(call)))
      )
        return [];
      return [this.observation('lock', use, lock !== undefined, lock?.text, 'type-only')];
    });
  }

  private observation(
    kind: Observation['kind'],
    { function: fn, type, read }: HandleUse,
    does: boolean,
    by: string | undefined,
    width: 'type-only' | 'with-package',
  ): Observation {
    const subjects: Subject[] = [{ kind: 'wrapper-type', name: type.name }];
    if (width === 'with-package') subjects.push({ kind: 'package', name: this.pkg.name });
    return { kind, subjects, site: { file: fn.file, node: read, function: fn }, does, by };
  }

  /** The functions that run the literals in which C gets the handle. */
  private takersOf({ calls }: HandleUse): readonly DeclaredFunction[] {
    return calls.flatMap(({ call }) => takersAround(call, this.functions, this.pkg));
  }

  private usesIn(fn: DeclaredFunction): HandleUse[] {
    const found = new Map<GoSymbol, { type: WrapperType; calls: CCall[]; read: Node }>();
    for (const called of fn.cCalls) {
      for (const argument of argumentsOf(called.call)) {
        const read = this.wrappers.handleRead(argument);
        const variable = read === undefined ? undefined : rootVariable(read.holder, this.pkg);
        // A handle of what another object holds lives as long as that one says.
        if (read === undefined || variable === undefined || unparen(read.holder).kind !== 'identifier')
          continue;
        if (variable.owner !== fn.node) continue;
        const known = found.get(variable);
        if (known === undefined) found.set(variable, { type: read.wrapper, calls: [called], read: argument });
        else if (known.calls.at(-1) !== called) known.calls.push(called);
      }
    }
    return [...found].map(([variable, use]) => ({ function: fn, variable, ...use }));
  }

  private isReleasing({ function: fn, type, calls }: HandleUse): boolean {
    return (
      type.releases.some(({ node }) => node === fn.node) ||
      calls.some(({ name }) => /^(ends|may-end)$/.test(this.endings.treatment(name, 0)))
    );
  }

  private isCollected(type: WrapperType): boolean {
    if (type.cleanups.length > 0) return true;
    // What a parent owns goes with it, once nobody holds the child either.
    return type.owners.some(
      ({ relation, target }) =>
        relation === 'parent' &&
        (target === 'any' || (this.wrappers.ofName(target)?.cleanups ?? []).length > 0),
    );
  }

  private keepsAlive(call: Node, variable: GoSymbol): boolean {
    const callee = calleeOf(call, this.pkg);
    if (callee.kind !== 'package' || callee.path !== 'runtime' || callee.name !== 'KeepAlive') return false;
    const [kept] = argumentsOf(call);
    return kept !== undefined && rootVariable(kept, this.pkg) === variable;
  }

  private isMentionedBehind(variable: GoSymbol, calls: readonly CCall[]): boolean {
    const end = Math.max(...calls.map(({ call }) => call.end));
    return this.pkg.bindings
      .usesOf(variable)
      .some((mention) => mention.start >= end || mention.ancestor('defer_statement') !== undefined);
  }

  /**
   * Whether something else leads to the object, which may live on: a named result, the value that a local was taken
   * from (`o := obj.AsObject()`), or a place that the object is stored in.
   */
  private isHeldElsewhere(variable: GoSymbol): boolean {
    if (variable.role === 'result') return true;
    const { value } = variable;
    if (variable.role === 'local' && value !== undefined && rootVariable(value.node, this.pkg) !== undefined)
      return true;
    return this.pkg.bindings
      .usesOf(variable)
      .some((mention) => /^(element|store|alias)$/.test(useOf(mention, this.pkg).kind));
  }

  /** The methods of the package that test a handle of their receiver first, or ask one that does. */
  private guardMethods(): ReadonlySet<string> {
    const guarding = new Set<string>();
    for (let size = -1; size < guarding.size;) {
      size = guarding.size;
      for (const fn of this.functions) {
        const { receiver, body, cCalls, fullName } = fn;
        if (receiver === undefined || guarding.has(fullName)) continue;
        const first = cCalls[0]?.call.start ?? Infinity;
        const isGuarding =
          testsIn(body).some((test) => test.end <= first && this.testsHandle(test, receiver)) ||
          this.asksBefore(fn, receiver, first, fullName, guarding) !== undefined;
        if (isGuarding) guarding.add(fullName);
      }
    }
    return guarding;
  }

  private guardBefore(
    fn: DeclaredFunction,
    variable: GoSymbol,
    first: Node,
    type: WrapperType,
    guarding: ReadonlySet<string>,
  ): string | undefined {
    const test = testsIn(fn.body).find(
      (one) =>
        one.start < first.start && (this.testsHandle(one, variable) || this.testsFlag(one, variable, type)),
    );
    return test?.text ?? this.asksBefore(fn, variable, first.start, `${type.name}.`, guarding)?.text;
  }

  /** A call of a guarding method whose answer decides what goes on: in a condition, or for what it may panic. */
  private asksBefore(
    fn: DeclaredFunction,
    variable: GoSymbol,
    end: number,
    method: string,
    guarding: ReadonlySet<string>,
  ): Node | undefined {
    const typeName = method.slice(0, method.indexOf('.'));
    return fn.goCalls.find(
      (call) => call.start < end && decides(call) && this.callsMethodOf(call, typeName, variable, guarding),
    );
  }

  /** `x.ptr == nil`, also as a part of a condition. */
  private testsHandle(condition: Node, variable: GoSymbol): boolean {
    return condition.all('binary_expression').some((comparison) => {
      const operator = comparison.child('operator')?.kind ?? '';
      if (operator !== '==' && operator !== '!=') return false;
      return [comparison.child('left'), comparison.child('right')].some((side) => {
        if (side === undefined || rootVariable(side, this.pkg) !== variable) return false;
        return this.wrappers.handleRead(side) !== undefined;
      });
    });
  }

  /** The flag that a release sets: `x.closed`. */
  private testsFlag(condition: Node, variable: GoSymbol, type: WrapperType): boolean {
    const flags = type.releases.flatMap(({ guard }) =>
      guard?.kind === 'flag' || guard?.kind === 'atomic'
        ? guard.node.all('selector_expression').flatMap((one) => one.child('field')?.text ?? [])
        : [],
    );
    return condition
      .all('selector_expression')
      .some(
        (one) =>
          rootVariable(one, this.pkg) === variable &&
          (flags.includes(one.child('field')?.text ?? '') ||
            /closed|destroyed|freed|disposed/i.test(one.child('field')?.text ?? '')),
      );
  }

  private callsMethodOf(
    call: Node,
    typeName: string,
    variable: GoSymbol,
    methods: ReadonlySet<string>,
  ): boolean {
    const callee = calleeOf(call, this.pkg);
    return (
      callee.kind === 'method' &&
      methods.has(`${typeName}.${callee.name}`) &&
      rootVariable(callee.operand, this.pkg) === variable
    );
  }

  private locksItself(fn: DeclaredFunction): boolean {
    const unlocks = fn.goCalls.some((call) => {
      const callee = calleeOf(call, this.pkg);
      return callee.kind === 'method' && /^R?Unlock$/.test(callee.name);
    });
    return !unlocks && fn.goCalls.some((call) => this.isLock(call));
  }

  private isLock(call: Node): boolean {
    const callee = calleeOf(call, this.pkg);
    return callee.kind === 'method' && /^R?Lock$/.test(callee.name) && argumentsOf(call).length === 0;
  }
}

/** Whether a call's answer is tested where it is given, or dropped: then the call is there for what it does. */
function decides(call: Node): boolean {
  let node = call;
  while (node.parent?.is('block', 'statement_list', 'if_statement', 'expression_case') === false)
    node = node.parent;
  if (node.parent?.is('if_statement', 'expression_case') === true) return true;
  if (node.kind === 'expression_statement') return node.children[0] === call;
  const left = node.child('left')?.children ?? [];
  return node.is('short_var_declaration', 'assignment_statement') && /err|ok/i.test(left.at(-1)?.text ?? '');
}

/** The conditions of a body's `if`s and `switch` cases. */
function testsIn(body: Node): Node[] {
  return [
    ...body.all('if_statement').flatMap((one) => one.child('condition') ?? []),
    ...body.all('expression_case').flatMap((one) => one.child('value') ?? []),
    ...body.all('return_statement'),
  ];
}
