import type { CDeclarations } from './c-declarations.ts';
import type { CType } from './c-types.ts';
import { basic, pointerTo, unknown } from './type.ts';
import type { CTypes, Type } from './type.ts';

/** What `C.name` is in Go code: https://pkg.go.dev/cmd/cgo#hdr-Go_references_to_C. */
export type GoMeaning =
  | { readonly kind: 'type'; readonly type: Type }
  /**
   * `result` is undefined for a void function. In a two-value context every function gives its result and errno
   * as an error, a void one a value that cannot be used and the error.
   */
  | {
      readonly kind: 'function';
      readonly parameters: readonly Type[] | undefined;
      readonly result: Type | undefined;
    }
  | { readonly kind: 'variable'; readonly type: Type }
  | { readonly kind: 'constant'; readonly type: Type }
  | { readonly kind: 'unknown' };

/** cgo's names of C's basic types. */
const cgoNames: ReadonlyMap<string, string> = new Map([
  ['signed char', 'schar'],
  ['unsigned char', 'uchar'],
  ['unsigned short', 'ushort'],
  ['unsigned int', 'uint'],
  ['unsigned', 'uint'],
  ['signed', 'int'],
  ['unsigned long', 'ulong'],
  ['long long', 'longlong'],
  ['unsigned long long', 'ulonglong'],
]);

/** A package's C declarations as cmd/cgo shows them to Go. */
export class CgoTypes implements CTypes {
  private readonly c: CDeclarations;

  constructor(c: CDeclarations) {
    this.c = c;
  }

  /** What `C.name` denotes; `struct_x`, `union_x`, `enum_x` and `sizeof_x` are cgo's own spellings. */
  goTypeOf(name: string): GoMeaning {
    if (name.startsWith('sizeof_')) return { kind: 'constant', type: { kind: 'c', name: 'size_t' } };
    if (/^(struct|union|enum)_/.test(name) || this.c.isType(name))
      return { kind: 'type', type: { kind: 'c', name } };
    const declared = this.c.function(name);
    if (declared !== undefined) {
      const { result, parameters } = declared.type;
      return {
        kind: 'function',
        parameters: parameters?.map(({ type }) => goType(type)),
        result: result.kind === 'void' ? undefined : goType(result),
      };
    }
    const variable = this.c.variable(name);
    if (variable !== undefined) return { kind: 'variable', type: goType(variable) };
    const constant = this.c.constant(name);
    if (constant === undefined) return { kind: 'unknown' };
    // Go's constants of C are untyped; used as they are they become an int or a string.
    if (constant.kind === 'integer') return { kind: 'constant', type: basic('int') };
    return constant.kind === 'string'
      ? { kind: 'constant', type: basic('string') }
      : { kind: this.c.isEnumerator(name) ? 'constant' : 'unknown', type: unknown };
  }

  resultOf(name: string): Type | undefined {
    const meaning = this.goTypeOf(name);
    return meaning.kind === 'function' ? meaning.result : undefined;
  }

  constantOf(name: string): bigint | undefined {
    const constant = this.c.constant(name);
    return constant?.kind === 'integer' ? constant.value : undefined;
  }

  /** @param structName as in Go code: `struct_x`, or a typedef's name */
  fieldOf(structName: string, field: string): Type | undefined {
    const type = this.typeNamed(structName);
    if (type === undefined || this.c.resolve(type).kind !== 'struct') return undefined;
    // cgo puts an underscore before a member that has a keyword's name (`_type`), and leaves bit-fields out.
    const members = this.c.fieldsOf(type);
    const found = members?.find(({ name }) => name === field || `_${name}` === field);
    return found === undefined || found.isBitField ? undefined : goType(found.type);
  }

  /** The Go type that a type of C stands for underneath: the target of a typedef, an enum's integer. */
  underlying(name: string): Type {
    const type = this.typeNamed(name);
    if (type === undefined) return unknown;
    const resolved = this.c.resolve(type);
    if (resolved.kind !== 'enum') return goType(resolved);
    const isSigned = resolved.tag === undefined ? false : this.hasNegative(resolved.tag);
    return isSigned === undefined ? unknown : basic(isSigned ? 'int32' : 'uint32');
  }

  /** Undefined where the value of a constant is not known, and no other one is negative. */
  private hasNegative(tag: string): boolean | undefined {
    const values = this.c.enumeratorsOf(tag).map((name) => this.c.constant(name));
    if (values.some((value) => value?.kind === 'integer' && value.value < 0n)) return true;
    return values.every((value) => value?.kind === 'integer') ? false : undefined;
  }

  private typeNamed(name: string): CType | undefined {
    const match = /^(struct|union|enum)_(.+)$/.exec(name);
    const [, kind, tag] = match ?? [];
    if (tag !== undefined && (kind === 'struct' || kind === 'union' || kind === 'enum'))
      return this.c.tagged(kind, tag);
    return this.c.isType(name) ? { kind: 'named', name } : undefined;
  }
}

/** The Go type that cmd/cgo makes of a type of C. */
function goType(type: CType): Type {
  switch (type.kind) {
    case 'basic':
      return { kind: 'c', name: cgoNames.get(type.name) ?? type.name.replace(/ /g, '') };
    case 'named':
      return { kind: 'c', name: type.name };
    case 'struct':
    case 'union':
    case 'enum':
      return type.tag === undefined ? unknown : { kind: 'c', name: `${type.kind}_${type.tag}` };
    case 'array':
      return { kind: 'array', element: goType(type.of), length: type.length };
    case 'pointer':
      if (type.to.kind === 'void') return { kind: 'unsafe-pointer' };
      // A pointer to a function is a *[0]byte.
      if (type.to.kind === 'function') return pointerTo({ kind: 'array', element: basic('byte'), length: 0 });
      return pointerTo(goType(type.to));
    default:
      return unknown;
  }
}
