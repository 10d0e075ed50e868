import type { KnownFunctions } from '../ownership/c-summaries.ts';
import { endsWhereNull } from '../ownership/c-null-results.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';

/** What says that a C function may return a null pointer, as a clause. */
export interface NullResult {
  readonly text: string;
  /** Whether the result belongs to an argument, whose state may say that it is there. */
  readonly isMember: boolean;
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
      return { text: 'its body returns NULL on some path', isMember: false };
  }
  const found = known.factsOf(name);
  const facts = found?.facts;
  if (found === undefined || facts === undefined || found.isOfBody === true) return undefined;
  const { result, fails } = facts;
  const mayBeNull = result !== undefined && 'mayBeNull' in result && result.mayBeNull;
  if (fails !== 'null' && (fails !== undefined || !mayBeNull)) return undefined;
  return {
    text: `the documentation of ${found.library.name} says that it may be NULL`,
    isMember: result?.kind === 'lends' && typeof result.from === 'number',
  };
}

function returnsNull(statement: Node): boolean {
  const value = statement.children[0]?.text.replace(/[\s()]/g, '') ?? '';
  return /^(?:NULL|nullptr|void\*0)$/.test(value);
}
