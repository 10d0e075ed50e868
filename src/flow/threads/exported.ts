import type { Analysis } from '../../semantic/analysis.ts';
import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoFile } from '../../syntax/go-file.ts';
import type { Node } from '../../syntax/tree.ts';
import { callGraph } from '../lifetime/call-graph.ts';
import type { CallEdge, CallGraph } from '../lifetime/call-graph.ts';

/** How C comes to call a function of Go. */
export type EntryFromC =
  /** `//export`. */
  | { readonly kind: 'export'; readonly name: string }
  /** `syscall.NewCallback(f)` and its like make a C function pointer of it. */
  | { readonly kind: 'callback'; readonly call: Node }
  /** `cgo.NewHandle(f)`: an exported function that is given the handle can call it. */
  | { readonly kind: 'handle'; readonly call: Node };

/** A function that may run on a thread of C, with the calls that lead to it. */
export interface ReachedFromC {
  readonly function: GoFunction;
  readonly entry: EntryFromC;
  /** The function that C calls. */
  readonly entered: GoFunction;
  /** From the entered function to this one, on a shortest path; empty for the entered one itself. */
  readonly path: readonly CallEdge[];
  /** Whether it runs in a goroutine that one of those functions starts: no more on the thread of C. */
  readonly isInGoroutine: boolean;
}

/** The functions that C calls, and what they reach in the package. */
export class CalledFromC {
  /** In the order in which they are reached: the entered functions first. */
  readonly all: readonly ReachedFromC[];
  private readonly byFunction: ReadonlyMap<Node, ReachedFromC>;

  /** @param graph asked for where C calls anything */
  constructor(pkg: Package, graph: () => CallGraph) {
    const reached = new Map<Node, ReachedFromC>();
    for (const { function: fn, entry } of entriesOf(pkg, graph)) {
      if (reached.has(fn.node)) continue;
      reached.set(fn.node, { function: fn, entry, entered: fn, path: [], isInGoroutine: false });
    }
    if (reached.size > 0) {
      spread(reached, graph(), (edge) => edge.how !== 'go');
      // What only a goroutine reaches comes last: a function that runs on both counts as on the thread of C.
      spread(reached, graph(), () => true);
    }
    this.byFunction = reached;
    this.all = [...reached.values()];
  }

  /** Undefined for a function that nothing leads to from C. */
  of(fn: GoFunction): ReachedFromC | undefined {
    return this.byFunction.get(fn.node);
  }
}

/** Which functions run on threads of C. */
export const calledFromC: Analysis<CalledFromC> = {
  name: 'called from C',
  requires: [callGraph],
  run: (pkg, use) => new CalledFromC(pkg, () => use(callGraph)),
};

/** Breadth first: the list grows while it is read. */
function spread(
  reached: Map<Node, ReachedFromC>,
  graph: CallGraph,
  follows: (edge: CallEdge) => boolean,
): void {
  for (const from of reached.values()) {
    for (const edge of graph.callsFrom(from.function.node)) {
      if (!follows(edge) || reached.has(edge.callee.node)) continue;
      reached.set(edge.callee.node, {
        function: edge.callee,
        entry: from.entry,
        entered: from.entered,
        path: [...from.path, edge],
        isInGoroutine: from.isInGoroutine || edge.how === 'go',
      });
    }
  }
}

interface Entry {
  readonly function: GoFunction;
  readonly entry: EntryFromC;
}

function entriesOf(pkg: Package, graph: () => CallGraph): Entry[] {
  const exported = pkg.files.flatMap(({ directives }) =>
    directives.exports.flatMap(({ name, declaration }): Entry[] => {
      const fn = declaration === undefined ? undefined : graph().functionOf(declaration);
      return fn === undefined ? [] : [{ function: fn, entry: { kind: 'export', name } }];
    }),
  );
  const handed = pkg.files.filter(mayHandToC).flatMap((file) =>
    file.tree.root.all('call_expression').flatMap((call): Entry[] => {
      const kind = handsToC(call, pkg);
      const [value] = kind === undefined ? [] : argumentsOf(call);
      const fn = value === undefined ? undefined : functionValue(value, pkg, graph());
      return fn === undefined || kind === undefined ? [] : [{ function: fn, entry: { kind, call } }];
    }),
  );
  return [...exported, ...handed];
}

const callbackMakers = ['syscall', 'golang.org/x/sys/windows', 'github.com/ebitengine/purego'];

/** Whether a file imports anything by which Go code hands a function to C. */
function mayHandToC({ imports }: GoFile): boolean {
  return imports.some(({ path }) => path === 'runtime/cgo' || callbackMakers.includes(path));
}

function handsToC(call: Node, pkg: Package): 'callback' | 'handle' | undefined {
  const callee = calleeOf(call, pkg);
  if (callee.kind !== 'package') return undefined;
  if (callee.path === 'runtime/cgo') return callee.name === 'NewHandle' ? 'handle' : undefined;
  const isCallback = /^NewCallback(CDecl)?$/.test(callee.name) && callbackMakers.includes(callee.path);
  return isCallback ? 'callback' : undefined;
}

/** The function that an expression is, by its name or as a literal. */
function functionValue(value: Node, pkg: Package, graph: CallGraph): GoFunction | undefined {
  const expression = unparen(value);
  if (expression.kind === 'func_literal') return graph.functionOf(expression);
  const symbol = expression.kind === 'identifier' ? pkg.symbolOf(expression) : undefined;
  const declaration = symbol?.kind === 'function' ? symbol.declaration.parent : undefined;
  return declaration === undefined ? undefined : graph.functionOf(declaration);
}
