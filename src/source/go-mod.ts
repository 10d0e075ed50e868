/** A module that a `replace` takes from a directory; the directory as written, relative to the file. */
export interface DirectoryReplacement {
  readonly path: string;
  readonly directory: string;
}

/** What a go.mod says of where packages are: https://go.dev/ref/mod#go-mod-file. */
export interface GoModule {
  /** The module's path. */
  readonly path: string;
  readonly replacedByDirectory: readonly DirectoryReplacement[];
}

/** What a go.work says of where packages are: https://go.dev/ref/mod#go-work-file. */
export interface GoWorkspace {
  /** The directories of its modules as written, relative to the go.work; those outside of any repository left out. */
  readonly uses: readonly string[];
  readonly replacedByDirectory: readonly DirectoryReplacement[];
}

/** Undefined where the text names no module. */
export function readGoModule(text: string): GoModule | undefined {
  const directives = directivesOf(text);
  const path = directives.find(([verb]) => verb === 'module')?.[1];
  return path === undefined || path === ''
    ? undefined
    : { path, replacedByDirectory: replacementsIn(directives) };
}

export function readGoWorkspace(text: string): GoWorkspace {
  const directives = directivesOf(text);
  const uses = directives.flatMap(([verb, directory = '']) => (verb === 'use' ? [directory] : []));
  return {
    uses: uses.filter((directory) => directory !== '' && !/^(?:[/\\]|[A-Za-z]:)/.test(directory)),
    replacedByDirectory: replacementsIn(directives),
  };
}

/** The words of each directive, the verb of a block in front of each of its lines. */
function directivesOf(text: string): string[][] {
  const found: string[][] = [];
  let block: string | undefined;
  for (const line of text.split('\n')) {
    const words = line
      .replace(/\/\/.*$/, '')
      .trim()
      .split(/\s+/)
      .map(unquoted);
    if (words[0] === ')') block = undefined;
    else if (words.length === 2 && words[1] === '(') block = words[0] ?? '';
    else if (words[0] !== '') found.push(block === undefined ? words : [block, ...words]);
  }
  return found;
}

function replacementsIn(directives: readonly (readonly string[])[]): DirectoryReplacement[] {
  return directives.flatMap(([verb, path = '', ...rest]) => {
    const directory = rest[rest.indexOf('=>') + 1] ?? '';
    const isDirectory = verb === 'replace' && rest.includes('=>') && /^\.\.?(?:\/|$)/.test(directory);
    return isDirectory ? [{ path, directory }] : [];
  });
}

function unquoted(word: string): string {
  return /^(["`]).*\1$/.test(word) ? word.slice(1, -1) : word;
}
