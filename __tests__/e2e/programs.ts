/** Go files that cross into C, put together from functions of which a rule reports one, none, or no other. */

const PREAMBLE = `/*
#include <stdlib.h>

static int put(const char *name) { return name != NULL; }
*/
import "C"

import "unsafe"
`;

/** A file of the package `name`; `unsafe` is used whatever the functions are. */
export function goFile(functions: readonly string[], name = 'store'): string {
  return [`package ${name}\n`, PREAMBLE, 'var _ unsafe.Pointer\n', ...functions].join('\n');
}

/** Frees what it allocates: no finding. */
export function safe(name: string): string {
  return `// ${name} stores a key.
func ${name}(key string) int {
	ckey := C.CString(key)
	defer C.free(unsafe.Pointer(ckey))
	return int(C.put(ckey))
}
`;
}

/** `cstring-leak`, a warning, on its line 3. */
export function leaking(name: string): string {
  return `// ${name} stores a key.
func ${name}(key string) int {
	ckey := C.CString(key)
	return int(C.put(ckey))
}
`;
}

/** `free-non-c-memory`, an error, on its line 4. */
export function freeing(name: string): string {
  return `// ${name} gives a buffer back.
func ${name}(n int) {
	buf := make([]byte, n+1)
	C.free(unsafe.Pointer(&buf[0]))
}
`;
}

/** Nothing of C or `unsafe`. */
export function plain(name: string): string {
  return `// ${name} adds.
func ${name}(a, b int) int {
	sum := a + b
	return sum
}
`;
}

/** Numbered names: `numbered('Put', 3)` is `Put01`, `Put02`, `Put03`. */
export function numbered(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => prefix + String(index + 1).padStart(2, '0'));
}

/** The 1-based line of the only line of `text` that holds `part`. */
export function lineOf(text: string, part: string): number {
  const found = text.split('\n').flatMap((line, index) => (line.includes(part) ? [index + 1] : []));
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`${String(found.length)} lines hold ${JSON.stringify(part)}`);
  }
  return found[0];
}
