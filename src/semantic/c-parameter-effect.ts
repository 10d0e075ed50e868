import { announcesTaking, onlyReads } from '../knowledge/c-names.ts';
import type { Node } from '../syntax/tree.ts';

/** What a C function does with a pointer that it is given. */
export type ParameterEffect =
  /** It only looks at the memory. */
  | 'borrows'
  /** It frees it, or keeps it beyond the call: its owner is no longer the caller alone. */
  | 'takes'
  /** Its body is not here. */
  | 'unknown';

/** What the analysis of effects needs to know of a function. */
export interface CBody {
  /** Declared names of the parameters, in order; undefined where one has none. */
  readonly parameters: readonly (string | undefined)[];
  readonly body: Node;
  /** Whether there is a second body, under another condition of the preprocessor. */
  readonly hasOthers: boolean;
  /** Whether a condition of the preprocessor hides a part of the body. */
  readonly isPartial: boolean;
}

/** What C functions do with the pointers that they are given, by their bodies; a body is read when somebody asks. */
export class ParameterEffects {
  private readonly bodyOf: (name: string) => CBody | undefined;
  private readonly known = new Map<string, ParameterEffect>();

  constructor(bodyOf: (name: string) => CBody | undefined) {
    this.bodyOf = bodyOf;
  }

  of(name: string, index: number): ParameterEffect {
    const key = `${name}/${String(index)}`;
    let effect = this.known.get(key);
    if (effect === undefined) {
      effect = this.effect(name, index, new Set());
      this.known.set(key, effect);
    }
    return effect;
  }

  private effect(name: string, index: number, visiting: Set<string>): ParameterEffect {
    if (name === 'free' || name === 'realloc') return 'takes';
    if (onlyReads(name)) return 'borrows';
    const key = `${name}/${String(index)}`;
    const declared = this.bodyOf(name);
    // Bodies under different conditions of the preprocessor may differ: which one holds is not known.
    if (declared?.hasOthers === true) return 'takes';
    // What a body shows counts for more than what a name announces.
    if (declared === undefined) return announcesTaking(name) ? 'takes' : 'unknown';
    if (visiting.has(key)) return 'unknown';
    visiting.add(key);
    const parameter = declared.parameters[index];
    if (parameter === undefined) {
      visiting.delete(key);
      return declared.isPartial ? 'unknown' : 'borrows';
    }
    let effect: ParameterEffect = declared.isPartial ? 'unknown' : 'borrows';
    for (const use of declared.body.all('identifier')) {
      if (use.text !== parameter) continue;
      const found = this.useEffect(use, visiting);
      if (found === 'takes') effect = 'takes';
      else if (found === 'unknown' && effect === 'borrows') effect = 'unknown';
    }
    visiting.delete(key);
    return effect === 'unknown' && announcesTaking(name) ? 'takes' : effect;
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
          // d(p), (*d)(p): whoever calls chooses the function, and it may well be one that frees what it can write to.
          if (isOwnName(pointerName(callee), use)) return isConstant(use) ? 'unknown' : 'takes';
          // Through another function pointer: as unknown as a function without a body here.
          if (callee?.kind !== 'identifier') return 'unknown';
          // sqlite3_result_text(ctx, s, n, &free): a destructor in the same call takes the argument over.
          if (parent.all('identifier').some((name) => /free|destroy|destructor/i.test(name.text)))
            return 'takes';
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
          if (parent.text.startsWith('&')) return 'takes';
          // g_object_unref(*p): what is stored there goes.
          if (this.isHandedToTaker(parent, visiting)) return 'takes';
          return isCopied(parent) && !this.pointsToText(use) ? 'takes' : 'borrows';
        case 'binary_expression':
          // p + 1 still points into the memory; p == q only compares.
          if (!/^[+-]$/.test(parent.child('operator')?.text ?? '')) return 'borrows';
          value = parent;
          continue;
        case 'field_expression':
        case 'subscript_expression': {
          // &p->field and &p[i] point into it; p->field and p[i] are what is stored there.
          const outer: Node | undefined = parent.parent;
          if (outer?.kind === 'pointer_expression' && outer.text.startsWith('&')) {
            value = outer;
            continue;
          }
          // free(p->name), free(p[i].name), x = p->name: what is stored there goes.
          const stored = outermostPart(parent);
          if (this.isHandedToTaker(stored, visiting)) return 'takes';
          return isCopied(stored) && !this.pointsToText(use) ? 'takes' : 'borrows';
        }
        default:
          return 'borrows';
      }
    }
  }

  private isHandedToTaker(value: Node, visiting: Set<string>): boolean {
    let argument = value;
    while (argument.parent?.is('parenthesized_expression', 'cast_expression') === true)
      argument = argument.parent;
    const list = argument.parent;
    const callee = list?.kind === 'argument_list' ? list.parent?.child('function') : undefined;
    if (callee?.kind !== 'identifier' || list === undefined) return false;
    return this.effect(callee.text, list.children.indexOf(argument), visiting) === 'takes';
  }

  /** Whether a parameter is a plain string or buffer: what it points to holds no pointers. */
  private pointsToText(use: Node): boolean {
    const definition = use.ancestor('function_definition');
    const parameter = (definition?.all('parameter_declaration') ?? []).find((one) =>
      one
        .child('declarator')
        ?.all('identifier')
        .some((name) => name.text === use.text),
    );
    const type = parameter?.text ?? '';
    return (
      /\b(char|uchar|void|int8_t|uint8_t|xmlChar|gchar|wchar_t)\b/.test(type) &&
      !/\*\s*(const\s*)?\*/.test(type)
    );
  }
}

/** The `d` of `d` and `(*d)`, what a call goes through. */
function pointerName(callee: Node | undefined): string | undefined {
  let inner = callee;
  while (inner?.is('parenthesized_expression', 'pointer_expression') === true)
    inner = inner.child('argument') ?? inner.children[0];
  return inner?.kind === 'identifier' ? inner.text : undefined;
}

/** Whether a name is that of a parameter or variable of the function that mentions it. */
function isOwnName(name: string | undefined, use: Node): boolean {
  const definition = use.ancestor('function_definition');
  if (name === undefined || definition === undefined) return false;
  const isDeclared = definition
    .all('declaration')
    .flatMap((declaration) => declaration.childrenOf('declarator'))
    .some((declarator) => declarator.all('identifier')[0]?.text === name);
  return isDeclared || declarationOf(name, definition) !== undefined;
}

/** Whether a parameter points to what its function must not change: `const char *p`. */
function isConstant(use: Node): boolean {
  const definition = use.ancestor('function_definition');
  const declared = definition === undefined ? undefined : declarationOf(use.text, definition);
  return declared !== undefined && /\bconst\b/.test(declared.text);
}

function declarationOf(parameter: string, definition: Node): Node | undefined {
  return definition
    .all('parameter_declaration')
    .find((one) => one.child('declarator')?.all('identifier')[0]?.text === parameter);
}

/** `p[i].name` for the `p[i]` in it. */
function outermostPart(part: Node): Node {
  let outermost = part;
  while (
    outermost.parent?.is('field_expression', 'subscript_expression') === true &&
    outermost.field === 'argument'
  )
    outermost = outermost.parent;
  return outermost;
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

/** `x = *p` or `x = p->name`: what the pointer's target holds is kept elsewhere. */
function isCopied(value: Node): boolean {
  return value.field === 'right' && value.parent?.kind === 'assignment_expression';
}
