/** What a go.mod says of where packages are: https://go.dev/ref/mod#go-mod-file. */
export interface GoModule {
  /** The module's path. */
  readonly path: string;
  /** Modules that `replace` takes from a directory; the directory as written, relative to the go.mod. */
  readonly replacedByDirectory: readonly { readonly path: string; readonly directory: string }[];
}

/** Undefined where the text names no module. */
export function readGoModule(text: string): GoModule | undefined {
  let path: string | undefined;
  const replacedByDirectory: { path: string; directory: string }[] = [];
  let block = '';
  for (const line of text.split('\n')) {
    const words = line
      .replace(/\/\/.*$/, '')
      .trim()
      .split(/\s+/)
      .map(unquoted);
    if (words[0] === ')') {
      block = '';
    } else if (words.length === 2 && words[1] === '(') {
      block = words[0] ?? '';
    } else {
      const [verb, ...rest] = block === '' ? words : [block, ...words];
      if (verb === 'module') path ??= rest[0];
      const arrow = verb === 'replace' ? rest.indexOf('=>') : -1;
      const [replaced, directory = ''] = arrow < 0 ? [] : [rest[0], rest[arrow + 1]];
      if (replaced !== undefined && /^\.\.?(?:\/|$)/.test(directory))
        replacedByDirectory.push({ path: replaced, directory });
    }
  }
  return path === undefined || path === '' ? undefined : { path, replacedByDirectory };
}

function unquoted(word: string): string {
  return /^(["`]).*\1$/.test(word) ? word.slice(1, -1) : word;
}
