import { isStaticDeclaration } from '../../semantic/c-functions.ts';
import type { Node } from '../../syntax/tree.ts';

/**
 * Whether a body of C may store what one of its variables points to where others find it: in memory of a parameter, in
 * a variable of the file, or through a call that keeps the argument. Who returns such memory does not give it away.
 */
export function mayBeKept(
  body: Node,
  name: string,
  keepsArgument: (callee: string, index: number) => boolean,
): boolean {
  const own = ownVariables(body);
  const isPlain = (callee: Node | undefined): callee is Node =>
    callee?.kind === 'identifier' && !own.has(callee.text);
  const seen = new Set([name]);
  // A variable that gets the same pointer is looked at in its turn.
  for (const one of seen) {
    for (const use of body.all('identifier')) {
      if (use.text !== one) continue;
      const way = wayOf(use);
      switch (way.kind) {
        case 'none':
          break;
        case 'unknown':
          return true;
        case 'argument':
          if (!isPlain(way.callee) || keepsArgument(way.callee.text, way.index)) return true;
          break;
        case 'stored': {
          const root = rootOf(way.target);
          if (root !== undefined && seen.has(root) && way.target.kind !== 'identifier') break;
          if (way.target.kind !== 'identifier' || !own.has(way.target.text)) return true;
          seen.add(way.target.text);
        }
      }
    }
  }
  return false;
}

type Way =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'stored'; readonly target: Node }
  | { readonly kind: 'argument'; readonly callee: Node | undefined; readonly index: number };

const none: Way = { kind: 'none' };

/** Where a pointer goes that is mentioned, or one into the memory behind it: `p`, `p + 1`, `&p->node`. */
function wayOf(use: Node): Way {
  let value = use;
  for (;;) {
    const { parent } = value;
    switch (parent?.kind) {
      case 'parenthesized_expression':
      case 'cast_expression':
      case 'comma_expression':
        value = parent;
        continue;
      case 'conditional_expression':
        if (value.field === 'condition') return none;
        value = parent;
        continue;
      case 'binary_expression':
        if (!/^[+-]$/.test(parent.child('operator')?.text ?? '')) return none;
        value = parent;
        continue;
      case 'field_expression':
      case 'subscript_expression': {
        const part = outermost(value);
        if (part.parent?.kind !== 'pointer_expression' || !part.parent.text.startsWith('&')) return none;
        value = part.parent;
        continue;
      }
      case 'argument_list':
        return {
          kind: 'argument',
          callee: parent.parent?.child('function'),
          index: parent.children.indexOf(value),
        };
      case 'assignment_expression': {
        const target = value.field === 'right' ? parent.child('left') : undefined;
        // s->head = last = p: what the assignment gives goes on.
        if (target !== undefined && parent.parent?.kind !== 'expression_statement')
          return { kind: 'unknown' };
        return target === undefined ? none : { kind: 'stored', target };
      }
      case 'init_declarator': {
        const target = value.field === 'value' ? parent.child('declarator')?.all('identifier')[0] : undefined;
        return target === undefined ? none : { kind: 'stored', target };
      }
      case 'initializer_list':
      case 'initializer_pair':
        return { kind: 'unknown' };
      default:
        return none;
    }
  }
}

/** `p->a[i].b` for the `p` in it. */
function outermost(value: Node): Node {
  let part = value;
  while (part.parent?.is('field_expression', 'subscript_expression') === true && part.field === 'argument')
    part = part.parent;
  return part;
}

/** The `p` of `p->next` and `p[0].list`. */
function rootOf(target: Node): string | undefined {
  let part: Node | undefined = target;
  while (part?.is('field_expression', 'subscript_expression', 'parenthesized_expression') === true)
    part = part.child('argument') ?? part.children[0];
  return part?.kind === 'identifier' ? part.text : undefined;
}

/** The variables that end with the call: those that the body declares, apart from static ones. */
function ownVariables(body: Node): ReadonlySet<string> {
  const declared = body
    .all('declaration')
    .filter((declaration) => !isStaticDeclaration(declaration))
    .flatMap((declaration) => declaration.childrenOf('declarator'))
    .map((declarator) => declarator.all('identifier')[0]?.text);
  return new Set(declared.filter((name) => name !== undefined));
}
