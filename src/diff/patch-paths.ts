import type { Paths } from './git-headers.ts';
import { readQuotedPath, unquotePath } from './quoted-path.ts';

/** What `---` or `+++` says of one side of a file. */
export interface Label {
  /** Undefined for `/dev/null`. */
  readonly path: string | undefined;
  /** What follows the name after a tab, e.g. the time of the file; empty for none. */
  readonly stamp: string;
}

/** The text of a label line after its `--- ` or `+++ `; undefined where its quoting is malformed. */
export function parseLabel(text: string): Label | undefined {
  const quoted = text.startsWith('"') ? readQuotedPath(text) : undefined;
  if (text.startsWith('"') && quoted === undefined) return undefined;
  const tab = text.indexOf('\t');
  const name = quoted?.path ?? (tab === -1 ? text : text.slice(0, tab));
  const stamp = quoted === undefined ? (tab === -1 ? '' : text.slice(tab + 1)) : quoted.rest.trim();
  return { path: name === '/dev/null' ? undefined : name.replace(/^(?:\.\/)+/, ''), stamp };
}

/** GNU diff gives a file that is not there (`-N`) the time 0, written in the zone of the machine. */
export function isEpoch(stamp: string): boolean {
  return /^(?:1970-01-01|1969-12-31) \d\d:\d\d:00(?:\.0+)? [+-]\d{4}$/.test(stamp);
}

/**
 * The two names of `diff --git X Y`, as they are written: with the prefixes `a/` and `b/`, with others
 * (`i/` and `w/`), or without any. Undefined where the line does not tell where the first one ends, which is so
 * for a rename or a copy only.
 */
export function gitLineNames(names: string): Paths | undefined {
  if (names.startsWith('"')) {
    const quoted = readQuotedPath(names);
    const second = quoted?.rest.startsWith(' ') ? unquotePath(quoted.rest.slice(1)) : undefined;
    return quoted === undefined || second === undefined ? undefined : { old: quoted.path, new: second };
  }
  for (let space = names.indexOf(' '); space !== -1; space = names.indexOf(' ', space + 1)) {
    const pair = { old: names.slice(0, space), new: names.slice(space + 1) };
    if (samePath(pair) !== undefined) return pair;
  }
  return undefined;
}

/** The path that two names have in common: the whole of both, or what follows a prefix that differs. */
export function samePath({ old, new: current }: Paths): string | undefined {
  if (old === current) return old;
  const [oldRest, newRest] = [withoutFirst(old), withoutFirst(current)];
  return oldRest === newRest ? oldRest : undefined;
}

/**
 * The path that the labels of a file mean, of a diff that does not say its prefixes: the first that exists of
 * what the two have in common at their end, each as it is written, and each without its first directories. Where
 * none does, e.g. for a file that the patch would add, the first one.
 */
export function labelledPath(
  names: readonly string[],
  exists: (path: string) => boolean,
): string | undefined {
  const [first, second] = names;
  const candidates: string[] = [];
  if (first !== undefined && second !== undefined) {
    const common = samePath({ old: first, new: second }) ?? commonEnd(first, second);
    if (common !== undefined) candidates.push(common);
  } else if (first !== undefined && /^[abciow]\//.test(first)) {
    candidates.push(first.slice(2));
  }
  for (const name of names) {
    for (let rest: string | undefined = name; rest !== undefined; rest = withoutFirst(rest))
      candidates.push(rest);
  }
  return candidates.find(exists) ?? candidates[0];
}

/** Why a path may not be in a patch, as a clause after it; undefined where it stays in the repository. */
export function pathProblem(path: string): string | undefined {
  const parts = path.split('/');
  if (path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path)) return 'is absolute';
  if (parts.includes('..')) return 'leaves the repository';
  if (parts.some((part) => part.toLowerCase() === '.git')) return "is in git's own directory";
  if (path.includes('\0') || parts.some((part) => part === '' || part === '.')) return 'is no path of a file';
  return undefined;
}

function withoutFirst(path: string): string | undefined {
  const slash = path.indexOf('/');
  return slash === -1 || slash === path.length - 1 ? undefined : path.slice(slash + 1);
}

function commonEnd(a: string, b: string): string | undefined {
  const [left, right] = [a.split('/'), b.split('/')];
  let count = 0;
  while (count < Math.min(left.length, right.length) && left.at(-1 - count) === right.at(-1 - count)) count++;
  return count === 0 ? undefined : left.slice(left.length - count).join('/');
}
