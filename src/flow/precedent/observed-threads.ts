import { calleeOf } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import { takersAround } from './handed-literals.ts';
import type { Observation, Subject } from './observation.ts';
import type { DeclaredFunction } from './site.ts';

/** Names of C functions that read what an earlier call has left behind for its thread. */
const errorReader =
  /(^|_)(dlerror|geterror|last_?err(or)?|err_(get|peek)_error\w*)(_\w+)?$|getlasterror|get_?errno/i;

/** So far the package's functions that read the error are followed to their callers. */
const maximalDepth = 2;

/**
 * Whether each function that calls C, and then asks the thread for the error, holds the thread from the one to the
 * other.
 */
export function threadLocks(functions: readonly DeclaredFunction[], pkg: Package): Observation[] {
  const readers = errorReaders(functions, pkg);
  return functions.flatMap((fn): Observation[] => {
    const own = fn.cCalls.filter(({ name }) => !isErrorReader(name, pkg));
    const read = readIn(fn, readers, pkg);
    if (read === undefined || own.length === 0) return [];
    // The reader itself runs where its caller is.
    if (readers.has(fn.node) && own.every(({ name }) => /err|str|free|clear/i.test(name))) return [];
    // What is called behind the last read leaves nothing that is read.
    if (own.every(({ call }) => call.start > read.at.start)) return [];
    const lock = fn.goCalls.find((call) => locksThread(call, pkg));
    const isRunLocked =
      lock === undefined &&
      takersAround(read.at, functions, pkg).some((taker) =>
        taker.goCalls.some((call) => locksThread(call, pkg)),
      );
    if (isRunLocked) return [];
    const subjects: Subject[] = [read.subject, { kind: 'package', name: pkg.name }];
    const site = { file: fn.file, node: own[0]?.call ?? read.at, function: fn };
    return [{ kind: 'lock-os-thread', subjects, site, does: lock !== undefined, by: lock?.text }];
  });
}

function isErrorReader(name: string, pkg: Package): boolean {
  return pkg.libraries.isThreadErrorReader(name) !== undefined || errorReader.test(name);
}

/** The package's functions that read the error and do not lock: they leave it to their callers. */
function errorReaders(
  functions: readonly DeclaredFunction[],
  pkg: Package,
): ReadonlyMap<Node, DeclaredFunction> {
  const readers = new Map<Node, DeclaredFunction>();
  for (let depth = 0; depth < maximalDepth; depth++) {
    for (const fn of functions) {
      if (readers.has(fn.node) || fn.goCalls.some((call) => locksThread(call, pkg))) continue;
      const own = fn.cCalls.filter(({ name }) => !isErrorReader(name, pkg));
      const isReader = own.every(({ name }) => /err|str|free|clear/i.test(name));
      if (isReader && readIn(fn, readers, pkg) !== undefined) readers.set(fn.node, fn);
    }
  }
  return readers;
}

/** The last call of a function that reads the error. */
function readIn(
  { cCalls, goCalls }: DeclaredFunction,
  readers: ReadonlyMap<Node, DeclaredFunction>,
  pkg: Package,
): { readonly subject: Subject; readonly at: Node } | undefined {
  const direct = cCalls.filter(({ name }) => isErrorReader(name, pkg)).at(-1);
  const through = goCalls.flatMap((call) => {
    const callee = calleeOf(call, pkg);
    const node = callee.kind === 'function' ? callee.symbol.declaration.parent : undefined;
    const reader = node === undefined ? undefined : readers.get(node);
    return reader === undefined ? [] : [{ call, name: reader.fullName }];
  });
  const last = through.at(-1);
  if (last !== undefined) return { subject: { kind: 'go-function', name: last.name }, at: last.call };
  return direct === undefined
    ? undefined
    : { subject: { kind: 'c-function', name: direct.name }, at: direct.call };
}

function locksThread(call: Node, pkg: Package): boolean {
  const callee = calleeOf(call, pkg);
  return callee.kind === 'package' && callee.path === 'runtime' && callee.name === 'LockOSThread';
}
