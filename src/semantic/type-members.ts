import type { Node } from '../syntax/tree.ts';
import { packageMember, unparen } from './callee.ts';
import { agreed } from './type-agreement.ts';
import type { MethodDeclaration } from './methods.ts';
import { typeParameterNames } from './type-declarations.ts';
import { standardPackage } from './type-standard.ts';
import { substitute } from './type-substitution.ts';
import { signatureOf } from './type-syntax.ts';
import { basic, definitionsOf, functionOf, nameOf, pointerTo, unknown } from './type.ts';
import type { DeclaredName, Environment, Type } from './type.ts';
import type { Types } from './types.ts';

/** What one type has itself: the member, or the types in which it may be embedded. */
interface Look {
  readonly found?: Type;
  /** The methods with a receiver that the member is, under different build constraints. */
  readonly methods?: readonly MethodDeclaration[];
  readonly embedded: readonly Type[];
  /** Whether the type may have members that are not known here. */
  readonly isOpen: boolean;
}

const nothing: Look = { embedded: [], isOpen: false };
const open: Look = { embedded: [], isOpen: true };

/** Deeper embedding than this is not followed. */
const maximalEmbedding = 8;

/**
 * The type of `x.name` for an `x` of some type: a field's, or a method's as a function type. As in Go, the shallowest
 * one counts, and two at the same depth are none (https://go.dev/ref/spec#Selectors).
 */
export function selectMember(of: Type, name: string, types: Types): Type {
  return select(of, name, types)?.found ?? unknown;
}

/**
 * The methods of the analysed package that a call of `x.name` can run, for an `x` of some type: one for each build
 * constraint that it has definitions under. Undefined where that is not known, or is the business of another package or
 * an interface.
 */
export function selectMethods(
  of: Type,
  name: string,
  types: Types,
): readonly MethodDeclaration[] | undefined {
  return select(of, name, types)?.methods;
}

function select(of: Type, name: string, types: Types): Look | undefined {
  let level: readonly Type[] = [of];
  for (let depth = 0; level.length > 0 && depth < maximalEmbedding; depth++) {
    const looks = level.map((type) => lookInto(type, name, types, depth === 0));
    const [only, ...more] = looks.filter((look) => look.found !== undefined);
    if (only?.found !== undefined)
      return more.length === 0 ? { ...only, found: types.resolve(only.found) } : undefined;
    if (looks.some((look) => look.isOpen)) return undefined;
    level = looks.flatMap((look) => look.embedded);
  }
  return undefined;
}

/** `T.name` and `(*T).name` are functions that take the receiver first; undefined where the operand is no type. */
export function methodExpression(operand: Node, name: string, types: Types): Type | undefined {
  const inner = unparen(operand);
  const pointed = inner.kind === 'unary_expression' && inner.child('operator')?.kind === '*';
  const named = pointed ? inner.child('operand') : inner;
  if (named === undefined || !isTypeName(named, types)) return undefined;
  const receiver = types.ofTypeNode(named);
  const method = selectMember(receiver, name, types);
  if (method.kind !== 'composite' || method.form !== 'function_type') return unknown;
  const { parameters, variadic, results } = method.signature;
  const all = parameters && [pointed ? pointerTo(receiver) : receiver, ...parameters];
  return functionOf({ parameters: all, variadic, results });
}

function isTypeName(node: Node, types: Types): boolean {
  const symbols = node.kind === 'identifier' ? types.names.symbolsOf(node) : [];
  if (symbols.length > 0 && symbols.every(({ kind }) => kind === 'type')) return true;
  const member = packageMember(node, types.names);
  return member !== undefined && types.isType(member.path, member.name);
}

/** @param isOperand whether the selection is from the type itself, not from one that embeds it */
function lookInto(of: Type, name: string, types: Types, isOperand: boolean): Look {
  const outer = types.resolve(of);
  const pointer = types.underlying(outer);
  const type = pointer.kind === 'pointer' ? types.resolve(pointer.element) : outer;
  const declared = nameOf(type);
  if (declared?.alternatives !== undefined) return lookIntoAll(declared, name, types, isOperand);
  if (declared !== undefined) {
    const method = methodOf(declared, name, types);
    if (method !== undefined) return { ...nothing, ...method };
  }
  if (type.kind === 'basic' && type.name === 'error' && name === 'Error') {
    return { found: functionOf({ parameters: [], variadic: false, results: [basic('string')] }), ...nothing };
  }
  const shape = types.underlying(type);
  switch (shape.kind) {
    case 'composite':
      if (shape.form === 'struct_type' || shape.form === 'interface_type') {
        const home = types.home(shape.path);
        return home === undefined || shape.node === undefined
          ? open
          : lookIntoStructure(shape.node, shape.environment, name, home);
      }
      return nothing;
    case 'c': {
      const field = shape.path === undefined ? types.scope.cTypes?.fieldOf(shape.name, name) : undefined;
      return field === undefined ? open : { found: field, ...nothing };
    }
    case 'unknown':
    case 'parameter':
      return open;
    default:
      return nothing;
  }
}

/** A method that is declared on the named type itself, as a function type. */
function methodOf(
  owner: DeclaredName,
  name: string,
  types: Types,
): Required<Pick<Look, 'found'>> | Required<Pick<Look, 'found' | 'methods'>> | undefined {
  if (owner.symbol === undefined) {
    const standard = standardPackage(owner.path);
    const signature = standard?.functions.get(`${owner.name}.${name}`);
    const type =
      signature === undefined ? standard?.values.get(`${owner.name}.${name}`) : functionOf(signature);
    const [argument = unknown] = owner.arguments ?? [];
    return type && { found: substitute(type, new Map(), argument) };
  }
  const home = types.home(owner.path);
  const methods = home?.scope.methodsNamed(owner.symbol, name) ?? [];
  if (home === undefined || methods.length === 0) return undefined;
  const found = agreed(
    methods.map(({ node }) => substitute(home.ofDeclaration(node), environmentOf(node, owner))),
    home,
  );
  return owner.path === '' ? { found, methods } : { found };
}

/** The type parameters of a declaration, or of a method's receiver, with the types that they are given. */
export function environmentOf(declaration: Node, { arguments: given = [] }: DeclaredName): Environment {
  const names = typeParameterNames(declaration);
  return new Map(names.map((name, index) => [name, given[index] ?? unknown] as const));
}

/**
 * A type with several definitions under different build constraints has what all of them have. What is selected from
 * the type itself cannot be in a build where the definition has no such member; one that embeds it may have another.
 */
function lookIntoAll(type: DeclaredName, name: string, types: Types, isOperand: boolean): Look {
  const home = types.home(type.path);
  if (home === undefined) return open;
  const looks = definitionsOf(type).map((symbol) =>
    lookInto(home.instantiate(home.ofTypeSymbol(symbol), type.arguments ?? []), name, home, isOperand),
  );
  const found = looks.flatMap((look) => (look.found === undefined ? [] : [look.found]));
  const others = looks.filter((look) => look.found === undefined);
  const haveNone = others.every((look) => !look.isOpen && look.embedded.length === 0);
  if (found.length > 0 && (others.length === 0 || (isOperand && haveNone))) {
    const type = { found: agreed(found, home), ...nothing };
    const methods = looks.flatMap((look) => (look.found === undefined ? [] : [look.methods]));
    const known = methods.flatMap((one) => (one === undefined ? [] : [one]));
    return known.length === methods.length ? { ...type, methods: [...new Set(known.flat())] } : type;
  }
  return found.length === 0 && haveNone ? nothing : open;
}

function lookIntoStructure(
  node: Node,
  environment: Environment | undefined,
  name: string,
  home: Types,
): Look {
  const own = (type: Type): Type => (environment === undefined ? type : substitute(type, environment));
  const structure = structureOf(node);
  const member = structure.members.get(name);
  if (member !== undefined) {
    const isMethod = member.kind === 'method_elem';
    const type = isMethod ? functionOf(signatureOf(member, home)) : fieldType(member, home);
    return { found: own(type), embedded: [], isOpen: false };
  }
  return { embedded: structure.embedded.map((field) => own(fieldType(field, home))), isOpen: false };
}

/** The type of a field, or of what an interface embeds; of `*T` that is embedded, the star stands beside the type. */
function fieldType(field: Node, home: Types): Type {
  if (field.kind !== 'field_declaration') return home.ofTypeNode(field);
  const node = field.child('type');
  const type = node === undefined ? unknown : home.ofTypeNode(node);
  return field.allChildren[0]?.kind === '*' ? pointerTo(type) : type;
}

interface Structure {
  readonly members: ReadonlyMap<string, Node>;
  readonly embedded: readonly Node[];
}

const structures = new WeakMap<Node, Structure>();

/** The members of a struct or interface by name, and what it embeds. */
function structureOf(node: Node): Structure {
  const known = structures.get(node);
  if (known !== undefined) return known;
  const members = new Map<string, Node>();
  const embedded: Node[] = [];
  const [first] = node.children;
  for (const part of first?.kind === 'field_declaration_list' ? first.children : node.children) {
    const names = part.kind === 'type_elem' ? [] : part.childrenOf('name');
    for (const name of names) members.set(name.text, part);
    if (names.length > 0 || !part.is('field_declaration', 'type_elem')) continue;
    embedded.push(part);
    const name = part.kind === 'field_declaration' ? embeddedName(part.child('type')) : undefined;
    if (name !== undefined) members.set(name, part);
  }
  const structure = { members, embedded };
  structures.set(node, structure);
  return structure;
}

function embeddedName(type: Node | undefined): string | undefined {
  if (type?.kind === 'generic_type') return embeddedName(type.child('type'));
  return type?.kind === 'qualified_type' ? type.child('name')?.text : type?.text;
}
