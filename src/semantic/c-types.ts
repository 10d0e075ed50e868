/** A type of C. What the source alone does not tell is `unknown`, never a guess. */
export type CType =
  | { readonly kind: 'void' }
  /** An arithmetic type: `unsigned long`, `char`; and those that every compiler has: `size_t`, `uint8_t`. */
  | { readonly kind: 'basic'; readonly name: string }
  /** `isConst` says that what it points to is const. */
  | { readonly kind: 'pointer'; readonly to: CType; readonly isConst: boolean }
  | { readonly kind: 'array'; readonly of: CType; readonly length?: number }
  | CFunctionType
  /** `tag` is undefined where it has none; `fields` where its body is not here. */
  | {
      readonly kind: 'struct' | 'union' | 'enum';
      readonly tag: string | undefined;
      readonly fields?: CFields;
    }
  /** A typedef's name. */
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'unknown' };

export interface CFunctionType {
  readonly kind: 'function';
  readonly result: CType;
  /** Undefined where the declaration does not say them: `int f()`. */
  readonly parameters: readonly CParameter[] | undefined;
  readonly isVariadic: boolean;
}

export interface CParameter {
  readonly name: string | undefined;
  readonly type: CType;
}

export interface CField {
  readonly name: string;
  readonly type: CType;
  readonly isBitField: boolean;
  /** A member of an anonymous struct or union inside, which is a member of the outer one as well. */
  readonly isInner?: true;
}

/** Members are read when somebody asks for them; undefined where some of them cannot be seen. */
export type CFields = () => readonly CField[] | undefined;

export const unknownCType: CType = { kind: 'unknown' };

/** What two declarations of one name agree on; `unknown` stands where they differ. */
export function agreement(a: CType, b: CType): CType {
  if (a === b) return a;
  if (a.kind === 'pointer' && b.kind === 'pointer') {
    return a.isConst === b.isConst ? { ...a, to: agreement(a.to, b.to) } : unknownCType;
  }
  if (a.kind === 'function' && b.kind === 'function') return functionAgreement(a, b);
  if (a.kind === 'array' && b.kind === 'array') {
    const of = agreement(a.of, b.of);
    const length = a.length ?? b.length;
    return length === undefined || (b.length ?? length) !== length
      ? { kind: 'array', of }
      : { kind: 'array', of, length };
  }
  if (a.kind !== b.kind) return unknownCType;
  switch (a.kind) {
    case 'basic':
    case 'named':
      return 'name' in b && a.name === b.name ? a : unknownCType;
    case 'struct':
    case 'union':
    case 'enum':
      if (!('tag' in b) || a.tag !== b.tag) return unknownCType;
      return a.tag === undefined && fieldsText(a.fields) !== fieldsText(b.fields) ? unknownCType : a;
    default:
      return a;
  }
}

/** What two declarations of one function agree on. */
export function functionAgreement(a: CFunctionType, b: CFunctionType): CFunctionType {
  const result = agreement(a.result, b.result);
  const [left, right] = [a.parameters, b.parameters];
  if (left === undefined || right === undefined) {
    const known = left === undefined ? b : a;
    return { ...known, result };
  }
  if (left.length !== right.length || a.isVariadic !== b.isVariadic) {
    return { kind: 'function', result, parameters: undefined, isVariadic: false };
  }
  const parameters = left.map(({ name, type }, index) => ({
    name: name ?? right[index]?.name,
    type: agreement(type, right[index]?.type ?? unknownCType),
  }));
  return { kind: 'function', result, parameters, isVariadic: a.isVariadic };
}

/** Members as a text: equal members read the same, those of structs inside them included. */
export function fieldsText(fields: CFields | undefined): string {
  return JSON.stringify(fields?.() ?? null, (_key, value: unknown) =>
    typeof value === 'function' ? (value as CFields)() : value,
  );
}
