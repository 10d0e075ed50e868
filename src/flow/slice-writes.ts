import { argumentsOf, calleeOf, isCall, unparen } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { Node } from '../syntax/tree.ts';

/** A slice or pointer through which a statement or call writes. */
export interface SliceWrite {
  readonly through: Node;
  readonly at: Node;
}

/** The kinds of nodes that {@link sliceWrites} knows. */
export const writingKinds = [
  'assignment_statement',
  'inc_statement',
  'dec_statement',
  'call_expression',
] as const;

/** What an assignment, an increment or a call writes to through a slice or pointer. */
export function sliceWrites(node: Node, pkg: Package): SliceWrite[] {
  if (isCall(node)) return writtenByCall(node, pkg);
  const targets = node.kind === 'assignment_statement' ? (node.child('left')?.children ?? []) : node.children;
  return targets.flatMap((target) => {
    const place = unparen(target);
    const through =
      place.kind === 'index_expression' || (place.kind === 'unary_expression' && place.text.startsWith('*'))
        ? place.child('operand')
        : undefined;
    return through === undefined ? [] : [{ through, at: place }];
  });
}

/** Functions of the standard library that write to their first argument, a slice of bytes. */
const writers: ReadonlyMap<string, RegExp> = new Map([
  ['crypto/rand', /^Read$/],
  ['math/rand', /^Read$/],
  ['encoding/hex', /^(Encode|Decode)$/],
  ['slices', /^(Reverse|Sort\w*)$/],
]);

function writtenByCall(call: Node, pkg: Package): SliceWrite[] {
  const callee = calleeOf(call, pkg);
  const args = argumentsOf(call);
  const [first, second] = args;
  const into = (through: Node | undefined): SliceWrite[] =>
    through === undefined ? [] : [{ through, at: call }];
  switch (callee.kind) {
    case 'builtin': {
      // What is appended behind a part is written over the rest.
      const isPart =
        callee.name === 'append' && first !== undefined && unparen(first).kind === 'slice_expression';
      return isPart || callee.name === 'copy' || callee.name === 'clear' ? into(first) : [];
    }
    case 'package':
      if (callee.path === 'io' && /^Read(Full|AtLeast)$/.test(callee.name)) return into(second);
      return writers.get(callee.path)?.test(callee.name) === true ? into(first) : [];
    case 'method':
      return callee.name === 'Read' && args.length === 1 ? into(first) : [];
    default:
      return [];
  }
}
