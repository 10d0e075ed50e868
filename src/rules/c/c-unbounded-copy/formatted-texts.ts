import type { Node } from '../../../syntax/tree.ts';

/** The arguments of `sprintf` that its format, a literal, copies as whole texts; undefined for other formats. */
export function textsOf(args: readonly Node[]): readonly Node[] | undefined {
  const format = args[1];
  if (format?.kind !== 'string_literal') return undefined;
  const texts: Node[] = [];
  let next = 2;
  for (const [, width, precision, conversion] of format.text.matchAll(
    /%[-+ #0]*(\*|\d*)(\.(?:\*|\d*))?(?:hh|h|ll|l|j|z|t|L)?([a-zA-Z%])/g,
  )) {
    if (conversion === '%') continue;
    if (width === '*') next++;
    if (precision === '.*') next++;
    const text = args[next++];
    if (conversion === 's' && precision === undefined && text !== undefined) texts.push(text);
  }
  return texts;
}
