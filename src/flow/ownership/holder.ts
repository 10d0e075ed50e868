import type { Package } from '../../semantic/package.ts';
import { unparen } from '../../semantic/callee.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';

/**
 * A place of a function that leads to the memory that is followed: a variable, or what it holds at a path of fields
 * (`.ptr`) and elements (`[]`, any of them).
 */
export interface Holder {
  readonly symbol: GoSymbol;
  readonly path: readonly string[];
  /** A slice or pointer into the memory, not the pointer that a function frees. */
  readonly isView: boolean;
}

export function sameHolder(a: Holder, b: Holder): boolean {
  return a.symbol === b.symbol && a.isView === b.isView && samePath(a.path, b.path);
}

export function samePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}

export function holderKey({ symbol, path, isView }: Holder): string {
  return `${String(symbol.id)}${path.join('')}${isView ? '~' : ''}`;
}

/** The holder as the code writes it. */
export function holderText({ symbol, path }: Holder): string {
  return `${symbol.name}${path.join('')}`;
}

/** The holder's expression under the key of facts, see `canonical`; undefined for an element that is not known. */
export function holderPlace({ symbol, path }: Holder): string | undefined {
  if (path.includes('[]')) return undefined;
  return [`#${String(symbol.id)}`, ...path.flatMap((part) => ['.', part.slice(1)])].join(' ');
}

/** How one mention of a holder's variable relates to what the holder leads to. */
export type Reach =
  /** `node` is the pointer itself. */
  | { readonly kind: 'pointer'; readonly node: Node }
  /** `node` is a value that holds the pointer at `rest`. */
  | { readonly kind: 'container'; readonly node: Node; readonly rest: readonly string[] }
  /** A method is called on a value that holds the pointer at `rest`, or is it. */
  | {
      readonly kind: 'receiver';
      readonly node: Node;
      readonly call: Node;
      readonly method: string;
      readonly rest: readonly string[];
    }
  /** Another field. */
  | undefined;

export function reach(mention: Node, holder: Holder): Reach {
  let node = mention;
  let depth = 0;
  for (;;) {
    const rest = holder.path.slice(depth);
    let parent = node.parent;
    while (parent?.kind === 'parenthesized_expression') {
      node = parent;
      parent = node.parent;
    }
    if (parent?.kind === 'selector_expression' && parent.child('operand') === node) {
      const call = parent.parent;
      if (call?.kind === 'call_expression' && call.child('function') === parent)
        return { kind: 'receiver', node, call, method: parent.child('field')?.text ?? '', rest };
    }
    if (rest.length === 0) return { kind: 'pointer', node };
    // `(*x).f` is `x.f`.
    if (parent?.kind === 'unary_expression' && parent.text.startsWith('*')) {
      const outer = parent.parent;
      if (outer?.kind !== 'parenthesized_expression') return { kind: 'container', node: parent, rest };
      node = parent;
      continue;
    }
    const step =
      parent?.kind === 'selector_expression' && parent.child('operand') === node
        ? `.${parent.child('field')?.text ?? ''}`
        : parent?.kind === 'index_expression' && parent.child('operand') === node
          ? '[]'
          : undefined;
    if (step === undefined || parent === undefined) return { kind: 'container', node, rest };
    if (step !== rest[0]) return undefined;
    node = parent;
    depth++;
  }
}

/** The variable and path that an expression writes: `x.f[i]` gives x and `.f`, `[]`. */
export function placePath(
  expression: Node,
  pkg: Package,
): { readonly symbol: GoSymbol; readonly path: readonly string[] } | undefined {
  const path: string[] = [];
  let node = unparen(expression);
  for (;;) {
    if (node.kind === 'identifier') {
      const symbol = pkg.symbolOf(node);
      return symbol?.kind === 'variable' ? { symbol, path } : undefined;
    }
    const operand = node.child('operand');
    if (operand === undefined) return undefined;
    if (node.kind === 'selector_expression') path.unshift(`.${node.child('field')?.text ?? ''}`);
    else if (node.kind === 'index_expression') path.unshift('[]');
    else if (node.kind !== 'unary_expression' || !node.text.startsWith('*')) return undefined;
    node = unparen(operand);
  }
}

/**
 * The path at which an element of a composite literal, or of literals inside it, stands in the outermost one.
 * @param element the value of the element, or any node inside it that is a value of its own
 */
export function elementPath(element: Node, container: Node, pkg: Package): readonly string[] {
  if (container.kind === 'call_expression') return ['[]'];
  const path: string[] = [];
  for (let node = element; node !== container && node.parent !== undefined; node = node.parent) {
    const isElement = node.is('literal_element', 'keyed_element') && node.parent.kind === 'literal_value';
    if (isElement) path.unshift(partOf(node, node.ancestor('composite_literal') ?? container, pkg));
  }
  return path;
}

/** `.name` of a struct's field, which an element sets by name or by its position; `[]` of anything else. */
function partOf(element: Node, literal: Node, pkg: Package): string {
  const isElided = element.parent?.parent?.kind !== 'composite_literal';
  const written = isElided ? undefined : literal.child('type');
  if (written?.is('map_type', 'slice_type', 'array_type', 'implicit_length_array_type') === true) return '[]';
  if (element.kind === 'keyed_element') {
    const name = element.child('key')?.text ?? '';
    return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? `.${name}` : '[]';
  }
  if (isElided) return '[]';
  const type = pkg.types.underlying(pkg.types.ofExpression(literal));
  const struct = type.kind === 'composite' && type.form === 'struct_type' ? type.node : undefined;
  const position = element.parent.children.indexOf(element);
  const name = struct === undefined ? undefined : fieldNames(struct)[position];
  return name === undefined ? '[]' : `.${name}`;
}

/** The fields of a struct type in their order; an embedded one is named as its type. */
function fieldNames(struct: Node): string[] {
  return struct.all('field_declaration').flatMap((field) => {
    if (field.ancestor('struct_type') !== struct) return [];
    const names = field.childrenOf('name').map((name) => name.text);
    const embedded = field.child('type')?.all('type_identifier').at(-1)?.text;
    return names.length > 0 || embedded === undefined ? names : [embedded];
  });
}
