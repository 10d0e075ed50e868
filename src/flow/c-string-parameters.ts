import { readsString } from '../knowledge/c-strings.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { CFunctionDefinition } from '../semantic/c-functions.ts';
import type { CParameter, CType } from '../semantic/c-types.ts';
import type { Package } from '../semantic/package.ts';
import type { Node } from '../syntax/tree.ts';

/**
 * How it is known that a function reads an argument up to its NUL byte: its documentation, the declared type of a
 * parameter that no length stands beside. `not`: what is known of the function speaks against it.
 */
export type StringReading =
  { readonly kind: 'documented'; readonly by: string } | { readonly kind: 'declared' | 'not' | 'unknown' };

/** Functions that call functions are followed this deep. */
const deepest = 4;

/** Which parameters of C functions are strings that end with a NUL byte, by tables, bodies and declarations. */
export class CStringParameters {
  private readonly pkg: Package;
  private readonly known = new Map<string, StringReading>();
  private depth = 0;

  constructor(pkg: Package) {
    this.pkg = pkg;
  }

  readingOf(name: string, index: number): StringReading {
    const key = `${name} ${String(index)}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, { kind: 'unknown' });
    this.depth++;
    const reading = this.find(name, index);
    this.depth--;
    this.known.set(key, reading);
    return reading;
  }

  private find(name: string, index: number): StringReading {
    if (readsString(name, index)) return { kind: 'documented', by: name };
    const declared = this.declaredReading(name, index);
    const definitions = this.pkg.c.definitions.callable(name);
    if (definitions.length === 0 || this.depth > deepest) return declared;
    const found = definitions.map((definition) => this.bodyReading(definition, index));
    const [first] = found;
    if (first !== undefined && found.every(({ kind }) => kind === first.kind) && first.kind !== 'unknown')
      return first;
    return found.some(({ kind }) => kind === 'not') ? { kind: 'not' } : declared;
  }

  /** `const char *` without anything beside it that can be its length. */
  private declaredReading(name: string, index: number): StringReading {
    const parameters = this.pkg.c.function(name)?.type.parameters;
    if (parameters === undefined) return { kind: 'unknown' };
    const parameter = parameters[index];
    if (parameter?.type.kind !== 'pointer') return { kind: 'not' };
    const to = this.pkg.c.resolve(parameter.type.to);
    if (to.kind === 'void' || to.kind === 'unknown') return { kind: 'unknown' };
    if (to.kind !== 'basic' || to.name !== 'char' || !parameter.type.isConst) return { kind: 'not' };
    const isMeasured = parameters.some(
      (other, at) => at !== index && this.mayBeLength(other, Math.abs(at - index) === 1),
    );
    return { kind: isMeasured ? 'not' : 'declared' };
  }

  private mayBeLength({ name, type }: CParameter, isBeside: boolean): boolean {
    const isNamedSo = name !== undefined && /len|size|sz|count|num|bytes|^n[a-z]?$/i.test(name);
    const known = this.pkg.c.resolve(type);
    const value: CType = known.kind === 'pointer' ? this.pkg.c.resolve(known.to) : known;
    const isNumber =
      value.kind === 'basic' &&
      !/char|float|double/.test(value.name) &&
      (known.kind !== 'pointer' || isNamedSo);
    return (isBeside || isNamedSo) && (isNumber || (known.kind === 'unknown' && isNamedSo));
  }

  /** What a body does with a parameter, itself or through locals that are set to it: which functions it goes to. */
  private bodyReading({ body, type, isPartial }: CFunctionDefinition, index: number): StringReading {
    const parameter = type.parameters?.[index]?.name;
    if (parameter === undefined || isPartial) return { kind: 'unknown' };
    const names = aliasesOf(parameter, body);
    let reading: StringReading = { kind: 'unknown' };
    for (const use of body.all('identifier')) {
      if (!names.has(use.text)) continue;
      const value = throughCasts(use);
      const list = value.parent;
      const callee = list?.kind === 'argument_list' ? list.parent?.child('function') : undefined;
      if (list === undefined || callee?.kind !== 'identifier') {
        // An element with a number of its own has a place that the NUL byte does not decide.
        if (value.parent?.kind === 'subscript_expression') return { kind: 'not' };
        continue;
      }
      const next = this.readingOf(callee.text, list.children.indexOf(value));
      if (next.kind === 'documented') reading = next;
      // With a length that the body knows, it is no string.
      else if (list.children.some((one) => one !== value && isLength(one))) return { kind: 'not' };
    }
    return reading;
  }
}

function isLength(argument: Node): boolean {
  return argument.is('number_literal', 'sizeof_expression') && argument.text !== '0';
}

/** The parameter and the locals that are declared with its value. */
function aliasesOf(parameter: string, body: Node): ReadonlySet<string> {
  const names = new Set([parameter]);
  for (const declarator of body.all('init_declarator')) {
    let value = declarator.child('value');
    while (value?.is('cast_expression', 'parenthesized_expression') === true)
      value = value.child('value') ?? value.children[0];
    const name = declarator.child('declarator')?.all('identifier')[0] ?? declarator.child('declarator');
    if (value?.kind === 'identifier' && names.has(value.text) && name?.kind === 'identifier')
      names.add(name.text);
  }
  return names;
}

function throughCasts(use: Node): Node {
  let value = use;
  while (value.parent?.is('cast_expression', 'parenthesized_expression') === true) value = value.parent;
  return value;
}

export const cStringParameters: Analysis<CStringParameters> = {
  name: 'string parameters of C functions',
  run: (pkg) => new CStringParameters(pkg),
};
