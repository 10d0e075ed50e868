import { onlyLooksAt } from '../../knowledge/go-functions.ts';
import type { FunctionFacts, ParameterFact } from '../../knowledge/library.ts';
import type { LibraryIndex } from '../../knowledge/library-index.ts';
import { argumentsOf, unparen } from '../../semantic/callee.ts';
import type { Callee } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import { nameOf } from '../../semantic/type.ts';
import type { Node } from '../../syntax/tree.ts';
import { ownershipAfterUse } from '../borrowing.ts';
import { short } from '../use-effect.ts';
import { unconverted } from '../value-use.ts';
import { always } from './effect.ts';
import type { Basis, CallEffect, Effect, FailureSign, Outcome } from './effect.ts';

/** What the package's own Go functions do; see `GoSummaries`. */
export interface FunctionSummaries {
  /**
   * What a function does with what its parameter holds at a path.
   * @param fn the declaration
   * @param index of the parameter; -1 for the receiver
   */
  effectOn(fn: Node, index: number, path: readonly string[]): CallEffect;
  convertsStatus(call: Node): boolean;
  /** Whether some function or method of that name calls C, at once or through others. */
  reachesC(name: string): boolean;
}

/** What calls do with the memory that their arguments lead to: by tables, bodies, summaries and, last, by names. */
export class CallEffects {
  private readonly pkg: Package;
  private readonly libraries: LibraryIndex;
  private readonly summaries: FunctionSummaries;

  constructor(pkg: Package, libraries: LibraryIndex, summaries: FunctionSummaries) {
    this.pkg = pkg;
    this.libraries = libraries;
    this.summaries = summaries;
  }

  convertsStatus(call: Node): boolean {
    return this.summaries.convertsStatus(call);
  }

  /** Whether some table or body says that a C function frees an argument. */
  mayFree(name: string): boolean {
    const found = this.libraries.factsOf(name);
    return found !== undefined && [...found.facts.parameters.values()].some(({ kind }) => kind === 'frees');
  }

  /** Whether a call of Go code of the package may come to C. */
  mayReachC(callee: Callee): boolean {
    if (callee.kind === 'function') return this.summaries.reachesC(callee.symbol.name);
    return callee.kind === 'method' && this.summaries.reachesC(callee.name);
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
          : always(this.byOldRules(call, callee.name, index));
      case 'builtin':
        return always(builtinEffect(callee.name, index, path));
      case 'package':
        return always({ kind: onlyLooksAt(callee.path, callee.name) ? 'borrows' : 'unknown' });
      case 'function':
        return this.onGoFunction(
          this.pkg.symbolsOf(unparen(call.child('function') ?? call)).map((one) => one.declaration.parent),
          call,
          index,
          path,
        );
      case 'method':
        return this.onGoFunction(this.methodsAt(callee.operand, callee.name), call, index, path);
      default:
        return always({ kind: 'unknown' });
    }
  }

  /** The value on which a method is called. */
  onReceiver(call: Node, operand: Node, method: string, path: readonly string[]): CallEffect {
    return this.onGoFunction(this.methodsAt(operand, method), call, -1, path);
  }

  /** The argument is the address of a place that leads to the pointer at `path`. */
  onAddress(call: Node, callee: Callee, index: number, path: readonly string[]): CallEffect {
    if (callee.kind !== 'c') {
      return path.length === 0 ? always({ kind: 'unknown' }) : this.onArgument(call, callee, index, path);
    }
    const facts = this.libraries.factsOf(callee.name);
    const fact = facts?.facts.parameters.get(index);
    if (facts === undefined || fact === undefined) return always(this.byOldRules(call, callee.name, index));
    return this.ofFact(fact, facts.facts, callee.name, facts.library.name, call);
  }

  private onCArgument(call: Node, name: string, index: number): CallEffect {
    const found = this.libraries.factsOf(name);
    if (found === undefined) return always(this.byOldRules(call, name, index));
    const { facts, library } = found;
    const basis: Basis = { kind: 'table', library: library.name, source: facts.source };
    const fact = facts.parameters.get(index);
    if (fact !== undefined) return this.ofFact(fact, facts, name, library.name, call);
    if (facts.result?.kind === 'argument' && facts.result.index === index)
      return always({ kind: 'returns', result: 0, path: [] }, basis);
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
    const failure: FailureSign | undefined =
      facts.fails === undefined ? undefined : { kind: 'status', failure: facts.fails };
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
        const effect: Effect = { kind: 'frees', by: `C.${name}`, clears: fact.through };
        return fact.onFailureToo ? always(effect, basis) : unlessFailed(effect);
      }
      case 'takes':
        return fact.onSuccessOnly ? unlessFailed({ kind: 'takes' }) : always({ kind: 'takes' }, basis);
      case 'keeps':
        return always({ kind: 'keeps' }, basis);
      case 'destructor-decides':
        return always(this.byDestructor(call, fact.destructor), basis);
      default:
        return always({ kind: 'borrows' }, basis);
    }
  }

  /** sqlite3_bind_text(stmt, i, p, n, destructor): SQLITE_STATIC, nil, leaves it alone; SQLITE_TRANSIENT, -1, copies. */
  private byDestructor(call: Node, index: number): Effect {
    const argument = argumentsOf(call)[index];
    const text = argument === undefined ? '' : unconverted(argument, this.pkg).text;
    if (/STATIC$|^nil$|^0$/.test(text)) return { kind: 'keeps' };
    if (/TRANSIENT$|-1|\^0/.test(text)) return { kind: 'borrows' };
    return { kind: 'takes' };
  }

  /** Without a table: the body, where there is one, and the name. */
  private byOldRules(call: Node, name: string, index: number): Effect {
    switch (ownershipAfterUse({ kind: 'c-argument', call, name, index }, this.pkg)) {
      case 'gone':
        return name === 'free' ? { kind: 'frees', by: 'C.free', clears: false } : { kind: 'takes' };
      case 'kept?':
        return { kind: 'may-keep' };
      case 'borrowed':
        return { kind: 'borrows' };
    }
  }

  private onGoFunction(
    declarations: readonly (Node | undefined)[],
    call: Node,
    index: number,
    path: readonly string[],
  ): CallEffect {
    const effects = declarations.map((fn) => {
      if (!fn?.is('function_declaration', 'method_declaration')) return undefined;
      const parameter = index < 0 ? { index, path } : parameterAt(fn, call, index, path);
      return parameter === undefined
        ? undefined
        : this.summaries.effectOn(fn, parameter.index, parameter.path);
    });
    const [first, ...others] = effects;
    const agree = others.every((one) => JSON.stringify(one?.outcomes) === JSON.stringify(first?.outcomes));
    if (first === undefined || !agree) return always({ kind: 'unknown' });
    return { ...first, outcomes: first.outcomes.map((one) => named(one, call)) };
  }

  private methodsAt(operand: Node, method: string): readonly (Node | undefined)[] {
    const found = this.pkg.types.ofExpression(operand);
    const type = nameOf(found.kind === 'pointer' && found.declared === undefined ? found.element : found);
    if (type?.symbol === undefined || type.path !== '') return [undefined];
    const methods = this.pkg.methodsOf(type.symbol).filter(({ name }) => name === method);
    return methods.length === 0 ? [undefined] : methods.map(({ node }) => node);
  }
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
