import type { Node } from '../syntax/tree.ts';
import type { OwnCFunction } from './own-c-code.ts';

/** A variable of a C function that is gone when the function returns. */
export interface CLocal {
  readonly name: string;
  /** Its declarator. */
  readonly node: Node;
  readonly shape: 'array' | 'pointer' | 'other';
  /** The only value that it ever gets, where there is one and its address is not taken. */
  readonly only: Node | undefined;
}

/** The variables of a function by name, parameters left out; none of a name that is declared twice. */
export function localsOf({ body }: OwnCFunction): ReadonlyMap<string, CLocal> {
  const found = new Map<
    string,
    { node: Node; shape: CLocal['shape']; value: Node | undefined } | undefined
  >();
  for (const declaration of body.all('declaration')) {
    const isKept = declaration.children.some(
      ({ kind, text }) =>
        kind === 'storage_class_specifier' && /^(static|extern|_Thread_local|__thread)$/.test(text),
    );
    for (const declarator of declaration.childrenOf('declarator')) {
      const plain = declarator.kind === 'init_declarator' ? declarator.child('declarator') : declarator;
      const name = plain === undefined ? undefined : nameOf(plain);
      if (plain === undefined || name === undefined || plain.kind === 'function_declarator') continue;
      const known = found.has(name) || isKept;
      found.set(
        name,
        known ? undefined : { node: plain, shape: shapeOf(plain), value: declarator.child('value') },
      );
    }
  }
  const assigned = assignmentsIn(body);
  const locals = new Map<string, CLocal>();
  for (const [name, one] of found) {
    if (one === undefined) continue;
    const values = [...(one.value === undefined ? [] : [one.value]), ...(assigned.get(name) ?? [])];
    const only = values.length === 1 && one.shape === 'pointer' ? values[0] : undefined;
    locals.set(name, { name, node: one.node, shape: one.shape, only });
  }
  return locals;
}

/** What is assigned to each name; undefined for a change in place, and where its address is taken. */
function assignmentsIn(body: Node): Map<string, (Node | undefined)[]> {
  const found = new Map<string, (Node | undefined)[]>();
  for (const node of body.all('assignment_expression', 'update_expression', 'pointer_expression')) {
    const target = node.kind === 'assignment_expression' ? node.child('left') : node.child('argument');
    if (target?.kind !== 'identifier' || (node.kind === 'pointer_expression' && node.text.startsWith('*')))
      continue;
    const value = node.child('operator')?.text === '=' ? node.child('right') : undefined;
    found.set(target.text, [...(found.get(target.text) ?? []), value]);
  }
  return found;
}

function shapeOf(declarator: Node): CLocal['shape'] {
  if (declarator.kind === 'array_declarator') return 'array';
  return declarator.kind === 'pointer_declarator' ? 'pointer' : 'other';
}

function nameOf(declarator: Node): string | undefined {
  let node: Node | undefined = declarator;
  while (node !== undefined && node.kind !== 'identifier')
    node = node.kind === 'parenthesized_declarator' ? node.children[0] : node.child('declarator');
  return node?.text;
}
