import type { CDeclarations } from '../../../semantic/c-declarations.ts';
import type { CLocal } from '../../../semantic/c-locals.ts';
import type { Node } from '../../../syntax/tree.ts';

/** How much a local of C leads to for as long as it lives. */
export interface Room {
  readonly name: string;
  /** How many elements of its own type; undefined where the size of one is not known. */
  readonly elements: bigint | undefined;
  readonly bytes: bigint | undefined;
  /** The declarator of the array, or the call that allocates. */
  readonly declared: Node;
}

/** An array of a constant length, or a pointer whose only value is memory of a constant size from `malloc` or `calloc`. */
export function roomOf(local: CLocal, c: CDeclarations): Room | undefined {
  if (local.shape === 'array') return arrayRoom(local, c);
  return local.only === undefined ? undefined : allocatedRoom(local, local.only, c);
}

function arrayRoom({ name, node }: CLocal, c: CDeclarations): Room | undefined {
  const size = node.child('size');
  // Of an array of arrays the first length bounds the first index: it stands innermost, and is left alone here.
  if (
    node.kind !== 'array_declarator' ||
    size === undefined ||
    node.child('declarator')?.kind !== 'identifier'
  )
    return undefined;
  const elements = c.integer(size.text);
  if (elements === undefined || elements <= 0n) return undefined;
  const each = elementSize(node, c);
  return { name, elements, bytes: each === undefined ? undefined : elements * each, declared: node };
}

function allocatedRoom({ name, node }: CLocal, value: Node, c: CDeclarations): Room | undefined {
  const call = value.kind === 'cast_expression' ? value.child('value') : value;
  const args = call?.child('arguments')?.children ?? [];
  const bytes = allocatedBytes(call?.child('function')?.text ?? '', args, c);
  if (call === undefined || bytes === undefined || bytes <= 0n) return undefined;
  // `char *p`, and no pointer to pointers.
  const isPlain = node.kind === 'pointer_declarator' && node.child('declarator')?.kind === 'identifier';
  const each = isPlain ? elementSize(node, c) : undefined;
  return { name, elements: each === undefined ? undefined : bytes / each, bytes, declared: call };
}

function allocatedBytes(name: string, args: readonly Node[], c: CDeclarations): bigint | undefined {
  const [first, second] = args.map(({ text }) => c.integer(text));
  if (name === 'malloc' && args.length === 1) return first;
  if (name !== 'calloc' || args.length !== 2 || first === undefined || second === undefined) return undefined;
  return first * second;
}

/** The size of the type that a declarator's declaration names; undefined where it is not the same everywhere. */
function elementSize(declarator: Node, c: CDeclarations): bigint | undefined {
  const declaration = declarator.ancestor('declaration');
  const type = declaration?.child('type')?.text;
  if (type === undefined) return undefined;
  if (/^(?:(?:un)?signed )?char$|^u?int8_t$/.test(type)) return 1n;
  const size = c.integer(`sizeof(${type})`);
  return size === undefined || size <= 0n ? undefined : size;
}
