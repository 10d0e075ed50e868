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

const ambiguous = new Set('close delete del release cleanup'.split(' '));

const stopping = new Set(
  'clean end finish put exit term terminate shutdown quit drop detach unmount disconnect unload'.split(' '),
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

/** `SSL_CTX_free`, `FreeJieba`, `ZSTD_freeCDict` and `xmlFreeDoc` give their words in lower case. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split('_')
    .filter((word) => word !== '');
}

export function releaseName(name: string): ReleaseName {
  const words = wordsOf(name);
  if (words.some((word) => making.has(word))) return 'other';
  if (
    words.some(
      (word) => releasing.has(word) || /^(auto)?free$|(free|unref|decref|destroy|finalize)$/.test(word),
    )
  )
    return 'releases';
  if (words.some((word) => ambiguous.has(word) || /(close|release|delete|deinit)$/.test(word)))
    return 'may-release';
  return words.some((word) => stopping.has(word)) ? 'may-stop' : 'other';
}

const endings = new Set(
  (
    'close free destroy release dispose delete finalize finalizer term terminate shutdown unref cleanup clean deinit ' +
    'fini drop end put exit quit disconnect unmount finish unload'
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

/** Whether a name speaks of the end of a part of an object: `g_cancellable_release_fd`, but not `sqlite3_close_v2`. */
export function endsAPart(cName: string): boolean {
  const words = wordsOf(cName);
  const verb = words.findIndex((word) => ambiguous.has(word));
  return verb >= 2 && words.slice(verb + 1).some(namesAnObject);
}

/**
 * Whether of two functions for one object only the second can be what gives its memory back: `virDomainDestroy` stops
 * what `virDomainFree` lets go of.
 */
export function isOtherEnd(cName: string, certain: string): boolean {
  if (isCertainName(cName) || !isCertainName(certain)) return false;
  const [own, other] = [wordsOf(cName), wordsOf(certain)].map((words) => words.filter(namesAnObject));
  const verb = own?.findIndex((word) => word === 'destroy' || word === 'delete') ?? -1;
  return (
    verb >= 0 &&
    other?.length === own?.length &&
    own?.every((word, i) => i === verb || word === other?.[i]) === true
  );
}

/** `Wrapper`, `Flags` and versions say nothing about what a function is for. */
function namesAnObject(word: string): boolean {
  return !/^(v?\d+|wrapper|flags?|async|ex)$/.test(word);
}

/** Whether a name leaves no doubt: `virDomainDestroy` stops a machine, `virDomainFree` can only release. */
export function isCertainName(cName: string): boolean {
  return wordsOf(cName).some((word) => /(free|unref|decref|dispose|dealloc|deallocate)$/.test(word));
}
