import type { Node } from '../../syntax/tree.ts';
import { isCall } from '../callee.ts';
import type { Constructors } from './constructors.ts';
import type { Creation, FieldWrite } from './creations.ts';
import type { Handles } from './handles.ts';
import type { Constructor, OwnerField, Release } from './model.ts';
import type { Origins } from './origins.ts';
import { namedType } from './package-types.ts';
import type { Field, PackageType, PackageTypes } from './package-types.ts';
import type { Values } from './values.ts';

/** What gives a field its value, and where. */
interface Given {
  readonly declaration: Node | undefined;
  readonly value: Node;
  readonly index: number;
  /** Whether the object itself is what the field of its inner struct is given: `repo.Remotes.repo = repo`. */
  readonly isBackReference: boolean;
}

/** The type that a field refers to; none where another package declares it, or where it is one of several. */
interface Target {
  readonly name: string;
  readonly type: PackageType | undefined;
  readonly isForeign: boolean;
}

/** The name of several types behind an interface. */
const anyTarget = 'any';

/** The fields of a wrapper that refer to other wrappers. */
export class Owners {
  private readonly values: Values;
  private readonly types: PackageTypes;
  private readonly handles: Handles;
  private readonly origins: Origins;
  private readonly constructors: Constructors;
  private readonly writes: ReadonlyMap<PackageType, readonly FieldWrite[]>;
  private readonly creations: ReadonlyMap<PackageType, readonly Creation[]>;

  constructor(
    values: Values,
    handles: Handles,
    origins: Origins,
    constructors: Constructors,
    writes: ReadonlyMap<PackageType, readonly FieldWrite[]>,
    creations: ReadonlyMap<PackageType, readonly Creation[]>,
  ) {
    this.values = values;
    this.types = values.types;
    this.handles = handles;
    this.origins = origins;
    this.constructors = constructors;
    this.writes = writes;
    this.creations = creations;
  }

  of(type: PackageType, releases: readonly Release[]): OwnerField[] {
    return type.fields.flatMap((field) => {
      const path = `.${field.name}`;
      const given = this.givenTo(type, path);
      const target = this.targetOf(field) ?? this.targetBehind(field, given);
      if (target === undefined) return [];
      const direct = this.constructors.of(type).filter((constructor) => constructor.sets.length > 0);
      const setIn = direct.filter(
        (constructor) =>
          given.some(({ declaration, value }) => declaration === constructor.node && value.kind !== 'nil') ||
          this.fillsInside(type, path, constructor),
      );
      const relation = this.relation(path, target.type, given, setIn, releases);
      // Of another package's type only a retained argument is known to be an owner.
      if (target.name === anyTarget && (relation !== 'parent' || this.handles.of(type).length === 0))
        return [];
      if (target.isForeign && (relation !== 'parent' || this.handles.of(type).length === 0)) return [];
      return [
        {
          path,
          declaration: field.node,
          target: target.name,
          relation,
          setIn: setIn.map((constructor) => constructor.node),
          missingIn: direct
            .filter((constructor) => !setIn.includes(constructor))
            .map((constructor) => constructor.node),
        },
      ];
    });
  }

  /** `owner any`, which is given wrappers. */
  private targetBehind(field: Field, given: readonly Given[]): Target | undefined {
    if (field.isEmbedded || this.types.shapeOfType(field.type).kind !== 'interface') return undefined;
    const found = new Set(
      given.flatMap(({ value, index }) => {
        const shape = isCall(value) ? this.values.shapeOfResult(value, index) : this.values.shapeOf(value);
        const type = shape.kind === 'pointer' ? namedType(shape) : undefined;
        return type !== undefined && this.handles.of(type).some(({ path }) => path !== '') ? [type] : [];
      }),
    );
    const [only, ...more] = found;
    if (only === undefined) return undefined;
    return more.length > 0
      ? { name: anyTarget, type: undefined, isForeign: false }
      : { name: only.name, type: only, isForeign: false };
  }

  private targetOf(field: Field): Target | undefined {
    const shape = this.types.shapeOfType(field.type);
    if (shape.kind !== 'pointer') {
      // A handle that is Go's own value keeps its object as well as a pointer does.
      const type = shape.kind === 'package' && !field.isEmbedded ? shape.type : undefined;
      const isValue =
        type !== undefined && this.handles.of(type).some((handle) => handle.path !== '' && !handle.isInline);
      return type !== undefined && isValue && type.methods.size > 0
        ? { name: type.name, type, isForeign: false }
        : undefined;
    }
    if (shape.to.kind === 'external')
      return /^(sync|sync\/atomic|time|os|io|net|bytes|bufio|log|context|math\/big)$/.test(shape.to.path)
        ? undefined
        : {
            name: `${shape.to.path.slice(shape.to.path.lastIndexOf('/') + 1)}.${shape.to.name}`,
            type: undefined,
            isForeign: true,
          };
    const type = field.isEmbedded ? undefined : namedType(shape);
    if (type === undefined) return undefined;
    // A pointer to C's struct under a Go name is the handle itself.
    return this.handles.of(type).some((handle) => handle.path !== '') || this.keepsAnOwner(type)
      ? { name: type.name, type, isForeign: false }
      : undefined;
  }

  /** A type without a handle of its own that points to a wrapper: a collection of a repository. */
  private keepsAnOwner(type: PackageType): boolean {
    return type.fields.some((field) => {
      const inner = namedType(this.types.shapeOfType(field.type));
      return (
        inner !== undefined && inner !== type && this.handles.of(inner).some((handle) => handle.path !== '')
      );
    });
  }

  /** `p.handle.rk = C.new()` sets a field that is no pointer. */
  private fillsInside(type: PackageType, path: string, constructor: Constructor): boolean {
    return (this.writes.get(type) ?? []).some(
      (write) => write.path.startsWith(`${path}.`) && write.declaration === constructor.node,
    );
  }

  private givenTo(type: PackageType, path: string): Given[] {
    const written = (this.writes.get(type) ?? []).flatMap((write) =>
      write.path === path && write.value !== undefined
        ? [
            {
              declaration: write.declaration,
              value: write.value,
              index: write.index,
              isBackReference: isBaseOf(write.value, write.node),
            },
          ]
        : [],
    );
    const literal = (this.creations.get(type) ?? []).flatMap((creation) => {
      const value = creation.given.get(path);
      return value === undefined
        ? []
        : [{ declaration: creation.declaration, value, index: 0, isBackReference: false }];
    });
    return [...written, ...literal];
  }

  private relation(
    path: string,
    target: PackageType | undefined,
    given: readonly Given[],
    setIn: readonly Constructor[],
    releases: readonly Release[],
  ): OwnerField['relation'] {
    const heldThere = target === undefined ? [] : this.handles.of(target).map((handle) => path + handle.path);
    if (releases.some((release) => heldThere.includes(release.path))) return 'owned';
    const inConstructors = given.filter(({ declaration }) => setIn.some((one) => one.node === declaration));
    const relevant = inConstructors.length > 0 ? inConstructors : given;
    const kinds = new Set(
      relevant.flatMap(({ value, index, isBackReference }) =>
        isBackReference ? (['kept'] as const) : this.kindsOf(value, index),
      ),
    );
    kinds.delete('nil');
    if (kinds.size === 0) return 'unknown';
    if ([...kinds].every((kind) => kind === 'kept')) return 'parent';
    return [...kinds].every((kind) => kind === 'made') ? 'owned' : 'unknown';
  }

  private kindsOf(value: Node, index: number): ('kept' | 'made' | 'nil' | 'unknown')[] {
    return this.origins.of(value, index).map((origin) => {
      if (origin.kind === 'parameter' || origin.kind === 'field') return 'kept';
      if (origin.kind === 'nil') return 'nil';
      return origin.kind === 'go' || origin.kind === 'c-call' || origin.kind === 'c-out' ? 'made' : 'unknown';
    });
  }
}

/** Whether a value is the variable at the start of what an assignment sets: `c` of `c.handle.c = c`. */
function isBaseOf(value: Node, assignment: Node): boolean {
  const targets = assignment.child('left')?.children ?? [];
  return value.kind === 'identifier' && targets.some((target) => target.text.startsWith(`${value.text}.`));
}
