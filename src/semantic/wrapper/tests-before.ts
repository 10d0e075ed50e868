import type { Node } from '../../syntax/tree.ts';

/** A condition that decides whether a point of a function is reached. */
export interface Test {
  readonly condition: Node;
  /** Whether the point is reached when the condition holds; otherwise when it does not. */
  readonly whenTrue: boolean;
}

/** The conditions that decide whether a point is reached: those of `if` around it, and of earlier ones that leave. */
export function testsBefore(at: Node): Test[] {
  const found: Test[] = [];
  let inner: Node = at;
  for (let outer = at.parent; outer !== undefined; outer = outer.parent) {
    if (outer.kind === 'if_statement') {
      const condition = outer.child('condition');
      const consequence = outer.child('consequence');
      if (condition !== undefined && !condition.contains(at))
        found.push({ condition, whenTrue: consequence?.contains(at) === true });
    } else if (outer.is('statement_list', 'block')) {
      for (const sibling of outer.children) {
        if (sibling.start >= inner.start) break;
        if (sibling.kind !== 'if_statement') continue;
        const condition = sibling.child('condition');
        if (condition !== undefined && leaves(sibling.child('consequence')))
          found.push({ condition, whenTrue: false });
      }
    } else if (outer.is('function_declaration', 'method_declaration')) {
      break;
    }
    inner = outer;
  }
  return found;
}

function leaves(block: Node | undefined): boolean {
  const list = block?.children[0];
  const statements = list?.kind === 'statement_list' ? list.children : (block?.children ?? []);
  const last = statements[statements.length - 1];
  if (last === undefined) return false;
  return (
    last.is('return_statement', 'continue_statement', 'goto_statement') || last.text.startsWith('panic(')
  );
}
