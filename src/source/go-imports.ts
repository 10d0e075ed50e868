import { codeStart } from './classify.ts';

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

/**
 * The name that a package most likely has, for one whose files are not at hand: the path's last element without what
 * versions and repositories add to it, as Go's own tools assume
 * (ImportPathToAssumedName of golang.org/x/tools/internal/imports; `gopkg.in/yaml.v3` is yaml).
 */
export function assumedPackageName(path: string): string {
  const elements = path.split('/');
  const last = elements.pop() ?? '';
  const isVersion = /^v\d+$/.test(last);
  const base = (isVersion ? elements.pop() : undefined) ?? last;
  return base.replace(/^go-/, '').replace(/[^\p{L}\p{N}_].*$/u, '');
}

/** The name in a Go text's package clause, without parsing it; empty where there is none. */
export function packageNameOf(text: string): string {
  return /^package\s+([\p{L}_][\p{L}\p{N}_]*)/u.exec(text.slice(codeStart(text)))?.[1] ?? '';
}

/** The types of reflect that show the words of a slice or string: of that package, rules speak of nothing else. */
export const dataHeader = /\b(?:Slice|String)Header\b/;

/**
 * A look at the text that no import of "C" or unsafe, and no header of reflect, can escape: without one, no rule speaks
 * of a package.
 */
export function mayCrossIntoC(text: string): boolean {
  return /["`](?:C|unsafe)["`]/.test(text) || (/["`]reflect["`]/.test(text) && dataHeader.test(text));
}
