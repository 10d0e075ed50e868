import { argumentsOf, calleeOf, isCall, unparen } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Cleanup, Constructor, WrapperType } from '../../semantic/wrapper/model.ts';
import { releaseName } from '../../semantic/wrapper/release-names.ts';
import type { Node } from '../../syntax/tree.ts';
import { definitionsOf } from '../definitions.ts';
import type { KnownFunctions } from '../ownership/c-summaries.ts';
import type { PointerOrigins } from '../origin/pointer-origins.ts';
import { enclosingFunction } from '../literals.ts';
import { unconverted, useOf } from '../value-use.ts';
import type { CallGraph } from '../lifetime/call-graph.ts';
import { rootOf } from '../lifetime/keeping.ts';

/** An object with a finalizer that frees what it is made with. */
export interface FreedObject {
  readonly fn: GoFunction;
  /** What the object is made with. */
  readonly at: Node;
  readonly wrapper: WrapperType;
  readonly cleanup: Cleanup;
  /** The C function that frees. */
  readonly by: string;
  /** What C has only lent; or why it may be freed, or is not. */
  readonly memory: Loan | { readonly kind: 'fine'; readonly reason: string };
}

/** What lends it, and how that is known. */
export interface Loan {
  readonly kind: 'lent';
  /** The call of the C function; the parameter of a callback. */
  readonly at: Node;
  /** The function of C, or the exported function that C calls with it. */
  readonly by: string;
  /** By a table of that library; by the `const` of its declaration; or since it is what a callback is shown. */
  readonly known: { readonly library: string } | 'const' | 'callback';
}

/** What says who lends, and who calls whom. */
export interface BorrowedParts {
  readonly origins: PointerOrigins;
  readonly functions: KnownFunctions;
  readonly graph: CallGraph;
}

/**
 * The objects of a wrapper type that their constructor sets a freeing finalizer or cleanup on, and whether the memory
 * around which they are made stays somebody else's: the constructor gets it itself, or a function hands it the pointer.
 */
export function freedObjects(
  wrapper: WrapperType,
  pkg: Package,
  { origins, functions, graph }: BorrowedParts,
): FreedObject[] {
  return wrapper.constructors.flatMap((constructor) => {
    const cleanup = wrapper.cleanups.find(({ setIn, path }) => setIn === constructor.node && path === '');
    const own = graph.functionOf(constructor.node);
    if (cleanup === undefined || own === undefined) return [];
    return constructor.sets.flatMap(({ path, at, origins: sources }): FreedObject[] => {
      const by = releasesAt(path, cleanup, wrapper);
      if (by === undefined) return [];
      const made = (fn: GoFunction, value: Node, isSet: boolean, call?: Node): FreedObject[] => {
        const loan = loanOf(value, fn, pkg, origins, functions);
        const reason =
          loan === undefined
            ? 'nothing shows that it is only lent'
            : isSet
              ? (savedBy(fn, own, call, pkg) ?? toldBy(fn, call, cleanup, pkg))
              : `the ${cleanup.kind} may not be set on it`;
        const memory = loan !== undefined && reason === undefined ? loan : fine(reason ?? '');
        return [{ fn, at: value, wrapper, cleanup, by, memory }];
      };
      if (constructor.cleanup === 'yes' && !sources.some(({ kind }) => kind === 'parameter'))
        return made(own, at, true);
      return sources.flatMap((source) => {
        if (source.kind !== 'parameter' || source.symbol.owner !== constructor.node) return [];
        const index = parameterNames(constructor.node).indexOf(source.symbol.declaration.text);
        return graph.callsTo(constructor.node).flatMap(({ call, caller }) => {
          const value = argumentsOf(call)[index];
          return value === undefined ? [] : made(caller, value, isSetAt(call, constructor, cleanup), call);
        });
      });
    });
  });
}

function fine(reason: string): FreedObject['memory'] {
  return { kind: 'fine', reason };
}

function releasesAt(
  path: string,
  { frees, releases }: Cleanup,
  { handles }: WrapperType,
): string | undefined {
  const seen = frees.find((one) => one.path === path)?.cFunction;
  const only = frees.length === 0 && handles.length === 1 ? releases?.[0] : undefined;
  const name = seen ?? only;
  return name !== undefined && releaseName(name) === 'may-stop' ? undefined : name;
}

function loanOf(
  value: Node,
  fn: GoFunction,
  pkg: Package,
  origins: PointerOrigins,
  functions: KnownFunctions,
): Loan | undefined {
  const origin = origins.of(value);
  if (origin.kind === 'c-borrowed') {
    const callee = isCall(origin.at) ? calleeOf(origin.at, pkg) : undefined;
    return callee?.kind === 'c'
      ? { kind: 'lent', at: origin.at, by: callee.name, known: { library: origin.library } }
      : undefined;
  }
  const source = sourceOf(value, pkg);
  const callee = isCall(source) ? calleeOf(source, pkg) : undefined;
  if (callee?.kind !== 'c') return shownToCallback(source, fn, pkg);
  if (functions.factsOf(callee.name) !== undefined) return undefined;
  const result = pkg.c.function(callee.name)?.type.result;
  const isLent = result?.kind === 'pointer' && result.isConst && isObject(result.to.kind);
  return isLent ? { kind: 'lent', at: source, by: callee.name, known: 'const' } : undefined;
}

/** A pointer that C calls an exported function with. */
function shownToCallback(source: Node, { node, file }: GoFunction, pkg: Package): Loan | undefined {
  const exported = file.directives.exports.find(({ declaration }) => declaration === node);
  const symbol = source.kind === 'identifier' ? pkg.symbolOf(source) : undefined;
  if (exported === undefined || symbol?.role !== 'parameter' || symbol.owner !== node) return undefined;
  return { kind: 'lent', at: symbol.declaration, by: exported.name, known: 'callback' };
}

/** Text and bytes are often const and the caller's; an object that the caller is to free is not. */
function isObject(kind: string): boolean {
  return kind === 'struct' || kind === 'named';
}

/** What an expression gets its value from: itself, or what a local without another value is given. */
function sourceOf(value: Node, pkg: Package): Node {
  const source = unconverted(value, pkg);
  const symbol = source.kind === 'identifier' ? pkg.symbolOf(source) : undefined;
  if (symbol?.role !== 'local') return source;
  const [only, ...more] = definitionsOf(symbol, pkg);
  return only?.value === undefined || more.length > 0 ? source : unconverted(only.value, pkg);
}

/** Whether a call of a constructor makes it set the finalizer: `if owner == nil` around it is met by a nil. */
function isSetAt(call: Node, { node, cleanup: has }: Constructor, cleanup: Cleanup): boolean {
  if (has === 'yes') return true;
  const condition = cleanup.call.ancestor('if_statement')?.child('condition');
  const [left, right] = [condition?.child('left'), condition?.child('right')];
  const isNilTest = condition?.child('operator')?.text === '==' && right?.kind === 'nil';
  const flag = isNilTest ? left : condition;
  const index = flag?.kind === 'identifier' ? parameterNames(node).indexOf(flag.text) : -1;
  const given = index < 0 ? undefined : argumentsOf(call)[index];
  return given !== undefined && unparen(given).kind === (isNilTest ? 'nil' : 'true');
}

function parameterNames(fn: Node): string[] {
  return (fn.child('parameters')?.children ?? []).flatMap((one) =>
    one.childrenOf('name').map(({ text }) => text),
  );
}

/** A reference that is added, or a finalizer that is taken off again. */
function savedBy(
  fn: GoFunction,
  constructor: GoFunction,
  made: Node | undefined,
  pkg: Package,
): string | undefined {
  const object = made === undefined ? undefined : variableOf(made, pkg);
  for (const { body } of new Set([fn, constructor])) {
    for (const call of body.all('call_expression')) {
      const callee = calleeOf(call, pkg);
      const name =
        callee.kind === 'function'
          ? callee.symbol.name
          : callee.kind === 'builtin' || callee.kind === 'package' || !('name' in callee)
            ? ''
            : callee.name;
      if (addsByName.test(name)) return `\`${name}\` may add a reference`;
      const isSetter = callee.kind === 'package' && callee.name === 'SetFinalizer';
      const [cleared, finalizer] = argumentsOf(call);
      const isOther =
        object !== undefined && cleared !== undefined && rootOf(cleared, pkg)?.symbol !== object;
      if (isSetter && finalizer?.kind === 'nil' && !isOther) return 'the finalizer is taken off';
    }
  }
  return undefined;
}

/** A field of the object that is set behind, where the finalizer decides by a condition: `repo.weak = true`. */
function toldBy(
  { body }: GoFunction,
  made: Node | undefined,
  { frees, runs }: Cleanup,
  pkg: Package,
): string | undefined {
  const object = made === undefined ? undefined : variableOf(made, pkg);
  if (object === undefined) return undefined;
  const functions = [unparen(runs), ...frees.flatMap(({ call }) => enclosingFunction(call) ?? [])];
  if (!functions.some((fn) => fn.all('if_statement').length > 0)) return undefined;
  const isSet = body
    .all('assignment_statement')
    .some((one) =>
      one
        .child('left')
        ?.children.some(
          (target) => target.kind === 'selector_expression' && rootOf(target, pkg)?.symbol === object,
        ),
    );
  return isSet ? 'a field is set by which the finalizer may decide' : undefined;
}

/** The variable that gets the result of a call. */
function variableOf(call: Node, pkg: Package): GoSymbol | undefined {
  const use = useOf(call, pkg);
  return use.kind === 'alias' ? use.symbol : undefined;
}

const addsByName =
  /(^|_|[a-z])(up_?ref|ref|Ref|refsink|RefSink|inc_?ref|dup|Dup|retain|Retain|copy|Copy|clone|Clone|take|Take|acquire|Acquire)($|_|[A-Z])|CRYPTO_add|add_?ref|^inc_?ref/;
