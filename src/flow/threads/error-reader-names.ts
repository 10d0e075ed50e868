import { argumentsOf } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';

/**
 * Readers of a thread's error that no table lists, by name. One that is given an object, as `sqlite3_errmsg(db)` is,
 * reads that object's error.
 */
const readerName =
  /^(dlerror|GetLastError|ERR_(get|peek)(_last)?_error\w*|\w+_(get_)?last_error(_\w+)?|\w+_get_errno|get_errno)$/;

/** The same in camel case: `cudaGetLastError`, `hipPeekAtLastError`. Many libraries give such a one the object. */
const camelCaseReaderName = /^(\w+(Get|PeekAt)LastError(Str|String|Msg|Message|Code)?|eglGetError)$/;

/** Whether a call reads the thread's error, by a table or by its name. */
export function readsError(call: Node, name: string, pkg: Package): 'table' | 'name' | undefined {
  if (pkg.libraries.isThreadErrorReader(name) !== undefined) return 'table';
  if (camelCaseReaderName.test(name))
    return argumentsOf(call).every(({ text }) => text === 'nil') ? 'name' : undefined;
  if (!readerName.test(name)) return undefined;
  const givesObject = argumentsOf(call).some((argument) => argument.kind === 'selector_expression');
  return givesObject ? undefined : 'name';
}

/**
 * cgo's helpers copy or allocate and leave no error, and `free` keeps errno (POSIX.1-2024). What makes a text of an
 * error's number cannot fail in a way that anybody reads.
 */
export function isSilent(name: string): boolean {
  const isHelper = ['CString', 'CBytes', 'GoString', 'GoStringN', 'GoBytes', 'malloc', 'free'].includes(name);
  return isHelper || /(^|_)(str_?error|err(or)?(_\w+)?_(string|str|msg|message|name))$/i.test(name);
}
