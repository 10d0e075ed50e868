/**
 * C type names that Go code converts to with `C.name(x)`: cgo's names of the basic types
 * (https://pkg.go.dev/cmd/cgo#hdr-Go_references_to_C) and typedefs that many libraries share.
 * Without the headers, `C.name(x)` alone does not tell a conversion from a call.
 */
const basicTypes = new Set(
  (
    'char schar uchar short ushort int uint long ulong longlong ulonglong float double ' +
    'complexfloat complexdouble size_t ssize_t bool _Bool off_t time_t intptr_t uintptr_t ' +
    'gpointer gconstpointer gchar guchar gint guint glong gulong gsize gssize gboolean ' +
    'BOOL BYTE WORD DWORD LPVOID PVOID HANDLE LPCSTR LPSTR GLenum GLint GLuint GLsizei GLfloat GLvoid'
  ).split(' '),
);

/** Whether `C.name` is surely a type. Types declared in the package's C code are known to the package, not here. */
export function isKnownCType(name: string): boolean {
  return basicTypes.has(name) || name.endsWith('_t') || /^(struct|union|enum)_/.test(name);
}

const takingWords = new Set([
  'free', 'release', 'destroy', 'dispose', 'delete', 'del', 'unref', 'cleanup', 'clear', 'close', 'fini', 'deinit',
  'take', 'directly', 'adopt', 'steal', 'own', 'owned', 'consume', 'give', 'transfer', 'reclaim', 'dealloc', 'deallocate',
]); // prettier-ignore

const keepingWords = new Set([
  'set', 'add', 'register', 'push', 'append', 'insert', 'attach', 'put', 'install', 'assign', 'store', 'init', 'bind',
]); // prettier-ignore

/** The words of a C name: `rocksdb_set_options` and `rocksdbSetOptions` give rocksdb, set, options. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split('_')
    .filter((word) => word !== '');
}

/** Names that announce that the callee frees its argument or takes it over: no rule asserts a leak past them. */
export function announcesTaking(name: string): boolean {
  const words = wordsOf(name);
  // DeleteTopic_new makes something that is named for what it will delete.
  if (['new', 'create', 'alloc', 'init'].includes(words[words.length - 1] ?? '')) return false;
  return knownKeepers.has(name) || words.some((word) => takingWords.has(word) || word.endsWith('free'));
}

/** Of those, the names that speak of an object: beside it a string is its key, and may well stay the caller's. */
export function endsAnObject(name: string): boolean {
  const words = wordsOf(name);
  const takesOver = words.some(
    (word) => word.endsWith('free') || (takingWords.has(word) && !objectWords.has(word)),
  );
  return !takesOver && words.some((word) => objectWords.has(word));
}

const objectWords = new Set(['release', 'destroy', 'delete', 'del', 'clear', 'close', 'cleanup']);

/** Names after which the callee may well keep the pointer: a rule asks instead of asserting. */
export function mayKeep(name: string): boolean {
  return wordsOf(name).some((word) => keepingWords.has(word));
}

/**
 * libc functions that keep the pointer they are given: putenv(3) makes the string part of the environment,
 * openlog(3) keeps `ident`, setvbuf(3) keeps the buffer.
 */
const knownKeepers = new Set(['putenv', 'openlog', 'setvbuf', 'setbuf', 'realloc']);

/** Functions of cgo's own that copy out of C memory: https://pkg.go.dev/cmd/cgo#hdr-Go_references_to_C. */
export function copiesOutOfC(name: string): boolean {
  return name === 'GoString' || name === 'GoStringN' || name === 'GoBytes';
}

/** libc functions that only read the strings they are given. */
const readers = new Set(
  (
    'strlen strnlen strcmp strncmp strcasecmp strncasecmp memcmp strdup strndup printf fprintf puts fputs ' +
    'atoi atol atof strtol strtoul strtod access open fopen stat setenv getenv write fwrite strcpy strncpy ' +
    'memcpy memmove snprintf sprintf strcat strncat'
  ).split(' '),
);

export function onlyReads(name: string): boolean {
  return readers.has(name);
}
