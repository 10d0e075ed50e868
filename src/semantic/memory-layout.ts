import { onceFor } from '../base/once-for.ts';
import { cNumberWidth } from '../knowledge/c-type-widths.ts';
import type { DataModel } from './c-integers.ts';
import type { CType } from './c-types.ts';
import type { Package } from './package.ts';
import { layoutOf, ofCType } from './type-sizes.ts';
import type { Layout } from './type-sizes.ts';
import type { Type } from './type.ts';

/** One member of a struct or union. */
export interface Member {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  /** Whether it is a number or a pointer, and not made of parts. */
  readonly isScalar: boolean;
}

/** Where the members of a struct or union lie on systems of one data model. */
export interface MemoryLayout extends Layout {
  readonly members: readonly Member[];
}

/** Structs in structs are followed this deep. */
const deepest = 12;

/** What cgo calls `C.name`, as a type of C; undefined for a name that the package's C code does not declare. */
export function cTypeNamed(name: string, { c }: Package): CType | undefined {
  const [, kind, tag] = /^(struct|union|enum)_(.+)$/.exec(name) ?? [];
  if (tag !== undefined && (kind === 'struct' || kind === 'union' || kind === 'enum'))
    return c.tagged(kind, tag);
  return c.isType(name) ? { kind: 'named', name } : undefined;
}

/**
 * How a struct or union of C lies in memory; undefined where some of it is not known: bit-fields, members under a
 * condition, types of headers that are not here, and any package that packs or aligns structs by itself.
 */
export function layoutOfCStruct(
  type: CType,
  model: DataModel,
  pkg: Package,
  depth = 0,
): MemoryLayout | undefined {
  const { kind } = pkg.c.resolve(type);
  if ((kind !== 'struct' && kind !== 'union') || depth > deepest || alignmentOf(pkg).isSet) return undefined;
  const fields = pkg.c.fieldsOf(type);
  if (fields === undefined || fields.length === 0) return undefined;
  let [end, alignment] = [0, 1];
  const members: Member[] = [];
  for (const { name, type: own, isBitField, isInner } of fields) {
    const layout = isBitField || isInner === true ? undefined : ofCValue(own, model, pkg, depth + 1);
    if (layout === undefined) return undefined;
    const offset = kind === 'union' ? 0 : roundedUp(end, layout.alignment);
    members.push({ name, offset, size: layout.size, isScalar: layout.isScalar });
    end = Math.max(end, offset + layout.size);
    alignment = Math.max(alignment, layout.alignment);
  }
  return { size: roundedUp(end, alignment), alignment, members };
}

function ofCValue(
  type: CType,
  model: DataModel,
  pkg: Package,
  depth: number,
): (Layout & { readonly isScalar: boolean }) | undefined {
  const resolved = pkg.c.resolve(type);
  if (resolved.kind === 'struct' || resolved.kind === 'union') {
    const layout = layoutOfCStruct(resolved, model, pkg, depth);
    return layout === undefined ? undefined : { ...layout, isScalar: false };
  }
  if (resolved.kind === 'array') {
    const element = ofCValue(resolved.of, model, pkg, depth + 1);
    if (element === undefined || resolved.length === undefined) return undefined;
    return { size: element.size * resolved.length, alignment: element.alignment, isScalar: false };
  }
  const isForeign = type.kind === 'named' && !pkg.c.isType(type.name);
  const width = isForeign ? cNumberWidth(type.name) : undefined;
  const bytes = width === undefined ? undefined : (typeof width === 'number' ? width : model[width]) / 8;
  const number =
    bytes === undefined
      ? ofCType(resolved, model)
      : { size: bytes, alignment: Math.min(bytes, model.pointer / 8) };
  return number === undefined ? undefined : { ...number, isScalar: true };
}

/** How a struct of Go lies in memory; undefined where some of it is not known. */
export function layoutOfGoStruct(of: Type, model: DataModel, pkg: Package): MemoryLayout | undefined {
  const type = pkg.types.underlying(of);
  if (type.kind !== 'composite' || type.form !== 'struct_type' || type.environment !== undefined)
    return undefined;
  const home = pkg.types.home(type.path);
  const list = type.node?.children.find(({ kind }) => kind === 'field_declaration_list');
  const whole = layoutOf(type, model, pkg);
  if (home === undefined || list === undefined || whole === undefined) return undefined;
  const members: Member[] = [];
  let end = 0;
  for (const field of list.children) {
    const written = field.child('type');
    if (field.kind !== 'field_declaration' || written === undefined) return undefined;
    const names = field.childrenOf('name').filter(({ isNamed }) => isNamed);
    const isEmbeddedPointer = names.length === 0 && field.allChildren[0]?.kind === '*';
    const own = home.ofTypeNode(written);
    const value: Type = isEmbeddedPointer ? { kind: 'unsafe-pointer' } : own;
    const layout = layoutOf(value, model, pkg);
    if (layout === undefined) return undefined;
    const isScalar = isScalarType(pkg.types.underlying(value));
    for (const name of names.length > 0 ? names : [written]) {
      const offset = roundedUp(end, layout.alignment);
      members.push({ name: name.text, offset, size: layout.size, isScalar });
      end = offset + layout.size;
    }
  }
  return { ...whole, members };
}

function isScalarType(type: Type): boolean {
  if (type.kind === 'basic') return !['string', 'error', 'any'].includes(type.name);
  return type.kind === 'pointer' || type.kind === 'unsafe-pointer' || type.kind === 'c';
}

function roundedUp(size: number, alignment: number): number {
  return Math.ceil(size / alignment) * alignment;
}

/** Whether some C code of a package says how structs are packed or aligned: which ones, is not asked. */
const alignmentOf = onceFor((pkg: Package): { readonly isSet: boolean } => {
  const sources = [...pkg.files.flatMap(({ preambles }) => preambles), ...pkg.cFiles];
  return { isSet: sources.some(({ setsAlignment }) => setsAlignment) };
});
