import type { CSource } from '../syntax/c-file.ts';
import type { Node, SyntaxTree } from '../syntax/tree.ts';
import { unknownCType } from './c-types.ts';
import type { CField, CFunctionType, CParameter, CType } from './c-types.ts';

/** A declarator's name and the type that it gives it. */
export interface DeclaredType {
  readonly name: string | undefined;
  readonly type: CType;
}

/**
 * Reads types from the declarations of one tree. A declaration that holds an error, or whose type touches a place
 * where the source alone does not say what is declared, has an unknown type.
 */
export class CTypeReader {
  private readonly tree: SyntaxTree;
  private readonly uncertain: CSource['uncertain'];
  private readonly isMacro: (name: string) => boolean;
  private readonly integer: (text: string) => bigint | undefined;
  private errors: readonly Node[] | undefined;

  /**
   * @param isMacro whether the preprocessor replaces a name: what stands there then is not known
   * @param integer the value of a constant expression; undefined where it is not known
   */
  constructor(
    tree: SyntaxTree,
    uncertain: CSource['uncertain'],
    isMacro: (name: string) => boolean,
    integer: (text: string) => bigint | undefined,
  ) {
    this.integer = integer;
    this.tree = tree;
    this.uncertain = uncertain;
    this.isMacro = isMacro;
  }

  /** Whether it reads the declarations of a tree. */
  reads(tree: SyntaxTree): boolean {
    return this.tree === tree;
  }

  /** @param declaration a declaration, definition, parameter or member, and one of its declarators */
  declared(declaration: Node, declarator: Node | undefined): DeclaredType {
    const end = declarator?.start ?? declaration.end;
    const nameNode = declarator === undefined ? undefined : declaredNameNode(declarator);
    const name = nameNode?.text;
    if (
      declarator !== undefined &&
      nameNode !== undefined &&
      this.isUncertain(declarator.start, nameNode.end)
    ) {
      return { name, type: unknownCType };
    }
    const base = this.isDoubtful(declaration.start, end, declaration)
      ? unknownCType
      : this.specified(declaration.child('type'));
    const isConst = declaration.allChildren.some(isConstQualifier);
    const type = declarator === undefined ? base : this.through(declarator, base, isConst);
    return { name, type };
  }

  /** Whether a stretch holds an error or a place where the preprocessor decides; `within` bounds the search. */
  private isDoubtful(start: number, end: number, within: Node): boolean {
    return this.isUncertain(start, end) || this.holdsError(within, start, end) || isBehindError(within);
  }

  isUncertain(start: number, end: number): boolean {
    let low = 0;
    let high = this.uncertain.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.uncertain[middle]?.start ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    if ((this.uncertain[low]?.start ?? end) < end) return true;
    // Those that begin before may reach into it; they nest a few deep at most.
    for (let i = low - 1; i >= 0 && i >= low - 8; i--) if ((this.uncertain[i]?.end ?? 0) > start) return true;
    return false;
  }

  /** Whether what stands between two offsets in a node could not be read. */
  holdsError(node: Node, start: number, end: number): boolean {
    this.errors ??= this.tree.errors();
    const errors = this.errors;
    let low = 0;
    let high = errors.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((errors[middle]?.id ?? 0) < node.id) low = middle + 1;
      else high = middle;
    }
    for (let i = low; i < errors.length; i++) {
      const error = errors[i];
      if (error === undefined || error.id >= node.subtreeEnd) return false;
      if (error.end >= start && error.start <= end) return true;
    }
    return false;
  }

  /** The type that the specifiers name. */
  private specified(node: Node | undefined): CType {
    switch (node?.kind) {
      case 'primitive_type':
        return node.text === 'void' ? { kind: 'void' } : { kind: 'basic', name: basicName(node.text) };
      case 'sized_type_specifier':
        return sizedType(node);
      case 'type_identifier':
        return this.isMacro(node.text) ? unknownCType : { kind: 'named', name: node.text };
      case 'struct_specifier':
      case 'union_specifier':
      case 'enum_specifier':
        return this.tagged(node);
      default:
        return unknownCType;
    }
  }

  /** The type of a struct, union or enum specifier. */
  tagged(node: Node): CType {
    const kind =
      node.kind === 'struct_specifier' ? 'struct' : node.kind === 'union_specifier' ? 'union' : 'enum';
    const tag = node.child('name')?.text;
    const body = node.child('body');
    if (body === undefined || kind === 'enum')
      return tag === undefined && body === undefined ? unknownCType : { kind, tag };
    let fields: readonly CField[] | undefined;
    let isRead = false;
    return {
      kind,
      tag,
      fields: () => {
        if (!isRead) fields = this.fields(body);
        isRead = true;
        return fields;
      },
    };
  }

  private fields(body: Node): readonly CField[] | undefined {
    if (this.isDoubtful(body.start, body.end, body)) return undefined;
    const fields: CField[] = [];
    for (const member of body.children) {
      // Which members there are depends on a condition.
      if (member.kind !== 'field_declaration') return undefined;
      const declarators = member.childrenOf('declarator');
      const isBitField = member.children.some((child) => child.kind === 'bitfield_clause');
      for (const declarator of declarators) {
        const { name, type } = this.declared(member, declarator);
        if (name === undefined) return undefined;
        fields.push({ name, type, isBitField });
      }
      if (declarators.length > 0) continue;
      // Members of an anonymous struct or union are members of the outer one (C11 6.7.2.1).
      const inner = this.specified(member.child('type'));
      if (inner.kind !== 'struct' && inner.kind !== 'union') {
        if (isBitField) continue;
        return undefined;
      }
      const innerFields = inner.fields?.();
      if (innerFields === undefined) return undefined;
      fields.push(...innerFields.map((field): CField => ({ ...field, isInner: true })));
    }
    return fields;
  }

  /** Applies a declarator to the type of the specifiers, from the outside in (C11 6.7.6). */
  private through(declarator: Node, base: CType, isConst: boolean): CType {
    let type = base;
    let pointsToConst = isConst;
    let node: Node | undefined = declarator;
    while (node !== undefined) {
      switch (node.kind) {
        case 'identifier':
        case 'type_identifier':
        case 'field_identifier':
        case 'primitive_type':
          return type;
        case 'pointer_declarator':
        case 'abstract_pointer_declarator':
          type = { kind: 'pointer', to: type, isConst: pointsToConst };
          pointsToConst = node.allChildren.some(isConstQualifier);
          if (node.child('declarator') === undefined) return type;
          break;
        case 'array_declarator':
        case 'abstract_array_declarator': {
          const length = this.lengthOf(node);
          type = length === undefined ? { kind: 'array', of: type } : { kind: 'array', of: type, length };
          if (node.child('declarator') === undefined) return type;
          break;
        }
        case 'function_declarator':
        case 'abstract_function_declarator':
          type = this.functionType(node.child('parameters'), type);
          pointsToConst = false;
          if (node.child('declarator') === undefined) return type;
          break;
        case 'parenthesized_declarator':
        case 'abstract_parenthesized_declarator':
          node = node.children.find(
            (child) => child.kind.endsWith('declarator') || child.kind.endsWith('identifier'),
          );
          continue;
        case 'init_declarator':
          break;
        default:
          return unknownCType;
      }
      node = node.child('declarator');
    }
    return unknownCType;
  }

  private lengthOf(array: Node): number | undefined {
    const size = array.child('size');
    if (size === undefined || this.isDoubtful(size.start, size.end, size)) return undefined;
    const length = Number(this.integer(size.text) ?? NaN);
    return Number.isSafeInteger(length) && length >= 0 ? length : undefined;
  }

  private functionType(list: Node | undefined, result: CType): CFunctionType {
    const isVariadic =
      list?.allChildren.some(({ kind }) => kind === 'variadic_parameter' || kind === '...') === true;
    const given = (list?.children ?? []).filter(({ kind }) => kind !== 'variadic_parameter');
    const isUnclear =
      list === undefined ||
      (given.length === 0 && !isVariadic) ||
      given.some(({ kind }) => kind !== 'parameter_declaration') ||
      this.isSplit(list);
    if (isUnclear) return { kind: 'function', result, parameters: undefined, isVariadic };
    const parameters = given.map((node): CParameter => {
      const { name, type } = this.declared(node, node.child('declarator'));
      // An array or a function as a parameter is a pointer (C11 6.7.6.3).
      if (type.kind === 'array')
        return { name, type: { kind: 'pointer', to: type.of, isConst: hasConst(node) } };
      if (type.kind === 'function') return { name, type: { kind: 'pointer', to: type, isConst: false } };
      return { name, type };
    });
    const isNone = parameters.length === 1 && parameters[0]?.type.kind === 'void' && !isVariadic;
    return { kind: 'function', result, parameters: isNone ? [] : parameters, isVariadic };
  }

  /** Whether a condition decides how many parameters there are, or an error hides one. */
  private isSplit({ id, start, end }: Node): boolean {
    if (this.holdsError(this.tree.node(id), start, end)) return true;
    if (!this.isUncertain(start, end)) return false;
    // A doubtful macro stands on one line, a condition with its directives on several.
    return this.uncertain.some(
      (range) =>
        range.start < end && range.end > start && this.tree.text.slice(range.start, range.end).includes('\n'),
    );
  }
}

/** The declared name, whatever stands around it. */
export function declaredName(declarator: Node): string | undefined {
  return declaredNameNode(declarator)?.text;
}

function declaredNameNode(declarator: Node): Node | undefined {
  let node: Node | undefined = declarator;
  while (node !== undefined) {
    if (node.kind.endsWith('identifier') || node.kind === 'primitive_type') return node;
    node =
      node.kind === 'parenthesized_declarator'
        ? node.children.find(
            (child) => child.kind.endsWith('declarator') || child.kind.endsWith('identifier'),
          )
        : node.child('declarator');
  }
  return undefined;
}

/** Whether what stands directly before could not be read: it may well belong to the declaration. */
function isBehindError(node: Node): boolean {
  let id = node.id - 1;
  const { parent } = node.tree.columns;
  const wanted = parent[node.id];
  while (id > 0 && parent[id] !== wanted) id = parent[id] ?? 0;
  return id > 0 && node.tree.node(id).kind === 'ERROR';
}

function isConstQualifier(node: Node): boolean {
  return node.kind === 'type_qualifier' && node.text === 'const';
}

function hasConst(node: Node): boolean {
  return node.allChildren.some(isConstQualifier);
}

function basicName(text: string): string {
  return text === 'bool' ? '_Bool' : text;
}

/** `long unsigned int` and `unsigned long` are one type (C11 6.7.2). */
function sizedType(node: Node): CType {
  const inner = node.child('type');
  if (inner !== undefined && inner.kind !== 'primitive_type') return unknownCType;
  const words = node.text.split(/\s+/).filter((word) => !/^(const|volatile)$/.test(word));
  const count = (word: string): number => words.filter((one) => one === word).length;
  const unsigned = count('unsigned') > 0 ? 'unsigned ' : '';
  if (words.some((word) => !/^(unsigned|signed|long|short|int|char|double)$/.test(word))) return unknownCType;
  if (count('char') > 0) return { kind: 'basic', name: unsigned === '' ? 'signed char' : 'unsigned char' };
  if (count('double') > 0) return { kind: 'basic', name: 'long double' };
  if (count('short') > 0) return { kind: 'basic', name: `${unsigned}short` };
  if (count('long') > 1) return { kind: 'basic', name: `${unsigned}long long` };
  if (count('long') > 0) return { kind: 'basic', name: `${unsigned}long` };
  return { kind: 'basic', name: `${unsigned}int` };
}
