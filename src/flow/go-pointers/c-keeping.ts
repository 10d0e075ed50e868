import { announcesRegistration, speaksOfCallback } from '../../knowledge/c-names.ts';
import type { Analysis } from '../../semantic/analysis.ts';
import type { CFunctionDefinition } from '../../semantic/c-functions.ts';
import { argumentsOf } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { SyntaxTree, Node } from '../../syntax/tree.ts';
import { cFunctionFacts } from '../ownership/c-summaries.ts';
import type { KnownFunctions } from '../ownership/c-summaries.ts';
import { unconverted } from '../value-use.ts';
import { isCallbackData } from './callback-data.ts';

/** What says that a C function still has a pointer when it has returned. */
export type Keeping =
  /** A table of a library; `until` are the functions after which it does not. */
  | { readonly kind: 'table'; readonly library: string; readonly until: readonly string[] }
  /**
   * Its body, or that of a function that it calls: `place` is where the pointer is stored, and `holder` the argument
   * that leads there, where it is one of the function's own.
   */
  | {
      readonly kind: 'body';
      readonly place: Node;
      readonly tree: SyntaxTree;
      readonly holder: number | undefined;
    }
  /** Its name only. */
  | { readonly kind: 'name' };

export interface CKeeping {
  /** Undefined where nothing says that the function keeps the argument. */
  ofArgument(call: Node, name: string, index: number): Keeping | undefined;
}

/** Which C functions keep the pointers that they are given. */
export const cKeeping: Analysis<CKeeping> = {
  name: 'pointers that C keeps',
  requires: [cFunctionFacts],
  run: (pkg, use) => new KeepingFunctions(pkg, use(cFunctionFacts)),
};

/** Functions that hand a pointer on are followed this deep. */
const deepest = 4;

class KeepingFunctions implements CKeeping {
  private readonly pkg: Package;
  private readonly functions: KnownFunctions;
  private readonly known = new Map<string, Keeping | undefined>();

  constructor(pkg: Package, functions: KnownFunctions) {
    this.pkg = pkg;
    this.functions = functions;
  }

  ofArgument(call: Node, name: string, index: number): Keeping | undefined {
    const fact = this.functions.factsOf(name)?.facts.parameters.get(index);
    if (fact?.kind === 'destructor-decides') {
      const destructor = argumentsOf(call)[fact.destructor];
      const text = destructor === undefined ? '' : unconverted(destructor, this.pkg).text;
      return /static(\(\))?$|^nil$|^0$/i.test(text) ? this.byTable(name, []) : undefined;
    }
    const key = `${name}/${String(index)}`;
    if (!this.known.has(key)) this.known.set(key, this.find(name, index, 0));
    return this.known.get(key) ?? this.byCallback(call, name, index);
  }

  /** What a function that nobody knows is given beside a callback, where its name speaks of one. */
  private byCallback(call: Node, name: string, index: number): Keeping | undefined {
    const argument = argumentsOf(call)[index];
    if (argument === undefined || !speaksOfCallback(name) || !isCallbackData(call, argument))
      return undefined;
    const isKnown =
      this.functions.factsOf(name) !== undefined || this.pkg.c.definitions.callable(name).length > 0;
    return isKnown ? undefined : { kind: 'name' };
  }

  private find(name: string, index: number, depth: number): Keeping | undefined {
    const facts = this.functions.factsOf(name);
    const fact = facts?.facts.parameters.get(index);
    if (fact?.kind === 'keeps') return this.byTable(name, fact.until);
    if (fact !== undefined) return undefined;
    const definitions = this.pkg.c.definitions.callable(name);
    if (definitions.length > 0) return this.byBodies(definitions, index, depth);
    return facts === undefined && announcesRegistration(name) ? { kind: 'name' } : undefined;
  }

  private byTable(name: string, until: readonly string[]): Keeping {
    return { kind: 'table', library: this.functions.factsOf(name)?.library.name ?? '', until };
  }

  /** What all of the definitions do. */
  private byBodies(
    definitions: readonly CFunctionDefinition[],
    index: number,
    depth: number,
  ): Keeping | undefined {
    const found = definitions.map((definition) => this.byBody(definition, index, depth));
    return found.every((one) => one !== undefined) ? found[0] : undefined;
  }

  private byBody(
    { body, type, isPartial, source }: CFunctionDefinition,
    index: number,
    depth: number,
  ): Keeping | undefined {
    const parameter = type.parameters?.[index]?.name;
    if (parameter === undefined || isPartial || depth > deepest) return undefined;
    const stored = body.all('assignment_expression').find((one) => isKept(one, parameter, body));
    const place = stored?.child('left');
    if (place !== undefined) {
      const root = place.all('identifier')[0]?.text;
      const holder = depth > 0 ? -1 : (type.parameters?.findIndex(({ name }) => name === root) ?? -1);
      return { kind: 'body', place, tree: source.tree, holder: holder < 0 ? undefined : holder };
    }
    for (const call of body.all('call_expression')) {
      const callee = call.child('function');
      if (callee?.kind !== 'identifier' || isLocal(callee.text, body)) continue;
      const at = (call.child('arguments')?.children ?? []).findIndex((one) => uncast(one).text === parameter);
      const keeping = at < 0 ? undefined : this.find(callee.text, at, depth + 1);
      if (keeping !== undefined) return keeping;
    }
    return undefined;
  }
}

/** `saved = p;`, `object->data = p;`: the place outlives the call, and gets no other value afterwards. */
function isKept(assignment: Node, parameter: string, body: Node): boolean {
  const [left, right] = [assignment.child('left'), assignment.child('right')];
  if (left === undefined || right === undefined || assignment.child('operator')?.kind !== '=') return false;
  if (uncast(right).text !== parameter || !outlivesCall(left, body)) return false;
  return !body
    .all('assignment_expression')
    .some((one) => one.start > assignment.start && one.child('left')?.text === left.text);
}

function outlivesCall(place: Node, body: Node): boolean {
  if (place.kind === 'identifier') return !isLocal(place.text, body) && !isParameter(place.text, body);
  if (place.kind !== 'field_expression') return false;
  let root = place;
  let isBehindPointer = false;
  while (root.is('field_expression', 'subscript_expression')) {
    isBehindPointer ||= root.kind === 'subscript_expression' || root.child('operator')?.kind === '->';
    const inner = root.child('argument');
    if (inner === undefined) return false;
    root = inner;
  }
  if (root.kind !== 'identifier') return false;
  if (isParameter(root.text, body)) return isBehindPointer;
  return !isLocal(root.text, body);
}

/** A variable of the function's own; a static one stays. */
function isLocal(name: string, body: Node): boolean {
  return body.all('declaration').some((declaration) => {
    const isStatic = declaration.children.some(
      (child) => child.kind === 'storage_class_specifier' && child.text === 'static',
    );
    return (
      !isStatic && declaration.childrenOf('declarator').some((one) => one.all('identifier')[0]?.text === name)
    );
  });
}

function isParameter(name: string, body: Node): boolean {
  const list = body.parent?.all('parameter_list')[0];
  return (list?.all('identifier') ?? []).some(({ text }) => text === name);
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
