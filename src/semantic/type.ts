import type { Node } from '../syntax/tree.ts';
import type { GoSymbol } from './symbol.ts';

/** The name that a type was declared under, which its methods hang on. */
export interface DeclaredName {
  /** Import path; empty for the package itself. */
  readonly path: string;
  readonly name: string;
  readonly symbol?: GoSymbol;
  /** Further definitions that the name can refer to, under other build constraints. */
  readonly alternatives?: readonly GoSymbol[];
  /** Type arguments of an instantiated generic type. */
  readonly arguments?: readonly Type[];
}

/** Parameters and results of a function; the last parameter of a variadic one is the slice. */
export interface Signature {
  /** undefined where only the results are known. */
  readonly parameters: readonly Type[] | undefined;
  readonly variadic: boolean;
  readonly results: readonly Type[];
}

type Shape =
  | { readonly kind: 'basic'; readonly name: string }
  | { readonly kind: 'pointer'; readonly element: Type }
  | { readonly kind: 'slice'; readonly element: Type }
  /** `length` is undefined where it is no constant that can be read. */
  | { readonly kind: 'array'; readonly element: Type; readonly length: number | undefined }
  | { readonly kind: 'unsafe-pointer' }
  /** A type of C: `C.name`; `path` where another package than the analysed one names it. */
  | { readonly kind: 'c'; readonly name: string; readonly path?: string }
  /** A struct or interface type by its name; `symbol` where its declaration was read, which may be in another package. */
  | ({ readonly kind: 'named' } & DeclaredName)
  | { readonly kind: 'composite'; readonly form: 'map_type'; readonly key: Type; readonly value: Type }
  | {
      readonly kind: 'composite';
      readonly form: 'channel_type';
      readonly element: Type;
      readonly direction: 'both' | 'send' | 'receive';
    }
  | { readonly kind: 'composite'; readonly form: 'function_type'; readonly signature: Signature }
  | StructuralType
  /** A type parameter, within the declaration that has it. */
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'unknown' };

/** A struct or interface written out: its parts are read where they are asked for, in the package of `path`. */
export interface StructuralType {
  readonly kind: 'composite';
  readonly form: 'struct_type' | 'interface_type';
  /** undefined for a type that only the tables know, and where definitions under build constraints differ. */
  readonly node: Node | undefined;
  readonly path: string;
  /** What the type parameters in it stand for. */
  readonly environment?: Environment;
}

/**
 * A light type: enough to tell shapes apart. What is not known is `unknown`, never a guess. A type with a name of its
 * own that is neither struct nor interface has the kind of its definition, and its name in `declared`.
 */
export type Type = Shape & { readonly declared?: DeclaredName };

/** The types that type parameters stand for. */
export type Environment = ReadonlyMap<string, Type>;

export const unknown: Type = { kind: 'unknown' };

export function basic(name: string): Type {
  return { kind: 'basic', name };
}

export function pointerTo(element: Type): Type {
  return { kind: 'pointer', element };
}

export function sliceOf(element: Type): Type {
  return { kind: 'slice', element };
}

export function functionOf(signature: Signature): Type {
  return { kind: 'composite', form: 'function_type', signature };
}

export function isUnknown(type: Type): boolean {
  return type.kind === 'unknown';
}

/** What C declares, as Go sees it; `undefined` where the C code does not tell. */
export interface CTypes {
  /** The type of `C.name(…)`. */
  resultOf(name: string): Type | undefined;
  /** The type of a field of `C.structName`. */
  fieldOf(structName: string, field: string): Type | undefined;
  /** The value of an integer constant; undefined where it is not known. */
  constantOf(name: string): bigint | undefined;
}

/** The name that a type carries, its own or that of its definition. */
export function nameOf(type: Type): DeclaredName | undefined {
  return type.declared ?? (type.kind === 'named' ? type : undefined);
}

/** All definitions that a type's name can refer to; none where its declaration was not read. */
export function definitionsOf({ symbol, alternatives = [] }: DeclaredName): readonly GoSymbol[] {
  return symbol === undefined ? [] : [symbol, ...alternatives];
}

/** A type as Go writes it, `?` for what is not known: equal types read the same. */
export function typeText(type: Type): string {
  const name = nameOf(type);
  if (name !== undefined) return nameText(name);
  switch (type.kind) {
    case 'basic':
    case 'parameter':
      return type.name;
    case 'pointer':
      return `*${typeText(type.element)}`;
    case 'slice':
      return `[]${typeText(type.element)}`;
    case 'array':
      return `[${type.length === undefined ? '?' : String(type.length)}]${typeText(type.element)}`;
    case 'unsafe-pointer':
      return 'unsafe.Pointer';
    case 'c':
      return `C.${type.name}`;
    case 'composite':
      return compositeText(type);
    default:
      return '?';
  }
}

function nameText({ path, name, arguments: given }: DeclaredName): string {
  const own = path === '' ? name : `${path}.${name}`;
  return given === undefined ? own : `${own}[${given.map(typeText).join(', ')}]`;
}

function compositeText(type: Extract<Type, { kind: 'composite' }>): string {
  switch (type.form) {
    case 'map_type':
      return `map[${typeText(type.key)}]${typeText(type.value)}`;
    case 'channel_type': {
      const word = { both: 'chan', send: 'chan<-', receive: '<-chan' }[type.direction];
      return `${word} ${typeText(type.element)}`;
    }
    case 'function_type':
      return `func${signatureText(type.signature)}`;
    default:
      return type.node?.text.replace(/\s+/g, ' ') ?? (type.form === 'struct_type' ? 'struct' : 'interface');
  }
}

function signatureText({ parameters, variadic, results }: Signature): string {
  const given = parameters?.map((parameter, index) =>
    variadic && index === parameters.length - 1 && parameter.kind === 'slice'
      ? `...${typeText(parameter.element)}`
      : typeText(parameter),
  );
  const [only, ...more] = results.map(typeText);
  const result =
    only === undefined ? '' : more.length === 0 ? ` ${only}` : ` (${[only, ...more].join(', ')})`;
  return `(${given?.join(', ') ?? '?'})${result}`;
}
