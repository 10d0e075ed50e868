/**
 * The words that the tools of Go 1.26 read behind `//go:`: of the compiler cmd/compile/internal/noder/lex.go
 * (`pragmaFlag`, `pragcgo`) and noder.go (`pragma`, `allowedStdPragmas`), of cmd/go and go/build go/build/build.go and
 * cmd/go/internal/load/godebug.go; `notinheap` is of versions before Go 1.20.
 */
const ofGo = new Set(
  (
    'binary-only-package build cgo_dynamic_linker cgo_export_dynamic cgo_export_static cgo_import_dynamic ' +
    'cgo_import_static cgo_ldflag cgo_unsafe_args debug embed fix generate linkname nocheckptr noescape ' +
    'noinline nointerface norace nosplit notinheap nowritebarrier nowritebarrierrec registerparams ' +
    'systemstack uintptrescapes uintptrkeepalive wasmexport wasmimport yeswritebarrierrec'
  ).split(' '),
);

/** Words that TinyGo's compiler reads beside those (tinygo-org/tinygo, compiler/symbol.go, and its older versions). */
const ofTinyGo = new Set(
  'align export extern inline interrupt nobounds section variadic volatile wasm-module'.split(' '),
);

/** What people write for want of such a directive: no tool reads it. */
const wishes = new Set(
  (
    'keepalive keep-alive keep_alive keep pin pinned nopin nogc no-gc no_gc nofree nomove noheap noalloc ' +
    'no-escape no_escape no-inline no_inline no-split no_split noescapes escape escapes nocallback ' +
    'nostack stackalloc unsafe nocgocheck cgocheck nocopy'
  ).split(' '),
);

export function isKnownGoDirective(word: string): boolean {
  return ofGo.has(word) || ofTinyGo.has(word);
}

/** Whether a word is one that the Go tools do not read, and hardly another tool's own. */
export function isWishedForDirective(word: string): boolean {
  return wishes.has(word.toLowerCase());
}

/** The directive of Go that a word is a misspelling of. */
export function misspeltGoDirective(word: string): string | undefined {
  const lower = word.toLowerCase();
  if (ofGo.has(lower)) return lower;
  const plain = lower.replace(/[-_]/g, '');
  if (ofGo.has(plain)) return plain;
  return [...ofGo].find((known) => known.length >= 6 && isOneEditApart(lower, known));
}

/** Whether one letter more, less or other, or two that changed places, makes one word of the other. */
function isOneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  const [restA, restB] = [a.slice(head), b.slice(head)];
  if (restA.slice(1) === restB || restA === restB.slice(1) || restA.slice(1) === restB.slice(1)) return true;
  const swapped = `${restA[1] ?? ''}${restA[0] ?? ''}${restA.slice(2)}`;
  return swapped === restB;
}
