/** What a file of a package is to an analysis. */
export type SourceKind = 'go' | 'c' | 'header' | 'go-mod';

/** The extensions that cmd/go hands to the C, C++ and Objective-C compilers for cgo. */
const kindByExtension: ReadonlyMap<string, SourceKind> = new Map([
  ['go', 'go'],
  ...['c', 'cc', 'cpp', 'cxx', 'm'].map((extension) => [extension, 'c'] as const),
  ...['h', 'hh', 'hpp', 'hxx'].map((extension) => [extension, 'header'] as const),
]);

/** Undefined for a file that is no source. As in cmd/go, the case of the extension counts. */
export function sourceKind(path: string): SourceKind | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === 'go.mod') return 'go-mod';
  return kindByExtension.get(/\.([a-z]+)$/.exec(name)?.[1] ?? '');
}

/**
 * Why a path is left out unless the configuration says otherwise, as a clause after it; undefined for the
 * others.
 */
export function excludedByDefault(path: string): string | undefined {
  const directories = path.split('/').slice(0, -1);
  if (directories.includes('vendor')) return 'is vendored (in a `vendor` directory)';
  if (directories.includes('testdata')) return 'is test data (in a `testdata` directory)';
  return undefined;
}

/**
 * Whether a Go file is generated: a line before the package clause matches
 * `^// Code generated .* DO NOT EDIT\.$` (https://go.dev/s/generatedcode). Only comments and blank lines can
 * stand there; as in go/ast's IsGenerated, the line may also be one of a block comment.
 */
export function isGenerated(text: string): boolean {
  const head = text.slice(0, codeStart(text));
  return head.split('\n').some((line) => /^\/\/ Code generated .* DO NOT EDIT\.\r?$/s.test(line));
}

/** The offset of the first text that is neither white space nor a comment. */
export function codeStart(text: string): number {
  const notSpace = /[^\s]/g;
  let offset = 0;
  for (;;) {
    notSpace.lastIndex = offset;
    const start = notSpace.exec(text)?.index ?? text.length;
    let end: number;
    if (text.startsWith('//', start)) end = text.indexOf('\n', start);
    else if (text.startsWith('/*', start)) end = text.indexOf('*/', start + 2) + 2;
    else return start;
    // An unclosed comment holds the rest of the text.
    if (end < start + 2) return text.length;
    offset = end;
  }
}
