import { cNumberWidth } from '../knowledge/c-type-widths.ts';
import type { DataModel } from './c-integers.ts';
import type { CType } from './c-types.ts';
import type { Package } from './package.ts';
import { nameOf } from './type.ts';
import type { StructuralType, Type } from './type.ts';

/** The bytes of a value, and what its address is a multiple of. */
export interface Layout {
  readonly size: number;
  readonly alignment: number;
}

/** Types in types are followed this deep. */
const deepest = 16;

/**
 * The bytes that a value of a type takes on systems of one data model; undefined where that is not known. Members of
 * eight bytes are aligned to four on 32-bit systems, as Go does there. Structs of C are not laid out: a pragma or an
 * attribute may pack them.
 */
export function sizeOf(type: Type, model: DataModel, pkg: Package): number | undefined {
  return layoutOf(type, model, pkg)?.size;
}

/** As `sizeOf`, with the alignment. */
export function layoutOf(of: Type, model: DataModel, pkg: Package, depth = 0): Layout | undefined {
  if (depth > deepest) return undefined;
  const name = nameOf(of);
  const ofLock = name?.path === 'sync' ? lockSizes.get(name.name) : undefined;
  if (ofLock !== undefined) return { size: ofLock, alignment: 4 };
  const type = pkg.types.underlying(of);
  const word = model.pointer / 8;
  switch (type.kind) {
    case 'basic':
      return basicLayout(type.name, model);
    case 'pointer':
    case 'unsafe-pointer':
      return words(1, word);
    case 'slice':
      return words(3, word);
    case 'array': {
      const element = layoutOf(type.element, model, pkg, depth + 1);
      if (element === undefined || type.length === undefined) return undefined;
      return { size: element.size * type.length, alignment: element.alignment };
    }
    case 'c':
      return type.path === undefined ? cLayout(type.name, model, pkg) : undefined;
    case 'composite':
      if (type.form === 'struct_type') return structLayout(type, model, pkg, depth);
      return words(type.form === 'interface_type' ? 2 : 1, word);
    default:
      return undefined;
  }
}

/** The bytes of types of package sync: the same on all systems. */
const lockSizes: ReadonlyMap<string, number> = new Map([
  ['Mutex', 8],
  ['RWMutex', 24],
]);

function words(count: number, word: number): Layout {
  return { size: count * word, alignment: word };
}

function ofBytes(size: number, { pointer }: DataModel): Layout {
  return { size, alignment: Math.min(size, pointer / 8) };
}

function basicLayout(name: string, model: DataModel): Layout | undefined {
  switch (name) {
    case 'bool':
    case 'byte':
      return ofBytes(1, model);
    case 'rune':
      return ofBytes(4, model);
    case 'int':
    case 'uint':
    case 'uintptr':
      return words(1, model.pointer / 8);
    case 'string':
    case 'error':
    case 'any':
      return words(2, model.pointer / 8);
    default: {
      const [, kind, bits] = /^(u?int|float|complex)(8|16|32|64|128)$/.exec(name) ?? [];
      if (bits === undefined) return undefined;
      const size = Number(bits) / 8;
      return kind === 'complex'
        ? { size, alignment: ofBytes(size / 2, model).alignment }
        : ofBytes(size, model);
    }
  }
}

/** A struct of Go: each field at the next multiple of its alignment, the whole a multiple of the largest. */
function structLayout(
  type: StructuralType,
  model: DataModel,
  pkg: Package,
  depth: number,
): Layout | undefined {
  let [size, alignment, last] = [0, 1, 1];
  for (const { layout, offset } of structFields(type, model, pkg, depth)) {
    if (layout === undefined) return undefined;
    size = offset + layout.size;
    alignment = Math.max(alignment, layout.alignment);
    last = layout.size;
  }
  // Behind a last field without bytes stands one byte, so that its address stays inside.
  if (last === 0 && size > 0) size++;
  return { size: roundedUp(size, alignment), alignment };
}

interface FieldPlace {
  /** Undefined for `_`, and for an embedded type. */
  readonly name: string | undefined;
  readonly offset: number;
  /** Undefined where it is not known: then nothing is known of what stands behind. */
  readonly layout: Layout | undefined;
}

/** The fields of a struct in their order, up to the first of unknown size. */
function* structFields(
  type: StructuralType,
  model: DataModel,
  pkg: Package,
  depth: number,
): Generator<FieldPlace> {
  const home = pkg.types.home(type.path);
  const list = type.node?.children.find(({ kind }) => kind === 'field_declaration_list');
  const unknown = { name: undefined, offset: 0, layout: undefined };
  if (home === undefined || list === undefined || type.environment !== undefined) {
    yield unknown;
    return;
  }
  let end = 0;
  for (const field of list.children) {
    const written = field.child('type');
    const names = field.childrenOf('name').filter(({ isNamed }) => isNamed);
    // An embedded pointer's star stands outside of its type.
    const isEmbeddedPointer = names.length === 0 && field.allChildren[0]?.kind === '*';
    const layout =
      field.kind !== 'field_declaration' || written === undefined
        ? undefined
        : isEmbeddedPointer
          ? words(1, model.pointer / 8)
          : layoutOf(home.ofTypeNode(written), model, pkg, depth + 1);
    if (layout === undefined) {
      yield unknown;
      return;
    }
    for (const name of names.length === 0 ? [undefined] : names.map(({ text }) => text)) {
      const offset = roundedUp(end, layout.alignment);
      yield { name, offset, layout };
      end = offset + layout.size;
    }
  }
}

/** Where a field of its own starts in a struct; undefined where that is not known. */
export function fieldOffset(of: Type, name: string, model: DataModel, pkg: Package): number | undefined {
  const type = pkg.types.underlying(of);
  if (type.kind !== 'composite' || type.form !== 'struct_type') return undefined;
  for (const field of structFields(type, model, pkg, 0)) {
    if (field.layout === undefined) return undefined;
    if (field.name === name) return field.offset;
  }
  return undefined;
}

function roundedUp(size: number, alignment: number): number {
  return Math.ceil(size / alignment) * alignment;
}

/** A number or pointer of C by cgo's name of its type; a typedef of the package's own C code comes first. */
function cLayout(name: string, model: DataModel, pkg: Package): Layout | undefined {
  if (pkg.c.isType(name)) return ofCType(pkg.c.resolve({ kind: 'named', name }), model);
  if (name.startsWith('enum_')) return ofBytes(4, model);
  const width = cNumberWidth(name);
  if (width === undefined) return undefined;
  return ofBytes((typeof width === 'number' ? width : model[width]) / 8, model);
}

/** A number, enum or pointer of C. */
export function ofCType(type: CType, model: DataModel): Layout | undefined {
  switch (type.kind) {
    case 'pointer':
      return ofBytes(model.pointer / 8, model);
    case 'enum':
      return ofBytes(4, model);
    case 'basic': {
      const short = type.name.replace(/\b(?:un)?signed\b ?/, '').replace(/(?<=\w) int$/, '');
      const width = cNumberWidth(short === '' ? 'int' : short.replaceAll(' ', ''));
      if (width === undefined) return undefined;
      return ofBytes((typeof width === 'number' ? width : model[width]) / 8, model);
    }
    default:
      return undefined;
  }
}
