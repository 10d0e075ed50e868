import type { Analysis } from '../../semantic/analysis.ts';
import type { CFunctionDefinition } from '../../semantic/c-functions.ts';
import type { Package } from '../../semantic/package.ts';
import type { CSource } from '../../syntax/c-file.ts';
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
    const [only, ...others] = this.pkg.c.definitions
      .callable(name)
      .map((definition) => shimIn(definition, this.pkg));
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

/** What a body gives names to before its call, by the names of its locals; undefined where one has no value yet. */
type Names = ReadonlyMap<string, Node | undefined>;

function shimIn(definition: CFunctionDefinition, pkg: Package): Shim | undefined {
  const { type, body, isPartial } = definition;
  if (isPartial || type.parameters === undefined) return undefined;
  const parameters = type.parameters.map((parameter) => parameter.name);
  const statements = body.children.filter(({ kind }) => kind !== 'type_definition' && kind !== 'comment');
  const last = statements.at(-1);
  const call = uncast(last?.children[0]);
  if (last === undefined || call?.kind !== 'call_expression') return undefined;
  if (!last.is('return_statement', 'expression_statement')) return undefined;
  const names = namesIn(statements.slice(0, -1));
  if (names === undefined) return undefined;
  const target = callTarget(call, names);
  const callee =
    target === undefined
      ? undefined
      : parameters.includes(target)
        ? nameBehindPrefix(definition.name)
        : pkg.c.variable(target) === undefined
          ? target
          : loadedName(target, definition.source);
  if (callee === undefined) return undefined;
  const parameterMap = (call.child('arguments')?.children ?? []).map((argument) => {
    const value = uncast(argument);
    if (value?.kind !== 'identifier') return undefined;
    const named = names.has(value.text) ? names.get(value.text) : value;
    const index = named === undefined ? -1 : parameters.indexOf(named.text);
    return index < 0 ? undefined : index;
  });
  return { callee, parameterMap, forwardsResult: last.kind === 'return_statement' };
}

/**
 * What stands before the call may only give names to what is passed, each once: `fn_t f = (fn_t) ptr;`, and
 * `int (*f)(int); f = ptr;`. Undefined where a statement does more.
 */
function namesIn(statements: readonly Node[]): Names | undefined {
  const names = new Map<string, Node | undefined>();
  for (const statement of statements) {
    const named = statement.kind === 'declaration' ? declared(statement) : assigned(statement, names);
    if (named === undefined) return undefined;
    names.set(named.local, named.value);
  }
  return names;
}

function declared(declaration: Node): { local: string; value: Node | undefined } | undefined {
  const [declarator, ...others] = declaration.childrenOf('declarator');
  const isStatic = declaration.children.some(({ kind }) => kind === 'storage_class_specifier');
  const local = declarator?.is('identifier')
    ? declarator.text
    : (declarator?.child('declarator') ?? declarator)?.all('identifier')[0]?.text;
  if (declarator === undefined || others.length > 0 || isStatic || local === undefined) return undefined;
  if (declarator.kind !== 'init_declarator') return { local, value: undefined };
  const value = uncast(declarator.child('value'));
  return value?.kind === 'identifier' ? { local, value } : undefined;
}

function assigned(statement: Node, names: Names): { local: string; value: Node } | undefined {
  const assignment = statement.kind === 'expression_statement' ? statement.children[0] : undefined;
  if (assignment?.kind !== 'assignment_expression' || !/^\w+\s*=[^=]/.test(assignment.text)) return undefined;
  const left = assignment.child('left')?.text;
  const value = uncast(assignment.child('right'));
  const isOwn = left !== undefined && names.has(left) && names.get(left) === undefined;
  return isOwn && value?.kind === 'identifier' ? { local: left, value } : undefined;
}

/** The name that is called: a function, a parameter or a global variable that holds one; `(*f)(x)` is `f(x)`. */
function callTarget(call: Node, names: Names): string | undefined {
  let target = uncast(call.child('function'));
  if (target?.kind === 'pointer_expression') target = uncast(target.child('argument'));
  if (target?.kind !== 'identifier') return undefined;
  return names.has(target.text) ? names.get(target.text)?.text : target.text;
}

/**
 * `my_sd_journal_open(void *f, …)` and `rbd_clone4_dlsym(void *f, …)` call a function that was found by its name: the
 * shim's own, without what is put before or behind it. Only such a name tells which function it is.
 */
function nameBehindPrefix(shimName: string): string | undefined {
  return (
    /^(?:my|go|call|dl|dyn|wrap|wrapped|invoke|bridge|x)_(\w+)$/i.exec(shimName)?.[1] ??
    /^(\w+)_(?:dl|dlsym|dyn|wrap|wrapper|bridge|trampoline)$/i.exec(shimName)?.[1]
  );
}

/**
 * The function that a variable of a C file holds, where the file loads it by its name, and by one only:
 * `open_fn = (open_t) dlsym(lib, "lib_open");`
 */
function loadedName(variable: string, { tree }: CSource): string | undefined {
  const names = tree.root.all('assignment_expression').flatMap((assignment): (string | undefined)[] => {
    if (assignment.child('left')?.text.replace(/^\*\(void ?\*\*\) ?&/, '') !== variable) return [];
    const value = uncast(assignment.child('right'));
    if (value !== undefined && /^(?:NULL|0|nullptr|null)$/.test(value.text)) return [];
    return [value === undefined ? undefined : loadedBy(value)];
  });
  const [name] = names;
  return names.every((one) => one === name) ? name : undefined;
}

/** dlsym(3), and GetProcAddress of Windows. */
function loadedBy(value: Node): string | undefined {
  if (value.kind !== 'call_expression') return undefined;
  if (!/^(?:dlsym|dlvsym|GetProcAddress)$/.test(value.child('function')?.text ?? '')) return undefined;
  return /^"(\w+)"$/.exec(value.child('arguments')?.children[1]?.text ?? '')?.[1];
}

function uncast(node: Node | undefined): Node | undefined {
  let current = node;
  while (current?.is('parenthesized_expression', 'cast_expression') === true)
    current = current.kind === 'cast_expression' ? current.child('value') : current.children[0];
  return current;
}
