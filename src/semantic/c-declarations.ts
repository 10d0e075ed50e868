import type { CSource } from '../syntax/c-file.ts';
import { mergedMacros } from '../syntax/c-macro-definitions.ts';
import type { MacroTable } from '../syntax/c-macro-definitions.ts';
import type { Node } from '../syntax/tree.ts';
import { integerValue } from './c-constant-expression.ts';
import type { ConstantNames } from './c-constant-expression.ts';
import { constantAgreement, constantOf } from './c-constants.ts';
import type { CConstant } from './c-constants.ts';
import { EnumeratorValues } from './c-enumerators.ts';
import { CFunctions, isStaticDeclaration } from './c-functions.ts';
import { CIndex, functionDeclarator } from './c-index.ts';
import type { CEntry } from './c-index.ts';
import { isMarkedNoReturn } from './c-noreturn.ts';
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
  /** The functions that have bodies here. */
  readonly definitions: CFunctions;
  private readonly index: CIndex;
  private readonly macros: MacroTable;
  private readonly effects: ParameterEffects;
  private readonly functions = new Map<string, CFunction | undefined>();
  private readonly noReturns = new Map<string, boolean>();
  private readonly types = new Map<string, CType | undefined>();
  private readonly bodies = new Map<string, CBody | undefined>();
  private readonly constants = new Map<string, CConstant | undefined>();
  private readonly enumeratorValues = new EnumeratorValues((text) => this.integer(text));
  private readonly constantNames: ConstantNames = {
    macro: (name) => this.macros.get(name),
    enumerator: (name) => {
      const value = this.enumeratorValues.of(this.index.enumerators.get(name) ?? []);
      return value?.kind === 'integer' ? value.value : undefined;
    },
  };

  /** @param commandLine macros of `-D` flags */
  constructor(sources: readonly CSource[], commandLine: MacroTable = new Map()) {
    this.macros = mergedMacros([...sources.map(({ macros }) => macros), commandLine]);
    this.index = new CIndex(
      sources,
      (name) => this.macros.get(name)?.some(({ body }) => body !== name) === true,
      (text) => this.integer(text),
    );
    this.definitions = new CFunctions(this.index, sources);
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

  /** Whether a declaration says that the function does not return. */
  isNoReturn(name: string): boolean {
    return remember(this.noReturns, name, () =>
      (this.index.functions.get(name) ?? []).some(isMarkedNoReturn),
    );
  }

  function(name: string): CFunction | undefined {
    return remember(this.functions, name, () => {
      const entries = this.index.functions.get(name);
      if (entries === undefined) return undefined;
      const type = entries.map(declaredFunction).reduce(functionAgreement);
      return {
        name,
        type,
        isStatic: entries.some(({ node }) => isStaticDeclaration(node)),
        bodies: this.definitions.all(name).map(({ body }) => body),
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
    return remember(this.constants, name, () => {
      const definitions = this.macros.get(name);
      const macro = definitions === undefined ? undefined : constantOf(definitions, this.constantNames);
      const enumerator = this.enumeratorValues.of(this.index.enumerators.get(name) ?? []);
      if (macro === undefined || enumerator === undefined) return macro ?? enumerator;
      // `#define NAME NAME` beside an enumerator lets `#ifdef` see it.
      return definitions?.every(({ body }) => body === name) === true
        ? enumerator
        : constantAgreement(macro, enumerator);
    });
  }

  /** The value of an integer constant expression of C; undefined where it is not known. */
  integer(text: string): bigint | undefined {
    return integerValue(text, this.constantNames);
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
      const definitions = this.definitions.all(name);
      const [first] = definitions;
      if (first === undefined) return undefined;
      const { body, isPartial } = first;
      const declarator = body.parent?.child('declarator');
      const declared = declarator === undefined ? undefined : functionDeclarator(declarator);
      const parameters = declared?.child('parameters')?.children ?? [];
      return {
        parameters: parameters.map((parameter) => parameter.child('declarator')?.all('identifier')[0]?.text),
        body,
        hasOthers: definitions.length > 1,
        isPartial,
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
