import type { CSource } from '../syntax/c-file.ts';
import type { MacroDefinition } from '../syntax/c-macro-definitions.ts';
import type { Node } from '../syntax/tree.ts';
import { constantAgreement, constantOf, literal } from './c-constants.ts';
import type { CConstant } from './c-constants.ts';
import { CIndex, functionDeclarator } from './c-index.ts';
import type { CEntry } from './c-index.ts';
import { ParameterEffects } from './c-parameter-effect.ts';
import type { CBody, ParameterEffect } from './c-parameter-effect.ts';
import { agreement, fieldsText, functionAgreement, unknownCType } from './c-types.ts';
import type { CField, CFunctionType, CType } from './c-types.ts';

export type { ParameterEffect } from './c-parameter-effect.ts';

/** A function of C. */
export interface CFunction {
  readonly name: string;
  /** What all of its declarations agree on. */
  readonly type: CFunctionType;
  readonly isStatic: boolean;
  /** Its bodies: several where conditions of the preprocessor choose one. */
  readonly bodies: readonly Node[];
}

/** So far a chain of typedefs is followed. */
const maximalChain = 32;

/**
 * What a package's own C code declares: preambles, headers and `.c` files. Names are indexed when the package is
 * made; types and bodies are read when somebody asks for them.
 */
export class CDeclarations {
  private readonly index: CIndex;
  private readonly macros = new Map<string, MacroDefinition[]>();
  private readonly effects: ParameterEffects;
  private readonly functions = new Map<string, CFunction | undefined>();
  private readonly types = new Map<string, CType | undefined>();
  private readonly bodies = new Map<string, CBody | undefined>();

  constructor(sources: readonly CSource[]) {
    for (const source of sources) {
      for (const [name, definitions] of source.macros) {
        const known = this.macros.get(name);
        if (known === undefined) this.macros.set(name, [...definitions]);
        else known.push(...definitions);
      }
    }
    this.index = new CIndex(
      sources,
      (name) => this.macros.get(name)?.some(({ body }) => body !== name) === true,
    );
    this.effects = new ParameterEffects((name) => this.bodyOf(name));
  }

  /** Whether a typedef declares the name. */
  isType(name: string): boolean {
    return this.index.typedefs.has(name);
  }

  /** The declared type of a parameter, as written, e.g. `const char *p`; undefined where the function is not here. */
  parameterType(name: string, index: number): string | undefined {
    const [entry] = this.index.functions.get(name) ?? [];
    const declarator = entry?.declarator === undefined ? undefined : functionDeclarator(entry.declarator);
    return declarator?.child('parameters')?.children[index]?.text.replace(/\s+/g, ' ');
  }

  hasBody(name: string): boolean {
    return this.bodyOf(name) !== undefined;
  }

  parameterEffect(name: string, index: number): ParameterEffect {
    return this.effects.of(name, index);
  }

  function(name: string): CFunction | undefined {
    return remember(this.functions, name, () => {
      const entries = this.index.functions.get(name);
      if (entries === undefined) return undefined;
      const type = entries.map(declaredFunction).reduce(functionAgreement);
      return {
        name,
        type,
        isStatic: entries.some(({ node }) =>
          node.children.some((child) => child.kind === 'storage_class_specifier' && child.text === 'static'),
        ),
        bodies: distinctBodies(entries),
      };
    });
  }

  /** The type of a global variable. */
  variable(name: string): CType | undefined {
    return remember(this.types, `variable ${name}`, () => this.agreed(this.index.variables.get(name)));
  }

  /** The type that a typedef names, one step: itself a typedef's name where it is declared so. */
  typedef(name: string): CType | undefined {
    return remember(this.types, `typedef ${name}`, () => this.agreed(this.index.typedefs.get(name)));
  }

  /** A struct, union or enum with a body by its kind and tag. */
  tagged(kind: 'struct' | 'union' | 'enum', tag: string): CType | undefined {
    return remember(this.types, `${kind} ${tag}`, () => {
      const entries = this.index.tags.get(`${kind} ${tag}`);
      const types = entries?.map(({ reader, node }) => reader.tagged(node)) ?? [];
      const [first] = types;
      if (first === undefined || kind === 'enum' || types.length === 1) return first;
      const texts = types.map((type) => ('fields' in type ? fieldsText(type.fields) : ''));
      return texts.every((text) => text === texts[0]) ? first : { kind, tag };
    });
  }

  /** A type with its typedefs followed to what they stand for; `unknown` where one of them is not declared here. */
  resolve(type: CType): CType {
    let current = type;
    for (let step = 0; current.kind === 'named'; step++) {
      const next = this.typedef(current.name);
      if (next === undefined || step > maximalChain) return unknownCType;
      current = next;
    }
    if (current.kind !== 'struct' && current.kind !== 'union') return current;
    if (current.fields !== undefined || current.tag === undefined) return current;
    return this.tagged(current.kind, current.tag) ?? current;
  }

  /** The members of a struct or union, through typedefs; undefined where some of them cannot be seen. */
  fieldsOf(type: CType): readonly CField[] | undefined {
    const resolved = this.resolve(type);
    return resolved.kind === 'struct' || resolved.kind === 'union' ? resolved.fields?.() : undefined;
  }

  /** The value of an enumerator or of a `#define` without parameters; undefined where there is none of the name. */
  constant(name: string): CConstant | undefined {
    const enumerators = this.index.enumerators.get(name) ?? [];
    const definitions = this.macros.get(name);
    const macro = definitions === undefined ? undefined : constantOf(definitions);
    const values = enumerators.map(enumeratorValue);
    if (macro !== undefined) values.push(macro);
    return values.length === 0 ? undefined : values.reduce(constantAgreement);
  }

  /** Whether a macro has the name, with parameters or without. */
  isMacro(name: string): boolean {
    return this.macros.has(name);
  }

  isEnumerator(name: string): boolean {
    return this.index.enumerators.has(name);
  }

  /** The names of an enum's constants, under all conditions. */
  enumeratorsOf(tag: string): readonly string[] {
    const entries = this.index.tags.get(`enum ${tag}`) ?? [];
    return entries.flatMap(({ node }) => node.all('enumerator').map((one) => one.child('name')?.text ?? ''));
  }

  private agreed(entries: readonly CEntry[] | undefined): CType | undefined {
    return entries
      ?.map(({ reader, node, declarator }) => reader.declared(node, declarator).type)
      .reduce(agreement);
  }

  private bodyOf(name: string): CBody | undefined {
    return remember(this.bodies, name, () => {
      const entries = this.index.functions.get(name) ?? [];
      const entry = entries.find(({ node }) => node.child('body') !== undefined);
      const body = entry?.node.child('body');
      if (entry?.declarator === undefined || body === undefined) return undefined;
      const parameters = functionDeclarator(entry.declarator)?.child('parameters')?.children ?? [];
      return {
        parameters: parameters.map((parameter) => parameter.child('declarator')?.all('identifier')[0]?.text),
        body,
        hasOthers: distinctBodies(entries).length > 1,
        isPartial: entry.reader.isUncertain(body.start, body.end),
      };
    });
  }
}

function remember<T>(known: Map<string, T>, key: string, compute: () => T): T {
  const value = known.get(key);
  if (value !== undefined || known.has(key)) return value as T;
  const computed = compute();
  known.set(key, computed);
  return computed;
}

function declaredFunction({ reader, node, declarator }: CEntry): CFunctionType {
  const { type } = reader.declared(node, declarator);
  if (type.kind === 'function') return type;
  return { kind: 'function', result: unknownCType, parameters: undefined, isVariadic: false };
}

/** The bodies that differ: the same function stands in the preamble of each file that calls it. */
function distinctBodies(entries: readonly CEntry[]): Node[] {
  const byText = new Map<string, Node>();
  for (const { node } of entries) {
    const body = node.child('body');
    if (body === undefined) continue;
    const text = entries.length === 1 ? '' : body.text.replace(/\s+/g, ' ');
    if (!byText.has(text)) byText.set(text, body);
  }
  return [...byText.values()];
}

/** So far back the value of an enumerator without one is counted. */
const maximalCount = 10_000;

/** The value that is written, or one more than that of the enumerator before (C11 6.7.2.2). */
function enumeratorValue({ node, reader }: CEntry): CConstant {
  const list = node.parent;
  // Under a condition, what stands before it is not known.
  if (list?.kind !== 'enumerator_list' || reader.isUncertain(list.start, node.end)) {
    const own = node.child('value');
    return own === undefined ? { kind: 'unknown' } : literal(own.text);
  }
  const siblings = list.children;
  let distance = 0;
  for (let i = siblings.indexOf(node); i >= 0 && distance < maximalCount; i--) {
    const sibling = siblings[i];
    if (sibling?.kind !== 'enumerator') return { kind: 'unknown' };
    const value = sibling.child('value');
    if (value !== undefined) {
      const base = literal(value.text);
      return base.kind === 'integer'
        ? { kind: 'integer', value: base.value + BigInt(distance) }
        : { kind: 'unknown' };
    }
    distance++;
  }
  return distance < maximalCount ? { kind: 'integer', value: BigInt(distance - 1) } : { kind: 'unknown' };
}
