import type { Node } from '../syntax/tree.ts';
import type { CDeclarations } from './c-declarations.ts';
import { cCallsIn } from './own-c-code.ts';
import type { OwnCFunction } from './own-c-code.ts';

/** How much an expression of C leads to, as its declaration says. */
export type CBuffer =
  | { readonly kind: 'array'; readonly bytes: number; readonly declared: Node | undefined }
  /** Memory for the characters of a text, and not for the byte that ends it. */
  | { readonly kind: 'unterminated'; readonly of: string; readonly declared: Node };

/** Arrays in structs of the system, under names that no others use: <net/if.h>, <sys/un.h>. */
const systemFields: ReadonlyMap<string, number> = new Map([
  ['ifr_name', 16],
  ['sun_path', 108],
]);

/** What a local or file-level array of `char`, a local that malloc gave, or a well-known field of the system holds. */
export function bufferOf(expression: Node, fn: OwnCFunction, c: CDeclarations): CBuffer | undefined {
  if (expression.kind === 'field_expression') {
    const bytes = systemFields.get(expression.child('field')?.text ?? '');
    return bytes === undefined ? undefined : { kind: 'array', bytes, declared: undefined };
  }
  if (expression.kind !== 'identifier') return undefined;
  const name = expression.text;
  if (fn.parameters.includes(name)) return undefined;
  const local = declaratorsOf(fn.body, name);
  if (local.length === 0) return arrayOf(fileLevelDeclarators(fn, name), c);
  const seen = nearest(local, expression);
  return seen === undefined
    ? undefined
    : (arrayOf([seen], c) ?? allocated(blockOf(seen) ?? fn.body, [seen], name));
}

/** The declarator that a mention sees: the one of the innermost block around it. */
function nearest(declarators: readonly Node[], mention: Node): Node | undefined {
  return declarators.findLast((one) => one.start < mention.start && blockOf(one)?.contains(mention) === true);
}

function blockOf(declarator: Node): Node | undefined {
  return declarator.ancestor('compound_statement');
}

/** The only declarator of a name, if it is an array of characters with a known length. */
function arrayOf(declarators: readonly Node[], c: CDeclarations): CBuffer | undefined {
  const [declarator, second] = declarators;
  if (declarator === undefined || second !== undefined) return undefined;
  const array = declarator.kind === 'init_declarator' ? declarator.child('declarator') : declarator;
  const length = array?.kind === 'array_declarator' ? array.child('size') : undefined;
  const type = declarator.parent?.child('type')?.text ?? '';
  if (length === undefined || array?.child('declarator')?.kind !== 'identifier') return undefined;
  if (!/^((un)?signed )?char$/.test(type)) return undefined;
  const bytes = c.integer(length.text);
  return bytes === undefined ? undefined : { kind: 'array', bytes: Number(bytes), declared: declarator };
}

/** `p = malloc(strlen(s))`: one byte too few for a copy of `s`. */
function allocated(body: Node, declarators: readonly Node[], name: string): CBuffer | undefined {
  const values = [
    ...declarators.flatMap((one) => (one.kind === 'init_declarator' ? (one.child('value') ?? []) : [])),
    ...body
      .all('assignment_expression')
      .flatMap((one) => (one.child('left')?.text === name ? (one.child('right') ?? []) : [])),
  ];
  const [value, second] = values.filter(({ text }) => text !== 'NULL' && text !== '0');
  if (value === undefined || second !== undefined) return undefined;
  const call = value.kind === 'cast_expression' ? value.child('value') : value;
  const text = call?.text.replace(/\s+/g, '') ?? '';
  const of =
    /^(?:malloc\((?:sizeof\(char\)\*)?strlen\(([\w.>-]+)\)(?:\*sizeof\(char\))?\)|calloc\(strlen\(([\w.>-]+)\),(?:1|sizeof\(char\))\))$/.exec(
      text,
    );
  const measured = of?.[1] ?? of?.[2];
  return measured === undefined ? undefined : { kind: 'unterminated', of: measured, declared: value };
}

function declaratorsOf(body: Node, name: string): Node[] {
  return body.all('declaration').flatMap((one) => named(one, name));
}

function fileLevelDeclarators({ source }: OwnCFunction, name: string): Node[] {
  return source.tree.root.children.flatMap((one) => (one.kind === 'declaration' ? named(one, name) : []));
}

function named(declaration: Node, name: string): Node[] {
  return declaration.childrenOf('declarator').filter((declarator) => {
    let inner: Node | undefined = declarator;
    while (inner !== undefined && inner.kind !== 'identifier') inner = inner.child('declarator');
    return inner?.text === name;
  });
}

/** Whether a function looks at the length of what an expression leads to before or while it copies it. */
export function looksAtLength(body: Node, expression: string): boolean {
  return cCallsIn(body).some(
    ({ name, arguments: [first] }) =>
      /^(strlen|strnlen|snprintf|strlcpy)$/.test(name) &&
      first?.text.replace(/\s+/g, '') === expression.replace(/\s+/g, ''),
  );
}
