import type { ParameterFact, ResultFact } from '../../knowledge/library.ts';
import type { LibraryFacts, LibraryIndex } from '../../knowledge/library-index.ts';
import type { Analysis } from '../../semantic/analysis.ts';
import type { CFunctionDefinition } from '../../semantic/c-functions.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import { announced } from '../precedent/announced.ts';
import type { Announcements } from '../precedent/announced.ts';
import { shims } from '../precedent/shims.ts';
import type { Shims } from '../precedent/shims.ts';
import { afterSuccess, factsThroughShim, ownFact, ownResult, withoutSuccess } from './renumbered-facts.ts';
import { mayBeKept } from './c-kept-locals.ts';
import { filledPlaces } from './c-filled-places.ts';
import { endsWhereNull } from './c-null-results.ts';
import type { OwnParameter } from './renumbered-facts.ts';

/** What is known of a C function, and whether a body says it: then what it does not say is not known. */
export interface KnownFacts extends LibraryFacts {
  readonly isOfBody?: boolean;
}

/** What is known of C functions, by their names. */
export interface KnownFunctions {
  factsOf(name: string): KnownFacts | undefined;
  /** Whether a comment, or a callback beside it, announces that a function keeps an argument or takes it over. */
  announcesKeeping(name: string, index: number): boolean;
}

/** Shims that call shims are followed this deep. */
const deepest = 8;

/**
 * What C functions do with memory: those of the tables by these; those whose bodies are in the package, and simple
 * enough to be read, by what they do on every path: free a parameter, pass it on to a function that is known, return
 * what such a function returns. A shim has the facts of the function that it calls, by its name or through a pointer.
 * Where definitions under different conditions differ, nothing is known.
 */
export class CSummaries implements KnownFunctions {
  private readonly pkg: Package;
  private readonly libraries: LibraryIndex;
  private readonly shims: Shims;
  private readonly announcements: Announcements;
  private readonly known = new Map<string, KnownFacts | undefined>();
  private depth = 0;

  constructor(pkg: Package, shims: Shims, announcements: Announcements) {
    this.pkg = pkg;
    this.libraries = pkg.libraries;
    this.shims = shims;
    this.announcements = announcements;
  }

  announcesKeeping(name: string, index: number): boolean {
    return this.announcements
      .of(name)
      .some(
        ({ says }) =>
          (says.kind === 'takes' || says.kind === 'keeps-for-callback') && says.parameter === index,
      );
  }

  /** What is known of a function, by its name. A body in the package says more than a table of a library. */
  factsOf(name: string): KnownFacts | undefined {
    if (this.known.has(name)) return this.known.get(name);
    this.known.set(name, undefined);
    const facts = this.fromShim(name) ?? this.fromBodies(name) ?? this.libraries.factsOf(name);
    this.known.set(name, facts);
    return facts;
  }

  /** What is known of the function that a shim does nothing but call. */
  private fromShim(name: string): KnownFacts | undefined {
    const shim = this.shims.shimOf(name);
    const called = shim === undefined ? undefined : this.factsOf(shim.callee);
    if (shim === undefined || called === undefined) return undefined;
    const facts = factsThroughShim(called.facts, shim);
    return facts === undefined ? undefined : { ...called, facts };
  }

  private fromBodies(name: string): KnownFacts | undefined {
    const definitions = this.pkg.c.definitions.callable(name);
    if (definitions.length === 0 || this.depth >= deepest) return undefined;
    this.depth++;
    const found = definitions.map((definition) => this.fromBody(definition));
    this.depth--;
    const [first, ...others] = found;
    const isSame = others.every((one) => one !== undefined && textOf(one) === textOf(first));
    return isSame ? first : undefined;
  }

  private fromBody(definition: CFunctionDefinition): KnownFacts | undefined {
    const { body, type, isPartial } = definition;
    if (isPartial || type.parameters === undefined) return undefined;
    const names = type.parameters.map(({ name }) => name);
    const index = castParameter(body, names);
    if (index !== undefined) return this.ofCast(index);
    const locals = localsOf(body, names);
    const parameters = new Map<number, ParameterFact>();
    const calls: { readonly call: CCall; readonly facts: LibraryFacts }[] = [];
    for (const statement of body.children) {
      // What stands behind a way out is not done on every path.
      if (mayLeave(statement, names)) break;
      const call = callOf(statement);
      const facts = call === undefined || locals.has(call.name) ? undefined : this.factsOf(call.name);
      if (call !== undefined && facts !== undefined) calls.push({ call, facts });
    }
    const returned = this.returned(body, names, locals);
    // What is returned says how the returned call went, and of no other call.
    const isOne = returned !== undefined && calls.every(({ call }) => call.node === returned.node);
    const cannotFail = isOne && endsWhereNull(body);
    for (const { call, facts } of calls) {
      const known = isOne ? facts.facts.parameters : withoutSuccess(facts.facts);
      call.arguments.forEach((argument, index) => {
        const own = names.indexOf(argument.text);
        const fact = known.get(index);
        if (own < 0 || fact === undefined || isAssigned(body, argument.text)) return;
        const done = cannotFail && facts.facts.fails === 'null' ? afterSuccess(fact) : fact;
        parameters.set(own, ownFact(done, ownParameter(call, names)));
      });
    }
    const filled = filledPlaces(body, names, (name, index) => this.pkg.c.parameterEffect(name, index));
    let filling: LibraryFacts | undefined;
    for (const [index, value] of filled) {
      const giver = this.valueOf(value, body, locals)?.facts;
      if (giver?.facts.result?.kind !== 'gives' || parameters.has(index)) continue;
      filling = giver;
      const { release } = giver.facts.result;
      parameters.set(index, { kind: 'gives', release, evenOnFailure: false, inPlace: false, each: false });
    }
    const library = (calls[0]?.facts ?? returned?.of ?? filling)?.library;
    // What a forwarding shim does not do, is not done: its one call is all of it.
    const isShim = returned !== undefined && body.children.length === 1;
    if (library === undefined || (parameters.size === 0 && returned?.result === undefined && !isShim))
      return undefined;
    const fails = isOne ? returned.of.facts.fails : undefined;
    return {
      library,
      isOfBody: true,
      facts: {
        parameters,
        source: '',
        ...(returned?.result === undefined ? {} : { result: returned.result }),
        ...(typeof fails === 'string' ? { fails } : {}),
      },
    };
  }

  /** A function that only gives its parameter another type is as the casts of C are: no library knows of it. */
  private ofCast(index: number): KnownFacts | undefined {
    const library = this.libraries.factsOf('free')?.library;
    if (library === undefined) return undefined;
    const result = { kind: 'argument', index, release: [] } as const;
    return { library, isOfBody: true, facts: { parameters: new Map(), source: '', result } };
  }

  /** What all return statements of a body return, where each returns what a known function does. */
  private returned(
    body: Node,
    names: readonly (string | undefined)[],
    locals: ReadonlySet<string>,
  ): { readonly of: LibraryFacts; readonly result: ResultFact | undefined; readonly node: Node } | undefined {
    const values = body.all('return_statement').map((statement) => statement.children[0]);
    const found = values.map((value) =>
      value === undefined ? undefined : this.valueOf(value, body, locals),
    );
    const [first, ...others] = found;
    if (first === undefined || others.some((one) => one === undefined)) return undefined;
    if (others.some((one) => one !== undefined && textOf(one.facts) !== textOf(first.facts)))
      return undefined;
    const { result } = first.facts.facts;
    if (result === undefined) return { of: first.facts, result: undefined, node: first.call.node };
    const moved = ownResult(result, ownParameter(first.call, names));
    return moved === undefined ? undefined : { of: first.facts, result: moved, node: first.call.node };
  }

  /** `lib_new(a)`, a cast of it, or a variable that holds nothing else. */
  private valueOf(
    value: Node,
    body: Node,
    locals: ReadonlySet<string>,
  ): { facts: LibraryFacts; call: CCall } | undefined {
    const expression = uncast(value);
    if (expression.kind === 'identifier') {
      const initial = body
        .all('init_declarator')
        .filter((one) => one.child('declarator')?.all('identifier')[0]?.text === expression.text);
      const [only, ...more] = initial;
      const given = only?.child('value');
      if (given === undefined || more.length > 0 || isAssigned(body, expression.text)) return undefined;
      const found = given.kind === 'identifier' ? undefined : this.valueOf(given, body, locals);
      const isMemory = found?.facts.facts.result?.kind === 'gives';
      return isMemory && mayBeKept(body, expression.text, this.keepsArgument) ? undefined : found;
    }
    const call = asCall(expression);
    const facts = call === undefined || locals.has(call.name) ? undefined : this.factsOf(call.name);
    return call === undefined || facts === undefined ? undefined : { facts, call };
  }

  /** Whether a C function may keep an argument: one of a table where that says so, any other unless its body is read. */
  private readonly keepsArgument = (callee: string, index: number): boolean => {
    const known = this.libraries.factsOf(callee);
    if (this.pkg.c.hasBody(callee) || known === undefined)
      return this.pkg.c.parameterEffect(callee, index) !== 'borrows';
    const kind = known.facts.parameters.get(index)?.kind;
    return kind === 'takes' || kind === 'keeps' || kind === 'references' || kind === 'destructor-decides';
  };
}

/** What is known of C functions, by tables and by bodies in the package. */
export const cFunctionFacts: Analysis<KnownFunctions> = {
  name: 'facts of C functions',
  requires: [shims, announced],
  run: (pkg, use) => new CSummaries(pkg, use(shims), use(announced)),
};

/** Whether a statement may leave the function, other than by testing a parameter for null, or as its last. */
function mayLeave(statement: Node, names: readonly (string | undefined)[]): boolean {
  if (statement.kind === 'return_statement') return false;
  const leaves = statement.all('return_statement', 'goto_statement').length > 0;
  if (!leaves || statement.kind !== 'if_statement') return leaves;
  const condition = statement.child('condition')?.text.replace(/[()\s]/g, '') ?? '';
  return !names.some(
    (name) =>
      name !== undefined && [`!${name}`, `${name}==NULL`, `NULL==${name}`, `${name}==0`].includes(condition),
  );
}

/** The parameter of `static char *to_char(const gchar *s) { return (char *)s; }`. */
function castParameter(body: Node, names: readonly (string | undefined)[]): number | undefined {
  const [only, ...others] = body.children.filter(({ kind }) => kind !== 'comment');
  const value = only?.kind === 'return_statement' && others.length === 0 ? only.children[0] : undefined;
  const returned = value === undefined ? undefined : uncast(value);
  const index = returned?.kind === 'identifier' ? names.indexOf(returned.text) : -1;
  return index < 0 ? undefined : index;
}

/** The names of a function's own: a call of one goes through a pointer. */
function localsOf(body: Node, parameters: readonly (string | undefined)[]): ReadonlySet<string> {
  const declared = body
    .all('declaration')
    .flatMap((declaration) => declaration.childrenOf('declarator'))
    .map((declarator) => declarator.all('identifier')[0]?.text);
  return new Set([...declared, ...parameters].filter((name) => name !== undefined));
}

interface CCall {
  readonly node: Node;
  readonly name: string;
  readonly arguments: readonly Node[];
}

/** The call that a statement of the body makes: `free(p);`, `return f(p);`, `int rc = f(p);`, `if (p) free(p);`. */
function callOf(statement: Node): CCall | undefined {
  switch (statement.kind) {
    case 'expression_statement':
    case 'return_statement': {
      const value = statement.children[0];
      return value === undefined ? undefined : asCall(uncast(value));
    }
    case 'declaration': {
      const [declarator, ...others] = statement.childrenOf('declarator');
      const value = others.length === 0 ? declarator?.child('value') : undefined;
      return value === undefined ? undefined : asCall(uncast(value));
    }
    case 'if_statement': {
      const condition = statement.child('condition')?.text.replace(/[()\s]/g, '') ?? '';
      const consequence = statement.child('consequence');
      const inner = consequence?.kind === 'compound_statement' ? consequence.children : [consequence];
      const [only, ...more] = inner;
      if (only === undefined || more.length > 0 || statement.child('alternative') !== undefined)
        return undefined;
      const call = callOf(only);
      const isOfArgument = call?.arguments.some(({ text }) =>
        [text, `${text}!=NULL`, `${text}!=0`, `NULL!=${text}`].includes(condition),
      );
      return isOfArgument === true ? call : undefined;
    }
    default:
      return undefined;
  }
}

function asCall(expression: Node): CCall | undefined {
  const callee = expression.kind === 'call_expression' ? expression.child('function') : undefined;
  if (callee?.kind !== 'identifier') return undefined;
  const list = expression.child('arguments')?.children ?? [];
  return { node: expression, name: callee.text, arguments: list.map(uncast) };
}

function uncast(node: Node): Node {
  let current = node;
  for (;;) {
    const inner =
      current.kind === 'cast_expression'
        ? current.child('value')
        : current.kind === 'parenthesized_expression'
          ? current.children[0]
          : undefined;
    if (inner === undefined) return current;
    current = inner;
  }
}

/** Whether a body gives a variable another value, or lets another do so. */
function isAssigned(body: Node, name: string): boolean {
  const isName = (node: Node | undefined): boolean => node?.kind === 'identifier' && node.text === name;
  return (
    body.all('assignment_expression').some((one) => isName(one.child('left'))) ||
    body.all('update_expression').some((one) => isName(one.child('argument'))) ||
    body.all('pointer_expression').some((one) => one.text.startsWith('&') && isName(one.child('argument')))
  );
}

/** The parameter of a function that a call in its body passes on as one of the arguments. */
function ownParameter(call: CCall, names: readonly (string | undefined)[]): OwnParameter {
  return (index) => {
    const own = names.indexOf(call.arguments[index]?.text);
    return own < 0 ? undefined : own;
  };
}

function textOf(facts: LibraryFacts | undefined): string {
  if (facts === undefined) return '';
  const { result, parameters, fails } = facts.facts;
  return JSON.stringify([result, [...parameters], fails]);
}
