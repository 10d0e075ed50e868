import { isKnownCType } from '../../knowledge/c-names.ts';
import type { Creation, FieldWrite } from './creations.ts';
import type { Handle, HandleEvidence } from './model.ts';
import { namedType } from './package-types.ts';
import type { PackageType, PackageTypes, Shape } from './package-types.ts';
import type { Origins } from './origins.ts';

/** What the package does with the fields of its types. */
export interface FieldUses {
  readonly writes: ReadonlyMap<PackageType, readonly FieldWrite[]>;
  readonly creations: ReadonlyMap<PackageType, readonly Creation[]>;
  /** The fields that a C function releases, each as `Type.path`, with `&` in front where it takes the address. */
  readonly released: ReadonlySet<string>;
  /** C types of which a value is compared with nil, or set to it. */
  readonly nilTypes: ReadonlySet<string>;
}

/** The handles of each type: its own fields, and those of the structs inside it. */
export class Handles {
  private readonly types: PackageTypes;
  private readonly uses: FieldUses;
  private readonly origins: Origins;
  private readonly known = new Map<PackageType, readonly Handle[]>();

  constructor(types: PackageTypes, uses: FieldUses, origins: Origins) {
    this.types = types;
    this.uses = uses;
    this.origins = origins;
  }

  of(type: PackageType): readonly Handle[] {
    const known = this.known.get(type);
    if (known !== undefined) return known;
    // A struct that holds itself adds no handle by that.
    this.known.set(type, []);
    const handles =
      type.fields.length > 0 ? [...this.ofWhole(type), ...this.ofFields(type)] : this.ofDefinition(type);
    this.known.set(type, handles);
    return handles;
  }

  /** `type DB C.db_t`, whose pointers are pointers of C; `type DB *C.db_t`; `type Handle C.handle_t`. */
  private ofDefinition(type: PackageType): Handle[] {
    const shape = this.types.definitionOf(type);
    const declaration = type.symbols[0]?.declaration;
    if (declaration === undefined) return [];
    const isOfC = shape.kind === 'c' && !isNumber(shape);
    const evidence =
      this.evidence(shape, type, '') ??
      (isOfC && this.isPointedTo(type, shape.name) ? 'c-pointer' : undefined);
    return evidence === undefined
      ? []
      : [{ path: '', declaration, evidence, isInline: false, inner: undefined }];
  }

  /** A Go struct that is laid out as C's, and whose pointers C releases: `C.lib_free((*C.lib_t)(unsafe.Pointer(x)))`. */
  private ofWhole(type: PackageType): Handle[] {
    const declaration = type.symbols[0]?.declaration;
    if (declaration === undefined || !this.uses.released.has(type.name)) return [];
    return [{ path: '', declaration, evidence: 'released-by-c', isInline: false, inner: undefined }];
  }

  /**
   * Whether C gives pointers to a type that is C's struct under another name: `(*DB)(C.db_open())`. Go cannot make
   * a value of a struct that C keeps to itself, so one that Go code makes somewhere lies in Go's memory there.
   */
  private isPointedTo(type: PackageType, cName: string): boolean {
    const creations = this.uses.creations.get(type) ?? [];
    if (creations.some((creation) => creation.form !== 'conversion')) return false;
    const given = creations.flatMap((creation) => {
      const isPointer = /^\(?\s*\*/.test(creation.node.text.replace(/^\(/, ''));
      return isPointer ? [...creation.given.values()] : [];
    });
    const origins = given.map((value) => this.origins.of(value));
    if (origins.some((found) => found.length > 0 && found.every(({ kind }) => kind === 'go'))) return false;
    return (
      origins.some((found) => found.some(({ kind }) => kind.startsWith('c-') || kind === 'field')) ||
      given.some((value) => this.origins.isPointerToC(value, cName))
    );
  }

  private ofFields(type: PackageType): Handle[] {
    return type.fields.flatMap((field): Handle[] => {
      const shape = this.types.shapeOfType(field.type);
      const path = `.${field.name}`;
      const inner = this.nested(shape, field.isEmbedded);
      if (inner !== undefined) {
        const handles = this.of(inner);
        if (handles.length > 0 || !this.isOfC(inner))
          return handles
            .filter((handle) => handle.path.length + path.length < 120)
            .map((handle) => ({
              ...handle,
              path: path + handle.path,
              inner: handle.inner ?? inner.name,
            }));
      }
      const found = this.ofShape(shape, type, path);
      return found === undefined ? [] : [{ ...found, declaration: field.node, inner: undefined }];
    });
  }

  private isOfC(type: PackageType): boolean {
    return this.types.definitionOf(type).kind === 'c';
  }

  /** The struct of the package that lies inside: by value, or embedded through a pointer. */
  private nested(shape: Shape, isEmbedded: boolean): PackageType | undefined {
    if (shape.kind === 'package') return shape.type;
    return isEmbedded ? namedType(shape) : undefined;
  }

  private ofShape(
    shape: Shape,
    type: PackageType,
    path: string,
  ): Pick<Handle, 'path' | 'evidence' | 'isInline'> | undefined {
    if (shape.kind === 'container') {
      return (
        this.ofShape(shape.element, type, `${path}[]`) ??
        (shape.key.kind === 'pointer' ? this.ofShape(shape.key, type, `${path}[key]`) : undefined)
      );
    }
    const evidence = this.evidence(shape, type, path);
    if (evidence === undefined) return undefined;
    const isInline =
      this.uses.released.has(`&${type.name}${path}`) && shape.kind === 'c' && evidence === 'released-by-c';
    return { path, evidence, isInline };
  }

  private evidence(shape: Shape, type: PackageType, path: string): HandleEvidence | undefined {
    switch (shape.kind) {
      case 'pointer':
        return pointsToC(shape.to, this.types) && !this.isGoMemory(type, path) ? 'c-pointer' : undefined;
      case 'package': {
        const definition = this.types.definitionOf(shape.type);
        return definition.kind === 'package' ? undefined : this.evidence(definition, type, path);
      }
      case 'c':
        if (this.isReleased(type, path)) return 'released-by-c';
        return this.isPointerTypedef(shape) && !this.isGoMemory(type, path) ? 'c-pointer-typedef' : undefined;
      case 'integer':
        return this.isReleased(type, path) ? 'released-by-c' : this.filled(type, path, shape);
      case 'unsafe-pointer':
        return this.filled(type, path, shape) ?? (this.isReleased(type, path) ? 'released-by-c' : undefined);
      default:
        return undefined;
    }
  }

  /** What the C declarations say; without them a value that is compared with nil, or set to it, is a pointer. */
  private isPointerTypedef(shape: { readonly kind: 'c'; readonly name: string }): boolean {
    const kind = this.types.kindOfC(shape.name);
    return kind === undefined ? !isNumber(shape) && this.uses.nilTypes.has(shape.name) : kind === 'pointer';
  }

  private isReleased(type: PackageType, path: string): boolean {
    return this.uses.released.has(type.name + path) || this.uses.released.has(`&${type.name}${path}`);
  }

  /** An unsafe.Pointer that C gave; of an integer C's giving alone does not make a handle. */
  private filled(type: PackageType, path: string, shape: Shape): HandleEvidence | undefined {
    if (shape.kind !== 'unsafe-pointer') return undefined;
    const written = (this.uses.writes.get(type) ?? []).filter((write) => write.path === path);
    const isFilled =
      written.some((write) => write.filledBy !== undefined || this.comesFromC(write.value, write.index)) ||
      (this.uses.creations.get(type) ?? []).some((creation) => this.comesFromC(creation.given.get(path), 0));
    return isFilled ? 'filled-by-c' : undefined;
  }

  /** A C struct may lie in Go's memory: `new(C.options_t)`. */
  private isGoMemory(type: PackageType, path: string): boolean {
    const written = (this.uses.writes.get(type) ?? []).filter((write) => write.path === path);
    if (written.some((write) => write.filledBy !== undefined)) return false;
    const values = [
      ...written.map((write) => ({ value: write.value, index: write.index })),
      ...(this.uses.creations.get(type) ?? []).map((one) => ({ value: one.given.get(path), index: 0 })),
    ];
    const origins = values
      .flatMap(({ value, index }) => (value === undefined ? [] : this.origins.of(value, index)))
      .filter((origin) => origin.kind !== 'nil');
    return origins.length > 0 && origins.every((origin) => origin.kind === 'go');
  }

  private comesFromC(value: FieldWrite['value'], index: number): boolean {
    if (value === undefined) return false;
    return this.origins
      .of(value, index)
      .some((origin) => origin.kind === 'c-call' || origin.kind === 'c-out');
  }
}

/** The handles that a write to a path sets: its own, or those of the struct that it replaces. */
export function handlesAt(path: string, handles: readonly Handle[]): Handle[] {
  return handles.filter(
    (handle) =>
      handle.path === path || (handle.path.startsWith(path) && /^[.[]/.test(handle.path.slice(path.length))),
  );
}

/** A number of C is a handle only where something releases it. */
function isNumber(shape: Shape): boolean {
  return shape.kind === 'c' && isKnownCType(shape.name) && numbers.test(shape.name);
}

const numbers =
  /^(s?char|u?(char|short|int|long|longlong)|float|double|s?size_t|_?Bool|bool|off_t|time_t|u?int(8|16|32|64|ptr)?_t|g(char|u?int|u?long|boolean|s?size)|enum_.*)$/;

function pointsToC(shape: Shape, types: PackageTypes): boolean {
  const seen = new Set<PackageType>();
  for (let target = shape; ;) {
    if (target.kind === 'c') return true;
    if (target.kind === 'pointer') target = target.to;
    else {
      // `type T *T` is a type of Go.
      if (target.kind !== 'package' || seen.has(target.type)) return false;
      seen.add(target.type);
      const definition = types.definitionOf(target.type);
      if (definition.kind !== 'c' && definition.kind !== 'pointer') return false;
      target = definition;
    }
  }
}
