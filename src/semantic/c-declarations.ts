import { announcesTaking, onlyReads } from '../knowledge/c-names.ts';
import type { Node, SyntaxTree } from '../syntax/tree.ts';

interface CFunction {
  readonly name: string;
  /** Declared names of the parameters, in order; undefined where one has none. */
  readonly parameters: readonly (string | undefined)[];
  readonly parameterTypes: readonly string[];
  readonly body: Node | undefined;
}

/** What a C function does with a pointer that it is given. */
export type ParameterEffect =
  /** It only looks at the memory. */
  | 'borrows'
  /** It frees it, or keeps it beyond the call: its owner is no longer the caller alone. */
  | 'takes'
  /** Its body is not here. */
  | 'unknown';

/** The functions and types that a package's own C code declares: preambles, headers and `.c` files. */
export class CDeclarations {
  private readonly functions = new Map<string, CFunction>();
  private readonly types = new Set<string>();

  constructor(trees: readonly SyntaxTree[]) {
    for (const tree of trees) {
      for (const node of tree.root.all('function_definition', 'declaration')) this.addFunction(node);
      for (const node of tree.root.all('type_definition')) this.addType(node);
    }
  }

  isType(name: string): boolean {
    return this.types.has(name);
  }

  /** The declared type of a parameter, as written, e.g. `const char *`; undefined where the function is not here. */
  parameterType(name: string, index: number): string | undefined {
    return this.functions.get(name)?.parameterTypes[index];
  }

  parameterEffect(name: string, index: number): ParameterEffect {
    return this.effect(name, index, new Set());
  }

  private effect(name: string, index: number, visiting: Set<string>): ParameterEffect {
    if (announcesTaking(name)) return 'takes';
    if (onlyReads(name)) return 'borrows';
    const key = `${name}/${String(index)}`;
    const body = this.functions.get(name)?.body;
    if (body === undefined || visiting.has(key)) return 'unknown';
    visiting.add(key);
    const parameter = this.functions.get(name)?.parameters[index];
    if (parameter === undefined) return 'borrows';
    let effect: ParameterEffect = 'borrows';
    for (const use of body.all('identifier')) {
      if (use.text !== parameter) continue;
      const found = this.useEffect(use, visiting);
      if (found === 'takes') effect = 'takes';
      else if (found === 'unknown' && effect === 'borrows') effect = 'unknown';
    }
    visiting.delete(key);
    return effect;
  }

  /** One mention of the parameter: handed on, stored, or only looked at. */
  private useEffect(use: Node, visiting: Set<string>): ParameterEffect {
    let value = use;
    for (;;) {
      const parent = value.parent;
      if (parent === undefined) return 'borrows';
      switch (parent.kind) {
        case 'parenthesized_expression':
        case 'conditional_expression':
        case 'cast_expression':
          value = parent;
          continue;
        case 'argument_list': {
          const callee = parent.parent?.child('function');
          // Through a function pointer: as unknown as a function without a body here.
          if (callee?.kind !== 'identifier') return 'unknown';
          return this.effect(callee.text, parent.children.indexOf(value), visiting);
        }
        case 'assignment_expression':
          if (value.field !== 'right') return 'borrows';
          return isFieldOfLocal(parent.child('left')) ? 'unknown' : 'takes';
        case 'initializer_list':
        case 'initializer_pair':
          return 'unknown';
        case 'init_declarator':
        case 'return_statement':
          return 'takes';
        case 'pointer_expression':
          return parent.text.startsWith('&') ? 'takes' : 'borrows';
        case 'binary_expression':
          // p + 1 still points into the memory; p == q only compares.
          if (!/^[+-]$/.test(parent.child('operator')?.text ?? '')) return 'borrows';
          value = parent;
          continue;
        case 'field_expression':
        case 'subscript_expression': {
          // &p->field and &p[i] point into it; p->field and p[i] are what is stored there.
          const outer: Node | undefined = parent.parent;
          if (outer?.kind !== 'pointer_expression' || !outer.text.startsWith('&')) return 'borrows';
          value = outer;
          continue;
        }
        default:
          return 'borrows';
      }
    }
  }

  private addFunction(node: Node): void {
    const declarator = node.all('function_declarator')[0];
    const name = declarator?.child('declarator');
    if (declarator === undefined || name?.kind !== 'identifier') return;
    const body = node.child('body');
    if (body?.contains(declarator) === true) return;
    const known = this.functions.get(name.text);
    if (known?.body !== undefined || (known !== undefined && body === undefined)) return;
    const parameters = declarator.child('parameters')?.children ?? [];
    this.functions.set(name.text, {
      name: name.text,
      parameters: parameters.map((parameter) => parameter.child('declarator')?.all('identifier')[0]?.text),
      parameterTypes: parameters.map((parameter) => parameter.text),
      body,
    });
  }

  private addType(node: Node): void {
    for (const declarator of node.childrenOf('declarator')) {
      const name = declarator.all('type_identifier')[0];
      if (name !== undefined) this.types.add(name.text);
    }
  }
}

/** `opts.name` of a struct that the function itself declares: what is stored there ends with the call, or goes on with it. */
function isFieldOfLocal(target: Node | undefined): boolean {
  if (target?.kind !== 'field_expression' || target.child('operator')?.kind === '->') return false;
  const name = target.child('argument');
  const body = target.ancestor('function_definition')?.child('body');
  if (name?.kind !== 'identifier' || body === undefined) return false;
  return body.all('declaration').some((declaration) =>
    declaration.childrenOf('declarator').some((declarator) => {
      const declared = declarator.kind === 'init_declarator' ? declarator.child('declarator') : declarator;
      return declared?.kind === 'identifier' && declared.text === name.text;
    }),
  );
}
