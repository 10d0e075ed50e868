import { onceFor } from '../base/once-for.ts';
import { calledDeclarations } from '../semantic/called-declarations.ts';
import { argumentsOf, calleeOf, throughParens } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import { nameOf } from '../semantic/type.ts';
import type { Node } from '../syntax/tree.ts';

/**
 * When a function literal runs, as far as its function can tell.
 * - `inline`: at once, exactly once, where `call` stands
 * - `deferred`: at the end of the function, if `call`, which stands in a defer statement, was reached
 * - `only-called`: it is in a local variable that is only called; `calls` are those outside of the literal itself
 * - `passed-to-caller`: while `call` runs, any number of times: a function that only calls its argument, or the
 *   range clause of a loop over it
 * - `go`: in another goroutine
 * - `stored`: some time from where it stands on, or never
 */
export type LiteralUse =
  | { readonly kind: 'inline'; readonly call: Node }
  | { readonly kind: 'deferred'; readonly call: Node }
  | { readonly kind: 'passed-to-caller'; readonly call: Node }
  | { readonly kind: 'only-called'; readonly calls: readonly Node[]; readonly isRecursive: boolean }
  | { readonly kind: 'go' }
  | { readonly kind: 'stored' };

/** @param literal a `func_literal` */
export function literalUse(literal: Node, pkg: Package): LiteralUse {
  const known = usesIn(pkg);
  let use = known.get(literal);
  if (use === undefined) {
    use = findLiteralUse(literal, pkg);
    known.set(literal, use);
  }
  return use;
}

const usesIn = onceFor((_pkg: Package) => new Map<Node, LiteralUse>());

/** The function declaration or literal in which a node stands. */
export function enclosingFunction(node: Node): Node | undefined {
  return node.ancestor('func_literal', 'function_declaration', 'method_declaration');
}

function findLiteralUse(literal: Node, pkg: Package): LiteralUse {
  const value = throughParens(literal);
  const parent = value.parent;
  if (parent === undefined) return { kind: 'stored' };
  if (parent.kind === 'call_expression' && value.field === 'function') return useOfCall(parent);
  if (parent.kind === 'range_clause') return { kind: 'passed-to-caller', call: parent };
  if (parent.kind === 'argument_list' && parent.parent?.kind === 'call_expression') {
    const call = parent.parent;
    // Whoever calls it, a `defer` or a `go` statement decides when.
    if (call.parent?.is('defer_statement', 'go_statement') === true) return { kind: 'stored' };
    const calls = onlyCallsArgument(call, argumentsOf(call).indexOf(value), pkg, new Set());
    return calls ? { kind: 'passed-to-caller', call } : { kind: 'stored' };
  }
  const symbol = assignedTo(value, pkg);
  const calls = symbol === undefined ? undefined : callsOfLocal(symbol, literal, pkg);
  if (symbol === undefined || calls === undefined) return { kind: 'stored' };
  const kinds = calls.map((call) => useOfCall(call).kind);
  if (kinds.includes('go')) return { kind: 'go' };
  if (kinds.includes('deferred')) return { kind: 'stored' };
  const isRecursive = pkg.bindings.usesOf(symbol).some((use) => literal.contains(use));
  return { kind: 'only-called', calls, isRecursive };
}

function useOfCall(call: Node): LiteralUse {
  const statement = call.parent?.kind;
  if (statement === 'go_statement') return { kind: 'go' };
  return { kind: statement === 'defer_statement' ? 'deferred' : 'inline', call };
}

/** The local variable that a literal is the only value of. */
function assignedTo(value: Node, pkg: Package): GoSymbol | undefined {
  const list = value.parent;
  const owner = list?.kind === 'expression_list' ? list.parent : undefined;
  if (list === undefined || owner?.is('short_var_declaration', 'assignment_statement', 'var_spec') !== true)
    return undefined;
  const targets =
    owner.kind === 'var_spec'
      ? owner.childrenOf('name').filter((name) => name.is('identifier'))
      : (owner.child('left')?.children ?? []);
  const target = targets[list.children.indexOf(value)];
  const symbol = target?.kind === 'identifier' ? pkg.symbolOf(target) : undefined;
  if (symbol?.kind !== 'variable' || symbol.role !== 'local') return undefined;
  // `var f func(); f = func() { … f() … }` gives a value once, too.
  const others = pkg.bindings.usesOf(symbol).filter((use) => use !== target && isTarget(use));
  const isDeclaredEmpty = others.every((use) => use === symbol.declaration && symbol.value === undefined);
  return isDeclaredEmpty ? symbol : undefined;
}

function isTarget(use: Node): boolean {
  if (use.parent?.kind === 'var_spec') return use.field === 'name';
  return use.parent?.kind === 'expression_list' && use.parent.field === 'left';
}

/**
 * The calls of a variable outside of its literal, all of them in the function that declares it; undefined where the
 * variable is used for anything else, or called by another function.
 */
function callsOfLocal(symbol: GoSymbol, literal: Node, pkg: Package): Node[] | undefined {
  const calls: Node[] = [];
  for (const use of pkg.bindings.usesOf(symbol)) {
    if (isTarget(use)) continue;
    const call = use.parent;
    if (call?.kind !== 'call_expression' || use.field !== 'function') return undefined;
    if (literal.contains(call)) {
      if (call.parent?.is('go_statement') === true) return undefined;
      continue;
    }
    if (enclosingFunction(call) !== symbol.owner) return undefined;
    calls.push(call);
  }
  return calls;
}

/**
 * Whether a call of Go code does no more with one of its arguments, a function, than to call it before it returns.
 * @param visited the parameters that are being looked at: a function may hand its parameter to itself
 */
function onlyCallsArgument(call: Node, index: number, pkg: Package, visited: Set<GoSymbol>): boolean {
  const callee = calleeOf(call, pkg);
  switch (callee.kind) {
    case 'package':
      return callingFunctions.has(`${callee.path}.${callee.name}`);
    case 'function':
    case 'method': {
      const declarations = calledDeclarations(call, pkg);
      if (declarations !== undefined)
        return declarations.every((one) => onlyCallsParameter(one, index, pkg, visited));
      if (callee.kind === 'function') return false;
      const found = pkg.types.ofExpression(callee.operand);
      const type = nameOf(found.kind === 'pointer' ? found.element : found);
      if (type === undefined || type.path === '') return false;
      return callingFunctions.has(`${type.path}.${type.name}.${callee.name}`);
    }
    default:
      return false;
  }
}

function onlyCallsParameter(fn: Node, index: number, pkg: Package, visited: Set<GoSymbol>): boolean {
  const names = (fn.child('parameters')?.children ?? []).flatMap((one) => one.childrenOf('name'));
  const name = names[index];
  const symbol = name === undefined ? undefined : pkg.symbolOf(name);
  if (fn.child('body') === undefined || symbol === undefined || symbol.variadic === true) return false;
  if (visited.has(symbol)) return true;
  visited.add(symbol);
  return pkg.bindings.usesOf(symbol).every((use) => {
    if (use === symbol.declaration) return true;
    const parent = use.parent;
    if (parent === undefined) return false;
    if (parent.kind === 'binary_expression')
      return ['==', '!='].includes(parent.child('operator')?.kind ?? '');
    if (!runsWithin(use, fn)) return false;
    if (parent.kind === 'call_expression') {
      return use.field === 'function' && parent.parent?.kind !== 'go_statement';
    }
    const call = parent.kind === 'argument_list' ? parent.parent : undefined;
    if (call?.kind !== 'call_expression' || call.parent?.kind === 'go_statement') return false;
    return onlyCallsArgument(call, argumentsOf(call).indexOf(use), pkg, visited);
  });
}

/** Whether a mention stands in a function itself, or in literals that run before the function returns. */
function runsWithin(use: Node, fn: Node): boolean {
  for (let holder = enclosingFunction(use); holder !== undefined; holder = enclosingFunction(holder)) {
    if (holder === fn) return true;
    if (holder.kind !== 'func_literal') return false;
    const value = throughParens(holder);
    const isCalled = value.parent?.kind === 'call_expression' && value.field === 'function';
    if (!isCalled || useOfCall(value.parent).kind === 'go') return false;
  }
  return false;
}

/** Functions and methods of the standard library that call what they are given, and nothing else. */
const callingFunctions: ReadonlySet<string> = new Set(
  [
    'sort.Slice sort.SliceStable sort.SliceIsSorted sort.Search sort.Find',
    'slices.SortFunc slices.SortStableFunc slices.IsSortedFunc slices.BinarySearchFunc slices.IndexFunc',
    'slices.ContainsFunc slices.DeleteFunc slices.CompactFunc slices.EqualFunc slices.CompareFunc',
    'slices.MinFunc slices.MaxFunc maps.DeleteFunc maps.EqualFunc',
    'strings.Map strings.FieldsFunc strings.IndexFunc strings.LastIndexFunc strings.ContainsFunc',
    'strings.TrimFunc strings.TrimLeftFunc strings.TrimRightFunc',
    'bytes.Map bytes.FieldsFunc bytes.IndexFunc bytes.LastIndexFunc bytes.ContainsFunc',
    'bytes.TrimFunc bytes.TrimLeftFunc bytes.TrimRightFunc',
    'path/filepath.Walk path/filepath.WalkDir io/fs.WalkDir go/ast.Inspect flag.Visit flag.VisitAll',
    'runtime/pprof.Do sync.Once.Do sync.Map.Range go/token.FileSet.Iterate testing.Benchmark',
    'testing.AllocsPerRun',
  ].flatMap((line) => line.split(' ')),
);
