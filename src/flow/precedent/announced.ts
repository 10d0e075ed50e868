import type { Analysis } from '../../semantic/analysis.ts';
import type { Package } from '../../semantic/package.ts';
import type { CType } from '../../semantic/c-types.ts';
import type { Announcement } from './announcement.ts';
import { annotationsOf } from './annotations.ts';
import { precedentFunctions } from './site.ts';

export interface Announcements {
  /** What is announced of a C function; nothing where a table knows it. */
  of(name: string): readonly Announcement[];
}

/** Roles by name, callback setters, and the annotations of C code; read when the first function is asked for. */
export const announced: Analysis<Announcements> = {
  name: 'announced ownership',
  run: (pkg) => new Announced(pkg),
};

class Announced implements Announcements {
  private readonly pkg: Package;
  private readonly known = new Map<string, readonly Announcement[]>();
  private annotations: ReadonlyMap<string, readonly Announcement[]> | undefined;
  private calledNames: ReadonlySet<string> | undefined;

  constructor(pkg: Package) {
    this.pkg = pkg;
  }

  of(name: string): readonly Announcement[] {
    let found = this.known.get(name);
    if (found === undefined) {
      found = this.pkg.libraries.factsOf(name) === undefined ? this.find(name) : [];
      this.known.set(name, found);
    }
    return found;
  }

  private find(name: string): Announcement[] {
    this.annotations ??= annotationsOf(this.pkg, this.called);
    const exists = (other: string): boolean =>
      this.called.has(other) || this.pkg.c.function(other) !== undefined;
    return [
      ...(this.annotations.get(name) ?? []),
      ...roleByName(name, (other) => exists(other) && !endsAnArgument(other, name, this.pkg)),
      ...callbackData(name, this.pkg),
    ];
  }

  private get called(): ReadonlySet<string> {
    this.calledNames ??= new Set(
      precedentFunctions(this.pkg).flatMap(({ cCalls }) => cCalls.map((call) => call.name)),
    );
    return this.calledNames;
  }
}

const creating = ['new', 'create', 'alloc', 'make', 'build', 'dup', 'copy', 'clone', 'open'];

/** Any of them, as a word of its own in `lib_x_new`, `lib_createX` and `LIB_NEW`. */
const creatingWord = new RegExp(
  creating
    .flatMap((word) => [
      `(?<![a-z])${word}(?![a-z])`,
      `${likeCase(word, 'Word')}(?![a-z])`,
      `(?<![A-Z])${word.toUpperCase()}(?![A-Z])`,
    ])
    .join('|'),
  'g',
);

const freeing = ['free', 'destroy', 'unref', 'dispose'];

/** What ends a thing that a word made: `lib_copy` and `lib_close` only look alike. */
function endingWords(made: string): readonly string[] {
  if (made === 'open') return ['close'];
  return /^(new|create|alloc)$/.test(made)
    ? [...freeing, 'delete', 'release', 'close', 'fini', 'del']
    : freeing;
}

/**
 * `lib_x_new` where there is a `lib_x_free`, `ZSTD_createCCtx` where there is a `ZSTD_freeCCtx`. `X_get0_y` lends what it
 * returns: https://docs.openssl.org/1.0.2/man3/crypto/, "a naming convention using the numbers 0 and 1".
 */
function roleByName(name: string, exists: (name: string) => boolean): Announcement[] {
  if (/(?<![a-z])get0(?![0-9])/i.test(name))
    return [{ says: { kind: 'lends' }, text: `\`${name}\` lends by its name` }];
  for (const [match] of name.matchAll(creatingWord)) {
    // What stands before and behind the word is the object's name: the release has it, too.
    for (const word of endingWords(match.toLowerCase())) {
      const counterpart = name.replace(match, likeCase(word, match));
      // `lib_new_from_file` is ended by `lib_free`, but `NewContext` not by any `Free`.
      const stem = name.slice(0, name.indexOf(match));
      const shorter = stem === '' ? counterpart : `${stem}${likeCase(word, match)}`;
      const release = [counterpart, shorter].find((candidate) => candidate !== name && exists(candidate));
      if (release === undefined) continue;
      return [
        {
          says: { kind: 'gives', of: 'result', release },
          text: `\`${name}\` and \`${release}\` are a pair by their names`,
        },
      ];
    }
  }
  return [];
}

/**
 * Whether a function ends what the other one is given, and takes nothing like what that makes: `arena_free(arena *a)`
 * beside `void *arena_alloc(arena *a, size_t n)`.
 */
function endsAnArgument(release: string, giver: string, pkg: Package): boolean {
  const given = pkg.c.function(giver)?.type;
  const made = given === undefined ? undefined : targetOf(given.result, pkg);
  const ended = (pkg.c.function(release)?.type.parameters ?? []).map(({ type }) => targetOf(type, pkg));
  const taken = given?.parameters?.map(({ type }) => targetOf(type, pkg)) ?? [];
  const pointers = ended.filter((target) => target !== undefined);
  return (
    made !== undefined &&
    pointers.length > 0 &&
    pointers.every((target) => target !== made && target !== 'void' && taken.includes(target))
  );
}

/** What a type is a pointer to, as a text that is the same for the same type; undefined where it is none, or not known. */
function targetOf(type: CType, pkg: Package): string | undefined {
  const pointer = pkg.c.resolve(type);
  if (pointer.kind !== 'pointer') return undefined;
  const target = pkg.c.resolve(pointer.to);
  switch (target.kind) {
    case 'void':
      return 'void';
    case 'basic':
    case 'named':
      return target.name;
    case 'struct':
    case 'union':
      return target.tag ?? (pointer.to.kind === 'named' ? pointer.to.name : undefined);
    default:
      return undefined;
  }
}

/** A word as another one is written: `free`, `Free` or `FREE`. */
function likeCase(word: string, model: string): string {
  if (model === model.toUpperCase()) return word.toUpperCase();
  return /^[A-Z]/.test(model) ? `${word.slice(0, 1).toUpperCase()}${word.slice(1)}` : word;
}

/** A function pointer, and behind or before it a `void *` that is named for what the callback gets. */
function callbackData(name: string, pkg: Package): Announcement[] {
  const parameters = pkg.c.function(name)?.type.parameters ?? [];
  return parameters.flatMap(({ type, name: data }, index): Announcement[] => {
    const isData =
      /^(p|v)?_?(user_?(data|ptr|info|arg)|data|ctx|context|opaque|arg|closure|cookie|priv|param|ud|handle)$/i;
    if (!isVoidPointer(pkg.c.resolve(type)) || data === undefined || !isData.test(data)) return [];
    const callback = [index - 1, index + 1, index - 2].find((at) =>
      isFunctionPointer(parameters[at]?.type, pkg),
    );
    if (callback === undefined) return [];
    const of = parameters[callback]?.name;
    return [
      {
        says: { kind: 'keeps-for-callback', parameter: index, callback },
        text: `\`${name}\` takes \`void *${data}\` beside the callback${of === undefined ? '' : ` \`${of}\``}`,
      },
    ];
  });
}

function isVoidPointer(type: CType): boolean {
  return type.kind === 'pointer' && type.to.kind === 'void';
}

function isFunctionPointer(type: CType | undefined, pkg: Package): boolean {
  if (type === undefined) return false;
  const resolved = pkg.c.resolve(type);
  return (
    resolved.kind === 'function' ||
    (resolved.kind === 'pointer' && pkg.c.resolve(resolved.to).kind === 'function')
  );
}
