import type { MacroDefinition } from './c-macro-definitions.ts';
import type { CToken } from './c-tokens.ts';

const word = /\b(?:_Noreturn|__noreturn__|noreturn)\b/;

/**
 * The offsets at which a C text says of a function that it does not return: `_Noreturn`, `[[noreturn]]`,
 * `__attribute__((noreturn))`, `__declspec(noreturn)`, or a macro for one of these.
 *
 * @param macros the macros that the text defines or asked others for
 */
export function noReturnMarks(
  text: string,
  tokens: readonly CToken[],
  macros: Iterable<readonly [string, readonly MacroDefinition[] | undefined]>,
): readonly number[] {
  const names = new Set<string>();
  for (const [name, definitions] of macros) {
    const isMark = definitions?.some(({ parameters, body }) => parameters === undefined && word.test(body));
    if (isMark === true) names.add(name);
  }
  if (names.size === 0 && !text.includes('oreturn')) return [];
  return tokens.flatMap((token) => {
    const isMark = token.kind === 'word' && (names.has(token.text) || word.test(token.text));
    return isMark ? [token.start] : [];
  });
}
