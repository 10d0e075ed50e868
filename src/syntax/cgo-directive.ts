import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { cgoCondition } from '../source/build-constraint.ts';
import type { BuildExpression } from '../source/build-constraint-expression.ts';

/** What a `#cgo` line sets. */
export type CgoVerb = 'CFLAGS' | 'CPPFLAGS' | 'CXXFLAGS' | 'FFLAGS' | 'LDFLAGS' | 'pkg-config';

/** `#cgo [CONDITION…] VERB: ARGUMENT…`. */
export interface CgoFlags {
  readonly kind: 'flags';
  /** 1-based line of the file. */
  readonly line: number;
  /** In which builds it counts. */
  readonly condition: BuildExpression;
  readonly verb: CgoVerb;
  /** Quotes and backslashes are taken out; `${SRCDIR}` stands as it is written. */
  readonly arguments: readonly string[];
}

/** `#cgo noescape NAME` or `#cgo nocallback NAME`. */
interface CgoPromiseText {
  readonly kind: 'noescape' | 'nocallback';
  readonly name: string;
}

const verbs: readonly CgoVerb[] = ['CFLAGS', 'CPPFLAGS', 'CXXFLAGS', 'FFLAGS', 'LDFLAGS', 'pkg-config'];

/** The `#cgo` lines of a comment, trimmed, with their numbers in it from 1 on. */
export function cgoDirectiveLines(comment: string): { line: number; text: string }[] {
  if (!comment.includes('#cgo')) return [];
  const inner = comment.startsWith('/*') ? comment.slice(2).replace(/\*\/$/, '') : comment.slice(2);
  return inner.split('\n').flatMap((raw, index) => {
    const text = raw.trim();
    return /^#cgo[ \t]/.test(text) ? [{ line: index + 1, text }] : [];
  });
}

/** Parses a trimmed `#cgo` line (go/build's saveCgo); the error is a clause about it. */
export function parseCgoDirective(text: string): Result<Omit<CgoFlags, 'line'> | CgoPromiseText> {
  const fields = text.split(/\s+/);
  const [, kind, name] = fields;
  if (fields.length === 3 && name !== undefined && (kind === 'noescape' || kind === 'nocallback')) {
    return ok({ kind, name });
  }
  const colon = text.indexOf(':');
  if (colon < 0) return err('the `#cgo` line has no colon behind what it sets');
  const words = text
    .slice('#cgo'.length, colon)
    .split(/\s+/)
    .filter((word) => word !== '');
  const last = words.pop();
  const verb = verbs.find((known) => known === last);
  if (verb === undefined) return err(`\`#cgo\` does not know \`${last ?? ''}\``);
  const parsed = splitQuoted(text.slice(colon + 1));
  if (!parsed.ok) return parsed;
  return ok({ kind: 'flags', condition: cgoCondition(words), verb, arguments: parsed.value });
}

/** The folders of `-I` and its kin among compiler arguments, the folder in the same argument or in the next. */
export function includeFoldersOf(compilerArguments: readonly string[]): string[] {
  return compilerArguments.flatMap((argument, index) => {
    const flag = /^(?:-I|-iquote|-isystem|-idirafter)/.exec(argument)?.[0];
    if (flag === undefined) return [];
    const folder = argument === flag ? compilerArguments[index + 1] : argument.slice(flag.length);
    return folder === undefined || folder === '' ? [] : [folder];
  });
}

/** go/build's splitQuoted: a backslash takes the next character as it is, in quotes as well. */
function splitQuoted(text: string): Result<string[]> {
  const found: string[] = [];
  let current = '';
  let started = false;
  let escaped = false;
  let quote = '';
  for (const character of text) {
    if (escaped) {
      escaped = false;
    } else if (character === '\\') {
      escaped = true;
      continue;
    } else if (quote !== '') {
      if (character === quote) {
        quote = '';
        continue;
      }
    } else if (character === '"' || character === "'") {
      started = true;
      quote = character;
      continue;
    } else if (/\s/.test(character)) {
      if (started || current !== '') found.push(current);
      current = '';
      started = false;
      continue;
    }
    current += character;
  }
  if (started || current !== '') found.push(current);
  if (quote !== '') return err('a quote of the `#cgo` line is not closed');
  return escaped ? err('the `#cgo` line ends in a backslash') : ok(found);
}
