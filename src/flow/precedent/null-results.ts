import type { KnownFunctions } from '../ownership/c-summaries.ts';
import { endsWhereNull } from '../ownership/c-null-results.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';

/** What says that a C function may return a null pointer, as a clause. */
export interface NullResult {
  readonly text: string;
  readonly basis: 'table' | 'body';
}

/**
 * Whether a C function may return null, by a table of its library or by its body in the package. A result that comes
 * with an error in another place is left out: who looks at that has asked. `C.malloc` never returns null (cmd/cgo).
 */
export function nullResultOf(name: string, known: KnownFunctions, pkg: Package): NullResult | undefined {
  if (name === 'malloc') return undefined;
  const bodies = pkg.c.definitions.callable(name);
  if (bodies.length > 0 && bodies.every(({ isPartial }) => !isPartial)) {
    const isSometimes = bodies.some(({ body }) => body.all('return_statement').some(returnsNull));
    if (isSometimes && !bodies.some(({ body }) => endsWhereNull(body)))
      return { text: 'its body returns NULL on some path', basis: 'body' };
  }
  const found = known.factsOf(name);
  const facts = found?.facts;
  if (found === undefined || facts === undefined || found.isOfBody === true) return undefined;
  const mayBeNull = facts.result !== undefined && 'mayBeNull' in facts.result && facts.result.mayBeNull;
  const isSign = facts.fails === 'null' || (facts.fails === undefined && mayBeNull);
  return isSign
    ? { text: `the documentation of ${found.library.name} says that it may be NULL`, basis: 'table' }
    : undefined;
}

function returnsNull(statement: Node): boolean {
  const value = statement.children[0]?.text.replace(/[\s()]/g, '') ?? '';
  return /^(?:NULL|nullptr|void\*0)$/.test(value);
}
