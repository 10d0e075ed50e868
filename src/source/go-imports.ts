import { codeStart } from './classify.ts';

/** What ends the imports of a Go text, a declaration, and the comments and strings above that. */
const aboveDeclarations =
  /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|"([^"\\\n]*)"|`([^`]*)`|\b(?:func|type|var|const)\b/g;

/** The paths that a Go text imports, without parsing it: every string above the first declaration. */
export function importPathsOf(text: string): Set<string> {
  const paths = new Set<string>();
  for (const [found, quoted, raw] of text.matchAll(aboveDeclarations)) {
    const path = quoted ?? raw;
    if (path !== undefined) paths.add(path);
    else if (!found.startsWith('/')) break;
  }
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

/** A look at the text: where no file imports "C" or unsafe, or names a header of reflect, no rule speaks of a package. */
export function mayCrossIntoC(text: string): boolean {
  // Most texts do not even hold the words.
  if (!/["`](?:C|unsafe|reflect)["`]/.test(text)) return false;
  const paths = importPathsOf(text);
  return paths.has('C') || paths.has('unsafe') || (paths.has('reflect') && dataHeader.test(text));
}

/** A rougher look, for an import of "C" alone, which no file that calls C can do without; a comment may hold one too. */
export function mayImportC(text: string): boolean {
  return /["`]C["`]/.test(text);
}
