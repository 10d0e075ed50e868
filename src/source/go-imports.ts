/**
 * The paths that a Go text may import, without parsing it: every string that stands alone, or behind a name, on a line
 * above the first declaration. A string in a comment there may be among them; no import is missed that gofmt wrote.
 */
export function importPathsOf(text: string): Set<string> {
  const end = /^(?:func|type|var|const)\b/m.exec(text)?.index ?? text.length;
  const paths = new Set<string>();
  const line = /^[ \t]*(?:import[ \t]+)?(?:[\p{L}_.][\p{L}\p{N}_]*[ \t]+)?["`]([^"`\s]+)["`]/gmu;
  for (const match of text.slice(0, end).matchAll(line)) paths.add(match[1] ?? '');
  return paths;
}

/** A look at the text that no import of "C", unsafe or reflect can escape: without one, no rule speaks of a package. */
export function mayCrossIntoC(text: string): boolean {
  return /["`](?:C|unsafe|reflect)["`]/.test(text);
}
