import { onceFor } from '../../base/once-for.ts';
import { argumentsOf } from '../../semantic/callee.ts';
import { calledDeclarations } from '../../semantic/called-declarations.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import { nameOf } from '../../semantic/type.ts';
import type { Type } from '../../semantic/types.ts';
import type { Node } from '../../syntax/tree.ts';
import { definitionsOf } from '../definitions.ts';
import { unconverted } from '../value-use.ts';

/** Local variables are followed through this many definitions. */
const deepest = 3;

/**
 * A call in the function, anywhere in it, that may pin what a pointer leads to: `pinner.Pin(x)` of a `runtime.Pinner`,
 * or a call that has a Pinner or speaks of pinning, with a variable that the pointer is made of; or the call that gives
 * the pointer, of a function that pins something itself. Whether it is in time and for the same memory is not asked:
 * what may be pinned is not reported.
 */
export function pinIn(fn: GoFunction, pointer: Node, pkg: Package): Node | undefined {
  const calls = pinningCalls(fn.body, pkg);
  if (calls.length > 0) {
    const own = rootsOf(pointer, pkg);
    const pin = calls.find((call) =>
      argumentsOf(call).some((argument) => meets(rootsOf(argument, pkg), own)),
    );
    if (pin !== undefined) return pin;
  }
  return callsBehind(pointer, pkg).find((call) => pinsWhatItGives(call, pkg));
}

/** The calls that a pointer comes from: those in the expression, and in what its variables are defined as. */
function callsBehind(pointer: Node, pkg: Package): readonly Node[] {
  const values = [pointer, ...[...rootsOf(pointer, pkg)].flatMap((symbol) => valuesOf(symbol, pkg))];
  return values.flatMap((value) => value.all('call_expression'));
}

function valuesOf(symbol: GoSymbol, pkg: Package): readonly Node[] {
  if (symbol.role !== 'local') return [];
  return definitionsOf(symbol, pkg).flatMap(({ value, result }) => {
    const given = value ?? result?.call;
    return given === undefined || given.kind === 'func_literal' ? [] : [given];
  });
}

/** Whether a call runs a function of the package that pins something, or returns what such a function gives. */
function pinsWhatItGives(call: Node, pkg: Package, depth = 0): boolean {
  const bodies = (calledDeclarations(call, pkg) ?? []).flatMap((one) => one.child('body') ?? []);
  return bodies.some(
    (body) =>
      pinningCalls(body, pkg).some((pin) => argumentsOf(pin).length > 0) ||
      (depth < deepest &&
        body
          .all('return_statement')
          .flatMap((statement) => callsBehind(statement, pkg))
          .some((inner) => pinsWhatItGives(inner, pkg, depth + 1))),
  );
}

/** `runtime.KeepAlive(x)` in the function for a variable that the pointer is made of. */
export function keepAliveIn(fn: GoFunction, pointer: Node, pkg: Package): Node | undefined {
  const calls = fn.body
    .all('call_expression')
    .filter((call) => call.child('function')?.text === 'runtime.KeepAlive');
  if (calls.length === 0) return undefined;
  const own = rootsOf(pointer, pkg);
  return calls.find((call) => argumentsOf(call).some((argument) => meets(rootsOf(argument, pkg), own)));
}

/**
 * A place that outlives the function and is given the variable that a pointer is made of, or what that holds:
 * `o.buffer = b`, `r.steps = append(r.steps, step)`. As long as Go has that, the memory is not freed.
 */
export function holderIn(fn: GoFunction, pointer: Node, pkg: Package): Node | undefined {
  const value = unconverted(pointer, pkg);
  // What is read from a field, the field has.
  if (value.kind === 'selector_expression') return value;
  const own = rootsOf(pointer, pkg, false);
  for (const statement of fn.body.all('assignment_statement')) {
    const [target, ...more] = statement.child('left')?.children ?? [];
    const given = statement.child('right')?.children[0];
    if (target === undefined || given === undefined || more.length > 0) continue;
    if (!isLasting(target, pkg) || !meets(heldBy(given, pkg), own)) continue;
    return target;
  }
  return undefined;
}

/** A field or element of what is not the function's own, or a variable of the package. */
function isLasting(target: Node, pkg: Package): boolean {
  let root: Node | undefined = target;
  while (root?.is('selector_expression', 'index_expression') === true) root = root.child('operand');
  const role = root?.kind === 'identifier' ? pkg.symbolOf(root)?.role : undefined;
  return (
    role === 'package-level' ||
    (target !== root && (role === 'receiver' || role === 'parameter' || role === 'local'))
  );
}

/** The variables that a value holds: itself, its address, or what `append` adds. */
function heldBy(value: Node, pkg: Package): ReadonlySet<GoSymbol> {
  const isAppend = value.kind === 'call_expression' && value.child('function')?.text === 'append';
  const held = isAppend ? argumentsOf(value).slice(1) : [value];
  const found = held.flatMap((one) => {
    const inner = one.kind === 'unary_expression' ? one.child('operand') : one;
    const symbol = inner?.kind === 'identifier' ? pkg.symbolOf(inner) : undefined;
    return symbol?.kind === 'variable' ? [symbol] : [];
  });
  return new Set(found);
}

function pinningCalls(body: Node, pkg: Package): readonly Node[] {
  const known = callsByBody(pkg);
  let calls = known.get(body);
  if (calls === undefined) {
    calls = body.all('call_expression').filter((call) => isPinning(call, pkg));
    known.set(body, calls);
  }
  return calls;
}

const callsByBody = onceFor((_pkg: Package) => new Map<Node, readonly Node[]>());

function isPinning(call: Node, pkg: Package): boolean {
  const callee = call.child('function')?.text ?? '';
  if (/pin(?:$|ned|ner|[A-Z_])|Pin|guard/i.test(callee) && !/ping|spin/i.test(callee)) return true;
  return argumentsOf(call).some((argument) => isPinner(pkg.types.ofExpression(argument)));
}

function isPinner(type: Type): boolean {
  const name = nameOf(type.kind === 'pointer' && type.declared === undefined ? type.element : type);
  return name?.path === 'runtime' && name.name === 'Pinner';
}

/**
 * The variables in an expression, and in what those are defined as.
 * @param intoLiterals whether what the literal of a struct holds counts: that is not the memory of the struct itself
 */
function rootsOf(expression: Node, pkg: Package, intoLiterals = true, depth = 0): ReadonlySet<GoSymbol> {
  const found = new Set<GoSymbol>();
  for (const identifier of expression.all('identifier')) {
    const symbol = pkg.symbolOf(identifier);
    if (symbol?.kind !== 'variable' || found.has(symbol)) continue;
    found.add(symbol);
    if (symbol.role !== 'local' || depth >= deepest) continue;
    for (const { value } of definitionsOf(symbol, pkg)) {
      if (value === undefined || value.kind === 'func_literal') continue;
      if (!intoLiterals && value.all('composite_literal').length > 0) continue;
      for (const inner of rootsOf(value, pkg, intoLiterals, depth + 1)) found.add(inner);
    }
  }
  return found;
}

function meets(some: ReadonlySet<GoSymbol>, others: ReadonlySet<GoSymbol>): boolean {
  return [...some].some((one) => others.has(one));
}
