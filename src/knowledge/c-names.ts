import { wordsOf } from './name-words.ts';

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

/** What a constant is called that a status has where all went well: 0 where a call fails with another number. */
export const namesSuccess =
  /(^|_)(OK|SUCCESS|NO_?ERR(OR)?|ERR(OR)?_NONE|NONE)(_|$)|(NoError|Success|Ok|NO_ERR)$/;

const takingWords = new Set([
  'free', 'release', 'destroy', 'dispose', 'delete', 'del', 'unref', 'cleanup', 'clear', 'close', 'fini', 'deinit',
  'take', 'directly', 'adopt', 'steal', 'own', 'owned', 'consume', 'give', 'transfer', 'reclaim', 'dealloc', 'deallocate',
]); // prettier-ignore

const keepingWords = new Set([
  'set', 'add', 'register', 'push', 'append', 'insert', 'attach', 'put', 'install', 'assign', 'store', 'init', 'bind',
]); // prettier-ignore

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

/** Names after which nothing is left of the argument: `lib_destroy`, `lib_thing_free`; a file or a lock may be closed or released. */
export function endsForGood(name: string): boolean {
  return wordsOf(name).some((word) => word.endsWith('free') || finalWords.has(word));
}

const finalWords = new Set(['destroy', 'delete', 'dispose', 'unref']);

/** Whether two names differ in their last words only, of which one makes and one ends: `lib_dev_open` and `lib_dev_close`. */
export function areMakerAndEnd(maker: string, end: string): boolean {
  const [made, ended] = [wordsOf(maker), wordsOf(end)];
  return (
    made.length > 1 &&
    made.slice(0, -1).join(' ') === ended.slice(0, -1).join(' ') &&
    /^(?:new|create|make|open|alloc)$/.test(made.at(-1) ?? '') &&
    takingWords.has(ended.at(-1) ?? '')
  );
}

const objectWords = new Set(['release', 'destroy', 'delete', 'del', 'clear', 'close', 'cleanup']);

/** Names after which the callee may well keep the pointer: a rule asks instead of asserting. */
export function mayKeep(name: string): boolean {
  return wordsOf(name).some((word) => keepingWords.has(word));
}

const registeringWords = new Set([
  'set', 'add', 'register', 'install', 'subscribe', 'attach', 'hook', 'listen', 'watch',
]); // prettier-ignore

const callbackWords = new Set([
  'callback', 'callbacks', 'cb', 'handler', 'handlers', 'hook', 'hooks', 'listener', 'observer', 'notify', 'notifier',
  'func', 'function', 'fn', 'logger', 'lookup', 'watcher', 'monitor', 'userdata', 'opaque', 'closure', 'userptr',
]); // prettier-ignore

/** Names after which the callee keeps a pointer for a callback, or as somebody's data: \`lib_set_log_callback\`, \`SSL_set_ex_data\`. */
export function announcesRegistration(name: string): boolean {
  const words = wordsOf(name);
  const from = words.findIndex((word) => registeringWords.has(word));
  if (from < 0) return false;
  const object = words.slice(from + 1);
  return (
    object.some((word) => callbackWords.has(word)) ||
    /(?:^| )(?:user|ex|app|client|private|priv) (?:data|ptr|pointer|arg|context)(?: |$)/.test(
      object.join(' '),
    )
  );
}

const runningWords =
  /^(?:call|invoke|run|exec|execute|do|test|with|bridge|helper|(?:for)?each|.*(?:walk|scan|visit|iter|iterate|enum|enumerate|traverse|dispatch))$/;

/**
 * Names that speak of a callback and of nothing that runs it at once: \`lib_update_hook\`, \`lib_on_event\`. Where such a
 * function gets a callback as well, its data is kept for that.
 */
export function speaksOfCallback(name: string): boolean {
  const words = wordsOf(name);
  if (words.some((word) => runningWords.test(word))) return false;
  const at = words.indexOf('on');
  return words.some((word) => hookWords.has(word)) || (at > 0 && at < words.length - 1);
}

const hookWords = new Set(['hook', 'callback', 'listener', 'observer', 'handler', 'watcher', 'notifier']);

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

const freedWords = new Set([
  'r', 's', 'string', 'strings', 'str', 'cstring', 'cstr', 'char', 'chars', 'text', 'data', 'bytes', 'buf', 'buffer',
  'mem', 'memory', 'ptr', 'pointer', 'result', 'array',
]); // prettier-ignore

/** Names that say that the callee frees plain memory: `lib_free`, `LibFree_r`, `free_string`; not `get_free_memory`. */
export function namesAFree(name: string): boolean {
  const words = wordsOf(name);
  const at = words.findLastIndex((word) => word === 'free' || word === 'xfree' || word === 'mfree');
  if (at < 0 || words.slice(0, at).some((word) => /^(get|set|is|has|num|count|no|not)$/.test(word)))
    return false;
  return words.slice(at + 1).every((word) => freedWords.has(word));
}

/** Of a table's releases, those that give memory back and know nothing of what is in it: `lib_free`, `lib_mem_free`. */
export function freesPlainMemory(name: string): boolean {
  return (
    /^[A-Za-z0-9]+?_?(?:Mem_?)?free$/i.test(name) ||
    /^(?:MagickRelinquishMemory|LLVMDisposeMessage|PyMem_RawFree|OPENSSL_clear_free)$/.test(name)
  );
}

/** Names of functions that usually give text of the program itself: `lib_version`, `lib_strerror`, `LibStatusString`. */
export function namesConstantText(name: string): boolean {
  return /(?:^|_)(?:lib)?version(?:_(?:str|string|text))?$|(?:^|_)(?:str_?error|errstr|err2str|(?:error|status)_(?:string|name))$/.test(
    wordsOf(name).join('_'),
  );
}

const propertyWords = new Set([
  'get', 'name', 'title', 'label', 'version', 'message', 'error', 'type', 'kind', 'description', 'path', 'id', 'key',
]); // prettier-ignore

const makingWords = new Set([
  'new', 'create', 'make', 'build', 'dup', 'copy', 'clone', 'alloc', 'to', 'format', 'print', 'encode', 'decode', 'dump',
  'stringify', 'serialize', 'read', 'export', 'render', 'join', 'escape', 'quote', 'expand', 'convert',
]); // prettier-ignore

/** Names that speak of what an object has, `lib_get_name`, `libTitle`, and of nothing that is made for the caller. */
export function namesAProperty(name: string): boolean {
  const words = wordsOf(name);
  return words.some((word) => propertyWords.has(word)) && !words.some((word) => makingWords.has(word));
}

/**
 * Names that announce that an argument is the callee's from then on: `lib_adopt`, `X509_set0_name`, `lib_take_string`.
 * `take_snapshot` of a text takes nothing: of an object's name less is believed than of an object.
 */
export function announcesTransfer(name: string, isText: boolean): boolean {
  const words = wordsOf(name.replace(/([a-z])0(?=_|[A-Z]|$)/g, '$1zero'));
  const has = (...some: readonly string[]): boolean => words.some((word) => some.includes(word));
  if (has('adopt', 'steal', 'setzero', 'addzero', 'pushzero') || has('ownership')) return true;
  if (
    words.at(-1) === 'take' ||
    /(?:^|_)take_(?:string|str|data|buffer|bytes|memory|mem)$/.test(words.join('_'))
  )
    return true;
  return !isText && has('take', 'absorb');
}
