import { announcesTaking, endsAnObject, mayKeep } from '../../knowledge/c-names.ts';
import { onlyLooksAt } from '../../knowledge/go-functions.ts';
import type { FunctionFacts, ParameterFact } from '../../knowledge/library.ts';
import { argumentsOf, calleeOf } from '../../semantic/callee.ts';
import type { Callee } from '../../semantic/callee.ts';
import { calledDeclarations } from '../../semantic/called-declarations.ts';
import type { Package } from '../../semantic/package.ts';
import { nameOf } from '../../semantic/type.ts';
import type { Node } from '../../syntax/tree.ts';
import { short } from '../code-text.ts';
import { unconverted, useOf } from '../value-use.ts';
import { always } from './effect.ts';
import { failureOf } from './failure.ts';
import { freesInPart } from './partial-releases.ts';
import type { StatusConversion } from '../status-converters.ts';
import type { Basis, CallEffect, Effect, Outcome } from './effect.ts';
import type { KnownFunctions } from './c-summaries.ts';

/** What the package's own Go functions do; see `GoSummaries`. */
export interface FunctionSummaries {
  /**
   * What a function does with what its parameter holds at a path.
   * @param fn the declaration
   * @param index of the parameter; -1 for the receiver
   */
  effectOn(fn: Node, index: number, path: readonly string[]): CallEffect;
  /** Of which statuses the called function makes an error; undefined where it is no converter. */
  conversionBy(call: Node): StatusConversion | undefined;
  /** Whether some function or method of that name calls C, at once or through others. */
  reachesC(name: string): boolean;
  /** The declarations of a function, or of a method as `Type.method`. */
  declarationsOf(name: string): readonly Node[];
  /** Those of a package of the module that this one imports. */
  imported(path: string): FunctionSummaries | undefined;
}

/** What calls do with the memory that their arguments lead to: by tables, bodies, summaries and, last, by names. */
export class CallEffects {
  private readonly pkg: Package;
  private readonly libraries: KnownFunctions;
  private readonly summaries: FunctionSummaries;

  constructor(pkg: Package, libraries: KnownFunctions, summaries: FunctionSummaries) {
    this.pkg = pkg;
    this.libraries = libraries;
    this.summaries = summaries;
  }

  conversionBy(call: Node): StatusConversion | undefined {
    return this.summaries.conversionBy(call);
  }

  /** Whether some table or body says that a C function frees an argument. */
  mayFree(name: string): boolean {
    if (name === 'free') return true;
    const found = this.libraries.factsOf(name);
    return found !== undefined && [...found.facts.parameters.values()].some(({ kind }) => kind === 'frees');
  }

  /** Whether some table or body says that a C function becomes the owner of an argument. */
  mayTake(name: string): boolean {
    const found = this.libraries.factsOf(name);
    return found !== undefined && [...found.facts.parameters.values()].some(({ kind }) => kind === 'takes');
  }

  /** Whether a C function that frees may leave the object: see `freesInPart`. */
  freesInPart(name: string): boolean {
    return freesInPart(name, this.libraries);
  }

  /** The parameter to whose object the result of a C function belongs, as long as that lives; undefined where none is known. */
  lenderOf(name: string): number | undefined {
    const result = this.libraries.factsOf(name)?.facts.result;
    return result?.kind === 'lends' && typeof result.from === 'number' ? result.from : undefined;
  }

  /** Whether a C function adds a reference that another one gives back. */
  addsReference(name: string, release: string): boolean {
    const facts = this.libraries.factsOf(name)?.facts;
    if (facts === undefined) return false;
    if (facts.result?.kind === 'argument' && facts.result.release.includes(release)) return true;
    return [...facts.parameters.values()].some(
      (fact) => fact.kind === 'references' && fact.release.includes(release),
    );
  }

  /** Whether a call of Go code of the package may come to C. */
  mayReachC(callee: Callee): boolean {
    if (callee.kind === 'function') return this.summaries.reachesC(callee.symbol.name);
    return callee.kind === 'method' && this.summaries.reachesC(callee.name);
  }

  /** Whether a method of that name may come to C: `x.Close` without a call is one, or a field of that name. */
  mayBeMethod(name: string): boolean {
    return this.summaries.reachesC(name);
  }

  ofFree(): CallEffect {
    return always(
      { kind: 'frees', by: 'C.free', clears: false },
      { kind: 'table', library: 'libc', source: '' },
    );
  }

  /** @param path where in the argument the pointer is; empty where the argument is the pointer */
  onArgument(call: Node, callee: Callee, index: number, path: readonly string[]): CallEffect {
    switch (callee.kind) {
      case 'c':
        return path.length === 0
          ? this.onCArgument(call, callee.name, index)
          : this.byBodyOrName(call, callee.name, index);
      case 'builtin':
        return always(builtinEffect(callee.name, index, path));
      case 'package':
        if (onlyLooksAt(callee.path, callee.name)) return always({ kind: 'borrows' });
        return this.onGoFunction(call, index, path);
      case 'function':
      case 'method':
        return this.onGoFunction(call, index, path);
      default:
        return always({ kind: 'unknown' });
    }
  }

  /** The value on which a method is called. */
  onReceiver(call: Node, path: readonly string[]): CallEffect {
    return this.onGoFunction(call, -1, path);
  }

  /** The argument is the address of a place that leads to the pointer at `path`. */
  onAddress(call: Node, callee: Callee, index: number, path: readonly string[]): CallEffect {
    if (callee.kind !== 'c') {
      return path.length === 0 ? always({ kind: 'unknown' }) : this.onArgument(call, callee, index, path);
    }
    const facts = this.libraries.factsOf(callee.name);
    const fact = facts?.facts.parameters.get(index);
    if (facts === undefined || fact === undefined) return this.byBodyOrName(call, callee.name, index);
    // `destroy_array(&list[0], n)` reads the array, and frees what is in it.
    if (fact.kind === 'reads' && announcesTaking(callee.name))
      return always({ kind: 'takes' }, { kind: 'name' });
    return this.ofFact(fact, facts.facts, callee.name, facts.library.name, call);
  }

  private onCArgument(call: Node, name: string, index: number): CallEffect {
    const found = this.libraries.factsOf(name);
    if (found === undefined) return this.byBodyOrName(call, name, index);
    const { facts, library } = found;
    const basis: Basis = { kind: 'table', library: library.name, source: facts.source };
    const fact = facts.parameters.get(index);
    if (fact !== undefined) return this.ofFact(fact, facts, name, library.name, call);
    if (facts.result?.kind === 'argument' && facts.result.index === index)
      return always({ kind: 'returns', result: 0, path: [] }, basis);
    // A table lists what matters; a body may do more than what was read of it.
    if (found.isOfBody === true) return this.byBodyOrName(call, name, index);
    return always({ kind: 'borrows' }, basis);
  }

  private ofFact(
    fact: ParameterFact,
    facts: FunctionFacts,
    name: string,
    library: string,
    call: Node,
  ): CallEffect {
    const basis: Basis = { kind: 'table', library, source: facts.source };
    const failure = failureOf(call, facts, this.pkg);
    const unlessFailed = (effect: Effect): CallEffect =>
      failure === undefined
        ? always(effect, basis)
        : {
            outcomes: [
              { when: 'succeeds', effect },
              { when: 'fails', effect: { kind: 'borrows' } },
            ],
            failure,
            basis,
          };
    switch (fact.kind) {
      case 'frees': {
        // The address of the pointer was given, and the pointer is null now.
        const effect: Effect = {
          kind: 'frees',
          by: `C.${name}`,
          clears: fact.through,
          isPartial: freesInPart(name, this.libraries),
        };
        return fact.onFailureToo ? always(effect, basis) : unlessFailed(effect);
      }
      case 'takes':
        return fact.onSuccessOnly ? unlessFailed({ kind: 'takes' }) : always({ kind: 'takes' }, basis);
      case 'keeps':
        return always({ kind: 'keeps' }, basis);
      case 'destructor-decides':
        return this.byDestructor(call, fact.destructor, basis);
      default:
        return always({ kind: 'borrows' }, basis);
    }
  }

  /** sqlite3_bind_text(stmt, i, p, n, destructor): SQLITE_STATIC, nil, leaves it alone; SQLITE_TRANSIENT, -1, copies. */
  private byDestructor(call: Node, index: number, basis: Basis): CallEffect {
    const argument = argumentsOf(call)[index];
    const text = argument === undefined ? '' : unconverted(argument, this.pkg).text;
    if (/static(\(\))?$|^nil$|^0$/i.test(text)) return always({ kind: 'keeps' }, basis);
    if (/transient(\(\))?$|-1|\^0/i.test(text)) return always({ kind: 'borrows' }, basis);
    return always({ kind: 'takes' }, { kind: 'destructor' });
  }

  /** Without a table: the body, where there is one, and the name. */
  private byBodyOrName(call: Node, name: string, index: number): CallEffect {
    if (name === 'free') return this.ofFree();
    if (handsDestructor(call)) return always({ kind: 'takes' }, { kind: 'destructor' });
    const hasBody = this.pkg.c.hasBody(name);
    const basis: Basis = hasBody ? { kind: 'body' } : { kind: 'name' };
    switch (this.pkg.c.parameterEffect(name, index)) {
      case 'takes': {
        const isKey = !hasBody && endsAnObject(name) && argumentsOf(call).length > 1;
        return always({ kind: isKey ? 'may-keep' : 'takes' }, basis);
      }
      case 'borrows':
        return always({ kind: 'borrows' }, basis);
      case 'unknown':
        if (this.libraries.announcesKeeping(name, index))
          return always({ kind: 'may-keep' }, { kind: 'name' });
        // `lib_set_size(object, n)` sets something of the object: what it may keep is what follows.
        if (mayKeep(name) && index === 0 && isObject(call, this.pkg))
          return always({ kind: 'borrows' }, basis);
        if (mayKeep(name)) return always({ kind: 'may-keep' }, { kind: 'name' });
        return returnsWhatIsFreed(call, this.pkg)
          ? always({ kind: 'may-keep' })
          : always({ kind: 'borrows' }, basis);
    }
  }

  private onGoFunction(call: Node, index: number, path: readonly string[]): CallEffect {
    const called = this.calledBy(call);
    const effects = called.declarations.map((fn) => {
      const parameter = index < 0 ? { index, path: promoted(fn, path) } : parameterAt(fn, call, index, path);
      return parameter === undefined
        ? undefined
        : called.summaries.effectOn(fn, parameter.index, parameter.path);
    });
    const [first, ...others] = effects;
    const agree = others.every((one) => JSON.stringify(one?.outcomes) === JSON.stringify(first?.outcomes));
    if (first === undefined || !agree) return always({ kind: 'unknown' });
    return { ...first, outcomes: first.outcomes.map((one) => named(one, call)) };
  }

  /** What a call of Go code can run, in this package or in one of the module that it imports. */
  private calledBy(call: Node): {
    readonly declarations: readonly Node[];
    readonly summaries: FunctionSummaries;
  } {
    const own = calledDeclarations(call, this.pkg);
    if (own !== undefined) return { declarations: own, summaries: this.summaries };
    const callee = calleeOf(call, this.pkg);
    const named = callee.kind === 'package' ? callee : this.importedMethod(callee);
    const summaries = named === undefined ? undefined : this.summaries.imported(named.path);
    if (named === undefined || summaries === undefined)
      return { declarations: [], summaries: this.summaries };
    return { declarations: summaries.declarationsOf(named.name), summaries };
  }

  /** A method of a type of an imported package, as `Type.method`. */
  private importedMethod(callee: Callee): { readonly path: string; readonly name: string } | undefined {
    if (callee.kind !== 'method') return undefined;
    const found = this.pkg.types.ofExpression(callee.operand);
    const type = nameOf(found.kind === 'pointer' && found.declared === undefined ? found.element : found);
    if (type === undefined || type.path === '') return undefined;
    return { path: type.path, name: `${type.name}.${callee.name}` };
  }
}

/** sqlite3_bind_text(stmt, i, cs, n, C.free): a destructor in the same call takes the argument over. */
function handsDestructor(call: Node): boolean {
  return argumentsOf(call).some((argument) =>
    argument
      .all('selector_expression')
      .some((node) => /^C\.\w*free\w*$/i.test(node.text) && node.field !== 'function'),
  );
}

/** `out := C.escape(in); C.free(out)`: the result may be the argument itself. */
function returnsWhatIsFreed(call: Node, pkg: Package): boolean {
  const result = useOf(call, pkg);
  if (result.kind !== 'alias') return false;
  return pkg.bindings.usesOf(result.symbol).some((use) => useOf(use, pkg).kind === 'free');
}

/** The path as a method of an embedded type sees it: `.buf`, `.p` is `.p` for a method of `buf`. */
function promoted(method: Node, path: readonly string[]): readonly string[] {
  const receiver = method.child('receiver')?.all('type_identifier')[0]?.text;
  const embedded = receiver === undefined ? -1 : path.indexOf(`.${receiver}`);
  return embedded < 0 ? path : path.slice(embedded + 1);
}

/** Whether the first of several arguments is a pointer, and not one to text. */
function isObject(call: Node, pkg: Package): boolean {
  const [first, ...others] = argumentsOf(call);
  const type = first === undefined ? undefined : pkg.types.ofExpression(first);
  if (type === undefined || others.length === 0) return false;
  const target = type.kind === 'pointer' ? type.element : type;
  return target.kind === 'c' && !/char|void|int8_t|gpointer/i.test(target.name);
}

/** The callee as this call writes it: `w.Close`, not what its own body calls. */
function named(outcome: Outcome, call: Node): Outcome {
  if (outcome.effect.kind !== 'frees') return outcome;
  return { ...outcome, effect: { ...outcome.effect, by: short(call.child('function') ?? call) } };
}

/** The parameter that an argument becomes, and where in it the pointer is: of a variadic one, an element. */
function parameterAt(
  fn: Node,
  call: Node,
  index: number,
  path: readonly string[],
): { index: number; path: readonly string[] } | undefined {
  const names = (fn.child('parameters')?.children ?? []).flatMap((one) => one.childrenOf('name'));
  const last = names.length - 1;
  const isVariadic = names[last]?.parent?.kind === 'variadic_parameter_declaration';
  if (!isVariadic || index < last) return names[index] === undefined ? undefined : { index, path };
  const isSpread = argumentsOf(call)[index]?.kind === 'variadic_argument';
  return { index: last, path: isSpread ? path : ['[]', ...path] };
}

function builtinEffect(name: string, index: number, path: readonly string[]): Effect {
  if (['len', 'cap', 'print', 'println', 'clear', 'delete'].includes(name)) return { kind: 'borrows' };
  // copy(dst, src) of pointers: the elements are in both.
  if (name === 'copy') return { kind: index === 0 || path.length === 0 ? 'borrows' : 'unknown' };
  return { kind: 'unknown' };
}
