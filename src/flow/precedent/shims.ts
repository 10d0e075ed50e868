import type { Analysis } from '../../semantic/analysis.ts';
import type { CFunctionDefinition } from '../../semantic/c-functions.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';

/** A C function of the package that does nothing but call another one: what is known of that one holds of it. */
export interface Shim {
  readonly callee: string;
  /**
   * By parameter of the callee, the parameter of the shim that it gets; undefined for something else. Both count
   * from 0.
   */
  readonly parameterMap: readonly (number | undefined)[];
  /** Whether the callee's result is the shim's. */
  readonly forwardsResult: boolean;
}

export interface Shims {
  /** The last callee of a chain of shims; undefined where a function does something of its own. */
  shimOf(name: string): Shim | undefined;
}

/** So far a chain of shims is followed. */
const maximalChain = 8;

/** Forwarding functions in preambles and local C files. */
export const shims: Analysis<Shims> = {
  name: 'forwarding shims',
  run: (pkg) => new ShimIndex(pkg),
};

class ShimIndex implements Shims {
  private readonly pkg: Package;
  private readonly known = new Map<string, Shim | undefined>();

  constructor(pkg: Package) {
    this.pkg = pkg;
  }

  shimOf(name: string): Shim | undefined {
    let shim = this.direct(name);
    for (let step = 1; shim !== undefined && step < maximalChain; step++) {
      const next = this.direct(shim.callee);
      if (next === undefined) return shim;
      shim = composed(shim, next);
    }
    return shim;
  }

  private direct(name: string): Shim | undefined {
    if (this.known.has(name)) return this.known.get(name);
    const [only, ...others] = this.pkg.c.definitions.callable(name).map(shimIn);
    const agree = others.every((other) => JSON.stringify(other) === JSON.stringify(only));
    const shim = agree && only?.callee !== name ? only : undefined;
    this.known.set(name, shim);
    return shim;
  }
}

function composed(outer: Shim, inner: Shim): Shim {
  return {
    callee: inner.callee,
    parameterMap: inner.parameterMap.map((index) =>
      index === undefined ? undefined : outer.parameterMap[index],
    ),
    forwardsResult: outer.forwardsResult && inner.forwardsResult,
  };
}

function shimIn({ name, type, body, isPartial }: CFunctionDefinition): Shim | undefined {
  if (isPartial || type.parameters === undefined) return undefined;
  const names = type.parameters.map((parameter) => parameter.name);
  const statements = body.children.filter(({ kind }) => kind !== 'type_definition');
  const last = statements.at(-1);
  const isResult = last?.kind === 'return_statement';
  const call = uncast(last?.children[0]);
  if (last === undefined || call?.kind !== 'call_expression') return undefined;
  if (!last.is('return_statement', 'expression_statement')) return undefined;
  // What stands before the call may only give names to what is passed: `fn_t f = (fn_t) ptr;`.
  const locals = new Map<string, Node>();
  for (const statement of statements.slice(0, -1)) {
    const declarator = statement.kind === 'declaration' ? statement.child('declarator') : undefined;
    const value = declarator?.kind === 'init_declarator' ? uncast(declarator.child('value')) : undefined;
    const local = declarator?.child('declarator')?.all('identifier')[0]?.text;
    if (value?.kind !== 'identifier' || local === undefined) return undefined;
    locals.set(local, value);
  }
  const target = callTarget(call, locals);
  const callee = target === undefined ? undefined : calleeName(target, name, names);
  if (callee === undefined || callee === 'free')
    return callee === 'free' ? shim(call, callee, names, locals, isResult) : undefined;
  return shim(call, callee, names, locals, isResult);
}

function shim(
  call: Node,
  callee: string,
  names: readonly (string | undefined)[],
  locals: ReadonlyMap<string, Node>,
  forwardsResult: boolean,
): Shim {
  const parameterMap = (call.child('arguments')?.children ?? []).map((argument) => {
    const value = uncast(argument);
    const named = value?.kind === 'identifier' ? (locals.get(value.text) ?? value) : undefined;
    const index = named === undefined ? -1 : names.indexOf(named.text);
    return index < 0 ? undefined : index;
  });
  return { callee, parameterMap, forwardsResult };
}

/** The name that is called: a function, or a variable that holds one; `(*f)(x)` is `f(x)`. */
function callTarget(call: Node, locals: ReadonlyMap<string, Node>): string | undefined {
  let target = uncast(call.child('function'));
  if (target?.kind === 'pointer_expression') target = uncast(target.children[0]);
  if (target?.kind !== 'identifier') return undefined;
  return locals.get(target.text)?.text ?? target.text;
}

/**
 * `my_sd_journal_open(void *f, …)` calls a function that was found by its name: the shim's own, behind a prefix. Only
 * such a prefix tells which function it is.
 */
function calleeName(
  target: string,
  shimName: string,
  parameters: readonly (string | undefined)[],
): string | undefined {
  if (!parameters.includes(target)) return target;
  return /^(?:my|go|call|dl|dyn|wrap|wrapped|invoke|bridge|x)_(\w+)$/i.exec(shimName)?.[1];
}

function uncast(node: Node | undefined): Node | undefined {
  let current = node;
  while (current?.is('parenthesized_expression', 'cast_expression') === true)
    current = current.kind === 'cast_expression' ? current.child('value') : current.children[0];
  return current;
}
