import { isReadable } from '../../syntax/go-file.ts';
import type { GoFile } from '../../syntax/go-file.ts';
import type { Node } from '../../syntax/tree.ts';
import type { Package } from '../package.ts';
import type { GoSymbol } from '../symbol.ts';
import { nameOf } from '../type.ts';
import type { DeclaredName, Type } from '../type.ts';

export interface Field {
  readonly name: string;
  /** The name, or the type of an embedded field. */
  readonly node: Node;
  readonly type: Node;
  readonly isEmbedded: boolean;
}

export interface Method {
  readonly name: string;
  readonly file: GoFile;
  readonly node: Node;
}

/** A type that the package declares at its top level, with all its definitions. */
export interface PackageType {
  readonly name: string;
  readonly symbols: GoSymbol[];
  /** In the order of the first definition, those of others behind it. */
  readonly fields: Field[];
  readonly methods: Map<string, Method[]>;
}

/** What a type's syntax denotes, as far as wrappers need it. */
export type Shape =
  | { readonly kind: 'c'; readonly name: string }
  | { readonly kind: 'unsafe-pointer' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'pointer'; readonly to: Shape }
  | { readonly kind: 'container'; readonly key: Shape; readonly element: Shape }
  | { readonly kind: 'package'; readonly type: PackageType }
  | { readonly kind: 'external'; readonly path: string; readonly name: string }
  | { readonly kind: 'interface' }
  | { readonly kind: 'other' };

export const otherShape: Shape = { kind: 'other' };

const interfaceShape: Shape = { kind: 'interface' };

/** Deeper than any declaration that people write; a type that is declared through itself ends here. */
const maximalDepth = 12;

/** The types of a package, their fields and methods, embedding followed. */
export class PackageTypes {
  readonly all = new Map<string, PackageType>();
  private readonly pkg: Package;
  private readonly shapesOfNodes = new Map<Node, Shape>();
  private readonly promoted = new Map<PackageType, Map<string, readonly Field[]>>();

  constructor(pkg: Package) {
    this.pkg = pkg;
    for (const file of pkg.files) this.addTypes(file);
    for (const type of this.all.values()) {
      for (const symbol of type.symbols) this.addFields(type, symbol);
    }
    for (const file of pkg.files) this.addMethods(file);
  }

  private addTypes(file: GoFile): void {
    for (const declaration of file.tree.root.children) {
      if (declaration.kind !== 'type_declaration' || !isReadable(file, declaration)) continue;
      for (const spec of declaration.children) {
        const name = spec.child('name');
        const symbol = name === undefined ? undefined : this.pkg.symbolOf(name);
        if (symbol?.kind !== 'type') continue;
        const known = this.all.get(symbol.name);
        if (known === undefined) {
          this.all.set(symbol.name, {
            name: symbol.name,
            symbols: [symbol],
            fields: [],
            methods: new Map(),
          });
        } else if (!known.symbols.includes(symbol)) {
          known.symbols.push(symbol);
        }
      }
    }
  }

  private addFields(type: PackageType, symbol: GoSymbol): void {
    const struct = this.structOf(symbol.type, 0);
    const list = struct?.children.find((child) => child.kind === 'field_declaration_list');
    for (const declaration of list?.children ?? []) {
      const fieldType = declaration.kind === 'field_declaration' ? declaration.child('type') : undefined;
      if (fieldType === undefined) continue;
      const names = declaration.childrenOf('name');
      const isPointer = declaration.allChildren.some((child) => child.kind === '*');
      const found =
        names.length > 0
          ? names.map((name) => ({ name: name.text, node: name, type: fieldType, isEmbedded: false }))
          : [
              {
                name: embeddedName(fieldType),
                node: fieldType,
                type: isPointer ? declaration : fieldType,
                isEmbedded: true,
              },
            ];
      for (const field of found) {
        if (!type.fields.some((known) => known.name === field.name)) type.fields.push(field);
      }
    }
  }

  /** The struct that a type is, through names of the package. */
  private structOf(type: Node | undefined, depth: number): Node | undefined {
    if (type === undefined || depth > maximalDepth) return undefined;
    if (type.kind === 'struct_type') return type;
    if (type.kind !== 'type_identifier') return undefined;
    return this.structOf(this.pkg.symbolOf(type)?.type, depth + 1);
  }

  private addMethods(file: GoFile): void {
    for (const node of file.tree.root.children) {
      if (node.kind !== 'method_declaration' || !isReadable(file, node)) continue;
      const receiver = node.child('receiver')?.children[0]?.child('type');
      const name = node.child('name')?.text;
      const type = receiver === undefined ? undefined : this.all.get(baseName(receiver));
      if (type === undefined || name === undefined) continue;
      type.methods.set(name, [...(type.methods.get(name) ?? []), { name, file, node }]);
    }
  }

  /** What a type's syntax denotes; a node of an expression that stands for a type is one too: `(*T)` of `(*T)(x)`. */
  shapeOfType(node: Node): Shape {
    // An embedded pointer: its star belongs to the field.
    if (node.kind === 'field_declaration') {
      const target = node.child('type');
      return { kind: 'pointer', to: target === undefined ? otherShape : this.shapeOfType(target) };
    }
    let shape = this.shapesOfNodes.get(node);
    if (shape === undefined)
      this.shapesOfNodes.set(node, (shape = this.shapeOf(this.pkg.types.ofTypeNode(node))));
    return shape;
  }

  shapeOf(type: Type, depth = 0): Shape {
    if (depth > maximalDepth) return otherShape;
    const name = nameOf(type);
    if (name !== undefined && name.path !== '') {
      if (this.isInterface(type)) return interfaceShape;
      // `lib.ID`, of which it is known that it is a number, is as good as one.
      return type.kind === 'named' ? external(name) : this.shapeOfStructure(type, depth);
    }
    if (name !== undefined) {
      if (this.isInterface(type)) return interfaceShape;
      const declared = name.symbol?.owner === undefined ? this.all.get(name.name) : undefined;
      return declared === undefined ? otherShape : { kind: 'package', type: declared };
    }
    return this.shapeOfStructure(type, depth);
  }

  private shapeOfStructure(type: Type, depth: number): Shape {
    switch (type.kind) {
      case 'c':
        return { kind: 'c', name: type.name };
      case 'unsafe-pointer':
        return { kind: 'unsafe-pointer' };
      case 'pointer':
        return { kind: 'pointer', to: this.shapeOf(type.element, depth + 1) };
      case 'slice':
      case 'array':
        return { kind: 'container', key: otherShape, element: this.shapeOf(type.element, depth + 1) };
      case 'basic':
        if (type.name === 'any' || type.name === 'error') return interfaceShape;
        return /^(u?int|uintptr|byte|rune)/.test(type.name) ? { kind: 'integer' } : otherShape;
      case 'composite':
        if (type.form === 'interface_type') return interfaceShape;
        return type.form === 'map_type'
          ? {
              kind: 'container',
              key: this.shapeOf(type.key, depth + 1),
              element: this.shapeOf(type.value, depth + 1),
            }
          : otherShape;
      default:
        return otherShape;
    }
  }

  private isInterface(type: Type): boolean {
    const definition = type.kind === 'named' ? type.symbol?.type : undefined;
    return definition?.kind === 'interface_type' || (type.kind === 'basic' && type.name === 'any');
  }

  /** What a type of the package is defined as: the pointer of `type DB *C.db`. A struct is `other`. */
  definitionOf(type: PackageType): Shape {
    const shapes = type.symbols.flatMap(({ type: definition }) =>
      definition === undefined || definition.is('struct_type', 'interface_type')
        ? []
        : [this.shapeOfType(definition)],
    );
    // `*C.pcap_t` in one build and `uintptr` in another is a handle in the first.
    return shapes.find(({ kind }) => kind === 'pointer' || kind === 'c') ?? shapes[0] ?? otherShape;
  }

  /** What the package's C declarations say of a type: `struct_x`, or a typedef's name; undefined where they do not. */
  kindOfC(name: string): 'pointer' | 'value' | undefined {
    if (/^(struct|union|enum)_/.test(name)) return 'value';
    const { c } = this.pkg;
    const type = c.resolve({ kind: 'named', name });
    if (type.kind === 'unknown') return undefined;
    if (type.kind !== 'pointer') return 'value';
    // A callback is code, and nothing that anybody releases.
    return c.resolve(type.to).kind === 'function' ? 'value' : 'pointer';
  }

  /** The fields that lead to a field or promoted field; undefined where there is none. */
  fieldChain(type: PackageType, name: string): readonly Field[] | undefined {
    let known = this.promoted.get(type);
    if (known === undefined) this.promoted.set(type, (known = new Map<string, readonly Field[]>()));
    let chain = known.get(name);
    if (chain === undefined) {
      chain = this.search(type, (candidate) => candidate.fields.find((field) => field.name === name));
      known.set(name, chain);
    }
    return chain.length === 0 ? undefined : chain;
  }

  /** A method and the embedded fields that lead to it. */
  methodOf(
    type: PackageType,
    name: string,
  ): { methods: readonly Method[]; chain: readonly Field[] } | undefined {
    const own = type.methods.get(name);
    if (own !== undefined) return { methods: own, chain: [] };
    for (const { type: embedded, chain } of this.embeddedIn(type)) {
      const methods = embedded.methods.get(name);
      if (methods !== undefined) return { methods, chain };
    }
    return undefined;
  }

  private search(type: PackageType, find: (candidate: PackageType) => Field | undefined): readonly Field[] {
    const own = find(type);
    if (own !== undefined) return [own];
    for (const { type: embedded, chain } of this.embeddedIn(type)) {
      const field = find(embedded);
      if (field !== undefined) return [...chain, field];
    }
    return [];
  }

  /** The embedded structs of a type, the shallow ones first. */
  private embeddedIn(type: PackageType): { type: PackageType; chain: readonly Field[] }[] {
    const found: { type: PackageType; chain: readonly Field[] }[] = [{ type, chain: [] }];
    const seen = new Set([type]);
    for (const current of found) {
      for (const field of current.type.fields) {
        const inner = field.isEmbedded ? namedType(this.shapeOfType(field.type)) : undefined;
        if (inner === undefined || seen.has(inner)) continue;
        seen.add(inner);
        found.push({ type: inner, chain: [...current.chain, field] });
      }
    }
    return found.slice(1);
  }
}

/** The type of the package that a shape is, or points to. */
export function namedType(shape: Shape): PackageType | undefined {
  const target = shape.kind === 'pointer' ? shape.to : shape;
  return target.kind === 'package' ? target.type : undefined;
}

function external({ path, name }: DeclaredName): Shape {
  return { kind: 'external', path, name };
}

function embeddedName(type: Node): string {
  const text = baseName(type);
  return text.slice(text.lastIndexOf('.') + 1);
}

/** The name of a type without its star and its type arguments. */
function baseName(type: Node): string {
  return type.text.replace(/^[*(\s]+/, '').replace(/[[)].*$/s, '');
}
