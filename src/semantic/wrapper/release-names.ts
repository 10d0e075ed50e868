import { wordsOf } from '../../knowledge/name-words.ts';
import type { Truth } from './model.ts';

/** What a C function's name says about its end of an object. */
export type ReleaseName =
  /** It can only release: free, destroy, unref. */
  | 'releases'
  /** It ends an object, or only an entry in one: `sqlite3_close(db)`, but `rocksdb_delete(db, key)`. */
  | 'may-release'
  /** It ends an activity, and sometimes the object with it: `rados_shutdown`, but `SSL_shutdown`. */
  | 'may-stop'
  | 'other';

const releasing = new Set(
  'free destroy dispose unref finalize decref dealloc deallocate deinit uninit fini destruct'.split(' '),
);

const ambiguous = new Set('close delete del release cleanup term done put drop'.split(' '));

const stopping = new Set(
  'clean end finish exit terminate shutdown quit detach unmount disconnect unload'.split(' '),
);

/** Words behind which the name speaks of a callback or a setting, and not of an end. */
const making = new Set([
  'new',
  'create',
  'alloc',
  'init',
  'get',
  'is',
  'set',
  'register',
  'func',
  'callback',
]);

export function releaseName(name: string): ReleaseName {
  let kind = kinds.get(name);
  if (kind === undefined) {
    kind = kindOf(name);
    kinds.set(name, kind);
  }
  return kind;
}

/** Names come back: a package has as many as it calls functions of C. */
const kinds = new Map<string, ReleaseName>();

function kindOf(name: string): ReleaseName {
  const words = wordsOf(name);
  // `wasm_func_delete` ends a func, `set_func_free` and `free_func` are about one.
  const isOfCallback = words.some((word) => making.has(word) && !/^(func|callback)$/.test(word));
  const isCallback = words.some((word) => /^(func|callback)$/.test(word));
  const last = words[words.length - 1] ?? '';
  if (endsAnActivity(words)) return 'other';
  if (isOfCallback || (isCallback && !releasing.has(last) && !ambiguous.has(last))) return 'other';
  if (
    words.some(
      (word) =>
        releasing.has(word) || /^free(p|code|all\w*)$|(free|unref|decref|destroy|finalize)$/.test(word),
    )
  )
    return 'releases';
  if (words.some((word) => ambiguous.has(word) || /(close(dir|file)?|release|delete|deinit)$/.test(word)))
    return 'may-release';
  return words.some((word) => stopping.has(word)) ? 'may-stop' : 'other';
}

/** What is under way on an object and is brought to its end: `git_submodule_add_finalize` completes an addition. */
const activities = new Set(
  (
    'add append apply build clone commit compile compress configure copy decode decompress decrypt digest encode ' +
    'encrypt export hash import install link load mac merge pack parse pull push read rebase recover render save ' +
    'scan send setup sign stage sync transfer update upload verify write'
  ).split(' '),
);

/** Whether `finalize` stands beside the activity that it ends, and nothing else in the name speaks of memory. */
function endsAnActivity(words: readonly string[]): boolean {
  const isActivity = words.includes('finalize') && words.some((word) => activities.has(word));
  return isActivity && !words.some((word) => word !== 'finalize' && releasing.has(word));
}

const endings = new Set(
  (
    'close free destroy release dispose delete finalize finalizer term terminate shutdown unref cleanup clean deinit ' +
    'fini drop end put done exit quit disconnect unmount finish unload'
  ).split(' '),
);

/**
 * Whether a Go function is named for the end of its object: `Close`, `freeConn`, or as the C function is, which ends
 * something: `AvParserClose`. `PathClose` is named for the end of a part.
 */
export function endsItsObject(name: string, cName: string): boolean {
  const [first] = wordsOf(name);
  return (
    (first !== undefined && endings.has(first)) ||
    name.toLowerCase() === cName.replaceAll('_', '').toLowerCase()
  );
}

/**
 * Whether a method is named for the end of something else than its object, as the C function is: `DestroyEffect` of a
 * `Haptic`, which calls `SDL_HapticDestroyEffect`; `DestroyWindow` of a `Window` is not.
 */
export function endsAnother(name: string, cName: string, typeName: string): boolean {
  if (isCertainName(cName)) return false;
  const [first, ...rest] = wordsOf(name);
  if (first === undefined || !endings.has(first)) return false;
  const [known, own] = [wordsOf(cName), wordsOf(typeName)];
  return rest.some((word) => namesAnObject(word) && known.includes(word) && !own.includes(word));
}

/** Whether a name speaks of the end of a part of an object: `g_cancellable_release_fd`, but not `sqlite3_close_v2`. */
export function endsAPart(cName: string): boolean {
  const words = wordsOf(cName);
  const verb = words.findIndex((word) => ambiguous.has(word));
  return verb >= 2 && words.slice(verb + 1).some(namesAnObject);
}

/**
 * Whether of two releases of one object only the second can be what gives its memory back: `virDomainDestroy` stops
 * what `virDomainFree` lets go of, `lxc_destroy` deletes from the disk what `lxc_container_put` holds in memory.
 */
export function isOtherEnd(own: NamedRelease, other: NamedRelease): boolean {
  if (own.clears !== 'no' || isCertainName(own.cFunction)) return false;
  const words = wordsOf(own.cFunction);
  const isDestroying = words.some((word) => word === 'destroy' || word === 'delete');
  return isDestroying && (isCertainName(other.cFunction) || wordsOf(other.cFunction).includes('put'));
}

interface NamedRelease {
  readonly cFunction: string;
  readonly clears: Truth;
}

/** `Wrapper`, `Flags` and versions say nothing about what a function is for. */
function namesAnObject(word: string): boolean {
  return !/^(v?\d+|wrapper|flags?|async|ex)$/.test(word);
}

/** Whether a name leaves no doubt: `virDomainDestroy` stops a machine, `virDomainFree` can only release. */
export function isCertainName(cName: string): boolean {
  return wordsOf(cName).some((word) => /(free|unref|decref|dispose|dealloc|deallocate)$/.test(word));
}

/** Whether a C function is named for one more reference to an object: `virDomainRef`, `g_object_ref`, `CFRetain`. */
export function takesReference(cName: string): boolean {
  const [last, before] = wordsOf(cName).filter(namesAnObject).reverse();
  return /^(ref|incref|addref|retain)$/.test(last ?? '') || (last === 'reference' && before !== 'un');
}
